//! Arguments of `capacity`.

use std::path::PathBuf;

use clap::{ArgGroup, Args as ClapArgs};

use super::studies::ScenarioArg;

/// The activity that is planned by where no share is given.
pub const MEASURED: &str = "measured";

/// A power, and what is to fit into it.
#[derive(Debug, ClapArgs)]
#[command(group = ArgGroup::new("limit").required(true).multiple(false).args(["power", "it_power", "heat"]))]
pub struct CapacityArgs {
    #[command(flatten)]
    pub scenario: ScenarioArg,
    /// Power at the utility meter that no hour may exceed, for instance 20MW.
    #[arg(long, value_name = "POWER", allow_hyphen_values = true)]
    pub power: Option<String>,
    /// Power at the inlets of racks and of the IT equipment beside them that no hour may exceed, for instance 16MW.
    #[arg(long, value_name = "POWER", allow_hyphen_values = true)]
    pub it_power: Option<String>,
    /// Heat into the outdoor air that no hour may exceed, for instance 15MW.
    #[arg(long, value_name = "POWER", allow_hyphen_values = true)]
    pub heat: Option<String>,
    /// Name of an architecture of the scenario, or a kind of cooling [default: all architectures of the scenario].
    #[arg(long, value_name = "NAME")]
    pub architecture: Option<String>,
    /// Power limit of each accelerator, for instance 1000W. Several, separated by commas, are compared [default: those of
    /// the scenario].
    #[arg(long = "cap", value_name = "POWER", value_delimiter = ',')]
    pub caps: Vec<String>,
    /// Plan the peak of the racks by measured activity instead of full activity: by that of the scenario's workload, or by
    /// SHARE, a share of the range from idle to full power.
    #[arg(long, value_name = "SHARE", num_args = 0..=1, default_missing_value = MEASURED)]
    pub oversubscribe: Option<String>,
    /// Write the power and the head-room of every hour, for each architecture, to this CSV file.
    #[arg(long, value_name = "FILE")]
    pub hourly: Option<PathBuf>,
}
