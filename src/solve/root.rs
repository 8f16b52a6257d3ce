//! Bracketed roots of one unknown by Brent's method: bisection's safety, interpolation's speed.
//!
//! R. P. Brent, *Algorithms for Minimization without Derivatives*, Prentice-Hall 1973, chapter 4.

use thiserror::Error;

/// When a root is good enough: the bracket is narrower than `x` (plus rounding), or the residual is within `f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RootTolerance {
    /// Width of the bracket, in units of the unknown.
    pub x: f64,
    /// Size of the residual, in its units.
    pub f: f64,
}

/// A root and how it was reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BracketedRoot {
    /// The unknown.
    pub x: f64,
    /// The residual there.
    pub residual: f64,
    /// Evaluations of the function.
    pub evaluations: usize,
}

/// Why there is no root.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum RootError<E> {
    /// The function has one sign at both ends.
    #[error("no sign change between {lo} (residual {f_lo}) and {hi} (residual {f_hi})")]
    NoSignChange {
        /// Lower end.
        lo: f64,
        /// Upper end.
        hi: f64,
        /// Residual at the lower end.
        f_lo: f64,
        /// Residual at the upper end.
        f_hi: f64,
    },
    /// The function gave no number.
    #[error("the function is not a number at {x}")]
    NotFinite {
        /// Where.
        x: f64,
    },
    /// The tolerance was not reached.
    #[error("not converged after {evaluations} evaluations (residual {residual})")]
    NotConverged {
        /// Evaluations made.
        evaluations: usize,
        /// Residual of the best point.
        residual: f64,
    },
    /// The function failed.
    #[error(transparent)]
    Model(E),
}

/// Finds `x` in `[lo, hi]` with `f(x) = 0`.
///
/// # Errors
/// [`RootError`]; an error of `f` itself comes back as [`RootError::Model`].
pub fn find_root<E: std::error::Error>(
    mut f: impl FnMut(f64) -> Result<f64, E>,
    lo: f64,
    hi: f64,
    tolerance: RootTolerance,
    max_evaluations: usize,
) -> Result<BracketedRoot, RootError<E>> {
    let mut call = |x: f64| match f(x) {
        Ok(value) if value.is_nan() => Err(RootError::NotFinite { x }),
        Ok(value) => Ok(value),
        Err(error) => Err(RootError::Model(error)),
    };
    let (mut a, mut b) = (lo, hi);
    let (mut fa, mut fb) = (call(a)?, call(b)?);
    let mut evaluations = 2;
    if fa != 0.0 && fb != 0.0 && (fa > 0.0) == (fb > 0.0) {
        return Err(RootError::NoSignChange { lo, hi, f_lo: fa, f_hi: fb });
    }
    // b is the best point, a the one before, c the other end of the bracket.
    let (mut c, mut fc) = (a, fa);
    let (mut step, mut previous) = (b - a, b - a);
    loop {
        if (fb > 0.0) == (fc > 0.0) && fb != 0.0 {
            (c, fc) = (a, fa);
            step = b - a;
            previous = step;
        }
        if fc.abs() < fb.abs() {
            (a, b, c) = (b, c, b);
            (fa, fb, fc) = (fb, fc, fb);
        }
        let width = 2.0 * f64::EPSILON * b.abs() + 0.5 * tolerance.x;
        let half = 0.5 * (c - b);
        if half.abs() <= width || fb == 0.0 || fb.abs() <= tolerance.f {
            return Ok(BracketedRoot { x: b, residual: fb, evaluations });
        }
        if evaluations >= max_evaluations {
            return Err(RootError::NotConverged { evaluations, residual: fb });
        }
        if previous.abs() >= width && fa.abs() > fb.abs() {
            let (p, q) = interpolation_step((a, fa), (b, fb), (c, fc), half);
            if 2.0 * p < (3.0 * half * q - (width * q).abs()).min((previous * q).abs()) {
                previous = step;
                step = p / q;
            } else {
                step = half;
                previous = half;
            }
        } else {
            step = half;
            previous = half;
        }
        (a, fa) = (b, fb);
        b += if step.abs() > width { step } else { width.copysign(half) };
        fb = call(b)?;
        evaluations += 1;
    }
}

/// The step to the interpolated root as a fraction `p/q` with `p >= 0`: secant through two points, inverse quadratic
/// through three.
fn interpolation_step((a, fa): (f64, f64), (b, fb): (f64, f64), (c, fc): (f64, f64), half: f64) -> (f64, f64) {
    let s = fb / fa;
    let (p, q) = if a == c {
        (2.0 * half * s, 1.0 - s)
    } else {
        let (q, r) = (fa / fc, fb / fc);
        (s * (2.0 * half * q * (q - r) - (b - a) * (r - 1.0)), (q - 1.0) * (r - 1.0) * (s - 1.0))
    };
    if p > 0.0 { (p, -q) } else { (-p, q) }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    const TIGHT: RootTolerance = RootTolerance { x: 1e-14, f: 0.0 };

    fn find(f: impl Fn(f64) -> f64, lo: f64, hi: f64) -> Result<BracketedRoot, RootError<Infallible>> {
        find_root(|x| Ok(f(x)), lo, hi, TIGHT, 200)
    }

    #[test]
    fn known_roots_are_found() {
        assert!((find(|x| x * x - 2.0, 0.0, 2.0).unwrap().x - 2f64.sqrt()).abs() < 1e-14);
        assert!((find(|x| x.cos() - x, 0.0, 1.0).unwrap().x - 0.739_085_133_215_160_6).abs() < 1e-14);
        assert!((find(|x| (x - 1.0).powi(9), 0.0, 3.0).unwrap().x - 1.0).abs() < 1e-2);
        assert_eq!(find(|x| x, 0.0, 1.0).unwrap().x, 0.0);
        assert_eq!(find(|x| x - 1.0, 0.0, 1.0).unwrap().x, 1.0);
    }

    #[test]
    fn a_smooth_root_takes_few_evaluations() {
        assert!(find(|x| x.exp() - 5.0, 0.0, 3.0).unwrap().evaluations < 15);
    }

    #[test]
    fn what_cannot_be_solved_says_why() {
        assert!(matches!(find(|x| x * x + 1.0, -1.0, 1.0), Err(RootError::NoSignChange { .. })));
        assert!(matches!(find(|_| f64::NAN, -1.0, 1.0), Err(RootError::NotFinite { .. })));
        let few = find_root::<Infallible>(|x| Ok(x * x - 2.0), 0.0, 2.0, TIGHT, 3);
        assert!(matches!(few, Err(RootError::NotConverged { evaluations: 3, .. })));
    }

    proptest::proptest! {
        #[test]
        fn a_root_of_a_cubic_lies_in_its_bracket(r in -5.0..5.0f64, k in 0.1..10.0f64) {
            let found = find(|x| k * (x - r) * (1.0 + (x - r) * (x - r)), -6.0, 6.0).unwrap();
            proptest::prop_assert!((found.x - r).abs() < 1e-12);
        }
    }
}
