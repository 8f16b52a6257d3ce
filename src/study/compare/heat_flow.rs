//! Where a facility's electricity turns to heat and where that heat leaves. Field names are the JSON keys.

use serde::Serialize;

use crate::site::year::FacilityYear;

/// Means of the year. All electricity becomes heat: `to_liquid_w + to_hall_air_w + to_plant_w + to_outdoors_w` is the power
/// at the meter, and `rejected_w + delivered_w` the same but for what a tank keeps.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct HeatFlow {
    /// From the racks into their liquid, with the work of its pumps.
    pub to_liquid_w: f64,
    /// Into the hall's air: racks, network, storage, busways, UPS, lighting, air handlers.
    pub to_hall_air_w: f64,
    /// Electricity of the plant: compressors, purchased cooling, its pumps, fans of heat rejection.
    pub to_plant_w: f64,
    /// Into the outdoor air past every plant: transformers and fixed loads.
    pub to_outdoors_w: f64,
    /// Pumps of the racks' liquid, a part of `to_liquid_w`; the controls of their units heat the hall's air.
    pub coolant_pump_w: f64,
    /// Losses of busways and UPS: a part of `to_hall_air_w`.
    pub hall_conversion_loss_w: f64,
    /// Losses of transformers: a part of `to_outdoors_w`.
    pub transformer_loss_w: f64,
    /// Losses of the racks' power supplies.
    pub supply_loss_w: f64,
    /// Into the outdoor air.
    pub rejected_w: f64,
    /// To a district, with the electricity of its heat pump.
    pub delivered_w: f64,
}

impl HeatFlow {
    /// The flows of a year.
    pub(crate) fn new(year: &FacilityYear) -> Self {
        let mean_w = |j: f64| j / (year.hours * 3600.0);
        let lighting_j = year.lighting_j;
        let outdoors_j = year.transformer_loss_j + (year.building_j - lighting_j);
        Self {
            to_liquid_w: mean_w(year.liquid_heat_j),
            to_hall_air_w: mean_w(year.hall_air_heat_j),
            to_plant_w: mean_w(year.facility_j - year.liquid_heat_j - year.hall_air_heat_j - outdoors_j),
            to_outdoors_w: mean_w(outdoors_j),
            coolant_pump_w: mean_w(year.coolant_pump_j),
            hall_conversion_loss_w: mean_w(year.busway_loss_j + year.backup_loss_j),
            transformer_loss_w: mean_w(year.transformer_loss_j),
            supply_loss_w: mean_w(year.supply_loss_j),
            rejected_w: mean_w(year.rejected_j),
            delivered_w: mean_w(year.delivered_j),
        }
    }
}
