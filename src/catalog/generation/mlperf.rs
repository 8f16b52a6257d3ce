//! Results of MLPerf Inference and Training (datacenter, closed division).

use serde::{Deserialize, Serialize};

use super::super::table::{ColumnFault, TableRow, check_positive};
use super::month::CalendarMonth;

/// Which benchmark suite.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum MlperfSuite {
    /// MLPerf Inference, datacenter.
    Inference,
    /// MLPerf Training.
    Training,
}

/// One result. Inference throughput and its power are MLCommons' results; times to train are means taken from the logs,
/// their energy is integrated from the power logs, and figures per accelerator or per joule are derived: these are not
/// verified by MLCommons. Every row is `published`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MlperfResult {
    /// Suite.
    pub suite: MlperfSuite,
    /// Whether it is a submission with measured power.
    pub power: bool,
    /// Round, for instance `v5.1`.
    pub round: String,
    /// Month in which the round was published.
    pub published: CalendarMonth,
    /// Benchmark as MLCommons names it.
    pub benchmark: String,
    /// Scenario, or what is measured.
    pub scenario: String,
    /// Accelerator as the submitter names it.
    pub accelerator: String,
    /// Its id in `accelerators.csv`, if it is there with the same power and memory.
    pub chip: Option<String>,
    /// Accelerators of the whole system.
    pub accelerators: u32,
    /// Submitter.
    pub submitter: String,
    /// System as the submitter names it.
    pub system: String,
    /// Cooling, where it is told.
    pub cooling: Option<String>,
    /// Number format of weights and products, where it is told or can be inferred.
    pub precision: Option<String>,
    /// Whether the precision is inferred from hardware and benchmark, not told.
    pub precision_inferred: bool,
    /// Throughput of the system, or time to train.
    pub result: f64,
    /// `tokens/s`, `samples/s`, `queries/s` or `minutes`.
    pub unit: String,
    /// Mean power at the wall of the whole system, W.
    pub wall_power_w: Option<f64>,
    /// Tokens, samples or queries for each joule at the wall; derived.
    pub result_per_joule: Option<f64>,
    /// Energy of a training run at the wall, MJ.
    pub energy_mj: Option<f64>,
    /// How the power was set, where it is told.
    pub power_mode: Option<String>,
    /// Power limit of each accelerator in the run, W, where it is told.
    pub gpu_limit_w: Option<f64>,
    /// Whether the submission is marked as available; false for previews and where it is not told (training).
    pub available: bool,
    /// Source id.
    pub source: String,
    /// Remarks for the reader.
    pub notes: Option<String>,
}

impl MlperfResult {
    /// Throughput (or time) divided by the accelerators; derived, not verified by MLCommons.
    pub fn result_per_accelerator(&self) -> f64 {
        self.result / f64::from(self.accelerators)
    }
}

impl TableRow for MlperfResult {
    fn check_row(&self) -> Result<(), ColumnFault> {
        check_positive(&[
            ("accelerators", Some(f64::from(self.accelerators))),
            ("result", Some(self.result)),
            ("wall_power_w", self.wall_power_w),
            ("result_per_joule", self.result_per_joule),
            ("energy_mj", self.energy_mj),
            ("gpu_limit_w", self.gpu_limit_w),
        ])
    }
}
