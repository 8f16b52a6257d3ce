//! A tower loop whose water and heat depend on the temperature that its tower reaches.
//!
//! An exchanger takes less water the colder it is, and a chiller is started when the exchanger does not reach the set point
//! alone. The water of the tower and what it serves are found together: the temperature with which the tower leaves what it
//! is given. Where a step of the control (a cell or a chiller started) passes over that temperature, no steady state
//! exists: the plant goes to and fro between the states at both sides of the step, in shares of time whose mixed water has
//! the temperature of the step. Where several steady states exist (an exchanger that runs keeps the water cold enough to
//! run), the plant stays in the one nearest to where it comes from.

use crate::component::error::ComponentError;
use crate::plant::outdoor::OutdoorConditions;
use crate::solve::root::{self, RootTolerance};

use super::chiller::ExplicitChillerHour;
use super::loops::{ExplicitPump, SpecificHeatModel, WaterCircuit};
use super::tower::{ExplicitTower, ExplicitTowerHour};

/// What a loop serves with water of a temperature.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TowerLoopService {
    /// Heat that an economizer takes from the chilled water, W, and its tower water, kg/s.
    pub economizer_heat_w: f64,
    pub economizer_kg_s: f64,
    /// Chiller, and its condenser water, kg/s.
    pub chiller: ExplicitChillerHour,
    pub condenser_kg_s: f64,
}

/// A loop with what it serves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TowerLoopHour {
    pub service: TowerLoopService,
    pub tower: ExplicitTowerHour,
}

/// A tower loop in an hour.
pub(crate) struct TowerLoop<'a> {
    pub tower: &'a ExplicitTower,
    pub pump: &'a ExplicitPump,
    pub set_c: f64,
    pub cp: SpecificHeatModel,
    pub outdoor: &'a OutdoorConditions,
    /// Water of the tower that the plant comes from, °C; without it, its set point.
    pub previous_c: Option<f64>,
}

/// The loop with its service at a temperature, and by how much the tower leaves warmer water.
#[derive(Clone, Copy)]
struct TrialState {
    hour: TowerLoopHour,
    tower_c: f64,
    excess_k: f64,
}

/// Name of the search.
const SEARCH: &str = "tower water and what it serves";
/// The tower leaves the water that it was given within this, K.
const BALANCE_K: f64 = 1e-7;
const FINE_TOLERANCE: RootTolerance = RootTolerance { x: 1e-10, f: 1e-9 };
/// First and largest step by which the search is widened, K, and the temperatures at which it ends. States that exist
/// beside each other lie some tenths of a kelvin apart.
const FIRST_STEP_K: f64 = 0.02;
const MAX_STEP_K: f64 = 0.1;
const SEARCHED_C: (f64, f64) = (-30.0, 60.0);

impl TowerLoopService {
    fn heat_w(&self) -> f64 {
        self.economizer_heat_w + self.chiller.rejected_w
    }

    fn demand_kg_s(&self) -> f64 {
        self.economizer_kg_s + self.condenser_kg_s
    }

    fn blend_with(self, other: Self, share: f64) -> Self {
        let mean = |f: fn(&Self) -> f64| share * f(&self) + (1.0 - share) * f(&other);
        Self {
            economizer_heat_w: mean(|s| s.economizer_heat_w),
            economizer_kg_s: mean(|s| s.economizer_kg_s),
            chiller: self.chiller.blend_with(other.chiller, share),
            condenser_kg_s: mean(|s| s.condenser_kg_s),
        }
    }
}

impl TowerLoop<'_> {
    /// The tower with what it serves, settled with each other. `serve` tells the service with tower water of a temperature.
    ///
    /// # Errors
    /// When a state of the tower or of what it serves is not found.
    pub fn settle_service(
        &self,
        serve: impl Fn(f64) -> Result<TowerLoopService, ComponentError>,
    ) -> Result<TowerLoopHour, ComponentError> {
        let try_at = |tower_c: f64| self.try_temperature(tower_c, serve(tower_c)?);
        let at_set = try_at(self.set_c)?;
        if at_set.excess_k.abs() <= BALANCE_K {
            return Ok(at_set.hour);
        }
        let start = match self.previous_c {
            Some(previous_c) => try_at(previous_c.clamp(SEARCHED_C.0, SEARCHED_C.1))?,
            None => at_set,
        };
        // Widened from there, so that the nearest state is found.
        let direction = if start.excess_k < 0.0 { -1.0 } else { 1.0 };
        let (mut near, mut far, mut step_k) = (start, start, FIRST_STEP_K);
        while far.excess_k * direction > 0.0 {
            if !(SEARCHED_C.0..=SEARCHED_C.1).contains(&far.tower_c) {
                // Not carried by any water that is searched: the state tells it.
                let tower = ExplicitTowerHour { carried: false, ..far.hour.tower };
                return Ok(TowerLoopHour { tower, ..far.hour });
            }
            near = far;
            far = try_at(far.tower_c + direction * step_k)?;
            step_k = (1.5 * step_k).min(MAX_STEP_K);
        }
        let (mut warmer, mut colder) = if direction > 0.0 { (near, far) } else { (far, near) };
        let ends = [&warmer, &colder].map(|state| (state.tower_c, state.excess_k));
        let found = root::find_root_between(
            |tower_c: f64| {
                let state = try_at(tower_c)?;
                let side = if state.excess_k > 0.0 { &mut warmer } else { &mut colder };
                *side = state;
                Ok::<_, ComponentError>(state.excess_k)
            },
            ends[0],
            ends[1],
            FINE_TOLERANCE,
            200,
        )
        .map_err(|error| error.into_named::<ComponentError>(SEARCH))?;
        if found.residual.abs() <= BALANCE_K {
            let warmer_is_found = found.residual > 0.0;
            return Ok(if warmer_is_found { warmer.hour } else { colder.hour });
        }
        Ok(warmer.alternate_with(&colder))
    }

    fn try_temperature(&self, tower_c: f64, service: TowerLoopService) -> Result<TrialState, ComponentError> {
        let kg_s = self.pump.delivered_kg_s(service.demand_kg_s());
        let circuit = WaterCircuit { kg_s, load_w: service.heat_w(), pump: *self.pump, cp: self.cp };
        let tower = self.tower.solve_hour(&circuit, self.set_c, self.outdoor)?;
        let excess_k = if circuit.is_idle() { 0.0 } else { tower.leaving_c - tower_c };
        Ok(TrialState { hour: TowerLoopHour { service, tower }, tower_c, excess_k })
    }
}

impl TrialState {
    /// The mean of this state, which leaves warmer water than it is given, and one that leaves colder: as much of each as
    /// mixes to what they are given.
    fn alternate_with(&self, colder: &Self) -> TowerLoopHour {
        let weight = |state: &Self| state.hour.tower.pump.kg_s * state.excess_k.abs();
        let (here, there) = (weight(self), weight(colder));
        // Water that stands still mixes with nothing: the time is halved then.
        let share = if here + there > 0.0 { there / (here + there) } else { 0.5 };
        TowerLoopHour {
            service: self.hour.service.blend_with(colder.hour.service, share),
            tower: self.hour.tower.blend_with(colder.hour.tower, share),
        }
    }
}
