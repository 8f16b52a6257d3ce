//! Accelerators: what the maker says of throughput, memory and power.

use serde::{Deserialize, Serialize};

use super::super::record::Confidence;
use super::super::table::{ColumnFault, TableRow, check_positive, check_range_share};
use super::month::CalendarMonth;
use super::precision::Precision;

/// Where a part is used.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum MarketSegment {
    /// Servers.
    DataCentre,
    /// Vehicles and machines.
    Edge,
}

/// Whether a part can be had.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum ProductStatus {
    /// Delivered to customers.
    Shipped,
    /// Announced or in preview.
    Announced,
    /// Announced and not delivered in volume.
    Withdrawn,
}

impl ProductStatus {
    /// Word in data and results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shipped => "shipped",
            Self::Announced => "announced",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// One accelerator: maker's figures, dense (no structured sparsity), for the whole unit that the row counts.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Accelerator {
    /// Catalog id, kebab-case; the same as that of the chip in `chips.toml` if it is there.
    pub id: String,
    /// Name in words.
    pub name: String,
    /// Maker.
    pub vendor: String,
    /// What one unit is: `GPU`, `package of 2 GCDs`, `superchip of 2 GPUs and a CPU`, `chip`.
    pub counts: String,
    /// GPUs or packages in the unit; 2 for boards and superchips of two. Divide by it for one package.
    pub accelerators: u32,
    /// Data centre or edge.
    pub segment: MarketSegment,
    /// Whether it stands for its generation: one part of each generation of a maker, the one that fits of growth take.
    pub flagship: bool,
    /// Month of the announcement.
    pub announced: CalendarMonth,
    /// Month of first availability; for announced parts the expected one.
    pub available: Option<CalendarMonth>,
    /// Whether it can be had.
    pub status: ProductStatus,
    /// Process of the computing dies, as the maker names it.
    pub process: Option<String>,
    /// Dies of logic in the unit (memory not counted).
    pub dies: Option<u32>,
    /// Whether it multiplies matrices in units of their own.
    pub matrix_units: bool,
    /// Rated power, W.
    pub tdp_w: Option<f64>,
    /// FP64 of the vector units, TFLOP/s.
    pub fp64_tflops: Option<f64>,
    /// FP64 of the matrix units, TFLOP/s.
    pub fp64_matrix_tflops: Option<f64>,
    /// FP32 of the vector units, TFLOP/s.
    pub fp32_tflops: Option<f64>,
    /// TF32 of the matrix units, TFLOP/s.
    pub tf32_tflops: Option<f64>,
    /// FP16 or BF16, TFLOP/s; of the vector units where there are no matrix units.
    pub fp16_tflops: Option<f64>,
    /// FP8, TFLOP/s.
    pub fp8_tflops: Option<f64>,
    /// FP4, TFLOP/s.
    pub fp4_tflops: Option<f64>,
    /// INT8, 10¹² operations a second.
    pub int8_tops: Option<f64>,
    /// Memory that software can use, GB.
    pub memory_gb: f64,
    /// Kind of memory.
    pub memory_type: String,
    /// Memory bandwidth, TB/s.
    pub memory_tb_s: f64,
    /// Scale-up link, both directions together, GB/s.
    pub link_gb_s: Option<f64>,
    /// How it is cooled.
    pub cooling: String,
    /// System of `systems.toml` that carries it on air.
    pub system: Option<String>,
    /// System of `systems.toml` that carries it on liquid.
    pub liquid_system: Option<String>,
    /// Source id.
    pub source: String,
    /// How well the row is known.
    pub confidence: Confidence,
    /// Range of throughput and power as a share of the value, plus or minus; every estimate has one.
    pub range_share: Option<f64>,
    /// Remarks for the reader.
    pub notes: Option<String>,
}

impl Accelerator {
    /// Columns that `range_share` is for.
    pub(crate) const RANGED_COLUMNS: [&'static str; 9] = [
        "tdp_w",
        "fp64_tflops",
        "fp64_matrix_tflops",
        "fp32_tflops",
        "tf32_tflops",
        "fp16_tflops",
        "fp8_tflops",
        "fp4_tflops",
        "int8_tops",
    ];

    /// Dense throughput at a precision, TFLOP/s of the whole unit; FP64 is the better of vector and matrix units.
    pub fn dense_tflops(&self, precision: Precision) -> Option<f64> {
        match precision {
            Precision::Fp64 => match (self.fp64_tflops, self.fp64_matrix_tflops) {
                (Some(vector), Some(matrix)) => Some(vector.max(matrix)),
                (vector, matrix) => vector.or(matrix),
            },
            Precision::Tf32 => self.tf32_tflops,
            Precision::Fp16 => self.fp16_tflops,
            Precision::Fp8 => self.fp8_tflops,
            Precision::Fp4 => self.fp4_tflops,
        }
    }

    /// The formats that it has with their throughput, TFLOP/s, from the widest to the narrowest.
    pub fn throughput_by_precision(&self) -> impl Iterator<Item = (Precision, f64)> {
        Precision::ALL.into_iter().filter_map(|p| Some((p, self.dense_tflops(p)?)))
    }

    /// Whether its memory is stacked on the package (HBM), by the word of its row.
    pub fn has_stacked_memory(&self) -> bool {
        self.memory_type.starts_with("HBM")
    }

    /// The narrowest floating-point format that it has, and its throughput, TFLOP/s. INT8 is a number format of its own
    /// and not taken. Nothing for old parts whose narrowest format is FP32, which [`Precision`] does not hold.
    pub fn narrowest_precision(&self) -> Option<(Precision, f64)> {
        let narrowest = self.throughput_by_precision().last()?;
        (narrowest.0 > Precision::Fp64 || self.fp32_tflops.is_none()).then_some(narrowest)
    }
}

impl TableRow for Accelerator {
    fn unique_key(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn check_row(&self) -> Result<(), ColumnFault> {
        check_positive(&[
            ("accelerators", Some(f64::from(self.accelerators))),
            ("tdp_w", self.tdp_w),
            ("fp64_tflops", self.fp64_tflops),
            ("fp64_matrix_tflops", self.fp64_matrix_tflops),
            ("fp32_tflops", self.fp32_tflops),
            ("tf32_tflops", self.tf32_tflops),
            ("fp16_tflops", self.fp16_tflops),
            ("fp8_tflops", self.fp8_tflops),
            ("fp4_tflops", self.fp4_tflops),
            ("int8_tops", self.int8_tops),
            ("memory_gb", Some(self.memory_gb)),
            ("memory_tb_s", Some(self.memory_tb_s)),
            ("link_gb_s", self.link_gb_s),
        ])?;
        if self.available.is_some_and(|m| m < self.announced) {
            return Err(("available", "must not be before `announced`".to_owned()));
        }
        if self.status == ProductStatus::Shipped && self.available.is_none() {
            return Err(("available", "a shipped part must have its month".to_owned()));
        }
        check_range_share(self.confidence, self.range_share)
    }
}
