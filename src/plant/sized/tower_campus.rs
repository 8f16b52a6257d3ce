//! Towers with an economizer, and bought chilled water in place of chillers.
//!
//! Three modes, the cheapest admissible one each hour, the electricity of the campus counted:
//! - free: the towers take all through the economizer;
//! - partial (integrated economizers): the fans run fully, and the campus takes what the economizer leaves;
//! - mechanical: the campus takes all; towers and their pumps stand still, and the loop's water bypasses the economizer.

use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};

use super::campus::CampusSupply;
use super::hour::{PlantMode, SizedPlantHour, WaterLoad, choose_cheaper};
use super::tower::{TowerPlant, TowerPlantAtLoad};
use super::tower_cells::SizedTowerHour;
use super::tower_loops::{EconomizerExchange, LoopHeat};

/// Bought water at a loop with a load.
#[derive(Clone, Copy, Debug)]
pub(super) struct CampusAtLoad {
    supply: CampusSupply,
    /// The loop where the campus takes all heat.
    pub(super) alone: LoopHeat,
    /// Both loops where it takes what the economizer leaves.
    pub(super) behind: LoopHeat,
}

/// Further below the wet-bulb than any water leaves a tower, K.
const BELOW_WET_BULB_K: f64 = 10.0;
/// The leaving water is found within this, K.
const LEAVING_TOLERANCE_K: f64 = 1e-6;

impl CampusAtLoad {
    /// The loops of a plant with a load; `losses_pa` are those of its economizer, on the side of the loop and of the towers.
    pub(super) fn new(plant: &TowerPlant, supply: CampusSupply, load: &WaterLoad, losses_pa: (f64, f64)) -> Self {
        let own_pa = supply.loop_loss_pa(load.capacity_w_k);
        let chilled_w = |loss_pa| plant.chilled_pump.power_with_loss_w(load.capacity_w_k, loss_pa);
        let condenser_w = plant.condenser_pump.power_with_loss_w(plant.condenser_w_k, losses_pa.1);
        Self {
            supply,
            alone: LoopHeat::new(load, chilled_w(own_pa), 0.0),
            behind: LoopHeat::new(load, chilled_w(own_pa + losses_pa.0), condenser_w),
        }
    }
}

impl TowerPlantAtLoad {
    /// The hour of towers whose trim is bought water.
    pub(super) fn solve_campus_hour(
        &self,
        tower: &SizedTowerHour<'_>,
        outdoor: &OutdoorConditions,
        campus: &CampusAtLoad,
    ) -> Result<SizedPlantHour, PlantError> {
        let alone = self.solve_campus_alone(campus);
        let Some(exchange) = &self.exchange else { return Ok(alone) };
        let towers = match self.solve_free_cooling(tower, outdoor, exchange)? {
            Some(free) => Some(with_tower_water(tower, free, 0.0)?),
            None if self.plant.integrated => self.solve_campus_behind(tower, outdoor, campus, exchange)?,
            None => None,
        };
        towers.map_or(Ok(alone), |towers| choose_cheaper(Ok(towers), Ok(alone)))
    }

    /// The campus takes all heat.
    fn solve_campus_alone(&self, campus: &CampusAtLoad) -> SizedPlantHour {
        let resting = SizedPlantHour {
            pump_w: campus.alone.pump_w,
            supply_c: self.supply.celsius(),
            ..SizedPlantHour::default()
        };
        campus.supply.take_heat(resting, campus.alone.heat_w, PlantMode::Mechanical)
    }

    /// Fans full; the campus takes what the economizer leaves. Nothing where the economizer has no part.
    fn solve_campus_behind(
        &self,
        tower: &SizedTowerHour<'_>,
        outdoor: &OutdoorConditions,
        campus: &CampusAtLoad,
        exchange: &EconomizerExchange,
    ) -> Result<Option<SizedPlantHour>, PlantError> {
        let loops = &campus.behind;
        let (wet_c, return_c) = (outdoor.wet_bulb.celsius(), loops.return_c);
        if wet_c >= return_c {
            return Ok(None);
        }
        let free_w = |leaving_c: f64| (exchange.conductance_w_k * (return_c - leaving_c)).clamp(0.0, loops.heat_w);
        let surplus = |leaving_c: f64| -> Result<f64, NotConverged> {
            Ok(tower.balance_residual(free_w(leaving_c) + loops.condenser_w, leaving_c)?.surplus)
        };
        let coldest_c = wet_c - BELOW_WET_BULB_K;
        let at_return = surplus(return_c)?;
        if at_return <= 0.0 {
            return Ok(None);
        }
        let tolerance = RootTolerance { x: LEAVING_TOLERANCE_K, f: 1e-12 };
        let ends = ((coldest_c, surplus(coldest_c)?), (return_c, at_return));
        let found = root::find_root_between(surplus, ends.0, ends.1, tolerance, 200)
            .map_err(|error| error.into_named::<NotConverged>("towers ahead of bought water"))?;
        let taken_w = free_w(found.x);
        let tower_w = taken_w + loops.condenser_w;
        let full = tower.operate_full_fan(tower_w, found.x)?;
        let hour = self.hour_in_mode((tower_w, loops.pump_w), &full, None, PlantMode::Partial);
        let left_w = loops.heat_w - taken_w;
        Ok(Some(with_tower_water(
            tower,
            campus.supply.take_heat(hour, left_w, PlantMode::Partial),
            left_w + campus.supply.purchased_w(left_w),
        )?))
    }
}

/// An hour with the water that its towers draw; the campus gives off a part of its heat.
fn with_tower_water(
    tower: &SizedTowerHour<'_>,
    hour: SizedPlantHour,
    campus_w: f64,
) -> Result<SizedPlantHour, PlantError> {
    let tower_w = hour.rejected_w - hour.fan_w - campus_w;
    let water_kg_s = hour.water_kg_s + tower.makeup_water_kg_s(tower_w, hour.air_ratio)?;
    Ok(SizedPlantHour { water_kg_s, ..hour })
}
