//! What holding predictions against published figures gives. Field names are the JSON keys.

use serde::Serialize;

use crate::catalog::validation::EvidenceKind;
use std::collections::BTreeMap;

use crate::study::compare::result::SourceReference;

/// Every case that was run.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ValidationReport {
    /// The cases in the order of their ids.
    pub cases: Vec<CaseResult>,
    /// All predictions together.
    pub totals: ErrorTotals,
    /// Predictions by how the published figures were obtained.
    pub by_kind: BTreeMap<&'static str, ErrorTotals>,
    /// Quantities that the baseline holds within tolerance and that are out of it now.
    pub fallen: Vec<String>,
    /// Quantities within tolerance that the baseline does not hold.
    pub risen: Vec<String>,
    /// The sources of the cases.
    pub sources: Vec<SourceReference>,
}

impl ValidationReport {
    /// Every quantity with its case.
    pub fn all_quantities(&self) -> impl Iterator<Item = (&CaseResult, &QuantityResult)> {
        case_quantities(&self.cases)
    }

    /// Those that are predictions: calibrated ones are none.
    pub fn all_predictions(&self) -> impl Iterator<Item = (&CaseResult, &QuantityResult)> {
        case_predictions(&self.cases)
    }
}

fn case_quantities(cases: &[CaseResult]) -> impl Iterator<Item = (&CaseResult, &QuantityResult)> {
    cases.iter().flat_map(|c| c.quantities.iter().map(move |q| (c, q)))
}

/// The predictions of some cases.
pub(crate) fn case_predictions(cases: &[CaseResult]) -> impl Iterator<Item = (&CaseResult, &QuantityResult)> {
    case_quantities(cases).filter(|(_, q)| !q.calibrated)
}

/// A published case.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CaseResult {
    /// Its id.
    pub id: String,
    /// What it is.
    pub title: String,
    /// How its figures were obtained.
    pub kind: EvidenceKind,
    /// Source id.
    pub source: String,
    /// Page, table or figure.
    pub location: String,
    /// Configuration: published and assumed.
    pub notes: String,
    /// Likely reasons of misses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discussion: Option<String>,
    /// Parameters that were chosen so that a quantity is met.
    pub calibrated: Vec<String>,
    /// Parameters that are facts of the published configuration.
    pub given: Vec<String>,
    /// Errors of its predictions together.
    pub totals: ErrorTotals,
    /// What is compared.
    pub quantities: Vec<QuantityResult>,
}

/// A published figure and its prediction.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct QuantityResult {
    /// Its name.
    pub name: String,
    /// Unit, empty for a ratio.
    pub unit: String,
    /// As published.
    pub measured: f64,
    /// Uncertainty of the published figure, where it is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<String>,
    /// As predicted.
    pub predicted: Option<f64>,
    /// Predicted over published less one, or predicted less published.
    pub error: Option<f64>,
    /// Whether error and tolerance are shares of the published figure.
    pub relative: bool,
    /// The largest error that is honest.
    pub tolerance: f64,
    /// Why so much.
    pub basis: String,
    /// Whether the error is within it.
    pub within_tolerance: bool,
    /// Whether something was chosen with the figure in view: it counts for nothing.
    pub calibrated: bool,
    /// Why there is no prediction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl QuantityResult {
    /// Its name in the baseline.
    pub fn baseline_name(&self, case: &str) -> String {
        format!("{case}: {}", self.name)
    }
}

/// Errors of predictions together.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct ErrorTotals {
    /// Cases.
    pub cases: usize,
    /// Predicted quantities; calibrated ones don't count.
    pub predictions: usize,
    /// Those within tolerance.
    pub within: usize,
    /// Their share.
    pub share_within: Option<f64>,
    /// Predictions whose error is a share: temperatures have none.
    pub relative_predictions: usize,
    /// Mean absolute relative error of these.
    pub mean_absolute_error: Option<f64>,
    /// Mean relative error of these.
    pub bias: Option<f64>,
}

impl ErrorTotals {
    /// Of the quantities of some cases.
    pub fn from_quantities<'a>(cases: impl Iterator<Item = &'a [QuantityResult]>) -> Self {
        let mut out = Self::default();
        let (mut sum, mut absolute) = (0.0, 0.0);
        for quantities in cases {
            out.cases += 1;
            for q in quantities.iter().filter(|q| !q.calibrated) {
                out.predictions += 1;
                out.within += usize::from(q.within_tolerance);
                if let Some(error) = q.error.filter(|_| q.relative) {
                    out.relative_predictions += 1;
                    sum += error;
                    absolute += error.abs();
                }
            }
        }
        let n = out.relative_predictions as f64;
        out.share_within = (out.predictions > 0).then(|| out.within as f64 / out.predictions as f64);
        out.mean_absolute_error = (n > 0.0).then(|| absolute / n);
        out.bias = (n > 0.0).then(|| sum / n);
        out
    }
}
