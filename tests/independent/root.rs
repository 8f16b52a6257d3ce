//! Roots of functions of one variable.

/// Share of the values at the ends at which a value counts as zero.
const ZERO: f64 = 1e-13;

/// The root of `f` between `low` and `high`, where its sign changes: regula falsi with the Illinois rule (the weight of an
/// end that stays is halved), and a bisection now and then.
pub fn find(low: f64, high: f64, mut f: impl FnMut(f64) -> f64) -> f64 {
    let (mut a, mut b) = (low, high);
    let (mut fa, mut fb) = (f(a), f(b));
    let zero = ZERO * fa.abs().max(fb.abs());
    assert!(fa.abs() <= zero || fb.abs() <= zero || fa * fb < 0.0, "no change of sign: f({a}) = {fa}, f({b}) = {fb}");
    if fa.abs() <= zero {
        return a;
    }
    for step in 1..200 {
        if fb.abs() <= zero || (b - a).abs() <= 1e-14 * (a.abs() + b.abs()) {
            return b;
        }
        let x = if step % 8 == 0 { f64::midpoint(a, b) } else { (a * fb - b * fa) / (fb - fa) };
        let fx = f(x);
        if fx * fb < 0.0 {
            (a, fa) = (b, fb);
        } else {
            fa *= 0.5;
        }
        (b, fb) = (x, fx);
    }
    panic!("no root between {low} and {high}")
}

/// The flow at which `a v + b v²` is a pressure loss.
pub fn flow_at_loss(a: f64, b: f64, loss: f64) -> f64 {
    if loss <= 0.0 {
        return 0.0;
    }
    // The root in the form that stays exact where the linear part rules.
    2.0 * loss / (a + (a * a + 4.0 * b * loss).sqrt())
}
