//! Temperatures, flows and pumps of the loops of a plant in an hour.

use crate::physics::liquid::WATER_HEAT_CAPACITY_J_M3_K;
use crate::units::VolumeFlow;

use super::campus::CampusSupply;
use super::dry::DryPlant;
use super::hour::{SizedPlantHour, WaterLoad};
use super::plant::SizedPlant;
use super::tower::TowerPlant;
use super::tower_loops::LoopHeat;

/// Which loop of a plant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlantLoopKind {
    /// The one that serves the hall.
    Hall,
    /// Between towers, economizer and condensers.
    Condenser,
    /// The bought water.
    Campus,
}

/// A loop in an hour.
#[derive(Clone, Copy, Debug)]
pub struct PlantLoopState {
    /// Which.
    pub kind: PlantLoopKind,
    /// Colder side, °C.
    pub supply_c: f64,
    /// Warmer side, °C.
    pub return_c: f64,
    /// Flow.
    pub flow: VolumeFlow,
    /// Its pumps, W; none where they are somebody else's.
    pub pump_w: Option<f64>,
}

fn volume_flow(capacity_w_k: f64) -> VolumeFlow {
    VolumeFlow::new(capacity_w_k / WATER_HEAT_CAPACITY_J_M3_K)
}

impl SizedPlant {
    /// Its loops in an hour that was solved with a load; none where it moves air.
    pub fn loop_states(&self, load: &WaterLoad, hour: &SizedPlantHour) -> Vec<PlantLoopState> {
        match self {
            Self::Tower(plant) => tower_loops(plant, load, hour),
            Self::Dry(plant) => dry_loops(plant, load, hour),
            Self::PrecooledTower(plant) => tower_loops(&plant.tower, load, hour),
            Self::CoilChiller(_) => vec![hall_loop(load, hour, hour.pump_w)],
            Self::Air(_) => Vec::new(),
        }
    }
}

fn hall_loop(load: &WaterLoad, hour: &SizedPlantHour, pump_w: f64) -> PlantLoopState {
    PlantLoopState {
        kind: PlantLoopKind::Hall,
        supply_c: hour.supply_c,
        return_c: hour.supply_c + (load.heat_w + pump_w) / load.capacity_w_k,
        flow: volume_flow(load.capacity_w_k),
        pump_w: Some(pump_w),
    }
}

/// The bought water in the design of its exchangers.
fn campus_loop(supply: &CampusSupply) -> PlantLoopState {
    PlantLoopState {
        kind: PlantLoopKind::Campus,
        supply_c: supply.water.supply_c,
        return_c: supply.design_return_c,
        flow: volume_flow(supply.design_w_k),
        pump_w: None,
    }
}

fn dry_loops(plant: &DryPlant, load: &WaterLoad, hour: &SizedPlantHour) -> Vec<PlantLoopState> {
    // Pumps of the coolers' own, of spray or glycol, are not the loop's.
    let passed = plant.campus.as_ref().filter(|_| hour.purchased_w > 0.0);
    let loss_pa = passed.map_or(0.0, |supply| supply.loop_loss_pa(load.capacity_w_k));
    let hall = hall_loop(load, hour, plant.pump.power_with_loss_w(load.capacity_w_k, loss_pa));
    std::iter::once(hall).chain(plant.campus.as_ref().map(campus_loop)).collect()
}

fn tower_loops(plant: &TowerPlant, load: &WaterLoad, hour: &SizedPlantHour) -> Vec<PlantLoopState> {
    let to_towers = WaterLoad { heat_w: load.heat_w - hour.precooled_w, ..*load };
    let at_load = plant.at_load(&to_towers);
    let passed = at_load.exchange.as_ref().map(|exchange| &exchange.loops);
    let bought = at_load.campus.as_ref().map(|campus| [&campus.alone, &campus.behind]);
    let ways = std::iter::once(&at_load.loops).chain(passed).chain(bought.into_iter().flatten());
    // Where a dry side took all, the condenser loop stands. Else the pumps tell which exchangers the water passed.
    let off_w = |loops: &&LoopHeat| (loops.pump_w - hour.pump_w).abs();
    let taken = hour.rejection_water.and(ways.min_by(|a, b| off_w(a).total_cmp(&off_w(b))));
    let condenser_w = taken.map_or(0.0, |loops| loops.condenser_w);
    let condenser = hour.rejection_water.map(|water| PlantLoopState {
        kind: PlantLoopKind::Condenser,
        supply_c: water.leaving_c,
        return_c: water.entering_c,
        flow: volume_flow(at_load.plant.condenser_w_k),
        pump_w: Some(condenser_w),
    });
    let hall = hall_loop(load, hour, hour.pump_w - condenser_w);
    std::iter::once(hall).chain(condenser).chain(plant.campus.as_ref().map(campus_loop)).collect()
}
