//! A chiller on a loop, its condenser, and an economiser exchanger before it.

use std::ops::ControlFlow;

use crate::component::error::ComponentError;
use crate::component::plant::chiller::{ChillerDetail, CurveExtrapolation, EirChiller};
use crate::physics::exchange::{self, FlowArrangement};
use crate::plant::outdoor::OutdoorConditions;
use crate::solve::convergence::iterate_to_convergence;
use crate::solve::root::{self, RootTolerance};
use crate::units::{Power, Temperature};

use super::loops::{ExplicitPump, SpecificHeatModel, WaterCircuit};
use super::tower::{ExplicitTower, ExplicitTowerHour};

/// Where a chiller's heat goes.
#[expect(clippy::large_enum_variant, reason = "there is one of it")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ExplicitCondenser {
    /// Outdoor air, its fans counted in the COP.
    Air,
    /// A loop with a tower.
    Water {
        /// The tower.
        tower: ExplicitTower,
        /// Set point of the water that leaves it, °C.
        set_c: f64,
        /// Pumps of the loop.
        pump: ExplicitPump,
    },
}

/// A counterflow exchanger between the loop and a tower loop of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExplicitEconomizer {
    /// Conductance, W/K.
    pub ua_w_k: f64,
    /// The tower water must be this much colder than the return, K.
    pub start_difference_k: f64,
    /// Most tower water through it, kg/s.
    pub max_tower_water_kg_s: f64,
    /// Its tower.
    pub tower: ExplicitTower,
    /// Set point of the water that leaves the tower, °C.
    pub set_c: f64,
    /// Pumps of its loop.
    pub pump: ExplicitPump,
}

/// A chiller and what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExplicitChillerPlant {
    /// The machine.
    pub chiller: EirChiller,
    /// What holds outside its curves.
    pub extrapolation: CurveExtrapolation,
    /// Share of its electricity that the condenser gives off.
    pub condenser_share: f64,
    /// Where its heat goes.
    pub condenser: ExplicitCondenser,
    /// Exchanger before it.
    pub economizer: Option<ExplicitEconomizer>,
}

/// A chiller's hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExplicitChillerHour {
    /// Electricity, W.
    pub power_w: f64,
    /// Load over capacity.
    pub plr: f64,
    /// Heat taken from the loop, W.
    pub heat_w: f64,
    /// Heat given to the condenser, W.
    pub rejected_w: f64,
    /// False load, W.
    pub false_load_w: f64,
    /// Whether its temperatures lie outside the curves.
    pub extrapolated: bool,
    /// Whether it carries less than its load even at its highest part-load ratio.
    pub overloaded: bool,
}

/// An hour of the whole.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ExplicitChillerPlantHour {
    pub supply_c: f64,
    pub chiller: ExplicitChillerHour,
    pub tower: Option<ExplicitTowerHour>,
    pub economizer_heat_w: Option<f64>,
    pub economizer_tower: Option<ExplicitTowerHour>,
}

/// Passes in which compressor and condenser water settle with each other; six do.
const MAX_PASSES: usize = 60;
/// A chiller is not started for less, W.
const MIN_LOAD_W: f64 = 1.0;
const FINE_TOLERANCE: RootTolerance = RootTolerance { x: 1e-9, f: 1e-9 };
/// Tower water colder by this than the start of the economiser finds it open, K.
const OPENING_MARGIN_K: f64 = 1e-9;
/// First step by which the search for the tower water is widened, K, and the water below which it is not.
const BRACKET_STEP_K: f64 = 0.5;
const LOWEST_TOWER_WATER_C: f64 = -30.0;
/// Name of the search for the tower water of the economiser.
const ECONOMIZER_SEARCH: &str = "heat and tower water of a waterside economizer";

impl ExplicitChillerPlant {
    /// The loop's water, returning from its load, is cooled to `supply_c`.
    pub(crate) fn solve_hour(
        &self,
        loop_: &WaterCircuit,
        supply_c: f64,
        outdoor: &OutdoorConditions,
    ) -> Result<ExplicitChillerPlantHour, ComponentError> {
        let mut entering_c = loop_.return_temperature_c(supply_c);
        let mut hour = ExplicitChillerPlantHour { supply_c, ..ExplicitChillerPlantHour::default() };
        if let Some(economiser) = &self.economizer {
            let (heat_w, tower) = economiser.solve_hour(loop_, (entering_c, supply_c), outdoor)?;
            entering_c -= heat_w / (loop_.kg_s * loop_.cp.value_at_inlet(entering_c));
            hour.economizer_heat_w = Some(heat_w);
            hour.economizer_tower = Some(tower);
        }
        let capacity_w_k = loop_.kg_s * loop_.cp.value_at_inlet(entering_c);
        let load_w = (entering_c - supply_c) * capacity_w_k;
        let load_w = if load_w > MIN_LOAD_W { load_w } else { 0.0 };
        (hour.chiller, hour.tower) = self.solve_chiller(load_w, supply_c, loop_.cp, outdoor)?;
        hour.supply_c = entering_c - hour.chiller.heat_w / capacity_w_k;
        Ok(hour)
    }

    fn solve_chiller(
        &self,
        load_w: f64,
        supply_c: f64,
        cp: SpecificHeatModel,
        outdoor: &OutdoorConditions,
    ) -> Result<(ExplicitChillerHour, Option<ExplicitTowerHour>), ComponentError> {
        let run = |condenser_c: f64| {
            let (supply, condenser) = (Temperature::from_celsius(supply_c), Temperature::from_celsius(condenser_c));
            self.chiller_hour(
                load_w,
                &self.chiller.operate_with_extrapolation(self.extrapolation, Power::new(load_w), supply, condenser),
            )
        };
        let at = |condenser_c: f64| if load_w > 0.0 { run(condenser_c) } else { ExplicitChillerHour::default() };
        match &self.condenser {
            ExplicitCondenser::Air => Ok((at(outdoor.air.dry_bulb().celsius()), None)),
            ExplicitCondenser::Water { tower, set_c, pump } => {
                let mut condenser_c = *set_c;
                // A watt more of compressor warms the condenser water by microkelvins: a few passes settle it.
                iterate_to_convergence("compressor and condenser water", MAX_PASSES, |_| {
                    let chiller = at(condenser_c);
                    let circuit = WaterCircuit { kg_s: pump.kg_s, heats_w: [chiller.rejected_w, pump.heat_w()], cp };
                    let hour = tower.solve_hour(&circuit, *set_c, outdoor)?;
                    let moved_k = hour.leaving_c - condenser_c;
                    condenser_c = hour.leaving_c;
                    Ok(if moved_k.abs() < 1e-7 {
                        ControlFlow::Break((chiller, Some(hour)))
                    } else {
                        ControlFlow::Continue(moved_k)
                    })
                })
            }
        }
    }

    /// Pumps of the condenser and of the economiser.
    pub(crate) fn auxiliary_pumps(&self) -> (Option<ExplicitPump>, Option<ExplicitPump>) {
        let condenser = match &self.condenser {
            ExplicitCondenser::Air => None,
            ExplicitCondenser::Water { pump, .. } => Some(*pump),
        };
        (condenser, self.economizer.map(|e| e.pump))
    }

    /// Electricity of those pumps, W.
    pub(crate) fn auxiliary_pump_w(&self) -> f64 {
        let (condenser, economiser) = self.auxiliary_pumps();
        condenser.into_iter().chain(economiser).map(|p| p.power_w).sum()
    }

    /// Heat into the outdoor air, fans left out, with what of the chiller's electricity stays in the room, W.
    pub(crate) fn total_rejected_w(&self, hour: &ExplicitChillerPlantHour) -> f64 {
        let condenser_w = hour.tower.map_or(hour.chiller.rejected_w, |t| t.heat_w);
        let room_w = hour.chiller.power_w * (1.0 - self.condenser_share);
        condenser_w + room_w + hour.economizer_tower.map_or(0.0, |t| t.heat_w)
    }

    fn chiller_hour(&self, load_w: f64, detail: &ChillerDetail) -> ExplicitChillerHour {
        ExplicitChillerHour {
            power_w: detail.operation.power.watts(),
            plr: detail.plr,
            heat_w: detail.operation.carried.watts(),
            rejected_w: detail.condenser_heat(self.condenser_share).watts(),
            false_load_w: detail.false_load.watts(),
            extrapolated: detail.operation.extrapolated,
            overloaded: detail.operation.carried.watts() < load_w * (1.0 - 1e-9),
        }
    }
}

impl ExplicitEconomizer {
    /// Heat between loop water at `return_c` and tower water at `tower_c` with some of the tower water, W.
    fn exchanged_heat_w(&self, loop_: &WaterCircuit, return_c: f64, tower_c: f64, kg_s: f64) -> f64 {
        let hot = (return_c, loop_.kg_s * loop_.cp.value_at_inlet(return_c));
        let cold = (tower_c, kg_s * loop_.cp.value_at_inlet(tower_c));
        exchange::exchanged_heat_w(FlowArrangement::Counterflow, self.ua_w_k, hot, cold)
    }

    /// Heat taken from the loop with tower water of a temperature: nothing unless it is colder by the start, no more than
    /// cools the loop to its set point.
    fn taken_heat_w(&self, loop_: &WaterCircuit, (return_c, set_c): (f64, f64), tower_c: f64) -> f64 {
        if return_c - tower_c <= self.start_difference_k || return_c <= set_c {
            return 0.0;
        }
        let wanted_w = (return_c - set_c) * loop_.kg_s * loop_.cp.value_at_inlet(return_c);
        self.exchanged_heat_w(loop_, return_c, tower_c, self.max_tower_water_kg_s).min(wanted_w)
    }

    fn solve_tower(
        &self,
        heat_w: f64,
        cp: SpecificHeatModel,
        outdoor: &OutdoorConditions,
    ) -> Result<ExplicitTowerHour, ComponentError> {
        let circuit = WaterCircuit { kg_s: self.pump.kg_s, heats_w: [heat_w, self.pump.heat_w()], cp };
        self.tower.solve_hour(&circuit, self.set_c, outdoor)
    }

    /// Heat taken from the loop and the tower's hour, settled with each other.
    fn solve_hour(
        &self,
        loop_: &WaterCircuit,
        (return_c, set_c): (f64, f64),
        outdoor: &OutdoorConditions,
    ) -> Result<(f64, ExplicitTowerHour), ComponentError> {
        let taken = |tower_c: f64| self.taken_heat_w(loop_, (return_c, set_c), tower_c);
        let heat_w = taken(self.set_c);
        let hour = self.solve_tower(heat_w, loop_.cp, outdoor)?;
        if (hour.leaving_c - self.set_c).abs() < 1e-8 {
            return Ok((heat_w, hour));
        }
        // The warmer the tower's water, the less it is given: one temperature fits both.
        let miss = |tower_c: f64| {
            Ok::<_, ComponentError>(self.solve_tower(taken(tower_c), loop_.cp, outdoor)?.leaving_c - tower_c)
        };
        let coldest_c = self.set_c.min(hour.leaving_c);
        let warmest_c = return_c - self.start_difference_k - OPENING_MARGIN_K;
        let at_warmest_k = if warmest_c <= coldest_c { f64::INFINITY } else { miss(warmest_c)? };
        // The tower is not cold enough by the start even if it takes up next to nothing: the exchanger stays shut.
        let heat_w = if at_warmest_k > 0.0 {
            0.0
        } else {
            // Towers by a fitted curve may leave colder water with more heat: the search begins below both.
            let (mut low, mut step_k) = ((coldest_c, miss(coldest_c)?), BRACKET_STEP_K);
            while low.1 < 0.0 && low.0 > LOWEST_TOWER_WATER_C {
                let below_c = low.0 - step_k;
                low = (below_c, miss(below_c)?);
                step_k *= 2.0;
            }
            let found = root::find_root_between(miss, low, (warmest_c, at_warmest_k), FINE_TOLERANCE, 80);
            taken(found.map_err(|error| error.into_named::<ComponentError>(ECONOMIZER_SEARCH))?.x)
        };
        Ok((heat_w, self.solve_tower(heat_w, loop_.cp, outdoor)?))
    }
}
