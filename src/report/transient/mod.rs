//! What happens in the seconds after something fails, rendered many ways. Figures are put into sections once; every view
//! shows the same sections.

mod csv;
#[cfg(test)]
pub(super) mod fixture;
mod sections;
#[cfg(test)]
mod tests;
pub(super) mod words;

use std::fmt::Write;

use crate::study::transient::result::TransientReport;

use super::fold::fold;
use super::markdown::escape;
use super::page::Page;
use super::{Context, Format, ReportError, Units, chart, json};
use words::{answer, head, short};

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/transient/1";
/// Width of long sentences.
const WIDTH: usize = 100;

/// The result as text.
///
/// # Errors
/// [`ReportError`].
pub fn render(format: Format, report: &TransientReport, context: &Context) -> Result<String, ReportError> {
    match format {
        Format::Table => Ok(text(&shown(report, context.units), context.units, context.width)),
        Format::Json => json::render(SCHEMA, report, context),
        Format::Csv => csv::render(report),
        Format::Markdown => Ok(markdown(&shown(report, context.units), context.units)),
    }
}

/// Temperatures, flows and powers of every run as CSV.
///
/// # Errors
/// [`ReportError`].
pub fn trace(report: &TransientReport) -> Result<String, ReportError> {
    csv::trace(report)
}

/// A space at which no line is folded.
const JOINED: char = '\u{a0}';

/// Times and shares that stay with their unit.
fn whole(text: &str) -> String {
    let units = ["s", "min", "h", "%"];
    let mut out = String::with_capacity(text.len());
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            let unit = units.contains(&word.trim_end_matches([',', '.', ':', ';']));
            out.push(if unit && out.ends_with(|c: char| c.is_ascii_digit()) { JOINED } else { ' ' });
        }
        out.push_str(word);
    }
    out
}

/// The result with its temperatures in the units that people read.
fn shown(report: &TransientReport, units: Units) -> TransientReport {
    let mut out = report.clone();
    let degrees = units.of("degC");
    for run in out.architectures.iter_mut().filter_map(|a| a.run.as_mut()) {
        for course in [&mut run.hottest_chip, &mut run.supply] {
            for t in [&mut course.start_c, &mut course.highest_c, &mut course.end_c] {
                *t = degrees.value(*t);
            }
        }
        for line in &mut run.limits {
            line.limit_c = degrees.value(line.limit_c);
        }
        for h in run.timeline.iter_mut().filter(|h| h.unit == Some("degC")) {
            h.limit = h.limit.map(|t| degrees.value(t));
        }
        let warm = |c: &String| c.ends_with("_c");
        let columns: Vec<usize> = (0..run.trace.columns.len()).filter(|i| warm(&run.trace.columns[*i])).collect();
        for row in &mut run.trace.rows {
            for column in &columns {
                row[*column] = degrees.value(row[*column]);
            }
        }
    }
    out
}

fn text(report: &TransientReport, units: Units, width: Option<usize>) -> String {
    let most = width.map_or(WIDTH, |w| w.clamp(20, WIDTH));
    let sentence = |text: &str| fold(&whole(text), most, "", "  ").replace(JOINED, " ");
    let mut out = format!("{}\n{}\n\n", report.title, sentence(&head(report)));
    // Writing to a string can't fail.
    for a in &report.architectures {
        let _ = writeln!(out, "{}", sentence(&answer(report, a)));
    }
    for section in sections::short(report, units) {
        out.push_str(&section.text(width));
    }
    if !report.warnings.is_empty() {
        out.push('\n');
    }
    for warning in &report.warnings {
        let _ = writeln!(out, "{}", sentence(&format!("note: {warning}")));
    }
    out
}

fn markdown(report: &TransientReport, units: Units) -> String {
    let mut out = format!("# {}\n\n{}\n", escape(&report.title), escape(&head(report)));
    for a in &report.architectures {
        let _ = writeln!(out, "\n{}", escape(&answer(report, a)));
    }
    for section in sections::all(report, units) {
        out.push_str(&section.markdown());
    }
    for warning in &report.warnings {
        let _ = writeln!(out, "\n> {}", escape(warning));
    }
    out
}

/// Every file of a result: charts and a page.
///
/// # Errors
/// [`ReportError`].
pub fn files(report: &TransientReport, context: &Context) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let report = &shown(report, context.units);
    let charts = chart::of_transient(report, context.units)?;
    let mut out = chart::files(&charts)?;
    let page = Page {
        title: &report.title,
        lead: head(report),
        answers: report.architectures.iter().map(|a| (answer(report, a), a.run.as_ref().is_none_or(short))).collect(),
        charts: &charts,
        sections: &sections::all(report, context.units),
        warnings: &report.warnings,
        assumptions: &report.assumptions,
        sources: &report.sources,
    };
    out.push(("report.html".to_owned(), page.render(context).into_bytes()));
    Ok(out)
}
