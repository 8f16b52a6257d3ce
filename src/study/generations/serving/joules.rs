//! Tokens per joule at the wall, where it was measured.

use serde::Serialize;

use crate::catalog::generation::GenerationTables;
use crate::catalog::generation::node::NodeKind;

use super::cases::MlperfCase;

/// A result with measured power at the wall.
#[derive(Clone, Debug, Serialize)]
pub struct JouleRow {
    /// Round.
    pub round: String,
    /// Benchmark.
    pub benchmark: String,
    /// Scenario.
    pub scenario: String,
    /// Catalog id of the accelerator.
    pub chip: String,
    /// Submitter.
    pub submitter: String,
    /// System as the submitter names it.
    pub system: String,
    /// Number format of the weights.
    pub precision: &'static str,
    /// Source id of the result.
    pub source: String,
    /// Measured power at the wall over the rated power of the accelerators.
    pub measured_wall_over_chips: f64,
    /// The same as it is measured on other makers' nodes: what the prediction takes.
    pub wall_over_chips: f64,
    /// Measured tokens per joule at the wall.
    pub measured: f64,
    /// Predicted by coefficients fitted without the generation, and by other makers' nodes.
    pub predicted: Option<f64>,
    /// Predicted over measured, less 1.
    pub error: Option<f64>,
}

/// Predicts tokens per joule of every powered case: tokens a second (`tokens_s`, each accelerator) over the rated power
/// times the mean ratio of wall to chips that was measured on nodes of other makers. Nothing of the node itself is used.
pub(crate) fn predict_joule_rows(
    generations: &GenerationTables,
    cases: &[MlperfCase<'_>],
    tokens_s: impl Fn(&MlperfCase<'_>) -> Option<f64>,
) -> Vec<JouleRow> {
    cases.iter().filter_map(|case| predict_joule_row(generations, case, tokens_s(case))).collect()
}

fn predict_joule_row(generations: &GenerationTables, case: &MlperfCase<'_>, tokens_s: Option<f64>) -> Option<JouleRow> {
    let r = case.row;
    let wall_w = r.wall_power_w?;
    let chip_w = case.chip.tdp_w?;
    let wall_over_chips = wall_ratio_without_submitter(generations, &r.submitter)?;
    let measured = case.measured * f64::from(r.accelerators) / wall_w;
    let predicted = tokens_s.map(|t| t / (chip_w * wall_over_chips));
    Some(JouleRow {
        round: r.round.clone(),
        benchmark: r.benchmark.clone(),
        scenario: r.scenario.clone(),
        chip: case.chip.id.clone(),
        submitter: r.submitter.clone(),
        system: r.system.clone(),
        precision: case.precision.name(),
        source: r.source.clone(),
        measured_wall_over_chips: wall_w / (chip_w * f64::from(r.accelerators)),
        wall_over_chips,
        measured,
        predicted,
        error: predicted.map(|p| p / measured - 1.0),
    })
}

/// Mean ratio of wall to chips over the measured nodes that are not of this submitter; peaks are no means and left out.
fn wall_ratio_without_submitter(generations: &GenerationTables, submitter: &str) -> Option<f64> {
    let ratios: Vec<f64> = generations
        .measured_nodes()
        .iter()
        .filter(|n| n.kind == NodeKind::Measured && !n.workload.contains("greatest") && !n.system.contains(submitter))
        .map(crate::catalog::generation::node::MeasuredNode::wall_to_chip_ratio)
        .collect();
    (!ratios.is_empty()).then(|| ratios.iter().sum::<f64>() / ratios.len() as f64)
}
