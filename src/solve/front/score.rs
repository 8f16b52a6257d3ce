//! What a point is worth in several objectives under constraints.

/// What a point is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontScore {
    /// Value of each objective, the lower the better; where the constraints are not kept they count for nothing.
    pub objectives: Vec<f64>,
    /// By how much the constraints are not kept; 0 where they are.
    pub violation: f64,
}
