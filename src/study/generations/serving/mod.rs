//! Tokens a second and tokens per joule of any accelerator with any model: the roofline of [`crate::serving`] on the
//! catalog's data, its fitted coefficients, and how it stands against MLPerf.

pub mod cases;
pub mod fit;
mod joules;
pub mod predict;
pub mod validate;

pub use joules::JouleRow;
pub use predict::{PredictError, RooflineRates, ServingPrediction, predict_serving, roofline_rates};
pub use validate::{MlperfValidation, MlperfValidationError, validate_against_mlperf};
