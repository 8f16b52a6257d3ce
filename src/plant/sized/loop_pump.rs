//! The pumps of a loop of water.

use crate::component::plant::plant_pump;
use crate::physics::liquid::WATER_HEAT_CAPACITY_J_M3_K;
use crate::units::VolumeFlow;

/// Electricity of a loop's pumps, W.
pub(super) fn pump_power_w(spec: &plant_pump::PlantPumpSpec, capacity_w_k: f64) -> f64 {
    plant_pump::design_power(spec, VolumeFlow::new(capacity_w_k / WATER_HEAT_CAPACITY_J_M3_K)).watts()
}
