//! What outdoor air and a tank did through a year.

use crate::plant::outdoor::settle_minutes;
use crate::plant::sized::{OutdoorAirHour, SizedPlantHour};

use super::facility::SUPPLY_TOLERANCE_K;
use super::hour::FacilityHour;

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
    pub(super) fn add_hour(&mut self, kind: OutdoorAirHour, plant: &SizedPlantHour, weight_h: f64) {
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

    pub(super) fn settle_hours(&mut self) {
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
    pub(super) fn add_hour(&mut self, h: &FacilityHour, weight_h: f64, set_c: f64) {
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
