//! The study of climates put into words.

use crate::study::climates::{ClimateCell, ClimateReport};

/// The answer in a sentence.
pub(crate) fn headline_sentence(report: &ClimateReport) -> String {
    let Some((first, last)) = report.climates.first().zip(report.climates.last()) else {
        return "There is no climate.".to_owned();
    };
    let best = |cells: &[ClimateCell]| -> Option<String> {
        let found = cells.iter().filter_map(|c| c.facility_power_w.map(|w| (w, c)));
        found.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, c)| c.name.clone())
    };
    let mut winners: Vec<(String, usize)> = Vec::new();
    for name in report.climates.iter().filter_map(|c| best(&c.architectures)) {
        match winners.iter_mut().find(|w| w.0 == name) {
            Some(w) => w.1 += 1,
            None => winners.push((name, 1)),
        }
    }
    winners.sort_by_key(|w| std::cmp::Reverse(w.1));
    let least = winners.first().map_or(String::new(), |(name, n)| {
        format!("{name} draws least in {n} of {} climates; ", report.climates.len())
    });
    let lead = first.architectures.first().map_or("the first architecture", |a| a.name.as_str());
    format!("{least}{lead} draws least in {} and most in {}.", first.location, last.location)
}
