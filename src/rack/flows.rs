//! How a coolant shares a rack's ways at a speed: what a run in time needs of the hydraulic networks.

/// Flows of a coolant at one speed.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowPoint {
    /// All of it, m³/s.
    pub flow_m3_s: f64,
    /// Pressure rise of what moves it, Pa.
    pub rise_pa: f64,
    /// Of it through the lanes of each place, m³/s: of each tray along the manifold, or of all trays of a kind in air.
    /// Parallel lanes of one tray count together.
    pub lanes_m3_s: Vec<Vec<f64>>,
}
