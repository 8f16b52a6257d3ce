//! What an architecture costs. Field names are the JSON keys.

use serde::Serialize;

/// How a cost of ownership is counted.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CostParameters {
    /// Years.
    pub years: f64,
    /// Where they are from.
    pub years_basis: String,
    /// Interest on later money, a year, inflation taken off.
    pub discount_rate: f64,
    /// Where it is from.
    pub discount_rate_basis: String,
    /// Maintenance a year over the price of plant, power chain and racks' cooling.
    pub maintenance_share: f64,
    /// Where it is from.
    pub maintenance_basis: String,
    /// Price of the IT equipment for each accelerator, where it is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub it_cost_usd_per_accelerator: Option<f64>,
}

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

/// Something with a price.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CapitalItem {
    /// What it is.
    pub what: String,
    /// How many; of partly filled racks in part.
    pub count: f64,
    /// Capacity or heat of each that the price goes by, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity_w: Option<f64>,
    /// Whether that is a capacity to cool.
    #[serde(skip)]
    pub cools: bool,
    /// Price of all.
    pub usd: f64,
    /// Catalog id of the price.
    pub record: String,
}
