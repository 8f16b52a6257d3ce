//! A result made by hand: pumps trip after 10 s and come back after 40 s.

use crate::assembly::warning::{Warning, WarningCode};
use crate::scenario::CoolingMethod;
use crate::scenario::transient::EventKind;
use crate::study::transient::result::{
    EnergyBalance, EventRow, GroupHeatCapacity, InputRank, LimitLine, LoadSwing, PowerCourse, RideThroughInterval,
    RideThroughMeasures, ServerCount, TemperatureCourse, TimelineEvent, TimelineKind, TransientReport, TransientResult,
    TransientRun, TransientTrace,
};

/// Ways of cooling, each with its ride-through, the return of its cooling, and the time in which its chips warm up, s.
const WAYS: [(CoolingMethod, Option<f64>, f64, f64); 6] = [
    (CoolingMethod::Air, Some(38.0), 95.0, 60.0),
    (CoolingMethod::ColdPlate, Some(6.5), 45.0, 8.0),
    (CoolingMethod::Immersion1p, None, 45.0, 400.0),
    (CoolingMethod::RearDoor, Some(52.25), 20.0, 90.0),
    (CoolingMethod::Hybrid, Some(130.0), 200.0, 140.0),
    (CoolingMethod::Immersion2p, None, 45.0, 300.0),
];

fn course(what: &str, start_c: f64, highest_c: f64) -> TemperatureCourse {
    TemperatureCourse { what: what.to_owned(), start_c, highest_c, highest_at_s: 55.0, end_c: start_c + 0.4 }
}

/// Temperatures that rise towards a hot end while the flow is away, and fall again.
fn trace(back_s: f64, warm_s: f64, air: bool) -> TransientTrace {
    let names = [
        "time_s",
        "hottest_chip_c",
        "limiting_chip_c",
        "cooler_c",
        "supply_c",
        "return_c",
        "room_c",
        "flow_share",
        "rack_power_w",
    ];
    let mut columns: Vec<String> = names.map(str::to_owned).to_vec();
    columns.retain(|c| !air || c != "return_c");
    let (mut chip, mut cooler) = (71.0, 58.0);
    let rows = (0..=600).map(|s| {
        let t = f64::from(s);
        let down = t > 10.0 && t < 10.0 + back_s;
        let end = if down { 125.0 } else { 71.0 };
        chip += (end - chip) / warm_s;
        cooler += (chip - 13.0 - cooler) / 5.0;
        let flow = if down { 0.02 + 0.98 / (1.0 + (t - 10.0) / 1.5) } else { 1.0 };
        let slow = if chip > 90.0 { 0.7 } else { 1.0 };
        let supply = if down { 45.0 + 0.02 * (t - 10.0) } else { 45.0 };
        let mut row = vec![t, chip + 1.0, chip, cooler, supply, supply + 10.0, 26.0, flow, 132_000.0 * slow];
        if air {
            row.remove(5);
        }
        row
    });
    let rows: Vec<Vec<f64>> = rows.collect();
    TransientTrace { columns, course: rows.clone(), rows }
}

fn timeline(ride_s: Option<f64>, back_s: f64) -> Vec<TimelineEvent> {
    let at = |after: f64, kind: TimelineKind, what: &str, limit: Option<f64>| TimelineEvent {
        at_s: 10.0 + after,
        after_event_s: after,
        kind,
        what: what.to_owned(),
        limit,
        unit: limit.map(|_| "degC"),
    };
    let mut out = vec![
        at(0.0, TimelineKind::Event, "pump-trip", None),
        at(3.0, TimelineKind::Machine, "check valves close", None),
    ];
    if let Some(s) = ride_s {
        out.push(at(s, TimelineKind::Limit, "B200 throttles", Some(90.0)));
        out.push(at(s + 30.0, TimelineKind::Back, "B200 is back below its limit", Some(90.0)));
    }
    out.push(at(30.0, TimelineKind::Machine, "pumps have power again and begin to turn", None));
    out.push(at(back_s, TimelineKind::Back, "all that failed cools again", None));
    out.sort_by(|a, b| a.at_s.total_cmp(&b.at_s));
    out
}

fn run(cooling: CoolingMethod, ride_s: Option<f64>, back_s: f64, warm_s: f64) -> TransientRun {
    let lost = if ride_s.is_some() { 9.3 } else { 0.0 };
    TransientRun {
        ride_through_s: ride_s,
        time_to_throttle_s: ride_s,
        time_to_shutdown_s: ride_s.filter(|s| *s < 10.0).map(|s| s + 12.0),
        time_to_dry_s: None,
        recovered_s: ride_s.map(|s| s + 30.0),
        uncertainty: None,
        cooling_back_s: Some(back_s),
        margin_s: ride_s.map(|s| s - back_s),
        reasons: std::collections::BTreeMap::new(),
        steps: 100,
        work_lost_s: lost,
        servers: ServerCount { total: 18.0, shut_down: if lost > 0.0 { 1.0 } else { 0.0 } },
        hottest_chip: course("B200 GPU in the last tray", 72.0, 98.3),
        limiting_chip: course("B200 GPU in the top tray", 71.0, 97.3),
        server_inlet: cooling.is_air_cooled().then(|| course("air at the server inlets", 25.8, 31.2)),
        supply: if cooling.is_air_cooled() {
            course("air at the server inlets", 25.8, 31.2)
        } else {
            course("liquid at the racks", 45.0, 47.5)
        },
        rack_power: PowerCourse { start_w: 132e3, highest_w: 133e3, lowest_w: 92.4e3, end_w: 132e3 },
        energy: EnergyBalance {
            in_j: 78.2e6,
            out_j: 77.9e6,
            stored_j: 0.3e6,
            most_stored_j: 4.1e6,
            balance_relative_error: 2.1e-9,
        },
        capacities: [("metal of trays", 260e3), ("liquid of loop and unit", 210e3), ("cold plates", 36e3)]
            .map(|(what, j_k)| GroupHeatCapacity { what: what.to_owned(), j_k })
            .to_vec(),
        timeline: timeline(ride_s, back_s),
        swing: None,
        needs: None,
        limits: [("throttles", 90.0), ("shuts down", 95.0)]
            .map(|(what, limit_c)| LimitLine { what: what.to_owned(), limit_c })
            .to_vec(),
        trace: trace(back_s, warm_s, cooling.is_air_cooled()),
    }
}

/// So many racks, each cooled in another way.
pub(crate) fn report(count: usize) -> TransientReport {
    let architectures = WAYS.iter().cycle().take(count).map(|(cooling, ride_s, back_s, warm_s)| TransientResult {
        name: cooling.to_string(),
        cooling: *cooling,
        system: "hgx-b200".to_owned(),
        system_name: "HGX B200".to_owned(),
        plant_before: None,
        can_fail: vec![EventKind::PumpTrip, EventKind::UtilityBlip, EventKind::LoadStep],
        reason: None,
        run: Some(run(*cooling, *ride_s, *back_s, *warm_s)),
    });
    TransientReport {
        title: "Racks near Dulles".to_owned(),
        location: "Ashburn".to_owned(),
        duration_s: 600.0,
        first_event_s: 10.0,
        events: vec![EventRow {
            kind: EventKind::PumpTrip,
            at_s: 10.0,
            lasts_s: Some(30.0),
            share: Some(0.5),
            level: None,
            period_s: None,
        }],
        wanted_ride_through_s: None,
        samples: None,
        architectures: architectures.collect(),
        assumptions: Vec::new(),
        sources: Vec::new(),
        warnings: [Warning::new(WarningCode::Estimates, "cold-plate: heat capacities are estimates")]
            .into_iter()
            .collect(),
    }
}

/// The same with a wanted ride-through, draws and a rack without figures.
pub(crate) fn full(count: usize) -> TransientReport {
    let mut out = report(count);
    (out.wanted_ride_through_s, out.samples) = (Some(300.0), Some(200));
    for (i, run) in out.architectures.iter_mut().filter_map(|a| a.run.as_mut()).enumerate() {
        let ride = run.ride_through_s;
        run.uncertainty = Some(RideThroughInterval {
            fails_probability: if ride.is_some() { 0.97 } else { 0.02 },
            p05_s: ride.map(|s| 0.6 * s),
            median_s: ride,
            p95_s: ride.filter(|s| *s < 100.0).map(|s| 1.5 * s),
            inputs: [
                ("thermal-mass-usual:plate_j_k_w", "Cold plate, for each watt of the chip's rating", 0.81),
                ("failure-rules-usual:natural_liquid", "Share of the flow that goes on by natural circulation", -0.3),
            ]
            .map(|(input, label, rank_correlation)| InputRank {
                input: input.to_owned(),
                label: label.to_owned(),
                rank_correlation,
            })
            .to_vec(),
        });
        run.needs = Some(RideThroughMeasures {
            wanted_s: 300.0,
            reached: ride.is_none(),
            buffer_m3: (i == 1).then_some(14.2),
            buffer_m3_rack: (i == 1).then_some(0.89),
            pump_share: ride.filter(|_| i > 0).map(|_| 0.35),
            why_not: if i == 0 { vec!["air passes the rack, and no water".to_owned()] } else { Vec::new() },
        });
        run.swing = (i == 1).then_some(LoadSwing {
            period_s: 2.0,
            chip_k: 6.2,
            chip_steady_k: 24.0,
            power_w: 61e3,
            rejected_w: 4.4e3,
            smoothed: 0.928,
        });
    }
    if let Some(last) = out.architectures.last_mut().filter(|_| count > 2) {
        last.reason = Some("not affected: it has no coolant pump".to_owned());
        last.run = None;
    }
    out
}
