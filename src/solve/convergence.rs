//! What every iteration of this crate says when it does not settle, and a loop that cannot forget to say it.
//!
//! A physical limit (a fan at full speed, a valve fully open) is no failed search: it is tested before the search begins.
//! What is left has a solution in its bracket, and a search that does not reach it is an error, never a last guess.

use std::ops::ControlFlow;

use thiserror::Error;

/// An iteration that did not settle.
#[derive(Clone, Copy, Debug, Error, PartialEq)]
#[error("{what} did not converge (residual {residual:.3e})")]
pub struct NotConverged {
    /// The iteration, as a noun phrase.
    pub what: &'static str,
    /// What was left when it gave up, in the units of the iteration; not a number where the model gave none.
    pub residual: f64,
}

/// Repeats `pass` until it breaks with an answer. A pass that continues gives its residual; passes are counted from 0.
///
/// # Errors
/// [`NotConverged`] with the last residual after `max_passes`, and the errors of `pass`.
pub fn iterate_to_convergence<T, E: From<NotConverged>>(
    what: &'static str,
    max_passes: usize,
    mut pass: impl FnMut(usize) -> Result<ControlFlow<T, f64>, E>,
) -> Result<T, E> {
    let mut residual = f64::NAN;
    for count in 0..max_passes {
        match pass(count)? {
            ControlFlow::Break(answer) => return Ok(answer),
            ControlFlow::Continue(left) => residual = left,
        }
    }
    Err(NotConverged { what, residual }.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `x = cos x`, pass by pass: 0.739085… is reached in some fifty passes and not in five.
    fn fixed_point(max_passes: usize) -> Result<f64, NotConverged> {
        let mut x = 1.0_f64;
        iterate_to_convergence("a fixed point", max_passes, |_| {
            let moved = x.cos() - x;
            x += moved;
            Ok(if moved.abs() < 1e-8 { ControlFlow::Break(x) } else { ControlFlow::Continue(moved) })
        })
    }

    #[test]
    fn an_answer_comes_or_an_error_with_its_name_and_residual() {
        assert!((fixed_point(100).unwrap() - 0.739_085_133).abs() < 1e-8);
        let error = fixed_point(5).unwrap_err();
        assert_eq!(error.what, "a fixed point");
        assert!(error.residual.abs() > 1e-2, "{error}");
        assert!(error.to_string().starts_with("a fixed point did not converge (residual "), "{error}");
        assert!(fixed_point(0).unwrap_err().residual.is_nan());
    }

    #[test]
    fn the_error_of_a_pass_ends_the_loop() {
        let stuck = NotConverged { what: "an inner iteration", residual: 2.0 };
        let mut passes = 0;
        let found: Result<(), NotConverged> = iterate_to_convergence("an outer iteration", 10, |_| {
            passes += 1;
            Err(stuck)
        });
        assert_eq!((found, passes), (Err(stuck), 1));
    }
}
