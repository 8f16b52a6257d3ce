//! Limits of latency: the time to the first token and the time for each further one.

use super::step::ServingGroup;

/// Quantile that a limit is for: 99 % of requests keep it, as in MLPerf.
const LATE_REQUEST_SHARE: f64 = 0.01;

/// Requests a second that a batch in steady state takes: in n steps each of its sequences ends and makes room for another.
pub fn requests_per_second(group: &ServingGroup<'_>, batch: f64, step_s: f64) -> f64 {
    batch / group.load.beams / group.load.output_tokens / step_s
}

/// Time to the first token that 99 % of requests keep, s; infinite where prompts come faster than they are worked off.
///
/// Prompts queue for one server that takes `prompt_s` for each (Poisson arrivals, spread of service as of prompts'
/// lengths v): mean wait ρ s (1 + v²)/(2 (1 − ρ)) by Pollaczek and Khinchine; its tail is taken as exponential beyond the
/// share 1 − ρ that doesn't wait (Kingman), so that the wait exceeded by 1 % is s (1 + v²)/(2 (1 − ρ)) · ln(100 ρ). To it
/// come the prompt's own time and one step, in which it gives the token. L. Kleinrock, *Queueing Systems*, vol. 1, Wiley
/// 1975, section 5.6.
pub fn first_token_time_s(group: &ServingGroup<'_>, requests_s: f64, step_s: f64) -> f64 {
    let service_s = group.prompt_service_time_s();
    let busy = requests_s * service_s;
    if busy >= 1.0 {
        return f64::INFINITY;
    }
    let spread = 1.0 + group.load.input_variation.powi(2);
    let tail = (busy / LATE_REQUEST_SHARE).ln().max(0.0);
    service_s + service_s * spread / (2.0 * (1.0 - busy)) * tail + step_s
}

/// Whether a batch in steady state keeps the load's limits when requests come at this share of the rate that it takes.
pub fn meets_latency_limits(group: &ServingGroup<'_>, batch: f64, share: f64) -> bool {
    let load = group.load;
    if load.first_token_s.is_none() && load.next_token_s.is_none() {
        return true;
    }
    let step_s = group.steady_step_times(batch).total_time_s();
    let rate = share * requests_per_second(group, batch, step_s);
    load.next_token_s.is_none_or(|limit| step_s <= limit * group.coefficients.latency_share)
        && load.first_token_s.is_none_or(|limit| first_token_time_s(group, rate, step_s) <= limit)
}
