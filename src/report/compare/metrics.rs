//! The figures that every view shows, listed once.

use crate::report::document::units::{DisplayUnit, UnitSystem};
use crate::study::compare::cost_result::OwnershipCost;
use crate::study::compare::result::{AnnualResult, ArchitectureResult, RackSummary};
use crate::study::uncertainty::{BetterDirection, TrackedFigure};

/// A figure of an architecture.
#[derive(Clone, Copy)]
pub struct ReportMetric {
    /// Part of the table it stands in.
    pub section: &'static str,
    /// Path of keys in the JSON.
    pub key: &'static str,
    /// What people read.
    pub label: &'static str,
    /// Unit as shown in SI.
    pub unit: &'static str,
    /// The value in the unit of the key.
    pub value: fn(&ArchitectureResult) -> Option<f64>,
    /// The value as shown in a unit for `unit`.
    show: fn(f64, DisplayUnit<'_>) -> String,
}

fn rack_value(a: &ArchitectureResult, f: fn(&RackSummary) -> f64) -> Option<f64> {
    a.rack.as_ref().map(f)
}

fn annual_value(a: &ArchitectureResult, f: fn(&AnnualResult) -> f64) -> Option<f64> {
    a.annual.as_ref().map(f)
}

fn ownership_value(a: &ArchitectureResult, f: fn(&OwnershipCost) -> f64) -> Option<f64> {
    a.annual.as_ref().map(|y| f(&y.ownership))
}

fn format_thousands(v: f64, unit: DisplayUnit<'_>) -> String {
    format_whole(v / 1e3, unit)
}

fn format_kilo(v: f64, unit: DisplayUnit<'_>) -> String {
    unit.format_significant(v / 1e3)
}

fn format_whole(v: f64, unit: DisplayUnit<'_>) -> String {
    unit.format_number(v, 0)
}

fn format_one_decimal(v: f64, unit: DisplayUnit<'_>) -> String {
    unit.format_number(v, 1)
}

/// Of a share.
fn format_percent(v: f64, unit: DisplayUnit<'_>) -> String {
    format_one_decimal(v * 100.0, unit)
}

fn format_two_decimals(v: f64, unit: DisplayUnit<'_>) -> String {
    unit.format_number(v, 2)
}

fn format_three_decimals(v: f64, unit: DisplayUnit<'_>) -> String {
    unit.format_number(v, 3)
}

fn format_four_decimals(v: f64, unit: DisplayUnit<'_>) -> String {
    unit.format_number(v, 4)
}

/// Sections in the order of the table.
pub const SECTIONS: [&str; 4] = ["Mean power", "One rack at full load", "The year", "Money"];

macro_rules! metric {
    ($section:expr, $key:literal, $label:literal, $unit:literal, $value:expr, $show:expr) => {
        ReportMetric { section: SECTIONS[$section], key: $key, label: $label, unit: $unit, value: $value, show: $show }
    };
}

/// Every figure, in the order of the table.
pub static METRICS: &[ReportMetric] = &[
    metric!(0, "facility_power_w", "At the utility meter", "kW", |a| a.facility_power_w, format_kilo),
    metric!(0, "it_power_w", "IT equipment", "kW", |a| a.it_power_w, format_kilo),
    metric!(0, "racks", "Racks", "", |a| a.racks.map(f64::from), format_whole),
    metric!(1, "rack.power_w", "Rack power", "kW", |a| rack_value(a, |r| r.power_w), format_kilo),
    metric!(1, "rack.accelerators", "Accelerators", "", |a| rack_value(a, |r| f64::from(r.accelerators)), format_whole),
    metric!(1, "rack.fan_power_w", "Server fans", "kW", |a| rack_value(a, |r| r.fan_power_w), format_kilo),
    metric!(1, "rack.pump_power_w", "Coolant pumps", "kW", |a| rack_value(a, |r| r.pump_power_w), format_kilo),
    metric!(
        1,
        "rack.hottest_chip_c",
        "Hottest junction",
        "degC",
        |a| rack_value(a, |r| r.hottest_chip_c),
        format_one_decimal
    ),
    metric!(1, "rack.chip_limit_c", "Its limit", "degC", |a| rack_value(a, |r| r.chip_limit_c), format_one_decimal),
    metric!(1, "rack.supply_c", "Coolant at the parts", "degC", |a| rack_value(a, |r| r.supply_c), format_one_decimal),
    metric!(1, "rack.return_c", "Coolant leaving", "degC", |a| rack_value(a, |r| r.return_c), format_one_decimal),
    metric!(
        1,
        "rack.liquid_heat_fraction",
        "Heat to liquid",
        "%",
        |a| rack_value(a, |r| r.liquid_heat_fraction),
        format_percent
    ),
    metric!(1, "rack.speed", "Fan or pump speed", "%", |a| rack_value(a, |r| r.speed), format_percent),
    metric!(1, "rack.performance", "Performance kept", "%", |a| rack_value(a, |r| r.performance), format_percent),
    metric!(2, "annual.pue", "PUE", "", |a| annual_value(a, |y| y.pue), format_three_decimals),
    metric!(2, "annual.itue", "ITUE", "", |a| annual_value(a, |y| y.itue), format_three_decimals),
    metric!(2, "annual.tue", "TUE", "", |a| annual_value(a, |y| y.tue), format_three_decimals),
    metric!(2, "annual.wue_l_per_kwh", "WUE", "L/kWh", |a| annual_value(a, |y| y.wue_l_per_kwh), format_two_decimals),
    metric!(
        2,
        "annual.wue_source_l_per_kwh",
        "WUE with that of electricity",
        "L/kWh",
        |a| annual_value(a, |y| y.wue_source_l_per_kwh),
        format_two_decimals
    ),
    metric!(
        2,
        "annual.cue_kg_per_kwh",
        "CUE",
        "kg/kWh",
        |a| annual_value(a, |y| y.cue_kg_per_kwh),
        format_three_decimals
    ),
    metric!(2, "annual.energy_kwh", "Electricity", "MWh", |a| annual_value(a, |y| y.energy_kwh), format_thousands),
    metric!(2, "annual.it_energy_kwh", "of it IT", "MWh", |a| annual_value(a, |y| y.it_energy_kwh), format_thousands),
    metric!(2, "annual.water_l", "Water", "m3", |a| annual_value(a, |y| y.water_l), format_thousands),
    metric!(
        2,
        "annual.free_cooling_hours",
        "Hours without compressors",
        "h",
        |a| annual_value(a, |y| y.free_cooling_hours),
        format_whole
    ),
    metric!(
        2,
        "annual.unmet_hours",
        "Hours above set point",
        "h",
        |a| annual_value(a, |y| y.unmet_hours),
        format_whole
    ),
    metric!(
        2,
        "annual.carbon_kg_co2e",
        "Carbon",
        "t CO2e",
        |a| annual_value(a, |y| y.carbon_kg_co2e),
        format_thousands
    ),
    metric!(
        2,
        "annual.tokens_per_joule",
        "Output tokens at the meter",
        "1/J",
        |a| a.annual.as_ref().and_then(|y| y.tokens_per_joule),
        format_four_decimals
    ),
    metric!(
        2,
        "energy_balance_relative_error",
        "Energy balance error",
        "",
        |a| a.energy_balance_relative_error,
        |v, _| format!("{v:.0e}")
    ),
    metric!(3, "annual.cost_usd", "Electricity a year", "kUSD", |a| annual_value(a, |y| y.cost_usd), format_thousands),
    metric!(
        3,
        "annual.demand_cost_usd",
        "Charges for peaks",
        "kUSD",
        |a| ownership_value(a, |m| m.demand_cost_usd),
        format_thousands
    ),
    metric!(
        3,
        "annual.water_cost_usd",
        "Water",
        "kUSD",
        |a| ownership_value(a, |m| m.water_cost_usd),
        format_thousands
    ),
    metric!(
        3,
        "annual.maintenance_cost_usd",
        "Maintenance",
        "kUSD",
        |a| ownership_value(a, |m| m.maintenance_cost_usd),
        format_thousands
    ),
    metric!(
        3,
        "annual.annual_cost_usd",
        "All of a year",
        "kUSD",
        |a| ownership_value(a, |m| m.annual_cost_usd),
        format_thousands
    ),
    metric!(3, "annual.capital_usd", "Capital", "kUSD", |a| ownership_value(a, |m| m.capital_usd), format_thousands),
    metric!(
        3,
        "annual.net_present_cost_usd",
        "All years, discounted",
        "kUSD",
        |a| ownership_value(a, |m| m.net_present_cost_usd),
        format_thousands
    ),
    metric!(
        3,
        "annual.levelised_cost_usd_per_kwh_it",
        "Levelised over IT energy",
        "USD/kWh",
        |a| ownership_value(a, |m| m.levelised_cost_usd_per_kwh_it),
        format_four_decimals
    ),
];

impl ReportMetric {
    /// The label with its unit.
    pub fn heading_with_unit(&self, units: UnitSystem) -> String {
        units.unit_for(self.unit).heading_with_unit(self.label)
    }
    /// A value in the unit of the key as shown.
    pub fn format_value(&self, value: f64, units: UnitSystem) -> String {
        (self.show)(value, units.unit_for(self.unit))
    }
    /// The figure as shown, with its interval where one was sampled; a dash where there is none.
    pub fn format_with_interval(&self, architecture: &ArchitectureResult, units: UnitSystem) -> String {
        let Some(value) = (self.value)(architecture) else { return "–".to_owned() };
        let show = |v| self.format_value(v, units);
        let interval = architecture.uncertainty.as_ref().and_then(|u| u.get(self.key));
        match interval.filter(|i| i.p05 < i.p95) {
            Some(i) => format!("{} ({} to {})", show(value), show(i.p05), show(i.p95)),
            None => show(value),
        }
    }
}

/// Figures that say how much there is of something, or how exact a result is: nothing to ask an interval of.
const WITHOUT_INTERVAL: [&str; 4] =
    ["racks", "rack.accelerators", "rack.chip_limit_c", "energy_balance_relative_error"];
/// Figures of which more is better.
const HIGHER_IS_BETTER: [&str; 3] = ["rack.performance", "annual.free_cooling_hours", "annual.tokens_per_joule"];
/// Figures of which neither more nor less is better.
const NO_BETTER_DIRECTION: [&str; 3] = ["rack.supply_c", "rack.return_c", "rack.liquid_heat_fraction"];

/// Figures that decisions rest on.
pub const DECISIVE_KEYS: [&str; 8] = [
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
pub fn uncertainty_figures() -> Vec<TrackedFigure> {
    let better = |key: &str| match key {
        k if NO_BETTER_DIRECTION.contains(&k) => None,
        k if HIGHER_IS_BETTER.contains(&k) => Some(BetterDirection::Higher),
        _ => Some(BetterDirection::Lower),
    };
    let figure = |m: &ReportMetric| TrackedFigure {
        key: m.key,
        value: m.value,
        better: better(m.key),
        decisive: DECISIVE_KEYS.contains(&m.key),
    };
    METRICS.iter().filter(|m| !WITHOUT_INTERVAL.contains(&m.key)).map(figure).collect()
}

/// The figure of a key.
pub fn find_metric(key: &str) -> Option<&'static ReportMetric> {
    METRICS.iter().find(|m| m.key == key)
}
