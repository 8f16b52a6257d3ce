//! From draws to intervals, probabilities and indices.

use rayon::prelude::*;
use std::collections::BTreeSet;

use crate::assembly::warning::{Warning, WarningCode, WarningList};
use crate::solve::sampling::sorted_quantile;
use crate::solve::sensitivity::{self, SobolIndices};
use crate::study::compare::result::ArchitectureResult;
use crate::study::provenance;
use crate::units::message::Message;

use super::deciding::describe_input;
use super::draw::{ArchitectureDraw, ComparisonSampler, DrawResult};
use super::input::{InputGroup, SampledInput, value_label};
use super::options::{BetterDirection, UncertaintyOptions};
use super::result::{
    ArchitecturePair, ArchitectureSpread, FigureSpread, HeldValue, InputShare, PairFigure, UncertaintyResult,
    VariedInput,
};
use super::screen::OTHER_INPUTS_NAME;

/// A figure of a draw; not a number where it does not exist.
pub(crate) fn figure_value(drawn: &DrawResult, architecture: usize, figure: usize) -> f64 {
    match &drawn[architecture] {
        ArchitectureDraw::Figures(values) => values[figure],
        _ => f64::NAN,
    }
}

/// Quantiles of the finite ones of some values: 5 %, 50 %, 95 %, and how many there are.
pub(crate) fn finite_quantiles(values: impl Iterator<Item = f64>) -> ([Option<f64>; 3], usize) {
    let mut known: Vec<f64> = values.filter(|v| v.is_finite()).collect();
    known.sort_unstable_by(f64::total_cmp);
    ([0.05, 0.5, 0.95].map(|p| sorted_quantile(&known, p)), known.len())
}

/// Intervals and probabilities.
pub(crate) fn summarize_draws(
    sampler: &ComparisonSampler<'_>,
    nominal: &[ArchitectureResult],
    question: UncertaintyOptions,
    all: &[DrawResult],
) -> UncertaintyResult {
    let rejected: Vec<&String> = all
        .iter()
        .filter_map(|d| d.iter().find_map(|o| if let ArchitectureDraw::Rejected(why) = o { Some(why) } else { None }))
        .collect();
    let mut warnings = WarningList::default();
    let samples = question.even_samples();
    if samples != question.samples {
        let asked = question.samples;
        let text = format!(
            "{samples} samples were drawn for the {asked} asked for: a Sobol sequence is even in powers of two"
        );
        warnings.add(WarningCode::SamplesRoundedUp, text);
    }
    if let Some(why) = rejected.first() {
        let (n, of) = (rejected.len(), all.len());
        let text = format!("{n} of {of} draws combine values that make no model and are left out, for instance: {why}");
        warnings.add(WarningCode::RejectedDraws, text);
    }
    let architectures: Vec<ArchitectureSpread> =
        nominal.par_iter().enumerate().map(|(j, a)| architecture_spread(sampler, a, j, all)).collect();
    for a in architectures.iter().filter(|a| a.feasible_probability < 1.0) {
        let limit = a.limit.clone().unwrap_or_else(|| "no model".into());
        let share = 100.0 * (1.0 - a.feasible_probability);
        let text = Message::from(format!("{}: in {share:.1} % of the draws it can't be cooled this way (", a.name));
        let text = text.with_message(limit.clone()).with_text("); its intervals are of the others");
        let limit = limit.to_string();
        let what = limit.split(": ").next().unwrap_or(&limit);
        let brief = format!("{share:.1} % of draws not coolable ({what})");
        warnings.push(Warning::new(WarningCode::InfeasibleDraws, text).with_brief(brief));
    }
    let pairs = (0..nominal.len()).flat_map(|i| (i + 1..nominal.len()).map(move |j| (i, j))).collect::<Vec<_>>();
    let pairs = pairs.par_iter().map(|(i, j)| compare_pair(sampler, nominal, [*i, *j], all)).collect();
    let inputs: Vec<VariedInput> = sampler.inputs.all.iter().map(varied_input).collect();
    let ids: BTreeSet<&str> = inputs.iter().map(|i| i.source.as_str()).collect();
    UncertaintyResult {
        title: sampler.scenario.title.clone(),
        samples,
        seed: question.seed,
        index_rows: 0,
        rejected: rejected.len(),
        architectures,
        pairs,
        sources: provenance::sources_by_id(sampler.catalog, &ids),
        held: held_values(sampler),
        inputs,
        differences: Vec::new(),
        deciding_inputs: Vec::new(),
        warnings,
    }
}

fn held_values(sampler: &ComparisonSampler<'_>) -> Vec<HeldValue> {
    let given = |name: &String| sampler.inputs.all.iter().any(|i| i.slots.iter().any(|s| value_label(s) == *name));
    let of = |h: &crate::catalog::spread::FixedKeys| {
        let why = h.why.clone();
        h.keys.iter().map(|k| HeldValue { name: format!("{}:{k}", h.record), why: why.clone() }).collect::<Vec<_>>()
    };
    let all = sampler.catalog.sampling_rules().held.iter().flat_map(of);
    all.filter(|h| !given(&h.name)).collect()
}

fn varied_input(input: &SampledInput) -> VariedInput {
    VariedInput {
        name: input.name(),
        also: input.slots.iter().skip(1).map(value_label).collect(),
        low: input.low,
        likely: input.likely,
        high: input.high,
        law: input.law,
        unit: input.given.as_ref().map_or_else(String::new, |g| g.unit.clone()),
        confidence: input.confidence,
        source: input.source.clone(),
        draw: input.column + 1,
    }
}

fn architecture_spread(
    sampler: &ComparisonSampler<'_>,
    nominal: &ArchitectureResult,
    j: usize,
    all: &[DrawResult],
) -> ArchitectureSpread {
    let values = match sampler.evaluate_architecture(nominal) {
        ArchitectureDraw::Figures(values) => values,
        _ => vec![f64::NAN; sampler.figures.len()],
    };
    let (mut feasible, mut counted, mut limit) = (0.0, 0.0, None);
    for drawn in all {
        match &drawn[j] {
            ArchitectureDraw::Figures(_) => (feasible, counted) = (feasible + 1.0, counted + 1.0),
            ArchitectureDraw::Infeasible(why) => {
                counted += 1.0;
                limit.get_or_insert_with(|| why.clone());
            }
            ArchitectureDraw::Unaffected | ArchitectureDraw::Rejected(_) => {}
        }
    }
    let figures = sampler.figures.iter().enumerate().map(|(f, of)| {
        let ([p05, median, p95], samples) = finite_quantiles(all.iter().map(|d| figure_value(d, j, f)));
        let nominal = Some(values[f]).filter(|v| v.is_finite());
        FigureSpread { key: of.key, nominal, median, p05, p95, samples, inputs: Vec::new() }
    });
    let feasible_probability = if counted > 0.0 { feasible / counted } else { 0.0 };
    let (name, cooling) = (nominal.name.clone(), nominal.cooling);
    ArchitectureSpread { name, cooling, feasible_probability, limit, figures: figures.collect() }
}

fn compare_pair(
    sampler: &ComparisonSampler<'_>,
    nominal: &[ArchitectureResult],
    [i, j]: [usize; 2],
    all: &[DrawResult],
) -> ArchitecturePair {
    let figures = sampler.figures.iter().enumerate().filter_map(|(f, of)| {
        let better = of.better?;
        let differences = || all.iter().map(|d| figure_value(d, i, f) - figure_value(d, j, f));
        let ([p05, median, p95], samples) = finite_quantiles(differences());
        let share = |is: &dyn Fn(f64) -> bool| {
            let n = differences().filter(|d| d.is_finite() && is(*d)).count();
            (samples > 0).then(|| n as f64 / samples as f64)
        };
        Some(PairFigure {
            key: of.key,
            better,
            a_better_probability: share(&|d| if better == BetterDirection::Lower { d < 0.0 } else { d > 0.0 }),
            equal_probability: share(&|d| d == 0.0),
            difference_median: median,
            difference_p05: p05,
            difference_p95: p95,
            samples,
            inputs: Vec::new(),
        })
    });
    ArchitecturePair { a: nominal[i].name.clone(), b: nominal[j].name.clone(), figures: figures.collect() }
}

/// A figure of one architecture, or of one less another.
#[derive(Clone, Copy)]
enum FigureSelector {
    Single(usize),
    Difference(usize, usize),
}

/// The rows of A, of B, and of A with a group's columns of B.
pub(crate) struct SobolSamples<'a> {
    /// A.
    pub a: &'a [DrawResult],
    /// B.
    pub b: &'a [DrawResult],
    /// A with columns of B; an architecture that these can't move was not run again and is as in A.
    pub mixed: &'a [DrawResult],
}

impl SobolSamples<'_> {
    fn sobol_indices(&self, f: usize, of: FigureSelector, seed: u64) -> Option<SobolIndices> {
        let of = |at: &dyn Fn(usize) -> f64| match of {
            FigureSelector::Single(j) => at(j),
            FigureSelector::Difference(i, j) => at(i) - at(j),
        };
        let column =
            |from: &[DrawResult]| -> Vec<f64> { from.iter().map(|d| of(&|j| figure_value(d, j, f))).collect() };
        let moved = |a: &DrawResult, m: &DrawResult, j: usize| {
            figure_value(if m[j] == ArchitectureDraw::Unaffected { a } else { m }, j, f)
        };
        let mixed: Vec<f64> = self.a.iter().zip(self.mixed).map(|(a, m)| of(&|j| moved(a, m, j))).collect();
        sensitivity::sobol_indices(&column(self.a), &column(self.b), &mixed, seed)
    }
}

/// Adds the indices of a group of inputs.
pub(crate) fn add_indices(spread: &mut UncertaintyResult, group: &InputGroup, rows: &SobolSamples<'_>, seed: u64) {
    let names: Vec<String> = spread.architectures.iter().map(|a| a.name.clone()).collect();
    let keys: Vec<&str> =
        spread.architectures.first().map_or_else(Vec::new, |a| a.figures.iter().map(|f| f.key).collect());
    spread.architectures.par_iter_mut().enumerate().filter(|(j, _)| group.affects_architecture(*j)).for_each(
        |(j, architecture)| {
            for (f, figure) in architecture.figures.iter_mut().enumerate() {
                figure
                    .inputs
                    .extend(rows.sobol_indices(f, FigureSelector::Single(j), seed).map(|i| input_share(group, i)));
            }
        },
    );
    spread.pairs.par_iter_mut().for_each(|pair| {
        let of = |name: &String| names.iter().position(|n| n == name).unwrap_or_default();
        let (i, j) = (of(&pair.a), of(&pair.b));
        if i != 0 || !(group.affects_architecture(i) || group.affects_architecture(j)) {
            return;
        }
        for figure in &mut pair.figures {
            let f = keys.iter().position(|k| *k == figure.key).unwrap_or_default();
            figure
                .inputs
                .extend(rows.sobol_indices(f, FigureSelector::Difference(i, j), seed).map(|x| input_share(group, x)));
        }
    });
}

fn input_share(group: &InputGroup, SobolIndices { first, total, rows }: SobolIndices) -> InputShare {
    InputShare {
        input: group.name.clone(),
        words: None,
        together: group.name == OTHER_INPUTS_NAME,
        draws: group.columns.iter().map(|c| c + 1).collect(),
        first_order: first.value,
        first_order_low: first.low,
        first_order_high: first.high,
        total: total.value,
        total_low: total.low,
        total_high: total.high,
        rows,
    }
}

/// Puts the largest totals first, and says what each input is.
pub(crate) fn sort_and_describe_indices(spread: &mut UncertaintyResult, sampler: &ComparisonSampler<'_>) {
    let words = |share: &InputShare| {
        let first = sampler
            .inputs
            .all
            .iter()
            .find(|i| share.input.starts_with(&i.name()) && share.draws.contains(&(i.column + 1)));
        first.filter(|_| !share.together).map(|i| describe_input(sampler.catalog.sampling_rules(), i).0)
    };
    let sort = |inputs: &mut Vec<InputShare>| {
        inputs.sort_by(|a, b| b.total.total_cmp(&a.total));
        for share in inputs {
            share.words = words(share);
        }
    };
    let figures = spread.architectures.iter_mut().flat_map(|a| &mut a.figures).map(|f| &mut f.inputs);
    figures.chain(spread.pairs.iter_mut().flat_map(|p| &mut p.figures).map(|f| &mut f.inputs)).for_each(sort);
}
