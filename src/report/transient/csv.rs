//! A run in seconds as CSV: one row per architecture, and the trace of every step.

use crate::report::document::csv::{csv_cell, write_csv_rows};
use crate::report::error::ReportError;
use crate::study::transient::result::{TransientReport, TransientResult, TransientRun};

/// A column: its key and its value.
type TransientCsvColumn = (&'static str, fn(&TransientRun) -> Option<f64>);

const BASE_COLUMNS: [TransientCsvColumn; 31] = [
    ("ride_through_s", |r| r.ride_through_s),
    ("time_to_throttle_s", |r| r.time_to_throttle_s),
    ("time_to_shutdown_s", |r| r.time_to_shutdown_s),
    ("time_to_dry_s", |r| r.time_to_dry_s),
    ("recovered_s", |r| r.recovered_s),
    ("cooling_back_s", |r| r.cooling_back_s),
    ("margin_s", |r| r.margin_s),
    ("work_lost_s", |r| Some(r.work_lost_s)),
    ("servers.total", |r| Some(r.servers.total)),
    ("servers.shut_down", |r| Some(r.servers.shut_down)),
    ("hottest_chip.start_c", |r| Some(r.hottest_chip.start_c)),
    ("hottest_chip.highest_c", |r| Some(r.hottest_chip.highest_c)),
    ("hottest_chip.highest_at_s", |r| Some(r.hottest_chip.highest_at_s)),
    ("hottest_chip.end_c", |r| Some(r.hottest_chip.end_c)),
    ("limiting_chip.start_c", |r| Some(r.limiting_chip.start_c)),
    ("limiting_chip.highest_c", |r| Some(r.limiting_chip.highest_c)),
    ("limiting_chip.highest_at_s", |r| Some(r.limiting_chip.highest_at_s)),
    ("limiting_chip.end_c", |r| Some(r.limiting_chip.end_c)),
    ("supply.start_c", |r| Some(r.supply.start_c)),
    ("supply.highest_c", |r| Some(r.supply.highest_c)),
    ("supply.highest_at_s", |r| Some(r.supply.highest_at_s)),
    ("supply.end_c", |r| Some(r.supply.end_c)),
    ("rack_power.start_w", |r| Some(r.rack_power.start_w)),
    ("rack_power.highest_w", |r| Some(r.rack_power.highest_w)),
    ("rack_power.lowest_w", |r| Some(r.rack_power.lowest_w)),
    ("rack_power.end_w", |r| Some(r.rack_power.end_w)),
    ("energy.in_j", |r| Some(r.energy.in_j)),
    ("energy.out_j", |r| Some(r.energy.out_j)),
    ("energy.stored_j", |r| Some(r.energy.stored_j)),
    ("energy.most_stored_j", |r| Some(r.energy.most_stored_j)),
    ("energy.balance_relative_error", |r| Some(r.energy.balance_relative_error)),
];

const INLET_COLUMNS: [TransientCsvColumn; 4] = [
    ("server_inlet.start_c", |r| Some(r.server_inlet.as_ref()?.start_c)),
    ("server_inlet.highest_c", |r| Some(r.server_inlet.as_ref()?.highest_c)),
    ("server_inlet.highest_at_s", |r| Some(r.server_inlet.as_ref()?.highest_at_s)),
    ("server_inlet.end_c", |r| Some(r.server_inlet.as_ref()?.end_c)),
];

const UNCERTAINTY_COLUMNS: [TransientCsvColumn; 4] = [
    ("uncertainty.fails_probability", |r| Some(r.uncertainty.as_ref()?.fails_probability)),
    ("uncertainty.p05_s", |r| r.uncertainty.as_ref()?.p05_s),
    ("uncertainty.median_s", |r| r.uncertainty.as_ref()?.median_s),
    ("uncertainty.p95_s", |r| r.uncertainty.as_ref()?.p95_s),
];

const SWING_COLUMNS: [TransientCsvColumn; 6] = [
    ("swing.period_s", |r| Some(r.swing.as_ref()?.period_s)),
    ("swing.chip_k", |r| Some(r.swing.as_ref()?.chip_k)),
    ("swing.chip_steady_k", |r| Some(r.swing.as_ref()?.chip_steady_k)),
    ("swing.power_w", |r| Some(r.swing.as_ref()?.power_w)),
    ("swing.rejected_w", |r| Some(r.swing.as_ref()?.rejected_w)),
    ("swing.smoothed", |r| Some(r.swing.as_ref()?.smoothed)),
];

const NEEDS_COLUMNS: [TransientCsvColumn; 4] = [
    ("needs.wanted_s", |r| Some(r.needs.as_ref()?.wanted_s)),
    ("needs.buffer_m3", |r| r.needs.as_ref()?.buffer_m3),
    ("needs.buffer_m3_rack", |r| r.needs.as_ref()?.buffer_m3_rack),
    ("needs.pump_share", |r| r.needs.as_ref()?.pump_share),
];

/// One row per architecture; a missing value is empty. Columns of what was not asked for are left out.
///
/// # Errors
/// When a row can't be written.
pub(crate) fn render_summary(report: &TransientReport) -> Result<String, ReportError> {
    let mut columns: Vec<TransientCsvColumn> = BASE_COLUMNS.to_vec();
    let any = |has: fn(&TransientRun) -> bool| report.architectures.iter().filter_map(|a| a.run.as_ref()).any(has);
    if any(|r| r.server_inlet.is_some()) {
        columns.extend(INLET_COLUMNS);
    }
    if any(|r| r.uncertainty.is_some()) {
        columns.extend(UNCERTAINTY_COLUMNS);
    }
    if any(|r| r.swing.is_some()) {
        columns.extend(SWING_COLUMNS);
    }
    if any(|r| r.needs.is_some()) {
        columns.extend(NEEDS_COLUMNS);
    }
    let head = ["name", "cooling", "system", "reason"].into_iter().chain(columns.iter().map(|c| c.0));
    let row = |a: &TransientResult| {
        let own = [a.name.clone(), a.cooling.to_string(), a.system.clone(), a.reason.clone().unwrap_or_default()];
        let values = columns.iter().map(|c| csv_cell(a.run.as_ref().and_then(c.1)));
        own.into_iter().chain(values).collect::<Vec<_>>()
    };
    write_csv_rows(head, report.architectures.iter().map(row))
}

/// Every step of every run. With several architectures their name comes first; a column that one lacks is empty.
///
/// # Errors
/// When a row can't be written.
pub(crate) fn render_trace(report: &TransientReport) -> Result<String, ReportError> {
    let runs: Vec<_> = report.architectures.iter().filter_map(|a| Some((&a.name, &a.run.as_ref()?.trace))).collect();
    let named = report.architectures.len() > 1;
    let mut columns: Vec<&str> = Vec::new();
    for column in runs.iter().flat_map(|(_, t)| &t.columns) {
        if !columns.contains(&column.as_str()) {
            columns.push(column);
        }
    }
    let head = named.then_some("architecture").into_iter().chain(columns.iter().copied());
    let rows = runs.iter().flat_map(|(name, trace)| {
        let places: Vec<Option<usize>> = columns.iter().map(|c| trace.columns.iter().position(|o| o == c)).collect();
        trace.rows.iter().map(move |row| {
            let value = |place: &Option<usize>| csv_cell(place.and_then(|i| row.get(i).copied()));
            named.then(|| (*name).clone()).into_iter().chain(places.iter().map(value)).collect::<Vec<_>>()
        })
    });
    write_csv_rows(head, rows)
}
