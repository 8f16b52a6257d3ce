//! Where a figure of a comparison is from: its equation with the numbers put in, the figures below it, and at the end the
//! laws of the components with every parameter, its source and its confidence.

mod figures;
mod laws;

use serde::Serialize;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use thiserror::Error;

use crate::catalog::describe::short_key;
use crate::catalog::record::ChipKind;
use crate::catalog::{Catalog, RecordKind};
use crate::component;

use self::figures::FigureDefinition;
use super::compare::result::{ArchitectureResult, Comparison};

/// Largest relative distance at which terms still make a figure.
const RELATIVE_TOLERANCE: f64 = 1e-9;

/// Why a figure can't be explained.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExplainError {
    /// No figure of a key.
    #[error("no figure `{key}`")]
    Unknown {
        /// The key.
        key: String,
        /// Keys that are near to it.
        near: Vec<&'static str>,
    },
    /// The result can't be read.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// A figure of every architecture, traced to the data.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// Its key.
    pub key: &'static str,
    /// The architectures in the scenario's order.
    pub architectures: Vec<ArchitectureExplanation>,
}

/// A figure of an architecture.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ArchitectureExplanation {
    /// The architecture.
    pub architecture: String,
    /// What the reader must know: ranges left, set points not met, throttling, estimates.
    pub flags: Vec<String>,
    /// The figure.
    pub figure: FigureNode,
}

/// A figure with what it is made of.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FigureNode {
    /// Path of keys in the JSON of a comparison.
    pub key: &'static str,
    /// Name.
    pub name: &'static str,
    /// Value in the unit of the key; nothing where the architecture has none.
    pub value: Option<f64>,
    /// Unit.
    pub unit: &'static str,
    /// Equation in words.
    pub equation: &'static str,
    /// Equation in symbols.
    pub symbols: &'static str,
    /// What the terms make; differs from the value where that is summed hour by hour with a price or carbon of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_terms: Option<f64>,
    /// Whether it stands in full further up.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub above: bool,
    /// Its terms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<FigureNode>,
    /// Laws of the components that make it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub laws: Vec<AppliedLaw>,
}

/// A law with the records that it is applied to.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct AppliedLaw {
    /// Kind of record.
    pub kind: &'static str,
    /// In symbols.
    pub symbols: &'static str,
    /// In words.
    pub words: &'static str,
    /// The records.
    pub records: Vec<ExplainedRecord>,
}

/// A record of the catalog.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ExplainedRecord {
    /// Its id.
    pub id: String,
    /// Whether its parameters stand further up.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub above: bool,
    /// Its parameters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<RecordParameter>,
}

/// A parameter of a record.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RecordParameter {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: String,
    /// Unit.
    pub unit: &'static str,
    /// Source id.
    pub source: String,
    /// `datasheet`, `published` or `estimate`.
    pub confidence: String,
    /// Range of an estimate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<[f64; 2]>,
}

/// Every key that can be explained, with its name.
pub fn explainable_keys() -> impl Iterator<Item = (&'static str, &'static str)> {
    figures::all_figures().map(|f| (f.key, f.name))
}

/// The kinds of records with a law.
pub fn law_kinds() -> impl Iterator<Item = &'static str> {
    laws::LAWS.iter().map(|(kind, _, _)| *kind)
}

/// Checks a key without a comparison.
///
/// # Errors
/// [`ExplainError::Unknown`].
pub fn check_key(key: &str) -> Result<(), ExplainError> {
    resolve_figure(key).map(drop)
}

/// The figure of a key; the part before the first dot may be left out where no other figure has the rest.
///
/// # Errors
/// [`ExplainError::Unknown`].
fn resolve_figure(key: &str) -> Result<&'static FigureDefinition, ExplainError> {
    let ending = |f: &&FigureDefinition| f.key.split_once('.').is_some_and(|(_, rest)| rest == key);
    let mut endings = figures::all_figures().filter(ending);
    let found = figures::find_figure(key).or_else(|| endings.next().filter(|_| endings.next().is_none()));
    found.ok_or_else(|| {
        let distance = |f: &FigureDefinition| {
            let rest = f.key.split_once('.').map_or(f.key, |(_, rest)| rest);
            strsim::damerau_levenshtein(f.key, key).min(strsim::damerau_levenshtein(rest, key))
        };
        let mut near: Vec<(usize, &'static str)> = figures::all_figures().map(|f| (distance(f), f.key)).collect();
        near.sort_unstable();
        let most = (key.len() / 3).max(2);
        let near = near.into_iter().filter(|(d, _)| *d <= most).take(3).map(|(_, k)| k).collect();
        ExplainError::Unknown { key: key.to_owned(), near }
    })
}

/// Traces a figure of a comparison.
///
/// # Errors
/// [`ExplainError`].
pub fn explain_figure(comparison: &Comparison, catalog: &Catalog, key: &str) -> Result<Explanation, ExplainError> {
    let figure = resolve_figure(key)?;
    let whole = serde_json::to_value(comparison)?;
    let explained = |(i, a): (usize, &ArchitectureResult)| {
        let own = &whole["architectures"][i];
        let mut tracer = FigureTracer {
            catalog,
            comparison_json: &whole,
            architecture_json: own,
            architecture: a,
            seen: BTreeSet::new(),
        };
        let node = tracer.trace_figure(figure);
        ArchitectureExplanation { architecture: a.name.clone(), flags: collect_flags(comparison, a), figure: node }
    };
    let architectures = comparison.architectures.iter().enumerate().map(explained).collect();
    Ok(Explanation { key: figure.key, architectures })
}

/// What the reader must know of an architecture's figures.
fn collect_flags(comparison: &Comparison, architecture: &ArchitectureResult) -> Vec<String> {
    let own = format!("{}: ", architecture.name);
    let mut out: Vec<String> =
        comparison.warnings.iter().filter_map(|w| w.strip_prefix(&own)).map(ToOwned::to_owned).collect();
    if !architecture.feasible {
        out.push(format!("not feasible: {}", architecture.limit.as_deref().unwrap_or("")));
    }
    let records: BTreeSet<&String> = architecture.records.iter().collect();
    let of = |a: &&super::compare::result::Assumption| records.contains(&a.record);
    let estimates = comparison.assumptions.iter().filter(of).filter(|a| a.range.is_some_and(|[l, h]| l < h)).count();
    let all = comparison.assumptions.iter().filter(of).count();
    out.push(format!("{estimates} of the {all} values that it rests on are estimates with a range"));
    out
}

/// The unit that a parameter of a kind declares; of what no kind declares, the one that its key ends in.
fn parameter_unit(kind: &str, key: &str) -> &'static str {
    let kind = if matches!(kind, "accelerator" | "part") { "chip" } else { kind };
    let declared = component::find_kind(kind).and_then(|k| k.params.iter().find(|p| p.name == key));
    declared.map_or_else(|| key_unit(key), |p| p.unit)
}

/// The unit that a key ends in.
fn key_unit(key: &str) -> &'static str {
    const UNITS: [(&str, &str); 35] = [
        ("_kg_s", "kg/s"),
        ("_mm2_s", "mm2/s"),
        ("_pa_s", "Pa s"),
        ("_usd_per_kwh_it", "USD/kWh"),
        ("_usd_per_kwh", "USD/kWh"),
        ("_usd_per_m3", "USD/m3"),
        ("_usd_per_kw_month", "USD/kW"),
        ("_usd_per_mwh", "USD/MWh"),
        ("_g_per_kwh", "g/kWh"),
        ("_kg_per_kwh", "kg/kWh"),
        ("_l_per_kwh", "L/kWh"),
        ("_kg_co2e", "kg CO2e"),
        ("_tokens_per_s", "1/s"),
        ("_k_cm2_w", "K cm2/W"),
        ("_k_per_w", "K/W"),
        ("_w_k", "W/K"),
        ("_l_min", "L/min"),
        ("_m3_s", "m3/s"),
        ("_pa_s2_m6", "Pa s2/m6"),
        ("_pa_s_m3", "Pa s/m3"),
        ("_m_s", "m/s"),
        ("_per_k", "1/K"),
        ("_mm2", "mm2"),
        ("_kwh", "kWh"),
        ("_usd", "USD"),
        ("_hours", "h"),
        ("_pa", "Pa"),
        ("_mm", "mm"),
        ("_um", "um"),
        ("_w", "W"),
        ("_c", "degC"),
        ("_k", "K"),
        ("_l", "L"),
        ("_m", "m"),
        ("_s", "s"),
    ];
    match key {
        "site.hours" => "h",
        _ if key.starts_with("power.") => "W",
        _ => UNITS.iter().find(|(end, _)| key.ends_with(end)).map_or("", |(_, unit)| unit),
    }
}

/// Walks from a figure down to the data.
struct FigureTracer<'a> {
    catalog: &'a Catalog,
    comparison_json: &'a Json,
    architecture_json: &'a Json,
    architecture: &'a ArchitectureResult,
    seen: BTreeSet<String>,
}

impl FigureTracer<'_> {
    fn trace_figure(&mut self, figure: &'static FigureDefinition) -> FigureNode {
        let value = self.figure_value(figure.key);
        // What has nothing below it can stand there again.
        let deep = !figure.terms.is_empty() || !figure.kinds.is_empty();
        let above = !self.seen.insert(figure.key.to_owned()) && deep;
        let mut node = FigureNode {
            key: figure.key,
            name: figure.name,
            value,
            unit: key_unit(figure.key),
            equation: figure.words,
            symbols: figure.symbols,
            from_terms: None,
            above,
            terms: Vec::new(),
            laws: Vec::new(),
        };
        if above || value.is_none() {
            return node;
        }
        // What the architecture does not have adds nothing.
        let values: Vec<f64> = figure.terms.iter().map(|t| self.figure_value(t).unwrap_or(0.0)).collect();
        let made = figure.value.map(|f| f(&values));
        node.from_terms =
            made.filter(|m| value.is_some_and(|v| (m - v).abs() > RELATIVE_TOLERANCE * v.abs().max(1e-12)));
        node.terms =
            figure.terms.iter().filter_map(|t| figures::find_figure(t)).map(|f| self.trace_figure(f)).collect();
        node.laws = figure.kinds.iter().filter_map(|kind| self.applied_law(kind)).collect();
        node
    }

    /// The value of a key.
    fn figure_value(&self, key: &str) -> Option<f64> {
        let part = || {
            let rack = self.architecture.rack.as_ref()?;
            rack.parts.iter().find(|p| p.name == rack.hottest_chip && p.temperature_c == rack.hottest_chip_c)
        };
        match key {
            "hottest.inlet_c" => return part().map(|p| p.inlet_c),
            "hottest.case_rise_k" => return part().map(|p| p.case_c - p.inlet_c),
            "hottest.junction_rise_k" => return part().map(|p| p.temperature_c - p.case_c),
            "capital.plant_usd" => {
                return self.architecture.feasible.then(|| self.architecture.capital.iter().map(|c| c.usd).sum());
            }
            _ => {}
        }
        if let Some(bucket) = key.strip_prefix("power.") {
            let shares = self.architecture_json["power"].as_array()?;
            return shares.iter().find(|s| s["bucket"] == bucket)?["power_w"].as_f64();
        }
        let above = ["site.", "it.", "cost."].iter().any(|p| key.starts_with(p));
        let root = if above { self.comparison_json } else { self.architecture_json };
        key.split('.').try_fold(root, |at, step| at.get(step))?.as_f64()
    }

    /// The law of a kind with the records of it that the architecture rests on; nothing without any.
    fn applied_law(&mut self, kind: &'static str) -> Option<AppliedLaw> {
        let (_, symbols, words) = *laws::find_law(kind)?;
        let records: Vec<ExplainedRecord> =
            self.records_of_kind(kind).into_iter().map(|(of, id)| self.trace_record(kind, of, id)).collect();
        (!records.is_empty()).then_some(AppliedLaw { kind, symbols, words, records })
    }

    fn records_of_kind(&self, kind: &str) -> Vec<(RecordKind, String)> {
        let catalog = self.catalog;
        let text =
            |path: &[&str]| path.iter().try_fold(self.comparison_json, |at, step| at.get(step)).and_then(Json::as_str);
        let chip = |id: &String, accelerator: bool| {
            catalog.chip(id).is_some_and(|c| (c.kind == ChipKind::Accelerator) == accelerator)
        };
        let mut ids: Vec<&String> = self.architecture.records.iter().collect();
        ids.sort_unstable();
        ids.dedup();
        match kind {
            "climate" => text(&["site", "climate"])
                .filter(|id| catalog.grid_data(id).is_some())
                .into_iter()
                .map(|id| (RecordKind::Climate, id.to_owned()))
                .collect(),
            "workload" => {
                text(&["it", "workload"]).into_iter().map(|id| (RecordKind::Workload, id.to_owned())).collect()
            }
            "accelerator" | "part" => ids
                .into_iter()
                .filter(|id| chip(id, kind == "accelerator"))
                .map(|id| (RecordKind::Chip, id.clone()))
                .collect(),
            "system" => ids
                .into_iter()
                .filter(|id| catalog.system(id).is_some())
                .map(|id| (RecordKind::System, id.clone()))
                .collect(),
            _ => ids
                .into_iter()
                .filter(|id| catalog.equipment(id).is_some_and(|e| e.kind == kind))
                .map(|id| (RecordKind::Equipment, id.clone()))
                .collect(),
        }
    }

    fn trace_record(&mut self, kind: &str, of: RecordKind, id: String) -> ExplainedRecord {
        if !self.seen.insert(format!("record {id}")) {
            return ExplainedRecord { id, above: true, parameters: Vec::new() };
        }
        let values = self.catalog.record_values(of, &id).unwrap_or_default();
        let parameters = values.into_iter().filter(|v| v.value.parse::<f64>().is_ok()).map(|v| RecordParameter {
            unit: parameter_unit(kind, short_key(&v.key)),
            key: short_key(&v.key).to_owned(),
            value: v.value,
            source: v.source,
            confidence: v.confidence,
            range: v.range.filter(|[low, high]| low < high),
        });
        ExplainedRecord { above: false, parameters: parameters.collect(), id }
    }
}
