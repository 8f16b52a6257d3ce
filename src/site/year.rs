//! The year: energies summed over the hours; ratios are ratios of sums, never means of hourly ratios.

use crate::plant::outdoor::{OutdoorConditions, settle_minutes};
use crate::plant::sized::{OutdoorAirHour, PlantMode, SizedPlantHour};
use crate::units::Duration;

use super::facility::{Facility, SUPPLY_TOLERANCE_K};
use super::hour::FacilityHour;
use super::profile::HourlyProfile;
use super::storage::dispatch::StorageDispatch;
use crate::plant::error::PlantError;

/// More hours than a common year has, and fewer than a leap year.
const LEAP_YEAR_H: f64 = 8772.0;

/// Sums over a year; energies in J unless their name says otherwise.
#[derive(Clone, Copy, Debug, Default)]
pub struct FacilityYear {
    /// Hours.
    pub hours: f64,
    /// At the meter, and of the campus whose chilled water is bought.
    pub facility_j: f64,
    /// At the inlets of racks, network and storage.
    pub it_j: f64,
    /// Accelerators.
    pub accelerator_j: f64,
    /// Other parts that compute.
    pub other_it_j: f64,
    /// Server fans.
    pub server_fan_j: f64,
    /// Switches between racks.
    pub network_j: f64,
    /// Storage and management.
    pub storage_it_j: f64,
    /// Power supplies in the racks alone.
    pub supply_loss_j: f64,
    /// Busways alone.
    pub busway_loss_j: f64,
    /// UPS or rectifiers alone.
    pub backup_loss_j: f64,
    /// Out of UPS or rectifiers.
    pub backup_output_j: f64,
    /// Transformers alone.
    pub transformer_loss_j: f64,
    /// Lighting and fixed loads.
    pub building_j: f64,
    /// Lighting alone.
    pub lighting_j: f64,
    /// Air handlers and humidifiers.
    pub handler_j: f64,
    /// Pumps of every loop.
    pub pump_j: f64,
    /// Compressors, that of a heat pump to a district too.
    pub compressor_j: f64,
    /// Electricity of the campus whose chilled water is bought.
    pub purchased_j: f64,
    /// Fans of towers and dry coolers.
    pub rejection_fan_j: f64,
    /// Heat of the racks into their liquid, with the work of its pumps.
    pub liquid_heat_j: f64,
    /// Heat into the hall's air: of racks, what stands beside them, busways, UPS, lighting and the fans that move the air.
    pub hall_air_heat_j: f64,
    /// Pumps of the racks' liquid alone, with the controls of their units.
    pub coolant_pump_j: f64,
    /// Heat into the outdoor air.
    pub rejected_j: f64,
    /// Heat of the hall taken to a district.
    pub reused_j: f64,
    /// Heat delivered to it, with the electricity of the heat pump.
    pub delivered_j: f64,
    /// Water drawn, kg.
    pub water_kg: f64,
    /// Hours in which no compressor of the facility or of a campus works for it.
    pub free_cooling_h: f64,
    /// Hours in which none of the liquid loop's plant does; none where the hall has no such plant.
    pub liquid_plant_free_h: Option<f64>,
    /// Hours with the supply above its set point.
    pub unmet_h: f64,
    /// Hours in which a compressor ran outside its curves.
    pub compressor_extrapolated_h: f64,
    /// Hours in which a tower was outside the range of its model.
    pub tower_extrapolated_h: f64,
    /// Largest power at the meter, W.
    pub peak_w: f64,
    /// Warmest supply, °C.
    pub warmest_supply_c: f64,
    /// Work done against work without throttling, summed over the hours.
    pub performance_h: f64,
    /// What outdoor air did, where it passes through the hall.
    pub outdoor_air: Option<OutdoorAirYear>,
    /// What a tank of cold water did.
    pub storage: StorageYear,
}

/// Hours of outdoor air that passes through a hall, and its humidifiers.
#[derive(Clone, Copy, Debug, Default)]
pub struct OutdoorAirYear {
    /// Hours in which it supplies the hall alone, within the limits of the air at the servers.
    pub alone_h: f64,
    /// Hours in which it is too warm.
    pub too_warm_h: f64,
    /// Hours in which it is too humid.
    pub too_humid_h: f64,
    /// Hours in which it is too dry.
    pub too_dry_h: f64,
    /// Hours in which its dry-bulb or its enthalpy lock it out.
    pub locked_out_h: f64,
    /// Hours with compressors.
    pub compressor_h: f64,
    /// Electricity of humidifiers, J.
    pub humidifier_j: f64,
    /// Water drawn by humidifiers, kg.
    pub humidifier_kg: f64,
}

impl OutdoorAirYear {
    fn add_hour(&mut self, kind: OutdoorAirHour, plant: &SizedPlantHour, weight_h: f64) {
        let s = weight_h * 3600.0;
        let hours = match kind {
            OutdoorAirHour::Alone => &mut self.alone_h,
            OutdoorAirHour::TooWarm => &mut self.too_warm_h,
            OutdoorAirHour::TooHumid => &mut self.too_humid_h,
            OutdoorAirHour::TooDry => &mut self.too_dry_h,
            OutdoorAirHour::LockedOut => &mut self.locked_out_h,
        };
        *hours += weight_h;
        self.compressor_h += if plant.compressor_w > 0.0 { weight_h } else { 0.0 };
        self.humidifier_j += s * plant.humidifier_w;
        self.humidifier_kg += s * plant.humidifier_water_kg_s;
    }

    fn settle_hours(&mut self) {
        let Self { alone_h, too_warm_h, too_humid_h, too_dry_h, locked_out_h, compressor_h, .. } = self;
        for hours in [alone_h, too_warm_h, too_humid_h, too_dry_h, locked_out_h, compressor_h] {
            *hours = settle_minutes(*hours);
        }
    }
}

/// Sums of a tank over a year; energies in J.
#[derive(Clone, Copy, Debug, Default)]
pub struct StorageYear {
    /// Heat that the loop's water took out of it while it was filled.
    pub filled_j: f64,
    /// Heat that it took from the loop.
    pub emptied_j: f64,
    /// Heat lost to the surroundings; negative where it gained some.
    pub lost_j: f64,
    /// Heat in it at the end above that at the beginning.
    pub change_j: f64,
    /// Pumps of the plant, above standing still.
    pub pump_j: f64,
    /// Hours of filling.
    pub filling_h: f64,
    /// Hours of emptying.
    pub emptying_h: f64,
    /// Whole cycles.
    pub cycles: f64,
    /// At the meter, had it stood still.
    pub baseline_j: f64,
    /// Hours with the supply above its set point, had it stood still.
    pub baseline_unmet_h: f64,
}

impl StorageYear {
    fn add_hour(&mut self, h: &FacilityHour, weight_h: f64, set_c: f64) {
        let Some(stored) = &h.storage else { return };
        let s = weight_h * 3600.0;
        self.filled_j += s * (-stored.taken_w).max(0.0);
        self.emptied_j += s * stored.taken_w.max(0.0);
        self.lost_j += s * stored.lost_w;
        self.change_j += s * stored.change_w;
        self.pump_j += s * stored.pump_w;
        self.filling_h += if stored.taken_w < 0.0 { weight_h } else { 0.0 };
        self.emptying_h += if stored.taken_w > 0.0 { weight_h } else { 0.0 };
        self.cycles += stored.cycles;
        self.baseline_j += s * stored.baseline_w;
        self.baseline_unmet_h += if stored.baseline_supply_c > set_c + SUPPLY_TOLERANCE_K { weight_h } else { 0.0 };
    }
}

impl FacilityYear {
    /// Adds an hour that stands for `weight_h` hours.
    fn add_hour(&mut self, h: &FacilityHour, weight_h: f64, set_c: f64) {
        let s = weight_h * 3600.0;
        self.hours += weight_h;
        self.facility_j += s * h.facility_w;
        self.it_j += s * h.it_w();
        self.accelerator_j += s * h.racks.accelerator_w;
        self.other_it_j += s * h.racks.other_it_w;
        self.server_fan_j += s * h.racks.fan_w;
        self.network_j += s * h.racks.beside.network_w;
        self.storage_it_j += s * h.racks.beside.storage_w;
        self.supply_loss_j += s * h.racks.psu_loss_w;
        self.busway_loss_j += s * h.power_chain.backed_up.busway_loss_w;
        self.backup_loss_j += s * h.power_chain.backed_up.backup_loss_w;
        self.backup_output_j += s * h.power_chain.backed_up.output_w;
        self.transformer_loss_j += s * h.power_chain.transformer_loss_w;
        self.handler_j += s * h.handler_w;
        self.pump_j += s * (h.racks.coolant_pump_w() + h.main.pump_w + h.room.pump_w);
        self.compressor_j += s * h.compressor_w();
        self.purchased_j += s * h.purchased_w();
        self.rejection_fan_j += s * (h.main.fan_w + h.room.fan_w);
        self.liquid_heat_j += s * h.liquid_heat_w();
        self.hall_air_heat_j += s * h.hall_air_heat_w();
        self.coolant_pump_j += s * h.racks.coolant_pump_w();
        self.rejected_j += s * h.rejected_w;
        self.reused_j += s * h.heat_reuse.taken_w;
        self.delivered_j += s * h.heat_reuse.delivered_w;
        self.water_kg += s * (h.main.water_kg_s + h.room.water_kg_s);
        let when = |happens: bool| if happens { weight_h } else { 0.0 };
        self.free_cooling_h += when(h.mode() == PlantMode::Free);
        if let Some(mode) = h.liquid_plant_mode {
            *self.liquid_plant_free_h.get_or_insert(0.0) += when(mode == PlantMode::Free);
        }
        self.unmet_h += when(h.supply_c > set_c + SUPPLY_TOLERANCE_K);
        self.compressor_extrapolated_h += when(h.main.compressor_extrapolated || h.room.compressor_extrapolated);
        self.tower_extrapolated_h += when(h.main.tower_extrapolated);
        self.peak_w = self.peak_w.max(h.facility_w);
        self.warmest_supply_c = self.warmest_supply_c.max(h.supply_c);
        self.performance_h += weight_h * h.racks.performance;
        if let Some(kind) = h.main.outdoor_air {
            self.outdoor_air.get_or_insert_default().add_hour(kind, &h.main, weight_h);
        }
        self.storage.add_hour(h, weight_h, set_c);
    }

    /// Takes off the sums of hours what adding parts of an hour has rounded.
    fn settle_hours(&mut self) {
        for hours in [
            &mut self.hours,
            &mut self.free_cooling_h,
            &mut self.unmet_h,
            &mut self.compressor_extrapolated_h,
            &mut self.tower_extrapolated_h,
            &mut self.storage.filling_h,
            &mut self.storage.emptying_h,
            &mut self.storage.baseline_unmet_h,
        ] {
            *hours = settle_minutes(*hours);
        }
        self.liquid_plant_free_h = self.liquid_plant_free_h.map(settle_minutes);
        self.outdoor_air.iter_mut().for_each(OutdoorAirYear::settle_hours);
    }

    /// Losses of power supplies, busways, UPS and transformers.
    pub fn conversion_loss_j(&self) -> f64 {
        self.supply_loss_j + self.busway_loss_j + self.backup_loss_j + self.transformer_loss_j
    }

    /// |heat out and stored − electricity in| over electricity in.
    pub fn balance_error(&self) -> f64 {
        ((self.rejected_j + self.delivered_j + self.storage.change_j) / self.facility_j - 1.0).abs()
    }
}

/// Runs a facility through the hours of a year; `see` is shown each of them. Where it has a tank, the hours must stand in
/// their order.
///
/// # Errors
/// [`PlantError`] of the first hour that fails.
pub fn run_year(
    facility: &Facility,
    hours: &[OutdoorConditions],
    see: impl FnMut(&OutdoorConditions, &FacilityHour),
) -> Result<FacilityYear, PlantError> {
    run_priced_year(facility, hours, None, see)
}

/// The same with a price for every hour, by which a tank is worked.
///
/// # Errors
/// As [`run_year`].
pub fn run_priced_year(
    facility: &Facility,
    hours: &[OutdoorConditions],
    price: Option<&HourlyProfile>,
    mut see: impl FnMut(&OutdoorConditions, &FacilityHour),
) -> Result<FacilityYear, PlantError> {
    let mut year = FacilityYear::default();
    let leap = hours.iter().map(|h| h.weight_h).sum::<f64>() > LEAP_YEAR_H;
    let set_c = facility.warmest_met_supply().celsius();
    let mut book = |hour: &OutdoorConditions, state: &FacilityHour| {
        year.add_hour(state, hour.weight_h, set_c);
        see(hour, state);
    };
    if let (Some(storage), Some(first)) = (facility.storage(), hours.first()) {
        let mut keeper = StorageDispatch::new(facility, storage, Duration::new(first.weight_h * 3600.0), price, leap);
        let mut left = hours;
        while !left.is_empty() {
            let (day, rest) = left.split_at(keeper.plan_day(left)?);
            for (place, hour) in day.iter().enumerate() {
                book(hour, &keeper.dispatch_hour(place, hour));
            }
            left = rest;
        }
    } else {
        for hour in hours {
            match &facility.solve_hour(hour) {
                Ok(state) => book(hour, state),
                Err(error) => return Err(error.clone()),
            }
        }
    }
    year.settle_hours();
    let building = &facility.hall.power_chain.building;
    year.building_j = year.hours * 3600.0 * (building.lighting_w + building.fixed_w);
    year.lighting_j = year.hours * 3600.0 * building.lighting_w;
    Ok(year)
}
