//! Generations of accelerators, rendered as table, JSON, CSV, Markdown and a page.

pub mod attribution;
pub(crate) mod attribution_words;
pub(crate) mod boundary_chart;
pub mod charts;
pub mod factory;
pub(crate) mod factory_chart;
pub(crate) mod factory_words;
pub(crate) mod growth_chart;
pub(crate) mod growth_labels;
pub(crate) mod growth_plane;
pub(crate) mod makers;
pub(crate) mod measured_chart;
pub(crate) mod replacement_chart;
pub(crate) mod waterfall_chart;
pub(crate) mod words;

use crate::catalog::generation::accelerator::{MarketSegment, ProductStatus};
use crate::report::document::model::{Answer, Document};
use crate::report::document::section::{Audience, Block, ListItem, Section};
use crate::study::generations::result::{
    BoundaryFigure, ClaimVerdict, GenerationReport, GenerationRow, GrowthFit, GrowthSeries, PowerBasis,
};
use crate::study::generations::serving::JouleRow;
use crate::study::generations::serving::validate::{MlperfValidation, ValidationRow};

use self::words::{
    accelerator_name, fit_definition, growth_sentences, number_format_label, outcome_label, verdict_sentence,
};
use super::document::csv::{csv_cell, write_csv_rows};
use super::document::numbers::{format_number, format_significant};
use super::document::section::TableSection;
use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::report::view::Report;

fn subtitle_line(report: &GenerationReport) -> String {
    let q = &report.question;
    let format = number_format_label(q).map_or(String::new(), |w| format!(", {w}"));
    let load = q.workload.as_ref().zip(q.model_name.as_ref()).map_or(String::new(), |(w, m)| format!(", {w} with {m}"));
    format!("{}{format}{load}; the meter stands in {}", q.unit, report.location)
}

/// A figure per watt, marked where it rests on a ratio of others.
fn format_per_watt(figure: &BoundaryFigure) -> String {
    let mark = if figure.basis == PowerBasis::Ratio { "*" } else { "" };
    figure.per_watt.map_or_else(|| "–".to_owned(), |v| format_significant(v) + mark)
}

fn format_watts(figure: &BoundaryFigure) -> String {
    figure.power_w.map_or_else(|| "–".to_owned(), |w| format_number(w, 0))
}

fn generations_section(report: &GenerationReport) -> TableSection {
    let q = &report.question;
    let head = [
        "Accelerator",
        "From",
        "Format",
        "Rated W",
        "Wall W",
        performance_unit(report),
        "Chip",
        "Wall",
        "Meter, air",
        "Meter, liquid",
        "",
    ];
    let row = |g: &GenerationRow| {
        let mark = match (g.status, g.segment, g.fitted) {
            (ProductStatus::Announced, ..) => "announced",
            (ProductStatus::Withdrawn, ..) => "withdrawn",
            (_, MarketSegment::Edge, _) => "edge",
            (_, _, true) => "in the fit",
            _ => g.outside_fit.unwrap_or(""),
        };
        vec![
            g.name.clone(),
            g.date.clone(),
            g.precision.unwrap_or("").to_uppercase(),
            format_watts(&g.chip),
            format_watts(&g.wall),
            format_significant(g.performance),
            format_per_watt(&g.chip),
            format_per_watt(&g.wall),
            format_per_watt(&g.meter_air),
            format_per_watt(&g.meter_liquid),
            mark.to_owned(),
        ]
    };
    TableSection {
        title: format!("Performance per watt, {}", q.unit),
        head: head.map(str::to_owned).to_vec(),
        rows: report.generations.iter().map(row).collect(),
        numbers: true,
    }
}

fn performance_unit(report: &GenerationReport) -> &'static str {
    report.generations.first().map_or("", |g| g.performance_unit)
}

fn growth_section(report: &GenerationReport) -> TableSection {
    let row = |s: &GrowthSeries| {
        let text = |f: &dyn Fn(&GrowthFit) -> String| s.growth.as_ref().map_or_else(|| "–".to_owned(), f);
        vec![
            s.label.clone(),
            s.points.len().to_string(),
            text(&|g| format_number(g.factor_per_year, 2)),
            text(&|g| format!("{} to {}", format_number(g.factor_low, 2), format_number(g.factor_high, 2))),
            text(&|g| format_number(g.r_squared, 2)),
            text(&|g| g.doubling_years.map_or_else(|| "none".to_owned(), |y| format_number(y, 1))),
            text(&|g| format!("{} in {} years", format_significant(g.total_factor), format_number(g.years, 1))),
        ]
    };
    let head = ["Series", "n", "Times a year", "95 % interval", "R²", "Doubling, years", "First to last, times"];
    TableSection {
        title: "Growth, ln(value) against time by least squares".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: report.series.iter().map(row).collect(),
        numbers: true,
    }
}

fn verdict_section(report: &GenerationReport) -> TableSection {
    let row = |v: &ClaimVerdict| {
        let series = report.series.iter().find(|s| s.id == v.series);
        let growth = series.and_then(|s| s.growth.as_ref());
        let missing = || "–".to_owned();
        vec![
            v.reading.clone(),
            growth.map_or_else(missing, |g| format_number(g.factor_per_year, 2)),
            growth.map_or_else(missing, |g| {
                format!("{} to {}", format_number(g.factor_low, 2), format_number(g.factor_high, 2))
            }),
            series.map_or_else(missing, |s| s.points.len().to_string()),
            outcome_label(v.outcome).to_owned(),
        ]
    };
    TableSection {
        title: "\"Two to three times a year\", reading by reading".to_owned(),
        head: ["Reading", "Times a year", "95 % interval", "n", "Verdict"].map(str::to_owned).to_vec(),
        rows: report.verdicts.iter().map(row).collect(),
        numbers: true,
    }
}

fn node_power_section(report: &GenerationReport) -> TableSection {
    let rows = report.nodes.iter().map(|n| {
        vec![
            n.system.clone(),
            accelerator_name(report, &n.chip).to_owned(),
            n.workload.clone(),
            format_number(n.chips_w / 1e3, 1),
            format_number(n.wall_w / 1e3, 2),
            format_number(n.wall_over_chips, 2),
        ]
    });
    TableSection {
        title: "From chip to wall: measured nodes, and nameplates, which overstate".to_owned(),
        head: ["Node", "Accelerator", "What ran", "Rated, kW", "Wall, kW", "Ratio"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
        numbers: true,
    }
}

/// Predicted tokens a second against MLPerf, generation by generation held out.
fn throughput_validation_section(report: &GenerationReport, v: &MlperfValidation) -> TableSection {
    let row = |r: &ValidationRow| {
        let predicted = r.held_out.map_or_else(|| "–".to_owned(), format_significant);
        let error = r.error.map_or_else(|| "–".to_owned(), |e| format_number(100.0 * e, 0));
        let miss = if r.miss { "miss" } else { "" };
        vec![
            accelerator_name(report, &r.chip).to_owned(),
            format!("{} {} {}", r.round, r.benchmark, r.scenario),
            r.precision.to_owned(),
            format_significant(r.measured),
            predicted,
            error,
            miss.to_owned(),
        ]
    };
    let title = format!(
        "Tokens a second for each accelerator against MLPerf, its generation held out of the fit: {} results, median error \
         {} %, mean {} %, bias {} %, worst {} %, {} misses",
        v.held_out.n,
        format_number(100.0 * v.held_out.median, 1),
        format_number(100.0 * v.held_out.mean, 1),
        format_number(100.0 * v.held_out.bias, 1),
        format_number(100.0 * v.held_out.worst, 0),
        v.held_out.misses
    );
    let head = ["Accelerator", "Result", "Format", "Measured", "Predicted", "Error, %", ""];
    TableSection {
        title,
        head: head.map(str::to_owned).to_vec(),
        rows: v.rows.iter().map(row).collect(),
        numbers: true,
    }
}

/// Tokens per joule at the wall, where it was measured.
fn energy_validation_section(report: &GenerationReport, v: &MlperfValidation) -> TableSection {
    let row = |r: &JouleRow| {
        vec![
            accelerator_name(report, &r.chip).to_owned(),
            format!("{} {} {}, {}", r.round, r.benchmark, r.scenario, r.submitter),
            r.precision.to_owned(),
            format_significant(r.measured),
            r.predicted.map_or_else(|| "–".to_owned(), format_significant),
            r.error.map_or_else(|| "–".to_owned(), |e| format_number(100.0 * e, 0)),
        ]
    };
    let s = &v.joule_stats;
    let title = format!(
        "Tokens per joule at the wall, measured: {} results, median error {} %, bias {} %",
        s.n,
        format_number(100.0 * s.median, 0),
        format_number(100.0 * s.bias, 0)
    );
    let head = ["Accelerator", "Result", "Format", "Measured", "Predicted", "Error, %"];
    TableSection {
        title,
        head: head.map(str::to_owned).to_vec(),
        rows: v.joules.iter().map(row).collect(),
        numbers: true,
    }
}

fn left_out_note(report: &GenerationReport) -> Option<String> {
    let list: Vec<String> = report.left_out.iter().map(|l| format!("{} ({})", l.name, l.reason)).collect();
    (!list.is_empty()).then(|| format!("without a figure: {}", list.join("; ")))
}

fn collect_notes(report: &GenerationReport) -> Vec<String> {
    let mut notes = report.warnings.texts();
    notes.extend(left_out_note(report));
    notes
}

/// The growth that was asked for, where it could be fitted.
fn requested_growth_section(report: &GenerationReport) -> Option<Section> {
    let item = |text| ListItem { name: None, text, failure: false };
    let items: Vec<ListItem> = growth_sentences(report).into_iter().map(item).collect();
    (!items.is_empty()).then(|| Section::new("Growth by maker", vec![Block::List(items)]))
}

fn build_sections(report: &GenerationReport) -> Vec<Section> {
    let mut out: Vec<Section> = vec![verdict_section(report).into()];
    out.extend(requested_growth_section(report));
    out.extend([
        generations_section(report).into(),
        // The sentences and the verdicts hold what a terminal needs of it.
        Section::from(growth_section(report)).shown_to(Audience::Documents),
        node_power_section(report).into(),
    ]);
    if let Some(v) = &report.validation {
        out.extend([energy_validation_section(report, v).into(), throughput_validation_section(report, v).into()]);
    }
    out
}

const TITLE: &str = "Performance per watt, generation by generation";

impl Report for GenerationReport {
    const SCHEMA: &'static str = "rackjoule/generations/1";

    fn build_document(&self, _: &ReportContext) -> Document<'_> {
        Document {
            title: TITLE.to_owned(),
            subtitle: subtitle_line(self),
            answers: vec![Answer::headline(verdict_sentence(&self.verdicts))],
            sections: build_sections(self),
            notes: collect_notes(self),
            remarks: vec![
                fit_definition(self),
                "* by the ratio of other parts. `rackjoule catalog show ID` tells where a figure is from.".to_owned(),
            ],
            assumptions: &self.assumptions,
            sources: &self.sources,
        }
    }

    fn build_charts(&self, _: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        charts::build_charts(self)
    }

    fn render_csv(&self) -> Result<String, ReportError> {
        render_csv(self)
    }
}

/// One row per accelerator.
fn render_csv(report: &GenerationReport) -> Result<String, ReportError> {
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
            g.status.name().to_owned(),
            g.precision.unwrap_or("").to_owned(),
            g.performance.to_string(),
            g.performance_unit.to_owned(),
            g.fitted.to_string(),
            csv_cell(g.chip.power_w),
            csv_cell(g.wall.power_w),
            g.wall.basis.to_string(),
            csv_cell(g.meter_air.power_w),
            csv_cell(g.meter_liquid.power_w),
            csv_cell(g.chip.per_watt),
            csv_cell(g.wall.per_watt),
            csv_cell(g.meter_air.per_watt),
            csv_cell(g.meter_liquid.per_watt),
            g.confidence.name().to_owned(),
            g.source.clone(),
        ]
    });
    write_csv_rows(head, rows)
}
