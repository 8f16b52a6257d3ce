//! From a run to what the reader sees of it.

use std::collections::BTreeMap;

use crate::scenario::transient::{EventKind, TransientSettings};
use crate::transient::{BoundaryConditions, TransientLimitKind, TransientRunResult, TransientSample};
use crate::units::Duration;

use super::prepared::PreparedTransient;
use super::reasons;
use super::result::{
    EnergyBalance, GroupHeatCapacity, LimitLine, LoadSwing, PowerCourse, TemperatureCourse, TimelineEvent,
    TimelineKind, TransientRun, TransientTrace,
};

/// Limits that slow chips down.
pub(crate) const THROTTLING_LIMITS: [TransientLimitKind; 2] =
    [TransientLimitKind::Throttle, TransientLimitKind::Memory];
/// Limits that end a ride-through: these, those that end the work, and parts that no fluid covers.
pub(crate) const RIDE_THROUGH_LIMITS: [TransientLimitKind; 4] =
    [TransientLimitKind::Throttle, TransientLimitKind::Memory, TransientLimitKind::Shutdown, TransientLimitKind::Dry];

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
    let hottest = critical_chip(outcome);
    let chip = |s: &TransientSample| s.junctions_c.get(hottest).copied().unwrap_or(f64::NAN);
    let (peak_c, peak_s) = outcome.peaks.get(hottest).copied().unwrap_or((f64::NAN, 0.0));
    let end = outcome.samples.last().unwrap_or(&outcome.start);
    let supply = outcome
        .samples
        .iter()
        .fold((outcome.start.supply_c, 0.0), |best, s| if s.supply_c > best.0 { (s.supply_c, s.at_s) } else { best });
    let power = |pick: fn(f64, f64) -> f64| outcome.samples.iter().map(|s| s.rack_w).fold(outcome.start.rack_w, pick);
    let name = outcome.chips.get(hottest).map_or_else(String::new, |c| c.name.clone());
    let limits = outcome.chips.get(hottest).map_or_else(Vec::new, |c| {
        vec![
            LimitLine { what: "slows down".to_owned(), limit_c: c.limit_c },
            LimitLine { what: "switches off".to_owned(), limit_c: c.shutdown_c },
        ]
    });
    let mut run = TransientRun {
        ride_through_s,
        time_to_throttle_s: outcome.first_crossing_s(&THROTTLING_LIMITS).map(after),
        time_to_shutdown_s: outcome.first_crossing_s(&[TransientLimitKind::Shutdown]).map(after),
        time_to_dry_s: outcome.first_crossing_s(&[TransientLimitKind::Dry]).map(after),
        recovered_s: recovery_time_s(outcome).map(after),
        uncertainty: None,
        cooling_back_s,
        margin_s: ride_through_s.zip(cooling_back_s).map(|(ride, back)| ride - back),
        reasons: BTreeMap::new(),
        steps: outcome.steps,
        work_lost_s: outcome.lost_s,
        hottest_chip: TemperatureCourse {
            what: name,
            start_c: chip(&outcome.start),
            highest_c: peak_c,
            highest_at_s: peak_s,
            end_c: chip(end),
        },
        supply: TemperatureCourse {
            what: "coolant supplied".to_owned(),
            start_c: outcome.start.supply_c,
            highest_c: supply.0,
            highest_at_s: supply.1,
            end_c: end.supply_c,
        },
        rack_power: PowerCourse {
            start_w: outcome.start.rack_w,
            highest_w: power(f64::max),
            lowest_w: power(f64::min),
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
        swing: load_swing(ready, around, outcome, hottest),
        needs: None,
        limits,
        trace: build_trace(outcome, hottest),
    };
    run.reasons = reasons::missing_time_reasons(&run, ready.duration_s, outcome.recovery_time_s.is_some());
    run
}

/// The chips that come nearest to their limit over the run.
fn critical_chip(outcome: &TransientRunResult) -> usize {
    let margins = outcome.chips.iter().zip(&outcome.peaks).map(|(c, p)| c.limit_c - p.0).enumerate();
    margins.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |m| m.0)
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
    last.filter(|_| open.is_empty())
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
    let mut seen: Vec<(TransientLimitKind, &str, bool)> = Vec::new();
    for c in &outcome.crossings {
        // A chip that its own control holds at its limit passes it to and fro: the first time each way tells enough.
        let this = (c.kind, c.what.as_str(), c.passed);
        let off = c.kind == TransientLimitKind::Shutdown && !c.passed;
        if seen.contains(&this) || off {
            continue;
        }
        seen.push(this);
        let verb = match (c.kind, c.passed) {
            (TransientLimitKind::Throttle | TransientLimitKind::Memory, true) => "slows down",
            (TransientLimitKind::Shutdown, true) => "switches off",
            (TransientLimitKind::Throttle | TransientLimitKind::Memory, false) => "is back below its limit",
            (TransientLimitKind::Boiling, true) => "boils",
            (TransientLimitKind::Condensation, true) => "falls below the dew point",
            (TransientLimitKind::Vent, true) => "vents its vapour",
            (TransientLimitKind::Dry, true) => "has lost so much that parts stand dry",
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
    let event = ready.events.iter().find(|e| e.kind == EventKind::LoadStep && e.period.is_some())?;
    let period_s = event.period.map(Duration::seconds)?;
    let end_s = event.lasts.map_or(ready.duration_s, |d| (event.at.seconds() + d.seconds()).min(ready.duration_s));
    let last: Vec<&TransientSample> =
        outcome.samples.iter().filter(|s| (end_s - period_s..=end_s).contains(&s.at_s)).collect();
    let span = |value: &dyn Fn(&TransientSample) -> f64| {
        let ends =
            last.iter().map(|s| value(s)).fold((f64::INFINITY, f64::NEG_INFINITY), |e, v| (e.0.min(v), e.1.max(v)));
        (ends.1 - ends.0).max(0.0)
    };
    if last.len() < 3 {
        return None;
    }
    let steady_c = |load: f64| {
        let given = TransientSettings { load: Some(load), ..ready.given.clone() };
        let still = PreparedTransient { given, events: Vec::new(), duration_s: STEADY_RUN_S, ..*ready };
        still.simulate(around, None).ok().and_then(|out| out.start.junctions_c.get(chip).copied())
    };
    let ends = (steady_c(ready.given.load.unwrap_or(1.0)), steady_c(event.level.unwrap_or(0.0)));
    let (power_w, rejected_w) = (span(&|s| s.rack_w), span(&|s| s.out_w));
    Some(LoadSwing {
        period_s,
        chip_k: span(&|s| s.junctions_c.get(chip).copied().unwrap_or(0.0)),
        chip_steady_k: ends.0.zip(ends.1).map_or(0.0, |(a, b)| (a - b).abs()),
        power_w,
        rejected_w,
        smoothed: if power_w > 0.0 { (1.0 - rejected_w / power_w).clamp(0.0, 1.0) } else { 0.0 },
    })
}

fn build_trace(outcome: &TransientRunResult, chip: usize) -> TransientTrace {
    let facility = outcome.start.facility_c.is_some();
    let mut columns: Vec<String> =
        ["time_s", "hottest_chip_c", "cooler_c", "supply_c", "return_c", "room_c"].map(str::to_owned).to_vec();
    if facility {
        columns.push("facility_c".to_owned());
    }
    columns.extend(["flow_share", "rack_power_w", "rejected_w", "work_share", "stored_j"].map(str::to_owned));
    let many = outcome.chips.len() > 1;
    if many {
        columns.extend(
            outcome.chips.iter().enumerate().map(|(i, c)| format!("junction_{}_{}_c", i + 1, column_slug(&c.name))),
        );
    }
    let row = |s: &TransientSample| {
        let at = |v: &[f64]| v.get(chip).copied().unwrap_or(f64::NAN);
        let mut out = vec![s.at_s, at(&s.junctions_c), at(&s.cases_c), s.supply_c, s.return_c, s.room_c];
        out.extend(s.facility_c);
        out.extend([s.flow_share, s.rack_w, s.out_w, s.work, s.stored_j]);
        if many {
            out.extend(&s.junctions_c);
        }
        out
    };
    TransientTrace { columns, rows: outcome.samples.iter().map(row).collect() }
}

/// A name as a heading: lower case, one underscore for whatever is no letter or figure.
fn column_slug(name: &str) -> String {
    let plain = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' });
    let joined: String = plain.collect();
    joined.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}
