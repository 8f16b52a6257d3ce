//! Puts intervals and chances beside the figures of a comparison.

use crate::study::compare::result::Comparison;
use crate::study::compare::sampled_result::{PairwiseProbability, PercentileInterval, SamplingSummary};

use super::result::{FigureSpread, UncertaintyResult};

/// Gives every architecture of a comparison the intervals of its figures. `spread` is of the same scenario;
/// `beside_figures` is whether tables show them there.
pub fn attach_uncertainty(comparison: &mut Comparison, spread: &UncertaintyResult, beside_figures: bool) {
    let interval = |f: &FigureSpread| Some((f.key, PercentileInterval { p05: f.p05?, median: f.median?, p95: f.p95? }));
    for (architecture, sampled) in comparison.architectures.iter_mut().zip(&spread.architectures) {
        architecture.uncertainty = Some(sampled.figures.iter().filter_map(interval).collect());
    }
    comparison.uncertainty = Some(SamplingSummary {
        samples: spread.samples,
        seed: spread.seed,
        inputs: spread.inputs.len(),
        chances: better_chances(spread),
        pairs: spread.differences.clone(),
        deciding_inputs: spread.deciding_inputs.clone(),
        beside_figures,
    });
    comparison.warnings.extend(spread.warnings.iter().cloned());
}

/// How often the first architecture is better than each other.
pub fn better_chances(spread: &UncertaintyResult) -> Vec<PairwiseProbability> {
    let first = spread.architectures.first().map_or("", |a| a.name.as_str());
    let pairs = spread.pairs.iter().filter(|p| p.a == first);
    let of = |(a, b, f): (&String, &String, &super::result::PairFigure)| {
        Some(PairwiseProbability {
            a: a.clone(),
            b: b.clone(),
            key: f.key,
            a_better_probability: f.a_better_probability?,
            equal_probability: f.equal_probability?,
        })
    };
    pairs.flat_map(|p| p.figures.iter().map(move |f| (&p.a, &p.b, f))).filter_map(of).collect()
}
