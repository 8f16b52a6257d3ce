//! The most racks of one architecture, and what the hall of so many does.

use crate::assembly::error::ArchitectureError;
use crate::assembly::hall_racks::BuiltGroup;
use crate::assembly::warning::{WarningCode, WarningList};
use crate::plant::outdoor::settle_minutes;
use crate::rack::activity;
use crate::rack::build::BuildError;
use crate::site::facility::Facility;
use crate::site::year::FacilityYear;
use crate::units::Power;
use crate::units::count::round_count;
use crate::units::message::Message;

use super::binding::{self, Binding, HourNames};
use super::hall::{self, HallPlanner, PlannedHall};
use super::request::{CapacityError, LimitBoundary};
use super::result::{ArchitectureCapacity, CapacityHour, GroupRacks, Headroom, Oversubscription, TestPower};
use super::search::{self, EXHAUSTIVE_COUNT, FoundCount};
use super::trial::{TrialOutcome, TrialRules};

/// What racks may draw less in a larger hall than alone: coolant units that more of them share.
const RACK_POWER_MARGIN: f64 = 0.02;
/// Most racks of any plan.
const MAX_RACKS: f64 = 4e6;

/// A plan with what its reader must know and the records that it rests on.
pub(super) struct ArchitecturePlan {
    pub capacity: ArchitectureCapacity,
    pub notes: WarningList,
    pub records: Vec<String>,
}

/// What `passes` reports: data that make no model. Other errors of a hall are failures of its trial.
pub(super) fn data_error(name: &str, error: ArchitectureError) -> CapacityError {
    let error = match error {
        ArchitectureError::Build(error) => error,
        other => BuildError::Duty { id: name.to_owned(), problem: other.to_string() },
    };
    CapacityError::of_data(name, error)
}

/// Plans an architecture.
///
/// # Errors
/// Data that make no model.
pub(super) fn plan_architecture(rules: &TrialRules<'_>, spares_added: bool) -> Result<ArchitecturePlan, CapacityError> {
    let planner = rules.planner;
    let name = &planner.architecture.name;
    let mut capacity = start_capacity(planner, spares_added);
    let nothing = |capacity| ArchitecturePlan { capacity, notes: WarningList::default(), records: Vec::new() };
    let (least, smallest) = match smallest_hall(planner) {
        Ok(found) => found,
        Err(error @ ArchitectureError::Build(_)) => return Err(data_error(name, error)),
        Err(error) => {
            let Binding { limit, hour, text } = binding::binding_of_error(&error);
            (capacity.binding_limit, capacity.binding_hour) = (Some(limit), Some(hour));
            capacity.reason = Message::from("no rack can be run: ").with_message(text);
            return Ok(nothing(capacity));
        }
    };
    let bound = largest_count(rules, &smallest);
    let found = search::find_most(bound, EXHAUSTIVE_COUNT, |racks| rules.passes(racks));
    let found = found.map_err(|error| data_error(name, error))?;
    capacity.tried_to_racks = found.tried_to;
    capacity.rack_power_w = Some(smallest.rack_power_w(&planner.shares));
    if found.most == 0 {
        explain_no_rack(rules, &mut capacity, (least, &smallest));
        return Ok(nothing(capacity));
    }
    let hall = planner.build_hall(found.most).map_err(|error| data_error(name, error))?;
    let notes = fill_capacity(rules, &mut capacity, &hall, found)?;
    let mut records = hall.built.records.clone();
    records.extend(planner.rates.records.iter().cloned());
    Ok(ArchitecturePlan { capacity, notes, records })
}

/// The smallest hall that can be built, and its racks.
///
/// # Errors
/// Why one rack can't, where none can.
fn smallest_hall(planner: &HallPlanner<'_>) -> Result<(u32, PlannedHall), ArchitectureError> {
    let first = match planner.build_hall(1) {
        Ok(hall) => return Ok((1, hall)),
        Err(error) => error,
    };
    for racks in [2, 4, 8, 16, 32] {
        if let Ok(hall) = planner.build_hall(racks) {
            return Ok((racks, hall));
        }
    }
    Err(first)
}

/// A count that none above can pass: their racks alone draw more than the limit.
fn largest_count(rules: &TrialRules<'_>, smallest: &PlannedHall) -> u32 {
    let beside_w = match rules.boundary {
        LimitBoundary::Heat => hall::district_heat_w(rules.planner.scenario),
        LimitBoundary::Utility | LimitBoundary::It => 0.0,
    };
    let count = (rules.limit_w + beside_w) / (smallest.rack_power_w(&rules.planner.shares) * (1.0 - RACK_POWER_MARGIN));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let count = count.floor().clamp(0.0, MAX_RACKS) as u32;
    count
}

fn start_capacity(planner: &HallPlanner<'_>, spares_added: bool) -> ArchitectureCapacity {
    let given = &planner.architecture;
    ArchitectureCapacity {
        name: given.name.clone(),
        cap_w: given.power_limit.map(Power::watts),
        system: given.system.clone(),
        cooling: given.cooling,
        feasible: false,
        best: false,
        racks: 0,
        accelerators: 0,
        tokens_per_second: None,
        tokens_reason: String::new(),
        performance: None,
        rack_power_w: None,
        peak_power_w: None,
        binding_limit: None,
        binding_hour: None,
        hours_above: None,
        hours_above_at_scenario_load: None,
        provisioned_w_per_rack: None,
        headroom: None,
        tests: Vec::new(),
        oversubscription: None,
        plant_redundancy: given.set_points.spares.redundancy.name(),
        plant_spares_added: spares_added,
        tried_to_racks: 0,
        groups: Vec::new(),
        reason: Message::default(),
        hours: Vec::new(),
    }
}

fn hour_names<'a>(planner: &'a HallPlanner<'_>) -> HourNames<'a> {
    HourNames { weather: planner.weather(), hourly: planner.place.hourly }
}

/// Says what the smallest hall needs, where no rack fits.
fn explain_no_rack(rules: &TrialRules<'_>, capacity: &mut ArchitectureCapacity, (racks, hall): (u32, &PlannedHall)) {
    let outcomes = rules.try_all(hall);
    let Some(Binding { limit, hour, text }) =
        binding::find_binding(rules.boundary, &outcomes, hour_names(rules.planner))
    else {
        return;
    };
    let above = hour.power_w.is_some_and(|power_w| power_w > rules.limit_w);
    let count = if racks == 1 { "one rack".to_owned() } else { format!("{racks} racks") };
    let start = if above { format!("{count} needs ") } else { format!("{count} cannot be run: ") };
    capacity.reason = Message::from(start).with_message(text);
    (capacity.binding_limit, capacity.binding_hour) = (Some(limit), Some(hour));
}

/// Fills in what the hall of the most racks does, and what one more would.
fn fill_capacity(
    rules: &TrialRules<'_>,
    capacity: &mut ArchitectureCapacity,
    hall: &PlannedHall,
    found: FoundCount,
) -> Result<WarningList, CapacityError> {
    let planner = rules.planner;
    let names = hour_names(planner);
    let outcomes = rules.try_all(hall);
    let mut notes = WarningList::default();
    capacity.feasible = true;
    capacity.racks = found.most;
    capacity.rack_power_w = Some(hall.rack_power_w(&planner.shares));
    capacity.tests = outcomes.iter().map(|o| test_power(o, rules.limit_w)).collect();
    let powers = capacity.tests.iter().filter_map(|t| t.power_w);
    capacity.peak_power_w = powers.reduce(f64::max);
    capacity.provisioned_w_per_rack = Some(rules.limit_w / f64::from(found.most));
    let mut hours = Vec::with_capacity(names.weather.len());
    let ran = planner.run_year(hall, |outdoor, hour| {
        let number = names.hour(hours.len());
        hours.push(CapacityHour::new(number, outdoor, rules.boundary.power_w(hour)));
    });
    capacity.headroom = Headroom::from_hours(&hours, rules.limit_w);
    capacity.hours = hours;
    // The year has passed its test.
    if let Ok(year) = ran {
        count_output(planner, capacity, hall, &year);
    }
    let untested: f64 = outcomes.iter().map(|o| o.untested_h).fold(0.0, f64::max);
    if untested > 0.0 {
        let text = format!(
            "{}: with one unit out a model has no answer in {untested:.0} hours; they are not tested",
            capacity.name
        );
        notes.add(WarningCode::UntestedHours, text);
    }
    if planner.oversubscribed {
        capacity.oversubscription = weigh_oversubscription(rules, hall)?;
    }
    explain_one_more(rules, capacity, found.most + 1, names);
    Ok(notes)
}

/// What one more rack would pass.
fn explain_one_more(rules: &TrialRules<'_>, capacity: &mut ArchitectureCapacity, racks: u32, names: HourNames<'_>) {
    let planner = rules.planner;
    let next = match planner.build_hall(racks) {
        Ok(hall) => hall,
        Err(error) => {
            let Binding { limit, hour, text } = binding::binding_of_error(&error);
            capacity.reason = Message::from("one more rack can't be built: ").with_message(text);
            (capacity.binding_limit, capacity.binding_hour) = (Some(limit), Some(hour));
            return;
        }
    };
    let Some(Binding { limit, hour, text }) = binding::find_binding(rules.boundary, &rules.try_all(&next), names)
    else {
        return;
    };
    capacity.reason = Message::from("one more rack: ").with_message(text);
    (capacity.binding_limit, capacity.binding_hour) = (Some(limit), Some(hour));
    capacity.hours_above = Some(hours_above(rules, &next.planned).0);
    let mut above_h = 0.0;
    let ran = planner.run_year(&next, |outdoor, hour| {
        above_h += if rules.boundary.power_w(hour) > rules.limit_w { outdoor.weight_h } else { 0.0 };
    });
    capacity.hours_above_at_scenario_load = ran.is_ok().then(|| settle_minutes(above_h));
}

/// Hours of the year above the limit, those whose heat is not carried with them, and the largest power; nothing where some
/// hour has none.
fn hours_above(rules: &TrialRules<'_>, facility: &Facility) -> (f64, Option<f64>) {
    let (mut above_h, mut most_w) = (0.0, Some(0.0_f64));
    for outdoor in rules.planner.weather() {
        let power_w = facility.solve_hour(outdoor).map(|hour| rules.boundary.power_w(&hour)).ok();
        above_h += if power_w.is_none_or(|power_w| power_w > rules.limit_w) { outdoor.weight_h } else { 0.0 };
        most_w = most_w.zip(power_w).map(|(most_w, power_w)| most_w.max(power_w));
    }
    (settle_minutes(above_h), most_w)
}

fn weigh_oversubscription(
    rules: &TrialRules<'_>,
    hall: &PlannedHall,
) -> Result<Option<Oversubscription>, CapacityError> {
    let planner = rules.planner;
    let given = &planner.architecture;
    let Some(system) = planner.catalog.system(&given.system) else { return Ok(None) };
    let found = activity::find_activity(planner.catalog, given, system);
    let activity = found.map_err(|error| CapacityError::of_data(&given.name, error))?.share;
    let Ok(full) = hall.at_full_activity() else { return Ok(None) };
    let (hours_above_at_full, peak_at_full_w) = hours_above(rules, &full);
    let full_rack_power_w = hall::rack_power_w(&full, &planner.shares);
    Ok(Some(Oversubscription { activity, full_rack_power_w, hours_above_at_full, peak_at_full_w }))
}

fn test_power(outcome: &TrialOutcome, limit_w: f64) -> TestPower {
    let worst = outcome.worst;
    let power_w = worst.and_then(|w| w.power_w);
    TestPower {
        test: outcome.test,
        equipment: outcome.equipment,
        power_w,
        headroom_w: power_w.map(|w| limit_w - w),
        dry_bulb_c: worst.map(|w| w.dry_bulb_c),
        wet_bulb_c: worst.map(|w| w.wet_bulb_c),
        untested_hours: settle_minutes(outcome.untested_h),
    }
}

/// Accelerators and their output, every server busy.
fn count_output(
    planner: &HallPlanner<'_>,
    capacity: &mut ArchitectureCapacity,
    hall: &PlannedHall,
    year: &FacilityYear,
) {
    let groups = &hall.built.groups;
    capacity.accelerators =
        groups.iter().map(|own| round_count(own.racks * f64::from(own.accelerators))).map(u64::from).sum();
    capacity.performance = Some(year.performance_h / year.hours);
    capacity.groups = groups
        .iter()
        .filter_map(|own| Some(GroupRacks { name: own.group.name.clone()?, racks: round_count(own.racks) }))
        .collect();
    let (mut tokens, mut told) = (None, Vec::new());
    for (own, sums) in groups.iter().zip(&year.groups) {
        let performance = sums.performance_rack_h / sums.rack_h;
        let (count, reason) = group_output(planner, own, performance);
        tokens = match (tokens, count) {
            (Some(sum), Some(count)) => Some(sum + count),
            (sum, count) => sum.or(count),
        };
        told.push((own.group.name.clone(), count.is_some(), reason));
    }
    let of = |(name, _, reason): &(Option<String>, bool, String)| match name {
        Some(name) => format!("{name}: {reason}"),
        None => reason.clone(),
    };
    capacity.tokens_per_second = tokens;
    capacity.tokens_reason =
        told.iter().filter(|(_, has, _)| *has == tokens.is_some()).map(of).collect::<Vec<_>>().join("; ");
}

/// Output tokens per second of a group and what they rest on.
fn group_output(planner: &HallPlanner<'_>, own: &BuiltGroup, performance: f64) -> (Option<f64>, String) {
    let catalog = planner.catalog;
    let Some(workload) = &own.group.it.workload else {
        return (None, "the scenario names no workload".to_owned());
    };
    let id = &own.group.architecture.system;
    let chip = catalog.system(id).and_then(|system| catalog.accelerator_of(system));
    let Some(rate) = chip.and_then(|chip| catalog.token_rate(workload, &chip.id)) else {
        return (None, format!("no measured rate of `{workload}` for the accelerator of `{id}`"));
    };
    let accelerators = f64::from(round_count(own.racks * f64::from(own.accelerators)));
    let reason = format!(
        "{} tokens/s of an accelerator at full clock ({}), at {:.1} % of it",
        rate.tokens_per_s,
        rate.notes,
        100.0 * performance
    );
    (Some(rate.tokens_per_s * accelerators * performance), reason)
}
