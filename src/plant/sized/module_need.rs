//! How many modules a duty takes before they are rounded up.

use crate::solve::root::{self, RootTolerance};

/// The least number of modules, the last in part, that does: from `least`, which another need asks for, up to a number that
/// does. `surplus` rises with the number and is not negative where it does. Where it can't be told, the number that does is
/// taken.
pub fn least_sufficient<E: std::error::Error>(
    least: f64,
    enough: f64,
    mut surplus: impl FnMut(f64) -> Result<f64, E>,
) -> f64 {
    if least >= enough {
        return enough;
    }
    let (Ok(short), Ok(over)) = (surplus(least), surplus(enough)) else { return enough };
    if short >= 0.0 {
        return least;
    }
    let tolerance = RootTolerance { x: 1e-9 * enough, f: 0.0 };
    root::find_root_between(surplus, (least, short), (enough, over), tolerance, 100).map_or(enough, |found| found.x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linear(least: f64, enough: f64, root: f64) -> f64 {
        least_sufficient(least, enough, |n| Ok::<_, std::fmt::Error>(n - root))
    }

    #[test]
    fn the_least_number_is_between_what_fails_and_what_does() {
        assert!((linear(2.2, 4.0, 3.3) - 3.3).abs() < 1e-6);
        assert_eq!(linear(2.2, 4.0, 1.0), 2.2, "another need is the larger");
        assert_eq!(linear(4.0, 4.0, 1.0), 4.0);
        assert_eq!(linear(2.2, 4.0, 4.0 + 1e-12), 4.0, "rounding at the number that does");
        assert_eq!(least_sufficient(1.5, 2.0, |_| Err(std::fmt::Error)), 2.0);
        assert_eq!(least_sufficient(1.5, 2.0, |_| Ok::<_, std::fmt::Error>(f64::NAN)), 2.0);
    }
}
