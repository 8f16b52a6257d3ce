//! Which inputs decide a difference between architectures, from the draws that there are.
//!
//! The share of an input is the square of Spearman's rank correlation between its draw and the difference: for inputs that
//! act one by one and monotonically it is the share of the variance that the input makes. Sobol indices also tell
//! interactions, and ask for many more draws. What chance alone would give is not named.

use std::collections::BTreeSet;

use crate::catalog::spread::SamplingRules;
use crate::solve::rank_correlation::{chance_limit, rank_correlation};
use crate::study::compare::result::ArchitectureResult;
use crate::study::compare::sampled_result::{DecidingInput, SampledDifference, TrendDirection};

use super::differences::{BasePair, base_pairs, paired_values};
use super::draw::{ComparisonSampler, DrawResult};
use super::input::{InputGroup, SampledInput, value_label};
use super::links::key_without_positions;

/// Figures whose differences are asked what decides them.
pub(crate) const DECIDED_FIGURES: [&str; 2] = ["facility_power_w", "annual.net_present_cost_usd"];
/// Inputs that are named for each figure of each pair.
const MAX_DECIDING_INPUTS: usize = 5;
/// Chance that any input of a figure is named though it does nothing.
const FALSE_ALARM_CHANCE: f64 = 0.05;

/// Draws of the columns, and what each gave.
pub(crate) struct RankedDraws<'a> {
    /// Rows of numbers in 0..1.
    pub rows: &'a [Vec<f64>],
    /// What the comparison gave at each.
    pub drawn: &'a [DrawResult],
}

/// A group of inputs and its correlation with a difference.
struct RankedGroup<'a> {
    group: &'a InputGroup,
    /// The column of the group that goes most with the difference.
    column: usize,
    correlation: f64,
}

/// The inputs that decide the differences of every pair. Tells each of `differences` that was asked what share chance
/// alone may give.
pub(crate) fn find_deciding_inputs(
    sampler: &ComparisonSampler<'_>,
    nominal: &[ArchitectureResult],
    draws: &RankedDraws<'_>,
    differences: &mut [SampledDifference],
) -> Vec<DecidingInput> {
    let rows: Vec<Vec<f64>> = draws.rows.iter().map(|row| sampler.inputs.correlated_row(row)).collect();
    let mut out = Vec::new();
    for pair in base_pairs(nominal) {
        let (name, base) = (&nominal[pair.other].name, &nominal[pair.base].name);
        for key in DECIDED_FIGURES {
            let Some(figure) = sampler.figures.iter().position(|f| f.key == key) else { continue };
            let values = paired_values(pair, figure, draws.drawn.iter());
            let known: Vec<(&Vec<f64>, f64)> = rows
                .iter()
                .zip(values)
                .filter_map(|(row, both)| both.map(|(value, base)| (row, value - base)))
                .collect();
            let ranked = rank_groups(&sampler.inputs.groups, pair, &known);
            let limit = chance_limit(known.len(), ranked.len(), FALSE_ALARM_CHANCE);
            let asked = |d: &&mut SampledDifference| d.name == *name && d.base == *base && d.key == key;
            if let Some(difference) = differences.iter_mut().find(asked) {
                difference.share_by_chance = Some(limit * limit);
            }
            let beyond = ranked.into_iter().filter(|r| r.correlation.abs() > limit).take(MAX_DECIDING_INPUTS);
            out.extend(beyond.map(|r| {
                let words = InputWords::new(sampler.catalog.sampling_rules(), &sampler.inputs.all, &r);
                DecidingInput {
                    name: name.clone(),
                    base: base.clone(),
                    key,
                    input: words.input,
                    also: words.also,
                    words: words.words,
                    settled_by: words.settled_by,
                    share: r.correlation * r.correlation,
                    direction: if r.correlation > 0.0 { TrendDirection::Rises } else { TrendDirection::Falls },
                }
            }));
        }
    }
    out
}

/// The groups that reach a pair, each by the column that goes most with the difference; the largest share first.
fn rank_groups<'a>(groups: &'a [InputGroup], pair: BasePair, known: &[(&Vec<f64>, f64)]) -> Vec<RankedGroup<'a>> {
    let differences: Vec<f64> = known.iter().map(|(_, difference)| *difference).collect();
    let correlation = |column: usize| {
        let drawn: Vec<f64> = known.iter().map(|(row, _)| row[column]).collect();
        rank_correlation(&drawn, &differences).unwrap_or(0.0)
    };
    let reaches = |g: &&InputGroup| g.affects_architecture(pair.base) || g.affects_architecture(pair.other);
    let ranked = |group: &'a InputGroup| {
        let columns = group.columns.iter().map(|column| (*column, correlation(*column)));
        columns.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())).map(|(column, correlation)| RankedGroup {
            group,
            column,
            correlation,
        })
    };
    let mut out: Vec<RankedGroup<'_>> = groups.iter().filter(reaches).filter_map(ranked).collect();
    out.sort_by(|a, b| b.correlation.abs().total_cmp(&a.correlation.abs()));
    out
}

/// What a group of inputs is called.
struct InputWords {
    input: String,
    also: Vec<String>,
    words: String,
    settled_by: String,
}

impl InputWords {
    fn new(rules: &SamplingRules, all: &[SampledInput], ranked: &RankedGroup<'_>) -> Self {
        let own = |i: &&SampledInput| i.column == ranked.column;
        let others = |i: &&SampledInput| i.column != ranked.column && ranked.group.columns.contains(&i.column);
        let members: Vec<&SampledInput> = all.iter().filter(own).chain(all.iter().filter(others)).collect();
        let mut names = members.iter().flat_map(|i| {
            let further = i.slots.iter().skip(usize::from(i.given.is_none())).map(value_label);
            std::iter::once(i.name()).chain(further)
        });
        let input = names.next().unwrap_or_default();
        let mut told = BTreeSet::from([input.clone()]);
        let also = names.filter(|name| told.insert(name.clone())).collect();
        let (words, settled_by) = members.first().map_or_else(Default::default, |i| describe_input(rules, i));
        Self { input, also, words, settled_by }
    }
}

/// What an input is in plain words, and what would settle it.
pub(crate) fn describe_input(rules: &SamplingRules, input: &SampledInput) -> (String, String) {
    let key = match (&input.given, input.slots.first()) {
        (_, Some((_, key))) => key_without_positions(key),
        (Some(given), None) => key_without_positions(&given.name),
        (None, None) => String::new(),
    };
    rules.measurement(&input.kind, &key).map_or_else(
        || (format!("the value `{}`", input.name()), "a measurement of it, or its maker\'s data".to_owned()),
        |m| (m.words.clone(), m.settled_by.clone()),
    )
}
