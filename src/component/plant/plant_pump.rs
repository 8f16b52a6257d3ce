//! Pumps of a plant loop, at constant or variable speed.
//!
//! Design: `P_d = V_d Δp/η` with the head at the design flow and the efficiency from electricity to hydraulic power. At a
//! share `x = V/V_d` of the design flow, not below the smallest that the pumps allow, a variable-speed pump draws
//! `P = P_d (σ x + (1 − σ)(c₀ + c₁ x + c₂ x² + c₃ x³))`: the share σ of the head is static (a height or a differential
//! pressure held for valves), against which power goes with the flow, and the rest follows the curve of EnergyPlus'
//! `Pump:VariableSpeed`; `x³` alone is the affinity law, which holds for the whole only without a static head. A
//! constant-speed pump keeps its flow and draws `P_d` whatever the loop takes.
//!
//! Heat: the shaft's power `η_m P` ends in the fluid, as friction somewhere in the loop, and so does a share of the motor's
//! loss; the rest of that warms the room (EnergyPlus 25.2 Engineering Reference, *Pumps*).
//!
//! Neglects: the loss of efficiency of pumps in parallel as they are staged, and of motors far below their rating.
//!
//! Compared with: worked points in this file; validation cases of whole EnergyPlus plants (`energyplus-b-
//! wc-12-cw20`).

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::units::{Power, VolumeFlow};

params! {
    /// Parameters of a loop's pumps.
    pub struct PlantPumpSpec {
        /// Head at the design flow.
        head_pa ["Pa"] in 1000.0..=2e6;
        /// Efficiency from electricity to hydraulic power.
        efficiency [""] in 0.1..=0.9;
        /// Smallest flow, share of design.
        flow_min [""] in 0.0..=1.0 = 0.1;
        /// Static share of the head.
        static_head [""] in 0.0..=1.0 = 0.0;
        /// Power at part flow, constant.
        part_c0 [""] in -2.0..=2.0 = 0.0;
        /// Power at part flow, x.
        part_c1 [""] in -5.0..=5.0 = 0.0;
        /// Power at part flow, x².
        part_c2 [""] in -5.0..=5.0 = 0.0;
        /// Power at part flow, x³.
        part_c3 [""] in -5.0..=5.0 = 1.0;
        /// Efficiency of motor and drive.
        motor_efficiency [""] in 0.3..=1.0 = 0.9;
        /// Share of the motor's loss that goes into the fluid: all with a wet rotor, none with an air-cooled motor.
        motor_loss_to_fluid [""] in 0.0..=1.0 = 1.0;
    }
}

/// Kind of a record that says `kind = "plant-pump"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "plant-pump",
    summary: "Pumps of a plant loop, constant or variable speed",
    law: ComponentLaw {
        symbols: "P = V_d Δp / η · max(σ x + (1 - σ)(c0 + c1 x + c2 x² + c3 x³), 0)",
        words: "loop pump with a static share of its head; the affinity law has c3 alone",
        results: &[LawResult::Power(EndUse::Pumps)],
    },
    params: PlantPumpSpec::PARAMS,
    check: |table| PlantPumpSpec::read(table).map(drop),
};

/// How pumps follow the flow that a loop takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PumpSpeedControl {
    /// At their design flow whenever any flow is taken; the rest returns through a bypass.
    Constant,
    /// Slowed down to the flow, as far as they allow.
    Variable,
}

/// What the pumps of a loop move and draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlantPumpOperation {
    /// Flow through the pumps; more than the loop takes when they may not slow down further.
    pub flow: VolumeFlow,
    /// Electricity.
    pub power: Power,
    /// Heat into the fluid.
    pub to_fluid: Power,
    /// Heat into the room.
    pub to_room: Power,
}

/// Electricity at the design flow.
pub fn design_power(spec: &PlantPumpSpec, flow: VolumeFlow) -> Power {
    Power::new(flow.m3_s() * spec.head_pa / spec.efficiency)
}

/// Electricity at the design flow with a pressure loss in the loop beside that of the head, Pa.
pub fn design_power_with_loss(spec: &PlantPumpSpec, flow: VolumeFlow, loss_pa: f64) -> Power {
    design_power(&PlantPumpSpec { head_pa: spec.head_pa + loss_pa, ..*spec }, flow)
}

/// Power at a share of the design flow over that at the design flow, never below zero.
pub fn part_flow_power_ratio(spec: &PlantPumpSpec, x: f64) -> f64 {
    let curve = spec.part_c0 + x * (spec.part_c1 + x * (spec.part_c2 + x * spec.part_c3));
    (spec.static_head * x + (1.0 - spec.static_head) * curve).max(0.0)
}

/// Pumps of a design flow in a loop that takes `flow`; no more than the design flow passes.
pub fn operate_pumps(
    spec: &PlantPumpSpec,
    design: VolumeFlow,
    flow: VolumeFlow,
    speed: PumpSpeedControl,
) -> PlantPumpOperation {
    let none = flow.m3_s() <= 0.0 || design.m3_s() <= 0.0;
    let (x, part) = match speed {
        _ if none => (0.0, 0.0),
        PumpSpeedControl::Constant => (1.0, 1.0),
        PumpSpeedControl::Variable => {
            let x = (flow / design).clamp(spec.flow_min, 1.0);
            (x, part_flow_power_ratio(spec, x))
        }
    };
    let power = design_power(spec, design) * part;
    let to_room = power * ((1.0 - spec.motor_efficiency) * (1.0 - spec.motor_loss_to_fluid));
    PlantPumpOperation { flow: design * x, power, to_fluid: power - to_room, to_room }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SPEC: PlantPumpSpec = PlantPumpSpec {
        head_pa: 200e3,
        efficiency: 0.5,
        flow_min: 0.1,
        static_head: 0.0,
        part_c0: 0.0,
        part_c1: 0.0,
        part_c2: 0.0,
        part_c3: 1.0,
        motor_efficiency: 0.9,
        motor_loss_to_fluid: 0.25,
    };

    fn at(spec: &PlantPumpSpec, l_min: f64, speed: PumpSpeedControl) -> PlantPumpOperation {
        operate_pumps(spec, VolumeFlow::from_l_min(60.0), VolumeFlow::from_l_min(l_min), speed)
    }

    #[test]
    fn hydraulic_power_over_efficiency() {
        let p = design_power(&SPEC, VolumeFlow::from_l_min(60.0));
        assert!((p.watts() - 400.0).abs() < 1e-9, "1 L/s against 2 bar at 50 %");
        assert_eq!(at(&SPEC, 60.0, PumpSpeedControl::Variable).power, p);
        assert_eq!(at(&SPEC, 20.0, PumpSpeedControl::Constant).power, p);
    }

    #[test]
    fn half_flow_by_hand() {
        let half = |spec: &PlantPumpSpec| at(spec, 30.0, PumpSpeedControl::Variable).power.watts() / 400.0;
        assert!((half(&SPEC) - 0.125).abs() < 1e-12, "affinity");
        assert!((half(&PlantPumpSpec { static_head: 0.4, ..SPEC }) - (0.4 * 0.5 + 0.6 * 0.125)).abs() < 1e-12);
        // Variable speed at a held differential pressure, ASHRAE 90.1 appendix G: 30 % of the power at half flow.
        let held = PlantPumpSpec { part_c1: 0.5726, part_c2: -0.301, part_c3: 0.7347, ..SPEC };
        assert!((half(&held) - 0.3029).abs() < 1e-4);
    }

    #[test]
    fn a_loop_without_flow_needs_no_pump_and_a_low_one_the_smallest_flow() {
        for speed in [PumpSpeedControl::Constant, PumpSpeedControl::Variable] {
            assert_eq!(at(&SPEC, 0.0, speed).power, Power::ZERO);
        }
        let low = at(&SPEC, 1.0, PumpSpeedControl::Variable);
        assert!((low.flow.l_min() - 6.0).abs() < 1e-12 && (low.power.watts() - 0.4).abs() < 1e-12);
        assert!((at(&SPEC, 90.0, PumpSpeedControl::Variable).flow.l_min() - 60.0).abs() < 1e-12);
    }

    #[test]
    fn heat_goes_to_fluid_and_room() {
        let full = at(&SPEC, 60.0, PumpSpeedControl::Variable);
        assert!((full.to_room.watts() - 400.0 * 0.1 * 0.75).abs() < 1e-9);
        let wet = PlantPumpSpec { motor_loss_to_fluid: 1.0, ..SPEC };
        assert_eq!(at(&wet, 60.0, PumpSpeedControl::Variable).to_room, Power::ZERO);
    }

    proptest! {
        #[test]
        fn all_power_is_heat_and_more_flow_never_costs_less(l_min in 0.0..70.0f64, sigma in 0.0..1.0f64) {
            let spec = PlantPumpSpec { static_head: sigma, ..SPEC };
            let (here, more) = (at(&spec, l_min, PumpSpeedControl::Variable), at(&spec, l_min + 1.0, PumpSpeedControl::Variable));
            prop_assert!((here.power - here.to_fluid - here.to_room).watts().abs() < 1e-12 * 400.0);
            prop_assert!(more.power >= here.power && here.power.watts() <= 400.0 + 1e-9);
        }
    }
}
