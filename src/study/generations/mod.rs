//! Generations of accelerators: how many tokens a second and a joule each serves, held against what was measured.

pub mod serving;
