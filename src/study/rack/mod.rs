//! One rack in detail, and how far each way of cooling it reaches.

pub(crate) mod claim_checks;
pub(crate) mod envelope;
pub mod result;

use rayon::prelude::*;
use std::collections::BTreeSet;

use crate::assembly::location::{self, SiteWeather};
use crate::assembly::warning::{WarningCode, WarningList};
use crate::assembly::{cooling_variants, group_rack, network_share, rack_count};
use crate::catalog::Catalog;
use crate::catalog::record::ChipKind;
use crate::rack::build::BuildError;
use crate::rack::limits::{RackLimit, RackLimitKind};
use crate::rack::model::{LiquidCooling, RackLoad};
use crate::rack::state::RackState;
use crate::rack::{RackError, assembly};
use crate::scenario::{ArchitectureSettings, Scenario};
use crate::units::message::Message;
use crate::units::{Power, Pressure, Temperature};

use self::envelope::RackCase;
use self::result::{
    AirStream, CoolantPumps, FanSpeed, LimitRow, LiquidStream, RackDetail, RackHeat, RackReport, RackResult,
    SweepPoint, TrayBranch,
};
use super::compare::{StudyError, ladder, summary};
use super::provenance;

/// What to look at.
#[derive(Clone, Copy, Debug, Default)]
pub struct RackOptions<'a> {
    /// Name of an architecture, or a way of cooling.
    pub architecture: Option<&'a str>,
    /// Whether to search the limits.
    pub limits: bool,
}

/// Steps of the sweep over supply temperatures, K.
const SWEEP_STEP_K: f64 = 2.0;

struct RackStudy<'a> {
    catalog: &'a Catalog,
    scenario: &'a Scenario,
    pressure: Pressure,
    limits: bool,
}

/// An answer, what the reader must know of it, the records that it rests on.
struct AnnotatedRackResult {
    result: RackResult,
    notes: WarningList,
    records: Vec<String>,
}

/// Studies the racks that a question asks for. The result does not depend on the number of threads.
///
/// # Errors
/// [`StudyError`]. A rack that cannot be cooled is no error: its answer says why.
pub fn run(scenario: &Scenario, catalog: &Catalog, question: RackOptions<'_>) -> Result<RackReport, StudyError> {
    let scenario = group_rack::racks_of_group(scenario, catalog, None)?;
    let scenario = scenario.as_ref();
    let SiteWeather { climate, design, warnings: doubts, .. } = location::load_site_weather(scenario, catalog)?;
    let chosen = match question.architecture {
        Some(name) => vec![cooling_variants::select_variant(scenario, catalog, name)?],
        None if question.limits => cooling_variants::all_variants(scenario, catalog)?,
        None => vec![cooling_variants::default_variant(scenario)],
    };
    let study = RackStudy { catalog, scenario, pressure: design.typical.pressure(), limits: question.limits };
    let outcomes: Vec<Result<AnnotatedRackResult, StudyError>> =
        chosen.par_iter().map(|a| study.study_rack(a)).collect();
    let (mut architectures, mut warnings, mut records) = (Vec::new(), doubts, BTreeSet::new());
    for outcome in outcomes {
        let AnnotatedRackResult { result, notes, records: used } = outcome?;
        architectures.push(result);
        warnings.extend(notes);
        records.extend(used);
    }
    let assumptions = provenance::collect_assumptions(catalog, &records);
    let sources = provenance::collect_sources(catalog, &assumptions, [None, None]);
    Ok(RackReport {
        title: scenario.title.clone(),
        location: climate.location,
        elevation_m: climate.elevation_m,
        limits: question.limits,
        architectures,
        assumptions,
        sources,
        warnings,
    })
}

impl RackStudy<'_> {
    /// A result without figures.
    fn empty_result(&self, architecture: &ArchitectureSettings) -> RackResult {
        let system = self.catalog.system(&architecture.system);
        RackResult {
            name: architecture.name.clone(),
            cooling: architecture.cooling,
            system: architecture.system.clone(),
            system_name: system.map_or_else(|| architecture.system.clone(), |record| record.name.clone()),
            fittings: Vec::new(),
            announced: system.is_some_and(|record| record.announced),
            feasible: false,
            limit: None,
            first_limit: None,
            cure: None,
            reason: None,
            energy_balance_relative_error: None,
            rack: None,
            ladder: Vec::new(),
            detail: None,
            envelope: None,
        }
    }

    fn study_rack(&self, architecture: &ArchitectureSettings) -> Result<AnnotatedRackResult, StudyError> {
        let data = |error| StudyError::Data { name: architecture.name.clone(), error };
        let counted = rack_count::rack_count(self.catalog, &self.scenario.it, architecture, self.pressure);
        // A rack does not depend on how many stand beside it.
        let racks = counted.unwrap_or(1.0);
        let mut out = self.empty_result(architecture);
        let setup = match assembly::assemble_rack(self.catalog, architecture, self.pressure, racks) {
            Ok(setup) => setup,
            // Another way of cooling that its parts do not bear is an answer.
            Err(error @ BuildError::CannotRetrofit { .. }) => {
                out.limit = Some(error.to_string().into());
                out.reason = Some(format!("no figures: {error}"));
                let notes = WarningList::default();
                return Ok(AnnotatedRackResult { result: out, notes, records: Vec::new() });
            }
            Err(error) => return Err(data(error)),
        };
        let load = setup.rack.busy_load(architecture);
        out.fittings.clone_from(&setup.retrofit_kits);
        let reach = RackCase { setup: &setup, architecture, racks };
        let notes = match self.fill_result(&mut out, &reach, load) {
            Ok(notes) => notes,
            Err(error) => {
                out.limit = Some(error.to_string().into());
                out.reason = Some(format!("no figures: {error}"));
                WarningList::default()
            }
        };
        // The share of the network between racks is told here alone.
        let devices = setup.system.network.iter().map(|share| share.device.clone());
        let records = setup.record_ids().into_iter().chain(devices).collect();
        Ok(AnnotatedRackResult { result: out, notes, records })
    }

    fn fill_result(
        &self,
        out: &mut RackResult,
        reach: &RackCase<'_>,
        load: RackLoad,
    ) -> Result<WarningList, RackError> {
        let RackCase { setup, architecture, racks } = *reach;
        let state = setup.rack.solve_steady_state(architecture.supply, load)?;
        let binding = state.binding_limit();
        out.feasible = state.is_within_limits();
        out.limit = binding.map(RackLimit::describe);
        out.first_limit = binding.map(|l| l.kind);
        out.cure = binding.filter(|l| l.is_exceeded()).map(|l| l.kind.suggested_remedy().to_owned());
        out.energy_balance_relative_error = Some(state.balance_error());
        out.rack = Some(summary::summarize_rack(&state, setup.system.accelerator_count()));
        out.ladder = ladder::rack_temperature_ladder(&state);
        let mut detail = self.rack_detail(reach, &state);
        if self.limits {
            out.envelope = Some(reach.search_envelope()?);
        } else {
            detail.supply_sweep = sweep_supply(reach, load)?;
        }
        out.detail = Some(detail);
        let facility = setup.cdu.as_ref().and_then(|set| assembly::warmest_facility_water(set, racks, &state));
        Ok(Self::collect_warnings(reach, &state, facility))
    }

    fn rack_detail(&self, reach: &RackCase<'_>, state: &RackState) -> RackDetail {
        let RackCase { setup, racks, .. } = *reach;
        let rules = &setup.rack.rules;
        let feed = claim_checks::electrical_feed(state, rules);
        // What one coolant unit carries, in racks; a rack with units of its own counts one.
        let unit = setup.cdu.as_ref().map_or(1.0, |c| c.racks_per_unit);
        RackDetail {
            power_limit_w: reach.architecture.power_limit.map(Power::watts),
            liquid: state.liquid.map(|l| LiquidStream {
                supply_c: l.supply_c,
                return_c: l.return_c,
                flow_l_min: l.flow_m3_s * 60e3,
                flow_l_min_per_kw: l.flow_m3_s * 60e3 / (state.captured_w / 1e3).max(1e-9),
                pressure_rise_pa: l.rise_pa,
                speed: state.pumps.map_or(state.setting.pump, |pumps| pumps.speed),
                pumps: state.pumps.map(|pumps| CoolantPumps {
                    flow_control: pumps.holds,
                    differential_pressure_pa: pumps.manifold_pressure_pa,
                    bypass_l_min: pumps.bypass_m3_s * 60e3,
                    racks_per_cdu: pumps.racks_per_unit,
                }),
                facility_water_c: setup
                    .cdu
                    .as_ref()
                    .and_then(|set| assembly::warmest_facility_water(set, racks, state))
                    .map(Temperature::celsius),
            }),
            air: state.air.map(|a| AirStream {
                supply_c: a.supply_c,
                inlet_c: a.inlet_c,
                exhaust_c: state.exhaust_c,
                leaving_c: a.return_c,
                flow_m3_h: a.flow_m3_s * 3600.0,
                recirculation: state.recirculation,
                bypass: setup.rack.room.supply_m3_s.map(|most| (1.0 - a.flow_m3_s / most).max(0.0)),
                pressure_rise_pa: a.rise_pa,
                fan_speeds: setup
                    .rack
                    .trays
                    .iter()
                    .zip(&state.setting.fans)
                    .filter(|(t, _)| t.fans.is_some())
                    .map(|(t, s)| FanSpeed { tray: t.name.clone(), speed: *s })
                    .collect(),
            }),
            heat: RackHeat {
                captured_w: state.captured_w,
                capture_fraction: state.capture_fraction(),
                to_room_w: state.air_heat_w,
                cooler_w: state.cooler_w,
                ordinary_room_w: rules.room_rack_w,
                fits_ordinary_room: state.air_heat_w <= rules.room_rack_w,
            },
            limits: state.limits.iter().map(limit_row).collect(),
            branches: state
                .branches
                .iter()
                .enumerate()
                .map(|(i, b)| TrayBranch {
                    position: i + 1,
                    tray: setup.rack.trays[b.kind].name.clone(),
                    flow_l_min: b.flow_m3_s * 60e3,
                    pressure_loss_pa: b.loss_pa,
                    return_c: b.return_c,
                })
                .collect(),
            claims: claim_checks::check_claims(&setup.system, state, rules, &feed, setup.supplies.distribution, unit),
            feed,
            network: network_share::rack_network_share(self.catalog, &setup.system),
            supply_sweep: Vec::new(),
        }
    }

    fn collect_warnings(reach: &RackCase<'_>, state: &RackState, facility: Option<Temperature>) -> WarningList {
        let RackCase { setup, architecture, .. } = *reach;
        let name = &architecture.name;
        let rules = &setup.rack.rules;
        let mut notes = WarningList::default();
        if !setup.retrofit_kits.is_empty() {
            notes.add(
                WarningCode::RetrofitKit,
                format!(
                    "{name}: {} is not made for {}; what cools it is fitted ({})",
                    setup.system.id,
                    architecture.cooling.name(),
                    setup.retrofit_kits.join(", ")
                ),
            );
        }
        if setup.system.announced {
            notes.add(
                WarningCode::Announced,
                format!("{name}: {} is announced, not shipped; its figures are estimates", setup.system.id),
            );
        }
        if let Some(liquid) = &state.liquid {
            let coldest = facility.map_or(liquid.supply_c, |f| f.celsius().min(liquid.supply_c));
            if coldest < rules.dew_point_c {
                let text = Message::from(format!("{name}: liquid of "))
                    .with_quantity(coldest, 1, "degC")
                    .with_text(" is below a dew point of ")
                    .with_quantity(rules.dew_point_c, 1, "degC")
                    .with_text(" that the room may reach: pipes sweat; use a warmer supply_temperature or dry the air");
                notes.add(WarningCode::BelowDewPoint, text);
            }
        }
        if state.setting.clock < 1.0 && !state.is_within_cooling_limits() {
            notes.add(WarningCode::ChipShutdown, format!(
                "{name}: at their lowest clock chips are still too hot and switch off; temperatures tell how far cooling is short"
            ));
        } else if state.setting.clock < 1.0 {
            let lost = 100.0 * (1.0 - state.setting.clock);
            notes.add(
                WarningCode::ReducedClock,
                format!("{name}: chips are throttled by {lost:.1} % of their clock to stay at their limits"),
            );
        } else if state.performance < 1.0 - 1e-9 {
            let lost = 100.0 * (1.0 - state.performance);
            notes.add(
                WarningCode::ReducedClock,
                format!("{name}: accelerators run {lost:.1} % below their full clock, limited by their power cap"),
            );
        }
        let outside: BTreeSet<&str> =
            state.parts.iter().filter(|p| !p.in_range && p.kind != ChipKind::Memory).map(|p| p.name.as_str()).collect();
        for part in outside {
            notes.add(
                WarningCode::CoolerOutOfRange,
                format!("{name}: the flow at {part} is outside the range in which its cooler was measured"),
            );
        }
        if matches!(setup.rack.liquid_cooling, LiquidCooling::Door(_)) && state.air_heat_w > rules.room_rack_w {
            notes.add(
                WarningCode::RoomHeat,
                format!(
                    "{name}: the door leaves {:.1} kW to the room, more than the {:.0} kW that an ordinary one takes",
                    state.air_heat_w / 1e3,
                    rules.room_rack_w / 1e3
                ),
            );
        }
        if state.limits.iter().any(|l| l.kind == RackLimitKind::PowerSupply && l.is_exceeded()) {
            notes.add(
                WarningCode::PowerSupplyOverload,
                format!("{name}: the power supplies are loaded beyond their rating"),
            );
        }
        notes
    }
}

fn limit_row(l: &RackLimit) -> LimitRow {
    LimitRow {
        kind: l.kind,
        what: l.what.clone(),
        value: l.value,
        allowed: l.allowed,
        unit: l.unit,
        relative_margin: l.relative_margin(),
        passed: l.is_exceeded(),
    }
}

/// Chip temperature and flow from the coldest supply of this way of cooling up to where chips are throttled.
fn sweep_supply(reach: &RackCase<'_>, load: RackLoad) -> Result<Vec<SweepPoint>, RackError> {
    let range = reach.architecture.cooling.supply_range();
    let rack = &reach.setup.rack;
    let mut out = Vec::new();
    let mut celsius = (range.min_c / SWEEP_STEP_K).ceil() * SWEEP_STEP_K;
    while celsius <= range.max_c {
        let state = rack.solve_steady_state(Temperature::from_celsius(celsius), load)?;
        if !state.is_within_cooling_limits() {
            break;
        }
        let flow = if state.liquid.is_some() { 60e3 } else { 3600.0 } * state.main_coolant.flow_m3_s;
        out.push(SweepPoint {
            supply_c: celsius,
            hottest_chip_c: state.critical_part().map_or(celsius, |p| p.junction_c),
            flow,
            capture_fraction: state.capture_fraction(),
            clock: state.setting.clock,
        });
        celsius += SWEEP_STEP_K;
    }
    Ok(out)
}
