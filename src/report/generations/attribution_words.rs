//! An attribution put into words.

use crate::report::document::numbers::format_number;
use crate::study::generations::attribution::{AttributionGroup, AttributionResult};
use crate::study::generations::options::PerformanceMetric;

/// A factor with as many decimals as its distance from 1 calls for.
pub(crate) fn format_factor(factor: f64) -> String {
    format_number(factor, if (factor - 1.0).abs() < 0.0995 { 3 } else { 2 })
}

/// The answer in a sentence; its factors are those of the three groups.
pub fn headline_sentence(a: &AttributionResult) -> String {
    let group = |g: &AttributionGroup| format!("{} × {}", g.label.to_lowercase(), format_factor(g.factor));
    let groups: Vec<String> = a.groups.iter().map(group).collect();
    format!(
        "{} gives {} times the {} of {} at the meter: {}.",
        a.to.name,
        format_number(a.total_factor, 2),
        metric_phrase(a),
        a.from.name,
        groups.join(", ")
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
