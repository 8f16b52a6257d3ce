//! The inputs of a comparison that are estimates.

use crate::report::context::ReportContext;
use crate::report::document::fold::fold_sentence;
use crate::report::document::numbers::format_number;
use crate::report::document::section::DataTable;
use crate::report::document::terminal::{line_width, render_table};
use crate::study::compare::result::{Assumption, Comparison};

use super::headline::is_estimate;

/// Every estimate with its range, a row each, for a terminal of the width of `context`.
pub(super) fn render_estimates(result: &Comparison, context: &ReportContext) -> String {
    let estimates: Vec<&Assumption> = result.assumptions.iter().filter(|a| is_estimate(a)).collect();
    let title = format!(
        "{} of {} inputs are estimates with a range; keys end in their unit. `rackjoule catalog show RECORD` tells where a value \
         is from.",
        format_number(estimates.len() as f64, 0),
        format_number(result.assumptions.len() as f64, 0)
    );
    let row = |(i, a): (usize, &&Assumption)| {
        // A record is named at the first of its values.
        let again = i > 0 && estimates[i - 1].record == a.record;
        let name = if again { String::new() } else { a.record.clone() };
        let range = a.range.map_or_else(String::new, |[low, high]| format!("{low} to {high}"));
        vec![name, a.parameter.clone(), a.value.clone(), range, a.source.clone()]
    };
    let head = ["Record", "Parameter", "Value", "Range", "Source"].map(str::to_owned).to_vec();
    let table = DataTable::from_rows(head, estimates.iter().enumerate().map(row).collect(), false);
    let text = fold_sentence(&title, line_width(context.width));
    format!("{text}\n\n{}", render_table(&table, context.width))
}
