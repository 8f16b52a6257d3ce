//! Tables of a plant: its loops, and what one machine out means.

use crate::report::document::numbers::format_number;
use crate::report::document::section::TableSection;
use crate::report::document::units::UnitSystem;
use crate::study::compare::result::ArchitectureResult;

/// Loops of water at full load on the design day; none without any.
pub(super) fn loops_section(a: &ArchitectureResult, units: UnitSystem) -> Option<TableSection> {
    let (temperature, flow) = (units.unit_for("degC"), units.unit_for("L/min"));
    let rows: Vec<Vec<String>> = a
        .loops
        .iter()
        .map(|l| {
            vec![
                l.name.to_owned(),
                temperature.format_number(l.supply_c, 1),
                temperature.format_number(l.return_c, 1),
                flow.format_number(l.flow_l_min, 0),
                l.pump_power_w.map_or_else(|| "–".to_owned(), |w| format_number(w / 1e3, 1)),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| TableSection {
        title: format!("{}: loops at full load on the design day", a.name),
        head: units.convert_headings(["", "Supply, degC", "Return, degC", "Flow, L/min", "Pumps, kW"]),
        rows,
        numbers: true,
    })
}

/// The year at full load with one machine out; none where it was not asked for.
pub(super) fn unit_out_section(a: &ArchitectureResult, units: UnitSystem) -> Option<TableSection> {
    let temperature = units.unit_for("degC");
    let none = || "–".to_owned();
    let rows: Vec<Vec<String>> = a
        .one_unit_out
        .iter()
        .map(|case| {
            let worst = case.worst_hour.as_ref();
            let shown = |c: Option<f64>| c.map_or_else(none, |c| temperature.format_number(c, 1));
            vec![
                case.side_loop
                    .as_ref()
                    .map_or_else(|| case.equipment.to_owned(), |of| format!("{} ({of})", case.equipment)),
                format_number(f64::from(case.count), 0),
                format_number(case.unmet_hours, 0),
                shown(worst.map(|w| w.dry_bulb_c)),
                shown(worst.map(|w| w.wet_bulb_c)),
                shown(worst.and_then(|w| w.supply_c)),
                worst.map_or_else(none, |w| format_number(w.heat_left_kw, 0)),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| TableSection {
        title: format!("{}: one unit out at full load, the worst hour of the year", a.name),
        head: units.convert_headings([
            "",
            "Installed",
            "Unmet, h",
            "Dry-bulb, degC",
            "Wet-bulb, degC",
            "Supply, degC",
            "Heat left, kW",
        ]),
        rows,
        numbers: true,
    })
}
