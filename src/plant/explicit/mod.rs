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

use crate::component::error::ComponentError;

use super::outdoor::OutdoorConditions;

pub use self::chilled::{ExplicitChillerHour, ExplicitChillerPlant, ExplicitCondenser, ExplicitEconomizer};
pub use self::dry::{ExplicitDryCooler, ExplicitDryCoolerHour};
pub use self::loops::{ExplicitPump, SpecificHeatModel};
pub use self::servers::ScheduledServerBlock;
pub use self::tower::{ExplicitTower, ExplicitTowerCell, ExplicitTowerHour};

use self::loops::WaterCircuit;

/// Density with which design volume flows become mass flows, kg/m³.
pub const DESIGN_DENSITY_KG_M3: f64 = water::DESIGN_KG_M3;
/// A supply this much above its set point is unmet, K.
const UNMET_TOLERANCE_K: f64 = 0.1;

/// Capacity rate of a design volume flow of water that enters at a temperature, W/K.
pub fn design_capacity_rate_w_k(flow_m3_s: f64, entering_c: f64) -> f64 {
    flow_m3_s * water::DESIGN_KG_M3 * water::specific_heat(entering_c)
}

/// Specific heat of water, J/(kg K), as the loops have it.
pub fn specific_heat_j_kg_k(t_c: f64) -> f64 {
    water::specific_heat(t_c)
}

/// Density of water, kg/m³, as the loops have it.
pub fn density_kg_m3(t_c: f64) -> f64 {
    water::density(t_c)
}

/// What holds the supply temperature.
#[expect(clippy::large_enum_variant, reason = "there is one of it")]
#[derive(Clone, Copy, Debug)]
pub enum ExplicitCooler {
    /// A tower.
    Tower(ExplicitTower),
    /// A dry cooler.
    Dry(ExplicitDryCooler),
    /// A chiller.
    Chilled(ExplicitChillerPlant),
}

/// A plant with its loop.
#[derive(Clone, Copy, Debug)]
pub struct ExplicitPlant {
    /// Set point of the supply, °C.
    pub supply_c: f64,
    /// Pumps of the loop.
    pub pump: ExplicitPump,
    /// Specific heat of the water.
    pub cp: SpecificHeatModel,
    /// What cools.
    pub cooler: ExplicitCooler,
}

/// An hour of a plant.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExplicitPlantOperation {
    /// Supply to the load, °C.
    pub supply_c: f64,
    /// Tower of the load's loop or of the condenser.
    pub tower: Option<ExplicitTowerHour>,
    /// Tower of the economiser.
    pub economizer_tower: Option<ExplicitTowerHour>,
    /// Chiller.
    pub chiller: Option<ExplicitChillerHour>,
    /// Heat that the economiser takes from the loop, W.
    pub economizer_heat_w: Option<f64>,
    /// Dry cooler.
    pub dry: Option<ExplicitDryCoolerHour>,
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
    pub extrapolated: bool,
}

impl ExplicitPlantOperation {
    /// Electricity of the plant, W.
    pub fn power_w(&self) -> f64 {
        let fans = [self.tower, self.economizer_tower].into_iter().flatten().map(|t| t.fan_w).sum::<f64>();
        self.pump_w + fans + self.chiller.map_or(0.0, |c| c.power_w) + self.dry.map_or(0.0, |d| d.fan_w)
    }
}

impl ExplicitPlant {
    /// The plant in outdoor air, with a heat above zero into its loop.
    ///
    /// # Errors
    /// When a tower's leaving air is outside the range of the moist-air formulas, or a part of the plant does not settle.
    pub fn solve_hour(
        &self,
        load_w: f64,
        outdoor: &OutdoorConditions,
    ) -> Result<ExplicitPlantOperation, ComponentError> {
        let circuit = WaterCircuit { kg_s: self.pump.kg_s, heats_w: [load_w, self.pump.heat_w()], cp: self.cp };
        let mut hour = ExplicitPlantOperation { pump_w: self.pump.power_w, ..ExplicitPlantOperation::default() };
        match &self.cooler {
            ExplicitCooler::Tower(tower) => {
                let t = tower.solve_hour(&circuit, self.supply_c, outdoor)?;
                hour = ExplicitPlantOperation { supply_c: t.leaving_c, tower: Some(t), ..hour };
                hour.rejected_w = t.heat_w;
            }
            ExplicitCooler::Dry(cooler) => {
                let d = cooler.solve_hour(&circuit, self.supply_c, &outdoor.air)?;
                hour = ExplicitPlantOperation { supply_c: d.leaving_c, dry: Some(d), ..hour };
                hour.rejected_w = d.heat_w;
            }
            ExplicitCooler::Chilled(chilled) => {
                let c = chilled.solve_hour(&circuit, self.supply_c, outdoor)?;
                hour.supply_c = c.supply_c;
                hour.tower = c.tower;
                hour.economizer_tower = c.economizer_tower;
                hour.economizer_heat_w = c.economizer_heat_w;
                hour.chiller = Some(c.chiller);
                hour.rejected_w = chilled.total_rejected_w(&c);
                hour.pump_w += chilled.auxiliary_pump_w();
            }
        }
        hour.close_balance(self, load_w);
        Ok(hour)
    }
}

impl ExplicitPlantOperation {
    /// Closes the balance and sums up what went wrong.
    fn close_balance(&mut self, plant: &ExplicitPlant, load_w: f64) {
        let towers = [self.tower, self.economizer_tower];
        let fans_w = towers.into_iter().flatten().map(|t| t.fan_w).sum::<f64>() + self.dry.map_or(0.0, |d| d.fan_w);
        // Fans warm the outdoor air, motors the room.
        let motors_w = plant.all_pumps().map(|p| p.power_w - p.heat_w()).sum::<f64>();
        self.rejected_w += fans_w + motors_w;
        self.residual_w = load_w + self.power_w() - self.rejected_w;
        let carried = towers.into_iter().flatten().all(|t| t.carried) && self.dry.is_none_or(|d| d.carried);
        let overloaded = self.chiller.is_some_and(|c| c.overloaded);
        self.unmet = self.supply_c > plant.supply_c + UNMET_TOLERANCE_K || !carried || overloaded;
        // A condenser tower that carries nothing but its pump is below any range; that matters to nobody.
        let idle = self.chiller.is_some_and(|c| c.power_w == 0.0);
        self.extrapolated = self.tower.is_some_and(|t| t.extrapolated && !idle)
            || self.economizer_tower.is_some_and(|t| t.extrapolated)
            || self.chiller.is_some_and(|c| c.extrapolated && !idle);
    }
}

impl ExplicitPlant {
    fn all_pumps(&self) -> impl Iterator<Item = ExplicitPump> {
        let (condenser, economiser) = match &self.cooler {
            ExplicitCooler::Chilled(chilled) => chilled.auxiliary_pumps(),
            _ => (None, None),
        };
        std::iter::once(self.pump).chain(condenser).chain(economiser)
    }
}
