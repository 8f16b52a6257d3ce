//! Warnings of an architecture in a comparison.

use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::rack::activity;
use crate::rack::state::RackState;
use crate::scenario::{ArchitectureSettings, ModulePricing, Scenario};
use crate::site::year::{FacilityYear, OutdoorAirYear};
use crate::units::Temperature;
use crate::units::message::Message;

use crate::assembly::loads::GroupLoads;
use crate::assembly::warning::Warning;

use super::equality::SAME_WORK_SHARE;
use super::facility_result::FacilityResult;
use super::result::{ArchitectureResult, ModuleEdge, StorageResult, WarningCode, WarningList};

/// What the reader must know of wetted plants in joint bins. No weights within a bin of 2 K find the hours at or above the
/// temperature at which pads start: stations report in steps, and those hours alone are off by up to a tenth.
pub(crate) fn warn_of_bins_water(name: &str) -> Warning {
    let text = format!(
        "{name}: water and WUE are not given: the weather is joint bins, which do not tell the hours in which pads are \
         wetted. Use an hourly year (site.weather, or a climate that has one). JSON has an estimate to 10 %, \
         water_from_bins_l, on which the cost of water rests"
    );
    Warning::new(WarningCode::WaterFromBins, text)
        .with_brief("water and WUE not given: joint bins do not tell when pads are wetted; use an hourly year")
}

/// What the reader must know where machines are smaller than their records.
pub(crate) fn warn_of_small_machines(name: &str, machines: &[&str]) -> Option<Warning> {
    let text = format!(
        "{name}: the load is less than one {} of its record's size; each is taken as small as the load asks for, with power, \
         losses and price in proportion. Small machines usually lose and cost more",
        machines.join(", ")
    );
    let brief =
        format!("power and price in proportion of machines smaller than their records: {}", machines.join(", "));
    (!machines.is_empty()).then(|| Warning::new(WarningCode::SmallMachines, text).with_brief(brief))
}

/// What the reader must know where architectures do different work, and where rates that tokens rest on were measured at an
/// unknown power setting.
pub(crate) fn warn_of_unlike_work(
    scenario: &Scenario,
    catalog: &Catalog,
    architectures: &[ArchitectureResult],
) -> Vec<Warning> {
    let mut out = Vec::new();
    let work = |a: &ArchitectureResult| a.rated_work.filter(|w| *w > 0.0);
    if let Some(first) = architectures.first().and_then(work) {
        for a in architectures {
            let Some(share) = work(a).map(|w| w / first - 1.0).filter(|s| s.abs() > SAME_WORK_SHARE) else { continue };
            let word = if share > 0.0 { "more" } else { "less" };
            let text = format!(
                "{}: does {:.1} % {word} rated work than {}; compare power and cost for each unit of work, or set \
                 it.accelerators with it.equal = \"rated-work\"",
                a.name,
                100.0 * share.abs(),
                architectures[0].name
            );
            let brief = format!(
                "{:.1} % {word} rated work than {}: compare for each unit of work",
                100.0 * share.abs(),
                architectures[0].name
            );
            out.push(Warning::new(WarningCode::UnlikeWork, text).with_brief(brief));
        }
    }
    let Some(workload) = &scenario.it.workload else { return out };
    let unknown: Vec<&str> = scenario
        .architectures
        .iter()
        .filter_map(|a| catalog.accelerator_of(catalog.system(&a.system)?))
        .filter(|chip| catalog.token_rate(workload, &chip.id).is_some_and(|rate| rate.power_limit_w.is_none()))
        .map(|chip| chip.name.as_str())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    if !unknown.is_empty() {
        let text = format!(
            "tokens: the rate of {} in `{workload}` was measured at a power setting that its submitter does not state; it is \
             taken as the rated one",
            unknown.join(" and ")
        );
        let brief =
            format!("tokens: {} taken at rated power, which its measured rate does not state", unknown.join(" and "));
        out.push(Warning::new(WarningCode::RateAtUnknownPower, text).with_brief(brief));
    }
    out.extend(scenario.architectures.iter().filter_map(|a| warn_of_other_activity(a, workload, catalog)));
    out
}

/// What the reader must know where accelerators are stated to draw another power than in the runs in which the token rate
/// of their workload was measured.
fn warn_of_other_activity(architecture: &ArchitectureSettings, workload: &str, catalog: &Catalog) -> Option<Warning> {
    let system = catalog.system(&architecture.system)?;
    let rate = catalog.token_rate(workload, &catalog.accelerator_of(system)?.id)?;
    let measured = catalog.equipment(rate.activity.as_deref()?)?;
    let [low, high] = *measured.range.get("activity")?;
    let share = activity::find_activity(catalog, architecture, system).ok()?.share;
    let text = format!(
        "{}: tokens: an activity of {share} is outside that of the runs in which the rate of `{workload}` was measured, {low} to \
         {high}: tokens per joule take the rate of one operation and the power of another",
        architecture.name
    );
    let brief = format!("tokens: rate measured at another power: activity {share} instead of {low} to {high}");
    (!(low..=high).contains(&share)).then(|| Warning::new(WarningCode::RateAtUnknownPower, text).with_brief(brief))
}

/// What the profiles of a load were read from.
pub(crate) fn tell_loads(loads: &GroupLoads) -> impl Iterator<Item = Warning> {
    loads.notes.iter().map(|note| Warning::new(WarningCode::LoadProfile, note.clone()))
}

/// What the reader must know where a profile of power is below what idle racks draw.
pub(crate) fn warn_of_loads_below_idle<'a>(
    name: &'a str,
    groups: &'a [(Option<String>, f64, f64)],
) -> impl Iterator<Item = Warning> {
    groups.iter().map(move |(group, hours, above_j)| {
        let of = group.as_ref().map_or_else(String::new, |group| format!(", group `{group}`"));
        let text = format!(
            "{name}{of}: for {hours:.0} h the load is below the power of idle racks, which is counted: {:.1} MWh more than \
             the load; servers that are switched off are not modelled",
            above_j / 3.6e9
        );
        Warning::new(WarningCode::LoadProfile, text)
    })
}

/// What the reader must know where a set point of chilled water is below the dew point of the air that it cools.
pub(crate) fn warn_of_condensing_coils(name: &str, chilled_water: Temperature) -> Warning {
    let text = Message::from(format!("{name}: chilled water of "))
        .with_quantity(chilled_water.celsius(), 1, "degC")
        .with_text(
            " is below the dew point of the hall's air: coils would condense water from it, whose heat is not counted; \
             use a warmer chilled_water_temperature",
        );
    let brief = Message::from("water condenses on coils, not counted: chilled water of ")
        .with_quantity(chilled_water.celsius(), 1, "degC")
        .with_text(" is below the hall's dew point");
    Warning::new(WarningCode::BelowDewPoint, text).with_brief(brief)
}

/// What the reader must know where plain water stands outdoors in a climate with frost.
pub(crate) fn warn_of_frost(given: &ArchitectureSettings, coldest: Temperature) -> Option<Warning> {
    let has_room = !given.cooling.is_air_cooled();
    let place = given.plant_options.water_outdoors(given.heat_rejection, has_room)?;
    let text =
        Message::from(format!("{}: {place} hold plain water, and the coldest hour of the weather has ", given.name))
            .with_quantity(coldest.celsius(), 1, "degC")
            .with_text(
                ": use `glycol = true` (dry coolers), or drain or heat them while they stand; neither is counted",
            );
    let brief = Message::from(format!("water in {place} would freeze at ")).with_quantity(coldest.celsius(), 1, "degC");
    (coldest.celsius() < 0.0).then(|| Warning::new(WarningCode::Frost, text).with_brief(brief))
}

/// A step counts from this share of the capital of plant and power chain on.
const MATERIAL_CAPITAL: f64 = 0.01;
/// A step counts from this share of the facility's mean power on.
const MATERIAL_LOSS: f64 = 0.002;

/// What the reader must know of numbers of modules that are close to a step of the load.
pub(crate) fn warn_of_module_edges(
    name: &str,
    facility: &FacilityResult<'_>,
    modules: ModulePricing,
) -> Option<Warning> {
    let capital_usd: f64 = facility.capital.iter().map(|item| item.usd).sum();
    let facility_w = facility.year.facility_j / (facility.year.hours * 3600.0);
    let counts = |edge: &&ModuleEdge| {
        edge.capital_usd.abs() >= MATERIAL_CAPITAL * capital_usd
            || edge.loss_w.is_some_and(|w| w.abs() >= MATERIAL_LOSS * facility_w)
    };
    let told: Vec<&ModuleEdge> = facility.edges.iter().filter(counts).collect();
    let words = |start: String, with_counts: bool| {
        told.iter().enumerate().fold(Message::from(start), |all, (i, edge)| {
            let all = if i == 0 { all } else { all.with_text("; ") };
            all.with_message(module_edge_words(edge, with_counts))
        })
    };
    let (what, end) = match modules {
        ModulePricing::Whole => {
            ("whole modules are close to a step of the load", "; cost.modules = \"scaled\" prices them in part")
        }
        ModulePricing::Scaled => ("modules that run are close to a step of the load, their price is not", ""),
    };
    (!told.is_empty()).then(|| {
        Warning::new(WarningCode::ModuleEdge, words(format!("{name}: {what}: "), true).with_text(end))
            .with_brief(words("close to a step of whole modules: ".to_owned(), false))
    })
}

/// One of them with what its step changes, and with how many modules are needed and installed.
fn module_edge_words(edge: &ModuleEdge, with_counts: bool) -> Message {
    let ModuleEdge { what, count, needed, step_at, capital_usd, loss_w, .. } = edge;
    let direction = if *step_at < 1.0 { "less" } else { "more" };
    let share = 100.0 * (step_at - 1.0).abs();
    let counts = if with_counts { format!(" ({needed:.2} needed, {count} installed)") } else { String::new() };
    let mut out = Message::from(format!("{what}{counts}, {share:.1} % {direction} load "));
    if *capital_usd != 0.0 {
        out = out.with_text(if *capital_usd > 0.0 { "+" } else { "" }).with_quantity(capital_usd / 1e3, 0, "kUSD");
    }
    let between = if *capital_usd == 0.0 { "" } else { ", " };
    match loss_w {
        Some(w) => out.with_text(format!("{between}{:+.1} kW of loss", w / 1e3)),
        None => out,
    }
}

/// What the reader must know of outdoor air that never supplies a hall alone, or that passes through it outside the limits of
/// the air at its servers.
pub(crate) fn warn_of_outdoor_air(name: &str, year: &OutdoorAirYear, has_compressors: bool) -> Option<Warning> {
    let reasons = [
        (
            year.too_warm_h,
            "too warm",
            "a warmer supply_temperature, supply_temperature_max or evaporative = \"direct\"",
        ),
        (year.too_humid_h, "too humid", "a wider outdoor_air_class, dew_point_max or humidity_max"),
        (year.too_dry_h, "too dry", "humidification, or a lower dew_point_min or humidity_min"),
        (year.locked_out_h, "locked out", "a higher limit of economizer_lockout"),
    ];
    let told: Vec<String> = reasons
        .iter()
        .filter(|(hours, ..)| *hours > 0.0)
        .map(|(hours, why, cure)| format!("{why} in {hours:.0} h ({cure} would mend it)"))
        .collect();
    let hours_told: Vec<String> = reasons
        .iter()
        .filter(|(hours, ..)| *hours > 0.0)
        .map(|(hours, why, _)| format!("{why} in {hours:.0} h"))
        .collect();
    let (text, what) = if year.alone_h <= 0.0 {
        (
            format!("{name}: outdoor air never supplies the hall alone: it is {}", told.join("; ")),
            "outdoor air never supplies the hall alone",
        )
    } else if !has_compressors && !told.is_empty() {
        let text = format!(
            "{name}: nothing cools but outdoor air, and the air at the servers is outside its limits: {}",
            told.join("; ")
        );
        (text, "air at the servers is outside its limits")
    } else {
        return None;
    };
    Some(Warning::new(WarningCode::OutdoorAirLimits, text).with_brief(format!("{what}: {}", hours_told.join(", "))))
}

/// What the reader must know of an architecture's year; with its set point and the warmest supply that is met, °C.
pub(crate) fn collect_warnings(
    name: &str,
    (set_point_c, met_c): (f64, f64),
    y: &FacilityYear,
    storage: Option<&StorageResult>,
    rack: &RackState,
) -> WarningList {
    let mut notes = WarningList::default();
    if y.unmet_h > 0.0 {
        let limit = if met_c > set_point_c { "supply_temperature_max" } else { "its set point" };
        notes.add(
            WarningCode::UnmetHours,
            Message::from(format!("{name}: the supply is above {limit} in {:.0} h of the year, by up to ", y.unmet_h))
                .with_quantity(y.warmest_supply_c - met_c, 1, "K"),
        );
    }
    if y.compressor_extrapolated_h > 0.0 {
        let text = format!(
            "{name}: a compressor runs outside its published curve for {:.0} h; beyond it, efficiency keeps the share of \
             Carnot that the curve has at the same lift",
            y.compressor_extrapolated_h
        );
        let brief = format!("compressors outside their curves for {:.0} h", y.compressor_extrapolated_h);
        notes.push(Warning::new(WarningCode::ExtrapolatedCurve, text).with_brief(brief));
    }
    if y.tower_extrapolated_h > 0.0 {
        let text = format!(
            "{name}: a tower is outside the range of its model for {:.0} h: its wet-bulb or its water lies beyond it; \
             freezing of towers is not modelled",
            y.tower_extrapolated_h
        );
        let brief = format!("towers outside their model for {:.0} h; freezing not modelled", y.tower_extrapolated_h);
        notes.push(Warning::new(WarningCode::TowerOutOfRange, text).with_brief(brief));
    }
    if let Some(s) = storage {
        let still_kwh = y.storage.baseline_j / 3.6e6;
        let verb = |saved: f64| if saved < 0.0 { "costs" } else { "saves" };
        let saved = format!(
            " {} {:.1} MWh ({:.2} %) and {} ",
            verb(s.saved_kwh),
            (s.saved_kwh / 1e3).abs(),
            (100.0 * s.saved_kwh / still_kwh).abs(),
            verb(s.saved_usd)
        );
        let end = format!(
            " of electricity a year against standing still; at the end of the year it holds {:.0} kWh {} heat than at \
             its beginning",
            s.change_kwh.abs(),
            if s.change_kwh < 0.0 { "less" } else { "more" }
        );
        let tank = Message::from(format!("{name}: the tank of ")).with_quantity(s.volume_m3, 0, "m3");
        let text = tank.with_text(saved).with_quantity(s.saved_usd.abs(), 0, "USD").with_text(end);
        let energy = (s.saved_kwh / 1e3).abs();
        let brief = format!("its tank {} {energy:.1} MWh and {} ", verb(s.saved_kwh), verb(s.saved_usd));
        let brief = Message::from(brief).with_quantity(s.saved_usd.abs(), 0, "USD").with_text(" of electricity a year");
        notes.push(Warning::new(WarningCode::StorageSavings, text).with_brief(brief));
    }
    if rack.performance < 1.0 - 1e-9 {
        let lost = 100.0 * (1.0 - rack.performance);
        let why = if rack.setting.clock < 1.0 { "throttled by temperature" } else { "limited by their power cap" };
        let parts = if rack.accelerator_w > 0.0 { "accelerators" } else { "processors" };
        let pumps = rack.pumps.filter(|p| rack.setting.clock < 1.0 && p.speed < 1.0 && !p.follow_parts());
        let remedy = pumps.map_or_else(String::new, |p| {
            format!(
                "; flow_control holds the coolant pumps at {:.0} % of their speed: more coolant_flow helps",
                100.0 * p.speed
            )
        });
        let text = format!("{name}: {parts} run {lost:.1} % below their full clock, {why}{remedy}");
        let brief = format!("{parts} run {lost:.1} % below their full clock, {why}");
        notes.push(Warning::new(WarningCode::ReducedClock, text).with_brief(brief));
    }
    let follows = |liquid: bool| !liquid || rack.pumps.is_none_or(|pumps| pumps.follow_parts());
    if let Some(over) = rack.parts.iter().find(|p| follows(p.liquid) && p.junction_c > p.target_c + 1e-6) {
        let why = if rack.main_mover_speed() >= 1.0 { " with fans or pumps at full speed" } else { "" };
        notes.add(
            WarningCode::AboveControlTarget,
            Message::from(format!("{name}: {} runs ", over.name))
                .with_quantity(over.junction_c - over.target_c, 1, "K")
                .with_text(format!(" above its control target{why}")),
        );
    }
    notes
}
