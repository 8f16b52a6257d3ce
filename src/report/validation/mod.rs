//! Predictions against published figures, rendered as table, JSON, CSV, Markdown and a page.

pub mod charts;
pub(crate) mod error_chart;
pub(crate) mod predicted_chart;
pub(crate) mod words;

use crate::report::document::model::{Answer, Document};
use crate::report::document::section::{Audience, Section};
use std::fmt::Write;

use crate::catalog::validation::EvidenceKind;
use crate::study::validation::result::{CaseResult, ErrorTotals, QuantityResult, ValidationReport};

use self::words::difference_unit;
use super::document::csv::{csv_cell, write_csv_rows};
use super::document::numbers::format_number;
use super::document::section::TableSection;
use super::document::units::UnitSystem;
use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::error::ReportError;
use crate::report::view::Report;

const TITLE: &str = "Published figures and what the model predicts for them";

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
        format!("{}: {}", case.id, q.name),
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

impl Report for ValidationReport {
    const SCHEMA: &'static str = "rackjoule/validate/1";

    fn build_document(&self, context: &ReportContext) -> Document<'_> {
        let details = case_detail_sections(self).into_iter().map(|s| Section::from(s).shown_to(Audience::Documents));
        let risen = (!self.risen.is_empty())
            .then(|| format!("within tolerance and not in the baseline: {}", self.risen.join("; ")));
        let fallen = (!self.fallen.is_empty())
            .then(|| format!("within tolerance in the baseline and not now: {}", self.fallen.join("; ")));
        Document {
            title: TITLE.to_owned(),
            subtitle: "No parameter is fitted to a figure unless it says calibrated".to_owned(),
            answers: vec![Answer::headline(headline_sentence(self))],
            sections: build_sections(self, context.units).into_iter().map(Section::from).chain(details).collect(),
            notes: fallen.into_iter().chain(risen).collect(),
            sources: &self.sources,
            ..Document::default()
        }
    }

    fn build_charts(&self, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        charts::build_charts(self, units)
    }

    fn render_csv(&self) -> Result<String, ReportError> {
        render_csv(self)
    }
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
