//! A sampled comparison, rendered as table, JSON, CSV, Markdown and a page.

mod csv;
mod sections;

use std::fmt::Write;

use crate::study::sampled_result::Chance;
use crate::study::uncertainty::chances;
use crate::study::uncertainty::result::{FigureSpread, Spread};

use super::format::number;
use super::markdown::escape;
use super::metrics::{self, Metric};
use super::page::Page;
use super::units::Units;
use super::{Context, Format, ReportError, chart, json};

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/uncertainty/1";

/// Median and interval of a figure as shown; a dash where it has none.
pub(super) fn interval(metric: &Metric, f: &FigureSpread, units: Units) -> String {
    let show = |v| metric.show(v, units);
    match (f.p05, f.median, f.p95) {
        (Some(low), Some(median), Some(high)) if low == high => show(median),
        (Some(low), Some(median), Some(high)) => {
            format!("{} ({} to {})", show(median), show(low), show(high))
        }
        _ => "–".to_owned(),
    }
}

/// A probability in percent; what is nearly certain is not called certain.
pub(super) fn chance(p: f64) -> String {
    match 100.0 * p {
        0.0 => "0 %".to_owned(),
        100.0 => "100 %".to_owned(),
        p if p < 0.95 => "< 1 %".to_owned(),
        p if p > 99.05 => "> 99 %".to_owned(),
        p => format!("{} %", number(p, 0)),
    }
}

/// The answers: how likely another architecture draws less, and costs less, than the first.
pub(super) fn answers(chances: &[Chance]) -> Vec<String> {
    let asked =
        [("facility_power_w", "draws less at the meter"), ("annual.net_present_cost_usd", "costs less over all years")];
    let mut out = Vec::new();
    let mut others: Vec<&str> = chances.iter().map(|c| c.b.as_str()).collect();
    others.dedup();
    for other in others {
        let of = |key: &str| chances.iter().find(|c| c.b == other && c.key == key);
        let word = |(key, what): &(&str, &str)| {
            let c = of(key)?;
            let better = (1.0 - c.a_better_probability - c.equal_probability).max(0.0);
            Some((format!("{what} in {}", chance(better)), &c.a))
        };
        let words: Vec<(String, &String)> = asked.iter().filter_map(word).collect();
        let Some((_, first)) = words.first() else { continue };
        let said: Vec<&str> = words.iter().map(|(w, _)| w.as_str()).collect();
        out.push(format!("Against {first}, {other} {} of the draws.", said.join(" and ")));
    }
    out
}

fn lead(result: &Spread) -> String {
    let draws = result.inputs.iter().map(|i| i.draw).max().unwrap_or(0);
    let indices = match result.index_rows {
        0 => String::new(),
        n => format!("; Sobol indices from {} rows", number(n as f64, 0)),
    };
    format!(
        "{} comparisons, seed {}; {} uncertain values follow {} independent draws{indices}",
        number(f64::from(result.samples), 0),
        result.seed,
        result.inputs.len(),
        draws
    )
}

/// The result as text.
///
/// # Errors
/// [`ReportError`].
pub fn render(format: Format, result: &Spread, context: &Context) -> Result<String, ReportError> {
    match format {
        Format::Table => Ok(table(result, context.width, context.units)),
        Format::Json => json::render(SCHEMA, result, context),
        Format::Csv => csv::render(result),
        Format::Markdown => Ok(markdown(result, context.units)),
    }
}

fn table(result: &Spread, width: Option<usize>, units: Units) -> String {
    let mut out = format!("{}\n {}\n", result.title, lead(result));
    for answer in answers(&chances(result)) {
        // Writing to a string can't fail.
        let _ = writeln!(out, " {answer}");
    }
    for section in sections::short(result, units) {
        out.push_str(&section.text(width));
    }
    out
}

fn markdown(result: &Spread, units: Units) -> String {
    let mut out = format!("# {}\n\n{}.\n", escape(&result.title), escape(&lead(result)));
    for answer in answers(&chances(result)) {
        let _ = writeln!(out, "\n{}", escape(&answer));
    }
    for section in sections::all(result, units) {
        out.push_str(&section.markdown());
    }
    for warning in &result.warnings {
        let _ = writeln!(out, "\n- {}", escape(&units.note(warning)));
    }
    out
}

/// Every file of a sampled comparison: the charts and a page.
///
/// # Errors
/// [`ReportError`].
pub fn files(result: &Spread, context: &Context) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let charts = chart::of_uncertainty(result, context.units)?;
    let mut out = chart::files(&charts)?;
    let page = Page {
        title: &result.title,
        lead: lead(result),
        answers: answers(&chances(result)).into_iter().map(|a| (a, false)).collect(),
        charts: &charts,
        sections: &sections::all(result, context.units),
        warnings: &result.warnings,
        assumptions: &[],
        sources: &result.sources,
    };
    out.push(("report.html".to_owned(), page.render(context).into_bytes()));
    Ok(out)
}

/// The metrics that are followed, with their place among a sampled architecture's figures.
pub(super) fn followed(result: &Spread) -> Vec<(usize, &'static Metric)> {
    let figures = result.architectures.first().map_or(&[][..], |a| a.figures.as_slice());
    figures.iter().enumerate().filter_map(|(i, f)| Some((i, metrics::of_key(f.key)?))).collect()
}
