//! From a rack, its steady state and its surroundings to the network that a run integrates.

mod air;
mod liquid;

use crate::catalog::record::ChipKind;
use crate::catalog::system::{Coolant, SystemRecord};
use crate::component::server::thermal_mass::ThermalMassSpec as Masses;
use crate::network::dynamic::DynamicNetwork;
use crate::network::thermal::{ThermalLinkId, ThermalNetwork, ThermalNodeId};
use crate::physics::air::CP_DRY_AIR;
use crate::rack::RackError;
use crate::rack::assembly::RackAssembly;
use crate::rack::model::{
    ChipModel, LaneModel, LiquidCooling, PartCooler, RackLoad, RackModel, StationHeat, StationModel,
};
use crate::rack::solve::RackSolver;
use crate::rack::state::RackState;
use crate::units::Power;

use super::BoundaryConditions;
use super::loops::{BoilingTankState, CoolantLoopState};
use super::model::{EvaluationOutputs, TransientModel};
use super::parts::{ChipGroup, LaneStream, ModuleGroup, TrayOutlet, TrayPowerFeed};
use super::plan::DrivePlan;
use super::room::TrayAirNodes;

/// Shares of the speed in the steady state at which flows are known.
const SPEED_SHARES: [f64; 9] = [1.0, 0.85, 0.7, 0.55, 0.4, 0.25, 0.12, 0.05, 0.015];
/// Cells of a pipe: the delay of its flow with a front that is a third as wide as the delay is long.
const PIPE_CELLS: usize = 6;
/// Cells of a stratified tank: a front across a sixth of it, so that four fifths leave cold.
const TANK_CELLS: usize = 40;
/// Share of a tray's volume that is air, and the depth and width of a rack unit, m.
const TRAY_AIR_SHARE: f64 = 0.7;
const RACK_UNIT_M3: f64 = 0.04445 * 0.45 * 0.8;
/// Volumetric heat capacity of the room's air where no fans tell it, J/(m³ K).
const AIR_J_M3_K: f64 = 1.18 * CP_DRY_AIR;
/// Parts of every unknown that is no temperature: this much of it counts as a kelvin.
const CONTROL_SCALE: f64 = 0.02;

/// A network while it is put together.
struct TransientModelBuilder<'a> {
    net: ThermalNetwork,
    rack: &'a RackModel,
    system: &'a SystemRecord,
    masses: &'a Masses,
    state: &'a RackState,
    chips: Vec<ChipGroup>,
    modules: Vec<ModuleGroup>,
    streams: Vec<LaneStream>,
    feeds: Vec<TrayPowerFeed>,
    /// Temperature of each node at the start, by row.
    start: Vec<f64>,
    cap_w: Option<f64>,
}

/// A node with its row.
#[derive(Clone, Copy)]
struct IndexedNode {
    id: ThermalNodeId,
    row: usize,
}

impl TransientModelBuilder<'_> {
    fn add_node(&mut self, capacity_j_k: f64, start_c: f64) -> IndexedNode {
        let row = self.start.len();
        self.start.push(start_c);
        IndexedNode { id: self.net.add_node(capacity_j_k), row }
    }

    /// A pipe of a volume's heat capacity: its last cell and the links along it.
    fn add_pipe(
        &mut self,
        from: ThermalNodeId,
        capacity_j_k: f64,
        cells: usize,
        start_c: f64,
    ) -> (IndexedNode, Vec<ThermalLinkId>) {
        let mut links = Vec::with_capacity(cells);
        let mut at = self.add_node(capacity_j_k / cells as f64, start_c);
        links.push(self.net.add_advection(from, at.id, 0.0));
        for _ in 1..cells {
            let next = self.add_node(capacity_j_k / cells as f64, start_c);
            links.push(self.net.add_advection(at.id, next.id, 0.0));
            at = next;
        }
        (at, links)
    }

    /// Equal lanes of a kind of tray, `trays` of them together, from one node to another.
    fn add_lane(
        &mut self,
        (kind, lane, index): (usize, &LaneModel, usize),
        (trays, places): (f64, &[usize]),
        (inlet, outlet): (ThermalNodeId, Option<ThermalNodeId>),
        (cell_j_k, start_c): (f64, f64),
    ) -> usize {
        let stream = self.streams.len();
        let mut links = Vec::new();
        let mut at = inlet;
        for station in &lane.stations {
            let many = trays * f64::from(lane.count);
            let count = many * f64::from(station.count);
            let max_w = rated_power_w(station);
            let cell = if outlet.is_some() {
                let liquid = self.masses.plate_ml_w * 1e-6 * max_w * count;
                let c = if lane.coolant == Coolant::Air { cell_j_k } else { (liquid * cell_j_k).max(1.0) };
                let cell = self.add_node(c, start_c);
                links.push(self.net.add_advection(at, cell.id, 0.0));
                cell.id
            } else {
                inlet
            };
            self.add_station(station, (kind, lane.coolant, stream), (count, cell, start_c));
            at = cell;
        }
        if let Some(outlet) = outlet {
            links.push(self.net.add_advection(at, outlet, 0.0));
        }
        let places = places.to_vec();
        self.streams.push(LaneStream {
            coolant: lane.coolant,
            kind,
            positions: places,
            lane: index,
            links,
            flow_m3_s: 0.0,
        });
        stream
    }

    fn add_station(
        &mut self,
        station: &StationModel,
        (kind, coolant, stream): (usize, Coolant, usize),
        (count, cell, start_c): (f64, ThermalNodeId, f64),
    ) {
        let masses = self.masses;
        let accelerator = station.kind == ChipKind::Accelerator;
        match &station.heat {
            StationHeat::Module { idle_w, max_w } => {
                let g_w_k = (count * max_w / masses.module_rise_k).max(1e-6);
                let node = self.add_node(g_w_k * masses.module_time_s, start_c);
                self.net.add_conduction(node.id, cell, g_w_k);
                let (idle_w, max_w, duty) = (*idle_w, *max_w, station.duty);
                self.modules.push(ModuleGroup { count, idle_w, max_w, duty, row: node.row, kind });
            }
            StationHeat::Chip(model) => {
                let max_w = model.chip.spec().max_w * count;
                let cooler = match (&model.cooler, coolant) {
                    (PartCooler::Sink(_), _) => masses.sink_j_k_w,
                    (PartCooler::Plate(_), _) if !self.is_dielectric() => masses.plate_j_k_w,
                    _ => masses.immersed_j_k_w,
                };
                let die = self.add_node(masses.die_j_k_w * max_w, start_c);
                let lid = self.add_node(masses.lid_j_k_w * max_w, start_c);
                let case = self.add_node(cooler * max_w, start_c);
                let inside = count / model.junction_to_case_k_w;
                self.net.add_conduction(die.id, lid.id, inside / masses.die_share);
                self.net.add_conduction(lid.id, case.id, inside / (1.0 - masses.die_share));
                let film = self.net.add_conduction(case.id, cell, 1.0);
                self.chips.push(ChipGroup {
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
                    min_resistance_k_w: metal_resistance_k_w(model),
                    power_w: 0.0,
                    slope_w_k: 0.0,
                });
            }
        }
    }

    fn is_dielectric(&self) -> bool {
        match &self.rack.liquid_cooling {
            LiquidCooling::Loop(own) => matches!(own.liquid, crate::physics::liquid::Liquid::Dielectric(_)),
            LiquidCooling::Tank(_) => true,
            _ => false,
        }
    }
}

/// Rated power of one part, W.
fn rated_power_w(station: &StationModel) -> f64 {
    match &station.heat {
        StationHeat::Module { max_w, .. } => *max_w,
        StationHeat::Chip(model) => model.chip.spec().max_w,
    }
}

/// Resistance of a cooler's metal alone, K/W.
fn metal_resistance_k_w(model: &ChipModel) -> f64 {
    let metal = match &model.cooler {
        PartCooler::Sink(sink) => sink.0.base_k_per_w,
        PartCooler::Plate(plate) => plate.0.base_k_per_w,
        PartCooler::Boiling(_) => 0.0,
    };
    metal.max(1e-4)
}

/// The network of a rack in its steady state, with the plan of a run.
///
/// # Errors
/// [`RackError`] when the flows of the rack can't be found.
pub(super) fn build_model(
    around: &BoundaryConditions<'_>,
    state: &RackState,
    plan: DrivePlan,
) -> Result<TransientModel, RackError> {
    let RackAssembly { rack, system, .. } = around.setup;
    let load = RackLoad { cap: around.architecture.power_limit, ..RackLoad::FULL };
    let mut solver = RackSolver::new(rack, around.architecture.supply, load)?;
    let mut b = TransientModelBuilder {
        net: ThermalNetwork::new(),
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
            .map(|t| TrayPowerFeed { count: f64::from(t.count), supply: t.supply, loss_to: Vec::new(), output_w: 0.0 })
            .collect(),
        start: Vec::new(),
        cap_w: around.architecture.power_limit.map(Power::watts),
    };
    let (air, room_supply) = solver.air_stream();
    let room_c = room_supply.celsius();
    let facility = b.add_facility_water(around);
    let (aisles, mut blown, back) = b.add_room_air(&mut solver, air.heat_j_m3_k, room_c)?;
    let (own, trays, returning) =
        b.add_coolant_loop(around, &mut solver, facility.as_ref(), (aisles.as_ref(), &blown), back)?;
    let tank = b.add_boiling_tank(around, facility.as_ref(), back);
    let door = b.add_rear_door(facility.as_ref(), aisles.as_ref(), room_c);
    let handler = b.add_room_cooling(around, facility.as_ref(), aisles.as_ref(), back, room_c);
    b.add_metal_masses(aisles.as_ref(), &blown, back, air.heat_j_m3_k, room_c);
    // Heat of shelves and busbars: where it goes is as in the steady state.
    let wet_row = tank.as_ref().map(|t| t.row).or(returning);
    let shelf_to = match (rack.shelf.map(|s| s.heat_to), wet_row) {
        (Some(Coolant::Liquid), Some(row)) => row,
        _ => back.row,
    };
    let bus_to = tank.as_ref().map_or(back.row, |t| t.row);
    b.route_supply_losses(&blown, &trays, tank.as_ref(), back);

    let nodes = b.start.len();
    let pump_row = nodes;
    let mut row = nodes + usize::from(own.is_some());
    let mut start = b.start;
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
    let net = DynamicNetwork::new(&b.net, row - nodes, &coupled);
    let mut units = vec![1.0; row];
    units[nodes..].fill(CONTROL_SCALE);
    let own = own.map(|side| CoolantLoopState { speed: pump_row, ..side });
    let mut model = TransientModel {
        net,
        error_scales: units,
        start,
        nodes,
        speeds,
        perturbed: vec![0.0; row],
        column: vec![0.0; row],
        growth: Vec::new(),
        steering: Vec::new(),
        chips: b.chips,
        modules: b.modules,
        streams: b.streams,
        trays: trays.into_iter().map(|t| t.0).collect(),
        feeds: b.feeds,
        tray_air: blown,
        room_air: aisles,
        door_coil: door,
        room_cooling: handler,
        coolant_loop: own,
        facility_water: facility,
        boiling_tank: tank,
        shelf: rack.shelf,
        bus: rack.bus,
        shelf_to,
        bus_to,
        return_air_row: back.row,
        air,
        rules: around.rules,
        plan,
        outputs: EvaluationOutputs::default(),
    };
    model.enter_time(f64::NEG_INFINITY);
    model.fit_resistance_floors();
    Ok(model)
}

/// A group of trays with liquid: where it leaves, which row, how many trays of which kind.
type LiquidTrayGroup = (TrayOutlet, usize, f64, usize);

impl TransientModelBuilder<'_> {
    /// Where the losses of every kind's supplies go.
    fn route_supply_losses(
        &mut self,
        blown: &[TrayAirNodes],
        trays: &[LiquidTrayGroup],
        tank: Option<&BoilingTankState>,
        back: IndexedNode,
    ) {
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
