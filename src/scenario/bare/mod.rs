//! `[plant]` and `[servers]`: plant described part by part under a heat load, in place of `[[architecture]]`. Nothing is
//! sized: every parameter stands in the file and can be set on the command line.

mod chiller;
mod keys;
mod servers;
mod tower;

use serde_json::{Map, Value as Json};

use crate::catalog::Catalog;
use crate::units::parse::Dimension;

use super::issue::Issue;
use super::tree::{Node, Origin};
use crate::scenario::findings::Findings;

pub use chiller::Chiller;
pub use servers::Servers;
pub use tower::{Evaporation, Tower, TowerModel};

use keys::{AIR, Keys, Kind, POWER, SHARE, TEMPERATURE, UA, WATER};
use tower::celsius;

/// What is described part by part.
#[derive(Clone, Debug)]
pub struct Bare {
    /// Plant.
    pub plant: Option<Plant>,
    /// Servers in place of a plain load.
    pub servers: Option<Servers>,
    /// The values as read, keys with their unit.
    json: Map<String, Json>,
}

/// Plant on one loop; every value in SI (`_c` in °C).
#[derive(Clone, Debug)]
pub struct Plant {
    /// Set point of the supply.
    pub supply_c: f64,
    /// Whether each component takes the water's specific heat at its inlet, as EnergyPlus does.
    pub specific_heat_at_inlet: bool,
    /// Pumps of the loop.
    pub pump: Pump,
    /// Tower of the loop or of the condenser.
    pub tower: Option<Tower>,
    /// Pumps of the condenser loop.
    pub condenser_pump: Option<Pump>,
    /// Chiller.
    pub chiller: Option<Chiller>,
    /// Economiser exchanger with a tower of its own.
    pub economiser: Option<Economiser>,
    /// Dry cooler.
    pub dry_cooler: Option<DryCooler>,
}

/// Pumps at constant flow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pump {
    /// Design flow, m³/s.
    pub flow_m3_s: f64,
    /// Electricity, W.
    pub power_w: f64,
    /// Share of it that ends in the water.
    pub motor_efficiency: f64,
}

/// Exchanger between the loop and a tower loop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Economiser {
    /// Conductance, W/K.
    pub ua_w_k: f64,
    /// How much colder than the return the tower water must be, K.
    pub start_k: f64,
    /// Most tower water through it, m³/s.
    pub flow_m3_s: f64,
    /// Its tower.
    pub tower: Tower,
    /// Pumps of the tower loop.
    pub pump: Pump,
}

/// How a dry cooler is modelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DryModel {
    /// Variable speed.
    Variable,
    /// One speed.
    SingleSpeed,
    /// Two speeds.
    TwoSpeed,
}

/// A dry cooler.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DryCooler {
    /// Model.
    pub model: DryModel,
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

impl Bare {
    /// The values as read.
    pub(super) fn to_json(&self, key: &str) -> Option<&Json> {
        self.json.get(key)
    }
}

/// Reads both tables.
pub(super) fn read(
    plant: Option<&Node>,
    servers: Option<&Node>,
    catalog: &Catalog,
    issues: &mut Findings,
) -> Option<Bare> {
    let mut json = Map::new();
    let servers = servers.map(|node| {
        let (servers, values) = servers::read(node, issues);
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
    Some(Bare { plant, servers, json })
}

/// A part's own table, read and kept for JSON.
fn part<T>(
    node: Option<&Node>,
    key: &str,
    values: &mut Map<String, Json>,
    read: impl FnOnce(&Node) -> (Option<T>, Json),
) -> Option<T> {
    let (part, json) = read(node?);
    values.insert(key.to_owned(), json);
    part
}

fn read_plant(node: &Node, catalog: &Catalog, issues: &mut Findings) -> (Option<Plant>, Map<String, Json>) {
    let mut k = Keys::new(node, "plant", issues);
    let supply_c = k.must("supply_temperature", TEMPERATURE).map(celsius);
    let at_inlet = k.word("specific_heat", &["constant", "at-inlet"]) == "at-inlet";
    let names = [
        "pump",
        "tower",
        "condenser_pump",
        "chiller",
        "economiser",
        "free_cooling_tower",
        "free_cooling_pump",
        "dry_cooler",
    ];
    let [pump, tower, condenser_pump, chiller, economiser, free_tower, free_pump, dry] = names.map(|key| k.table(key));
    if pump.is_none() {
        k.reader().missing("pump", "add a table [plant.pump]");
    }
    let mut values = k.finish();
    let v = &mut values;
    let sound = parts_fit(node, [tower, condenser_pump, chiller, economiser, free_tower, free_pump, dry], issues);
    let pump = part(pump, "pump", v, |n| read_pump(n, "plant.pump", issues));
    let tower_read = part(tower, "tower", v, |n| tower::read(n, "plant.tower", issues));
    let condenser_read = part(condenser_pump, "condenser_pump", v, |n| read_pump(n, "plant.condenser_pump", issues));
    let chiller_read = part(chiller, "chiller", v, |n| chiller::read(n, catalog, issues));
    let free_tower_read =
        part(free_tower, "free_cooling_tower", v, |n| tower::read(n, "plant.free_cooling_tower", issues));
    let free_pump_read = part(free_pump, "free_cooling_pump", v, |n| read_pump(n, "plant.free_cooling_pump", issues));
    let exchanger = part(economiser, "economiser", v, |n| read_exchanger(n, issues));
    let dry_read = part(dry, "dry_cooler", v, |n| read_dry(n, issues));
    let all_read = [
        (tower.is_some(), tower_read.is_some()),
        (condenser_pump.is_some(), condenser_read.is_some()),
        (chiller.is_some(), chiller_read.is_some()),
        (dry.is_some(), dry_read.is_some()),
    ];
    let economiser_read = match (exchanger, free_tower_read, free_pump_read) {
        (Some((ua_w_k, start_k, flow_m3_s)), Some(tower), Some(pump)) => {
            Some(Economiser { ua_w_k, start_k, flow_m3_s, tower, pump })
        }
        _ => None,
    };
    let whole = sound
        && all_read.iter().all(|(given, read)| given == read)
        && economiser.is_some() == economiser_read.is_some();
    let plant = (|| {
        Some(Plant {
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
fn parts_fit(node: &Node, parts: [Option<&Node>; 7], issues: &mut Findings) -> bool {
    let [tower, condenser_pump, chiller, economiser, free_tower, free_pump, dry] = parts.map(|p| p.is_some());
    let before = issues.len();
    let mut wrong = |message: &str, at: Option<&Node>, help: &str| {
        let origin = match &at.unwrap_or(node).origin {
            Origin::File(span) => Origin::File(span.start..span.start + 1),
            set @ Origin::Set(_) => set.clone(),
        };
        let (message, help) = (message.to_owned(), Some(help.to_owned()));
        issues.push(Issue { message, origin, label: "here".to_owned(), help });
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
        wrong("the economiser is not whole", parts[3], help);
    }
    issues.len() == before
}

fn read_pump(node: &Node, path: &str, issues: &mut Findings) -> (Option<Pump>, Json) {
    let mut k = Keys::new(node, path, issues);
    let flow = k.must("flow", WATER);
    let power_w = k.or("power", POWER, 0.0);
    let motor_efficiency = k.or("motor_efficiency", SHARE, 1.0);
    let json = k.finish().into();
    (flow.map(|flow_m3_s| Pump { flow_m3_s, power_w, motor_efficiency }), json)
}

fn read_exchanger(node: &Node, issues: &mut Findings) -> (Option<(f64, f64, f64)>, Json) {
    let mut k = Keys::new(node, "plant.economiser", issues);
    let (ua, flow) = (k.must("ua", UA), k.must("flow", WATER));
    let start_k = k.or("start_difference", Kind(Dimension::TempDelta, 0.0, 20.0), 0.5);
    let json = k.finish().into();
    (ua.zip(flow).map(|(ua, flow)| (ua, start_k, flow)), json)
}

fn read_dry(node: &Node, issues: &mut Findings) -> (Option<DryCooler>, Json) {
    let mut k = Keys::new(node, "plant.dry_cooler", issues);
    let model = match k.word("model", &["variable", "single-speed", "two-speed"]) {
        "single-speed" => DryModel::SingleSpeed,
        "two-speed" => DryModel::TwoSpeed,
        _ => DryModel::Variable,
    };
    let capacity = Kind(Dimension::Power, 1000.0, 1e9);
    let water = k.must("design_entering_water", TEMPERATURE);
    let air = k.must("design_entering_air", TEMPERATURE);
    let wet_bulb = k.must("design_entering_wet_bulb", TEMPERATURE);
    let flow = k.must("design_water_flow", WATER);
    let high = (k.must("capacity", capacity), k.must("air_flow", AIR), k.must("fan_power", POWER));
    let two = model == DryModel::TwoSpeed;
    let mut low = |key, kind| if two { k.must(key, kind) } else { k.maybe(key, kind) };
    let low = (low("low_speed_capacity", capacity), low("low_speed_air_flow", AIR), low("low_speed_fan_power", POWER));
    let fan_min = k.or("fan_min", Kind(Dimension::Ratio, 0.05, 1.0), 0.2);
    let json = k.finish().into();
    let cooler = (|| {
        Some(DryCooler {
            model,
            design_c: (celsius(water?), celsius(air?), celsius(wet_bulb?)),
            water_flow_m3_s: flow?,
            high: (high.0?, high.1?, high.2?),
            low: if two { (low.0?, low.1?, low.2?) } else { (0.0, 0.0, 0.0) },
            fan_min,
        })
    })();
    (cooler, json)
}
