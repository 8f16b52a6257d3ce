//! What each estimate does to a difference by itself: every input at both ends of its range, all others as given.
//!
//! A default that favours one side shows here with its direction and its size. Inputs that follow one draw move together.

use rayon::prelude::*;
use serde::Serialize;

use crate::assembly::warning::WarningList;
use crate::catalog::Catalog;
use crate::catalog::change::ValueChange;
use crate::scenario::Scenario;
use crate::study::compare::SiteConditions;
use crate::study::compare::result::{ArchitectureResult, SourceReference};
use crate::study::provenance;

use super::input::{InputConfidence, SampledInput, value_label};
use super::inputs::InputSet;
use super::options::UncertaintyError;

/// Effects of single inputs on the difference in power at the meter between architectures and the first one.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct OneAtATimeResult {
    /// The scenario's title.
    pub title: String,
    /// The first architecture, which the others are compared with.
    pub base: String,
    /// Power of every other architecture less that of the first, with every input as given; nothing where one can't be
    /// cooled.
    pub differences: Vec<NominalDifference>,
    /// Effects below this are not listed, W.
    pub least_w: f64,
    /// Inputs that were moved.
    pub moved: usize,
    /// The inputs with an effect, the largest first.
    pub effects: Vec<InputEffect>,
    /// The sources that the inputs name.
    pub sources: Vec<SourceReference>,
    /// What the reader must know.
    #[serde(flatten)]
    pub warnings: WarningList,
}

/// A difference with every input as given.
#[derive(Clone, Debug, Serialize)]
pub struct NominalDifference {
    /// The architecture.
    pub name: String,
    /// Its mean power at the meter less that of the first one, W.
    pub facility_power_w: Option<f64>,
}

/// What one input does.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct InputEffect {
    /// Its name.
    pub input: String,
    /// Other places that hold the same estimate or follow the same draw.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Its value and both ends of its range.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// How well its range is known.
    pub confidence: InputConfidence,
    /// Source id of the range; empty where the scenario gave it.
    pub source: String,
    /// Change of each difference at the lower and at the upper end, W, in the order of [`OneAtATimeResult::differences`].
    pub changes: Vec<EndChanges>,
}

/// Change of a difference at both ends of a range.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EndChanges {
    /// At the lower end, W; nothing where the architecture can't be cooled there.
    pub at_low_w: Option<f64>,
    /// At the upper end, W.
    pub at_high_w: Option<f64>,
}

impl InputEffect {
    /// The largest change of any difference, W.
    fn largest_w(&self) -> f64 {
        let both = self.changes.iter().flat_map(|c| [c.at_low_w, c.at_high_w]).flatten();
        both.map(f64::abs).fold(0.0, f64::max)
    }
}

/// Moves every estimate that the architectures rest on to both ends of its range, one at a time, and lists those that change
/// a difference by at least `least_w`.
///
/// # Errors
/// [`UncertaintyError`]: a scenario that can't run, or correlations that can't be.
pub fn run(scenario: &Scenario, catalog: &Catalog, least_w: f64) -> Result<OneAtATimeResult, UncertaintyError> {
    let place = SiteConditions::from_scenario(scenario, catalog)?;
    let nominal = place.run_selected(scenario, catalog, |_| true)?;
    let rates = place.rate_records(scenario, catalog)?;
    let records: Vec<&[String]> = nominal.iter().flatten().map(|ran| ran.records.as_slice()).collect();
    let inputs = InputSet::from_scenario(scenario, catalog, &records, &rates)?;
    let given = |ran: &[Option<ArchitectureResult>]| differences(ran);
    let results: Vec<Option<ArchitectureResult>> =
        nominal.iter().map(|r| r.as_ref().map(|r| r.architecture.clone())).collect();
    let base_differences = given(&results);
    let at_end = |column: usize, u: f64| -> Vec<Option<f64>> {
        let (changes, arguments) = moved_values(&inputs.all, column, u);
        let none = || vec![None; base_differences.len()];
        let Ok(catalog) = catalog.with_values(&changes) else { return none() };
        let changed = if arguments.is_empty() { None } else { scenario.with_overrides(&arguments, &catalog).ok() };
        if !arguments.is_empty() && changed.is_none() {
            return none();
        }
        let ran = place.run_selected(changed.as_ref().unwrap_or(scenario), &catalog, |_| true);
        ran.map_or_else(
            |_| none(),
            |ran| {
                let results: Vec<_> = ran.into_iter().map(|r| r.map(|r| r.architecture)).collect();
                differences(&results)
            },
        )
    };
    let mut effects: Vec<InputEffect> = (0..inputs.columns)
        .into_par_iter()
        .filter_map(|column| {
            let together: Vec<&SampledInput> = inputs.all.iter().filter(|i| i.column == column).collect();
            let first = *together.first()?;
            let (low, high) = (at_end(column, 0.0), at_end(column, 1.0));
            let change = |end: Option<f64>, base: Option<f64>| Some(end? - base?);
            let changes = base_differences.iter().zip(low.iter().zip(&high)).map(|(base, (low, high))| EndChanges {
                at_low_w: change(*low, *base),
                at_high_w: change(*high, *base),
            });
            let others = together.iter().skip(1).map(|i| i.name());
            Some(InputEffect {
                input: first.name(),
                also: first.slots.iter().skip(1).map(value_label).chain(others).collect(),
                value: first.likely,
                low: first.low,
                high: first.high,
                confidence: first.confidence,
                source: first.source.clone(),
                changes: changes.collect(),
            })
        })
        .collect();
    let moved = effects.len();
    effects.retain(|e| e.largest_w() >= least_w);
    effects.sort_by(|a, b| b.largest_w().total_cmp(&a.largest_w()));
    let ids = effects.iter().map(|e| e.source.as_str()).filter(|s| !s.is_empty()).collect();
    let names = scenario.architectures.iter().skip(1).map(|a| a.name.clone());
    Ok(OneAtATimeResult {
        title: scenario.title.clone(),
        base: scenario.architectures.first().map_or_else(String::new, |a| a.name.clone()),
        differences: names
            .zip(&base_differences)
            .map(|(name, w)| NominalDifference { name, facility_power_w: *w })
            .collect(),
        least_w,
        moved,
        sources: provenance::sources_by_id(catalog, &ids),
        effects,
        warnings: WarningList::default(),
    })
}

/// Power of every architecture but the first, less that of the first.
fn differences(ran: &[Option<ArchitectureResult>]) -> Vec<Option<f64>> {
    let power = |a: &Option<ArchitectureResult>| a.as_ref().and_then(|a| a.facility_power_w);
    let first = ran.first().and_then(power);
    ran.iter().skip(1).map(|a| Some(power(a)? - first?)).collect()
}

/// Values of the catalog and arguments of the scenario with the inputs of a column at a quantile.
fn moved_values(inputs: &[SampledInput], column: usize, quantile: f64) -> (Vec<ValueChange>, Vec<String>) {
    let (mut changes, mut arguments) = (Vec::new(), Vec::new());
    for input in inputs.iter().filter(|i| i.column == column) {
        let value = if quantile < 0.5 { input.low } else { input.high };
        if let Some(given) = input.given.as_ref().filter(|_| input.slots.is_empty()) {
            arguments.push(given.set_argument(value));
        }
        changes.extend(input.slots.iter().map(|(record, key)| ValueChange {
            record: record.clone(),
            key: key.clone(),
            value,
        }));
    }
    (changes, arguments)
}
