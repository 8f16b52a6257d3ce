//! What a replacement is worth: plain numbers, whose names are the JSON keys.

use serde::Serialize;

/// Keep against replace.
#[derive(Clone, Debug, Serialize)]
pub struct ReplacementResult {
    /// What stands there.
    pub keep: String,
    /// What could replace it.
    pub replace: String,
    /// Years that are looked at.
    pub years: f64,
    /// Sums of these years when kept.
    pub kept: ReplacementTotals,
    /// Sums of these years when replaced now.
    pub replaced: ReplacementTotals,
    /// Tokens a year after over before.
    pub tokens_factor: f64,
    /// Energy for a token after over before.
    pub energy_per_token_factor: f64,
    /// What is bought: IT equipment, and plant where the way of cooling changes; low and high; nothing without a price.
    pub purchase_usd: Option<[f64; 2]>,
    /// Carbon of making the new accelerators, low and high.
    pub embodied_kg_co2e: [f64; 2],
    /// Years after which running costs saved at equal tokens have paid the purchase, low and high; nothing where they
    /// never do or no price is known.
    pub break_even_cost_years: Option<[f64; 2]>,
    /// Years after which more tokens, sold at the user's price, have paid it.
    pub break_even_revenue_years: Option<[f64; 2]>,
    /// Years after which carbon saved at equal tokens has made up for making the accelerators.
    pub break_even_carbon_years: Option<[f64; 2]>,
    /// Why a value is missing, where one is.
    pub reason: String,
}

/// Sums over years; nothing discounted.
#[derive(Clone, Debug, Serialize)]
pub struct ReplacementTotals {
    /// Tokens.
    pub tokens: f64,
    /// Energy at the meter.
    pub energy_kwh: f64,
    /// Running cost.
    pub running_cost_usd: f64,
    /// Running cost and purchase, low and high; of what is kept the running cost alone.
    pub cost_usd: Option<[f64; 2]>,
    /// Cost for a million tokens, low and high.
    pub cost_usd_per_mtok: Option<[f64; 2]>,
    /// Carbon of electricity and, where replaced, of making the accelerators, low and high.
    pub carbon_kg_co2e: [f64; 2],
}
