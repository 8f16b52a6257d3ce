//! How tables look on a terminal.

use comfy_table::{ContentArrangement, Table, presets};

/// A table without lines that never wraps.
pub fn apply_plain_style(table: &mut Table) {
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
}

/// Folds the cells of a table that is wider than a terminal.
pub(crate) fn limit_table_width(table: &mut Table, width: Option<usize>) {
    let Some(width) = width else { return };
    if table.lines().any(|line| line.chars().count() >= width) {
        let most = u16::try_from(width).unwrap_or(u16::MAX).saturating_sub(1);
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(most);
    }
}
