//! Chips, other parts, trays and streams as nodes of the network, and what of them changes from moment to moment.

use crate::catalog::record::ChipKind;
use crate::catalog::system::Coolant;
use crate::network::dynamic::DynamicNetwork;
use crate::network::thermal::{ThermalLinkId, ThermalNodeId};
use crate::rack::model::{ChipModel, PartCooler, SupplyModel};
use crate::units::{Density, Power, VolumeFlow};

/// Rows of the state that belong to a group of chips.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ChipRows {
    /// Silicon.
    pub die: usize,
    /// Heat spreader on it.
    pub lid: usize,
    /// Case, with what cools it.
    pub cooler: usize,
    /// Clock, share of full.
    pub clock: usize,
}

/// Chips of one kind in one place: die, lid, cooler, and the coolant that has passed them.
#[derive(Clone, Debug)]
pub(super) struct ChipGroup {
    /// Part and its place.
    pub name: String,
    /// Tray that they are in.
    pub tray: String,
    /// What they are.
    pub part: ChipKind,
    /// Whether their work is the rack's.
    pub works: bool,
    /// Servers that they are in.
    pub servers: Vec<usize>,
    /// Share of them whose server runs.
    pub running: f64,
    /// How many.
    pub count: f64,
    /// One of them.
    pub model: ChipModel,
    /// Share of the busy range while accelerators are busy.
    pub duty: f64,
    /// Cap on the power of one.
    pub cap_w: Option<f64>,
    /// Their rows.
    pub rows: ChipRows,
    /// Coolant that has passed.
    pub cell: ThermalNodeId,
    /// From case to coolant.
    pub film: ThermalLinkId,
    /// Stream that passes.
    pub stream: usize,
    /// Kind of tray, for its electricity.
    pub kind: usize,
    /// Conductance between silicon and lid, W/K.
    pub inside_w_k: f64,
    /// Lowest resistance from case to coolant that the cooler's law leaves, K/W.
    pub min_resistance_k_w: f64,
    /// Power of all of them now, W, and its growth with temperature, W/K.
    pub power_w: f64,
    /// See `power_w`.
    pub slope_w_k: f64,
}

/// No rating leaves less than this share of a cooler's metal: below it the rating contradicts its liquid.
const MIN_METAL_SHARE: f64 = 0.2;

impl ChipGroup {
    /// Whether all of them are in servers that have shut down.
    pub fn is_off(&self) -> bool {
        self.running <= 0.0
    }

    /// Power of one that runs at a load, and its growth with its temperature.
    pub fn power_draw(&self, load: f64, clock: f64, die_c: f64) -> (f64, f64) {
        self.model.power_and_slope((load * self.duty, clock), 1.0, self.cap_w, die_c)
    }

    /// Resistance from case to coolant at its inlet as rated, less the heat-up of the coolant, K/W, where `flow_m3_s`
    /// passes all of them together; none in a boiling tank, whose coolant has one temperature.
    fn wall_resistance_k_w(&self, flow_m3_s: f64, density_kg_m3: f64, heat_j_m3_k: f64) -> Option<f64> {
        let each = flow_m3_s / self.count;
        let flow = VolumeFlow::new(each);
        let rated = match &self.model.cooler {
            PartCooler::Sink(sink) => sink.thermal_resistance(flow, Density::new(density_kg_m3)).0.k_w(),
            PartCooler::Plate(plate) => plate.thermal_resistance(flow).0.k_w(),
            PartCooler::Boiling(_) => return None,
        };
        Some(rated - (each * heat_j_m3_k).recip())
    }

    /// Sets what of the resistance remains at low flow: the metal, or less where the rating leaves less at a usual flow.
    pub fn fit_resistance_floor(&mut self, flow_m3_s: f64, density_kg_m3: f64, heat_j_m3_k: f64) {
        if let Some(wall) = self.wall_resistance_k_w(flow_m3_s, density_kg_m3, heat_j_m3_k) {
            self.min_resistance_k_w = self.min_resistance_k_w.min(wall).max(MIN_METAL_SHARE * self.min_resistance_k_w);
        }
    }

    /// Conductance from all cases to their coolant, W/K, where `flow_m3_s` passes all of them together.
    ///
    /// Coolers are rated from case to coolant at its inlet; the coolant that has passed is warmer by its own heat-up, which
    /// the stream carries. What is left of the resistance is metal and film: `R_w = R(V) − 1/(V ρc)`, never less than
    /// remains when the coolant leaves as warm as the wall.
    pub fn film_conductance_w_k(&self, flow_m3_s: f64, density_kg_m3: f64, heat_j_m3_k: f64) -> f64 {
        if let PartCooler::Boiling(plate) = &self.model.cooler {
            let watts = (self.power_w / self.count).max(1e-3);
            return self.count * watts / plate.case_rise(Power::new(watts)).kelvin();
        }
        let wall = self.wall_resistance_k_w(flow_m3_s, density_kg_m3, heat_j_m3_k).unwrap_or(self.min_resistance_k_w);
        self.count / wall.max(self.min_resistance_k_w)
    }

    /// Hottest memory in the package, °C.
    pub fn memory_temperature_c(&self, y: &[f64]) -> Option<f64> {
        self.model.memory.map(|m| y[self.rows.cooler] + m.k_w * self.power_w / self.count)
    }

    /// How far the worst of junction and memory is above its control target, and which row it moves with.
    pub fn target_excess(&self, y: &[f64]) -> (f64, usize) {
        let junction = (y[self.rows.die] - self.model.target_c, self.rows.die);
        match (self.memory_temperature_c(y), &self.model.memory) {
            (Some(t), Some(m)) if t - m.limit_c > junction.0 => (t - m.limit_c, self.rows.cooler),
            _ => junction,
        }
    }

    /// How far the worst of junction and memory is above its limit, and which row it moves with.
    pub fn limit_excess(&self, y: &[f64]) -> (f64, usize) {
        let junction = (y[self.rows.die] - self.model.chip.spec().limit_c, self.rows.die);
        match (self.memory_temperature_c(y), &self.model.memory) {
            (Some(t), Some(m)) if t - m.limit_c > junction.0 => (t - m.limit_c, self.rows.cooler),
            _ => junction,
        }
    }
}

/// Parts without a junction to follow.
#[derive(Clone, Debug)]
pub(super) struct ModuleGroup {
    /// How many.
    pub count: f64,
    /// Idle, one of them, W.
    pub idle_w: f64,
    /// Rated, one of them, W.
    pub max_w: f64,
    /// Share of the busy range while accelerators are busy.
    pub duty: f64,
    /// Their node.
    pub row: usize,
    /// Kind of tray.
    pub kind: usize,
    /// Stream that passes.
    pub stream: usize,
    /// Servers that they are in.
    pub servers: Vec<usize>,
    /// Share of them whose server runs.
    pub running: f64,
}

/// A coolant through equal lanes.
#[derive(Clone, Debug)]
pub(super) struct LaneStream {
    /// What flows.
    pub coolant: Coolant,
    /// Kind of tray.
    pub kind: usize,
    /// Places of the flow points that it passes.
    pub positions: Vec<usize>,
    /// Which lane of them.
    pub lane: usize,
    /// Links that carry it.
    pub links: Vec<ThermalLinkId>,
    /// Flow now, m³/s; none in a boiling tank.
    pub flow_m3_s: f64,
}

/// Electricity of a kind of tray.
#[derive(Clone, Debug)]
pub(super) struct TrayPowerFeed {
    /// Trays.
    pub count: f64,
    /// Their own supplies.
    pub supply: Option<SupplyModel>,
    /// Rows that take the supplies' loss, with their shares.
    pub loss_to: Vec<(usize, f64)>,
    /// Electricity into its parts and fans now, W.
    pub output_w: f64,
}

/// Where liquid leaves some trays of a kind.
#[derive(Clone, Debug)]
pub(super) struct TrayOutlet {
    /// Streams that leave here.
    pub streams: Vec<usize>,
    /// Carries them to the return.
    pub link: ThermalLinkId,
}

/// Sets the links of a stream to its flow.
pub(super) fn update_stream_links(net: &mut DynamicNetwork, stream: &LaneStream, heat_j_m3_k: f64) {
    for link in &stream.links {
        net.set_conductance(*link, stream.flow_m3_s * heat_j_m3_k);
    }
}
