//! From the sums of a year to the figures of each group of racks.

use crate::assembly::facility::BuiltFacility;
use crate::assembly::hall_racks::BuiltGroup;
use crate::catalog::Catalog;
use crate::site::year::{FacilityYear, GroupYear, SeenHour};
use crate::study::site::result::GroupHour;
use crate::units::Temperature;
use crate::units::count::round_count;
use crate::units::message::Message;

use super::group_result::GroupResult;
use super::{annual, summary};

const J_PER_KWH: f64 = 3.6e6;

/// Money and carbon of a year that groups share.
pub(super) struct SharedTotals {
    /// Cost of electricity.
    pub cost_usd: f64,
    /// Cost of the year.
    pub annual_cost_usd: f64,
    /// Emissions.
    pub carbon_kg: f64,
}

/// The first limit of a rack, in words.
pub(super) fn describe_limit(built: &BuiltGroup) -> Option<Message> {
    built.response.rack.critical_part().map(|p| {
        Message::from(format!("{}: ", p.name))
            .with_quantity(p.limit_c - p.junction_c, 1, "K")
            .with_text(" below its limit of ")
            .with_quantity(p.limit_c, 0, "degC")
            .with_text(" at full load")
    })
}

/// The group whose hottest part is nearest to its limit.
pub(super) fn most_critical(groups: &[BuiltGroup]) -> Option<&BuiltGroup> {
    let margin_k =
        |built: &BuiltGroup| built.response.rack.critical_part().map_or(f64::INFINITY, |p| p.limit_c - p.junction_c);
    groups.iter().min_by(|a, b| margin_k(a).total_cmp(&margin_k(b)))
}

/// Every group that the scenario names.
pub(super) fn summarize_groups(
    catalog: &Catalog,
    built: &BuiltFacility,
    year: &FacilityYear,
    shared: &SharedTotals,
) -> Vec<GroupResult> {
    let named =
        built.groups.iter().zip(&year.groups).filter_map(|(own, sums)| Some((own.group.name.as_ref()?, own, sums)));
    named.map(|(name, own, sums)| summarize_group(catalog, name, own, sums, year, shared)).collect()
}

fn summarize_group(
    catalog: &Catalog,
    name: &str,
    own: &BuiltGroup,
    sums: &GroupYear,
    year: &FacilityYear,
    shared: &SharedTotals,
) -> GroupResult {
    let seconds = year.hours * 3600.0;
    let share = if year.it_j > 0.0 { sums.it_j / year.it_j } else { 0.0 };
    let standing = sums.rack_h / year.hours;
    let mean_w = sums.it_j / seconds;
    let design_w = own.racks * own.response.design.power_w();
    let tokens = annual::group_tokens(catalog, own, sums);
    let system = catalog.system(&own.group.architecture.system);
    GroupResult {
        name: name.to_owned(),
        system: own.group.architecture.system.clone(),
        system_name: system.map_or_else(String::new, |s| s.name.clone()),
        cooling: own.group.architecture.cooling,
        supply_temperature_c: own.group.architecture.supply.celsius(),
        racks: own.racks,
        filled: if own.racks > 0.0 { standing / own.racks } else { 0.0 },
        accelerators: round_count(standing * f64::from(own.accelerators)),
        utilisation: sums.load_h / year.hours,
        it_load_share: if design_w > 0.0 { mean_w / design_w } else { 0.0 },
        it_power_w: mean_w,
        peak_it_power_w: sums.peak_w,
        load_factor: if sums.peak_w > 0.0 { mean_w / sums.peak_w } else { 0.0 },
        it_energy_kwh: sums.it_j / J_PER_KWH,
        energy_kwh: share * year.facility_j / J_PER_KWH,
        cost_usd: share * shared.cost_usd,
        annual_cost_usd: share * shared.annual_cost_usd,
        carbon_kg_co2e: share * shared.carbon_kg,
        output_tokens: tokens.count,
        tokens_reason: tokens.basis,
        limit: describe_limit(own),
        rack: summary::summarize_rack(&own.response.rack, own.accelerators),
    }
}

/// The groups of a facility in an hour, by the scenario's list.
pub(super) fn hours_of_groups(seen: &SeenHour<'_>) -> Vec<GroupHour> {
    let mut out: Vec<(usize, GroupHour)> = Vec::new();
    for (side, group) in seen.facility.hall.groups() {
        let loop_c = side.map_or(seen.state.supply_c, |place| seen.state.side.supply_c[place]);
        let supply = group.room_supply.unwrap_or(Temperature::from_celsius(loop_c));
        let it_power_w = group.means(supply).power_w();
        out.push((group.place, GroupHour { load: group.load, it_power_w, supply_c: supply.celsius() }));
    }
    out.sort_by_key(|(place, _)| *place);
    out.into_iter().map(|(_, group)| group).collect()
}
