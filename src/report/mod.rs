//! One result, rendered many ways.
