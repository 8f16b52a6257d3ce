//! A plant under a heat load: every part explicit, nothing sized, no racks.
//!
//! A constant heat enters a loop at constant flow; a tower, a dry cooler or a chiller holds its supply temperature. A
//! water-cooled chiller has a condenser loop with its tower; an economiser exchanger between the loop and a tower loop of its
//! own may stand before it. Control follows EnergyPlus 25.2, whose years this reproduces (tests/energyplus.rs). Every
//! hour is a steady state. Each loop holds its own set point; where it can't, its water gets warmer until it does carry
//! the heat, and the hour counts as unmet.

mod chilled;
mod dry;
mod loops;
mod servers;
mod tower;
mod water;

use crate::physics::range::OutOfRange;
use crate::site::outdoor::Outdoor;

pub use chilled::{Chilled, ChillerHour, Condenser, Economiser};
pub use dry::{DryCooler, DryHour};
pub use loops::{Pump, SpecificHeat};
pub use servers::Servers;
pub use tower::{Cell, Tower, TowerHour};

use loops::Circuit;

/// Density with which design volume flows become mass flows, kg/m³.
pub const DESIGN_DENSITY_KG_M3: f64 = water::DESIGN_KG_M3;
/// A supply this much above its set point is unmet, K.
const UNMET_K: f64 = 0.1;

/// Capacity rate of a design volume flow of water that enters at a temperature, W/K.
pub fn design_capacity_w_k(flow_m3_s: f64, entering_c: f64) -> f64 {
    flow_m3_s * water::DESIGN_KG_M3 * water::cp(entering_c)
}

/// Specific heat of water, J/(kg K), as the loops have it.
pub fn specific_heat_j_kg_k(t_c: f64) -> f64 {
    water::cp(t_c)
}

/// Density of water, kg/m³, as the loops have it.
pub fn density_kg_m3(t_c: f64) -> f64 {
    water::density(t_c)
}

/// What holds the supply temperature.
#[expect(clippy::large_enum_variant, reason = "there is one of it")]
#[derive(Clone, Copy, Debug)]
pub enum Cooler {
    /// A tower.
    Tower(Tower),
    /// A dry cooler.
    Dry(DryCooler),
    /// A chiller.
    Chilled(Chilled),
}

/// What an hour hands on to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Whether the economiser's tower, told to behave as in EnergyPlus, has lost its balance.
    pub out_of_balance: bool,
}

/// A plant with its loop.
#[derive(Clone, Copy, Debug)]
pub struct Plant {
    /// Set point of the supply, °C.
    pub supply_c: f64,
    /// Pumps of the loop.
    pub pump: Pump,
    /// Specific heat of the water.
    pub cp: SpecificHeat,
    /// What cools.
    pub cooler: Cooler,
}

/// An hour of a plant.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlantHour {
    /// Supply to the load, °C.
    pub supply_c: f64,
    /// Tower of the load's loop or of the condenser.
    pub tower: Option<TowerHour>,
    /// Tower of the economiser.
    pub economiser_tower: Option<TowerHour>,
    /// Chiller.
    pub chiller: Option<ChillerHour>,
    /// Heat that the economiser takes from the loop, W.
    pub economiser_w: Option<f64>,
    /// Dry cooler.
    pub dry: Option<DryHour>,
    /// Electricity of all pumps, W.
    pub pump_w: f64,
    /// Heat into the outdoor air and, of pumps' motors, into the room, W.
    pub rejected_w: f64,
    /// Heat that entered but did not leave: a load that the plant does not carry, and what specific heats taken at each
    /// inlet lose, W.
    pub residual_w: f64,
    /// Whether the supply is warmer than its set point.
    pub unmet: bool,
    /// Whether a part left the range of its model.
    pub outside: bool,
}

impl PlantHour {
    /// Electricity of the plant, W.
    pub fn power_w(&self) -> f64 {
        let fans = [self.tower, self.economiser_tower].into_iter().flatten().map(|t| t.fan_w).sum::<f64>();
        self.pump_w + fans + self.chiller.map_or(0.0, |c| c.power_w) + self.dry.map_or(0.0, |d| d.fan_w)
    }
}

impl Plant {
    /// The plant in outdoor air, with a heat above zero into its loop.
    ///
    /// # Errors
    /// When a tower's leaving air is outside the range of the moist-air formulas.
    pub fn hour(&self, load_w: f64, outdoor: &Outdoor, memory: &mut Memory) -> Result<PlantHour, OutOfRange> {
        let circuit = Circuit { kg_s: self.pump.kg_s, heats_w: [load_w, self.pump.heat_w()], cp: self.cp };
        let mut hour = PlantHour { pump_w: self.pump.power_w, ..PlantHour::default() };
        match &self.cooler {
            Cooler::Tower(tower) => {
                let t = tower.serve(&circuit, self.supply_c, outdoor)?;
                hour = PlantHour { supply_c: t.leaving_c, tower: Some(t), ..hour };
                hour.rejected_w = t.heat_w;
            }
            Cooler::Dry(cooler) => {
                let d = cooler.serve(&circuit, self.supply_c, &outdoor.air);
                hour = PlantHour { supply_c: d.leaving_c, dry: Some(d), ..hour };
                hour.rejected_w = d.heat_w;
            }
            Cooler::Chilled(chilled) => {
                let c = chilled.serve(&circuit, self.supply_c, outdoor, memory)?;
                hour.supply_c = c.supply_c;
                hour.tower = c.tower;
                hour.economiser_tower = c.economiser_tower;
                hour.economiser_w = c.economiser_w;
                hour.chiller = Some(c.chiller);
                hour.rejected_w = chilled.rejected_w(&c);
                hour.pump_w += chilled.pump_w();
            }
        }
        hour.finish(self, load_w);
        Ok(hour)
    }
}

impl PlantHour {
    /// Closes the balance and sums up what went wrong.
    fn finish(&mut self, plant: &Plant, load_w: f64) {
        let towers = [self.tower, self.economiser_tower];
        let fans_w = towers.into_iter().flatten().map(|t| t.fan_w).sum::<f64>() + self.dry.map_or(0.0, |d| d.fan_w);
        // Fans warm the outdoor air, motors the room.
        let motors_w = plant.pumps().map(|p| p.power_w - p.heat_w()).sum::<f64>();
        self.rejected_w += fans_w + motors_w;
        self.residual_w = load_w + self.power_w() - self.rejected_w;
        let carried = towers.into_iter().flatten().all(|t| t.carried) && self.dry.is_none_or(|d| d.carried);
        let overloaded = self.chiller.is_some_and(|c| c.overloaded);
        self.unmet = self.supply_c > plant.supply_c + UNMET_K || !carried || overloaded;
        // A condenser tower that carries nothing but its pump is below any range; that matters to nobody.
        let idle = self.chiller.is_some_and(|c| c.power_w == 0.0);
        self.outside = self.tower.is_some_and(|t| t.outside && !idle)
            || self.economiser_tower.is_some_and(|t| t.outside)
            || self.chiller.is_some_and(|c| c.outside && !idle);
    }
}

impl Plant {
    fn pumps(&self) -> impl Iterator<Item = Pump> {
        let (condenser, economiser) = match &self.cooler {
            Cooler::Chilled(chilled) => chilled.pumps(),
            _ => (None, None),
        };
        std::iter::once(self.pump).chain(condenser).chain(economiser)
    }
}
