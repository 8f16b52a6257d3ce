//! Arguments of `generations`.

use clap::{Args as ClapArgs, ValueEnum};

use crate::catalog::generation::precision::Precision;
use crate::study::generations::options::{PerformanceMetric, PowerBoundary, PrecisionChoice as NumberFormat};

use super::studies::ScenarioArg;

/// A selection of generations, and the figure that is compared.
#[derive(Debug, ClapArgs)]
pub struct GenerationsArgs {
    #[command(flatten)]
    pub scenario: ScenarioArg,
    /// Measure of performance [default: flops].
    #[arg(long, value_enum)]
    pub metric: Option<MetricArg>,
    /// Number format: a fixed one, the narrowest of each accelerator, or the same (FP16) for all [default: same].
    #[arg(long, value_enum)]
    pub precision: Option<PrecisionArg>,
    /// Boundary at which power is counted: chip (rated power), wall (server inlet and network) or meter
    /// (utility meter) [default: chip].
    #[arg(long, value_enum)]
    pub boundary: Option<BoundaryArg>,
    /// Only accelerators of this manufacturer.
    #[arg(long, value_name = "NAME")]
    pub vendor: Option<String>,
    /// Only accelerators from this year on.
    #[arg(long, value_name = "YEAR")]
    pub since: Option<u16>,
    /// Include announced parts in the fits.
    #[arg(long)]
    pub announced: bool,
    /// Requests to the language model, for tokens: see `rackjoule catalog list request` [default: chat].
    #[arg(long, value_name = "ID")]
    pub workload: Option<String>,
    /// Language model, for requests that name none: see `rackjoule catalog list model` [default: llama-3.1-70b].
    #[arg(long, value_name = "ID")]
    pub model: Option<String>,
    /// Attribute the change from A to B to its causes. A and B are accelerators, optionally with @air or @liquid, or
    /// scenario files with @ARCHITECTURE.
    #[arg(long, value_name = "A", requires = "to")]
    pub from: Option<String>,
    /// The generation or scenario to compare with --from.
    #[arg(long, value_name = "B", requires = "from")]
    pub to: Option<String>,
    /// Fill a site of this utility power, for instance 20MW, with each generation. With --from and --to, also evaluate
    /// whether and when replacing A with B pays back.
    #[arg(long, value_name = "POWER")]
    pub factory: Option<String>,
    /// Price of a million output tokens in USD, for the revenue.
    #[arg(long, value_name = "USD", requires = "factory")]
    pub token_price: Option<f64>,
    /// Price of an accelerator with its share of host and network in USD. May be repeated.
    #[arg(long = "price", value_name = "ID=USD", requires = "factory")]
    pub prices: Vec<String>,
    /// Period in years over which keeping and replacing are compared [default: 4].
    #[arg(long, value_name = "N", requires = "factory")]
    pub years: Option<f64>,
}

/// Measures of performance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MetricArg {
    /// Rated dense arithmetic throughput.
    Flops,
    /// Predicted rate of output tokens.
    Tokens,
    /// Rated memory bandwidth.
    Bandwidth,
}

impl From<MetricArg> for PerformanceMetric {
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
    /// The narrowest floating-point format of each accelerator.
    Lowest,
    /// FP16 or BF16 for all.
    Same,
}

impl From<PrecisionArg> for NumberFormat {
    fn from(arg: PrecisionArg) -> Self {
        match arg {
            PrecisionArg::Fp64 => Self::Fixed(Precision::Fp64),
            PrecisionArg::Tf32 => Self::Fixed(Precision::Tf32),
            PrecisionArg::Fp16 => Self::Fixed(Precision::Fp16),
            PrecisionArg::Fp8 => Self::Fixed(Precision::Fp8),
            PrecisionArg::Fp4 => Self::Fixed(Precision::Fp4),
            PrecisionArg::Lowest => Self::Lowest,
            PrecisionArg::Same => Self::Same,
        }
    }
}

/// Boundaries at which power is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BoundaryArg {
    /// Rated power of the accelerator.
    Chip,
    /// Power at the server inlets, including the network between racks.
    Wall,
    /// Power at the utility meter of the site.
    Meter,
}

impl From<BoundaryArg> for PowerBoundary {
    fn from(arg: BoundaryArg) -> Self {
        match arg {
            BoundaryArg::Chip => Self::Chip,
            BoundaryArg::Wall => Self::Wall,
            BoundaryArg::Meter => Self::Meter,
        }
    }
}
