//! The study: every generation at every boundary, growth, and what becomes of the claim.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::catalog::generation::Generations;
use crate::catalog::generation::accelerator::{Accelerator, Segment, Status};
use crate::catalog::generation::node::NodeKind;
use crate::catalog::generation::precision::Precision;
use crate::catalog::record::Confidence;
use crate::scenario::{Amount, Cooling, Scenario};

use super::super::compare::StudyError;
use super::super::provenance;
use super::boundary::{Elsewhere, Figures, Halls, figures};
use super::halls::{self, Side};
use super::performance::{self, Performance};
use super::question::{Boundary, GenerationError, Metric, Question, load, vendor};
use super::result::{Generation, GenerationReport, LeftOut, NodeRatio, Point, Series};
use super::series::{fitted, series, standard, years};
use super::serving::validation;
use super::{question, result, verdict};

/// Runs the study for the place and the halls of a scenario.
///
/// # Errors
/// [`GenerationError`].
pub fn run(scenario: &Scenario, catalog: &Catalog, asked: &Question) -> Result<GenerationReport, GenerationError> {
    let generations = catalog.generations().map_err(StudyError::from)?;
    let maker = asked.vendor.as_deref().map(|word| vendor(generations, word)).transpose()?;
    let (mut chosen, mut left_out) = (Vec::new(), Vec::new());
    for chip in generations.accelerators() {
        if maker.as_ref().is_some_and(|m| *m != chip.vendor) || years(chip) < f64::from(asked.since) {
            continue;
        }
        match performance::of(generations, chip, asked)? {
            Ok(performance) => chosen.push((chip, performance)),
            Err(reason) => left_out.push(LeftOut { id: chip.id.clone(), reason }),
        }
    }
    if chosen.is_empty() {
        let reason = left_out.first().map_or_else(
            || format!("none since {}", asked.since),
            |l| format!("{} of them lack a figure, {}: {}", left_out.len(), l.id, l.reason),
        );
        return Err(GenerationError::Nothing { reason });
    }
    chosen.sort_by(|a, b| years(a.0).total_cmp(&years(b.0)).then_with(|| a.0.id.cmp(&b.0.id)));
    let elsewhere = elsewhere(scenario, catalog)?;
    let halls: Vec<Result<Halls, StudyError>> = chosen
        .par_iter()
        .map(|(chip, _)| {
            let [air, liquid] = Side::BOTH.map(|side| halls::of(catalog, scenario, chip, side));
            Ok([air?, liquid?])
        })
        .collect();
    let mut rows = Vec::with_capacity(chosen.len());
    for ((chip, performance), halls) in chosen.into_iter().zip(halls) {
        let figures = figures(generations, chip, performance.value, &halls?, elsewhere.as_ref());
        rows.push(generation(chip, performance, asked, figures));
    }
    let mut all = growth(asked, &rows)?;
    let standard = standard(generations, asked.announced);
    let verdicts = verdict::verdicts(&standard);
    all.extend(standard);
    report(scenario, catalog, generations, asked, maker, (rows, left_out, all, verdicts))
}

/// The scenario's own hall on air, whose PUE parts without a system take.
fn elsewhere(scenario: &Scenario, catalog: &Catalog) -> Result<Option<Elsewhere>, StudyError> {
    let Some(own) = scenario.architectures.iter().find(|a| a.cooling == Cooling::Air) else { return Ok(None) };
    let Some(system) = catalog.system(&own.system) else { return Ok(None) };
    let accelerators = 1152.max(system.accelerators());
    let hall = halls::run(catalog, &halls::full(scenario, own.clone(), Amount::Accelerators(accelerators)), system)?;
    Ok(hall.ok().map(|h| Elsewhere { pue: h.pue, system: own.system.clone() }))
}

fn generation(chip: &Accelerator, performance: Performance, asked: &Question, figures: Figures) -> Generation {
    let Figures { chip: at_chip, wall, meter_air, meter_liquid } = figures;
    Generation {
        id: chip.id.clone(),
        name: chip.name.clone(),
        vendor: chip.vendor.clone(),
        counts: chip.counts.clone(),
        date: chip.available.unwrap_or(chip.announced).to_string(),
        year: years(chip),
        status: match chip.status {
            Status::Shipped => "shipped",
            Status::Announced => "announced",
            Status::Withdrawn => "withdrawn",
        },
        segment: match chip.segment {
            Segment::DataCentre => "data-centre",
            Segment::Edge => "edge",
        },
        precision: performance.precision.map(Precision::name),
        performance: performance.value,
        performance_unit: asked.metric.unit(),
        fitted: fitted(chip, asked.announced) && at_chip.per_watt.is_some(),
        chip: at_chip,
        wall,
        meter_air,
        meter_liquid,
        confidence: match chip.confidence {
            Confidence::Datasheet => "datasheet",
            Confidence::Published => "published",
            Confidence::Estimate => "estimate",
        },
        range_share: chip.range_share,
        source: chip.source.clone(),
    }
}

impl Generation {
    /// Performance over power at a boundary; at the meter in whichever hall draws less.
    pub fn per_watt(&self, boundary: Boundary) -> Option<f64> {
        match boundary {
            Boundary::Chip => self.chip.per_watt,
            Boundary::Wall => self.wall.per_watt,
            Boundary::Meter => {
                let of = |f: &result::Figure| f.per_watt;
                [of(&self.meter_air), of(&self.meter_liquid)].into_iter().flatten().reduce(f64::max)
            }
        }
    }
}

/// Growth of what was asked, maker by maker; only makers with three points have one.
fn growth(asked: &Question, rows: &[Generation]) -> Result<Vec<Series>, GenerationError> {
    let points_of = |vendor: &str| -> Vec<Point> {
        let own = rows.iter().filter(|g| g.vendor == vendor && g.fitted);
        own.filter_map(|g| {
            let value = g.per_watt(asked.boundary)?;
            Some(Point { label: g.id.clone(), year: g.year, value, source: g.source.clone() })
        })
        .collect()
    };
    let makers: BTreeSet<&str> = rows.iter().map(|g| g.vendor.as_str()).collect();
    let label = |vendor: &str| {
        let unit = asked.metric.per_watt_unit();
        let format =
            if asked.metric == Metric::Bandwidth { String::new() } else { format!(", {}", asked.format.words()) };
        format!("{vendor}, {unit} at the {}{format}", asked.boundary.name())
    };
    let mut out: Vec<Series> =
        makers.into_iter().map(|v| series(&format!("asked-{}", v.to_lowercase()), &label(v), points_of(v))).collect();
    let parts =
        |s: &Series| rows.iter().filter(|g| s.id.trim_start_matches("asked-") == g.vendor.to_lowercase()).count();
    out.sort_by_key(|s| std::cmp::Reverse((s.points.len(), parts(s))));
    if out.iter().all(|s| s.growth.is_none()) {
        let told = |s: &Series| {
            let points: Vec<String> = s.points.iter().map(|p| format!("{} {:.3}", p.label, p.value)).collect();
            let list = if points.is_empty() { String::new() } else { format!(" ({})", points.join(", ")) };
            format!("{} points of {}{list}", s.points.len(), s.label)
        };
        return Err(GenerationError::TooFew { found: out.first().map_or_else(String::new, told) });
    }
    Ok(out)
}

type Found = (Vec<Generation>, Vec<LeftOut>, Vec<Series>, Vec<result::Verdict>);

fn report(
    scenario: &Scenario,
    catalog: &Catalog,
    generations: &Generations,
    asked: &Question,
    maker: Option<String>,
    (rows, left_out, series, verdicts): Found,
) -> Result<GenerationReport, GenerationError> {
    let tokens = asked.metric == Metric::Tokens;
    let (workload, model) = if tokens {
        let (workload, model) = load(generations, &asked.workload, &asked.model)?;
        (Some(workload.id.clone()), Some(model.id.clone()))
    } else {
        (None, None)
    };
    let validation = if tokens { Some(validation(generations)?) } else { None };
    let nodes = nodes(generations);
    let mut ids: BTreeSet<&str> = rows.iter().map(|g| g.source.as_str()).collect();
    ids.extend(nodes.iter().map(|n| n.source.as_str()));
    ids.extend(validation.iter().flat_map(|v| &v.rows).map(|r| r.source.as_str()));
    ids.extend(series.iter().flat_map(|s| &s.points).map(|p| p.source.as_str()));
    let mut used = question::records(generations, asked);
    used.extend(rows.iter().map(|g| g.id.clone()));
    let assumptions = provenance::assumptions(catalog, &used);
    ids.extend(assumptions.iter().map(|a| a.source.as_str()));
    let sources = provenance::of_ids(catalog, &ids);
    let warnings = warnings(&rows, asked);
    Ok(GenerationReport {
        question: result::Question {
            metric: asked.metric.name(),
            unit: asked.metric.per_watt_unit(),
            precision: asked.format.name(),
            boundary: asked.boundary.name(),
            vendor: maker,
            since: asked.since,
            announced: asked.announced,
            workload,
            model,
        },
        location: place(scenario, catalog),
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
pub(super) fn place(scenario: &Scenario, catalog: &Catalog) -> String {
    let site = &scenario.site;
    let climate = || catalog.climate(&site.climate).map_or_else(|| site.climate.clone(), |c| c.location.clone());
    site.weather.clone().unwrap_or_else(climate)
}

fn nodes(generations: &Generations) -> Vec<NodeRatio> {
    let row = |n: &crate::catalog::generation::node::MeasuredNode| NodeRatio {
        chip: n.chip.clone(),
        system: n.system.clone(),
        workload: n.workload.clone(),
        chips_w: n.chips_w,
        wall_w: n.wall_w,
        wall_over_chips: n.ratio(),
        kind: match n.kind {
            NodeKind::Measured => "measured",
            NodeKind::Nameplate => "nameplate",
        },
        source: n.source.clone(),
    };
    generations.measured_nodes().iter().map(row).collect()
}

fn warnings(rows: &[Generation], asked: &Question) -> Vec<String> {
    let mut out = Vec::new();
    let named = |test: &dyn Fn(&&Generation) -> bool| -> Vec<&str> {
        rows.iter().filter(test).map(|g| g.id.as_str()).collect()
    };
    let announced = named(&|g| g.status == "announced");
    if !announced.is_empty() {
        let word = if asked.announced { "takes part in fits as asked" } else { "is left out of fits" };
        out.push(format!("announced, not delivered: {}; what is announced {word}", announced.join(", ")));
    }
    let estimates = named(&|g| g.confidence == "estimate");
    if !estimates.is_empty() {
        out.push(format!("figures that are estimates or recalled: {}", estimates.join(", ")));
    }
    let ratio = named(&|g| g.wall.basis == "ratio");
    if !ratio.is_empty() {
        out.push(format!(
            "no system of theirs is in the catalog: {}; their wall is the mean ratio of measured nodes, their meter the \
             scenario's own hall on air",
            ratio.join(", ")
        ));
    }
    for g in rows {
        for (figure, side) in [(&g.meter_air, "air"), (&g.meter_liquid, "liquid")] {
            if let Some(kept) = figure.performance_kept {
                out.push(format!(
                    "{} on {side} keeps {:.1} % of its performance: heat throttles it",
                    g.id,
                    100.0 * kept
                ));
            }
        }
    }
    if asked.metric == question::Metric::Tokens {
        out.push(
            "tokens are predicted by the roofline of serving: half of its predictions lie within 19 % of MLPerf \
             (docs/serving.md)"
                .to_owned(),
        );
    }
    out
}
