//! A rack in steady state, busy or idle (`docs/rack-model.md`).

use super::chip::{Load, Station};
use super::data::{Data, Record, number, text};
use super::fluid::{Air, Water};
use super::manifold::RackLiquid;
use super::tray::{Bundle, Lane, Passed, Stream};
use super::{manifold, mover, root};

/// Fans of a tray.
struct Fans {
    fan: Record,
    count: f64,
    chassis_loss: f64,
}

/// What sets the speed of the pumps.
#[derive(Clone, Copy)]
pub enum Drive {
    /// A flow for the heat of the liquid, m³/J.
    ForHeat(f64),
    AtSpeed(f64),
}

/// Pumps of a coolant distribution unit, the racks of the hall, of a unit, and of the last unit.
pub struct Pumps {
    pub pump: Record,
    pub cdu: Record,
    pub racks: f64,
    pub group: f64,
    pub last: f64,
}

/// A rack of equal trays.
pub struct Rack {
    trays: f64,
    accelerators_per_tray: f64,
    /// Switches between racks, W.
    pub network_w: f64,
    air: Vec<Lane>,
    liquid: Vec<Lane>,
    fans: Option<Fans>,
    supply: Record,
    supplies: f64,
    supply_heats_liquid: bool,
    pub manifold: Option<toml::Table>,
    pub pumps: Option<Pumps>,
}

/// Where a rack stands.
pub struct Room {
    pub air_c: f64,
    pub p_pa: f64,
    pub humidity: f64,
    pub recirculation: f64,
    /// Liquid supplied, °C.
    pub liquid_c: f64,
}

/// What stands beside a rack in the hall's air, busy or idle, W.
#[derive(Clone, Copy, Default)]
pub struct Beside {
    /// Its share of the switches between racks, and of storage and management.
    pub network: f64,
    pub storage: f64,
    /// Controls of its share of the coolant distribution units.
    pub control: f64,
}

/// A rack's state; powers in W.
#[derive(Clone, Copy, Default)]
pub struct State {
    pub accelerator_w: f64,
    pub other_w: f64,
    pub fan_w: f64,
    pub supply_loss_w: f64,
    /// Of a rack whose unit serves as many as it can, and as a mean over the hall.
    pub pump_w: f64,
    pub hall_pump_w: f64,
    pub liquid_heat_w: f64,
    pub air_heat_w: f64,
    pub liquid_w_k: f64,
    pub liquid_m3_s: f64,
    /// Air drawn from the room.
    pub air_m3_s: f64,
    pub air_w_k: f64,
    pub clock: f64,
    pub speed: f64,
    /// Temperature and limit of the part nearest to its limit.
    pub nearest: (f64, f64),
    pub beside: Beside,
}

impl State {
    /// Power at the rack's inlet.
    pub fn power_w(&self) -> f64 {
        self.accelerator_w + self.other_w + self.fan_w + self.supply_loss_w
    }

    /// Power at the inlets of the rack and of the IT beside it.
    pub fn it_w(&self) -> f64 {
        self.power_w() + self.beside.network + self.beside.storage
    }

    /// The rack with what stands beside it. That gives its heat to the hall's air, at the rise that the air has in the
    /// busy rack.
    pub fn with_beside(&self, beside: Beside, busy: &Self) -> Self {
        let heat_w = beside.network + beside.storage + beside.control;
        let more = if busy.air_w_k > 0.0 { 1.0 + heat_w * busy.air_w_k / busy.air_heat_w / self.air_w_k } else { 1.0 };
        Self {
            beside,
            air_heat_w: self.air_heat_w + heat_w,
            air_m3_s: more * self.air_m3_s,
            air_w_k: more * self.air_w_k,
            ..*self
        }
    }

    /// A share of one state and the rest of another: servers are busy or idle.
    pub fn mix(&self, share: f64, idle: &Self) -> Self {
        let of = |busy: f64, idle: f64| share * busy + (1.0 - share) * idle;
        Self {
            accelerator_w: of(self.accelerator_w, idle.accelerator_w),
            other_w: of(self.other_w, idle.other_w),
            fan_w: of(self.fan_w, idle.fan_w),
            supply_loss_w: of(self.supply_loss_w, idle.supply_loss_w),
            pump_w: of(self.pump_w, idle.pump_w),
            hall_pump_w: of(self.hall_pump_w, idle.hall_pump_w),
            liquid_heat_w: of(self.liquid_heat_w, idle.liquid_heat_w),
            air_heat_w: of(self.air_heat_w, idle.air_heat_w),
            liquid_w_k: of(self.liquid_w_k, idle.liquid_w_k),
            liquid_m3_s: of(self.liquid_m3_s, idle.liquid_m3_s),
            air_m3_s: of(self.air_m3_s, idle.air_m3_s),
            air_w_k: of(self.air_w_k, idle.air_w_k),
            ..*self
        }
    }
}

/// One tray's liquid.
pub struct TrayLiquid {
    pub passed: Passed,
}

impl Rack {
    pub fn new(data: &Data, system: &str) -> Self {
        let system = data.system(system);
        let trays = system["tray"].as_array().unwrap();
        assert!(trays.len() == 1 && system.get("shelf").is_none(), "racks of one kind of tray with its own supplies");
        let tray = trays[0].as_table().unwrap();
        let table = |key: &str| tray.get(key).and_then(toml::Value::as_table);
        let supply = table("supply").unwrap();
        Self {
            trays: number(&tray["count"]),
            accelerators_per_tray: number(&tray["accelerators"]),
            network_w: Self::network_w(data, system),
            air: Lane::read_all(data, tray, "air"),
            liquid: Lane::read_all(data, tray, "liquid"),
            fans: table("fans").map(|fans| Fans {
                fan: data.record(text(fans, "equipment")).clone(),
                count: number(&fans["count"]),
                chassis_loss: number(&fans["loss_pa_s2_m6"]),
            }),
            supply: data.record(text(supply, "equipment")).clone(),
            supplies: number(&supply["count"]),
            supply_heats_liquid: text(supply, "heat_to") == "liquid",
            manifold: system.get("manifold").and_then(toml::Value::as_table).cloned(),
            pumps: None,
        }
    }

    /// Its accelerators.
    pub fn accelerator(&self) -> &Station {
        self.air.iter().chain(&self.liquid).find_map(Lane::accelerator).expect("a rack without accelerators")
    }

    /// Accelerators of the rack.
    pub fn accelerators(&self) -> f64 {
        self.trays * self.accelerators_per_tray
    }

    /// Switches between racks that it takes a share of, W.
    fn network_w(data: &Data, system: &toml::Table) -> f64 {
        let shares = system.get("network").and_then(toml::Value::as_array).into_iter().flatten();
        let of = |share: &toml::Value| {
            let power = &data.chip(share["device"].as_str().unwrap())["power"];
            let (idle_w, max_w) = (number(&power["idle_w"]), number(&power["max_w"]));
            number(&share["count"]) * (idle_w + number(&share["duty"]) * (max_w - idle_w))
        };
        shares.map(of).sum()
    }

    /// Power of all parts at their rating.
    pub fn nameplate_w(&self) -> f64 {
        self.trays * self.air.iter().chain(&self.liquid).map(Lane::nameplate_w).sum::<f64>()
    }

    /// Loss of one tray's supplies.
    fn supply_loss_w(&self, output_w: f64) -> f64 {
        let rated = self.supplies * self.supply.get("rated_w");
        let x = output_w / rated;
        rated * (self.supply.get("a0") + self.supply.get("a1") * x + self.supply.get("a2") * x * x)
    }

    /// The state that control reaches.
    pub fn solve(&self, data: &Data, room: &Room, load: Load, drive: Drive) -> State {
        let Some(table) = &self.manifold else { return self.state(room, load, None) };
        let pumps = self.pumps.as_ref().expect("a manifold without pumps");
        let net = manifold::Manifold::new(data, table, pumps, self.trays, Bundle::new(&self.liquid, water(room)));
        let mut speed = 0.7;
        loop {
            let state = self.state(room, load, Some(&net.at_speed(load, room.liquid_c, speed)));
            let wanted = match drive {
                Drive::ForHeat(flow_m3_j) => net.speed_for_flow(flow_m3_j * state.liquid_heat_w),
                Drive::AtSpeed(speed) => speed,
            };
            if (wanted - speed).abs() < 1e-9 {
                return state;
            }
            speed = wanted;
        }
    }

    /// The state with the liquid at some speed.
    fn state(&self, room: &Room, load: Load, wet: Option<&RackLiquid>) -> State {
        let trays = wet.map_or(&[][..], |w| &w.trays);
        let mean = |of: fn(&TrayLiquid) -> f64| trays.iter().map(of).sum::<f64>() / self.trays;
        let surface_w_k = self.manifold.as_ref().map_or(0.0, |table| number(&table["surface_w_k"]) / self.trays);
        let (surface_c, liquid_w) = (mean(|t| t.passed.outlet_c), mean(|t| t.passed.heat_w()));
        let dry =
            self.fans.as_ref().map(|fans| self.control_fans(fans, room, load, (surface_w_k, surface_c, liquid_w)));

        let mut state = State { clock: 1.0, nearest: Passed::NOTHING.nearest, ..State::default() };
        if let Some(wet) = wet {
            let stream = water(room);
            // Without fans the surfaces and what is not in liquid heat the room's air directly.
            let air_c = dry.as_ref().map_or(room.air_c, |d| d.before_surfaces_c);
            let mut liquid_w = 0.0;
            for tray in &wet.trays {
                let surface_w = surface_w_k * (tray.passed.outlet_c - air_c);
                let outside_w = dry.as_ref().map_or(0.0, |d| d.passed.heat_w() + d.fan_w);
                let loss_w = self.supply_loss_w(tray.passed.heat_w() + outside_w);
                state.accelerator_w += tray.passed.accelerator_w;
                state.other_w += tray.passed.other_w;
                liquid_w += tray.passed.heat_w() - surface_w;
                if self.supply_heats_liquid {
                    liquid_w += loss_w;
                    state.supply_loss_w += loss_w;
                }
                if dry.is_none() {
                    state.air_heat_w += surface_w + if self.supply_heats_liquid { 0.0 } else { loss_w };
                }
                state.clock = state.clock.min(tray.passed.clock);
            }
            let hottest = wet.trays.last().unwrap();
            state.nearest = hottest.passed.nearest;
            state.liquid_heat_w = liquid_w;
            state.liquid_m3_s = wet.flow_m3_s;
            state.liquid_w_k = wet.flow_m3_s * stream.heat_j_m3_k();
            (state.pump_w, state.hall_pump_w, state.speed) = (wet.pump_w, wet.hall_pump_w, wet.speed);
        }
        if let Some(dry) = &dry {
            state.accelerator_w += self.trays * dry.passed.accelerator_w;
            state.other_w += self.trays * dry.passed.other_w;
            state.fan_w = self.trays * dry.fan_w;
            if !self.supply_heats_liquid {
                state.supply_loss_w += self.trays * dry.supply_loss_w;
            }
            // The room gives what is not the rack's own exhaust.
            state.air_m3_s = self.trays * dry.flow_m3_s * (1.0 - room.recirculation);
            state.air_w_k = state.air_m3_s * dry.heat_j_m3_k;
            state.air_heat_w += state.air_w_k * (dry.exit_c - room.air_c);
            let nearest = Passed { nearest: state.nearest, ..Passed::NOTHING };
            state.nearest = dry.passed.nearer(&nearest);
            state.clock = state.clock.min(dry.passed.clock);
            if wet.is_none() {
                state.speed = dry.speed;
            }
        }
        state
    }

    /// Fans at the lowest speed that holds every part in their air at its target.
    fn control_fans(&self, fans: &Fans, room: &Room, load: Load, liquid: (f64, f64, f64)) -> TrayAir {
        let at = |speed: f64| self.tray_air(fans, room, load, liquid, speed);
        let slow = at(fans.fan.get("speed_min"));
        if slow.passed.over_target_k <= 0.0 {
            return slow;
        }
        let full = at(1.0);
        if full.passed.over_target_k > 0.0 {
            assert!(full.passed.over_limit_k <= 0.0, "chips that throttle");
            return full;
        }
        at(root::find(slow.speed, 1.0, |speed| at(speed).passed.over_target_k))
    }

    /// The air of one tray with its fans at a speed.
    fn tray_air(&self, fans: &Fans, room: &Room, load: Load, liquid: (f64, f64, f64), speed: f64) -> TrayAir {
        let (surface_w_k, surface_c, liquid_w) = liquid;
        let air = Air::at_relative_humidity(room.air_c, room.humidity, room.p_pa);
        let (density, heat_j_m3_k) = (air.density(), air.density() * air.specific_heat());
        let lanes = Bundle::new(&self.air, Stream::Air { density, heat_j_m3_k });
        // What the fans raise is lost in the chassis and in the lanes.
        let rise = |flow: f64| mover::rise_pa(&fans.fan, density, speed, flow / fans.count);
        let left = |loss_pa: f64| {
            let flow = lanes.flow_at_loss(loss_pa);
            rise(flow) - fans.chassis_loss * flow * flow - loss_pa
        };
        let loss_pa = root::find(0.0, rise(0.0), left);
        let flow_m3_s = lanes.flow_at_loss(loss_pa);
        let fan_w = fans.count * mover::power_w(&fans.fan, speed, flow_m3_s / fans.count, rise(flow_m3_s));
        let w_k = flow_m3_s * heat_j_m3_k;
        let mut exit_c = room.air_c;
        loop {
            let mixed_c = room.air_c + room.recirculation * (exit_c - room.air_c);
            let before_surfaces_c = mixed_c + fan_w / w_k;
            let inlet_c = before_surfaces_c
                + surface_w_k * (if surface_w_k > 0.0 { surface_c - before_surfaces_c } else { 0.0 }) / w_k;
            let passed = lanes.pass(load, inlet_c, loss_pa);
            let output_w = passed.heat_w() + fan_w + if surface_w_k > 0.0 { liquid_w } else { 0.0 };
            let supply_loss_w = self.supply_loss_w(output_w);
            let to_air_w = if self.supply_heats_liquid { 0.0 } else { supply_loss_w };
            let next_c = inlet_c + (passed.heat_w() + to_air_w) / w_k;
            if (next_c - exit_c).abs() < 1e-10 {
                return TrayAir {
                    speed,
                    flow_m3_s,
                    heat_j_m3_k,
                    fan_w,
                    before_surfaces_c,
                    passed,
                    supply_loss_w,
                    exit_c,
                };
            }
            exit_c = next_c;
        }
    }
}

/// The air of one tray.
struct TrayAir {
    speed: f64,
    flow_m3_s: f64,
    heat_j_m3_k: f64,
    fan_w: f64,
    /// Air behind the fans, ahead of the liquid's surfaces, °C.
    before_surfaces_c: f64,
    passed: Passed,
    supply_loss_w: f64,
    /// Air that leaves, °C.
    exit_c: f64,
}

/// Water at the supply temperature: its properties do not change along the loop.
fn water(room: &Room) -> Stream {
    Stream::Liquid(Water::at(room.liquid_c))
}
