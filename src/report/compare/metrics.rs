//! The figures that every view shows, listed once.

use crate::study::compare::cost_result::OwnershipCost;
use crate::study::compare::result::{AnnualResult, ArchitectureResult, RackSummary};
use crate::study::uncertainty::TrackedFigure;

use super::metric::MetricSense::{self, HigherIsBetter, LowerIsBetter, Neutral, NotSampled};
use super::metric::{
    ReportMetric, format_four_decimals, format_kilo, format_one_decimal, format_percent, format_thousands,
    format_three_decimals, format_two_decimals, format_whole,
};

fn rack_value(a: &ArchitectureResult, f: fn(&RackSummary) -> f64) -> Option<f64> {
    a.rack.as_ref().map(f)
}

fn annual_value(a: &ArchitectureResult, f: fn(&AnnualResult) -> f64) -> Option<f64> {
    a.annual.as_ref().map(f)
}

fn ownership_value(a: &ArchitectureResult, f: fn(&OwnershipCost) -> f64) -> Option<f64> {
    a.annual.as_ref().map(|y| f(&y.ownership))
}

/// Sections in the order of the table.
pub const SECTIONS: [&str; 4] = ["Mean power", "One rack at full load", "The year", "Cost"];

macro_rules! metric {
    ($section:expr, $key:literal, $sense:expr, $label:literal, $unit:literal, $value:expr, $show:expr) => {
        ReportMetric {
            section: SECTIONS[$section],
            key: $key,
            sense: $sense,
            label: $label,
            unit: $unit,
            value: $value,
            show: $show,
        }
    };
}

/// Every figure, in the order of the table.
pub static METRICS: &[ReportMetric] = &[
    metric!(0, "facility_power_w", LowerIsBetter, "At the utility meter", "kW", |a| a.facility_power_w, format_kilo),
    metric!(0, "it_power_w", LowerIsBetter, "IT equipment", "kW", |a| a.it_power_w, format_kilo),
    metric!(0, "racks", NotSampled, "Racks", "", |a| a.racks.map(f64::from), format_whole),
    metric!(1, "rack.power_w", LowerIsBetter, "Rack power", "kW", |a| rack_value(a, |r| r.power_w), format_kilo),
    metric!(
        1,
        "rack.accelerators",
        NotSampled,
        "Accelerators",
        "",
        |a| rack_value(a, |r| f64::from(r.accelerators)),
        format_whole
    ),
    metric!(
        1,
        "rack.fan_power_w",
        LowerIsBetter,
        "Server fans",
        "kW",
        |a| rack_value(a, |r| r.fan_power_w),
        format_kilo
    ),
    metric!(
        1,
        "rack.pump_power_w",
        LowerIsBetter,
        "Coolant pumps",
        "kW",
        |a| rack_value(a, |r| r.pump_power_w),
        format_kilo
    ),
    metric!(
        1,
        "rack.hottest_chip_c",
        LowerIsBetter,
        "Hottest junction",
        "degC",
        |a| rack_value(a, |r| r.hottest_chip_c),
        format_one_decimal
    ),
    metric!(
        1,
        "rack.chip_limit_c",
        NotSampled,
        "Junction limit",
        "degC",
        |a| rack_value(a, |r| r.chip_limit_c),
        format_one_decimal
    ),
    metric!(
        1,
        "rack.supply_c",
        Neutral,
        "Coolant inlet at components",
        "degC",
        |a| rack_value(a, |r| r.supply_c),
        format_one_decimal
    ),
    metric!(
        1,
        "rack.return_c",
        Neutral,
        "Coolant return",
        "degC",
        |a| rack_value(a, |r| r.return_c),
        format_one_decimal
    ),
    metric!(
        1,
        "rack.liquid_heat_fraction",
        Neutral,
        "Heat to liquid",
        "%",
        |a| rack_value(a, |r| r.liquid_heat_fraction),
        format_percent
    ),
    metric!(1, "rack.speed", LowerIsBetter, "Fan or pump speed", "%", |a| rack_value(a, |r| r.speed), format_percent),
    metric!(
        1,
        "rack.performance",
        HigherIsBetter,
        "Performance retained",
        "%",
        |a| rack_value(a, |r| r.performance),
        format_percent
    ),
    metric!(2, "annual.pue", LowerIsBetter, "PUE", "", |a| annual_value(a, |y| y.pue), format_three_decimals),
    metric!(2, "annual.itue", LowerIsBetter, "ITUE", "", |a| annual_value(a, |y| y.itue), format_three_decimals),
    metric!(2, "annual.tue", LowerIsBetter, "TUE", "", |a| annual_value(a, |y| y.tue), format_three_decimals),
    metric!(
        2,
        "annual.wue_l_per_kwh",
        LowerIsBetter,
        "WUE",
        "L/kWh",
        |a| a.annual.as_ref()?.wue_l_per_kwh,
        format_two_decimals
    ),
    metric!(
        2,
        "annual.wue_source_l_per_kwh",
        LowerIsBetter,
        "WUE source",
        "L/kWh",
        |a| a.annual.as_ref()?.wue_source_l_per_kwh,
        format_two_decimals
    ),
    metric!(
        2,
        "annual.cue_kg_per_kwh",
        LowerIsBetter,
        "CUE",
        "kg/kWh",
        |a| annual_value(a, |y| y.cue_kg_per_kwh),
        format_three_decimals
    ),
    metric!(
        2,
        "annual.energy_kwh",
        LowerIsBetter,
        "Electricity",
        "MWh",
        |a| annual_value(a, |y| y.energy_kwh),
        format_thousands
    ),
    metric!(
        2,
        "annual.it_energy_kwh",
        LowerIsBetter,
        "of which IT",
        "MWh",
        |a| annual_value(a, |y| y.it_energy_kwh),
        format_thousands
    ),
    metric!(2, "annual.water_l", LowerIsBetter, "Water", "m3", |a| a.annual.as_ref()?.water_l, format_thousands),
    metric!(
        2,
        "annual.free_cooling_hours",
        HigherIsBetter,
        "Free-cooling hours",
        "h",
        |a| annual_value(a, |y| y.free_cooling_hours),
        format_whole
    ),
    metric!(
        2,
        "annual.liquid_plant_free_cooling_hours",
        NotSampled,
        "Free-cooling hours, liquid plant alone",
        "h",
        |a| a.annual.as_ref().and_then(|y| y.liquid_plant_free_cooling_hours),
        format_whole
    ),
    metric!(
        2,
        "annual.unmet_hours",
        LowerIsBetter,
        "Unmet hours",
        "h",
        |a| annual_value(a, |y| y.unmet_hours),
        format_whole
    ),
    metric!(
        2,
        "annual.carbon_kg_co2e",
        LowerIsBetter,
        "Carbon",
        "t CO₂e",
        |a| annual_value(a, |y| y.carbon_kg_co2e),
        format_thousands
    ),
    metric!(
        2,
        "annual.tokens_per_joule",
        HigherIsBetter,
        "Tokens per J at the meter",
        "",
        |a| a.annual.as_ref().and_then(|y| y.tokens_per_joule),
        format_four_decimals
    ),
    metric!(
        2,
        "energy_balance_relative_error",
        NotSampled,
        "Energy balance error",
        "",
        |a| a.energy_balance_relative_error,
        |v, _| format!("{v:.0e}")
    ),
    metric!(
        3,
        "annual.cost_usd",
        LowerIsBetter,
        "Electricity cost",
        "kUSD",
        |a| annual_value(a, |y| y.cost_usd),
        format_thousands
    ),
    metric!(
        3,
        "annual.demand_cost_usd",
        LowerIsBetter,
        "Demand charge",
        "kUSD",
        |a| ownership_value(a, |m| m.demand_cost_usd),
        format_thousands
    ),
    metric!(
        3,
        "annual.water_cost_usd",
        LowerIsBetter,
        "Water",
        "kUSD",
        |a| ownership_value(a, |m| m.water_cost_usd),
        format_thousands
    ),
    metric!(
        3,
        "annual.maintenance_cost_usd",
        LowerIsBetter,
        "Maintenance",
        "kUSD",
        |a| ownership_value(a, |m| m.maintenance_cost_usd),
        format_thousands
    ),
    metric!(
        3,
        "annual.annual_cost_usd",
        LowerIsBetter,
        "Annual cost",
        "kUSD",
        |a| ownership_value(a, |m| m.annual_cost_usd),
        format_thousands
    ),
    metric!(
        3,
        "annual.capital_usd",
        LowerIsBetter,
        "Capital",
        "kUSD",
        |a| ownership_value(a, |m| m.capital_usd),
        format_thousands
    ),
    metric!(
        3,
        "annual.net_present_cost_usd",
        LowerIsBetter,
        "Life-cycle cost (net present)",
        "kUSD",
        |a| ownership_value(a, |m| m.net_present_cost_usd),
        format_thousands
    ),
    metric!(
        3,
        "annual.levelised_cost_usd_per_kwh_it",
        LowerIsBetter,
        "Levelised cost over IT energy",
        "USD/kWh",
        |a| ownership_value(a, |m| m.levelised_cost_usd_per_kwh_it),
        format_four_decimals
    ),
];

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
    let figure = |m: &ReportMetric| TrackedFigure {
        key: m.key,
        value: m.value,
        better: m.sense.better_direction(),
        decisive: DECISIVE_KEYS.contains(&m.key),
    };
    METRICS.iter().filter(|m| m.sense != MetricSense::NotSampled).map(figure).collect()
}

/// The figure of a key.
pub fn find_metric(key: &str) -> Option<&'static ReportMetric> {
    METRICS.iter().find(|m| m.key == key)
}
