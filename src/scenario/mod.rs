//! The scenario file, read and checked.
