//! The speed of pumps at which a flow or a pressure reaches a value.

use crate::solve::root::{self, RootTolerance};

use super::error::RackError;

/// A flow or pressure asked of the pumps is held to this share of itself.
const SET_POINT_TOLERANCE: f64 = 1e-12;
/// Speed below which no flow or pressure is sought, share of full.
pub(super) const LEAST_SPEED: f64 = 0.02;
/// Width of a bracket of speeds, share of full, that is rounding.
const SPEED_ROUNDING: f64 = 1e-13;
/// A step by the power law that ends a search, share of full: flows of a network are no nearer than that.
const SETTLED_STEP: f64 = 1e-11;
const MAX_POWER_LAW_STEPS: usize = 12;
const MAX_SPEED_EVALUATIONS: usize = 100;

/// The speed, share of full, at which a quantity that rises with it reaches a value; an end where it does not. `solve` gives
/// the quantity at a speed. It goes nearly with a `power` of the speed, so that the search follows that law from the speed
/// `near`, its exponent as the steps show it, and goes by a bracket of all speeds where that does not settle.
///
/// # Errors
/// Those of `solve`, and when no speed is found.
pub(super) fn find_pump_speed(
    near: f64,
    power: f64,
    value: f64,
    mut solve: impl FnMut(f64) -> Result<f64, RackError>,
) -> Result<f64, RackError> {
    match follow_power_law(near, power, value, &mut solve)? {
        Some(speed) => Ok(speed),
        None => find_between_ends(value, solve),
    }
}

fn follow_power_law(
    near: f64,
    power: f64,
    value: f64,
    solve: &mut impl FnMut(f64) -> Result<f64, RackError>,
) -> Result<Option<f64>, RackError> {
    let (mut speed, mut reached) = (near, solve(near)?);
    let mut exponent = power;
    for _ in 0..MAX_POWER_LAW_STEPS {
        let ratio = value / reached;
        if !(ratio.is_finite() && ratio > 0.0) {
            return Ok(None);
        }
        let next = (speed * ratio.powf(exponent.recip())).clamp(LEAST_SPEED, 1.0);
        let is_settled = (next - speed).abs() <= SETTLED_STEP;
        let before = (speed, reached);
        (speed, reached) = (next, solve(next)?);
        let is_at_end = (speed >= 1.0 && reached <= value) || (speed <= LEAST_SPEED && reached >= value);
        if is_settled || is_at_end || (reached - value).abs() <= SET_POINT_TOLERANCE * value {
            return Ok(Some(speed));
        }
        let shown = (reached / before.1).ln() / (speed / before.0).ln();
        if (0.5 * power..2.0 * power).contains(&shown) {
            exponent = shown;
        }
    }
    Ok(None)
}

fn find_between_ends(value: f64, mut solve: impl FnMut(f64) -> Result<f64, RackError>) -> Result<f64, RackError> {
    let mut excess = |speed: f64| -> Result<f64, RackError> { Ok(solve(speed)? - value) };
    let ends = ((LEAST_SPEED, excess(LEAST_SPEED)?), (1.0, excess(1.0)?));
    if ends.0.1 >= 0.0 {
        return Ok(LEAST_SPEED);
    }
    if ends.1.1 <= 0.0 {
        return Ok(1.0);
    }
    let tolerance = RootTolerance { x: SPEED_ROUNDING, f: SET_POINT_TOLERANCE * value };
    let found = root::find_root_between(excess, ends.0, ends.1, tolerance, MAX_SPEED_EVALUATIONS);
    found.map(|r| r.x).map_err(|error| error.into_named("the speed of coolant pumps"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_law_that_bends_is_followed_to_the_speed_of_the_bracket() {
        let flow = |speed: f64| Ok(3.0 * speed.powf(1.1) * (1.0 + 0.2 * speed));
        for value in [0.05, 0.2, 1.0, 2.9] {
            let mut count = 0;
            let counted = |speed: f64| {
                count += 1;
                flow(speed)
            };
            let followed = find_pump_speed(0.7, 1.0, value, counted).unwrap();
            let bracketed = find_between_ends(value, flow).unwrap();
            assert!((followed - bracketed).abs() < 1e-10, "{value}: {followed} {bracketed}");
            assert!(count <= 8, "{value}: {count}");
        }
        let at_end = |value: f64| find_pump_speed(0.7, 1.0, value, flow).unwrap();
        assert_eq!((at_end(1e-6), at_end(50.0)), (LEAST_SPEED, 1.0));
        // Where the quantity stands still the law gives no step, and the bracket says which end.
        assert_eq!(find_pump_speed(0.5, 1.0, 1.0, |_| Ok(0.0)).unwrap(), 1.0);
    }
}
