//! The liquid of a rack: pumps against manifold, quick disconnects, hoses and plates.
//!
//! The trays hang in parallel between a supply and a return manifold, in the order in which they stand. With direct return
//! the last tray has the longest way; with reverse return all ways are of the same length. Inside a tray the lanes are
//! parallel and the plates of a lane follow each other. Pumps stand in the coolant distribution unit; a rack has its share
//! of them. A tank of pumped dielectric is the same with a plenum for a manifold and without connectors.

use crate::catalog::system::{Coolant, Layout};
use crate::component::quick_disconnect;
use crate::network::hydraulic::{Element, Flows, Fluid, HydraulicNetwork, LinkId, NodeId, Transition, Workspace};
use crate::physics::liquid::LiquidState;
use crate::units::{Power, Pressure, Temperature, VolumeFlow};

use super::RackError;
use super::lane::{self, Passed, Seen, Stream};
use super::model::{Cooler, Heat, LaneModel, Load, Loop, Rack};

/// One tray in the network.
struct Branch {
    kind: usize,
    /// From the supply manifold into the tray, and out of it.
    ends: (NodeId, NodeId),
    lanes: Vec<LinkId>,
}

/// The liquid's way through a rack, ready to be solved at any speed.
pub(super) struct LiquidNet<'a> {
    rack: &'a Rack,
    /// The loop.
    pub own: &'a Loop,
    /// Supplied to the rack.
    pub supply: Temperature,
    /// Properties there.
    pub liquid: LiquidState,
    net: HydraulicNetwork,
    pump: LinkId,
    branches: Vec<Branch>,
    flows: Flows,
    work: Workspace,
    speed: f64,
}

/// One tray's liquid.
#[derive(Clone, Copy, Debug)]
pub(super) struct TrayLiquid {
    /// Kind of tray.
    pub kind: usize,
    /// Flow, m³/s.
    pub flow_m3_s: f64,
    /// Pressure lost in the tray with its connectors, Pa.
    pub loss_pa: f64,
    /// Electricity into the tray's liquid-cooled parts, their clock, and the liquid leaving them.
    pub passed: Passed,
}

impl<'a> LiquidNet<'a> {
    /// The liquid's way at a supply temperature.
    pub fn new(rack: &'a Rack, own: &'a Loop, supply: Temperature) -> Result<Self, RackError> {
        let liquid = own.liquid.at(supply)?;
        let fluid = Fluid { density_kg_m3: liquid.density.kg_m3(), viscosity_pa_s: liquid.viscosity_pa_s };
        let mut net = HydraulicNetwork::new(fluid, Transition::Smooth);
        let suction = net.fixed(0.0);
        let (shutoff_pa, c1, c2) = own.pump.curve(fluid.density_kg_m3);
        let (mut top, mut back) = (net.node(), net.node());
        let first_back = back;
        let mover = Element::Mover { shutoff_pa, c1, c2, speed: 1.0, parallel: own.cdu_share };
        let pump = net.link(suction, top, mover);
        let pair = own.coupling.as_ref().map(|c| 2.0 * quick_disconnect::loss_pa_s2_m6(c, liquid.density));
        let run = Element::Pipe {
            diameter_m: own.manifold.bore_mm * 1e-3,
            length_m: own.manifold.pitch_m,
            roughness_m: own.manifold.roughness_um * 1e-6,
            minor_k: 0.0,
        };
        let reverse = own.manifold.layout == Layout::Reverse;
        let mut branches = Vec::with_capacity(rack.order.len());
        for (place, &kind) in rack.order.iter().enumerate() {
            // A tank's plenum is one space; a manifold loses pressure from tray to tray.
            if place > 0 && pair.is_some() {
                let (next_top, next_back) = (net.node(), net.node());
                net.link(top, next_top, run);
                if reverse {
                    net.link(back, next_back, run);
                } else {
                    net.link(next_back, back, run);
                }
                (top, back) = (next_top, next_back);
            }
            // A tank has no connectors: its trays draw from the plenum itself.
            let inside = pair.map_or(top, |b| {
                let inside = net.node();
                net.link(top, inside, Element::Loss { a: 0.0, b, parallel: 1.0 });
                inside
            });
            let ways = rack.trays[kind].ways(Coolant::Liquid);
            let lanes = ways.map(|lane| net.link(inside, back, lane_loss(lane, &liquid))).collect();
            branches.push(Branch { kind, ends: (top, back), lanes });
        }
        let best = own.pump.0.best_flow_m3_s;
        let cdu = Element::Loss { a: 0.0, b: own.cdu_loss_pa / (best * best), parallel: own.cdu_share };
        net.link(if reverse { back } else { first_back }, suction, cdu);
        let (flows, work) = (net.start(), net.workspace());
        Ok(Self { rack, own, supply, liquid, net, pump, branches, flows, work, speed: 0.0 })
    }

    /// What the liquid carries.
    pub fn stream(&self) -> Stream {
        let density_kg_m3 = self.liquid.density.kg_m3();
        Stream { density_kg_m3, heat_j_m3_k: density_kg_m3 * self.liquid.specific_heat.j_kg_k() }
    }

    /// Sets the pumps' speed and finds the flows.
    pub fn run(&mut self, speed: f64) -> Result<(), RackError> {
        if self.speed == speed {
            return Ok(());
        }
        if self.speed > 0.0 {
            self.flows.scale(speed / self.speed);
        }
        self.net.set_speed(self.pump, speed);
        self.net.solve_from(&mut self.flows, &mut self.work)?;
        self.speed = speed;
        Ok(())
    }

    /// Flow of the rack's share of the pumps, m³/s, their pressure rise, Pa, and their electricity.
    pub fn pumping(&self) -> (f64, f64, Power) {
        let flow_m3_s = self.flows.flow_m3_s(self.pump);
        let each = flow_m3_s / self.own.cdu_share;
        let (shutoff_pa, c1, c2) = self.own.pump.curve(self.liquid.density.kg_m3());
        let rise_pa = self.speed * self.speed * shutoff_pa - self.speed * c1 * each - c2 * each * each;
        let power = self.own.pump.power(VolumeFlow::new(each), Pressure::new(rise_pa), self.speed);
        (flow_m3_s, rise_pa, power * self.own.cdu_share)
    }

    /// Flow of a tray, m³/s.
    fn flow(&self, branch: &Branch) -> f64 {
        branch.lanes.iter().map(|l| self.flows.flow_m3_s(*l)).sum()
    }

    /// Flow through each kind of lane of a tray, parallel ones together, m³/s.
    pub fn lane_flows(&self, place: usize) -> Vec<f64> {
        self.branches[place].lanes.iter().map(|l| self.flows.flow_m3_s(*l)).collect()
    }

    /// Kind of the tray at a place.
    pub fn kind(&self, place: usize) -> usize {
        self.branches[place].kind
    }

    /// Number of trays.
    pub fn len(&self) -> usize {
        self.branches.len()
    }

    /// Of each kind the tray with the least flow: its parts are the hottest, as all trays of a kind are alike.
    pub fn starved(&self) -> Vec<usize> {
        let mut least: Vec<Option<(f64, usize)>> = vec![None; self.rack.trays.len()];
        for (i, branch) in self.branches.iter().enumerate() {
            let flow = self.flow(branch);
            let slot = &mut least[branch.kind];
            if slot.is_none_or(|(known, _)| flow < known) {
                *slot = Some((flow, i));
            }
        }
        least.into_iter().flatten().map(|(_, i)| i).collect()
    }

    /// The liquid of one tray.
    pub fn tray<'r>(&self, place: usize, ask: (Load, f64), see: &mut impl FnMut(usize, Seen<'r>)) -> TrayLiquid
    where
        'a: 'r,
    {
        let branch = &self.branches[place];
        let stream = self.stream();
        let tray = &self.rack.trays[branch.kind];
        let flow_m3_s = self.flow(branch);
        let supply_c = self.supply.celsius();
        let mut sum = Passed { clock: ask.1, ..Passed::default() };
        for (lane, link) in tray.ways(Coolant::Liquid).zip(&branch.lanes) {
            let each = self.flows.flow_m3_s(*link) / f64::from(lane.count);
            let passed = lane::pass(lane, (supply_c, each), stream, ask, &mut |seen| see(branch.kind, seen));
            sum.accelerator_w += passed.accelerator_w;
            sum.other_w += passed.other_w;
            sum.clock = sum.clock.min(passed.clock);
        }
        sum.outlet_c = supply_c + (sum.accelerator_w + sum.other_w) / (flow_m3_s * stream.heat_j_m3_k);
        let loss_pa = self.flows.pressure_pa(branch.ends.0) - self.flows.pressure_pa(branch.ends.1);
        TrayLiquid { kind: branch.kind, flow_m3_s, loss_pa, passed: sum }
    }

    /// Velocity in the manifold where all the flow passes, m/s.
    pub fn manifold_m_s(&self) -> f64 {
        let bore_m = self.own.manifold.bore_mm * 1e-3;
        self.flows.flow_m3_s(self.pump) / (std::f64::consts::FRAC_PI_4 * bore_m * bore_m)
    }
}

/// Pressure loss of a lane: hoses and the plates along it.
fn lane_loss(lane: &LaneModel, liquid: &LiquidState) -> Element {
    let (mut a, mut b) = (0.0, lane.loss_pa_s2_m6);
    for station in &lane.stations {
        if let Heat::Chip(super::model::ChipModel { cooler: Cooler::Plate(plate), .. }) = &station.heat {
            let (plate_a, plate_b) = plate.loss(liquid);
            let n = f64::from(station.count);
            a += plate_a / n;
            b += plate_b / (n * n);
        }
    }
    Element::Loss { a, b, parallel: f64::from(lane.count) }
}
