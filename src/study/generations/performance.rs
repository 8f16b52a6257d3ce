//! What an accelerator does in a second: rated arithmetic or bandwidth, or tokens that the roofline predicts.

use crate::catalog::generation::Generations;
use crate::catalog::generation::accelerator::Accelerator;
use crate::catalog::generation::precision::Precision;

use super::question::{GenerationError, Metric, Question, load};
use super::serving::{PredictError, predict};

/// Performance of one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Performance {
    /// In the metric's unit.
    pub value: f64,
    /// Number format, where it has one.
    pub precision: Option<Precision>,
}

/// Performance of a unit in the sense of the question.
///
/// # Errors
/// A workload or model that does not exist. Where the accelerator has no figure, the inner error says why.
pub fn of(
    generations: &Generations,
    chip: &Accelerator,
    question: &Question,
) -> Result<Result<Performance, String>, GenerationError> {
    if question.metric == Metric::Bandwidth {
        return Ok(Ok(Performance { value: chip.memory_tb_s * 1e3, precision: None }));
    }
    let Some(precision) = question.format.on(chip) else { return Ok(Err(lacks(chip, question))) };
    if question.metric == Metric::Flops {
        let value = chip.tflops(precision).unwrap_or_default();
        return Ok(Ok(Performance { value, precision: Some(precision) }));
    }
    let (workload, model) = load(generations, &question.workload, &question.model)?;
    match predict(generations, chip, model, workload, precision, None) {
        Ok(found) => Ok(Ok(Performance { value: found.tokens_per_s, precision: Some(precision) })),
        Err(error @ PredictError::Model { .. }) => Err(error.into()),
        Err(PredictError::Format { .. }) => {
            Ok(Err(format!("language models are served in fp16 or narrower, not in {}", precision.name())))
        }
        Err(PredictError::Serve { error, .. }) => Ok(Err(error.to_string())),
    }
}

/// What it lacks and what it has.
fn lacks(chip: &Accelerator, question: &Question) -> String {
    let has: Vec<&str> = chip.precisions().map(|(p, _)| p.name()).collect();
    let wanted = question.format.name();
    match (has.is_empty(), wanted) {
        (true, _) => "no throughput is published".to_owned(),
        (false, "lowest") => "its narrowest format is fp32, which is not compared".to_owned(),
        (false, "same") => format!("no fp16; it has {}", has.join(", ")),
        (false, wanted) => format!("no {wanted}; it has {}", has.join(", ")),
    }
}
