//! What the study of a site found, hour by hour and month by month. Field names are the JSON keys and the columns of CSV.

use serde::Serialize;

use super::cooling_modes::{CoolingModeHours, ModeCell};
use crate::assembly::warning::WarningList;
use crate::plant::sized::PlantMode;
use crate::site::year::SeenHour;
use crate::study::compare::result::{
    ArchitectureResult, Assumption, CostParameters, ItSummary, SiteSummary, SourceReference,
};

/// A site's year for some architectures.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SiteReport {
    /// The scenario's title.
    pub title: String,
    /// Place and weather.
    pub site: SiteSummary,
    /// What is cooled.
    pub it: ItSummary,
    /// Hours of outdoor air inside each class of air that IT equipment may breathe.
    pub air_classes: Vec<AirClass>,
    /// Places of the catalog that have the hours of a year, where this one has bins alone.
    #[serde(skip)]
    pub hourly_places: Vec<String>,
    /// Where the hours lie on a psychrometric chart.
    #[serde(skip)]
    pub outdoor_air: OutdoorAir,
    /// How a cost of ownership is counted.
    pub cost: CostParameters,
    /// The architectures.
    pub architectures: Vec<SiteYearResult>,
    /// Every parameter that the result rests on, with its source.
    pub assumptions: Vec<Assumption>,
    /// The sources that the assumptions name.
    pub sources: Vec<SourceReference>,
    /// What the reader must know.
    #[serde(flatten)]
    pub warnings: WarningList,
}

/// A class of air against the outdoor air of the year.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct AirClass {
    /// `recommended`, `A1` and so on.
    pub class: String,
    /// Hours of outdoor air inside it.
    pub hours: f64,
    /// Its outline at the pressure of the chart: dry-bulb, °C, and humidity ratio, kg/kg.
    #[serde(skip)]
    pub outline: Vec<(f64, f64)>,
}

/// The hours of a year on a psychrometric chart.
#[derive(Clone, Debug)]
pub struct OutdoorAir {
    /// Pressure that the chart is drawn for: the standard atmosphere's at the site.
    pub pressure_pa: f64,
    /// Sides of the squares that hours are counted in, K and kg/kg; none where the weather comes in bins of its own.
    pub side: Option<(f64, f64)>,
    /// The squares, or the bins.
    pub cells: Vec<AirCell>,
}

/// Hours of a state of the outdoor air.
#[derive(Clone, Copy, Debug)]
pub struct AirCell {
    /// Dry-bulb.
    pub dry_bulb_c: f64,
    /// Humidity ratio.
    pub humidity_ratio_kg_kg: f64,
    /// Hours.
    pub hours: f64,
}

/// One architecture's year.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SiteYearResult {
    /// Its totals, as in a comparison.
    #[serde(flatten)]
    pub total: ArchitectureResult,
    /// Air that the servers are supplied with; where they are cooled by air.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supply_air_c: Option<f64>,
    /// Hours by how the facility cools.
    pub modes: ModeHours,
    /// Hours by how the plant of the liquid loop cools, whatever the room's chillers do; where the hall has such a plant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub liquid_plant_modes: Option<ModeHours>,
    /// The months; where the weather is hourly.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub months: Vec<MonthlyTotals>,
    /// Hours by outdoor air and mode.
    #[serde(skip)]
    pub mode_cells: Vec<ModeCell>,
    /// Every hour; where the weather is hourly.
    #[serde(skip)]
    pub hours: Vec<HourRecord>,
}

/// Hours by how a facility, or one plant of it, cools.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct ModeHours {
    /// No compressor draws power.
    pub free_hours: f64,
    /// Outdoor air takes a part of the heat, compressors the rest.
    pub partial_hours: f64,
    /// Compressors take all heat.
    pub mechanical_hours: f64,
}

/// Sums of a month.
#[derive(Clone, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct MonthlyTotals {
    /// 1 to 12.
    pub month: u32,
    /// Mean dry-bulb.
    pub dry_bulb_c: f64,
    /// At the utility meter.
    pub energy_kwh: f64,
    /// At the inlet of the IT equipment.
    pub it_energy_kwh: f64,
    /// Server fans.
    pub server_fan_energy_kwh: f64,
    /// Losses from the meter to the parts.
    pub conversion_energy_kwh: f64,
    /// Losses of transformers, UPS and busways: a part of `conversion_energy_kwh`.
    pub power_chain_energy_kwh: f64,
    /// Fans of air handlers, doors and liquid-to-air units.
    pub air_handling_energy_kwh: f64,
    /// Pumps.
    pub pump_energy_kwh: f64,
    /// Compressors.
    pub compressor_energy_kwh: f64,
    /// The campus whose chilled water is bought.
    pub purchased_cooling_energy_kwh: f64,
    /// Fans of towers and dry coolers.
    pub rejection_fan_energy_kwh: f64,
    /// Lighting and fixed loads.
    pub building_energy_kwh: f64,
    /// Facility over IT energy.
    pub pue: f64,
    /// Hours by how the facility cools; they sum to those of the month.
    pub cooling_modes: CoolingModeHours,
    /// Water drawn.
    pub water_l: f64,
    /// Hours in which no compressor of the facility draws power.
    pub free_cooling_hours: f64,
    /// Hours in which none of the liquid loop's plant does; where the hall has such a plant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub liquid_plant_free_cooling_hours: Option<f64>,
}

/// One hour of a site.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct HourRecord {
    /// Hours of local standard time since the year began, at the end of the period: 1 for the first hour, 0.5 for the first
    /// half hour. In bins their number.
    #[serde(serialize_with = "serialize_whole")]
    pub hour: f64,
    /// Outdoor dry-bulb.
    pub dry_bulb_c: f64,
    /// Outdoor wet-bulb.
    pub wet_bulb_c: f64,
    /// Outdoor pressure.
    pub pressure_pa: f64,
    /// At the inlet of the IT equipment.
    pub it_power_w: f64,
    /// At the utility meter.
    pub facility_power_w: f64,
    /// Accelerators.
    pub accelerator_power_w: f64,
    /// Other parts that compute.
    pub other_it_power_w: f64,
    /// Server fans.
    pub server_fan_power_w: f64,
    /// Switches between racks.
    pub network_power_w: f64,
    /// Storage and management.
    pub storage_power_w: f64,
    /// Power supplies in the racks.
    pub psu_loss_w: f64,
    /// Transformer, UPS (or rectifier) and busway together.
    pub power_chain_loss_w: f64,
    /// Transformers.
    pub transformer_loss_w: f64,
    /// UPS, or rectifiers to a direct-current bus.
    pub ups_loss_w: f64,
    /// Busways.
    pub busway_loss_w: f64,
    /// Lighting of the hall.
    pub lighting_power_w: f64,
    /// Fixed loads outside the hall.
    pub fixed_power_w: f64,
    /// Fans of air handlers, doors and liquid-to-air units, and humidifiers.
    pub air_handling_power_w: f64,
    /// Pumps of coolant distribution units.
    pub coolant_pump_power_w: f64,
    /// Pumps of the plant.
    pub plant_pump_power_w: f64,
    /// Compressors.
    pub compressor_power_w: f64,
    /// The campus whose chilled water is bought.
    pub purchased_cooling_power_w: f64,
    /// Fans of towers and dry coolers.
    pub rejection_fan_power_w: f64,
    /// Heat into the outdoor air.
    pub rejected_heat_w: f64,
    /// Heat to a district, with the electricity of its heat pump.
    pub delivered_heat_w: f64,
    /// Heat of the racks that leaves with liquid.
    pub liquid_heat_w: f64,
    /// Water drawn.
    pub water_kg_s: f64,
    /// Main coolant at the racks.
    pub supply_c: f64,
    /// Water supplied by the main plant; no column where it cools the hall's air itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub water_supply_c: Option<f64>,
    /// Water leaving towers or dry coolers; no column where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejection_leaving_c: Option<f64>,
    /// Heat that a tank takes from the main loop; negative while it is filled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tank_heat_w: Option<f64>,
    /// Heat that it could take until it is as warm as emptied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tank_content_kwh: Option<f64>,
    /// Growth of the heat in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tank_change_w: Option<f64>,
    /// Compressors of the liquid loop's plant alone; no column where the hall has no such plant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub liquid_plant_compressor_power_w: Option<f64>,
    /// At the utility meter with the largest loads within the hour; no column where loads are constant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility_power_peak_w: Option<f64>,
    /// How the facility cools.
    pub mode: PlantMode,
    /// Groups of racks, by the scenario's list; none in a hall whose racks are alike and busy at a constant share.
    #[serde(skip)]
    pub groups: Vec<GroupHour>,
    /// How the plant of the liquid loop cools; where the hall has such a plant.
    #[serde(skip)]
    pub liquid_plant_mode: Option<PlantMode>,
}

/// A group of racks in an hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupHour {
    /// Its load: share of busy servers, or of the range that all of them draw.
    pub load: f64,
    /// Power at the inlets of its racks and of what stands beside them.
    pub it_power_w: f64,
    /// Coolant at its racks.
    pub supply_c: f64,
}

/// Writes whole hours without a decimal point.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn serialize_whole<S: serde::Serializer>(hours: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    if hours.fract() == 0.0 && (0.0..1e9).contains(hours) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and small")]
        return serializer.serialize_u64(*hours as u64);
    }
    serializer.serialize_f64(*hours)
}

impl HourRecord {
    /// The record of an hour of the year; `by_hour` says that the load goes by the hour, so that every row has its peak.
    pub(crate) fn new(hour: f64, seen: &SeenHour<'_>, groups: Vec<GroupHour>, by_hour: bool) -> Self {
        let (weather, h) = (seen.outdoor, seen.state);
        Self {
            hour,
            dry_bulb_c: weather.air.dry_bulb().celsius(),
            wet_bulb_c: weather.wet_bulb.celsius(),
            pressure_pa: weather.air.pressure().pascals(),
            it_power_w: h.it_w(),
            facility_power_w: h.facility_w,
            accelerator_power_w: h.racks.accelerator_w,
            other_it_power_w: h.racks.other_it_w,
            server_fan_power_w: h.racks.fan_w,
            psu_loss_w: h.racks.psu_loss_w,
            power_chain_loss_w: h.power_chain.loss_w(),
            transformer_loss_w: h.power_chain.transformer_loss_w,
            ups_loss_w: h.power_chain.backed_up.backup_loss_w,
            busway_loss_w: h.power_chain.backed_up.busway_loss_w,
            lighting_power_w: h.power_chain.building.lighting_w,
            fixed_power_w: h.power_chain.building.fixed_w,
            air_handling_power_w: h.handler_w,
            coolant_pump_power_w: h.racks.coolant_pump_w(),
            network_power_w: h.racks.beside.network_w,
            storage_power_w: h.racks.beside.storage_w,
            plant_pump_power_w: h.plant_pump_w(),
            compressor_power_w: h.compressor_w(),
            purchased_cooling_power_w: h.purchased_w(),
            rejection_fan_power_w: h.rejection_fan_w(),
            rejected_heat_w: h.rejected_w,
            delivered_heat_w: h.heat_reuse.delivered_w,
            liquid_heat_w: h.racks.liquid_heat_w,
            water_kg_s: h.water_kg_s(),
            supply_c: h.supply_c,
            water_supply_c: h.water_supply_c,
            rejection_leaving_c: h.main.rejection_water.map(|w| w.leaving_c),
            tank_heat_w: h.storage.map(|s| s.taken_w),
            tank_content_kwh: h.storage.map(|s| s.content_j / 3.6e6),
            tank_change_w: h.storage.map(|s| s.change_w),
            liquid_plant_compressor_power_w: h.liquid_plant_mode.map(|_| h.main.compressor_w),
            facility_power_peak_w: by_hour.then(|| seen.peak.unwrap_or(seen.state).facility_w),
            mode: h.mode(),
            groups,
            liquid_plant_mode: h.liquid_plant_mode,
        }
    }

    /// Everything but the IT equipment.
    pub fn overhead_w(&self) -> f64 {
        self.facility_power_w - self.it_power_w
    }
}
