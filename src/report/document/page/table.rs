//! Tables of a page: captions, heads of rows and columns, and never more columns side by side than paper holds.

use maud::{Markup, html};

use crate::report::document::section::{DataTable, RowGroup};

/// Characters that stand side by side on A4 and Letter in the type size of printed tables: 180 mm of figures at 8.5 pt.
const PAGE_CHARACTERS: usize = 92;
/// Space at both sides of a cell, in characters.
const CELL_PADDING: usize = 2;
/// Rows up to which a printed table stays on one page.
const MAX_WHOLE_ROWS: usize = 20;
/// Longest word that keeps its line in a head; longer ones may be broken.
const LONGEST_WORD: usize = 14;
/// Longest figure that keeps its line.
const LONGEST_FIGURE: usize = 20;
/// Least and greatest width of the names of rows, in characters.
const NAME_WIDTH: [usize; 2] = [16, 26];

/// A table under its label, in parts where its columns are more than a page holds; each part repeats the names of the rows.
pub(super) fn table_markup(table: &DataTable, label: &str) -> Markup {
    let count = table.head.len().saturating_sub(1);
    let parts = split_columns(table);
    let caption = |columns: &[usize]| match (columns.first(), columns.last()) {
        (Some(first), Some(last)) if parts.len() > 1 && first == last => format!("{label}: column {first} of {count}"),
        (Some(first), Some(last)) if parts.len() > 1 => format!("{label}: columns {first} to {last} of {count}"),
        _ => label.to_owned(),
    };
    html! {
        @for columns in &parts { (part_markup(table, columns, &caption(columns), parts.len() > 1)) }
    }
}

fn part_markup(table: &DataTable, columns: &[usize], caption: &str, caption_seen: bool) -> Markup {
    let numeric: Vec<bool> = columns.iter().map(|i| is_numeric(table, *i)).collect();
    let whole =
        table.groups.iter().map(|g| g.rows.len() + usize::from(g.title.is_some())).sum::<usize>() <= MAX_WHOLE_ROWS;
    let named = table.head.first().is_some_and(|name| !name.is_empty());
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(caption) { table class=[class_of([("whole", whole)])] {
            caption class=[class_of([("unseen", !caption_seen)])] { (caption) }
            @if table.has_head() {
                thead { tr {
                    @if named { th scope="col" { (table.head[0]) } } @else { td {} }
                    @for (i, numeric) in columns.iter().zip(&numeric) { th class=[class_of([("n", *numeric), ("long", has_long_word(&table.head[*i]))])] scope="col" { (table.head[*i]) } }
                } }
            }
            @for RowGroup { title, rows } in &table.groups { tbody {
                @if let Some(title) = title { tr { th scope="rowgroup" colspan=(columns.len() + 1) { (title) } } }
                @for row in rows { tr {
                    th scope="row" { (row.first().map_or("", String::as_str)) }
                    @for (i, numeric) in columns.iter().zip(&numeric) { (cell_markup(row.get(*i), *numeric)) }
                } }
            } }
        } }
    }
}

fn cell_markup(text: Option<&String>, numeric: bool) -> Markup {
    let text = text.map_or("", String::as_str);
    let short = numeric && text.chars().count() <= LONGEST_FIGURE;
    html! { td class=[class_of([("n", numeric), ("short", short)])] { (text) } }
}

/// The classes that hold; nothing without one, for a page has thousands of cells.
fn class_of<const N: usize>(all: [(&'static str, bool); N]) -> Option<String> {
    let held: Vec<&str> = all.into_iter().filter_map(|(class, holds)| holds.then_some(class)).collect();
    (!held.is_empty()).then(|| held.join(" "))
}

/// Whether a head holds a word that is broken rather than widen its column: a name without spaces.
fn has_long_word(head: &str) -> bool {
    head.split_whitespace().any(|word| word.chars().count() > LONGEST_WORD)
}

/// Whether most cells of a column are figures.
fn is_numeric(table: &DataTable, column: usize) -> bool {
    let cells =
        || table.groups.iter().flat_map(|g| &g.rows).filter_map(|row| row.get(column)).filter(|c| !c.is_empty());
    let figure = |text: &&String| text.starts_with(|c: char| c.is_ascii_digit() || "−–-+<±".contains(c));
    table.numbers && 2 * cells().filter(figure).count() >= cells().count()
}

/// Columns after the first in parts that fit a page, all of about the same number.
fn split_columns(table: &DataTable) -> Vec<Vec<usize>> {
    let columns: Vec<usize> = (1..table.head.len()).collect();
    if columns.is_empty() {
        return vec![columns];
    }
    let longest_name =
        table.groups.iter().flat_map(|g| &g.rows).filter_map(|r| r.first()).map(|n| n.chars().count()).max();
    let names = longest_name.unwrap_or(0).clamp(NAME_WIDTH[0], NAME_WIDTH[1]) + CELL_PADDING;
    let widths: Vec<usize> = columns.iter().map(|i| column_width(table, *i) + CELL_PADDING).collect();
    let fits = |most: &usize| widths.chunks(*most).all(|part| names + part.iter().sum::<usize>() <= PAGE_CHARACTERS);
    let most = (1..=columns.len()).rev().find(fits).unwrap_or(1);
    let parts = columns.len().div_ceil(most);
    columns.chunks(columns.len().div_ceil(parts)).map(<[usize]>::to_vec).collect()
}

/// The least characters that a column needs: its longest figure that keeps its line, its longest word.
fn column_width(table: &DataTable, column: usize) -> usize {
    let numeric = is_numeric(table, column);
    let word =
        |text: &String| text.split_whitespace().map(|word| word.chars().count().min(LONGEST_WORD)).max().unwrap_or(0);
    let need = |text: &String| match text.chars().count() {
        length if numeric && length <= LONGEST_FIGURE => length,
        _ => word(text),
    };
    let cells = table.groups.iter().flat_map(|g| &g.rows).filter_map(|row| row.get(column)).map(need).max();
    cells.unwrap_or(0).max(table.head.get(column).map_or(0, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: usize, cell: &str) -> DataTable {
        let row =
            |text: &str| std::iter::once("Power, kW".to_owned()).chain((0..columns).map(|_| text.to_owned())).collect();
        DataTable::from_rows(row("a name of some length"), vec![row(cell)], true)
    }

    #[test]
    fn every_column_stands_in_one_part_that_fits() {
        for columns in [0, 1, 4, 6, 12, 50] {
            let table = table(columns, "1,234.5");
            let parts = split_columns(&table);
            assert_eq!(parts.concat(), (1..=columns).collect::<Vec<_>>(), "{columns}");
            let (most, least) = (parts.iter().map(Vec::len).max(), parts.iter().map(Vec::len).min());
            assert!(most <= Some(8), "{parts:?}");
            assert!(columns != 12 || most == least, "parts of one size: {parts:?}");
        }
    }

    #[test]
    fn a_column_of_words_is_no_column_of_figures() {
        assert!(is_numeric(&table(1, "12.5 kW"), 1) && is_numeric(&table(1, "−3"), 1));
        assert!(!is_numeric(&table(1, "liquid plant"), 1));
    }
}
