//! A report as text for a terminal.

use super::fold::{fold_sentence, fold_with_hang, join_values_and_units, unbind};
use super::model::Document;
use super::section::{Block, DataTable, ListItem, RowGroup, Section};
use super::text_table::{TextRow, TextTable, column_name};

/// Width of paragraphs.
const MAX_LINE_WIDTH: usize = 100;
/// Narrowest terminal that text is folded for.
const MIN_LINE_WIDTH: usize = 20;

/// The report as text, for a terminal of `width` columns; without it tables are as wide as they need.
pub(crate) fn render_document(document: &Document<'_>, width: Option<usize>) -> String {
    let fold = |text: &str| fold_sentence(text, line_width(width));
    let mut out = format!("{}\n{}\n", fold(&document.title), fold(&document.subtitle));
    let push_lines = |out: &mut String, lines: &mut dyn Iterator<Item = String>| {
        let text: String = lines.map(|line| fold(&line) + "\n").collect();
        if !text.is_empty() {
            out.push('\n');
            out.push_str(&text);
        }
    };
    push_lines(&mut out, &mut document.answers.iter().map(|a| a.text.clone()));
    for section in document.sections.iter().filter(|s| s.audience.includes_terminal()) {
        out.push_str(&render_section(section, width));
    }
    let notes = document.notes.iter().map(|n| format!("note: {n}"));
    push_lines(&mut out, &mut notes.chain(document.remarks.iter().cloned()));
    out
}

/// A section as text, after an empty line.
pub(crate) fn render_section(section: &Section, width: Option<usize>) -> String {
    let lines = line_width(width);
    let mut out = format!("\n{}\n", fold_sentence(&section.title, lines));
    for block in &section.blocks {
        match block {
            Block::Heading(text) => out.extend(["\n", &fold_with_hang(text, lines, " ", "   "), "\n"]),
            Block::Paragraph(text) => out.push_str(&(fold_with_hang(text, lines, " ", " ") + "\n")),
            Block::List(items) => {
                out.extend(items.iter().map(|item| fold_with_hang(&list_line(item), lines, " ", "   ") + "\n"));
            }
            Block::Table(table) => out.push_str(&render_table(table, width)),
        }
    }
    out
}

/// Width of sentences on a terminal.
pub(crate) fn line_width(width: Option<usize>) -> usize {
    width.map_or(MAX_LINE_WIDTH, |w| w.clamp(MIN_LINE_WIDTH, MAX_LINE_WIDTH))
}

fn list_line(item: &ListItem) -> String {
    item.name.as_ref().map_or_else(|| item.text.clone(), |name| format!("{name}: {}", item.text))
}

/// A table of text outside of a report.
#[cfg(feature = "cli")]
pub(crate) fn render_plain_table(head: &[&str], rows: Vec<Vec<String>>, width: Option<usize>) -> String {
    let head = head.iter().map(|h| (*h).to_owned()).collect();
    render_table(&DataTable::from_rows(head, rows, false), width)
}

/// A table as lines that end.
pub(crate) fn render_table(source: &DataTable, width: Option<usize>) -> String {
    let many = source.max_columns.is_some();
    let head = if source.has_head() { source.head.as_slice() } else { &[] };
    let name = |(i, head): (usize, &String)| {
        join_values_and_units(&if many && i > 0 { column_name(head) } else { head.clone() })
    };
    let mut rows = Vec::new();
    for RowGroup { title, rows: own } in &source.groups {
        rows.extend(title.clone().map(TextRow::Title));
        let indent = if title.is_some() { "  " } else { "" };
        rows.extend(own.iter().map(|row| {
            let named = |(i, cell): (usize, &String)| {
                if i == 0 { format!("{indent}{}", join_values_and_units(cell)) } else { join_values_and_units(cell) }
            };
            TextRow::Cells(row.iter().enumerate().map(named).collect())
        }));
    }
    let table = TextTable {
        head: head.iter().enumerate().map(name).collect(),
        rows,
        numbers: source.numbers,
        max_columns: source.max_columns,
    };
    table.lines(width.map(|w| w.max(MIN_LINE_WIDTH))).into_iter().map(|line| unbind(&line) + "\n").collect()
}
