//! One self-contained page of sections and charts: no script, nothing fetched, every text escaped.

use maud::{DOCTYPE, PreEscaped, html};

use crate::report::ReportContext;
use crate::report::chart::{Chart, font_css};
use crate::report::compare::page::{STYLE, assumptions_markup, reproduction_markup};
use crate::study::compare::result::{Assumption, SourceReference};

use super::section::TableSection;

/// What stands on a page.
pub(crate) struct ReportPage<'a> {
    /// Title.
    pub title: &'a str,
    /// The line below it.
    pub lead: String,
    /// The answers, each with whether it is a bad one.
    pub answers: Vec<(String, bool)>,
    /// Charts.
    pub charts: &'a [Chart],
    /// Tables.
    pub sections: &'a [TableSection],
    /// What the reader must know.
    pub warnings: &'a [String],
    /// Values that it rests on.
    pub assumptions: &'a [Assumption],
    /// Their sources.
    pub sources: &'a [SourceReference],
}

impl ReportPage<'_> {
    /// The page as text.
    pub fn render_html(&self, context: &ReportContext) -> String {
        let one = self.answers.len() == 1;
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.title) }
                    style { (PreEscaped(font_css())) (PreEscaped(STYLE)) }
                }
                body { main {
                    h1 { (self.title) }
                    p class="faint" { (self.lead) "." }
                    @for (text, bad) in &self.answers { p.answer[one].bad[*bad] { (text) } }
                    section { h2 { "Charts" } @for chart in self.charts {
                        div class="scroll" { (PreEscaped(chart.inline_svg(false))) (PreEscaped(chart.inline_svg(true))) }
                    } }
                    @for s in self.sections { (s.render_html()) }
                    @if !self.warnings.is_empty() {
                        section { h2 { "Notes" } ul { @for w in self.warnings { li { (context.units.convert_note(w)) } } } }
                    }
                    (assumptions_markup(self.assumptions, self.sources))
                    (reproduction_markup(context))
                } }
            }
        };
        page.into_string()
    }
}
