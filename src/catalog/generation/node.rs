//! Power of whole nodes and racks beside the rated power of their accelerators.

use serde::{Deserialize, Serialize};

use super::super::record::Confidence;
use super::super::table::{ColumnFault, TableRow, check_positive, check_range_share};

/// Whether power was measured or printed on a plate.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum NodeKind {
    /// Measured at the wall while the workload ran.
    Measured,
    /// The maker's greatest power or feed rating.
    Nameplate,
}

/// A node or rack.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MeasuredNode {
    /// Id in `accelerators.csv`.
    pub chip: String,
    /// System in words.
    pub system: String,
    /// Accelerators in it.
    pub accelerators: u32,
    /// Rated power of its accelerators together, W.
    pub chips_w: f64,
    /// Power of the whole at the wall, W.
    pub wall_w: f64,
    /// What ran; `nameplate` where nothing did.
    pub workload: String,
    /// `air`, `liquid`, `immersion` or `mixed`.
    pub cooling: String,
    /// Measured or nameplate.
    pub kind: NodeKind,
    /// Source id.
    pub source: String,
    /// How well the row is known.
    pub confidence: Confidence,
    /// Range of the wall power as a share, plus or minus; every estimate has one.
    pub range_share: Option<f64>,
    /// Remarks for the reader.
    pub notes: Option<String>,
}

impl MeasuredNode {
    /// Power at the wall over the rated power of the accelerators.
    pub fn wall_to_chip_ratio(&self) -> f64 {
        self.wall_w / self.chips_w
    }
}

impl TableRow for MeasuredNode {
    fn check_row(&self) -> Result<(), ColumnFault> {
        check_positive(&[
            ("accelerators", Some(f64::from(self.accelerators))),
            ("chips_w", Some(self.chips_w)),
            ("wall_w", Some(self.wall_w)),
        ])?;
        check_range_share(self.confidence, self.range_share)
    }
}
