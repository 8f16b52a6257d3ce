//! One row per architecture; columns are the keys of the JSON, dotted where nested. A missing value is empty.

use crate::report::document::csv::{csv_cell, write_csv_rows};
use crate::report::error::ReportError;
use crate::study::compare::result::Comparison;

use super::best_sections;
use super::metric::ReportMetric;
use super::metrics::METRICS;

/// The comparison as CSV text.
///
/// # Errors
/// When a row can't be written.
pub(crate) fn render_rows(result: &Comparison) -> Result<String, ReportError> {
    let own = ["name", "feasible", "limit"].map(str::to_owned).into_iter();
    let head = own.chain(METRICS.iter().map(|m| m.key.to_owned()));
    // Intervals stand behind the figures, so that columns keep their places.
    let sampled = result.uncertainty.is_some();
    let bounds = METRICS.iter().filter(|_| sampled).flat_map(|m| [format!("{}.p05", m.key), format!("{}.p95", m.key)]);
    let best = result.best.as_ref();
    let best_heads = best.map_or_else(Vec::new, best_sections::csv_heads);
    let rows = result.architectures.iter().map(|a| {
        let values = METRICS.iter().map(|m| csv_cell((m.value)(a)));
        let own =
            [a.name.clone(), a.feasible.to_string(), a.limit.as_ref().map(ToString::to_string).unwrap_or_default()];
        let interval = |m: &ReportMetric| a.uncertainty.as_ref().and_then(|u| u.get(m.key)).map(|i| [i.p05, i.p95]);
        let bounds = METRICS
            .iter()
            .filter(|_| sampled)
            .flat_map(|m| interval(m).map_or_else(|| [String::new(), String::new()], |b| b.map(|v| v.to_string())));
        let best = best.map_or_else(Vec::new, |best| best_sections::csv_cells(best, &a.name));
        own.into_iter().chain(values).chain(bounds).chain(best).collect::<Vec<_>>()
    });
    write_csv_rows(head.chain(bounds).chain(best_heads), rows)
}
