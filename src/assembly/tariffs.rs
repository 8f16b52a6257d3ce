//! What electricity and water cost and carry at a site: the scenario's own figures, files with one for every hour, or the
//! catalog's.

use serde::Serialize;

use crate::catalog::Catalog;
use crate::catalog::climate::GridData as Row;
use crate::catalog::equipment_role::EquipmentRole;
use crate::catalog::record::EquipmentRecord;
use crate::component::rates::{ownership, water};
use crate::rack::build::{BuildError, read_equipment};
use crate::scenario::{CostSettings, ModulePricing, Scenario, SiteSettings};
use crate::site::money::UtilityMeter;
use crate::site::profile::{self, HourlyProfile, LocalProfile, ProfileError, ProfileUnits};
use crate::units::clock::LocalClock;
use crate::units::parse::Dimension;
use crate::units::{CarbonIntensity, EnergyPrice};

use super::error::AssemblyError;
use super::warning::{Warning, WarningCode, WarningList};

const REQUESTER: &str = "cost of a year";
const SCENARIO_BASIS: &str = "given by the scenario";

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
    /// How modules are priced.
    pub modules: ModulePricing,
}

/// A figure and where it is from.
#[derive(Clone, Debug, Default)]
pub(crate) struct SourcedValue<T> {
    /// The figure; of an hourly file its mean.
    pub value: T,
    /// Where it is from and what it counts.
    pub basis: String,
}

/// Prices, carbon and water of a site.
#[derive(Clone, Debug)]
pub(crate) struct SiteRates {
    /// Electricity.
    pub price: SourcedValue<EnergyPrice>,
    tariff: Option<HourlyProfile>,
    /// Carbon of the grid.
    pub carbon: SourcedValue<CarbonIntensity>,
    profile: Option<HourlyProfile>,
    /// Water, USD/m³.
    pub water_usd_m3: SourcedValue<f64>,
    /// Water of electricity, L/kWh.
    pub electricity_water_l_kwh: SourcedValue<f64>,
    /// For each month's largest power, USD/kW.
    pub demand_usd_kw: f64,
    /// How a cost of ownership is counted.
    pub rules: CostParameters,
    /// Catalog records that these rest on.
    pub records: Vec<String>,
    /// What was made of the times of hourly files.
    pub warnings: WarningList,
    year: YearClock,
}

/// The year of the weather as meters count it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct YearClock {
    /// Whether its hours stand in the order of the year.
    pub hourly: bool,
    /// Hours.
    pub hours: f64,
    /// The clock that its hours and every tariff are counted by.
    pub clock: LocalClock,
}

impl SiteRates {
    /// The rates of a scenario with the weather of a year.
    ///
    /// # Errors
    /// [`AssemblyError`].
    pub fn from_scenario(scenario: &Scenario, catalog: &Catalog, year: YearClock) -> Result<Self, AssemblyError> {
        let (site, utility) = (&scenario.site, &scenario.site.utility);
        let mut warnings = WarningList::default();
        let mut read = |file: &Option<String>, dimension| {
            let Some(file) = file else { return Ok(None) };
            let units = ProfileUnits { dimension, currency: scenario.cost.currency };
            let LocalProfile { profile, notes } = profile::read_profile(file, units, year.clock)?;
            let told = notes.iter().map(|note| Warning::new(WarningCode::HourlyTimes, format!("{file}: {note}")));
            warnings.extend(told);
            check_profile_hours(profile, file, &year).map(Some)
        };
        let tariff = read(&utility.tariff, Dimension::EnergyPrice).map_err(AssemblyError::Profile)?;
        let profile = read(&utility.carbon_profile, Dimension::CarbonIntensity).map_err(AssemblyError::Profile)?;
        let mut records = Vec::new();
        let water_usd_m3 = scenario_or_record(
            utility.water_price_usd_m3,
            catalog,
            catalog.default_equipment(EquipmentRole::WaterPrice),
            &mut records,
            |catalog, id| Ok(read_equipment(catalog, REQUESTER, id, "water-price", water::WaterPriceSpec::read)?.usd_m3),
        )?;
        let electricity_water_l_kwh = scenario_or_record(
            utility.electricity_water_l_kwh,
            catalog,
            catalog.default_equipment(EquipmentRole::ElectricityWater),
            &mut records,
            |catalog, id| {
                Ok(read_equipment(catalog, REQUESTER, id, "electricity-water", water::ElectricityWaterSpec::read)?
                    .l_kwh)
            },
        )?;
        let row = catalog.grid_data(&site.climate);
        let price = electricity_price(site, row, tariff.as_ref());
        let carbon = grid_carbon(site, row, profile.as_ref());
        let rules = cost_parameters(&scenario.cost, catalog, &mut records)?;
        let demand_usd_kw = utility.demand_charge_usd_kw.unwrap_or(0.0);
        Ok(Self {
            price,
            tariff,
            carbon,
            profile,
            water_usd_m3,
            electricity_water_l_kwh,
            demand_usd_kw,
            rules,
            records,
            warnings,
            year,
        })
    }

    /// A meter for the year.
    pub fn start_meter(&self) -> UtilityMeter<'_> {
        UtilityMeter::new(self.tariff.as_ref(), self.profile.as_ref(), self.year.hourly, self.year.hours)
            .with_daylight_saving(self.year.clock.daylight)
    }

    /// The hourly tariff, where there is one.
    pub const fn tariff(&self) -> Option<&HourlyProfile> {
        self.tariff.as_ref()
    }

    /// Cost of a year's electricity without charges for peaks, USD.
    pub fn energy_usd(&self, facility_j: f64, meter: &UtilityMeter<'_>) -> f64 {
        if self.tariff.is_some() { meter.energy_cost } else { facility_j * self.price.value.usd_j() }
    }

    /// Emissions of a year's electricity, kg.
    pub fn carbon_kg(&self, facility_j: f64, meter: &UtilityMeter<'_>) -> f64 {
        if self.profile.is_some() { meter.carbon_kg } else { facility_j * self.carbon.value.kg_j() }
    }
}

/// What is said of a carbon figure of the scenario's that tells nothing of itself.
const UNSTATED_CARBON_BASIS: &str =
    "whether it counts generation or the life cycle is not said (site.grid_carbon_basis)";

fn electricity_price(
    site: &SiteSettings,
    row: Option<&Row>,
    tariff: Option<&HourlyProfile>,
) -> SourcedValue<EnergyPrice> {
    if let (Some(tariff), Some(file)) = (tariff, &site.utility.tariff) {
        let basis = format!("mean of the hourly tariff {file}");
        return SourcedValue { value: EnergyPrice::new(tariff.mean()), basis };
    }
    if let Some(value) = site.price {
        return SourcedValue { value, basis: SCENARIO_BASIS.to_owned() };
    }
    row.map_or_else(SourcedValue::default, |r| SourcedValue {
        value: EnergyPrice::from_usd_kwh(r.price_usd_per_mwh / 1e3),
        basis: format!("{} ({})", r.price_source, r.price_confidence.name()),
    })
}

fn grid_carbon(
    site: &SiteSettings,
    row: Option<&Row>,
    profile: Option<&HourlyProfile>,
) -> SourcedValue<CarbonIntensity> {
    let said = site.utility.carbon_basis.as_deref().unwrap_or(UNSTATED_CARBON_BASIS);
    if let (Some(profile), Some(file)) = (profile, &site.utility.carbon_profile) {
        let basis = format!("mean of the hourly profile {file}; {said}");
        return SourcedValue { value: CarbonIntensity::new(profile.mean()), basis };
    }
    if let Some(value) = site.carbon {
        return SourcedValue { value, basis: format!("{SCENARIO_BASIS}; {said}") };
    }
    row.map_or_else(SourcedValue::default, |r| SourcedValue {
        value: CarbonIntensity::from_g_kwh(r.carbon_g_per_kwh),
        basis: format!("{}, {}, {} ({})", r.carbon_basis, r.carbon_source, r.carbon_year, r.carbon_confidence.name()),
    })
}

fn scenario_or_record(
    own: Option<f64>,
    catalog: &Catalog,
    id: &str,
    records: &mut Vec<String>,
    read: impl FnOnce(&Catalog, &str) -> Result<f64, BuildError>,
) -> Result<SourcedValue<f64>, AssemblyError> {
    if let Some(value) = own {
        return Ok(SourcedValue { value, basis: SCENARIO_BASIS.to_owned() });
    }
    let value = read(catalog, id).map_err(AssemblyError::Records)?;
    records.push(id.to_owned());
    Ok(SourcedValue { value, basis: record_basis(catalog, id) })
}

fn cost_parameters(
    cost: &CostSettings,
    catalog: &Catalog,
    records: &mut Vec<String>,
) -> Result<CostParameters, AssemblyError> {
    let cost_rules = catalog.default_equipment(EquipmentRole::CostRules);
    let spec = read_equipment(catalog, REQUESTER, cost_rules, "cost-rules", ownership::OwnershipCostSpec::read)
        .map_err(AssemblyError::Records)?;
    let mut value = |own: Option<f64>, usual: f64| {
        if let Some(own) = own {
            return (own, SCENARIO_BASIS.to_owned());
        }
        records.push(cost_rules.to_owned());
        (usual, record_basis(catalog, cost_rules))
    };
    let (years, years_basis) = value(cost.years, spec.years);
    let (discount_rate, discount_rate_basis) = value(cost.discount_rate, spec.discount_rate);
    let (maintenance_share, maintenance_basis) = value(cost.maintenance, spec.maintenance);
    Ok(CostParameters {
        years,
        years_basis,
        discount_rate,
        discount_rate_basis,
        maintenance_share,
        maintenance_basis,
        it_cost_usd_per_accelerator: cost.it_cost_usd,
        modules: cost.modules,
    })
}

/// A record of the catalog in words, with its source.
fn record_basis(catalog: &Catalog, id: &str) -> String {
    let text = |r: &EquipmentRecord| format!("{} ({}, {})", r.name, r.source, r.confidence.name());
    catalog.equipment(id).map_or_else(String::new, text)
}

/// Refuses a profile that does not go with the weather.
fn check_profile_hours(profile: HourlyProfile, file: &str, year: &YearClock) -> Result<HourlyProfile, ProfileError> {
    let refuse = |problem: String, help: &str| ProfileError {
        file: file.to_owned(),
        line: None,
        problem,
        help: Some(help.to_owned()),
    };
    if !year.hourly {
        let problem = "values for every hour need hourly weather; this climate has bins".to_owned();
        return Err(refuse(problem, "give site.weather, or a climate with an hourly year, or one figure for the year"));
    }
    if (profile.len() as f64 - year.hours).abs() > 0.5 {
        let problem = format!("{} hours where the weather has {:.0}", profile.len(), year.hours);
        return Err(refuse(problem, "give as many hours as the year of the weather has"));
    }
    Ok(profile)
}
