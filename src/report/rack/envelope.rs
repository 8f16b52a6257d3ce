//! The reach of every way of cooling in tables.

use crate::rack::limits::RackLimitKind;
use crate::report::document::numbers::{format_number, format_significant};
use crate::report::document::section::TableSection;
use crate::report::document::units::UnitSystem;
use crate::study::rack::result::{CoolingEnvelope, RackReport, RackResult};
use crate::units::message::Message;

const MISSING_VALUE: &str = "–";

/// A column of CSV: its key and its value.
type RackCsvColumn = (&'static str, fn(&RackResult) -> Option<String>);

fn format_optional(value: Option<f64>, show: impl Fn(f64) -> String) -> String {
    value.map_or_else(|| MISSING_VALUE.to_owned(), show)
}

/// The tables of a search for limits.
pub(crate) fn envelope_sections(report: &RackReport, units: UnitSystem) -> Vec<TableSection> {
    let temperature = units.unit_for("degC");
    let reached = || report.architectures.iter().filter_map(|a| a.envelope.as_ref().map(|e| (a, e)));
    let power = |(a, e): (&RackResult, &CoolingEnvelope)| {
        vec![
            a.name.clone(),
            temperature.format_number(e.at_supply_c, 0),
            format_optional(a.rack.as_ref().map(|r| r.power_w / 1e3), format_significant),
            format_optional(e.max_rack_power_kw, format_significant),
            format_optional(e.max_accelerator_w, |w| format_number(w, 0)),
            e.binding_limit.map_or(MISSING_VALUE, RackLimitKind::name).to_owned(),
            if e.at_full_speed.is_empty() {
                MISSING_VALUE.to_owned()
            } else {
                e.at_full_speed.iter().map(|device| device.name()).collect::<Vec<_>>().join(", ")
            },
        ]
    };
    let supply = |(a, e): (&RackResult, &CoolingEnvelope)| {
        vec![
            a.name.clone(),
            format_optional(e.max_supply_c, |c| temperature.format_number(c, 1)),
            e.ashrae_class.clone(),
            format_optional(e.max_supply_flow_l_min, |q| {
                if a.cooling.is_air_cooled() {
                    units.unit_for("m3/h").format_with_unit(q * 0.06, 0)
                } else {
                    units.unit_for("L/min").format_with_unit(q, 0)
                }
            }),
            format_optional(e.max_supply_pressure_rise_pa, |p| units.unit_for("kPa").format_number(p / 1e3, 2)),
        ]
    };
    let why = |(a, e): (&RackResult, &CoolingEnvelope)| {
        let of = |limit: &Option<Message>| {
            let shown = limit.as_ref().map(|l| units.format_message(l));
            shown.or_else(|| e.envelope_reason.clone()).unwrap_or_default()
        };
        vec![a.name.clone(), of(&e.binding), of(&e.max_supply_limit)]
    };
    let mut out = vec![
        TableSection {
            title: "Maximum power of a rack of these machines without throttling".to_owned(),
            head: units.convert_headings([
                "",
                "Supply, degC",
                "Rated power, kW",
                "Maximum, kW",
                "Accelerator, W",
                "Limiting constraint",
                "Devices at full speed",
            ]),
            rows: reached().map(power).collect(),
            numbers: true,
        },
        TableSection {
            title: "Maximum supply temperature without throttling, at rated power (no scenario cap), pumps and fans up to full speed".to_owned(),
            head: units.convert_headings(["", "Supply, degC", "ASHRAE class", "Flow", "Pressure rise, kPa"]),
            rows: reached().map(supply).collect(),
            numbers: true,
        },
        TableSection {
            title: "Limiting constraints".to_owned(),
            head: ["", "At maximum power", "At maximum supply temperature"].map(str::to_owned).to_vec(),
            rows: reached().map(why).collect(),
            numbers: false,
        },
    ];
    out.extend(altitude_section(report, units));
    out
}

/// Maximum power at altitude; nothing where no rack was asked for it.
fn altitude_section(report: &RackReport, units: UnitSystem) -> Option<TableSection> {
    let envelopes = report.architectures.iter().filter_map(|a| a.envelope.as_ref().map(|e| (a, e)));
    let high: Vec<_> = envelopes.filter(|(_, e)| !e.altitude.is_empty()).collect();
    let (_, first) = high.first()?;
    let altitudes = first.altitude.iter().map(|p| units.unit_for("m").format_with_unit(p.altitude_m, 0));
    let row = |(a, e): &(&RackResult, &CoolingEnvelope)| {
        let at = e.altitude.iter().map(|p| format_optional(p.max_it_power_kw, format_significant));
        std::iter::once(a.name.clone()).chain(at).collect()
    };
    Some(TableSection {
        title: "Maximum power of the components at altitude, without fans and power supplies, kW".to_owned(),
        head: std::iter::once(String::new()).chain(altitudes).collect(),
        rows: high.iter().map(row).collect(),
        numbers: true,
    })
}

/// Columns of CSV: key and value.
pub(crate) fn csv_columns(limits: bool) -> Vec<RackCsvColumn> {
    let mut out: Vec<RackCsvColumn> = vec![
        ("name", |a| Some(a.name.clone())),
        ("cooling", |a| Some(a.cooling.to_string())),
        ("system", |a| Some(a.system.clone())),
        ("feasible", |a| Some(a.feasible.to_string())),
        ("limit", |a| a.limit.as_ref().map(ToString::to_string)),
        ("power_w", |a| a.rack.as_ref().map(|r| r.power_w.to_string())),
        ("fan_power_w", |a| a.rack.as_ref().map(|r| r.fan_power_w.to_string())),
        ("pump_power_w", |a| a.rack.as_ref().map(|r| r.pump_power_w.to_string())),
        ("hottest_chip_c", |a| a.rack.as_ref().map(|r| r.hottest_chip_c.to_string())),
        ("chip_limit_c", |a| a.rack.as_ref().map(|r| r.chip_limit_c.to_string())),
        ("captured_w", |a| a.detail.as_ref().map(|d| d.heat.captured_w.to_string())),
        ("to_room_w", |a| a.detail.as_ref().map(|d| d.heat.to_room_w.to_string())),
        ("liquid_flow_l_min", |a| a.detail.as_ref()?.liquid.as_ref().map(|l| l.flow_l_min.to_string())),
        ("air_flow_m3_h", |a| a.detail.as_ref()?.air.as_ref().map(|l| l.flow_m3_h.to_string())),
        ("performance", |a| a.rack.as_ref().map(|r| r.performance.to_string())),
        ("energy_balance_relative_error", |a| a.energy_balance_relative_error.map(|e| e.to_string())),
    ];
    if limits {
        let more: [RackCsvColumn; 6] = [
            ("max_rack_power_kw", |a| a.envelope.as_ref()?.max_rack_power_kw.map(|v| v.to_string())),
            ("binding_limit", |a| a.envelope.as_ref()?.binding_limit.map(|kind| kind.to_string())),
            ("max_supply_c", |a| a.envelope.as_ref()?.max_supply_c.map(|v| v.to_string())),
            ("ashrae_class", |a| a.envelope.as_ref().map(|e| e.ashrae_class.clone())),
            ("max_supply_flow_l_min", |a| a.envelope.as_ref()?.max_supply_flow_l_min.map(|v| v.to_string())),
            ("max_supply_pressure_rise_pa", |a| {
                a.envelope.as_ref()?.max_supply_pressure_rise_pa.map(|v| v.to_string())
            }),
        ];
        out.extend(more);
    }
    out
}
