//! The pumps of a loop of water.

use crate::component::plant::plant_pump;
use crate::physics::liquid::WATER_HEAT_CAPACITY_J_M3_K;
use crate::units::VolumeFlow;

/// Electricity of a loop's pumps, W.
pub(super) fn pump_power_w(spec: &plant_pump::PlantPumpSpec, capacity_w_k: f64) -> f64 {
    pump_power_with_loss_w(spec, capacity_w_k, 0.0)
}

/// Electricity of a loop's pumps with a pressure loss, Pa, beside that of their head, W.
pub(super) fn pump_power_with_loss_w(spec: &plant_pump::PlantPumpSpec, capacity_w_k: f64, loss_pa: f64) -> f64 {
    let flow = VolumeFlow::new(capacity_w_k / WATER_HEAT_CAPACITY_J_M3_K);
    plant_pump::design_power_with_loss(spec, flow, loss_pa).watts()
}
