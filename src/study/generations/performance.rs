//! What an accelerator does in a second: rated arithmetic or bandwidth, or tokens that the roofline predicts.

use crate::catalog::generation::GenerationTables;
use crate::catalog::generation::accelerator::Accelerator;
use crate::catalog::generation::precision::Precision;

use super::options::{GenerationError, GenerationRequest, PerformanceMetric, find_workload_and_model};
use super::serving::{PredictError, predict_serving};

/// Performance of one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitPerformance {
    /// In the metric's unit.
    pub value: f64,
    /// Number format, where it has one.
    pub precision: Option<Precision>,
}

/// What is known of a unit's performance.
#[derive(Clone, Debug, PartialEq)]
pub enum PerformanceOutcome {
    /// The performance.
    Known(UnitPerformance),
    /// Why there is no figure.
    Unknown(String),
}

/// Performance of a unit in the sense of the question.
///
/// # Errors
/// A workload or model that does not exist. An accelerator without a figure is none: the outcome says why.
pub fn unit_performance(
    generations: &GenerationTables,
    chip: &Accelerator,
    question: &GenerationRequest,
) -> Result<PerformanceOutcome, GenerationError> {
    if question.metric == PerformanceMetric::Bandwidth {
        return Ok(PerformanceOutcome::Known(UnitPerformance { value: chip.memory_tb_s * 1e3, precision: None }));
    }
    let Some(precision) = question.format.precision_for(chip) else {
        return Ok(PerformanceOutcome::Unknown(missing_format_reason(chip, question)));
    };
    if question.metric == PerformanceMetric::Flops {
        let value = chip.dense_tflops(precision).unwrap_or_default();
        return Ok(PerformanceOutcome::Known(UnitPerformance { value, precision: Some(precision) }));
    }
    let (workload, model) = find_workload_and_model(generations, &question.workload, &question.model)?;
    Ok(match predict_serving(generations, chip, model, workload, precision, None) {
        Ok(found) => {
            PerformanceOutcome::Known(UnitPerformance { value: found.tokens_per_s, precision: Some(precision) })
        }
        Err(error @ PredictError::Model { .. }) => return Err(error.into()),
        Err(PredictError::Format { .. }) => PerformanceOutcome::Unknown(format!(
            "language models are served in fp16 or narrower, not in {}",
            precision.name()
        )),
        Err(PredictError::Serve { error, .. }) => PerformanceOutcome::Unknown(error.to_string()),
    })
}

/// What it lacks and what it has.
fn missing_format_reason(chip: &Accelerator, question: &GenerationRequest) -> String {
    let has: Vec<&str> = chip.throughput_by_precision().map(|(p, _)| p.name()).collect();
    let wanted = question.format.name();
    match (has.is_empty(), wanted) {
        (true, _) => "no throughput is published".to_owned(),
        (false, "lowest") => "its narrowest format is fp32, which is not compared".to_owned(),
        (false, "same") => format!("no fp16; it has {}", has.join(", ")),
        (false, wanted) => format!("no {wanted}; it has {}", has.join(", ")),
    }
}
