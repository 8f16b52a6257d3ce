//! The scenario file: read whole, every mistake reported at once, turned into plain checked values.
//!
//! A [`Scenario`] can only be made by [`Scenario::parse`]: holding one means that it is valid, its ids exist and its
//! numbers are in range.

mod check;
mod cooling;
pub mod issue;
pub mod reader;
pub mod tree;

use crate::catalog::Catalog;
use crate::catalog::climate::Form;
use crate::units::{CarbonIntensity, EnergyPrice, Power, Temperature, VolumeFlow};

pub use cooling::{Cdu, Cooling, Plates};
use issue::{Invalid, Issue};
use tree::{Origin, Value};

/// The scenario that runs when no file is given, and that `init` writes.
pub const DEFAULT: &str = include_str!("../../data/default.toml");

/// A checked scenario.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Title.
    pub title: String,
    /// Climate id; empty where a weather file is given.
    pub climate: String,
    /// Weather file, as written: relative to the working folder.
    pub weather: Option<String>,
    /// Added to every dry-bulb and dew point, K: a warmer climate.
    pub offset_k: f64,
    /// Form of the weather.
    pub form: Form,
    /// Price of electricity, if not the catalog's.
    pub price: Option<EnergyPrice>,
    /// Carbon intensity of the grid, if not the catalog's.
    pub carbon: Option<CarbonIntensity>,
    /// Accelerators in every architecture.
    pub accelerators: u32,
    /// Share of the servers that are busy, 0..=1.
    pub utilisation: f64,
    /// Workload id.
    pub workload: Option<String>,
    /// What is compared.
    pub architectures: Vec<Architecture>,
    /// The text that it was read from.
    pub text: String,
}

/// How heat meets the outdoor air.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeatRejection {
    /// Towers and water-cooled chillers.
    Tower {
        /// With a waterside economiser.
        economiser: bool,
    },
    /// Dry coolers.
    DryCooler {
        /// With trim chillers.
        trim: bool,
    },
}

impl HeatRejection {
    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tower { .. } => "tower",
            Self::DryCooler { .. } => "dry-cooler",
        }
    }
}

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
    /// Equipment id of the UPS.
    pub ups: &'static str,
    /// Cap on the power of one accelerator.
    pub power_limit: Option<Power>,
}

impl Scenario {
    /// Reads and checks a scenario; `overrides` are `--set` arguments.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn parse(file: &str, text: &str, overrides: &[String], catalog: &Catalog) -> Result<Self, Invalid> {
        let invalid = |issues: Vec<Issue>| Invalid { file: file.to_owned(), text: text.to_owned(), issues };
        let mut root = tree::parse(text).map_err(|(message, span)| {
            invalid(vec![Issue {
                message: format!("not valid TOML: {message}"),
                origin: Origin::File(span),
                label: "here".to_owned(),
                help: None,
            }])
        })?;
        if matches!(&root.value, Value::Table(keys) if keys.is_empty()) && overrides.is_empty() {
            return Err(invalid(vec![Issue {
                message: "the scenario is empty".to_owned(),
                origin: Origin::File(0..0),
                label: "nothing here".to_owned(),
                help: Some("`rackjoule init FILE` writes a commented one to start from".to_owned()),
            }]));
        }
        let mut issues = Vec::new();
        for argument in overrides {
            if let Err(message) = tree::set(&mut root, argument) {
                let origin = Origin::Set(argument.clone());
                issues.push(Issue { message, origin, label: String::new(), help: None });
            }
        }
        let scenario = check::read(&root, text, catalog, &mut issues);
        match scenario {
            Some(scenario) if issues.is_empty() => Ok(scenario),
            _ => {
                issues.sort_by_key(|issue| match &issue.origin {
                    Origin::File(span) => span.start,
                    Origin::Set(_) => usize::MAX,
                });
                Err(invalid(issues))
            }
        }
    }

    /// The checked values, keys as in the file with their unit.
    pub fn to_json(&self) -> serde_json::Value {
        let architectures: Vec<_> = self.architectures.iter().map(Architecture::to_json).collect();
        given(serde_json::json!({
            "title": self.title,
            "site": {
                "climate": self.weather.is_none().then_some(&self.climate),
                "weather": self.weather,
                "offset_k": (self.offset_k != 0.0).then_some(self.offset_k),
                "electricity_price_usd_per_kwh": self.price.map(EnergyPrice::usd_kwh),
                "grid_carbon_g_per_kwh": self.carbon.map(CarbonIntensity::g_kwh),
            },
            "it": {
                "accelerators": self.accelerators,
                "utilisation": self.utilisation,
                "workload": self.workload,
            },
            "architecture": architectures,
        }))
    }
}

/// Leaves out what the scenario does not give.
fn given(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(fields) => {
            fields.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, given(v))).collect()
        }
        serde_json::Value::Array(items) => items.into_iter().map(given).collect(),
        other => other,
    }
}

impl Architecture {
    fn to_json(&self) -> serde_json::Value {
        serde_json::json!({
            "name": self.name,
            "system": self.system,
            "cooling": self.cooling.name(),
            "supply_temperature_c": (self.supply.celsius() * 1e9).round() / 1e9,
            "heat_rejection": self.heat_rejection.name(),
            "economiser": match self.heat_rejection {
                HeatRejection::Tower { economiser } => Some(economiser),
                HeatRejection::DryCooler { .. } => None,
            },
            "trim_chiller": match self.heat_rejection {
                HeatRejection::DryCooler { trim } => Some(trim),
                HeatRejection::Tower { .. } => None,
            },
            "air_temperature_c": (!self.cooling.dry()).then_some((self.air.celsius() * 1e9).round() / 1e9),
            "recirculation": self.cooling.breathes().then_some(self.recirculation),
            "air_supply_m3_s": self.air_supply.map(VolumeFlow::m3_s),
            "plates": self.plates.map(Plates::name),
            "cdu": self.cooling.loops().then_some(self.cdu.name()),
            "manifold": self.reverse_return.map(|r| if r { "reverse-return" } else { "direct-return" }),
            "door": (self.cooling == Cooling::RearDoor).then_some(if self.door_fans { "active" } else { "passive" }),
            "ups": self.ups,
            "power_limit_w": self.power_limit.map(Power::watts),
        })
    }
}
