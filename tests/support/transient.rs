//! Runs of racks in seconds, as a scenario asks for them.

use rackjoule::catalog::Catalog;
use rackjoule::scenario::transient::{EventKind, ScheduledEvent};
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::transient::result::TransientReport;
use rackjoule::study::transient::{self, TransientOptions};
use rackjoule::transient::DEFAULT_ACCURACY;
use rackjoule::units::Duration;

/// An event of a kind, to the end of the run and of all machines.
pub fn event(kind: EventKind, at_s: f64) -> ScheduledEvent {
    ScheduledEvent { kind, at: Duration::new(at_s), lasts: None, share: None, level: None, period: None }
}

/// Events of one architecture, or of every one where none is named.
pub fn question(architecture: Option<&str>, events: Vec<ScheduledEvent>, duration_s: f64) -> TransientOptions<'_> {
    TransientOptions {
        architecture,
        compare: architecture.is_none(),
        events: Some(events),
        duration: Some(Duration::new(duration_s)),
        step: Duration::new(1.0),
        ride_through: None,
        samples: None,
        seed: 1,
        accuracy: DEFAULT_ACCURACY,
    }
}

/// The built-in scenario with some keys set.
pub fn report(sets: &[&str], ask: &TransientOptions<'_>) -> TransientReport {
    let catalog = Catalog::load(None).unwrap();
    let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &sets, &catalog).unwrap();
    transient::run(&scenario, &catalog, ask).unwrap_or_else(|e| panic!("{e:?}"))
}

/// A small generator of numbers in 0..1: the sequences must be the same in every run.
pub fn numbers(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    }
}
