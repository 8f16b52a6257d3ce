//! The fitted coefficients from measured results.

use crate::catalog::generation::serving::Serving;
use crate::solve::least_squares::{self, FitError, Prior, Weighing};

use super::cases::Case;
use super::predict::{coefficients, stored};

/// ln(predicted/measured) of a result that the model holds impossible: as if it were a twentieth of what was measured.
const IMPOSSIBLE: f64 = -3.0;
/// Step of derivatives in ln of a coefficient: wide against the kinks where another group or roof takes over.
const STEP: f64 = 0.03;

/// The values of all coefficients, in the order of the file, with the fitted ones fitted to the cases: least squares of
/// ln(predicted/measured), outliers pulling no harder than the method's knee, about the priors.
///
/// # Errors
/// [`FitError`].
pub fn fit(serving: &Serving, cases: &[&Case<'_>]) -> Result<Vec<f64>, FitError> {
    let free: Vec<(usize, Prior)> = serving
        .coefficients
        .iter()
        .enumerate()
        .filter_map(|(at, c)| c.fitted().map(|(value, spread)| (at, Prior { value: value.ln(), spread })))
        .collect();
    let priors: Vec<Prior> = free.iter().map(|(_, prior)| *prior).collect();
    let values = |x: &[f64]| {
        let mut values = stored(serving);
        for ((at, _), x) in free.iter().zip(x) {
            values[*at] = x.exp();
        }
        values
    };
    let method = &serving.method;
    let weighing = Weighing { scatter: method.scatter, knee: method.knee, step: STEP };
    let fitted = least_squares::fit(&priors, weighing, |x| {
        let values = values(x);
        cases.iter().map(|case| ln_error(serving, case, &values)).collect()
    })?;
    Ok(values(&fitted.x))
}

/// Tokens a second for each accelerator that the model gives with these values; nothing where it holds the load for
/// impossible.
pub fn predicted(serving: &Serving, case: &Case<'_>, values: &[f64]) -> Option<f64> {
    case.setup.serve(&coefficients(serving, &case.chip.vendor, values)).ok().map(|s| s.tokens_s)
}

fn ln_error(serving: &Serving, case: &Case<'_>, values: &[f64]) -> f64 {
    predicted(serving, case, values).map_or(IMPOSSIBLE, |p| (p / case.measured).ln())
}
