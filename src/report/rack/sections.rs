//! One rack in tables: power and heat, coolants, parts, trays along the manifold, limits, feed, claims.

use crate::study::rack_result::{Branch, Detail, RackAnswer};
use crate::study::result::Rack;

use super::super::format::{number, percent, power, significant};
use super::super::section::Section;
use super::super::units::Units;

/// Every table of a rack.
pub(super) fn of(a: &RackAnswer, units: Units) -> Vec<Section> {
    let (Some(rack), Some(detail)) = (&a.rack, &a.detail) else { return Vec::new() };
    let mut out = vec![energy(rack, detail), coolants(detail, units), parts(rack, units)];
    if detail.branches.len() > 1 {
        out.push(branches(&detail.branches, units));
    }
    out.extend([limits(detail, units), feed(detail), claims(detail)]);
    out
}

fn pairs(title: &str, rows: Vec<(String, String)>) -> Section {
    Section {
        title: title.to_owned(),
        head: vec![String::new(), String::new()],
        rows: rows.into_iter().map(|(a, b)| vec![a, b]).collect(),
        numbers: true,
    }
}

fn energy(rack: &Rack, d: &Detail) -> Section {
    let mut rows = vec![("Rack power".to_owned(), power(rack.power_w))];
    let mut add = |label: &str, watts: f64| {
        if watts > 0.0 {
            rows.push((format!("  {label}"), power(watts)));
        }
    };
    add(&format!("{} accelerators", rack.accelerators), rack.accelerator_power_w);
    add("other IT", rack.other_it_power_w);
    add("server fans", rack.fan_power_w);
    add("power supplies and busbar", rack.psu_loss_w);
    let share = percent(d.heat.capture_fraction);
    rows.push(("Heat given to liquid".to_owned(), format!("{} ({share})", power(d.heat.captured_w))));
    rows.push(("Heat left to the room".to_owned(), power(d.heat.to_room_w)));
    if rack.pump_power_w > 0.0 {
        rows.push(("Pumps, this rack's share".to_owned(), power(rack.pump_power_w)));
    }
    if d.heat.cooler_w > 0.0 {
        rows.push(("Fans of door or liquid-to-air unit, its pumps".to_owned(), power(d.heat.cooler_w)));
    }
    if d.network.power_w > 0.0 {
        rows.push(("Network outside the rack, its share".to_owned(), power(d.network.power_w)));
    }
    pairs("Power and heat at full load", rows)
}

fn coolants(d: &Detail, units: Units) -> Section {
    let t = units.of("degC");
    let span = |from, to| format!("{} to {}", t.number(from, 1), t.text(to, 1));
    let mut rows = Vec::new();
    if let Some(l) = &d.liquid {
        rows.push(("Liquid".to_owned(), span(l.supply_c, l.return_c)));
        let flow = units.of("L/min");
        let flow = format!("{}, {} per kW", flow.text(l.flow_l_min, 1), flow.text(l.flow_l_min_per_kw, 2));
        rows.push(("  flow".to_owned(), flow));
        let rise = format!("{} at {} of full", units.of("kPa").text(l.pressure_rise_pa / 1e3, 1), percent(l.speed));
        rows.push(("  pressure rise".to_owned(), rise));
        if let Some(c) = l.facility_water_c {
            rows.push(("  warmest facility water".to_owned(), t.text(c, 1)));
        }
    }
    if let Some(a) = &d.air {
        rows.push(("Air".to_owned(), span(a.supply_c, a.leaving_c)));
        rows.push(("  at the first parts".to_owned(), t.text(a.inlet_c, 1)));
        if let Some(c) = a.exhaust_c {
            rows.push(("  behind the trays".to_owned(), t.text(c, 1)));
        }
        let flow = units.of("m3/h").text(a.flow_m3_h, 0);
        let flow = format!("{flow}, {} of it recirculated", percent(a.recirculation));
        rows.push(("  drawn from the room".to_owned(), flow));
        if let Some(bypass) = a.bypass {
            rows.push(("  of the room's supply past the rack".to_owned(), percent(bypass)));
        }
        for fan in &a.fan_speeds {
            rows.push((format!("  fans of the {}", fan.tray), format!("{} of full speed", percent(fan.speed))));
        }
    }
    pairs("Coolants", rows)
}

fn parts(rack: &Rack, units: Units) -> Section {
    let (t, flow) = (units.of("degC"), units.of("L/min"));
    let head = ["Part, in its worst position", "Count", "W", flow.label, "Inlet", "Temperature", "Limit", "Margin, K"];

    let row = |p: &crate::study::result::Part| {
        vec![
            p.name.clone(),
            number(f64::from(p.count), 0),
            significant(p.power_w),
            p.flow_l_min.map_or_else(|| "–".to_owned(), |q| flow.significant(q)),
            t.number(p.inlet_c, 1),
            t.number(p.temperature_c, 1),
            t.number(p.limit_c, 0),
            units.of("K").number(p.limit_c - p.temperature_c, 1),
        ]
    };
    Section {
        title: format!("Parts (temperatures in {})", t.label),
        head: units.heads(head),
        rows: rack.parts.iter().map(row).collect(),
        numbers: true,
    }
}

/// The trays of a kind: the least, the mean and the most flow.
fn branches(all: &[Branch], units: Units) -> Section {
    let (flow, t) = (units.of("L/min"), units.of("degC"));
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
            number(flows.len() as f64, 0),
            flow.number(least, 2),
            flow.number(mean, 2),
            flow.number(most, 2),
            units.of("kPa").number(loss / 1e3, 1),
            t.number(warmest, 1),
        ]
    };
    let head = ["Tray", "Count", "Least, L/min", "Mean", "Most", "Loss, kPa", "Warmest return, degC"];
    Section {
        title: "Trays along the manifold".to_owned(),
        head: units.heads(head),
        rows: kinds.into_iter().map(row).collect(),
        numbers: true,
    }
}

fn limits(d: &Detail, units: Units) -> Section {
    let mut sorted: Vec<_> = d.limits.iter().collect();
    sorted.sort_by(|a, b| a.relative_margin.total_cmp(&b.relative_margin));
    let row = |l: &&crate::study::rack_result::LimitRow| {
        let unit = units.of(l.unit);
        let digits = if l.allowed.abs() < 20.0 { 2 } else { 1 };
        vec![
            l.what.clone(),
            l.kind.to_owned(),
            unit.number(l.value, digits),
            unit.number(l.allowed, digits),
            unit.label.to_owned(),
            if l.passed { "passed".to_owned() } else { percent(l.relative_margin) },
        ]
    };
    Section {
        title: "Limits, the nearest first".to_owned(),
        head: ["What", "Kind", "Value", "Allowed", "Unit", "Left"].map(str::to_owned).to_vec(),
        rows: sorted.iter().map(row).collect(),
        numbers: true,
    }
}

fn feed(d: &Detail) -> Section {
    let mut rows: Vec<(String, String)> =
        d.feed.currents.iter().map(|c| (c.feed.to_owned(), format!("{} A", number(c.amperes, 0)))).collect();
    rows.push((format!("Feeds of {}", d.feed.standard), number(f64::from(d.feed.standard_feeds), 0)));
    pairs("Electrical feed", rows)
}

fn claims(d: &Detail) -> Section {
    let row = |c: &crate::study::rack_result::Claim| {
        vec![c.claim.to_owned(), if c.holds { "holds" } else { "does not hold" }.to_owned(), c.figure.clone()]
    };
    Section {
        title: "What is claimed of such racks".to_owned(),
        head: ["Claim", "", "Because"].map(str::to_owned).to_vec(),
        rows: d.claims.iter().map(row).collect(),
        numbers: false,
    }
}
