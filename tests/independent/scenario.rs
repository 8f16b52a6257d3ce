//! The scenario: site, racks, architectures.

use super::chip::Load;
use super::data::{Data, Record, number, quantity, text};
use super::fluid::{Air, standard_pressure};
use super::plant::Design;
use super::tower::Outdoor;

/// How an architecture's parts are cooled.
#[derive(Clone, Copy, PartialEq)]
pub enum Cooling {
    Air,
    Hybrid,
    ColdPlate,
}

/// An architecture of the scenario.
pub struct Architecture<'a> {
    pub name: String,
    pub system: String,
    pub cooling: Cooling,
    /// Main coolant supplied, °C.
    pub supply_c: f64,
    /// Air of the room, °C.
    pub air_c: f64,
    pub recirculation: f64,
    pub towers: bool,
    pub dry_cooler: &'a Record,
    /// Whether dry coolers stand ahead of the chillers of a liquid-cooled hall's room.
    pub room_free_cooling: bool,
    pub load: Load,
    /// Flow for the heat of the liquid, m³/J: in every state, or in the busy one with the pressure of which the pumps go on.
    pub flow_m3_j: f64,
    pub holds_pressure: bool,
}

/// Where and when.
pub struct Site {
    pub p_pa: f64,
    pub design: Design,
    pub hours: Vec<Outdoor>,
    pub price_usd_kwh: f64,
}

/// What is asked of every architecture.
pub struct Asked {
    /// Of the first architecture; the others do the same rated work, or have as many.
    pub accelerators: f64,
    pub equal_work: bool,
    pub utilisation: f64,
    pub workload: String,
}

pub fn asked(scenario: &toml::Table) -> Asked {
    let it = scenario["it"].as_table().unwrap();
    refuse_unknown(it, &["accelerators", "equal", "utilisation", "workload"]);
    Asked {
        accelerators: number(&it["accelerators"]),
        equal_work: match it.get("equal").map_or("rated-work", |equal| equal.as_str().unwrap()) {
            "rated-work" => true,
            "accelerators" => false,
            other => panic!("the recomputation does not know equal = `{other}`"),
        },
        utilisation: number(&it["utilisation"]),
        workload: text(it, "workload").to_owned(),
    }
}

pub fn site(data: &Data, scenario: &toml::Table) -> Site {
    let climate = text(scenario["site"].as_table().unwrap(), "climate").to_owned();
    let row = data.row("climates.csv", &climate);
    let get = |key: &str| row[key].parse::<f64>().unwrap();
    let p_pa = standard_pressure(get("elevation_m"));
    let hours: Vec<Outdoor> =
        data.hours(&climate).iter().map(|[dry, dew, p]| Outdoor::new(Air::at_dew_point(*dry, *dew, *p))).collect();
    // Capacity is never below the maximum of the year.
    let warmest = |of: fn(&Outdoor) -> f64| hours.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let dry_c = get("extreme_dry_bulb_c").max(warmest(|h| h.air.t_c));
    let wet_c = get("extreme_wet_bulb_c").max(warmest(|h| h.wet_c));
    let state = |dry: f64, wet: f64| Outdoor::new(Air::at_wet_bulb(dry, wet, p_pa));
    let design =
        Design { typical: state(get("design_dry_bulb_c"), get("design_wet_bulb_c")), extreme: state(dry_c, wet_c) };
    let price_usd_kwh = data.row("sites.csv", &climate)["price_usd_per_mwh"].parse::<f64>().unwrap() / 1000.0;
    Site { p_pa, design, hours, price_usd_kwh }
}

/// Architectures of the scenario. Keys that this recomputation does not know are refused.
pub fn architectures<'a>(data: &'a Data, scenario: &toml::Table) -> Vec<Architecture<'a>> {
    let list = scenario["architecture"].as_array().unwrap();
    list.iter().map(|a| architecture(data, a.as_table().unwrap())).collect()
}

fn refuse_unknown(table: &toml::Table, known: &[&str]) {
    if let Some(unknown) = table.keys().find(|key| !known.contains(&key.as_str())) {
        panic!("the recomputation does not know `{unknown}`");
    }
}

const KNOWN: [&str; 14] = [
    "name",
    "system",
    "cooling",
    "supply_temperature",
    "air_temperature",
    "recirculation",
    "heat_rejection",
    "economizer",
    "trim_chiller",
    "room_free_cooling",
    "power_limit",
    "flow_control",
    "coolant_flow",
    "equipment",
];

fn architecture<'a>(data: &'a Data, table: &toml::Table) -> Architecture<'a> {
    refuse_unknown(table, &KNOWN);
    let defaults = data.usual("scenario_defaults");
    let cooling = match text(table, "cooling") {
        "air" => Cooling::Air,
        "hybrid" => Cooling::Hybrid,
        "cold-plate" => Cooling::ColdPlate,
        other => panic!("the recomputation does not know cooling `{other}`"),
    };
    let given = |key: &str, default: &str| table.get(key).map_or_else(|| defaults.get(default), quantity);
    let supply_c =
        given("supply_temperature", if cooling == Cooling::Air { "air_supply_c" } else { "cold_plate_supply_c" });
    let room = if cooling == Cooling::ColdPlate { "fanless_room_air_c" } else { "fan_room_air_c" };
    let flag = |key: &str| table.get(key).is_none_or(|v| v.as_bool().unwrap());
    assert!(flag("economizer") && flag("trim_chiller"), "only plants with economizer or trim chillers");
    let equipment = table.get("equipment").and_then(toml::Value::as_table);
    if let Some(other) = equipment.and_then(|e| e.keys().find(|key| key.as_str() != "dry_cooler")) {
        panic!("the recomputation does not know equipment `{other}`");
    }
    let dry_cooler = equipment.map(|e| data.record(text(e, "dry_cooler")));
    Architecture {
        name: text(table, "name").to_owned(),
        system: text(table, "system").to_owned(),
        cooling,
        supply_c,
        air_c: if cooling == Cooling::Air { supply_c } else { given("air_temperature", room) },
        recirculation: table
            .get("recirculation")
            .map_or_else(|| data.usual("contained_aisle").get("recirculation"), quantity),
        towers: match text(table, "heat_rejection") {
            "tower" => true,
            "dry-cooler" => false,
            other => panic!("the recomputation does not know heat rejection `{other}`"),
        },
        dry_cooler: dry_cooler.unwrap_or_else(|| data.usual("dry_cooler")),
        room_free_cooling: table.get("room_free_cooling").is_some_and(|v| v.as_bool().unwrap()),
        // L/min for each kW.
        flow_m3_j: given("coolant_flow", "coolant_flow_l_min_kw") / 60e3 / 1e3,
        holds_pressure: match table.get("flow_control").map_or("differential-pressure", |word| word.as_str().unwrap()) {
            "differential-pressure" => true,
            "flow-per-kw" => false,
            other => panic!("the recomputation does not know flow_control `{other}`"),
        },
        load: Load { busy: true, cap_w: table.get("power_limit").map(quantity) },
    }
}
