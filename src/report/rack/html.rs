//! One self-contained page of a study of racks.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::study::rack_result::RackReport;

use super::super::Context;
use super::super::chart::{Chart, font_css};
use super::super::html::{STYLE, assumptions, reproduce};
use super::{Section, answer, head};

/// The page.
pub(super) fn render(report: &RackReport, context: &Context, charts: &[Chart], sections: &[Section]) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (report.title) }
                style { (PreEscaped(font_css())) (PreEscaped(STYLE)) }
            }
            body { main {
                h1 { (report.title) }
                p class="faint" { (head(report)) "." }
                @for a in &report.architectures { p.answer[report.architectures.len() == 1].bad[!a.feasible] { (answer(a)) } }
                section { h2 { "Charts" } @for chart in charts {
                    div class="scroll" { (PreEscaped(chart.inline(false))) (PreEscaped(chart.inline(true))) }
                } }
                @for s in sections { section { h2 { (s.title) } (rows(s)) } }
                @if !report.warnings.is_empty() {
                    section { h2 { "Notes" } ul { @for w in &report.warnings { li { (w) } } } }
                }
                (assumptions(&report.assumptions, &report.sources))
                (reproduce(context))
            } }
        }
    };
    page.into_string()
}

fn rows(s: &Section) -> Markup {
    let class = |i: usize| if i > 0 && s.numbers { "n" } else { "" };
    html! { div class="scroll" { table {
        @if s.head.iter().any(|h| !h.is_empty()) {
            thead { tr { @for (i, h) in s.head.iter().enumerate() { th class=(class(i)) { (h) } } } }
        }
        tbody { @for row in &s.rows { tr { @for (i, cell) in row.iter().enumerate() { td class=(class(i)) { (cell) } } } } }
    } } }
}
