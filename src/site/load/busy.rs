//! Nodes that jobs keep busy, as a share of all, exact to the minute.

use super::days::WholeDays;
use super::error::LoadError;
use super::series::{LoadPoint, LoadSeries, LoadUnit, group_points};

/// A job that holds nodes from one time to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct JobSpan {
    /// Seconds of local standard time, or from the beginning of the trace.
    pub start_s: f64,
    /// Seconds; not before the start.
    pub end_s: f64,
    /// Nodes, processors or accelerators.
    pub nodes: f64,
}

/// What a trace says of itself.
pub(super) struct JobTrace<'a> {
    pub file: &'a str,
    pub jobs: Vec<JobSpan>,
    /// Nodes that there are.
    pub capacity: f64,
    /// What is counted, in the plural.
    pub counted: &'static str,
    /// Whether times are those of a calendar.
    pub has_dates: bool,
    pub repeat: bool,
    pub notes: Vec<String>,
}

/// Length of the steps that are kept, minutes.
const STEP_MIN: u32 = 5;

/// Adds a job's node-seconds to the minutes from `begin_s` on. `difference` has node-seconds that hold from a minute on, so
/// that a long job costs no more than a short one.
fn add_job(partial: &mut [f64], difference: &mut [f64], begin_s: f64, job: JobSpan) {
    let minutes = partial.len();
    let last = 60.0 * minutes as f64;
    let (from, to) = ((job.start_s - begin_s).clamp(0.0, last), (job.end_s - begin_s).clamp(0.0, last));
    if to <= from {
        return;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "minutes of the trace, clamped")]
    let place = |seconds: f64| ((seconds / 60.0).floor() as usize).min(minutes);
    let (first, end) = (place(from), place(to));
    if first == end {
        partial[first] += job.nodes * (to - from);
        return;
    }
    partial[first] += job.nodes * (60.0 * (first + 1) as f64 - from);
    if first + 1 < end {
        difference[first + 1] += 60.0 * job.nodes;
        difference[end] -= 60.0 * job.nodes;
    }
    if end < minutes {
        partial[end] += job.nodes * (to - 60.0 * end as f64);
    }
}

/// Node-seconds in each minute from `begin_s` on.
pub(super) fn node_seconds(jobs: &[JobSpan], begin_s: f64, minutes: usize) -> Vec<f64> {
    let (mut partial, mut difference) = (vec![0.0; minutes], vec![0.0; minutes + 1]);
    for job in jobs {
        add_job(&mut partial, &mut difference, begin_s, *job);
    }
    let mut running = 0.0;
    for (sum, change) in partial.iter_mut().zip(&difference) {
        running += change;
        *sum += running;
    }
    partial
}

/// The share of busy nodes over the whole days that a trace covers.
pub(super) fn busy_series(trace: JobTrace<'_>) -> Result<LoadSeries, LoadError> {
    let JobTrace { file, jobs, capacity, counted, has_dates, repeat, notes } = trace;
    let fail = |problem: String, help: &str| LoadError::of_file(file, problem, help);
    let (Some(first), Some(last)) =
        (jobs.iter().map(|j| j.start_s).reduce(f64::min), jobs.iter().map(|j| j.end_s).reduce(f64::max))
    else {
        return Err(fail("no job has a time and nodes".to_owned(), "give a trace of jobs that have run"));
    };
    let days = WholeDays::between(file, "its jobs", first, last)?;
    let minutes = days.minutes();
    let busy = node_seconds(&jobs, days.begin_s as f64, minutes);
    let mut points = Vec::with_capacity(minutes);
    for (minute, seconds) in busy.into_iter().enumerate() {
        let nodes = seconds / 60.0;
        if nodes > capacity * (1.0 + 1e-9) {
            let time = days.label(minute, has_dates);
            let problem =
                format!("at {time} its jobs hold {nodes:.0} {counted} of {capacity:.0}; no more than all can be busy");
            return Err(fail(problem, "give the number of all: profile.nodes"));
        }
        let share = (nodes / capacity).clamp(0.0, 1.0);
        points.push(LoadPoint { mean: share, peak: share });
    }
    let placed = days.place(group_points(&points, STEP_MIN as usize), STEP_MIN, has_dates, notes);
    LoadSeries::new(placed, LoadUnit::BusyShare, repeat, file)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 4 nodes from 00:00:30 to 00:03:15: 120, 240, 240 and 60 node-seconds.
    #[test]
    fn minutes_by_hand() {
        let job = JobSpan { start_s: 30.0, end_s: 195.0, nodes: 4.0 };
        assert_eq!(node_seconds(&[job], 0.0, 5), [120.0, 240.0, 240.0, 60.0, 0.0]);
        let short = JobSpan { start_s: 70.0, end_s: 80.0, nodes: 2.0 };
        assert_eq!(node_seconds(&[short], 0.0, 2), [0.0, 20.0]);
        let over = JobSpan { start_s: -100.0, end_s: 1000.0, nodes: 1.0 };
        assert_eq!(node_seconds(&[over], 0.0, 2), [60.0, 60.0]);
    }

    proptest! {
        /// No node-second is lost or made.
        #[test]
        fn the_sum_is_that_of_the_jobs(jobs in prop::collection::vec((0.0..6000.0f64, 0.0..4000.0f64, 0.0..9.0f64), 0..20)) {
            let jobs: Vec<JobSpan> =
                jobs.into_iter().map(|(start_s, length, nodes)| JobSpan { start_s, end_s: start_s + length, nodes }).collect();
            let sum: f64 = node_seconds(&jobs, 0.0, 200).iter().sum();
            let exact: f64 = jobs.iter().map(|j| j.nodes * (j.end_s - j.start_s)).sum();
            prop_assert!((sum - exact).abs() <= 1e-9 * exact.max(1.0));
        }
    }
}
