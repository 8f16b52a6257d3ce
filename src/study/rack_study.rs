//! One rack in detail, and how far each way of cooling it reaches.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::rack::RackError;
use crate::rack::limits::{Limit, LimitKind};
use crate::rack::model::{Load, Wet};
use crate::rack::setup;
use crate::rack::state::RackState;
use crate::scenario::{Architecture, Scenario};
use crate::units::{Pressure, Temperature};

use super::compare::StudyError;
use super::envelope::Reach;
use super::place::{self, Place};
use super::rack_result::{
    AirStream, Branch, Detail, FanSpeed, Heat, LimitRow, LiquidStream, RackAnswer, RackReport, SweepPoint,
};
use super::{amount, claims, network_share, provenance, summary, ways};

/// What to look at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Question<'a> {
    /// Name of an architecture, or a way of cooling.
    pub architecture: Option<&'a str>,
    /// Whether to search the limits.
    pub limits: bool,
}

/// Steps of the sweep over supply temperatures, K.
const SWEEP_K: f64 = 2.0;

struct Study<'a> {
    catalog: &'a Catalog,
    scenario: &'a Scenario,
    pressure: Pressure,
    limits: bool,
}

/// An answer, what the reader must know of it, the records that it rests on.
type Outcome = (RackAnswer, Vec<String>, BTreeSet<String>);

/// Studies the racks that a question asks for. The result does not depend on the number of threads.
///
/// # Errors
/// [`StudyError`]. A rack that cannot be cooled is no error: its answer says why.
pub fn run(scenario: &Scenario, catalog: &Catalog, question: Question<'_>) -> Result<RackReport, StudyError> {
    let Place { climate, design, warnings: doubts, .. } = place::find(scenario, catalog)?;
    let chosen = match question.architecture {
        Some(name) => vec![ways::pick(scenario, catalog, name)?],
        None if question.limits => ways::all(scenario, catalog),
        None => vec![ways::shown(scenario)],
    };
    let study = Study { catalog, scenario, pressure: design.typical.pressure(), limits: question.limits };
    let outcomes: Vec<Result<Outcome, StudyError>> = chosen.par_iter().map(|a| study.answer(a)).collect();
    let (mut architectures, mut warnings, mut records) = (Vec::new(), doubts, BTreeSet::new());
    for outcome in outcomes {
        let (answer, notes, used) = outcome?;
        architectures.push(answer);
        warnings.extend(notes);
        records.extend(used);
    }
    let assumptions = provenance::assumptions(catalog, &records);
    let sources = provenance::sources(catalog, &assumptions, [None, None]);
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

impl Study<'_> {
    fn answer(&self, architecture: &Architecture) -> Result<Outcome, StudyError> {
        let counted = amount::racks(self.catalog, self.scenario.it.amount, architecture, self.pressure);
        let racks = counted.unwrap_or(amount::SOME).max(1.0);
        let setup = setup::setup(self.catalog, architecture, self.pressure, racks)
            .map_err(|error| StudyError::Data { name: architecture.name.clone(), error })?;
        let load = Load { cap: architecture.power_limit, ..Load::FULL };
        let mut out = RackAnswer {
            name: architecture.name.clone(),
            cooling: architecture.cooling.name().to_owned(),
            system: setup.system.id.clone(),
            system_name: setup.system.name.clone(),
            fittings: setup.fittings.clone(),
            announced: setup.system.announced,
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
        };
        let reach = Reach { setup: &setup, architecture, racks };
        let notes = match self.fill(&mut out, &reach, load) {
            Ok(notes) => notes,
            Err(error) => {
                out.limit = Some(error.to_string());
                out.reason = Some(format!("no figures: {error}"));
                Vec::new()
            }
        };
        Ok((out, notes, setup.record_ids().into_iter().collect()))
    }

    fn fill(&self, out: &mut RackAnswer, reach: &Reach<'_>, load: Load) -> Result<Vec<String>, RackError> {
        let Reach { setup, architecture, racks } = *reach;
        let state = setup.rack.settle(architecture.supply, load)?;
        let binding = state.binding();
        out.feasible = state.feasible();
        out.limit = binding.map(Limit::describe);
        out.first_limit = binding.map(|l| l.kind.name());
        out.cure = binding.filter(|l| l.broken()).map(|l| l.kind.cure().to_owned());
        out.energy_balance_relative_error = Some(state.balance_error());
        out.rack = Some(summary::rack(&state, setup.system.accelerators()));
        out.ladder = summary::rack_ladder(&state);
        let mut detail = self.detail(reach, &state);
        if self.limits {
            out.envelope = Some(reach.envelope()?);
        } else {
            detail.supply_sweep = sweep(reach, load)?;
        }
        out.detail = Some(detail);
        let facility = setup.cdu.as_ref().and_then(|set| setup::facility_water(set, racks, &state));
        Ok(Self::notes(reach, &state, facility))
    }

    fn detail(&self, reach: &Reach<'_>, state: &RackState) -> Detail {
        let Reach { setup, racks, .. } = *reach;
        let rules = &setup.rack.rules;
        let power_w = state.power_w();
        let feed = claims::feed(state, rules);
        // What one coolant unit carries, in racks; a rack with units of its own counts one.
        let unit = setup.cdu.as_ref().map_or(1.0, |c| racks / f64::from(c.count));
        Detail {
            liquid: state.liquid.map(|l| LiquidStream {
                supply_c: l.supply_c,
                return_c: l.return_c,
                flow_l_min: l.flow_m3_s * 60e3,
                flow_l_min_per_kw: l.flow_m3_s * 60e3 / (state.captured_w / 1e3).max(1e-9),
                pressure_rise_pa: l.rise_pa,
                speed: state.setting.pump,
                facility_water_c: setup
                    .cdu
                    .as_ref()
                    .and_then(|set| setup::facility_water(set, racks, state))
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
            heat: Heat {
                captured_w: state.captured_w,
                capture_fraction: state.captured_w / power_w,
                to_room_w: state.air_heat_w,
                cooler_w: state.cooler_w,
                ordinary_room_w: rules.room_rack_w,
                fits_ordinary_room: state.air_heat_w <= rules.room_rack_w,
            },
            limits: state.limits.iter().map(row).collect(),
            branches: state
                .branches
                .iter()
                .enumerate()
                .map(|(i, b)| Branch {
                    position: i + 1,
                    tray: setup.rack.trays[b.kind].name.clone(),
                    flow_l_min: b.flow_m3_s * 60e3,
                    pressure_loss_pa: b.loss_pa,
                    return_c: b.return_c,
                })
                .collect(),
            claims: claims::claims(&setup.system, state, rules, &feed, setup.supplies.distribution, unit),
            feed,
            network: network_share::of(self.catalog, &setup.system),
            supply_sweep: Vec::new(),
        }
    }

    fn notes(reach: &Reach<'_>, state: &RackState, facility: Option<Temperature>) -> Vec<String> {
        let Reach { setup, architecture, .. } = *reach;
        let name = &architecture.name;
        let rules = &setup.rack.rules;
        let mut notes = Vec::new();
        if !setup.fittings.is_empty() {
            notes.push(format!(
                "{name}: {} is not made for {}; what cools it is fitted ({})",
                setup.system.id,
                architecture.cooling.name(),
                setup.fittings.join(", ")
            ));
        }
        if setup.system.announced {
            notes.push(format!("{name}: {} is announced, not shipped; its figures are estimates", setup.system.id));
        }
        if let Some(liquid) = &state.liquid {
            let coldest = facility.map_or(liquid.supply_c, |f| f.celsius().min(liquid.supply_c));
            if coldest < rules.dew_point_c {
                notes.push(format!(
                    "{name}: liquid of {coldest:.1} degC is below a dew point of {:.1} degC that the room may reach: pipes sweat; \
                     use a warmer supply_temperature or dry the air",
                    rules.dew_point_c
                ));
            }
        }
        if state.setting.clock < 1.0 && !state.coolable() {
            notes.push(format!(
                "{name}: at their lowest clock chips are still too hot and switch off; temperatures tell how far cooling is short"
            ));
        } else if state.setting.clock < 1.0 {
            let lost = 100.0 * (1.0 - state.setting.clock);
            notes.push(format!("{name}: chips are throttled by {lost:.1} % of their clock to stay at their limits"));
        } else if state.performance < 1.0 - 1e-9 {
            let lost = 100.0 * (1.0 - state.performance);
            notes.push(format!("{name}: accelerators run {lost:.1} % below their full clock, held by power_limit"));
        }
        let outside: BTreeSet<&str> =
            state.parts.iter().filter(|p| !p.in_range && !p.memory).map(|p| p.name.as_str()).collect();
        for part in outside {
            notes.push(format!("{name}: the flow at {part} is outside the range in which its cooler was measured"));
        }
        if matches!(setup.rack.wet, Wet::Door(_)) && state.air_heat_w > rules.room_rack_w {
            notes.push(format!(
                "{name}: the door leaves {:.1} kW to the room, more than the {:.0} kW that an ordinary one takes",
                state.air_heat_w / 1e3,
                rules.room_rack_w / 1e3
            ));
        }
        if state.limits.iter().any(|l| l.kind == LimitKind::PowerSupply && l.broken()) {
            notes.push(format!("{name}: the power supplies are loaded beyond their rating"));
        }
        notes
    }
}

fn row(l: &Limit) -> LimitRow {
    LimitRow {
        kind: l.kind.name(),
        what: l.what.clone(),
        value: l.value,
        allowed: l.allowed,
        unit: l.unit,
        relative_margin: l.relative(),
        passed: l.broken(),
    }
}

/// Chip temperature and flow from the coldest supply of this way of cooling up to where chips are throttled.
fn sweep(reach: &Reach<'_>, load: Load) -> Result<Vec<SweepPoint>, RackError> {
    let (low, high, _) = reach.architecture.cooling.supply_c();
    let rack = &reach.setup.rack;
    let mut out = Vec::new();
    let mut celsius = (low / SWEEP_K).ceil() * SWEEP_K;
    while celsius <= high {
        let state = rack.settle(Temperature::from_celsius(celsius), load)?;
        if !state.coolable() {
            break;
        }
        let flow = if state.liquid.is_some() { 60e3 } else { 3600.0 } * state.main().flow_m3_s;
        out.push(SweepPoint {
            supply_c: celsius,
            hottest_chip_c: state.critical().map_or(celsius, |p| p.junction_c),
            flow,
            capture_fraction: state.captured_w / state.power_w(),
            clock: state.setting.clock,
        });
        celsius += SWEEP_K;
    }
    Ok(out)
}
