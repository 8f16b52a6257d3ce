//! What the stages of a power chain did. Field names are the JSON keys.

use serde::Serialize;

/// A conversion between the utility meter and the boards.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct PowerStage {
    /// What it is.
    pub stage: &'static str,
    /// Catalog id of one unit.
    pub equipment: String,
    /// Units that share the load, spare ones with them; those of partly filled racks in part.
    pub installed: f64,
    /// Units that must be able to carry it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needed: Option<f64>,
    /// Rated output of one.
    pub rated_w: f64,
    /// At full load on the design day.
    pub full: StagePoint,
    /// Mean of the year.
    pub mean: StagePoint,
    /// Where its loss goes: `outdoors`, `hall` or `rack`.
    pub heat_to: &'static str,
}

/// A load of a conversion and what it loses.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct StagePoint {
    /// Output.
    pub output_w: f64,
    /// Output over the rating of all units.
    pub load_share: f64,
    /// Output over input.
    pub efficiency: f64,
    /// Loss.
    pub loss_w: f64,
}
