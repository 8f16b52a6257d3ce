//! What an architecture costs. Field names are the JSON keys.

use serde::Serialize;

/// Cost of a year and of the years that are counted.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct OwnershipCost {
    /// Charges for the months' largest powers.
    pub demand_cost_usd: f64,
    /// Water.
    pub water_cost_usd: f64,
    /// Maintenance of what is priced, IT left out.
    pub maintenance_cost_usd: f64,
    /// Electricity, peaks, water and maintenance.
    pub annual_cost_usd: f64,
    /// What is priced, IT with it where its price is given.
    pub capital_usd: f64,
    /// IT alone, where its price is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub it_capital_usd: Option<f64>,
    /// Capital, and every year's cost in today's money.
    pub net_present_cost_usd: f64,
    /// The same over the IT energy of those years, discounted alike.
    pub levelised_cost_usd_per_kwh_it: f64,
}
