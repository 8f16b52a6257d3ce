//! The tables of a sampled comparison.

use crate::report::compare::metrics::{DECISIVE_KEYS, find_metric};
use crate::report::document::numbers::{format_number, format_significant};
use crate::report::document::section::{Audience, Section, TableSection};
use crate::report::document::units::UnitSystem;
use crate::solve::sampling::ProbabilityLaw;
use crate::study::uncertainty::result::{ArchitecturePair, InputShare, PairFigure, UncertaintyResult};

use crate::units::typeset::typeset_unit;

use super::deciding::deciding_section;
use super::words::{format_interval, sampled_metrics};
use crate::report::document::numbers::format_probability;

/// Inputs that a figure's row names.
const MAX_NAMED_INPUTS: usize = 4;
/// Shares of the variance below this are not named.
const MIN_NAMED_SHARE: f64 = 0.05;

/// Every section. A terminal shows what contributes to the first figure alone, and not the inputs.
pub(crate) fn build_sections(result: &UncertaintyResult, units: UnitSystem) -> Vec<Section> {
    let mut tables = vec![intervals_section(result, units), pairs_section(result)];
    tables.retain(|s| !s.rows.is_empty());
    let mut out: Vec<Section> = tables.into_iter().map(Section::from).collect();
    if result.index_rows > 0 {
        let indices = |keys: &[&str]| Section::from(sobol_indices_section(result, keys));
        out.push(indices(&DECISIVE_KEYS[..1]).shown_to(Audience::Terminal));
        out.push(indices(&DECISIVE_KEYS).shown_to(Audience::Documents));
    }
    out.extend(deciding_sections(result));
    out.push(Section::from(inputs_section(result)).shown_to(Audience::Documents));
    if !result.held.is_empty() {
        let held = TableSection {
            title: "Design choices, not varied; [[uncertainty.input]] of the scenario can vary them".to_owned(),
            head: vec!["Value".to_owned(), "Why".to_owned()],
            rows: result.held.iter().map(|h| vec![h.name.clone(), h.why.clone()]).collect(),
            numbers: false,
        };
        out.push(Section::from(held).shown_to(Audience::Documents));
    }
    out
}

/// What decides every difference; a terminal shows that of the first pair alone.
fn deciding_sections(result: &UncertaintyResult) -> Vec<Section> {
    let mut pairs: Vec<(&str, &str)> = result.differences.iter().map(|d| (d.name.as_str(), d.base.as_str())).collect();
    pairs.dedup();
    let all = pairs
        .iter()
        .filter_map(|(name, base)| deciding_section(name, base, &result.deciding_inputs, &result.differences));
    let shown = |(i, section): (usize, Section)| if i == 0 { section } else { section.shown_to(Audience::Documents) };
    all.enumerate().map(shown).collect()
}

fn intervals_section(result: &UncertaintyResult, units: UnitSystem) -> TableSection {
    let mut head = vec![String::new()];
    head.extend(result.architectures.iter().map(|a| a.name.clone()));
    let mut rows: Vec<Vec<String>> = sampled_metrics(result)
        .into_iter()
        .filter(|(i, _)| result.architectures.iter().any(|a| a.figures[*i].median.is_some_and(|m| m != 0.0)))
        .map(|(i, metric)| {
            let cells = result.architectures.iter().map(|a| format_interval(metric, &a.figures[i], units));
            std::iter::once(metric.heading_with_unit(units)).chain(cells).collect()
        })
        .collect();
    let feasible = result.architectures.iter().map(|a| format_probability(a.feasible_probability));
    rows.push(std::iter::once("Feasible".to_owned()).chain(feasible).collect());
    TableSection { title: "Median, with the 5th and 95th percentiles".to_owned(), head, rows, numbers: true }
}

/// Short heads of the figures that decide.
fn short_metric_label(key: &str) -> &'static str {
    match key {
        "facility_power_w" => "Meter",
        "rack.hottest_chip_c" => "Junction",
        "annual.pue" => "PUE",
        "annual.tue" => "TUE",
        "annual.water_l" => "Water",
        "annual.carbon_kg_co2e" => "Carbon",
        "annual.tokens_per_joule" => "Tokens/J",
        _ => "Cost",
    }
}

fn pairs_section(result: &UncertaintyResult) -> TableSection {
    let known = |p: &ArchitecturePair, key: &str| p.figures.iter().any(|f| f.key == key && f.samples > 0);
    let keys: Vec<&str> =
        DECISIVE_KEYS.iter().copied().filter(|key| result.pairs.iter().any(|p| known(p, key))).collect();
    let cell = |p: &ArchitecturePair, key: &str| {
        let of = |f: &PairFigure| Some((f.a_better_probability?, f.equal_probability?));
        match p.figures.iter().find(|f| f.key == key).and_then(of) {
            None => "–".to_owned(),
            Some((_, 1.0)) => "equal".to_owned(),
            Some((better, _)) => format_probability(better),
        }
    };
    let rows = result.pairs.iter().map(|p| {
        let cells = keys.iter().map(|key| cell(p, key));
        std::iter::once(format!("{} before {}", p.a, p.b)).chain(cells).collect()
    });
    let heads = std::iter::once(String::new()).chain(keys.iter().map(|k| short_metric_label(k).to_owned()));
    TableSection {
        title: "Share of the draws in which the first is better".to_owned(),
        head: heads.collect(),
        rows: rows.collect(),
        numbers: true,
    }
}

fn sobol_indices_section(result: &UncertaintyResult, keys: &[&str]) -> TableSection {
    let mut rows = Vec::new();
    for key in keys {
        let Some(metric) = find_metric(key) else { continue };
        let own = result.architectures.iter().map(|a| (a.name.clone(), a.figures.iter().find(|f| f.key == *key)));
        let own = own.filter_map(|(name, f)| Some((name, &f?.inputs)));
        let differences = result.pairs.iter().filter_map(|p| {
            let f = p.figures.iter().find(|f| f.key == *key)?;
            Some((format!("{} less {}", p.a, p.b), &f.inputs))
        });
        for (of, inputs) in own.chain(differences) {
            if !inputs.iter().all(InputShare::is_resolved) {
                let noise = "too few rows".to_owned();
                rows.push(vec![metric.label.to_owned(), of, "–".to_owned(), noise.clone(), noise]);
                continue;
            }
            for share in inputs.iter().filter(|i| i.total >= MIN_NAMED_SHARE).take(MAX_NAMED_INPUTS) {
                rows.push(vec![
                    metric.label.to_owned(),
                    of.clone(),
                    share
                        .words
                        .as_ref()
                        .map_or_else(|| share.input.clone(), |words| format!("{words} ({})", share.input)),
                    format_first_order(share),
                    format_total_order(share),
                ]);
            }
        }
    }
    let head = ["Figure", "Of", "Input", "Alone, %", "With interactions, % (95 %)"];
    TableSection {
        title: "Inputs that contribute most to the spread: Sobol indices, share of the variance".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows,
        numbers: true,
    }
}

fn format_first_order(s: &InputShare) -> String {
    format_number(100.0 * s.first_order.max(0.0), 0)
}

fn format_total_order(s: &InputShare) -> String {
    let percent = |v: f64| format_number(100.0 * v, 0);
    format!("{} ({} to {})", percent(s.total), percent(s.total_low), percent(s.total_high))
}

/// Values as the scenario and the records have them, in their own units.
fn inputs_section(result: &UncertaintyResult) -> TableSection {
    let rows = result.inputs.iter().map(|i| {
        let unit = |v: f64| {
            if i.unit.is_empty() {
                format_significant(v)
            } else {
                format!("{} {}", format_significant(v), typeset_unit(&i.unit))
            }
        };
        let also = if i.also.is_empty() { String::new() } else { format!(" = {}", i.also.join(" = ")) };
        let likely = if i.law == ProbabilityLaw::Uniform { "any".to_owned() } else { unit(i.likely) };
        vec![
            format!("{}{also}", i.name),
            unit(i.low),
            likely,
            unit(i.high),
            i.draw.to_string(),
            i.confidence.name().to_owned(),
            i.source.clone(),
        ]
    });
    let head = ["Value", "Lowest", "Most likely", "Highest", "Draw", "Confidence", "Source"];
    TableSection {
        title: "Uncertain inputs; values of one draw are high or low together".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        numbers: true,
    }
}
