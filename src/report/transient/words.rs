//! A run in seconds put into words.

use crate::report::document::numbers::{format_number, format_percent};
use crate::scenario::transient::EventKind;
use crate::study::transient::result::{
    EventRow, TimelineEvent, TimelineKind, TransientReport, TransientResult, TransientRun,
};

/// A time as people read it: seconds below two minutes, minutes below two hours, then hours.
pub fn format_time(s: f64) -> String {
    match s.abs() {
        t if t < 119.95 => format!("{} s", format_number(s, 1)),
        t if t < 7197.0 => format!("{} min", format_number(s / 60.0, 1)),
        _ => format!("{} h", format_number(s / 3600.0, 1)),
    }
}

/// What failed, as a sentence names it.
fn event_phrase(kind: EventKind) -> &'static str {
    match kind {
        EventKind::PumpTrip => "the pump trip",
        EventKind::CduLoss => "the loss of the coolant distribution units",
        EventKind::FanFailure => "the failure of the server fans",
        EventKind::CrahLoss => "the loss of the air handlers",
        EventKind::ChillerTrip => "the trip of the chillers",
        EventKind::UtilityBlip => "the loss of utility power",
        EventKind::LoadStep => "the load step",
    }
}

/// What happened, with an event of the scenario in words rather than by its key.
pub(crate) fn timeline_phrase(h: &TimelineEvent) -> &str {
    let kind = EventKind::from_word(&h.what).filter(|_| h.kind == TimelineKind::Event);
    kind.map_or(h.what.as_str(), |kind| event_phrase(kind).trim_start_matches("the "))
}

/// What times count from.
pub fn time_origin_phrase(report: &TransientReport) -> &'static str {
    match report.events.as_slice() {
        [only] => event_phrase(only.kind),
        _ => "the first event",
    }
}

/// Time that is left of the run after the first event, s.
pub fn time_after_first_event(report: &TransientReport) -> f64 {
    report.duration_s - report.first_event_s
}

/// A time that may not be reached within the run.
pub fn format_reached_time(s: Option<f64>, report: &TransientReport) -> String {
    s.map_or_else(|| format!("more than {}", format_time(time_after_first_event(report))), format_time)
}

/// Whether anything stops, rather than the load alone changing.
fn has_equipment_failure(report: &TransientReport) -> bool {
    report.events.iter().any(|e| e.kind != EventKind::LoadStep)
}

/// Whether chips throttle before all cools again.
pub fn ride_through_falls_short(run: &TransientRun) -> bool {
    run.ride_through_s.is_some() && run.margin_s.is_none_or(|margin| margin < 0.0)
}

/// Whether a ride-through ends because the fluid of a tank has boiled off.
pub fn ends_with_dryout(run: &TransientRun) -> bool {
    run.ride_through_s.is_some() && run.ride_through_s == run.time_to_dry_s
}

/// The answer for a rack in a sentence.
pub fn headline_sentence(report: &TransientReport, a: &TransientResult) -> String {
    let Some(run) = &a.run else {
        return format!("{}: {}.", a.name, a.reason.as_deref().unwrap_or("no reason given"));
    };
    let event = time_origin_phrase(report);
    let chips = match (run.ride_through_s, run.time_to_shutdown_s) {
        (Some(t), _) if ends_with_dryout(run) => {
            format!("chips are uncovered {} after {event}: the fluid has boiled off", format_time(t))
        }
        (None, _) => {
            format!("no chip throttles within the {} after {event}", format_time(time_after_first_event(report)))
        }
        (Some(t), Some(off)) if off <= t => format!("the first chip shuts down {} after {event}", format_time(t)),
        (Some(t), Some(off)) => {
            format!(
                "the first chip throttles {} after {event} and shuts down after {}",
                format_time(t),
                format_time(off)
            )
        }
        (Some(t), None) => format!("the first chip throttles {} after {event}", format_time(t)),
    };
    let back = match run.cooling_back_s {
        Some(s) => format!("; cooling returns after {}", format_time(s)),
        None if has_equipment_failure(report) => "; cooling does not return within the run".to_owned(),
        None => String::new(),
    };
    let margin = match run.margin_s {
        Some(s) if s < 0.0 => format!(", {} too late", format_time(-s)),
        Some(s) => format!(", {} earlier, yet too late to prevent it", format_time(s)),
        None => String::new(),
    };
    format!("{}: {chips}{back}{margin}.", a.name)
}

/// An event as asked.
fn describe_event(e: &EventRow) -> String {
    let more = [
        e.share.map(|share| format!(", {} of the machines", format_percent(share))),
        e.level.map(|level| format!(", to {} of the busy range", format_percent(level))),
        e.period_s.map(|period| format!(" and back every {}", format_time(period))),
        e.lasts_s.map(|lasts| format!(", for {}", format_time(lasts))),
    ];
    let more: String = more.into_iter().flatten().collect();
    format!("{} at {}{more}", e.kind, format_time(e.at_s))
}

/// Place, run and events in a line.
pub fn subtitle_line(report: &TransientReport) -> String {
    let events: Vec<String> = report.events.iter().map(describe_event).collect();
    format!("{}; a run of {}; {}", report.location, format_time(report.duration_s), events.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_in_the_unit_that_reads() {
        for (s, text) in
            [(0.0, "0.0 s"), (-57.04, "−57.0 s"), (119.94, "119.9 s"), (119.96, "2.0 min"), (600.0, "10.0 min")]
        {
            assert_eq!(format_time(s), text);
        }
        assert_eq!(format_time(86_400.0), "24.0 h");
    }
}
