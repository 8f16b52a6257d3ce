//! The study of climates put into words.

use crate::report::document::intervals::EQUAL_SHARE;
use crate::report::document::numbers::{format_number, format_power};
use crate::study::climates::{ClimateCell, ClimateReport, ClimateRow};

/// The architecture that draws least in a climate, and its power.
fn best_cell(climate: &ClimateRow) -> Option<(&ClimateCell, f64)> {
    let found = climate.architectures.iter().filter_map(|c| Some((c, c.facility_power_w?)));
    found.min_by(|a, b| a.1.total_cmp(&b.1))
}

/// The answer in a sentence.
pub(crate) fn headline_sentence(report: &ClimateReport) -> String {
    if report.climates.is_empty() {
        return "There is no climate.".to_owned();
    }
    let architectures = report.climates.iter().map(|c| c.architectures.len()).max().unwrap_or(0);
    let text = if architectures == 1 { one_architecture(report) } else { several_architectures(report) };
    text.unwrap_or_else(|| "No architecture can be cooled in any of the climates.".to_owned())
}

/// Where an architecture draws least and most.
fn one_architecture(report: &ClimateReport) -> Option<String> {
    let powers = || report.climates.iter().filter_map(|c| Some((c, best_cell(c)?)));
    let by = |a: &(&ClimateRow, (&ClimateCell, f64)), b: &(&ClimateRow, (&ClimateCell, f64))| a.1.1.total_cmp(&b.1.1);
    let (least, most) = (powers().min_by(by)?, powers().max_by(by)?);
    let (name, low_w, high_w) = (&least.1.0.name, least.1.1, most.1.1);
    Some(if report.climates.len() == 1 {
        format!("‘{name}’ draws {} in {}.", format_power(low_w), least.0.location)
    } else {
        format!(
            "‘{name}’ draws from {} in {} to {} % more in {}.",
            format_power(low_w),
            least.0.location,
            format_number(100.0 * (high_w / low_w - 1.0), 1),
            most.0.location
        )
    })
}

/// Which architecture draws least in most of the climates, and what the worst choice takes.
fn several_architectures(report: &ClimateReport) -> Option<String> {
    let mut winners: Vec<(&str, usize)> = Vec::new();
    for (best, _) in report.climates.iter().filter_map(best_cell) {
        match winners.iter_mut().find(|w| w.0 == best.name) {
            Some(w) => w.1 += 1,
            None => winners.push((&best.name, 1)),
        }
    }
    winners.sort_by_key(|w| std::cmp::Reverse(w.1));
    let worst = report
        .climates
        .iter()
        .flat_map(|c| {
            let least_w = best_cell(c).map_or(f64::NAN, |b| b.1);
            c.architectures.iter().filter_map(move |a| Some((c, a, a.facility_power_w? / least_w - 1.0)))
        })
        .max_by(|a, b| a.2.total_cmp(&b.2))?;
    let (name, count) = winners.first()?;
    let (place, loser, above) = worst;
    if above < EQUAL_SHARE {
        return Some("All architectures draw the same in every climate.".to_owned());
    }
    let percent = format_number(100.0 * above, usize::from(above < 0.1));
    Some(if report.climates.len() == 1 {
        format!("‘{name}’ draws least in {}; ‘{}’ draws {percent} % more.", place.location, loser.name)
    } else {
        format!(
            "‘{name}’ draws least in {count} of {} climates; the most above the best is {percent} %, ‘{}’ in {}.",
            report.climates.len(),
            loser.name,
            place.location
        )
    })
}
