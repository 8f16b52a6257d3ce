//! A sampled comparison as CSV: a row for each interval, each pair's figure and each input's share, told apart by `row`.

use crate::report::document::csv::{csv_cell, write_csv_rows};
use crate::report::error::ReportError;
use crate::study::uncertainty::result::{InputShare, UncertaintyResult};

const COLUMN_NAMES: [&str; 20] = [
    "row",
    "a",
    "b",
    "figure",
    "samples",
    "nominal",
    "median",
    "p05",
    "p95",
    "better",
    "a_better_probability",
    "equal_probability",
    "input",
    "first_order",
    "first_order_low",
    "first_order_high",
    "total",
    "total_low",
    "total_high",
    "rows",
];

/// The columns that a row has; the others are empty.
fn build_row(cells: &[(&str, String)]) -> Vec<String> {
    let of = |head: &&str| cells.iter().find(|(h, _)| h == head).map_or_else(String::new, |(_, v)| v.clone());
    COLUMN_NAMES.iter().map(of).collect()
}

/// The result as CSV text.
///
/// # Errors
/// When a row can't be written.
pub(crate) fn render_rows(result: &UncertaintyResult) -> Result<String, ReportError> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for a in &result.architectures {
        for f in &a.figures {
            let place = [("a", a.name.clone()), ("figure", f.key.to_owned())];
            let own = [
                ("row", "interval".to_owned()),
                ("samples", f.samples.to_string()),
                ("nominal", csv_cell(f.nominal)),
                ("median", csv_cell(f.median)),
                ("p05", csv_cell(f.p05)),
                ("p95", csv_cell(f.p95)),
            ];
            rows.push(build_row(&[&place[..], &own[..]].concat()));
            rows.extend(f.inputs.iter().map(|i| build_row(&input_share_cells(&place, i))));
        }
    }
    for p in &result.pairs {
        for f in &p.figures {
            let place = [("a", p.a.clone()), ("b", p.b.clone()), ("figure", f.key.to_owned())];
            let own = [
                ("row", "difference".to_owned()),
                ("samples", f.samples.to_string()),
                ("median", csv_cell(f.difference_median)),
                ("p05", csv_cell(f.difference_p05)),
                ("p95", csv_cell(f.difference_p95)),
                ("better", f.better.name().to_owned()),
                ("a_better_probability", csv_cell(f.a_better_probability)),
                ("equal_probability", csv_cell(f.equal_probability)),
            ];
            rows.push(build_row(&[&place[..], &own[..]].concat()));
            rows.extend(f.inputs.iter().map(|i| build_row(&input_share_cells(&place, i))));
        }
    }
    write_csv_rows(COLUMN_NAMES, rows)
}

fn input_share_cells<'a>(place: &[(&'a str, String)], i: &InputShare) -> Vec<(&'a str, String)> {
    let own = [
        ("row", "index".to_owned()),
        ("input", i.input.clone()),
        ("first_order", i.first_order.to_string()),
        ("first_order_low", i.first_order_low.to_string()),
        ("first_order_high", i.first_order_high.to_string()),
        ("total", i.total.to_string()),
        ("total_low", i.total_low.to_string()),
        ("total_high", i.total_high.to_string()),
        ("rows", i.rows.to_string()),
    ];
    place.iter().cloned().chain(own).collect()
}
