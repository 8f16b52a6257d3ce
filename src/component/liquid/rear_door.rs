//! Rear-door heat exchanger: a coil in the exhaust of the rack, passive or with fans of its own.
//!
//! The coil is that of [`LiquidAirCoil`]. A passive door stands in the way of the servers' fans: its pressure loss
//! follows the density and the square of the flow. An active door's own fans overcome it: `P = (V₀ Δp/η) (ρ/ρ₀) (V/V₀)^k`.
//! The liquid's circuit is a valve and a pump: `P = V Δp/η`, `Δp ∝ V²`.
//!
//! Neglects: condensation, air that leaks around the coil, and what the servers' fans feel of an active door.
//!
//! Compared with: validation case `ibm-rear-door`; `tests/rack.rs` holds that a door never warms the air.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::air::AirFlow;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::{Density, Power, Temperature, ThermalConductance, VolumeFlow};

use super::coil::{CoilFans, LiquidAirCoil};

params! {
    /// Rating of a door without fans.
    pub struct PassiveRearDoorSpec {
        /// Air flow at the rating.
        air_flow_m3_s ["m3/s"] in 0.01..=50.0;
        /// Capacity rate of the liquid at the rating; the valve opens no further.
        liquid_w_k ["W/K"] in 50.0..=1e6;
        /// Conductance at the rating.
        ua_w_k ["W/K"] in 10.0..=1e6;
        /// Pressure loss of the air at the rating, which the servers' fans overcome.
        air_loss_pa ["Pa"] in 0.0..=500.0;
        /// Density of the air of the rating.
        rated_density_kg_m3 ["kg/m3"] in 0.9..=1.4 = 1.2;
        /// Pressure loss of the liquid's circuit at the rating.
        liquid_loss_pa ["Pa"] in 0.0..=5e5 = 50000.0;
        /// Efficiency of the circuit's pump, electricity to hydraulic power.
        pump_efficiency [""] in 0.1..=0.9 = 0.45;
    }
}

params! {
    /// Rating of a door with fans.
    pub struct ActiveRearDoorSpec {
        /// Air flow at the rating.
        air_flow_m3_s ["m3/s"] in 0.01..=50.0;
        /// Capacity rate of the liquid at the rating; the valve opens no further.
        liquid_w_k ["W/K"] in 50.0..=1e6;
        /// Conductance at the rating.
        ua_w_k ["W/K"] in 10.0..=1e6;
        /// Pressure loss of the air at the rating, which the door's fans overcome.
        air_loss_pa ["Pa"] in 0.0..=500.0;
        /// Density of the air of the rating.
        rated_density_kg_m3 ["kg/m3"] in 0.9..=1.4 = 1.2;
        /// Efficiency of the fans, electricity to the air's work against that loss.
        fan_efficiency [""] in 0.02..=0.9;
        /// Exponent of fan power with flow.
        fan_exponent [""] in 2.0..=3.0 = 2.8;
        /// Pressure loss of the liquid's circuit at the rating.
        liquid_loss_pa ["Pa"] in 0.0..=5e5 = 50000.0;
        /// Efficiency of the circuit's pump, electricity to hydraulic power.
        pump_efficiency [""] in 0.1..=0.9 = 0.45;
    }
}

/// Kind of a record that says `kind = "passive-rear-door"`.
pub static PASSIVE: EquipmentKind = EquipmentKind {
    name: "passive-rear-door",
    summary: "Rear-door heat exchanger without fans",
    law: ComponentLaw {
        symbols: "Q = ε C_min (T_air - T_water), ε(NTU) crossflow; Δp ∝ ρ V²",
        words: "coil behind the rack; the servers' fans carry its pressure loss",
        results: &[
            LawResult::Power(EndUse::ServerFans),
            LawResult::Power(EndUse::Pumps),
            LawResult::CoolantPumpPower,
            LawResult::PartTemperature,
        ],
    },
    params: PassiveRearDoorSpec::PARAMS,
    check: |table| PassiveRearDoorSpec::read(table).map(drop),
};
/// Kind of a record that says `kind = "active-rear-door"`.
pub static ACTIVE: EquipmentKind = EquipmentKind {
    name: "active-rear-door",
    summary: "Rear-door heat exchanger with fans of its own",
    law: ComponentLaw {
        symbols: "Q = ε C_min (T_air - T_water), ε(NTU) crossflow; P = (V0 Δp0 / η) (ρ/ρ0) (V/V0)^k",
        words: "coil behind the rack with fans of its own",
        results: &[
            LawResult::Power(EndUse::AirHandling),
            LawResult::Power(EndUse::Pumps),
            LawResult::CoolantPumpPower,
            LawResult::PartTemperature,
        ],
    },
    params: ActiveRearDoorSpec::PARAMS,
    check: |table| ActiveRearDoorSpec::read(table).map(drop),
};

/// What moves the air through a door.
#[derive(Clone, Copy, Debug, PartialEq)]
enum DoorAir {
    /// The servers' fans, against a loss `b V²`, Pa s²/m⁶, in air of the rated density.
    Passive { loss_pa_s2_m6: f64, rated_density_kg_m3: f64 },
    /// Its own fans.
    Active(CoilFans),
}

/// A rear door.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RearDoorExchanger {
    coil: LiquidAirCoil,
    air: DoorAir,
    liquid_loss_pa: f64,
    pump_efficiency: f64,
}

/// The least share of the rated liquid flow that a valve lets pass.
const VALVE_MIN: f64 = 0.02;

impl From<PassiveRearDoorSpec> for RearDoorExchanger {
    fn from(spec: PassiveRearDoorSpec) -> Self {
        let PassiveRearDoorSpec { air_flow_m3_s, liquid_w_k, ua_w_k, rated_density_kg_m3, .. } = spec;
        let loss_pa_s2_m6 = spec.air_loss_pa / (air_flow_m3_s * air_flow_m3_s);
        Self {
            coil: LiquidAirCoil { air_kg_s: air_flow_m3_s * rated_density_kg_m3, liquid_w_k, ua_w_k },
            air: DoorAir::Passive { loss_pa_s2_m6, rated_density_kg_m3 },
            liquid_loss_pa: spec.liquid_loss_pa,
            pump_efficiency: spec.pump_efficiency,
        }
    }
}

impl From<ActiveRearDoorSpec> for RearDoorExchanger {
    fn from(spec: ActiveRearDoorSpec) -> Self {
        let ActiveRearDoorSpec { air_flow_m3_s, liquid_w_k, ua_w_k, rated_density_kg_m3, .. } = spec;
        let coil = LiquidAirCoil { air_kg_s: air_flow_m3_s * rated_density_kg_m3, liquid_w_k, ua_w_k };
        let fans = CoilFans {
            air_flow_m3_s,
            rated_density_kg_m3,
            air_loss_pa: spec.air_loss_pa,
            efficiency: spec.fan_efficiency,
            exponent: spec.fan_exponent,
        };
        let ActiveRearDoorSpec { liquid_loss_pa, pump_efficiency, .. } = spec;
        Self { coil, air: DoorAir::Active(fans), liquid_loss_pa, pump_efficiency }
    }
}

impl RearDoorExchanger {
    /// Its coil.
    pub const fn coil(&self) -> &LiquidAirCoil {
        &self.coil
    }

    /// Coefficient b of the pressure loss `b V²` that the servers' fans meet in air of a density, Pa s²/m⁶; none behind own
    /// fans.
    pub fn air_loss_pa_s2_m6(&self, density: Density) -> Option<f64> {
        match self.air {
            DoorAir::Passive { loss_pa_s2_m6, rated_density_kg_m3 } => {
                Some(loss_pa_s2_m6 * density.kg_m3() / rated_density_kg_m3)
            }
            DoorAir::Active(_) => None,
        }
    }

    /// Electricity of its fans at an air flow.
    pub fn fan_power(&self, air: &AirFlow) -> Power {
        match self.air {
            DoorAir::Passive { .. } => Power::ZERO,
            DoorAir::Active(fans) => fans.power(air),
        }
    }

    /// Heat taken from the exhaust and the capacity rate of the liquid then. The valve closes as far as the air still
    /// leaves no colder than `room`: a door that cools below the room's air only loads other coolers less.
    ///
    /// # Errors
    /// When the opening of the valve is not found.
    pub fn operate(
        &self,
        exhaust: Temperature,
        air: &AirFlow,
        liquid: Temperature,
        room: Temperature,
    ) -> Result<(Power, ThermalConductance), NotConverged> {
        let full_w_k = self.coil.liquid_w_k;
        let heat = |w_k: f64| {
            self.coil.heat_transfer(exhaust.celsius(), air, liquid.celsius(), ThermalConductance::new(w_k)).watts()
        };
        let neutral_w = air.capacity_rate().w_k() * (exhaust - room).kelvin();
        let least_w_k = VALVE_MIN * full_w_k;
        let full_w = heat(full_w_k);
        if full_w <= 0.0 || neutral_w <= 0.0 {
            return Ok((Power::ZERO, ThermalConductance::new(least_w_k)));
        }
        if full_w <= neutral_w {
            return Ok((Power::new(full_w), ThermalConductance::new(full_w_k)));
        }
        let least_w = heat(least_w_k);
        if least_w >= neutral_w {
            return Ok((Power::new(neutral_w), ThermalConductance::new(least_w_k)));
        }
        // Heat rises with the flow, so the bracket holds the root.
        let open_w_k = root::find_named_root(
            "the valve of a rear door",
            |w_k| heat(w_k) - neutral_w,
            (least_w_k, least_w - neutral_w),
            (full_w_k, full_w - neutral_w),
            RootTolerance { x: 1e-12 * full_w_k, f: 1e-9 },
            200,
        )?;
        Ok((Power::new(neutral_w), ThermalConductance::new(open_w_k)))
    }

    /// Pressure loss of the liquid's circuit and electricity of its pump for a flow and its capacity rate.
    pub fn circuit_loss_and_power(&self, flow: VolumeFlow, liquid: ThermalConductance) -> (f64, Power) {
        let share = liquid.w_k() / self.coil.liquid_w_k;
        let loss_pa = self.liquid_loss_pa * share * share;
        (loss_pa, Power::new(flow.m3_s() * loss_pa / self.pump_efficiency))
    }
}

#[cfg(test)]
mod tests {
    use crate::units::SpecificHeat;

    use super::*;

    #[test]
    fn a_door_stops_at_neutral_and_never_warms() {
        let spec = PassiveRearDoorSpec {
            air_flow_m3_s: 2.5,
            liquid_w_k: 5000.0,
            ua_w_k: 6000.0,
            air_loss_pa: 15.0,
            rated_density_kg_m3: 1.2,
            liquid_loss_pa: 5e4,
            pump_efficiency: 0.45,
        };
        let c = Temperature::from_celsius;
        let air = AirFlow::from_volumetric_heat(VolumeFlow::new(2.5), 1160.0, SpecificHeat::new(1006.0));
        let door = |water: f64| RearDoorExchanger::from(spec).operate(c(40.0), &air, c(water), c(25.0)).unwrap();
        let (cold, open) = door(10.0);
        assert!((cold.watts() - 2900.0 * 15.0).abs() < 1e-6 && open.w_k() < 5000.0, "{cold:?}");
        let (warm, open) = door(24.0);
        assert!(warm < cold && open.w_k() == 5000.0);
        assert_eq!(door(41.0).0, Power::ZERO);
    }
}
