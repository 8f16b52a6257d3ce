//! The most efficient supercomputers of each Green500 list, and leaders of the TOP500 beside them.

use serde::{Deserialize, Serialize};

use super::super::record::Confidence;
use super::super::table::{ColumnFault, TableRow, check_positive, check_range_share};
use super::month::CalendarMonth;

/// A system of a list: High-Performance Linpack in FP64, power of the whole machine as the list's rules have it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Green500Entry {
    /// Month of the list.
    pub list: CalendarMonth,
    /// Whether it was number one of the Green500; the others led the TOP500 or a country.
    pub number_one: bool,
    /// Name of the system.
    pub system: String,
    /// Where it stands.
    pub site: String,
    /// Accelerator in words.
    pub accelerator: String,
    /// Its id in `accelerators.csv`, if it is there.
    pub chip: Option<String>,
    /// Efficiency of the list, GFLOP/s per W; at times from another, power-tuned run than `rmax_tflops`.
    pub gflops_per_w: f64,
    /// Power during the run, kW.
    pub power_kw: f64,
    /// Linpack performance, TFLOP/s.
    pub rmax_tflops: f64,
    /// Source id.
    pub source: String,
    /// How well the row is known.
    pub confidence: Confidence,
    /// Range of efficiency, power and performance as a share, plus or minus; every estimate has one.
    pub range_share: Option<f64>,
    /// Where the figures were quoted and remarks.
    pub notes: Option<String>,
}

impl TableRow for Green500Entry {
    fn check_row(&self) -> Result<(), ColumnFault> {
        check_positive(&[
            ("gflops_per_w", Some(self.gflops_per_w)),
            ("power_kw", Some(self.power_kw)),
            ("rmax_tflops", Some(self.rmax_tflops)),
        ])?;
        check_range_share(self.confidence, self.range_share)
    }
}
