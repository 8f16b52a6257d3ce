//! Numbers that are known to within an interval: no digit that the interval leaves open.

use crate::study::compare::sampled_result::PercentileInterval;

use super::numbers::{format_number, format_power};

/// Amounts closer than this share are the same to a reader.
pub const EQUAL_SHARE: f64 = 5e-4;

/// Below this the first digit of a half-width is followed by another: 120 and 280 are not both hundreds.
const TWO_DIGITS_BELOW: f64 = 3.0;

/// The step of numbers that are known to within an interval: the first digit of half its width, the second where the
/// first is 1 or 2; zero where the interval has no width.
pub fn rounding_step(interval: PercentileInterval) -> f64 {
    let half = 0.5 * (interval.p95 - interval.p05).abs();
    if half <= 0.0 || !half.is_finite() {
        return 0.0;
    }
    let decade = 10_f64.powf(half.log10().floor());
    // A hair below the bound is rounding.
    if half / decade < TWO_DIGITS_BELOW - 1e-6 { decade / 10.0 } else { decade }
}

fn round_to_step(value: f64, step: f64) -> f64 {
    if step > 0.0 { (value / step).round() * step } else { value }
}

/// Decimals that show a step.
fn decimals_of_step(step: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive number")]
    let digits = (-step.log10() - 1e-9).ceil().clamp(0.0, 12.0) as usize;
    digits
}

/// A unit of power that suits a size: its name and its watts.
fn unit_of_power(watts: f64) -> (&'static str, f64) {
    match watts.abs() {
        w if w >= 999.5e6 => ("GW", 1e9),
        w if w >= 999.5e3 => ("MW", 1e6),
        w if w >= 999.5 => ("kW", 1e3),
        _ => ("W", 1.0),
    }
}

/// A power to the digits of a step, W.
pub fn format_power_to_step(watts: f64, step: f64) -> String {
    if step <= 0.0 {
        return format_power(watts);
    }
    let rounded = round_to_step(watts, step);
    let (unit, scale) = unit_of_power(rounded);
    format!("{} {unit}", format_number(rounded / scale, decimals_of_step(step / scale)))
}

/// The step that shows a value to so many significant digits.
pub fn significant_step(value: f64, digits: i32) -> f64 {
    let size = value.abs();
    if size > 0.0 { 10_f64.powf(size.log10().floor() - f64::from(digits - 1)) } else { 0.0 }
}

/// A value over `scale` to the digits of a step, both in the same unit.
pub fn format_to_step(value: f64, step: f64, scale: f64) -> String {
    format_number(round_to_step(value, step) / scale, if step > 0.0 { decimals_of_step(step / scale) } else { 0 })
}

/// Two powers and their difference, told together: one unit, and as many digits as the difference needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerPair {
    unit: &'static str,
    scale: f64,
    step: f64,
}

impl PowerPair {
    /// Of two powers in W; `known_step` is the step that an interval of their difference leaves, zero without one.
    pub fn new(a_w: f64, b_w: f64, known_step: f64) -> Self {
        let (larger, apart) = (a_w.abs().max(b_w.abs()), (a_w - b_w).abs());
        let (unit, scale) = unit_of_power(apart.max(larger / 100.0));
        let decade = |w: f64| 10_f64.powf(w.max(1.0).log10().floor());
        // The powers have four digits and their difference, where there is one, at least one; none is below a watt.
        let powers = decade(larger) / 1e3;
        let finest = if apart < 1.0 { powers } else { powers.min(decade(apart)) };
        let step = if known_step > 0.0 { known_step } else { finest.max(1.0) };
        Self { unit, scale, step }
    }

    /// A power with its unit, W.
    pub fn format(&self, watts: f64) -> String {
        let rounded = round_to_step(watts, self.step);
        format!("{} {}", format_number(rounded / self.scale, decimals_of_step(self.step / self.scale)), self.unit)
    }
}

/// A power in kW to the digits of a step in W, with its sign and without its unit.
pub fn format_signed_kilowatts(watts: f64, step: f64) -> String {
    let text = format_number(round_to_step(watts, step) / 1e3, decimals_of_step(step / 1e3));
    if text.starts_with('−') || text.bytes().all(|b| matches!(b, b'0' | b'.')) { text } else { format!("+{text}") }
}

/// What a difference does, in words: all of it below zero, all above, or on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
enum DifferenceRange {
    Same,
    Less(String),
    More(String),
    Between { less: String, more: String },
}

fn describe_range(interval: PercentileInterval, scale: f64, unit: &str) -> DifferenceRange {
    let step = rounding_step(interval);
    let (low, high) = (round_to_step(interval.p05, step), round_to_step(interval.p95, step));
    let digits = if step > 0.0 { decimals_of_step(step / scale) } else { 2 };
    let show = |v: f64| format_number(v.abs() / scale, digits);
    let range = |a: f64, b: f64| {
        if show(a) == show(b) { format!("{} {unit}", show(a)) } else { format!("{} to {} {unit}", show(a), show(b)) }
    };
    match (low, high) {
        (0.0, 0.0) => DifferenceRange::Same,
        (low, high) if high <= 0.0 => DifferenceRange::Less(range(high, low)),
        (low, high) if low >= 0.0 => DifferenceRange::More(range(low, high)),
        (low, high) => {
            DifferenceRange::Between { less: format!("{} {unit}", show(low)), more: format!("{} {unit}", show(high)) }
        }
    }
}

/// A difference in power and its share: "60 to 160 kW (4 to 11 %) less", "20 kW (1.2 %) less to 40 kW (2.9 %) more".
pub fn format_power_difference(watts: PercentileInterval, share: Option<PercentileInterval>) -> String {
    let (unit, scale) = unit_of_power(watts.p05.abs().max(watts.p95.abs()));
    let percent = share.map(|share| describe_range(share, 0.01, "%"));
    match (describe_range(watts, scale, unit), percent) {
        (DifferenceRange::Same, _) => "no more and no less".to_owned(),
        (DifferenceRange::Less(w), Some(DifferenceRange::Less(p))) => format!("{w} ({p}) less"),
        (DifferenceRange::More(w), Some(DifferenceRange::More(p))) => format!("{w} ({p}) more"),
        (
            DifferenceRange::Between { less, more },
            Some(DifferenceRange::Between { less: less_share, more: more_share }),
        ) => format!("{less} ({less_share}) less to {more} ({more_share}) more"),
        (DifferenceRange::Less(w), _) => format!("{w} less"),
        (DifferenceRange::More(w), _) => format!("{w} more"),
        (DifferenceRange::Between { less, more }, _) => format!("{less} less to {more} more"),
    }
}

/// A difference as a share of what it is compared with, of `what`: "2 to 9 % less energy".
pub fn format_share_difference(share: PercentileInterval, what: &str) -> String {
    match describe_range(share, 0.01, "%") {
        DifferenceRange::Same => format!("no more and no less {what}"),
        DifferenceRange::Less(p) => format!("{p} less {what}"),
        DifferenceRange::More(p) => format!("{p} more {what}"),
        DifferenceRange::Between { less, more } => format!("between {less} less and {more} more {what}"),
    }
}

/// A power with its interval's ends: "1.22 to 1.41 MW".
pub fn format_power_range(watts: PercentileInterval) -> String {
    let (unit, scale) = unit_of_power(watts.p95);
    match describe_range(watts, scale, unit) {
        DifferenceRange::Less(text) | DifferenceRange::More(text) => text,
        _ => format_power(watts.median),
    }
}

/// How often something happens among draws: "92 of 100 draws", "all 200 draws"; what is nearly certain is not called certain.
pub fn format_odds(probability: f64, samples: usize) -> String {
    let hundred = 100.0 * probability;
    if probability >= 1.0 {
        format!("all {} draws", format_number(samples as f64, 0))
    } else if probability <= 0.0 {
        format!("none of {} draws", format_number(samples as f64, 0))
    } else if hundred > 99.0 {
        "more than 99 of 100 draws".to_owned()
    } else if hundred < 1.0 {
        "fewer than 1 of 100 draws".to_owned()
    } else {
        format!("{} of 100 draws", format_number(hundred, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(p05: f64, p95: f64) -> PercentileInterval {
        PercentileInterval { p05, median: f64::midpoint(p05, p95), p95 }
    }

    #[test]
    fn digits_follow_the_interval() {
        for (low, high, step) in [
            (-30e3, 30e3, 10e3),
            (60e3, 160e3, 10e3),
            (0.0, 24.0, 1.0),
            (0.0, 38.0, 1.0),
            (0.0, 40.0, 1.0),
            (0.0, 60.0, 10.0),
            (1.0, 1.000_6, 1e-4),
            (5.0, 5.0, 0.0),
        ] {
            let found = rounding_step(interval(low, high));
            assert!((found - step).abs() <= 1e-9 * step, "{low} {high}: {found}");
        }
        assert_eq!(format_power_to_step(1_296_812.0, 10e3), "1.30 MW");
        assert_eq!(format_power_to_step(1_296_812.0, 100e3), "1.3 MW");
        assert_eq!(format_power_to_step(-16_234.0, 1e3), "−16 kW");
        assert_eq!(format_power_to_step(-491.6, 10.0), "−490 W");
        assert_eq!(format_power_to_step(612.0, 1e3), "1 kW");
        assert_eq!(format_power_to_step(-312.0, 1e3), "0 W");
        assert_eq!(format_power_to_step(16_234.0, 0.0), "16.2 kW");
    }

    #[test]
    fn differences_have_their_direction() {
        let said = |a: f64, b: f64, c: f64, d: f64| format_power_difference(interval(a, b), Some(interval(c, d)));
        assert_eq!(said(-158e3, -61e3, -0.112, -0.043), "60 to 160 kW (4 to 11 %) less");
        assert_eq!(said(-22.4e3, 41e3, -0.012, 0.029), "20 kW (1.2 %) less to 40 kW (2.9 %) more");
        assert_eq!(said(3e3, 1.2e6, 0.002, 0.81), "0.0 to 1.2 MW (0 to 80 %) more");
        assert_eq!(said(0.0, 0.0, 0.0, 0.0), "no more and no less");
        assert_eq!(said(-2e3, -2e3, -0.1, -0.1), "2.00 kW (10.00 %) less");
        assert_eq!(format_share_difference(interval(-0.09, -0.02), "energy"), "2 to 9 % less energy");
        assert_eq!(format_power_range(interval(1.216e6, 1.412e6)), "1.22 to 1.41 MW");
    }

    #[test]
    fn digits_follow_the_difference_that_is_told() {
        let said = |a: f64, b: f64, step: f64| {
            let pair = PowerPair::new(a, b, step);
            [pair.format(a), pair.format(b - a)]
        };
        assert_eq!(said(1.694e6, 1.697_2e6, 0.0), ["1,694 kW", "3 kW"]);
        assert_eq!(said(1_303_812.0, 1_416_100.0, 0.0), ["1,304 kW", "112 kW"]);
        assert_eq!(said(1_303_812.0, 1_416_100.0, 10e3), ["1,300 kW", "110 kW"]);
        assert_eq!(said(250_000.0, 249_100.0, 0.0), ["250.0 kW", "−0.9 kW"]);
        assert_eq!(said(113e6, 125.4e6, 0.0), ["113.0 MW", "12.4 MW"]);
        assert_eq!(said(900.0, 900.0, 0.0), ["900 W", "0 W"]);
        assert_eq!(said(2_008_392.0, 2_008_392.0, 0.0), ["2,008 kW", "0 kW"]);
        for (watts, step, text) in
            [(-141_400.0, 10e3, "−140"), (5_740.0, 1e3, "+6"), (312.0, 100.0, "+0.3"), (12.0, 1e3, "0")]
        {
            assert_eq!(format_signed_kilowatts(watts, step), text);
        }
    }

    #[test]
    fn steps_keep_the_digits_that_are_known() {
        for (value, digits, text) in [(1_804.3, 3, "1,800"), (24_973.0, 3, "25,000"), (0.0, 3, "0"), (442.1, 1, "400")]
        {
            assert_eq!(format_to_step(value, significant_step(value, digits), 1.0), text);
        }
        assert_eq!(format_to_step(1_561_234.0, 100e3, 1e6), "1.6");
    }

    #[test]
    fn odds_are_never_more_certain_than_the_draws() {
        for (probability, text) in [
            (1.0, "all 200 draws"),
            (0.995, "more than 99 of 100 draws"),
            (0.99, "99 of 100 draws"),
            (0.704, "70 of 100 draws"),
            (0.005, "fewer than 1 of 100 draws"),
            (0.0, "none of 200 draws"),
        ] {
            assert_eq!(format_odds(probability, 200), text);
        }
    }
}
