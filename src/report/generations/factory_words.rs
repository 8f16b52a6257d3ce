//! A factory put into words.

use crate::report::document::numbers::{format_number, format_significant};
use crate::study::generations::factory::FactoryResult;
use crate::study::generations::halls::CoolingMedium;
use crate::study::generations::replacement::ReplacementResult;

/// What cannot be told.
pub(crate) fn missing_value() -> String {
    "–".to_owned()
}

/// The power of the factory.
pub fn format_power_limit(f: &FactoryResult) -> String {
    let (value, unit) =
        if f.power_limit_w < 1e6 { (f.power_limit_w / 1e3, "kW") } else { (f.power_limit_w / 1e6, "MW") };
    let digits = if value.fract().abs() < 1e-9 { 0 } else { 2 };
    format!("{} {unit}", format_number(value, digits))
}

/// Two ends of a range.
pub(crate) fn format_range(ends: Option<[f64; 2]>, digits: usize) -> String {
    ends.map_or_else(missing_value, |[low, high]| {
        let (low, high) = (format_number(low, digits), format_number(high, digits));
        if low == high { low } else { format!("{low} to {high}") }
    })
}

/// The answers in sentences.
pub fn headline_sentences(f: &FactoryResult) -> Vec<String> {
    let delivered = || f.options.iter().filter(|o| !o.announced);
    let most = delivered().max_by(|a, b| a.tokens_per_s.total_cmp(&b.tokens_per_s));
    let mut out = Vec::new();
    if let Some(o) = most {
        out.push(format!(
            "Of the delivered accelerators, {} gets most out of {}: {} accelerators, {} million tokens a second, {} kWh and {} USD of electricity for a million.",
            o.name,
            format_power_limit(f),
            format_number(f64::from(o.accelerators), 0),
            format_number(o.tokens_per_s / 1e6, 2),
            format_significant(o.energy_kwh_per_mtok),
            format_significant(o.electricity_usd_per_mtok)
        ));
    }
    let both = delivered().filter(|o| o.side == CoolingMedium::Air).find_map(|air| {
        let liquid = delivered().find(|o| o.side == CoolingMedium::Liquid && o.chip == air.chip)?;
        Some((air, liquid))
    });
    if let Some((air, liquid)) = both {
        out.push(format!(
            "The same accelerator, {}: {} on air, {} on liquid within this limit; on liquid {} % more tokens, and {} % more for \
             each joule.",
            air.chip,
            format_number(f64::from(air.accelerators), 0),
            format_number(f64::from(liquid.accelerators), 0),
            format_number(100.0 * (liquid.tokens_per_s / air.tokens_per_s - 1.0), 1),
            format_number(100.0 * (liquid.tokens_per_joule / air.tokens_per_joule - 1.0), 1)
        ));
    }
    out.extend(f.replacement.as_ref().map(replacement_sentence));
    out
}

fn replacement_sentence(r: &ReplacementResult) -> String {
    let years = |ends: Option<[f64; 2]>| {
        ends.map_or_else(|| "never or not known".to_owned(), |_| format!("after {} years", format_range(ends, 2)))
    };
    format!(
        "Replacing {} by {} gives {} times the tokens at {} times the energy for each; costs saved at equal tokens pay it \
         {}, more tokens sold {}, carbon saved {}.",
        r.keep,
        r.replace,
        format_number(r.tokens_factor, 2),
        format_number(r.energy_per_token_factor, 2),
        years(r.break_even_cost_years),
        years(r.break_even_revenue_years),
        years(r.break_even_carbon_years)
    )
}
