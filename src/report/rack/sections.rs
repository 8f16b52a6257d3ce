//! One rack in tables: power and heat, coolants, parts, trays along the manifold, limits, feed, claims.

use crate::catalog::system::PumpControlKind;
use crate::report::document::numbers::{format_number, format_percent, format_power, format_significant};
use crate::report::document::section::TableSection;
use crate::report::document::units::UnitSystem;
use crate::study::compare::result::RackSummary;
use crate::study::rack::result::{CoolantPumps, RackDetail, RackResult, TrayBranch};

/// Every table of a rack.
pub(crate) fn rack_sections(a: &RackResult, units: UnitSystem) -> Vec<TableSection> {
    let (Some(rack), Some(detail)) = (&a.rack, &a.detail) else { return Vec::new() };
    let mut out =
        vec![power_and_heat_section(rack, detail), coolants_section(detail, units), parts_section(rack, units)];
    if detail.branches.len() > 1 {
        out.push(branches_section(&detail.branches, units));
    }
    out.extend([limits_section(detail, units), electrical_feed_section(detail), claim_checks_section(detail)]);
    out
}

fn label_value_section(title: &str, rows: Vec<(String, String)>) -> TableSection {
    TableSection {
        title: title.to_owned(),
        head: vec![String::new(), String::new()],
        rows: rows.into_iter().map(|(a, b)| vec![a, b]).collect(),
        numbers: true,
    }
}

fn power_and_heat_section(rack: &RackSummary, d: &RackDetail) -> TableSection {
    let mut rows = vec![("Rack power".to_owned(), format_power(rack.power_w))];
    let mut add = |label: &str, watts: f64| {
        if watts > 0.0 {
            rows.push((format!("  {label}"), format_power(watts)));
        }
    };
    add(&format!("{} accelerators", rack.accelerators), rack.accelerator_power_w);
    add("other IT", rack.other_it_power_w);
    add("server fans", rack.fan_power_w);
    add("power supplies and busbar", rack.psu_loss_w);
    let share = format_percent(d.heat.capture_fraction);
    rows.push(("Heat given to liquid".to_owned(), format!("{} ({share})", format_power(d.heat.captured_w))));
    rows.push(("Heat left to the room".to_owned(), format_power(d.heat.to_room_w)));
    if rack.pump_power_w > 0.0 {
        rows.push(("Pumps, this rack's share".to_owned(), format_power(rack.pump_power_w)));
    }
    if d.heat.cooler_w > 0.0 {
        rows.push(("Fans of door or liquid-to-air unit, its pumps".to_owned(), format_power(d.heat.cooler_w)));
    }
    if d.network.power_w > 0.0 {
        rows.push(("Network outside the rack, its share".to_owned(), format_power(d.network.power_w)));
    }
    label_value_section("Power and heat at full load", rows)
}

fn coolants_section(d: &RackDetail, units: UnitSystem) -> TableSection {
    let t = units.unit_for("degC");
    let span = |from, to| format!("{} to {}", t.format_number(from, 1), t.format_with_unit(to, 1));
    let mut rows = Vec::new();
    if let Some(l) = &d.liquid {
        rows.push(("Liquid".to_owned(), span(l.supply_c, l.return_c)));
        let flow = units.unit_for("L/min");
        let flow = format!(
            "{}, {} per kW",
            flow.format_with_unit(l.flow_l_min, 1),
            flow.format_with_unit(l.flow_l_min_per_kw, 2)
        );
        rows.push(("  flow".to_owned(), flow));
        let rise = format!(
            "{} at {} of full",
            units.unit_for("kPa").format_with_unit(l.pressure_rise_pa / 1e3, 1),
            format_percent(l.speed)
        );
        rows.push(("  pressure rise".to_owned(), rise));
        if let Some(pumps) = &l.pumps {
            rows.extend(pump_rows(pumps, units));
        }
        if let Some(c) = l.facility_water_c {
            rows.push(("  warmest facility water".to_owned(), t.format_with_unit(c, 1)));
        }
    }
    if let Some(a) = &d.air {
        rows.push(("Air".to_owned(), span(a.supply_c, a.leaving_c)));
        rows.push(("  at the first parts".to_owned(), t.format_with_unit(a.inlet_c, 1)));
        if let Some(c) = a.exhaust_c {
            rows.push(("  behind the trays".to_owned(), t.format_with_unit(c, 1)));
        }
        let flow = units.unit_for("m3/h").format_with_unit(a.flow_m3_h, 0);
        let flow = format!("{flow}, {} of it recirculated", format_percent(a.recirculation));
        rows.push(("  drawn from the room".to_owned(), flow));
        if let Some(bypass) = a.bypass {
            rows.push(("  of the room's supply past the rack".to_owned(), format_percent(bypass)));
        }
        for fan in &a.fan_speeds {
            rows.push((format!("  fans of the {}", fan.tray), format!("{} of full speed", format_percent(fan.speed))));
        }
    }
    label_value_section("Coolants", rows)
}

/// What the pumps of a coolant loop hold, and whom they serve.
fn pump_rows(pumps: &CoolantPumps, units: UnitSystem) -> Vec<(String, String)> {
    let pressure = units.unit_for("kPa").format_with_unit(pumps.differential_pressure_pa / 1e3, 1);
    let held = match pumps.flow_control {
        PumpControlKind::DifferentialPressure => "the differential pressure",
        PumpControlKind::FlowPerKw => "the flow for each kW",
        PumpControlKind::ReturnTemperature => "the return temperature",
        PumpControlKind::ChipTarget => "the hottest part at its target",
    };
    let mut rows = vec![
        ("  between the manifolds".to_owned(), pressure),
        ("  held by the pumps".to_owned(), held.to_owned()),
        ("  racks to a coolant unit".to_owned(), format_significant(pumps.racks_per_cdu)),
    ];
    if pumps.bypass_l_min > 0.0 {
        let bypass = units.unit_for("L/min").format_with_unit(pumps.bypass_l_min, 1);
        rows.push(("  through the bypass of the unit".to_owned(), bypass));
    }
    rows
}

fn parts_section(rack: &RackSummary, units: UnitSystem) -> TableSection {
    let (t, flow) = (units.unit_for("degC"), units.unit_for("L/min"));
    let head = ["Part, in its worst position", "Count", "W", &flow.label, "Inlet", "Temperature", "Limit", "Margin, K"];

    let row = |p: &crate::study::compare::result::RackPart| {
        vec![
            p.name.clone(),
            format_number(f64::from(p.count), 0),
            format_significant(p.power_w),
            p.flow_l_min.map_or_else(|| "–".to_owned(), |q| flow.format_significant(q)),
            t.format_number(p.inlet_c, 1),
            t.format_number(p.temperature_c, 1),
            t.format_number(p.limit_c, 0),
            units.unit_for("K").format_number(p.limit_c - p.temperature_c, 1),
        ]
    };
    TableSection {
        title: format!("Parts (temperatures in {})", t.label),
        head: units.convert_headings(head),
        rows: rack.parts.iter().map(row).collect(),
        numbers: true,
    }
}

/// The trays of a kind: the least, the mean and the most flow.
fn branches_section(all: &[TrayBranch], units: UnitSystem) -> TableSection {
    let (flow, t) = (units.unit_for("L/min"), units.unit_for("degC"));
    let mut kinds: Vec<&str> = Vec::new();
    for b in all {
        if !kinds.contains(&b.tray.as_str()) {
            kinds.push(&b.tray);
        }
    }
    let row = |kind: &str| {
        let flows: Vec<f64> = all.iter().filter(|b| b.tray == kind).map(|b| b.flow_l_min).collect();
        let warmest = all.iter().filter(|b| b.tray == kind).map(|b| b.return_c).fold(f64::NEG_INFINITY, f64::max);
        let loss = all.iter().filter(|b| b.tray == kind).map(|b| b.pressure_loss_pa).fold(0.0, f64::max);
        let (least, most) = flows.iter().fold((f64::INFINITY, 0.0_f64), |(a, b), q| (a.min(*q), b.max(*q)));
        let mean = flows.iter().sum::<f64>() / flows.len() as f64;
        vec![
            kind.to_owned(),
            format_number(flows.len() as f64, 0),
            flow.format_number(least, 2),
            flow.format_number(mean, 2),
            flow.format_number(most, 2),
            units.unit_for("kPa").format_number(loss / 1e3, 1),
            t.format_number(warmest, 1),
        ]
    };
    let head = ["Tray", "Count", "Lowest, L/min", "Mean", "Highest", "Loss, kPa", "Warmest return, degC"];
    TableSection {
        title: "Trays along the manifold".to_owned(),
        head: units.convert_headings(head),
        rows: kinds.into_iter().map(row).collect(),
        numbers: true,
    }
}

fn limits_section(d: &RackDetail, units: UnitSystem) -> TableSection {
    let mut sorted: Vec<_> = d.limits.iter().collect();
    sorted.sort_by(|a, b| a.relative_margin.total_cmp(&b.relative_margin));
    let row = |l: &&crate::study::rack::result::LimitRow| {
        let unit = units.unit_for(l.unit);
        let digits = if l.allowed.abs() < 20.0 { 2 } else { 1 };
        vec![
            l.what.clone(),
            l.kind.to_string(),
            unit.format_number(l.value, digits),
            unit.format_number(l.allowed, digits),
            unit.label.to_string(),
            if l.passed { "exceeded".to_owned() } else { format_percent(l.relative_margin) },
        ]
    };
    TableSection {
        title: "Limits, nearest first".to_owned(),
        head: ["What", "Kind", "Value", "Allowed", "Unit", "Left"].map(str::to_owned).to_vec(),
        rows: sorted.iter().map(row).collect(),
        numbers: true,
    }
}

fn electrical_feed_section(d: &RackDetail) -> TableSection {
    let mut rows: Vec<(String, String)> =
        d.feed.currents.iter().map(|c| (c.feed.to_owned(), format!("{} A", format_number(c.amperes, 0)))).collect();
    rows.push((format!("Feeds of {}", d.feed.standard), format_number(f64::from(d.feed.standard_feeds), 0)));
    label_value_section("Electrical feed", rows)
}

fn claim_checks_section(d: &RackDetail) -> TableSection {
    let row = |c: &crate::study::rack::result::ClaimCheck| {
        vec![c.claim.to_owned(), if c.holds { "holds" } else { "does not hold" }.to_owned(), c.figure.clone()]
    };
    TableSection {
        title: "Claims checked".to_owned(),
        head: ["Claim", "Result", "Reason"].map(str::to_owned).to_vec(),
        rows: d.claims.iter().map(row).collect(),
        numbers: false,
    }
}
