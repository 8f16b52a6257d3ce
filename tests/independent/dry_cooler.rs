//! Dry coolers with variable-speed fans.

use super::data::Record;
use super::exchanger::{conductance, crossflow, crossflow_ua};
use super::fluid::{Air, DRY_AIR_J_KG_K};
use super::machines::Machines;
use super::root;

/// Conductance of the air's film over that of the water's at the rating.
const FILM_RATIO: f64 = 0.5;

/// Equal dry coolers.
#[derive(Clone)]
pub struct DryCoolers {
    pub machines: Machines,
    rated_ua: f64,
    rated_water_w_k: f64,
    rated_density: f64,
    air_m3_s: f64,
    fan_w: f64,
    slowest: f64,
    /// Share of the fan power that does not fall with the speed, and exponent of the rest.
    fans: (f64, f64),
    pub rated_w: f64,
}

/// What they take and draw.
#[derive(Clone, Copy)]
pub struct Work {
    pub heat_w: f64,
    pub fan_w: f64,
}

impl DryCoolers {
    pub fn new(record: &Record) -> Self {
        let get = |key: &str| record.get(key);
        let air_w_k = get("air_flow_m3_s") * get("rated_density_kg_m3") * DRY_AIR_J_KG_K;
        let difference_k = get("rated_water_c") - get("rated_air_c");
        Self {
            machines: Machines { count: 1.0, size: 1.0 },
            rated_ua: crossflow_ua(get("rated_w"), difference_k, get("rated_water_w_k"), air_w_k),
            rated_water_w_k: get("rated_water_w_k"),
            rated_density: get("rated_density_kg_m3"),
            air_m3_s: get("air_flow_m3_s"),
            fan_w: get("fan_power_w"),
            slowest: get("fan_min"),
            fans: if record.is("ec-dry-cooler") { (get("fixed_loss"), get("fan_exponent")) } else { (0.0, 3.0) },
            rated_w: get("rated_w"),
        }
    }

    /// The lowest speed that takes a heat from water of a temperature and capacity rate; else what the full fans take.
    pub fn work(&self, heat_w: f64, water_c: f64, w_k: f64, air: &Air) -> Work {
        if water_c <= air.t_c {
            return Work { heat_w: 0.0, fan_w: 0.0 };
        }
        let n = self.machines.worth();
        let density = air.density() / self.rated_density;
        let water_film = self.rated_ua * (1.0 + 1.0 / FILM_RATIO);
        let scaled_water_film = water_film * (w_k / n / self.rated_water_w_k).powf(0.85);
        let at = |speed: f64| {
            let air_film = FILM_RATIO * water_film * (density * speed).powf(0.8);
            let ua = 1.0 / (1.0 / air_film + 1.0 / scaled_water_film);
            let air_w_k = speed * self.air_m3_s * air.density() * DRY_AIR_J_KG_K;
            n * conductance(crossflow, ua, w_k / n, air_w_k) * (water_c - air.t_c)
        };
        let fan_w =
            |speed: f64| n * self.fan_w * density * (self.fans.0 + (1.0 - self.fans.0) * speed.powf(self.fans.1));
        if at(1.0) <= heat_w {
            return Work { heat_w: at(1.0), fan_w: fan_w(1.0) };
        }
        let slow_w = at(self.slowest);
        if slow_w >= heat_w {
            // The fans cycle at their lowest speed.
            return Work { heat_w, fan_w: fan_w(self.slowest) * heat_w / slow_w };
        }
        Work { heat_w, fan_w: fan_w(root::find(self.slowest, 1.0, |speed| at(speed) - heat_w)) }
    }
}
