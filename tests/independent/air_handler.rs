//! Room air handlers: fans and chilled-water coils.

use super::data::Record;
use super::exchanger::{conductance, crossflow, scaled_ua};

/// The air of a hall.
#[derive(Clone, Copy)]
pub struct AirFlow {
    pub m3_s: f64,
    pub density: f64,
    pub heat_j_m3_k: f64,
}

/// Handlers that share the air of a hall.
#[derive(Clone)]
pub struct Handlers {
    pub record: Record,
    pub machines: super::machines::Machines,
    /// Capacity rate of the chilled water over that of the air.
    pub water_ratio: f64,
}

/// What a loop asks of its plant.
#[derive(Clone, Copy)]
pub struct WaterLoad {
    /// Heat without that of the loop's pumps, W.
    pub heat_w: f64,
    pub supply_c: f64,
    pub w_k: f64,
}

impl Handlers {
    pub fn fan_w(&self, air: &AirFlow) -> f64 {
        let (n, get) = (self.machines.worth(), |key: &str| self.record.get(key));
        let speed = air.m3_s / n / get("air_flow_m3_s");
        n * get("fan_power_w") * air.density / get("rated_density_kg_m3") * speed.powf(get("fan_exponent"))
    }

    /// Chilled water with which the coils take a heat and supply air of a temperature.
    pub fn water_load(&self, air: &AirFlow, heat_w: f64, supply_c: f64) -> WaterLoad {
        let (n, get) = (self.machines.worth(), |key: &str| self.record.get(key));
        let air_w_k = air.m3_s * air.heat_j_m3_k;
        let w_k = air_w_k * self.water_ratio;
        let mass = air.m3_s * air.density / n / (get("air_flow_m3_s") * get("rated_density_kg_m3"));
        let ua = n * scaled_ua(get("coil_ua_w_k"), (mass, 0.8), (w_k / n / get("rated_water_w_k"), 0.85));
        let water_c = supply_c + heat_w / air_w_k - heat_w / conductance(crossflow, ua, air_w_k, w_k);
        WaterLoad { heat_w, supply_c: water_c, w_k }
    }
}
