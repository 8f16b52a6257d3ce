//! Arguments.

use std::io::IsTerminal;
use std::num::NonZeroU16;
use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::report;

/// Follows heat and power through a data centre, from the chip to the outdoor air and the utility meter.
#[derive(Debug, Parser)]
#[command(name = "rackjoule", version, max_term_width = 100, propagate_version = true)]
#[command(after_help = "Exit codes: 0 done, 2 wrong usage or input, 3 no feasible solution, 1 anything else.")]
pub struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Flags of every command.
#[derive(Debug, ClapArgs)]
pub struct Global {
    /// Form of the result on standard output.
    #[arg(long, global = true, value_enum, default_value_t = FormatArg::Table)]
    pub format: FormatArg,
    /// Write charts and report into this folder.
    #[arg(short, long, global = true, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Change a value of the scenario, for instance it.utilisation=0.5 or architecture.air.supply_temperature="30 degC".
    #[arg(long = "set", global = true, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Folder whose files replace built-in data of the same path.
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Threads to use; the result is the same on any number.
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<NonZeroU16>,
    /// Overwrite files that exist.
    #[arg(long, global = true)]
    pub force: bool,
    /// Print no notes on standard error.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more on standard error.
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Colour in messages.
    #[arg(long, global = true, value_enum, default_value_t = ColorArg::Auto)]
    pub color: ColorArg,
}

impl Global {
    /// Whether messages are coloured.
    pub fn color_err(&self) -> bool {
        match self.color {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        }
    }
}

/// Forms of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// For people.
    Table,
    /// Everything, for programs.
    Json,
    /// One row per architecture.
    Csv,
    /// For documents.
    Markdown,
}

impl From<FormatArg> for report::Format {
    fn from(arg: FormatArg) -> Self {
        match arg {
            FormatArg::Table => Self::Table,
            FormatArg::Json => Self::Json,
            FormatArg::Csv => Self::Csv,
            FormatArg::Markdown => Self::Markdown,
        }
    }
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorArg {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Put cooling architectures side by side for the same accelerators, through a year of weather.
    Compare(ScenarioArg),
    /// Show one rack in detail: every temperature, flow, pressure and watt, and what fails first.
    Rack(RackArgs),
    /// Run a site through the year: totals, months, and every hour into a file.
    Site(SiteArgs),
    /// Show the data that results rest on, with source and confidence.
    Catalog(CatalogArgs),
    /// Write a commented scenario to start from.
    Init(FileArg),
    /// Check a scenario and report everything that is wrong with it.
    Check(ScenarioFileArg),
}

/// A scenario, or the built-in one.
#[derive(Debug, ClapArgs)]
pub struct ScenarioArg {
    /// Scenario file; without one the built-in scenario runs.
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

/// A scenario file.
#[derive(Debug, ClapArgs)]
pub struct ScenarioFileArg {
    /// Scenario file.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
}

/// A file to write.
#[derive(Debug, ClapArgs)]
pub struct FileArg {
    /// File to write.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// What to show of the catalog.
#[derive(Debug, ClapArgs)]
pub struct CatalogArgs {
    #[command(subcommand)]
    pub action: CatalogAction,
}

/// Actions on the catalog.
#[derive(Debug, Subcommand)]
pub enum CatalogAction {
    /// List records.
    List {
        /// Only this kind: chip, system, equipment, climate, workload or source.
        kind: Option<String>,
    },
    /// Show a record value by value.
    Show {
        /// Its id.
        id: String,
    },
}
