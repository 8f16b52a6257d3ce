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
use crate::units::{Power, Pressure, Temperature, VolumeFlow};

use super::air::AirSideInput;
use super::branch::{self, CoolantStream, LaneResult, SolvedPart};
use super::coolant_loop::{CoolantLoop, PumpControl};
use super::error::RackError;
use super::limits::{self, RackLimit, RackLimitKind};
use super::model::{LaneModel, PartCooler, RackLoad, RackModel, StationHeat};
use super::pump_speed;

/// What the pumps hold is reached if no more than this share is missing.
const SHORTFALL_TOLERANCE: f64 = 1e-6;
/// A flow that no rack takes: it stands for one without end.
const MOST_FLOW_M3_S: f64 = 10.0;

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
    /// Where the rack's manifolds meet the unit: supply and return.
    manifold_ends: (HydraulicNodeId, HydraulicNodeId),
    /// Coefficient b of the pressure loss `b V²` of one unit, Pa s²/m⁶.
    unit_loss_pa_s2_m6: f64,
    branches: Vec<ManifoldBranch>,
    flows: HydraulicState,
    work: HydraulicWorkspace,
    speed: f64,
}

/// Pumps at a flow.
#[derive(Clone, Copy, Debug)]
pub(super) struct PumpOperatingPoint {
    /// Flow of the rack, m³/s.
    pub flow_m3_s: f64,
    /// Pressure rise, Pa.
    pub rise_pa: f64,
    /// Speed, share of full.
    pub speed: f64,
    /// What passes the bypass of the units, m³/s; for the rack.
    pub bypass_m3_s: f64,
    /// Electricity for the rack.
    pub power: Power,
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
        let (first_top, first_back) = (top, back);
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
        let manifold_ends = (first_top, if reverse { back } else { first_back });
        net.add_link(manifold_ends.1, suction, cdu);
        let (flows, work) = (net.initial_state(), net.allocate_workspace());
        Ok(Self {
            rack,
            coolant_loop: own,
            supply,
            liquid,
            net,
            pump,
            manifold_ends,
            unit_loss_pa_s2_m6: b,
            branches,
            flows,
            work,
            speed: 0.0,
        })
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

    /// The speed at which the rack's share of the pumps gives a flow, m³/s: full speed where none does. Below the lowest
    /// speed of the pumps a bypass takes what the rack does not.
    pub fn speed_for_flow(&mut self, flow_m3_s: f64) -> Result<f64, RackError> {
        self.find_speed(|net| net.flows.flow_m3_s(net.pump), 1.0, flow_m3_s)
    }

    /// The same for a pressure between the manifolds, Pa.
    pub fn speed_for_manifold_pressure(&mut self, pressure_pa: f64) -> Result<f64, RackError> {
        self.find_speed(Self::manifold_pressure_pa, 2.0, pressure_pa)
    }

    /// The speed at which a quantity that goes nearly with a power of it reaches a value.
    fn find_speed(&mut self, quantity: impl Fn(&Self) -> f64, power: f64, value: f64) -> Result<f64, RackError> {
        let near = if self.speed > 0.0 { self.speed } else { 1.0 };
        pump_speed::find_pump_speed(near, power, value, |speed| {
            self.solve_at_speed(speed)?;
            Ok(quantity(self))
        })
    }

    /// The flow that the pumps hold for a heat of the liquid, W, in m³/s; none where they hold another thing, or where no
    /// flow brings the liquid to the return that they hold.
    pub fn held_flow_m3_s(&self, heat_w: f64) -> Option<f64> {
        match self.coolant_loop.pump_control {
            PumpControl::FlowPerHeat { flow_m3_j } => Some(flow_m3_j * heat_w),
            PumpControl::ReturnTemperature { leaving_c } => {
                let rise_k = leaving_c - self.supply.celsius();
                (rise_k > 0.0).then(|| heat_w / (self.coolant_stream().heat_j_m3_k * rise_k))
            }
            PumpControl::ChipTarget | PumpControl::ManifoldPressure { .. } => None,
        }
    }

    /// What the pumps hold and do not reach at full speed, for a heat of the liquid, W.
    pub fn pump_shortfall(&self, heat_w: f64) -> Option<RackLimit> {
        if self.speed < 1.0 {
            return None;
        }
        let (what, asked, given, unit) = match self.coolant_loop.pump_control {
            PumpControl::ChipTarget => return None,
            PumpControl::ManifoldPressure { pressure_pa } => (
                "differential pressure of the coolant loop",
                pressure_pa / 1e3,
                self.manifold_pressure_pa() / 1e3,
                "kPa",
            ),
            PumpControl::FlowPerHeat { .. } | PumpControl::ReturnTemperature { .. } => {
                let asked = self.held_flow_m3_s(heat_w).unwrap_or(f64::MAX);
                ("flow of the coolant pumps", asked.min(MOST_FLOW_M3_S) * 60e3, self.rack_flow_m3_s() * 60e3, "L/min")
            }
        };
        let short = asked > given * (1.0 + SHORTFALL_TOLERANCE);
        short.then(|| limits::zero_based_limit(RackLimitKind::PumpHead, what, asked, given, unit))
    }

    /// Flow of the rack, m³/s.
    pub fn rack_flow_m3_s(&self) -> f64 {
        self.flows.flow_m3_s(self.pump)
    }

    /// Pressure between the supply and the return manifold of the rack, Pa.
    pub fn manifold_pressure_pa(&self) -> f64 {
        self.flows.pressure_pa(self.manifold_ends.0) - self.flows.pressure_pa(self.manifold_ends.1)
    }

    /// The pumps of a rack of a full group.
    pub fn pump_operating_point(&self) -> PumpOperatingPoint {
        self.operating_point_of(self.coolant_loop.cdu_share)
    }

    /// Electricity of the pumps for each rack of the hall, the last group counted, W.
    pub fn hall_pump_w(&self) -> f64 {
        let full_w = self.pump_operating_point().power.watts();
        self.coolant_loop.part_group.map_or(full_w, |part| {
            let part_w = self.operating_point_of(part.cdu_share).power.watts();
            full_w + part.share * (part_w - full_w)
        })
    }

    /// The pumps of a rack with so many units: they give its flow against manifold and exchanger. Where their lowest speed
    /// gives more, the bypass of the unit takes the rest.
    fn operating_point_of(&self, units: f64) -> PumpOperatingPoint {
        let own = self.coolant_loop;
        let flow_m3_s = self.rack_flow_m3_s();
        let each = flow_m3_s / units;
        let rise_pa = self.manifold_pressure_pa() + self.unit_loss_pa_s2_m6 * each * each;
        let (p0, c1, c2) = own.pump.curve_coefficients(self.liquid.density.kg_m3());
        // Δp = n² p₀ − n c₁ V − c₂ V², for n and for V.
        let needed = if units == own.cdu_share {
            self.speed
        } else {
            (c1 * each + (c1 * each).hypot(2.0 * (p0 * (rise_pa + c2 * each * each)).sqrt())) / (2.0 * p0)
        };
        let speed = needed.max(own.pump.0.speed_min);
        let (a, b, c) = (c2, speed * c1, rise_pa - speed * speed * p0);
        let through = if speed > needed { -2.0 * c / (b + (b * b - 4.0 * a * c).sqrt()) } else { each };
        let power = own.pump.electric_power(VolumeFlow::new(through), Pressure::new(rise_pa), speed);
        PumpOperatingPoint {
            flow_m3_s,
            rise_pa,
            speed,
            bypass_m3_s: units * (through - each).max(0.0),
            power: power * units,
        }
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
        self.rack_flow_m3_s() / (std::f64::consts::FRAC_PI_4 * bore_m * bore_m)
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
