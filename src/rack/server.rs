//! The thermal network of one server or tray.
//!
//! The coolant enters, splits into lanes, passes their stations one after the other, and mixes again. At each station a
//! junction node gives its heat to the stream against the stream's temperature *at the station's inlet* (coolers are
//! rated so), and the heat appears at the station's outlet: what follows is preheated. Leakage makes the heat of a chip
//! depend on its temperature; power-supply losses join the stream where it leaves.

use crate::catalog::system::Coolant;
use crate::component::conversion;
use crate::network::thermal::{Heat as NodeHeat, NodeId, Temperatures, ThermalNetwork};
use crate::physics::range::OutOfRange;
use crate::units::{Density, Power, Temperature, ThermalResistance, VolumeFlow};

use super::RackError;
use super::build::{ChipModel, Cooler, Heat, LaneModel, ServerModel, StationModel};
use super::control::Excess;
use super::state::PartState;

/// What the parts are asked to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// Busy or idle.
    pub busy: bool,
    /// Cap on the power of one accelerator, if there is one.
    pub cap: Option<Power>,
}

/// The coolant at one server.
#[derive(Clone, Debug)]
pub struct Stream {
    /// Temperature of the supply, °C.
    pub supply_c: f64,
    /// Density, kg/m³.
    pub density_kg_m3: f64,
    /// Volumetric heat capacity, J/(m³ K).
    pub heat_j_m3_k: f64,
    /// Flow of one of each kind of lane, m³/s.
    pub lane_flow_m3_s: Vec<f64>,
    /// Heat of fans in the entering air, W.
    pub inlet_heat_w: f64,
    /// Share of the server's own exhaust in the air it draws.
    pub recirculation: f64,
    /// Room temperature and conductance from the warm surfaces to it, °C and W/K.
    pub room: Option<(f64, f64)>,
}

/// A server or tray in its steady state.
#[derive(Clone, Debug)]
pub struct ServerState {
    /// Electricity into accelerators, W.
    pub accelerator_w: f64,
    /// Electricity into the other parts, W.
    pub other_it_w: f64,
    /// Loss of the power supplies, W.
    pub psu_loss_w: f64,
    /// Heat that the stream carries away, W.
    pub stream_heat_w: f64,
    /// Heat of surfaces and power supplies into the room beside the stream, W.
    pub room_heat_w: f64,
    /// Coolant at the inlet of the lanes, °C.
    pub inlet_c: f64,
    /// Coolant leaving, °C.
    pub outlet_c: f64,
    /// Flow through the server, m³/s.
    pub flow_m3_s: f64,
    /// Lowest clock of the accelerators under cap and throttling.
    pub clock: f64,
    /// Parts with a junction.
    pub parts: Vec<PartState>,
}

impl ServerState {
    /// The worst excess over target and limit.
    pub fn excess(&self) -> Excess {
        let worst = |f: fn(&PartState) -> f64| self.parts.iter().map(f).fold(f64::NEG_INFINITY, f64::max).max(-1e3);
        Excess { target_k: worst(|p| p.junction_c - p.target_c), limit_k: worst(|p| p.junction_c - p.limit_c) }
    }
}

/// A junction in the network.
struct Junction<'a> {
    node: NodeId,
    inlet: NodeId,
    /// Parts that the node stands for in the server.
    count: u32,
    resistance_k_w: f64,
    station: &'a StationModel,
    model: &'a ChipModel,
}

impl Junction<'_> {
    /// Power of one part and its slope with temperature; a cap holds whatever the temperature.
    fn draw(&self, load: Load, clock: f64, junction_c: f64) -> NodeHeat {
        let utilisation = if load.busy { self.station.duty } else { 0.0 };
        let draw = self.model.chip.draw(utilisation, clock, Temperature::from_celsius(junction_c));
        match load.cap.filter(|_| self.station.accelerator) {
            Some(cap) if draw.power > cap => NodeHeat { power_w: cap.watts(), slope_w_k: 0.0 },
            _ => NodeHeat { power_w: draw.power.watts(), slope_w_k: draw.slope_w_k },
        }
    }

    fn state(&self, load: Load, clock: f64, t: &Temperatures) -> PartState {
        let (junction_c, inlet_c) = (t.celsius(self.node), t.celsius(self.inlet));
        let power_w = self.draw(load, clock, junction_c).power_w;
        PartState {
            name: self.station.name.clone(),
            count: self.count,
            power_w,
            inlet_c,
            case_c: inlet_c + power_w * (self.resistance_k_w - self.model.junction_to_case_k_w),
            junction_c,
            target_c: self.model.target_c,
            limit_c: self.model.chip.spec().limit_c,
        }
    }

    /// Clock that throttling and the cap leave.
    fn clock(&self, load: Load, clock: f64, junction_c: f64) -> f64 {
        load.cap
            .map_or(1.0, |cap| self.model.chip.clock_under_cap(cap, Temperature::from_celsius(junction_c)))
            .min(clock)
    }
}

fn cooler_resistance(cooler: &Cooler, flow_m3_s: f64, density_kg_m3: f64) -> Result<ThermalResistance, OutOfRange> {
    let flow = VolumeFlow::new(flow_m3_s);
    match cooler {
        Cooler::Sink(sink) => sink.resistance(flow, Density::new(density_kg_m3)),
        Cooler::Plate(plate) => plate.resistance(flow),
    }
}

/// The network of a server in a stream, ready to be solved.
struct Assembly<'a> {
    net: ThermalNetwork,
    inlet: NodeId,
    outlet: NodeId,
    junctions: Vec<Junction<'a>>,
    /// Power of accelerators and other parts without a junction, W.
    modules_w: (f64, f64),
    flow_m3_s: f64,
}

impl<'a> Assembly<'a> {
    fn new(server: &'a ServerModel, stream: &Stream, load: Load) -> Result<Self, RackError> {
        let mut net = ThermalNetwork::new();
        let supply = net.fixed(stream.supply_c);
        let inlet = net.node(0.0, stream.inlet_heat_w);
        let outlet = net.node(0.0, 0.0);
        let flows = server.lanes.iter().zip(&stream.lane_flow_m3_s);
        let flow_m3_s: f64 = flows.map(|(lane, flow)| f64::from(lane.count) * flow).sum();
        let total_w_k = flow_m3_s * stream.heat_j_m3_k;
        net.advect(supply, inlet, (1.0 - stream.recirculation) * total_w_k);
        net.advect(outlet, inlet, stream.recirculation * total_w_k);
        if let Some((room_c, g_w_k)) = stream.room {
            let room = net.fixed(room_c);
            net.conduct(outlet, room, g_w_k);
        }
        let mut assembly = Self { net, inlet, outlet, junctions: Vec::new(), modules_w: (0.0, 0.0), flow_m3_s };
        for (lane, &flow) in server.lanes.iter().zip(&stream.lane_flow_m3_s) {
            assembly.lane(lane, flow, stream, load)?;
        }
        Ok(assembly)
    }

    /// Adds the lanes of one kind, lumped.
    fn lane(&mut self, lane: &'a LaneModel, flow: f64, stream: &Stream, load: Load) -> Result<(), RackError> {
        let capacity_w_k = f64::from(lane.count) * flow * stream.heat_j_m3_k;
        let mut at = self.inlet;
        for station in &lane.stations {
            let count = lane.count * station.count;
            let many = f64::from(count);
            let next = self.net.node(0.0, 0.0);
            self.net.advect(at, next, capacity_w_k);
            match &station.heat {
                Heat::Module { idle_w, max_w } => {
                    let each_w = if load.busy { idle_w + station.duty * (max_w - idle_w) } else { *idle_w };
                    self.net.set_source(next, many * each_w);
                    let (accelerators, others) = &mut self.modules_w;
                    *(if station.accelerator { accelerators } else { others }) += many * each_w;
                }
                Heat::Chip(model) => {
                    let part_flow = flow / f64::from(station.count);
                    let cooler = cooler_resistance(&model.cooler, part_flow, stream.density_kg_m3)?;
                    let node = self.net.node(0.0, 0.0);
                    let resistance_k_w = model.junction_to_case_k_w + cooler.k_w();
                    self.net.exchange(node, at, next, many / resistance_k_w);
                    self.junctions.push(Junction { node, inlet: at, count, resistance_k_w, station, model });
                }
            }
            at = next;
        }
        self.net.advect(at, self.outlet, capacity_w_k);
        Ok(())
    }
}

/// The steady state of a server or tray in a stream, with throttled chips at `clock`.
///
/// # Errors
/// [`RackError`].
pub fn solve(server: &ServerModel, stream: &Stream, load: Load, clock: f64) -> Result<ServerState, RackError> {
    let Assembly { mut net, inlet, outlet, junctions, modules_w, flow_m3_s } = Assembly::new(server, stream, load)?;
    let sources: Vec<_> = junctions
        .iter()
        .map(|j| {
            let heat = move |t_c: f64| {
                let each = j.draw(load, clock, t_c);
                let many = f64::from(j.count);
                NodeHeat { power_w: many * each.power_w, slope_w_k: many * each.slope_w_k }
            };
            (j.node, heat)
        })
        .collect();
    let to_stream = server.supply_heat_to == Coolant::Liquid || stream.room.is_none();
    let mut psu_loss_w = 0.0;
    // The supplies' loss follows the load, which follows the temperatures, which barely follow the loss.
    for _ in 0..20 {
        net.set_source(outlet, if to_stream { psu_loss_w } else { 0.0 });
        let t = net.steady(&sources)?;
        let (mut accelerator_w, mut other_it_w) = modules_w;
        let mut slowest = clock;
        for j in &junctions {
            let junction_c = t.celsius(j.node);
            let power_w = f64::from(j.count) * j.draw(load, clock, junction_c).power_w;
            if j.station.accelerator {
                accelerator_w += power_w;
                slowest = slowest.min(j.clock(load, clock, junction_c));
            } else {
                other_it_w += power_w;
            }
        }
        let output = Power::new(accelerator_w + other_it_w + stream.inlet_heat_w);
        let loss_w = conversion::loss(&server.supply, server.supply_count, output)?.watts();
        let settled = (loss_w - psu_loss_w).abs() <= 1e-12 * loss_w;
        psu_loss_w = loss_w;
        if settled {
            let outlet_c = t.celsius(outlet);
            let surface_w = stream.room.map_or(0.0, |(room_c, g_w_k)| g_w_k * (outlet_c - room_c));
            let drawn_w_k = (1.0 - stream.recirculation) * flow_m3_s * stream.heat_j_m3_k;
            return Ok(ServerState {
                accelerator_w,
                other_it_w,
                psu_loss_w,
                stream_heat_w: drawn_w_k * (outlet_c - stream.supply_c),
                room_heat_w: surface_w + if to_stream { 0.0 } else { psu_loss_w },
                inlet_c: t.celsius(inlet),
                outlet_c,
                flow_m3_s,
                clock: slowest,
                parts: junctions.iter().map(|j| j.state(load, clock, &t)).collect(),
            });
        }
    }
    Err(RackError::Control("the loss of the power supplies does not settle".to_owned()))
}
