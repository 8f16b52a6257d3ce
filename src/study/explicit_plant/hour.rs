//! One step of a plant's year.

use crate::plant::explicit::{ExplicitPlantOperation, ExplicitServersHour, ExplicitTowerHour};
use crate::plant::outdoor::OutdoorConditions;
use crate::plant::sized::PlantMode;

/// One hour or step, with the weather it stands for.
#[derive(Clone, Copy)]
pub(super) struct ExplicitPlantHour {
    pub outdoor: OutdoorConditions,
    pub load_w: f64,
    pub plant: Option<ExplicitPlantOperation>,
    pub servers: Option<ExplicitServersHour>,
}

impl ExplicitPlantHour {
    pub fn it_power_w(&self) -> f64 {
        self.load_w + self.servers.map_or(0.0, |s| (s.operation.cpu + s.operation.fan).watts())
    }
    pub fn facility_power_w(&self) -> f64 {
        let loss_w = self.servers.map_or(0.0, |s| s.operation.supply_loss.watts());
        self.it_power_w() + loss_w + self.plant.map_or(0.0, |p| p.power_w())
    }
    pub fn tower(&self) -> Option<ExplicitTowerHour> {
        self.plant.and_then(|p| p.tower)
    }
    pub fn evaporative(&self) -> Option<ExplicitTowerHour> {
        Some(self.plant?.evaporative?.cooler)
    }
    pub fn economizer_tower(&self) -> Option<ExplicitTowerHour> {
        self.plant.and_then(|p| p.economizer_tower)
    }
    /// How the plant cools; nothing where it has no chiller.
    pub fn operating_mode(&self) -> Option<PlantMode> {
        let plant = self.plant?;
        let economizer_works = plant.economizer_heat_w.is_some_and(|w| w > 0.0);
        Some(match (plant.chiller?.power_w > 0.0, economizer_works) {
            (false, _) => PlantMode::Free,
            (true, true) => PlantMode::Partial,
            (true, false) => PlantMode::Mechanical,
        })
    }
}
