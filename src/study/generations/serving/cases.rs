//! The MLPerf results that the roofline is held against.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::catalog::generation::GenerationTables;
use crate::catalog::generation::accelerator::Accelerator;
use crate::catalog::generation::mlperf::{MlperfResult, MlperfSuite};
use crate::catalog::generation::model::LanguageModel;
use crate::catalog::generation::precision::Precision;
use crate::catalog::generation::serving::ProductGeneration;
use crate::catalog::generation::workload::ServingWorkload;

use super::predict::RooflineInputs;

/// Unit of results that count tokens; others count answers.
const TOKEN_UNIT: &str = "tokens/s";

/// A result with what is needed to predict it.
#[derive(Clone, Debug)]
pub struct MlperfCase<'a> {
    /// The result.
    pub row: &'a MlperfResult,
    /// Accelerator.
    pub chip: &'a Accelerator,
    /// Model.
    pub model: &'a LanguageModel,
    /// Workload.
    pub workload: &'a ServingWorkload,
    /// Number format of the weights.
    pub precision: Precision,
    /// Product generation of the accelerator.
    pub generation: &'a ProductGeneration,
    /// Tokens a second for each accelerator.
    pub measured: f64,
    /// The model's inputs.
    pub setup: RooflineInputs,
}

/// A result that is not counted.
#[derive(Clone, Debug, Serialize)]
pub struct UncountedResult {
    /// Round.
    pub round: String,
    /// Benchmark.
    pub benchmark: String,
    /// Scenario.
    pub scenario: String,
    /// Accelerator as the submitter names it.
    pub accelerator: String,
    /// Submitter.
    pub submitter: String,
    /// Why.
    pub reason: String,
}

/// The results of language models, sorted.
#[derive(Clone, Debug, Default)]
pub struct MlperfCases<'a> {
    /// Those that the coefficients are fitted to and judged by: for each accelerator, benchmark and scenario the latest
    /// round, of it an available system before a preview, of these the best.
    pub counted: Vec<MlperfCase<'a>>,
    /// Of rounds before the first that is fitted: predicted only.
    pub early: Vec<MlperfCase<'a>>,
    /// Those at full power whose power at the wall was measured.
    pub powered: Vec<MlperfCase<'a>>,
    /// Not counted, and why; older and lower results of what is counted are not listed.
    pub uncounted: Vec<UncountedResult>,
}

impl<'a> MlperfCases<'a> {
    /// Sorts the results.
    pub fn from_generations(generations: &'a GenerationTables) -> Self {
        let mut cases = Self::default();
        let mut best: BTreeMap<(&str, &str, &str), MlperfCase<'a>> = BTreeMap::new();
        for row in generations.mlperf_results().iter().filter(|r| r.suite == MlperfSuite::Inference) {
            let Some(workload) = find_workload(generations, row) else { continue };
            let case = match build_case(generations, row, workload) {
                Ok(case) => case,
                Err(reason) => {
                    cases.uncounted.push(UncountedResult::from_result(row, reason));
                    continue;
                }
            };
            if row.wall_power_w.is_some() {
                cases.powered.push(case.clone());
            }
            let key = (workload.id.as_str(), case.chip.id.as_str(), row.scenario.as_str());
            match best.get(&key) {
                Some(other) if case_rank(other) >= case_rank(&case) => {}
                _ => {
                    best.insert(key, case);
                }
            }
        }
        let first = generations.serving().method.first_round.as_str();
        let (counted, early) = best.into_values().partition(|c| c.row.round.as_str() >= first);
        (cases.counted, cases.early) = (counted, early);
        cases
    }
}

impl UncountedResult {
    fn from_result(row: &MlperfResult, reason: String) -> Self {
        Self {
            round: row.round.clone(),
            benchmark: row.benchmark.clone(),
            scenario: row.scenario.clone(),
            accelerator: row.accelerator.clone(),
            submitter: row.submitter.clone(),
            reason,
        }
    }
}

fn case_rank<'c>(case: &'c MlperfCase<'_>) -> (&'c str, bool, u64) {
    // Tokens a second are positive: their bits sort as they do.
    (&case.row.round, case.row.available, case.measured.to_bits())
}

fn find_workload<'a>(generations: &'a GenerationTables, row: &MlperfResult) -> Option<&'a ServingWorkload> {
    generations.workloads().iter().find(|w| {
        w.benchmark.as_deref() == Some(row.benchmark.as_str()) && w.scenario.as_deref() == Some(row.scenario.as_str())
    })
}

/// The result as a case, or why it is none.
fn build_case<'a>(
    generations: &'a GenerationTables,
    row: &'a MlperfResult,
    workload: &'a ServingWorkload,
) -> Result<MlperfCase<'a>, String> {
    let serving = generations.serving();
    let chip = row.chip.as_ref().ok_or("the accelerator is not in the table with this power and memory")?;
    let chip = generations.accelerator(chip).ok_or_else(|| format!("`{chip}` is not in the table"))?;
    let generation = serving.product_generation(&chip.id).ok_or_else(|| format!("`{}` has no generation", chip.id))?;
    let model = workload.model.as_ref().and_then(|id| generations.model(id)).ok_or("its model is not in the table")?;
    if row.accelerator.starts_with("Virtualized") {
        return Err("run in a virtual machine".to_owned());
    }
    if row.power_mode.as_ref().is_some_and(|mode| mode.contains("power-tuned")) {
        return Err("power held below the rating; clocks are not told".to_owned());
    }
    let precision = parse_precision(row).ok_or("the number format is not told")?;
    let setup = RooflineInputs::new(serving, chip, model, workload, precision, Some(row.accelerators));
    let tokens = if row.unit == TOKEN_UNIT { 1.0 } else { workload.output_tokens };
    Ok(MlperfCase {
        row,
        chip,
        model,
        workload,
        precision,
        generation,
        measured: row.result_per_accelerator() * tokens,
        setup: setup.map_err(|e| e.to_string())?,
    })
}

/// The format that is told or inferred; of "fp8 or int8" the former, both are one byte.
fn parse_precision(row: &MlperfResult) -> Option<Precision> {
    row.precision.as_deref()?.split_whitespace().next()?.parse().ok()
}
