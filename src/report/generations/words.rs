//! Generations put into words.

use crate::study::generations::options::PerformanceMetric;
use crate::study::generations::result::{ClaimOutcome, ClaimVerdict, ReportedRequest};

/// The number format in words; nothing where it has no part.
pub(crate) fn number_format_label(q: &ReportedRequest) -> Option<&'static str> {
    (q.metric != PerformanceMetric::Bandwidth).then(|| q.precision.long_name())
}

/// What becomes of a claim, in words.
pub(super) const fn outcome_label(outcome: ClaimOutcome) -> &'static str {
    match outcome {
        ClaimOutcome::Holds => "confirmed",
        ClaimOutcome::Fails => "refuted",
        ClaimOutcome::Open => "within the interval",
        ClaimOutcome::None => "not enough data",
    }
}

/// In how many readings "two to three times a year" is confirmed, refuted or neither.
pub(super) fn verdict_sentence(verdicts: &[ClaimVerdict]) -> String {
    let told = [ClaimOutcome::Fails, ClaimOutcome::Open, ClaimOutcome::Holds, ClaimOutcome::None].map(|outcome| {
        let count = verdicts.iter().filter(|v| v.outcome == outcome).count();
        (count > 0).then(|| format!("{} in {count}", outcome_label(outcome)))
    });
    let told: Vec<String> = told.into_iter().flatten().collect();
    if told.is_empty() {
        return "\"Two to three times a year\" could not be judged: no series has a figure.".to_owned();
    }
    format!("\"Two to three times a year\", in {} readings: {}.", verdicts.len(), told.join(", "))
}
