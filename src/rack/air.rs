//! The air of a rack: the fans of every tray against chassis, lanes and rear door; what recirculates; what heats it.
//!
//! Each kind of tray has its own fans and speed; all blow into the space behind the rack, which a passive rear door
//! closes with its pressure loss. A share of what leaves finds its way back to the inlets. Warm plates and hoses in a tray
//! heat its air ahead of the parts: the safe side.

use std::ops::ControlFlow;

use crate::catalog::system::Coolant;
use crate::network::hydraulic::{
    FrictionTransition, HydraulicElement, HydraulicLinkId, HydraulicNetwork, HydraulicState, HydraulicWorkspace,
    NetworkFluid,
};
use crate::physics::air::MoistAir;
use crate::solve::convergence::iterate_to_convergence;
use crate::units::{Pressure, Temperature, VolumeFlow};

use super::branch::{self, CoolantStream, LaneResult, SolvedPart};
use super::error::RackError;
use super::flows::FlowPoint;
use super::model::{LiquidCooling, PartCooler, RackLoad, RackModel, StationHeat, TrayModel};

/// Viscosity of air near 300 K, Pa s; no part of the air's way is a pipe.
const VISCOSITY_PA_S: f64 = 1.85e-5;

/// Secant steps to the temperature of recirculated air; two or three do.
const MAX_RECIRCULATION_STEPS: usize = 50;

/// The network of one kind of tray.
struct TrayKindLinks {
    kind: usize,
    fan: HydraulicLinkId,
    lanes: Vec<HydraulicLinkId>,
}

/// The air's way through a rack, ready to be solved at any speeds.
pub(super) struct RackAirNetwork<'a> {
    pub rack: &'a RackModel,
    net: HydraulicNetwork,
    kinds: Vec<TrayKindLinks>,
    flows: HydraulicState,
    work: HydraulicWorkspace,
    /// Supplied to the aisle.
    pub supply: Temperature,
    /// Liquid supplied to a rear door.
    water: Temperature,
    /// What it carries.
    pub stream: CoolantStream,
}

/// The air of one kind of tray.
#[derive(Clone, Debug)]
pub(super) struct TrayAirState {
    /// Which kind.
    pub kind: usize,
    /// Electricity into the fans of one tray, W.
    pub fan_w: f64,
    /// Pressure rise of its fans, Pa.
    pub rise_pa: f64,
    /// Flow through one tray, m³/s.
    pub flow_m3_s: f64,
    /// Air reaching the first parts, °C.
    pub inlet_c: f64,
    /// Air leaving, °C, before the losses of the tray's supplies.
    pub outlet_c: f64,
    /// Heat taken over from the liquid's surfaces in one tray, W.
    pub surface_w: f64,
    /// Electricity into the tray's air-cooled parts, and their clock.
    pub passed: LaneResult,
    /// Loss of the tray's supplies that heats the air, W.
    pub supply_loss_w: f64,
}

/// What trays bring to their air: per kind, of one tray.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct AirSideInput {
    /// Conductance from the liquid's surfaces, W/K.
    pub surface_w_k: f64,
    /// Mean temperature of the liquid leaving the trays, °C.
    pub liquid_c: f64,
    /// Electricity into the tray's liquid-cooled parts, W.
    pub power_w: f64,
}

/// All the air of a rack.
#[derive(Clone, Debug, Default)]
pub(super) struct RackAirState {
    /// Per kind with air.
    pub trays: Vec<TrayAirState>,
    /// Drawn by all trays, m³/s.
    pub flow_m3_s: f64,
    /// Share of it that is the rack's own exhaust.
    pub recirculation: f64,
    /// In front of the trays, °C.
    pub front_c: f64,
    /// Behind the trays, °C.
    pub exhaust_c: f64,
    /// Leaving the rack, °C.
    pub exit_c: f64,
    /// Heat into a rear door, W, and the capacity rate of its liquid, W/K.
    pub door: Option<(f64, f64)>,
    /// Fans of the door, W.
    pub door_fan_w: f64,
}

impl<'a> RackAirNetwork<'a> {
    /// The air's way with air of `supply` in the aisle and liquid of `water` for a rear door.
    pub fn new(rack: &'a RackModel, supply: Temperature, water: Temperature) -> Result<Self, RackError> {
        let air = MoistAir::from_relative_humidity(supply, rack.rules.room_humidity, rack.room.pressure)?;
        let density = air.density();
        let fluid = NetworkFluid { density_kg_m3: density.kg_m3(), viscosity_pa_s: VISCOSITY_PA_S };
        let mut net = HydraulicNetwork::new(fluid, FrictionTransition::Smooth);
        let room = net.add_fixed_node(0.0);
        let rear = match &rack.liquid_cooling {
            LiquidCooling::Door(door) => door.exchanger.air_loss_pa_s2_m6(density).map_or(room, |b| {
                let rear = net.add_node();
                net.add_link(rear, room, HydraulicElement::Loss { a: 0.0, b, parallel: 1.0 });
                rear
            }),
            _ => room,
        };
        let mut kinds = Vec::with_capacity(rack.trays.len());
        for (kind, tray) in rack.trays.iter().enumerate() {
            let Some(fans) = tray.fans.as_ref().filter(|_| tray.has_coolant(Coolant::Air)) else { continue };
            let trays = f64::from(tray.count);
            let (plenum, behind) = (net.add_node(), net.add_node());
            let (shutoff_pa, c1, c2) = fans.fan.curve_coefficients(density.kg_m3());
            let parallel = trays * f64::from(fans.count);
            let fan = net.add_link(room, plenum, HydraulicElement::Mover { shutoff_pa, c1, c2, speed: 1.0, parallel });
            net.add_link(plenum, behind, HydraulicElement::Loss { a: 0.0, b: fans.loss_pa_s2_m6, parallel: trays });
            let lanes = tray.coolant_lanes(Coolant::Air).map(|lane| {
                let (mut a, mut b) = (0.0, lane.loss_pa_s2_m6);
                for station in &lane.stations {
                    if let StationHeat::Chip(super::model::ChipModel { cooler: PartCooler::Sink(sink), .. }) =
                        &station.heat
                    {
                        let (sink_a, sink_b) = sink.pressure_loss_coefficients(density);
                        let n = f64::from(station.count);
                        a += sink_a / n;
                        b += sink_b / (n * n);
                    }
                }
                net.add_link(behind, rear, HydraulicElement::Loss { a, b, parallel: trays * f64::from(lane.count) })
            });
            kinds.push(TrayKindLinks { kind, fan, lanes: lanes.collect() });
        }
        let (flows, work) = (net.initial_state(), net.allocate_workspace());
        let heat_j_m3_k = density.kg_m3() * air.specific_heat().j_kg_k();
        let stream = CoolantStream { density_kg_m3: density.kg_m3(), heat_j_m3_k };
        Ok(Self { rack, net, kinds, flows, work, supply, water, stream })
    }

    /// Kinds of tray with air.
    pub fn tray_kinds(&self) -> Vec<usize> {
        self.kinds.iter().map(|k| k.kind).collect()
    }

    /// Flows with fans of each kind of tray at its speed: per kind with air, of all its trays.
    pub fn solve_flow_points(&mut self, speeds: &[f64]) -> Result<Vec<FlowPoint>, RackError> {
        self.solve_flows(speeds)?;
        let point = |links: &TrayKindLinks| {
            let tray = &self.rack.trays[links.kind];
            let flow_m3_s = self.flows.flow_m3_s(links.fan);
            let (_, rise_pa) = self.fan_power_and_rise(tray, flow_m3_s / f64::from(tray.count), speeds[links.kind]);
            let lanes = links.lanes.iter().map(|l| self.flows.flow_m3_s(*l)).collect();
            FlowPoint { flow_m3_s, rise_pa, lanes_m3_s: vec![lanes] }
        };
        Ok(self.kinds.iter().map(point).collect())
    }

    fn solve_flows(&mut self, speeds: &[f64]) -> Result<(), RackError> {
        for k in &self.kinds {
            self.net.set_speed(k.fan, speeds[k.kind]);
        }
        Ok(self.net.solve_from(&mut self.flows, &mut self.work)?)
    }

    /// The air with fans of each kind of tray at its speed.
    pub fn solve_air<'r>(
        &mut self,
        speeds: &[f64],
        (load, clock): (RackLoad, f64),
        from_liquid: &[AirSideInput],
        see: &mut impl FnMut(usize, SolvedPart<'r>),
    ) -> Result<RackAirState, RackError>
    where
        'a: 'r,
    {
        if self.kinds.is_empty() {
            return Ok(RackAirState::default());
        }
        self.solve_flows(speeds)?;
        let flow_m3_s: f64 = self.kinds.iter().map(|k| self.flows.flow_m3_s(k.fan)).sum();
        let room = &self.rack.room;
        let own = room.supply_m3_s.map_or(0.0, |most| 1.0 - most / flow_m3_s);
        let recirculation = room.recirculation.max(own).min(0.95);
        // What leaves warms what enters: nearly linear, so the secant through two guesses lands at once.
        let supply_c = self.supply.celsius();
        let ask = (load, clock);
        let (mut t0, mut t1, mut f0) = (supply_c, supply_c, 0.0);
        let exit_c = iterate_to_convergence("the recirculated air of a rack", MAX_RECIRCULATION_STEPS, |step| {
            let out = self.state_at_exit_temperature(t1, recirculation, speeds, ask, from_liquid, &mut |_, _| {})?;
            let f1 = out.exit_c - t1;
            if recirculation == 0.0 || f1.abs() <= 1e-12 * t1.abs().max(1.0) {
                return Ok::<_, RackError>(ControlFlow::Break(t1));
            }
            let next = if step == 0 || f1 == f0 { t1 + f1 } else { t1 - f1 * (t1 - t0) / (f1 - f0) };
            (t0, f0, t1) = (t1, f1, next);
            Ok(ControlFlow::Continue(f1))
        })?;
        self.state_at_exit_temperature(exit_c, recirculation, speeds, ask, from_liquid, see)
    }

    /// The air where what recirculates is of `exit_c`.
    fn state_at_exit_temperature<'r>(
        &self,
        exit_c: f64,
        recirculation: f64,
        speeds: &[f64],
        ask: (RackLoad, f64),
        from_liquid: &[AirSideInput],
        see: &mut impl FnMut(usize, SolvedPart<'r>),
    ) -> Result<RackAirState, RackError>
    where
        'a: 'r,
    {
        let supply_c = self.supply.celsius();
        let mixed_c = supply_c + recirculation * (exit_c - supply_c);
        let mut trays = Vec::with_capacity(self.kinds.len());
        let (mut flow_m3_s, mut carried) = (0.0, 0.0);
        for links in &self.kinds {
            let tray = &self.rack.trays[links.kind];
            let speed = speeds[links.kind];
            let air = self.solve_tray(tray, links, (mixed_c, speed), ask, &from_liquid[links.kind], see)?;
            let total = f64::from(tray.count) * air.flow_m3_s;
            flow_m3_s += total;
            carried += total * (air.outlet_c + air.supply_loss_w / (air.flow_m3_s * self.stream.heat_j_m3_k));
            trays.push(air);
        }
        let exhaust_c = carried / flow_m3_s;
        let mut out = RackAirState {
            trays,
            flow_m3_s,
            recirculation,
            front_c: mixed_c,
            exhaust_c,
            exit_c: exhaust_c,
            door: None,
            door_fan_w: 0.0,
        };
        self.apply_rear_door(&mut out)?;
        Ok(out)
    }

    /// The rear door takes its share of the exhaust's heat.
    fn apply_rear_door(&self, out: &mut RackAirState) -> Result<(), RackError> {
        let LiquidCooling::Door(door) = &self.rack.liquid_cooling else { return Ok(()) };
        let air_w_k = out.flow_m3_s * self.stream.heat_j_m3_k;
        let air = self.stream.air_flow(VolumeFlow::new(out.flow_m3_s));
        let exhaust = Temperature::from_celsius(out.exhaust_c);
        let fan_w = door.exchanger.fan_power(&air).watts();
        let (heat, liquid) = door.exchanger.operate(exhaust, &air, self.water, self.supply)?;
        out.door = Some((heat.watts(), liquid.w_k()));
        out.door_fan_w = fan_w;
        out.exit_c = out.exhaust_c + (fan_w - heat.watts()) / air_w_k;
        Ok(())
    }

    /// One tray: fans, surfaces, lanes.
    fn solve_tray<'r>(
        &self,
        tray: &'a TrayModel,
        links: &TrayKindLinks,
        (mixed_c, speed): (f64, f64),
        ask: (RackLoad, f64),
        liquid: &AirSideInput,
        see: &mut impl FnMut(usize, SolvedPart<'r>),
    ) -> Result<TrayAirState, RackError>
    where
        'a: 'r,
    {
        let trays = f64::from(tray.count);
        let flow_m3_s = self.flows.flow_m3_s(links.fan) / trays;
        let air_w_k = flow_m3_s * self.stream.heat_j_m3_k;
        let (fan_w, rise_pa) = self.fan_power_and_rise(tray, flow_m3_s, speed);
        let before_c = mixed_c + fan_w / air_w_k;
        let surface_w = liquid.surface_w_k * (liquid.liquid_c - before_c);
        let inlet_c = before_c + surface_w / air_w_k;
        let mut sum = LaneResult { clock: ask.1, outlet_c: 0.0, ..LaneResult::default() };
        for (lane, link) in tray.coolant_lanes(Coolant::Air).zip(&links.lanes) {
            let each = self.flows.flow_m3_s(*link) / (trays * f64::from(lane.count));
            let passed =
                branch::solve_lane(lane, (inlet_c, each), self.stream, ask, &mut |seen| see(links.kind, seen))?;
            sum.accelerator_w += passed.accelerator_w;
            sum.other_w += passed.other_w;
            sum.clock = sum.clock.min(passed.clock);
        }
        let heat_w = sum.accelerator_w + sum.other_w;
        sum.outlet_c = inlet_c + heat_w / air_w_k;
        let output_w = heat_w + liquid.power_w + fan_w;
        let supply = tray.supply.filter(|s| s.heat_to == Coolant::Air);
        Ok(TrayAirState {
            kind: links.kind,
            fan_w,
            rise_pa,
            flow_m3_s,
            inlet_c,
            outlet_c: sum.outlet_c,
            surface_w,
            passed: sum,
            supply_loss_w: supply.map_or(0.0, |s| s.loss_w(output_w, ask.0.scale)),
        })
    }

    /// Electricity into the fans of one tray and their pressure rise.
    fn fan_power_and_rise(&self, tray: &TrayModel, flow_m3_s: f64, speed: f64) -> (f64, f64) {
        let Some(fans) = &tray.fans else { return (0.0, 0.0) };
        let many = f64::from(fans.count);
        let v = flow_m3_s / many;
        let (shutoff_pa, c1, c2) = fans.fan.curve_coefficients(self.stream.density_kg_m3);
        let rise_pa = speed * speed * shutoff_pa - speed * c1 * v - c2 * v * v;
        let each = fans.fan.electric_power(VolumeFlow::new(v), Pressure::new(rise_pa), speed);
        (many * each.watts(), rise_pa)
    }
}
