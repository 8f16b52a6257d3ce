//! Series that the claim of "two to three times a year" is judged by, each with its fit.

use crate::catalog::generation::Generations;
use crate::catalog::generation::accelerator::{Accelerator, Segment, Status};
use crate::catalog::generation::mlperf::{MlperfResult, Suite};
use crate::catalog::generation::precision::Precision;

use super::fit::growth;
use super::result::{Point, Series};

/// Year from which on NVIDIA's and AMD's accelerators multiply matrices in units of their own: before, FP16 was a matter
/// of the vector units.
const MATRIX_UNITS: f64 = 2017.0;

/// Whether a part takes part in fits: the flagship of its generation, for servers, delivered or else asked for.
pub fn fitted(chip: &Accelerator, announced: bool) -> bool {
    let delivered = chip.status == Status::Shipped || (announced && chip.status == Status::Announced);
    chip.flagship && chip.segment == Segment::DataCentre && delivered
}

/// Where a part stands in time: its first availability, else its announcement.
pub fn years(chip: &Accelerator) -> f64 {
    chip.available.unwrap_or(chip.announced).years()
}

/// A series with its growth, or why it has none.
pub fn series(id: &str, label: &str, mut points: Vec<Point>) -> Series {
    points.sort_by(|a, b| a.year.total_cmp(&b.year));
    let (growth, reason) = match growth(&points) {
        Ok(growth) => (Some(growth), None),
        Err(error) => (None, Some(error.to_string())),
    };
    Series { id: id.to_owned(), label: label.to_owned(), points, growth, reason }
}

/// Every series that the claim is judged by.
pub fn standard(generations: &Generations, announced: bool) -> Vec<Series> {
    let chips = |vendor: &'static str, since: f64, value: fn(&Accelerator) -> Option<f64>| -> Vec<Point> {
        let all = generations.accelerators().iter();
        let taken = all.filter(|c| c.vendor == vendor && fitted(c, announced) && years(c) >= since);
        taken.filter_map(|c| Some(point(c, value(c)?))).collect()
    };
    vec![
        series("nvidia-fp16", "NVIDIA, FP16 dense, TFLOP/s per rated W", chips("NVIDIA", MATRIX_UNITS, fp16)),
        series("amd-fp16", "AMD, FP16 dense, TFLOP/s per rated W", chips("AMD", MATRIX_UNITS, fp16)),
        series(
            "nvidia-lowest",
            "NVIDIA, narrowest format on offer, TFLOP/s per rated W",
            chips("NVIDIA", MATRIX_UNITS, lowest),
        ),
        series("amd-lowest", "AMD, narrowest format on offer, TFLOP/s per rated W", chips("AMD", MATRIX_UNITS, lowest)),
        series(
            "nvidia-lowest-package",
            "NVIDIA, narrowest format on offer, TFLOP/s per package, power not held",
            chips("NVIDIA", MATRIX_UNITS, package),
        ),
        series("nvidia-bandwidth", "NVIDIA, memory bandwidth, GB/s per rated W", chips("NVIDIA", 2016.0, bandwidth)),
        series(
            "mlperf-bert-wall",
            "MLPerf BERT-99 offline, samples per J at the wall, best NVIDIA node of 8 SXM in each round",
            best_of_round(generations, "bert-99"),
        ),
        series(
            "mlperf-llama2-wall",
            "MLPerf Llama-2-70B offline, tokens per J at the wall, best NVIDIA node of 8 SXM in each round",
            best_of_round(generations, "llama2-70b-99"),
        ),
        series("green500", "Number one of the Green500, FP64 Linpack, GFLOP/s per W", green500(generations)),
    ]
}

fn point(chip: &Accelerator, value: f64) -> Point {
    Point { label: chip.id.clone(), year: years(chip), value, source: chip.source.clone() }
}

fn fp16(chip: &Accelerator) -> Option<f64> {
    Some(chip.tflops(Precision::Fp16)? / chip.tdp_w?)
}

fn lowest(chip: &Accelerator) -> Option<f64> {
    Some(chip.lowest()?.1 / chip.tdp_w?)
}

fn package(chip: &Accelerator) -> Option<f64> {
    // As many points as the series per watt has: without a rated power a part is in neither.
    chip.tdp_w?;
    Some(chip.lowest()?.1 / f64::from(chip.accelerators))
}

fn bandwidth(chip: &Accelerator) -> Option<f64> {
    Some(chip.memory_tb_s * 1e3 / chip.tdp_w?)
}

fn green500(generations: &Generations) -> Vec<Point> {
    let first = generations.green500().iter().filter(|g| g.number_one);
    first
        .map(|g| Point {
            label: g.system.clone(),
            year: g.list.years(),
            value: g.gflops_per_w,
            source: g.source.clone(),
        })
        .collect()
}

/// The best measured node of each round: eight accelerators with the maker's scale-up link, power at the wall.
fn best_of_round(generations: &Generations, benchmark: &str) -> Vec<Point> {
    let mut best: Vec<(&MlperfResult, f64)> = Vec::new();
    let asked = |r: &&MlperfResult| {
        r.suite == Suite::Inference
            && r.benchmark == benchmark
            && r.scenario == "Offline"
            && r.accelerators == 8
            && r.accelerator.starts_with("NVIDIA")
            && r.accelerator.contains("SXM")
    };
    for row in generations.mlperf().iter().filter(asked) {
        let Some(wall_w) = row.wall_power_w else { continue };
        let value = row.result / wall_w;
        match best.iter_mut().find(|(other, _)| other.round == row.round) {
            Some(held) if held.1 < value => *held = (row, value),
            Some(_) => {}
            None => best.push((row, value)),
        }
    }
    best.into_iter()
        .map(|(row, value)| Point {
            label: format!("{} {}", row.round, row.accelerator),
            year: row.published.years(),
            value,
            source: row.source.clone(),
        })
        .collect()
}
