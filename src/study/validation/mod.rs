//! Published figures beside what the model predicts for the same configuration, without having seen them.

mod component;
mod error;
mod path;
mod rack;
pub mod result;

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::catalog::change::ValueChange;
use crate::catalog::validation::{CaseQuantity, CaseRun, ErrorTolerance, EvidenceKind, ValidationCase};
use crate::scenario::Scenario;

pub use self::error::ValidationError;

use self::error::PredictionFailure;
use self::result::{CaseResult, ErrorTotals, QuantityResult, ValidationReport, case_predictions};
use super::{compare, explicit_plant, provenance, site};

/// Which cases.
#[derive(Clone, Debug, Default)]
pub struct ValidationOptions {
    /// Ids; all without any.
    pub ids: Vec<String>,
    /// Only those of a kind.
    pub kind: Option<EvidenceKind>,
}

/// Runs the cases, each on its own; the result does not depend on the number of threads.
///
/// # Errors
/// [`ValidationError`]. A case without an answer of the model is no error: its quantities are misses that say why.
pub fn run(catalog: &Catalog, question: &ValidationOptions) -> Result<ValidationReport, ValidationError> {
    let all = catalog.validation_cases()?;
    let known = || all.iter().map(|c| c.id.clone()).collect::<Vec<_>>();
    if let Some(id) = question.ids.iter().find(|id| !all.iter().any(|c| c.id == **id)) {
        return Err(ValidationError::Unknown { id: id.clone(), known: known() });
    }
    let wanted = |c: &&ValidationCase| {
        (question.ids.is_empty() || question.ids.contains(&c.id)) && question.kind.is_none_or(|kind| c.kind == kind)
    };
    let chosen: Vec<&ValidationCase> = all.iter().filter(wanted).collect();
    let cases: Vec<CaseResult> = chosen.par_iter().map(|c| run_case(catalog, c)).collect::<Result<_, _>>()?;
    let baseline = catalog.validation_baseline()?.holds;
    let (mut fallen, mut risen) = (Vec::new(), Vec::new());
    for (case, q) in case_predictions(&cases) {
        let name = q.baseline_name(&case.id);
        match (baseline.contains(&name), q.within_tolerance) {
            (true, false) => fallen.push(name),
            (false, true) => risen.push(name),
            _ => {}
        }
    }
    let of = |kind: EvidenceKind| {
        let of_kind = cases.iter().filter(|c| c.kind == kind).map(|c| c.quantities.as_slice());
        (kind.name(), ErrorTotals::from_quantities(of_kind))
    };
    let by_kind = EvidenceKind::ALL.into_iter().map(of).filter(|(_, t)| t.predictions > 0).collect();
    let ids = chosen.iter().map(|c| c.source.as_str()).collect();
    Ok(ValidationReport {
        totals: ErrorTotals::from_quantities(cases.iter().map(|c| c.quantities.as_slice())),
        by_kind,
        sources: provenance::sources_by_id(catalog, &ids),
        cases,
        fallen,
        risen,
    })
}

fn run_case(catalog: &Catalog, case: &ValidationCase) -> Result<CaseResult, ValidationError> {
    let changes =
        case.changes.iter().map(|c| ValueChange { record: c.record.clone(), key: c.key.clone(), value: c.value });
    let changed = catalog.with_values(&changes.collect::<Vec<_>>())?;
    let mut answers = CaseRunner { catalog: &changed, case, known_runs: Vec::new() };
    let mut quantities = Vec::with_capacity(case.quantities.len());
    for q in &case.quantities {
        let (predicted, reason) = match answers.predict_quantity(q) {
            Ok(value) => (Some(value), None),
            Err(PredictionFailure::NoSolution(reason)) => (None, Some(reason)),
            Err(PredictionFailure::InvalidCase(reason)) => {
                return Err(ValidationError::Case { id: case.id.clone(), quantity: q.name.clone(), reason });
            }
        };
        quantities.push(quantity_result(q, predicted, reason));
    }
    let why = |c: &crate::catalog::validation::CaseChange| format!("{} {} = {}: {}", c.record, c.key, c.value, c.why);
    Ok(CaseResult {
        id: case.id.clone(),
        title: case.title.clone(),
        kind: case.kind,
        source: case.source.clone(),
        location: case.location.clone(),
        notes: case.notes.clone(),
        discussion: case.discussion.clone(),
        calibrated: case.changes.iter().filter(|c| c.calibrated).map(why).collect(),
        given: case.changes.iter().filter(|c| !c.calibrated).map(why).collect(),
        totals: ErrorTotals::from_quantities(std::iter::once(quantities.as_slice())),
        quantities,
    })
}

fn quantity_result(q: &CaseQuantity, predicted: Option<f64>, reason: Option<String>) -> QuantityResult {
    let (relative, tolerance) = match q.tolerance {
        ErrorTolerance::Relative(share) => (true, share),
        ErrorTolerance::Absolute(amount) => (false, amount),
    };
    let error = predicted.map(|p| if relative { p / q.published - 1.0 } else { p - q.published });
    QuantityResult {
        name: q.name.clone(),
        unit: q.unit.clone(),
        measured: q.published,
        uncertainty: q.uncertainty.clone(),
        predicted,
        error,
        relative,
        tolerance,
        basis: q.basis.clone(),
        within_tolerance: error.is_some_and(|e| e.abs() <= tolerance),
        calibrated: q.calibrated,
        reason,
    }
}

/// A run under some settings, and its JSON or why there is none.
struct KnownRun {
    settings: Vec<String>,
    by_month: bool,
    answer: Result<serde_json::Value, String>,
}

/// The runs of a case, each made once.
struct CaseRunner<'a> {
    catalog: &'a Catalog,
    case: &'a ValidationCase,
    known_runs: Vec<KnownRun>,
}

impl CaseRunner<'_> {
    fn predict_quantity(&mut self, q: &CaseQuantity) -> Result<f64, PredictionFailure> {
        let value = match &self.case.run {
            CaseRun::Component(id) => component::equipment_figure(self.catalog, id, q)?,
            CaseRun::Rack(keys) => rack::rack_figure(self.catalog, keys, q)?,
            CaseRun::Scenario(_) | CaseRun::Plant(_) => {
                let answer = self.run_to_json(q)?;
                let value = path::figure_at_path(&answer, q, q.architecture.as_deref())?;
                match (&q.change_from, &q.difference_from) {
                    (Some(name), _) => 100.0 * (value / path::figure_at_path(&answer, q, Some(name))? - 1.0),
                    (None, Some(name)) => value - path::figure_at_path(&answer, q, Some(name))?,
                    (None, None) => value,
                }
            }
        };
        Ok(value - q.less)
    }

    /// The JSON of a comparison or a plant's year under the settings of a quantity.
    fn run_to_json(&mut self, q: &CaseQuantity) -> Result<serde_json::Value, PredictionFailure> {
        let by_month = !q.months.is_empty();
        if let Some(known) = self.known_runs.iter().find(|run| run.settings == q.set && run.by_month == by_month) {
            return known.answer.clone().map_err(PredictionFailure::NoSolution);
        }
        let text = match &self.case.run {
            CaseRun::Plant(path) => {
                self.catalog.read_text(path).map_err(|e| PredictionFailure::invalid_case(e.to_string()))?
            }
            CaseRun::Scenario(table) => {
                toml::to_string(table).map_err(|e| PredictionFailure::invalid_case(e.to_string()))?
            }
            _ => String::new(),
        };
        let scenario = Scenario::parse(&self.case.id, &text, &q.set, self.catalog)
            .map_err(|e| PredictionFailure::invalid_case(e.to_string()))?;
        let answer = if scenario.explicit_plant.is_some() {
            explicit_plant::run(&scenario, self.catalog).map_err(|e| e.to_string()).map(serde_json::to_value)
        } else if by_month {
            site::run(&scenario, self.catalog, None).map_err(|e| e.to_string()).map(serde_json::to_value)
        } else {
            compare::run(&scenario, self.catalog).map_err(|e| e.to_string()).map(serde_json::to_value)
        };
        let answer = answer.and_then(|json| json.map_err(|e| e.to_string()));
        self.known_runs.push(KnownRun { settings: q.set.clone(), by_month, answer: answer.clone() });
        answer.map_err(PredictionFailure::NoSolution)
    }
}
