//! The error of every prediction over the tolerance that was stated for it, kind by kind.

use crate::catalog::validation::EvidenceKind;
use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, truncate_to_width};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::symbol::Symbol;
use crate::report::document::numbers::format_number;
use crate::report::document::page::provenance::with_source_years;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::validation::result::{ErrorTotals, QuantityResult, ValidationReport};

use super::words::{
    energyplus_cases, format_prediction_error, headline_sentences, kind_label, single_cases, totals_by_kind,
};

const WIDTH: u32 = 960;
/// Heights of the row of a kind, of a case and of a quantity.
const ROW_HEIGHTS: [f64; 3] = [36.0, 21.0, 18.0];
/// Room for names.
const NAMES_WIDTH: f64 = 400.0;
/// Room for the errors in their units.
const FIGURES_WIDTH: f64 = 104.0;
/// Errors beyond so many tolerances stand at the edge.
const MAX_TOLERANCES: f64 = 2.5;

/// A row of the chart.
enum ErrorRow<'a> {
    /// A kind of evidence.
    Kind(String),
    /// A case.
    Case(&'a str),
    /// A prediction: its name, and its error.
    Prediction(String, &'a QuantityResult),
}

impl ErrorRow<'_> {
    fn height(&self) -> f64 {
        match self {
            Self::Kind(_) => ROW_HEIGHTS[0],
            Self::Case(_) => ROW_HEIGHTS[1],
            Self::Prediction(..) => ROW_HEIGHTS[2],
        }
    }
}

fn chart_rows(report: &ValidationReport) -> Vec<ErrorRow<'_>> {
    let mut out = Vec::new();
    for kind in EvidenceKind::ALL {
        let cases = single_cases(report, kind);
        let predictions = |c: &&crate::study::validation::result::CaseResult| c.totals.predictions > 0;
        let mut cases = cases.into_iter().filter(predictions).peekable();
        if cases.peek().is_some() {
            out.push(ErrorRow::Kind(kind_label(kind).to_owned()));
        }
        for case in cases {
            out.push(ErrorRow::Case(&case.title));
            let own = case.quantities.iter().filter(|q| !q.calibrated);
            out.extend(own.map(|q| ErrorRow::Prediction(q.name.clone(), q)));
        }
    }
    let runs = energyplus_cases(report);
    if !runs.is_empty() {
        out.push(ErrorRow::Kind("EnergyPlus: the worst of the yearly series of each case".to_owned()));
    }
    for (_, title, worst) in runs {
        out.push(ErrorRow::Case(title));
        out.push(ErrorRow::Prediction(worst.name.clone(), worst));
    }
    out
}

/// Every prediction, those that the chart folds into the worst of their case too.
fn chart_table(report: &ValidationReport) -> ChartTable {
    let mut out =
        ChartTable::new(["kind", "case", "quantity", "error", "error_is_relative", "tolerance", "within_tolerance"]);
    for (case, q) in report.all_predictions() {
        let [error, tolerance] = [q.error, Some(q.tolerance)].map(number_cell);
        let (relative, within) = (q.relative.to_string(), q.within_tolerance.to_string());
        out.push([case.kind.to_string(), case.title.clone(), q.name.clone(), error, relative, tolerance, within]);
    }
    out
}

fn chart_title(report: &ValidationReport) -> String {
    let told = |(name, t): (String, ErrorTotals)| {
        let short = match name.split_once(": ") {
            Some((_, of)) => of.to_owned(),
            None => name.to_lowercase(),
        };
        format!("{} of {} ({short})", t.within, t.predictions)
    };
    let told: Vec<String> = totals_by_kind(report).into_iter().map(told).collect();
    format!("Predictions within the tolerance stated beforehand: {}", told.join(", "))
}

/// The chart; nothing to draw without a prediction.
pub fn build_chart(report: &ValidationReport, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let rows = chart_rows(report);
    if rows.is_empty() {
        return Ok(None);
    }
    let title = chart_title(report);
    let subtitle = "Error of each prediction as a multiple of its tolerance: the grey band is the tolerance, to the right \
                    is too much, hollow marks are misses, those at the edge lie beyond two and a half tolerances; at the \
                    right the error itself"
        .to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 26.0;
    let bottom = top + rows.iter().map(ErrorRow::height).sum::<f64>();
    let height = pixel_height(bottom + 76.0);
    let (left, right) = (MARGIN + NAMES_WIDTH + 14.0, f64::from(WIDTH) - MARGIN - FIGURES_WIDTH);
    let at = |share: f64| {
        f64::midpoint(left, right)
            + share.clamp(-MAX_TOLERANCES, MAX_TOLERANCES) / MAX_TOLERANCES * (right - left) / 2.0
    };
    let chart = Chart::from_painter("errors", (title, subtitle), (WIDTH, height), |canvas| {
        let band = canvas.theme.tint_color(canvas.theme.faint, 0.15);
        canvas.fill_rect([at(-1.0), top, at(1.0), bottom], band);
        canvas.draw_line(&[(at(0.0), top), (at(0.0), bottom)], canvas.theme.faint, 1.0);
        draw_ticks(canvas, &at, top, bottom);
        let mut y = top;
        for row in &rows {
            let middle = y + row.height() / 2.0;
            match row {
                ErrorRow::Kind(name) => {
                    let look = LabelStyle { size: 13.5, bold: true, color: canvas.theme.ink };
                    let name = truncate_to_width(name, look, NAMES_WIDTH + 100.0);
                    canvas.draw_text(&name, (MARGIN, middle + 4.0), TextAnchor::Left, look);
                }
                ErrorRow::Case(name) => {
                    let look = LabelStyle { size: 11.5, bold: true, color: canvas.theme.faint };
                    let name = truncate_to_width(name, look, at(-1.0) - MARGIN - 8.0);
                    canvas.draw_text(&name, (MARGIN, middle + 1.0), TextAnchor::Left, look);
                }
                ErrorRow::Prediction(name, q) => {
                    canvas.draw_line(&[(left, middle), (right, middle)], canvas.theme.grid, 0.75);
                    draw_prediction(canvas, (name, q), (left, right), middle, &at, units);
                }
            }
            y += row.height();
        }
        let foot = "Sources of every figure: rackjoule validate --format markdown.";
        canvas.draw_footer(&with_source_years(foot, &report.sources));
    })?;
    Ok(Some(chart.with_numbers(&headline_sentences(report).join(" "), chart_table(report))))
}

/// Multiples of the tolerance above and below the rows.
fn draw_ticks(canvas: &mut Canvas, at: &dyn Fn(f64) -> f64, top: f64, bottom: f64) {
    let look = LabelStyle { size: 12.0, bold: false, color: canvas.theme.faint };
    for tick in [-2.0, -1.0, 0.0, 1.0, 2.0] {
        let sign = if tick > 0.0 { "+" } else { "" };
        let text = format!("{sign}{}", format_number(tick, 0));
        for y in [top - 11.0, bottom + 13.0] {
            canvas.draw_text(&text, (at(tick), y), TextAnchor::Middle, look);
        }
    }
    canvas.draw_text("error, multiples of the tolerance", (at(0.0), bottom + 32.0), TextAnchor::Middle, look);
}

fn draw_prediction(
    canvas: &mut Canvas,
    (name, q): (&str, &QuantityResult),
    (left, right): (f64, f64),
    y: f64,
    at: &dyn Fn(f64) -> f64,
    units: UnitSystem,
) {
    let look = LabelStyle { size: 12.0, bold: false, color: canvas.theme.ink };
    let name = truncate_to_width(name, look, NAMES_WIDTH - 18.0);
    canvas.draw_text(&name, (left - 14.0, y), TextAnchor::Right, look);
    let color = if q.within_tolerance { canvas.theme.ink } else { canvas.theme.limit };
    let text = truncate_to_width(&format_prediction_error(q, units), look, FIGURES_WIDTH - 12.0);
    canvas.draw_text(&text, (right + 12.0, y), TextAnchor::Left, LabelStyle { color, ..look });
    if let Some(error) = q.error {
        let x = at(error / q.tolerance);
        canvas.draw_line(&[(at(0.0), y), (x, y)], color, 1.5);
        let symbol = if q.within_tolerance { Symbol::Circle } else { Symbol::OpenDiamond };
        canvas.draw_symbol((x, y), 4.5, symbol, color);
    }
}
