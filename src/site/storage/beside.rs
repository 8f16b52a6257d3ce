//! What a facility's main loop is to its tank.

use super::super::SiteError;
use super::super::facility::Facility;
use super::super::outdoor::Outdoor;
use super::super::plant::{Load, PlantHour, WaterLoad};
use super::{Passing, Stored};

impl Facility {
    /// The main loop at the set point: supply and return, °C, and capacity rate, W/K.
    pub fn main_loop(&self) -> (f64, f64, f64) {
        match &self.at_set.hall.main {
            Load::Water(load) => {
                let heat_w = load.heat_w + self.main.loop_pump_w(load.capacity_w_k);
                (load.supply_c, load.supply_c + heat_w / load.capacity_w_k, load.capacity_w_k)
            }
            Load::Air(load) => (load.supply_c, load.supply_c + load.heat_w / load.capacity_w_k, load.capacity_w_k),
        }
    }

    /// The main plant with a load of this hour, that it shares with a tank if water passes there.
    pub(in crate::site) fn shared(
        &self,
        load: &WaterLoad,
        outdoor: &Outdoor,
        tank: Option<&Passing>,
    ) -> Result<(PlantHour, Option<Stored>), SiteError> {
        let Some(tank) = tank else { return Ok((self.main.task(&Load::Water(*load))?.serve(outdoor)?, None)) };
        let shared = tank.share(load, |w_k| self.main.loop_pump_w(w_k)).ok_or(SiteError::Tank)?;
        let mut main = self.main.task(&Load::Water(shared.plant))?.serve(outdoor)?;
        main.pump_w += shared.pump_w;
        main.supply_c = load.supply_c + shared.share * (main.supply_c - shared.plant.supply_c);
        let stored = Stored { taken_w: shared.taken_w, inlet_c: shared.inlet_c, ..Stored::default() };
        Ok((main, Some(stored)))
    }
}
