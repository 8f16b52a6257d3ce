//! What a load is like, for results.

use super::series::LoadPoint;

/// Figures of a load over its steps.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadStatistics {
    /// Mean of all steps, in the unit of the load.
    pub mean: f64,
    /// Largest value within any step, in the unit of the load.
    pub peak: f64,
    /// Mean over peak, 0..=1; nothing for a load that is always zero.
    pub load_factor: Option<f64>,
    /// The duration curve: from zero to the largest mean of a step in tenths, what share of the steps has this or more.
    pub duration: Vec<DurationPoint>,
}

/// A point of a duration curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DurationPoint {
    /// Value, in the unit of the load.
    pub level: f64,
    /// Share of the steps whose mean is this or more, 0..=1.
    pub share: f64,
}

/// Parts of the duration curve.
const PARTS: u32 = 10;

impl LoadStatistics {
    /// Of equal steps; nothing without any.
    pub fn of_points(points: &[LoadPoint]) -> Option<Self> {
        let count = points.len() as f64;
        let mean = points.iter().map(|p| p.mean).sum::<f64>() / count;
        let peak = points.iter().map(|p| p.peak).reduce(f64::max)?;
        let largest = points.iter().map(|p| p.mean).reduce(f64::max)?;
        let share_above = |level: f64| points.iter().filter(|p| p.mean >= level).count() as f64 / count;
        // The last point is the largest value itself, so that rounding takes no step away.
        let level = |part| if part == PARTS { largest } else { largest * f64::from(part) / f64::from(PARTS) };
        let duration = (0..=PARTS).map(level).map(|level| DurationPoint { level, share: share_above(level) }).collect();
        Some(Self { mean, peak, load_factor: (peak > 0.0).then(|| mean / peak), duration })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Means 0, 2, 4, 10 with a peak of 16: mean 4, factor 0.25; three of four are at 1 or more, one at 5 or more.
    #[test]
    fn figures_by_hand() {
        let points: Vec<LoadPoint> =
            [0.0, 2.0, 4.0, 10.0].map(|mean| LoadPoint { mean, peak: mean + 6.0 }).into_iter().collect();
        let found = LoadStatistics::of_points(&points).unwrap();
        assert_eq!((found.mean, found.peak, found.load_factor), (4.0, 16.0, Some(0.25)));
        let at = |part: usize| (found.duration[part].level, found.duration[part].share);
        assert_eq!((at(0), at(1), at(3), at(10)), ((0.0, 1.0), (1.0, 0.75), (3.0, 0.5), (10.0, 0.25)));
        assert_eq!(LoadStatistics::of_points(&[]), None);
        let idle = LoadStatistics::of_points(&[LoadPoint { mean: 0.0, peak: 0.0 }]).unwrap();
        assert_eq!(idle.load_factor, None);
    }
}
