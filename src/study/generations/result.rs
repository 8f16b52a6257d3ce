//! What a study of generations found: plain numbers that every view shows alike.
//!
//! Field names are the JSON keys. A value that does not exist is `None` and a `reason` stands beside it.

use serde::Serialize;

use crate::assembly::warning::WarningList;
use crate::catalog::generation::accelerator::{MarketSegment, ProductStatus};
use crate::catalog::generation::node::NodeKind;
use crate::catalog::record::Confidence;
use crate::study::compare::result::{Assumption, SourceReference};
use crate::study::words::result_words;

use super::options::{PerformanceMetric, PowerBoundary, PrecisionChoice};
use super::serving::MlperfValidation;

/// Performance per watt, generation by generation.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct GenerationReport {
    /// What was asked.
    pub question: ReportedRequest,
    /// Place of the figures at the meter.
    pub location: String,
    /// The accelerators, the oldest first.
    pub generations: Vec<GenerationRow>,
    /// Accelerators that have no figure, and why.
    pub left_out: Vec<ExcludedAccelerator>,
    /// Growth of what was asked, and of the series that the claim is judged by.
    pub series: Vec<GrowthSeries>,
    /// What becomes of the claim, reading by reading.
    pub verdicts: Vec<ClaimVerdict>,
    /// Power at the wall over rated power of the accelerators: measured nodes, and nameplates beside them.
    pub nodes: Vec<NodeRatio>,
    /// How predicted tokens stand against MLPerf, where tokens are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validation: Option<MlperfValidation>,
    /// What the reader must know.
    #[serde(flatten)]
    pub warnings: WarningList,
    /// Every value that it rests on beside those of racks and plant, which `compare` lists.
    pub assumptions: Vec<Assumption>,
    /// The sources of the figures.
    pub sources: Vec<SourceReference>,
}

/// What was asked.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ReportedRequest {
    /// What performance is.
    pub metric: PerformanceMetric,
    /// Unit of the figures, in words: `TFLOP/s per W`, `tokens per J`, `GB/s per W`.
    pub unit: &'static str,
    /// Number format asked for.
    pub precision: PrecisionChoice,
    /// Where power is counted.
    pub boundary: PowerBoundary,
    /// Only this maker's, where one is named.
    pub vendor: Option<String>,
    /// Only from this year on.
    pub since: u16,
    /// Whether announced parts take part in fits.
    pub announced: bool,
    /// Which flagships fits take: `all parts`, `parts with matrix units` or `parts with HBM`.
    pub fit_parts: &'static str,
    /// Workload of tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workload: Option<String>,
    /// Model that it is served with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_name: Option<String>,
}

/// One accelerator.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct GenerationRow {
    /// Catalog id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Maker.
    pub vendor: String,
    /// What one unit is.
    pub counts: String,
    /// Month of first availability; that of the announcement where it does not ship.
    pub date: String,
    /// The same as a decimal year.
    pub year: f64,
    /// Whether it can be had.
    pub status: ProductStatus,
    /// Where it is used.
    pub segment: MarketSegment,
    /// Number format of the figures; nothing for bandwidth.
    pub precision: Option<&'static str>,
    /// Performance of one unit, in `performance_unit`.
    pub performance: f64,
    /// `TFLOP/s`, `tokens/s` or `GB/s`.
    pub performance_unit: &'static str,
    /// Power at each boundary and performance over it.
    pub chip: BoundaryFigure,
    /// At the inlet of the servers, network between racks included.
    pub wall: BoundaryFigure,
    /// At the meter, in racks on air.
    pub meter_air: BoundaryFigure,
    /// At the meter, in racks on liquid.
    pub meter_liquid: BoundaryFigure,
    /// Whether the row takes part in the fit.
    pub fitted: bool,
    /// What a flagship lacks to take part in it: `no matrix units` or `no HBM`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outside_fit: Option<&'static str>,
    /// How well its figures are known.
    pub confidence: Confidence,
    /// ± share of an estimate.
    pub range_share: Option<f64>,
    /// Source id.
    pub source: String,
}

result_words! {
    /// How a power is known.
    #[derive(Default)]
    pub enum PowerBasis {
        /// It is not known.
        #[default]
        None => "none",
        /// The maker's rated power.
        Rated => "rated",
        /// Measured nodes.
        Measured => "measured",
        /// The model of rack and hall.
        Model => "model",
        /// A ratio taken from other parts.
        Ratio => "ratio",
    }
}

/// Power at a boundary, and performance over it.
#[derive(Clone, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct BoundaryFigure {
    /// Power of one unit.
    pub power_w: Option<f64>,
    /// Performance over power, in the question's unit.
    pub per_watt: Option<f64>,
    /// Share of the performance that heat leaves, where it throttles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub performance_kept: Option<f64>,
    /// How the power is known.
    pub basis: PowerBasis,
    /// From what: the system of the model, the ratio; or why there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// An accelerator without a figure.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ExcludedAccelerator {
    /// Catalog id; of an option of a factory with how its hall is cooled: `gb200-gpu@liquid`.
    pub id: String,
    /// Name of the product.
    pub name: String,
    /// Why.
    pub reason: String,
}

result_words! {
    /// What a series is for.
    pub enum SeriesRole {
        /// Growth of what was asked for.
        Requested => "requested",
        /// One reading of the claim.
        Claim => "claim",
    }
}

/// Growth along a series of points.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct GrowthSeries {
    /// Short id: `asked-nvidia`, `nvidia-fp16`, `green500` ….
    pub id: String,
    /// What it is for.
    pub role: SeriesRole,
    /// What grows, in words, with its unit.
    pub label: String,
    /// The points.
    pub points: Vec<SeriesPoint>,
    /// The fit; nothing where there are fewer than three points.
    pub growth: Option<GrowthFit>,
    /// Why there is no fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A point of a series.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SeriesPoint {
    /// What it is: a catalog id or a system's name.
    pub label: String,
    /// Decimal year.
    pub year: f64,
    /// Value in the series' unit.
    pub value: f64,
    /// Source id.
    pub source: String,
}

/// Exponential growth fitted to a series: ln(value) against time by least squares.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct GrowthFit {
    /// Points.
    pub n: usize,
    /// Factor per year.
    pub factor_per_year: f64,
    /// Its 95 % confidence interval.
    pub factor_low: f64,
    /// Its upper end.
    pub factor_high: f64,
    /// Share of the variance of ln(value) that the line explains.
    pub r_squared: f64,
    /// Years for a doubling; nothing where the value does not grow.
    pub doubling_years: Option<f64>,
    /// First to last point: how much, and over how many years.
    pub total_factor: f64,
    /// Years from first to last point.
    pub years: f64,
    /// Line and bands for a chart, over the span of the points.
    pub line: Vec<BandPoint>,
}

/// A point of the fitted line with the 95 % band of the mean and of a single further point.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct BandPoint {
    /// Decimal year.
    pub year: f64,
    /// The line.
    pub value: f64,
    /// Band of the mean.
    pub mean_low: f64,
    /// Its upper end.
    pub mean_high: f64,
    /// Band of a further point.
    pub point_low: f64,
    /// Its upper end.
    pub point_high: f64,
}

result_words! {
    /// What becomes of a claim.
    pub enum ClaimOutcome {
        /// The whole interval agrees with it.
        Holds => "holds",
        /// The whole interval is below it.
        Fails => "fails",
        /// The interval holds both.
        Open => "open",
        /// There are too few points.
        None => "none",
    }
}

/// What becomes of "two to three times a year" in one reading of it.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ClaimVerdict {
    /// How the claim is read.
    pub reading: String,
    /// The series that it is judged by.
    pub series: String,
    /// What becomes of the claim.
    pub outcome: ClaimOutcome,
    /// The verdict in a sentence with its figures.
    pub sentence: String,
}

/// Power at the wall over rated power of the accelerators.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct NodeRatio {
    /// Catalog id of the accelerator.
    pub chip: String,
    /// The node.
    pub system: String,
    /// What ran.
    pub workload: String,
    /// Rated power of its accelerators.
    pub chips_w: f64,
    /// Power at the wall.
    pub wall_w: f64,
    /// The ratio.
    pub wall_over_chips: f64,
    /// Whether the power was measured or printed on a plate.
    pub kind: NodeKind,
    /// Source id.
    pub source: String,
}
