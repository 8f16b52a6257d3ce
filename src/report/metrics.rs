//! The figures that every view shows, listed once.

use crate::study::cost_result::Ownership;
use crate::study::result::{Annual, Architecture, Rack};
use crate::study::uncertainty::{Better, Figure};

use super::units::{Unit, Units};

/// A figure of an architecture.
#[derive(Clone, Copy)]
pub struct Metric {
    /// Part of the table it stands in.
    pub section: &'static str,
    /// Path of keys in the JSON.
    pub key: &'static str,
    /// What people read.
    pub label: &'static str,
    /// Unit as shown in SI.
    pub unit: &'static str,
    /// The value in the unit of the key.
    pub value: fn(&Architecture) -> Option<f64>,
    /// The value as shown in a unit for `unit`.
    show: fn(f64, Unit<'_>) -> String,
}

fn rack(a: &Architecture, f: fn(&Rack) -> f64) -> Option<f64> {
    a.rack.as_ref().map(f)
}

fn annual(a: &Architecture, f: fn(&Annual) -> f64) -> Option<f64> {
    a.annual.as_ref().map(f)
}

fn money(a: &Architecture, f: fn(&Ownership) -> f64) -> Option<f64> {
    a.annual.as_ref().map(|y| f(&y.ownership))
}

fn thousand(v: f64, unit: Unit<'_>) -> String {
    whole(v / 1e3, unit)
}

fn kilo(v: f64, unit: Unit<'_>) -> String {
    unit.significant(v / 1e3)
}

fn whole(v: f64, unit: Unit<'_>) -> String {
    unit.number(v, 0)
}

fn one(v: f64, unit: Unit<'_>) -> String {
    unit.number(v, 1)
}

/// Of a share.
fn percent(v: f64, unit: Unit<'_>) -> String {
    one(v * 100.0, unit)
}

fn two(v: f64, unit: Unit<'_>) -> String {
    unit.number(v, 2)
}

fn three(v: f64, unit: Unit<'_>) -> String {
    unit.number(v, 3)
}

fn four(v: f64, unit: Unit<'_>) -> String {
    unit.number(v, 4)
}

/// Sections in the order of the table.
pub const SECTIONS: [&str; 4] = ["Mean power", "One rack at full load", "The year", "Money"];

macro_rules! metric {
    ($section:expr, $key:literal, $label:literal, $unit:literal, $value:expr, $show:expr) => {
        Metric { section: SECTIONS[$section], key: $key, label: $label, unit: $unit, value: $value, show: $show }
    };
}

/// Every figure, in the order of the table.
pub static METRICS: &[Metric] = &[
    metric!(0, "facility_power_w", "At the utility meter", "kW", |a| a.facility_power_w, kilo),
    metric!(0, "it_power_w", "IT equipment", "kW", |a| a.it_power_w, kilo),
    metric!(0, "racks", "Racks", "", |a| a.racks.map(f64::from), whole),
    metric!(1, "rack.power_w", "Rack power", "kW", |a| rack(a, |r| r.power_w), kilo),
    metric!(1, "rack.accelerators", "Accelerators", "", |a| rack(a, |r| f64::from(r.accelerators)), whole),
    metric!(1, "rack.fan_power_w", "Server fans", "kW", |a| rack(a, |r| r.fan_power_w), kilo),
    metric!(1, "rack.pump_power_w", "Coolant pumps", "kW", |a| rack(a, |r| r.pump_power_w), kilo),
    metric!(1, "rack.hottest_chip_c", "Hottest junction", "degC", |a| rack(a, |r| r.hottest_chip_c), one),
    metric!(1, "rack.chip_limit_c", "Its limit", "degC", |a| rack(a, |r| r.chip_limit_c), one),
    metric!(1, "rack.supply_c", "Coolant at the parts", "degC", |a| rack(a, |r| r.supply_c), one),
    metric!(1, "rack.return_c", "Coolant leaving", "degC", |a| rack(a, |r| r.return_c), one),
    metric!(1, "rack.liquid_heat_fraction", "Heat to liquid", "%", |a| rack(a, |r| r.liquid_heat_fraction), percent),
    metric!(1, "rack.speed", "Fan or pump speed", "%", |a| rack(a, |r| r.speed), percent),
    metric!(1, "rack.performance", "Performance kept", "%", |a| rack(a, |r| r.performance), percent),
    metric!(2, "annual.pue", "PUE", "", |a| annual(a, |y| y.pue), three),
    metric!(2, "annual.itue", "ITUE", "", |a| annual(a, |y| y.itue), three),
    metric!(2, "annual.tue", "TUE", "", |a| annual(a, |y| y.tue), three),
    metric!(2, "annual.wue_l_per_kwh", "WUE", "L/kWh", |a| annual(a, |y| y.wue_l_per_kwh), two),
    metric!(
        2,
        "annual.wue_source_l_per_kwh",
        "WUE with that of electricity",
        "L/kWh",
        |a| annual(a, |y| y.wue_source_l_per_kwh),
        two
    ),
    metric!(2, "annual.cue_kg_per_kwh", "CUE", "kg/kWh", |a| annual(a, |y| y.cue_kg_per_kwh), three),
    metric!(2, "annual.energy_kwh", "Electricity", "MWh", |a| annual(a, |y| y.energy_kwh), thousand),
    metric!(2, "annual.it_energy_kwh", "of it IT", "MWh", |a| annual(a, |y| y.it_energy_kwh), thousand),
    metric!(2, "annual.water_l", "Water", "m3", |a| annual(a, |y| y.water_l), thousand),
    metric!(
        2,
        "annual.free_cooling_hours",
        "Hours without compressors",
        "h",
        |a| annual(a, |y| y.free_cooling_hours),
        whole
    ),
    metric!(2, "annual.unmet_hours", "Hours above set point", "h", |a| annual(a, |y| y.unmet_hours), whole),
    metric!(2, "annual.carbon_kg_co2e", "Carbon", "t CO2e", |a| annual(a, |y| y.carbon_kg_co2e), thousand),
    metric!(
        2,
        "annual.tokens_per_joule",
        "Output tokens at the meter",
        "1/J",
        |a| a.annual.as_ref().and_then(|y| y.tokens_per_joule),
        four
    ),
    metric!(
        2,
        "energy_balance_relative_error",
        "Energy balance error",
        "",
        |a| a.energy_balance_relative_error,
        |v, _| format!("{v:.0e}")
    ),
    metric!(3, "annual.cost_usd", "Electricity a year", "kUSD", |a| annual(a, |y| y.cost_usd), thousand),
    metric!(3, "annual.demand_cost_usd", "Charges for peaks", "kUSD", |a| money(a, |m| m.demand_cost_usd), thousand),
    metric!(3, "annual.water_cost_usd", "Water", "kUSD", |a| money(a, |m| m.water_cost_usd), thousand),
    metric!(
        3,
        "annual.maintenance_cost_usd",
        "Maintenance",
        "kUSD",
        |a| money(a, |m| m.maintenance_cost_usd),
        thousand
    ),
    metric!(3, "annual.annual_cost_usd", "All of a year", "kUSD", |a| money(a, |m| m.annual_cost_usd), thousand),
    metric!(3, "annual.capital_usd", "Capital", "kUSD", |a| money(a, |m| m.capital_usd), thousand),
    metric!(
        3,
        "annual.net_present_cost_usd",
        "All years, discounted",
        "kUSD",
        |a| money(a, |m| m.net_present_cost_usd),
        thousand
    ),
    metric!(
        3,
        "annual.levelised_cost_usd_per_kwh_it",
        "Levelised over IT energy",
        "USD/kWh",
        |a| money(a, |m| m.levelised_cost_usd_per_kwh_it),
        four
    ),
];

impl Metric {
    /// The label with its unit.
    pub fn heading(&self, units: Units) -> String {
        units.of(self.unit).heading(self.label)
    }
    /// A value in the unit of the key as shown.
    pub fn show(&self, value: f64, units: Units) -> String {
        (self.show)(value, units.of(self.unit))
    }
    /// The figure as shown, with its interval where one was sampled; a dash where there is none.
    pub fn text(&self, architecture: &Architecture, units: Units) -> String {
        let Some(value) = (self.value)(architecture) else { return "–".to_owned() };
        let show = |v| self.show(v, units);
        let interval = architecture.uncertainty.as_ref().and_then(|u| u.get(self.key));
        match interval.filter(|i| i.p05 < i.p95) {
            Some(i) => format!("{} ({} to {})", show(value), show(i.p05), show(i.p95)),
            None => show(value),
        }
    }
}

/// Figures that say how much there is of something, or how exact a result is: nothing to ask an interval of.
const FIXED: [&str; 4] = ["racks", "rack.accelerators", "rack.chip_limit_c", "energy_balance_relative_error"];
/// Figures of which more is better.
const HIGHER: [&str; 3] = ["rack.performance", "annual.free_cooling_hours", "annual.tokens_per_joule"];
/// Figures of which neither more nor less is better.
const NEITHER: [&str; 3] = ["rack.supply_c", "rack.return_c", "rack.liquid_heat_fraction"];

/// Figures that decisions rest on.
pub const DECISIVE: [&str; 8] = [
    "facility_power_w",
    "rack.hottest_chip_c",
    "annual.pue",
    "annual.tue",
    "annual.water_l",
    "annual.carbon_kg_co2e",
    "annual.tokens_per_joule",
    "annual.net_present_cost_usd",
];

/// The headline figures that an interval is asked of, in the order of the table.
pub fn followed() -> Vec<Figure> {
    let better = |key: &str| match key {
        k if NEITHER.contains(&k) => None,
        k if HIGHER.contains(&k) => Some(Better::Higher),
        _ => Some(Better::Lower),
    };
    let figure =
        |m: &Metric| Figure { key: m.key, value: m.value, better: better(m.key), decisive: DECISIVE.contains(&m.key) };
    METRICS.iter().filter(|m| !FIXED.contains(&m.key)).map(figure).collect()
}

/// The figure of a key.
pub fn of_key(key: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|m| m.key == key)
}
