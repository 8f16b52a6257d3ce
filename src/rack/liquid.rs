//! A rack of liquid-cooled trays: pumps against manifold, quick disconnects and plates.
//!
//! The trays hang in parallel between a supply and a return manifold (direct return: the last tray has the longest
//! way). Flows come from the hydraulic network; every tray is solved with its own flow, and control looks at the one
//! that gets the least. Pumps stand in the CDU; a rack has its share of them.

use crate::catalog::system::Manifold;
use crate::component::mover::Mover;
use crate::component::quick_disconnect;
use crate::network::hydraulic::{Element, Flows, Fluid, HydraulicNetwork, LinkId, Transition};
use crate::physics::liquid::{Liquid, LiquidState};
use crate::units::{Pressure, Temperature, VolumeFlow};

use super::RackError;
use super::air::{hottest, too_hot};
use super::build::{ChipModel, Cooler, Heat, ServerModel};
use super::control::{self, Bounds, Controlled, Excess, Setting, Settled};
use super::server::{self, Load, ServerState, Stream};
use super::state::RackState;

/// A rack of equal liquid-cooled trays.
#[derive(Clone, Debug)]
pub struct LiquidRack {
    /// One tray.
    pub tray: ServerModel,
    /// Trays in the rack.
    pub trays: u32,
    /// Manifold and connectors.
    pub manifold: Manifold,
    /// One quick disconnect.
    pub coupling: quick_disconnect::Spec,
    /// Pumps of one CDU.
    pub pump: Mover,
    /// CDUs for each rack.
    pub cdu_share: f64,
    /// Pressure loss of the CDU's exchanger and pipes at the pump's best flow, Pa.
    pub cdu_loss_pa: f64,
    /// The coolant.
    pub liquid: Liquid,
    /// Temperature of the room's air.
    pub room: Temperature,
}

/// The flows of a rack: the pump's, and for every tray those of one of each kind of lane.
struct RackFlows {
    pump_m3_s: f64,
    rise_pa: f64,
    trays: Vec<Vec<f64>>,
}

struct AtLoad<'a> {
    rack: &'a LiquidRack,
    liquid: LiquidState,
    supply: Temperature,
    load: Load,
    worst: Option<(String, f64)>,
}

impl Controlled for AtLoad<'_> {
    fn excess(&mut self, setting: Setting) -> Result<Excess, RackError> {
        let flows = self.rack.flows(&self.liquid, setting.speed)?;
        let total = |tray: &Vec<f64>| -> f64 {
            tray.iter().zip(&self.rack.tray.lanes).map(|(f, l)| f * f64::from(l.count)).sum()
        };
        let least = flows.trays.iter().min_by(|a, b| total(a).total_cmp(&total(b)));
        let Some(least) = least else { return Ok(Excess { target_k: -1e3, limit_k: -1e3 }) };
        let state = self.rack.tray_state(&self.liquid, self.supply, self.load, setting.clock, least.clone())?;
        self.worst = hottest(&state);
        Ok(state.excess())
    }
}

impl LiquidRack {
    /// The steady state that the pump control reaches.
    ///
    /// # Errors
    /// [`RackError`].
    pub fn settle(&self, supply: Temperature, load: Load) -> Result<RackState, RackError> {
        let liquid = self.liquid.at(supply)?;
        let bounds = Bounds { speed_min: self.pump.0.speed_min, clock_min: self.tray.clock_floor };
        let mut controlled = AtLoad { rack: self, liquid, supply, load, worst: None };
        match control::settle(&mut controlled, bounds)? {
            Settled::Held(setting) => self.state(&liquid, supply, load, setting),
            Settled::TooHot { over_k } => Err(too_hot(controlled.worst, over_k)),
        }
    }

    fn tray_state(
        &self,
        liquid: &LiquidState,
        supply: Temperature,
        load: Load,
        clock: f64,
        lane_flow_m3_s: Vec<f64>,
    ) -> Result<ServerState, RackError> {
        let surface_w_k = self.manifold.surface_w_k / f64::from(self.trays);
        let stream = Stream {
            supply_c: supply.celsius(),
            density_kg_m3: liquid.density.kg_m3(),
            heat_j_m3_k: liquid.density.kg_m3() * liquid.specific_heat.j_kg_k(),
            lane_flow_m3_s,
            inlet_heat_w: 0.0,
            recirculation: 0.0,
            room: Some((self.room.celsius(), surface_w_k)),
        };
        server::solve(&self.tray, &stream, load, clock)
    }

    fn state(
        &self,
        liquid: &LiquidState,
        supply: Temperature,
        load: Load,
        setting: Setting,
    ) -> Result<RackState, RackError> {
        let flows = self.flows(liquid, setting.speed)?;
        let per_pump = VolumeFlow::new(flows.pump_m3_s / self.cdu_share);
        let pump = self.pump.power(per_pump, Pressure::new(flows.rise_pa), setting.speed) * self.cdu_share;
        let capacity_w_k = flows.pump_m3_s * liquid.density.kg_m3() * liquid.specific_heat.j_kg_k();
        let mut rack = RackState {
            accelerator_w: 0.0,
            other_it_w: 0.0,
            fan_w: 0.0,
            psu_loss_w: 0.0,
            pump_w: pump.watts(),
            liquid_heat_w: 0.0,
            air_heat_w: 0.0,
            inlet_c: supply.celsius(),
            return_c: supply.celsius(),
            capacity_w_k,
            flow_m3_s: flows.pump_m3_s,
            rise_pa: flows.rise_pa,
            setting,
            performance: 1.0,
            parts: Vec::new(),
        };
        for tray in flows.trays {
            let s = self.tray_state(liquid, supply, load, setting.clock, tray)?;
            rack.accelerator_w += s.accelerator_w;
            rack.other_it_w += s.other_it_w;
            rack.psu_loss_w += s.psu_loss_w;
            rack.liquid_heat_w += s.stream_heat_w;
            rack.air_heat_w += s.room_heat_w;
            rack.performance = rack.performance.min(s.clock);
            merge(&mut rack, s);
        }
        rack.return_c = supply.celsius() + rack.liquid_heat_w / capacity_w_k;
        Ok(rack)
    }

    fn flows(&self, liquid: &LiquidState, speed: f64) -> Result<RackFlows, RackError> {
        let fluid = Fluid { density_kg_m3: liquid.density.kg_m3(), viscosity_pa_s: liquid.viscosity_pa_s };
        let mut net = HydraulicNetwork::new(fluid, Transition::Smooth);
        let suction = net.fixed(0.0);
        let (shutoff_pa, c1, c2) = self.pump.curve(fluid.density_kg_m3);
        let (mut supply, mut back) = (net.node(), net.node());
        let mover = Element::Mover { shutoff_pa, c1, c2, speed, parallel: self.cdu_share };
        let pump = net.link(suction, supply, mover);
        let best = self.pump.0.best_flow_m3_s;
        let cdu = Element::Loss { a: 0.0, b: self.cdu_loss_pa / (best * best), parallel: self.cdu_share };
        net.link(back, suction, cdu);
        let pair = 2.0 * quick_disconnect::loss_pa_s2_m6(&self.coupling, liquid.density);
        let run = Element::Pipe {
            diameter_m: self.manifold.bore_mm * 1e-3,
            length_m: self.manifold.pitch_m,
            roughness_m: self.manifold.roughness_um * 1e-6,
            minor_k: 0.0,
        };
        let mut trays: Vec<Vec<LinkId>> = Vec::with_capacity(self.trays as usize);
        for tray in 0..self.trays {
            if tray > 0 {
                let (next_supply, next_back) = (net.node(), net.node());
                net.link(supply, next_supply, run);
                net.link(next_back, back, run);
                (supply, back) = (next_supply, next_back);
            }
            let inside = net.node();
            net.link(supply, inside, Element::Loss { a: 0.0, b: pair, parallel: 1.0 });
            trays.push(self.lane_losses(liquid).map(|element| net.link(inside, back, element)).collect());
        }
        let solved: Flows = net.solve()?;
        let lane_flow = |ids: &Vec<LinkId>| {
            ids.iter().zip(&self.tray.lanes).map(|(id, l)| solved.flow_m3_s(*id) / f64::from(l.count)).collect()
        };
        let each = solved.flow_m3_s(pump) / self.cdu_share;
        Ok(RackFlows {
            pump_m3_s: solved.flow_m3_s(pump),
            rise_pa: speed * speed * shutoff_pa - speed * c1 * each - c2 * each * each,
            trays: trays.iter().map(lane_flow).collect(),
        })
    }

    /// Pressure loss of each kind of lane: hoses and the plates along it.
    fn lane_losses(&self, liquid: &LiquidState) -> impl Iterator<Item = Element> {
        self.tray.lanes.iter().map(|lane| {
            let (mut a, mut b) = (0.0, lane.loss_pa_s2_m6);
            for station in &lane.stations {
                if let Heat::Chip(ChipModel { cooler: Cooler::Plate(plate), .. }) = &station.heat {
                    let (plate_a, plate_b) = plate.loss(liquid);
                    let n = f64::from(station.count);
                    a += plate_a / n;
                    b += plate_b / (n * n);
                }
            }
            Element::Loss { a, b, parallel: f64::from(lane.count) }
        })
    }
}

/// Books a tray's parts in the rack's list: counts add, the hottest of each kind is kept.
fn merge(rack: &mut RackState, tray: ServerState) {
    if rack.parts.is_empty() {
        rack.parts = tray.parts;
        return;
    }
    for (kept, part) in rack.parts.iter_mut().zip(tray.parts) {
        let count = kept.count + part.count;
        if part.junction_c > kept.junction_c {
            *kept = part;
        }
        kept.count = count;
    }
}
