//! Generic solvers: vectors and residuals only.
