//! The liquid of a rack: pumps against unit, manifold, quick disconnects and lanes, with direct return.

use std::f64::consts::PI;

use super::chip::Load;
use super::data::{Data, number, text};
use super::fluid::Water;
use super::rack::{Pumps, TrayLiquid};
use super::tray::{Bundle, Stream};
use super::{mover, root};

/// Highest Reynolds number of laminar flow, and lowest one of fully turbulent flow.
const LAMINAR: f64 = 2040.0;
const TURBULENT: f64 = 4000.0;

/// Colebrook's friction factor.
fn colebrook(re: f64, roughness: f64) -> f64 {
    let mut x = 8.0;
    for _ in 0..60 {
        x = -2.0 * (roughness / 3.7 + 2.51 * x / re).log10();
    }
    1.0 / (x * x)
}

/// Darcy's friction factor: between laminar and turbulent flow a cubic that meets both laws in value and slope.
fn friction(re: f64, roughness: f64) -> f64 {
    if re <= LAMINAR {
        return 64.0 / re;
    }
    if re >= TURBULENT {
        return colebrook(re, roughness);
    }
    let width = TURBULENT - LAMINAR;
    let s = (re - LAMINAR) / width;
    let step = 1e-3;
    let slope = (colebrook(TURBULENT + step, roughness) - colebrook(TURBULENT - step, roughness)) / (2.0 * step);
    let (f0, d0) = (64.0 / LAMINAR, -64.0 / (LAMINAR * LAMINAR) * width);
    let (f1, d1) = (colebrook(TURBULENT, roughness), slope * width);
    let h = |a: f64, b: f64, c: f64, d: f64| a + s * (b + s * (c + s * d));
    f0 * h(1.0, 0.0, -3.0, 2.0)
        + d0 * h(0.0, 1.0, -2.0, 1.0)
        + f1 * h(0.0, 0.0, 3.0, -2.0)
        + d1 * h(0.0, 0.0, -1.0, 1.0)
}

/// A rack's liquid.
pub struct Manifold<'a> {
    pumps: &'a Pumps,
    lanes: Bundle<'a>,
    trays: f64,
    water: Water,
    /// Loss of a pair of quick disconnects, Pa s²/m⁶.
    pair: f64,
    bore_m: f64,
    pitch_m: f64,
    roughness_m: f64,
}

/// The liquid at a speed of the pumps.
pub struct RackLiquid {
    pub trays: Vec<TrayLiquid>,
    pub flow_m3_s: f64,
    pub pump_w: f64,
    pub hall_pump_w: f64,
    pub speed: f64,
}

impl<'a> Manifold<'a> {
    pub fn new(data: &Data, table: &toml::Table, pumps: &'a Pumps, trays: f64, lanes: Bundle<'a>) -> Self {
        assert!(text(table, "liquid") == "water" && table.get("layout").is_none(), "water, direct return");
        let Stream::Liquid(water) = lanes.stream else { panic!("a manifold of air") };
        let kv_m3_s = data.record(text(table, "quick_disconnect")).get("kv_m3_h") / 3600.0;
        let mm = |key: &str| number(&table[key]) * 1e-3;
        Self {
            pumps,
            lanes,
            trays,
            water,
            pair: 2.0 * 1e5 * water.density / 1000.0 / (kv_m3_s * kv_m3_s),
            bore_m: mm("bore_mm"),
            pitch_m: number(&table["pitch_m"]),
            roughness_m: mm("roughness_um") * 1e-3,
        }
    }

    /// Loss of the manifold from one tray to the next.
    fn run_pa(&self, flow_m3_s: f64) -> f64 {
        if flow_m3_s <= 0.0 {
            return 0.0;
        }
        let velocity = flow_m3_s / (PI / 4.0 * self.bore_m * self.bore_m);
        let re = velocity * self.bore_m * self.water.density / self.water.viscosity;
        let f = friction(re, self.roughness_m / self.bore_m);
        f * self.pitch_m / self.bore_m * self.water.density * velocity * velocity / 2.0
    }

    /// Pressure across the last tray's lanes at a speed: every tray before it has the loss of its manifold more.
    fn last_loss_pa(&self, speed: f64) -> f64 {
        let (pump, cdu) = (&self.pumps.pump, &self.pumps.cdu);
        let unit_loss = cdu.get("hot_loss_pa") / pump.get("best_flow_m3_s").powi(2);
        let most = mover::rise_pa(pump, self.water.density, speed, 0.0);
        root::find(0.0, most, |loss_pa| {
            let (trays, across_pa) = self.trays_at(loss_pa);
            let each = trays.iter().map(|t| t.0).sum::<f64>() * self.pumps.group;
            mover::rise_pa(pump, self.water.density, speed, each) - unit_loss * each * each - across_pa
        })
    }

    /// Flow and pressure across the lanes of every tray, from the first to the last, where the last has a loss; and the
    /// pressure across the manifold.
    fn trays_at(&self, last_loss_pa: f64) -> (Vec<(f64, f64)>, f64) {
        let branch = |lane_pa: f64| {
            let flow = self.lanes.flow_at_loss(lane_pa);
            (flow, lane_pa + self.pair * flow * flow)
        };
        let (flow, mut across_pa) = branch(last_loss_pa);
        let mut trays = vec![(flow, last_loss_pa)];
        let (mut beyond, mut lane_pa) = (flow, last_loss_pa);
        while (trays.len() as f64) < self.trays {
            across_pa += 2.0 * self.run_pa(beyond);
            // The next tray has a little more than the one behind it.
            lane_pa = root::find(lane_pa, across_pa.max(lane_pa), |pa| branch(pa).1 - across_pa);
            let flow = branch(lane_pa).0;
            beyond += flow;
            trays.push((flow, lane_pa));
        }
        trays.reverse();
        (trays, across_pa)
    }

    /// The liquid at a speed of the pumps.
    pub fn at_speed(&self, load: Load, supply_c: f64, speed: f64) -> RackLiquid {
        let (flows, _) = self.trays_at(self.last_loss_pa(speed));
        let flow_m3_s: f64 = flows.iter().map(|t| t.0).sum();
        let Pumps { pump, cdu, racks, group, last } = self.pumps;
        let each = flow_m3_s * group;
        let rise = mover::rise_pa(pump, self.water.density, speed, each);
        let unit_loss = cdu.get("hot_loss_pa") / pump.get("best_flow_m3_s").powi(2);
        let across_pa = rise - unit_loss * each * each;
        // The pumps of the last unit give its racks the same flow at the same pressure between the manifolds.
        let unit_w = |each: f64| self.unit_power_w(each, across_pa + unit_loss * each * each);
        let pump_w = unit_w(each) / group;
        let hall_pump_w = pump_w + last / racks * (unit_w(flow_m3_s * last) / last - pump_w);
        let trays = flows.iter().map(|(_, pa)| TrayLiquid { passed: self.lanes.pass(load, supply_c, *pa) });
        RackLiquid { trays: trays.collect(), flow_m3_s, pump_w, hall_pump_w, speed: speed.max(pump.get("speed_min")) }
    }

    /// Electricity of a unit that gives a flow against a pressure. At their lowest speed the pumps give more; a bypass takes
    /// it.
    fn unit_power_w(&self, flow_m3_s: f64, pressure_pa: f64) -> f64 {
        let (pump, density) = (&self.pumps.pump, self.water.density);
        let rise = |speed: f64, flow: f64| mover::rise_pa(pump, density, speed, flow);
        let least = pump.get("speed_min");
        if rise(least, flow_m3_s) >= pressure_pa {
            let through = root::find(flow_m3_s, pump.get("free_flow_m3_s"), |flow| pressure_pa - rise(least, flow));
            return mover::power_w(pump, least, through, pressure_pa);
        }
        let speed = root::find(least, 1.0, |speed| rise(speed, flow_m3_s) - pressure_pa);
        mover::power_w(pump, speed, flow_m3_s, pressure_pa)
    }

    /// The speed that gives a flow, which full speed exceeds.
    pub fn speed_for_flow(&self, flow_m3_s: f64) -> f64 {
        let given = |speed: f64| self.trays_at(self.last_loss_pa(speed)).0.iter().map(|t| t.0).sum::<f64>();
        root::find(0.02, 1.0, |speed| given(speed) - flow_m3_s)
    }
}
