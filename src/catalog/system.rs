//! Systems: which trays make a rack, and which parts sit where along the coolant's way in each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::record::{ChipKind, Confidence, ValueRange};
use super::system_role::SystemRole;

/// A rack as built: trays of one or several kinds, the manifold between them and their power shelves.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SystemRecord {
    /// Catalog id, kebab-case.
    pub id: String,
    /// Name in words.
    pub name: String,
    /// Maker.
    pub vendor: String,
    /// Systems of one family hold the same silicon in another body.
    pub family: Option<String>,
    /// What it does in a hall.
    #[serde(default)]
    pub role: SystemRole,
    /// Ways of cooling it is made for; any other one is a retrofit.
    pub coolings: Vec<String>,
    /// Announced, not shipped.
    #[serde(default)]
    pub announced: bool,
    /// Rack units of the whole rack.
    pub rack_u: f64,
    /// Source id.
    pub source: String,
    /// How well the make-up is known.
    pub confidence: Confidence,
    /// Remarks for the reader.
    pub notes: Option<String>,
    /// Kinds of tray.
    #[serde(rename = "tray")]
    pub trays: Vec<Tray>,
    /// Order of the trays along the manifold; without it each kind follows the other.
    #[serde(default)]
    pub stack: Vec<TrayGroup>,
    /// Power shelves that feed the trays without supplies of their own.
    pub shelf: Option<PowerSupplies>,
    /// Busbar from the shelves to the trays.
    pub bus: Option<RackBusbar>,
    /// Manifold and connectors, where liquid cools parts.
    pub manifold: Option<RackManifold>,
    /// How maker or operator run its coolant loop, where they state it.
    pub operation: Option<LoopOperation>,
    /// Network devices outside the rack that it takes a share of.
    #[serde(default)]
    pub network: Vec<NetworkShare>,
    /// Ranges of estimated values, by key.
    #[serde(default)]
    pub range: BTreeMap<String, ValueRange>,
}

impl SystemRecord {
    /// What it does in a hall.
    pub const fn role(&self) -> SystemRole {
        self.role
    }

    /// Whether the power of its parts of a kind follows the activity of the workload: accelerators where it has any, all
    /// parts of storage and switches, the processors of any other.
    pub fn follows_activity(&self, kind: ChipKind) -> bool {
        match self.role {
            _ if self.accelerator_count() > 0 => kind == ChipKind::Accelerator,
            SystemRole::Storage | SystemRole::Network => true,
            SystemRole::Compute | SystemRole::Processor | SystemRole::Management => kind == ChipKind::Cpu,
        }
    }

    /// Accelerators in a rack.
    pub fn accelerator_count(&self) -> u32 {
        self.trays.iter().map(|t| t.count * t.accelerators).sum()
    }

    /// Rack units that its trays fill.
    pub fn filled_height_u(&self) -> f64 {
        self.trays.iter().map(|t| f64::from(t.count) * t.height_u).sum()
    }

    /// Every station of every tray.
    pub fn stations(&self) -> impl Iterator<Item = &LaneStation> {
        self.trays.iter().flat_map(|t| &t.lanes).flat_map(|l| &l.stations)
    }
}

/// A server or tray.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Tray {
    /// Name in words.
    pub name: String,
    /// How many are in the rack.
    pub count: u32,
    /// Accelerators in one.
    #[serde(default)]
    pub accelerators: u32,
    /// Height, rack units.
    pub height_u: f64,
    /// Warmest air at its inlet that its maker allows, °C; without it only its parts limit the air.
    pub inlet_max_c: Option<f64>,
    /// Its own power supplies; without them the rack's shelf feeds it.
    pub supply: Option<PowerSupplies>,
    /// Fans, where air cools parts.
    pub fans: Option<TrayFans>,
    /// Parallel ways of the coolants.
    #[serde(rename = "lane")]
    pub lanes: Vec<CoolantLane>,
}

/// Neighbouring trays of one kind.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TrayGroup {
    /// Name of the tray.
    pub tray: String,
    /// How many.
    pub count: u32,
}

/// What carries the heat away from the parts.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Coolant {
    /// Air, moved by fans in the tray.
    #[default]
    Air,
    /// Liquid, in plates or around the parts.
    Liquid,
}

/// Identical parallel ways of a coolant; its stations follow each other downstream.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CoolantLane {
    /// Name in words.
    pub name: String,
    /// What flows.
    #[serde(default)]
    pub coolant: Coolant,
    /// How many such lanes the tray has.
    pub count: u32,
    /// Pressure loss of duct or hose without the coolers: dp = `loss_pa_s2_m6`·V², V in m³/s of one lane.
    pub loss_pa_s2_m6: f64,
    /// Stations in the order of flow.
    #[serde(rename = "station")]
    pub stations: Vec<LaneStation>,
}

/// Parts side by side at one place of a lane: they share its flow and see the same inlet temperature.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LaneStation {
    /// Chip id.
    pub chip: String,
    /// Parts side by side.
    pub count: u32,
    /// Load of these parts while the accelerators are busy, 0..=1 of their range between idle and rated power.
    #[serde(default = "full_duty", skip_serializing_if = "is_full")]
    pub duty: f64,
    /// Equipment id of the heat sink or cold plate; absent where the part has no junction to follow.
    pub cooler: Option<String>,
}

fn full_duty() -> f64 {
    1.0
}

/// A duty that is not given is no estimate, so that a record's range of duties says nothing of it.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_full(duty: &f64) -> bool {
    *duty == 1.0
}

/// Power supplies of a tray, or the shelves of a rack.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PowerSupplies {
    /// Equipment id.
    pub equipment: String,
    /// How many share the load (the redundant ones included).
    pub count: f64,
    /// Whether their losses go to the liquid or to air.
    pub heat_to: Coolant,
}

/// Busbar of a rack.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RackBusbar {
    /// Voltage, V.
    pub volts: f64,
    /// Resistance from the shelves to the middle tray and back, mΩ.
    pub resistance_mohm: f64,
}

/// Fans of a tray.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TrayFans {
    /// Equipment id of one fan.
    pub equipment: String,
    /// How many blow side by side.
    pub count: u32,
    /// Pressure loss of the chassis outside the lanes: dp = `loss_pa_s2_m6`·V², V of the whole tray.
    pub loss_pa_s2_m6: f64,
    /// Equipment id of the speed that they hold at least by the air at the inlet; without it the parts alone decide.
    pub curve: Option<String>,
}

/// Manifold of a rack, or the plenum of a tank.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RackManifold {
    /// `water`, `pg25`, or the equipment id of a dielectric.
    pub liquid: String,
    /// Equipment id of the quick disconnects, one pair at each tray; none in a tank.
    pub quick_disconnect: Option<String>,
    /// Bore of the vertical manifold, mm.
    pub bore_mm: f64,
    /// Length of manifold between neighbouring trays, m.
    pub pitch_m: f64,
    /// Roughness of the wall, µm.
    pub roughness_um: f64,
    /// Surface that warm parts show to the air around them, as conductance of a whole rack, W/K.
    pub surface_w_k: f64,
    /// Where the return manifold ends.
    #[serde(default)]
    pub layout: ManifoldLayout,
}

/// What the pumps of a coolant loop hold.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum PumpControlKind {
    /// The pressure between the supply and the return manifold.
    #[default]
    DifferentialPressure,
    /// A flow for each unit of heat.
    FlowPerKw,
    /// The temperature of the returning coolant.
    ReturnTemperature,
    /// The hottest part at its control target.
    ChipTarget,
}

impl PumpControlKind {
    /// The words in records and scenarios, in the order of the kinds.
    pub const WORDS: [&'static str; 4] = ["differential-pressure", "flow-per-kw", "return-temperature", "chip-target"];
    const ALL: [Self; 4] = [Self::DifferentialPressure, Self::FlowPerKw, Self::ReturnTemperature, Self::ChipTarget];

    /// The word in records and scenarios.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    /// The kind of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == word)
    }
}

/// How maker or operator run the coolant loop of a system. What they do not state is left out.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LoopOperation {
    /// What the pumps hold.
    pub control: Option<PumpControlKind>,
    /// Flow for the heat at supply temperatures that rise; between them it is interpolated, beyond them the nearest holds.
    #[serde(default)]
    pub flow: Vec<FlowRulePoint>,
    /// Heat of a rack that the flow is set for, kW; without it that of the busy rack.
    pub rated_kw: Option<f64>,
    /// Racks that one coolant unit serves; without it as many as its rating and its pumps carry.
    pub racks_per_cdu: Option<u32>,
    /// Equipment id of the coolant unit that it is sold with.
    pub cdu: Option<String>,
    /// Equipment id of the pumps of that unit.
    pub cdu_pump: Option<String>,
    /// Source id.
    pub source: String,
    /// How well it is known.
    pub confidence: Confidence,
    /// Remarks for the reader.
    pub notes: Option<String>,
}

impl LoopOperation {
    /// Flow for the heat at a supply temperature, L/min for each kW, where it is stated.
    pub fn flow_l_min_kw(&self, supply_c: f64) -> Option<f64> {
        let above = self.flow.partition_point(|p| p.supply_c <= supply_c);
        match (above.checked_sub(1).and_then(|i| self.flow.get(i)), self.flow.get(above)) {
            (Some(low), Some(high)) => {
                let share = (supply_c - low.supply_c) / (high.supply_c - low.supply_c);
                Some(low.l_min_kw + share * (high.l_min_kw - low.l_min_kw))
            }
            (Some(only), None) | (None, Some(only)) => Some(only.l_min_kw),
            (None, None) => None,
        }
    }
}

/// A flow for the heat at a supply temperature.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct FlowRulePoint {
    /// Supply temperature, °C.
    pub supply_c: f64,
    /// Flow, L/min for each kW.
    pub l_min_kw: f64,
}

/// Where the return manifold leaves the rack.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum ManifoldLayout {
    /// At the end where the supply enters: the last tray has the longest way.
    #[default]
    Direct,
    /// At the other end: every tray has a way of the same length.
    Reverse,
}

/// A rack's share of network devices outside it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkShare {
    /// Chip id of the device.
    pub device: String,
    /// How many for one rack; the number may be a share.
    pub count: f64,
    /// Load, 0..=1 of its range between idle and rated power.
    #[serde(default = "full_duty", skip_serializing_if = "is_full")]
    pub duty: f64,
}

/// How a tray of some height is cooled in a way that it was not made for.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RetrofitKit {
    /// Catalog id, kebab-case.
    pub id: String,
    /// Name in words.
    pub name: String,
    /// `air`, `cold-plate`, `immersion-1p` or `immersion-2p`.
    pub cooling: String,
    /// Lowest height of tray that it suits, rack units.
    pub height_min_u: f64,
    /// Coolers by kind of part; a kind that is absent has none.
    pub coolers: BTreeMap<ChipKind, String>,
    /// Fans for each rack unit of height, with the chassis loss of a tray of one unit.
    pub fans: Option<TrayFans>,
    /// Pressure loss of duct or hose of a lane with coolers, Pa s²/m⁶.
    pub lane_loss_pa_s2_m6: f64,
    /// Pressure loss of a lane without coolers, Pa s²/m⁶.
    pub rest_loss_pa_s2_m6: f64,
    /// Manifold or plenum, where liquid flows.
    pub manifold: Option<RackManifold>,
    /// Source id.
    pub source: String,
    /// How well it is known.
    pub confidence: Confidence,
    /// Remarks for the reader.
    pub notes: Option<String>,
    /// Ranges of estimated values, by key.
    #[serde(default)]
    pub range: BTreeMap<String, ValueRange>,
}
