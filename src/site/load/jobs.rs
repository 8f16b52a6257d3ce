//! A random mix of jobs: sizes and durations as a cluster has them, arrivals at random, a queue in front of the hall.
//!
//! Sizes and durations are log-normal, correlated, and held within their limits. Jobs are drawn until their work together is
//! the wanted mean of the year; each arrives at any time of the year alike (a Poisson process, given their number). A
//! scheduler starts them in order; a job behind the first of the queue goes before it only where that does not delay the
//! first one (EASY backfilling: Lifka, The ANL/IBM SP scheduling system, 1995). The year is a circle: the queue of its end
//! is that of its beginning.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use statrs::distribution::{ContinuousCDF, Normal};

use crate::catalog::load_shape::LoadShape;
use crate::units::calendar::minutes_per_year;

use super::busy::{JobSpan, node_seconds};
use super::error::LoadError;
use super::series::{LoadPoint, LoadSeries, LoadUnit, PlacedPoints, group_points};

/// Length of the steps that are kept, minutes.
const STEP_MIN: usize = 5;
/// Largest mean that a queue reaches: with more, jobs wait without end.
const MEAN_MAX: f64 = 0.95;
/// Sizes are summed with rounding.
const SIZE_SLACK: f64 = 1e-9;

/// A job that arrives.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Job {
    arrival_s: f64,
    duration_s: f64,
    /// Share of the hall.
    size: f64,
}

/// How jobs are drawn.
struct JobMix {
    smallest: f64,
    largest: f64,
    size_sigma: f64,
    median_s: f64,
    duration_sigma: f64,
    longest_s: f64,
    correlation: f64,
}

impl JobMix {
    fn draw(&self, generator: &mut impl Rng, normal: &Normal) -> (f64, f64) {
        // The ends of 0..1 have no normal number.
        let mut draw = || normal.inverse_cdf(generator.random::<f64>().clamp(1e-15, 1.0 - 1e-15));
        let (a, b) = (draw(), draw());
        let other = self.correlation * a + (1.0 - self.correlation * self.correlation).sqrt() * b;
        let size = self.smallest * (self.size_sigma * a).exp();
        let duration = self.median_s * (self.duration_sigma * other).exp();
        (size.clamp(self.smallest, self.largest), duration.min(self.longest_s))
    }
}

/// Jobs of a year with the wanted work, in the order of their arrival.
fn draw_jobs(mix: &JobMix, mean: f64, year_s: f64, seed: u64) -> Vec<Job> {
    let mut generator = ChaCha8Rng::seed_from_u64(seed);
    let normal = Normal::standard();
    let (mut jobs, mut left) = (Vec::new(), mean * year_s);
    while left > 0.0 {
        let (size, duration_s) = mix.draw(&mut generator, &normal);
        // The last job is shortened to what is left.
        let duration_s = duration_s.min(left / size);
        left -= size * duration_s;
        jobs.push(Job { arrival_s: year_s * generator.random::<f64>(), duration_s, size });
        if left < 1e-6 * year_s {
            break;
        }
    }
    jobs.sort_by(|a, b| a.arrival_s.total_cmp(&b.arrival_s));
    jobs
}

/// A job that runs, ordered so that the first to end is the greatest.
#[derive(Clone, Copy, PartialEq)]
struct Running {
    end_s: f64,
    size: f64,
}

impl Eq for Running {}

impl Ord for Running {
    fn cmp(&self, other: &Self) -> Ordering {
        other.end_s.total_cmp(&self.end_s).then_with(|| other.size.total_cmp(&self.size))
    }
}

impl PartialOrd for Running {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The hall and its queue.
struct Scheduler {
    running: BinaryHeap<Running>,
    queue: VecDeque<Job>,
    free: f64,
    depth: usize,
    started: Vec<JobSpan>,
}

impl Scheduler {
    fn new(depth: usize) -> Self {
        Self { running: BinaryHeap::new(), queue: VecDeque::new(), free: 1.0, depth, started: Vec::new() }
    }

    fn start(&mut self, job: Job, now_s: f64) {
        self.free -= job.size;
        let end_s = now_s + job.duration_s;
        self.running.push(Running { end_s, size: job.size });
        self.started.push(JobSpan { start_s: now_s, end_s, nodes: job.size });
    }

    /// Ends the jobs that end up to a time, starting others as they leave.
    fn run_until(&mut self, time_s: f64) {
        while let Some(next) = self.running.peek().copied().filter(|r| r.end_s <= time_s) {
            self.running.pop();
            self.free += next.size;
            if self.running.is_empty() {
                // Rounding of sums does not pile up.
                self.free = 1.0;
            }
            self.start_waiting(next.end_s);
        }
    }

    /// Starts what fits.
    fn start_waiting(&mut self, now_s: f64) {
        while let Some(job) = self.queue.front().copied().filter(|job| job.size <= self.free + SIZE_SLACK) {
            self.queue.pop_front();
            self.start(job, now_s);
        }
        let Some(first) = self.queue.front().copied() else { return };
        let (mut shadow_s, mut spare) = self.reserve(first, now_s);
        let mut place = 1;
        while place < self.queue.len().min(self.depth) {
            let job = self.queue[place];
            let ends_before = now_s + job.duration_s <= shadow_s;
            if job.size <= self.free + SIZE_SLACK && (ends_before || job.size <= spare + SIZE_SLACK) {
                self.queue.remove(place);
                if !ends_before {
                    spare -= job.size;
                }
                self.start(job, now_s);
                // The first job's time stays: it was not delayed.
                shadow_s = shadow_s.max(now_s);
            } else {
                place += 1;
            }
        }
    }

    /// When enough is free for a job, and what is free beside it then.
    fn reserve(&self, job: Job, now_s: f64) -> (f64, f64) {
        let mut ends: Vec<Running> = self.running.iter().copied().collect();
        ends.sort_by(|a, b| b.cmp(a));
        let mut free = self.free;
        for running in ends {
            free += running.size;
            if free + SIZE_SLACK >= job.size {
                return (running.end_s, free - job.size);
            }
        }
        (now_s, 0.0)
    }
}

/// What the jobs of a year hold of the hall: the second of two equal years, so that its beginning has the queue of its end.
fn schedule_jobs(jobs: &[Job], year_s: f64, depth: usize) -> Vec<JobSpan> {
    let mut scheduler = Scheduler::new(depth);
    for turn in [0.0, 1.0] {
        for job in jobs {
            let arrival_s = job.arrival_s + turn * year_s;
            scheduler.run_until(arrival_s);
            scheduler.queue.push_back(Job { arrival_s, ..*job });
            scheduler.start_waiting(arrival_s);
        }
    }
    scheduler.run_until(2.0 * year_s);
    scheduler.started
}

/// The year of a mix with a wanted mean, 0..=0.95; equal seeds give equal years.
pub(super) fn job_series(shape: &LoadShape, mean: Option<f64>, seed: u32) -> Result<LoadSeries, LoadError> {
    let fail = |problem: String, help: &str| LoadError::of_file(&shape.id, problem, help);
    let get =
        |key: &str| shape.value(key).ok_or_else(|| fail(format!("`{key}` is missing"), "give it in load_shapes.toml"));
    let mean = mean.map_or_else(|| get("mean"), Ok)?;
    if !(0.0..=MEAN_MAX).contains(&mean) {
        let problem = format!("a mean of {mean}; 0 to {MEAN_MAX} is allowed, since jobs wait for room");
        return Err(fail(problem, "give a smaller mean"));
    }
    let mix = JobMix {
        smallest: get("smallest_share")?,
        largest: get("largest_share")?,
        size_sigma: get("size_sigma")?,
        median_s: get("duration_median_s")?,
        duration_sigma: get("duration_sigma")?,
        longest_s: get("duration_longest_s")?,
        correlation: get("size_duration_correlation")?,
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked by the catalog, 1 to 100,000")]
    let depth = get("queue_depth")? as usize;
    // The days of a leap year: a common year leaves the last one out.
    let minutes = minutes_per_year(true);
    let year_s = 60.0 * f64::from(minutes);
    let jobs = draw_jobs(&mix, mean, year_s, u64::from(seed));
    let spans = schedule_jobs(&jobs, year_s, depth);
    let busy = node_seconds(&spans, year_s, minutes as usize);
    let point = |seconds: f64| {
        let share = (seconds / 60.0).clamp(0.0, 1.0);
        LoadPoint { mean: share, peak: share }
    };
    let fine: Vec<LoadPoint> = busy.into_iter().map(point).collect();
    let reached = fine.iter().map(|p| p.mean).sum::<f64>() / fine.len() as f64;
    let mut notes = vec![
        format!("the built-in shape `{}`: {}", shape.id, shape.name),
        format!("{} jobs a year from seed {seed}", jobs.len()),
    ];
    if (reached - mean).abs() > 0.005 {
        notes.push(format!("jobs that wait move work to the next year: the mean is {reached:.3} in place of {mean}"));
    }
    let placed = PlacedPoints {
        points: group_points(&fine, STEP_MIN),
        step_minutes: 5,
        leap: true,
        notes,
        ..PlacedPoints::default()
    };
    LoadSeries::new(placed, LoadUnit::BusyShare, false, &shape.id)
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;

    use super::super::LoadStatistics;
    use super::*;

    fn job(arrival_s: f64, duration_s: f64, size: f64) -> Job {
        Job { arrival_s, duration_s, size }
    }

    fn starts(jobs: &[Job]) -> Vec<(f64, f64)> {
        let mut scheduler = Scheduler::new(100);
        for job in jobs {
            scheduler.run_until(job.arrival_s);
            scheduler.queue.push_back(*job);
            scheduler.start_waiting(job.arrival_s);
        }
        scheduler.run_until(1e9);
        scheduler.started.iter().map(|s| (s.start_s, s.nodes)).collect()
    }

    /// 0.6 runs to 100. 0.8 waits for it. 0.3 of 50 s ends before, and goes first; 0.3 of 200 s would delay 0.8, and waits
    /// until 0.8 has run to 200; 0.1 of 200 s fits beside 0.8.
    #[test]
    fn jobs_go_first_only_where_none_is_delayed() {
        let jobs = [
            job(0.0, 100.0, 0.6),
            job(1.0, 100.0, 0.8),
            job(2.0, 50.0, 0.3),
            job(3.0, 200.0, 0.3),
            job(4.0, 200.0, 0.1),
        ];
        assert_eq!(starts(&jobs), [(0.0, 0.6), (2.0, 0.3), (4.0, 0.1), (100.0, 0.8), (200.0, 0.3)]);
    }

    #[test]
    fn the_mix_has_its_mean_and_equal_seeds_are_equal() {
        let catalog = Catalog::load(None).unwrap();
        let shape = catalog.load_shape("jobs").unwrap();
        let one = job_series(shape, None, 1).unwrap();
        assert_eq!(one, job_series(shape, None, 1).unwrap());
        assert_ne!(one.points(), job_series(shape, None, 2).unwrap().points());
        for (mean, seed) in [(0.8, 1), (0.8, 2), (0.5, 3), (0.9, 1)] {
            let series = job_series(shape, Some(mean), seed).unwrap();
            let found = LoadStatistics::of_points(series.points()).unwrap();
            assert!((found.mean - mean).abs() < 0.005, "seed {seed}: {} for {mean}", found.mean);
            assert!(found.peak <= 1.0 && series.points().iter().all(|p| p.peak >= p.mean && p.mean >= 0.0));
        }
        assert!(job_series(shape, Some(0.97), 1).is_err());
        let idle = job_series(shape, Some(0.0), 1).unwrap();
        assert!(idle.points().iter().all(|p| p.peak == 0.0));
    }

    /// What the cluster of the source had: 26.77 of 2,416 accelerators in the mean (1.108 %), 1,259.7 s in the mean and 124 s in
    /// the median, 267,905 accelerator-seconds a job (110.89 s of the whole). Within 3 % for a million jobs.
    #[test]
    fn jobs_are_those_of_the_source() {
        let catalog = Catalog::load(None).unwrap();
        let shape = catalog.load_shape("jobs").unwrap();
        let get = |key: &str| shape.value(key).unwrap();
        let mix = JobMix {
            smallest: get("smallest_share"),
            largest: get("largest_share"),
            size_sigma: get("size_sigma"),
            median_s: get("duration_median_s"),
            duration_sigma: get("duration_sigma"),
            longest_s: get("duration_longest_s"),
            correlation: get("size_duration_correlation"),
        };
        let (mut generator, normal) = (ChaCha8Rng::seed_from_u64(9), Normal::standard());
        let count = 1_000_000;
        let drawn: Vec<(f64, f64)> = (0..count).map(|_| mix.draw(&mut generator, &normal)).collect();
        let mean = |of: fn(&(f64, f64)) -> f64| drawn.iter().map(of).sum::<f64>() / f64::from(count);
        for (found, wanted) in
            [(mean(|j| j.0), 26.77 / 2416.0), (mean(|j| j.1), 1259.689), (mean(|j| j.0 * j.1), 267_904.76 / 2416.0)]
        {
            assert!((found / wanted - 1.0).abs() < 0.03, "{found} {wanted}");
        }
        let mut times: Vec<f64> = drawn.iter().map(|j| j.1).collect();
        times.sort_by(f64::total_cmp);
        assert!((times[times.len() / 2] / 124.0 - 1.0).abs() < 0.02);
    }
}
