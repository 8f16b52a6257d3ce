//! `[plant]` and `[servers]`: plant described part by part under a heat load, in place of `[[architecture]]`. Nothing is
//! sized: every parameter stands in the file and can be set on the command line.

mod chiller;
mod cooler;
mod economizer;
mod keys;
mod parts;
mod pump;
mod servers;
mod set_point;
mod tower;

use serde_json::{Map, Value as Json};

use crate::catalog::Catalog;

use super::findings::ScenarioFindings;
use super::tree::TreeNode;

pub use self::chiller::ChillerInput;
pub use self::cooler::{CoolerRating, DryCoolerInput, DryCoolerModel, EvaporativeCoolerInput};
pub use self::economizer::{EconomizerInput, OwnTowerLoop};
pub use self::parts::PlantInput;
pub use self::pump::{PumpInput, VariablePumpInput};
pub use self::servers::{InletInput, ServersInput, ZoneInput};
pub use self::set_point::SetPointInput;
pub use self::tower::{EvaporationMethod, TowerInput, TowerModel};

use self::keys::QuantityReader;
use self::parts::GivenParts;

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
    let servers_read = servers.map(|node| {
        let (servers, values) = servers::read_servers(node, issues);
        json.insert("servers".to_owned(), values);
        servers
    });
    let plant_read = plant.map(|node| {
        let (plant, values) = read_plant(node, catalog, issues);
        json.insert("plant".to_owned(), values.into());
        plant
    });
    // A table that is given and not sound leaves no plant at all.
    let plant = plant_read.map_or(Some(None), |read| read.map(Some))?;
    let servers = servers_read.map_or(Some(None), |read| read.map(Some))?;
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
    let supply = set_point::read_set_point(&mut k, &set_point::SUPPLY_KEYS);
    let supply_given =
        [set_point::SUPPLY_KEYS.fixed, set_point::SUPPLY_KEYS.approach].map(|key| k.reader().key_node(key).is_some());
    if supply_given == [false, false] {
        let help = "give the supply, or supply_approach with supply_min and supply_max";
        k.reader().report_missing("supply_temperature", help);
    }
    let at_inlet = k.read_word("specific_heat", &["constant", "at-inlet"]) == "at-inlet";
    let steps_per_hour = k.read_integer("steps_per_hour", (1, 60), 1);
    let given = GivenParts::find_tables(&mut k);
    if given.pump.is_none() {
        k.reader().report_missing("pump", "add a table [plant.pump]");
    }
    let mut values = k.finish();
    let v = &mut values;
    let before = issues.len();
    let pump = read_part(given.pump, "pump", v, |n| pump::read_pump(n, "plant.pump", issues));
    let tower = read_part(given.tower, "tower", v, |n| tower::read_tower(n, "plant.tower", issues));
    let condenser_pump =
        read_part(given.condenser_pump, "condenser_pump", v, |n| pump::read_pump(n, "plant.condenser_pump", issues));
    let chiller = read_part(given.chiller, "chiller", v, |n| chiller::read_chiller(n, catalog, issues));
    let free_tower = read_part(given.free_tower, "free_cooling_tower", v, |n| {
        tower::read_tower(n, "plant.free_cooling_tower", issues)
    });
    let free_pump =
        read_part(given.free_pump, "free_cooling_pump", v, |n| pump::read_pump(n, "plant.free_cooling_pump", issues));
    let exchanger = read_part(given.economizer, "economizer", v, |n| economizer::read_exchanger(n, issues));
    let dry_cooler = read_part(given.dry_cooler, "dry_cooler", v, |n| cooler::read_dry_cooler(n, issues));
    let evaporative_cooler =
        read_part(given.evaporative_cooler, "evaporative_cooler", v, |n| cooler::read_evaporative_cooler(n, issues));
    let shared = exchanger.is_some_and(|e| e.of_condenser);
    let air_cooled = chiller.as_ref().map(|c| c.air_cooled);
    given.check_topology(node, air_cooled, shared, issues);
    let own_loop = free_tower.zip(free_pump).map(|(tower, pump)| OwnTowerLoop { tower, pump });
    let economiser = exchanger.map(|e| e.with_loop(own_loop.as_ref()));
    let plant = (|| {
        Some(PlantInput {
            supply: supply?,
            specific_heat_at_inlet: at_inlet,
            steps_per_hour,
            pump: pump?,
            tower,
            condenser_pump,
            chiller,
            economiser,
            dry_cooler,
            evaporative_cooler,
        })
    })();
    if let Some(plant) = &plant {
        given.check_flows(plant, issues);
    }
    (plant.filter(|_| issues.len() == before), values)
}
