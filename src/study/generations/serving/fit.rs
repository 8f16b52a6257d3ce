//! The fitted coefficients from measured results.

use crate::catalog::generation::serving::ServingData;
use crate::solve::least_squares::{self, LeastSquaresError, ParameterPrior, ResidualWeighting};

use super::cases::MlperfCase;
use super::predict::{stored_coefficients, vendor_coefficients};

/// ln(predicted/measured) of a result that the model holds impossible: as if it were a twentieth of what was measured.
const IMPOSSIBLE_LN_ERROR: f64 = -3.0;
/// Step of derivatives in ln of a coefficient: wide against the kinks where another group or roof takes over.
const DERIVATIVE_STEP: f64 = 0.03;

/// The values of all coefficients, in the order of the file, with the fitted ones fitted to the cases: least squares of
/// ln(predicted/measured), outliers pulling no harder than the method's knee, about the priors.
///
/// # Errors
/// [`LeastSquaresError`].
pub fn fit_coefficients(serving: &ServingData, cases: &[&MlperfCase<'_>]) -> Result<Vec<f64>, LeastSquaresError> {
    let free: Vec<(usize, ParameterPrior)> = serving
        .coefficients
        .iter()
        .enumerate()
        .filter_map(|(at, c)| {
            c.prior_with_spread().map(|(value, spread)| (at, ParameterPrior { value: value.ln(), spread }))
        })
        .collect();
    let priors: Vec<ParameterPrior> = free.iter().map(|(_, prior)| *prior).collect();
    let values = |x: &[f64]| {
        let mut values = stored_coefficients(serving);
        for ((at, _), x) in free.iter().zip(x) {
            values[*at] = x.exp();
        }
        values
    };
    let method = &serving.method;
    let weighing = ResidualWeighting { scatter: method.scatter, knee: method.knee, step: DERIVATIVE_STEP };
    let fitted = least_squares::fit_parameters(&priors, weighing, |x| {
        let values = values(x);
        cases.iter().map(|case| ln_error(serving, case, &values)).collect()
    })?;
    Ok(values(&fitted.x))
}

/// Tokens a second for each accelerator that the model gives with these values; nothing where it holds the load for
/// impossible.
pub fn predicted_tokens_s(serving: &ServingData, case: &MlperfCase<'_>, values: &[f64]) -> Option<f64> {
    case.setup.serve_load(&vendor_coefficients(serving, &case.chip.vendor, values)).ok().map(|s| s.tokens_s)
}

fn ln_error(serving: &ServingData, case: &MlperfCase<'_>, values: &[f64]) -> f64 {
    predicted_tokens_s(serving, case, values).map_or(IMPOSSIBLE_LN_ERROR, |p| (p / case.measured).ln())
}
