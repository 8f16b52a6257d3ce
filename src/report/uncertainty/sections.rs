//! The tables of a sampled comparison.

use crate::study::uncertainty::result::{InputShare, Pair, PairFigure, Spread};

use super::super::format::{number, significant};
use super::super::metrics::{DECISIVE, of_key};
use super::super::section::Section;
use super::super::units::Units;
use super::{chance, followed, interval};

/// Inputs that a figure's row names.
const NAMED: usize = 4;
/// Shares of the variance below this are not named.
const SMALL: f64 = 0.05;

/// The tables for a terminal.
pub(super) fn short(result: &Spread, units: Units) -> Vec<Section> {
    let mut out = vec![intervals(result, units), pairs(result)];
    out.retain(|s| !s.rows.is_empty());
    if result.index_rows > 0 {
        out.push(shares(result, &DECISIVE[..1]));
    }
    out
}

/// Every table.
pub(super) fn all(result: &Spread, units: Units) -> Vec<Section> {
    let mut out = short(result, units);
    if result.index_rows > 0 {
        out.pop();
        out.push(shares(result, &DECISIVE));
    }
    out.push(inputs(result));
    if !result.held.is_empty() {
        out.push(Section {
            title: "Held: choices, which [[uncertainty.input]] of the scenario can vary".to_owned(),
            head: vec!["Value".to_owned(), "Why".to_owned()],
            rows: result.held.iter().map(|h| vec![h.name.clone(), h.why.clone()]).collect(),
            numbers: false,
        });
    }
    out
}

fn intervals(result: &Spread, units: Units) -> Section {
    let mut head = vec![String::new()];
    head.extend(result.architectures.iter().map(|a| a.name.clone()));
    let mut rows: Vec<Vec<String>> = followed(result)
        .into_iter()
        .filter(|(i, _)| result.architectures.iter().any(|a| a.figures[*i].median.is_some_and(|m| m != 0.0)))
        .map(|(i, metric)| {
            let cells = result.architectures.iter().map(|a| interval(metric, &a.figures[i], units));
            std::iter::once(metric.heading(units)).chain(cells).collect()
        })
        .collect();
    let feasible = result.architectures.iter().map(|a| chance(a.feasible_probability));
    rows.push(std::iter::once("Can be cooled this way".to_owned()).chain(feasible).collect());
    Section { title: "Median, and what 5 and 95 % of the draws lie below".to_owned(), head, rows, numbers: true }
}

/// Short heads of the figures that decide.
fn head(key: &str) -> &'static str {
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

fn pairs(result: &Spread) -> Section {
    let known = |p: &Pair, key: &str| p.figures.iter().any(|f| f.key == key && f.samples > 0);
    let keys: Vec<&str> = DECISIVE.iter().copied().filter(|key| result.pairs.iter().any(|p| known(p, key))).collect();
    let cell = |p: &Pair, key: &str| {
        let of = |f: &PairFigure| Some((f.a_better_probability?, f.equal_probability?));
        match p.figures.iter().find(|f| f.key == key).and_then(of) {
            None => "–".to_owned(),
            Some((_, 1.0)) => "equal".to_owned(),
            Some((better, _)) => chance(better),
        }
    };
    let rows = result.pairs.iter().map(|p| {
        let cells = keys.iter().map(|key| cell(p, key));
        std::iter::once(format!("{} before {}", p.a, p.b)).chain(cells).collect()
    });
    let heads = std::iter::once(String::new()).chain(keys.iter().map(|k| head(k).to_owned()));
    Section {
        title: "Share of the draws in which the first is better".to_owned(),
        head: heads.collect(),
        rows: rows.collect(),
        numbers: true,
    }
}

fn shares(result: &Spread, keys: &[&str]) -> Section {
    let mut rows = Vec::new();
    for key in keys {
        let Some(metric) = of_key(key) else { continue };
        let own = result.architectures.iter().map(|a| (a.name.clone(), a.figures.iter().find(|f| f.key == *key)));
        let own = own.filter_map(|(name, f)| Some((name, &f?.inputs)));
        let differences = result.pairs.iter().filter_map(|p| {
            let f = p.figures.iter().find(|f| f.key == *key)?;
            Some((format!("{} less {}", p.a, p.b), &f.inputs))
        });
        for (of, inputs) in own.chain(differences) {
            for share in inputs.iter().filter(|i| i.total >= SMALL).take(NAMED) {
                rows.push(vec![metric.label.to_owned(), of.clone(), share.input.clone(), alone(share), total(share)]);
            }
        }
    }
    let head = ["Figure", "Of", "Input", "Alone, %", "With interactions, % (95 %)"];
    Section {
        title: "What the spread is from: Sobol indices, share of the variance".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows,
        numbers: true,
    }
}

fn alone(s: &InputShare) -> String {
    number(100.0 * s.first_order.max(0.0), 0)
}

fn total(s: &InputShare) -> String {
    let percent = |v: f64| number(100.0 * v, 0);
    format!("{} ({} to {})", percent(s.total), percent(s.total_low), percent(s.total_high))
}

/// Values as the scenario and the records have them, in their own units.
fn inputs(result: &Spread) -> Section {
    let rows = result.inputs.iter().map(|i| {
        let unit = |v: f64| if i.unit.is_empty() { significant(v) } else { format!("{} {}", significant(v), i.unit) };
        let also = if i.also.is_empty() { String::new() } else { format!(" = {}", i.also.join(" = ")) };
        let likely = if i.law == "uniform" { "any".to_owned() } else { unit(i.likely) };
        vec![
            format!("{}{also}", i.name),
            unit(i.low),
            likely,
            unit(i.high),
            i.draw.to_string(),
            i.confidence.clone(),
            i.source.clone(),
        ]
    });
    let head = ["Value", "Lowest", "Most likely", "Highest", "Draw", "Confidence", "Source"];
    Section {
        title: "What varied; values of one draw are high or low together".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        numbers: true,
    }
}
