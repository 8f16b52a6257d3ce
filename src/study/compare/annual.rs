//! From the sums of a year to its figures.

use crate::assembly::hall_racks::BuiltGroup;
use crate::assembly::tariffs::SiteRates;
use crate::catalog::Catalog;
use crate::catalog::record::ChipKind;
use crate::catalog::system::SystemRecord;
use crate::site::money::{self, UtilityMeter};
use crate::site::reuse;
use crate::site::storage::StorageSystem;
use crate::site::year::{FacilityYear, GroupYear, OutdoorAirYear};

use super::cost_result::OwnershipCost;
use super::heat_flow::HeatFlow;
use super::result::{AnnualResult, CapitalItem, OutdoorAirResult, StorageResult};

/// Litres of water in a kilogram at the meter.
const L_PER_KG: f64 = 1.0;
const J_PER_KWH: f64 = 3.6e6;

/// The figures of a year of a hall that is built for a power at the inlets of its racks, W; `water_known` is whether its water is within 3 % of that of the hours.
pub(crate) fn build_annual_result(
    (year, design_it_w): (&FacilityYear, f64),
    rates: &SiteRates,
    meter: &UtilityMeter<'_>,
    ownership: OwnershipCost,
    storage: Option<StorageResult>,
    tokens: AnnualTokens,
    water_known: bool,
) -> AnnualResult {
    let compute_j = year.accelerator_j + year.other_it_j + year.network_j + year.storage_it_j;
    let kwh = |j: f64| j / J_PER_KWH;
    let (pue, itue) = (year.facility_j / year.it_j, year.it_j / compute_j);
    let carbon_kg = rates.carbon_kg(year.facility_j, meter);
    let ewif = rates.electricity_water_l_kwh.value;
    let drawn_l = year.water_kg * L_PER_KG;
    let water_l = water_known.then_some(drawn_l);
    let water_from_bins_l = (!water_known).then_some(drawn_l);
    let wue = water_l.map(|l| l / kwh(year.it_j));
    AnnualResult {
        energy_kwh: kwh(year.facility_j),
        it_energy_kwh: kwh(year.it_j),
        supply_loss_kwh: kwh(year.supply_loss_j),
        compute_energy_kwh: kwh(compute_j),
        pue,
        itue,
        tue: year.facility_j / compute_j,
        wue_l_per_kwh: wue,
        wue_source_l_per_kwh: wue.map(|wue| money::wue_source(wue, ewif, pue)),
        reused_heat_kwh: kwh(year.reused_j),
        erf: reuse::energy_reuse_factor(year.facility_j, year.reused_j),
        ere: reuse::energy_reuse_effectiveness(year.facility_j, year.reused_j, year.it_j),
        cue_kg_per_kwh: carbon_kg / kwh(year.it_j),
        water_l,
        water_from_bins_l,
        wue_from_bins_l_per_kwh: water_from_bins_l.map(|l| l / kwh(year.it_j)),
        water_source_l: water_l.map(|l| l + ewif * kwh(year.facility_j)),
        free_cooling_hours: year.free_cooling_h,
        liquid_plant_free_cooling_hours: year.liquid_plant_free_h,
        unmet_hours: year.unmet_h,
        rack_work_h: year.groups.iter().map(|group| group.performance_rack_h).sum(),
        peak_facility_power_w: year.peak_w,
        peak_it_power_w: year.it_peak_w,
        load_factor: year.facility_j / (year.hours * 3600.0 * year.peak_w),
        it_load_share: year.it_j / (year.hours * 3600.0 * design_it_w),
        heat_flow: HeatFlow::new(year),
        cost_usd: rates.energy_usd(year.facility_j, meter),
        ownership,
        carbon_kg_co2e: carbon_kg,
        outdoor_air: year.outdoor_air.as_ref().map(summarize_outdoor_air),
        storage,
        output_tokens: tokens.count,
        tokens_per_joule: tokens.count.map(|n| n / year.facility_j),
        tokens_reason: tokens.basis,
    }
}

fn summarize_outdoor_air(year: &OutdoorAirYear) -> OutdoorAirResult {
    OutdoorAirResult {
        alone_hours: year.alone_h,
        too_warm_hours: year.too_warm_h,
        too_humid_hours: year.too_humid_h,
        too_dry_hours: year.too_dry_h,
        locked_out_hours: year.locked_out_h,
        compressor_hours: year.compressor_h,
        humidifier_kwh: year.humidifier_j / J_PER_KWH,
        humidifier_water_l: year.humidifier_kg * L_PER_KG,
    }
}

/// What a tank did; `without` is a meter that counted the year with the tank standing still.
pub(crate) fn summarize_storage(
    year: &FacilityYear,
    rates: &SiteRates,
    meter: &UtilityMeter<'_>,
    without: &UtilityMeter<'_>,
    tank: &StorageSystem,
) -> StorageResult {
    let (s, kwh) = (&year.storage, |j: f64| j / J_PER_KWH);
    let demand = (without.billed_demand_w(year) - meter.billed_demand_w(year)) / 1e3 * rates.demand_usd_kw;
    StorageResult {
        volume_m3: tank.tank.spec().volume_m3,
        capacity_kwh: kwh(tank.capacity.joules()),
        filled_kwh: kwh(s.filled_j),
        emptied_kwh: kwh(s.emptied_j),
        lost_kwh: kwh(s.lost_j),
        change_kwh: kwh(s.change_j),
        pump_kwh: kwh(s.pump_j),
        cycles: s.cycles,
        filling_hours: s.filling_h,
        emptying_hours: s.emptying_h,
        saved_kwh: kwh(s.baseline_j - year.facility_j),
        saved_usd: rates.energy_usd(s.baseline_j, without) - rates.energy_usd(year.facility_j, meter) + demand,
        unmet_hours_without: s.baseline_unmet_h,
    }
}

/// Cost of a year and of all years.
pub(crate) fn ownership_cost(
    year: &FacilityYear,
    rates: &SiteRates,
    meter: &UtilityMeter<'_>,
    capital: &[CapitalItem],
    accelerators: f64,
) -> OwnershipCost {
    let rules = &rates.rules;
    let plant_usd: f64 = capital.iter().map(|c| c.usd).sum();
    let it_usd = rules.it_cost_usd_per_accelerator.map(|usd| usd * accelerators);
    let demand = meter.billed_demand_w(year) / 1e3 * rates.demand_usd_kw;
    let water = year.water_kg * L_PER_KG / 1e3 * rates.water_usd_m3.value;
    let maintenance = rules.maintenance_share * plant_usd;
    let yearly = rates.energy_usd(year.facility_j, meter) + demand + water + maintenance;
    let capital_usd = plant_usd + it_usd.unwrap_or(0.0);
    let (rate, years) = (rules.discount_rate, rules.years);
    OwnershipCost {
        demand_cost_usd: demand,
        water_cost_usd: water,
        maintenance_cost_usd: maintenance,
        annual_cost_usd: yearly,
        capital_usd,
        it_capital_usd: it_usd,
        net_present_cost_usd: money::net_present_cost(capital_usd, yearly, rate, years),
        levelised_cost_usd_per_kwh_it: money::levelized_cost(capital_usd, yearly, year.it_j / J_PER_KWH, rate, years),
    }
}

/// Output tokens of a year.
pub(crate) struct AnnualTokens {
    /// How many; nothing where no rate is known.
    pub count: Option<f64>,
    /// What the figure rests on, or why there is none.
    pub basis: String,
}

/// Output tokens of the year and what the figure rests on: those of all groups whose rates are known.
pub(crate) fn annual_tokens(catalog: &Catalog, groups: &[BuiltGroup], year: &FacilityYear) -> AnnualTokens {
    let all: Vec<(&BuiltGroup, AnnualTokens)> =
        groups.iter().zip(&year.groups).map(|(built, sums)| (built, group_tokens(catalog, built, sums))).collect();
    let count = all.iter().filter_map(|(_, tokens)| tokens.count).reduce(|sum, own| sum + own);
    let told = |(built, tokens): &(&BuiltGroup, AnnualTokens)| match &built.group.name {
        Some(name) => format!("{name}: {}", tokens.basis),
        None => tokens.basis.clone(),
    };
    let told: Vec<String> =
        all.iter().filter(|(_, tokens)| tokens.count.is_some() == count.is_some()).map(told).collect();
    AnnualTokens { count, basis: told.join("; ") }
}

/// Output tokens of a group of racks and what the figure rests on.
pub(crate) fn group_tokens(catalog: &Catalog, built: &BuiltGroup, sums: &GroupYear) -> AnnualTokens {
    let system = &built.group.architecture.system;
    let Some(workload) = &built.group.it.workload else {
        return AnnualTokens { count: None, basis: "the scenario names no workload".to_owned() };
    };
    let chips = catalog.system(system).into_iter().flat_map(SystemRecord::stations);
    let chip = chips.filter_map(|s| catalog.chip(&s.chip)).find(|c| c.kind == ChipKind::Accelerator);
    let rate = chip.and_then(|c| catalog.token_rate(workload, &c.id));
    let Some(rate) = rate else {
        let basis = format!("no measured rate of `{workload}` for the accelerator of `{system}`");
        return AnnualTokens { count: None, basis };
    };
    let tokens = rate.tokens_per_s * f64::from(built.accelerators) * sums.work_rack_h * 3600.0;
    let setting = rate.power_limit_w.map_or_else(
        || "at an unknown power setting, taken as the rated one".to_owned(),
        |limit_w| format!("at {limit_w} W"),
    );
    let basis = format!("{} tokens/s per accelerator {setting}: {}", rate.tokens_per_s, rate.notes);
    AnnualTokens { count: Some(tokens), basis }
}
