//! `[[architecture]]`: a system, how its racks are cooled, and how their heat meets the outdoor air.

use crate::catalog::{Catalog, RecordKind};
use crate::units::parse::Dimension;
use crate::units::{Duration, Power, Temperature, VolumeFlow};

use super::check::{id, ratio};
use super::cooling::{Cdu, Cooling, Plates};
use super::feed::Feed;
use super::findings::Findings;
use super::reader::{Allowed, Reader};
use super::rejection::{self, HeatRejection};
use super::storage::{self, ColdStorage};
use super::tree::Node;

/// Share of the exhaust that returns to the inlets: contained aisles 0.02 to 0.05, open ones 0.1 to 0.25 (estimates).
const CONTAINED: f64 = 0.03;
const OPEN: f64 = 0.15;
/// Longest name of an architecture, characters.
const NAME_MAX: usize = 60;

/// One architecture.
#[derive(Clone, Debug)]
pub struct Architecture {
    /// Name.
    pub name: String,
    /// System id.
    pub system: String,
    /// How the racks are cooled.
    pub cooling: Cooling,
    /// Supply temperature at the racks.
    pub supply: Temperature,
    /// How heat meets the outdoor air.
    pub heat_rejection: HeatRejection,
    /// A tank of cold water beside the main loop.
    pub storage: Option<ColdStorage>,
    /// Catalog record of tower cells, where it has towers.
    pub tower: String,
    /// Air of the room: what fans draw, or what surrounds racks without fans. For racks cooled by air alone it is the
    /// supply.
    pub air: Temperature,
    /// Share of the exhaust that returns to the inlets, where fans blow.
    pub recirculation: f64,
    /// Most air that the room supplies to one rack.
    pub air_supply: Option<VolumeFlow>,
    /// Parts under plates in a hybrid rack, where the system's own choice is not taken.
    pub plates: Option<Plates>,
    /// Where the liquid's heat goes.
    pub cdu: Cdu,
    /// Whether the return manifold ends at the other end than the supply, where not as the system is made.
    pub reverse_return: Option<bool>,
    /// Whether a rear door has fans of its own.
    pub door_fans: bool,
    /// The power chain.
    pub feed: Feed,
    /// Cap on the power of one accelerator.
    pub power_limit: Option<Power>,
}

impl Architecture {
    pub(super) fn to_json(&self) -> serde_json::Value {
        let mut out = serde_json::json!({
            "name": self.name,
            "system": self.system,
            "cooling": self.cooling.name(),
            "supply_temperature_c": (self.supply.celsius() * 1e9).round() / 1e9,
            "heat_rejection": self.heat_rejection.name(),
            "tower": matches!(self.heat_rejection, HeatRejection::Tower { .. }).then_some(&self.tower),
            "air_temperature_c": (!self.cooling.dry()).then_some((self.air.celsius() * 1e9).round() / 1e9),
            "recirculation": self.cooling.breathes().then_some(self.recirculation),
            "air_supply_m3_s": self.air_supply.map(VolumeFlow::m3_s),
            "plates": self.plates.map(Plates::name),
            "cdu": self.cooling.loops().then_some(self.cdu.name()),
            "manifold": self.reverse_return.map(|r| if r { "reverse-return" } else { "direct-return" }),
            "door": (self.cooling == Cooling::RearDoor).then_some(if self.door_fans { "active" } else { "passive" }),
            "distribution": self.feed.distribution.name(),
            "redundancy": self.feed.redundancy.name(),
            "ups": self.feed.ups(),
            "power_limit_w": self.power_limit.map(Power::watts),
            "storage_kwh": self.storage.map(|s| s.capacity.joules() / 3.6e6),
            "storage_time_s": self.storage.and_then(|s| s.time).map(Duration::seconds),
        });
        for (key, value) in self.heat_rejection.keys() {
            out[key] = value;
        }
        out
    }
}

/// Reads one architecture; `path` names it in messages.
pub(super) fn read(
    node: &Node,
    path: &str,
    default_system: Option<&str>,
    catalog: &Catalog,
    issues: &mut Findings,
) -> Option<Architecture> {
    let mut r = Reader::new(node, path, issues);
    let name = r.text("name");
    match name {
        None if r.node("name").is_none() => r.missing("name", "every architecture has a name"),
        Some((text, origin)) if text.trim().is_empty() || text.chars().count() > NAME_MAX => {
            let message = format!("`{path}.name` must be 1 to {NAME_MAX} characters");
            r.problem(message, origin, "this name", None);
        }
        _ => {}
    }
    let own_system = r.node("system").is_some();
    let system = id(&mut r, "system", RecordKind::System, catalog);
    let system = if own_system { system } else { default_system.map(ToOwned::to_owned) };
    if system.is_none() && !own_system {
        r.missing("system", "name a system here or in [it]: `rackjoule catalog list system`");
    }
    let given = r.node("cooling").is_some();
    let cooling = r.choice("cooling", &Cooling::WORDS, &[]).and_then(Cooling::of);
    if !given {
        r.missing("cooling", &format!("use `{}`", Cooling::WORDS.join("`, `")));
    }
    let heat_rejection = rejection::read(&mut r);
    let storage = storage::read(&mut r, heat_rejection);
    let tower = rejection::read_tower(&mut r, catalog);
    let (low, high, usual) = cooling.unwrap_or(Cooling::ColdPlate).supply_c();
    let temperature = |min: f64, max: f64| Allowed { dimension: Dimension::Temperature, min, max };
    let supply = r
        .quantity("supply_temperature", temperature(low, high))
        .map_or(Temperature::from_celsius(usual), Temperature::from_kelvin);
    // Keys of the other way of cooling or of rejecting heat may stay when one is switched: they have no part then.
    let room_c = if cooling.is_some_and(Cooling::breathes) { 25.0 } else { 27.0 };
    let air = r
        .quantity("air_temperature", temperature(10.0, 45.0))
        .map_or(Temperature::from_celsius(room_c), Temperature::from_kelvin);
    let contained = r.choice("containment", &["contained", "open"], &[]) != Some("open");
    let usual = if contained { CONTAINED } else { OPEN };
    let recirculation = r.quantity("recirculation", ratio(0.0, 0.5)).unwrap_or(usual);
    let flow = Allowed { dimension: Dimension::VolumeFlow, min: 100.0, max: 1e6 };
    let air_supply = r.quantity("air_supply", flow).map(VolumeFlow::new);
    let plates = r.choice("plates", &Plates::WORDS, &[]).and_then(Plates::of);
    let cdu = r.choice("cdu", &Cdu::WORDS, &[]).and_then(Cdu::of).unwrap_or_default();
    let reverse_return =
        r.choice("manifold", &["direct-return", "reverse-return"], &[]).map(|word| word == "reverse-return");
    let door_fans = r.choice("door", &["active", "passive"], &[]) != Some("passive");
    let feed = Feed::read(&mut r);
    let cap = r.quantity("power_limit", Allowed { dimension: Dimension::Power, min: 100.0, max: 5000.0 });
    if let (Some(cooling), Some(plant)) = (cooling, heat_rejection)
        && plant.takes_air()
        && !cooling.dry()
        && cdu != Cdu::LiquidToAir
        && let Some(node) = r.node("heat_rejection")
    {
        let message = format!(
            "`{}` takes heat from the hall's air; `{}` racks give theirs to liquid",
            plant.name(),
            cooling.name()
        );
        let help = "use `tower`, `dry-cooler`, `adiabatic`, `chiller-water` or `chiller-air`";
        r.problem(message, &node.origin, "no water comes from here", Some(help.to_owned()));
    }
    r.finish();
    Some(Architecture {
        name: name?.0.to_owned(),
        system: system?,
        cooling: cooling?,
        supply,
        heat_rejection: heat_rejection?,
        storage,
        tower,
        air: if cooling == Some(Cooling::Air) { supply } else { air },
        recirculation,
        air_supply,
        plates: plates.filter(|_| cooling == Some(Cooling::Hybrid)),
        cdu,
        reverse_return,
        door_fans,
        feed,
        power_limit: cap.map(Power::new),
    })
}
