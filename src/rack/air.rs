//! A rack of air-cooled servers: fans against ducts and heat sinks.
//!
//! In each server the fans push the air through chassis and lanes; the flows come from the hydraulic network with the
//! density of the supply air. A share of the exhaust finds its way back to the inlets (recirculation).

use crate::component::mover::Mover;
use crate::network::hydraulic::{Element, Flows, Fluid, HydraulicNetwork, LinkId, Transition};
use crate::physics::air::MoistAir;
use crate::units::{Density, Pressure, Temperature, VolumeFlow};

use super::RackError;
use super::build::{Cooler, Heat, ServerModel};
use super::control::{self, Bounds, Controlled, Excess, Setting, Settled};
use super::server::{self, Load, ServerState, Stream};
use super::state::RackState;

/// Relative humidity of the hall's supply air: the density hardly depends on it.
const SUPPLY_HUMIDITY: f64 = 0.4;

/// A rack of equal air-cooled servers.
#[derive(Clone, Debug)]
pub struct AirRack {
    /// One server.
    pub server: ServerModel,
    /// One fan.
    pub fan: Mover,
    /// Fans side by side in a server.
    pub fan_count: u32,
    /// Pressure loss of the chassis outside the lanes, Pa s²/m⁶.
    pub chassis_loss_pa_s2_m6: f64,
    /// Servers in the rack.
    pub servers: u32,
    /// Share of the exhaust that returns to the inlets.
    pub recirculation: f64,
    /// Pressure of the site.
    pub pressure: Pressure,
}

/// One server's flows and fan power, and its thermal state.
struct Solved {
    state: ServerState,
    fan_w: f64,
    rise_pa: f64,
    heat_j_m3_k: f64,
}

struct AtLoad<'a> {
    rack: &'a AirRack,
    supply: Temperature,
    load: Load,
    worst: Option<(String, f64)>,
}

impl Controlled for AtLoad<'_> {
    fn excess(&mut self, setting: Setting) -> Result<Excess, RackError> {
        let solved = self.rack.solve(self.supply, self.load, setting)?;
        self.worst = hottest(&solved.state);
        Ok(solved.state.excess())
    }
}

/// Name and limit of the part nearest to or furthest above its limit.
pub(super) fn hottest(state: &ServerState) -> Option<(String, f64)> {
    let over = |p: &super::state::PartState| p.junction_c - p.limit_c;
    let part = state.parts.iter().max_by(|a, b| over(a).total_cmp(&over(b)))?;
    Some((part.name.clone(), part.limit_c))
}

/// The error for a rack that stays too hot.
pub(super) fn too_hot(worst: Option<(String, f64)>, over_k: f64) -> RackError {
    let (part, limit_c) = worst.unwrap_or_default();
    RackError::TooHot { part, over_k, limit_c }
}

impl AirRack {
    /// The steady state that the fan control reaches.
    ///
    /// # Errors
    /// [`RackError`].
    pub fn settle(&self, supply: Temperature, load: Load) -> Result<RackState, RackError> {
        let bounds = Bounds { speed_min: self.fan.0.speed_min, clock_min: self.server.clock_floor };
        let mut controlled = AtLoad { rack: self, supply, load, worst: None };
        match control::settle(&mut controlled, bounds)? {
            Settled::Held(setting) => self.state(supply, load, setting),
            Settled::TooHot { over_k } => Err(too_hot(controlled.worst, over_k)),
        }
    }

    fn state(&self, supply: Temperature, load: Load, setting: Setting) -> Result<RackState, RackError> {
        let Solved { state, fan_w, rise_pa, heat_j_m3_k } = self.solve(supply, load, setting)?;
        let n = f64::from(self.servers);
        let mut parts = state.parts;
        for part in &mut parts {
            part.count *= self.servers;
        }
        Ok(RackState {
            accelerator_w: n * state.accelerator_w,
            other_it_w: n * state.other_it_w,
            fan_w: n * fan_w,
            psu_loss_w: n * state.psu_loss_w,
            pump_w: 0.0,
            liquid_heat_w: 0.0,
            air_heat_w: n * (state.stream_heat_w + state.room_heat_w),
            inlet_c: state.inlet_c,
            return_c: state.outlet_c,
            capacity_w_k: n * (1.0 - self.recirculation) * state.flow_m3_s * heat_j_m3_k,
            flow_m3_s: n * (1.0 - self.recirculation) * state.flow_m3_s,
            rise_pa,
            setting,
            performance: state.clock,
            parts,
        })
    }

    fn solve(&self, supply: Temperature, load: Load, setting: Setting) -> Result<Solved, RackError> {
        let air = MoistAir::from_relative_humidity(supply, SUPPLY_HUMIDITY, self.pressure)?;
        let density = air.density();
        let (flows, fan, lanes) = self.flows(density, setting.speed)?;
        let fan_flow = VolumeFlow::new(flows.flow_m3_s(fan) / f64::from(self.fan_count));
        let (shutoff, c1, c2) = self.fan.curve(density.kg_m3());
        let v = fan_flow.m3_s();
        let rise_pa = setting.speed * setting.speed * shutoff - setting.speed * c1 * v - c2 * v * v;
        let each = self.fan.power(fan_flow, Pressure::new(rise_pa), setting.speed);
        let fan_w = f64::from(self.fan_count) * each.watts();
        let heat_j_m3_k = density.kg_m3() * air.specific_heat().j_kg_k();
        let lane_flow_m3_s =
            self.server.lanes.iter().zip(&lanes).map(|(l, id)| flows.flow_m3_s(*id) / f64::from(l.count)).collect();
        let stream = Stream {
            supply_c: supply.celsius(),
            density_kg_m3: density.kg_m3(),
            heat_j_m3_k,
            lane_flow_m3_s,
            inlet_heat_w: fan_w,
            recirculation: self.recirculation,
            room: None,
        };
        let state = server::solve(&self.server, &stream, load, setting.clock)?;
        Ok(Solved { state, fan_w, rise_pa, heat_j_m3_k })
    }

    /// The flows of one server: fans, chassis, lanes in parallel.
    fn flows(&self, density: Density, speed: f64) -> Result<(Flows, LinkId, Vec<LinkId>), RackError> {
        let fluid = Fluid { density_kg_m3: density.kg_m3(), viscosity_pa_s: 1.85e-5 };
        let mut net = HydraulicNetwork::new(fluid, Transition::Smooth);
        let (room, plenum, behind) = (net.fixed(0.0), net.node(), net.node());
        let (shutoff_pa, c1, c2) = self.fan.curve(density.kg_m3());
        let parallel = f64::from(self.fan_count);
        let fan = net.link(room, plenum, Element::Mover { shutoff_pa, c1, c2, speed, parallel });
        net.link(plenum, behind, Element::Loss { a: 0.0, b: self.chassis_loss_pa_s2_m6, parallel: 1.0 });
        let lanes = self
            .server
            .lanes
            .iter()
            .map(|lane| {
                let (mut a, mut b) = (0.0, lane.loss_pa_s2_m6);
                for station in &lane.stations {
                    if let Heat::Chip(super::build::ChipModel { cooler: Cooler::Sink(sink), .. }) = &station.heat {
                        let (sink_a, sink_b) = sink.loss(density);
                        let n = f64::from(station.count);
                        a += sink_a / n;
                        b += sink_b / (n * n);
                    }
                }
                net.link(behind, room, Element::Loss { a, b, parallel: f64::from(lane.count) })
            })
            .collect();
        Ok((net.solve()?, fan, lanes))
    }
}
