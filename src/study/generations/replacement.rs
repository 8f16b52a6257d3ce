//! Replace a generation now, or keep it for some years: tokens, energy, cost and carbon, and when it pays.
//!
//! What stands is paid for. With a running cost `c` and tokens `T` a year, the new generation's tokens made by the old one
//! would cost `c_A T_B/T_A`; a purchase `K` is earned back after `K/(c_A T_B/T_A − c_B)` years, at a token price `p` after
//! `K/((p T_B − c_B) − (p T_A − c_A))`. Carbon alike, with that of making the new accelerators for `K`.

use crate::catalog::generation::GenerationTables;

use super::factory_options::{FactoryRequest, embodied_carbon_kg, option_name};
use super::factory_result::FactoryPlan;
use super::halls::CoolingMedium;
use super::options::{GenerationError, find_accelerator};
pub use super::replacement_result::{ReplacementResult, ReplacementTotals};

/// Weighs keeping against replacing.
///
/// # Errors
/// When one of the two is not among the factory's options.
pub fn evaluate_replacement(
    generations: &GenerationTables,
    options: &[FactoryPlan],
    pair: &[(String, Option<CoolingMedium>); 2],
    asked: &FactoryRequest,
) -> Result<ReplacementResult, GenerationError> {
    let a = find_plan(generations, options, &pair[0], CoolingMedium::Air)?;
    let b = find_plan(generations, options, &pair[1], CoolingMedium::Liquid)?;
    let mtok = |p: &FactoryPlan| p.energy_kwh / p.energy_kwh_per_mtok;
    let carbon = |p: &FactoryPlan| p.carbon_kg_co2e_per_mtok * mtok(p);
    let (ta, tb) = (mtok(a), mtok(b));
    let plant = if a.side == b.side { 0.0 } else { b.plant_capital_usd };
    let purchase = b.it_capital_usd.map(|range| range.map(|usd| usd + plant));
    let embodied = embodied_carbon_kg(generations)?.map(|kg| kg * f64::from(b.accelerators));
    let years = asked.years;
    let after = |k: [f64; 2], saved: f64| (saved > 0.0).then(|| k.map(|k| k / saved));
    let saved_usd = a.running_cost_usd * tb / ta - b.running_cost_usd;
    let earned = |p: f64| (p * tb - b.running_cost_usd) - (p * ta - a.running_cost_usd);
    let sums = |p: &FactoryPlan, bought: Option<[f64; 2]>, made: [f64; 2]| {
        let running = p.running_cost_usd * years;
        let cost = bought.map(|range| range.map(|usd| usd + running));
        ReplacementTotals {
            tokens: mtok(p) * 1e6 * years,
            energy_kwh: p.energy_kwh * years,
            running_cost_usd: running,
            cost_usd: cost,
            cost_usd_per_mtok: cost.map(|range| range.map(|usd| usd / (mtok(p) * years))),
            carbon_kg_co2e: made.map(|kg| kg + carbon(p) * years),
        }
    };
    Ok(ReplacementResult {
        keep: a.name.clone(),
        replace: b.name.clone(),
        years,
        kept: sums(a, Some([0.0, 0.0]), [0.0, 0.0]),
        replaced: sums(b, purchase, embodied),
        tokens_factor: tb / ta,
        energy_per_token_factor: b.energy_kwh_per_mtok / a.energy_kwh_per_mtok,
        purchase_usd: purchase,
        embodied_kg_co2e: embodied,
        break_even_cost_years: purchase.and_then(|k| after(k, saved_usd)),
        break_even_revenue_years: purchase.zip(asked.token_price_usd).and_then(|(k, p)| after(k, earned(p))),
        break_even_carbon_years: after(embodied, carbon(a) * tb / ta - carbon(b)),
        reason: missing_value_reasons(b, asked),
    })
}

fn missing_value_reasons(b: &FactoryPlan, asked: &FactoryRequest) -> String {
    let mut out = Vec::new();
    if b.it_capital_usd.is_none() {
        out.push(format!("{}: {}", b.title, b.it_price_basis));
    }
    if asked.token_price_usd.is_none() {
        out.push("no revenue without --token-price".to_owned());
    }
    out.join("; ")
}

fn find_plan<'p>(
    generations: &GenerationTables,
    options: &'p [FactoryPlan],
    (word, side): &(String, Option<CoolingMedium>),
    usual: CoolingMedium,
) -> Result<&'p FactoryPlan, GenerationError> {
    let found = find_accelerator(generations, word)?;
    let sides = side.map_or_else(|| vec![usual, CoolingMedium::Air, CoolingMedium::Liquid], |s| vec![s]);
    let names: Vec<String> = sides.into_iter().map(|s| option_name(found, s)).collect();
    names.iter().find_map(|n| options.iter().find(|o| o.name == *n)).ok_or_else(|| GenerationError::Side {
        side: word.clone(),
        reason: "it is not among the options of the factory".to_owned(),
        help: format!("they are {}", options.iter().map(|o| o.name.as_str()).collect::<Vec<_>>().join(", ")),
    })
}
