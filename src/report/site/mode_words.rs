//! Cooling modes of a year in words and colours: what charts of modes share.

use plotters::style::RGBColor;

use crate::report::chart::palette::PlantModeClass;
use crate::report::chart::theme::Theme;
use crate::report::document::numbers::format_number;
use crate::report::document::units::UnitSystem;
use crate::study::site::cooling_modes::{CoolingMode, CoolingModeHours};
use crate::study::site::result::{HourRecord, SiteYearResult};

/// Architectures that are all shown; of more the two ends.
const MAX_SHOWN: usize = 3;
/// Share of the hours that a threshold may put on the wrong side and still be told.
const MAX_MISPLACED_SHARE: f64 = 0.02;
/// Least share of the hours on either side of a threshold that is told.
const MIN_SIDE_SHARE: f64 = 0.02;

/// Colour of a mode.
pub(super) fn mode_color(theme: &Theme, mode: CoolingMode) -> RGBColor {
    theme.plant_mode_color(match mode {
        CoolingMode::Free => PlantModeClass::Free,
        CoolingMode::Partial => PlantModeClass::Partial,
        CoolingMode::Mechanical => PlantModeClass::Mechanical,
        CoolingMode::Purchased => PlantModeClass::Purchased,
    })
}

/// Hours of a year by mode.
pub(super) fn mode_hours(a: &SiteYearResult) -> CoolingModeHours {
    let mut sums = CoolingModeHours::default();
    for cell in &a.mode_cells {
        sums.free_hours += cell.hours.free_hours;
        sums.partial_hours += cell.hours.partial_hours;
        sums.mechanical_hours += cell.hours.mechanical_hours;
        sums.purchased_hours += cell.hours.purchased_hours;
    }
    sums
}

/// Share of the year with free cooling.
pub(super) fn free_share(a: &SiteYearResult) -> f64 {
    let hours = mode_hours(a);
    hours.free_hours / hours.total().max(1e-9)
}

/// The architectures that are drawn, and the words that say which of how many: all, or those with the most and the fewest
/// hours of free cooling.
pub(super) fn shown_by_free_cooling<'a>(all: &[&'a SiteYearResult]) -> (Vec<&'a SiteYearResult>, &'static str) {
    if all.len() <= MAX_SHOWN {
        return (all.to_vec(), "");
    }
    let by = |a: &&&SiteYearResult, b: &&&SiteYearResult| free_share(a).total_cmp(&free_share(b));
    // Of equal ones the first and the last, so that two are shown.
    let (most, fewest) = (all.iter().rev().max_by(by), all.iter().rev().min_by(by));
    let shown: Vec<&SiteYearResult> = most.into_iter().chain(fewest).copied().collect();
    (shown, "; the architectures with the most and the fewest hours of free cooling")
}

/// How much of the year needs no compressor, and up to which outdoor air.
pub(super) fn free_cooling_title(all: &[&SiteYearResult], units: UnitSystem) -> String {
    let by = |a: &&&SiteYearResult, b: &&&SiteYearResult| free_share(a).total_cmp(&free_share(b));
    // The same two that are shown where only two are.
    let (Some(most), Some(fewest)) = (all.iter().rev().max_by(by), all.iter().rev().min_by(by)) else {
        return String::new();
    };
    let percent = |a: &SiteYearResult| format_year_share(free_share(a));
    let until = |a: &SiteYearResult| {
        free_cooling_threshold(&a.hours).map_or_else(String::new, |(what, t_c)| {
            format!(", up to a {what} of about {}", units.unit_for("°C").format_with_unit(t_c, 0))
        })
    };
    if all.len() == 1 {
        return format!("‘{}’ needs no compressor in {} of the hours{}", most.total.name, percent(most), until(most));
    }
    if (free_share(most) - free_share(fewest)).abs() < 5e-4 {
        return format!("Every architecture needs no compressor in {} of the hours{}", percent(most), until(most));
    }
    format!(
        "‘{}’ needs no compressor in {} of the hours, ‘{}’ in {}{}",
        most.total.name,
        percent(most),
        fewest.total.name,
        percent(fewest),
        until(fewest)
    )
}

/// A share of the hours of a year; what is nearly all or nearly none is not called that.
pub(super) fn format_year_share(share: f64) -> String {
    let whole = format_number(100.0 * share, 0);
    let rounds_away = (whole == "100" && share < 1.0) || (whole == "0" && share > 0.0);
    format!("{} %", if rounds_away { format_number(100.0 * share, 2) } else { whole })
}

/// The outdoor temperature that parts the hours of free cooling from the others best: which, and its value in °C. Nothing
/// where none parts them well, or where nearly all hours are on one side.
fn free_cooling_threshold(hours: &[HourRecord]) -> Option<(&'static str, f64)> {
    let parted = |what: &'static str, value: fn(&HourRecord) -> f64| {
        let mut states: Vec<(f64, bool)> =
            hours.iter().map(|h| (value(h), CoolingMode::of_hour(h) == CoolingMode::Free)).collect();
        states.sort_by(|a, b| a.0.total_cmp(&b.0));
        // With the threshold behind the first k hours, those of them that are not free and those behind that are.
        let mut misplaced = states.iter().filter(|s| s.1).count();
        let mut best: Option<(usize, usize)> = None;
        for (k, (_, free)) in states.iter().enumerate() {
            misplaced = if *free { misplaced - 1 } else { misplaced + 1 };
            if best.is_none_or(|b| misplaced < b.0) {
                best = Some((misplaced, k));
            }
        }
        best.map(|(misplaced, k)| (misplaced, what, states[k].0, k + 1))
    };
    let all = hours.len() as f64;
    let (misplaced, what, t_c, below) = [parted("wet-bulb", |h| h.wet_bulb_c), parted("dry-bulb", |h| h.dry_bulb_c)]
        .into_iter()
        .flatten()
        .min_by_key(|p| p.0)?;
    let side = (below as f64 / all).min(1.0 - below as f64 / all);
    (misplaced as f64 <= MAX_MISPLACED_SHARE * all && side >= MIN_SIDE_SHARE).then_some((what, t_c))
}
