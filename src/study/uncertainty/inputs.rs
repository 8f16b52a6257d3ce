//! Which values vary, over what range, and which of them by one draw.

use std::collections::{BTreeMap, BTreeSet};

use nalgebra::DMatrix;

use crate::catalog::describe::{RecordValue, short_key};
use crate::catalog::spread::SamplingRules;
use crate::catalog::{Catalog, RecordKind};
use crate::scenario::{Scenario, UncertainInput};
use crate::solve::sampling::{GaussianCopula, ProbabilityLaw};

use super::input::{InputConfidence, InputGroup, SampledInput, ValueKey};
use super::links::{self, ColumnCorrelation, DisjointSets};
use super::options::UncertaintyError;

/// Columns that go together, with what makes them.
#[derive(Clone, Debug)]
pub(crate) struct ColumnCopula {
    /// The columns, rising.
    pub columns: Vec<usize>,
    /// What correlates them, in the order of the columns.
    pub copula: GaussianCopula,
}

/// Everything that varies.
#[derive(Clone, Debug)]
pub(crate) struct InputSet {
    /// The values.
    pub all: Vec<SampledInput>,
    /// Columns of draws.
    pub columns: usize,
    /// Columns that go together, with what makes them.
    pub copula: Option<ColumnCopula>,
    /// Independent groups.
    pub groups: Vec<InputGroup>,
}

impl InputSet {
    /// The inputs of a scenario whose architectures rest on these records, and its prices on others.
    ///
    /// # Errors
    /// When correlations name no input or can't be.
    pub fn from_scenario(
        scenario: &Scenario,
        catalog: &Catalog,
        records: &[&[String]],
        rates: &[String],
    ) -> Result<Self, UncertaintyError> {
        let shared = shared_records(scenario, catalog, rates);
        let used: BTreeSet<&str> = records
            .iter()
            .flat_map(|r| r.iter())
            .map(String::as_str)
            .chain(shared.iter().map(String::as_str))
            .collect();
        let given = &scenario.uncertainty.inputs;
        let mut all = catalog_estimates(catalog, &used, given);
        all.extend(given.iter().map(|g| scenario_input(g, catalog)));
        let mut links = DisjointSets::new(all.len());
        links::link_joint_values(catalog.sampling_rules(), &all, &mut links);
        links::link_shared_values(catalog.sampling_rules(), &all, &mut links);
        let columns = links.assign_columns(&mut all);
        let pairs = links::correlated_columns(&scenario.uncertainty.correlations, &all)?;
        let copula = build_copula(&pairs)?;
        let reach = |input: &SampledInput| affected_architectures(input, scenario, records, &shared);
        let groups = links::independent_groups(&all, columns, &pairs, reach);
        Ok(Self { all, columns, copula, groups })
    }

    /// A row of independent numbers in 0..1 with the correlations that are asked.
    pub fn correlated_row(&self, row: &[f64]) -> Vec<f64> {
        let mut row = row.to_vec();
        if let Some(ColumnCopula { columns, copula }) = &self.copula {
            let own: Vec<f64> = columns.iter().map(|c| row[*c]).collect();
            for (column, u) in columns.iter().zip(copula.correlate_sample(&own)) {
                row[*column] = u;
            }
        }
        row
    }
}

/// Records that every architecture rests on.
fn shared_records(scenario: &Scenario, catalog: &Catalog, rates: &[String]) -> BTreeSet<String> {
    let mut shared: BTreeSet<String> = rates.iter().cloned().collect();
    if catalog.grid_data(&scenario.site.climate).is_some() {
        shared.insert(scenario.site.climate.clone());
    }
    shared.extend(scenario.it.workload.clone());
    shared
}

/// Which architectures an input can move.
fn affected_architectures(
    input: &SampledInput,
    scenario: &Scenario,
    records: &[&[String]],
    shared: &BTreeSet<String>,
) -> Vec<bool> {
    let count = scenario.architectures.len();
    let of_scenario = input.given.as_ref().filter(|g| g.record.is_none());
    if let Some(step) = of_scenario.and_then(|g| g.name.strip_prefix("architecture.")).and_then(|n| n.split('.').next())
    {
        let named = |i: usize| scenario.architectures[i].name == step || step.parse() == Ok(i);
        return (0..count).map(named).collect();
    }
    let all = of_scenario.is_some() || input.slots.iter().any(|(record, _)| shared.contains(record));
    (0..count).map(|i| all || records.get(i).is_none_or(|r| input.slots.iter().any(|(id, _)| r.contains(id)))).collect()
}

/// An input that the scenario gives.
fn scenario_input(given: &UncertainInput, catalog: &Catalog) -> SampledInput {
    let likely = given.likely.unwrap_or(f64::midpoint(given.low, given.high));
    let slots: Vec<ValueKey> = given.record.iter().cloned().collect();
    let stands = slots
        .first()
        .and_then(|(record, key)| record_values(catalog, record).into_iter().find(|(_, value)| value.key == *key));
    let (kind, source) = stands.map_or_else(|| ("scenario".to_owned(), String::new()), |(kind, v)| (kind, v.source));
    SampledInput {
        slots,
        kind,
        given: Some(given.clone()),
        low: given.low,
        likely,
        high: given.high,
        law: given.likely.map_or(ProbabilityLaw::Uniform, |likely| {
            ProbabilityLaw::triangular_for_range(given.low, likely, given.high)
        }),
        source,
        confidence: InputConfidence::Scenario,
        column: 0,
    }
}

/// The catalog's values that vary, one for each estimate however many records hold it.
fn catalog_estimates(catalog: &Catalog, used: &BTreeSet<&str>, given: &[UncertainInput]) -> Vec<SampledInput> {
    let spreads = catalog.sampling_rules();
    let mut out: Vec<SampledInput> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for record in used {
        for (kind, value) in record_values(catalog, record) {
            let Some(spread) = value_with_range(&value, &kind, spreads) else { continue };
            let EstimateRange { low, likely, high, source } = spread;
            let held =
                spreads.held.iter().any(|h| h.record == *record && h.keys.iter().any(|k| k == short_key(&value.key)));
            let own = (*record).to_owned();
            if held || given.iter().any(|g| g.record.as_ref().is_some_and(|(r, k)| *r == own && *k == value.key)) {
                continue;
            }
            let slot = (own, value.key.clone());
            let estimate = format!("{kind} {} {likely} {low} {high} {source}", value.key);
            // Spread of published values is of each record its own.
            let estimate = if value.range.is_some() { estimate } else { format!("{estimate} {record}") };
            if let Some(same) = known.get(&estimate) {
                out[*same].slots.push(slot);
                continue;
            }
            known.insert(estimate, out.len());
            out.push(SampledInput {
                slots: vec![slot],
                kind,
                given: None,
                low,
                likely,
                high,
                law: ProbabilityLaw::triangular_for_range(low, likely, high),
                source,
                confidence: InputConfidence::Record(value.confidence),
                column: 0,
            });
        }
    }
    out
}

/// The values of the records of an id that a comparison reads, each with the kind of its record.
fn record_values(catalog: &Catalog, id: &str) -> Vec<(String, RecordValue)> {
    let kinds = [
        RecordKind::Silicon,
        RecordKind::Chip,
        RecordKind::System,
        RecordKind::Equipment,
        RecordKind::RetrofitKit,
        RecordKind::Climate,
        RecordKind::Workload,
    ];
    let of = |kind: RecordKind| {
        let word = match kind {
            RecordKind::Equipment => catalog.equipment(id).map(|e| e.kind.clone()),
            RecordKind::Chip => catalog.chip(id).map(|c| format!("{:?}", c.kind).to_lowercase()),
            _ => None,
        };
        let word = word.unwrap_or_else(|| kind.name().to_owned());
        catalog.record_values(kind, id).unwrap_or_default().into_iter().map(move |v| (word.clone(), v))
    };
    kinds.into_iter().flat_map(of).collect()
}

/// A value that varies within a range.
struct EstimateRange {
    low: f64,
    likely: f64,
    high: f64,
    /// Source id of the range.
    source: String,
}

/// Value, range and source of what varies; whole numbers count things and stay.
fn value_with_range(value: &RecordValue, kind: &str, spreads: &SamplingRules) -> Option<EstimateRange> {
    let number: f64 = value.value.parse().ok()?;
    let key = short_key(&value.key);
    // Rates of a workload are keyed by chip.
    let matches = |k: &str| key == k || (kind == "workload" && key.ends_with(&format!(".{k}")));
    let (range, source) = match value.range {
        Some(_) if value.value.parse::<i64>().is_ok() => return None,
        Some(range) => (range, value.source.clone()),
        None => {
            let spread = spreads.spreads.iter().find(|s| s.kind == kind && matches(&s.key))?;
            let by = spread.share * number.abs();
            ([number - by, number + by], spread.source.clone())
        }
    };
    let [low, high] = range;
    (low < high && number.is_finite()).then(|| EstimateRange { low, likely: number.clamp(low, high), high, source })
}

/// What makes the correlated columns follow each other.
fn build_copula(pairs: &[ColumnCorrelation]) -> Result<Option<ColumnCopula>, UncertaintyError> {
    let columns: BTreeSet<usize> = pairs.iter().flat_map(|p| [p.first, p.second]).collect();
    if columns.is_empty() {
        return Ok(None);
    }
    let columns: Vec<usize> = columns.into_iter().collect();
    let at = |column: usize| columns.binary_search(&column).unwrap_or_default();
    let mut matrix = DMatrix::identity(columns.len(), columns.len());
    for pair in pairs {
        let (i, j) = (at(pair.first), at(pair.second));
        matrix[(i, j)] = pair.value;
        matrix[(j, i)] = pair.value;
    }
    let copula = GaussianCopula::new(matrix).ok_or_else(|| UncertaintyError::Input {
        message: "the correlations of `[uncertainty]` are impossible together: no set of inputs can have them all".to_owned(),
        help: "bring them nearer to zero, or give the missing pairs: inputs that both follow a third also follow each other"
            .to_owned(),
    })?;
    Ok(Some(ColumnCopula { columns, copula }))
}
