//! The year of an architecture. Field names are the JSON keys.

use serde::Serialize;

use super::cost_result::OwnershipCost;
use super::heat_flow::HeatFlow;

/// The year's totals. Energies are summed; ratios are ratios of sums.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct AnnualResult {
    /// At the utility meter.
    pub energy_kwh: f64,
    /// At the inlet of the IT equipment.
    pub it_energy_kwh: f64,
    /// Loss of the racks' power supplies, counted as IT.
    pub supply_loss_kwh: f64,
    /// Into accelerators and other computing parts, without fans and power-supply losses.
    pub compute_energy_kwh: f64,
    /// Facility energy over IT energy.
    pub pue: f64,
    /// IT energy over compute energy.
    pub itue: f64,
    /// Facility energy over compute energy: ITUE × PUE.
    pub tue: f64,
    /// Site water over IT energy; nothing where [`Self::water_l`] is nothing.
    pub wue_l_per_kwh: Option<f64>,
    /// The same with the water consumed where the electricity is made.
    pub wue_source_l_per_kwh: Option<f64>,
    /// Heat of the hall taken to a district.
    pub reused_heat_kwh: f64,
    /// Energy reuse factor: reused heat over facility energy.
    pub erf: f64,
    /// Energy reuse effectiveness: facility energy less reused heat, over IT energy.
    pub ere: f64,
    /// Carbon over IT energy.
    pub cue_kg_per_kwh: f64,
    /// Water drawn; nothing for wetted pads in joint bins, which do not tell the hours in which pads are wetted.
    pub water_l: Option<f64>,
    /// Water drawn by joint bins, an estimate to 10 %, where [`Self::water_l`] is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub water_from_bins_l: Option<f64>,
    /// That water over IT energy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wue_from_bins_l_per_kwh: Option<f64>,
    /// Water drawn, and consumed where the electricity is made.
    pub water_source_l: Option<f64>,
    /// Hours in which no compressor of the facility drew power.
    pub free_cooling_hours: f64,
    /// Hours in which no compressor of the liquid loop's plant drew power, whatever the room's chillers did; where the hall
    /// has such a plant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub liquid_plant_free_cooling_hours: Option<f64>,
    /// Hours in which the supply was warmer than its set point.
    pub unmet_hours: f64,
    /// Racks times hours at full clock: the work of the year.
    #[serde(skip)]
    pub rack_work_h: f64,
    /// Largest facility power of any hour.
    pub peak_facility_power_w: f64,
    /// Largest power of any hour at the inlets of racks, network and storage.
    pub peak_it_power_w: f64,
    /// Mean over largest facility power.
    pub load_factor: f64,
    /// IT load: mean IT power over that of all racks of the hall with every server at full activity, which it is built for.
    pub it_load_share: f64,
    /// Where the electricity turns to heat and where that leaves, means of the year.
    pub heat_flow: HeatFlow,
    /// Electricity's cost, charges for peaks left out.
    pub cost_usd: f64,
    /// Cost of the year and of all years.
    #[serde(flatten)]
    pub ownership: OwnershipCost,
    /// Location-based emissions of the electricity.
    pub carbon_kg_co2e: f64,
    /// What outdoor air did, where it passes through the hall.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outdoor_air: Option<OutdoorAirResult>,
    /// What a tank of cold water did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage: Option<StorageResult>,
    /// Output tokens of the year.
    pub output_tokens: Option<f64>,
    /// Output tokens per joule at the utility meter.
    pub tokens_per_joule: Option<f64>,
    /// Why there is no figure for tokens, or what it rests on.
    pub tokens_reason: String,
}

/// Outdoor air that passes through a hall, through the year: hours within the limits of the air at the servers, and hours
/// outside them by reason.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct OutdoorAirResult {
    /// Hours in which it supplies the hall alone.
    pub alone_hours: f64,
    /// Hours in which it is too warm for that.
    pub too_warm_hours: f64,
    /// Hours in which it is too humid.
    pub too_humid_hours: f64,
    /// Hours in which it is too dry.
    pub too_dry_hours: f64,
    /// Hours in which its dry-bulb or its enthalpy lock it out.
    pub locked_out_hours: f64,
    /// Hours with compressors.
    pub compressor_hours: f64,
    /// Electricity of humidifiers.
    pub humidifier_kwh: f64,
    /// Water that humidifiers draw.
    pub humidifier_water_l: f64,
}

/// A tank of cold water through the year.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct StorageResult {
    /// Its volume.
    pub volume_m3: f64,
    /// Heat that it takes between the loop's supply and return at full power.
    pub capacity_kwh: f64,
    /// Heat that was taken out of it.
    pub filled_kwh: f64,
    /// Heat that it took from the loop.
    pub emptied_kwh: f64,
    /// Heat that it lost to its surroundings; negative where it gained some.
    pub lost_kwh: f64,
    /// Heat in it at the end of the year above that at its beginning.
    pub change_kwh: f64,
    /// Electricity of the plant's pumps above that of standing still.
    pub pump_kwh: f64,
    /// Whole cycles.
    pub cycles: f64,
    /// Hours of filling.
    pub filling_hours: f64,
    /// Hours of emptying.
    pub emptying_hours: f64,
    /// Energy at the meter that it saves against standing still; negative where it costs some.
    pub saved_kwh: f64,
    /// Cost of electricity, charges for peaks with it, that it saves.
    pub saved_usd: f64,
    /// Hours above the set point, had it stood still.
    pub unmet_hours_without: f64,
}
