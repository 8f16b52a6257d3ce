//! A factory put into words.

use crate::report::document::numbers::{format_number, format_significant};
use crate::study::generations::factory::{FactoryPlan, FactoryResult};
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

/// An option in words, by its name.
pub(crate) fn plan_title<'f>(f: &'f FactoryResult, name: &'f str) -> &'f str {
    f.options.iter().find(|o| o.name == name).map_or(name, |o| o.title.as_str())
}

/// The answers in sentences: the verdict on a replacement where it was asked for, then what gets most out of the power.
pub fn headline_sentences(f: &FactoryResult) -> Vec<String> {
    let mut out: Vec<String> = f.replacement.iter().map(|r| replacement_sentence(f, r)).collect();
    out.extend(most_sentence(f));
    out.extend(media_sentence(f));
    out
}

fn delivered(f: &FactoryResult) -> impl Iterator<Item = &FactoryPlan> {
    f.options.iter().filter(|o| !o.announced)
}

/// What gets most out of the power.
pub(crate) fn most_sentence(f: &FactoryResult) -> Option<String> {
    let most = delivered(f).max_by(|a, b| a.tokens_per_s.total_cmp(&b.tokens_per_s))?;
    Some(format!(
        "Of the delivered accelerators, {} gets most out of {}: {} accelerators, {} million tokens a second, {} tokens per J, \
         {} kWh for a million.",
        most.title,
        format_power_limit(f),
        format_number(f64::from(most.accelerators), 0),
        format_number(most.tokens_per_s / 1e6, 2),
        format_significant(most.tokens_per_joule),
        format_significant(most.energy_kwh_per_mtok)
    ))
}

/// The same accelerator on air and on liquid.
fn media_sentence(f: &FactoryResult) -> Option<String> {
    let (air, liquid) = delivered(f).filter(|o| o.side == CoolingMedium::Air).find_map(|air| {
        let liquid = delivered(f).find(|o| o.side == CoolingMedium::Liquid && o.chip == air.chip)?;
        Some((air, liquid))
    })?;
    Some(format!(
        "{} fits {} accelerators into this power and {} fits {}: {} % more tokens, and {} % more for each joule.",
        air.title,
        format_number(f64::from(air.accelerators), 0),
        liquid.title,
        format_number(f64::from(liquid.accelerators), 0),
        format_number(100.0 * (liquid.tokens_per_s / air.tokens_per_s - 1.0), 1),
        format_number(100.0 * (liquid.tokens_per_joule / air.tokens_per_joule - 1.0), 1)
    ))
}

/// After how many years a replacement has paid in one way of counting.
pub(crate) struct BreakEven {
    /// What pays.
    pub label: &'static str,
    /// Low and high; nothing where it never pays or a price is not known.
    pub years: Option<[f64; 2]>,
    /// Why there is none.
    pub reason: String,
}

/// The ways of counting. Each says why it has no answer: a price that is not known, or a saving that is none.
pub(crate) fn break_evens(f: &FactoryResult, r: &ReplacementResult) -> [BreakEven; 3] {
    let no_price = || "no price is known, give one with --price".to_owned();
    let cost = if r.purchase_usd.is_none() {
        no_price()
    } else {
        "never, as running cost at equal tokens is no lower".to_owned()
    };
    let revenue = match (f.token_price_usd_per_mtok, r.purchase_usd) {
        (None, _) => "no token price is given, see --token-price".to_owned(),
        (_, None) => no_price(),
        _ => "never, as it earns no more at this price".to_owned(),
    };
    let carbon = "never, as carbon at equal tokens is no lower".to_owned();
    [
        BreakEven { label: "Lower running cost at equal tokens", years: r.break_even_cost_years, reason: cost },
        BreakEven { label: "More tokens sold", years: r.break_even_revenue_years, reason: revenue },
        BreakEven { label: "Less carbon at equal tokens", years: r.break_even_carbon_years, reason: carbon },
    ]
}

/// Years with as many decimals as they call for.
pub(crate) fn format_years(ends: [f64; 2]) -> String {
    format_range(Some(ends), if ends[1] < 0.95 { 2 } else { 1 })
}

/// The verdict: what changes, and which ways of counting pay back after how long. Ways without an answer follow in a
/// sentence of their own, those of one reason together.
pub(crate) fn replacement_sentence(f: &FactoryResult, r: &ReplacementResult) -> String {
    let mut out = replacement_finding(f, r);
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    for t in break_evens(f, r).into_iter().filter(|t| t.years.is_none()) {
        let label = t.label.to_lowercase();
        match reasons.iter_mut().find(|(reason, _)| *reason == t.reason) {
            Some((_, labels)) => labels.push(label),
            None => reasons.push((t.reason, vec![label])),
        }
    }
    let told: Vec<String> =
        reasons.iter().map(|(reason, labels)| format!("{}: {reason}", labels.join(" and "))).collect();
    if !told.is_empty() {
        out.extend([" Payback by ", &told.join("; by "), "."]);
    }
    out
}

/// What changes, and the ways of counting that pay back.
pub(crate) fn replacement_finding(f: &FactoryResult, r: &ReplacementResult) -> String {
    let paid: Vec<String> = break_evens(f, r)
        .iter()
        .filter_map(|t| Some(format!("{} pays it back after {} years", t.label.to_lowercase(), format_years(t.years?))))
        .collect();
    let paid = if paid.is_empty() { String::new() } else { format!("; {}", paid.join("; ")) };
    format!(
        "Replacing {} by {} gives {} times the tokens at {} times the energy per token{paid}.",
        plan_title(f, &r.keep),
        plan_title(f, &r.replace),
        format_number(r.tokens_factor, 2),
        format_number(r.energy_per_token_factor, 2)
    )
}
