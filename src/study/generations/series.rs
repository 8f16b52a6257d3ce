//! Series that the claim of "two to three times a year" is judged by, each with its fit.

use crate::catalog::generation::GenerationTables;
use crate::catalog::generation::accelerator::{Accelerator, MarketSegment, ProductStatus};
use crate::catalog::generation::mlperf::{MlperfResult, MlperfSuite};
use crate::catalog::generation::precision::Precision;

use super::fit::fit_growth;
use super::options::{PerformanceMetric, PrecisionChoice};
use super::result::{GrowthSeries, SeriesPoint, SeriesRole};

/// Where a fit of growth starts: which parts it takes, by their own rows, so that a change of kind isn't taken for growth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FitScope {
    /// Every part that has the figure.
    Every,
    /// Parts that multiply matrices in units of their own: without them a number format is a matter of the vector units.
    MatrixUnits,
    /// Parts whose memory is stacked on the package.
    StackedMemory,
}

impl FitScope {
    /// The scope of a figure in a number format. In FP16 and narrower formats like units are compared. FP64 and TF32 are
    /// compared in whatever units have them, and the narrowest format on offer is what a part offers.
    pub const fn for_figure(metric: PerformanceMetric, format: PrecisionChoice) -> Self {
        match (metric, format) {
            (PerformanceMetric::Bandwidth, _) => Self::StackedMemory,
            (_, PrecisionChoice::Lowest | PrecisionChoice::Fixed(Precision::Fp64 | Precision::Tf32)) => Self::Every,
            (_, PrecisionChoice::Same | PrecisionChoice::Fixed(_)) => Self::MatrixUnits,
        }
    }

    /// Whether it takes a part.
    pub fn includes(self, chip: &Accelerator) -> bool {
        match self {
            Self::Every => true,
            Self::MatrixUnits => chip.matrix_units,
            Self::StackedMemory => chip.has_stacked_memory(),
        }
    }

    /// What a part outside it lacks.
    pub const fn missing_word(self) -> &'static str {
        match self {
            Self::Every => "",
            Self::MatrixUnits => "no matrix units",
            Self::StackedMemory => "no HBM",
        }
    }

    /// The parts in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Every => "all parts",
            Self::MatrixUnits => "parts with matrix units",
            Self::StackedMemory => "parts with HBM",
        }
    }

    /// What the end of a label says of it; empty where every part is taken.
    pub fn label(self) -> String {
        if self == Self::Every { String::new() } else { format!(", {}", self.words()) }
    }
}

/// Whether a part takes part in fits: the flagship of its generation, for servers, delivered or else asked for, and within
/// the scope.
pub fn is_fitted(chip: &Accelerator, announced: bool, scope: FitScope) -> bool {
    let delivered = chip.status == ProductStatus::Shipped || (announced && chip.status == ProductStatus::Announced);
    chip.flagship && chip.segment == MarketSegment::DataCentre && delivered && scope.includes(chip)
}

/// Where a part stands in time: its first availability, else its announcement.
pub fn availability_year(chip: &Accelerator) -> f64 {
    chip.available.unwrap_or(chip.announced).decimal_years()
}

/// A series with its growth, or why it has none.
pub fn build_series(role: SeriesRole, id: &str, label: &str, mut points: Vec<SeriesPoint>) -> GrowthSeries {
    points.sort_by(|a, b| a.year.total_cmp(&b.year));
    let (growth, reason) = match fit_growth(&points) {
        Ok(growth) => (Some(growth), None),
        Err(error) => (None, Some(error.to_string())),
    };
    GrowthSeries { id: id.to_owned(), role, label: label.to_owned(), points, growth, reason }
}

/// A figure of an accelerator; nothing where its row lacks it.
type AcceleratorFigure = fn(&Accelerator) -> Option<f64>;

/// Every series that the claim is judged by.
pub fn claim_series(generations: &GenerationTables, announced: bool) -> Vec<GrowthSeries> {
    let chips =
        |id: &str, vendor: &'static str, what: &str, scope: FitScope, value: AcceleratorFigure| -> GrowthSeries {
            let all = generations.accelerators().iter();
            let taken = all.filter(|c| c.vendor == vendor && is_fitted(c, announced, scope));
            let points = taken.filter_map(|c| Some(accelerator_point(c, value(c)?))).collect();
            build_series(SeriesRole::Claim, id, &format!("{vendor}, {what}{}", scope.label()), points)
        };
    let claim = |id: &str, label: &str, points: Vec<SeriesPoint>| build_series(SeriesRole::Claim, id, label, points);
    let same = FitScope::for_figure(PerformanceMetric::Flops, PrecisionChoice::Same);
    let lowest = FitScope::for_figure(PerformanceMetric::Flops, PrecisionChoice::Lowest);
    let bandwidth = FitScope::for_figure(PerformanceMetric::Bandwidth, PrecisionChoice::Same);
    let (fp16_label, lowest_label, package_label) = (
        "FP16 dense, TFLOP/s per rated W",
        "narrowest format on offer, TFLOP/s per rated W",
        "narrowest format on offer, TFLOP/s per package, power not held",
    );
    vec![
        chips("nvidia-fp16", "NVIDIA", fp16_label, same, fp16_per_watt),
        chips("amd-fp16", "AMD", fp16_label, same, fp16_per_watt),
        chips("nvidia-lowest", "NVIDIA", lowest_label, lowest, lowest_per_watt),
        chips("amd-lowest", "AMD", lowest_label, lowest, lowest_per_watt),
        chips("nvidia-lowest-package", "NVIDIA", package_label, lowest, lowest_per_package),
        chips("amd-lowest-package", "AMD", package_label, lowest, lowest_per_package),
        chips("nvidia-bandwidth", "NVIDIA", "memory bandwidth, GB/s per rated W", bandwidth, bandwidth_per_watt),
        claim(
            "mlperf-bert-wall",
            "MLPerf BERT-99 offline, samples per J at the wall, best NVIDIA node of 8 SXM in each round",
            best_node_per_round(generations, "bert-99"),
        ),
        claim(
            "mlperf-llama2-wall",
            "MLPerf Llama-2-70B offline, tokens per J at the wall, best NVIDIA node of 8 SXM in each round",
            best_node_per_round(generations, "llama2-70b-99"),
        ),
        claim("green500", "Number one of the Green500, FP64 Linpack, GFLOP/s per W", green500_points(generations)),
    ]
}

fn accelerator_point(chip: &Accelerator, value: f64) -> SeriesPoint {
    SeriesPoint { label: chip.id.clone(), year: availability_year(chip), value, source: chip.source.clone() }
}

fn fp16_per_watt(chip: &Accelerator) -> Option<f64> {
    Some(chip.dense_tflops(Precision::Fp16)? / chip.tdp_w?)
}

fn lowest_per_watt(chip: &Accelerator) -> Option<f64> {
    Some(chip.narrowest_precision()?.1 / chip.tdp_w?)
}

fn lowest_per_package(chip: &Accelerator) -> Option<f64> {
    // As many points as the series per watt has: without a rated power a part is in neither.
    chip.tdp_w?;
    Some(chip.narrowest_precision()?.1 / f64::from(chip.accelerators))
}

fn bandwidth_per_watt(chip: &Accelerator) -> Option<f64> {
    Some(chip.memory_tb_s * 1e3 / chip.tdp_w?)
}

fn green500_points(generations: &GenerationTables) -> Vec<SeriesPoint> {
    let first = generations.green500_entries().iter().filter(|g| g.number_one);
    first
        .map(|g| SeriesPoint {
            label: g.system.clone(),
            year: g.list.decimal_years(),
            value: g.gflops_per_w,
            source: g.source.clone(),
        })
        .collect()
}

/// The best measured node of each round: eight accelerators with the maker's scale-up link, power at the wall.
fn best_node_per_round(generations: &GenerationTables, benchmark: &str) -> Vec<SeriesPoint> {
    let mut best: Vec<(&MlperfResult, f64)> = Vec::new();
    let asked = |r: &&MlperfResult| {
        r.suite == MlperfSuite::Inference
            && r.benchmark == benchmark
            && r.scenario == "Offline"
            && r.accelerators == 8
            && r.accelerator.starts_with("NVIDIA")
            && r.accelerator.contains("SXM")
    };
    for row in generations.mlperf_results().iter().filter(asked) {
        let Some(wall_w) = row.wall_power_w else { continue };
        let value = row.result / wall_w;
        match best.iter_mut().find(|(other, _)| other.round == row.round) {
            Some(held) if held.1 < value => *held = (row, value),
            Some(_) => {}
            None => best.push((row, value)),
        }
    }
    let limit = |row: &MlperfResult| row.gpu_limit_w.map_or(String::new(), |w| format!(" at {w:.0} W"));
    best.into_iter()
        .map(|(row, value)| SeriesPoint {
            label: format!("{} {}{}", row.round, row.accelerator, limit(row)),
            year: row.published.decimal_years(),
            value,
            source: row.source.clone(),
        })
        .collect()
}
