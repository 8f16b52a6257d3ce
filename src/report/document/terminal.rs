//! A report as text for a terminal.

use comfy_table::{Cell, CellAlignment, Table};

use super::fold::{fold_sentence, wrap_text};
use super::model::Document;
use super::section::{Block, DataTable, ListItem, RowGroup, Section};
use super::text_table::{apply_plain_style, limit_table_width};

/// Longest name in a column's head where columns stand below each other.
const MAX_NAME_LENGTH: usize = 18;
/// Width of paragraphs.
const MAX_LINE_WIDTH: usize = 100;

/// The report as text, for a terminal of `width` columns or as wide as it needs.
pub(crate) fn render_document(document: &Document<'_>, width: Option<usize>) -> String {
    let fold = |text: &str| width.map_or_else(|| text.to_owned(), |w| fold_sentence(text, line_width(Some(w))));
    let mut out = format!("{}\n{}\n", document.title, fold(&document.subtitle));
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
    let mut out = format!("\n{}\n", section.title);
    for block in &section.blocks {
        match block {
            Block::Heading(text) => out.extend(["\n ", text, "\n"]),
            Block::Paragraph(text) => {
                out.push_str(&(wrap_text(text, line_width(width), " ", " ") + "\n"));
            }
            Block::List(items) => out.extend(items.iter().map(|item| format!(" {}\n", list_line(item)))),
            Block::Table(table) => out.push_str(&render_table(table, width)),
        }
    }
    out
}

/// Width of sentences on a terminal.
fn line_width(width: Option<usize>) -> usize {
    width.map_or(MAX_LINE_WIDTH, |w| w.clamp(20, MAX_LINE_WIDTH))
}

fn list_line(item: &ListItem) -> String {
    item.name.as_ref().map_or_else(|| item.text.clone(), |name| format!("{name}: {}", item.text))
}

fn render_table(table: &DataTable, width: Option<usize>) -> String {
    let count = table.head.len().saturating_sub(1);
    let columns: Vec<usize> = (1..=count).collect();
    let chunks: Vec<&[usize]> = match table.max_columns {
        Some(most) => columns.chunks(columns_within_width(table, &columns, most, width)).collect(),
        None => vec![&columns],
    };
    let parts = chunks.into_iter().map(|chunk| {
        let lines = table_lines(table, chunk, width);
        lines.iter().map(|line| format!(" {line}").trim_end().to_owned() + "\n").collect::<String>()
    });
    parts.collect::<Vec<_>>().join("\n")
}

/// How many columns stand side by side: as many as the terminal holds, one at least.
fn columns_within_width(table: &DataTable, columns: &[usize], most: usize, width: Option<usize>) -> usize {
    let Some(width) = width else { return most };
    let fits = |n: &usize| {
        let mut lines = columns.chunks(*n).flat_map(|chunk| table_lines(table, chunk, None));
        lines.all(|line| line.chars().count() < width)
    };
    (2..=most).rev().find(fits).unwrap_or(1)
}

/// The lines of a table with some of its columns after the first; cells are folded where a terminal is narrower.
fn table_lines(source: &DataTable, columns: &[usize], width: Option<usize>) -> Vec<String> {
    let mut table = Table::new();
    apply_plain_style(&mut table);
    let align = |i: usize, text: &str| {
        let side = if i > 0 && source.numbers { CellAlignment::Right } else { CellAlignment::Left };
        Cell::new(text).set_alignment(side)
    };
    let pick = |row: &[String]| -> Vec<String> {
        std::iter::once(&0).chain(columns).map(|i| row.get(*i).cloned().unwrap_or_default()).collect()
    };
    if source.has_head() {
        let head = pick(&source.head);
        let short = |h: &String| if source.max_columns.is_some() { shorten_name(h) } else { h.clone() };
        table.set_header(head.iter().enumerate().map(|(i, h)| align(i, &short(h))));
    }
    for RowGroup { title, rows } in &source.groups {
        if let Some(title) = title {
            table.add_row([title]);
        }
        let indent = if title.is_some() { "  " } else { "" };
        for row in rows {
            let cells = pick(row);
            let named = |(i, c): (usize, &String)| {
                if i == 0 { align(i, &format!("{indent}{c}")) } else { align(i, c) }
            };
            table.add_row(cells.iter().enumerate().map(named));
        }
    }
    limit_table_width(&mut table, width);
    table.lines().map(|line| line.trim_end().to_owned()).collect()
}

fn shorten_name(name: &str) -> String {
    if name.chars().count() <= MAX_NAME_LENGTH {
        return name.to_owned();
    }
    name.chars().take(MAX_NAME_LENGTH - 1).chain(['…']).collect()
}
