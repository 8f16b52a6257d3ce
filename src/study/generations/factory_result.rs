//! What a factory found: plain numbers, whose names are the JSON keys.

use serde::Serialize;

use crate::assembly::warning::WarningList;
use crate::study::compare::result::{Assumption, SourceReference};

use super::halls::CoolingMedium;
use super::replacement_result::ReplacementResult;

/// The factory with every generation.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FactoryResult {
    /// Power at the utility meter that is not passed.
    pub power_limit_w: f64,
    /// Place.
    pub location: String,
    /// Workload.
    pub workload: String,
    /// Model.
    pub model: String,
    /// Its name.
    pub model_name: String,
    /// Number format asked for.
    pub precision: &'static str,
    /// Price of a million output tokens, the user's.
    pub token_price_usd_per_mtok: Option<f64>,
    /// Years over which IT equipment is written off: the middle of `catalog show depreciation`.
    pub it_years: f64,
    /// Every generation on every side that there is, the oldest first.
    pub options: Vec<FactoryPlan>,
    /// What can't be had, and why.
    pub left_out: Vec<super::result::ExcludedAccelerator>,
    /// Replace now, or keep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replacement: Option<ReplacementResult>,
    /// What the reader must know.
    #[serde(flatten)]
    pub warnings: WarningList,
    /// Every value that it rests on beside those of racks and plant, which `compare` lists.
    pub assumptions: Vec<Assumption>,
    /// The sources of the figures.
    pub sources: Vec<SourceReference>,
}

/// One generation on one side.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FactoryPlan {
    /// `gb200-gpu@liquid`.
    pub name: String,
    /// The product and how its hall is cooled, in words.
    pub title: String,
    /// Catalog id of the accelerator.
    pub chip: String,
    /// Decimal year of its availability.
    pub year: f64,
    /// Announced, not delivered.
    pub announced: bool,
    /// `air` or `liquid`.
    pub side: CoolingMedium,
    /// Catalog id of the system.
    pub system: String,
    /// Number format.
    pub precision: &'static str,
    /// Full racks.
    pub racks: u32,
    /// Accelerators in them.
    pub accelerators: u32,
    /// Power at the meter in the worst hour.
    pub peak_power_w: f64,
    /// Mean power at the meter.
    pub mean_power_w: f64,
    /// Facility over IT energy.
    pub pue: f64,
    /// Share of their performance that accelerators keep.
    pub performance_kept: f64,
    /// Tokens of answers a second.
    pub tokens_per_s: f64,
    /// Tokens of answers a day.
    pub tokens_per_day: f64,
    /// Tokens per joule at the meter.
    pub tokens_per_joule: f64,
    /// Energy of a year at the meter.
    pub energy_kwh: f64,
    /// Energy for a million tokens.
    pub energy_kwh_per_mtok: f64,
    /// Water of a year at the site; nothing where the weather does not tell it.
    pub water_l: Option<f64>,
    /// Tokens for each litre of it; nothing where none is used or known.
    pub tokens_per_l: Option<f64>,
    /// Carbon of electricity for a million tokens.
    pub carbon_kg_co2e_per_mtok: f64,
    /// Carbon of making the accelerators for a million tokens of their life: low and high.
    pub embodied_kg_co2e_per_mtok: [f64; 2],
    /// Electricity, water, charges and maintenance of a year.
    pub running_cost_usd: f64,
    /// Plant, power chain and racks' cooling.
    pub plant_capital_usd: f64,
    /// IT equipment: low and high; nothing without a price.
    pub it_capital_usd: Option<[f64; 2]>,
    /// Where its price is from, or that there is none.
    pub it_price_basis: String,
    /// Catalog records of its price.
    pub price_records: Vec<String>,
    /// Electricity for a million tokens.
    pub electricity_usd_per_mtok: f64,
    /// Everything but IT equipment for a million tokens, plant written off over the scenario's years.
    pub site_usd_per_mtok: f64,
    /// With IT equipment: low and high.
    pub cost_usd_per_mtok: Option<[f64; 2]>,
    /// Revenue of a year at the user's price.
    pub revenue_usd: Option<f64>,
    /// Why values are missing, where some are.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
}
