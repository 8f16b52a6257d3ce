//! Smooth functions of one unknown as sums of Chebyshev polynomials: a value costs a few dozen operations.
//!
//! J. C. Mason, D. C. Handscomb, *Chebyshev Polynomials*, Chapman & Hall 2003, sections 6.3 (interpolation at the zeros) and
//! 2.4.1 (Clenshaw's sum).

use std::f64::consts::PI;

/// Nodes of a curve: functions without kinks over a decade or so come within 1e-11.
const NODES: usize = 18;

/// A function between two ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChebyshevCurve {
    middle: f64,
    half_width: f64,
    coefficients: [f64; NODES],
}

impl ChebyshevCurve {
    /// Interpolates a function between `low` and `high`, `low < high`.
    ///
    /// # Errors
    /// The first error of the function.
    pub fn fit<E>(mut f: impl FnMut(f64) -> Result<f64, E>, low: f64, high: f64) -> Result<Self, E> {
        let (middle, half_width) = (f64::midpoint(low, high), 0.5 * (high - low));
        let angle = |node: usize| PI * (node as f64 + 0.5) / NODES as f64;
        let mut values = [0.0; NODES];
        for (node, value) in values.iter_mut().enumerate() {
            *value = f(middle + half_width * angle(node).cos())?;
        }
        let coefficients = std::array::from_fn(|order| {
            let sum: f64 = (0..NODES).map(|node| values[node] * (order as f64 * angle(node)).cos()).sum();
            sum * if order == 0 { 1.0 } else { 2.0 } / NODES as f64
        });
        Ok(Self { middle, half_width, coefficients })
    }

    /// The value at `x`, between the ends or a hair beyond them.
    #[inline]
    pub fn value(&self, x: f64) -> f64 {
        let t = (x - self.middle) / self.half_width;
        let [constant, higher @ ..] = &self.coefficients;
        let (mut b, mut before) = (0.0, 0.0);
        for coefficient in higher.iter().rev() {
            (b, before) = (2.0 * t * b - before + coefficient, b);
        }
        t * b - before + constant
    }

    /// The value at `x` and its growth with `x`.
    #[inline]
    pub fn value_and_slope(&self, x: f64) -> (f64, f64) {
        let t = (x - self.middle) / self.half_width;
        let [constant, higher @ ..] = &self.coefficients;
        let (mut b, mut before) = (0.0, 0.0);
        let (mut growth, mut growth_before) = (0.0, 0.0);
        for coefficient in higher.iter().rev() {
            (growth, growth_before) = (2.0 * (b + t * growth) - growth_before, growth);
            (b, before) = (2.0 * t * b - before + coefficient, b);
        }
        (t * b - before + constant, (b + t * growth - growth_before) / self.half_width)
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    #[test]
    fn a_smooth_function_is_within_rounding() {
        let f = |x: f64| (0.8 * x).exp() + x.sin();
        let curve = ChebyshevCurve::fit(|x| Ok::<_, Infallible>(f(x)), -1.5, 1.0).unwrap();
        for i in 0..=100 {
            let x = -1.5 + 0.025 * f64::from(i);
            assert!((curve.value(x) - f(x)).abs() < 1e-13, "{x}");
            let (value, slope) = curve.value_and_slope(x);
            assert_eq!(value, curve.value(x));
            assert!((slope - 0.8 * (0.8 * x).exp() - x.cos()).abs() < 1e-11, "{x}");
        }
        assert_eq!(ChebyshevCurve::fit(|_| Err::<f64, _>("why"), 0.0, 1.0), Err("why"));
    }
}
