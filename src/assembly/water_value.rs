//! What water is worth in electricity at a site: plants that may save one by the other compare them by it.

use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::component::rates::water::WaterPriceSpec;
use crate::rack::build::{BuildError, read_equipment};
use crate::scenario::Scenario;
use crate::units::EnergyPrice;

/// Electricity counts as no cheaper than this, USD/kWh: water would be worth any amount of it.
const CHEAPEST_USD_KWH: f64 = 0.001;
/// Litres, or kilograms, of a cubic metre.
const KG_M3: f64 = 1000.0;

/// Electricity that the price of a kilogram of water buys, J/kg: by the prices of the scenario, else by those of the climate's
/// grid and of the catalog. An hourly tariff does not move it.
///
/// # Errors
/// A price of water that the catalog lacks.
pub(super) fn water_value_j_kg(catalog: &Catalog, scenario: &Scenario) -> Result<f64, BuildError> {
    let site = &scenario.site;
    let water_usd_m3 = if let Some(usd_m3) = site.utility.water_price_usd_m3 {
        usd_m3
    } else {
        let id = catalog.default_equipment(EquipmentRole::WaterPrice);
        read_equipment(catalog, "plant", id, "water-price", WaterPriceSpec::read)?.usd_m3
    };
    let of_grid = || catalog.grid_data(&site.climate).map_or(0.0, |row| row.price_usd_per_mwh / 1e3);
    let usd_kwh = site.price.map_or_else(of_grid, EnergyPrice::usd_kwh).max(CHEAPEST_USD_KWH);
    Ok(water_usd_m3 / KG_M3 / EnergyPrice::from_usd_kwh(usd_kwh).usd_j())
}
