//! Why a figure of a run does not exist.

use std::collections::BTreeMap;

use super::result::{TimelineKind, TransientRun};

/// The reason of every time that a run has not, by its key; `machines_stop` tells whether any machine stops in it.
pub(crate) fn missing_time_reasons(
    run: &TransientRun,
    duration_s: f64,
    machines_stop: bool,
) -> BTreeMap<&'static str, String> {
    let within = format!("within the {duration_s:.0} s of the run");
    let back =
        if machines_stop { format!("not all that failed cools again {within}") } else { "no machine fails".to_owned() };
    let none = [
        ("ride_through_s", run.ride_through_s, format!("no chip throttles or shuts down {within}")),
        ("time_to_throttle_s", run.time_to_throttle_s, format!("no chip throttles {within}")),
        ("time_to_shutdown_s", run.time_to_shutdown_s, format!("no chip shuts down {within}")),
        ("recovered_s", run.recovered_s, recovery_reason(run, &within)),
        ("cooling_back_s", run.cooling_back_s, back.clone()),
        (
            "margin_s",
            run.margin_s,
            if run.ride_through_s.is_none() { "there is no `ride_through_s`".into() } else { back },
        ),
    ];
    none.into_iter().filter(|(_, value, _)| value.is_none()).map(|(key, _, why)| (key, why)).collect()
}

fn recovery_reason(run: &TransientRun, within: &str) -> String {
    if run.servers.shut_down > 0.0 {
        return "servers that shut down stay off".to_owned();
    }
    let passed = run.timeline.iter().any(|h| h.kind == TimelineKind::Limit);
    if passed { format!("not every limit is kept again {within}") } else { "no limit is passed".to_owned() }
}
