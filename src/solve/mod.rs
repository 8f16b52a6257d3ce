//! Generic solvers: numbers, vectors and residuals only. Each tells how it ended; none returns its last guess as a
//! result.

pub mod chebyshev;
pub mod convergence;
pub mod divisia;
pub mod front;
pub mod grid_search;
pub mod hypervolume;
pub mod integration;
pub mod least_met;
pub mod least_squares;
pub mod permutation;
pub mod rank_correlation;
pub mod regression;
pub mod root;
pub mod sampling;
pub mod sensitivity;
pub mod sparse;
pub mod sparse_pattern;
mod stage;
pub mod transient;
