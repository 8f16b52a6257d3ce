//! Figures of one rack at full load.

use super::definition::{FigureDefinition, LawSource, figure_from_components, figure_from_terms, sum_of_terms};
use crate::component::end_use::EndUse;
use crate::component::kind::LawResult;

/// The figures of one rack.
pub(crate) static FIGURES: &[FigureDefinition] = &[
    figure_from_components(
        "racks",
        "Racks",
        ("accelerators, racks or load asked for, over those of one rack, rounded up", "n = ⌈asked / rack⌉"),
        &["rack.accelerators"],
        &[LawSource::Systems],
    ),
    figure_from_terms(
        "rack.power_w",
        "Power at the inlet of one rack at full load",
        ("accelerators, other parts, fans and loss of the supplies", "P_rack = P_acc + P_other + P_fan + P_loss"),
        &["rack.accelerator_power_w", "rack.other_it_power_w", "rack.fan_power_w", "rack.psu_loss_w"],
        sum_of_terms,
    ),
    figure_from_components(
        "rack.accelerator_power_w",
        "Accelerators of one rack",
        ("power of each chip at its temperature, under the cap", "P = Σ P(u, f, T)"),
        &["rack.hottest_chip_c"],
        &[LawSource::Accelerators],
    ),
    figure_from_components(
        "rack.other_it_power_w",
        "Other parts of one rack",
        ("power of each chip or module at its load", "P = Σ P(u, f, T)"),
        &[],
        &[LawSource::OtherParts, LawSource::Systems],
    ),
    figure_from_components(
        "rack.psu_loss_w",
        "Loss of the rack's supplies",
        ("loss of each supply at its load, and of the busbar", "P_loss = P_r (a0 + a1 x + a2 x²) + I² R"),
        &[],
        &[LawSource::Equipment(LawResult::SupplyLoss), LawSource::Equipment(LawResult::BusbarLoss)],
    ),
    figure_from_components(
        "rack.accelerators",
        "Accelerators in one rack",
        ("as the system is made", "n = Σ trays × accelerators"),
        &[],
        &[LawSource::Systems],
    ),
    figure_from_components(
        "rack.fan_power_w",
        "Server fans of one rack",
        ("at the lowest speed that holds every part at its target; affinity laws", "P = V Δp / η + P_0 n"),
        &["rack.speed"],
        &[LawSource::Equipment(LawResult::Power(EndUse::ServerFans)), LawSource::Systems],
    ),
    figure_from_components(
        "rack.pump_power_w",
        "One rack's share of the coolant pumps",
        ("at the lowest speed that holds every part at its target; affinity laws", "P = V Δp / η + P_0 n"),
        &["rack.speed"],
        &[LawSource::Equipment(LawResult::CoolantPumpPower)],
    ),
    figure_from_terms(
        "rack.hottest_chip_c",
        "Hottest junction at full load",
        (
            "coolant at the part, its rise to the case and from the case to the junction",
            "T_j = T_in + ΔT_case + ΔT_junction",
        ),
        &["hottest.inlet_c", "hottest.case_rise_k", "hottest.junction_rise_k"],
        sum_of_terms,
    ),
    figure_from_components(
        "hottest.inlet_c",
        "Coolant at that part",
        ("supply, warmed by the parts before it", "T_in = T_supply + Σ P / C"),
        &["rack.supply_c"],
        &[LawSource::Systems],
    ),
    figure_from_components(
        "hottest.case_rise_k",
        "From the coolant to its case",
        ("its power through sink or plate", "ΔT = P R(V)"),
        &["rack.speed"],
        &[LawSource::Equipment(LawResult::PartTemperature)],
    ),
    figure_from_components(
        "hottest.junction_rise_k",
        "From its case to its junction",
        ("its power through the interface, over the area of the die", "ΔT = P R_jc / A"),
        &[],
        &[LawSource::Accelerators, LawSource::OtherParts],
    ),
    figure_from_components(
        "rack.chip_limit_c",
        "Limit of that junction",
        ("temperature at which the part reduces its clock", "T_limit"),
        &[],
        &[LawSource::Accelerators, LawSource::OtherParts],
    ),
    figure_from_components(
        "rack.supply_c",
        "Coolant that reaches the parts",
        (
            "the set point; for air, with recirculated exhaust and the heat of fans",
            "T = T_set + r (T_exhaust - T_set) + P_fan / C",
        ),
        &[],
        &[LawSource::Equipment(LawResult::CoolantSupply)],
    ),
    figure_from_components(
        "rack.return_c",
        "Coolant leaving",
        ("supply and the heat that it took", "T_return = T_supply + Q / C"),
        &["rack.supply_c", "rack.liquid_heat_w", "rack.air_heat_w"],
        &[LawSource::Equipment(LawResult::PartTemperature)],
    ),
    figure_from_terms(
        "rack.liquid_heat_fraction",
        "Share of the heat that leaves with liquid",
        ("heat to liquid over all heat", "φ = Q_liquid / (Q_liquid + Q_air)"),
        &["rack.liquid_heat_w", "rack.air_heat_w"],
        |v| v[0] / (v[0] + v[1]),
    ),
    figure_from_components(
        "rack.liquid_heat_w",
        "Heat of one rack to liquid",
        ("heat of the plates, less what warm surfaces give to the room's air", "Q = Σ (T_case - T_in) / R - G ΔT"),
        &[],
        &[LawSource::Equipment(LawResult::PartTemperature)],
    ),
    figure_from_components(
        "rack.air_heat_w",
        "Heat of one rack to air",
        (
            "what liquid does not take of the rack's electricity and of that of a door or liquid-to-air unit beside it",
            "Q_air = P + P_cooler - Q_liquid",
        ),
        &["rack.power_w"],
        &[],
    ),
    figure_from_components(
        "rack.speed",
        "Speed of fans or pumps",
        ("the lowest that holds every part at its target, the highest where none does", "n : max(T_j - T_target) = 0"),
        &[],
        &[LawSource::Equipment(LawResult::PartTemperature)],
    ),
    figure_from_components(
        "rack.performance",
        "Work done against work without throttling or cap",
        ("clock that temperature or cap allow, over the highest", "f : P(f, T) = min(P_max, cap)"),
        &["rack.hottest_chip_c"],
        &[LawSource::Accelerators],
    ),
];
