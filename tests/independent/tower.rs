//! Counterflow cooling towers by Merkel's theory (`docs/plant-topologies.md`, towers), and their water.

use super::data::Record;
use super::exchanger::counterflow;
use super::fluid::{
    Air, LOOP_WATER_J_KG_K, Water, enthalpy, saturated_enthalpy, saturated_ratio, saturated_ratio_at_enthalpy,
};
use super::machines::Machines;
use super::root;

/// Equal cells of a tower.
#[derive(Clone)]
pub struct Cells {
    pub machines: Machines,
    /// Design: `KaV`, dry air, capacity rate of the water, density of the air.
    kav_kg_s: f64,
    air_kg_s: f64,
    water_w_k: f64,
    density: f64,
    air_m3_s: f64,
    fan_w: f64,
    slowest: f64,
    free: f64,
    exponent: f64,
    cycles: f64,
    drift: f64,
}

/// Outdoor air with its wet-bulb.
#[derive(Clone, Copy)]
pub struct Outdoor {
    pub air: Air,
    pub wet_c: f64,
}

impl Outdoor {
    pub fn new(air: Air) -> Self {
        Self { air, wet_c: air.wet_bulb() }
    }
}

/// What the cells do.
#[derive(Clone, Copy)]
pub struct Work {
    pub leaving_c: f64,
    pub fan_w: f64,
    /// Air flow over that of the full fan.
    pub air: f64,
}

/// One cell in an hour.
struct Hour<'a> {
    cells: &'a Cells,
    p_pa: f64,
    /// Enthalpy of saturated air at the wet-bulb.
    wet_h: f64,
    air_kg_s: f64,
    water_w_k: f64,
    kav_kg_s: f64,
}

impl Hour<'_> {
    /// Heat that water gives at a share of the full air flow, leaving at a temperature and entering a range above it.
    fn heat_w(&self, leaving_c: f64, range_k: f64, share: f64) -> f64 {
        let (cold, hot) =
            (saturated_enthalpy(leaving_c, self.p_pa), saturated_enthalpy(leaving_c + range_k, self.p_pa));
        let air = share * self.air_kg_s;
        let m = air * (hot - cold) / range_k / self.water_w_k;
        let ntu = self.kav_kg_s * share.powf(self.cells.exponent) / air;
        counterflow(ntu, m) * air * (hot - self.wet_h).max(0.0)
    }
}

impl Cells {
    /// Cells for a flow of water.
    pub fn new(record: &Record, treatment: &Record, machines: Machines) -> Self {
        let get = |key: &str| record.get(key);
        let (wet_c, p_pa, range_k) = (get("design_wet_bulb_c"), get("design_pressure_pa"), get("design_range_k"));
        let leaving_c = wet_c + get("design_approach_k");
        let air = Air { t_c: wet_c, w: saturated_ratio(wet_c, p_pa), p_pa };
        let water_w_k = get("water_flow_m3_s") * Water::at(leaving_c + range_k / 2.0).heat_j_m3_k();
        let air_kg_s = get("air_flow_m3_s") / air.volume_of_dry_air();
        let mut cells = Self {
            machines,
            kav_kg_s: f64::NAN,
            air_kg_s,
            water_w_k,
            density: air.density(),
            air_m3_s: get("air_flow_m3_s"),
            fan_w: get("fan_power_w"),
            slowest: get("fan_min"),
            free: get("free_convection"),
            exponent: get("exponent"),
            cycles: treatment.get("cycles"),
            drift: treatment.get("drift"),
        };
        let wet_h = saturated_enthalpy(wet_c, p_pa);
        cells.kav_kg_s = root::find(0.01 * air_kg_s, 20.0 * air_kg_s, |kav_kg_s| {
            let hour = Hour { cells: &cells, p_pa, wet_h, air_kg_s, water_w_k, kav_kg_s };
            hour.heat_w(leaving_c, range_k, 1.0) - water_w_k * range_k
        });
        cells
    }

    /// Cells for a flow of water at the record's flow for each.
    pub fn for_flow(record: &Record, treatment: &Record, m3_s: f64) -> Self {
        Self::new(record, treatment, Machines::fitted(m3_s / record.get("water_flow_m3_s")))
    }

    fn hour(&self, outdoor: &Outdoor, loop_w_k: f64) -> Hour<'_> {
        let water_w_k = loop_w_k / self.machines.worth();
        let air_kg_s = self.air_m3_s / outdoor.air.volume_of_dry_air();
        let flows =
            (water_w_k / self.water_w_k).powf(1.0 - self.exponent) * (air_kg_s / self.air_kg_s).powf(self.exponent);
        let p_pa = outdoor.air.p_pa;
        let wet_h = saturated_enthalpy(outdoor.wet_c, p_pa);
        Hour { cells: self, p_pa, wet_h, air_kg_s, water_w_k, kav_kg_s: self.kav_kg_s * flows }
    }

    fn fan_w(&self, outdoor: &Outdoor, speed: f64, running: f64) -> f64 {
        self.machines.worth() * self.fan_w * outdoor.air.density() / self.density * speed.powi(3) * running
    }

    /// With just the fan that holds a set point; nothing where the full fan does not reach it.
    pub fn hold(&self, outdoor: &Outdoor, loop_w_k: f64, heat_w: f64, set_c: f64) -> Option<Work> {
        let (hour, each_w, range_k) = (self.hour(outdoor, loop_w_k), heat_w / self.machines.worth(), heat_w / loop_w_k);
        let at = |share: f64| hour.heat_w(set_c, range_k, share);
        if at(1.0) < each_w {
            return None;
        }
        if at(self.slowest) < each_w {
            let speed = root::find(self.slowest, 1.0, |share| at(share) - each_w);
            return Some(Work { leaving_c: set_c, fan_w: self.fan_w(outdoor, speed, 1.0), air: speed });
        }
        if at(self.free) < each_w {
            // The fan cycles at its lowest speed.
            let running = (each_w - at(self.free)) / (at(self.slowest) - at(self.free));
            let air = self.slowest * running + self.free * (1.0 - running);
            return Some(Work { leaving_c: set_c, fan_w: self.fan_w(outdoor, self.slowest, running), air });
        }
        // Without a fan the water leaves colder, by a range at most: then a part of it bypasses the tower.
        let miss = |leaving_c: f64| hour.heat_w(leaving_c, range_k, self.free) - each_w;
        let coldest_c = set_c - range_k;
        let leaving_c = if miss(coldest_c) >= 0.0 { coldest_c } else { root::find(coldest_c, set_c, miss) };
        Some(Work { leaving_c, fan_w: 0.0, air: self.free })
    }

    /// With the full fan, where the heat depends on the temperature of the leaving water. `most_c` is a temperature at which
    /// the tower takes more than there is.
    pub fn full(&self, outdoor: &Outdoor, loop_w_k: f64, most_c: f64, heat_w: impl Fn(f64) -> f64) -> Work {
        let hour = self.hour(outdoor, loop_w_k);
        let n = self.machines.worth();
        let miss = |leaving_c: f64| {
            let heat = heat_w(leaving_c);
            n * hour.heat_w(leaving_c, heat / loop_w_k, 1.0) - heat
        };
        let leaving_c = root::find(outdoor.wet_c - 20.0, most_c, miss);
        Work { leaving_c, fan_w: self.fan_w(outdoor, 1.0, 1.0), air: 1.0 }
    }

    /// Make-up water, kg/s, for a heat and an air flow.
    pub fn makeup_kg_s(&self, outdoor: &Outdoor, loop_w_k: f64, heat_w: f64, air: f64) -> f64 {
        let n = self.machines.worth();
        let dry_kg_s = n * air * self.air_m3_s / outdoor.air.volume_of_dry_air();
        let h = enthalpy(outdoor.air.t_c, outdoor.air.w) + heat_w / dry_kg_s;
        let evaporated = dry_kg_s * (saturated_ratio_at_enthalpy(h, outdoor.air.p_pa) - outdoor.air.w);
        let drift = self.drift * loop_w_k / LOOP_WATER_J_KG_K;
        let blow_down = (evaporated / (self.cycles - 1.0) - drift).max(0.0);
        evaporated.max(0.0) + drift + blow_down
    }
}
