//! A run in seconds put into words.

use crate::study::transient::result::{EventRow, Run, TransientAnswer, TransientReport};

use super::super::format::{number, percent};

/// A time as people read it: seconds below two minutes, minutes below two hours, then hours.
pub fn time(s: f64) -> String {
    match s.abs() {
        t if t < 119.95 => format!("{} s", number(s, 1)),
        t if t < 7197.0 => format!("{} min", number(s / 60.0, 1)),
        _ => format!("{} h", number(s / 3600.0, 1)),
    }
}

/// What failed, as a sentence names it.
fn name(kind: &str) -> &'static str {
    match kind {
        "pump-trip" => "the pump trip",
        "cdu-loss" => "the loss of the coolant units",
        "fan-failure" => "the failure of the fans",
        "crah-loss" => "the loss of the air handlers",
        "chiller-trip" => "the trip of the chillers",
        "utility-blip" => "the loss of utility power",
        _ => "the load step",
    }
}

/// What times count from.
pub fn first(report: &TransientReport) -> &'static str {
    match report.events.as_slice() {
        [only] => name(only.kind),
        _ => "the first event",
    }
}

/// Time that is left of the run after the first event, s.
pub fn left(report: &TransientReport) -> f64 {
    report.duration_s - report.first_event_s
}

/// A time that may not be reached within the run.
pub fn reached(s: Option<f64>, report: &TransientReport) -> String {
    s.map_or_else(|| format!("more than {}", time(left(report))), time)
}

/// Whether anything stops, rather than the load alone changing.
fn stops(report: &TransientReport) -> bool {
    report.events.iter().any(|e| e.kind != "load-step")
}

/// Whether chips slow down before all cools again.
pub fn short(run: &Run) -> bool {
    run.ride_through_s.is_some() && run.margin_s.is_none_or(|margin| margin < 0.0)
}

/// Whether a ride-through ends because parts of a tank stand dry.
pub fn dry(run: &Run) -> bool {
    run.ride_through_s.is_some() && run.ride_through_s == run.time_to_dry_s
}

/// The answer for a rack in a sentence.
pub fn answer(report: &TransientReport, a: &TransientAnswer) -> String {
    let Some(run) = &a.run else {
        return format!("{}: no figures: {}.", a.name, a.reason.as_deref().unwrap_or("no reason given"));
    };
    let event = first(report);
    let chips = match (run.ride_through_s, run.time_to_shutdown_s) {
        (Some(t), _) if dry(run) => {
            format!("parts of the tank stand dry {} after {event}", time(t))
        }
        (None, _) => format!("no chip slows down within the {} after {event}", time(left(report))),
        (Some(t), Some(off)) if off <= t => format!("the first chip switches off {} after {event}", time(t)),
        (Some(t), Some(off)) => {
            format!("the first chip slows down {} after {event} and switches off after {}", time(t), time(off))
        }
        (Some(t), None) => format!("the first chip slows down {} after {event}", time(t)),
    };
    let back = match run.cooling_back_s {
        Some(s) => format!("; cooling is back after {}", time(s)),
        None if stops(report) => "; cooling is not back within the run".to_owned(),
        None => String::new(),
    };
    let margin = match run.margin_s {
        Some(s) if s < 0.0 => format!(": {} short", time(-s)),
        Some(s) => format!(": {} to spare", time(s)),
        None => String::new(),
    };
    format!("{}: {chips}{back}{margin}.", a.name)
}

/// An event as asked.
fn event(e: &EventRow) -> String {
    let more = [
        e.share.map(|share| format!(", {} of the machines", percent(share))),
        e.level.map(|level| format!(", to {} of the busy range", percent(level))),
        e.period_s.map(|period| format!(" and back every {}", time(period))),
        e.lasts_s.map(|lasts| format!(", for {}", time(lasts))),
    ];
    let more: String = more.into_iter().flatten().collect();
    format!("{} at {}{more}", e.kind, time(e.at_s))
}

/// Place, run and events in a line.
pub fn head(report: &TransientReport) -> String {
    let events: Vec<String> = report.events.iter().map(event).collect();
    format!("{}; a run of {}; {}", report.location, time(report.duration_s), events.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_in_the_unit_that_reads() {
        for (s, text) in
            [(0.0, "0.0 s"), (-57.04, "−57.0 s"), (119.94, "119.9 s"), (119.96, "2.0 min"), (600.0, "10.0 min")]
        {
            assert_eq!(time(s), text);
        }
        assert_eq!(time(86_400.0), "24.0 h");
    }
}
