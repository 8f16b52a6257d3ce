//! A hall that grows, by phase and by calendar year. Field names are the JSON keys.

use serde::Serialize;

/// What phases and years of an architecture are.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct GrowthResult {
    /// When plant is built: `at-once` or `in-steps`.
    pub plant_building: &'static str,
    /// Phases in the order of their dates; none where one of them can't run.
    pub phases: Vec<PhaseResult>,
    /// Calendar years from the first phase to the year after the last.
    pub years: Vec<YearResult>,
    /// Capital and cost of all these years.
    pub growth_cost_usd: Option<f64>,
    /// The same in the money of the first day: capital discounted from its date, what runs from the end of its year.
    pub growth_discounted_cost_usd: Option<f64>,
    /// Why there are no figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub growth_reason: Option<String>,
}

/// What a time cost and took.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct TimeTotals {
    /// Hours; those before the first phase count nothing.
    pub hours: f64,
    /// Racks that stood there, mean over these hours.
    pub racks: f64,
    /// At the inlets of racks, network and storage.
    pub it_energy_kwh: f64,
    /// At the utility meter.
    pub energy_kwh: f64,
    /// Facility energy over IT energy; nothing of a time without any.
    pub pue: Option<f64>,
    /// IT load: mean IT power over that of all racks that the hall is built for with every server at full activity.
    pub it_load_share: Option<f64>,
    /// Largest facility power of any hour.
    pub peak_facility_power_w: f64,
    /// Water drawn; nothing for wetted pads in joint bins, which do not tell the hours in which pads are wetted.
    pub water_l: Option<f64>,
    /// Water drawn by joint bins, an estimate to 10 %, where [`Self::water_l`] is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub water_from_bins_l: Option<f64>,
    /// Location-based emissions of the electricity.
    pub carbon_kg_co2e: f64,
    /// Electricity, charges for peaks left out.
    pub electricity_cost_usd: f64,
    /// Charges for the months' largest powers.
    pub demand_cost_usd: f64,
    /// Water.
    pub water_cost_usd: f64,
    /// Maintenance of what stands there, IT left out.
    pub maintenance_cost_usd: f64,
    /// Capital paid, IT with it where its price is given.
    pub capital_usd: f64,
    /// All of these.
    pub total_cost_usd: f64,
    /// Output tokens; nothing where no rate of the workload is known.
    pub output_tokens: Option<f64>,
}

impl TimeTotals {
    /// Cost without capital, USD.
    pub fn running_cost_usd(&self) -> f64 {
        self.electricity_cost_usd + self.demand_cost_usd + self.water_cost_usd + self.maintenance_cost_usd
    }
}

/// A phase: what stands there, what it adds, and its time.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct PhaseResult {
    /// Its name, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// First day.
    pub from: String,
    /// Last day.
    pub until: String,
    /// Racks that the hall is built for.
    pub built_racks: f64,
    /// Accelerators that stand there.
    pub accelerators: u32,
    /// Equipment that is priced, and what the phase adds of it.
    pub equipment: Vec<PhaseEquipment>,
    /// Capital of IT alone in `capital_usd`, where its price is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub it_capital_usd: Option<f64>,
    /// PUE of a whole year of it.
    pub full_year_pue: Option<f64>,
    /// IT load of a whole year of it.
    pub full_year_it_load_share: Option<f64>,
    /// Its time within the years that are counted.
    #[serde(flatten)]
    pub totals: TimeTotals,
}

/// Equipment of one kind.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct PhaseEquipment {
    /// What it is.
    pub what: String,
    /// How many stand there; of what cools parts of racks as many as racks.
    pub count: f64,
    /// How many of them the phase adds.
    pub added: f64,
    /// What these cost.
    pub added_usd: f64,
    /// Catalog id of the price.
    pub record: String,
}

/// A calendar year.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct YearResult {
    /// Its number.
    pub year: u32,
    /// The year's cost in the money of the first day.
    pub discounted_cost_usd: f64,
    /// Its time.
    #[serde(flatten)]
    pub totals: TimeTotals,
}
