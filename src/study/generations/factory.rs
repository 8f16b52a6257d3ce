//! The AI factory: what a site with a fixed power at the utility makes of each generation, on air and on liquid.
//!
//! As many full racks stand there as the worst hour allows: full load, design day or worst hour of the year, network
//! between racks counted. Tokens are those of the roofline of serving at full load.

use rayon::prelude::*;

use crate::assembly::rack_count;
use crate::assembly::warning::{WarningCode, WarningList};
use crate::catalog::Catalog;
use crate::catalog::generation::GenerationTables;
use crate::catalog::generation::accelerator::{Accelerator, MarketSegment, ProductStatus};
use crate::catalog::generation::precision::Precision;
use crate::catalog::generation::price::{PriceKind, PriceRecord};
use crate::catalog::system::SystemRecord;
use crate::scenario::{ItCapacity, Scenario};
use crate::site::money;

use super::super::compare::StudyError;
use super::super::provenance;
use super::boundaries::location_name;
pub use super::factory_options::FactoryRequest;
use super::factory_options::{embodied_carbon_kg, option_name, option_title, required_price};
pub use super::factory_result::{FactoryPlan, FactoryResult};
use super::halls::{self, CoolingMedium, GenerationHall, HallOutcome};
use super::options::{
    GenerationError, GenerationRequest, PerformanceMetric, find_workload_and_model, token_record_ids,
};
use super::performance::{self, PerformanceOutcome, UnitPerformance};
use super::replacement;

const HOURS_PER_DAY: f64 = 24.0;
const TOKENS_PER_MTOK: f64 = 1e6;
/// Tries of the number of racks: whole modules make power a little uneven in it.
const MAX_RACK_ITERATIONS: u32 = 8;

/// Runs the factory.
///
/// # Errors
/// [`GenerationError`]; where no rack fits, [`GenerationError::SmallFactory`].
pub fn run(
    scenario: &Scenario,
    catalog: &Catalog,
    question: &GenerationRequest,
    asked: &FactoryRequest,
) -> Result<FactoryResult, GenerationError> {
    let generations = catalog.generations().map_err(StudyError::from)?;
    let question = &GenerationRequest { metric: PerformanceMetric::Tokens, ..question.clone() };
    let (workload, model) = find_workload_and_model(generations, &question.workload, &question.model)?;
    for (id, _) in &asked.prices {
        super::options::find_accelerator(generations, id)?;
    }
    let it_years = required_price(generations, "depreciation")?.range_midpoint();
    let data = |error| StudyError::Data { name: scenario.title.clone(), error };
    let defaults = rack_count::read_defaults(catalog).map_err(data)?;
    let builder = FactoryPlanner {
        scenario,
        catalog,
        generations,
        question,
        asked,
        it_years,
        server_accelerators: defaults.server_accelerators,
        embodied: embodied_carbon_kg(generations)?,
    };
    let parts: Vec<(&Accelerator, CoolingMedium)> = generations
        .accelerators()
        .iter()
        .filter(|a| a.segment == MarketSegment::DataCentre && a.accelerators == 1)
        .flat_map(|a| CoolingMedium::BOTH.map(|side| (a, side)))
        .filter(|(a, side)| halls::find_system(catalog, a, *side).is_ok())
        .collect();
    let found: Vec<_> = parts.par_iter().map(|(chip, side)| builder.evaluate_option(chip, *side)).collect();
    let (mut options, mut left_out, mut small) = (Vec::new(), Vec::new(), Vec::new());
    for ((chip, side), found) in parts.into_iter().zip(found) {
        let (id, name) = (option_name(chip, side), option_title(chip, side));
        match found? {
            PlanResult::FactoryPlan(option) => options.push(*option),
            PlanResult::Unavailable(reason) => left_out.push(super::result::ExcludedAccelerator { id, name, reason }),
            PlanResult::RackExceedsLimit(rack_w) => {
                left_out.push(super::result::ExcludedAccelerator {
                    id,
                    name: name.clone(),
                    reason: format!("one rack asks for {:.1} kW at the meter", rack_w / 1e3),
                });
                small.push((rack_w, name));
            }
        }
    }
    if options.is_empty() {
        small.sort_by(|a, b| a.0.total_cmp(&b.0));
        let least = small.first().map_or_else(
            || "none can be had".to_owned(),
            |(w, name)| format!("the smallest, {name}, asks for {:.1} kW at the meter", w / 1e3),
        );
        return Err(GenerationError::SmallFactory { limit: format!("{:.1} kW", asked.power.watts() / 1e3), least });
    }
    options.sort_by(|a, b| a.year.total_cmp(&b.year).then_with(|| a.name.cmp(&b.name)));
    let replacement = match &asked.replace {
        Some(pair) => Some(replacement::evaluate_replacement(generations, &options, pair, asked)?),
        None => None,
    };
    let mut used = token_record_ids(generations, question);
    used.extend(options.iter().map(|o| o.chip.clone()));
    used.extend(options.iter().flat_map(|o| o.price_records.iter().cloned()));
    used.extend(["depreciation", "embodied-accelerator"].map(str::to_owned));
    used.insert(rack_count::defaults_record_id(catalog).to_owned());
    let assumptions = provenance::collect_assumptions(catalog, &used);
    let sources = provenance::collect_sources(catalog, &assumptions, [None, None]);
    Ok(FactoryResult {
        power_limit_w: asked.power.watts(),
        location: location_name(scenario, catalog),
        workload: workload.id.clone(),
        model: model.id.clone(),
        model_name: model.name.clone(),
        precision: question.format.name(),
        token_price_usd_per_mtok: asked.token_price_usd,
        it_years: builder.it_years,
        warnings: collect_warnings(&options),
        options,
        left_out,
        replacement,
        assumptions,
        sources,
    })
}

enum PlanResult {
    FactoryPlan(Box<FactoryPlan>),
    /// Why there is none.
    Unavailable(String),
    /// One rack asks for more, W.
    RackExceedsLimit(f64),
}

/// Price of one accelerator with its share of host and network.
struct AcceleratorPrice {
    /// Low and high, USD; nothing where none is known.
    usd: Option<[f64; 2]>,
    /// Where it is from.
    basis: String,
    /// Records of the table of prices that it rests on.
    records: Vec<String>,
}

/// A hall with as many racks as the power carries.
enum FilledHall {
    /// The hall and its racks.
    Fits {
        /// The hall.
        hall: Box<GenerationHall>,
        /// Racks in it.
        racks: u32,
    },
    /// Why there is none.
    Unavailable(String),
    /// One rack asks for more, W.
    RackExceedsLimit(f64),
}

struct FactoryPlanner<'a> {
    scenario: &'a Scenario,
    catalog: &'a Catalog,
    generations: &'a GenerationTables,
    question: &'a GenerationRequest,
    asked: &'a FactoryRequest,
    it_years: f64,
    /// Accelerators of a server in a price list.
    server_accelerators: f64,
    /// Carbon of making one accelerator, low and high, kg.
    embodied: [f64; 2],
}

impl FactoryPlanner<'_> {
    fn evaluate_option(&self, chip: &Accelerator, side: CoolingMedium) -> Result<PlanResult, GenerationError> {
        let performance = match performance::unit_performance(self.generations, chip, self.question)? {
            PerformanceOutcome::Known(found) => found,
            PerformanceOutcome::Unknown(reason) => return Ok(PlanResult::Unavailable(reason)),
        };
        let system = match halls::find_system(self.catalog, chip, side) {
            Ok(system) => system,
            Err(reason) => return Ok(PlanResult::Unavailable(reason)),
        };
        let (hall, racks) = match self.fill_power_limit(chip, system, side)? {
            FilledHall::Fits { hall, racks } => (hall, racks),
            FilledHall::Unavailable(reason) => return Ok(PlanResult::Unavailable(reason)),
            FilledHall::RackExceedsLimit(rack_w) => return Ok(PlanResult::RackExceedsLimit(rack_w)),
        };
        Ok(PlanResult::FactoryPlan(Box::new(self.build_plan(chip, side, &hall, racks, performance))))
    }

    /// The most racks that the power carries, and their hall.
    fn fill_power_limit(
        &self,
        chip: &Accelerator,
        system: &SystemRecord,
        side: CoolingMedium,
    ) -> Result<FilledHall, GenerationError> {
        let limit_w = self.asked.power.watts();
        let architecture = match halls::build_architecture(self.scenario, system, side) {
            Ok(architecture) => architecture,
            Err(reason) => return Ok(FilledHall::Unavailable(reason)),
        };
        let with = |racks: u32| -> Result<HallOutcome, StudyError> {
            halls::run_single_architecture(
                self.catalog,
                &halls::full_load_scenario(self.scenario, architecture.clone(), ItCapacity::Racks(racks)),
                system,
            )
        };
        let mut hall = match halls::run_generation_hall(self.catalog, self.scenario, chip, side)? {
            HallOutcome::Modelled(hall) => hall,
            HallOutcome::Unavailable(reason) => return Ok(FilledHall::Unavailable(reason)),
        };
        let per_rack = f64::from(system.accelerator_count().max(1));
        let mut racks = hall.accelerators / per_rack;
        for _ in 0..MAX_RACK_ITERATIONS {
            let each_w = hall.peak_w / racks;
            let next = (limit_w / each_w).floor().min(1e6);
            if next < 1.0 {
                // One rack alone carries whole modules: only its own figure tells that it does not fit.
                return Ok(match with(1)? {
                    HallOutcome::Modelled(hall) if hall.peak_w <= limit_w => FilledHall::Fits { hall, racks: 1 },
                    HallOutcome::Modelled(hall) => FilledHall::RackExceedsLimit(hall.peak_w),
                    HallOutcome::Unavailable(reason) => FilledHall::Unavailable(reason),
                });
            }
            if (next - racks).abs() < 0.5 && hall.peak_w <= limit_w {
                break;
            }
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and a million")]
            let whole = next as u32;
            hall = match with(whole)? {
                HallOutcome::Modelled(hall) => hall,
                HallOutcome::Unavailable(reason) => return Ok(FilledHall::Unavailable(reason)),
            };
            racks = next;
        }
        while hall.peak_w > limit_w && racks > 1.0 {
            racks -= 1.0;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and a million")]
            let whole = racks as u32;
            hall = match with(whole)? {
                HallOutcome::Modelled(hall) => hall,
                HallOutcome::Unavailable(reason) => return Ok(FilledHall::Unavailable(reason)),
            };
        }
        if hall.peak_w > limit_w {
            return Ok(FilledHall::RackExceedsLimit(hall.peak_w));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and a million")]
        let racks = racks as u32;
        Ok(FilledHall::Fits { hall, racks })
    }

    fn build_plan(
        &self,
        chip: &Accelerator,
        side: CoolingMedium,
        hall: &GenerationHall,
        racks: u32,
        performance: UnitPerformance,
    ) -> FactoryPlan {
        let annual = &hall.annual;
        let tokens_s = performance.value * hall.performance_kept * hall.accelerators;
        let mean_power_w = hall.meter_w * hall.accelerators;
        let year_s = annual.energy_kwh * 3.6e6 / mean_power_w;
        let mtok = tokens_s * year_s / TOKENS_PER_MTOK;
        let (energy_kwh, water_l, electricity_usd) = (annual.energy_kwh, annual.water_l, annual.cost_usd);
        let o = &annual.ownership;
        let running = electricity_usd + o.demand_cost_usd + o.water_cost_usd + o.maintenance_cost_usd;
        let interest = hall.cost.discount_rate;
        let plant_usd: f64 = hall.capital.iter().map(|c| c.usd).sum();
        let site_usd = running + plant_usd / money::annuity_factor(interest, hall.cost.years);
        let AcceleratorPrice { usd: price, basis: it_price_basis, records: price_records } =
            self.accelerator_price(chip, hall);
        let it = price.map(|range| range.map(|usd| usd * hall.accelerators));
        let life = money::annuity_factor(interest, self.it_years);
        let life_mtok = mtok * self.it_years;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole racks of whole accelerators"
        )]
        let accelerators = hall.accelerators.round() as u32;
        FactoryPlan {
            name: option_name(chip, side),
            title: option_title(chip, side),
            chip: chip.id.clone(),
            year: super::series::availability_year(chip),
            announced: chip.status == ProductStatus::Announced,
            side,
            system: hall.system.clone(),
            precision: performance.precision.map_or("", Precision::name),
            racks,
            accelerators,
            peak_power_w: hall.peak_w,
            mean_power_w,
            pue: hall.pue,
            performance_kept: hall.performance_kept,
            tokens_per_s: tokens_s,
            tokens_per_day: tokens_s * HOURS_PER_DAY * 3600.0,
            tokens_per_joule: tokens_s / mean_power_w,
            energy_kwh,
            energy_kwh_per_mtok: energy_kwh / mtok,
            water_l,
            tokens_per_l: water_l.filter(|l| *l > 0.0).map(|l| mtok * TOKENS_PER_MTOK / l),
            carbon_kg_co2e_per_mtok: annual.carbon_kg_co2e / mtok,
            embodied_kg_co2e_per_mtok: self.embodied.map(|kg| kg * hall.accelerators / life_mtok),
            running_cost_usd: running,
            plant_capital_usd: plant_usd,
            it_capital_usd: it,
            it_price_basis,
            price_records,
            electricity_usd_per_mtok: electricity_usd / mtok,
            site_usd_per_mtok: site_usd / mtok,
            cost_usd_per_mtok: it.map(|range| range.map(|usd| (site_usd + usd / life) / mtok)),
            revenue_usd: self.asked.token_price_usd.map(|usd| usd * mtok),
            reason: self.missing_value_reasons(water_l, it.is_some()),
        }
    }

    /// Why values of a plan are missing.
    fn missing_value_reasons(&self, water_l: Option<f64>, priced: bool) -> String {
        let reasons = [
            water_l.is_none().then_some("water of wetted pads needs an hourly year"),
            water_l.is_some_and(|l| l <= 0.0).then_some("no water is used"),
            (!priced).then_some("no price of IT equipment"),
            self.asked.token_price_usd.is_none().then_some("no revenue without --token-price"),
        ];
        reasons.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }

    /// Price of one accelerator with its share of host and network: the user's, else what was quoted.
    fn accelerator_price(&self, chip: &Accelerator, hall: &GenerationHall) -> AcceleratorPrice {
        let own = |(id, _): &&(String, f64)| self.generations.resolve_accelerator(id).is_ok_and(|a| a.id == chip.id);
        if let Some((_, usd)) = self.asked.prices.iter().find(own) {
            return AcceleratorPrice { usd: Some([*usd, *usd]), basis: "given".to_owned(), records: Vec::new() };
        }
        let of = |kinds: &[PriceKind]| -> Vec<(&PriceRecord, f64)> {
            let all = self.generations.prices().iter();
            let own = all.filter(|p| p.chip.as_deref() == Some(chip.id.as_str()) && kinds.contains(&p.kind));
            own.map(|p| {
                let share = match p.kind {
                    PriceKind::Rack => f64::from(hall.rack.accelerators.max(1)),
                    PriceKind::Server => self.server_accelerators,
                    _ => 1.0,
                };
                (p, share)
            })
            .collect()
        };
        let whole = of(&[PriceKind::Server, PriceKind::Rack, PriceKind::Cluster]);
        let found = if whole.is_empty() { of(&[PriceKind::Chip]) } else { whole };
        if found.is_empty() {
            let basis = format!("no price was found; give one: --price {}=USD", chip.id);
            return AcceleratorPrice { usd: None, basis, records: Vec::new() };
        }
        let low = found.iter().map(|(p, n)| p.low / n).fold(f64::INFINITY, f64::min);
        let high = found.iter().map(|(p, n)| p.high / n).fold(0.0, f64::max);
        let ids: Vec<String> = found.iter().map(|(p, _)| p.id.clone()).collect();
        let mut items: Vec<String> = Vec::new();
        for (price, _) in &found {
            let item = format!("{} ({})", price.item, price.year);
            if !items.contains(&item) {
                items.push(item);
            }
        }
        AcceleratorPrice { usd: Some([low, high]), basis: format!("quoted: {}", items.join("; ")), records: ids }
    }
}

fn collect_warnings(options: &[FactoryPlan]) -> WarningList {
    let mut out = WarningList::default();
    out.add(
        WarningCode::PredictedTokens,
        "tokens are predicted by the roofline of serving at full load around the clock (docs/serving.md); half of its \
         predictions lie within 19 % of MLPerf",
    );
    out.add(
        WarningCode::QuotedPrices,
        "prices of accelerators are as quoted in public, without negotiation; revenue counts at your price for every token",
    );
    for o in options.iter().filter(|o| o.performance_kept < 1.0 - 1e-9) {
        let text = format!("{} keeps {:.1} % of its performance", o.title, 100.0 * o.performance_kept);
        out.add(WarningCode::Throttled, text);
    }
    let announced: Vec<&str> = options.iter().filter(|o| o.announced).map(|o| o.title.as_str()).collect();
    if !announced.is_empty() {
        out.add(WarningCode::Announced, format!("announced, not delivered: {}", announced.join(", ")));
    }
    out
}
