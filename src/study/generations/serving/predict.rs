//! The prediction for an accelerator, a model, a workload and a number format.

use serde::Serialize;
use thiserror::Error;

use crate::catalog::generation::GenerationTables;
use crate::catalog::generation::accelerator::Accelerator;
use crate::catalog::generation::model::LanguageModel;
use crate::catalog::generation::precision::Precision;
use crate::catalog::generation::serving::ServingData;
use crate::catalog::generation::workload::ServingWorkload;
use crate::serving::coefficients::RooflineCoefficients;
use crate::serving::serve::{BatchLimit, ServeError, ServingResult, evaluate_batch, optimize_group_and_batch};
use crate::serving::shape::{ModelShape, RoutedExperts};
use crate::serving::step::{ServingGroup, StepBottleneck, StepTimes};
use crate::serving::{AcceleratorRatings, NumberFormats, ServingLoad};

/// What an accelerator gives.
#[derive(Clone, Debug, Serialize)]
pub struct ServingPrediction {
    /// Catalog id of the accelerator.
    pub chip: String,
    /// Catalog id of the model.
    pub model: String,
    /// Catalog id of the workload.
    pub workload: String,
    /// Number format of the weights.
    pub precision: &'static str,
    /// Tokens of answers a second for each accelerator.
    pub tokens_per_s: f64,
    /// The same over its rated power; nothing where that isn't known.
    pub tokens_per_joule: Option<f64>,
    /// Accelerators that share the model.
    pub group: u32,
    /// Sequences in flight in the group; below one answer where it waits for requests to keep a limit of latency.
    pub batch: f64,
    /// What holds the batch: `capacity` or `latency`.
    pub batch_limit: BatchLimit,
    /// Time of a step: for each further token.
    pub step_s: f64,
    /// Time to the first token that 99 % of requests keep, where there is a limit of latency.
    pub first_token_s: Option<f64>,
    /// What takes the most of a step: `compute`, `weights`, `attention`, `cache`, `activations`, `link` or `launch`.
    pub bound: StepBottleneck,
    /// Share of the time that prompts take.
    pub prompt_share: f64,
    /// Arithmetic done over the rated one.
    pub flop_use: f64,
    /// Weights and cache read over the rated bandwidth.
    pub byte_use: f64,
    /// What a step's time is made of, as shares of it that add up to 1.
    pub shares: StepShares,
}

/// Shares of a step.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct StepShares {
    /// Products with weights, at the nearer of their roofs.
    pub products: f64,
    /// Attention of answers, at the nearer of its roofs.
    pub attention: f64,
    /// Attention within prompts.
    pub prompt_attention: f64,
    /// Everything between the products.
    pub activations: f64,
    /// The link.
    pub link: f64,
    /// Starting the work.
    pub launch: f64,
}

impl StepShares {
    fn from_times(parts: &StepTimes) -> Self {
        let share = |s: f64| s / parts.total_time_s();
        Self {
            products: share(parts.products_s.max(parts.weights_s)),
            attention: share(parts.attention_s.max(parts.cache_s)),
            prompt_attention: share(parts.prompt_attention_s),
            activations: share(parts.activations_s),
            link: share(parts.link_s),
            launch: share(parts.launch_s),
        }
    }
}

/// Why there is no prediction.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum PredictError {
    /// The accelerator lacks the format.
    #[error("`{chip}` has no {asked}; it has {}", has.join(", "))]
    Format {
        /// The accelerator.
        chip: String,
        /// The format asked for.
        asked: &'static str,
        /// Those that it has.
        has: Vec<&'static str>,
    },
    /// The workload is another model's.
    #[error("workload `{workload}` is for `{model}`")]
    Model {
        /// The workload.
        workload: String,
        /// Its model.
        model: String,
    },
    /// It can't be served.
    #[error("{model} on {chip}: {error}")]
    Serve {
        /// The model.
        model: String,
        /// The accelerator.
        chip: String,
        /// Why.
        error: ServeError,
    },
}

/// Predicts with the stored coefficients; `accelerators` is how many there are, at most those that the scale-up link
/// joins are taken, and as many as it joins where none is given.
///
/// Weights in `precision`; the cache in FP8 where weights are FP8 or narrower, else as wide as they; attention is
/// computed in FP16, as in the planner aiconfigurator.
///
/// # Errors
/// [`PredictError`].
pub fn predict_serving(
    generations: &GenerationTables,
    chip: &Accelerator,
    model: &LanguageModel,
    workload: &ServingWorkload,
    precision: Precision,
    accelerators: Option<u32>,
) -> Result<ServingPrediction, PredictError> {
    if let Some(other) = workload.model.as_ref().filter(|m| **m != model.id) {
        return Err(PredictError::Model { workload: workload.id.clone(), model: other.clone() });
    }
    let serving = generations.serving();
    let setup = RooflineInputs::new(serving, chip, model, workload, precision, accelerators)?;
    let served = setup
        .serve_load(&vendor_coefficients(serving, &chip.vendor, &stored_coefficients(serving)))
        .map_err(|error| PredictError::Serve { model: model.id.clone(), chip: chip.id.clone(), error })?;
    Ok(ServingPrediction {
        chip: chip.id.clone(),
        model: model.id.clone(),
        workload: workload.id.clone(),
        precision: precision.name(),
        tokens_per_s: served.tokens_s,
        tokens_per_joule: chip.tdp_w.map(|w| served.tokens_s / w),
        group: served.group,
        batch: served.batch,
        batch_limit: served.batch_limit,
        step_s: served.step_s,
        first_token_s: served.first_token_s,
        bound: served.parts.find_bottleneck(),
        prompt_share: served.prompt_share,
        flop_use: served.flop_use,
        byte_use: served.byte_use,
        shares: StepShares::from_times(&served.parts),
    })
}

/// The model's inputs from the catalog's records.
#[derive(Clone, Copy, Debug)]
pub struct RooflineInputs {
    shape: ModelShape,
    machine: AcceleratorRatings,
    formats: NumberFormats,
    load: ServingLoad,
}

impl RooflineInputs {
    /// Gathers the inputs.
    ///
    /// # Errors
    /// When the accelerator lacks the format.
    pub fn new(
        serving: &ServingData,
        chip: &Accelerator,
        model: &LanguageModel,
        workload: &ServingWorkload,
        precision: Precision,
        accelerators: Option<u32>,
    ) -> Result<Self, PredictError> {
        let lacks = || PredictError::Format {
            chip: chip.id.clone(),
            asked: precision.name(),
            has: chip.throughput_by_precision().map(|(p, _)| p.name()).collect(),
        };
        let weight_bytes = bytes_per_weight(precision).ok_or_else(lacks)?;
        let flop_s = chip.dense_tflops(precision).ok_or_else(lacks)? * 1e12;
        let joined = serving.product_generation(&chip.id).map_or(1, |g| g.domain);
        Ok(Self {
            shape: model_shape(model),
            machine: AcceleratorRatings {
                flop_s,
                attention_flop_s: chip.dense_tflops(Precision::Fp16).map_or(flop_s, |t| t * 1e12),
                memory_bytes: chip.memory_gb * 1e9,
                memory_bytes_s: chip.memory_tb_s * 1e12,
                link_bytes_s: chip.link_gb_s.map(|both_ways| both_ways / 2.0 * 1e9),
                domain: joined.min(accelerators.unwrap_or(joined)),
            },
            formats: NumberFormats { weight_bytes, cache_bytes: weight_bytes.max(1.0) },
            load: serving_load(workload),
        })
    }

    /// Serves the load.
    ///
    /// # Errors
    /// When it can't be served.
    pub fn serve_load(&self, coefficients: &RooflineCoefficients) -> Result<ServingResult, ServeError> {
        optimize_group_and_batch(&self.shape, &self.machine, self.formats, &self.load, coefficients)
    }
}

/// Rates of a group and batch between the data sheet and the prediction, tokens a second for each accelerator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RooflineRates {
    /// If arithmetic alone took time, at its rated pace.
    pub compute: f64,
    /// If memory and link took theirs too, at their rated pace.
    pub roofline: f64,
    /// As predicted.
    pub predicted: f64,
}

/// The rates of an accelerator with the group and batch that serve it best.
///
/// # Errors
/// [`PredictError`].
pub fn roofline_rates(
    generations: &GenerationTables,
    chip: &Accelerator,
    model: &LanguageModel,
    workload: &ServingWorkload,
    precision: Precision,
) -> Result<RooflineRates, PredictError> {
    let serving = generations.serving();
    let setup = RooflineInputs::new(serving, chip, model, workload, precision, None)?;
    let served = setup
        .serve_load(&vendor_coefficients(serving, &chip.vendor, &stored_coefficients(serving)))
        .map_err(|error| PredictError::Serve { model: model.id.clone(), chip: chip.id.clone(), error })?;
    let bare = |machine: &AcceleratorRatings| {
        let group = ServingGroup {
            shape: &setup.shape,
            machine,
            formats: setup.formats,
            load: &setup.load,
            coefficients: &RooflineCoefficients::IDEAL,
            size: served.group,
        };
        evaluate_batch(&group, served.batch, served.batch_limit).tokens_s
    };
    let boundless = AcceleratorRatings { memory_bytes_s: f64::INFINITY, link_bytes_s: None, ..setup.machine };
    Ok(RooflineRates { compute: bare(&boundless), roofline: bare(&setup.machine), predicted: served.tokens_s })
}

/// Bytes of a weight; formats wider than 16 bit don't serve language models. FP4 carries one 8-bit scale for 16 values
/// (NVFP4; MXFP4 has one for 32).
fn bytes_per_weight(precision: Precision) -> Option<f64> {
    match precision {
        Precision::Fp16 => Some(2.0),
        Precision::Fp8 => Some(1.0),
        Precision::Fp4 => Some((4.0 + 8.0 / 16.0) / 8.0),
        Precision::Fp64 | Precision::Tf32 => None,
    }
}

fn model_shape(m: &LanguageModel) -> ModelShape {
    let experts = m.experts.zip(m.experts_per_token);
    ModelShape {
        layers: f64::from(m.layers),
        hidden: f64::from(m.hidden),
        heads: f64::from(m.heads),
        kv_heads: f64::from(m.kv_heads),
        head_dim: f64::from(m.head_dim),
        cache_values: m.kv_elements_per_token,
        active_params: m.active_params,
        total_params: m.total_params,
        experts: experts.map(|(all, used)| RoutedExperts { all: f64::from(all), used: f64::from(used) }),
    }
}

fn serving_load(w: &ServingWorkload) -> ServingLoad {
    ServingLoad {
        input_tokens: w.input_tokens,
        input_variation: w.input_variation,
        cached_share: w.cached_share,
        output_tokens: w.output_tokens,
        output_variation: w.output_variation,
        beams: f64::from(w.beams),
        first_token_s: w.first_token_s,
        next_token_s: w.next_token_s,
    }
}

/// The stored values of the coefficients, in the order of the file.
pub fn stored_coefficients(serving: &ServingData) -> Vec<f64> {
    serving.coefficients.iter().map(|c| c.value).collect()
}

/// Coefficients for a maker's accelerators from values in the order of the file.
pub fn vendor_coefficients(serving: &ServingData, vendor: &str, values: &[f64]) -> RooflineCoefficients {
    let with = || serving.coefficients.iter().zip(values);
    // A catalog that lacks one of them doesn't load; without effect is the neutral value.
    let of = |id: &str| with().find(|(c, _)| c.id == id).map_or(1.0, |(_, v)| *v);
    RooflineCoefficients {
        compute_share: of("compute-share"),
        memory_share: of("memory-share"),
        link_share: of("link-share"),
        collective_s: of("collective-s"),
        layer_s: of("layer-s"),
        activation_passes: of("activation-passes"),
        expert_share: of("expert-share"),
        spread_pace: of("spread-pace"),
        software_pace: with().find(|(c, _)| c.vendor.as_deref() == Some(vendor)).map_or(1.0, |(_, v)| *v),
        cache_share: of("cache-share"),
        latency_share: of("latency-share"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    /// NVLink of H100 is rated at 900 GB/s, both directions together: 450 GB/s each way.
    #[test]
    fn the_link_counts_one_direction() {
        let catalog = Catalog::load(None).unwrap();
        let g = catalog.generations().unwrap();
        let (chip, model) = (g.accelerator("h100-sxm").unwrap(), g.model("llama-3.1-70b").unwrap());
        let workload = g.workload("chat").unwrap();
        let inputs = RooflineInputs::new(g.serving(), chip, model, workload, Precision::Fp8, None).unwrap();
        assert_eq!(inputs.machine.link_bytes_s, Some(450e9));
    }
}
