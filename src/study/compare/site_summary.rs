//! Place and weather of a comparison.

use crate::assembly::location::SiteWeather;
use crate::assembly::tariffs::SiteRates;
use crate::plant::outdoor::{OutdoorConditions, sum_hours};

use super::result::{SiteSummary, WeatherKind};

/// The place with its weather, prices, carbon and water.
pub(super) fn summarize_site(place: &SiteWeather, rates: &SiteRates) -> SiteSummary {
    let (climate, design) = (&place.climate, &place.design);
    let hours = sum_hours(&place.hours);
    let most = |f: fn(&OutdoorConditions) -> f64| place.hours.iter().map(f).fold(f64::NEG_INFINITY, f64::max);
    let mean = place.hours.iter().map(|h| h.weight_h * h.air.dry_bulb().celsius()).sum::<f64>() / hours;
    SiteSummary {
        climate: climate.id.clone(),
        location: climate.location.clone(),
        dataset: climate.dataset.clone(),
        credit: climate.credit.clone(),
        elevation_m: climate.elevation_m,
        weather_kind: if place.hourly { WeatherKind::Hourly } else { WeatherKind::Bins },
        hours,
        mean_dry_bulb_c: mean,
        max_dry_bulb_c: most(|h| h.air.dry_bulb().celsius()),
        max_wet_bulb_c: most(|h| h.wet_bulb.celsius()),
        design_dry_bulb_c: design.typical.dry_bulb().celsius(),
        design_wet_bulb_c: design.typical.wet_bulb().celsius(),
        extreme_dry_bulb_c: design.extreme.dry_bulb().celsius(),
        extreme_wet_bulb_c: design.extreme.wet_bulb().celsius(),
        design_basis: place.basis,
        design_values_basis: place.typical_basis,
        time_zone: place.clock.standard.map(|z| z.to_string()),
        electricity_price_usd_per_kwh: rates.price.value.usd_kwh(),
        electricity_price_basis: rates.price.basis.clone(),
        demand_charge_usd_per_kw_month: rates.demand_usd_kw,
        grid_carbon_g_per_kwh: rates.carbon.value.g_kwh(),
        grid_carbon_basis: rates.carbon.basis.clone(),
        water_price_usd_per_m3: rates.water_usd_m3.value,
        water_price_basis: rates.water_usd_m3.basis.clone(),
        electricity_water_l_per_kwh: rates.electricity_water_l_kwh.value,
        electricity_water_basis: rates.electricity_water_l_kwh.basis.clone(),
    }
}
