//! Where a figure of a comparison is from: its equation with the numbers put in, the figures below it, and at the end the
//! laws of the components with every parameter, its source and its confidence.

mod figures;
mod laws;
mod result;

use serde_json::Value as Json;
use std::collections::BTreeSet;
use thiserror::Error;

use crate::catalog::Catalog;
use crate::units::suffix::unit_of_key;

use self::figures::FigureDefinition;
use self::laws::LawTracer;
use super::compare::result::{ArchitectureResult, Comparison};

pub use self::result::{
    AppliedLaw, ArchitectureExplanation, ExplainedRecord, Explanation, FigureNode, RecordParameter,
};

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

/// Every key that can be explained, with its name.
pub fn explainable_keys() -> impl Iterator<Item = (&'static str, &'static str)> {
    figures::all_figures().map(|f| (f.key, f.name))
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
        let text = |of: &str, key: &str| whole[of][key].as_str();
        let mut tracer = FigureTracer {
            comparison_json: &whole,
            architecture_json: &whole["architectures"][i],
            architecture: a,
            seen: BTreeSet::new(),
            laws: LawTracer::new(catalog, &a.records, text("site", "climate"), text("it", "workload")),
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
        comparison.warnings.texts().iter().filter_map(|w| w.strip_prefix(&own)).map(ToOwned::to_owned).collect();
    if !architecture.feasible {
        out.push(format!("not feasible: {}", architecture.limit.as_ref().map(ToString::to_string).unwrap_or_default()));
    }
    if !architecture.set_points.is_empty() {
        let given = architecture.set_points.iter().map(|(key, value)| match value.as_str() {
            Some(word) => format!("{key} = {word}"),
            None => format!("{key} = {value}"),
        });
        let given: Vec<String> = given.collect();
        out.push(format!("set by the scenario in place of the data and the sizing: {}", given.join(", ")));
    }
    let records: BTreeSet<&String> = architecture.records.iter().collect();
    let of = |a: &&super::compare::result::Assumption| records.contains(&a.record);
    let estimates = comparison.assumptions.iter().filter(of).filter(|a| a.range.is_some_and(|[l, h]| l < h)).count();
    let all = comparison.assumptions.iter().filter(of).count();
    out.push(format!("{estimates} of the {all} values that it rests on are estimates with a range"));
    out
}

/// The unit of a figure.
fn figure_unit(key: &str) -> &'static str {
    match key {
        "site.hours" => "h",
        _ if key.starts_with("power.") => "W",
        _ => unit_of_key(key),
    }
}

/// Walks from a figure down to the data.
struct FigureTracer<'a> {
    comparison_json: &'a Json,
    architecture_json: &'a Json,
    architecture: &'a ArchitectureResult,
    /// Figures that stand further up.
    seen: BTreeSet<&'static str>,
    laws: LawTracer<'a>,
}

impl FigureTracer<'_> {
    fn trace_figure(&mut self, figure: &'static FigureDefinition) -> FigureNode {
        let value = self.figure_value(figure.key);
        // What has nothing below it can stand there again.
        let deep = !figure.terms.is_empty() || !figure.laws.is_empty();
        let above = !self.seen.insert(figure.key) && deep;
        let mut node = FigureNode {
            key: figure.key,
            name: figure.name,
            value,
            unit: figure_unit(figure.key),
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
        node.laws = figure.laws.iter().flat_map(|source| self.laws.apply(*source)).collect();
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
}
