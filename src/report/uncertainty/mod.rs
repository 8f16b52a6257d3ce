//! A sampled comparison, rendered as table, JSON, CSV, Markdown and a page.

mod csv;
pub(crate) mod interval_chart;
mod sections;
pub(crate) mod tornado_chart;

use std::fmt::Write;

use crate::study::compare::sampled_result::PairwiseProbability;
use crate::study::uncertainty::better_chances;
use crate::study::uncertainty::result::{FigureSpread, UncertaintyResult};

use super::compare::markdown::escape_markdown;
use super::compare::metrics::{self, ReportMetric};
use super::document::json;
use super::document::numbers::format_number;
use super::document::page::ReportPage;
use super::document::units::UnitSystem;
use super::{OutputFormat, ReportContext, ReportError, chart};

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/uncertainty/1";

/// Median and interval of a figure as shown; a dash where it has none.
pub(crate) fn format_interval(metric: &ReportMetric, f: &FigureSpread, units: UnitSystem) -> String {
    let show = |v| metric.format_value(v, units);
    match (f.p05, f.median, f.p95) {
        (Some(low), Some(median), Some(high)) if low == high => show(median),
        (Some(low), Some(median), Some(high)) => {
            format!("{} ({} to {})", show(median), show(low), show(high))
        }
        _ => "–".to_owned(),
    }
}

/// A probability in percent; what is nearly certain is not called certain.
pub(crate) fn format_probability(p: f64) -> String {
    match 100.0 * p {
        0.0 => "0 %".to_owned(),
        100.0 => "100 %".to_owned(),
        p if p < 0.95 => "< 1 %".to_owned(),
        p if p > 99.05 => "> 99 %".to_owned(),
        p => format!("{} %", format_number(p, 0)),
    }
}

/// The answers: how likely another architecture draws less, and costs less, than the first.
pub(crate) fn headline_sentences(chances: &[PairwiseProbability]) -> Vec<String> {
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
            Some((format!("{what} in {}", format_probability(better)), &c.a))
        };
        let words: Vec<(String, &String)> = asked.iter().filter_map(word).collect();
        let Some((_, first)) = words.first() else { continue };
        let said: Vec<&str> = words.iter().map(|(w, _)| w.as_str()).collect();
        out.push(format!("Against {first}, {other} {} of the draws.", said.join(" and ")));
    }
    out
}

fn subtitle_line(result: &UncertaintyResult) -> String {
    let draws = result.inputs.iter().map(|i| i.draw).max().unwrap_or(0);
    let indices = match result.index_rows {
        0 => String::new(),
        n => format!("; Sobol indices from {} rows", format_number(n as f64, 0)),
    };
    format!(
        "{} comparisons, seed {}; {} uncertain values follow {} independent draws{indices}",
        format_number(f64::from(result.samples), 0),
        result.seed,
        result.inputs.len(),
        draws
    )
}

/// The result as text.
///
/// # Errors
/// [`ReportError`].
pub fn render(
    format: OutputFormat,
    result: &UncertaintyResult,
    context: &ReportContext,
) -> Result<String, ReportError> {
    match format {
        OutputFormat::Table => Ok(render_text(result, context.width, context.units)),
        OutputFormat::Json => json::render(SCHEMA, result, context),
        OutputFormat::Csv => csv::render_rows(result),
        OutputFormat::Markdown => Ok(render_markdown(result, context.units)),
    }
}

fn render_text(result: &UncertaintyResult, width: Option<usize>, units: UnitSystem) -> String {
    let mut out = format!("{}\n {}\n", result.title, subtitle_line(result));
    for answer in headline_sentences(&better_chances(result)) {
        // Writing to a string can't fail.
        let _ = writeln!(out, " {answer}");
    }
    for section in sections::terminal_sections(result, units) {
        out.push_str(&section.render_text(width));
    }
    out
}

fn render_markdown(result: &UncertaintyResult, units: UnitSystem) -> String {
    let mut out = format!("# {}\n\n{}.\n", escape_markdown(&result.title), escape_markdown(&subtitle_line(result)));
    for answer in headline_sentences(&better_chances(result)) {
        let _ = writeln!(out, "\n{}", escape_markdown(&answer));
    }
    for section in sections::all_sections(result, units) {
        out.push_str(&section.render_markdown());
    }
    for warning in &result.warnings {
        let _ = writeln!(out, "\n- {}", escape_markdown(&units.convert_note(warning)));
    }
    out
}

/// Every file of a sampled comparison: the charts and a page.
///
/// # Errors
/// [`ReportError`].
pub fn render_files(
    result: &UncertaintyResult,
    context: &ReportContext,
) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let charts = chart::uncertainty_charts(result, context.units)?;
    let mut out = chart::render_files(&charts)?;
    let page = ReportPage {
        title: &result.title,
        lead: subtitle_line(result),
        answers: headline_sentences(&better_chances(result)).into_iter().map(|a| (a, false)).collect(),
        charts: &charts,
        sections: &sections::all_sections(result, context.units),
        warnings: &result.warnings,
        assumptions: &[],
        sources: &result.sources,
    };
    out.push(("report.html".to_owned(), page.render_html(context).into_bytes()));
    Ok(out)
}

/// The metrics that are followed, with their place among a sampled architecture's figures.
pub(crate) fn sampled_metrics(result: &UncertaintyResult) -> Vec<(usize, &'static ReportMetric)> {
    let figures = result.architectures.first().map_or(&[][..], |a| a.figures.as_slice());
    figures.iter().enumerate().filter_map(|(i, f)| Some((i, metrics::find_metric(f.key)?))).collect()
}
