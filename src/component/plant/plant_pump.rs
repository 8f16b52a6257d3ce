//! Pumps of a plant loop.
//!
//! `P = V Δp/η` with the head at the flow of the loop and the efficiency from electricity to hydraulic power; a pressure
//! loss of the loop beside that of the head adds to it. All power ends in the fluid as heat.
//!
//! Neglects: pumps that run on while the loop takes less flow, and the heat that motors leave in the room.
//!
//! Compared with: a worked point in this file; explicit plants give EnergyPlus' pumps their power and motor efficiency
//! (`energyplus-b-wc-12-cw20`).

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
    }
}

/// Kind of a record that says `kind = "plant-pump"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "plant-pump",
    summary: "Pumps of a plant loop",
    law: ComponentLaw {
        symbols: "P = V Δp / η",
        words: "head of the loop, and what its economizer loses, over the efficiency",
        results: &[LawResult::Power(EndUse::Pumps)],
    },
    params: PlantPumpSpec::PARAMS,
    check: |table| PlantPumpSpec::read(table).map(drop),
};

/// Electricity at the flow of a loop.
pub fn design_power(spec: &PlantPumpSpec, flow: VolumeFlow) -> Power {
    Power::new(flow.m3_s() * spec.head_pa / spec.efficiency)
}

/// Electricity at the flow of a loop with a pressure loss beside that of the head, Pa.
pub fn design_power_with_loss(spec: &PlantPumpSpec, flow: VolumeFlow, loss_pa: f64) -> Power {
    design_power(&PlantPumpSpec { head_pa: spec.head_pa + loss_pa, ..*spec }, flow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hydraulic_power_over_efficiency() {
        let spec = PlantPumpSpec { head_pa: 200e3, efficiency: 0.5 };
        let flow = VolumeFlow::from_l_min(60.0);
        assert!((design_power(&spec, flow).watts() - 400.0).abs() < 1e-9, "1 L/s against 2 bar at 50 %");
        assert!((design_power_with_loss(&spec, flow, 50e3).watts() - 500.0).abs() < 1e-9);
    }
}
