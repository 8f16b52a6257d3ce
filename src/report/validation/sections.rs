//! Predictions in tables: by kind first, then case by case, EnergyPlus in one row for each of its cases.

use crate::catalog::validation::EvidenceKind;
use crate::report::document::section::{Audience, Block, DataTable, RowGroup, Section, TableSection};
use crate::report::document::units::UnitSystem;
use crate::study::validation::result::{CaseResult, ErrorTotals, QuantityResult, ValidationReport};
use crate::units::typeset::typeset_text;

use super::words::{
    energyplus_cases, energyplus_title, format_error, format_prediction_error, format_quantity, kind_label,
    single_cases, totals_by_kind, verdict_label,
};

fn head(words: &[&str]) -> Vec<String> {
    words.iter().map(|w| (*w).to_owned()).collect()
}

/// Every section.
pub(crate) fn build_sections(report: &ValidationReport, units: UnitSystem) -> Vec<Section> {
    let mut out = vec![totals_section(report)];
    for kind in EvidenceKind::ALL {
        let title = if kind == EvidenceKind::Modelled {
            format!("{}: other studies", kind_label(kind))
        } else {
            kind_label(kind).to_owned()
        };
        out.extend(quantities_section(title, &single_cases(report, kind), units));
    }
    out.extend(energyplus_section(report, units));
    let apart: Vec<&CaseResult> = report.cases.iter().filter(|c| energyplus_title(c).is_some()).collect();
    let details = quantities_section("EnergyPlus: every series of each case".to_owned(), &apart, units);
    let further = [case_totals_section(report), configuration_section(report), misses_section(report)];
    out.extend(details.into_iter().chain(further.into_iter().flatten()).map(|s| s.shown_to(Audience::Documents)));
    out
}

fn totals_cells(t: &ErrorTotals) -> Vec<String> {
    let percent = |v: Option<f64>, signed: bool| {
        v.map_or_else(|| "–".to_owned(), |v| format_error(v, true, "", signed, UnitSystem::SI))
    };
    vec![
        t.predictions.to_string(),
        t.within.to_string(),
        percent(t.share_within, false),
        percent(t.mean_absolute_error, false),
        percent(t.bias, true),
    ]
}

fn totals_section(report: &ValidationReport) -> Section {
    let row = |(name, t): (String, ErrorTotals)| {
        [name, t.cases.to_string()].into_iter().chain(totals_cells(&t)).collect::<Vec<_>>()
    };
    let table = TableSection {
        title: "By kind; calibrated figures don't count, temperatures have no relative error".to_owned(),
        head: head(&["Kind", "Cases", "Predictions", "Within", "Share", "Mean error", "Bias"]),
        rows: totals_by_kind(report).into_iter().map(row).collect(),
        numbers: true,
    };
    table.into()
}

/// A row of a quantity under the title of its case.
fn quantity_row(q: &QuantityResult, units: UnitSystem) -> Vec<String> {
    vec![
        typeset_text(&q.name),
        format_quantity(q.measured, &q.unit, units),
        q.predicted.map_or_else(|| "–".to_owned(), |p| format_quantity(p, &q.unit, units)),
        format_prediction_error(q, units),
        format_error(q.tolerance, q.relative, &q.unit, false, units),
        verdict_label(q).to_owned(),
    ]
}

fn quantities_section(title: String, cases: &[&CaseResult], units: UnitSystem) -> Option<Section> {
    let group = |c: &&CaseResult| RowGroup {
        title: Some(typeset_text(&c.title)),
        rows: c.quantities.iter().map(|q| quantity_row(q, units)).collect(),
    };
    let table = DataTable {
        head: head(&["Case", "Published", "Predicted", "Error", "Tolerance", "Verdict"]),
        groups: cases.iter().map(group).collect(),
        numbers: true,
        max_columns: None,
    };
    (!cases.is_empty()).then(|| Section::new(title, vec![Block::Table(table)]))
}

/// Cases of EnergyPlus, each by the series that is farthest off.
fn energyplus_section(report: &ValidationReport, units: UnitSystem) -> Option<Section> {
    let row = |(case, title, worst): (&CaseResult, &str, &QuantityResult)| {
        vec![
            typeset_text(title),
            format!("{} of {}", case.totals.within, case.totals.predictions),
            typeset_text(&worst.name),
            format_prediction_error(worst, units),
            format_error(worst.tolerance, worst.relative, &worst.unit, false, units),
            verdict_label(worst).to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = energyplus_cases(report).into_iter().map(row).collect();
    let table = TableSection {
        title: format!(
            "{}: EnergyPlus, the worst of the yearly series of each case",
            kind_label(EvidenceKind::Modelled)
        ),
        head: head(&["Case", "Series within", "Worst series", "Error", "Tolerance", "Verdict"]),
        rows,
        numbers: true,
    };
    (!table.rows.is_empty()).then(|| table.into())
}

fn case_totals_section(report: &ValidationReport) -> Option<Section> {
    let row =
        |c: &CaseResult| std::iter::once(typeset_text(&c.title)).chain(totals_cells(&c.totals)).collect::<Vec<_>>();
    some_table(
        "Case by case",
        &["Case", "Predictions", "Within", "Share", "Mean error", "Bias"],
        report.cases.iter().map(row).collect(),
        true,
    )
}

fn some_table(title: &str, columns: &[&str], rows: Vec<Vec<String>>, numbers: bool) -> Option<Section> {
    let table = TableSection { title: title.to_owned(), head: head(columns), rows, numbers };
    (!table.rows.is_empty()).then(|| table.into())
}

/// The cases one by one: configuration and source, in the words and units of their files.
fn configuration_section(report: &ValidationReport) -> Option<Section> {
    let source = |c: &CaseResult| {
        let title = report.sources.iter().find(|s| s.id == c.source).map_or(c.source.as_str(), |s| s.title.as_str());
        if c.location.is_empty() { title.to_owned() } else { format!("{title}; {}", c.location) }
    };
    let row = |c: &CaseResult| vec![typeset_text(&c.title), c.id.clone(), c.notes.clone(), source(c)];
    some_table(
        "Configuration and source of each case",
        &["Case", "Id", "Published and assumed", "Source"],
        report.cases.iter().map(row).collect(),
        false,
    )
}

fn misses_section(report: &ValidationReport) -> Option<Section> {
    let missed = |c: &&CaseResult| c.quantities.iter().any(|q| !q.calibrated && !q.within_tolerance);
    let reason = |c: &CaseResult| {
        let own = c.quantities.iter().filter_map(|q| q.reason.clone());
        c.discussion.iter().cloned().chain(own).collect::<Vec<_>>().join(" ")
    };
    some_table(
        "Misses, and the likely reason",
        &["Case", "Reason"],
        report.cases.iter().filter(missed).map(|c| vec![typeset_text(&c.title), reason(c)]).collect(),
        false,
    )
}
