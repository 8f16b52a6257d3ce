//! The year.

use super::definition::{
    FigureDefinition, LawSource, energy_from_power, figure_from_components, figure_from_terms, product_of_terms,
    ratio_of_terms,
};
use crate::component::end_use::EndUse;
use crate::component::kind::LawResult;

/// The figures of the year.
pub(crate) static FIGURES: &[FigureDefinition] = &[
    figure_from_terms(
        "annual.pue",
        "Power usage effectiveness, PUE",
        ("energy at the meter over energy of the IT equipment", "PUE = E_facility / E_IT"),
        &["annual.energy_kwh", "annual.it_energy_kwh"],
        ratio_of_terms,
    ),
    figure_from_terms(
        "annual.itue",
        "IT power usage effectiveness, ITUE",
        ("energy of the IT equipment over that of its computing parts", "ITUE = E_IT / E_compute"),
        &["annual.it_energy_kwh", "annual.compute_energy_kwh"],
        ratio_of_terms,
    ),
    figure_from_terms(
        "annual.tue",
        "Total usage effectiveness, TUE",
        ("ITUE times PUE", "TUE = ITUE · PUE"),
        &["annual.itue", "annual.pue"],
        product_of_terms,
    ),
    figure_from_terms(
        "annual.wue_l_per_kwh",
        "Water usage effectiveness, WUE",
        ("water drawn on site over energy of the IT equipment", "WUE = W / E_IT"),
        &["annual.water_l", "annual.it_energy_kwh"],
        ratio_of_terms,
    ),
    figure_from_terms(
        "annual.wue_source_l_per_kwh",
        "WUE with the water of electricity",
        ("WUE, and the water of each kilowatt-hour times PUE", "WUE_source = WUE + w · PUE"),
        &["annual.wue_l_per_kwh", "site.electricity_water_l_per_kwh", "annual.pue"],
        |v| v[0] + v[1] * v[2],
    ),
    figure_from_terms(
        "annual.cue_kg_per_kwh",
        "Carbon usage effectiveness, CUE",
        ("emissions over energy of the IT equipment", "CUE = C / E_IT"),
        &["annual.carbon_kg_co2e", "annual.it_energy_kwh"],
        ratio_of_terms,
    ),
    figure_from_terms(
        "annual.energy_kwh",
        "Energy at the utility meter",
        ("mean power times the hours of the year", "E = P · t"),
        &["facility_power_w", "site.hours"],
        energy_from_power,
    ),
    figure_from_terms(
        "annual.it_energy_kwh",
        "Energy of the IT equipment",
        ("computing parts, server fans and loss of the supplies", "E_IT = E_compute + P_fan t + E_loss"),
        &["annual.compute_energy_kwh", "annual.supply_loss_kwh", "power.server_fans", "site.hours"],
        |v| v[0] + v[1] + v[2] * v[3] / 1e3,
    ),
    figure_from_terms(
        "annual.compute_energy_kwh",
        "Energy of the computing parts",
        (
            "accelerators and other parts, network between the racks, storage and management",
            "E = (P_acc + P_other + P_net + P_store) · t",
        ),
        &["power.accelerators", "power.other_it", "power.network", "power.storage", "site.hours"],
        energy_from_power,
    ),
    figure_from_components(
        "annual.supply_loss_kwh",
        "Loss of the racks' supplies",
        ("loss at each hour's load, summed", "E = Σ P_r (a0 + a1 x + a2 x²)"),
        &[],
        &[LawSource::Equipment(LawResult::SupplyLoss)],
    ),
    figure_from_components(
        "annual.water_l",
        "Water drawn on site",
        ("evaporation, drift and blow-down of towers; evaporation and bleed of pads", "W = Σ (E + D + B)"),
        &[],
        &[LawSource::Equipment(LawResult::SiteWater)],
    ),
    figure_from_components(
        "annual.water_from_bins_l",
        "Water drawn on site, estimated from joint bins",
        ("evaporation and bleed of pads, to 10 %", "W = Σ (E + B)"),
        &[],
        &[LawSource::Equipment(LawResult::SiteWater)],
    ),
    figure_from_terms(
        "annual.wue_from_bins_l_per_kwh",
        "WUE, estimated from joint bins",
        ("water drawn on site over energy of the IT equipment", "WUE = W / E_IT"),
        &["annual.water_from_bins_l", "annual.it_energy_kwh"],
        ratio_of_terms,
    ),
    figure_from_components(
        "annual.free_cooling_hours",
        "Free-cooling hours",
        ("hours of the year in which no compressor of the facility draws power", "Σ t : P_compressor = 0"),
        &[],
        &[LawSource::Equipment(LawResult::Power(EndUse::Chillers))],
    ),
    figure_from_components(
        "annual.liquid_plant_free_cooling_hours",
        "Free-cooling hours of the liquid loop's plant",
        ("hours in which no compressor of the liquid loop's plant draws power", "Σ t : P_compressor = 0"),
        &[],
        &[LawSource::Equipment(LawResult::Power(EndUse::Chillers))],
    ),
    figure_from_components(
        "annual.unmet_hours",
        "Hours above the set point",
        ("hours in which the supply is warmer than its set point", "Σ t : T_supply > T_set"),
        &[],
        &[LawSource::Equipment(LawResult::Power(EndUse::Chillers))],
    ),
    figure_from_terms(
        "annual.carbon_kg_co2e",
        "Emissions of the electricity",
        ("energy at the meter times carbon of the grid", "C = E · c"),
        &["annual.energy_kwh", "site.grid_carbon_g_per_kwh"],
        |v| v[0] * v[1] / 1e3,
    ),
    figure_from_terms(
        "annual.tokens_per_joule",
        "Output tokens for each joule at the meter",
        ("tokens of the year over energy at the meter", "tokens / (3.6e6 · E)"),
        &["annual.output_tokens", "annual.energy_kwh"],
        |v| v[0] / (v[1] * 3.6e6),
    ),
    figure_from_components(
        "annual.output_tokens",
        "Output tokens of the year",
        (
            "measured tokens a second of one accelerator, times accelerators, utilisation, performance and seconds",
            "N = r n u f t",
        ),
        &["it.utilisation", "rack.performance", "site.hours"],
        &[LawSource::Workload],
    ),
    figure_from_components(
        "energy_balance_relative_error",
        "Error of the energy balance",
        ("heat out against electricity in, the worst of rack and year", "|Q_out / E_in - 1|"),
        &[],
        &[],
    ),
];
