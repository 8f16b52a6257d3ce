//! The thermal network of a rack while it is put together: nodes, pipes, lanes and the parts along them.

use crate::catalog::record::ChipKind;
use crate::catalog::system::{Coolant, SystemRecord};
use crate::component::server::thermal_mass::ThermalMassSpec as Masses;
use crate::network::thermal::{ThermalLinkId, ThermalNetwork, ThermalNodeId};
use crate::physics::air::CP_DRY_AIR;
use crate::rack::assembly::RackAssembly;
use crate::rack::model::{
    ChipModel, LaneModel, LiquidCooling, PartCooler, RackLoad, RackModel, StationHeat, StationModel, TrayModel,
};
use crate::rack::state::RackState;
use crate::transient::boundary::BoundaryConditions;
use crate::transient::drive::MachineDrive;
use crate::transient::parts::{ChipGroup, ChipRows, LaneStream, ModuleGroup, TrayPowerFeed};
use crate::units::Power;

/// Shares of the speed in the steady state at which flows are known.
pub(super) const SPEED_SHARES: [f64; 9] = [1.0, 0.85, 0.7, 0.55, 0.4, 0.25, 0.12, 0.05, 0.015];
/// Cells of a pipe: the delay of its flow with a front that is a third as wide as the delay is long.
pub(super) const PIPE_CELLS: usize = 6;
/// Cells of a stratified tank: a front across a sixth of it, so that four fifths leave cold.
pub(super) const TANK_CELLS: usize = 40;
/// Volumetric heat capacity of the room's air where no fans tell it, J/(m³ K).
pub(super) const AIR_J_M3_K: f64 = 1.18 * CP_DRY_AIR;

/// A network while it is put together.
pub(super) struct TransientModelBuilder<'a> {
    pub net: ThermalNetwork,
    pub rack: &'a RackModel,
    pub system: &'a SystemRecord,
    pub masses: &'a Masses,
    pub state: &'a RackState,
    pub chips: Vec<ChipGroup>,
    pub modules: Vec<ModuleGroup>,
    pub streams: Vec<LaneStream>,
    pub feeds: Vec<TrayPowerFeed>,
    /// Temperature of each node at the start, by row.
    pub start: Vec<f64>,
    pub cap_w: Option<f64>,
    /// Its load at work.
    pub busy: RackLoad,
    /// Air of the room for each rack, m³.
    pub room_air_m3: f64,
    /// Drive of the servers' fans that fail.
    pub failing_fan: &'a MachineDrive,
}

/// A node with its row.
#[derive(Clone, Copy)]
pub(super) struct IndexedNode {
    pub id: ThermalNodeId,
    pub row: usize,
}

impl<'a> TransientModelBuilder<'a> {
    /// An empty network for a rack in its steady state.
    pub fn new(around: &'a BoundaryConditions<'_>, state: &'a RackState, failing_fan: &'a MachineDrive) -> Self {
        let RackAssembly { rack, system, .. } = around.setup;
        let feed = |t: &TrayModel| TrayPowerFeed {
            count: f64::from(t.count),
            supply: t.supply,
            loss_to: Vec::new(),
            output_w: 0.0,
        };
        Self {
            net: ThermalNetwork::new(),
            rack,
            system,
            masses: &around.masses,
            state,
            chips: Vec::new(),
            modules: Vec::new(),
            streams: Vec::new(),
            feeds: rack.trays.iter().map(feed).collect(),
            start: Vec::new(),
            cap_w: around.architecture.power_limit.map(Power::watts),
            busy: rack.busy_load(around.architecture),
            room_air_m3: around.rack_floor_m2 * around.masses.room_height_m,
            failing_fan,
        }
    }

    /// A node of a heat capacity, which starts at a temperature.
    pub fn add_node(&mut self, capacity_j_k: f64, start_c: f64) -> IndexedNode {
        let row = self.start.len();
        self.start.push(start_c);
        IndexedNode { id: self.net.add_node(capacity_j_k), row }
    }

    /// A pipe of a volume's heat capacity: its last cell and the links along it.
    pub fn add_pipe(
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
    pub fn add_lane(
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
                let (idle_w, max_w, duty) = (*idle_w, *max_w, station.utilisation_under(&self.busy));
                self.modules.push(ModuleGroup {
                    count,
                    idle_w,
                    max_w,
                    duty,
                    row: node.row,
                    kind,
                    stream,
                    servers: Vec::new(),
                    running: 1.0,
                });
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
                    part: station.kind,
                    works: false,
                    servers: Vec::new(),
                    running: 1.0,
                    count,
                    model: *model,
                    duty: station.utilisation_under(&self.busy),
                    cap_w: self.cap_w.filter(|_| accelerator),
                    rows: ChipRows { die: die.row, lid: lid.row, cooler: case.row, clock: 0 },
                    cell,
                    film,
                    stream,
                    kind,
                    inside_w_k: inside / masses.die_share,
                    min_resistance_k_w: metal_resistance_k_w(model),
                    power_w: 0.0,
                    slope_w_k: 0.0,
                });
            }
        }
    }

    pub fn is_dielectric(&self) -> bool {
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
