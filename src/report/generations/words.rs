//! Generations put into words.

use crate::study::generations::options::PerformanceMetric;
use crate::study::generations::result::ReportedRequest;

/// The number format in words; nothing where it has no part.
pub(crate) fn number_format_label(q: &ReportedRequest) -> Option<&'static str> {
    (q.metric != PerformanceMetric::Bandwidth).then(|| q.precision.long_name())
}
