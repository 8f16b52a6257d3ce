//! What the year of one architecture gives, put into its result.

use crate::assembly::facility::BuiltFacility;
use crate::assembly::power_chain;
use crate::scenario;
use crate::site::hour::FacilityHour;
use crate::site::money::UtilityMeter;
use crate::site::year::FacilityYear;
use crate::study::site::result::HourRecord;
use crate::units::count::round_count;
use crate::units::message::Message;

use super::loops::LoopResult;
use super::result::{ArchitectureResult, CapitalItem, InstalledEquipment, ModuleEdge, StorageResult};
use super::unit_out::UnitOutResult;
use super::{ComparisonContext, annual, ladder, summary};

/// An architecture's runs.
pub(super) struct FacilityResult<'a> {
    pub built: BuiltFacility,
    pub year: FacilityYear,
    pub meter: UtilityMeter<'a>,
    pub storage: Option<StorageResult>,
    pub capital: Vec<CapitalItem>,
    pub edges: Vec<ModuleEdge>,
    pub design_day: FacilityHour,
    pub loops: Vec<LoopResult>,
    pub one_unit_out: Vec<UnitOutResult>,
    pub hours: Vec<HourRecord>,
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
        per_rack: u32,
    ) {
        let Self { built, year, meter, storage, capital, edges, design_day, loops, one_unit_out, .. } = self;
        let hall = &built.facility.hall;
        let accelerators = hall.rack_count * f64::from(per_rack);
        out.accelerators = Some(round_count(accelerators));
        out.rated_work = out.module.as_ref().map(|module| accelerators * module.work);
        let state = &hall.response.rack;
        let seconds = year.hours * 3600.0;
        out.feasible = true;
        out.limit = state.critical_part().map(|p| {
            Message::from(format!("{}: ", p.name))
                .with_quantity(p.limit_c - p.junction_c, 1, "K")
                .with_text(" below its limit of ")
                .with_quantity(p.limit_c, 0, "degC")
                .with_text(" at full load")
        });
        out.it_power_w = Some(year.it_j / seconds);
        out.facility_power_w = Some(year.facility_j / seconds);
        out.energy_balance_relative_error = Some(year.balance_error().max(state.balance_error()));
        out.power = summary::mean_end_use_power(&year, seconds);
        out.ladder = ladder::temperature_ladder(state, hall, &design_day, &context.place.design, given.heat_rejection);
        out.rack = Some(summary::summarize_rack(state, per_rack));
        let ownership = annual::ownership_cost(&year, &context.rates, &meter, &capital, accelerators);
        let tokens = annual::annual_tokens(context.scenario, context.catalog, &out.system, accelerators, &year);
        let water_known = !context.has_unknown_water(given);
        out.annual = Some(annual::build_annual_result(
            (hall.rack_count, &year),
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
            &built.supplies,
            hall.rack_count,
            &design_day,
            &year,
        );
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
