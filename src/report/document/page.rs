//! One self-contained page of sections and charts: no script, nothing fetched, every text escaped.

use base64::Engine;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::catalog::record::{Confidence, confidence_name};
use crate::report::chart::Chart;
use crate::report::chart::fonts::font_css;
use crate::report::context::ReportContext;
use crate::report::document::numbers::format_number;
use crate::study::compare::result::{Assumption, SourceReference};

use super::section::TableSection;

/// The style of every page.
pub(crate) const STYLE: &str = "
:root{color-scheme:light dark;--ink:#1f2937;--faint:#5c6675;--line:#e5e7eb;--back:#fff;--bad:#b42318}
@media(prefers-color-scheme:dark){:root{--ink:#f3f4f6;--faint:#a5adba;--line:#374151;--back:#111827;--bad:#ff8a7a}
svg.light{display:none}}
@media(prefers-color-scheme:light){svg.dark{display:none}}
@media print{:root{--ink:#1f2937;--faint:#5c6675;--line:#e5e7eb;--back:#fff}svg.dark{display:none}svg.light{display:block;min-width:0}.scroll{overflow:visible}
section{break-inside:auto}svg,tr{break-inside:avoid}}
*{box-sizing:border-box}
body{font:16px/1.5 Inter,system-ui,sans-serif;color:var(--ink);background:var(--back);margin:0 auto;padding:24px;max-width:1040px}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2.5rem 0 .5rem}
p{margin:.5rem 0}.faint{color:var(--faint)}.answer{font-size:1.15rem;font-weight:600}.bad{color:var(--bad)}
svg{max-width:100%;min-width:640px;height:auto;display:block;margin:1rem 0}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}th{font-weight:600}
pre{overflow-x:auto;border:1px solid var(--line);padding:.8rem;font-size:.8rem}a{color:inherit}
h1,h2,h3,p,td,th,li,summary{overflow-wrap:anywhere}td:first-child,th:first-child{min-width:8rem}";

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

/// Every value that a result rests on, and the sources.
pub(crate) fn assumptions_markup(all: &[Assumption], sources: &[SourceReference]) -> Markup {
    let range = |a: &Assumption| a.range.map_or_else(String::new, |[low, high]| format!("{low} to {high}"));
    let estimates = all.iter().filter(|a| a.confidence == Some(Confidence::Estimate)).count();
    html! {
        section {
            h2 { "Assumptions and their sources" }
            p { (format_number(all.len() as f64, 0)) " values, " (format_number(estimates as f64, 0)) " of them estimates with a range. "
                "Keys end in their unit." }
            details { summary { "Every value" } div class="scroll" { table {
                thead { tr { th { "Record" } th { "Parameter" } th class="n" { "Value" } th { "Confidence" } th { "Range" } th { "Source" } } }
                tbody { @for a in all { tr {
                    td { (a.record) } td { (a.parameter) } td class="n" { (a.value) } td { (confidence_name(a.confidence)) } td { (range(a)) } td { (a.source) }
                } } }
            } } }
            h3 { "Sources" }
            ul { @for s in sources { li { strong { (s.id) } ": " (s.title) ". " (s.location) "." } } }
        }
    }
}

/// How to make the result again.
pub(crate) fn reproduction_markup(context: &ReportContext) -> Markup {
    let data = base64::engine::general_purpose::STANDARD.encode(&context.scenario_text);
    html! {
        section {
            h2 { "Make it again" }
            p { "rackjoule " (context.version) ": " code { (context.command) } }
            p { a href=(format!("data:application/toml;base64,{data}")) download="scenario.toml" { "Download the scenario" } }
            pre { (context.scenario_text) }
        }
    }
}
