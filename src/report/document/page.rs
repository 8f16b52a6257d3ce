//! A report as one self-contained page: no script, nothing fetched, every text escaped.

use base64::Engine;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::catalog::record::{Confidence, confidence_name};
use crate::report::chart::Chart;
use crate::report::chart::fonts::font_css;
use crate::report::context::ReportContext;
use crate::study::compare::result::{Assumption, SourceReference};

use super::model::{Answer, Document, Emphasis};
use super::numbers::format_number;
use super::section::{Block, DataTable, ListItem, RowGroup, Section};

/// The style of every page.
const STYLE: &str = "
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

/// The report as a page, with its charts.
pub(crate) fn render_document(document: &Document<'_>, charts: &[Chart], context: &ReportContext) -> String {
    let sections: Vec<&Section> = document.sections.iter().filter(|s| s.audience.includes_page()).collect();
    let (before, after) = sections.split_at(document.sections_before_charts.min(sections.len()));
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (document.title) }
                style { (PreEscaped(font_css())) (PreEscaped(STYLE)) }
            }
            body { main {
                h1 { (document.title) }
                p class="faint" { (document.subtitle) "." }
                @for answer in &document.answers { (answer_markup(answer)) }
                @for section in before { (section_markup(section)) }
                @if !charts.is_empty() { (charts_markup(charts)) }
                @for section in after { (section_markup(section)) }
                @if !document.notes.is_empty() {
                    section { h2 { "Notes" } ul { @for note in &document.notes { li { (note) } } } }
                }
                @for remark in &document.remarks { p class="faint" { (remark) } }
                (assumptions_markup(document.assumptions, document.sources))
                (reproduction_markup(context))
            } }
        }
    };
    page.into_string()
}

fn answer_markup(answer: &Answer) -> Markup {
    let (headline, failure) = (answer.emphasis == Emphasis::Headline, answer.emphasis == Emphasis::Failure);
    html! { p.answer[headline].bad[failure] { (answer.text) } }
}

fn charts_markup(charts: &[Chart]) -> Markup {
    html! {
        section { h2 { "Charts" } @for chart in charts {
            div class="scroll" { (PreEscaped(chart.inline_svg(false))) (PreEscaped(chart.inline_svg(true))) }
        } }
    }
}

fn section_markup(section: &Section) -> Markup {
    html! {
        section {
            h2 { (section.title) }
            @for block in &section.blocks { (block_markup(block)) }
        }
    }
}

fn block_markup(block: &Block) -> Markup {
    match block {
        Block::Heading(text) => html! { h3 { (text) } },
        Block::Paragraph(text) => html! { p { (text) } },
        Block::List(items) => html! { ul { @for item in items { (item_markup(item)) } } },
        Block::Table(table) => table_markup(table),
    }
}

fn item_markup(item: &ListItem) -> Markup {
    html! {
        li {
            @if let Some(name) = &item.name { strong { (name) } ": " }
            @if item.failure { span class="bad" { (item.text) } } @else { (item.text) }
        }
    }
}

fn table_markup(table: &DataTable) -> Markup {
    let class = |i: usize| if i > 0 && table.numbers { "n" } else { "" };
    html! {
        div class="scroll" { table {
            @if table.has_head() {
                thead { tr { @for (i, h) in table.head.iter().enumerate() { th class=(class(i)) { (h) } } } }
            }
            tbody { @for RowGroup { title, rows } in &table.groups {
                @if let Some(title) = title { tr { th colspan=(table.head.len()) { (title) } } }
                @for row in rows { tr {
                    @for (i, cell) in row.iter().enumerate() { td class=(class(i)) { (cell) } }
                } }
            } }
        } }
    }
}

/// Every value that a result rests on, and the sources; nothing for a result without either.
fn assumptions_markup(all: &[Assumption], sources: &[SourceReference]) -> Markup {
    html! {
        @if !(all.is_empty() && sources.is_empty()) { section {
            h2 { "Assumptions and their sources" }
            @if !all.is_empty() { (values_markup(all)) }
            h3 { "Sources" }
            ul { @for s in sources { li { strong { (s.id) } ": " (s.title) ". " (s.location) "." } } }
        } }
    }
}

fn values_markup(all: &[Assumption]) -> Markup {
    let range = |a: &Assumption| a.range.map_or_else(String::new, |[low, high]| format!("{low} to {high}"));
    let estimates = all.iter().filter(|a| a.confidence == Some(Confidence::Estimate)).count();
    html! {
        p { (format_number(all.len() as f64, 0)) " values, " (format_number(estimates as f64, 0)) " of them estimates with a range. "
            "Keys end in their unit." }
        details { summary { "Every value" } div class="scroll" { table {
            thead { tr { th { "Record" } th { "Parameter" } th class="n" { "Value" } th { "Confidence" } th { "Range" } th { "Source" } } }
            tbody { @for a in all { tr {
                td { (a.record) } td { (a.parameter) } td class="n" { (a.value) } td { (confidence_name(a.confidence)) } td { (range(a)) } td { (a.source) }
            } } }
        } } }
    }
}

/// The command, the version and the scenario that make the result again.
fn reproduction_markup(context: &ReportContext) -> Markup {
    let data = base64::engine::general_purpose::STANDARD.encode(&context.scenario_text);
    html! {
        section {
            h2 { "Reproduce this result" }
            p { "rackjoule " (context.version) ": " code { (context.command) } }
            @if !context.scenario_text.is_empty() {
                p { a href=(format!("data:application/toml;base64,{data}")) download="scenario.toml" { "Download the scenario" } }
                pre { (context.scenario_text) }
            }
        }
    }
}
