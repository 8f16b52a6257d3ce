//! The study: every generation at every boundary, growth, and what becomes of the claim.

use rayon::prelude::*;
use std::collections::BTreeSet;

use crate::assembly::rack_count;
use crate::assembly::warning::{WarningCode, WarningList};
use crate::catalog::Catalog;
use crate::catalog::generation::GenerationTables;
use crate::catalog::generation::accelerator::{Accelerator, ProductStatus};
use crate::catalog::generation::precision::Precision;
use crate::catalog::record::Confidence;
use crate::scenario::{CoolingMethod, ItCapacity, Scenario};
use crate::study::compare::StudyError;
use crate::study::provenance;

use super::boundary::{BoundaryFigureSet, FallbackPue, HallPair, figures_by_boundary};
use super::halls::{self, CoolingMedium};
use super::options::{
    self, GenerationError, GenerationRequest, PerformanceMetric, PowerBoundary, find_vendor, find_workload_and_model,
};
use super::performance::{self, PerformanceOutcome, UnitPerformance};
use super::result::{
    self, ExcludedAccelerator, GenerationReport, GenerationRow, GrowthSeries, NodeRatio, SeriesPoint, SeriesRole,
};
use super::series::{FitScope, availability_year, build_series, claim_series, is_fitted};
use super::serving::validate_against_mlperf;
use super::verdict;

/// Runs the study for the place and the halls of a scenario.
///
/// # Errors
/// [`GenerationError`].
pub fn run(
    scenario: &Scenario,
    catalog: &Catalog,
    asked: &GenerationRequest,
) -> Result<GenerationReport, GenerationError> {
    let generations = catalog.generations().map_err(StudyError::from)?;
    let maker = asked.vendor.as_deref().map(|word| find_vendor(generations, word)).transpose()?;
    let (mut chosen, mut left_out) = (Vec::new(), Vec::new());
    for chip in generations.accelerators() {
        if maker.as_ref().is_some_and(|m| *m != chip.vendor) || availability_year(chip) < f64::from(asked.since) {
            continue;
        }
        match performance::unit_performance(generations, chip, asked)? {
            PerformanceOutcome::Known(performance) => chosen.push((chip, performance)),
            PerformanceOutcome::Unknown(reason) => {
                left_out.push(ExcludedAccelerator { id: chip.id.clone(), name: chip.name.clone(), reason });
            }
        }
    }
    if chosen.is_empty() {
        let reason = left_out.first().map_or_else(
            || format!("none since {}", asked.since),
            |l| format!("{} of them lack a figure, {}: {}", left_out.len(), l.id, l.reason),
        );
        return Err(GenerationError::NoAccelerator { reason });
    }
    chosen.sort_by(|a, b| availability_year(a.0).total_cmp(&availability_year(b.0)).then_with(|| a.0.id.cmp(&b.0.id)));
    let elsewhere = fallback_pue(scenario, catalog)?;
    let halls: Vec<Result<HallPair, StudyError>> = chosen
        .par_iter()
        .map(|(chip, _)| {
            let [air, liquid] =
                CoolingMedium::BOTH.map(|side| halls::run_generation_hall(catalog, scenario, chip, side));
            Ok([air?, liquid?])
        })
        .collect();
    let mut rows = Vec::with_capacity(chosen.len());
    for ((chip, performance), halls) in chosen.into_iter().zip(halls) {
        let figures = figures_by_boundary(generations, chip, performance.value, &halls?, elsewhere.as_ref());
        rows.push(generation_row(chip, performance, asked, figures));
    }
    let mut all = growth_by_vendor(asked, &rows)?;
    let standard = claim_series(generations, asked.announced);
    let verdicts = verdict::judge_claim(&standard);
    all.extend(standard);
    let findings = StudyFindings { rows, left_out, series: all, verdicts };
    build_report(scenario, catalog, generations, asked, maker, findings)
}

/// Which parts the fits of what is asked take.
const fn asked_scope(asked: &GenerationRequest) -> FitScope {
    FitScope::for_figure(asked.metric, asked.format)
}

/// The scenario's own hall on air, whose PUE parts without a system take.
fn fallback_pue(scenario: &Scenario, catalog: &Catalog) -> Result<Option<FallbackPue>, StudyError> {
    let Some(own) = scenario.architectures.iter().find(|a| a.cooling == CoolingMethod::Air) else { return Ok(None) };
    let Some(system) = catalog.system(&own.system) else { return Ok(None) };
    let accelerators = 1152.max(system.accelerator_count());
    let hall = halls::run_single_architecture(
        catalog,
        &halls::full_load_scenario(scenario, own.clone(), ItCapacity::Accelerators(accelerators)),
        system,
    )?;
    Ok(hall.modelled().map(|h| FallbackPue { pue: h.pue, system: own.system.clone() }))
}

fn generation_row(
    chip: &Accelerator,
    performance: UnitPerformance,
    asked: &GenerationRequest,
    figures: BoundaryFigureSet,
) -> GenerationRow {
    let BoundaryFigureSet { chip: at_chip, wall, meter_air, meter_liquid } = figures;
    let scope = asked_scope(asked);
    GenerationRow {
        id: chip.id.clone(),
        name: chip.name.clone(),
        vendor: chip.vendor.clone(),
        counts: chip.counts.clone(),
        date: chip.available.unwrap_or(chip.announced).to_string(),
        year: availability_year(chip),
        status: chip.status,
        segment: chip.segment,
        precision: performance.precision.map(Precision::name),
        performance: performance.value,
        performance_unit: asked.metric.unit(),
        fitted: is_fitted(chip, asked.announced, scope) && at_chip.per_watt.is_some(),
        outside_fit: (chip.flagship && !scope.includes(chip)).then(|| scope.missing_word()),
        chip: at_chip,
        wall,
        meter_air,
        meter_liquid,
        confidence: chip.confidence,
        range_share: chip.range_share,
        source: chip.source.clone(),
    }
}

impl GenerationRow {
    /// Performance over power at a boundary; at the meter in whichever hall draws less.
    pub fn per_watt(&self, boundary: PowerBoundary) -> Option<f64> {
        match boundary {
            PowerBoundary::Chip => self.chip.per_watt,
            PowerBoundary::Wall => self.wall.per_watt,
            PowerBoundary::Meter => {
                let of = |f: &result::BoundaryFigure| f.per_watt;
                [of(&self.meter_air), of(&self.meter_liquid)].into_iter().flatten().reduce(f64::max)
            }
        }
    }
}

/// Growth of what was asked, maker by maker; only makers with three points have one.
fn growth_by_vendor(asked: &GenerationRequest, rows: &[GenerationRow]) -> Result<Vec<GrowthSeries>, GenerationError> {
    let points_of = |vendor: &str| -> Vec<SeriesPoint> {
        let own = rows.iter().filter(|g| g.vendor == vendor && g.fitted);
        own.filter_map(|g| {
            let value = g.per_watt(asked.boundary)?;
            Some(SeriesPoint { label: g.id.clone(), year: g.year, value, source: g.source.clone() })
        })
        .collect()
    };
    let makers: BTreeSet<&str> = rows.iter().map(|g| g.vendor.as_str()).collect();
    let label = |vendor: &str| {
        let unit = asked.metric.per_watt_unit();
        let format = if asked.metric == PerformanceMetric::Bandwidth {
            String::new()
        } else {
            format!(", {}", asked.format.long_name())
        };
        // Fits of the same parts over another span of years are other fits, and say so.
        let since = if asked.since == GenerationRequest::default().since {
            String::new()
        } else {
            format!(", from {} on", asked.since)
        };
        format!("{vendor}, {unit} at the {}{format}{}{since}", asked.boundary.name(), asked_scope(asked).label())
    };
    let part_count = |vendor: &str| rows.iter().filter(|g| g.vendor.to_lowercase() == vendor.to_lowercase()).count();
    let series_of = |vendor: &str| {
        let id = format!("asked-{}", vendor.to_lowercase());
        build_series(SeriesRole::Requested, &id, &label(vendor), points_of(vendor))
    };
    let mut counted: Vec<(GrowthSeries, usize)> = makers.into_iter().map(|v| (series_of(v), part_count(v))).collect();
    counted.sort_by_key(|(s, parts)| std::cmp::Reverse((s.points.len(), *parts)));
    let out: Vec<GrowthSeries> = counted.into_iter().map(|(s, _)| s).collect();
    if out.iter().all(|s| s.growth.is_none()) {
        let told = |s: &GrowthSeries| {
            let points: Vec<String> = s.points.iter().map(|p| format!("{} {:.3}", p.label, p.value)).collect();
            let list = if points.is_empty() { String::new() } else { format!(" ({})", points.join(", ")) };
            format!("{} points of {}{list}", s.points.len(), s.label)
        };
        return Err(GenerationError::TooFewPoints { found: out.first().map_or_else(String::new, told) });
    }
    Ok(out)
}

/// What the study found.
struct StudyFindings {
    rows: Vec<GenerationRow>,
    left_out: Vec<ExcludedAccelerator>,
    series: Vec<GrowthSeries>,
    verdicts: Vec<result::ClaimVerdict>,
}

fn build_report(
    scenario: &Scenario,
    catalog: &Catalog,
    generations: &GenerationTables,
    asked: &GenerationRequest,
    maker: Option<String>,
    findings: StudyFindings,
) -> Result<GenerationReport, GenerationError> {
    let StudyFindings { rows, left_out, series, verdicts } = findings;
    let tokens = asked.metric == PerformanceMetric::Tokens;
    let (workload, model, model_name) = if tokens {
        let (workload, model) = find_workload_and_model(generations, &asked.workload, &asked.model)?;
        (Some(workload.id.clone()), Some(model.id.clone()), Some(model.name.clone()))
    } else {
        (None, None, None)
    };
    let validation = if tokens { Some(validate_against_mlperf(generations)?) } else { None };
    let nodes = node_ratios(generations);
    let mut ids: BTreeSet<&str> = rows.iter().map(|g| g.source.as_str()).collect();
    ids.extend(nodes.iter().map(|n| n.source.as_str()));
    ids.extend(validation.iter().flat_map(|v| &v.rows).map(|r| r.source.as_str()));
    ids.extend(series.iter().flat_map(|s| &s.points).map(|p| p.source.as_str()));
    let mut used = options::token_record_ids(generations, asked);
    used.extend(rows.iter().map(|g| g.id.clone()));
    used.insert(rack_count::defaults_record_id(catalog).to_owned());
    let assumptions = provenance::collect_assumptions(catalog, &used);
    ids.extend(assumptions.iter().map(|a| a.source.as_str()));
    let sources = provenance::sources_by_id(catalog, &ids);
    let warnings = collect_warnings(&rows, asked);
    Ok(GenerationReport {
        question: result::ReportedRequest {
            metric: asked.metric,
            unit: asked.metric.per_watt_unit(),
            precision: asked.format,
            boundary: asked.boundary,
            vendor: maker,
            since: asked.since,
            announced: asked.announced,
            fit_parts: asked_scope(asked).words(),
            workload,
            model,
            model_name,
        },
        location: location_name(scenario, catalog),
        generations: rows,
        left_out,
        series,
        verdicts,
        nodes,
        validation,
        warnings,
        assumptions,
        sources,
    })
}

/// The place in words.
pub(crate) fn location_name(scenario: &Scenario, catalog: &Catalog) -> String {
    let site = &scenario.site;
    let climate = || catalog.climate(&site.climate).map_or_else(|| site.climate.clone(), |c| c.location.clone());
    site.weather.clone().unwrap_or_else(climate)
}

fn node_ratios(generations: &GenerationTables) -> Vec<NodeRatio> {
    let row = |n: &crate::catalog::generation::node::MeasuredNode| NodeRatio {
        chip: n.chip.clone(),
        system: n.system.clone(),
        workload: n.workload.clone(),
        chips_w: n.chips_w,
        wall_w: n.wall_w,
        wall_over_chips: n.wall_to_chip_ratio(),
        kind: n.kind,
        source: n.source.clone(),
    };
    generations.measured_nodes().iter().map(row).collect()
}

fn collect_warnings(rows: &[GenerationRow], asked: &GenerationRequest) -> WarningList {
    let mut out = WarningList::default();
    let named = |test: &dyn Fn(&&GenerationRow) -> bool| -> Vec<&str> {
        rows.iter().filter(test).map(|g| g.name.as_str()).collect()
    };
    let announced = named(&|g| g.status == ProductStatus::Announced);
    if !announced.is_empty() {
        let word = if asked.announced { "takes part in fits as asked" } else { "is left out of fits" };
        out.add(
            WarningCode::Announced,
            format!("announced, not delivered: {}; what is announced {word}", announced.join(", ")),
        );
    }
    let estimates = named(&|g| g.confidence == Confidence::Estimate);
    if !estimates.is_empty() {
        out.add(WarningCode::Estimates, format!("figures that are estimates or recalled: {}", estimates.join(", ")));
    }
    let ratio = named(&|g| g.wall.basis == result::PowerBasis::Ratio);
    if !ratio.is_empty() {
        out.add(WarningCode::RatioBasis, format!(
            "no system of theirs is in the catalog: {}; their wall is the mean ratio of measured nodes, their meter the \
             scenario's own hall on air",
            ratio.join(", ")
        ));
    }
    for g in rows {
        for (figure, side) in [(&g.meter_air, "air"), (&g.meter_liquid, "liquid")] {
            if let Some(kept) = figure.performance_kept {
                out.add(
                    WarningCode::Throttled,
                    format!("{} on {side} keeps {:.1} % of its performance: heat throttles it", g.name, 100.0 * kept),
                );
            }
        }
    }
    if asked.metric == options::PerformanceMetric::Tokens {
        out.add(
            WarningCode::PredictedTokens,
            "tokens are predicted by the roofline of serving: half of its predictions lie within 19 % of MLPerf \
             (docs/serving.md)"
                .to_owned(),
        );
    }
    out
}
