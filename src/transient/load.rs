//! The load of the servers over a run.

use crate::scenario::transient::{EventKind, ScheduledEvent};
use crate::units::Duration;

use super::drive::StepFunction;
use super::periodic::SteadySwing;

/// The load over the run.
pub(super) fn load_profile(first: f64, events: &[ScheduledEvent], duration_s: f64) -> StepFunction {
    let mut changes = Vec::new();
    for event in events.iter().filter(|e| e.kind == EventKind::LoadStep) {
        let (from_s, level) = (event.at.seconds(), event.level.unwrap_or(0.0));
        let until_s = event.lasts.map_or(f64::INFINITY, |d| from_s + d.seconds());
        match event.period.map(Duration::seconds) {
            Some(period_s) => {
                let mut edge = 0_u32;
                loop {
                    let at_s = from_s + 0.5 * period_s * f64::from(edge);
                    if at_s >= until_s.min(duration_s) {
                        break;
                    }
                    changes.push((at_s, if edge.is_multiple_of(2) { level } else { first }));
                    edge += 1;
                }
            }
            None => changes.push((from_s, level)),
        }
        if until_s < duration_s {
            changes.push((until_s, first));
        }
    }
    StepFunction::new(first, changes)
}

/// The only event on the load, if that goes to and fro.
pub(super) fn steady_swing(events: &[ScheduledEvent], duration_s: f64) -> Option<SteadySwing> {
    let mut steps = events.iter().filter(|e| e.kind == EventKind::LoadStep);
    let (Some(event), None) = (steps.next(), steps.next()) else { return None };
    let (from_s, period_s) = (event.at.seconds(), event.period?.seconds());
    let until_s = event.lasts.map_or(duration_s, |d| (from_s + d.seconds()).min(duration_s));
    Some(SteadySwing { from_s, period_s, until_s })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swing_goes_to_and_fro() {
        let at = Duration::new(1.0);
        let step =
            ScheduledEvent { kind: EventKind::LoadStep, at, lasts: None, share: None, level: None, period: None };
        let swing = ScheduledEvent {
            lasts: Some(Duration::new(5.0)),
            level: Some(0.2),
            period: Some(Duration::new(2.0)),
            ..step
        };
        let mut load = load_profile(1.0, &[swing], 600.0);
        let levels: Vec<f64> = [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 60.0]
            .map(|t| {
                load.enter_time(t);
                load.value()
            })
            .to_vec();
        assert_eq!(levels, [1.0, 0.2, 1.0, 0.2, 1.0, 0.2, 1.0, 1.0]);
        let swing = steady_swing(&[swing], 600.0);
        assert_eq!(swing, Some(SteadySwing { from_s: 1.0, period_s: 2.0, until_s: 6.0 }));
        assert_eq!(steady_swing(&[step], 600.0), None);
    }
}
