//! What a comparison found: plain numbers that every view shows alike.
//!
//! Field names are the JSON keys: snake_case, ending in their unit. A value that does not exist is `None`, and a
//! `reason` stands beside it; what does not apply (the liquid flow of an air-cooled rack) is left out.

use serde::Serialize;
use std::collections::BTreeMap;

use crate::units::message::Message;

use crate::study::best::result::BestComparison;
use crate::study::growth::result::GrowthResult;

use super::sampled_result::{NotSampled, PercentileInterval, SamplingSummary};

pub use super::annual_result::{AnnualResult, OutdoorAirResult, StorageResult};
pub use super::end_use::{EndUse, EndUsePower};
pub use super::equality::EqualitySummary;
pub use super::group_result::GroupResult;
pub use super::heat_flow::HeatFlow;
pub use super::it_summary::{GroupSummary, ItSummary};
pub use super::ladder::{LadderStep, LadderStepKind};
pub use super::loops::LoopResult;
pub use super::rack_summary::{RackPart, RackSummary};
pub use super::unit_out::{UnitOutResult, WorstHour};
pub use crate::assembly::capital_cost::CapitalItem;
pub use crate::assembly::equal_size::{RatedModule, WorkBasis};
pub use crate::assembly::location::{DesignBasis, DesignHoursBasis};
pub use crate::assembly::module_edge::ModuleEdge;
pub use crate::assembly::power_chain::{PowerStage, StagePoint};
pub use crate::assembly::tariffs::CostParameters;
pub use crate::assembly::warning::{Warning, WarningCode, WarningList};
use crate::catalog::record::{Confidence, serialize_confidence};
use crate::scenario::{CoolingMethod, HeatRejectionKind, PowerDistribution, Redundancy};
use crate::study::words::result_words;

/// Every architecture of a scenario, side by side.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// The scenario's title.
    pub title: String,
    /// Place and weather.
    pub site: SiteSummary,
    /// What is compared: the same for every architecture.
    pub it: ItSummary,
    /// What is equal between the architectures, and what isn't.
    pub equality: EqualitySummary,
    /// How a cost of ownership is counted: the same for every architecture.
    pub cost: CostParameters,
    /// The architectures in the scenario's order.
    pub architectures: Vec<ArchitectureResult>,
    /// Where each architecture's facility power differs from the first feasible one's.
    pub differences: Vec<PowerDifference>,
    /// Every parameter that the result rests on, with its source.
    pub assumptions: Vec<Assumption>,
    /// The sources that the assumptions name.
    pub sources: Vec<SourceReference>,
    /// How it was sampled, where it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<SamplingSummary>,
    /// Why it was not, where it would have been unasked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_sampled: Option<NotSampled>,
    /// Every architecture at its best, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best: Option<BestComparison>,
    /// What the reader must know: hours outside a curve's range, set points not met, estimates that matter.
    #[serde(flatten)]
    pub warnings: WarningList,
}

result_words! {
    /// Form of the weather.
    pub enum WeatherKind {
        /// The hours of a year in their order.
        Hourly => "hourly",
        /// Joint bins of dry-bulb and humidity.
        Bins => "bins",
    }
}

/// Place and weather.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SiteSummary {
    /// Catalog id of the climate.
    pub climate: String,
    /// Place in words.
    pub location: String,
    /// Data set and period of the weather.
    pub dataset: String,
    /// Who must be credited.
    pub credit: String,
    /// Height above the sea.
    pub elevation_m: f64,
    /// Whether hours or bins stand for the year.
    pub weather_kind: WeatherKind,
    /// Hours that the year stands for.
    pub hours: f64,
    /// Mean and largest dry-bulb of the year.
    pub mean_dry_bulb_c: f64,
    /// Largest dry-bulb of the year.
    pub max_dry_bulb_c: f64,
    /// Largest wet-bulb of the year.
    pub max_wet_bulb_c: f64,
    /// Dry-bulb that 0.4 % of the hours pass.
    pub design_dry_bulb_c: f64,
    /// Wet-bulb that 0.4 % of the hours pass.
    pub design_wet_bulb_c: f64,
    /// Dry-bulb that capacity must bear.
    pub extreme_dry_bulb_c: f64,
    /// Wet-bulb that capacity must bear.
    pub extreme_wet_bulb_c: f64,
    /// Where these two are from.
    pub design_basis: DesignBasis,
    /// Whose hours 0.4 % were taken of.
    pub design_values_basis: DesignHoursBasis,
    /// Local standard time, where it is known: the clock of tariffs, of carbon by the hour and of a tank's day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Price of electricity.
    pub electricity_price_usd_per_kwh: f64,
    /// Where the price is from.
    pub electricity_price_basis: String,
    /// Charge for each month's largest power.
    pub demand_charge_usd_per_kw_month: f64,
    /// Carbon intensity of the grid, location-based.
    pub grid_carbon_g_per_kwh: f64,
    /// What the carbon intensity counts and where it is from.
    pub grid_carbon_basis: String,
    /// Price of water.
    pub water_price_usd_per_m3: f64,
    /// Where it is from.
    pub water_price_basis: String,
    /// Water consumed where electricity is made, for each kilowatt-hour at the meter.
    pub electricity_water_l_per_kwh: f64,
    /// Where it is from.
    pub electricity_water_basis: String,
}

/// One architecture's answer.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ArchitectureResult {
    /// The scenario's name for it.
    pub name: String,
    /// How its racks are cooled.
    pub cooling: CoolingMethod,
    /// Catalog id of the system.
    pub system: String,
    /// The system in words.
    pub system_name: String,
    /// What computes in it: name of the silicon that its accelerators share with others, or of accelerator or processor.
    pub silicon: Option<String>,
    /// Its accelerator against that of the first architecture; nothing where they are not compared by work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module: Option<RatedModule>,
    /// Accelerators in the hall; none in racks of processors, nothing where the number of racks is not known.
    pub accelerators: Option<u32>,
    /// Their rated work, in accelerators of the first architecture under its power limit; nothing where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rated_work: Option<f64>,
    /// How its heat meets the outdoor air.
    pub heat_rejection: HeatRejectionKind,
    /// Set points that its scenario gives in place of those of the data or of the sizing, by their key with its unit.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub set_points: BTreeMap<&'static str, serde_json::Value>,
    /// Conversions between meter and boards.
    pub distribution: PowerDistribution,
    /// Spare units of the power chain.
    pub redundancy: Redundancy,
    /// Whether it can be cooled this way at full load.
    pub feasible: bool,
    /// The limit that is hit when it is not feasible, or that comes first when load or supply temperature rises.
    pub limit: Option<Message>,
    /// Whether a load by the hour asks for more power than its racks draw.
    #[serde(skip)]
    pub load_too_large: bool,
    /// Why values are missing, when they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Racks needed; nothing where a load is given and the racks that would draw it can't be cooled.
    pub racks: Option<u32>,
    /// IT power (meter of the IT equipment, server fans and power supplies included), mean over the year.
    pub it_power_w: Option<f64>,
    /// Power at the utility meter, mean over the year.
    pub facility_power_w: Option<f64>,
    /// |heat into the outdoor air − electricity in| / electricity in, the worst of the rack and the year.
    pub energy_balance_relative_error: Option<f64>,
    /// Interval of each headline figure by its key, where the comparison was sampled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<BTreeMap<&'static str, PercentileInterval>>,
    /// Mean facility power by component, in the order of [`EndUse::ALL`].
    pub power: Vec<EndUsePower>,
    /// Temperatures from the hottest junction to the outdoor air, full load on the design day.
    pub ladder: Vec<LadderStep>,
    /// One rack at full load; of the first group on the main loop.
    pub rack: Option<RackSummary>,
    /// Groups of racks, where the scenario has some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupResult>,
    /// The year; of a hall that grows that of its last phase.
    pub annual: Option<AnnualResult>,
    /// Phases and calendar years, where the hall grows.
    #[serde(flatten)]
    pub growth: Option<GrowthResult>,
    /// What was installed to carry the design day.
    pub plant: Vec<InstalledEquipment>,
    /// Loops of water of its plants at full load on the design day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub loops: Vec<LoopResult>,
    /// The year at full load with one machine of its plants out, each kind in turn; where that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub one_unit_out: Vec<UnitOutResult>,
    /// Every conversion between the utility meter and the boards, from the meter inwards.
    pub power_chain: Vec<PowerStage>,
    /// What is priced.
    pub capital: Vec<CapitalItem>,
    /// Numbers of modules that are close to a step of the load, the most money first.
    pub edges: Vec<ModuleEdge>,
    /// Ids of the catalog's records that it rests on, those of prices and water with them.
    pub records: Vec<String>,
}

/// Equipment installed for the design day.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct InstalledEquipment {
    /// What it is.
    pub what: String,
    /// How many.
    pub count: u32,
    /// Capacity of each, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity_w: Option<f64>,
    /// Whether that is a capacity to cool.
    #[serde(skip)]
    pub cools: bool,
    /// Catalog id.
    pub equipment: String,
}

/// Why one architecture's facility power differs from the base's.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct PowerDifference {
    /// The architecture compared against.
    pub base: String,
    /// The architecture.
    pub name: String,
    /// Its facility power less the base's; negative is less.
    pub facility_power_w: f64,
    /// The same by component class; these sum to `facility_power_w`.
    pub by_bucket: Vec<EndUsePower>,
}

/// A parameter that the result rests on.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Assumption {
    /// Record it belongs to.
    pub record: String,
    /// Parameter.
    pub parameter: String,
    /// Value as used.
    pub value: String,
    /// Unit, empty for a ratio.
    pub unit: String,
    /// How well it is known.
    #[serde(serialize_with = "serialize_confidence")]
    pub confidence: Option<Confidence>,
    /// Range of an estimate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<[f64; 2]>,
    /// Id of the source.
    pub source: String,
}

/// A source in full.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SourceReference {
    /// Id that assumptions name.
    pub id: String,
    /// Title, year, page or table.
    pub title: String,
    /// Year of publication.
    #[serde(skip)]
    pub year: Option<u16>,
    /// Where it can be found.
    pub location: String,
}
