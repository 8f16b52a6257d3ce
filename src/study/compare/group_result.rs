//! What each group of racks of a hall did through the year.

use serde::Serialize;

use crate::scenario::CoolingMethod;
use crate::units::message::Message;

use super::rack_summary::RackSummary;

/// A group of racks through the year. What plant, power chain and building draw and cost is shared by IT energy.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct GroupResult {
    /// Its name.
    pub name: String,
    /// Catalog id of its system.
    pub system: String,
    /// Its system in words.
    pub system_name: String,
    /// How its racks are cooled.
    pub cooling: CoolingMethod,
    /// Supply temperature of its racks at its set point.
    pub supply_temperature_c: f64,
    /// Racks that the hall is built for, the last perhaps partly filled.
    pub racks: f64,
    /// Share of them that stand there.
    pub filled: f64,
    /// Accelerators that stand there; none in racks without any.
    pub accelerators: u32,
    /// Mean load: share of busy servers, or of the range that all of them draw.
    pub utilisation: f64,
    /// IT load: mean power over that of all its racks with every server at full activity, which the hall is built for.
    pub it_load_share: f64,
    /// Mean power at the inlets of its racks and of what stands beside them.
    pub it_power_w: f64,
    /// Largest power there.
    pub peak_it_power_w: f64,
    /// Mean over largest power.
    pub load_factor: f64,
    /// Energy there.
    pub it_energy_kwh: f64,
    /// Its energy and its share of what the facility draws beside.
    pub energy_kwh: f64,
    /// Its share of the cost of electricity, charges for peaks left out.
    pub cost_usd: f64,
    /// Its share of the cost of a year: electricity, peaks, water, maintenance.
    pub annual_cost_usd: f64,
    /// Its share of the emissions.
    pub carbon_kg_co2e: f64,
    /// Output tokens; nothing where no rate of its workload is known.
    pub output_tokens: Option<f64>,
    /// What that rests on, or why there is none.
    pub tokens_reason: String,
    /// The limit that comes first when load or supply temperature rises.
    pub limit: Option<Message>,
    /// One rack at full load.
    pub rack: RackSummary,
}
