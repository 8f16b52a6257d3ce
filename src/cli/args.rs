//! Arguments.

use std::io::IsTerminal;
use std::num::NonZeroU16;
use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::catalog::generation::precision::Precision;
use crate::catalog::validation::Kind;
use crate::report;
use crate::study::generations::question::{Boundary, Format as NumberFormat, Metric};

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
    Compare(CompareArgs),
    /// Show one rack in detail: every temperature, flow, pressure and watt, and what fails first.
    Rack(RackArgs),
    /// Run a site through the year: totals, months, and every hour into a file.
    Site(SiteArgs),
    /// Performance per watt of accelerators since 2012, from chip to meter, and what becomes of "2 to 3 times a year".
    Generations(GenerationsArgs),
    /// Tell how sure a comparison is: an interval for every headline figure, and which inputs it is from.
    Uncertainty(UncertaintyArgs),
    /// Rerun published cases: measured, predicted, error, tolerance, verdict. Exit code 1 when one falls out that held.
    Validate(ValidateArgs),
    /// Show the data that results rest on, with source and confidence.
    Catalog(CatalogArgs),
    /// Write a commented scenario to start from.
    Init(InitArgs),
    /// Check a scenario and report everything that is wrong with it.
    Check(ScenarioFileArg),
    /// Print the JSON Schema of the scenario file, for completion in editors.
    Schema,
    /// Print completions for a shell.
    Completions(CompletionsArgs),
    /// Print the manual page, or write one for each command.
    Man(ManArgs),
}

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

/// Which published cases.
#[derive(Debug, ClapArgs)]
pub struct ValidateArgs {
    /// Ids of cases; without any, all of them.
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,
    /// Only cases whose figures were obtained this way.
    #[arg(long, value_enum)]
    pub kind: Option<KindArg>,
    /// Write the quantities that hold now as a new baseline (data/validation/baseline.toml) into this file.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["ids", "kind"])]
    pub update_baseline: Option<PathBuf>,
}

/// How published figures were obtained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    /// By instrument.
    Measured,
    /// A maker's figure.
    Specification,
    /// Computed by its authors.
    Modelled,
}

impl From<KindArg> for Kind {
    fn from(arg: KindArg) -> Self {
        match arg {
            KindArg::Measured => Self::Measured,
            KindArg::Specification => Self::Specification,
            KindArg::Modelled => Self::Modelled,
        }
    }
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
    #[arg(long, value_name = "N", default_value_t = super::uncertainty::SEED)]
    pub seed: u64,
    /// Rows of each matrix that Sobol indices are from, at most half of the samples; 0 for none.
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u32).range(0..=500_000))]
    pub index_samples: u32,
    /// Inputs that get indices of their own; the others get one together.
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub index_inputs: u32,
}

/// Which generations, and what of them.
#[derive(Debug, ClapArgs)]
pub struct GenerationsArgs {
    #[command(flatten)]
    pub scenario: ScenarioArg,
    /// What performance is [default: flops].
    #[arg(long, value_enum)]
    pub metric: Option<MetricArg>,
    /// Number format: one of them, the narrowest that each accelerator has, or the same (FP16) for all [default: same].
    #[arg(long, value_enum)]
    pub precision: Option<PrecisionArg>,
    /// Where power is counted: rated power, inlet of the servers with the network, or utility meter [default: chip].
    #[arg(long, value_enum)]
    pub boundary: Option<BoundaryArg>,
    /// Only this maker's.
    #[arg(long, value_name = "NAME")]
    pub vendor: Option<String>,
    /// Only from this year on.
    #[arg(long, value_name = "YEAR")]
    pub since: Option<u16>,
    /// Let announced parts take part in fits.
    #[arg(long)]
    pub announced: bool,
    /// What is asked of the language model, for tokens: `rackjoule catalog list request` [default: chat].
    #[arg(long, value_name = "ID")]
    pub workload: Option<String>,
    /// Language model, for workloads that name none: `rackjoule catalog list model` [default: llama-3.1-70b].
    #[arg(long, value_name = "ID")]
    pub model: Option<String>,
    /// Split the change from this generation, or scenario, into what made it: an accelerator, with @air or @liquid after it
    /// if not the usual, or a scenario FILE.toml with @ARCHITECTURE.
    #[arg(long, value_name = "A", requires = "to")]
    pub from: Option<String>,
    /// To this one.
    #[arg(long, value_name = "B", requires = "from")]
    pub to: Option<String>,
    /// Fill a site of this power at the utility meter with each generation, for instance 20MW; with --from and --to also:
    /// replace the one by the other now, or keep it.
    #[arg(long, value_name = "POWER")]
    pub factory: Option<String>,
    /// Price of a million output tokens, USD, for revenue.
    #[arg(long, value_name = "USD", requires = "factory")]
    pub token_price: Option<f64>,
    /// Price of an accelerator with its share of host and network, USD; may be repeated.
    #[arg(long = "price", value_name = "ID=USD", requires = "factory")]
    pub prices: Vec<String>,
    /// Years that keeping and replacing are compared over [default: 4].
    #[arg(long, value_name = "N", requires = "factory")]
    pub years: Option<f64>,
}

/// What performance is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MetricArg {
    /// Rated dense arithmetic.
    Flops,
    /// Predicted tokens of answers.
    Tokens,
    /// Rated memory bandwidth.
    Bandwidth,
}

impl From<MetricArg> for Metric {
    fn from(arg: MetricArg) -> Self {
        match arg {
            MetricArg::Flops => Self::Flops,
            MetricArg::Tokens => Self::Tokens,
            MetricArg::Bandwidth => Self::Bandwidth,
        }
    }
}

/// Number formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PrecisionArg {
    /// Double precision.
    Fp64,
    /// TF32.
    Tf32,
    /// FP16 or BF16.
    Fp16,
    /// FP8.
    Fp8,
    /// FP4.
    Fp4,
    /// The narrowest that each accelerator has.
    Lowest,
    /// FP16 or BF16 for all.
    Same,
}

impl From<PrecisionArg> for NumberFormat {
    fn from(arg: PrecisionArg) -> Self {
        match arg {
            PrecisionArg::Fp64 => Self::Of(Precision::Fp64),
            PrecisionArg::Tf32 => Self::Of(Precision::Tf32),
            PrecisionArg::Fp16 => Self::Of(Precision::Fp16),
            PrecisionArg::Fp8 => Self::Of(Precision::Fp8),
            PrecisionArg::Fp4 => Self::Of(Precision::Fp4),
            PrecisionArg::Lowest => Self::Lowest,
            PrecisionArg::Same => Self::Same,
        }
    }
}

/// Where power is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BoundaryArg {
    /// Rated power of the accelerator.
    Chip,
    /// Inlet of the servers, network between racks included.
    Wall,
    /// The site's utility meter.
    Meter,
}

impl From<BoundaryArg> for Boundary {
    fn from(arg: BoundaryArg) -> Self {
        match arg {
            BoundaryArg::Chip => Self::Chip,
            BoundaryArg::Wall => Self::Wall,
            BoundaryArg::Meter => Self::Meter,
        }
    }
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

/// Which shell.
#[derive(Debug, ClapArgs)]
pub struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Where the manual goes.
#[derive(Debug, ClapArgs)]
pub struct ManArgs {
    /// Folder to write a page for each command into; without it the main page goes to standard output.
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
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
    /// Find records whose id or name holds some words.
    Search {
        /// The words.
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Show a record value by value.
    Show {
        /// Its id.
        id: String,
    },
}
