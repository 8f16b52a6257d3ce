//! A chiller on a loop, its condenser, and an economiser exchanger before it.

use crate::component::chiller::{Beyond, Chiller, Detail};
use crate::physics::exchange::{self, Arrangement};
use crate::physics::range::OutOfRange;
use crate::site::outdoor::Outdoor;
use crate::solve::root::{self, RootError, Tolerance};
use crate::units::{Power, Temperature};

use super::Memory;
use super::loops::{Circuit, Pump, SpecificHeat};
use super::tower::{Tower, TowerHour};

/// Where a chiller's heat goes.
#[expect(clippy::large_enum_variant, reason = "there is one of it")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Condenser {
    /// Outdoor air, its fans counted in the COP.
    Air,
    /// A loop with a tower.
    Water {
        /// The tower.
        tower: Tower,
        /// Set point of the water that leaves it, °C.
        set_c: f64,
        /// Pumps of the loop.
        pump: Pump,
    },
}

/// A counterflow exchanger between the loop and a tower loop of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Economiser {
    /// Conductance, W/K.
    pub ua_w_k: f64,
    /// The tower water must be this much colder than the return, K.
    pub start_k: f64,
    /// Most tower water through it, kg/s.
    pub kg_s: f64,
    /// Its tower.
    pub tower: Tower,
    /// Set point of the water that leaves the tower, °C.
    pub set_c: f64,
    /// Pumps of its loop.
    pub pump: Pump,
}

/// A chiller and what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chilled {
    /// The machine.
    pub chiller: Chiller,
    /// What holds outside its curves.
    pub beyond: Beyond,
    /// Share of its electricity that the condenser gives off.
    pub condenser_share: f64,
    /// Where its heat goes.
    pub condenser: Condenser,
    /// Exchanger before it.
    pub economiser: Option<Economiser>,
}

/// A chiller's hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ChillerHour {
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
    pub outside: bool,
    /// Whether it carries less than its load even at its highest part-load ratio.
    pub overloaded: bool,
}

/// An hour of the whole.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ChilledHour {
    pub supply_c: f64,
    pub chiller: ChillerHour,
    pub tower: Option<TowerHour>,
    pub economiser_w: Option<f64>,
    pub economiser_tower: Option<TowerHour>,
}

/// Passes in which compressor and condenser water settle with each other; six do.
const PASSES: u32 = 60;
/// A chiller is not started for less, W.
const LEAST_W: f64 = 1.0;
const FINE: Tolerance = Tolerance { x: 1e-9, f: 1e-9 };

impl Chilled {
    /// The loop's water, returning from its load, is cooled to `supply_c`.
    pub(super) fn serve(
        &self,
        loop_: &Circuit,
        supply_c: f64,
        outdoor: &Outdoor,
        memory: &mut Memory,
    ) -> Result<ChilledHour, OutOfRange> {
        let mut entering_c = loop_.returning_c(supply_c);
        let mut hour = ChilledHour { supply_c, ..ChilledHour::default() };
        if let Some(economiser) = &self.economiser {
            let (heat_w, tower) = economiser.serve(loop_, (entering_c, supply_c), outdoor, memory)?;
            entering_c -= heat_w / (loop_.kg_s * loop_.cp.at(entering_c));
            hour.economiser_w = Some(heat_w);
            hour.economiser_tower = Some(tower);
        }
        let capacity_w_k = loop_.kg_s * loop_.cp.at(entering_c);
        let load_w = (entering_c - supply_c) * capacity_w_k;
        let load_w = if load_w > LEAST_W { load_w } else { 0.0 };
        (hour.chiller, hour.tower) = self.chill(load_w, supply_c, loop_.cp, outdoor)?;
        hour.supply_c = entering_c - hour.chiller.heat_w / capacity_w_k;
        Ok(hour)
    }

    fn chill(
        &self,
        load_w: f64,
        supply_c: f64,
        cp: SpecificHeat,
        outdoor: &Outdoor,
    ) -> Result<(ChillerHour, Option<TowerHour>), OutOfRange> {
        let run = |condenser_c: f64| {
            let (supply, condenser) = (Temperature::from_celsius(supply_c), Temperature::from_celsius(condenser_c));
            self.state(load_w, &self.chiller.operate_beyond(self.beyond, Power::new(load_w), supply, condenser))
        };
        let at = |condenser_c: f64| if load_w > 0.0 { run(condenser_c) } else { ChillerHour::default() };
        match &self.condenser {
            Condenser::Air => Ok((at(outdoor.air.dry_bulb().celsius()), None)),
            Condenser::Water { tower, set_c, pump } => {
                let mut condenser_c = *set_c;
                let mut pass = 0;
                // A watt more of compressor warms the condenser water by microkelvins: a few passes settle it.
                loop {
                    let chiller = at(condenser_c);
                    let circuit = Circuit { kg_s: pump.kg_s, heats_w: [chiller.rejected_w, pump.heat_w()], cp };
                    let hour = tower.serve(&circuit, *set_c, outdoor)?;
                    let moved_k = hour.leaving_c - condenser_c;
                    condenser_c = hour.leaving_c;
                    pass += 1;
                    if moved_k.abs() < 1e-7 || pass == PASSES {
                        return Ok((chiller, Some(hour)));
                    }
                }
            }
        }
    }

    /// Pumps of the condenser and of the economiser.
    pub(super) fn pumps(&self) -> (Option<Pump>, Option<Pump>) {
        let condenser = match &self.condenser {
            Condenser::Air => None,
            Condenser::Water { pump, .. } => Some(*pump),
        };
        (condenser, self.economiser.map(|e| e.pump))
    }

    /// Electricity of those pumps, W.
    pub(super) fn pump_w(&self) -> f64 {
        let (condenser, economiser) = self.pumps();
        condenser.into_iter().chain(economiser).map(|p| p.power_w).sum()
    }

    /// Heat into the outdoor air, fans left out, with what of the chiller's electricity stays in the room, W.
    pub(super) fn rejected_w(&self, hour: &ChilledHour) -> f64 {
        let condenser_w = hour.tower.map_or(hour.chiller.rejected_w, |t| t.heat_w);
        let room_w = hour.chiller.power_w * (1.0 - self.condenser_share);
        condenser_w + room_w + hour.economiser_tower.map_or(0.0, |t| t.heat_w)
    }

    fn state(&self, load_w: f64, detail: &Detail) -> ChillerHour {
        ChillerHour {
            power_w: detail.operation.power.watts(),
            plr: detail.plr,
            heat_w: detail.operation.carried.watts(),
            rejected_w: detail.rejected(self.condenser_share).watts(),
            false_load_w: detail.false_load.watts(),
            outside: detail.operation.extrapolated,
            overloaded: detail.operation.carried.watts() < load_w * (1.0 - 1e-9),
        }
    }
}

impl Economiser {
    /// Heat between loop water at `return_c` and tower water at `tower_c` with some of the tower water, W.
    fn heat_w(&self, loop_: &Circuit, return_c: f64, tower_c: f64, kg_s: f64) -> f64 {
        let hot = (return_c, loop_.kg_s * loop_.cp.at(return_c));
        let cold = (tower_c, kg_s * loop_.cp.at(tower_c));
        exchange::heat_w(Arrangement::Counterflow, self.ua_w_k, hot, cold)
    }

    /// Heat taken from the loop with tower water of a temperature: nothing unless it is colder by the start, no more than
    /// cools the loop to its set point.
    fn taken_w(&self, loop_: &Circuit, (return_c, set_c): (f64, f64), tower_c: f64) -> f64 {
        if return_c - tower_c <= self.start_k || return_c <= set_c {
            return 0.0;
        }
        let wanted_w = (return_c - set_c) * loop_.kg_s * loop_.cp.at(return_c);
        self.heat_w(loop_, return_c, tower_c, self.kg_s).min(wanted_w)
    }

    fn tower(&self, heat_w: f64, cp: SpecificHeat, outdoor: &Outdoor) -> Result<TowerHour, OutOfRange> {
        self.tower.serve(&self.circuit(heat_w, cp), self.set_c, outdoor)
    }

    fn circuit(&self, heat_w: f64, cp: SpecificHeat) -> Circuit {
        Circuit { kg_s: self.pump.kg_s, heats_w: [heat_w, self.pump.heat_w()], cp }
    }

    /// Heat taken from the loop and the tower's hour, settled with each other.
    fn serve(
        &self,
        loop_: &Circuit,
        (return_c, set_c): (f64, f64),
        outdoor: &Outdoor,
        memory: &mut Memory,
    ) -> Result<(f64, TowerHour), OutOfRange> {
        let taken = |tower_c: f64| self.taken_w(loop_, (return_c, set_c), tower_c);
        let heat_w = taken(self.set_c);
        if memory.out_of_balance || self.tower.loses_balance(outdoor) {
            let out = self.tower.runaway(&self.circuit(heat_w, loop_.cp), self.set_c, outdoor)?;
            memory.out_of_balance = out.is_some();
            if let Some(hour) = out {
                return Ok((heat_w, hour));
            }
        }
        let hour = self.tower(heat_w, loop_.cp, outdoor)?;
        if (hour.leaving_c - self.set_c).abs() < 1e-8 {
            return Ok((heat_w, hour));
        }
        // The warmer the tower's water, the less it is given: one temperature fits both.
        let coldest_c = self.set_c.min(hour.leaving_c);
        let warmest_c = (return_c - self.start_k).max(coldest_c);
        let miss =
            |tower_c: f64| Ok::<_, OutOfRange>(self.tower(taken(tower_c), loop_.cp, outdoor)?.leaving_c - tower_c);
        let below_c = warmest_c - 1e-9;
        let heat_w = match root::bracketed(miss, coldest_c, below_c, FINE, 80) {
            Ok(found) => taken(found.x),
            Err(RootError::Model(error)) => return Err(error),
            // The tower is not cold enough by the start even if it takes up next to nothing: the exchanger stays shut.
            Err(_) => 0.0,
        };
        Ok((heat_w, self.tower(heat_w, loop_.cp, outdoor)?))
    }
}
