//! What a wanted ride-through takes: a buffer tank, or pumps that go on. One measure alone, found by halving.

use crate::scenario::transient::{Buffer, Event, EventKind, OnUps, TankKind, Transient};
use crate::transient::{Outcome, Surroundings};
use crate::units::{Duration, Volume};

use super::answer::ANY;
use super::result::Needs;
use super::study::Ready;

/// Largest tank that is looked at, for one rack, m³.
const MOST_M3: f64 = 50.0;
/// Halvings: the answer is known to 0.1 % of the range.
const HALVINGS: usize = 10;

/// Whether a rack rides through for as long as wanted, with other events, surroundings and supply.
fn rides(ready: &Ready<'_>, around: &Surroundings<'_>, given: Transient, events: Vec<Event>, wanted_s: f64) -> bool {
    let until_s = ready.first_s() + wanted_s;
    let own = Ready { given, events, duration_s: until_s, ..*ready };
    own.simulate(around, None).is_ok_and(|out| out.first(&ANY).is_none_or(|t| t >= until_s))
}

/// The smallest value between two that `holds`, which the larger does and the smaller doesn't.
fn least(mut low: f64, mut high: f64, holds: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if holds(middle) { high = middle } else { low = middle }
    }
    high
}

/// What it takes.
pub(super) fn find(ready: &Ready<'_>, around: &Surroundings<'_>, outcome: &Outcome, wanted_s: f64) -> Needs {
    let until_s = ready.first_s() + wanted_s;
    let as_is = outcome.first(&ANY);
    let reached = as_is.map_or(ready.duration_s >= until_s, |t| t >= until_s)
        || rides(ready, around, ready.given.clone(), ready.events.clone(), wanted_s);
    let mut needs =
        Needs { wanted_s, reached, buffer_m3: None, buffer_m3_rack: None, pump_share: None, why_not: Vec::new() };
    if reached {
        return needs;
    }
    let kind = ready.given.buffer.map_or(TankKind::Mixed, |b| b.kind);
    let with = |m3_rack: f64| {
        let volume = Volume::new(m3_rack * ready.racks);
        let around = Surroundings { buffer: Some(Buffer { volume, kind }), ..around.clone() };
        rides(ready, &around, ready.given.clone(), ready.events.clone(), wanted_s)
    };
    if around.water.is_none() {
        needs.why_not.push("a buffer tank: there is no facility water that it could stand in".to_owned());
    } else if with(MOST_M3) {
        let rack = least(0.0, MOST_M3, with);
        needs.buffer_m3_rack = Some(rack);
        needs.buffer_m3 = Some(rack * ready.racks);
    } else {
        needs.why_not.push(format!("a buffer tank: even {MOST_M3:.0} m3 for each rack are not enough"));
    }
    let pumps = transient_pumps(ready);
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
        let ups = OnUps { pumps: true, ..ready.given.ups.unwrap_or_default() };
        let given = Transient { ups: Some(ups), ..ready.given.clone() };
        let events = ready.events.iter().flat_map(|e| with_share(*e, 1.0 - share, generators)).collect();
        rides(ready, around, given, events, wanted_s)
    };
    if going(1.0) {
        needs.pump_share = Some(if going(0.0) { 0.0 } else { least(0.0, 1.0, going) });
    } else {
        needs.why_not.push("pumps that go on: even all of them are not enough".to_owned());
    }
    needs
}

/// Whether an event stops pumps of the rack's loop.
fn transient_pumps(ready: &Ready<'_>) -> bool {
    let on_ups = ready.given.ups.is_none_or(|u| u.pumps);
    matches!(ready.setup.rack.wet, crate::rack::model::Wet::Loop(_))
        && ready.events.iter().any(|e| match e.kind {
            EventKind::PumpTrip | EventKind::CduLoss => true,
            EventKind::UtilityBlip => !on_ups,
            _ => false,
        })
}

/// An event of which only a share of the pumps suffers; the others are on the supply.
fn with_share(event: Event, failing: f64, generators: Option<Duration>) -> Vec<Event> {
    match event.kind {
        EventKind::PumpTrip => vec![Event { share: Some(failing), ..event }],
        EventKind::UtilityBlip => {
            vec![
                event,
                Event { kind: EventKind::PumpTrip, share: Some(failing), lasts: event.lasts.or(generators), ..event },
            ]
        }
        _ => vec![event],
    }
}
