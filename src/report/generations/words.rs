//! Generations put into words.

use crate::report::document::numbers::format_number;
use crate::study::generations::options::{PerformanceMetric, PowerBoundary, PrecisionChoice};
use crate::study::generations::result::{
    ClaimOutcome, ClaimVerdict, GenerationReport, GrowthFit, GrowthSeries, ReportedRequest, SeriesRole,
};

/// The number format in words; nothing where it has no part.
pub(crate) fn number_format_label(q: &ReportedRequest) -> Option<String> {
    (q.metric != PerformanceMetric::Bandwidth).then(|| match q.precision {
        PrecisionChoice::Same => "FP16 for all".to_owned(),
        PrecisionChoice::Lowest => "narrowest format of each".to_owned(),
        PrecisionChoice::Fixed(precision) => precision.name().to_uppercase(),
    })
}

/// The same within a sentence: "at FP16".
pub(crate) fn at_number_format(q: &ReportedRequest) -> String {
    if q.metric == PerformanceMetric::Bandwidth {
        return String::new();
    }
    match q.precision {
        PrecisionChoice::Same => " at FP16".to_owned(),
        PrecisionChoice::Lowest => " at the narrowest format of each".to_owned(),
        PrecisionChoice::Fixed(precision) => format!(" at {}", precision.name().to_uppercase()),
    }
}

/// A product without the name of its maker, which a chart tells by colour and legend.
pub(crate) fn product_name<'n>(name: &'n str, vendor: &str) -> &'n str {
    name.strip_prefix(vendor).map_or(name, str::trim_start)
}

/// Name of a product by its catalog id.
pub(crate) fn accelerator_name<'r>(report: &'r GenerationReport, id: &'r str) -> &'r str {
    let shown = report.generations.iter().find(|g| g.id == id).map(|g| g.name.as_str());
    let left_out = || report.left_out.iter().find(|l| l.id == id).map(|l| l.name.as_str());
    shown.or_else(left_out).unwrap_or(id)
}

/// The maker of a series of what was asked.
pub(crate) fn series_vendor<'r>(report: &'r GenerationReport, series: &GrowthSeries) -> &'r str {
    let id = series.id.trim_start_matches("asked-");
    report.generations.iter().find(|g| g.vendor.to_lowercase() == id).map_or("", |g| g.vendor.as_str())
}

/// What performance is counted over.
pub(crate) fn boundary_phrase(boundary: PowerBoundary) -> &'static str {
    match boundary {
        PowerBoundary::Chip => "of rated power",
        PowerBoundary::Wall => "at the wall",
        PowerBoundary::Meter => "at the utility meter",
    }
}

/// The verdict on a reading of the claim.
pub(crate) fn outcome_label(outcome: ClaimOutcome) -> &'static str {
    match outcome {
        ClaimOutcome::Holds => "confirmed",
        ClaimOutcome::Fails => "refuted",
        ClaimOutcome::Open => "within the interval",
        ClaimOutcome::None => "not enough data",
    }
}

/// In how many readings "two to three times a year" is confirmed, refuted or neither.
pub(crate) fn verdict_sentence(verdicts: &[ClaimVerdict]) -> String {
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

/// Interval, points and fit of a growth.
fn describe_growth(g: &GrowthFit) -> String {
    let doubling = g
        .doubling_years
        .map_or("it does not grow".to_owned(), |y| format!("doubling in {} years", format_number(y, 1)));
    format!(
        "95 % interval {} to {}, n = {}, R² = {}, {doubling}",
        format_number(g.factor_low, 2),
        format_number(g.factor_high, 2),
        g.n,
        format_number(g.r_squared, 2)
    )
}

/// The growth that was asked for, maker by maker.
pub(crate) fn growth_sentences(report: &GenerationReport) -> Vec<String> {
    let q = &report.question;
    let requested = report.series.iter().filter(|s| s.role == SeriesRole::Requested);
    let grown = requested.filter_map(|s| {
        let g = s.growth.as_ref()?;
        let vendor = series_vendor(report, s);
        let factor = format_number(g.factor_per_year, 2);
        Some(format!(
            "{vendor}{}: {} {} grew {factor} times a year ({}).",
            at_number_format(q),
            q.unit,
            boundary_phrase(q.boundary),
            describe_growth(g)
        ))
    });
    grown.collect()
}

/// Which parts every fit of the output takes.
pub(crate) fn fit_definition(report: &GenerationReport) -> String {
    let announced = if report.question.announced { "delivered or announced" } else { "delivered" };
    format!(
        "One definition of a fit in every sentence, table and chart: the flagship of each generation for servers, \
         {announced}; of what was asked {}, in the readings of the claim parts with matrix units at FP16, parts with HBM \
         for bandwidth and all parts at the narrowest format; ln(value) against the date of availability, least squares.",
        report.question.fit_parts
    )
}
