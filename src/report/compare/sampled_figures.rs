//! What sampling told of single figures.

use crate::report::document::intervals::format_power_range;
use crate::study::compare::result::ArchitectureResult;
use crate::study::compare::sampled_result::{PercentileInterval, SampledDifference, SamplingSummary};

/// A share of the draws that a 5th to 95th percentile contains, in words.
pub(crate) const INTERVAL_WORDS: &str = "in nine of ten draws";

/// The sampled difference of an architecture's figure.
pub(crate) fn find_difference<'a>(
    sampled: &'a SamplingSummary,
    name: &str,
    key: &str,
) -> Option<&'a SampledDifference> {
    sampled.pairs.iter().find(|p| p.name == name && p.key == key)
}

/// The interval of a figure of an architecture.
pub(crate) fn interval_of(architecture: &ArchitectureResult, key: &str) -> Option<PercentileInterval> {
    architecture.uncertainty.as_ref()?.get(key).copied()
}

/// The range of the power of the only architecture that can be cooled; nothing where it was not sampled.
pub(crate) fn own_power_range(architecture: &ArchitectureResult) -> Option<String> {
    let interval = interval_of(architecture, "facility_power_w").filter(|i| i.p05 < i.p95)?;
    Some(format!("{} {INTERVAL_WORDS}", format_power_range(interval)))
}
