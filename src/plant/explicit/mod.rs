//! A plant under a heat load: every part explicit, nothing sized, no racks.
//!
//! A heat enters a loop; a tower, a dry cooler, a closed-circuit evaporative cooler or a chiller holds its supply
//! temperature. A water-cooled chiller has a condenser loop with its tower; an economiser exchanger may stand before it,
//! between the loop and a tower loop of its own or that of the condenser. Pumps are of constant or variable speed. Control
//! follows EnergyPlus 25.2, whose years this reproduces (tests/energyplus.rs). Every hour is a steady state. Each loop
//! holds its own set point; where it can't, its water gets warmer until it does carry the heat, and the hour counts as
//! unmet.

mod chilled;
mod chiller;
mod dry;
mod economizer;
mod evaporative;
mod loops;
mod servers;
mod set_point;
mod tower;
mod tower_loop;
mod water;

use crate::component::error::ComponentError;

use super::outdoor::OutdoorConditions;

pub use self::chilled::{ExplicitChillerPlant, ExplicitCondenser};
pub use self::chiller::{ExplicitChiller, ExplicitChillerHour};
pub use self::dry::{ExplicitDryCooler, ExplicitDryCoolerHour};
pub use self::economizer::{ExplicitEconomizer, ExplicitTowerLoop};
pub use self::evaporative::{ExplicitEvaporativeCooler, ExplicitEvaporativeHour};
pub use self::loops::{ExplicitPump, ExplicitPumpHour, SpecificHeatModel, VariableSpeedPump};
pub use self::servers::{ExplicitServersHour, ScheduledServerBlock, ServerInlet, ServerProfileHour, ZoneAir};
pub use self::set_point::ExplicitSetPoint;
pub use self::tower::{DriftBasis, ExplicitTower, ExplicitTowerCell, ExplicitTowerHour};

use self::chilled::PreviousWater;
use self::loops::WaterCircuit;

/// Density with which design volume flows become mass flows, kg/m³.
pub const DESIGN_DENSITY_KG_M3: f64 = water::DESIGN_KG_M3;
/// A supply this much above its set point is unmet, K.
pub const UNMET_TOLERANCE_K: f64 = 0.1;

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
    /// A closed-circuit evaporative cooler.
    Evaporative(ExplicitEvaporativeCooler),
    /// A chiller.
    Chilled(ExplicitChillerPlant),
}

/// A plant with its loop.
#[derive(Clone, Copy, Debug)]
pub struct ExplicitPlant {
    /// Set point of the supply.
    pub supply: ExplicitSetPoint,
    /// Pumps of the loop.
    pub pump: ExplicitPump,
    /// Specific heat of the water.
    pub cp: SpecificHeatModel,
    /// What cools.
    pub cooler: ExplicitCooler,
}

/// What a plant is asked for.
#[derive(Clone, Copy, Debug)]
pub struct ExplicitPlantDuty<'a> {
    /// Heat into its loop, W.
    pub load_w: f64,
    /// Volume flow of the supply over the design flow, where the pump of the loop is of variable speed.
    pub flow_share: f64,
    /// The hour before: where two steady states exist, the plant stays in the one that it comes from.
    pub previous: Option<&'a ExplicitPlantOperation>,
}

/// Why a supply is not as cold as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnmetReason {
    /// A tower or cooler gives off the heat at no temperature of water that its model reaches.
    HeatNotCarried,
    /// The chiller's load is more than its highest part-load ratio of its capacity.
    ChillerCapacity,
    /// The tower or cooler leaves warmer water with its fan at full speed.
    FullFan,
}

impl UnmetReason {
    /// The reason in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::HeatNotCarried => "no water temperature of the model gives off the heat",
            Self::ChillerCapacity => "the chiller is at its highest part-load ratio",
            Self::FullFan => "the fan is at full speed",
        }
    }
}

/// An hour of a plant.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExplicitPlantOperation {
    /// Set point of the supply, °C.
    pub set_c: f64,
    /// Supply to the load, °C.
    pub supply_c: f64,
    /// Return behind the load and the pump, °C.
    pub return_c: f64,
    /// Tower of the load's loop, of the condenser, or of condenser and economiser.
    pub tower: Option<ExplicitTowerHour>,
    /// Tower of the economiser.
    pub economizer_tower: Option<ExplicitTowerHour>,
    /// Chiller.
    pub chiller: Option<ExplicitChillerHour>,
    /// Water through its condenser, kg/s.
    pub condenser_kg_s: Option<f64>,
    /// Heat that the economiser takes from the loop, W.
    pub economizer_heat_w: Option<f64>,
    /// Tower water through the economiser, kg/s.
    pub economizer_kg_s: Option<f64>,
    /// Dry cooler.
    pub dry: Option<ExplicitDryCoolerHour>,
    /// Evaporative cooler.
    pub evaporative: Option<ExplicitEvaporativeHour>,
    /// Pump of the loop.
    pub pump: ExplicitPumpHour,
    /// Electricity of all pumps, W.
    pub pump_w: f64,
    /// Heat into the outdoor air and, of pumps' motors, into the room, W.
    pub rejected_w: f64,
    /// Heat that entered but did not leave: a load that the plant does not carry, and what specific heats taken at each
    /// inlet lose, W.
    pub residual_w: f64,
    /// Why the supply is warmer than its set point, where it is.
    pub unmet: Option<UnmetReason>,
    /// Whether a part left the range of its model.
    pub extrapolated: bool,
}

impl ExplicitPlantOperation {
    /// Electricity of the plant, W.
    pub fn power_w(&self) -> f64 {
        self.pump_w + self.fan_w() + self.chiller.map_or(0.0, |c| c.power_w)
    }

    /// Electricity of all fans, W.
    fn fan_w(&self) -> f64 {
        self.towers().map(|t| t.fan_w).sum::<f64>() + self.dry.map_or(0.0, |d| d.fan_w)
    }

    /// Everything that gives water to the air.
    fn towers(&self) -> impl Iterator<Item = ExplicitTowerHour> {
        [self.tower, self.economizer_tower, self.evaporative.map(|e| e.cooler)].into_iter().flatten()
    }
}

impl ExplicitPlant {
    /// The plant in outdoor air, with a heat into its loop at the design flow.
    ///
    /// # Errors
    /// When a tower's leaving air is outside the range of the moist-air formulas, or a part of the plant does not settle.
    pub fn solve_hour(
        &self,
        load_w: f64,
        outdoor: &OutdoorConditions,
    ) -> Result<ExplicitPlantOperation, ComponentError> {
        self.solve_duty(&ExplicitPlantDuty { load_w, flow_share: 1.0, previous: None }, outdoor)
    }

    /// The plant in outdoor air on a duty.
    ///
    /// # Errors
    /// As [`Self::solve_hour`].
    pub fn solve_duty(
        &self,
        duty: &ExplicitPlantDuty<'_>,
        outdoor: &OutdoorConditions,
    ) -> Result<ExplicitPlantOperation, ComponentError> {
        let &ExplicitPlantDuty { load_w, flow_share, previous } = duty;
        let set_c = self.supply.value_in(outdoor);
        let kg_s = self.pump.delivered_kg_s(flow_share * self.pump.flow_m3_s * water::density(set_c));
        let circuit = WaterCircuit { kg_s, load_w, pump: self.pump, cp: self.cp };
        let mut hour = ExplicitPlantOperation { set_c, ..ExplicitPlantOperation::default() };
        match &self.cooler {
            ExplicitCooler::Tower(tower) => {
                let t = tower.solve_hour(&circuit, set_c, outdoor)?;
                hour = ExplicitPlantOperation { supply_c: t.leaving_c, tower: Some(t), ..hour };
                hour.rejected_w = t.heat_w;
            }
            ExplicitCooler::Dry(cooler) => {
                let d = cooler.solve_hour(&circuit, set_c, &outdoor.air)?;
                hour = ExplicitPlantOperation { supply_c: d.leaving_c, dry: Some(d), ..hour };
                hour.rejected_w = d.heat_w;
            }
            ExplicitCooler::Evaporative(cooler) => {
                let e = cooler.solve_hour(&circuit, set_c, outdoor)?;
                hour = ExplicitPlantOperation { supply_c: e.cooler.leaving_c, evaporative: Some(e), ..hour };
                hour.rejected_w = e.cooler.heat_w + e.spray_pump_w;
                hour.pump_w = e.spray_pump_w;
            }
            ExplicitCooler::Chilled(chilled) => {
                let c = chilled.solve_hour(&circuit, set_c, outdoor, previous_water(previous))?;
                hour.supply_c = c.supply_c;
                hour.tower = c.tower;
                hour.condenser_kg_s = c.condenser_kg_s;
                hour.economizer_tower = c.economizer_tower;
                hour.economizer_heat_w = c.economizer_heat_w;
                hour.economizer_kg_s = c.economizer_kg_s;
                hour.chiller = Some(c.chiller);
                hour.rejected_w = chilled.total_rejected_w(&c);
                let (condenser, economizer) = c.tower_pumps();
                hour.add_pump(condenser);
                hour.add_pump(economizer);
            }
        }
        // A chiller chills the return of its set point; other coolers settle with the return that they cause.
        let leaving_c = if hour.chiller.is_some() { set_c } else { hour.supply_c };
        hour.return_c = circuit.return_temperature_c(leaving_c);
        hour.pump = circuit.pump_hour(leaving_c);
        hour.add_pump(Some(hour.pump));
        hour.close_balance(load_w);
        Ok(hour)
    }
}

/// Tower water of an hour.
fn previous_water(previous: Option<&ExplicitPlantOperation>) -> PreviousWater {
    let leaving_c =
        |tower: fn(&ExplicitPlantOperation) -> Option<ExplicitTowerHour>| previous.and_then(tower).map(|t| t.leaving_c);
    PreviousWater { tower_c: leaving_c(|p| p.tower), economizer_tower_c: leaving_c(|p| p.economizer_tower) }
}

impl ExplicitPlantOperation {
    /// Counts a pump's electricity, and what of it warms the room.
    fn add_pump(&mut self, pump: Option<ExplicitPumpHour>) {
        let Some(pump) = pump else { return };
        self.pump_w += pump.power_w;
        self.rejected_w += pump.room_w;
    }

    /// Closes the balance and sums up what went wrong.
    fn close_balance(&mut self, load_w: f64) {
        // Fans warm the outdoor air.
        self.rejected_w += self.fan_w();
        self.residual_w = load_w + self.power_w() - self.rejected_w;
        let carried = self.towers().all(|t| t.carried) && self.dry.is_none_or(|d| d.carried);
        let reasons = [
            (!carried, UnmetReason::HeatNotCarried),
            (self.chiller.is_some_and(|c| c.overloaded), UnmetReason::ChillerCapacity),
            (self.supply_c > self.set_c + UNMET_TOLERANCE_K, UnmetReason::FullFan),
        ];
        self.unmet = reasons.into_iter().find(|(applies, _)| *applies).map(|(_, reason)| reason);
        // A condenser tower that carries nothing but its pump is below any range; that matters to nobody.
        let idle = self.chiller.is_some_and(|c| !c.is_running());
        let shared = self.economizer_tower.is_none() && self.economizer_heat_w.is_some_and(|w| w > 0.0);
        self.extrapolated = self.tower.is_some_and(|t| t.extrapolated && (!idle || shared))
            || self.evaporative.is_some_and(|e| e.cooler.extrapolated)
            || self.economizer_tower.is_some_and(|t| t.extrapolated)
            || self.chiller.is_some_and(|c| c.extrapolated && !idle);
    }
}
