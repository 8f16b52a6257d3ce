//! Pump of a plant loop that runs at constant flow.
//!
//! `P = V Δp/η`: design flow and head, wire-to-water efficiency. All of it ends as heat in the loop.

use crate::component::Kind;
use crate::params;
use crate::units::{Power, VolumeFlow};

params! {
    /// Parameters of a loop's pumps.
    pub struct Spec {
        /// Head at the design flow.
        head_pa ["Pa"] in 1000.0..=2e6;
        /// Efficiency from electricity to hydraulic power.
        efficiency [""] in 0.1..=0.9;
    }
}

/// Kind of equipment.
pub static KIND: Kind = Kind {
    name: "plant-pump",
    summary: "Pump of a plant loop at constant flow",
    params: Spec::PARAMS,
    check: |table| Spec::read(table).map(drop),
};

/// Electricity at a flow.
pub fn power(spec: &Spec, flow: VolumeFlow) -> Power {
    Power::new(flow.m3_s() * spec.head_pa / spec.efficiency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hydraulic_power_over_efficiency() {
        let p = power(&Spec { head_pa: 200e3, efficiency: 0.5 }, VolumeFlow::from_l_min(60.0));
        assert!((p.watts() - 400.0).abs() < 1e-9, "1 L/s against 2 bar at 50 %");
    }
}
