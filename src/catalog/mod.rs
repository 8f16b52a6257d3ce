//! Reference data embedded from `data/`.
