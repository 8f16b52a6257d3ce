//! Arguments of commands on a scenario.

use std::path::PathBuf;

use clap::Args as ClapArgs;

/// A scenario, or the built-in one.
#[derive(Debug, ClapArgs)]
pub struct ScenarioArg {
    /// Scenario file, or - for standard input; without one the built-in scenario runs.
    #[arg(value_name = "SCENARIO")]
    pub scenario: Option<PathBuf>,
}

/// Which site, and where its hours go.
#[derive(Debug, ClapArgs)]
pub struct SiteArgs {
    #[command(flatten)]
    pub scenario: ScenarioArg,
    /// An architecture of the scenario by name, or any way of cooling; without it all of the scenario's.
    #[arg(long, value_name = "NAME")]
    pub architecture: Option<String>,
    /// Run in these climates of the catalog instead, separated by commas, or in `all`; in joint bins where there are some.
    #[arg(long, value_name = "IDS", conflicts_with = "hourly", value_delimiter = ',')]
    pub climates: Vec<String>,
    /// Write every hour of one architecture into this CSV file.
    #[arg(long, value_name = "FILE")]
    pub hourly: Option<PathBuf>,
}

/// Which rack, and what to find.
#[derive(Debug, ClapArgs)]
pub struct RackArgs {
    #[command(flatten)]
    pub scenario: ScenarioArg,
    /// An architecture of the scenario by name, or any way of cooling: air, rear-door, hybrid, cold-plate, immersion-1p,
    /// immersion-2p. Without it the first with liquid; with --limits all of them.
    #[arg(long, value_name = "NAME")]
    pub architecture: Option<String>,
    /// Find the most power and the warmest supply that each way of cooling can hold.
    #[arg(long)]
    pub limits: bool,
}

/// What is compared, and how sure it must be.
#[derive(Debug, ClapArgs)]
pub struct CompareArgs {
    #[command(flatten)]
    pub scenario: ScenarioArg,
    /// Vary every estimate within its range, in this many comparisons, and show 5 and 95 % beside each figure.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(10..=1_000_000))]
    pub uncertainty: Option<u32>,
    /// In place of the table: trace a figure to the data, for instance annual.pue; `list` names them all. May be repeated.
    #[arg(long, value_name = "KEY")]
    pub explain: Vec<String>,
}

/// How a comparison is sampled.
#[derive(Debug, ClapArgs)]
pub struct UncertaintyArgs {
    #[command(flatten)]
    pub scenario: ScenarioArg,
    /// Comparisons to run for intervals.
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = clap::value_parser!(u32).range(10..=1_000_000))]
    pub samples: u32,
    /// Seed of the draws: the same seed gives the same result.
    #[arg(long, value_name = "N", default_value_t = crate::cli::uncertainty::SEED)]
    pub seed: u64,
    /// Rows of each matrix that Sobol indices are from, at most half of the samples; 0 for none.
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u32).range(0..=500_000))]
    pub index_samples: u32,
    /// Inputs that get indices of their own; the others get one together.
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub index_inputs: u32,
}

/// A scenario file.
#[derive(Debug, ClapArgs)]
pub struct ScenarioFileArg {
    /// Scenario file.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
}

/// A scenario to start from, and where to.
#[derive(Debug, ClapArgs)]
pub struct InitArgs {
    /// File to write.
    #[arg(value_name = "FILE", required_unless_present = "list")]
    pub file: Option<PathBuf>,
    /// Which scenario to start from: `--list` names them.
    #[arg(long, value_name = "NAME", default_value = "default")]
    pub template: String,
    /// Name the templates, a line each.
    #[arg(long, conflicts_with = "file")]
    pub list: bool,
}
