//! Power by component, and what the place gives.

use super::definition::{FigureDefinition, LawSource, figure_from_components, figure_from_terms, sum_of_terms};
use crate::component::end_use::EndUse;
use crate::component::kind::LawResult;

/// The figures of power and of the site.
pub(crate) static FIGURES: &[FigureDefinition] = &[
    figure_from_terms(
        "facility_power_w",
        "Power at the utility meter, mean of the year",
        ("the sum of what every class of component draws", "P_facility = Σ P_i"),
        &[
            "power.accelerators",
            "power.other_it",
            "power.server_fans",
            "power.network",
            "power.storage",
            "power.conversion",
            "power.air_handling",
            "power.pumps",
            "power.chillers",
            "power.purchased_cooling",
            "power.heat_rejection",
            "power.building",
        ],
        sum_of_terms,
    ),
    figure_from_terms(
        "it_power_w",
        "Power of the IT equipment, mean of the year",
        ("energy at the inlet of the IT equipment over the hours", "P_IT = E_IT / t"),
        &["annual.it_energy_kwh", "site.hours"],
        |v| 1e3 * v[0] / v[1],
    ),
    figure_from_components(
        "power.accelerators",
        "Accelerators",
        ("busy ones at full load, the others idle, at their temperature", "P = n [u P_busy(T) + (1 - u) P_idle]"),
        &["it.utilisation"],
        &[LawSource::Accelerators, LawSource::Equipment(LawResult::Power(EndUse::Accelerators))],
    ),
    figure_from_components(
        "power.other_it",
        "Other IT",
        ("processors, memory, switches, network cards, boards at their load", "P = Σ [u P_busy + (1 - u) P_idle]"),
        &["it.utilisation"],
        &[LawSource::OtherParts, LawSource::Systems],
    ),
    figure_from_components(
        "power.server_fans",
        "Server fans",
        ("the racks' fans through the year, by load and supply temperature", "P = Σ V Δp / η"),
        &[],
        &[LawSource::Equipment(LawResult::Power(EndUse::ServerFans)), LawSource::Systems],
    ),
    figure_from_components(
        "power.network",
        "Network between racks",
        ("switches that the systems name, or the power that the scenario gives", "P = Σ n P_device"),
        &[],
        &[LawSource::Network, LawSource::Systems],
    ),
    figure_from_components(
        "power.storage",
        "Storage and management",
        ("for each accelerator of the first architecture", "P = N (p_storage + p_management)"),
        &[],
        &[LawSource::Equipment(LawResult::Power(EndUse::Storage))],
    ),
    figure_from_components(
        "power.conversion",
        "Conversion",
        ("loss of supplies, busways, UPS and transformers at each hour's load", "P = Σ P_r (a0 + a1 x + a2 x²)"),
        &[],
        &[LawSource::Equipment(LawResult::Power(EndUse::Conversion))],
    ),
    figure_from_components(
        "power.air_handling",
        "Air handling",
        ("fans of handlers, doors and air plants, each by its own law", "P = Σ P_fan"),
        &[],
        &[LawSource::Equipment(LawResult::Power(EndUse::AirHandling))],
    ),
    figure_from_components(
        "power.pumps",
        "Pumps",
        ("coolant, facility, chilled and condenser water", "P = Σ V Δp / η"),
        &[],
        &[LawSource::Equipment(LawResult::Power(EndUse::Pumps))],
    ),
    figure_from_components(
        "power.chillers",
        "Chillers and compressors",
        ("each hour's load by the curves of the machine", "P = Q / COP(T_chilled, T_condenser, x)"),
        &[],
        // The limits of outdoor air say when compressors must run.
        &[LawSource::Equipment(LawResult::Power(EndUse::Chillers)), LawSource::Equipment(LawResult::OutdoorAirLimits)],
    ),
    figure_from_components(
        "power.purchased_cooling",
        "Purchased cooling",
        ("electricity of the campus plant for the heat that its chilled water takes", "P = Q / COP"),
        &[],
        &[LawSource::Equipment(LawResult::Power(EndUse::PurchasedCooling))],
    ),
    figure_from_components(
        "power.heat_rejection",
        "Fans of heat rejection",
        ("fans of towers, dry coolers and condensers to hold the set point", "P = P_0 n³"),
        &[],
        &[LawSource::Equipment(LawResult::Power(EndUse::HeatRejection))],
    ),
    figure_from_components(
        "power.building",
        "Lighting and fixed loads",
        ("lighting and controls of the hall, and what the scenario adds", "P = A (p s + c) + P_fixed"),
        &[],
        &[LawSource::Equipment(LawResult::Power(EndUse::Building))],
    ),
    figure_from_components("site.hours", "Hours of the year", ("of the weather", "t"), &[], &[]),
    figure_from_components(
        "site.grid_carbon_g_per_kwh",
        "Carbon of the grid",
        ("of the scenario or the climate", "c"),
        &[],
        &[LawSource::Climate],
    ),
    figure_from_components(
        "site.electricity_water_l_per_kwh",
        "Water of a kilowatt-hour",
        ("of the scenario or the catalog", "w"),
        &[],
        &[LawSource::Equipment(LawResult::GenerationWater)],
    ),
    figure_from_components("it.utilisation", "Share of the servers that are busy", ("of the scenario", "u"), &[], &[]),
];
