//! The study of racks put into words.

use crate::report::document::numbers::{format_number, format_percent, format_power};
use crate::report::document::units::UnitSystem;
use crate::study::rack::result::{CoolingEnvelope, RackReport, RackResult};

/// The answer for a rack in a sentence.
pub(crate) fn headline_sentence(a: &RackResult, units: UnitSystem) -> String {
    let Some(rack) = &a.rack else {
        return format!("{}: no result: {}.", a.name, a.reason.as_deref().unwrap_or("no reason given"));
    };
    let power = format_power(rack.power_w);
    let limit = a.limit.as_ref().map_or_else(|| "no limit known".to_owned(), |l| units.format_message(l));
    let left = a.detail.as_ref().map_or(0.0, |d| d.heat.to_room_w);
    if a.feasible {
        let slow = if rack.performance < 0.9995 {
            format!(", with accelerators at {} of their full clock", format_percent(rack.performance))
        } else {
            String::new()
        };
        format!(
            "{}: {power} can be cooled this way{slow}; {} goes to the room's air. First limit: {limit}.",
            a.name,
            format_power(left)
        )
    } else {
        let cure = a.cure.as_deref().unwrap_or("another kind of cooling");
        format!("{}: {power} cannot be cooled this way. Limit exceeded: {limit}. Possible remedy: {cure}.", a.name)
    }
}

/// Where the rack stands.
pub(crate) fn format_location(report: &RackReport, units: UnitSystem) -> String {
    let elevation = units.unit_for("m");
    format!("{}, {:.0} {}", report.location, elevation.convert_from_si(report.elevation_m), elevation.label)
}

/// Which way of cooling bears the most power for each accelerator and which the warmest supply; nothing without two.
pub(crate) fn limits_sentence(report: &RackReport, units: UnitSystem) -> Option<String> {
    let all = || report.architectures.iter().filter_map(|a| Some((a.name.as_str(), a.envelope.as_ref()?)));
    let ranked = |value: fn(&CoolingEnvelope) -> Option<f64>| {
        let mut found: Vec<(&str, f64)> = all().filter_map(|(name, e)| Some((name, value(e)?))).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        found
    };
    let watts = |w: f64| format!("{} W", format_number(w, 0));
    let temperature = |c: f64| units.unit_for("°C").format_with_unit(c, 1);
    let ends = |found: &[(&str, f64)], show: &dyn Fn(f64) -> String| match found {
        [(first, most), .., (last, least)] => {
            Some(format!("{first} most, {}, and {last} least, {}", show(*most), show(*least)))
        }
        _ => None,
    };
    let power = ends(&ranked(|e| e.max_accelerator_w), &watts)?;
    let supply = ends(&ranked(|e| e.max_supply_c), &temperature)
        .map_or_else(String::new, |told| format!(" In supply temperature {told}."));
    Some(format!("Without throttling, in power for each accelerator {power}.{supply}"))
}
