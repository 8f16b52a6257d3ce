//! The study of racks put into words.

use crate::report::document::numbers::{format_percent, format_power};
use crate::report::document::units::UnitSystem;
use crate::study::rack::result::{RackReport, RackResult};

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
