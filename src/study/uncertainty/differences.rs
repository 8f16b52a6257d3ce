//! Architectures against the first feasible one, draw by draw.

use crate::study::compare::end_use::EndUse;
use crate::study::compare::result::ArchitectureResult;
use crate::study::compare::sampled_result::{PercentileInterval, SampledDifference};

use super::analysis::{figure_value, finite_quantiles};
use super::draw::DrawResult;
use super::options::TrackedFigure;

/// A pair of architectures: the first feasible one and another, by their places.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BasePair {
    /// The first feasible one.
    pub base: usize,
    /// The other.
    pub other: usize,
}

/// Every feasible architecture with the first feasible one.
pub(crate) fn base_pairs(nominal: &[ArchitectureResult]) -> Vec<BasePair> {
    let mut feasible = (0..nominal.len()).filter(|i| nominal[*i].feasible);
    let Some(base) = feasible.next() else { return Vec::new() };
    feasible.map(|other| BasePair { base, other }).collect()
}

/// A figure in both architectures of a pair in the draws that have it: the other one's and the base's.
pub(crate) fn paired_values<'a>(
    pair: BasePair,
    figure: usize,
    drawn: impl Iterator<Item = &'a DrawResult>,
) -> impl Iterator<Item = Option<(f64, f64)>> {
    drawn.map(move |d| {
        let (value, base) = (figure_value(d, pair.other, figure), figure_value(d, pair.base, figure));
        (value.is_finite() && base.is_finite()).then_some((value, base))
    })
}

/// The differences of every pair: of each figure, then of each end use. What is nothing in both is left out.
pub(crate) fn sample_differences(
    figures: &[TrackedFigure],
    nominal: &[ArchitectureResult],
    drawn: &[DrawResult],
) -> Vec<SampledDifference> {
    let end_uses = EndUse::ALL.into_iter().map(|of| format!("power.{}", of.key()));
    let keys: Vec<String> = figures.iter().map(|f| f.key.to_owned()).chain(end_uses).collect();
    let all = base_pairs(nominal).into_iter().flat_map(|pair| (0..keys.len()).map(move |f| (pair, f)));
    all.filter_map(|(pair, f)| {
        let both: Vec<(f64, f64)> = paired_values(pair, f, drawn.iter()).flatten().collect();
        let difference = interval(both.iter().map(|(value, base)| value - base))?;
        if both.iter().all(|(value, base)| *value == 0.0 && *base == 0.0) {
            return None;
        }
        let positive = both.iter().all(|(_, base)| *base > 0.0);
        let relative = positive.then(|| interval(both.iter().map(|(value, base)| value / base - 1.0))).flatten();
        let share =
            |is: fn(f64, f64) -> bool| both.iter().filter(|(v, b)| is(*v, *b)).count() as f64 / both.len() as f64;
        Some(SampledDifference {
            name: nominal[pair.other].name.clone(),
            base: nominal[pair.base].name.clone(),
            key: keys[f].clone(),
            samples: both.len(),
            difference,
            relative,
            lower_probability: share(|value, base| value < base),
            equal_probability: share(|value, base| value == base),
            share_by_chance: None,
        })
    })
    .collect()
}

fn interval(values: impl Iterator<Item = f64>) -> Option<PercentileInterval> {
    let ([p05, median, p95], _) = finite_quantiles(values);
    Some(PercentileInterval { p05: p05?, median: median?, p95: p95? })
}
