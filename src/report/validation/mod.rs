//! Predictions against published figures, rendered as table, JSON, CSV, Markdown and a page.

pub mod charts;
pub(crate) mod error_chart;
pub(crate) mod predicted_chart;
pub(crate) mod words;

use std::fmt::Write;

use crate::catalog::validation::EvidenceKind;
use crate::study::validation::result::{CaseResult, ErrorTotals, QuantityResult, ValidationReport};

use self::words::difference_unit;
use super::document::csv::{csv_cell, write_csv_rows};
use super::document::escape::escape_markdown;
use super::document::json;
use super::document::numbers::format_number;
use super::document::page::ReportPage;
use super::document::section::TableSection;
use super::document::units::UnitSystem;
use crate::report::chart;
use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::error::ReportError;
use crate::report::format::OutputFormat;
use crate::report::view::Report;

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/validate/1";
const TITLE: &str = "Published figures and what the model predicts for them";

impl Report for ValidationReport {
    fn build_charts(&self, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        charts::build_charts(self, units)
    }
}

/// The result as text.
///
/// # Errors
/// [`ReportError`].
pub fn render(format: OutputFormat, result: &ValidationReport, context: &ReportContext) -> Result<String, ReportError> {
    match format {
        OutputFormat::Table => Ok(render_text(result, context.width, context.units)),
        OutputFormat::Json => json::render(SCHEMA, result, context),
        OutputFormat::Csv => render_csv(result),
        OutputFormat::Markdown => Ok(render_markdown(result, context.units)),
    }
}

/// A figure with as many digits as its size calls for.
fn format_quantity(value: f64, unit: &str, units: UnitSystem) -> String {
    let unit = units.unit_for(unit);
    let value = unit.convert_from_si(value);
    let digits = match value.abs() {
        v if v >= 1000.0 => 0,
        v if v >= 100.0 => 1,
        v if v >= 1.0 => 2,
        _ => 3,
    };
    format!("{} {}", format_number(value, digits), unit.label).trim_end().to_owned()
}

/// An error or a tolerance: a share in percent, or an amount.
fn format_error(value: f64, relative: bool, unit: &str, signed: bool, units: UnitSystem) -> String {
    let (value, unit, digits) = if relative {
        let digits = if value.abs() < 0.00995 { 2 } else { usize::from(signed) };
        (100.0 * value, "%", digits)
    } else {
        let unit = units.unit_for(difference_unit(unit));
        let value = unit.convert_from_si(value);
        (value, unit.label, if value.abs() < 0.1 { 3 } else { 1 })
    };
    let sign = if signed && value >= 0.0 { "+" } else { "" };
    format!("{sign}{} {unit}", format_number(value, digits)).trim_end().to_owned()
}

fn verdict_label(q: &QuantityResult) -> &'static str {
    match (q.calibrated, q.within_tolerance) {
        (true, _) => "calibrated",
        (false, true) => "within",
        (false, false) => "miss",
    }
}

/// A row of the table.
fn quantity_row(case: &CaseResult, q: &QuantityResult, units: UnitSystem) -> Vec<String> {
    let predicted = q.predicted.map_or_else(|| "no answer".to_owned(), |p| format_quantity(p, &q.unit, units));
    vec![
        format!("{}: {}", case.id, units.convert_text(&q.name)),
        format_quantity(q.measured, &q.unit, units),
        predicted,
        q.error.map_or_else(|| "–".to_owned(), |e| format_error(e, q.relative, &q.unit, true, units)),
        format_error(q.tolerance, q.relative, &q.unit, false, units),
        verdict_label(q).to_owned(),
    ]
}

fn totals_row(name: &str, t: &ErrorTotals) -> Vec<String> {
    let percent = |v: Option<f64>, signed: bool| {
        v.map_or_else(|| "–".to_owned(), |v| format_error(v, true, "", signed, UnitSystem::Si))
    };
    vec![
        name.to_owned(),
        t.cases.to_string(),
        t.predictions.to_string(),
        t.within.to_string(),
        percent(t.share_within, false),
        percent(t.mean_absolute_error, false),
        percent(t.bias, true),
    ]
}

fn case_totals_row(case: &CaseResult) -> Vec<String> {
    let mut row = totals_row(&case.id, &case.totals);
    // Of one case it is one.
    row.remove(1);
    row
}

fn build_sections(result: &ValidationReport, units: UnitSystem) -> Vec<TableSection> {
    let head = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let mut out = Vec::new();
    for kind in EvidenceKind::ALL {
        let cases = result.cases.iter().filter(|c| c.kind == kind);
        let rows: Vec<Vec<String>> =
            cases.flat_map(|c| c.quantities.iter().map(|q| quantity_row(c, q, units))).collect();
        if !rows.is_empty() {
            let title = match kind {
                EvidenceKind::Measured => "Measured by instrument",
                EvidenceKind::Specification => "Makers' figures",
                EvidenceKind::Modelled => "Modelled by others",
            };
            let head = head(&["Case", "Published", "Predicted", "Error", "Tolerance", "Verdict"]);
            out.push(TableSection { title: title.to_owned(), head, rows, numbers: true });
        }
    }
    out.push(TableSection {
        title: "Case by case".to_owned(),
        head: head(&["Case", "Predictions", "Within", "Share", "Mean error", "Bias"]),
        rows: result.cases.iter().map(case_totals_row).collect(),
        numbers: true,
    });
    let mut rows: Vec<Vec<String>> = EvidenceKind::ALL
        .iter()
        .filter_map(|kind| result.by_kind.get(kind.name()).map(|t| totals_row(kind.name(), t)))
        .collect();
    rows.push(totals_row("all", &result.totals));
    out.push(TableSection {
        title: "Together; calibrated figures don't count, temperatures have no relative error".to_owned(),
        head: head(&["Kind", "Cases", "Predictions", "Within", "Share", "Mean error", "Bias"]),
        rows,
        numbers: true,
    });
    out
}

/// The answer in one sentence.
fn headline_sentence(result: &ValidationReport) -> String {
    let t = &result.totals;
    format!(
        "{} of {} predictions, in {} case{}, are within the tolerance stated for them.",
        t.within,
        t.predictions,
        t.cases,
        if t.cases == 1 { "" } else { "s" }
    )
}

fn render_text(result: &ValidationReport, width: Option<usize>, units: UnitSystem) -> String {
    let mut out = format!("{TITLE}\n {}\n", headline_sentence(result));
    for section in build_sections(result, units) {
        out.push_str(&section.render_text(width));
    }
    if !result.risen.is_empty() {
        // Writing to a string can't fail.
        let _ = writeln!(out, "\nWithin tolerance and not in the baseline: {}", result.risen.join("; "));
    }
    out
}

/// The cases one by one: configuration, source, misses, in the words and units of their files.
fn case_detail_sections(result: &ValidationReport) -> Vec<TableSection> {
    let source = |c: &CaseResult| {
        let title = result.sources.iter().find(|s| s.id == c.source).map_or(c.source.as_str(), |s| s.title.as_str());
        if c.location.is_empty() { title.to_owned() } else { format!("{title}; {}", c.location) }
    };
    let row = |c: &CaseResult| vec![c.id.clone(), c.title.clone(), c.notes.clone(), source(c)];
    let configuration = TableSection {
        title: "Configuration and source of each case".to_owned(),
        head: ["Case", "What", "Published and assumed", "Source"].map(str::to_owned).to_vec(),
        rows: result.cases.iter().map(row).collect(),
        numbers: false,
    };
    let missed = |c: &&CaseResult| c.quantities.iter().any(|q| !q.calibrated && !q.within_tolerance);
    let reason = |c: &CaseResult| {
        let own = c.quantities.iter().filter_map(|q| q.reason.clone());
        c.discussion.iter().cloned().chain(own).collect::<Vec<_>>().join(" ")
    };
    let misses = TableSection {
        title: "Misses, and the likely reason".to_owned(),
        head: ["Case", "Reason"].map(str::to_owned).to_vec(),
        rows: result.cases.iter().filter(missed).map(|c| vec![c.id.clone(), reason(c)]).collect(),
        numbers: false,
    };
    [configuration, misses].into_iter().filter(|s| !s.rows.is_empty()).collect()
}

fn render_markdown(result: &ValidationReport, units: UnitSystem) -> String {
    let mut out = format!("{}\n", escape_markdown(&headline_sentence(result)));
    for section in build_sections(result, units).into_iter().chain(case_detail_sections(result)) {
        out.push_str(&section.render_markdown());
    }
    out
}

fn render_csv(result: &ValidationReport) -> Result<String, ReportError> {
    let head = [
        "case",
        "kind",
        "quantity",
        "unit",
        "measured",
        "predicted",
        "error",
        "error_is_relative",
        "tolerance",
        "within_tolerance",
        "calibrated",
        "source",
    ];
    let rows = result.all_quantities().map(|(c, q)| {
        [
            c.id.clone(),
            c.kind.to_string(),
            q.name.clone(),
            q.unit.clone(),
            q.measured.to_string(),
            csv_cell(q.predicted),
            csv_cell(q.error),
            q.relative.to_string(),
            q.tolerance.to_string(),
            q.within_tolerance.to_string(),
            q.calibrated.to_string(),
            c.source.clone(),
        ]
    });
    write_csv_rows(head, rows)
}

/// The quantities that hold, as the baseline's file.
pub fn render_baseline(result: &ValidationReport) -> String {
    let mut out = "# Quantities that are within their tolerance. `rackjoule validate` ends with exit code 1 if one of them no longer\n\
                   # is. Written by `rackjoule validate --update-baseline FILE`.\nholds = [\n"
        .to_owned();
    for (c, q) in result.all_predictions().filter(|(_, q)| q.within_tolerance) {
        let _ = writeln!(out, "    {:?},", q.baseline_name(&c.id));
    }
    out + "]\n"
}

/// Every file of a validation: the charts and a page.
///
/// # Errors
/// [`ReportError`].
pub fn render_files(result: &ValidationReport, context: &ReportContext) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let charts = charts::build_charts(result, context.units)?;
    let mut out = chart::render_files(&charts)?;
    let all: Vec<TableSection> =
        build_sections(result, context.units).into_iter().chain(case_detail_sections(result)).collect();
    let page = ReportPage {
        title: TITLE,
        lead: "Nothing is fitted to a figure but where it says calibrated".to_owned(),
        answers: vec![(headline_sentence(result), false)],
        charts: &charts,
        sections: &all,
        warnings: &result.fallen,
        assumptions: &[],
        sources: &result.sources,
    };
    out.push(("report.html".to_owned(), page.render_html(context).into_bytes()));
    Ok(out)
}
