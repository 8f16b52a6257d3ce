//! Charts of a page: the picture for both themes, what it shows in words, and its data.

use base64::Engine;
use maud::{Markup, PreEscaped, html};

use crate::report::chart::Chart;
use crate::report::chart::inline::PageColors;
use crate::report::document::section::DataTable;
use crate::report::error::ReportError;

use super::table::table_markup;

/// Rows up to which the data of a chart also stand as a table.
const MAX_TABLE_ROWS: usize = 60;
/// Bytes of CSV up to which a page brings the data of a chart with it; longer ones lie beside it in a file of their own.
const MAX_EMBEDDED_BYTES: usize = 40_000;

/// Height over width of what one page of A4 or Letter holds below a heading.
const PAGE_RATIO: f64 = 1.2;
/// Height over width up to which a printed chart is made smaller until a page holds it: its text stays at 4.5 pt and more.
/// Taller ones are printed in parts.
const MAX_WHOLE_RATIO: f64 = 1.6;

/// A chart with its caption and its data.
///
/// # Errors
/// When a row of its data can't be written.
pub(super) fn figure_markup(chart: &Chart, colors: &mut PageColors) -> Result<Markup, ReportError> {
    let rows = chart.table.rows();
    let csv = if rows.is_empty() { String::new() } else { chart.table.to_csv()? };
    let file = format!("{}.csv", chart.name);
    let (width, height) = chart.pixel_size();
    let tall = f64::from(height) > MAX_WHOLE_RATIO * f64::from(width);
    let parts = if tall { chart.inline_parts(PAGE_RATIO * f64::from(width)) } else { Vec::new() };
    Ok(html! {
        figure.tall[tall] id=(format!("chart-{}", chart.name)) {
            div class="scroll" tabindex="0" role="region" aria-label=(format!("Chart: {}", chart.title)) {
                (PreEscaped(chart.inline_svg(colors)))
                @for part in &parts { (PreEscaped(part)) }
            }
            figcaption {
                span class="finding" { (chart.title) ". " (chart.subtitle) ". " }
                @if csv.len() > MAX_EMBEDDED_BYTES {
                    "Data of this chart: " (file) ", beside this page."
                } @else if !csv.is_empty() {
                    a href=(data_uri("text/csv", &csv)) download=(file) { "Data of this chart (CSV)" }
                }
            }
            @if !rows.is_empty() && rows.len() <= MAX_TABLE_ROWS {
                details {
                    summary { "Data of this chart (table)" }
                    (table_markup(&DataTable::from_rows(chart.table.head().to_vec(), rows.to_vec(), true), &chart.title))
                }
            }
        }
    })
}

/// A text as an address that holds it, for a link that saves it.
pub(super) fn data_uri(kind: &str, text: &str) -> String {
    format!("data:{kind};base64,{}", base64::engine::general_purpose::STANDARD.encode(text))
}
