//! Charts of a page: the picture in both themes, what it shows in words, and its data.

use base64::Engine;
use maud::{Markup, PreEscaped, html};

use crate::report::chart::Chart;
use crate::report::document::section::DataTable;

use super::table::table_markup;

/// Rows up to which the data of a chart also stand as a table; longer ones are a file to download.
const MAX_TABLE_ROWS: usize = 60;

/// A chart with its caption.
pub(super) fn figure_markup(chart: &Chart) -> Markup {
    html! {
        figure id=(figure_id(chart)) {
            div class="scroll" tabindex="0" role="region" aria-label=(format!("Chart: {}", chart.title)) {
                (PreEscaped(chart.inline_svg(false))) (PreEscaped(chart.inline_svg(true)))
            }
            figcaption {
                span class="finding" { (chart.title) ". " (chart.subtitle) ". " }
                @if let Some(data) = &chart.data {
                    @let csv = base64::engine::general_purpose::STANDARD.encode(data.csv());
                    a href=(format!("data:text/csv;base64,{csv}")) download=(format!("{}.csv", chart.name)) { "Data of this chart, CSV" }
                }
            }
            @if let Some(data) = chart.data.as_ref().filter(|data| data.rows.len() <= MAX_TABLE_ROWS) {
                details {
                    summary { "Data of this chart, table" }
                    (table_markup(&DataTable::from_rows(data.head.clone(), data.rows.clone(), true), &chart.title))
                }
            }
        }
    }
}

/// The id of a chart on its page.
fn figure_id(chart: &Chart) -> String {
    format!("chart-{}", chart.name)
}
