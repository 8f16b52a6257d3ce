//! What a reader of a plant's year must know.

use std::collections::BTreeMap;

use crate::assembly::warning::{WarningCode, WarningList};
use crate::plant::explicit::UnmetReason;
use crate::plant::outdoor::settle_minutes;
use crate::scenario::explicit_plant as given;
use crate::units::message::Message;

use super::hour::ExplicitPlantHour;
use super::result::ExplicitPlantTotals;

/// What the reader must know.
pub(super) fn add_warnings(annual: &ExplicitPlantTotals, states: &[ExplicitPlantHour], warnings: &mut WarningList) {
    if annual.outside_hours > 0.0 {
        warnings.add(
            WarningCode::ExtrapolatedCurve,
            format!(
                "in {:.0} h a tower's or chiller's model is outside the range that it was made for",
                annual.outside_hours
            ),
        );
    }
    add_unmet_hours(annual, states, warnings);
    let overloaded = states.iter().filter(|s| s.plant.is_some_and(|p| p.residual_w > 0.01 * (s.load_w + p.power_w())));
    let hours: f64 = settle_minutes(overloaded.map(|s| s.outdoor.weight_h).sum());
    if hours > 0.0 {
        warnings.add(WarningCode::PlantOverload, format!(
            "in {hours:.0} h the plant does not carry the load: the loop would go on warming, and the supply shown is that \
             of one pass"
        ));
    } else if annual.residual_kwh.abs() > 1e-6 * annual.facility_energy_kwh {
        warnings.add(
            WarningCode::EnergyResidual,
            format!(
                "specific heats taken at each inlet leave {:.3} % of the energy unaccounted for",
                100.0 * annual.residual_kwh / annual.facility_energy_kwh
            ),
        );
    }
}

/// Hours with a supply above its set point, by how much, and why.
fn add_unmet_hours(annual: &ExplicitPlantTotals, states: &[ExplicitPlantHour], warnings: &mut WarningList) {
    if annual.unmet_hours <= 0.0 {
        return;
    }
    let mut reasons: BTreeMap<UnmetReason, f64> = BTreeMap::new();
    let mut excess_k = 0.0_f64;
    for (s, plant) in states.iter().filter_map(|s| Some((s, s.plant?))) {
        let Some(reason) = plant.unmet else { continue };
        *reasons.entry(reason).or_default() += s.outdoor.weight_h;
        excess_k = excess_k.max(plant.supply_c - plant.set_c);
    }
    let why: Vec<String> =
        reasons.iter().map(|(reason, hours)| format!("{} ({:.0} h)", reason.words(), settle_minutes(*hours))).collect();
    let text = Message::from(format!("in {:.0} h the supply is above its set point", annual.unmet_hours))
        .with_text(", by up to ")
        .with_quantity(excess_k, 1, "K")
        .with_text(format!(": {}", why.join(", ")));
    warnings.add(WarningCode::UnmetHours, text);
}

/// The parts in words.
pub(super) fn describe_parts(bare: &given::ExplicitPlantInput) -> String {
    let mut words = Vec::new();
    if bare.servers.is_some() {
        words.push("servers");
    }
    if let Some(p) = &bare.plant {
        let there = [
            (p.economiser.is_some_and(|e| e.own_loop.is_some()), "economizer on its own tower"),
            (p.economiser.is_some_and(|e| e.own_loop.is_none()), "economizer on the condenser's tower"),
            (p.chiller.as_ref().is_some_and(|c| c.air_cooled), "air-cooled chiller"),
            (p.chiller.as_ref().is_some_and(|c| !c.air_cooled), "water-cooled chiller"),
            (p.tower.is_some(), "tower"),
            (p.dry_cooler.is_some(), "dry cooler"),
            (p.evaporative_cooler.is_some(), "closed-circuit evaporative cooler"),
        ];
        words.extend(there.iter().filter(|(there, _)| *there).map(|(_, word)| *word));
    }
    words.join(", ")
}
