//! From a run to what the reader sees of it.

use std::collections::BTreeMap;

use crate::rack::model::LiquidCooling;
use crate::scenario::transient::TransientSettings;
use crate::transient::{
    BoundaryConditions, LimitCrossing, TransientLimitKind, TransientRunResult, TransientSample, ValueRange,
};
use crate::units::Duration;

use super::prepared::PreparedTransient;
use super::reasons;
use super::result::{
    EnergyBalance, GroupHeatCapacity, LimitLine, LoadSwing, PowerCourse, ServerCount, TemperatureCourse, TimelineEvent,
    TimelineKind, TransientRun, TransientTrace,
};

/// Limits that slow chips down.
pub(crate) const THROTTLING_LIMITS: [TransientLimitKind; 2] =
    [TransientLimitKind::Throttle, TransientLimitKind::Memory];
/// Limits that end a ride-through: these, those that end the work, and parts that no fluid covers.
pub(crate) const RIDE_THROUGH_LIMITS: [TransientLimitKind; 4] =
    [TransientLimitKind::Throttle, TransientLimitKind::Memory, TransientLimitKind::Shutdown, TransientLimitKind::Dry];

/// Name of the air that enters the servers.
const SERVER_INLET: &str = "air at the server inlets";

/// The figures of a run.
pub(crate) fn summarize_run(
    ready: &PreparedTransient<'_>,
    around: &BoundaryConditions<'_>,
    outcome: &TransientRunResult,
) -> TransientRun {
    let first_s = ready.first_event_s();
    let after = |at_s: f64| at_s - first_s;
    let ride_through_s = outcome.first_crossing_s(&RIDE_THROUGH_LIMITS).map(after);
    let cooling_back_s = outcome.recovery_time_s.filter(|t| *t <= ready.duration_s).map(after);
    let limiting = limiting_chip(outcome);
    let extremes = &outcome.extremes;
    let (start, end) = (&outcome.start, &outcome.end);
    let name_of = |chips: usize| outcome.chips.get(chips).map_or_else(String::new, |c| c.name.clone());
    let chip = |s: &TransientSample| s.junctions_c.get(limiting).copied().unwrap_or(f64::NAN);
    let limiting_range = extremes.junctions_c.get(limiting).copied();
    let limiting_range = limiting_range.unwrap_or_else(|| ValueRange::new(f64::NAN, 0.0));
    let course = |what: String, range: &ValueRange, start_c: f64, end_c: f64| TemperatureCourse {
        what,
        start_c,
        highest_c: range.high,
        highest_at_s: range.high_at_s,
        end_c,
    };
    let in_air = matches!(around.setup.rack.liquid_cooling, LiquidCooling::None | LiquidCooling::Door(_));
    let supplied = if in_air { SERVER_INLET } else { "coolant supplied" };
    let inlet = |range: &ValueRange| Some(course(SERVER_INLET.to_owned(), range, start.inlet_c?, end.inlet_c?));
    let limits = outcome.chips.get(limiting).map_or_else(Vec::new, |c| {
        vec![
            LimitLine { what: "throttles".to_owned(), limit_c: c.limit_c },
            LimitLine { what: "shuts down".to_owned(), limit_c: c.shutdown_c },
        ]
    });
    let mut run = TransientRun {
        ride_through_s,
        time_to_throttle_s: outcome.first_crossing_s(&THROTTLING_LIMITS).map(after),
        time_to_shutdown_s: first_shutdown_s(outcome).map(after),
        time_to_dry_s: outcome.first_crossing_s(&[TransientLimitKind::Dry]).map(after),
        recovered_s: recovery_time_s(outcome).map(after),
        uncertainty: None,
        cooling_back_s,
        margin_s: ride_through_s.zip(cooling_back_s).map(|(ride, back)| ride - back),
        reasons: BTreeMap::new(),
        steps: outcome.steps,
        work_lost_s: outcome.lost_s,
        servers: ServerCount {
            total: outcome.servers,
            shut_down: outcome.shutdowns.iter().fold(0.0, |sum, s| sum + s.count),
        },
        hottest_chip: course(
            name_of(extremes.hottest_chips),
            &extremes.hottest_c,
            start.hottest_junction().1,
            end.hottest_junction().1,
        ),
        limiting_chip: course(name_of(limiting), &limiting_range, chip(start), chip(end)),
        supply: course(supplied.to_owned(), &extremes.supply_c, start.supply_c, end.supply_c),
        server_inlet: extremes.inlet_c.as_ref().and_then(inlet),
        rack_power: PowerCourse {
            start_w: start.rack_w,
            highest_w: extremes.rack_w.high,
            lowest_w: extremes.rack_w.low,
            end_w: end.rack_w,
        },
        energy: EnergyBalance {
            in_j: outcome.in_j,
            out_j: outcome.out_j,
            stored_j: outcome.stored_j,
            most_stored_j: outcome.max_stored_j,
            balance_relative_error: outcome.balance_error(),
        },
        capacities: outcome
            .capacities
            .iter()
            .map(|(what, j_k)| GroupHeatCapacity { what: (*what).to_owned(), j_k: *j_k })
            .collect(),
        timeline: event_timeline(ready, outcome),
        swing: load_swing(ready, around, outcome, limiting),
        needs: None,
        limits,
        trace: build_trace(outcome, limiting),
    };
    run.reasons = reasons::missing_time_reasons(&run, ready.duration_s, outcome.machines_stop);
    run
}

/// The chips that slow down first; where none do, those that come nearest to their limit over the run.
fn limiting_chip(outcome: &TransientRunResult) -> usize {
    let first =
        outcome.crossings.iter().find(|c| c.passed && RIDE_THROUGH_LIMITS.contains(&c.kind) && c.chips.is_some());
    let ranges = &outcome.extremes.junctions_c;
    let margins = outcome.chips.iter().zip(ranges).map(|(c, range)| c.limit_c - range.high).enumerate();
    let nearest = margins.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |m| m.0);
    first.and_then(|c| c.chips).unwrap_or(nearest)
}

/// When the first part switches off. A server may go at the very limit, before its temperature is seen to pass it.
fn first_shutdown_s(outcome: &TransientRunResult) -> Option<f64> {
    let crossing = outcome.first_crossing_s(&[TransientLimitKind::Shutdown]);
    crossing.into_iter().chain(outcome.shutdowns.iter().map(|s| s.at_s)).min_by(f64::total_cmp)
}

/// When the last limit that was passed is kept again, if all are.
fn recovery_time_s(outcome: &TransientRunResult) -> Option<f64> {
    let mut open: Vec<(TransientLimitKind, &str)> = Vec::new();
    let mut last = None;
    for c in &outcome.crossings {
        let this = (c.kind, c.what.as_str());
        if c.passed {
            open.push(this);
        } else if let Some(at) = open.iter().position(|o| *o == this) {
            open.remove(at);
            last = Some(c.at_s);
        }
    }
    last.filter(|_| open.is_empty() && outcome.shutdowns.is_empty())
}

fn event_timeline(ready: &PreparedTransient<'_>, outcome: &TransientRunResult) -> Vec<TimelineEvent> {
    let first_s = ready.first_event_s();
    let happen = |at_s: f64, kind, what: String| TimelineEvent {
        at_s,
        after_event_s: at_s - first_s,
        kind,
        what,
        limit: None,
        unit: None,
    };
    let mut out: Vec<TimelineEvent> =
        ready.events.iter().map(|e| happen(e.at.seconds(), TimelineKind::Event, e.kind.name().to_owned())).collect();
    out.extend(outcome.machine_events.iter().map(|t| happen(t.at_s, TimelineKind::Machine, t.what.clone())));
    out.extend(outcome.shutdowns.iter().map(|s| {
        let what = format!("{:.0} of {:.0} {}s shut down", s.count, s.of, s.what);
        happen(s.at_s, TimelineKind::Limit, what)
    }));
    for (i, c) in outcome.crossings.iter().enumerate() {
        // A chip that its own control holds at its limit passes it to and fro: the first time above and the last time
        // below tell enough, and below only where it stays there.
        let same = |other: &LimitCrossing| other.kind == c.kind && other.what == c.what;
        let told = if c.passed {
            outcome.crossings.iter().position(same) != Some(i)
        } else {
            outcome.crossings.iter().rposition(same) != Some(i)
        };
        let off = c.kind == TransientLimitKind::Shutdown && !c.passed;
        if told || off {
            continue;
        }
        let verb = match (c.kind, c.passed) {
            (TransientLimitKind::Throttle | TransientLimitKind::Memory, true) => "throttles",
            (TransientLimitKind::Shutdown, true) => "shuts down",
            (TransientLimitKind::Throttle | TransientLimitKind::Memory, false) => "is back below its limit",
            (TransientLimitKind::Boiling, true) => "boils",
            (TransientLimitKind::Condensation, true) => "falls below the dew point",
            (TransientLimitKind::Vent, true) => "vents its vapour",
            (TransientLimitKind::Dry, true) => "has boiled off so much that parts are uncovered",
            (_, true) => "is above its limit",
            (_, false) => "is back within its limit",
        };
        let vapour = c.kind == TransientLimitKind::Dry;
        out.push(TimelineEvent {
            limit: (!vapour).then_some(c.limit),
            unit: (!vapour).then_some("degC"),
            ..happen(
                c.at_s,
                if c.passed { TimelineKind::Limit } else { TimelineKind::Back },
                format!("{} {verb}", c.what),
            )
        });
    }
    out.sort_by(|a, b| a.at_s.total_cmp(&b.at_s));
    out
}

/// Length of a run in which nothing happens, s: only its start is wanted.
const STEADY_RUN_S: f64 = 1e-3;

/// The last whole period of a swing.
fn load_swing(
    ready: &PreparedTransient<'_>,
    around: &BoundaryConditions<'_>,
    outcome: &TransientRunResult,
    chip: usize,
) -> Option<LoadSwing> {
    let (event, _) = ready.last_swing_period()?;
    let period_s = event.period.map(Duration::seconds)?;
    let range = outcome.window.as_ref()?;
    let steady_c = |load: f64| {
        let given = TransientSettings { load: Some(load), ..ready.given.clone() };
        let still = PreparedTransient { given, events: Vec::new(), duration_s: STEADY_RUN_S, ..*ready };
        still.simulate(around, None).ok().and_then(|out| out.start.junctions_c.get(chip).copied())
    };
    let ends = (steady_c(ready.given.load.unwrap_or(1.0)), steady_c(event.level.unwrap_or(0.0)));
    let (power_w, rejected_w) = (range.rack_w.span(), range.out_w.span());
    Some(LoadSwing {
        period_s,
        chip_k: range.junctions_c.get(chip).map_or(0.0, ValueRange::span),
        chip_steady_k: ends.0.zip(ends.1).map_or(0.0, |(a, b)| (a - b).abs()),
        power_w,
        rejected_w,
        smoothed: if power_w > 0.0 { (1.0 - rejected_w / power_w).clamp(0.0, 1.0) } else { 0.0 },
    })
}

fn build_trace(outcome: &TransientRunResult, chip: usize) -> TransientTrace {
    let start = &outcome.start;
    let mut columns: Vec<String> =
        ["time_s", "hottest_chip_c", "limiting_chip_c", "cooler_c", "supply_c", "return_c", "room_c"]
            .map(str::to_owned)
            .to_vec();
    columns.extend(start.inlet_c.map(|_| "server_inlet_c".to_owned()));
    columns.extend(start.facility_c.map(|_| "facility_c".to_owned()));
    let powers = ["rack_power_w", "rack_power_low_w", "rack_power_high_w", "rejected_w"];
    columns.extend(["flow_share"].into_iter().chain(powers).chain(["work_share", "stored_j"]).map(str::to_owned));
    let many = outcome.chips.len() > 1;
    if many {
        columns.extend(
            outcome.chips.iter().enumerate().map(|(i, c)| format!("junction_{}_{}_c", i + 1, column_slug(&c.name))),
        );
    }
    let row = |s: &TransientSample| {
        let at = |v: &[f64]| v.get(chip).copied().unwrap_or(f64::NAN);
        let hottest_c = s.hottest_junction().1;
        let mut out = vec![s.at_s, hottest_c, at(&s.junctions_c), at(&s.cases_c), s.supply_c, s.return_c, s.room_c];
        out.extend(s.inlet_c);
        out.extend(s.facility_c);
        out.extend([s.flow_share, s.rack_w, s.rack_low_w, s.rack_high_w, s.out_w, s.work, s.stored_j]);
        if many {
            out.extend(&s.junctions_c);
        }
        out
    };
    TransientTrace {
        columns,
        rows: outcome.samples.iter().map(row).collect(),
        course: outcome.course.iter().map(row).collect(),
    }
}

/// A name as a heading: lower case, one underscore for whatever is no letter or figure.
fn column_slug(name: &str) -> String {
    let plain = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' });
    let joined: String = plain.collect();
    joined.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}
