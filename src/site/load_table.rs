//! Loads of the groups of racks of a hall through a year.

/// The load of every group in every step of a year: the mean of the step, and the most within it.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadTable {
    groups: usize,
    means: Vec<f64>,
    peaks: Vec<f64>,
}

/// The loads of a step by the scenario's list of groups, shares of 0..=1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepLoads<'a> {
    /// Means.
    pub means: &'a [f64],
    /// The most of each within the step.
    pub peaks: &'a [f64],
}

impl LoadTable {
    /// A table from the steps of each group, mean and most; all have as many. Nothing of no group or no step, or of groups
    /// that differ in length.
    pub fn from_groups(groups: &[Vec<(f64, f64)>]) -> Option<Self> {
        let steps = groups.first()?.len();
        if steps == 0 || groups.iter().any(|own| own.len() != steps) {
            return None;
        }
        let rows = |pick: fn(&(f64, f64)) -> f64| {
            (0..steps).flat_map(|step| groups.iter().map(move |own| pick(&own[step]))).collect()
        };
        Some(Self { groups: groups.len(), means: rows(|load| load.0), peaks: rows(|load| load.1) })
    }

    /// Steps.
    pub const fn len(&self) -> usize {
        self.means.len() / self.groups
    }

    /// Whether it has none: never.
    pub const fn is_empty(&self) -> bool {
        self.means.is_empty()
    }

    /// The loads of a step.
    pub fn step(&self, step: usize) -> StepLoads<'_> {
        let row = step * self.groups..(step + 1) * self.groups;
        StepLoads { means: &self.means[row.clone()], peaks: &self.peaks[row] }
    }
}

impl StepLoads<'_> {
    /// Whether a group's load is above its mean within the step.
    pub fn has_peak(&self) -> bool {
        self.means.iter().zip(self.peaks).any(|(mean, peak)| peak > mean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_the_groups_of_a_step() {
        let table = LoadTable::from_groups(&[vec![(0.1, 0.2), (0.3, 0.3)], vec![(0.5, 0.5), (0.7, 0.7)]]).unwrap();
        assert_eq!((table.len(), table.step(0).means, table.step(1).means), (2, &[0.1, 0.5][..], &[0.3, 0.7][..]));
        assert!(table.step(0).has_peak() && !table.step(1).has_peak());
        assert_eq!(LoadTable::from_groups(&[vec![(0.1, 0.1)], Vec::new()]), None);
        assert_eq!(LoadTable::from_groups(&[]), None);
    }
}
