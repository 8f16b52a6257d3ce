//! One hour of a facility as it was solved.

use crate::plant::sized::{PlantMode, SizedPlantHour};
use crate::rack::response::RackMeans;

use super::power::PowerChainHour;
use super::reuse::HeatReuseHour;
use super::side_loops::SideLoopsHour;
use super::storage::StorageHour;

/// A facility's hour; powers in W.
#[derive(Clone, Copy, Debug, Default)]
pub struct FacilityHour {
    /// All racks.
    pub racks: RackMeans,
    /// Coolant at the racks, °C.
    pub supply_c: f64,
    /// Facility or chilled water supplied by the main plant, °C; none where it cools the hall's air itself.
    pub water_supply_c: Option<f64>,
    /// Power chain and loads beside racks and plant.
    pub power_chain: PowerChainHour,
    /// Fans of air handlers, and humidifiers.
    pub handler_w: f64,
    /// Main plant.
    pub main: SizedPlantHour,
    /// Plant of the room's air in a liquid-cooled hall.
    pub room: SizedPlantHour,
    /// How the plant of the liquid loop cools, in a hall whose room has a plant of its own.
    pub liquid_plant_mode: Option<PlantMode>,
    /// Plants of the loops beside the main one.
    pub side: SideLoopsHour,
    /// Heat to a district.
    pub heat_reuse: HeatReuseHour,
    /// The tank's part, where there is one that a year is run with.
    pub storage: Option<StorageHour>,
    /// Electricity at the meter, and of the campus whose chilled water is bought.
    pub facility_w: f64,
    /// Heat into the outdoor air.
    pub rejected_w: f64,
}

impl FacilityHour {
    /// Compressors of all plants and of the heat pump to a district, W.
    pub fn compressor_w(&self) -> f64 {
        self.main.compressor_w + self.room.compressor_w + self.heat_reuse.power_w + self.side.compressor_w
    }

    /// Electricity of the campus whose chilled water is bought, W.
    pub fn purchased_w(&self) -> f64 {
        self.main.purchased_w + self.room.purchased_w + self.side.purchased_w
    }

    /// How the facility cools: free where no compressor works for it, mechanical where compressors take all heat of its
    /// plants. Those of a campus count.
    pub fn mode(&self) -> PlantMode {
        let room_is_mechanical = self.liquid_plant_mode.is_none() || self.room.mode == PlantMode::Mechanical;
        let side_is_mechanical = self.side.mode.is_none_or(|mode| mode == PlantMode::Mechanical);
        if self.compressor_w() + self.purchased_w() <= 0.0 {
            PlantMode::Free
        } else if self.main.mode == PlantMode::Mechanical && room_is_mechanical && side_is_mechanical {
            PlantMode::Mechanical
        } else {
            PlantMode::Partial
        }
    }

    /// Heat of the racks into their liquid, with the work of its pumps, W.
    pub fn liquid_heat_w(&self) -> f64 {
        self.racks.liquid_heat_w + self.racks.pump_w
    }

    /// Heat into the hall's air, W. The racks' own holds that of their doors' and liquid-to-air units' fans.
    pub fn hall_air_heat_w(&self) -> f64 {
        let chain = &self.power_chain;
        self.racks.air_heat_w
            + chain.backed_up.busway_loss_w
            + chain.backed_up.backup_loss_w
            + chain.building.lighting_w
            + (self.handler_w - self.racks.cooler_w)
    }

    /// Pumps of every plant, W; those of the racks' liquid are with the racks.
    pub fn plant_pump_w(&self) -> f64 {
        self.main.pump_w + self.room.pump_w + self.side.pump_w
    }

    /// Fans of towers and dry coolers, W.
    pub fn rejection_fan_w(&self) -> f64 {
        self.main.fan_w + self.room.fan_w + self.side.fan_w
    }

    /// Water drawn, kg/s.
    pub fn water_kg_s(&self) -> f64 {
        self.main.water_kg_s + self.room.water_kg_s + self.side.water_kg_s
    }

    /// Power at the racks' inlets.
    pub fn it_w(&self) -> f64 {
        self.racks.power_w()
    }
}
