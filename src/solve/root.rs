//! Bracketed roots of one unknown by Brent's method: bisection's safety, interpolation's speed.
//!
//! R. P. Brent, *Algorithms for Minimization without Derivatives*, Prentice-Hall 1973, chapter 4.

use thiserror::Error;

use super::convergence::NotConverged;

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

impl<E> RootError<E> {
    /// The error of the function itself, or that the search named `what` did not converge.
    pub fn into_named<F: From<E> + From<NotConverged>>(self, what: &'static str) -> F {
        let residual = match self {
            Self::Model(error) => return error.into(),
            Self::NoSignChange { f_lo, f_hi, .. } => f_lo.abs().min(f_hi.abs()),
            Self::NotFinite { .. } => f64::NAN,
            Self::NotConverged { residual, .. } => residual,
        };
        NotConverged { what, residual }.into()
    }
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
    let low = (lo, f(lo).map_err(RootError::Model)?);
    let high = (hi, f(hi).map_err(RootError::Model)?);
    find_root_between(f, low, high, tolerance, max_evaluations)
}

/// The root of a rising function between two ends at which it is not above and not below zero, by halving down to two
/// neighbouring numbers: slow, and sure to end.
pub fn bisect(f: impl Fn(f64) -> f64, lo: f64, hi: f64) -> f64 {
    let (mut low, mut high) = (lo, hi);
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return high;
        }
        if f(middle) < 0.0 { low = middle } else { high = middle }
    }
}

/// Finds the root of a function that cannot fail, between two ends with their residuals.
///
/// # Errors
/// [`NotConverged`], which bears the name `what`.
pub fn find_named_root(
    what: &'static str,
    mut f: impl FnMut(f64) -> f64,
    low: (f64, f64),
    high: (f64, f64),
    tolerance: RootTolerance,
    max_evaluations: usize,
) -> Result<f64, NotConverged> {
    find_root_between(|x| Ok::<_, NotConverged>(f(x)), low, high, tolerance, max_evaluations)
        .map(|root| root.x)
        .map_err(|error| error.into_named(what))
}

/// A point of a function: where, its residual there, and its slope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlopedPoint {
    /// The unknown.
    pub x: f64,
    /// The residual there.
    pub f: f64,
    /// Its derivative.
    pub slope: f64,
}

/// Finds the root of a smooth rising function that knows its slope, between two ends with `low.f <= 0 <= high.f`: Newton's
/// steps, from the cubic through both ends with their slopes. A step that leaves the bracket halves it instead. Newton
/// squares the error: a step whose square is within `tolerance.x` is the last one.
///
/// # Errors
/// [`NotConverged`], which bears the name `what`.
pub fn find_sloped_root(
    what: &'static str,
    mut f: impl FnMut(f64) -> SlopedPoint,
    (low, high): (SlopedPoint, SlopedPoint),
    tolerance: RootTolerance,
    max_evaluations: usize,
) -> Result<f64, NotConverged> {
    let (mut lo, mut hi) = (low.x, high.x);
    let inside = |x: f64, lo: f64, hi: f64| if x > lo && x < hi { x } else { f64::midpoint(lo, hi) };
    let mut x = inside(inverse_cubic_root(low, high), lo, hi);
    let mut residual = f64::NAN;
    for _ in 0..max_evaluations {
        let here = f(x);
        residual = here.f;
        if here.f.abs() <= tolerance.f {
            return Ok(x);
        }
        if here.f < 0.0 {
            lo = x
        } else {
            hi = x
        }
        let next = inside(x - here.f / here.slope, lo, hi);
        let step = next - x;
        x = next;
        if !residual.is_nan() && step * step <= tolerance.x {
            return Ok(x);
        }
    }
    Err(NotConverged { what, residual })
}

/// Where the cubic of `x` over `f` through two points with their slopes passes `f = 0`.
fn inverse_cubic_root(low: SlopedPoint, high: SlopedPoint) -> f64 {
    let rise = high.f - low.f;
    let (t, s) = (-low.f / rise, high.f / rise);
    low.x * s * s * (1.0 + 2.0 * t) + high.x * t * t * (1.0 + 2.0 * s) + t * s * rise * (s / low.slope - t / high.slope)
}

/// Finds `x` with `f(x) = 0` between two ends, each with its residual, which the caller knows from testing its limits.
///
/// # Errors
/// As [`find_root`].
pub fn find_root_between<E: std::error::Error>(
    mut f: impl FnMut(f64) -> Result<f64, E>,
    (lo, f_lo): (f64, f64),
    (hi, f_hi): (f64, f64),
    tolerance: RootTolerance,
    max_evaluations: usize,
) -> Result<BracketedRoot, RootError<E>> {
    let number = |x: f64, value: f64| if value.is_nan() { Err(RootError::NotFinite { x }) } else { Ok(value) };
    let mut call = |x: f64| f(x).map_err(RootError::Model).and_then(|value| number(x, value));
    let (mut a, mut b) = (lo, hi);
    let (mut fa, mut fb) = (number(lo, f_lo)?, number(hi, f_hi)?);
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

    #[test]
    fn slopes_make_the_search_short() {
        // (x + 2)³ = 8.3 from 0 to 1; and a function whose slope leads out of the bracket at first.
        let cube = |x: f64| SlopedPoint { x, f: (x + 2.0).powi(3) - 8.3, slope: 3.0 * (x + 2.0).powi(2) };
        let bent =
            |x: f64| SlopedPoint { x, f: (20.0 * (x - 0.8)).tanh(), slope: 20.0 / (20.0 * (x - 0.8)).cosh().powi(2) };
        let tolerance = RootTolerance { x: 1e-10, f: 0.0 };
        for (f, root, most) in [(&cube as &dyn Fn(f64) -> SlopedPoint, 8.3_f64.cbrt() - 2.0, 3), (&bent, 0.8, 12)] {
            let mut count = 0;
            let counted = |x: f64| {
                count += 1;
                f(x)
            };
            let x = find_sloped_root("a search", counted, (f(0.0), f(1.0)), tolerance, 60).unwrap();
            assert!((x - root).abs() < 1e-9, "{x} {root}");
            assert!(count <= most, "{count}");
        }
        // The cubic is the function where that is the inverse of a cubic.
        let inverse = |y: f64| y.powi(3) + y;
        let point = |y: f64| SlopedPoint { x: inverse(y + 0.3), f: y, slope: 1.0 / (3.0 * (y + 0.3).powi(2) + 1.0) };
        assert!((inverse_cubic_root(point(-1.0), point(0.7)) - inverse(0.3)).abs() < 1e-14);
        let lost = |x: f64| SlopedPoint { x, f: f64::NAN, slope: 1.0 };
        let error = find_sloped_root("a lost search", lost, (cube(0.0), cube(1.0)), tolerance, 60).unwrap_err();
        assert!(error.what == "a lost search" && error.residual.is_nan());
    }

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

    #[test]
    fn halving_ends_at_neighbouring_numbers() {
        assert!((bisect(|x| x * x - 2.0, 0.0, 2.0) - 2f64.sqrt()).abs() < 1e-15);
        assert_eq!(bisect(|x| x - 1.0, 1.0, 3.0), 1.0 + f64::EPSILON, "the end itself is never asked");
        assert_eq!(bisect(|_| f64::NAN, 0.0, 1.0), f64::from_bits(1), "no number is no reason to go on for ever");
    }

    #[test]
    fn a_named_search_names_itself() {
        let square = |x: f64| x * x - 2.0;
        let search =
            |high: f64, most| find_named_root("a square", square, (0.0, -2.0), (high, square(high)), TIGHT, most);
        assert!((search(2.0, 100).unwrap() - 2f64.sqrt()).abs() < 1e-14);
        assert_eq!(search(2.0, 2).unwrap_err(), NotConverged { what: "a square", residual: 2.0 });
        assert_eq!(search(1.0, 100).unwrap_err(), NotConverged { what: "a square", residual: 1.0 }, "no sign change");
        let none = find_named_root("a square", |_| f64::NAN, (0.0, -2.0), (2.0, 2.0), TIGHT, 100);
        assert!(none.unwrap_err().residual.is_nan());
    }

    proptest::proptest! {
        #[test]
        fn a_root_of_a_cubic_lies_in_its_bracket(r in -5.0..5.0f64, k in 0.1..10.0f64) {
            let found = find(|x| k * (x - r) * (1.0 + (x - r) * (x - r)), -6.0, 6.0).unwrap();
            proptest::prop_assert!((found.x - r).abs() < 1e-12);
        }
    }
}
