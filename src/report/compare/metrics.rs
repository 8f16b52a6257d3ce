//! The figures that every view shows: their sections, the units that they are shown in and how they are written.

use std::sync::LazyLock;

use crate::study::compare::figure::find_figure;
use crate::study::uncertainty::TrackedFigure;

use super::metric::{
    ReportMetric, format_four_decimals, format_kilo, format_one_decimal, format_percent, format_thousands,
    format_three_decimals, format_two_decimals, format_whole,
};
use crate::report::document::units::DisplayUnit;

/// Sections in the order of the table.
pub const SECTIONS: [&str; 4] = ["Mean power", "One rack at full load", "The year", "Cost"];

/// How a value is written in a unit.
type ValueFormat = fn(f64, DisplayUnit<'_>) -> String;

/// Section, key, unit as shown in SI and form of every figure, in the order of the table.
const SHOWN: [(usize, &str, &str, ValueFormat); 37] = [
    (0, "facility_power_w", "kW", format_kilo),
    (0, "it_power_w", "kW", format_kilo),
    (0, "racks", "", format_whole),
    (1, "rack.power_w", "kW", format_kilo),
    (1, "rack.accelerators", "", format_whole),
    (1, "rack.fan_power_w", "kW", format_kilo),
    (1, "rack.pump_power_w", "kW", format_kilo),
    (1, "rack.hottest_chip_c", "degC", format_one_decimal),
    (1, "rack.chip_limit_c", "degC", format_one_decimal),
    (1, "rack.supply_c", "degC", format_one_decimal),
    (1, "rack.return_c", "degC", format_one_decimal),
    (1, "rack.liquid_heat_fraction", "%", format_percent),
    (1, "rack.speed", "%", format_percent),
    (1, "rack.performance", "%", format_percent),
    (2, "annual.pue", "", format_three_decimals),
    (2, "annual.itue", "", format_three_decimals),
    (2, "annual.tue", "", format_three_decimals),
    (2, "annual.wue_l_per_kwh", "L/kWh", format_two_decimals),
    (2, "annual.wue_source_l_per_kwh", "L/kWh", format_two_decimals),
    (2, "annual.cue_kg_per_kwh", "kg/kWh", format_three_decimals),
    (2, "annual.energy_kwh", "MWh", format_thousands),
    (2, "annual.it_energy_kwh", "MWh", format_thousands),
    (2, "annual.water_l", "m3", format_thousands),
    (2, "annual.free_cooling_hours", "h", format_whole),
    (2, "annual.liquid_plant_free_cooling_hours", "h", format_whole),
    (2, "annual.unmet_hours", "h", format_whole),
    (2, "annual.carbon_kg_co2e", "t CO₂e", format_thousands),
    (2, "annual.tokens_per_joule", "", format_four_decimals),
    (2, "energy_balance_relative_error", "", |v, _| format!("{v:.0e}")),
    (3, "annual.cost_usd", "kUSD", format_thousands),
    (3, "annual.demand_cost_usd", "kUSD", format_thousands),
    (3, "annual.water_cost_usd", "kUSD", format_thousands),
    (3, "annual.maintenance_cost_usd", "kUSD", format_thousands),
    (3, "annual.annual_cost_usd", "kUSD", format_thousands),
    (3, "annual.capital_usd", "kUSD", format_thousands),
    (3, "annual.net_present_cost_usd", "kUSD", format_thousands),
    (3, "annual.levelised_cost_usd_per_kwh_it", "USD/kWh", format_four_decimals),
];

/// The same of figures that a comparison has no row for: what sweeps and searches ask for.
const FURTHER: [(usize, &str, &str, ValueFormat); 7] = [
    (1, "rack.chip_margin_k", "K", format_one_decimal),
    (2, "annual.peak_facility_power_w", "kW", format_kilo),
    (2, "annual.peak_it_power_w", "kW", format_kilo),
    (2, "annual.load_factor", "", format_three_decimals),
    (2, "annual.reused_heat_kwh", "MWh", format_thousands),
    (2, "annual.ere", "", format_three_decimals),
    (2, "annual.output_tokens", "", |v, _| format!("{v:.3e}")),
];

/// Every figure, in the order of the table.
pub static METRICS: LazyLock<Vec<ReportMetric>> = LazyLock::new(|| metrics_of(&SHOWN));

/// Figures without a row of their own.
static FURTHER_METRICS: LazyLock<Vec<ReportMetric>> = LazyLock::new(|| metrics_of(&FURTHER));

fn metrics_of(shown: &[(usize, &'static str, &'static str, ValueFormat)]) -> Vec<ReportMetric> {
    let metric = |(section, key, unit, show): &(usize, &'static str, &'static str, ValueFormat)| {
        let figure = find_figure(key)?;
        Some(ReportMetric {
            section: SECTIONS[*section],
            key,
            better: figure.better,
            sampled: figure.sampled,
            label: figure.label,
            unit,
            value: figure.value,
            show: *show,
        })
    };
    shown.iter().filter_map(metric).collect()
}

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
        better: m.better,
        decisive: DECISIVE_KEYS.contains(&m.key),
    };
    METRICS.iter().filter(|m| m.sampled).map(figure).collect()
}

/// The figure of a key, also of one that a comparison has no row for.
pub fn find_metric(key: &str) -> Option<&'static ReportMetric> {
    METRICS.iter().chain(FURTHER_METRICS.iter()).find(|m| m.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::compare::figure::FIGURES;

    #[test]
    fn every_figure_can_be_shown() {
        assert_eq!(METRICS.len() + FURTHER_METRICS.len(), FIGURES.len());
        assert!(FIGURES.iter().all(|figure| find_metric(figure.key).is_some()));
    }
}
