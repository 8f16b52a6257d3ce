//! `[plant]` and `[servers]`: plant described part by part under a heat load, in place of `[[architecture]]`. Nothing is
//! sized: every parameter stands in the file and can be set on the command line.

mod chiller;
mod keys;
mod servers;
mod tower;

use serde_json::{Map, Value as Json};

use crate::catalog::Catalog;
use crate::units::parse::Dimension;

use super::findings::ScenarioFindings;
use super::issue::ScenarioIssue;
use super::tree::{TreeNode, ValueOrigin};

pub use self::chiller::ChillerInput;
pub use self::servers::ServersInput;
pub use self::tower::{EvaporationMethod, TowerInput, TowerModel};

use self::keys::{AIR_FLOW, CONDUCTANCE, POWER, QuantityKind, QuantityReader, SHARE, TEMPERATURE, WATER_FLOW};
use self::tower::kelvin_to_celsius;

/// What is described part by part.
#[derive(Clone, Debug)]
pub struct ExplicitPlantInput {
    /// Plant.
    pub plant: Option<PlantInput>,
    /// Servers in place of a plain load.
    pub servers: Option<ServersInput>,
    /// The values as read, keys with their unit.
    json: Map<String, Json>,
}

/// Plant on one loop; every value in SI (`_c` in °C).
#[derive(Clone, Debug)]
pub struct PlantInput {
    /// Set point of the supply.
    pub supply_c: f64,
    /// Whether each component takes the water's specific heat at its inlet, as EnergyPlus does.
    pub specific_heat_at_inlet: bool,
    /// Pumps of the loop.
    pub pump: PumpInput,
    /// Tower of the loop or of the condenser.
    pub tower: Option<TowerInput>,
    /// Pumps of the condenser loop.
    pub condenser_pump: Option<PumpInput>,
    /// Chiller.
    pub chiller: Option<ChillerInput>,
    /// Economiser exchanger with a tower of its own.
    pub economiser: Option<EconomizerInput>,
    /// Dry cooler.
    pub dry_cooler: Option<DryCoolerInput>,
}

/// Pumps at constant flow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PumpInput {
    /// Design flow, m³/s.
    pub flow_m3_s: f64,
    /// Electricity, W.
    pub power_w: f64,
    /// Share of it that ends in the water.
    pub motor_efficiency: f64,
}

/// Exchanger between the loop and a tower loop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EconomizerInput {
    /// Conductance, W/K.
    pub ua_w_k: f64,
    /// How much colder than the return the tower water must be, K.
    pub start_k: f64,
    /// Most tower water through it, m³/s.
    pub flow_m3_s: f64,
    /// Its tower.
    pub tower: TowerInput,
    /// Pumps of the tower loop.
    pub pump: PumpInput,
}

/// How a dry cooler is modelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DryCoolerModel {
    /// Variable speed.
    Variable,
    /// One speed.
    SingleSpeed,
    /// Two speeds.
    TwoSpeed,
}

/// A dry cooler.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DryCoolerInput {
    /// Model.
    pub model: DryCoolerModel,
    /// Water, air and its wet bulb at the design, °C.
    pub design_c: (f64, f64, f64),
    /// Design water flow, m³/s.
    pub water_flow_m3_s: f64,
    /// Capacity, air flow and fan power at full speed, W and m³/s.
    pub high: (f64, f64, f64),
    /// The same at the low speed.
    pub low: (f64, f64, f64),
    /// Lowest speed of variable fans, share of full.
    pub fan_min: f64,
}

impl ExplicitPlantInput {
    /// The values as read.
    pub(crate) fn to_json(&self, key: &str) -> Option<&Json> {
        self.json.get(key)
    }
}

/// Reads both tables.
pub(crate) fn read_explicit_plant(
    plant: Option<&TreeNode>,
    servers: Option<&TreeNode>,
    catalog: &Catalog,
    issues: &mut ScenarioFindings,
) -> Option<ExplicitPlantInput> {
    let mut json = Map::new();
    let servers = servers.map(|node| {
        let (servers, values) = servers::read_servers(node, issues);
        json.insert("servers".to_owned(), values);
        servers
    });
    let plant = match plant {
        None => None,
        Some(node) => {
            let (plant, values) = read_plant(node, catalog, issues);
            json.insert("plant".to_owned(), values.into());
            Some(plant?)
        }
    };
    Some(ExplicitPlantInput { plant, servers, json })
}

/// A part's own table, read and kept for JSON.
fn read_part<T>(
    node: Option<&TreeNode>,
    key: &str,
    values: &mut Map<String, Json>,
    read: impl FnOnce(&TreeNode) -> (Option<T>, Json),
) -> Option<T> {
    let (part, json) = read(node?);
    values.insert(key.to_owned(), json);
    part
}

fn read_plant(
    node: &TreeNode,
    catalog: &Catalog,
    issues: &mut ScenarioFindings,
) -> (Option<PlantInput>, Map<String, Json>) {
    let mut k = QuantityReader::new(node, "plant", issues);
    let supply_c = k.read_required("supply_temperature", TEMPERATURE).map(kelvin_to_celsius);
    let at_inlet = k.read_word("specific_heat", &["constant", "at-inlet"]) == "at-inlet";
    let names = [
        "pump",
        "tower",
        "condenser_pump",
        "chiller",
        "economizer",
        "free_cooling_tower",
        "free_cooling_pump",
        "dry_cooler",
    ];
    let [pump, tower, condenser_pump, chiller, economiser, free_tower, free_pump, dry] =
        names.map(|key| k.table_node(key));
    if pump.is_none() {
        k.reader().report_missing("pump", "add a table [plant.pump]");
    }
    let mut values = k.finish();
    let v = &mut values;
    let sound =
        check_plant_parts(node, [tower, condenser_pump, chiller, economiser, free_tower, free_pump, dry], issues);
    let pump = read_part(pump, "pump", v, |n| read_pump(n, "plant.pump", issues));
    let tower_read = read_part(tower, "tower", v, |n| tower::read_tower(n, "plant.tower", issues));
    let condenser_read =
        read_part(condenser_pump, "condenser_pump", v, |n| read_pump(n, "plant.condenser_pump", issues));
    let chiller_read = read_part(chiller, "chiller", v, |n| chiller::read_chiller(n, catalog, issues));
    let free_tower_read =
        read_part(free_tower, "free_cooling_tower", v, |n| tower::read_tower(n, "plant.free_cooling_tower", issues));
    let free_pump_read =
        read_part(free_pump, "free_cooling_pump", v, |n| read_pump(n, "plant.free_cooling_pump", issues));
    let exchanger = read_part(economiser, "economizer", v, |n| read_exchanger(n, issues));
    let dry_read = read_part(dry, "dry_cooler", v, |n| read_dry_cooler(n, issues));
    let all_read = [
        (tower.is_some(), tower_read.is_some()),
        (condenser_pump.is_some(), condenser_read.is_some()),
        (chiller.is_some(), chiller_read.is_some()),
        (dry.is_some(), dry_read.is_some()),
    ];
    let economiser_read = match (exchanger, free_tower_read, free_pump_read) {
        (Some((ua_w_k, start_k, flow_m3_s)), Some(tower), Some(pump)) => {
            Some(EconomizerInput { ua_w_k, start_k, flow_m3_s, tower, pump })
        }
        _ => None,
    };
    let whole = sound
        && all_read.iter().all(|(given, read)| given == read)
        && economiser.is_some() == economiser_read.is_some();
    let plant = (|| {
        Some(PlantInput {
            supply_c: supply_c?,
            specific_heat_at_inlet: at_inlet,
            pump: pump?,
            tower: tower_read,
            condenser_pump: condenser_read,
            chiller: chiller_read,
            economiser: economiser_read,
            dry_cooler: dry_read,
        })
    })();
    (plant.filter(|_| whole), values)
}

/// Whether the parts make one of the plants: a tower, a dry cooler, or a chiller with what it needs.
fn check_plant_parts(node: &TreeNode, parts: [Option<&TreeNode>; 7], issues: &mut ScenarioFindings) -> bool {
    let [tower, condenser_pump, chiller, economiser, free_tower, free_pump, dry] = parts.map(|p| p.is_some());
    let before = issues.len();
    let mut wrong = |message: &str, at: Option<&TreeNode>, help: &str| {
        let origin = match &at.unwrap_or(node).origin {
            ValueOrigin::File(span) => ValueOrigin::File(span.start..span.start + 1),
            set @ ValueOrigin::Set(_) => set.clone(),
        };
        let (message, help) = (message.to_owned(), Some(help.to_owned()));
        issues.push(ScenarioIssue { message, origin, label: "here".to_owned(), help });
    };
    if !chiller && tower == dry {
        let message = if tower { "a tower and a dry cooler on one loop" } else { "nothing cools the loop" };
        wrong(message, parts[6], "give [plant.tower], or [plant.dry_cooler], or [plant.chiller]");
    }
    if chiller && dry {
        wrong("a dry cooler beside a chiller", parts[6], "a chiller is cooled by a tower or by outdoor air");
    }
    if chiller && tower != condenser_pump {
        let help = "a water-cooled chiller needs both [plant.tower] and [plant.condenser_pump]";
        wrong("the condenser loop is not whole", parts[2], help);
    }
    if economiser && !(chiller && free_tower && free_pump) {
        let help = "it needs [plant.chiller], [plant.free_cooling_tower] and [plant.free_cooling_pump]";
        wrong("the economizer is not whole", parts[3], help);
    }
    issues.len() == before
}

fn read_pump(node: &TreeNode, path: &str, issues: &mut ScenarioFindings) -> (Option<PumpInput>, Json) {
    let mut k = QuantityReader::new(node, path, issues);
    let flow = k.read_required("flow", WATER_FLOW);
    let power_w = k.read_or_default("power", POWER, 0.0);
    let motor_efficiency = k.read_or_default("motor_efficiency", SHARE, 1.0);
    let json = k.finish().into();
    (flow.map(|flow_m3_s| PumpInput { flow_m3_s, power_w, motor_efficiency }), json)
}

fn read_exchanger(node: &TreeNode, issues: &mut ScenarioFindings) -> (Option<(f64, f64, f64)>, Json) {
    let mut k = QuantityReader::new(node, "plant.economizer", issues);
    let (ua, flow) = (k.read_required("ua", CONDUCTANCE), k.read_required("flow", WATER_FLOW));
    let start_k = k.read_or_default("start_difference", QuantityKind(Dimension::TempDelta, 0.0, 20.0), 0.5);
    let json = k.finish().into();
    (ua.zip(flow).map(|(ua, flow)| (ua, start_k, flow)), json)
}

fn read_dry_cooler(node: &TreeNode, issues: &mut ScenarioFindings) -> (Option<DryCoolerInput>, Json) {
    let mut k = QuantityReader::new(node, "plant.dry_cooler", issues);
    let model = match k.read_word("model", &["variable", "single-speed", "two-speed"]) {
        "single-speed" => DryCoolerModel::SingleSpeed,
        "two-speed" => DryCoolerModel::TwoSpeed,
        _ => DryCoolerModel::Variable,
    };
    let capacity = QuantityKind(Dimension::Power, 1000.0, 1e9);
    let water = k.read_required("design_entering_water", TEMPERATURE);
    let air = k.read_required("design_entering_air", TEMPERATURE);
    let wet_bulb = k.read_required("design_entering_wet_bulb", TEMPERATURE);
    let flow = k.read_required("design_water_flow", WATER_FLOW);
    let high = (
        k.read_required("capacity", capacity),
        k.read_required("air_flow", AIR_FLOW),
        k.read_required("fan_power", POWER),
    );
    let two = model == DryCoolerModel::TwoSpeed;
    let mut low = |key, kind| if two { k.read_required(key, kind) } else { k.read_optional(key, kind) };
    let low =
        (low("low_speed_capacity", capacity), low("low_speed_air_flow", AIR_FLOW), low("low_speed_fan_power", POWER));
    let fan_min = k.read_or_default("fan_min", QuantityKind(Dimension::Ratio, 0.05, 1.0), 0.2);
    let json = k.finish().into();
    let cooler = (|| {
        Some(DryCoolerInput {
            model,
            design_c: (kelvin_to_celsius(water?), kelvin_to_celsius(air?), kelvin_to_celsius(wet_bulb?)),
            water_flow_m3_s: flow?,
            high: (high.0?, high.1?, high.2?),
            low: if two { (low.0?, low.1?, low.2?) } else { (0.0, 0.0, 0.0) },
            fan_min,
        })
    })();
    (cooler, json)
}
