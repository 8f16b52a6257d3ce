//! Arguments.

mod data;
mod examples;
mod generations;
mod studies;
mod transient;

use std::num::NonZeroU16;
use std::path::PathBuf;

use anstream::ColorChoice;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::report;

pub use data::{CatalogAction, CatalogArgs, CompletionsArgs, ManArgs, PropsArgs, ValidateArgs};
pub use generations::GenerationsArgs;
pub use studies::{CompareArgs, InitArgs, RackArgs, ScenarioArg, ScenarioFileArg, SiteArgs, UncertaintyArgs};
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

/// Version with how it was built.
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

/// Follows heat and power through a data centre, from the chip to the outdoor air and the utility meter.
#[derive(Debug, Parser)]
#[command(name = "rackjoule", version, long_version = VERSION, max_term_width = 100, propagate_version = true)]
#[command(after_help = "Exit codes: 0 done, 2 wrong usage or input, 3 no feasible solution, 1 anything else.")]
pub struct CliArgs {
    #[command(flatten)]
    pub global: GlobalArgs,
    #[command(subcommand)]
    pub command: CliCommand,
}

/// Flags of every command.
#[derive(Debug, ClapArgs)]
pub struct GlobalArgs {
    /// Form of the result on standard output.
    #[arg(long, global = true, value_enum, default_value_t = FormatArg::Table)]
    pub format: FormatArg,
    /// Write charts and report into this folder.
    #[arg(short, long, global = true, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Change a value of the scenario, for instance it.utilisation=0.5 or architecture.air.supply_temperature="30 degC".
    #[arg(long = "set", global = true, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// UnitSystem of tables, charts and reports; JSON, CSV, traces and records of the catalog stay SI.
    #[arg(long, global = true, value_enum, default_value_t = UnitsArg::Si)]
    pub units: UnitsArg,
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
    /// Colour in messages; auto heeds the terminal, NO_COLOR, CLICOLOR and CLICOLOR_FORCE.
    #[arg(long, global = true, value_enum, default_value_t = ColorArg::Auto)]
    pub color: ColorArg,
}

impl GlobalArgs {
    /// When messages are coloured; `auto` leaves the terminal and the conventions of the environment to anstream.
    pub fn color_choice(&self) -> ColorChoice {
        match self.color {
            ColorArg::Always => ColorChoice::Always,
            ColorArg::Never => ColorChoice::Never,
            ColorArg::Auto => ColorChoice::Auto,
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

/// Systems of units.
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
            UnitsArg::Si => Self::Si,
            UnitsArg::Us => Self::Us,
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
pub enum CliCommand {
    /// Put cooling architectures side by side for the same accelerators, through a year of weather.
    #[command(after_help = examples::COMPARE)]
    Compare(CompareArgs),
    /// Show one rack in detail: every temperature, flow, pressure and watt, and what fails first.
    #[command(after_help = examples::RACK)]
    Rack(RackArgs),
    /// Run a site through the year: totals, months, and every hour into a file.
    #[command(after_help = examples::SITE)]
    Site(SiteArgs),
    /// Follow racks through the seconds after a pump, a fan, a chiller or the power fails: until chips slow down, and back.
    #[command(after_help = examples::TRANSIENT)]
    Transient(TransientArgs),
    /// Performance per watt of accelerators since 2012, from chip to meter, and what becomes of "2 to 3 times a year".
    #[command(after_help = examples::GENERATIONS)]
    Generations(GenerationsArgs),
    /// Tell how sure a comparison is: an interval for every headline figure, and which inputs it is from.
    #[command(after_help = examples::UNCERTAINTY)]
    Uncertainty(UncertaintyArgs),
    /// Rerun published cases: measured, predicted, error, tolerance, verdict. Exit code 1 when one falls out that held.
    #[command(after_help = examples::VALIDATE)]
    Validate(ValidateArgs),
    /// Properties of air, water, glycol or a dielectric at a state, or at every state of a CSV file.
    #[command(after_help = examples::PROPS)]
    Props(PropsArgs),
    /// Show the data that results rest on, with source and confidence.
    #[command(after_help = examples::CATALOG)]
    Catalog(CatalogArgs),
    /// Write a commented scenario to start from.
    #[command(after_help = examples::INIT)]
    Init(InitArgs),
    /// Check a scenario and report everything that is wrong with it.
    #[command(after_help = examples::CHECK)]
    Check(ScenarioFileArg),
    /// Print the JSON Schema of the scenario file, for completion in editors.
    #[command(after_help = examples::SCHEMA)]
    Schema,
    /// Print completions for a shell.
    #[command(after_help = examples::COMPLETIONS)]
    Completions(CompletionsArgs),
    /// Print the manual page, or write one for each command.
    #[command(after_help = examples::MAN)]
    Man(ManArgs),
}
