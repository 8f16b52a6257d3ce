//! Cooling towers with water-cooled chillers, a waterside economiser, or both.
//!
//! Three modes, the cheapest admissible one each hour:
//! - free: tower water cools the loop through the economiser; the tower fan holds just the temperature that this needs;
//! - partial (integrated economisers): the tower runs its fans fully, the economiser takes what it can, chillers the rest;
//!   tower water passes the economiser first and the condensers behind it;
//! - mechanical: chillers take all; the condenser-water set point follows the wet-bulb.
//!
//! Chillers never see condenser water below their lowest; a bypass holds it. Without chillers the supply floats above its
//! set point as far as the tower water asks for.

use crate::component::chiller::Operation as ChillerOperation;
use crate::component::plant_pump;
use crate::component::plate_exchanger::PlateExchanger;
use crate::component::tower::Operation;
use crate::units::{ThermalConductance, Power, Temperature};

use super::super::SiteError;
use super::super::outdoor::Outdoor;
use super::cells::{Cells, Hour};
use super::{Bank, Mode, PlantHour, WaterLoad, pump_w};

/// Towers, chillers and economiser.
#[derive(Clone, Copy, Debug)]
pub struct TowerPlant {
    /// Tower cells.
    pub cells: Cells,
    /// Water-cooled chillers.
    pub chillers: Option<Bank>,
    /// Exchanger between chilled and tower water.
    pub economiser: Option<PlateExchanger>,
    /// Whether chillers follow the economiser in series; else it carries all of the load or nothing.
    pub integrated: bool,
    /// Pumps of the chilled loop.
    pub chilled_pump: plant_pump::Spec,
    /// Pumps of the condenser loop.
    pub condenser_pump: plant_pump::Spec,
    /// Capacity rate of the condenser loop, W/K.
    pub condenser_w_k: f64,
    /// Coldest condenser water of the chillers, °C.
    pub condenser_min_c: f64,
    /// Approach of the condenser-water set point to the wet-bulb, K.
    pub condenser_approach_k: f64,
}

/// Water and chillers find each other in three or four passes; a step of staging takes some more.
const PASSES: usize = 40;
/// Leaving water is settled within this, K: chiller power then is within a few parts in a million.
const SETTLED_K: f64 = 1e-4;
/// Electricity of compressors over their heat at a usual hour: where the search for the water's temperature begins.
const COMPRESSORS: f64 = 0.1;
/// Longest step of that search.
const MOST_STEP_K: f64 = 10.0;

impl TowerPlant {
    /// The plant with a load.
    pub fn task(&self, load: &WaterLoad) -> Task {
        let chilled_w = pump_w(&self.chilled_pump, load.capacity_w_k);
        let condenser_w = pump_w(&self.condenser_pump, self.condenser_w_k);
        let heat_w = load.heat_w + chilled_w;
        let (hot, cold) = (ThermalConductance::new(load.capacity_w_k), ThermalConductance::new(self.condenser_w_k));
        let supply = Temperature::from_celsius(load.supply_c);
        let exchange = self.economiser.as_ref().map(|e| Exchange {
            needed: e.cold_needed(Power::new(heat_w), supply, hot, cold),
            w_k: e.heat(Temperature::from_celsius(1.0), hot, Temperature::from_celsius(0.0), cold).watts(),
        });
        let return_c = load.supply_c + heat_w / load.capacity_w_k;
        let plant = Self { cells: self.cells.at_flow(self.condenser_w_k), ..*self };
        Task { plant, supply, heat_w, return_c, chilled_w, condenser_w, exchange }
    }
}

/// What an economiser does between loops of constant flow.
#[derive(Clone, Copy, Debug)]
struct Exchange {
    /// The warmest tower water with which it takes all heat.
    needed: Temperature,
    /// Heat for each kelvin between the warm and the cold inlet, W/K.
    w_k: f64,
}

/// The plant with a load: all that no hour changes.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    plant: TowerPlant,
    supply: Temperature,
    /// Heat of the chilled loop with its pumps, W.
    heat_w: f64,
    return_c: f64,
    chilled_w: f64,
    /// Pumps of the condenser loop, W.
    condenser_w: f64,
    exchange: Option<Exchange>,
}

impl Task {
    /// The plant's hour.
    ///
    /// # Errors
    /// [`SiteError`].
    pub fn serve(&self, outdoor: &Outdoor) -> Result<PlantHour, SiteError> {
        let tower = self.plant.cells.hour(outdoor, self.plant.condenser_w_k);
        let mut best: Option<PlantHour> = None;
        if let Some(exchange) = &self.exchange {
            best = match (self.free(&tower, outdoor, exchange), &self.plant.chillers) {
                (Some(free), _) => Some(free),
                (None, None) => self.float(&tower, exchange),
                (None, Some(bank)) if self.plant.integrated => self.partial(&tower, outdoor, bank, exchange)?,
                (None, Some(_)) => None,
            };
        }
        if let Some(bank) = self.plant.chillers.as_ref().filter(|_| best.is_none_or(|b| b.compressor_w > 0.0)) {
            let mechanical = self.mechanical(&tower, outdoor, bank, best.as_ref())?;
            let cheaper = |a: &PlantHour| best.is_none_or(|b| a.power_w() < b.power_w());
            best = mechanical.filter(cheaper).or(best);
        }
        let mut hour = best.ok_or_else(|| unsettled(outdoor))?;
        hour.water_kg_s = tower.makeup_kg_s(hour.rejected_w - hour.fan_w, hour.air_ratio)?;
        hour.pump_w = self.chilled_w + self.condenser_w;
        Ok(hour)
    }

    fn hour(&self, heat_w: f64, tower: &Operation, chillers: Option<&ChillerOperation>, mode: Mode) -> PlantHour {
        let fan_w = tower.fan_power.watts();
        let leaving_c = tower.leaving.celsius();
        PlantHour {
            fan_w,
            mode,
            supply_c: self.supply.celsius(),
            compressor_w: chillers.map_or(0.0, |c| c.power.watts()),
            air_ratio: tower.air_ratio,
            rejected_w: heat_w + fan_w,
            rejection_c: (leaving_c + heat_w / self.plant.condenser_w_k, leaving_c),
            extrapolated: tower.extrapolated || chillers.is_some_and(|c| c.extrapolated),
            ..PlantHour::default()
        }
    }

    /// Everything through the economiser, if the tower reaches the temperature that takes.
    fn free(&self, tower: &Hour<'_>, outdoor: &Outdoor, exchange: &Exchange) -> Option<PlantHour> {
        // No tower cools below the wet-bulb.
        if outdoor.wet_bulb >= exchange.needed {
            return None;
        }
        let heat_w = self.heat_w + self.condenser_w;
        let held = tower.hold(heat_w, exchange.needed.celsius())?;
        Some(self.hour(heat_w, &held, None, Mode::Free))
    }

    /// Everything through the economiser with the fans full; the supply gets as warm as that needs.
    fn float(&self, tower: &Hour<'_>, exchange: &Exchange) -> Option<PlantHour> {
        let heat_w = self.heat_w + self.condenser_w;
        let full = tower.full(heat_w, tower.leaving_c(heat_w)?);
        let return_c = full.leaving.celsius() + self.heat_w / exchange.w_k;
        let range_k = self.return_c - self.supply.celsius();
        Some(PlantHour { supply_c: return_c - range_k, ..self.hour(heat_w, &full, None, Mode::Free) })
    }

    /// Fans full, the economiser ahead of the chillers; nothing if it has no part.
    fn partial(
        &self,
        tower: &Hour<'_>,
        outdoor: &Outdoor,
        bank: &Bank,
        exchange: &Exchange,
    ) -> Result<Option<PlantHour>, SiteError> {
        if outdoor.wet_bulb.celsius() >= self.return_c {
            return Ok(None);
        }
        let (hour, free_w) = self.full(tower, outdoor, bank, Some(exchange))?;
        Ok((free_w > 0.0).then_some(hour))
    }

    /// Chillers alone, the condenser water at its set point where the tower reaches it; nothing where the chillers would draw
    /// more by themselves than fans and compressors of `best`.
    fn mechanical(
        &self,
        tower: &Hour<'_>,
        outdoor: &Outdoor,
        bank: &Bank,
        best: Option<&PlantHour>,
    ) -> Result<Option<PlantHour>, SiteError> {
        let reset_c = outdoor.wet_bulb.celsius() + self.plant.condenser_approach_k;
        let set_c = reset_c.max(self.plant.condenser_min_c);
        let (mut leaving_c, mut running) = (set_c, 1.0);
        for _ in 0..PASSES {
            let chillers = self.chillers(bank, outdoor, leaving_c, 0.0, &mut running)?;
            if best.is_some_and(|b| chillers.power.watts() >= b.compressor_w + b.fan_w) {
                return Ok(None);
            }
            let heat_w = chillers.rejected().watts() + self.condenser_w;
            let Some(held) = tower.hold(heat_w, set_c) else {
                return Ok(Some(self.full(tower, outdoor, bank, None)?.0));
            };
            // Without any fan the water may leave colder than the set point, and less comes back from the chillers.
            let moved_k = held.leaving.celsius() - leaving_c;
            if moved_k.abs() <= SETTLED_K {
                return Ok(Some(self.hour(heat_w, &held, Some(&chillers), Mode::Mechanical)));
            }
            leaving_c += moved_k;
        }
        Err(unsettled(outdoor))
    }

    /// The hour with the fans full, and the economiser's heat: the leaving water at which the tower takes what economiser and
    /// chillers give off at it.
    fn full(
        &self,
        tower: &Hour<'_>,
        outdoor: &Outdoor,
        bank: &Bank,
        exchange: Option<&Exchange>,
    ) -> Result<(PlantHour, f64), SiteError> {
        let mode = if exchange.is_some() { Mode::Partial } else { Mode::Mechanical };
        let guess_c = tower.guess_c(self.heat_w * (1.0 + COMPRESSORS) + self.condenser_w);
        let (mut balance, mut running) = (Balance { leaving_c: guess_c, last: None }, 1.0);
        for _ in 0..PASSES {
            let leaving_c = balance.leaving_c;
            let free_w = exchange.map_or(0.0, |e| (e.w_k * (self.return_c - leaving_c)).clamp(0.0, self.heat_w));
            let chillers = self.chillers(bank, outdoor, leaving_c, free_w, &mut running)?;
            let heat_w = free_w + chillers.rejected().watts() + self.condenser_w;
            if balance.done(tower.surplus(heat_w, leaving_c)) {
                let full = tower.full(heat_w, leaving_c);
                return Ok((self.hour(heat_w, &full, Some(&chillers), mode), free_w));
            }
        }
        Err(unsettled(outdoor))
    }

    /// Chillers that carry what the economiser leaves, with water that left the tower and warmed in the economiser. A machine
    /// that started stays on: else two numbers of machines could call for each other for ever.
    fn chillers(
        &self,
        bank: &Bank,
        outdoor: &Outdoor,
        leaving_c: f64,
        free_w: f64,
        running: &mut f64,
    ) -> Result<ChillerOperation, SiteError> {
        let entering_c = (leaving_c + free_w / self.plant.condenser_w_k).max(self.plant.condenser_min_c);
        let entering = Temperature::from_celsius(entering_c);
        let (chillers, needed) =
            bank.operate(self.heat_w - free_w, self.supply, entering, outdoor.air.dry_bulb(), *running)?;
        *running = needed;
        Ok(chillers)
    }
}

fn unsettled(outdoor: &Outdoor) -> SiteError {
    SiteError::Unsettled { dry_bulb_c: outdoor.air.dry_bulb().celsius() }
}

/// Leaving water at which heat given and taken agree: a step by the slope that the tower knows, then secants.
struct Balance {
    leaving_c: f64,
    /// Temperature and surplus of the pass before.
    last: Option<(f64, f64)>,
}

impl Balance {
    /// Takes surplus and slope at the temperature; whether it is the answer. If not, the next one stands ready.
    fn done(&mut self, (surplus, slope): (f64, f64)) -> bool {
        let secant = self.last.map_or(slope, |(leaving_c, before)| (surplus - before) / (self.leaving_c - leaving_c));
        // A machine more or less makes a step, not a slope.
        let slope = if (0.5 * slope..2.0 * slope).contains(&secant) { secant } else { slope };
        let step_k = (surplus / slope).clamp(-MOST_STEP_K, MOST_STEP_K);
        if step_k.abs() <= SETTLED_K {
            return true;
        }
        self.last = Some((self.leaving_c, surplus));
        self.leaving_c -= step_k;
        false
    }
}
