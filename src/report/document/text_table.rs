//! Tables on a terminal: columns that fit beside each other, words that stay whole.

use super::fold::{display_width, fold_with_hang, shorten_middle, wrap_text};

/// Spaces before the first column.
const INDENT: usize = 2;
/// Spaces between columns.
const GAP: usize = 2;
/// Widest name over a column of many.
const MAX_HEAD_WIDTH: usize = 18;

/// A table to be set for a width.
#[derive(Debug, Default)]
pub(crate) struct TextTable {
    /// Heads of the columns; empty: there is no head.
    pub head: Vec<String>,
    /// Its rows.
    pub rows: Vec<TextRow>,
    /// Whether columns after the first are numbers, which stand on the right.
    pub numbers: bool,
    /// Columns after the first that stand side by side; further ones stand below. Without it all do.
    pub max_columns: Option<usize>,
}

/// A row of a table.
#[derive(Debug)]
pub(crate) enum TextRow {
    /// A title over the rows below it.
    Title(String),
    /// A cell for each column.
    Cells(Vec<String>),
}

/// Columns of a table with the width of each.
struct ColumnSet<'a> {
    columns: Vec<usize>,
    widths: Vec<usize>,
    table: &'a TextTable,
}

impl TextTable {
    /// The lines of the table for a terminal of `width` columns, or as wide as it needs.
    pub(crate) fn lines(&self, width: Option<usize>) -> Vec<String> {
        let count = self.column_count();
        let others: Vec<usize> = (1..count).collect();
        let most = self.max_columns.unwrap_or(count).max(1);
        let width = width.unwrap_or(usize::MAX);
        for side_by_side in (1..=most.min(others.len().max(1))).rev() {
            let sets: Option<Vec<ColumnSet<'_>>> = if others.is_empty() {
                self.fit(&[], width).map(|set| vec![set])
            } else {
                others.chunks(side_by_side).map(|chunk| self.fit(chunk, width)).collect()
            };
            if let Some(sets) = sets {
                let parts: Vec<Vec<String>> = sets.iter().map(ColumnSet::lines).collect();
                return parts.join(&String::new());
            }
            if !self.numbers {
                break;
            }
        }
        self.records(width)
    }

    fn column_count(&self) -> usize {
        let cells = self.rows.iter().map(|row| if let TextRow::Cells(cells) = row { cells.len() } else { 1 });
        cells.chain([self.head.len()]).max().unwrap_or(0)
    }

    /// The texts of a column, the head first.
    fn texts(&self, column: usize) -> impl Iterator<Item = &str> {
        let cells = self.rows.iter().filter_map(move |row| match row {
            TextRow::Cells(cells) => cells.get(column).map(String::as_str),
            TextRow::Title(_) => None,
        });
        self.head.get(column).map(String::as_str).into_iter().chain(cells)
    }

    /// The first column and some others, each as wide as its texts or its longest word; nothing where these do not fit.
    fn fit(&self, others: &[usize], width: usize) -> Option<ColumnSet<'_>> {
        let columns: Vec<usize> = std::iter::once(0).chain(others.iter().copied()).collect();
        let longest = |text: &str| {
            let own = text.len() - text.trim_start().len();
            own + text.split(' ').map(display_width).max().unwrap_or(0)
        };
        let least: Vec<usize> = columns.iter().map(|c| self.texts(*c).map(longest).max().unwrap_or(0)).collect();
        let natural = |c: &usize| {
            let of_cells =
                self.texts(*c).skip(usize::from(!self.head.is_empty())).map(display_width).max().unwrap_or(0);
            let head = self.head.get(*c).map_or(0, |h| display_width(h));
            // Names over many columns fold rather than spread them.
            let folded = self.head.get(*c).filter(|_| self.max_columns.is_some() && *c > 0);
            let folded = folded.map(|h| wrap_text(h, MAX_HEAD_WIDTH, "", ""));
            let head = folded.map_or(head, |text| text.lines().map(display_width).max().unwrap_or(0));
            of_cells.max(head)
        };
        let mut widths: Vec<usize> = columns.iter().map(natural).zip(&least).map(|(n, least)| n.max(*least)).collect();
        let room = width.checked_sub(INDENT + GAP * others.len())?;
        if least.iter().sum::<usize>() > room {
            return None;
        }
        while widths.iter().sum::<usize>() > room {
            let widest = (0..widths.len()).filter(|i| widths[*i] > least[*i]).max_by_key(|i| widths[*i])?;
            widths[widest] -= 1;
        }
        Some(ColumnSet { columns, widths, table: self })
    }

    /// Every row as its name with a line for each of its values, where columns do not fit side by side.
    fn records(&self, width: usize) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut push = |text: &str, indent: usize| {
            let folded = fold_with_hang(text, width, &" ".repeat(indent), &" ".repeat(indent + 2));
            out.extend(folded.lines().map(|l| l.trim_end().to_owned()));
        };
        for row in &self.rows {
            match row {
                TextRow::Title(title) => push(title, INDENT),
                TextRow::Cells(cells) => {
                    let mut cells = cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
                    if let Some((_, name)) = cells.next() {
                        push(name.trim_start(), INDENT);
                    }
                    for (i, cell) in cells {
                        let head = self.head.get(i).map_or("", String::as_str);
                        let text = if head.is_empty() { cell.clone() } else { format!("{head}: {cell}") };
                        push(&text, INDENT + 2);
                    }
                }
            }
        }
        out
    }
}

impl ColumnSet<'_> {
    fn lines(&self) -> Vec<String> {
        let mut out = Vec::new();
        if !self.table.head.is_empty() {
            out.extend(self.row_lines(&self.table.head, true));
        }
        let total = INDENT + self.widths.iter().sum::<usize>() + GAP * (self.widths.len() - 1);
        for row in &self.table.rows {
            match row {
                TextRow::Title(title) => {
                    let folded = wrap_text(title, total.max(20), &" ".repeat(INDENT), &" ".repeat(INDENT));
                    out.extend(folded.lines().map(str::to_owned));
                }
                TextRow::Cells(cells) => out.extend(self.row_lines(cells, false)),
            }
        }
        out
    }

    /// A row in as many lines as its tallest cell has; heads stand at the bottom.
    fn row_lines(&self, cells: &[String], is_head: bool) -> Vec<String> {
        let folded = |(place, column): (usize, &usize)| -> Vec<String> {
            let text = cells.get(*column).map_or("", String::as_str);
            let width = self.widths[place];
            if display_width(text) <= width {
                return vec![text.to_owned()];
            }
            let own = text.len() - text.trim_start().len();
            let fits = |hang: &usize| text.split(' ').all(|word| display_width(word) + hang <= width);
            // Names hang behind their indentation, where their words leave room.
            let further = if place == 0 && !is_head { own + 2 } else { own };
            let hang = [further, own, 0].into_iter().find(fits).unwrap_or(0);
            let wrapped = wrap_text(text.trim_start(), width, &" ".repeat(own), &" ".repeat(hang));
            wrapped.lines().map(str::to_owned).collect()
        };
        let cells: Vec<Vec<String>> = self.columns.iter().enumerate().map(folded).collect();
        let tall = cells.iter().map(Vec::len).max().unwrap_or(1);
        let line = |n: usize| {
            let mut out = " ".repeat(INDENT);
            for (place, cell) in cells.iter().enumerate() {
                let above = if is_head { tall - cell.len() } else { 0 };
                let text = n.checked_sub(above).and_then(|n| cell.get(n)).map_or("", String::as_str);
                let pad = " ".repeat(self.widths[place].saturating_sub(display_width(text)));
                let right = place > 0 && self.table.numbers;
                if place > 0 {
                    out.push_str(&" ".repeat(GAP));
                }
                out.extend(if right { [pad.as_str(), text] } else { [text, pad.as_str()] });
            }
            out.trim_end().to_owned()
        };
        (0..tall).map(line).collect()
    }
}

/// A name over a column of many: a word that is wider than such a column is shortened in its middle.
pub(crate) fn column_name(name: &str) -> String {
    name.split(' ').map(|word| shorten_middle(word, MAX_HEAD_WIDTH)).collect::<Vec<_>>().join(" ")
}
