//! A table with a heading, shown alike as text, Markdown and HTML.

use comfy_table::{Cell, CellAlignment, Table};
use maud::{Markup, html};
use std::fmt::Write;

use super::escape::escape_markdown;
use super::text_table::{apply_plain_style, limit_table_width};

/// A table with a heading.
pub(crate) struct TableSection {
    /// Heading.
    pub title: String,
    /// Heads of its columns; the first is that of the names.
    pub head: Vec<String>,
    /// Its rows; the first cell names it.
    pub rows: Vec<Vec<String>>,
    /// Whether columns after the first are numbers.
    pub numbers: bool,
}

impl TableSection {
    fn has_header(&self) -> bool {
        self.head.iter().any(|h| !h.is_empty())
    }

    /// As text for a terminal of so many columns, or as wide as it needs.
    pub fn render_text(&self, width: Option<usize>) -> String {
        let mut out = format!("\n{}\n", self.title);
        let mut table = Table::new();
        apply_plain_style(&mut table);
        let align = |i: usize, text: &String| {
            let side = if i > 0 && self.numbers { CellAlignment::Right } else { CellAlignment::Left };
            Cell::new(text).set_alignment(side)
        };
        if self.has_header() {
            table.set_header(self.head.iter().enumerate().map(|(i, h)| align(i, h)));
        }
        for row in &self.rows {
            table.add_row(row.iter().enumerate().map(|(i, c)| align(i, c)));
        }
        limit_table_width(&mut table, width);
        for line in table.lines() {
            // Writing to a string can't fail.
            let _ = writeln!(out, " {}", line.trim_end());
        }
        out
    }

    /// As Markdown.
    pub fn render_markdown(&self) -> String {
        let line = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|c| escape_markdown(c)).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let rule = if self.numbers { "---:|" } else { "---|" };
        let mut out = format!("\n## {}\n\n{}|---|", escape_markdown(&self.title), line(&self.head));
        out.push_str(&rule.repeat(self.head.len().saturating_sub(1)));
        out.push('\n');
        for row in &self.rows {
            out.push_str(&line(row));
        }
        out
    }

    /// As a section of a page.
    pub fn render_html(&self) -> Markup {
        let class = |i: usize| if i > 0 && self.numbers { "n" } else { "" };
        html! { section { h2 { (self.title) } div class="scroll" { table {
            @if self.has_header() {
                thead { tr { @for (i, h) in self.head.iter().enumerate() { th class=(class(i)) { (h) } } } }
            }
            tbody { @for row in &self.rows { tr {
                @for (i, cell) in row.iter().enumerate() { td class=(class(i)) { (cell) } }
            } } }
        } } } }
    }
}
