//! The year of a site put into words.

use crate::report::document::intervals::{EQUAL_SHARE, PowerPair};
use crate::report::document::numbers::{format_energy, format_number, format_percent, format_power};
use crate::report::document::units::UnitSystem;
use crate::study::site::result::{SiteReport, SiteYearResult};

/// Source line of a chart of a year's hours.
pub(super) fn hours_footer(report: &SiteReport) -> String {
    let site = &report.site;
    format!("{}: {}. Hours: {}.", site.location, site.dataset, format_number(site.hours, 0))
}

/// Which architecture draws least and most over the year; nothing without two that can be cooled.
pub(super) fn comparison_sentence(report: &SiteReport) -> Option<String> {
    let power = |a: &&SiteYearResult| a.total.facility_power_w;
    let mut all: Vec<(&str, f64)> =
        report.architectures.iter().filter_map(|a| Some((a.total.name.as_str(), power(&a)?))).collect();
    all.sort_by(|a, b| a.1.total_cmp(&b.1));
    let [(best, least), .., (worst, most)] = all.as_slice() else { return None };
    let share = 1.0 - least / most;
    let pair = PowerPair::new(*least, *most, 0.0);
    Some(if share < EQUAL_SHARE {
        format!("{best} and {worst} draw the same {} at the utility meter.", pair.format(*least))
    } else {
        format!(
            "{best} draws least: mean {} at the utility meter, {} ({}) less than {worst}.",
            pair.format(*least),
            pair.format(most - least),
            format_percent(share)
        )
    })
}

/// Power, PUE and hours of cooling of an architecture; or why it is not feasible, and that this is a failure.
pub(super) fn headline_with_infeasibility(a: &SiteYearResult, units: UnitSystem) -> (String, bool) {
    let name = &a.total.name;
    let (Some(facility_w), Some(year)) = (a.total.facility_power_w, &a.total.annual) else {
        let why = a.total.limit.as_ref().map_or_else(|| "no reason given".to_owned(), |l| units.format_message(l));
        return (format!("{name}: not feasible: {why}."), true);
    };
    let m = &a.modes;
    let hours = |h: f64| format_number(h, 0);
    let liquid = a.liquid_plant_modes.as_ref().map_or_else(String::new, |l| {
        let (free, partial, mechanical) = (hours(l.free_hours), hours(l.partial_hours), hours(l.mechanical_hours));
        format!(" (the plant of its liquid alone: {free}, {partial} and {mechanical} h)")
    });
    let mut text = format!(
        "{name}: mean {}, peak {}, PUE {}; free cooling {} h, partial free cooling {} h, mechanical cooling {} h{liquid}.",
        format_power(facility_w),
        format_power(year.peak_facility_power_w),
        format_number(year.pue, 3),
        hours(m.free_hours),
        hours(m.partial_hours),
        hours(m.mechanical_hours)
    );
    if year.reused_heat_kwh > 0.0 {
        let (erf, ere) = (format_number(year.erf, 3), format_number(year.ere, 3));
        let heat = format_energy(year.reused_heat_kwh);
        text.extend([" ", &heat, " of its heat goes to the district, ERF ", &erf, ", ERE ", &ere, "."]);
    }
    (text, false)
}
