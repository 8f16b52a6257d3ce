//! What a facility's main loop is to its tank.

use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::plant::sized::{PlantLoad, SizedPlantHour, WaterLoad};
use crate::site::facility::Facility;

use super::{StorageHour, TankFlow};

impl Facility {
    /// The main loop at the set point: supply and return, °C, and capacity rate, W/K.
    pub fn main_loop(&self) -> (f64, f64, f64) {
        match &self.at_set_point.hall.main_load {
            PlantLoad::Water(load) => {
                let heat_w = load.heat_w + self.main.loop_pump_w(load.capacity_w_k);
                (load.supply_c, load.supply_c + heat_w / load.capacity_w_k, load.capacity_w_k)
            }
            PlantLoad::Air(load) => (load.supply_c, load.supply_c + load.heat_w / load.capacity_w_k, load.capacity_w_k),
        }
    }

    /// The main plant with a load of this hour, that it shares with a tank if water passes there.
    pub(crate) fn solve_main_plant(
        &self,
        load: &WaterLoad,
        outdoor: &OutdoorConditions,
        tank: Option<&TankFlow>,
    ) -> Result<(SizedPlantHour, Option<StorageHour>), PlantError> {
        let Some(tank) = tank else {
            return Ok((self.main.at_load(&PlantLoad::Water(*load))?.solve_hour(outdoor)?, None));
        };
        let shared = tank.split_load(load, |w_k| self.main.loop_pump_w(w_k)).ok_or(PlantError::TankFlowTooLarge)?;
        let mut main = self.main.at_load(&PlantLoad::Water(shared.plant_load))?.solve_hour(outdoor)?;
        main.pump_w += shared.pump_w;
        main.supply_c = load.supply_c + shared.plant_share * (main.supply_c - shared.plant_load.supply_c);
        let stored = StorageHour { taken_w: shared.taken_w, inlet_c: shared.inlet_c, ..StorageHour::default() };
        Ok((main, Some(stored)))
    }
}
