//! What made performance per joule change between two generations, split without a rest.
//!
//! With performance as a product, and power at the meter as that of the accelerator times the sum of what each component
//! draws for a watt of it, `P = P_c Σ rⱼ`, both for one accelerator,
//!
//! `ln(y₂/y₁) = Σ Δln xᵢ − Δln P_c − Σ Δrⱼ/L(R₁, R₂)`, `R = Σ rⱼ`, `L(a, b) = (b − a)/ln(b/a)`,
//!
//! the logarithmic-mean Divisia split (B. W. Ang, *Energy Policy* 32 (2004) 1131): exact, symmetric in time, and the same
//! in any order of its factors. The factors of tokens a second are rates of the roofline at one group and batch: rated
//! arithmetic in a format that both have; what the narrower format adds when arithmetic alone takes time; what memory and
//! link take away at their rated pace; what is lost against the rated pace, and to throttling.

use std::collections::BTreeSet;

use super::attribution_groups::group_factors;
pub use super::attribution_result::{
    AttributionFactor, AttributionGroup, AttributionResult, ComponentPower, FactorPart, SideResult,
};
use super::boundaries::location_name;
use super::factory_options::option_title;
use super::halls::{self, CoolingMedium, GenerationHall, HallOutcome};
use super::options::{
    GenerationError, GenerationRequest, PerformanceMetric, find_accelerator, find_workload_and_model, token_record_ids,
};
use super::serving::{RooflineRates, roofline_rates};
use crate::assembly::rack_count;
use crate::assembly::warning::{WarningCode, WarningList};
use crate::catalog::Catalog;
use crate::catalog::generation::GenerationTables;
use crate::catalog::generation::accelerator::Accelerator;
use crate::catalog::generation::precision::Precision;
use crate::catalog::system::SystemRecord;
use crate::scenario::Scenario;
use crate::solve::divisia;
use crate::study::compare::StudyError;
use crate::study::compare::end_use::EndUse;
use crate::study::provenance;

/// A side of an attribution as it is asked for.
#[derive(Clone, Debug)]
pub struct SideRequest<'a> {
    /// As given: `h100-sxm@air`, or a scenario's file.
    pub label: String,
    /// Place and halls.
    pub scenario: &'a Scenario,
    /// What stands there.
    pub selection: SideSelection,
}

/// What stands on a side.
#[derive(Clone, Debug)]
pub enum SideSelection {
    /// An accelerator, and how it is cooled if that is said; else on air before and on liquid after, where it can be.
    Accelerator(String, Option<CoolingMedium>),
    /// An architecture of the scenario; its first where none is named.
    Architecture(Option<String>),
}

/// Components of the power at the meter.
const COMPONENT_COUNT: usize = 10;
const NETWORK_LABEL: &str = "Network between racks, with its supply and cooling";

/// A side with all that the split needs.
struct PreparedSide {
    result: SideResult,
    /// Power by component, in the order of [`component_labels`].
    power_w: [f64; COMPONENT_COUNT],
    /// Rated arithmetic in the equal format; what the format adds; what memory leaves; what is used of that.
    performance_factors: [f64; 4],
    source: String,
}

/// Splits the change between two sides.
///
/// # Errors
/// [`GenerationError`].
pub fn run(
    catalog: &Catalog,
    asked: &GenerationRequest,
    from: &SideRequest<'_>,
    to: &SideRequest<'_>,
) -> Result<AttributionResult, GenerationError> {
    let generations = catalog.generations().map_err(StudyError::from)?;
    let before = find_side_hall(catalog, generations, from, CoolingMedium::Air)?;
    let after = find_side_hall(catalog, generations, to, CoolingMedium::Liquid)?;
    let precisions = [choose_precision(asked, &before.chip)?, choose_precision(asked, &after.chip)?];
    let equal = if precisions[0] == precisions[1] { precisions[0] } else { Some(Precision::Fp16) };
    let ready = |side: &SideRequest<'_>, hall: &SideHall, precision| {
        prepare_side(catalog, generations, asked, side, hall, ComparedFormats { own: precision, equal })
    };
    let (a, b) = (ready(from, &before, precisions[0])?, ready(to, &after, precisions[1])?);
    let total_ln = (b.result.per_watt / a.result.per_watt).ln();
    let factors = split_factors(&a, &b, total_ln);
    let groups = group_factors(&factors);
    let (workload, model, model_name) = if asked.metric == PerformanceMetric::Tokens {
        let (workload, model) = find_workload_and_model(generations, &asked.workload, &asked.model)?;
        (Some(workload.id.clone()), Some(model.id.clone()), Some(model.name.clone()))
    } else {
        (None, None, None)
    };
    let mut used = token_record_ids(generations, asked);
    used.extend([&a, &b].into_iter().flat_map(|s| [s.result.chip.clone(), s.result.system.clone()]));
    used.insert(rack_count::defaults_record_id(catalog).to_owned());
    let assumptions = provenance::collect_assumptions(catalog, &used);
    let mut ids: BTreeSet<&str> = assumptions.iter().map(|a| a.source.as_str()).collect();
    ids.extend([a.source.as_str(), b.source.as_str()]);
    Ok(AttributionResult {
        metric: asked.metric,
        unit: asked.metric.per_watt_unit(),
        workload,
        model,
        model_name,
        equal_format: equal.map_or("none", Precision::name),
        total_factor: total_ln.exp(),
        total_ln,
        factors,
        chips_factor: groups[0].factor,
        cooling_factor: groups[1].factor,
        groups: groups.into(),
        warnings: collect_warnings(asked, &[&a, &b]),
        sources: provenance::sources_by_id(catalog, &ids),
        assumptions,
        from: a.result,
        to: b.result,
    })
}

fn component_labels() -> [&'static str; COMPONENT_COUNT] {
    [
        EndUse::Accelerators.label(),
        EndUse::OtherIt.label(),
        NETWORK_LABEL,
        EndUse::ServerFans.label(),
        EndUse::Pumps.label(),
        EndUse::Conversion.label(),
        EndUse::AirHandling.label(),
        EndUse::Chillers.label(),
        EndUse::HeatRejection.label(),
        EndUse::Building.label(),
    ]
}

/// The accelerator and the hall of a side.
struct SideHall {
    chip: Accelerator,
    hall: GenerationHall,
}

/// Number formats of a side; nothing for bandwidth.
#[derive(Clone, Copy)]
struct ComparedFormats {
    /// The one it is counted in.
    own: Option<Precision>,
    /// The one in which process and architecture of both sides are compared.
    equal: Option<Precision>,
}

/// The accelerator and the hall of a side.
fn find_side_hall(
    catalog: &Catalog,
    generations: &GenerationTables,
    asked: &SideRequest<'_>,
    usual: CoolingMedium,
) -> Result<SideHall, GenerationError> {
    let wrong =
        |reason: String, help: &str| GenerationError::Side { side: asked.label.clone(), reason, help: help.to_owned() };
    let carried = || {
        let with = generations.accelerators().iter().filter(|a| a.system.is_some() || a.liquid_system.is_some());
        let list: Vec<String> = with
            .map(|a| {
                let sides = [(&a.system, "air"), (&a.liquid_system, "liquid")];
                let sides: Vec<&str> = sides.iter().filter(|s| s.0.is_some()).map(|s| s.1).collect();
                format!("{} ({})", a.id, sides.join(", "))
            })
            .collect();
        format!("accelerators with a system in the catalog: {}", list.join(", "))
    };
    match &asked.selection {
        SideSelection::Accelerator(word, side) => {
            let found = find_accelerator(generations, word)?;
            let other = if usual == CoolingMedium::Air { CoolingMedium::Liquid } else { CoolingMedium::Air };
            let has = |s: CoolingMedium| halls::find_system(catalog, found, s).is_ok();
            let side = side.unwrap_or(if has(usual) || !has(other) { usual } else { other });
            match halls::run_generation_hall(catalog, asked.scenario, found, side)? {
                HallOutcome::Modelled(hall) => Ok(SideHall { chip: found.clone(), hall: *hall }),
                HallOutcome::Unavailable(reason) => Err(wrong(reason, &carried())),
            }
        }
        SideSelection::Architecture(name) => {
            let all = &asked.scenario.architectures;
            let own = match name {
                None => all.first(),
                Some(name) => all.iter().find(|a| a.name == *name),
            };
            let names: Vec<&str> = all.iter().map(|a| a.name.as_str()).collect();
            let own = own.ok_or_else(|| {
                wrong(
                    "the scenario has no architecture of that name".to_owned(),
                    &format!("it has {}", names.join(", ")),
                )
            })?;
            let system = catalog.system(&own.system);
            let held =
                system.into_iter().flat_map(SystemRecord::stations).find_map(|s| generations.accelerator(&s.chip));
            let (Some(system), Some(found)) = (system, held) else {
                return Err(wrong(format!("`{}` holds no accelerator of the table", own.system), &carried()));
            };
            match halls::run_scenario_hall(catalog, asked.scenario, found, own, system)? {
                HallOutcome::Modelled(hall) => Ok(SideHall { chip: found.clone(), hall: *hall }),
                HallOutcome::Unavailable(reason) => Err(wrong(reason, &carried())),
            }
        }
    }
}

/// The number format of a side; nothing for bandwidth.
fn choose_precision(asked: &GenerationRequest, chip: &Accelerator) -> Result<Option<Precision>, GenerationError> {
    if asked.metric == PerformanceMetric::Bandwidth {
        return Ok(None);
    }
    let has: Vec<&str> = chip.throughput_by_precision().map(|(p, _)| p.name()).collect();
    let found = asked.format.precision_for(chip).ok_or_else(|| GenerationError::Side {
        side: chip.id.clone(),
        reason: format!("it has no {}", asked.format.name()),
        help: format!("it has {}", has.join(", ")),
    });
    found.map(Some)
}

fn prepare_side(
    catalog: &Catalog,
    generations: &GenerationTables,
    asked: &GenerationRequest,
    side: &SideRequest<'_>,
    SideHall { chip, hall }: &SideHall,
    formats: ComparedFormats,
) -> Result<PreparedSide, GenerationError> {
    let ComparedFormats { own: precision, equal } = formats;
    // Units of two accelerators count as two: halls are for one.
    let units = f64::from(chip.accelerators);
    let flops = |p: Option<Precision>| p.and_then(|p| chip.dense_tflops(p)).map_or(0.0, |t| t / units);
    let kept = hall.performance_kept;
    let mut served: Option<RooflineRates> = None;
    let chain = match (asked.metric, precision) {
        (PerformanceMetric::Tokens, Some(precision)) => {
            let (workload, model) = find_workload_and_model(generations, &asked.workload, &asked.model)?;
            if let Some(other) = workload.model.as_ref().filter(|m| **m != model.id) {
                let (workload, model) = (workload.id.clone(), other.clone());
                return Err(super::serving::PredictError::Model { workload, model }.into());
            }
            let r = roofline_rates(generations, chip, model, workload, precision)?;
            served = Some(r);
            let rated = flops(equal);
            [rated, r.compute / units / rated, r.roofline / r.compute, r.predicted / r.roofline * kept]
        }
        (PerformanceMetric::Bandwidth, _) => [1.0, 1.0, chip.memory_tb_s * 1e3 / units, kept],
        _ => [flops(equal), flops(precision) / flops(equal), 1.0, kept],
    };
    if !(chain[0] > 0.0 && chain[0].is_finite()) {
        let reason = "it has no fp16, in which generations of different formats are compared".to_owned();
        let help = "choose a --precision that both have".to_owned();
        return Err(GenerationError::Side { side: side.label.clone(), reason, help });
    }
    let power_w = power_by_component(hall);
    let meter_power_w: f64 = power_w.iter().sum();
    let performance: f64 = chain.iter().product();
    let result = SideResult {
        label: side.label.clone(),
        name: side_name(side, chip, hall),
        chip: chip.id.clone(),
        system: hall.system.clone(),
        system_name: catalog.system(&hall.system).map_or_else(|| hall.system.clone(), |s| s.name.clone()),
        cooling: hall.cooling,
        location: location_name(side.scenario, catalog),
        precision: precision.map(Precision::name),
        performance,
        performance_kept: kept,
        meter_power_w,
        per_watt: performance / meter_power_w,
        pue: hall.pue,
        power: component_labels()
            .into_iter()
            .zip(power_w)
            .map(|(component, power_w)| ComponentPower { component, power_w })
            .collect(),
        compute_bound_tokens_per_s: served.map(|r| r.compute / units),
        roofline_tokens_per_s: served.map(|r| r.roofline / units),
    };
    Ok(PreparedSide { result, power_w, performance_factors: chain, source: chip.source.clone() })
}

/// The product and how it is cooled, or the architecture that it stands in.
fn side_name(side: &SideRequest<'_>, chip: &Accelerator, hall: &GenerationHall) -> String {
    if let SideSelection::Architecture(Some(architecture)) = &side.selection {
        format!("{} of {architecture}", chip.name)
    } else {
        let medium = if hall.cooling.is_air_cooled() { CoolingMedium::Air } else { CoolingMedium::Liquid };
        option_title(chip, medium)
    }
}

fn power_by_component(hall: &GenerationHall) -> [f64; COMPONENT_COUNT] {
    let of = |bucket: EndUse| hall.shares.iter().find(|s| s.bucket == bucket).map_or(0.0, |s| s.power_w);
    [
        of(EndUse::Accelerators),
        of(EndUse::OtherIt),
        hall.network_meter_w,
        of(EndUse::ServerFans),
        of(EndUse::Pumps),
        of(EndUse::Conversion),
        of(EndUse::AirHandling),
        of(EndUse::Chillers),
        of(EndUse::HeatRejection),
        of(EndUse::Building),
    ]
}

/// The six factors.
fn split_factors(a: &PreparedSide, b: &PreparedSide, total_ln: f64) -> Vec<AttributionFactor> {
    let d: [f64; 4] = std::array::from_fn(|i| (b.performance_factors[i] / a.performance_factors[i]).ln());
    // Less power is more performance per joule. What stands around the accelerator counts for each of its watts: a chip
    // that draws twice as much and is cooled by twice as much is cooled as well as before.
    let [chip_a, chip_b] = [a, b].map(|s| s.power_w[0]);
    let p = divisia::log_change_shares(&a.power_w.map(|w| w / chip_a), &b.power_w.map(|w| w / chip_b)).map(|ln| -ln);
    let names = component_labels();
    let parts = |range: std::ops::Range<usize>| -> Vec<FactorPart> {
        range.map(|i| FactorPart { label: names[i], ln: p[i] }).collect()
    };
    let chip = vec![
        FactorPart { label: "Rated arithmetic in the equal format", ln: d[0] },
        FactorPart { label: "Power of the accelerator", ln: (chip_a / chip_b).ln() },
    ];
    let kept = (b.result.performance_kept / a.result.performance_kept).ln();
    let used = vec![
        FactorPart { label: "Reached of the roofline", ln: d[3] - kept },
        FactorPart { label: "Left by throttling", ln: kept },
    ];
    let single = |id, label, ln: f64| build_factor(id, label, ln, Vec::new(), total_ln);
    let sum =
        |id, label, parts: Vec<FactorPart>| build_factor(id, label, parts.iter().map(|p| p.ln).sum(), parts, total_ln);
    vec![
        single("number_format", "Number format", d[1]),
        sum("process_architecture", "Process and architecture", chip),
        single("memory_bandwidth", "Memory and link bandwidth", d[2]),
        sum("utilisation", "Utilisation", used),
        sum("system_overhead", "System: hosts, network, fans, pumps, conversion", parts(1..6)),
        sum("cooling_plant", "Cooling plant, building and climate", parts(6..COMPONENT_COUNT)),
    ]
}

fn build_factor(
    id: &'static str,
    label: &'static str,
    ln: f64,
    parts: Vec<FactorPart>,
    total_ln: f64,
) -> AttributionFactor {
    let share = (total_ln.abs() > 1e-9).then(|| ln / total_ln);
    AttributionFactor { id, label, ln, factor: ln.exp(), share, parts }
}

fn collect_warnings(asked: &GenerationRequest, sides: &[&PreparedSide]) -> WarningList {
    let mut out = WarningList::default();
    for side in sides {
        let r = &side.result;
        if r.performance_kept < 1.0 - 1e-9 {
            let text = format!("{} keeps {:.1} % of its performance", r.name, 100.0 * r.performance_kept);
            out.add(WarningCode::Throttled, text);
        }
    }
    if asked.metric == PerformanceMetric::Tokens {
        out.add(
            WarningCode::PredictedTokens,
            "tokens are predicted by the roofline of serving, each rate at the group and batch of the prediction; half of \
             its predictions lie within 19 % of MLPerf (docs/serving.md)",
        );
    }
    out.add(
        WarningCode::NetworkShare,
        "switches between racks stand in the hall and its air cools them: what they add at the meter is the hall with them \
         less the hall without them",
    );
    out
}
