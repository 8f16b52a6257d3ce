//! A sampled comparison put into words.

use crate::report::compare::metric::ReportMetric;
use crate::report::compare::metrics;
use crate::report::document::numbers::format_probability;
use crate::report::document::units::UnitSystem;
use crate::study::compare::sampled_result::PairwiseProbability;
use crate::study::uncertainty::result::{FigureSpread, UncertaintyResult};

/// Median and interval of a figure as shown; a dash where it has none.
pub(crate) fn format_interval(metric: &ReportMetric, f: &FigureSpread, units: UnitSystem) -> String {
    let show = |v| metric.format_value(v, units);
    match (f.p05, f.median, f.p95) {
        (Some(low), Some(median), Some(high)) if low == high => show(median),
        (Some(low), Some(median), Some(high)) => {
            format!("{} ({} to {})", show(median), show(low), show(high))
        }
        _ => "–".to_owned(),
    }
}

/// The answers: how likely another architecture draws less, and costs less, than the first.
pub(crate) fn headline_sentences(chances: &[PairwiseProbability]) -> Vec<String> {
    let asked = [
        ("facility_power_w", "draws less at the meter"),
        ("annual.net_present_cost_usd", "has a lower life-cycle cost"),
    ];
    let mut out = Vec::new();
    let mut others: Vec<&str> = chances.iter().map(|c| c.b.as_str()).collect();
    others.dedup();
    for other in others {
        let of = |key: &str| chances.iter().find(|c| c.b == other && c.key == key);
        let word = |(key, what): &(&str, &str)| {
            let c = of(key)?;
            let better = (1.0 - c.a_better_probability - c.equal_probability).max(0.0);
            Some((format!("{what} in {}", format_probability(better)), &c.a))
        };
        let words: Vec<(String, &String)> = asked.iter().filter_map(word).collect();
        let Some((_, first)) = words.first() else { continue };
        let said: Vec<&str> = words.iter().map(|(w, _)| w.as_str()).collect();
        out.push(format!("Compared with {first}, {other} {} of the draws.", said.join(" and ")));
    }
    out
}

/// The metrics that are followed, with their place among a sampled architecture's figures.
pub(crate) fn sampled_metrics(result: &UncertaintyResult) -> Vec<(usize, &'static ReportMetric)> {
    let figures = result.architectures.first().map_or(&[][..], |a| a.figures.as_slice());
    figures.iter().enumerate().filter_map(|(i, f)| Some((i, metrics::find_metric(f.key)?))).collect()
}
