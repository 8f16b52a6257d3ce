//! The figures of an architecture, by the path of their keys in the JSON: listed once for every study and view.

use crate::scenario::reader::nearest_word;
use crate::study::uncertainty::BetterDirection::{self, Higher, Lower};
use crate::units::suffix::unit_of_key;

use super::cost_result::OwnershipCost;
use super::result::{AnnualResult, ArchitectureResult, RackSummary};

/// A figure of an architecture.
#[derive(Clone, Copy, Debug)]
pub struct ResultFigure {
    /// Path of keys in the JSON of an architecture; it ends in the unit.
    pub key: &'static str,
    /// What people read.
    pub label: &'static str,
    /// Which of two values is better; nothing where neither is.
    pub better: Option<BetterDirection>,
    /// Whether an interval is asked of it: not of how much there is of something, nor of how exact a result is.
    pub sampled: bool,
    /// The value in the unit of the key; nothing where it does not exist.
    pub value: fn(&ArchitectureResult) -> Option<f64>,
}

impl ResultFigure {
    /// Unit of the value, as its key ends; empty for a ratio or a count.
    pub fn unit(&self) -> &'static str {
        unit_of_key(self.key)
    }
}

/// The figure of a key.
pub fn find_figure(key: &str) -> Option<&'static ResultFigure> {
    FIGURES.iter().find(|figure| figure.key == key)
}

/// The key that is nearest to a text, if one is near.
pub fn suggest_figure(text: &str) -> Option<&'static str> {
    let own = |word: &str| FIGURES.iter().map(|figure| figure.key).find(|key| key.rsplit('.').next() == Some(word));
    own(text).or_else(|| nearest_word(text, FIGURES.iter().map(|figure| figure.key)))
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

/// Limit less temperature of the part that is nearest to its limit, of the racks of all groups.
fn least_margin_k(a: &ArchitectureResult) -> Option<f64> {
    let racks = a.rack.iter().chain(a.groups.iter().map(|group| &group.rack));
    racks.flat_map(|rack| &rack.parts).map(|part| part.limit_c - part.temperature_c).reduce(f64::min)
}

macro_rules! figure {
    ($key:literal, $label:literal, $better:expr, $sampled:literal, $value:expr) => {
        ResultFigure { key: $key, label: $label, better: $better, sampled: $sampled, value: $value }
    };
}

/// Every figure.
pub static FIGURES: &[ResultFigure] = &[
    figure!("facility_power_w", "At the utility meter", Some(Lower), true, |a| a.facility_power_w),
    figure!("it_power_w", "IT equipment", Some(Lower), true, |a| a.it_power_w),
    figure!("racks", "Racks", None, false, |a| a.racks.map(f64::from)),
    figure!("rack.power_w", "Rack power", Some(Lower), true, |a| rack_value(a, |r| r.power_w)),
    figure!("rack.accelerators", "Accelerators", None, false, |a| rack_value(a, |r| f64::from(r.accelerators))),
    figure!("rack.fan_power_w", "Server fans", Some(Lower), true, |a| rack_value(a, |r| r.fan_power_w)),
    figure!("rack.pump_power_w", "Coolant pumps", Some(Lower), true, |a| rack_value(a, |r| r.pump_power_w)),
    figure!("rack.hottest_chip_c", "Hottest junction", Some(Lower), true, |a| rack_value(a, |r| r.hottest_chip_c)),
    figure!("rack.chip_limit_c", "Junction limit", None, false, |a| rack_value(a, |r| r.chip_limit_c)),
    figure!("rack.supply_c", "Coolant inlet at components", None, true, |a| rack_value(a, |r| r.supply_c)),
    figure!("rack.return_c", "Coolant return", None, true, |a| rack_value(a, |r| r.return_c)),
    figure!("rack.liquid_heat_fraction", "Heat to liquid", None, true, |a| rack_value(a, |r| r.liquid_heat_fraction)),
    figure!("rack.speed", "Fan or pump speed", Some(Lower), true, |a| rack_value(a, |r| r.speed)),
    figure!("rack.performance", "Performance retained", Some(Higher), true, |a| rack_value(a, |r| r.performance)),
    figure!("annual.pue", "PUE", Some(Lower), true, |a| annual_value(a, |y| y.pue)),
    figure!("annual.itue", "ITUE", Some(Lower), true, |a| annual_value(a, |y| y.itue)),
    figure!("annual.tue", "TUE", Some(Lower), true, |a| annual_value(a, |y| y.tue)),
    figure!("annual.wue_l_per_kwh", "WUE", Some(Lower), true, |a| a.annual.as_ref()?.wue_l_per_kwh),
    figure!("annual.wue_source_l_per_kwh", "WUE source", Some(Lower), true, |a| a
        .annual
        .as_ref()?
        .wue_source_l_per_kwh),
    figure!("annual.cue_kg_per_kwh", "CUE", Some(Lower), true, |a| annual_value(a, |y| y.cue_kg_per_kwh)),
    figure!("annual.energy_kwh", "Electricity", Some(Lower), true, |a| annual_value(a, |y| y.energy_kwh)),
    figure!("annual.it_energy_kwh", "of which IT", Some(Lower), true, |a| annual_value(a, |y| y.it_energy_kwh)),
    figure!("annual.water_l", "Water", Some(Lower), true, |a| a.annual.as_ref()?.water_l),
    figure!("annual.free_cooling_hours", "Free-cooling hours", Some(Higher), true, |a| annual_value(a, |y| y
        .free_cooling_hours)),
    figure!("annual.liquid_plant_free_cooling_hours", "Free-cooling hours, liquid plant alone", None, false, |a| a
        .annual
        .as_ref()
        .and_then(|y| y.liquid_plant_free_cooling_hours)),
    figure!("annual.unmet_hours", "Unmet hours", Some(Lower), true, |a| annual_value(a, |y| y.unmet_hours)),
    figure!("annual.carbon_kg_co2e", "Carbon", Some(Lower), true, |a| annual_value(a, |y| y.carbon_kg_co2e)),
    figure!("annual.tokens_per_joule", "Tokens per J at the meter", Some(Higher), true, |a| a
        .annual
        .as_ref()
        .and_then(|y| y.tokens_per_joule)),
    figure!("energy_balance_relative_error", "Energy balance error", None, false, |a| a.energy_balance_relative_error),
    figure!("annual.cost_usd", "Electricity cost", Some(Lower), true, |a| annual_value(a, |y| y.cost_usd)),
    figure!("annual.demand_cost_usd", "Demand charge", Some(Lower), true, |a| ownership_value(a, |m| m
        .demand_cost_usd)),
    figure!("annual.water_cost_usd", "Water", Some(Lower), true, |a| ownership_value(a, |m| m.water_cost_usd)),
    figure!("annual.maintenance_cost_usd", "Maintenance", Some(Lower), true, |a| ownership_value(a, |m| m
        .maintenance_cost_usd)),
    figure!("annual.annual_cost_usd", "Annual cost", Some(Lower), true, |a| ownership_value(a, |m| m.annual_cost_usd)),
    figure!("annual.capital_usd", "Capital", Some(Lower), true, |a| ownership_value(a, |m| m.capital_usd)),
    figure!("annual.net_present_cost_usd", "Life-cycle cost (net present)", Some(Lower), true, |a| ownership_value(
        a,
        |m| m.net_present_cost_usd
    )),
    figure!("annual.levelised_cost_usd_per_kwh_it", "Levelised cost over IT energy", Some(Lower), true, |a| {
        ownership_value(a, |m| m.levelised_cost_usd_per_kwh_it)
    }),
    figure!("rack.chip_margin_k", "Least margin of a part to its limit", Some(Higher), false, least_margin_k),
    figure!(
        "annual.peak_facility_power_w",
        "Largest power at the utility meter",
        Some(Lower),
        false,
        |a| annual_value(a, |y| y.peak_facility_power_w)
    ),
    figure!("annual.peak_it_power_w", "Largest IT power", Some(Lower), false, |a| annual_value(a, |y| y
        .peak_it_power_w)),
    figure!("annual.load_factor", "Mean over largest power at the meter", None, false, |a| annual_value(a, |y| y
        .load_factor)),
    figure!("annual.reused_heat_kwh", "Heat taken to a district", Some(Higher), false, |a| annual_value(a, |y| y
        .reused_heat_kwh)),
    figure!("annual.ere", "ERE", Some(Lower), false, |a| annual_value(a, |y| y.ere)),
    figure!("annual.output_tokens", "Output tokens", Some(Higher), false, |a| a
        .annual
        .as_ref()
        .and_then(|y| y.output_tokens)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_once_and_near_ones_are_found() {
        for (i, figure) in FIGURES.iter().enumerate() {
            assert!(FIGURES[..i].iter().all(|other| other.key != figure.key), "{}", figure.key);
            assert_eq!(find_figure(figure.key).map(|f| f.label), Some(figure.label));
        }
        assert_eq!(suggest_figure("pue"), Some("annual.pue"));
        assert_eq!(suggest_figure("annual.pu"), Some("annual.pue"));
        assert_eq!(suggest_figure("colour of the racks"), None);
        assert_eq!(find_figure("annual.cost_usd").map(ResultFigure::unit), Some("USD"));
    }
}
