//! One rack in tables: power and heat, coolants, parts, trays along the manifold, limits, feed, claims.

use crate::study::rack_result::{Branch, Detail, RackAnswer};
use crate::study::result::Rack;

use super::super::format::{number, percent, power, significant};
use super::super::section::Section;

/// Every table of a rack.
pub(super) fn of(a: &RackAnswer) -> Vec<Section> {
    let (Some(rack), Some(detail)) = (&a.rack, &a.detail) else { return Vec::new() };
    let mut out = vec![energy(rack, detail), coolants(detail), parts(rack)];
    if detail.branches.len() > 1 {
        out.push(branches(&detail.branches));
    }
    out.extend([limits(detail), feed(detail), claims(detail)]);
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

fn coolants(d: &Detail) -> Section {
    let mut rows = Vec::new();
    if let Some(l) = &d.liquid {
        let temperatures = format!("{} to {} degC", number(l.supply_c, 1), number(l.return_c, 1));
        rows.push(("Liquid".to_owned(), temperatures));
        let flow = format!("{} L/min, {} L/min per kW", number(l.flow_l_min, 1), number(l.flow_l_min_per_kw, 2));
        rows.push(("  flow".to_owned(), flow));
        let rise = format!("{} kPa at {} of full", number(l.pressure_rise_pa / 1e3, 1), percent(l.speed));
        rows.push(("  pressure rise".to_owned(), rise));
        if let Some(c) = l.facility_water_c {
            rows.push(("  warmest facility water".to_owned(), format!("{} degC", number(c, 1))));
        }
    }
    if let Some(a) = &d.air {
        let temperatures = format!("{} to {} degC", number(a.supply_c, 1), number(a.leaving_c, 1));
        rows.push(("Air".to_owned(), temperatures));
        rows.push(("  at the first parts".to_owned(), format!("{} degC", number(a.inlet_c, 1))));
        if let Some(c) = a.exhaust_c {
            rows.push(("  behind the trays".to_owned(), format!("{} degC", number(c, 1))));
        }
        let flow = format!("{} m3/h, {} of it recirculated", number(a.flow_m3_h, 0), percent(a.recirculation));
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

fn parts(rack: &Rack) -> Section {
    let head = ["Part, in its worst position", "Count", "W", "L/min", "Inlet", "Temperature", "Limit", "Margin, K"];
    let row = |p: &crate::study::result::Part| {
        vec![
            p.name.clone(),
            number(f64::from(p.count), 0),
            significant(p.power_w),
            p.flow_l_min.map_or_else(|| "–".to_owned(), significant),
            number(p.inlet_c, 1),
            number(p.temperature_c, 1),
            number(p.limit_c, 0),
            number(p.limit_c - p.temperature_c, 1),
        ]
    };
    Section {
        title: "Parts (temperatures in degC)".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: rack.parts.iter().map(row).collect(),
        numbers: true,
    }
}

/// The trays of a kind: the least, the mean and the most flow.
fn branches(all: &[Branch]) -> Section {
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
            number(least, 2),
            number(mean, 2),
            number(most, 2),
            number(loss / 1e3, 1),
            number(warmest, 1),
        ]
    };
    let head = ["Tray", "Count", "Least, L/min", "Mean", "Most", "Loss, kPa", "Warmest return, degC"];
    Section {
        title: "Trays along the manifold".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: kinds.into_iter().map(row).collect(),
        numbers: true,
    }
}

fn limits(d: &Detail) -> Section {
    let mut sorted: Vec<_> = d.limits.iter().collect();
    sorted.sort_by(|a, b| a.relative_margin.total_cmp(&b.relative_margin));
    let row = |l: &&crate::study::rack_result::LimitRow| {
        let digits = if l.allowed.abs() < 20.0 { 2 } else { 1 };
        vec![
            l.what.clone(),
            l.kind.to_owned(),
            number(l.value, digits),
            number(l.allowed, digits),
            l.unit.to_owned(),
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
