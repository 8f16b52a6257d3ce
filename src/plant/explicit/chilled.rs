//! A chiller on a loop, its condenser, and an economiser exchanger before it.

use std::ops::ControlFlow;

use crate::component::error::ComponentError;
use crate::plant::outdoor::OutdoorConditions;
use crate::solve::convergence::iterate_to_convergence;

use super::chiller::{ChilledWater, ExplicitChiller, ExplicitChillerHour};
use super::economizer::{ExplicitEconomizer, ExplicitTowerLoop};
use super::loops::{ExplicitPumpHour, WaterCircuit};
use super::tower::ExplicitTowerHour;
use super::tower_loop::{TowerLoop, TowerLoopService};

/// Where a chiller's heat goes.
#[expect(clippy::large_enum_variant, reason = "there is one of it")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ExplicitCondenser {
    /// Outdoor air, its fans counted in the COP.
    Air,
    /// A loop with a tower.
    Water {
        /// Tower, set point and pumps.
        tower_loop: ExplicitTowerLoop,
        /// Water through the condenser while the chiller runs, kg/s.
        kg_s: f64,
    },
}

/// A chiller and what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExplicitChillerPlant {
    /// The chiller.
    pub chiller: ExplicitChiller,
    /// Where its heat goes.
    pub condenser: ExplicitCondenser,
    /// Exchanger before it.
    pub economizer: Option<ExplicitEconomizer>,
}

/// An hour of the whole.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ExplicitChillerPlantHour {
    pub supply_c: f64,
    pub chiller: ExplicitChillerHour,
    pub tower: Option<ExplicitTowerHour>,
    pub condenser_kg_s: Option<f64>,
    pub economizer_heat_w: Option<f64>,
    pub economizer_kg_s: Option<f64>,
    pub economizer_tower: Option<ExplicitTowerHour>,
}

/// Tower water of the hour before, °C.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PreviousWater {
    pub tower_c: Option<f64>,
    pub economizer_tower_c: Option<f64>,
}

/// Passes in which compressor and condenser water settle with each other; six do.
const MAX_PASSES: usize = 60;

impl ExplicitChillerPlant {
    /// The loop's water, returning from its load, is cooled to `supply_c`.
    pub(crate) fn solve_hour(
        &self,
        loop_: &WaterCircuit,
        supply_c: f64,
        outdoor: &OutdoorConditions,
        previous: PreviousWater,
    ) -> Result<ExplicitChillerPlantHour, ComponentError> {
        let chilled = ChilledWater::from_circuit(loop_, supply_c);
        let mut hour = ExplicitChillerPlantHour::default();
        let mut entering_c = chilled.return_c;
        if let Some(economizer) = &self.economizer {
            let Some(own) = &economizer.own_loop else {
                return self.solve_shared_loop(economizer, &chilled, outdoor, previous.tower_c);
            };
            let (heat_w, tower) = economizer.solve_own_loop(own, &chilled, outdoor, previous.economizer_tower_c)?;
            entering_c = chilled.cooled_return_c(heat_w);
            hour.economizer_heat_w = Some(heat_w);
            hour.economizer_kg_s = Some(economizer.find_duty(&chilled, tower.leaving_c)?.tower_kg_s);
            hour.economizer_tower = Some(tower);
        }
        let chiller_at = |condenser_c: f64| self.chiller.operate_on(&chilled, entering_c, condenser_c);
        match &self.condenser {
            ExplicitCondenser::Air => hour.chiller = chiller_at(outdoor.air.dry_bulb().celsius()),
            ExplicitCondenser::Water { tower_loop, kg_s } => {
                let set_c = tower_loop.set_point.value_in(outdoor);
                let mut condenser_c = set_c;
                // A watt more of compressor warms the condenser water by microkelvins: a few passes settle it.
                let (chiller, tower, kg_s) =
                    iterate_to_convergence("compressor and condenser water", MAX_PASSES, |_| {
                        let chiller = chiller_at(condenser_c);
                        let wanted_kg_s = if chiller.is_running() { *kg_s } else { 0.0 };
                        let pump = tower_loop.pump;
                        let kg_s = pump.delivered_kg_s(wanted_kg_s);
                        let circuit = WaterCircuit { kg_s, load_w: chiller.rejected_w, pump, cp: chilled.cp };
                        let tower = tower_loop.tower.solve_hour(&circuit, set_c, outdoor)?;
                        let moved_k = tower.leaving_c - condenser_c;
                        condenser_c = tower.leaving_c;
                        Ok::<_, ComponentError>(if moved_k.abs() < 1e-7 {
                            ControlFlow::Break((chiller, tower, kg_s))
                        } else {
                            ControlFlow::Continue(moved_k)
                        })
                    })?;
                hour.chiller = chiller;
                hour.tower = Some(tower);
                hour.condenser_kg_s = Some(kg_s);
            }
        }
        hour.supply_c = hour.chiller.chilled_c.1;
        Ok(hour)
    }

    /// Condenser and economizer on one tower loop: the water that the tower leaves serves both.
    fn solve_shared_loop(
        &self,
        economizer: &ExplicitEconomizer,
        chilled: &ChilledWater,
        outdoor: &OutdoorConditions,
        previous_c: Option<f64>,
    ) -> Result<ExplicitChillerPlantHour, ComponentError> {
        let ExplicitCondenser::Water { tower_loop: shared, kg_s } = &self.condenser else {
            return Ok(ExplicitChillerPlantHour::default());
        };
        let set_c = shared.set_point.value_in(outdoor);
        let tower_loop =
            TowerLoop { tower: &shared.tower, pump: &shared.pump, set_c, cp: chilled.cp, outdoor, previous_c };
        let settled = tower_loop.settle_service(|tower_c| {
            let duty = economizer.find_duty(chilled, tower_c)?;
            let chiller = self.chiller.operate_on(chilled, chilled.cooled_return_c(duty.heat_w), tower_c);
            Ok(TowerLoopService {
                economizer_heat_w: duty.heat_w,
                economizer_kg_s: duty.tower_kg_s,
                chiller,
                condenser_kg_s: if chiller.is_running() { *kg_s } else { 0.0 },
            })
        })?;
        let service = settled.service;
        Ok(ExplicitChillerPlantHour {
            supply_c: service.chiller.chilled_c.1,
            chiller: service.chiller,
            tower: Some(settled.tower),
            condenser_kg_s: Some(service.condenser_kg_s),
            economizer_heat_w: Some(service.economizer_heat_w),
            economizer_kg_s: Some(service.economizer_kg_s),
            economizer_tower: None,
        })
    }

    /// Heat into the outdoor air, fans left out, with what of the chiller's electricity stays in the room, W.
    pub(crate) fn total_rejected_w(&self, hour: &ExplicitChillerPlantHour) -> f64 {
        let condenser_w = hour.tower.map_or(hour.chiller.rejected_w, |t| t.heat_w);
        let room_w = hour.chiller.power_w * (1.0 - self.chiller.condenser_share);
        condenser_w + room_w + hour.economizer_tower.map_or(0.0, |t| t.heat_w)
    }
}

impl ExplicitChillerPlantHour {
    /// Pumps of the condenser's and of the economizer's tower loop.
    pub fn tower_pumps(&self) -> (Option<ExplicitPumpHour>, Option<ExplicitPumpHour>) {
        (self.tower.map(|t| t.pump), self.economizer_tower.map(|t| t.pump))
    }
}
