//! Pumps of a plant loop whose speed follows the flow.
//!
//! A control holds the differential pressure at the far end of the loop, so a share h of the head stays whatever flows and
//! the rest falls with the square of the flow: `Δp = Δp₀ (h + (1 − h)(V/V₀)²)`. With the drive's own loss:
//! `P = V Δp/(η η_d) + f P₀`. Below the least flow of the machines in the loop, or the least speed of the pumps, the pumps
//! move that flow and a bypass returns the rest.
//!
//! In primary–secondary loops the primary pumps move the design flow through the machines against their share of the head,
//! and the secondary pumps follow the load against the rest.
//!
//! Neglects: efficiency of the pump away from its best point, staging of parallel pumps, and reset of the held pressure.
//!
//! Compared with: the curve of variable-speed pumps without reset of ASHRAE 90.1, Appendix G, in this file.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::units::{Power, VolumeFlow};

use super::plant_pump::PlantPumpSpec;

params! {
    /// Parameters of variable-speed pumps.
    pub struct PumpDriveSpec {
        /// Share of the head that is held at every flow.
        held_share [""] in 0.0..=1.0;
        /// Least flow over that of the design.
        min_flow [""] in 0.0..=1.0;
        /// Efficiency of the drive, its fixed loss apart.
        drive_efficiency [""] in 0.5..=1.0;
        /// Loss of the drive at every speed over the power of the pumps at the design.
        fixed_loss [""] in 0.0..=0.2;
        /// Share of the head that primary pumps carry in a primary–secondary loop.
        primary_share [""] in 0.05..=0.95;
    }
}

/// Kind of a record that says `kind = "pump-drive"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "pump-drive",
    summary: "Variable speed of a loop's pumps with a held differential pressure",
    law: ComponentLaw {
        symbols: "P = V Δp₀ (h + (1 - h)(V/V₀)²) / (η η_d) + f P₀",
        words: "a held share of the head, the rest with the square of the flow, and the loss of the drive",
        results: &[LawResult::Power(EndUse::Pumps)],
    },
    params: PumpDriveSpec::PARAMS,
    check: |table| PumpDriveSpec::read(table).map(drop),
};

/// Flows of a loop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoopFlow {
    /// Asked for.
    pub asked: VolumeFlow,
    /// Of the design.
    pub design: VolumeFlow,
}

impl PumpDriveSpec {
    /// Flow that the pumps move: what is asked for, or their least.
    pub fn moved_flow(&self, flow: LoopFlow) -> VolumeFlow {
        flow.asked.max(self.min_flow * flow.design)
    }

    /// Electricity of variable-speed pumps, a pressure loss beside that of the head counted at the flow that is moved.
    pub fn variable_power(&self, pump: &PlantPumpSpec, flow: LoopFlow, loss_pa: f64) -> Power {
        let moved = self.moved_flow(flow);
        let ratio = moved / flow.design;
        let head_pa = pump.head_pa * (self.held_share + (1.0 - self.held_share) * ratio * ratio);
        let hydraulic_w = moved.m3_s() * (head_pa + loss_pa);
        let design_w = flow.design.m3_s() * pump.head_pa / pump.efficiency;
        Power::new(hydraulic_w / (pump.efficiency * self.drive_efficiency) + self.fixed_loss * design_w)
    }

    /// Electricity of primary and secondary pumps; the pressure loss is in the secondary loop.
    pub fn primary_secondary_power(&self, pump: &PlantPumpSpec, flow: LoopFlow, loss_pa: f64) -> Power {
        let part = |share: f64| PlantPumpSpec { head_pa: pump.head_pa * share, ..*pump };
        let primary = part(self.primary_share);
        let primary_w = flow.design.m3_s() * primary.head_pa / primary.efficiency;
        Power::new(primary_w) + self.variable_power(&part(1.0 - self.primary_share), flow, loss_pa)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRIVE: PumpDriveSpec = PumpDriveSpec {
        held_share: 0.45,
        min_flow: 0.25,
        drive_efficiency: 0.97,
        fixed_loss: 0.02,
        primary_share: 0.41,
    };
    const PUMP: PlantPumpSpec = PlantPumpSpec { head_pa: 200e3, efficiency: 0.5 };

    fn power_w(asked: f64) -> f64 {
        let flow = LoopFlow { asked: VolumeFlow::new(asked), design: VolumeFlow::new(1.0) };
        DRIVE.variable_power(&PUMP, flow, 0.0).watts()
    }

    /// `0.5726 x − 0.301 x² + 0.7347 x³`: variable speed without reset in ASHRAE 90.1, Appendix G, as openstudio-standards
    /// has it.
    #[test]
    fn part_load_is_that_of_the_standard() {
        for x in [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0_f64] {
            let published = 0.5726 * x - 0.301 * x.powi(2) + 0.7347 * x.powi(3);
            let own = power_w(x) / power_w(1.0);
            assert!((own - published).abs() < 0.02, "{x}: {own} {published}");
        }
    }

    #[test]
    fn by_hand_at_half_flow() {
        // Half a cubic metre a second against 90 kPa and a quarter of 110 kPa; 2 % of 400 kW are lost at every speed.
        assert!((power_w(0.5) - (0.5 * 117.5e3 / (0.5 * 0.97) + 8e3)).abs() < 1e-6);
        assert_eq!(power_w(0.1), power_w(0.25), "the least flow");
        let flow = LoopFlow { asked: VolumeFlow::new(0.5), design: VolumeFlow::new(1.0) };
        let both_w = DRIVE.primary_secondary_power(&PUMP, flow, 0.0).watts();
        // 41 % of 400 kW at every load, and 59 % of the variable part.
        assert!((both_w - (0.41 * 400e3 + 0.59 * power_w(0.5))).abs() < 1e-6);
    }
}
