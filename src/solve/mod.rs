//! Generic solvers: numbers, vectors and residuals only. Each tells how it ended; none returns its last guess as a
//! result.

pub mod divisia;
pub mod least_squares;
pub mod linear;
pub mod newton;
pub mod regression;
pub mod root;
pub mod sampling;
pub mod sensitivity;
pub mod skyline;
pub mod sparse;
mod stage;
pub mod transient;
