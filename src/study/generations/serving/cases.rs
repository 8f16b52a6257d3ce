//! The MLPerf results that the roofline is held against.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::catalog::generation::Generations;
use crate::catalog::generation::accelerator::Accelerator;
use crate::catalog::generation::mlperf::{MlperfResult, Suite};
use crate::catalog::generation::model::LanguageModel;
use crate::catalog::generation::precision::Precision;
use crate::catalog::generation::serving::Generation;
use crate::catalog::generation::workload::Workload;

use super::predict::Setup;

/// Round from which on MLPerf gives language models in tokens a second, also where a table's unit says queries (three
/// results of Llama-3.1-8B, interactive, in v5.1); before it gave samples.
const TOKENS_FROM: &str = "v4.1";

/// A result with what is needed to predict it.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// The result.
    pub row: &'a MlperfResult,
    /// Accelerator.
    pub chip: &'a Accelerator,
    /// Model.
    pub model: &'a LanguageModel,
    /// Workload.
    pub workload: &'a Workload,
    /// Number format of the weights.
    pub precision: Precision,
    /// Product generation of the accelerator.
    pub generation: &'a Generation,
    /// Tokens a second for each accelerator.
    pub measured: f64,
    /// The model's inputs.
    pub setup: Setup,
}

/// A result that is not counted.
#[derive(Clone, Debug, Serialize)]
pub struct Uncounted {
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
pub struct Cases<'a> {
    /// Those that the coefficients are fitted to and judged by: for each accelerator, benchmark and scenario the latest
    /// round, of it an available system before a preview, of these the best.
    pub counted: Vec<Case<'a>>,
    /// Of rounds before the first that is fitted: predicted only.
    pub early: Vec<Case<'a>>,
    /// Those at full power whose power at the wall was measured.
    pub powered: Vec<Case<'a>>,
    /// Not counted, and why; older and lower results of what is counted are not listed.
    pub uncounted: Vec<Uncounted>,
}

impl<'a> Cases<'a> {
    /// Sorts the results.
    pub fn of(generations: &'a Generations) -> Self {
        let mut cases = Self::default();
        let mut best: BTreeMap<(&str, &str, &str), Case<'a>> = BTreeMap::new();
        for row in generations.mlperf().iter().filter(|r| r.suite == Suite::Inference) {
            let Some(workload) = workload(generations, row) else { continue };
            let case = match case(generations, row, workload) {
                Ok(case) => case,
                Err(reason) => {
                    cases.uncounted.push(Uncounted::of(row, reason));
                    continue;
                }
            };
            if row.wall_power_w.is_some() {
                cases.powered.push(case.clone());
            }
            let key = (workload.id.as_str(), case.chip.id.as_str(), row.scenario.as_str());
            match best.get(&key) {
                Some(other) if rank(other) >= rank(&case) => {}
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

impl Uncounted {
    fn of(row: &MlperfResult, reason: String) -> Self {
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

fn rank<'c>(case: &'c Case<'_>) -> (&'c str, bool, u64) {
    // Tokens a second are positive: their bits sort as they do.
    (&case.row.round, case.row.available, case.measured.to_bits())
}

fn workload<'a>(generations: &'a Generations, row: &MlperfResult) -> Option<&'a Workload> {
    generations.workloads().iter().find(|w| {
        w.benchmark.as_deref() == Some(row.benchmark.as_str()) && w.scenario.as_deref() == Some(row.scenario.as_str())
    })
}

/// The result as a case, or why it is none.
fn case<'a>(generations: &'a Generations, row: &'a MlperfResult, workload: &'a Workload) -> Result<Case<'a>, String> {
    let serving = generations.serving();
    let chip = row.chip.as_ref().ok_or("the accelerator is not in the table with this power and memory")?;
    let chip = generations.accelerator(chip).ok_or_else(|| format!("`{chip}` is not in the table"))?;
    let generation = serving.generation(&chip.id).ok_or_else(|| format!("`{}` has no generation", chip.id))?;
    let model = workload.model.as_ref().and_then(|id| generations.model(id)).ok_or("its model is not in the table")?;
    if row.accelerator.starts_with("Virtualized") {
        return Err("run in a virtual machine".to_owned());
    }
    if row.power_mode.as_ref().is_some_and(|mode| mode.contains("power-tuned")) {
        return Err("power held below the rating; clocks are not told".to_owned());
    }
    let precision = precision(row).ok_or("the number format is not told")?;
    let setup = Setup::new(serving, chip, model, workload, precision, Some(row.accelerators));
    let tokens = if row.round.as_str() < TOKENS_FROM { workload.output_tokens } else { 1.0 };
    Ok(Case {
        row,
        chip,
        model,
        workload,
        precision,
        generation,
        measured: row.per_accelerator() * tokens,
        setup: setup.map_err(|e| e.to_string())?,
    })
}

/// The format that is told or inferred; of "fp8 or int8" the former, both are one byte.
fn precision(row: &MlperfResult) -> Option<Precision> {
    row.precision.as_deref()?.split_whitespace().next()?.parse().ok()
}
