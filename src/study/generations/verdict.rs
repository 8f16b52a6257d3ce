//! Whether "two to three times a year" holds, reading by reading.

use super::result::{ClaimOutcome, ClaimVerdict, GrowthFit, GrowthSeries};

/// The claim: at least this factor a year.
pub const CLAIMED_FACTOR_PER_YEAR: f64 = 2.0;

/// Readings of the claim, each with the series that judges it.
const CLAIM_READINGS: [(&str, &str); 10] = [
    ("At the same number format, per watt (NVIDIA, FP16)", "nvidia-fp16"),
    ("At the same number format, per watt (AMD, FP16)", "amd-fp16"),
    ("At the narrowest format on offer, per watt (NVIDIA)", "nvidia-lowest"),
    ("At the narrowest format on offer, per watt (AMD)", "amd-lowest"),
    ("Per package at the narrowest format, power not held (NVIDIA)", "nvidia-lowest-package"),
    ("Per package at the narrowest format, power not held (AMD)", "amd-lowest-package"),
    ("Memory bandwidth per watt (NVIDIA)", "nvidia-bandwidth"),
    ("Measured at the wall, BERT samples per joule", "mlperf-bert-wall"),
    ("Measured at the wall, Llama-2-70B tokens per joule", "mlperf-llama2-wall"),
    ("FP64 Linpack per watt of the best machine", "green500"),
];

/// The verdict of every reading whose series there is.
pub fn judge_claim(series: &[GrowthSeries]) -> Vec<ClaimVerdict> {
    let judged =
        CLAIM_READINGS.iter().filter_map(|(reading, id)| Some((reading, series.iter().find(|s| s.id == *id)?)));
    judged.map(|(reading, series)| judge_reading(reading, series)).collect()
}

fn judge_reading(reading: &str, series: &GrowthSeries) -> ClaimVerdict {
    let (outcome, sentence) = match &series.growth {
        None => (ClaimOutcome::None, no_verdict_sentence(reading, series)),
        Some(growth) => judge_growth(reading, growth),
    };
    ClaimVerdict { reading: reading.to_owned(), series: series.id.clone(), outcome, sentence }
}

fn judge_growth(reading: &str, g: &GrowthFit) -> (ClaimOutcome, String) {
    let interval =
        format!("95 % interval {:.2} to {:.2}, n = {}, R² = {:.2}", g.factor_low, g.factor_high, g.n, g.r_squared);
    let (outcome, word) = if g.factor_low >= CLAIMED_FACTOR_PER_YEAR {
        (ClaimOutcome::Holds, "the claim holds")
    } else if g.factor_high < CLAIMED_FACTOR_PER_YEAR {
        (ClaimOutcome::Fails, "the claim fails")
    } else {
        (ClaimOutcome::Open, "the claim is open")
    };
    (outcome, format!("{reading}: {:.2} times a year ({interval}); {word}", g.factor_per_year))
}

/// Two points are told, and no more made of them than they are.
fn no_verdict_sentence(reading: &str, series: &GrowthSeries) -> String {
    let told: Vec<String> =
        series.points.iter().map(|p| format!("{:.3} in {:.1} ({})", p.value, p.year, p.label)).collect();
    let points = if told.is_empty() { "no point".to_owned() } else { told.join(" and ") };
    format!("{reading}: {points}; no verdict, a trend needs three")
}

#[cfg(test)]
mod tests {
    use super::super::result::{SeriesPoint, SeriesRole};
    use super::super::series::build_series;
    use super::*;

    fn outcome(values: &[(f64, f64)]) -> ClaimOutcome {
        let point = |&(year, value)| SeriesPoint { label: "x".to_owned(), year, value, source: String::new() };
        let series = build_series(SeriesRole::Claim, "green500", "", values.iter().map(point).collect());
        judge_reading("so", &series).outcome
    }

    #[test]
    fn the_interval_decides() {
        assert_eq!(outcome(&[(2020.0, 1.0), (2021.0, 2.5), (2022.0, 6.3), (2023.0, 15.6)]), ClaimOutcome::Holds);
        assert_eq!(outcome(&[(2020.0, 1.0), (2021.0, 1.2), (2022.0, 1.44), (2023.0, 1.75)]), ClaimOutcome::Fails);
        assert_eq!(outcome(&[(2020.0, 1.0), (2021.0, 4.0), (2022.0, 3.0), (2023.0, 9.0)]), ClaimOutcome::Open);
        assert_eq!(outcome(&[(2020.0, 1.0), (2021.0, 9.0)]), ClaimOutcome::None);
    }
}
