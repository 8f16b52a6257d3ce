//! A logarithmic axis: ticks at 1, 2 and 5 of every decade, fewer where the span is long.

use crate::report::document::numbers::format_number;

/// The axis in powers of ten.
#[derive(Clone, Copy, Debug)]
pub struct LogAxis {
    /// Its ends, log₁₀ of the values.
    pub low: f64,
    /// The higher one.
    pub high: f64,
}

impl LogAxis {
    /// An axis that holds every value with a little room.
    pub fn from_values(values: impl Iterator<Item = f64>) -> Self {
        let logs = values.filter(|v| *v > 0.0).map(f64::log10);
        let (low, high) = logs.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        if !low.is_finite() {
            return Self { low: 0.0, high: 1.0 };
        }
        let room = 0.06 * (high - low).max(0.3);
        Self { low: low - room, high: high + room }
    }

    /// Where a value stands between the ends, 0 to 1.
    pub fn axis_fraction(&self, value: f64) -> f64 {
        (value.log10() - self.low) / (self.high - self.low)
    }

    /// Values with ticks.
    pub fn tick_values(&self) -> Vec<f64> {
        let steps: &[f64] = if self.high - self.low > 3.5 { &[1.0] } else { &[1.0, 2.0, 5.0] };
        #[expect(clippy::cast_possible_truncation, reason = "powers of ten of physical values")]
        let (first, last) = (self.low.floor() as i32, self.high.ceil() as i32);
        let all = (first..=last).flat_map(|e| steps.iter().map(move |s| s * 10_f64.powi(e)));
        all.filter(|v| (self.low..=self.high).contains(&v.log10())).collect()
    }

    /// The text of a tick.
    pub fn tick_label(value: f64) -> String {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few digits")]
        let digits = (-value.log10().floor()).clamp(0.0, 9.0) as usize;
        format_number(value, digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_lie_inside_and_print_short() {
        let axis = LogAxis::from_values([0.02, 11.0].into_iter());
        let ticks = axis.tick_values();
        assert!(ticks.iter().all(|t| (0.0..=1.0).contains(&axis.axis_fraction(*t))));
        let text: Vec<String> = ticks.iter().map(|t| LogAxis::tick_label(*t)).collect();
        assert_eq!(text, ["0.02", "0.05", "0.1", "0.2", "0.5", "1", "2", "5", "10"]);
    }
}
