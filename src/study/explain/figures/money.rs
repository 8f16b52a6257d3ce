//! Money.

use crate::component::kind::LawResult;
use crate::site::money::annuity_factor;

use super::definition::{
    FigureDefinition, LawSource, figure_from_components, figure_from_terms, product_of_terms, sum_of_terms,
};

/// The figures of cost and capital.
pub(crate) static FIGURES: &[FigureDefinition] = &[
    figure_from_terms(
        "annual.cost_usd",
        "Electricity of a year",
        ("energy at the meter times its price", "K = E · p"),
        &["annual.energy_kwh", "site.electricity_price_usd_per_kwh"],
        product_of_terms,
    ),
    figure_from_components(
        "annual.demand_cost_usd",
        "Charges for the months' largest powers",
        ("the largest power of each month times the charge", "K = Σ P_max · d"),
        &["site.demand_charge_usd_per_kw_month", "annual.peak_facility_power_w"],
        &[],
    ),
    figure_from_components(
        "annual.peak_facility_power_w",
        "Largest power of any hour",
        ("the most that the meter sees", "max P"),
        &[],
        &[],
    ),
    figure_from_terms(
        "annual.water_cost_usd",
        "Water of a year",
        ("water times its price", "K = W · p_w"),
        &["annual.water_l", "annual.water_from_bins_l", "site.water_price_usd_per_m3"],
        |v| (v[0] + v[1]) / 1e3 * v[2],
    ),
    figure_from_terms(
        "annual.maintenance_cost_usd",
        "Maintenance of a year",
        ("a share of what plant, power chain and racks' cooling cost", "K = m · K_plant"),
        &["cost.maintenance_share", "capital.plant_usd"],
        product_of_terms,
    ),
    figure_from_terms(
        "annual.annual_cost_usd",
        "Cost of a year",
        ("electricity, peaks, water and maintenance", "K = ΣK_i"),
        &["annual.cost_usd", "annual.demand_cost_usd", "annual.water_cost_usd", "annual.maintenance_cost_usd"],
        sum_of_terms,
    ),
    figure_from_terms(
        "annual.capital_usd",
        "Capital",
        ("what plant, power chain and racks' cooling cost, and IT where its price is given", "K_0 = K_plant + K_IT"),
        &["capital.plant_usd", "annual.it_capital_usd"],
        sum_of_terms,
    ),
    figure_from_components(
        "capital.plant_usd",
        "Price of plant, power chain and racks' cooling",
        ("each item by its price for a kilowatt or a piece", "K = Σ n P k"),
        &[],
        &[LawSource::Equipment(LawResult::CapitalCost)],
    ),
    figure_from_components(
        "annual.it_capital_usd",
        "Price of the IT equipment",
        ("price of an accelerator, where the scenario gives it", "K = n k_acc"),
        &[],
        &[],
    ),
    figure_from_terms(
        "annual.net_present_cost_usd",
        "Cost of all years, discounted",
        ("capital, and the cost of a year times the worth of a dollar a year", "NPC = K_0 + K (1 - (1 + i)^-n) / i"),
        &["annual.capital_usd", "annual.annual_cost_usd", "cost.discount_rate", "cost.years"],
        |v| v[0] + v[1] * annuity_factor(v[2], v[3]),
    ),
    figure_from_terms(
        "annual.levelised_cost_usd_per_kwh_it",
        "Levelised cost over IT energy",
        ("cost of all years over their IT energy, discounted alike", "NPC / (E_IT (1 - (1 + i)^-n) / i)"),
        &["annual.net_present_cost_usd", "annual.it_energy_kwh", "cost.discount_rate", "cost.years"],
        |v| v[0] / (v[1] * annuity_factor(v[2], v[3])),
    ),
    figure_from_components(
        "site.electricity_price_usd_per_kwh",
        "Price of electricity",
        ("of the scenario or the climate", "p"),
        &[],
        &[LawSource::Climate],
    ),
    figure_from_components(
        "site.water_price_usd_per_m3",
        "Price of water",
        ("of the scenario or the catalog", "p_w"),
        &[],
        &[LawSource::Equipment(LawResult::WaterPrice)],
    ),
    figure_from_components(
        "site.demand_charge_usd_per_kw_month",
        "Charge for a month's largest power",
        ("of the scenario", "d"),
        &[],
        &[],
    ),
    figure_from_components(
        "cost.maintenance_share",
        "Maintenance a year",
        ("of the scenario or the catalog", "m"),
        &[],
        &[LawSource::Equipment(LawResult::LifeCycleCost)],
    ),
    figure_from_components(
        "cost.discount_rate",
        "Interest",
        ("of the scenario or the catalog", "i"),
        &[],
        &[LawSource::Equipment(LawResult::LifeCycleCost)],
    ),
    figure_from_components(
        "cost.years",
        "Years",
        ("of the scenario or the catalog", "n"),
        &[],
        &[LawSource::Equipment(LawResult::LifeCycleCost)],
    ),
];
