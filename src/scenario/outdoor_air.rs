//! Keys of a hall that outdoor air passes through: what air its servers may get, and how it is kept so.

use crate::component::plant::air_economizer::HighLimitShutoff;
use crate::units::parse::Dimension;
use crate::units::{Pressure, Temperature};

use super::reader::{AllowedRange, TableReader};
use super::values::ratio_range;

/// What adds water to dry outdoor air.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AirHumidification {
    /// Nothing: air that is too dry is not used.
    #[default]
    None,
    /// Water that evaporates in the air.
    Adiabatic,
    /// Steam.
    Steam,
}

impl AirHumidification {
    const WORDS: [&'static str; 3] = ["none", "adiabatic", "steam"];

    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

/// Limits of the air at the servers, and how outdoor air is kept within them. What is not given is as the economizer's record
/// has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutdoorAirSettings {
    /// Class of air that the servers may breathe.
    pub class: Option<&'static str>,
    /// Warmest inlet of the servers.
    pub air_temperature_max: Option<Temperature>,
    /// Lowest dew point.
    pub dew_point_min: Option<Temperature>,
    /// Highest dew point.
    pub dew_point_max: Option<Temperature>,
    /// Lowest relative humidity at the inlet.
    pub humidity_min: Option<f64>,
    /// Highest relative humidity at the inlet.
    pub humidity_max: Option<f64>,
    /// What adds water to dry outdoor air.
    pub humidification: AirHumidification,
    /// Outdoor air that is locked out, whatever the limits.
    pub lockout: Option<HighLimitShutoff>,
    /// Pressure loss of the filters at the rated flow.
    pub filter_pressure: Option<Pressure>,
    /// Warmest supply before compressors start.
    pub supply_temperature_max: Option<Temperature>,
    /// Whether direct-expansion units stand behind the outdoor air.
    pub dx: bool,
}

impl Default for OutdoorAirSettings {
    fn default() -> Self {
        Self {
            class: None,
            air_temperature_max: None,
            dew_point_min: None,
            dew_point_max: None,
            humidity_min: None,
            humidity_max: None,
            humidification: AirHumidification::None,
            lockout: None,
            filter_pressure: None,
            supply_temperature_max: None,
            dx: true,
        }
    }
}

/// Keys of outdoor air that passes through the hall.
pub(super) const OUTDOOR_AIR_KEYS: [&str; 13] = [
    "outdoor_air_class",
    "air_temperature_max",
    "dew_point_min",
    "dew_point_max",
    "humidity_min",
    "humidity_max",
    "humidification",
    "economizer_lockout",
    "lockout_temperature",
    "lockout_enthalpy",
    "filter_pressure",
    "supply_temperature_max",
    "dx",
];

/// Words of the classes; they are the names of the records.
pub const AIR_CLASSES: [&str; 5] = ["recommended", "A1", "A2", "A3", "A4"];
const LOCKOUTS: [&str; 3] = ["none", "dry-bulb", "enthalpy"];

impl OutdoorAirSettings {
    /// Whether anything but the filters differs from what the economizer's record says.
    pub fn sets_control(&self) -> bool {
        *self != Self { filter_pressure: self.filter_pressure, ..Self::default() }
    }

    /// Reads the keys.
    pub(super) fn read_keys(r: &mut TableReader<'_, '_>) -> Self {
        let temperature = |min: f64, max: f64| AllowedRange { dimension: Dimension::Temperature, min, max };
        let class = r.read_choice("outdoor_air_class", &AIR_CLASSES);
        let celsius = |value: Option<f64>| value.map(Temperature::from_kelvin);
        let pressure = AllowedRange { dimension: Dimension::Pressure, min: 0.0, max: 500.0 };
        let humidification = match r.read_choice("humidification", &AirHumidification::WORDS) {
            Some("adiabatic") => AirHumidification::Adiabatic,
            Some("steam") => AirHumidification::Steam,
            _ => AirHumidification::None,
        };
        let read = Self {
            class,
            air_temperature_max: celsius(r.read_quantity("air_temperature_max", temperature(10.0, 60.0))),
            dew_point_min: celsius(r.read_quantity("dew_point_min", temperature(-40.0, 20.0))),
            dew_point_max: celsius(r.read_quantity("dew_point_max", temperature(0.0, 35.0))),
            humidity_min: r.read_quantity("humidity_min", ratio_range(0.0, 0.5)),
            humidity_max: r.read_quantity("humidity_max", ratio_range(0.3, 1.0)),
            humidification,
            lockout: read_lockout(r),
            filter_pressure: r.read_quantity("filter_pressure", pressure).map(Pressure::new),
            supply_temperature_max: celsius(r.read_quantity("supply_temperature_max", temperature(10.0, 45.0))),
            dx: r.read_boolean("dx").unwrap_or(true),
        };
        read.refuse_contradictions(r);
        read
    }

    /// Refuses keys that leave nothing, or that ask for what another takes away.
    fn refuse_contradictions(&self, r: &mut TableReader<'_, '_>) {
        if let (Some(low), Some(high)) = (self.dew_point_min, self.dew_point_max)
            && low >= high
        {
            let found = format!("{:.1} °C is not below {:.1} °C", low.celsius(), high.celsius());
            report_at(r, "dew_point_min", &format!("`dew_point_min` of {found}"), "lower it, or raise `dew_point_max`");
        }
        if let (Some(low), Some(high)) = (self.humidity_min, self.humidity_max)
            && low >= high
        {
            let found = format!("{:.0} % is not below {:.0} %", 100.0 * low, 100.0 * high);
            report_at(r, "humidity_min", &format!("`humidity_min` of {found}"), "lower it, or raise `humidity_max`");
        }
        if !self.dx && self.lockout.is_some_and(|lockout| lockout != HighLimitShutoff::Never) {
            let message = "`economizer_lockout` without direct-expansion units leaves nothing to cool the hall";
            report_at(r, "economizer_lockout", message, "use `economizer_lockout = \"none\"`, or `dx = true`");
        }
    }

    /// Keys, with their unit, and values that are not the default.
    pub(super) fn key_values(&self) -> Vec<(&'static str, serde_json::Value)> {
        let rounded = |value: f64| serde_json::Value::from((value * 1e9).round() / 1e9);
        let celsius = |t: Option<Temperature>| t.map(|t| rounded(t.celsius()));
        let (word, limit) = self.lockout.map_or((None, None), |lockout| match lockout {
            HighLimitShutoff::Rated => (None, None),
            HighLimitShutoff::Never => (Some("none"), None),
            HighLimitShutoff::ReturnDryBulb => (Some("dry-bulb"), None),
            HighLimitShutoff::ReturnEnthalpy => (Some("enthalpy"), None),
            HighLimitShutoff::DryBulb(t) => (Some("dry-bulb"), Some(("lockout_temperature_c", rounded(t.celsius())))),
            HighLimitShutoff::Enthalpy(h) => (Some("enthalpy"), Some(("lockout_enthalpy_j_kg", rounded(h)))),
        });
        let humidified = self.humidification != AirHumidification::None;
        let values = [
            ("outdoor_air_class", self.class.map(Into::into)),
            ("air_temperature_max_c", celsius(self.air_temperature_max)),
            ("dew_point_min_c", celsius(self.dew_point_min)),
            ("dew_point_max_c", celsius(self.dew_point_max)),
            ("humidity_min", self.humidity_min.map(rounded)),
            ("humidity_max", self.humidity_max.map(rounded)),
            ("humidification", humidified.then(|| self.humidification.name().into())),
            ("economizer_lockout", word.map(Into::into)),
            ("filter_pressure_pa", self.filter_pressure.map(|p| rounded(p.pascals()))),
            ("supply_temperature_max_c", celsius(self.supply_temperature_max)),
            ("dx", (!self.dx).then(|| false.into())),
        ];
        let given = values.into_iter().filter_map(|(key, value)| Some((key, value?)));
        given.chain(limit).collect()
    }
}

/// Reads the lockout and its limit; without a limit outdoor air is compared with the return air.
fn read_lockout(r: &mut TableReader<'_, '_>) -> Option<HighLimitShutoff> {
    let word = r.read_choice("economizer_lockout", &LOCKOUTS);
    let dry_bulb = AllowedRange { dimension: Dimension::Temperature, min: 0.0, max: 60.0 };
    let enthalpy = AllowedRange { dimension: Dimension::SpecificEnthalpy, min: 20e3, max: 200e3 };
    let temperature = r.read_quantity("lockout_temperature", dry_bulb).map(Temperature::from_kelvin);
    let enthalpy_j_kg = r.read_quantity("lockout_enthalpy", enthalpy);
    let limits = [
        ("lockout_temperature", temperature.is_some(), "dry-bulb"),
        ("lockout_enthalpy", enthalpy_j_kg.is_some(), "enthalpy"),
    ];
    for (key, given, wanted) in limits {
        if given && word != Some(wanted) {
            let message = format!("`{key}` is the limit of `economizer_lockout = \"{wanted}\"`");
            report_at(r, key, &message, &format!("add `economizer_lockout = \"{wanted}\"`, or leave `{key}` out"));
        }
    }
    Some(match word? {
        "dry-bulb" => temperature.map_or(HighLimitShutoff::ReturnDryBulb, HighLimitShutoff::DryBulb),
        "enthalpy" => enthalpy_j_kg.map_or(HighLimitShutoff::ReturnEnthalpy, HighLimitShutoff::Enthalpy),
        _ => HighLimitShutoff::Never,
    })
}

fn report_at(r: &mut TableReader<'_, '_>, key: &'static str, message: &str, help: &str) {
    if let Some(node) = r.key_node(key) {
        r.report_problem(message.to_owned(), &node.origin, "contradicts another key", Some(help.to_owned()));
    }
}
