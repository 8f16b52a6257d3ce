//! A figure traced to the data, rendered as an indented tree, JSON, CSV or Markdown.

use serde::Serialize;
use std::collections::BTreeSet;

use crate::study::compare::result::SourceReference;
use crate::study::explain::{AppliedLaw, Explanation, FigureNode, RecordParameter};

use super::document::csv::{csv_cell, write_csv_rows};
use super::document::fold::wrap_text;
use super::document::json;
use super::document::numbers::{decimal_count, format_number};
use super::document::terminal::line_width;
use super::document::units::UnitSystem;
use crate::report::context::ReportContext;
use crate::report::error::ReportError;
use crate::report::format::OutputFormat;
use crate::units::typeset::typeset_text;

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/explain/1";
/// What is explained, with the sources that it names.
#[derive(Serialize)]
struct ExplanationDocument<'a> {
    explanations: &'a [Explanation],
    sources: Vec<&'a SourceReference>,
}

/// Explanations as text; `sources` are those of the comparison.
///
/// # Errors
/// [`ReportError`].
pub fn render(
    format: OutputFormat,
    explanations: &[Explanation],
    sources: &[SourceReference],
    context: &ReportContext,
) -> Result<String, ReportError> {
    let named = cited_sources(explanations);
    let sources: Vec<&SourceReference> = sources.iter().filter(|s| named.contains(s.id.as_str())).collect();
    let money = UnitSystem::SI.with_currency(context.units.currency());
    match format {
        OutputFormat::Table => Ok(render_tree(explanations, &sources, false, (line_width(context.width), money))),
        OutputFormat::Markdown => Ok(render_tree(explanations, &sources, true, (line_width(None), money))),
        OutputFormat::Json => json::render(SCHEMA, &ExplanationDocument { explanations, sources }, context),
        OutputFormat::Csv => render_csv(explanations),
    }
}

/// The sources that parameters name.
fn cited_sources(explanations: &[Explanation]) -> BTreeSet<&str> {
    fn collect_cited_sources<'a>(node: &'a FigureNode, into: &mut BTreeSet<&'a str>) {
        let records = node.laws.iter().flat_map(|l| &l.records);
        into.extend(records.flat_map(|r| &r.parameters).map(|p| p.source.as_str()));
        node.terms.iter().for_each(|t| collect_cited_sources(t, into));
    }
    let mut out = BTreeSet::new();
    explanations.iter().flat_map(|e| &e.architectures).for_each(|a| collect_cited_sources(&a.figure, &mut out));
    out
}

/// A value with five digits or more.
fn format_trimmed(value: f64) -> String {
    let Some(digits) = decimal_count(value) else { return format!("{value:.3e}") };
    let text = format_number(value, digits);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A value with its unit; all but money in SI.
fn format_node_value(node: &FigureNode, money: UnitSystem) -> String {
    let unit = money.unit_for(node.unit);
    node.value.map_or_else(
        || "none".to_owned(),
        |v| format!("{} {}", format_trimmed(unit.convert_from_si(v)), unit.label).trim_end().to_owned(),
    )
}

/// An indented tree; in Markdown it is a block of text under headings.
fn render_tree(
    explanations: &[Explanation],
    sources: &[&SourceReference],
    markdown: bool,
    (width, money): (usize, UnitSystem),
) -> String {
    let mut out = TreeText { text: String::new(), width, money };
    let (mark, fence) = if markdown { ("## ", "```text\n") } else { ("", "") };
    for explanation in explanations {
        for a in &explanation.architectures {
            let head = format!("{mark}{}: {}", a.architecture, explanation.key);
            if markdown {
                out.text.extend([&head, "\n\n"]);
            } else {
                out.write_line(0, &head);
            }
            out.text.push_str(fence);
            write_node(&mut out, &a.figure, 1);
            out.write_line(1, &format!("validity: {}", a.flags.join("; ")));
            out.text.push_str(if markdown { "```\n\n" } else { "\n" });
        }
    }
    if let Some(note) = money.currency_note() {
        out.write_line(0, &note);
        out.text.push('\n');
    }
    if !sources.is_empty() {
        out.text.extend([mark, "Sources\n", if markdown { "\n" } else { "" }]);
        for s in sources {
            let source = format!("{}: {}; {}", s.id, typeset_text(&s.title), typeset_text(&s.location));
            if markdown { out.text.extend(["- ", &source, "\n"]) } else { out.write_line(1, &source) }
        }
    }
    out.text
}

/// A tree as it is written, line by line.
struct TreeText {
    text: String,
    width: usize,
    /// SI with money in the currency of the scenario.
    money: UnitSystem,
}

impl TreeText {
    /// A line, folded where it is long; deep ones are not indented beyond a third of the width.
    fn write_line(&mut self, depth: usize, text: &str) {
        let indent = " ".repeat((2 * depth).min(self.width / 3));
        let hang = if depth == 0 { "  ".to_owned() } else { format!("{indent}    ") };
        self.text.push_str(&wrap_text(text, self.width, &indent, &hang));
        self.text.push('\n');
    }
}

fn write_node(out: &mut TreeText, n: &FigureNode, depth: usize) {
    let above = if n.above { "  (see above)" } else { "" };
    out.write_line(depth, &format!("{} = {}  [{}]{above}", n.name, format_node_value(n, out.money), n.key));
    if n.above || n.value.is_none() {
        return;
    }
    let numbers: Vec<String> =
        n.terms.iter().filter(|t| t.value.is_some()).map(|t| format_node_value(t, out.money)).collect();
    let with = if numbers.is_empty() || n.laws.iter().any(|l| !l.records.is_empty()) {
        String::new()
    } else {
        format!("; with {}", numbers.join(", "))
    };
    out.write_line(depth + 1, &format!("{}: {}{with}", n.symbols, n.equation));
    if let Some(made) = n.from_terms {
        let text = format!("summed hour by hour; the means of the terms would make {}", format_trimmed(made));
        out.write_line(depth + 1, &text);
    }
    for term in &n.terms {
        write_node(out, term, depth + 1);
    }
    for law in &n.laws {
        self::write_law(out, law, depth + 1);
    }
}

fn write_law(out: &mut TreeText, law: &AppliedLaw, depth: usize) {
    out.write_line(depth, &format!("{}: {}  ({})", law.kind, law.symbols, law.words));
    for record in &law.records {
        if record.above {
            out.write_line(depth + 1, &format!("{} (see above)", record.id));
            continue;
        }
        let mut origins: Vec<(&str, &str)> =
            record.parameters.iter().map(|p| (p.confidence.as_str(), p.source.as_str())).collect();
        origins.sort_unstable();
        origins.dedup();
        // What most of a record's values have in common is said once.
        let usual = origins.iter().copied().max_by_key(|o| {
            record.parameters.iter().filter(|p| (p.confidence.as_str(), p.source.as_str()) == *o).count()
        });
        let head = usual.map_or_else(String::new, |(confidence, source)| format!(" ({confidence}, {source})"));
        let values: Vec<String> = record.parameters.iter().map(|p| format_parameter(p, usual)).collect();
        out.write_line(depth + 1, &format!("{}{head}: {}", record.id, values.join(", ")));
    }
}

/// A parameter with what is not usual of its record.
fn format_parameter(p: &RecordParameter, usual: Option<(&str, &str)>) -> String {
    let range = p.range.map_or_else(String::new, |[low, high]| format!(" ({low} to {high})"));
    let own = (p.confidence.as_str(), p.source.as_str());
    let origin = if usual == Some(own) { String::new() } else { format!(" [{}, {}]", own.0, own.1) };
    format!("{} {}{range}{origin}", p.key, p.value)
}

/// One row for each figure and each parameter, with its depth.
fn render_csv(explanations: &[Explanation]) -> Result<String, ReportError> {
    let head = [
        "architecture",
        "depth",
        "key",
        "record",
        "value",
        "unit",
        "equation",
        "symbols",
        "confidence",
        "low",
        "high",
        "source",
    ];
    let mut rows = Vec::new();
    for a in explanations.iter().flat_map(|e| &e.architectures) {
        push_node_rows(&mut rows, &a.architecture, &a.figure, 0);
    }
    write_csv_rows(head, rows)
}

fn push_node_rows(rows: &mut Vec<[String; 12]>, architecture: &str, n: &FigureNode, depth: usize) {
    let empty = String::new;
    rows.push([
        architecture.to_owned(),
        depth.to_string(),
        n.key.to_owned(),
        empty(),
        csv_cell(n.value),
        n.unit.to_owned(),
        n.equation.to_owned(),
        n.symbols.to_owned(),
        empty(),
        empty(),
        empty(),
        empty(),
    ]);
    for term in &n.terms {
        push_node_rows(rows, architecture, term, depth + 1);
    }
    for (law, record) in n.laws.iter().flat_map(|l| l.records.iter().map(move |r| (l, r))) {
        for p in &record.parameters {
            rows.push([
                architecture.to_owned(),
                (depth + 1).to_string(),
                p.key.clone(),
                record.id.clone(),
                p.value.clone(),
                p.unit.to_owned(),
                law.words.to_owned(),
                law.symbols.to_owned(),
                p.confidence.clone(),
                csv_cell(p.range.map(|r| r[0])),
                csv_cell(p.range.map(|r| r[1])),
                p.source.clone(),
            ]);
        }
    }
}

/// Every key that can be explained, a line each.
pub fn list_keys(keys: impl Iterator<Item = (&'static str, &'static str)>) -> String {
    let all: Vec<_> = keys.collect();
    let width = all.iter().map(|(k, _)| k.len()).max().unwrap_or(0);
    all.into_iter().map(|(key, name)| format!("{key:width$}  {name}\n")).collect::<Vec<_>>().concat()
}
