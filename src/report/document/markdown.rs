//! A report as Markdown: for documents and issues.

use super::escape::escape_markdown;
use super::model::Document;
use super::section::{Block, DataTable, RowGroup, Section};

/// The report as Markdown text.
pub(crate) fn render_document(document: &Document<'_>) -> String {
    let mut out = format!("# {}\n\n{}\n", escape_markdown(&document.title), escape_markdown(&document.subtitle));
    for answer in &document.answers {
        out.push_str(&paragraph(&answer.text));
    }
    for section in document.sections.iter().filter(|s| s.audience.includes_markdown()) {
        out.push_str(&render_section(section));
    }
    for note in &document.notes {
        out.extend(["\n> ", &escape_markdown(note), "\n"]);
    }
    for remark in &document.remarks {
        out.push_str(&paragraph(remark));
    }
    out
}

/// A section as Markdown, after an empty line.
pub(crate) fn render_section(section: &Section) -> String {
    let mut out = format!("\n## {}\n", escape_markdown(&section.title));
    for block in &section.blocks {
        match block {
            Block::Heading(text) => out.extend(["\n### ", &escape_markdown(text), "\n"]),
            Block::Paragraph(text) => out.push_str(&paragraph(text)),
            Block::List(items) => {
                out.push('\n');
                for item in items {
                    let name = item.name.as_ref().map_or_else(String::new, |n| format!("**{}**: ", escape_markdown(n)));
                    out.extend(["- ", &name, &escape_markdown(&item.text), "\n"]);
                }
            }
            Block::Table(table) => out.push_str(&render_table(table)),
        }
    }
    out
}

fn paragraph(text: &str) -> String {
    format!("\n{}\n", escape_markdown(text))
}

fn render_table(table: &DataTable) -> String {
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|c| escape_markdown(c)).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let columns = table.head.len().saturating_sub(1);
    let rule = if table.numbers { "---:|" } else { "---|" };
    let mut out = format!("\n{}|---|{}\n", line(&table.head), rule.repeat(columns));
    for RowGroup { title, rows } in &table.groups {
        if let Some(title) = title {
            out.extend(["| **", &escape_markdown(title), "** |", &" |".repeat(columns), "\n"]);
        }
        out.extend(rows.iter().map(|row| line(row)));
    }
    out
}
