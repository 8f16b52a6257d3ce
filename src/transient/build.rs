//! From a rack, its steady state and its surroundings to the network that a run integrates.

use std::f64::consts::FRAC_PI_4;

use crate::catalog::record::ChipKind;
use crate::catalog::system::{Coolant, System};
use crate::component::thermal_mass::Spec as Masses;
use crate::network::dynamic::Dynamic;
use crate::network::thermal::{LinkId, NodeId, ThermalNetwork};
use crate::rack::RackError;
use crate::rack::model::{ChipModel, Cooler, Heat, LaneModel, Load, Loop, Rack, StationModel, Wet};
use crate::rack::setup::Setup;
use crate::rack::solve::Solver;
use crate::rack::state::RackState;
use crate::scenario::transient::TankKind;
use crate::units::{HeatRate, Power, Temperature};

use super::loops::{Exchange, Facility, LoopSide, TankSide};
use super::model::{Model, Side};
use super::moving::{Machines, Ways};
use super::parts::{Chips, Feed, Module, Streaming, TrayOut};
use super::plan::Plan;
use super::room::{Aisles, Blown, DoorCoil, Handler};
use super::{Surroundings, WATER_J_M3_K};

/// Shares of the speed in the steady state at which flows are known.
const SHARES: [f64; 9] = [1.0, 0.85, 0.7, 0.55, 0.4, 0.25, 0.12, 0.05, 0.015];
/// Cells of a pipe: the delay of its flow with a front that is a third as wide as the delay is long.
const PIPE_CELLS: usize = 6;
/// Cells of a stratified tank: a front across a sixth of it, so that four fifths leave cold.
const TANK_CELLS: usize = 40;
/// Share of a tray's volume that is air, and the depth and width of a rack unit, m.
const AIR_SHARE: f64 = 0.7;
const UNIT_M3: f64 = 0.04445 * 0.45 * 0.8;
/// Volumetric heat capacity of the room's air where no fans tell it, J/(m³ K).
const AIR_J_M3_K: f64 = 1.18 * 1006.0;
/// Parts of every unknown that is no temperature: this much of it counts as a kelvin.
const CONTROL_UNIT: f64 = 0.02;

/// A network while it is put together.
struct Builder<'a> {
    net: ThermalNetwork,
    rows: usize,
    rack: &'a Rack,
    system: &'a System,
    masses: &'a Masses,
    state: &'a RackState,
    chips: Vec<Chips>,
    modules: Vec<Module>,
    streams: Vec<Streaming>,
    feeds: Vec<Feed>,
    start: Vec<(usize, f64)>,
    cap_w: Option<f64>,
}

/// A node with its row.
#[derive(Clone, Copy)]
struct Place {
    id: NodeId,
    row: usize,
}

impl Builder<'_> {
    fn node(&mut self, capacity_j_k: f64, start_c: f64) -> Place {
        let row = self.rows;
        self.rows += 1;
        self.start.push((row, start_c));
        Place { id: self.net.node(capacity_j_k, 0.0), row }
    }

    /// A pipe of a volume's heat capacity: its last cell and the links along it.
    fn pipe(&mut self, from: NodeId, capacity_j_k: f64, cells: usize, start_c: f64) -> (Place, Vec<LinkId>) {
        let mut links = Vec::with_capacity(cells);
        let mut at = self.node(capacity_j_k / cells as f64, start_c);
        links.push(self.net.advect(from, at.id, 0.0));
        for _ in 1..cells {
            let next = self.node(capacity_j_k / cells as f64, start_c);
            links.push(self.net.advect(at.id, next.id, 0.0));
            at = next;
        }
        (at, links)
    }

    /// Equal lanes of a kind of tray, `trays` of them together, from one node to another.
    fn lane(
        &mut self,
        (kind, lane, index): (usize, &LaneModel, usize),
        (trays, places): (f64, &[usize]),
        (inlet, outlet): (NodeId, Option<NodeId>),
        (cell_j_k, start_c): (f64, f64),
    ) -> usize {
        let stream = self.streams.len();
        let mut links = Vec::new();
        let mut at = inlet;
        for station in &lane.stations {
            let many = trays * f64::from(lane.count);
            let count = many * f64::from(station.count);
            let max_w = rated_w(station);
            let cell = if outlet.is_some() {
                let liquid = self.masses.plate_ml_w * 1e-6 * max_w * count;
                let c = if lane.coolant == Coolant::Air { cell_j_k } else { (liquid * cell_j_k).max(1.0) };
                let cell = self.node(c, start_c);
                links.push(self.net.advect(at, cell.id, 0.0));
                cell.id
            } else {
                inlet
            };
            self.station(station, (kind, lane.coolant, stream), (count, cell, start_c));
            at = cell;
        }
        if let Some(outlet) = outlet {
            links.push(self.net.advect(at, outlet, 0.0));
        }
        let places = places.to_vec();
        self.streams.push(Streaming { coolant: lane.coolant, kind, places, lane: index, links, flow_m3_s: 0.0 });
        stream
    }

    fn station(
        &mut self,
        station: &StationModel,
        (kind, coolant, stream): (usize, Coolant, usize),
        (count, cell, start_c): (f64, NodeId, f64),
    ) {
        let masses = self.masses;
        let accelerator = station.kind == ChipKind::Accelerator;
        match &station.heat {
            Heat::Module { idle_w, max_w } => {
                let g_w_k = (count * max_w / masses.module_rise_k).max(1e-6);
                let node = self.node(g_w_k * masses.module_time_s, start_c);
                self.net.conduct(node.id, cell, g_w_k);
                let (idle_w, max_w, duty) = (*idle_w, *max_w, station.duty);
                self.modules.push(Module { count, idle_w, max_w, duty, row: node.row, kind });
            }
            Heat::Chip(model) => {
                let max_w = model.chip.spec().max_w * count;
                let cooler = match (&model.cooler, coolant) {
                    (Cooler::Sink(_), _) => masses.sink_j_k_w,
                    (Cooler::Plate(_), _) if !self.dielectric() => masses.plate_j_k_w,
                    _ => masses.immersed_j_k_w,
                };
                let die = self.node(masses.die_j_k_w * max_w, start_c);
                let lid = self.node(masses.lid_j_k_w * max_w, start_c);
                let case = self.node(cooler * max_w, start_c);
                let inside = count / model.junction_to_case_k_w;
                self.net.conduct(die.id, lid.id, inside / masses.die_share);
                self.net.conduct(lid.id, case.id, inside / (1.0 - masses.die_share));
                let film = self.net.conduct(case.id, cell, 1.0);
                self.chips.push(Chips {
                    name: station.name.clone(),
                    tray: self.rack.trays[kind].name.clone(),
                    accelerator,
                    count,
                    model: *model,
                    duty: station.duty,
                    cap_w: self.cap_w.filter(|_| accelerator),
                    die: die.row,
                    case: case.row,
                    cell,
                    film,
                    stream,
                    kind,
                    inside_w_k: inside / masses.die_share,
                    clock: 0,
                    off: false,
                    floor_k_w: metal_k_w(model),
                    power_w: 0.0,
                    slope_w_k: 0.0,
                });
            }
        }
    }

    fn dielectric(&self) -> bool {
        match &self.rack.wet {
            Wet::Loop(own) => matches!(own.liquid, crate::physics::liquid::Liquid::Dielectric(_)),
            Wet::Tank(_) => true,
            _ => false,
        }
    }
}

/// Rated power of one part, W.
fn rated_w(station: &StationModel) -> f64 {
    match &station.heat {
        Heat::Module { max_w, .. } => *max_w,
        Heat::Chip(model) => model.chip.spec().max_w,
    }
}

/// Resistance of a cooler's metal alone, K/W.
fn metal_k_w(model: &ChipModel) -> f64 {
    let metal = match &model.cooler {
        Cooler::Sink(sink) => sink.0.base_k_per_w,
        Cooler::Plate(plate) => plate.0.base_k_per_w,
        Cooler::Boiling(_) => 0.0,
    };
    metal.max(1e-4)
}

/// The network of a rack in its steady state, with the plan of a run.
///
/// # Errors
/// [`RackError`] when the flows of the rack can't be found.
pub(super) fn build(around: &Surroundings<'_>, state: &RackState, plan: Plan) -> Result<Model, RackError> {
    let Setup { rack, system, .. } = around.setup;
    let load = Load { cap: around.architecture.power_limit, ..Load::FULL };
    let mut solver = Solver::new(rack, around.architecture.supply, load)?;
    let mut b = Builder {
        net: ThermalNetwork::new(),
        rows: 0,
        rack,
        system,
        masses: &around.masses,
        state,
        chips: Vec::new(),
        modules: Vec::new(),
        streams: Vec::new(),
        feeds: rack
            .trays
            .iter()
            .map(|t| Feed { count: f64::from(t.count), supply: t.supply, loss_to: Vec::new(), output_w: 0.0 })
            .collect(),
        start: Vec::new(),
        cap_w: around.architecture.power_limit.map(Power::watts),
    };
    let (air, room_supply) = solver.air_stream();
    let room_c = room_supply.celsius();
    let facility = b.facility(around);
    let (aisles, mut blown, back) = b.air(&mut solver, air.heat_j_m3_k, room_c)?;
    let (own, trays, returning) = b.liquid(around, &mut solver, facility.as_ref(), &blown, back)?;
    let tank = b.tank(around, facility.as_ref(), back);
    let door = b.door(facility.as_ref(), aisles.as_ref(), room_c);
    let handler = b.handler(around, facility.as_ref(), aisles.as_ref(), back, room_c);
    b.metal(aisles.as_ref(), &blown, back, air.heat_j_m3_k, room_c);
    // Heat of shelves and busbars: where it goes is as in the steady state.
    let wet_row = tank.as_ref().map(|t| t.row).or(returning);
    let shelf_to = match (rack.shelf.map(|s| s.heat_to), wet_row) {
        (Some(Coolant::Liquid), Some(row)) => row,
        _ => back.row,
    };
    let bus_to = tank.as_ref().map_or(back.row, |t| t.row);
    b.supplies(&blown, &trays, tank.as_ref(), back);

    let nodes = b.rows;
    let pump_row = nodes;
    let mut row = nodes + usize::from(own.is_some());
    let mut start: Vec<f64> = vec![0.0; nodes];
    for (at, celsius) in &b.start {
        start[*at] = *celsius;
    }
    if own.is_some() {
        start.push(state.setting.pump);
    }
    for fans in &mut blown {
        fans.speed = row;
        start.push(state.setting.fans[fans.kind]);
        row += 1;
    }
    for chips in &mut b.chips {
        chips.clock = row;
        start.push(1.0);
        row += 1;
    }
    let speeds = nodes..row - b.chips.len();
    let mut coupled: Vec<(usize, usize)> =
        speeds.clone().flat_map(|s| (0..nodes).flat_map(move |i| [(s, i), (i, s)])).collect();
    coupled.extend(
        b.chips.iter().flat_map(|c| [(c.clock, c.die), (c.clock, c.die + 1), (c.clock, c.case), (c.die, c.clock)]),
    );
    let net = Dynamic::new(&b.net, row - nodes, &coupled);
    let mut units = vec![1.0; row];
    units[nodes..].fill(CONTROL_UNIT);
    let own = own.map(|side| LoopSide { speed: pump_row, ..side });
    let mut model = Model {
        net,
        units,
        start,
        nodes,
        speeds,
        scratch: [vec![0.0; row], vec![0.0; row], vec![0.0; row]],
        steering: Vec::new(),
        chips: b.chips,
        modules: b.modules,
        streams: b.streams,
        trays: trays.into_iter().map(|t| t.0).collect(),
        feeds: b.feeds,
        blown,
        aisles,
        door,
        handler,
        own,
        facility,
        tank,
        shelf: rack.shelf,
        bus: rack.bus,
        shelf_to,
        bus_to,
        back: back.row,
        air,
        rules: around.rules,
        plan,
        side: Side::default(),
    };
    model.enter(f64::NEG_INFINITY);
    model.settle_floors();
    Ok(model)
}

/// A group of trays with liquid: where it leaves, which row, how many trays of which kind.
type Wetted = (TrayOut, usize, f64, usize);

impl Builder<'_> {
    /// The facility water, if any: from the plant to what it cools and back.
    fn facility(&mut self, around: &Surroundings<'_>) -> Option<Facility> {
        let water = around.water?;
        let masses = self.masses;
        let flow_m3_s = water.capacity_w_k / WATER_J_M3_K;
        let metal = 1.0 + masses.pipe_metal_share;
        let pipe_j_k = masses.facility_pipe_m / masses.facility_pipe_m_s * water.capacity_w_k * metal;
        let plant_j_k = masses.plant_l_kw * 1e-3 * (water.heat_w / 1e3) * WATER_J_M3_K * metal;
        let consumer_j_k = 2.0 * flow_m3_s * WATER_J_M3_K * metal;
        let plant = self.node(plant_j_k, water.supply_c);
        let mut links = Vec::new();
        let mut at = plant;
        if let Some(buffer) = around.buffer {
            let cells = if buffer.kind == TankKind::Mixed { 1 } else { TANK_CELLS };
            let (end, along) =
                self.pipe(at.id, buffer.volume.m3() / around.racks * WATER_J_M3_K, cells, water.supply_c);
            links.extend(along);
            at = end;
        }
        let (inlet, along) = self.pipe(at.id, pipe_j_k, PIPE_CELLS, water.supply_c);
        links.extend(along);
        let cell = self.node(consumer_j_k, water.supply_c);
        links.push(self.net.advect(inlet.id, cell.id, 0.0));
        let (last, along) = self.pipe(cell.id, pipe_j_k, PIPE_CELLS, water.supply_c);
        links.extend(along);
        links.push(self.net.advect(last.id, plant.id, 0.0));
        let set = self.net.fixed(water.supply_c);
        let hold = self.net.transfer((last.id, set), Some(plant.id), None, 0.0);
        Some(Facility {
            links,
            inlet: inlet.id,
            inlet_row: inlet.row,
            cell: cell.id,
            last: last.row,
            plant: plant.row,
            hold,
            set_c: water.supply_c,
            usual_w_k: water.capacity_w_k,
            most_w: around.rules.plant_reserve * water.heat_w,
            now_w_k: 0.0,
        })
    }

    /// Fans, aisles, and the air lanes of every kind; and the node that takes the room's other heat.
    #[expect(clippy::type_complexity, reason = "what comes of the air side is wanted apart at one place only")]
    fn air(
        &mut self,
        solver: &mut Solver<'_>,
        heat_j_m3_k: f64,
        room_c: f64,
    ) -> Result<(Option<Aisles>, Vec<Blown>, Place), RackError> {
        let masses = self.masses;
        let tables = solver.air_flows(&self.state.setting.fans, &SHARES)?;
        let heat_kw = (self.state.air_heat_w / 1e3).max(0.2);
        let volume_j_k = masses.room_m3_kw * heat_kw * if tables.is_empty() { AIR_J_M3_K } else { heat_j_m3_k };
        if tables.is_empty() {
            let room = self.node(volume_j_k, room_c);
            return Ok((None, Vec::new(), room));
        }
        let usual: f64 = tables.iter().map(|(_, p)| p[0].flow_m3_s).sum();
        let cold = self.node(masses.cold_share * volume_j_k, room_c);
        let small_j_k = 0.2 * usual * heat_j_m3_k;
        let exhaust = self.node(small_j_k, room_c);
        let exit = self.node(0.5 * (1.0 - masses.cold_share) * volume_j_k, room_c);
        let back = self.node(0.5 * (1.0 - masses.cold_share) * volume_j_k, room_c);
        let coil = self.node(masses.crah_j_k_kw * heat_kw, room_c);
        let all = self.net.advect(exhaust.id, exit.id, 0.0);
        let fresh = [(exit, back), (back, coil), (coil, cold)].map(|(a, b)| self.net.advect(a.id, b.id, 0.0));
        let mut blown = Vec::new();
        for (kind, points) in tables {
            let tray = &self.rack.trays[kind];
            let Some(fans) = &tray.fans else { continue };
            let air_j_k = f64::from(tray.count) * self.system.trays[kind].height_u * UNIT_M3 * AIR_SHARE * heat_j_m3_k;
            let cells = 3 + tray.ways(Coolant::Air).map(|l| l.stations.len()).sum::<usize>();
            let cell_j_k = air_j_k / cells as f64;
            let before = self.node(cell_j_k, room_c);
            let inlet = self.node(cell_j_k, room_c);
            let out = self.node(cell_j_k, room_c);
            let inlets = [cold, exit].map(|from| self.net.advect(from.id, before.id, 0.0));
            let through = self.net.advect(before.id, inlet.id, 0.0);
            let behind = self.net.advect(out.id, exhaust.id, 0.0);
            for (index, lane) in tray.ways(Coolant::Air).enumerate() {
                let ends = (inlet.id, Some(out.id));
                self.lane((kind, lane, index), (f64::from(tray.count), &[0]), ends, (cell_j_k, room_c));
            }
            let machines = Machines {
                curve: fans.fan.curve(self.density(solver)),
                count: f64::from(tray.count * fans.count),
                valves: false,
            };
            let usual_m3_s = points[0].flow_m3_s;
            blown.push(Blown {
                kind,
                fan: fans.fan,
                machines,
                ways: Ways::new(points),
                speed: 0,
                least: fans.fan.0.speed_min,
                before: before.row,
                before_id: before.id,
                inlet: inlet.id,
                out: out.id,
                out_row: out.row,
                inlets,
                through,
                behind,
                usual_m3_s,
                flow_m3_s: usual_m3_s,
                power_w: 0.0,
            });
        }
        let aisles = Aisles {
            cold: cold.id,
            exhaust: exhaust.id,
            exhaust_row: exhaust.row,
            exit: exit.id,
            exit_row: exit.row,
            back: back.id,
            back_row: back.row,
            coil: coil.id,
            coil_row: coil.row,
            all,
            fresh,
            recirculation: self.rack.room.recirculation,
            most_m3_s: self.rack.room.supply_m3_s.unwrap_or(f64::INFINITY),
            fresh_m3_s: 0.0,
            flow_m3_s: usual,
        };
        Ok((Some(aisles), blown, back))
    }

    fn density(&self, solver: &Solver<'_>) -> f64 {
        solver.air_stream().0.density_kg_m3
    }

    /// The loop of a rack: unit, pipes, manifold, trays; the row that liquid returns to.
    #[expect(clippy::type_complexity, reason = "what comes of the loop is wanted apart at one place only")]
    fn liquid(
        &mut self,
        around: &Surroundings<'_>,
        solver: &mut Solver<'_>,
        facility: Option<&Facility>,
        blown: &[Blown],
        back: Place,
    ) -> Result<(Option<LoopSide>, Vec<Wetted>, Option<usize>), RackError> {
        let (Wet::Loop(own), Some(liquid)) = (&self.rack.wet, self.state.liquid) else {
            return Ok((None, Vec::new(), None));
        };
        let speeds = SHARES.map(|s| s * self.state.setting.pump);
        let (Some(points), Some((stream, _))) = (solver.loop_flows(&speeds)?, solver.loop_stream()) else {
            return Ok((None, Vec::new(), None));
        };
        let kinds = solver.loop_kinds();
        let masses = self.masses;
        let heat = stream.heat_j_m3_k;
        let (supply_c, usual) = (liquid.supply_c, points[0].flow_m3_s);
        let metal = 1.0 + masses.pipe_metal_share;
        let rated_kw = self.rack.nameplate_w() / 1e3;
        let length_m = if around.unit_in_rack { 0.5 } else { masses.loop_pipe_m };
        let pipe_j_k = length_m / masses.loop_pipe_m_s * usual * heat * metal;
        let unit_j_k = 0.5 * masses.cdu_l_kw * 1e-3 * rated_kw * heat * metal;
        // The liquid of a tank stands half before and half behind the parts.
        let tank_j_k = if self.dielectric() { 0.5 * masses.tank_l_kw * 1e-3 * rated_kw * heat } else { 0.0 };
        let manifold_j_k = manifold_m3(own, kinds.len()) * heat * metal + tank_j_k;
        let supply = self.node(unit_j_k, supply_c);
        let (end, mut links) = self.pipe(supply.id, pipe_j_k, PIPE_CELLS, supply_c);
        let top = self.node(manifold_j_k, supply_c);
        links.push(self.net.advect(end.id, top.id, 0.0));
        let returning = self.node(manifold_j_k, supply_c);
        let mut trays = Vec::new();
        for places in groups(&kinds, &points[0].lanes_m3_s) {
            let kind = kinds[places[0]];
            let count = places.len() as f64;
            let tray = &self.rack.trays[kind];
            let out = self.node(count * masses.hose_l_tray * 1e-3 * heat * metal, supply_c);
            let mut streams = Vec::new();
            for (index, lane) in tray.ways(Coolant::Liquid).enumerate() {
                let ends = (top.id, Some(out.id));
                streams.push(self.lane((kind, lane, index), (count, &places), ends, (heat, supply_c)));
            }
            let link = self.net.advect(out.id, returning.id, 0.0);
            let surface_w_k = own.manifold.surface_w_k * count / kinds.len() as f64;
            match blown.iter().find(|b| b.kind == kind) {
                Some(b) => self.net.exchange(out.id, b.before_id, b.inlet, surface_w_k),
                None => self.net.conduct(out.id, back.id, surface_w_k),
            };
            if !blown.iter().any(|b| b.kind == kind) {
                let c = count * self.system.trays[kind].height_u * masses.tray_j_k_u;
                let chassis = self.node(c, supply_c);
                self.net.conduct(out.id, chassis.id, c / masses.tray_time_s);
            }
            trays.push((TrayOut { streams, link }, out.row, count, kind));
        }
        let (end, along) = self.pipe(returning.id, pipe_j_k, PIPE_CELLS, supply_c);
        links.extend(along);
        let unit = self.node(unit_j_k, supply_c);
        links.push(self.net.advect(end.id, unit.id, 0.0));
        links.push(self.net.advect(unit.id, supply.id, 0.0));
        let set = self.net.fixed(supply_c);
        let exchange = if let (Some(set_of), Some(water)) = (&around.setup.cdu, facility) {
            let limited = self.net.transfer((unit.id, water.inlet), Some(supply.id), Some(water.cell), 0.0);
            let held = self.net.transfer((unit.id, set), Some(supply.id), Some(water.cell), 0.0);
            Exchange::Facility { exchanger: set_of.exchanger, racks: around.racks, links: [limited, held] }
        } else {
            let limited = self.net.transfer((unit.id, back.id), Some(supply.id), Some(back.id), 0.0);
            let held = self.net.transfer((unit.id, set), Some(supply.id), Some(back.id), 0.0);
            Exchange::Air { most_w_k: self.to_air(own, around), links: [limited, held] }
        };
        let curve = own.pump.curve(stream.density_kg_m3);
        Ok((
            Some(LoopSide {
                pump: own.pump,
                machines: Machines { curve, count: own.cdu_share, valves: around.check_valves },
                ways: Ways::new(points),
                speed: 0,
                least: own.pump.0.speed_min,
                usual_m3_s: usual,
                stream,
                links,
                supply: supply.row,
                unit: unit.row,
                top: top.row,
                exchange,
                flow_m3_s: usual,
                power_w: 0.0,
            }),
            trays,
            Some(returning.row),
        ))
    }

    /// Conductance between the inlets of a liquid-to-air unit at its full air, W/K.
    fn to_air(&self, own: &Loop, around: &Surroundings<'_>) -> f64 {
        let (Some((coil, units)), Some(liquid)) = (&own.to_air, self.state.liquid) else { return 0.0 };
        let heat = Power::new((self.state.captured_w + self.state.pump_w) / units);
        let room = Temperature::from_celsius(around.architecture.air.celsius());
        let rate = HeatRate::new(liquid.capacity_w_k / units);
        let supply_c = coil.coldest_supply(heat, rate, room, coil.0.air_flow_m3_s, AIR_J_M3_K);
        let hot_c = supply_c + heat.watts() / rate.w_k();
        units * heat.watts() / (hot_c - room.celsius()).max(1e-3)
    }

    /// A tank of boiling fluid.
    fn tank(&mut self, around: &Surroundings<'_>, facility: Option<&Facility>, back: Place) -> Option<TankSide> {
        let (Wet::Tank(tank), Some(water), Some(fluid)) = (&self.rack.wet, facility, around.boiling) else {
            return None;
        };
        let masses = self.masses;
        let (sat_c, kw) = (tank.saturation.celsius(), self.rack.nameplate_w() / 1e3);
        let fluid_kg = masses.boiling_l_kw * 1e-3 * kw * fluid.density_kg_m3;
        let node = self.node(fluid_kg * fluid.specific_heat_j_kg_k, sat_c);
        for (kind, tray) in self.rack.trays.iter().enumerate() {
            for (index, lane) in tray.ways(Coolant::Liquid).enumerate() {
                self.lane((kind, lane, index), (f64::from(tray.count), &[]), (node.id, None), (0.0, sat_c));
            }
            let c = f64::from(tray.count) * self.system.trays[kind].height_u * masses.tray_j_k_u;
            let chassis = self.node(c, sat_c);
            self.net.conduct(node.id, chassis.id, c / masses.tray_time_s);
        }
        self.net.conduct(node.id, back.id, tank.surface_w_k);
        let limited = self.net.transfer((node.id, water.inlet), Some(node.id), Some(water.cell), 0.0);
        let vent_at = self.net.fixed(sat_c + masses.vent_rise_k);
        let vent = self.net.transfer((node.id, vent_at), Some(node.id), None, 0.0);
        Some(TankSide {
            row: node.row,
            condenser: tank.condenser,
            limited,
            vent,
            cell: water.cell,
            sat_c,
            vent_c: sat_c + masses.vent_rise_k,
            usual_w: self.state.liquid_heat_w,
            reserve_j: masses.boiling_reserve * fluid_kg * fluid.latent_j_kg,
            now_w: 0.0,
        })
    }

    fn door(&mut self, facility: Option<&Facility>, aisles: Option<&Aisles>, room_c: f64) -> Option<DoorCoil> {
        let (Wet::Door(door), Some(water), Some(aisles)) = (&self.rack.wet, facility, aisles) else { return None };
        let set = self.net.fixed(room_c);
        let limited = self.net.transfer((aisles.exhaust, water.inlet), Some(aisles.exit), Some(water.cell), 0.0);
        let held = self.net.transfer((aisles.exhaust, set), Some(aisles.exit), Some(water.cell), 0.0);
        let valve_w_k = self.state.liquid.map_or(door.coil.0.liquid_w_k, |l| l.capacity_w_k);
        Some(DoorCoil { coil: door.coil, valve_w_k, links: [limited, held], fan_to: aisles.exit_row, power_w: 0.0 })
    }

    /// What cools the room.
    fn handler(
        &mut self,
        around: &Surroundings<'_>,
        facility: Option<&Facility>,
        aisles: Option<&Aisles>,
        back: Place,
        room_c: f64,
    ) -> Handler {
        let set = self.net.fixed(room_c);
        let Some(aisles) = aisles else {
            // The room stands at its temperature with the handlers at their usual heat: more of it, more heat.
            let link = self.net.transfer((back.id, set), Some(back.id), None, 0.0);
            let usual_w = self.state.air_heat_w.max(0.0);
            return Handler::Still { link, row: back.row, usual_w, set_c: room_c };
        };
        if let (true, Some(water)) = (self.rack.dry(), facility) {
            let effectiveness = around.rules.coil_effectiveness;
            let limited = self.net.transfer((aisles.back, water.inlet), Some(aisles.coil), Some(water.cell), 0.0);
            let held = self.net.transfer((aisles.back, set), Some(aisles.coil), Some(water.cell), 0.0);
            return Handler::Water { links: [limited, held], effectiveness };
        }
        let link = self.net.transfer((aisles.back, set), Some(aisles.coil), None, 0.0);
        let most_w = around.rules.plant_reserve * self.state.air_heat_w.max(0.0);
        let outdoor_air = self.rack.dry() && !around.compressors;
        let most_w = (!outdoor_air).then_some(most_w);
        Handler::Direct { link, row: aisles.coil_row, set_c: room_c, most_w, room: !self.rack.dry() }
    }

    /// Metal of the trays in air, and of the room.
    fn metal(&mut self, aisles: Option<&Aisles>, blown: &[Blown], back: Place, heat_j_m3_k: f64, room_c: f64) {
        let masses = self.masses;
        for b in blown {
            let height_u = self.system.trays[b.kind].height_u;
            let c = f64::from(self.rack.trays[b.kind].count) * height_u * masses.tray_j_k_u;
            let chassis = self.node(c, room_c);
            self.net.conduct(b.out, chassis.id, c / masses.tray_time_s);
        }
        let heat_kw = (self.state.air_heat_w / 1e3).max(0.2);
        let air_j_k = masses.room_m3_kw * heat_kw * if aisles.is_some() { heat_j_m3_k } else { AIR_J_M3_K };
        let walls = masses.room_metal * air_j_k;
        let sides = aisles
            .map_or(vec![(back.id, 1.0)], |a| vec![(a.cold, masses.cold_share), (a.back, 1.0 - masses.cold_share)]);
        for (air, share) in sides {
            let c = (share * walls).max(1e-3);
            let wall = self.node(c, room_c);
            self.net.conduct(air, wall.id, c / masses.room_time_s);
        }
    }

    /// Where the losses of every kind's supplies go.
    fn supplies(&mut self, blown: &[Blown], trays: &[Wetted], tank: Option<&TankSide>, back: Place) {
        for (kind, feed) in self.feeds.iter_mut().enumerate() {
            let Some(supply) = &feed.supply else { continue };
            feed.loss_to = match (supply.heat_to, blown.iter().find(|b| b.kind == kind), tank) {
                (Coolant::Liquid, _, Some(tank)) => vec![(tank.row, 1.0)],
                (Coolant::Liquid, _, None) => {
                    let own = trays.iter().filter(|t| t.3 == kind);
                    own.map(|t| (t.1, t.2 / feed.count)).collect()
                }
                (Coolant::Air, Some(b), _) => vec![(b.out_row, 1.0)],
                (Coolant::Air, None, _) => vec![(back.row, 1.0)],
            };
        }
    }
}

/// Places of every kind: the one with the least flow, whose parts are the hottest, and all others together.
fn groups(kinds: &[usize], lanes_m3_s: &[Vec<f64>]) -> Vec<Vec<usize>> {
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
fn manifold_m3(own: &Loop, trays: usize) -> f64 {
    let bore_m = own.manifold.bore_mm * 1e-3;
    FRAC_PI_4 * bore_m * bore_m * own.manifold.pitch_m * trays as f64
}
