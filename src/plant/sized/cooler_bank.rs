//! Equal coolers of a closed loop of water that share air and load.

use crate::component::plant::adiabatic_pad::{AdiabaticPad, PadOutlet};
use crate::component::plant::closed_circuit_cooler::{ClosedCircuitCooler, ClosedCircuitOperation};
use crate::component::plant::dry_cooler::DryCoolerOperation;
use crate::component::plant::dry_cooling_unit::DryCoolingUnit;
use crate::component::plant::tower_water::{TowerWaterLosses, TowerWaterSpec};
use crate::physics::air::MoistAir;
use crate::solve::convergence::NotConverged;
use crate::units::count::MachineCount;
use crate::units::{Power, Temperature, ThermalConductance, VolumeFlow};

use super::glycol_loop::GlycolLoop;
use super::installed::InstallableItem;

/// A heat that drives the fans of a cooler to their full speed, W.
pub(super) const MORE_THAN_ANY_W: f64 = 1e12;

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

/// Water of a loop that coolers are given.
#[derive(Clone, Copy, Debug)]
pub struct CoolerDuty {
    /// Heat to take from it, W.
    pub heat_w: f64,
    /// Entering, °C.
    pub entering_c: f64,
    /// Capacity rate, W/K.
    pub capacity_w_k: f64,
}

/// The air that coils breathe.
#[derive(Clone, Copy, Debug)]
pub struct CoilAir {
    /// Pads in its way, wet or dry.
    pub pads: Option<AdiabaticPad>,
    /// What the pads did where they are wetted.
    pub wetted: Option<PadOutlet>,
    /// The air ahead of the pads.
    pub yard: MoistAir,
}

impl CoilAir {
    /// Air as it enters the coils.
    pub const fn passed(air: MoistAir) -> Self {
        Self { pads: None, wetted: None, yard: air }
    }

    /// The air at the coils.
    pub fn at_coils(&self) -> &MoistAir {
        self.wetted.as_ref().map_or(&self.yard, |passed| &passed.air)
    }
}

/// What coolers do in an hour.
#[derive(Clone, Copy, Debug, Default)]
pub struct CoolerOperation {
    /// Heat taken from the loop, W.
    pub heat_w: f64,
    /// Fans, W.
    pub fan_w: f64,
    /// Pumps of their own, W.
    pub pump_w: f64,
    /// Water drawn, kg/s.
    pub water_kg_s: f64,
}

impl CoolerOperation {
    /// Electricity, W.
    pub const fn power_w(&self) -> f64 {
        self.fan_w + self.pump_w
    }

    /// A number of dry coolers at work, with the pads ahead of them.
    pub(super) fn of_dry_coolers(done: &DryCoolerOperation, unit: &DryCoolingUnit, count: f64, air: &CoilAir) -> Self {
        let coil_air = air.at_coils();
        let water_kg_s = air.pads.zip(air.wetted.as_ref()).map_or(0.0, |(pad, passed)| {
            let flow = VolumeFlow::new(count * done.air_ratio * unit.spec().air_flow_m3_s);
            let dry_air = flow * coil_air.density() * (1.0 + coil_air.humidity_ratio().kg_kg()).recip();
            pad.water_draw(passed.evaporation, dry_air).kg_s()
        });
        Self {
            heat_w: count * done.heat.watts(),
            fan_w: count * done.fan_power.watts() * air.pads.map_or(1.0, |pad| pad.fan_power_factor()),
            pump_w: 0.0,
            water_kg_s,
        }
    }

    fn of_units(self, count: f64) -> Self {
        Self {
            heat_w: count * self.heat_w,
            fan_w: count * self.fan_w,
            pump_w: count * self.pump_w,
            water_kg_s: count * self.water_kg_s,
        }
    }
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
