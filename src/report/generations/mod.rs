//! Generations of accelerators, rendered as table, JSON, CSV, Markdown and a page.

pub mod attribution;
pub mod factory;

use std::fmt::Write;

use crate::study::generations::result::{Figure, Generation, GenerationReport, Growth, Question, Series};
use crate::study::generations::serving::JouleRow;
use crate::study::generations::serving::validate::{Row, Validation};

use super::csv::{cell, write};
use super::format::{number, significant};
use super::markdown::escape;
use super::page::Page;
use super::section::Section;
use super::{Context, Format, ReportError, chart, json};

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/generations/1";

/// The growth that was asked for, maker by maker.
pub(super) fn answers(report: &GenerationReport) -> Vec<String> {
    let fits = report.series.iter().filter(|s| s.id.starts_with("asked-"));
    fits.filter_map(|s| {
        let g = s.growth.as_ref()?;
        Some(format!("{}: {} times a year ({}).", s.label, number(g.factor_per_year, 2), terms(g)))
    })
    .collect()
}

/// Interval, points and fit of a growth.
fn terms(g: &Growth) -> String {
    let doubling =
        g.doubling_years.map_or("it does not grow".to_owned(), |y| format!("doubling in {} years", number(y, 1)));
    format!(
        "95 % interval {} to {}, n = {}, R² = {}, {doubling}",
        number(g.factor_low, 2),
        number(g.factor_high, 2),
        g.n,
        number(g.r_squared, 2)
    )
}

fn lead(report: &GenerationReport) -> String {
    let q = &report.question;
    let format = words(q).map_or(String::new(), |w| format!(", {w}"));
    let load = q.workload.as_ref().zip(q.model.as_ref()).map_or(String::new(), |(w, m)| format!(", {w} with {m}"));
    format!("{}{format}{load}; the meter stands in {}", q.unit, report.location)
}

/// The number format in words; nothing where it has no part.
pub(super) fn words(q: &Question) -> Option<&'static str> {
    match (q.metric, q.precision) {
        ("bandwidth", _) => None,
        (_, "same") => Some("fp16 for all"),
        (_, "lowest") => Some("narrowest format of each"),
        (_, own) => Some(own),
    }
}

/// A figure per watt, marked where it rests on a ratio of others.
fn per_watt(figure: &Figure) -> String {
    let mark = if figure.basis == "ratio" { "*" } else { "" };
    figure.per_watt.map_or_else(|| "–".to_owned(), |v| significant(v) + mark)
}

fn watts(figure: &Figure) -> String {
    figure.power_w.map_or_else(|| "–".to_owned(), |w| number(w, 0))
}

fn table(report: &GenerationReport) -> Section {
    let q = &report.question;
    let head = [
        "Accelerator",
        "From",
        "Format",
        "Rated W",
        "Wall W",
        q_unit(report),
        "Chip",
        "Wall",
        "Meter, air",
        "Meter, liquid",
        "",
    ];
    let row = |g: &Generation| {
        let mark = match (g.status, g.segment, g.fitted) {
            ("announced", ..) => "announced",
            ("withdrawn", ..) => "withdrawn",
            (_, "edge", _) => "edge",
            (_, _, true) => "in the fit",
            _ => "",
        };
        vec![
            g.id.clone(),
            g.date.clone(),
            g.precision.unwrap_or("").to_owned(),
            watts(&g.chip),
            watts(&g.wall),
            significant(g.performance),
            per_watt(&g.chip),
            per_watt(&g.wall),
            per_watt(&g.meter_air),
            per_watt(&g.meter_liquid),
            mark.to_owned(),
        ]
    };
    Section {
        title: format!("Performance per watt, {}", q.unit),
        head: head.map(str::to_owned).to_vec(),
        rows: report.generations.iter().map(row).collect(),
        numbers: true,
    }
}

fn q_unit(report: &GenerationReport) -> &'static str {
    report.generations.first().map_or("", |g| g.performance_unit)
}

fn series_table(report: &GenerationReport) -> Section {
    let row = |s: &Series| {
        let text = |f: &dyn Fn(&Growth) -> String| s.growth.as_ref().map_or_else(|| "–".to_owned(), f);
        vec![
            s.label.clone(),
            s.points.len().to_string(),
            text(&|g| number(g.factor_per_year, 2)),
            text(&|g| format!("{} to {}", number(g.factor_low, 2), number(g.factor_high, 2))),
            text(&|g| number(g.r_squared, 2)),
            text(&|g| g.doubling_years.map_or_else(|| "none".to_owned(), |y| number(y, 1))),
            text(&|g| format!("{} in {} years", significant(g.total_factor), number(g.years, 1))),
        ]
    };
    let head = ["Series", "n", "Times a year", "95 % interval", "R²", "Doubling, years", "First to last, times"];
    Section {
        title: "Growth, ln(value) against time by least squares".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: report.series.iter().map(row).collect(),
        numbers: true,
    }
}

fn verdict_table(report: &GenerationReport) -> Section {
    Section {
        title: "\"Two to three times a year\"".to_owned(),
        head: vec!["Outcome".to_owned(), "Verdict".to_owned()],
        rows: report.verdicts.iter().map(|v| vec![v.outcome.to_owned(), v.sentence.clone()]).collect(),
        numbers: false,
    }
}

fn node_table(report: &GenerationReport) -> Section {
    let rows = report.nodes.iter().map(|n| {
        vec![
            n.system.clone(),
            n.chip.clone(),
            n.workload.clone(),
            number(n.chips_w / 1e3, 1),
            number(n.wall_w / 1e3, 2),
            number(n.wall_over_chips, 2),
        ]
    });
    Section {
        title: "From chip to wall: measured nodes, and nameplates, which overstate".to_owned(),
        head: ["Node", "Accelerator", "What ran", "Rated, kW", "Wall, kW", "Ratio"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
        numbers: true,
    }
}

/// Predicted tokens a second against MLPerf, generation by generation held out.
fn measured_table(v: &Validation) -> Section {
    let row = |r: &Row| {
        let predicted = r.held_out.map_or_else(|| "–".to_owned(), significant);
        let error = r.error.map_or_else(|| "–".to_owned(), |e| number(100.0 * e, 0));
        let miss = if r.miss { "miss" } else { "" };
        vec![
            r.chip.clone(),
            format!("{} {} {}", r.round, r.benchmark, r.scenario),
            r.precision.to_owned(),
            significant(r.measured),
            predicted,
            error,
            miss.to_owned(),
        ]
    };
    let title = format!(
        "Tokens a second for each accelerator against MLPerf, its generation held out of the fit: {} results, median error \
         {} %, mean {} %, bias {} %, worst {} %, {} misses",
        v.held_out.n,
        number(100.0 * v.held_out.median, 1),
        number(100.0 * v.held_out.mean, 1),
        number(100.0 * v.held_out.bias, 1),
        number(100.0 * v.held_out.worst, 0),
        v.held_out.misses
    );
    let head = ["Accelerator", "Result", "Format", "Measured", "Predicted", "Error, %", ""];
    Section { title, head: head.map(str::to_owned).to_vec(), rows: v.rows.iter().map(row).collect(), numbers: true }
}

/// Tokens per joule at the wall, where it was measured.
fn joule_table(v: &Validation) -> Section {
    let row = |r: &JouleRow| {
        vec![
            r.chip.clone(),
            format!("{} {} {}, {}", r.round, r.benchmark, r.scenario, r.submitter),
            r.precision.to_owned(),
            significant(r.measured),
            r.predicted.map_or_else(|| "–".to_owned(), significant),
            r.error.map_or_else(|| "–".to_owned(), |e| number(100.0 * e, 0)),
        ]
    };
    let s = &v.joule_stats;
    let title = format!(
        "Tokens per joule at the wall, measured: {} results, median error {} %, bias {} %",
        s.n,
        number(100.0 * s.median, 0),
        number(100.0 * s.bias, 0)
    );
    let head = ["Accelerator", "Result", "Format", "Measured", "Predicted", "Error, %"];
    Section { title, head: head.map(str::to_owned).to_vec(), rows: v.joules.iter().map(row).collect(), numbers: true }
}

fn left_out(report: &GenerationReport) -> Option<String> {
    let list: Vec<String> = report.left_out.iter().map(|l| format!("{} ({})", l.id, l.reason)).collect();
    (!list.is_empty()).then(|| format!("without a figure: {}", list.join("; ")))
}

fn notes(report: &GenerationReport) -> Vec<String> {
    let mut notes = report.warnings.clone();
    notes.extend(left_out(report));
    notes
}

fn sections(report: &GenerationReport) -> Vec<Section> {
    let mut out = vec![verdict_table(report), table(report), series_table(report), node_table(report)];
    if let Some(v) = &report.validation {
        out.extend([joule_table(v), measured_table(v)]);
    }
    out
}

const TITLE: &str = "Performance per watt, generation by generation";

/// The study as text.
///
/// # Errors
/// [`ReportError`].
pub fn render(format: Format, report: &GenerationReport, context: &Context) -> Result<String, ReportError> {
    match format {
        Format::Json => json::render(SCHEMA, report, context),
        Format::Csv => csv(report),
        Format::Table => {
            let mut out = format!("{TITLE}\n{}\n\n{}\n", lead(report), answers(report).join("\n"));
            out.extend(sections(report).iter().map(|s| s.text(context.width)));
            out.push('\n');
            for note in notes(report) {
                // Writing to a string can't fail.
                let _ = writeln!(out, "note: {note}");
            }
            out.push_str("* by the ratio of other parts. `rackjoule catalog show ID` tells where a figure is from.\n");
            Ok(out)
        }
        Format::Markdown => {
            let mut out =
                format!("# {TITLE}\n\n{}\n\n{}\n", escape(&lead(report)), escape(&answers(report).join("\n\n")));
            out.extend(sections(report).iter().map(Section::markdown));
            for note in notes(report) {
                let _ = writeln!(out, "\n> {}", escape(&note));
            }
            Ok(out)
        }
    }
}

/// One row per accelerator.
fn csv(report: &GenerationReport) -> Result<String, ReportError> {
    let head = [
        "id",
        "vendor",
        "date",
        "status",
        "precision",
        "performance",
        "performance_unit",
        "fitted",
        "chip_w",
        "wall_w",
        "wall_basis",
        "meter_air_w",
        "meter_liquid_w",
        "chip_per_watt",
        "wall_per_watt",
        "meter_air_per_watt",
        "meter_liquid_per_watt",
        "confidence",
        "source",
    ];
    let rows = report.generations.iter().map(|g| {
        [
            g.id.clone(),
            g.vendor.clone(),
            g.date.clone(),
            g.status.to_owned(),
            g.precision.unwrap_or("").to_owned(),
            g.performance.to_string(),
            g.performance_unit.to_owned(),
            g.fitted.to_string(),
            cell(g.chip.power_w),
            cell(g.wall.power_w),
            g.wall.basis.to_owned(),
            cell(g.meter_air.power_w),
            cell(g.meter_liquid.power_w),
            cell(g.chip.per_watt),
            cell(g.wall.per_watt),
            cell(g.meter_air.per_watt),
            cell(g.meter_liquid.per_watt),
            g.confidence.to_owned(),
            g.source.clone(),
        ]
    });
    write(head, rows)
}

/// Every file of a study: the charts and a page.
///
/// # Errors
/// [`ReportError`].
pub fn files(report: &GenerationReport, context: &Context) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let charts = chart::of_generations(report)?;
    let mut out = chart::files(&charts)?;
    let (sections, notes) = (sections(report), notes(report));
    let page = Page {
        title: TITLE,
        lead: lead(report),
        answers: answers(report).into_iter().map(|a| (a, false)).collect(),
        charts: &charts,
        sections: &sections,
        warnings: &notes,
        assumptions: &report.assumptions,
        sources: &report.sources,
    };
    out.push(("report.html".to_owned(), page.render(context).into_bytes()));
    Ok(out)
}
