//! What the year of one architecture gives, put into its result.

use crate::assembly::facility::BuiltFacility;
use crate::assembly::hall_racks::BuiltGroup;
use crate::assembly::power_chain;
use crate::scenario;
use crate::site::facility::Facility;
use crate::site::hour::FacilityHour;
use crate::site::money::UtilityMeter;
use crate::site::year::FacilityYear;
use crate::study::site::result::HourRecord;
use crate::units::count::round_count;
use crate::units::message::Message;

use super::group_totals::{self, SharedTotals};
use super::loops::LoopResult;
use super::result::{ArchitectureResult, CapitalItem, InstalledEquipment, ModuleEdge, StorageResult};
use super::unit_out::UnitOutResult;
use super::{ComparisonContext, annual, ladder, sizes, summary};

/// An architecture's runs.
pub(super) struct FacilityResult<'a> {
    pub built: BuiltFacility,
    pub year: FacilityYear,
    pub meter: UtilityMeter<'a>,
    pub storage: Option<StorageResult>,
    pub capital: Vec<CapitalItem>,
    pub edges: Vec<ModuleEdge>,
    /// The facility at full load, and its hour on the design day.
    pub full: Facility,
    pub design_day: FacilityHour,
    pub loops: Vec<LoopResult>,
    pub one_unit_out: Vec<UnitOutResult>,
    pub hours: Vec<HourRecord>,
    /// Groups whose load is below their idle power: name or none, hours, and energy above it, J.
    pub below_idle: Vec<(Option<String>, f64, f64)>,
}

impl FacilityResult<'_> {
    /// Catalog records that the result rests on.
    pub fn record_ids(&self) -> Vec<String> {
        self.built.records.iter().cloned().chain(self.capital.iter().map(|c| c.record.clone())).collect()
    }

    /// Fills in all that the year tells.
    pub fn fill_result(
        self,
        context: &ComparisonContext<'_>,
        given: &scenario::ArchitectureSettings,
        out: &mut ArchitectureResult,
    ) {
        let Self { built, year, meter, storage, capital, edges, full, design_day, loops, one_unit_out, .. } = self;
        let hall = &built.facility.hall;
        let standing = |built: &BuiltGroup| built.group.it.filled * built.racks * f64::from(built.accelerators);
        let accelerators = built.groups.iter().skip(1).fold(standing(&built.groups[0]), |sum, own| sum + standing(own));
        out.accelerators = Some(round_count(accelerators));
        out.rated_work = sizes::rated_work(context.catalog, &built.groups, standing);
        let lead = hall.lead_group();
        let state = &lead.response.rack;
        let seconds = year.hours * 3600.0;
        out.feasible = true;
        out.limit = group_totals::most_critical(&built.groups).and_then(|own| {
            let limit = group_totals::describe_limit(own)?;
            Some(match own.group.name.as_ref() {
                Some(name) => Message::from(format!("{name}: ")).with_message(limit),
                None => limit,
            })
        });
        out.it_power_w = Some(year.it_j / seconds);
        out.facility_power_w = Some(year.facility_j / seconds);
        out.energy_balance_relative_error = Some(year.balance_error().max(state.balance_error()));
        out.power = summary::mean_end_use_power(&year, seconds);
        out.ladder = ladder::temperature_ladder(state, hall, &design_day, &context.place.design, given.heat_rejection);
        out.rack = Some(summary::summarize_rack(state, built.groups[lead.place].accelerators));
        let ownership = annual::ownership_cost(&year, &context.rates, &meter, &capital, accelerators);
        let tokens = annual::annual_tokens(context.catalog, &built.groups, &year);
        let water_known = !context.has_unknown_water(given);
        out.annual = Some(annual::build_annual_result(
            (&year, built.design_it_w()),
            &context.rates,
            &meter,
            ownership,
            storage,
            tokens,
            water_known,
        ));
        out.power_chain = power_chain::power_chain_stages(
            context.catalog,
            given,
            &hall.power_chain,
            &built.groups,
            (&full, &design_day),
            &year,
        );
        if let Some(annual) = &out.annual {
            let shared = SharedTotals {
                cost_usd: annual.cost_usd,
                annual_cost_usd: annual.ownership.annual_cost_usd,
                carbon_kg: annual.carbon_kg_co2e,
            };
            out.groups = group_totals::summarize_groups(context.catalog, &built, &year, &shared);
        }
        out.capital = capital;
        out.edges = edges;
        out.loops = loops;
        out.one_unit_out = one_unit_out;
        out.plant = built
            .installed
            .into_iter()
            .filter(|(unit, _)| unit.count > 0)
            .map(|(unit, equipment)| InstalledEquipment {
                what: unit.kind.label().to_owned(),
                count: unit.count,
                capacity_w: unit.capacity_w,
                cools: unit.kind.has_cooling_capacity(),
                equipment,
            })
            .collect();
    }
}
