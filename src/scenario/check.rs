//! From the tree as written to checked values: every key, its type, its unit, its range, its id.

use std::collections::HashSet;

use crate::catalog::climate::Form;
use crate::catalog::{Catalog, RecordKind};
use crate::units::parse::Dimension;
use crate::units::{CarbonIntensity, EnergyPrice, Power, Temperature, VolumeFlow};

use super::issue::Issue;
use super::reader::{Allowed, Reader};
use super::tree::{Node, Value};
use super::{Architecture, Cdu, Cooling, HeatRejection, Plates, Scenario};

const REJECTIONS_LATER: [&str; 5] = ["adiabatic", "chiller-air", "chiller-water", "dx", "air-economizer"];
/// Share of the exhaust that returns to the inlets: contained aisles 0.02 to 0.05, open ones 0.1 to 0.25 (estimates).
const CONTAINED: f64 = 0.03;
const OPEN: f64 = 0.15;
/// Longest name of an architecture, characters.
const NAME_MAX: usize = 60;

fn ratio(min: f64, max: f64) -> Allowed {
    Allowed { dimension: Dimension::Ratio, min, max }
}

/// Reads the whole tree; what is wrong goes to `issues`.
pub(super) fn read(root: &Node, text: &str, catalog: &Catalog, issues: &mut Vec<Issue>) -> Option<Scenario> {
    let mut top = Reader::new(root, "", issues);
    let title = top.text("title").map_or_else(|| "untitled".to_owned(), |(t, _)| t.to_owned());
    let (site, it, list) = (top.node("site"), top.node("it"), top.node("architecture"));
    for (key, node) in [("site", site), ("it", it), ("architecture", list)] {
        if node.is_none() {
            let header = if key == "architecture" { "[[architecture]]" } else { &format!("[{key}]") };
            top.missing(key, &format!("add a table {header}; `rackjoule init FILE` writes an example"));
        }
    }
    top.finish();
    let site = site.and_then(|node| read_site(node, catalog, issues));
    let it = it.and_then(|node| read_it(node, catalog, issues));
    let default_system = it.as_ref().and_then(|i| i.system.clone());
    let architectures = list.map(|node| read_list(node, default_system.as_deref(), catalog, issues));
    let (site, it) = (site?, it?);
    Some(Scenario {
        title,
        climate: site.climate,
        weather: site.weather,
        offset_k: site.offset_k,
        form: site.form,
        price: site.price,
        carbon: site.carbon,
        accelerators: it.accelerators,
        utilisation: it.utilisation,
        workload: it.workload,
        architectures: architectures?,
        text: text.to_owned(),
    })
}

struct SiteTable {
    climate: String,
    weather: Option<String>,
    offset_k: f64,
    form: Form,
    price: Option<EnergyPrice>,
    carbon: Option<CarbonIntensity>,
}

fn read_site(node: &Node, catalog: &Catalog, issues: &mut Vec<Issue>) -> Option<SiteTable> {
    let mut r = Reader::new(node, "site", issues);
    let climate = id(&mut r, "climate", RecordKind::Climate, catalog);
    let weather = r.text("weather").map(|(text, _)| text.to_owned());
    if climate.is_none() && r.node("climate").is_none() && r.node("weather").is_none() {
        let help = "name a built-in climate (`rackjoule catalog list climate`), or give weather = \"file.epw\"";
        r.missing("climate", help);
    }
    let offset = Allowed { dimension: Dimension::TempDelta, min: -20.0, max: 20.0 };
    let offset_k = r.quantity("offset", offset).unwrap_or(0.0);
    let form = match r.choice("weather_form", &["auto", "hourly", "bins"], &[]) {
        Some("hourly") => Form::Hourly,
        Some("bins") => Form::Bins,
        _ => Form::Auto,
    };
    let price = r.quantity("electricity_price", Allowed { dimension: Dimension::EnergyPrice, min: 0.0, max: 5.0 });
    let carbon = r.quantity("grid_carbon", Allowed { dimension: Dimension::CarbonIntensity, min: 0.0, max: 2000.0 });
    if let (Some(_), Some(node)) = (&weather, r.node("weather"))
        && climate.is_none()
        && (price.is_none() || carbon.is_none())
    {
        let message = "a weather file tells neither price nor carbon of electricity".to_owned();
        let help = "give site.electricity_price and site.grid_carbon, or a climate whose they are";
        r.problem(message, &node.origin, "this file", Some(help.to_owned()));
    }
    if let Some(found) = climate.as_deref().and_then(|id| catalog.climate(id)) {
        let origin = r.node("climate").map_or_else(|| node.origin.clone(), |n| n.origin.clone());
        if found.resolve(form).is_none() {
            let message = format!("climate `{}` has no such weather_form", found.id);
            r.problem(message, &origin, "this climate", Some("use weather_form = \"auto\"".to_owned()));
        }
        if catalog.site(&found.id).is_none() && (price.is_none() || carbon.is_none()) {
            let message = format!("the catalog has no price and carbon for `{}`", found.id);
            let help = "give site.electricity_price and site.grid_carbon";
            r.problem(message, &origin, "this climate", Some(help.to_owned()));
        }
    }
    r.finish();
    Some(SiteTable {
        climate: if weather.is_some() { climate.unwrap_or_default() } else { climate? },
        weather,
        offset_k,
        form,
        price: price.map(EnergyPrice::new),
        carbon: carbon.map(CarbonIntensity::new),
    })
}

struct ItTable {
    accelerators: u32,
    system: Option<String>,
    utilisation: f64,
    workload: Option<String>,
}

fn read_it(node: &Node, catalog: &Catalog, issues: &mut Vec<Issue>) -> Option<ItTable> {
    let mut r = Reader::new(node, "it", issues);
    let given = r.node("accelerators").is_some();
    let accelerators = r.whole("accelerators", 1, 10_000_000);
    if !given {
        r.missing("accelerators", "architectures are compared at equal accelerators, for instance 1152");
    }
    let system = id(&mut r, "system", RecordKind::System, catalog);
    let utilisation = r.quantity("utilisation", ratio(0.0, 1.0)).unwrap_or(1.0);
    let workload = id(&mut r, "workload", RecordKind::Workload, catalog);
    r.finish();
    Some(ItTable { accelerators: accelerators?, system, utilisation, workload })
}

fn id(r: &mut Reader<'_, '_>, key: &'static str, kind: RecordKind, catalog: &Catalog) -> Option<String> {
    let (text, origin) = r.text(key)?;
    if catalog.entries(kind).iter().any(|entry| entry.id == text) {
        return Some(text.to_owned());
    }
    let near = catalog.near(kind, text);
    let hint = if near.is_empty() { String::new() } else { format!("did you mean `{}`? ", near.join("` or `")) };
    let help = format!("{hint}`rackjoule catalog list {}` names them all", kind.name());
    r.problem(format!("unknown {} `{text}`", kind.name()), origin, "not in the catalog", Some(help));
    None
}

fn read_list(
    node: &Node,
    default_system: Option<&str>,
    catalog: &Catalog,
    issues: &mut Vec<Issue>,
) -> Vec<Architecture> {
    let at = |message: &str, help: &str| Issue {
        message: message.to_owned(),
        origin: node.origin.clone(),
        label: "here".to_owned(),
        help: Some(help.to_owned()),
    };
    let Value::Array(items) = &node.value else {
        issues.push(at("`architecture` must be a list of tables", "write [[architecture]] with two brackets"));
        return Vec::new();
    };
    if items.is_empty() || items.len() > 100 {
        issues.push(at("there must be 1 to 100 architectures", "add a table [[architecture]]"));
    }
    let mut names = HashSet::new();
    let mut out = Vec::with_capacity(items.len());
    for (place, item) in items.iter().enumerate() {
        let path = format!("architecture.{place}");
        let Some(architecture) = read_architecture(item, &path, default_system, catalog, issues) else { continue };
        if !names.insert(architecture.name.clone()) {
            issues.push(Issue {
                message: format!("two architectures are named `{}`", architecture.name),
                origin: item.origin.clone(),
                label: "the second".to_owned(),
                help: Some("give each its own name".to_owned()),
            });
        }
        out.push(architecture);
    }
    out
}

fn read_architecture(
    node: &Node,
    path: &str,
    default_system: Option<&str>,
    catalog: &Catalog,
    issues: &mut Vec<Issue>,
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
    let heat_rejection = read_rejection(&mut r);
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
    let ups = match r.choice("ups", &["double-conversion", "eco"], &[]) {
        Some("eco") => "ups-eco",
        _ => "ups-double-conversion",
    };
    let cap = r.quantity("power_limit", Allowed { dimension: Dimension::Power, min: 100.0, max: 5000.0 });
    r.finish();
    Some(Architecture {
        name: name?.0.to_owned(),
        system: system?,
        cooling: cooling?,
        supply,
        heat_rejection: heat_rejection?,
        air: if cooling == Some(Cooling::Air) { supply } else { air },
        recirculation,
        air_supply,
        plates: plates.filter(|_| cooling == Some(Cooling::Hybrid)),
        cdu,
        reverse_return,
        door_fans,
        ups,
        power_limit: cap.map(Power::new),
    })
}

fn read_rejection(r: &mut Reader<'_, '_>) -> Option<HeatRejection> {
    let given = r.node("heat_rejection").is_some();
    let word = r.choice("heat_rejection", &["tower", "dry-cooler"], &REJECTIONS_LATER);
    if !given {
        r.missing("heat_rejection", "use \"tower\" or \"dry-cooler\"");
    }
    let economiser = r.flag("economiser").unwrap_or(true);
    let trim = r.flag("trim_chiller").unwrap_or(true);
    match word? {
        "tower" => Some(HeatRejection::Tower { economiser }),
        _ => Some(HeatRejection::DryCooler { trim }),
    }
}
