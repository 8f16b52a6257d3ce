//! Systems: which parts sit where along the coolant's way, and how many fit a rack.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::record::{Bounds, Confidence};

/// A server or tray as built, and how a rack is filled with it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// Catalog id, kebab-case.
    pub id: String,
    /// Name in words.
    pub name: String,
    /// Maker.
    pub vendor: String,
    /// Coolant that its parts give their heat to.
    pub coolant: Coolant,
    /// Accelerators in one server or tray.
    pub accelerators: u32,
    /// Servers or trays in a rack.
    pub per_rack: u32,
    /// Source id.
    pub source: String,
    /// How well the make-up is known.
    pub confidence: Confidence,
    /// Remarks for the reader.
    pub notes: Option<String>,
    /// Parallel ways of the coolant through the server.
    #[serde(rename = "lane")]
    pub lanes: Vec<Lane>,
    /// Power supplies.
    pub supply: Supply,
    /// Fans; for air-cooled systems.
    pub fans: Option<Fans>,
    /// Manifold and connectors; for liquid-cooled systems.
    pub manifold: Option<Manifold>,
    /// Ranges of estimated values, by key.
    #[serde(default)]
    pub range: BTreeMap<String, Bounds>,
}

/// What carries the heat away from the parts.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Coolant {
    /// Air, moved by fans in the server.
    Air,
    /// Liquid in cold plates.
    Liquid,
}

/// Identical parallel ways of the coolant; its stations follow each other downstream.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Lane {
    /// Name in words.
    pub name: String,
    /// How many such lanes the server has.
    pub count: u32,
    /// Pressure loss of duct or hose without the coolers: dp = `loss_pa_s2_m6`·V², V in m³/s of one lane.
    pub loss_pa_s2_m6: f64,
    /// Stations in the order of flow.
    #[serde(rename = "station")]
    pub stations: Vec<Station>,
}

/// Parts side by side at one place of a lane: they share its flow and see the same inlet temperature.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Station {
    /// Chip id.
    pub chip: String,
    /// Parts side by side.
    pub count: u32,
    /// Load of these parts while the accelerators are busy, 0..=1 of their range between idle and rated power.
    #[serde(default = "full")]
    pub duty: f64,
    /// Equipment id of the heat sink or cold plate; absent where the part has no junction to follow.
    pub cooler: Option<String>,
}

fn full() -> f64 {
    1.0
}

/// Power supplies of a server or tray.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Supply {
    /// Equipment id.
    pub equipment: String,
    /// How many share the load (the redundant ones included).
    pub count: f64,
    /// Whether their losses go to the coolant of the parts or to the room's air.
    pub heat_to: Coolant,
}

/// Fans of an air-cooled server.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fans {
    /// Equipment id of one fan.
    pub equipment: String,
    /// How many blow side by side.
    pub count: u32,
    /// Pressure loss of the chassis outside the lanes: dp = `loss_pa_s2_m6`·V², V of the whole server.
    pub loss_pa_s2_m6: f64,
}

/// Manifold of a liquid-cooled rack.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Manifold {
    /// The liquid in the plates.
    pub liquid: PlateLiquid,
    /// Equipment id of the quick disconnects, one pair at each tray.
    pub quick_disconnect: String,
    /// Bore of the vertical manifold, mm.
    pub bore_mm: f64,
    /// Length of manifold between neighbouring trays, m.
    pub pitch_m: f64,
    /// Roughness of the wall, µm.
    pub roughness_um: f64,
    /// Surface that warm parts show to the room, as conductance of a whole rack, W/K.
    pub surface_w_k: f64,
}

/// The liquid in a rack's plates.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum PlateLiquid {
    /// Treated water.
    Water,
    /// Propylene glycol, 25 % by volume.
    Pg25,
}
