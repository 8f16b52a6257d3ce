//! The liquid of a rack: pumps against manifold, quick disconnects, hoses and plates.
//!
//! The trays hang in parallel between a supply and a return manifold, in the order in which they stand. With direct return
//! the last tray has the longest way; with reverse return all ways are of the same length. Inside a tray the lanes are
//! parallel and the plates of a lane follow each other. Pumps stand in the coolant distribution unit; a rack has its share
//! of them. A tank of pumped dielectric is the same with a plenum for a manifold and without connectors.

use crate::catalog::system::{Coolant, ManifoldLayout};
use crate::component::liquid::quick_disconnect;
use crate::network::hydraulic::{
    FrictionTransition, HydraulicElement, HydraulicLinkId, HydraulicNetwork, HydraulicNodeId, HydraulicState,
    HydraulicWorkspace, NetworkFluid,
};
use crate::physics::liquid::LiquidState;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::{Power, Pressure, Temperature, VolumeFlow};

use super::air::AirSideInput;
use super::branch::{self, CoolantStream, LaneResult, SolvedPart};
use super::error::RackError;
use super::model::{CoolantLoop, LaneModel, PartCooler, RackLoad, RackModel, StationHeat};

/// A flow asked of the pumps is held to this share of itself.
const FLOW_TOLERANCE: f64 = 1e-12;
const MAX_SPEED_EVALUATIONS: usize = 100;

/// One tray in the network.
struct ManifoldBranch {
    kind: usize,
    /// From the supply manifold into the tray, and out of it.
    ends: (HydraulicNodeId, HydraulicNodeId),
    lanes: Vec<HydraulicLinkId>,
}

/// The liquid's way through a rack, ready to be solved at any speed.
pub(super) struct RackLiquidNetwork<'a> {
    rack: &'a RackModel,
    /// The loop.
    pub coolant_loop: &'a CoolantLoop,
    /// Supplied to the rack.
    pub supply: Temperature,
    /// Properties there.
    pub liquid: LiquidState,
    net: HydraulicNetwork,
    pump: HydraulicLinkId,
    branches: Vec<ManifoldBranch>,
    flows: HydraulicState,
    work: HydraulicWorkspace,
    speed: f64,
}

/// One tray's liquid.
#[derive(Clone, Copy, Debug)]
pub(super) struct TrayLiquidState {
    /// Kind of tray.
    pub kind: usize,
    /// Flow, m³/s.
    pub flow_m3_s: f64,
    /// Pressure lost in the tray with its connectors, Pa.
    pub loss_pa: f64,
    /// Electricity into the tray's liquid-cooled parts, their clock, and the liquid leaving them.
    pub passed: LaneResult,
}

/// The liquid side of all trays: one entry per tray of the manifold, or per kind in a tank.
pub(super) struct LiquidSideState {
    pub trays: Vec<TrayLiquidState>,
    /// What each kind of tray brings to its air.
    pub air_inputs: Vec<AirSideInput>,
}

impl<'a> RackLiquidNetwork<'a> {
    /// The liquid's way at a supply temperature.
    pub fn new(rack: &'a RackModel, own: &'a CoolantLoop, supply: Temperature) -> Result<Self, RackError> {
        let liquid = own.liquid.properties_at(supply)?;
        let fluid = NetworkFluid { density_kg_m3: liquid.density.kg_m3(), viscosity_pa_s: liquid.viscosity_pa_s };
        let mut net = HydraulicNetwork::new(fluid, FrictionTransition::Smooth);
        let suction = net.add_fixed_node(0.0);
        let (shutoff_pa, c1, c2) = own.pump.curve_coefficients(fluid.density_kg_m3);
        let (mut top, mut back) = (net.add_node(), net.add_node());
        let first_back = back;
        let mover = HydraulicElement::Mover { shutoff_pa, c1, c2, speed: 1.0, parallel: own.cdu_share };
        let pump = net.add_link(suction, top, mover);
        let pair = own.coupling.as_ref().map(|c| 2.0 * quick_disconnect::loss_pa_s2_m6(c, liquid.density));
        let run = HydraulicElement::Pipe {
            diameter_m: own.manifold.bore_mm * 1e-3,
            length_m: own.manifold.pitch_m,
            roughness_m: own.manifold.roughness_um * 1e-6,
            minor_k: 0.0,
        };
        let reverse = own.manifold.layout == ManifoldLayout::Reverse;
        let mut branches = Vec::with_capacity(rack.manifold_order.len());
        for (place, &kind) in rack.manifold_order.iter().enumerate() {
            // A tank's plenum is one space; a manifold loses pressure from tray to tray.
            if place > 0 && pair.is_some() {
                let (next_top, next_back) = (net.add_node(), net.add_node());
                net.add_link(top, next_top, run);
                if reverse {
                    net.add_link(back, next_back, run);
                } else {
                    net.add_link(next_back, back, run);
                }
                (top, back) = (next_top, next_back);
            }
            // A tank has no connectors: its trays draw from the plenum itself.
            let inside = pair.map_or(top, |b| {
                let inside = net.add_node();
                net.add_link(top, inside, HydraulicElement::Loss { a: 0.0, b, parallel: 1.0 });
                inside
            });
            let ways = rack.trays[kind].coolant_lanes(Coolant::Liquid);
            let lanes = ways.map(|lane| net.add_link(inside, back, lane_loss(lane, &liquid))).collect();
            branches.push(ManifoldBranch { kind, ends: (top, back), lanes });
        }
        let b = own.unit_loss_pa_s2_m6(liquid.density.kg_m3() * liquid.specific_heat.j_kg_k());
        let cdu = HydraulicElement::Loss { a: 0.0, b, parallel: own.cdu_share };
        net.add_link(if reverse { back } else { first_back }, suction, cdu);
        let (flows, work) = (net.initial_state(), net.allocate_workspace());
        Ok(Self { rack, coolant_loop: own, supply, liquid, net, pump, branches, flows, work, speed: 0.0 })
    }

    /// What the liquid carries.
    pub fn coolant_stream(&self) -> CoolantStream {
        let density_kg_m3 = self.liquid.density.kg_m3();
        CoolantStream { density_kg_m3, heat_j_m3_k: density_kg_m3 * self.liquid.specific_heat.j_kg_k() }
    }

    /// Sets the pumps' speed and finds the flows.
    pub fn solve_at_speed(&mut self, speed: f64) -> Result<(), RackError> {
        if self.speed == speed {
            return Ok(());
        }
        if self.speed > 0.0 {
            self.flows.scale_flows(speed / self.speed);
        }
        self.net.set_speed(self.pump, speed);
        self.net.solve_from(&mut self.flows, &mut self.work)?;
        self.speed = speed;
        Ok(())
    }

    /// The lowest speed with which the rack's share of the pumps gives a flow, m³/s: full speed where none does.
    pub fn speed_for_flow(&mut self, flow_m3_s: f64) -> Result<f64, RackError> {
        let least = self.coolant_loop.pump.0.speed_min;
        let mut excess = |speed: f64| -> Result<f64, RackError> {
            self.solve_at_speed(speed)?;
            Ok(self.flows.flow_m3_s(self.pump) - flow_m3_s)
        };
        let ends = ((least, excess(least)?), (1.0, excess(1.0)?));
        if ends.0.1 >= 0.0 {
            return Ok(least);
        }
        if ends.1.1 <= 0.0 {
            return Ok(1.0);
        }
        let tolerance = RootTolerance { x: 1e-13, f: FLOW_TOLERANCE * flow_m3_s };
        let found = root::find_root_between(excess, ends.0, ends.1, tolerance, MAX_SPEED_EVALUATIONS);
        found.map(|r| r.x).map_err(|error| error.into_named("the speed of pumps for a flow"))
    }

    /// Flow of the rack's share of the pumps, m³/s, their pressure rise, Pa, and their electricity.
    pub fn pump_operating_point(&self) -> (f64, f64, Power) {
        let flow_m3_s = self.flows.flow_m3_s(self.pump);
        let each = flow_m3_s / self.coolant_loop.cdu_share;
        let (shutoff_pa, c1, c2) = self.coolant_loop.pump.curve_coefficients(self.liquid.density.kg_m3());
        let rise_pa = self.speed * self.speed * shutoff_pa - self.speed * c1 * each - c2 * each * each;
        let power = self.coolant_loop.pump.electric_power(VolumeFlow::new(each), Pressure::new(rise_pa), self.speed);
        (flow_m3_s, rise_pa, power * self.coolant_loop.cdu_share)
    }

    /// Flow of a tray, m³/s.
    fn branch_flow(&self, branch: &ManifoldBranch) -> f64 {
        branch.lanes.iter().map(|l| self.flows.flow_m3_s(*l)).sum()
    }

    /// Flow through each kind of lane of a tray, parallel ones together, m³/s.
    pub fn lane_flows(&self, place: usize) -> Vec<f64> {
        self.branches[place].lanes.iter().map(|l| self.flows.flow_m3_s(*l)).collect()
    }

    /// Kind of the tray at a place.
    pub fn tray_kind(&self, place: usize) -> usize {
        self.branches[place].kind
    }

    /// Number of trays.
    pub fn tray_count(&self) -> usize {
        self.branches.len()
    }

    /// Of each kind the tray with the least flow: its parts are the hottest, as all trays of a kind are alike.
    pub fn lowest_flow_trays(&self) -> Vec<usize> {
        let mut least: Vec<Option<(f64, usize)>> = vec![None; self.rack.trays.len()];
        for (i, branch) in self.branches.iter().enumerate() {
            let flow = self.branch_flow(branch);
            let slot = &mut least[branch.kind];
            if slot.is_none_or(|(known, _)| flow < known) {
                *slot = Some((flow, i));
            }
        }
        least.into_iter().flatten().map(|(_, i)| i).collect()
    }

    /// The liquid of one tray.
    pub fn solve_tray<'r>(
        &self,
        place: usize,
        ask: (RackLoad, f64),
        see: &mut impl FnMut(usize, SolvedPart<'r>),
    ) -> Result<TrayLiquidState, NotConverged>
    where
        'a: 'r,
    {
        let branch = &self.branches[place];
        let stream = self.coolant_stream();
        let tray = &self.rack.trays[branch.kind];
        let flow_m3_s = self.branch_flow(branch);
        let supply_c = self.supply.celsius();
        let mut sum = LaneResult { clock: ask.1, ..LaneResult::default() };
        for (lane, link) in tray.coolant_lanes(Coolant::Liquid).zip(&branch.lanes) {
            let each = self.flows.flow_m3_s(*link) / f64::from(lane.count);
            let passed = branch::solve_lane(lane, (supply_c, each), stream, ask, &mut |seen| see(branch.kind, seen))?;
            sum.accelerator_w += passed.accelerator_w;
            sum.other_w += passed.other_w;
            sum.clock = sum.clock.min(passed.clock);
        }
        sum.outlet_c = supply_c + (sum.accelerator_w + sum.other_w) / (flow_m3_s * stream.heat_j_m3_k);
        let loss_pa = self.flows.pressure_pa(branch.ends.0) - self.flows.pressure_pa(branch.ends.1);
        Ok(TrayLiquidState { kind: branch.kind, flow_m3_s, loss_pa, passed: sum })
    }

    /// Velocity in the manifold where all the flow passes, m/s.
    pub fn manifold_velocity_m_s(&self) -> f64 {
        let bore_m = self.coolant_loop.manifold.bore_mm * 1e-3;
        self.flows.flow_m3_s(self.pump) / (std::f64::consts::FRAC_PI_4 * bore_m * bore_m)
    }
}

/// Pressure loss of a lane: hoses and the plates along it.
fn lane_loss(lane: &LaneModel, liquid: &LiquidState) -> HydraulicElement {
    let (mut a, mut b) = (0.0, lane.loss_pa_s2_m6);
    for station in &lane.stations {
        if let StationHeat::Chip(super::model::ChipModel { cooler: PartCooler::Plate(plate), .. }) = &station.heat {
            let (plate_a, plate_b) = plate.pressure_loss_coefficients(liquid);
            let n = f64::from(station.count);
            a += plate_a / n;
            b += plate_b / (n * n);
        }
    }
    HydraulicElement::Loss { a, b, parallel: f64::from(lane.count) }
}
