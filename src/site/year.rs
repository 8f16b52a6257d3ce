//! The year: energies summed over the hours; ratios are ratios of sums, never means of hourly ratios.

use crate::plant::outdoor::settle_minutes;
use crate::plant::sized::PlantMode;

use super::facility::SUPPLY_TOLERANCE_K;
use super::hour::FacilityHour;

pub use super::run::{
    SeenHour, YearInputs, YearWithParts, run_detailed_year, run_priced_year, run_year, run_year_in_parts,
};
pub use super::year_groups::GroupYear;
pub use super::year_parts::{OutdoorAirYear, StorageYear};

/// Sums over a year; energies in J unless their name says otherwise.
#[derive(Clone, Debug, Default)]
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
    /// Largest power at the meter, W, that within an hour with it where loads are finer.
    pub peak_w: f64,
    /// Largest power at the inlets of racks, network and storage, W.
    pub it_peak_w: f64,
    /// Warmest supply, °C.
    pub warmest_supply_c: f64,
    /// Work done against work without throttling, summed over the hours.
    pub performance_h: f64,
    /// What outdoor air did, where it passes through the hall.
    pub outdoor_air: Option<OutdoorAirYear>,
    /// What a tank of cold water did.
    pub storage: StorageYear,
    /// Groups of racks, by the scenario's list.
    pub groups: Vec<GroupYear>,
}

impl FacilityYear {
    /// Adds an hour that stands for `weight_h` hours.
    pub(super) fn add_hour(&mut self, h: &FacilityHour, weight_h: f64, set_c: f64) {
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
        self.pump_j += s * (h.racks.coolant_pump_w() + h.plant_pump_w());
        self.compressor_j += s * h.compressor_w();
        self.purchased_j += s * h.purchased_w();
        self.rejection_fan_j += s * h.rejection_fan_w();
        self.liquid_heat_j += s * h.liquid_heat_w();
        self.hall_air_heat_j += s * h.hall_air_heat_w();
        self.coolant_pump_j += s * h.racks.coolant_pump_w();
        self.rejected_j += s * h.rejected_w;
        self.reused_j += s * h.heat_reuse.taken_w;
        self.delivered_j += s * h.heat_reuse.delivered_w;
        self.water_kg += s * h.water_kg_s();
        let when = |happens: bool| if happens { weight_h } else { 0.0 };
        self.free_cooling_h += when(h.mode() == PlantMode::Free);
        if let Some(mode) = h.liquid_plant_mode {
            *self.liquid_plant_free_h.get_or_insert(0.0) += when(mode == PlantMode::Free);
        }
        self.unmet_h += when(h.supply_c > set_c + SUPPLY_TOLERANCE_K || h.side.excess_k > SUPPLY_TOLERANCE_K);
        self.compressor_extrapolated_h +=
            when(h.main.compressor_extrapolated || h.room.compressor_extrapolated || h.side.compressor_extrapolated);
        self.tower_extrapolated_h += when(h.main.tower_extrapolated || h.side.tower_extrapolated);
        self.add_peak(h);
        self.warmest_supply_c = self.warmest_supply_c.max(h.supply_c);
        self.performance_h += weight_h * h.racks.performance;
        if let Some(kind) = h.main.outdoor_air {
            self.outdoor_air.get_or_insert_default().add_hour(kind, &h.main, weight_h);
        }
        self.storage.add_hour(h, weight_h, set_c);
    }

    /// Counts the largest powers of an hour.
    pub(super) fn add_peak(&mut self, h: &FacilityHour) {
        self.peak_w = self.peak_w.max(h.facility_w);
        self.it_peak_w = self.it_peak_w.max(h.it_w());
    }

    /// Takes off the sums of hours what adding parts of an hour has rounded.
    pub(super) fn settle_hours(&mut self) {
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
