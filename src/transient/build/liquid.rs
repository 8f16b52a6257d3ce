//! Liquids: facility water, the loop through the rack, a tank of boiling fluid.

use std::f64::consts::FRAC_PI_4;

use crate::catalog::system::Coolant;
use crate::physics::air::CP_DRY_AIR;
use crate::physics::liquid::WATER_HEAT_CAPACITY_J_M3_K;
use crate::rack::RackError;
use crate::rack::coolant_loop::{CoolantLoop, PumpControl};
use crate::rack::model::LiquidCooling;
use crate::rack::solve::RackSolver;
use crate::rack::state::CoolantState;
use crate::scenario::transient::TankKind;
use crate::transient::boundary::BoundaryConditions;
use crate::transient::loops::{BoilingTankState, CoolantLoopState, FacilityWaterLoop, LoopHeatExchange, PumpsFollow};
use crate::transient::moving::{ParallelMachines, SystemCurve};
use crate::transient::parts::TrayOutlet;
use crate::transient::room::{RoomAirLoop, TrayAirNodes};
use crate::units::{Power, Pressure, SpecificHeat, Temperature, ThermalConductance, VolumeFlow};

use super::builder::{AIR_J_M3_K, IndexedNode, PIPE_CELLS, SPEED_SHARES, TANK_CELLS, TransientModelBuilder};
use super::heat_path::LiquidTrayGroup;

/// A loop as built.
pub(super) struct BuiltCoolantLoop {
    pub state: CoolantLoopState,
    pub trays: Vec<LiquidTrayGroup>,
    /// Row that the trays' liquid returns to.
    pub return_row: usize,
}

/// Heat capacities along a loop, J/K: one of its two pipes, half of its unit, and one of its two manifolds.
struct LoopMasses {
    pipe: f64,
    unit: f64,
    manifold: f64,
}

/// What the trays of a loop hang between.
struct LiquidTrayEnds<'a> {
    own: &'a CoolantLoop,
    top: IndexedNode,
    returning: IndexedNode,
    /// The room's air.
    back: IndexedNode,
    supply_c: f64,
    heat_j_m3_k: f64,
}

impl TransientModelBuilder<'_> {
    /// The facility water, if any: from the plant to what it cools and back.
    pub(super) fn add_facility_water(&mut self, around: &BoundaryConditions<'_>) -> Option<FacilityWaterLoop> {
        let water = around.water?;
        let masses = self.masses;
        let flow_m3_s = water.capacity_w_k / WATER_HEAT_CAPACITY_J_M3_K;
        let metal = 1.0 + masses.pipe_metal_share;
        let pipe_j_k = masses.facility_pipe_m / masses.facility_pipe_m_s * water.capacity_w_k * metal;
        let plant_j_k = masses.plant_l_kw * 1e-3 * (water.heat_w / 1e3) * WATER_HEAT_CAPACITY_J_M3_K * metal;
        let consumer_j_k = 2.0 * flow_m3_s * WATER_HEAT_CAPACITY_J_M3_K * metal;
        let plant = self.add_node(plant_j_k, water.supply_c);
        let mut links = Vec::new();
        let mut at = plant;
        if let Some(buffer) = around.buffer {
            let cells = if buffer.kind == TankKind::Mixed { 1 } else { TANK_CELLS };
            let (end, along) = self.add_pipe(
                at.id,
                buffer.volume.m3() / around.rack_count * WATER_HEAT_CAPACITY_J_M3_K,
                cells,
                water.supply_c,
            );
            links.extend(along);
            at = end;
        }
        let (inlet, along) = self.add_pipe(at.id, pipe_j_k, PIPE_CELLS, water.supply_c);
        links.extend(along);
        let cell = self.add_node(consumer_j_k, water.supply_c);
        links.push(self.net.add_advection(inlet.id, cell.id, 0.0));
        let (last, along) = self.add_pipe(cell.id, pipe_j_k, PIPE_CELLS, water.supply_c);
        links.extend(along);
        links.push(self.net.add_advection(last.id, plant.id, 0.0));
        let set = self.net.add_fixed_node(water.supply_c);
        let hold = self.net.add_transfer((last.id, set), Some(plant.id), None, 0.0);
        let return_c = water.supply_c + water.heat_w / water.capacity_w_k;
        let reserve = around.rules.plant_reserve;
        let coolers = around.plant.cooler_way(return_c, water.heat_w, water.capacity_w_k, reserve);
        let sink = self.net.add_fixed_node(coolers.sink_c);
        let outdoor = self.net.add_transfer((last.id, sink), Some(plant.id), None, 0.0);
        Some(FacilityWaterLoop {
            links,
            inlet: inlet.id,
            inlet_row: inlet.row,
            cell: cell.id,
            return_row: last.row,
            plant_row: plant.row,
            hold,
            set_c: water.supply_c,
            steady_w_k: water.capacity_w_k,
            outdoor,
            coolers,
            max_compressor_w: reserve * around.plant.compressor_share * water.heat_w,
            current_w_k: 0.0,
        })
    }

    /// The loop of a rack: unit, pipes, manifold, trays; nothing where no liquid flows in a loop.
    pub(super) fn add_coolant_loop(
        &mut self,
        around: &BoundaryConditions<'_>,
        solver: &mut RackSolver<'_>,
        facility: Option<&FacilityWaterLoop>,
        (aisles, blown): (Option<&RoomAirLoop>, &[TrayAirNodes]),
        back: IndexedNode,
    ) -> Result<Option<BuiltCoolantLoop>, RackError> {
        let (LiquidCooling::Loop(own), Some(liquid)) = (&self.rack.liquid_cooling, self.state.liquid) else {
            return Ok(None);
        };
        let speeds = SPEED_SHARES.map(|s| s * self.state.setting.pump);
        let (Some(points), Some((stream, _))) = (solver.loop_flow_points(&speeds)?, solver.loop_stream()) else {
            return Ok(None);
        };
        let kinds = solver.loop_tray_kinds();
        let usual = points[0].flow_m3_s;
        let supply_c = liquid.supply_c;
        let masses_j_k = self.loop_masses(own, around, (usual, stream.heat_j_m3_k), kinds.len());
        let supply = self.add_node(masses_j_k.unit, supply_c);
        let (end, mut links) = self.add_pipe(supply.id, masses_j_k.pipe, PIPE_CELLS, supply_c);
        let top = self.add_node(masses_j_k.manifold, supply_c);
        links.push(self.net.add_advection(end.id, top.id, 0.0));
        let returning = self.add_node(masses_j_k.manifold, supply_c);
        let ends = LiquidTrayEnds { own, top, returning, back, supply_c, heat_j_m3_k: stream.heat_j_m3_k };
        let trays = self.add_liquid_trays(&kinds, &points[0].lanes_m3_s, &ends, blown);
        let (end, along) = self.add_pipe(returning.id, masses_j_k.pipe, PIPE_CELLS, supply_c);
        links.extend(along);
        let unit = self.add_node(masses_j_k.unit, supply_c);
        links.push(self.net.add_advection(end.id, unit.id, 0.0));
        links.push(self.net.add_advection(unit.id, supply.id, 0.0));
        let exchange = self.add_loop_exchange(around, own, facility, (unit, supply, supply_c), (aisles, back));
        let curve = own.pump.curve_coefficients(stream.density_kg_m3);
        let state = CoolantLoopState {
            pump: own.pump,
            machines: ParallelMachines { curve, count: own.cdu_share, check_valves: around.check_valves },
            system_curve: SystemCurve::new(points),
            speed: 0,
            // Below the lowest speed of the pumps a bypass takes the rest of their flow.
            min_speed: own.pump.0.speed_min.min(self.state.setting.pump),
            steady_flow_m3_s: usual,
            stream,
            links,
            supply_row: supply.row,
            return_row: unit.row,
            tray_inlet_row: top.row,
            tray_return_row: returning.row,
            follows: match own.pump_control {
                PumpControl::ChipTarget => PumpsFollow::Parts,
                PumpControl::ManifoldPressure { .. } => PumpsFollow::Nothing,
                // V/Q = 1/(ρc ΔT): a flow for each unit of heat is a warming of the liquid.
                PumpControl::FlowPerHeat { flow_m3_j } => PumpsFollow::Rise((flow_m3_j * stream.heat_j_m3_k).recip()),
                PumpControl::ReturnTemperature { leaving_c } => PumpsFollow::Rise(leaving_c - supply_c),
            },
            bypass_factor: self.bypass_factor(own, &liquid),
            exchange,
            flow_m3_s: usual,
            power_w: 0.0,
        };
        Ok(Some(BuiltCoolantLoop { state, trays, return_row: returning.row }))
    }

    /// Electricity of the pumps over that which their flow through the rack would take at the speed that it asks for.
    fn bypass_factor(&self, own: &CoolantLoop, liquid: &CoolantState) -> f64 {
        let each = VolumeFlow::new(liquid.flow_m3_s / own.cdu_share);
        let through = own.pump.electric_power(each, Pressure::new(liquid.rise_pa), self.state.setting.pump);
        self.state.pump_w / (own.cdu_share * through.watts())
    }

    /// Heat capacities along a loop with a flow, m³/s, of a volumetric heat capacity, J/(m³ K).
    fn loop_masses(
        &self,
        own: &CoolantLoop,
        around: &BoundaryConditions<'_>,
        (usual_m3_s, heat): (f64, f64),
        trays: usize,
    ) -> LoopMasses {
        let masses = self.masses;
        let metal = 1.0 + masses.pipe_metal_share;
        let rated_kw = self.rack.nameplate_w() / 1e3;
        let length_m = if around.unit_in_rack { 0.5 } else { masses.loop_pipe_m };
        // The liquid of a tank stands half before and half behind the parts.
        let tank_j_k = if self.is_dielectric() { 0.5 * masses.tank_l_kw * 1e-3 * rated_kw * heat } else { 0.0 };
        LoopMasses {
            pipe: length_m / masses.loop_pipe_m_s * usual_m3_s * heat * metal,
            unit: 0.5 * masses.cdu_l_kw * 1e-3 * rated_kw * heat * metal,
            manifold: manifold_volume_m3(own, trays) * heat * metal + tank_j_k,
        }
    }

    /// The trays along the manifold, with their parts, from the supply to the return manifold.
    fn add_liquid_trays(
        &mut self,
        kinds: &[usize],
        lanes_m3_s: &[Vec<f64>],
        ends: &LiquidTrayEnds<'_>,
        blown: &[TrayAirNodes],
    ) -> Vec<LiquidTrayGroup> {
        let &LiquidTrayEnds { own, top, returning, back, supply_c, heat_j_m3_k: heat } = ends;
        let masses = self.masses;
        let metal = 1.0 + masses.pipe_metal_share;
        let mut trays = Vec::new();
        for places in group_trays_by_flow(kinds, lanes_m3_s) {
            let kind = kinds[places[0]];
            let count = places.len() as f64;
            let tray = &self.rack.trays[kind];
            let out = self.add_node(count * masses.hose_l_tray * 1e-3 * heat * metal, supply_c);
            let mut streams = Vec::new();
            for (index, lane) in tray.coolant_lanes(Coolant::Liquid).enumerate() {
                let ends = (top.id, Some(out.id));
                streams.push(self.add_lane((kind, lane, index), (count, &places), ends, (heat, supply_c)));
            }
            let link = self.net.add_advection(out.id, returning.id, 0.0);
            let surface_w_k = own.manifold.surface_w_k * count / kinds.len() as f64;
            match blown.iter().find(|b| b.kind == kind) {
                Some(b) => self.net.add_exchange(out.id, b.fan_node, b.inlet, surface_w_k),
                None => self.net.add_conduction(out.id, back.id, surface_w_k),
            };
            if !blown.iter().any(|b| b.kind == kind) {
                let c = count * self.system.trays[kind].height_u * masses.tray_j_k_u;
                let chassis = self.add_node(c, supply_c);
                self.net.add_conduction(out.id, chassis.id, c / masses.tray_time_s);
            }
            trays.push(LiquidTrayGroup { outlet: TrayOutlet { streams, link }, row: out.row, count, kind });
        }
        trays
    }

    /// What takes the loop's heat between the water that reaches the unit and that which leaves it.
    fn add_loop_exchange(
        &mut self,
        around: &BoundaryConditions<'_>,
        own: &CoolantLoop,
        facility: Option<&FacilityWaterLoop>,
        (unit, supply, supply_c): (IndexedNode, IndexedNode, f64),
        (aisles, back): (Option<&RoomAirLoop>, IndexedNode),
    ) -> LoopHeatExchange {
        let set = self.net.add_fixed_node(supply_c);
        if let (Some(set_of), Some(water)) = (&around.setup.cdu, facility) {
            let limited = self.net.add_transfer((unit.id, water.inlet), Some(supply.id), Some(water.cell), 0.0);
            let held = self.net.add_transfer((unit.id, set), Some(supply.id), Some(water.cell), 0.0);
            LoopHeatExchange::Facility { exchanger: set_of.exchanger, racks: around.rack_count, links: [limited, held] }
        } else {
            let from = aisles.map_or(back.id, |a| a.cold);
            let limited = self.net.add_transfer((unit.id, from), Some(supply.id), Some(back.id), 0.0);
            let held = self.net.add_transfer((unit.id, set), Some(supply.id), Some(back.id), 0.0);
            LoopHeatExchange::Air {
                max_conductance_w_k: self.liquid_to_air_conductance(own, around),
                unit: self.state.liquid_to_air.unwrap_or_default(),
                links: [limited, held],
            }
        }
    }

    /// Conductance between the inlets of a liquid-to-air unit at its full air, W/K.
    pub(super) fn liquid_to_air_conductance(&self, own: &CoolantLoop, around: &BoundaryConditions<'_>) -> f64 {
        let (Some(unit), Some(liquid)) = (own.liquid_to_air(), self.state.liquid) else { return 0.0 };
        let units = own.cdu_share;
        let heat = Power::new((self.state.captured_w + self.state.pump_w) / units);
        let room = Temperature::from_celsius(around.architecture.air.celsius());
        let rate = ThermalConductance::new(liquid.capacity_w_k / units);
        let full = unit.full_air_flow(AIR_J_M3_K, SpecificHeat::new(CP_DRY_AIR));
        let supply_c = unit.coil().coldest_supply_c(heat, rate, room, &full);
        let hot_c = supply_c + heat.watts() / rate.w_k();
        units * heat.watts() / (hot_c - room.celsius()).max(1e-3)
    }

    /// A tank of boiling fluid.
    pub(super) fn add_boiling_tank(
        &mut self,
        around: &BoundaryConditions<'_>,
        facility: Option<&FacilityWaterLoop>,
        back: IndexedNode,
    ) -> Option<BoilingTankState> {
        let (LiquidCooling::Tank(tank), Some(water), Some(fluid)) =
            (&self.rack.liquid_cooling, facility, around.boiling)
        else {
            return None;
        };
        let masses = self.masses;
        let (sat_c, kw) = (tank.saturation.celsius(), self.rack.nameplate_w() / 1e3);
        let fluid_kg = masses.boiling_l_kw * 1e-3 * kw * fluid.density_kg_m3;
        let node = self.add_node(fluid_kg * fluid.specific_heat_j_kg_k, sat_c);
        for (kind, tray) in self.rack.trays.iter().enumerate() {
            for (index, lane) in tray.coolant_lanes(Coolant::Liquid).enumerate() {
                self.add_lane((kind, lane, index), (f64::from(tray.count), &[]), (node.id, None), (0.0, sat_c));
            }
            let c = f64::from(tray.count) * self.system.trays[kind].height_u * masses.tray_j_k_u;
            let chassis = self.add_node(c, sat_c);
            self.net.add_conduction(node.id, chassis.id, c / masses.tray_time_s);
        }
        self.net.add_conduction(node.id, back.id, tank.surface_w_k);
        let limited = self.net.add_transfer((node.id, water.inlet), Some(node.id), Some(water.cell), 0.0);
        let vent_at = self.net.add_fixed_node(sat_c + masses.vent_rise_k);
        let vent = self.net.add_transfer((node.id, vent_at), Some(node.id), None, 0.0);
        Some(BoilingTankState {
            row: node.row,
            condenser: tank.condenser,
            limited,
            vent,
            cell: water.cell,
            sat_c,
            vent_c: sat_c + masses.vent_rise_k,
            steady_heat_w: self.state.liquid_heat_w,
            reserve_j: masses.boiling_reserve * fluid_kg * fluid.latent_j_kg,
            current_heat_w: 0.0,
        })
    }
}

/// Places of every kind: the one with the least flow, whose parts are the hottest, and all others together.
fn group_trays_by_flow(kinds: &[usize], lanes_m3_s: &[Vec<f64>]) -> Vec<Vec<usize>> {
    let mut out = Vec::new();
    for kind in 0..=kinds.iter().copied().max().unwrap_or(0) {
        let mut places: Vec<usize> = (0..kinds.len()).filter(|i| kinds[*i] == kind).collect();
        let flow = |i: &usize| lanes_m3_s[*i].iter().sum::<f64>();
        places.sort_by(|a, b| flow(a).total_cmp(&flow(b)).then(a.cmp(b)));
        if let Some((first, others)) = places.split_first() {
            out.push(vec![*first]);
            if !others.is_empty() {
                out.push(others.to_vec());
            }
        }
    }
    out
}

/// Liquid in one manifold, m³.
fn manifold_volume_m3(own: &CoolantLoop, trays: usize) -> f64 {
    let bore_m = own.manifold.bore_mm * 1e-3;
    FRAC_PI_4 * bore_m * bore_m * own.manifold.pitch_m * trays as f64
}
