//! Arguments of `generations`.

use clap::{Args as ClapArgs, ValueEnum};

use crate::catalog::generation::precision::Precision;
use crate::study::generations::options::{PerformanceMetric, PowerBoundary, PrecisionChoice as NumberFormat};

use super::ScenarioArg;

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
    /// The narrowest that each accelerator has.
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

impl From<BoundaryArg> for PowerBoundary {
    fn from(arg: BoundaryArg) -> Self {
        match arg {
            BoundaryArg::Chip => Self::Chip,
            BoundaryArg::Wall => Self::Wall,
            BoundaryArg::Meter => Self::Meter,
        }
    }
}
