//! What a wanted ride-through takes: a buffer tank, or pumps that go on. One measure alone, found by halving.

use crate::scenario::transient::{BufferTank, EventKind, ScheduledEvent, TankKind, TransientSettings, UpsLoads};
use crate::transient::{BoundaryConditions, TransientRunResult};
use crate::units::{Duration, Volume};

use super::answer::RIDE_THROUGH_LIMITS;
use super::prepared::PreparedTransient;
use super::result::RideThroughMeasures;

/// Largest tank that is looked at, for one rack, m³.
const MAX_TANK_M3: f64 = 50.0;
/// Halvings: the answer is known to 0.1 % of the range.
const BISECTION_STEPS: usize = 10;

/// Whether a rack rides through for as long as wanted, with other events, surroundings and supply.
fn rides_through(
    ready: &PreparedTransient<'_>,
    around: &BoundaryConditions<'_>,
    given: TransientSettings,
    events: Vec<ScheduledEvent>,
    wanted_s: f64,
) -> bool {
    let until_s = ready.first_event_s() + wanted_s;
    let own = PreparedTransient { given, events, duration_s: until_s, ..*ready };
    own.simulate(around, None).is_ok_and(|out| out.first_crossing_s(&RIDE_THROUGH_LIMITS).is_none_or(|t| t >= until_s))
}

/// The smallest value between two that `holds`, which the larger does and the smaller doesn't.
fn bisect_min(mut low: f64, mut high: f64, holds: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..BISECTION_STEPS {
        let middle = 0.5 * (low + high);
        if holds(middle) { high = middle } else { low = middle }
    }
    high
}

/// What it takes.
pub(crate) fn find_measures(
    ready: &PreparedTransient<'_>,
    around: &BoundaryConditions<'_>,
    outcome: &TransientRunResult,
    wanted_s: f64,
) -> RideThroughMeasures {
    let until_s = ready.first_event_s() + wanted_s;
    let as_is = outcome.first_crossing_s(&RIDE_THROUGH_LIMITS);
    let reached = as_is.map_or(ready.duration_s >= until_s, |t| t >= until_s)
        || rides_through(ready, around, ready.given.clone(), ready.events.clone(), wanted_s);
    let mut needs = RideThroughMeasures {
        wanted_s,
        reached,
        buffer_m3: None,
        buffer_m3_rack: None,
        pump_share: None,
        why_not: Vec::new(),
    };
    if reached {
        return needs;
    }
    let kind = ready.given.buffer.map_or(TankKind::Mixed, |b| b.kind);
    let with = |m3_rack: f64| {
        let volume = Volume::new(m3_rack * ready.racks);
        let around = BoundaryConditions { buffer: Some(BufferTank { volume, kind }), ..around.clone() };
        rides_through(ready, &around, ready.given.clone(), ready.events.clone(), wanted_s)
    };
    if around.water.is_none() {
        needs.why_not.push("a buffer tank: there is no facility water that it could stand in".to_owned());
    } else if with(MAX_TANK_M3) {
        let rack = bisect_min(0.0, MAX_TANK_M3, with);
        needs.buffer_m3_rack = Some(rack);
        needs.buffer_m3 = Some(rack * ready.racks);
    } else {
        needs.why_not.push(format!("a buffer tank: even {MAX_TANK_M3:.0} m³ for each rack are not enough"));
    }
    let pumps = stops_loop_pumps(ready);
    if !pumps {
        needs.why_not.push("pumps that go on: no pump of the rack's loop stops".to_owned());
        return needs;
    }
    // A pump that waits for generators is without power for as long, where the loss itself has no end.
    let generators = match ready.given.generator_start {
        Some(own) => own,
        None => Some(Duration::new(around.rules.generator_start_s)),
    };
    let going = |share: f64| {
        let ups = UpsLoads { pumps: true, ..ready.given.ups.unwrap_or_default() };
        let given = TransientSettings { ups: Some(ups), ..ready.given.clone() };
        let events = ready.events.iter().flat_map(|e| with_pump_failure_share(*e, 1.0 - share, generators)).collect();
        rides_through(ready, around, given, events, wanted_s)
    };
    if going(1.0) {
        needs.pump_share = Some(if going(0.0) { 0.0 } else { bisect_min(0.0, 1.0, going) });
    } else {
        needs.why_not.push("pumps that go on: even all of them are not enough".to_owned());
    }
    needs
}

/// Whether an event stops pumps of the rack's loop.
fn stops_loop_pumps(ready: &PreparedTransient<'_>) -> bool {
    let on_ups = ready.given.ups.is_none_or(|u| u.pumps);
    matches!(ready.setup.rack.liquid_cooling, crate::rack::model::LiquidCooling::Loop(_))
        && ready.events.iter().any(|e| match e.kind {
            EventKind::PumpTrip | EventKind::CduLoss => true,
            EventKind::UtilityBlip => !on_ups,
            _ => false,
        })
}

/// An event of which only a share of the pumps suffers; the others are on the supply.
fn with_pump_failure_share(event: ScheduledEvent, failing: f64, generators: Option<Duration>) -> Vec<ScheduledEvent> {
    match event.kind {
        EventKind::PumpTrip => vec![ScheduledEvent { share: Some(failing), ..event }],
        EventKind::UtilityBlip => {
            vec![
                event,
                ScheduledEvent {
                    kind: EventKind::PumpTrip,
                    share: Some(failing),
                    lasts: event.lasts.or(generators),
                    ..event
                },
            ]
        }
        _ => vec![event],
    }
}
