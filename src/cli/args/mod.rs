//! The arguments of the command line, and the help that describes them.

mod capacity;
mod data;
mod examples;
mod generations;
mod optimize;
mod studies;
mod sweep;
mod transient;

use std::num::NonZeroU16;
use std::path::PathBuf;

use anstream::ColorChoice;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::report;

pub use capacity::{CapacityArgs, MEASURED};
pub use data::{CatalogAction, CatalogArgs, CompletionsArgs, ManArgs, PropsArgs, ValidateArgs};
pub use generations::GenerationsArgs;
pub use optimize::{OptimizeAction, OptimizeArgs, OptimizeInitArgs};
pub use studies::{
    CompareArgs, DEFAULT_SEED, DaySpan, InitArgs, RackArgs, ScenarioArg, ScenarioFileArg, SiteArgs, UncertaintyArgs,
};
pub use sweep::{SweepAction, SweepArgs, SweepGatherArgs, SweepInitArgs, SweepParetoArgs, SweepPlanArgs, SweepRunArgs};
pub use transient::TransientArgs;

#[cfg(feature = "png")]
macro_rules! png {
    () => {
        "png"
    };
}
#[cfg(not(feature = "png"))]
macro_rules! png {
    () => {
        "none"
    };
}

/// The version, with target, compiler, profile and features of the build.
const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    "\ntarget:   ",
    env!("RACKJOULE_TARGET"),
    "\ncompiler: ",
    env!("RACKJOULE_RUSTC"),
    "\nprofile:  ",
    env!("RACKJOULE_PROFILE"),
    "\nfeatures: ",
    png!(),
);

/// Models heat and power in a data centre, from the chip to the outdoor air and the utility meter.
#[derive(Debug, Parser)]
#[command(name = "rackjoule", version, long_version = VERSION, max_term_width = 100, propagate_version = true)]
#[command(after_help = "Exit codes: 0 success, 2 invalid usage or input, 3 no feasible solution, 1 any other error.")]
pub struct CliArgs {
    #[command(flatten)]
    pub global: GlobalArgs,
    #[command(subcommand)]
    pub command: CliCommand,
}

/// Options of every command.
#[derive(Debug, ClapArgs)]
pub struct GlobalArgs {
    /// Format of the result on standard output.
    #[arg(long, global = true, value_enum, default_value_t = FormatArg::Table)]
    pub format: FormatArg,
    /// Write charts (SVG and PNG) and an HTML report into this folder.
    #[arg(short, long, global = true, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Set a value of the scenario, for instance it.utilisation=0.5 or architecture.air.supply_temperature="30 degC".
    /// May be repeated.
    #[arg(long = "set", global = true, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Units of tables, charts and reports. JSON, CSV, traces and catalog records are always SI.
    #[arg(long, global = true, value_enum, default_value_t = UnitsArg::Si)]
    pub units: UnitsArg,
    /// Folder whose files replace the built-in data files of the same path.
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Number of threads. It does not affect the result [default: one for each processor].
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<NonZeroU16>,
    /// Overwrite existing files.
    #[arg(long, global = true)]
    pub force: bool,
    /// Print no notes or progress on standard error.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Print more detail on standard error.
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Colour of messages. auto follows the terminal, NO_COLOR, CLICOLOR and CLICOLOR_FORCE.
    #[arg(long, global = true, value_enum, default_value_t = ColorArg::Auto)]
    pub color: ColorArg,
}

impl GlobalArgs {
    /// The colour choice for messages. `auto` leaves the terminal and the environment variables to anstream.
    pub fn color_choice(&self) -> ColorChoice {
        match self.color {
            ColorArg::Always => ColorChoice::Always,
            ColorArg::Never => ColorChoice::Never,
            ColorArg::Auto => ColorChoice::Auto,
        }
    }
}

/// Formats of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// An aligned text table.
    Table,
    /// The complete result, for programs.
    Json,
    /// Rows for spreadsheets.
    Csv,
    /// Tables for documents.
    Markdown,
}

impl From<FormatArg> for report::OutputFormat {
    fn from(arg: FormatArg) -> Self {
        match arg {
            FormatArg::Table => Self::Table,
            FormatArg::Json => Self::Json,
            FormatArg::Csv => Self::Csv,
            FormatArg::Markdown => Self::Markdown,
        }
    }
}

/// Unit systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum UnitsArg {
    /// °C, litres, kPa, kW.
    Si,
    /// °F, gallons, psi, CFM, tons of refrigeration.
    Us,
}

impl From<UnitsArg> for report::UnitSystem {
    fn from(arg: UnitsArg) -> Self {
        match arg {
            UnitsArg::Si => Self::SI,
            UnitsArg::Us => Self::US,
        }
    }
}

/// When messages are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorArg {
    /// If standard error is a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum CliCommand {
    /// Compare cooling architectures for the same number of accelerators over a year of weather.
    #[command(after_help = examples::COMPARE)]
    Compare(CompareArgs),
    /// Analyse one rack: temperatures, flows, pressures, power, and the limit that is reached first.
    #[command(after_help = examples::RACK)]
    Rack(RackArgs),
    /// Simulate a site for a year: totals, months, and hourly values to a file.
    #[command(after_help = examples::SITE)]
    Site(SiteArgs),
    /// Find how many racks, accelerators and tokens per second fit into a given power.
    #[command(after_help = examples::CAPACITY)]
    Capacity(CapacityArgs),
    /// Simulate the loss of pumps, fans, chillers or power: time to throttling, shutdown and recovery.
    #[command(after_help = examples::TRANSIENT)]
    Transient(TransientArgs),
    /// Compare accelerators since 2012 by performance per watt, with growth rates and their causes.
    #[command(after_help = examples::GENERATIONS)]
    Generations(GenerationsArgs),
    /// Propagate input uncertainty: intervals, and the inputs that contribute most.
    #[command(after_help = examples::UNCERTAINTY)]
    Uncertainty(UncertaintyArgs),
    /// Search the best designs within limits: the front of one to six objectives, its ends and its knee.
    #[command(after_help = examples::OPTIMIZE)]
    Optimize(OptimizeArgs),
    /// Run many variants of a scenario: sites, temperatures, plants, chips, prices.
    #[command(after_help = examples::SWEEP)]
    Sweep(SweepArgs),
    /// Run the validation cases. Exit code 1 if a case that passed in the baseline now fails.
    #[command(after_help = examples::VALIDATE)]
    Validate(ValidateArgs),
    /// Compute properties of air, water, glycol or a dielectric at one state, or for a CSV file of states.
    #[command(after_help = examples::PROPS)]
    Props(PropsArgs),
    /// List, search and show the data that results are based on, with source and confidence.
    #[command(after_help = examples::CATALOG)]
    Catalog(CatalogArgs),
    /// Write a commented scenario file.
    #[command(after_help = examples::INIT)]
    Init(InitArgs),
    /// Check a scenario file and report all errors with line number and suggested fix.
    #[command(after_help = examples::CHECK)]
    Check(ScenarioFileArg),
    /// Print the JSON Schema of the scenario file, for validation and completion in editors.
    #[command(after_help = examples::SCHEMA)]
    Schema,
    /// Print the completion script for a shell.
    #[command(after_help = examples::COMPLETIONS)]
    Completions(CompletionsArgs),
    /// Print the manual page, or write one page for each command.
    #[command(after_help = examples::MAN)]
    Man(ManArgs),
}
