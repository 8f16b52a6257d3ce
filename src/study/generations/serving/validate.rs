//! The roofline against MLPerf: every generation predicted by coefficients that were fitted without it.

use rayon::prelude::*;
use serde::Serialize;
use thiserror::Error;

use crate::catalog::generation::GenerationTables;
use crate::catalog::generation::serving::{ProductGeneration, ServingData};
use crate::serving::step::StepBottleneck;
use crate::solve::least_squares::LeastSquaresError;

use super::cases::{MlperfCase, MlperfCases, UncountedResult};
use super::fit::{fit_coefficients, predicted_tokens_s};
use super::joules::{JouleRow, predict_joule_rows};
use super::predict::{stored_coefficients, vendor_coefficients};

/// How the roofline stands against what was measured.
#[derive(Clone, Debug, Serialize)]
pub struct MlperfValidation {
    /// Results that the coefficients are fitted to, each with its prediction by coefficients fitted without its generation.
    pub rows: Vec<ValidationRow>,
    /// Errors of the predictions without the own generation (Hopper with HBM3e apart from Hopper, and so on).
    pub held_out: ErrorStatistics,
    /// Errors of the predictions without the own architecture (all of Hopper at once, and so on).
    pub family_held_out: ErrorStatistics,
    /// Errors of the fit itself.
    pub fitted: ErrorStatistics,
    /// Results of the first rounds, predicted with the stored coefficients and in no statistic: their software was young.
    pub early: Vec<ValidationRow>,
    /// Tokens per joule where power at the wall was measured.
    pub joules: Vec<JouleRow>,
    /// Errors of tokens per joule.
    pub joule_stats: ErrorStatistics,
    /// Results that are not counted, and why.
    pub uncounted: Vec<UncountedResult>,
    /// The fitted coefficients.
    pub coefficients: Vec<FittedCoefficient>,
}

/// A result and its predictions, tokens a second for each accelerator.
#[derive(Clone, Debug, Serialize)]
pub struct ValidationRow {
    /// Round.
    pub round: String,
    /// Benchmark as MLCommons names it.
    pub benchmark: String,
    /// Scenario.
    pub scenario: String,
    /// Catalog id of the model.
    pub model: String,
    /// Catalog id of the accelerator.
    pub chip: String,
    /// Product generation.
    pub generation: String,
    /// Architecture.
    pub family: String,
    /// Submitter.
    pub submitter: String,
    /// System as the submitter names it.
    pub system: String,
    /// Accelerators of the system.
    pub accelerators: u32,
    /// Number format of the weights.
    pub precision: &'static str,
    /// Source id of the result.
    pub source: String,
    /// Measured.
    pub measured: f64,
    /// Predicted with the stored coefficients; nothing where the model holds the load for impossible.
    pub predicted: Option<f64>,
    /// Predicted by coefficients fitted without the generation.
    pub held_out: Option<f64>,
    /// Predicted by coefficients fitted without the architecture.
    pub family_held_out: Option<f64>,
    /// Of the prediction without the generation over what was measured, less 1; of the stored coefficients' in `early`.
    pub error: Option<f64>,
    /// Whether the error is above the share that counts as a miss.
    pub miss: bool,
    /// Accelerators that share the model in the prediction.
    pub group: Option<u32>,
    /// Sequences in flight in the group.
    pub batch: Option<f64>,
    /// What takes the most of a step.
    pub bound: Option<StepBottleneck>,
}

/// Errors: predicted over measured, less 1.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct ErrorStatistics {
    /// Results.
    pub n: usize,
    /// Median of the absolute errors.
    pub median: f64,
    /// Mean of the absolute errors.
    pub mean: f64,
    /// Mean of ln(predicted/measured), as a share.
    pub bias: f64,
    /// Largest absolute error.
    pub worst: f64,
    /// How many are misses.
    pub misses: usize,
}

/// A fitted coefficient.
#[derive(Clone, Debug, Serialize)]
pub struct FittedCoefficient {
    /// Id.
    pub id: String,
    /// What it is.
    pub name: String,
    /// Value in use.
    pub value: f64,
    /// The lowest value of the fits without a generation.
    pub low: f64,
    /// The highest.
    pub high: f64,
}

/// Why there is no validation.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum MlperfValidationError {
    /// A fit failed.
    #[error("the fit without {without} failed: {error}")]
    Fit {
        /// What was held out.
        without: String,
        /// Why.
        error: LeastSquaresError,
    },
}

/// Compares the roofline with every MLPerf result of a language model. Takes some tenths of a second: one fit for each
/// generation and each architecture.
///
/// # Errors
/// When a fit fails.
pub fn validate_against_mlperf(generations: &GenerationTables) -> Result<MlperfValidation, MlperfValidationError> {
    let serving = generations.serving();
    let cases = MlperfCases::from_generations(generations);
    let values = stored_coefficients(serving);
    let by_generation = fit_without_each(serving, &cases.counted, |g| &g.name)?;
    let by_family = fit_without_each(serving, &cases.counted, |g| &g.family)?;
    let held = |fits: &[(String, Vec<f64>)], case: &MlperfCase<'_>, name: &str| {
        fits.iter().find(|(n, _)| n == name).and_then(|(_, v)| predicted_tokens_s(serving, case, v))
    };
    let rows: Vec<ValidationRow> = cases
        .counted
        .iter()
        .map(|case| {
            let held_out = held(&by_generation, case, &case.generation.name);
            let family = held(&by_family, case, &case.generation.family);
            ValidationRow::from_case(serving, case, &values, held_out, family)
        })
        .collect();
    let early = cases.early.iter().map(|case| ValidationRow::from_case(serving, case, &values, None, None)).collect();
    let joules =
        predict_joule_rows(generations, &cases.powered, |case| held(&by_generation, case, &case.generation.name));
    let miss = serving.method.miss;
    let errors = |of: fn(&ValidationRow) -> Option<f64>| {
        ErrorStatistics::from_ratios(rows.iter().map(|r| of(r).map(|p| p / r.measured)), miss)
    };
    Ok(MlperfValidation {
        held_out: errors(|r| r.held_out),
        family_held_out: errors(|r| r.family_held_out),
        fitted: errors(|r| r.predicted),
        joule_stats: ErrorStatistics::from_ratios(joules.iter().map(|j| j.error.map(|e| 1.0 + e)), miss),
        coefficients: coefficient_spans(serving, &by_generation),
        uncounted: cases.uncounted,
        rows,
        early,
        joules,
    })
}

/// The fits without each of the groups that a name makes, in the order of the names.
fn fit_without_each<'a>(
    serving: &ServingData,
    cases: &[MlperfCase<'a>],
    name: impl Fn(&'a ProductGeneration) -> &'a str + Sync,
) -> Result<Vec<(String, Vec<f64>)>, MlperfValidationError> {
    let mut names: Vec<&str> = cases.iter().map(|c| name(c.generation)).collect();
    names.sort_unstable();
    names.dedup();
    let without = |held: &str| -> Result<(String, Vec<f64>), MlperfValidationError> {
        let others: Vec<&MlperfCase<'_>> = cases.iter().filter(|c| name(c.generation) != held).collect();
        let values = fit_coefficients(serving, &others)
            .map_err(|error| MlperfValidationError::Fit { without: held.to_owned(), error })?;
        Ok((held.to_owned(), values))
    };
    names.par_iter().map(|held| without(held)).collect()
}

fn coefficient_spans(serving: &ServingData, fits: &[(String, Vec<f64>)]) -> Vec<FittedCoefficient> {
    let span = |at: usize| {
        let of = fits.iter().map(|(_, v)| v[at]);
        of.fold((f64::INFINITY, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)))
    };
    let fitted = serving.coefficients.iter().enumerate().filter(|(_, c)| c.prior_with_spread().is_some());
    fitted
        .map(|(at, c)| {
            let (low, high) = span(at);
            FittedCoefficient { id: c.id.clone(), name: c.name.clone(), value: c.value, low, high }
        })
        .collect()
}

impl ValidationRow {
    fn from_case(
        serving: &ServingData,
        case: &MlperfCase<'_>,
        values: &[f64],
        held_out: Option<f64>,
        family_held_out: Option<f64>,
    ) -> Self {
        let served = case.setup.serve_load(&vendor_coefficients(serving, &case.chip.vendor, values)).ok();
        let predicted = served.map(|s| s.tokens_s);
        let error = held_out.or(predicted).map(|p| p / case.measured - 1.0);
        let r = case.row;
        Self {
            round: r.round.clone(),
            benchmark: r.benchmark.clone(),
            scenario: r.scenario.clone(),
            model: case.model.id.clone(),
            chip: case.chip.id.clone(),
            generation: case.generation.name.clone(),
            family: case.generation.family.clone(),
            submitter: r.submitter.clone(),
            system: r.system.clone(),
            accelerators: r.accelerators,
            precision: case.precision.name(),
            source: r.source.clone(),
            measured: case.measured,
            predicted,
            held_out,
            family_held_out,
            error,
            miss: error.is_none_or(|e| e.abs() > serving.method.miss),
            group: served.map(|s| s.group),
            batch: served.map(|s| s.batch),
            bound: served.map(|s| s.parts.find_bottleneck()),
        }
    }
}

impl ErrorStatistics {
    /// Statistics of ratios predicted over measured; a result without a prediction is off by all of itself.
    fn from_ratios(ratios: impl Iterator<Item = Option<f64>>, miss: f64) -> Self {
        let ratios: Vec<Option<f64>> = ratios.collect();
        let mut errors: Vec<f64> = ratios.iter().map(|r| r.map_or(1.0, |r| (r - 1.0).abs())).collect();
        errors.sort_by(f64::total_cmp);
        let n = errors.len();
        if n == 0 {
            return Self::default();
        }
        let known: Vec<f64> = ratios.iter().flatten().map(|r| r.ln()).collect();
        Self {
            n,
            median: f64::midpoint(errors[(n - 1) / 2], errors[n / 2]),
            mean: errors.iter().sum::<f64>() / n as f64,
            bias: (known.iter().sum::<f64>() / known.len().max(1) as f64).exp_m1(),
            worst: errors[n - 1],
            misses: errors.iter().filter(|e| **e > miss).count(),
        }
    }
}
