//! A report as one self-contained page: no script, nothing fetched, every text escaped.

mod anchor;
mod figure;
pub(crate) mod provenance;
mod table;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::report::chart::Chart;
use crate::report::chart::fonts::font_css;
use crate::report::chart::inline::PageColors;
use crate::report::context::ReportContext;
use crate::report::error::ReportError;

use super::escape::isolate_right_to_left;
use super::fold::join_values_and_units;
use super::model::{Answer, Document, Emphasis};
use super::section::{Block, ListItem, Placement, Section};

use self::anchor::Anchors;
use self::figure::figure_markup;
use self::table::table_markup;

/// The style of every page.
const STYLE: &str = include_str!("style.css");

/// A part of a page under a heading.
struct Part {
    id: String,
    title: String,
    body: Markup,
}

/// The report as a page, with its charts: the answer and how sure it is, contents, charts, tables, provenance.
///
/// # Errors
/// When the data of a chart can't be written.
pub(crate) fn render_document(
    document: &Document<'_>,
    charts: &[Chart],
    context: &ReportContext,
) -> Result<String, ReportError> {
    let mut ids = Anchors::default();
    let answer = section_parts(document, Placement::WithAnswer, &mut ids);
    let mut colors = PageColors::default();
    let body = body_parts(document, charts, context, &mut ids, &mut colors)?;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (document.title) }
                style { (PreEscaped(font_css())) (PreEscaped(STYLE)) (PreEscaped(colors.style())) (PreEscaped(paper_style(document, context))) }
            }
            body {
                @if let Some(first) = body.first() { a.skip href=(format!("#{}", first.id)) { "Skip to the result in detail" } }
                header {
                    h1 { (set_text(&document.title)) }
                    p class="faint" { (set_text(&document.subtitle)) "." }
                    @for answer in &document.answers { (answer_markup(answer)) }
                }
                main {
                    @for part in &answer { (part_markup(part)) }
                    (contents_markup(answer.iter().chain(&body)))
                    @for part in &body { (part_markup(part)) }
                }
            }
        }
    };
    Ok(page.into_string())
}

/// Everything below the contents.
fn body_parts(
    document: &Document<'_>,
    charts: &[Chart],
    context: &ReportContext,
    ids: &mut Anchors,
    colors: &mut PageColors,
) -> Result<Vec<Part>, ReportError> {
    let mut out = Vec::new();
    if !document.notes.is_empty() {
        out.push(named_part(ids, "Notes", html! { ul { @for note in &document.notes { li { (set_text(note)) } } } }));
    }
    out.extend(section_parts(document, Placement::BeforeCharts, ids));
    if !charts.is_empty() {
        let figures =
            charts.iter().map(|chart| figure_markup(chart, colors)).collect::<Result<Vec<Markup>, ReportError>>()?;
        out.push(named_part(ids, "Charts", html! { @for figure in &figures { (figure) } }));
    }
    out.extend(section_parts(document, Placement::AfterCharts, ids));
    if !document.remarks.is_empty() {
        out.push(named_part(
            ids,
            "Remarks",
            html! { @for remark in &document.remarks { p class="faint" { (remark) } } },
        ));
    }
    if !(document.assumptions.is_empty() && document.sources.is_empty()) {
        let body = provenance::assumptions_markup(document.assumptions, document.sources);
        out.push(named_part(ids, "Assumptions and their sources", body));
    }
    out.push(named_part(ids, "Reproduce this result", provenance::reproduction_markup(document, context)));
    Ok(out)
}

fn named_part(ids: &mut Anchors, title: &str, body: Markup) -> Part {
    Part { id: ids.add(title), title: title.to_owned(), body }
}

fn section_parts(document: &Document<'_>, placement: Placement, ids: &mut Anchors) -> Vec<Part> {
    let shown = document.sections.iter().filter(|s| s.audience.includes_page() && s.placement == placement);
    shown.map(|section| named_part(ids, &section.title, section_markup(section))).collect()
}

/// Text as a page sets it: numbers stay with their units, words from right to left apart from what follows them.
fn set_text(text: &str) -> String {
    isolate_right_to_left(&join_values_and_units(text))
}

fn part_markup(part: &Part) -> Markup {
    html! { section id=(part.id) aria-labelledby=(format!("{}-title", part.id)) {
        h2 id=(format!("{}-title", part.id)) { (set_text(&part.title)) }
        (part.body)
    } }
}

fn contents_markup<'a>(parts: impl Iterator<Item = &'a Part>) -> Markup {
    html! { nav aria-labelledby="contents-title" {
        h2 id="contents-title" { "Contents" }
        ul { @for part in parts { li { a href=(format!("#{}", part.id)) { (set_text(&part.title)) } } } }
    } }
}

/// The foot of every printed page: program, version, vintage of the data, number of the page. All of it is the program's
/// own text: nothing of a scenario stands in a style sheet.
fn paper_style(document: &Document<'_>, context: &ReportContext) -> String {
    let version: String = context.version.chars().filter(|c| c.is_ascii_alphanumeric() || ".-+".contains(*c)).collect();
    let vintage =
        provenance::source_years(document.sources).map_or_else(String::new, |years| format!("; sources of {years}"));
    format!(
        "@page{{margin:12mm 12mm 16mm;@bottom-left{{content:\"rackjoule {version}{vintage}\";font:8pt Inter,sans-serif;color:#5c6675}}\
         @bottom-right{{content:counter(page) \" of \" counter(pages);font:8pt Inter,sans-serif;color:#5c6675}}}}"
    )
}

fn answer_markup(answer: &Answer) -> Markup {
    let (headline, failure) = (answer.emphasis == Emphasis::Headline, answer.emphasis == Emphasis::Failure);
    html! { p.answer[headline].bad[failure] { (set_text(&answer.text)) } }
}

fn section_markup(section: &Section) -> Markup {
    html! { @for (i, block) in section.blocks.iter().enumerate() { (block_markup(block, &table_label(section, i))) } }
}

/// What a table is of: the heading above it, with the title of the section where the heading does not hold it.
fn table_label(section: &Section, block: usize) -> String {
    let heading = section.blocks[..block].iter().rev().find_map(|block| match block {
        Block::Heading(text) => Some(text),
        _ => None,
    });
    match heading {
        Some(heading) if heading.to_lowercase().contains(&section.title.to_lowercase()) => heading.clone(),
        Some(heading) => format!("{}: {heading}", section.title),
        None => section.title.clone(),
    }
}

fn block_markup(block: &Block, label: &str) -> Markup {
    match block {
        Block::Heading(text) => html! { h3 { (set_text(text)) } },
        Block::Paragraph(text) => html! { p { (set_text(text)) } },
        Block::List(items) => html! { ul { @for item in items { (item_markup(item)) } } },
        Block::Table(table) => table_markup(table, label),
    }
}

fn item_markup(item: &ListItem) -> Markup {
    html! {
        li {
            @if let Some(name) = &item.name { strong { (name) } ": " }
            @if item.failure { span class="bad" { (set_text(&item.text)) } } @else { (set_text(&item.text)) }
        }
    }
}
