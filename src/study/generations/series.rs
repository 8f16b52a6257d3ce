//! Series that the claim of "two to three times a year" is judged by, each with its fit.

use crate::catalog::generation::GenerationTables;
use crate::catalog::generation::accelerator::{Accelerator, MarketSegment, ProductStatus};
use crate::catalog::generation::mlperf::{MlperfResult, MlperfSuite};
use crate::catalog::generation::precision::Precision;

use super::fit::fit_growth;
use super::result::{GrowthSeries, SeriesPoint, SeriesRole};

/// Year from which on NVIDIA's and AMD's accelerators multiply matrices in units of their own: before, FP16 was a matter
/// of the vector units.
const MATRIX_UNITS_SINCE: f64 = 2017.0;

/// Whether a part takes part in fits: the flagship of its generation, for servers, delivered or else asked for.
pub fn is_fitted(chip: &Accelerator, announced: bool) -> bool {
    let delivered = chip.status == ProductStatus::Shipped || (announced && chip.status == ProductStatus::Announced);
    chip.flagship && chip.segment == MarketSegment::DataCentre && delivered
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

/// Every series that the claim is judged by.
pub fn claim_series(generations: &GenerationTables, announced: bool) -> Vec<GrowthSeries> {
    let chips = |vendor: &'static str, since: f64, value: fn(&Accelerator) -> Option<f64>| -> Vec<SeriesPoint> {
        let all = generations.accelerators().iter();
        let taken = all.filter(|c| c.vendor == vendor && is_fitted(c, announced) && availability_year(c) >= since);
        taken.filter_map(|c| Some(accelerator_point(c, value(c)?))).collect()
    };
    let claim = |id: &str, label: &str, points: Vec<SeriesPoint>| build_series(SeriesRole::Claim, id, label, points);
    vec![
        claim(
            "nvidia-fp16",
            "NVIDIA, FP16 dense, TFLOP/s per rated W",
            chips("NVIDIA", MATRIX_UNITS_SINCE, fp16_per_watt),
        ),
        claim("amd-fp16", "AMD, FP16 dense, TFLOP/s per rated W", chips("AMD", MATRIX_UNITS_SINCE, fp16_per_watt)),
        claim(
            "nvidia-lowest",
            "NVIDIA, narrowest format on offer, TFLOP/s per rated W",
            chips("NVIDIA", MATRIX_UNITS_SINCE, lowest_per_watt),
        ),
        claim(
            "amd-lowest",
            "AMD, narrowest format on offer, TFLOP/s per rated W",
            chips("AMD", MATRIX_UNITS_SINCE, lowest_per_watt),
        ),
        claim(
            "nvidia-lowest-package",
            "NVIDIA, narrowest format on offer, TFLOP/s per package, power not held",
            chips("NVIDIA", MATRIX_UNITS_SINCE, lowest_per_package),
        ),
        claim(
            "nvidia-bandwidth",
            "NVIDIA, memory bandwidth, GB/s per rated W",
            chips("NVIDIA", 2016.0, bandwidth_per_watt),
        ),
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
    best.into_iter()
        .map(|(row, value)| SeriesPoint {
            label: format!("{} {}", row.round, row.accelerator),
            year: row.published.decimal_years(),
            value,
            source: row.source.clone(),
        })
        .collect()
}
