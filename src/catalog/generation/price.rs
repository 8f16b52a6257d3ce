//! Prices of chips, servers, racks, rent and electricity, as ranges.

use serde::{Deserialize, Serialize};

use super::super::record::Confidence;
use super::super::table::{ColumnFault, TableRow, check_positive};

/// What a price is for.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum PriceKind {
    /// One accelerator.
    Chip,
    /// A server or a baseboard of several.
    Server,
    /// A whole rack.
    Rack,
    /// An accelerator with its share of host and network.
    Cluster,
    /// Cooling parts of a rack.
    Cooling,
    /// Rent of an accelerator for an hour.
    Rental,
    /// Electricity.
    Electricity,
    /// Space with power and cooling.
    Colocation,
    /// Carbon of making an accelerator; a mass, not a price.
    Embodied,
    /// Years over which the hardware is written off; a time, not a price.
    Lifetime,
}

/// A price with its range.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PriceRecord {
    /// Catalog id, kebab-case.
    pub id: String,
    /// What it is, in words.
    pub item: String,
    /// What it is for.
    pub kind: PriceKind,
    /// Id in `accelerators.csv` of the accelerator that it concerns.
    pub chip: Option<String>,
    /// Low end.
    pub low: f64,
    /// High end; the same as the low one where only one figure was found.
    pub high: f64,
    /// Unit, for instance `USD per GPU`.
    pub unit: String,
    /// Year of the price.
    pub year: u16,
    /// Source id.
    pub source: String,
    /// How well it is known.
    pub confidence: Confidence,
    /// Where it was quoted and remarks.
    pub notes: Option<String>,
}

impl PriceRecord {
    /// Middle of the range.
    pub fn range_midpoint(&self) -> f64 {
        f64::midpoint(self.low, self.high)
    }
}

impl TableRow for PriceRecord {
    fn unique_key(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn check_row(&self) -> Result<(), ColumnFault> {
        check_positive(&[("low", Some(self.low)), ("high", Some(self.high))])?;
        if self.low > self.high {
            return Err(("low", format!("{} must not be above `high`, {}", self.low, self.high)));
        }
        if self.confidence == Confidence::Estimate && self.low == self.high {
            return Err(("high", "an `estimate` must say its range, `low` to `high`".to_owned()));
        }
        Ok(())
    }
}
