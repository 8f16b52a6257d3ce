//! The inputs of a comparison that are estimates.

use crate::report::context::ReportContext;
use crate::report::document::fold::fold_sentence;
use crate::report::document::numbers::format_number;
use crate::report::document::section::{DataTable, RowGroup};
use crate::report::document::terminal::{line_width, render_table};
use crate::study::compare::result::{Assumption, Comparison};

use super::headline::is_estimate;

/// Every estimate with its range, a row each, under its record and source, for a terminal of the width of `context`.
pub(super) fn render_estimates(result: &Comparison, context: &ReportContext) -> String {
    let estimates: Vec<&Assumption> = result.assumptions.iter().filter(|a| is_estimate(a)).collect();
    let title = format!(
        "{} of {} inputs are estimates with a range; keys end in their unit. `rackjoule catalog show RECORD` tells where a value \
         is from.",
        format_number(estimates.len() as f64, 0),
        format_number(result.assumptions.len() as f64, 0)
    );
    let row = |a: &&Assumption| {
        let range = a.range.map_or_else(String::new, |[low, high]| format!("{low} to {high}"));
        vec![a.parameter.clone(), a.value.clone(), range]
    };
    let table = DataTable {
        head: ["Record and source", "Value", "Range"].map(str::to_owned).to_vec(),
        groups: estimates
            .chunk_by(|a, b| a.record == b.record && a.source == b.source)
            .map(|of_record| RowGroup {
                title: of_record.first().map(|a| format!("{} ({})", a.record, a.source)),
                rows: of_record.iter().map(row).collect(),
            })
            .collect(),
        numbers: false,
        max_columns: None,
    };
    let text = fold_sentence(&title, line_width(context.width));
    format!("{text}\n\n{}", render_table(&table, context.width))
}
