//! The pumps of a loop of water.

use crate::component::plant::plant_pump::{self, PlantPumpSpec};
use crate::component::plant::pump_drive::{LoopFlow, PumpDriveSpec};
use crate::physics::liquid::WATER_HEAT_CAPACITY_J_M3_K;
use crate::units::VolumeFlow;

/// How the pumps of a plant's loops follow the flow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PumpControl {
    /// The head of the design at every flow.
    Constant,
    /// Variable speed with a held differential pressure.
    Variable(PumpDriveSpec),
    /// Primary pumps at the flow of the design, secondary ones of variable speed.
    PrimarySecondary(PumpDriveSpec),
}

/// Pumps of a loop.
#[derive(Clone, Copy, Debug)]
pub struct LoopPumps {
    /// Head and efficiency.
    pub spec: PlantPumpSpec,
    /// How they follow the flow.
    pub control: PumpControl,
    /// Capacity rate of the loop in the design, W/K.
    pub design_w_k: f64,
}

fn volume_flow(capacity_w_k: f64) -> VolumeFlow {
    VolumeFlow::new(capacity_w_k / WATER_HEAT_CAPACITY_J_M3_K)
}

impl LoopPumps {
    /// Electricity at a capacity rate of the loop, W/K, in W.
    pub fn power_w(&self, capacity_w_k: f64) -> f64 {
        self.power_with_loss_w(capacity_w_k, 0.0)
    }

    /// Electricity with a pressure loss, Pa, beside that of the head, W.
    pub fn power_with_loss_w(&self, capacity_w_k: f64, loss_pa: f64) -> f64 {
        let flow = LoopFlow { asked: volume_flow(capacity_w_k), design: volume_flow(self.design_w_k) };
        let power = match &self.control {
            PumpControl::Constant => plant_pump::design_power_with_loss(&self.spec, flow.asked, loss_pa),
            PumpControl::Variable(drive) => drive.variable_power(&self.spec, flow, loss_pa),
            PumpControl::PrimarySecondary(drive) => drive.primary_secondary_power(&self.spec, flow, loss_pa),
        };
        power.watts()
    }

    /// Capacity rate of a loop whose heat is a share of that of its design, W/K: that of the design, or in proportion where
    /// the pumps follow, down to their least flow.
    pub(super) fn capacity_at_share_w_k(&self, heat_share: f64) -> f64 {
        match &self.control {
            PumpControl::Constant => self.design_w_k,
            PumpControl::Variable(drive) | PumpControl::PrimarySecondary(drive) => {
                self.design_w_k * heat_share.max(drive.min_flow).min(1.0)
            }
        }
    }
}
