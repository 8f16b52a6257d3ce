//! Equal coolers of a closed loop of water that share air and load.

use crate::component::plant::closed_circuit_cooler::{ClosedCircuitCooler, ClosedCircuitOperation};
use crate::component::plant::dry_cooling_unit::DryCoolingUnit;
use crate::component::plant::tower_water::{TowerWaterLosses, TowerWaterSpec};
use crate::physics::air::MoistAir;
use crate::solve::convergence::NotConverged;
use crate::units::count::MachineCount;
use crate::units::{Power, Temperature, ThermalConductance};

use super::cooler_duty::{CoilAir, CoolerDuty, CoolerOperation, MORE_THAN_ANY_W};
use super::glycol_loop::GlycolLoop;
use super::installed::InstallableItem;

/// One cooler of a closed loop of water.
#[derive(Clone, Copy, Debug)]
pub enum LoopCooler {
    /// A dry cooler.
    Dry(DryCoolingUnit),
    /// A dry cooler behind a loop of glycol.
    Glycol(GlycolLoop),
    /// A closed-circuit cooler.
    ClosedCircuit(SprayedCooler),
}

impl LoopCooler {
    /// What it is among what is installed.
    pub const fn item(&self) -> InstallableItem {
        match self {
            Self::Dry(_) | Self::Glycol(_) => InstallableItem::DryCooler,
            Self::ClosedCircuit(_) => InstallableItem::ClosedCircuitCooler,
        }
    }

    /// Heat at its rating, W.
    pub fn rated_w(&self) -> f64 {
        match self {
            Self::Dry(unit) | Self::Glycol(GlycolLoop { unit, .. }) => unit.spec().rated_w,
            Self::ClosedCircuit(cooler) => cooler.unit.spec().rated_w,
        }
    }
}

/// A closed-circuit cooler, the treatment of its water, and when it runs dry.
#[derive(Clone, Copy, Debug)]
pub struct SprayedCooler {
    /// The cooler.
    pub unit: ClosedCircuitCooler,
    /// Drift of the spray and cycles of concentration.
    pub treatment: TowerWaterSpec,
    /// Electricity that a kilogram of water counts as, J/kg.
    pub water_value_j_kg: f64,
}

/// Equal coolers that share air and load.
#[derive(Clone, Copy, Debug)]
pub struct LoopCoolerBank {
    /// One unit.
    pub unit: LoopCooler,
    /// How many there are, and of which size.
    pub machines: MachineCount,
}

impl LoopCoolerBank {
    /// The coolers on a duty at the lowest fan speed that carries it; less heat where the full fans do not.
    ///
    /// # Errors
    /// When the speed of the fans is not found.
    pub fn operate(&self, duty: &CoolerDuty, air: &CoilAir) -> Result<CoolerOperation, NotConverged> {
        let n = self.machines.record_units();
        let one =
            CoolerDuty { heat_w: duty.heat_w / n, entering_c: duty.entering_c, capacity_w_k: duty.capacity_w_k / n };
        match &self.unit {
            LoopCooler::Dry(unit) => operate_dry_units(unit, n, &one, air),
            LoopCooler::Glycol(glycol) => glycol.operate(n, duty, air),
            LoopCooler::ClosedCircuit(cooler) => Ok(cooler.operate(&one, air.at_coils())?.of_units(n)),
        }
    }

    /// The same, prepared for many hours with a flow of the loop's water.
    ///
    /// # Errors
    /// When the curves of a cooler are not found.
    pub(super) fn prepared_for(self, capacity_w_k: f64) -> Result<Self, NotConverged> {
        let one = ThermalConductance::new(capacity_w_k / self.machines.record_units());
        let unit = match self.unit {
            LoopCooler::Dry(unit) => LoopCooler::Dry(unit.prepared_for(one)?),
            other @ (LoopCooler::Glycol(_) | LoopCooler::ClosedCircuit(_)) => other,
        };
        Ok(Self { unit, ..self })
    }

    /// Heat that the full fans take, W.
    ///
    /// # Errors
    /// As [`Self::operate`].
    pub fn full_fan_heat_w(&self, duty: &CoolerDuty, air: &CoilAir) -> Result<f64, NotConverged> {
        self.operate(&CoolerDuty { heat_w: MORE_THAN_ANY_W, ..*duty }, air).map(|done| done.heat_w)
    }
}

/// A number of dry coolers, each on a duty.
fn operate_dry_units(
    unit: &DryCoolingUnit,
    count: f64,
    duty: &CoolerDuty,
    air: &CoilAir,
) -> Result<CoolerOperation, NotConverged> {
    let (load, water) = (Power::new(duty.heat_w), Temperature::from_celsius(duty.entering_c));
    let done = unit.operate(load, water, ThermalConductance::new(duty.capacity_w_k), air.at_coils())?;
    Ok(CoolerOperation::of_dry_coolers(&done, unit, count, air))
}

impl SprayedCooler {
    /// Wetted or dry, whichever takes more of the heat; where both take all of it, whichever costs less in electricity and
    /// water.
    fn operate(&self, duty: &CoolerDuty, air: &MoistAir) -> Result<CoolerOperation, NotConverged> {
        let (load, water) = (Power::new(duty.heat_w), Temperature::from_celsius(duty.entering_c));
        let capacity = ThermalConductance::new(duty.capacity_w_k);
        let dry = self.count_water(&self.unit.operate_dry(load, water, capacity, air)?);
        let wetted = self.count_water(&self.unit.operate_wetted(load, water, capacity, air)?);
        let cost_w = |done: &CoolerOperation| done.power_w() + self.water_value_j_kg * done.water_kg_s;
        let is_dry = if dry.heat_w < duty.heat_w || wetted.heat_w < duty.heat_w {
            dry.heat_w > wetted.heat_w
        } else {
            cost_w(&dry) <= cost_w(&wetted)
        };
        Ok(if is_dry { dry } else { wetted })
    }

    fn count_water(&self, done: &ClosedCircuitOperation) -> CoolerOperation {
        let drift = done.spray * self.treatment.drift;
        let losses = TowerWaterLosses::from_cycles(done.evaporation, drift, self.treatment.cycles);
        CoolerOperation {
            heat_w: done.heat.watts(),
            fan_w: done.fan_power.watts(),
            pump_w: done.spray_power.watts(),
            water_kg_s: losses.makeup_water().kg_s(),
        }
    }
}
