//! Tokens a second and tokens per joule of any accelerator with any model: the roofline of [`crate::serving`] on the
//! catalog's data, its fitted coefficients, and how it stands against MLPerf.

pub mod cases;
pub mod fit;
mod joules;
pub mod predict;
pub mod validate;

pub use predict::{PredictError, Prediction, predict};
pub use validate::{Validation, ValidationError, validation};
