//! Generations put into words.

use crate::study::generations::result::ReportedRequest;

/// The number format in words; nothing where it has no part.
pub(crate) fn number_format_label(q: &ReportedRequest) -> Option<&'static str> {
    match (q.metric, q.precision) {
        ("bandwidth", _) => None,
        (_, "same") => Some("fp16 for all"),
        (_, "lowest") => Some("narrowest format of each"),
        (_, own) => Some(own),
    }
}
