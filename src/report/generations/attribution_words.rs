//! An attribution put into words.

use crate::report::document::numbers::format_number;
use crate::study::generations::attribution::AttributionResult;
use crate::study::generations::options::PerformanceMetric;

/// The answer in a sentence.
pub fn headline_sentence(a: &AttributionResult) -> String {
    format!(
        "{} gives {} times the {} of {} at the meter: better chips {} times, better cooling {} times, everything else {} \
         times.",
        a.to.label,
        format_number(a.total_factor, 2),
        metric_phrase(a),
        a.from.label,
        format_number(a.chips_factor, 2),
        format_number(a.cooling_factor, 3),
        format_number(a.total_factor / a.chips_factor / a.cooling_factor, 2)
    )
}

/// What grows, in words.
pub fn metric_phrase(a: &AttributionResult) -> &'static str {
    match a.metric {
        PerformanceMetric::Tokens => "tokens per joule",
        PerformanceMetric::Flops => "arithmetic per joule",
        PerformanceMetric::Bandwidth => "bandwidth per watt",
    }
}
