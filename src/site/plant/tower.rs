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
use crate::component::tower::{Duty, Operation, Tower};
use crate::units::{HeatRate, Power, Temperature, VolumeFlow};

use super::super::SiteError;
use super::super::outdoor::Outdoor;
use super::{Bank, Mode, PlantHour, WATER_J_M3_K, WaterLoad, pump_w};

/// Towers, chillers and economiser.
#[derive(Clone, Copy, Debug)]
pub struct TowerPlant {
    /// One cell.
    pub tower: Tower,
    /// How many.
    pub cells: u32,
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

/// Below any wet-bulb: asks the tower for its full fan.
const COLDEST_C: f64 = -100.0;
/// Compressor power settles in three or four passes; a step of staging takes some more.
const PASSES: usize = 40;
/// Compressor power is settled within this share of the heat: condenser water then is within a microkelvin.
const SETTLED: f64 = 1e-8;

impl TowerPlant {
    /// The plant with a load.
    pub fn task(&self, load: &WaterLoad) -> Task {
        let chilled_w = pump_w(&self.chilled_pump, load.capacity_w_k);
        let condenser_w = pump_w(&self.condenser_pump, self.condenser_w_k);
        let heat_w = load.heat_w + chilled_w;
        let (hot, cold) = (HeatRate::new(load.capacity_w_k), HeatRate::new(self.condenser_w_k));
        let supply = Temperature::from_celsius(load.supply_c);
        let exchange = self.economiser.as_ref().map(|e| Exchange {
            needed: e.cold_needed(Power::new(heat_w), supply, hot, cold),
            w_k: e.heat(Temperature::from_celsius(1.0), hot, Temperature::from_celsius(0.0), cold).watts(),
        });
        let return_c = load.supply_c + heat_w / load.capacity_w_k;
        Task { plant: *self, supply, heat_w, return_c, chilled_w, condenser_w, exchange }
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
        let mut best: Option<PlantHour> = None;
        if let Some(exchange) = &self.exchange {
            best = match (self.free(outdoor, exchange), &self.plant.chillers) {
                (Some(free), _) => Some(free),
                (None, None) => Some(self.float(outdoor, exchange)),
                (None, Some(bank)) if self.plant.integrated => self.with_chillers(outdoor, bank, Some(exchange))?,
                (None, Some(_)) => None,
            };
        }
        if let Some(bank) = self.plant.chillers.as_ref().filter(|_| best.is_none_or(|b| b.compressor_w > 0.0)) {
            let mechanical = self.with_chillers(outdoor, bank, None)?;
            let cheaper = |a: &PlantHour| best.is_none_or(|b| a.power_w() < b.power_w());
            best = mechanical.filter(cheaper).or(best);
        }
        let mut hour = best.ok_or(SiteError::Unsettled { dry_bulb_c: outdoor.air.dry_bulb().celsius() })?;
        let n = f64::from(self.plant.cells);
        let rejected = Power::new((hour.rejected_w - hour.fan_w) / n);
        hour.water_kg_s = n * self.plant.tower.makeup(rejected, hour.air_ratio, &outdoor.air)?.kg_s();
        hour.pump_w = self.chilled_w + self.condenser_w;
        Ok(hour)
    }

    fn cells(&self, heat_w: f64, set_c: f64, wet_bulb: Temperature) -> Operation {
        let n = f64::from(self.plant.cells);
        let flow_w_k = self.plant.condenser_w_k / n;
        let duty = Duty {
            heat: Power::new(heat_w / n),
            capacity: HeatRate::new(flow_w_k),
            flow: VolumeFlow::new(flow_w_k / WATER_J_M3_K),
            set_point: Temperature::from_celsius(set_c),
        };
        self.plant.tower.operate(&duty, wet_bulb)
    }

    fn hour(&self, heat_w: f64, tower: &Operation, chillers: Option<&ChillerOperation>, mode: Mode) -> PlantHour {
        let n = f64::from(self.plant.cells);
        let fan_w = n * tower.fan_power.watts();
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
    fn free(&self, outdoor: &Outdoor, exchange: &Exchange) -> Option<PlantHour> {
        // No tower cools below the wet-bulb.
        if outdoor.wet_bulb >= exchange.needed {
            return None;
        }
        let heat_w = self.heat_w + self.condenser_w;
        let tower = self.cells(heat_w, exchange.needed.celsius(), outdoor.wet_bulb);
        let reached = tower.leaving <= exchange.needed;
        reached.then(|| self.hour(heat_w, &tower, None, Mode::Free))
    }

    /// Everything through the economiser with the fans full; the supply gets as warm as that needs.
    fn float(&self, outdoor: &Outdoor, exchange: &Exchange) -> PlantHour {
        let heat_w = self.heat_w + self.condenser_w;
        let tower = self.cells(heat_w, COLDEST_C, outdoor.wet_bulb);
        let return_c = tower.leaving.celsius() + self.heat_w / exchange.w_k;
        let range_k = self.return_c - self.supply.celsius();
        PlantHour { supply_c: return_c - range_k, ..self.hour(heat_w, &tower, None, Mode::Free) }
    }

    /// Chillers behind the economiser, or alone; nothing if the economiser has no part.
    fn with_chillers(
        &self,
        outdoor: &Outdoor,
        bank: &Bank,
        exchange: Option<&Exchange>,
    ) -> Result<Option<PlantHour>, SiteError> {
        if exchange.is_some() && outdoor.wet_bulb.celsius() >= self.return_c {
            return Ok(None);
        }
        let plant = &self.plant;
        let dry_bulb = outdoor.air.dry_bulb();
        let reset_c = outdoor.wet_bulb.celsius() + plant.condenser_approach_k;
        let set_c = if exchange.is_some() { COLDEST_C } else { reset_c.max(plant.condenser_min_c) };
        let mut settle = Settle::new(0.1 * self.heat_w);
        // A machine that started stays on: else two numbers of machines could call for each other for ever.
        let mut running = 1.0;
        for _ in 0..PASSES {
            let compressor_w = settle.guess_w;
            let heat_w = self.heat_w + self.condenser_w + compressor_w;
            let tower = self.cells(heat_w, set_c, outdoor.wet_bulb);
            let leaving_c = tower.leaving.celsius();
            let free_w = exchange.map_or(0.0, |e| (e.w_k * (self.return_c - leaving_c)).min(self.heat_w));
            if exchange.is_some() && free_w <= 0.0 {
                return Ok(None);
            }
            let entering_c = (leaving_c + free_w / plant.condenser_w_k).max(plant.condenser_min_c);
            let entering = Temperature::from_celsius(entering_c);
            let load_w = self.heat_w - free_w;
            let (chillers, needed) = bank.operate(load_w, self.supply, entering, dry_bulb, running)?;
            running = needed;
            if settle.done(chillers.power.watts(), SETTLED * self.heat_w) {
                return Ok(Some(self.hour(
                    free_w + chillers.rejected().watts() + self.condenser_w,
                    &tower,
                    Some(&chillers),
                    if exchange.is_some() { Mode::Partial } else { Mode::Mechanical },
                )));
            }
        }
        Err(SiteError::Unsettled { dry_bulb_c: dry_bulb.celsius() })
    }
}

/// Compressor power that warms the water it is computed from: a fixed point, by the secant of its last two passes.
struct Settle {
    guess_w: f64,
    /// Guess and answer of the pass before.
    last: Option<(f64, f64)>,
}

impl Settle {
    const fn new(guess_w: f64) -> Self {
        Self { guess_w, last: None }
    }

    /// Takes the answer to the guess; whether both agree. If not, the next guess stands ready.
    fn done(&mut self, answer_w: f64, tolerance_w: f64) -> bool {
        if (answer_w - self.guess_w).abs() <= tolerance_w {
            return true;
        }
        let slope = self.last.map_or(0.0, |(guess, answer)| (answer_w - answer) / (self.guess_w - guess));
        // A machine more or less makes a step, not a slope.
        let slope = if slope.abs() < 0.5 { slope } else { 0.0 };
        self.last = Some((self.guess_w, answer_w));
        self.guess_w += (answer_w - self.guess_w) / (1.0 - slope);
        false
    }
}
