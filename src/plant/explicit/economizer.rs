//! An exchanger between chilled water and tower water ahead of a chiller.

use crate::component::error::ComponentError;
use crate::physics::exchange::{self, FlowArrangement};
use crate::plant::outdoor::OutdoorConditions;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};

use super::chiller::ChilledWater;
use super::loops::{ExplicitPump, WaterCircuit};
use super::set_point::ExplicitSetPoint;
use super::tower::{ExplicitTower, ExplicitTowerHour};
use super::tower_loop::{TowerLoop, TowerLoopService};

/// A counterflow exchanger between the loop and tower water.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExplicitEconomizer {
    /// Conductance, W/K.
    pub ua_w_k: f64,
    /// The tower water must be this much colder than the return, K.
    pub start_difference_k: f64,
    /// Most tower water through it, kg/s.
    pub max_tower_water_kg_s: f64,
    /// A tower loop of its own; otherwise it takes water from the loop of the condenser.
    pub own_loop: Option<ExplicitTowerLoop>,
}

/// A tower with its set point and pumps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExplicitTowerLoop {
    /// The tower.
    pub tower: ExplicitTower,
    /// Set point of the water that leaves it.
    pub set_point: ExplicitSetPoint,
    /// Pumps of the loop.
    pub pump: ExplicitPump,
}

/// Heat that an economizer takes, and its tower water.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct EconomizerDuty {
    pub heat_w: f64,
    pub tower_kg_s: f64,
}

const FINE_TOLERANCE: RootTolerance = RootTolerance { x: 1e-9, f: 1e-9 };
/// Tower water colder by this than the start of the economiser finds it open, K.
const OPENING_MARGIN_K: f64 = 1e-9;
/// First step by which the search for the tower water is widened, K, and the water below which it is not.
const BRACKET_STEP_K: f64 = 0.5;
const LOWEST_TOWER_WATER_C: f64 = -30.0;
/// Names of the searches for the tower water of the economiser and for what a valve lets through.
const ECONOMIZER_SEARCH: &str = "heat and tower water of a waterside economizer";
const THROTTLE_SEARCH: &str = "throttled tower water of a waterside economizer";

impl ExplicitEconomizer {
    /// Heat between the return and tower water at a temperature with some of the tower water, W.
    fn exchanged_heat_w(&self, chilled: &ChilledWater, tower_c: f64, kg_s: f64) -> f64 {
        let hot = (chilled.return_c, chilled.capacity_rate_w_k(chilled.return_c));
        let cold = (tower_c, kg_s * chilled.cp.value_at_inlet(tower_c));
        exchange::exchanged_heat_w(FlowArrangement::Counterflow, self.ua_w_k, hot, cold)
    }

    /// Heat that would cool the return to its set point, W; nothing where the tower water is not colder by the start.
    fn wanted_heat_w(&self, chilled: &ChilledWater, tower_c: f64) -> f64 {
        let ChilledWater { return_c, set_c, .. } = *chilled;
        if return_c - tower_c <= self.start_difference_k || return_c <= set_c {
            return 0.0;
        }
        (return_c - set_c) * chilled.capacity_rate_w_k(return_c)
    }

    /// Heat taken from the loop with tower water of a temperature, not more than is wanted, W.
    fn taken_heat_w(&self, chilled: &ChilledWater, tower_c: f64) -> f64 {
        let wanted_w = self.wanted_heat_w(chilled, tower_c);
        if wanted_w <= 0.0 {
            return 0.0;
        }
        self.exchanged_heat_w(chilled, tower_c, self.max_tower_water_kg_s).min(wanted_w)
    }

    /// Heat taken with tower water of a temperature, and the tower water that a valve lets through for it.
    ///
    /// # Errors
    /// When the water is not found.
    pub(crate) fn find_duty(&self, chilled: &ChilledWater, tower_c: f64) -> Result<EconomizerDuty, NotConverged> {
        let wanted_w = self.wanted_heat_w(chilled, tower_c);
        if wanted_w <= 0.0 {
            return Ok(EconomizerDuty::default());
        }
        let most_kg_s = self.max_tower_water_kg_s;
        let most_w = self.exchanged_heat_w(chilled, tower_c, most_kg_s);
        if most_w <= wanted_w {
            return Ok(EconomizerDuty { heat_w: most_w, tower_kg_s: most_kg_s });
        }
        let excess = |kg_s: f64| self.exchanged_heat_w(chilled, tower_c, kg_s) / wanted_w - 1.0;
        let ends = ((0.0, -1.0), (most_kg_s, most_w / wanted_w - 1.0));
        let tolerance = RootTolerance { x: 1e-12, f: 1e-12 };
        let tower_kg_s = root::find_named_root(THROTTLE_SEARCH, excess, ends.0, ends.1, tolerance, 100)?;
        Ok(EconomizerDuty { heat_w: wanted_w, tower_kg_s })
    }

    /// Heat taken from the loop and the hour of the economizer's own tower, settled with each other.
    ///
    /// # Errors
    /// When a state of the tower or the tower water is not found.
    pub(crate) fn solve_own_loop(
        &self,
        own: &ExplicitTowerLoop,
        chilled: &ChilledWater,
        outdoor: &OutdoorConditions,
        previous_c: Option<f64>,
    ) -> Result<(f64, ExplicitTowerHour), ComponentError> {
        let set_c = own.set_point.value_in(outdoor);
        if own.pump.variable.is_some() {
            let tower_loop =
                TowerLoop { tower: &own.tower, pump: &own.pump, set_c, cp: chilled.cp, outdoor, previous_c };
            let settled = tower_loop.settle_service(|tower_c| {
                let duty = self.find_duty(chilled, tower_c)?;
                let (economizer_heat_w, economizer_kg_s) = (duty.heat_w, duty.tower_kg_s);
                Ok(TowerLoopService { economizer_heat_w, economizer_kg_s, ..TowerLoopService::default() })
            })?;
            return Ok((settled.service.economizer_heat_w, settled.tower));
        }
        let solve_tower = |heat_w: f64| {
            let circuit = WaterCircuit { kg_s: own.pump.kg_s, load_w: heat_w, pump: own.pump, cp: chilled.cp };
            own.tower.solve_hour(&circuit, set_c, outdoor)
        };
        let heat_w = self.taken_heat_w(chilled, set_c);
        let hour = solve_tower(heat_w)?;
        if (hour.leaving_c - set_c).abs() < 1e-8 {
            return Ok((heat_w, hour));
        }
        let heat_w = self.settle_heat_w(chilled, set_c.min(hour.leaving_c), solve_tower)?;
        Ok((heat_w, solve_tower(heat_w)?))
    }

    /// Heat that fits the tower water that a tower at constant flow leaves with it, W: the warmer the tower's water, the
    /// less it is given, so that one temperature fits both.
    fn settle_heat_w(
        &self,
        chilled: &ChilledWater,
        coldest_c: f64,
        solve_tower: impl Fn(f64) -> Result<ExplicitTowerHour, ComponentError>,
    ) -> Result<f64, ComponentError> {
        let miss = |tower_c: f64| {
            Ok::<_, ComponentError>(solve_tower(self.taken_heat_w(chilled, tower_c))?.leaving_c - tower_c)
        };
        let warmest_c = chilled.return_c - self.start_difference_k - OPENING_MARGIN_K;
        let at_warmest_k = if warmest_c <= coldest_c { f64::INFINITY } else { miss(warmest_c)? };
        // The tower is not cold enough by the start even if it takes up next to nothing: the exchanger stays shut.
        if at_warmest_k > 0.0 {
            return Ok(0.0);
        }
        // Towers by a fitted curve may leave colder water with more heat: the search begins below both.
        let (mut low, mut step_k) = ((coldest_c, miss(coldest_c)?), BRACKET_STEP_K);
        while low.1 < 0.0 && low.0 > LOWEST_TOWER_WATER_C {
            let below_c = low.0 - step_k;
            low = (below_c, miss(below_c)?);
            step_k *= 2.0;
        }
        let found = root::find_root_between(miss, low, (warmest_c, at_warmest_k), FINE_TOLERANCE, 80);
        let tower_c = found.map_err(|error| error.into_named::<ComponentError>(ECONOMIZER_SEARCH))?.x;
        Ok(self.taken_heat_w(chilled, tower_c))
    }
}
