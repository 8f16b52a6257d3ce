//! Intervals, odds and deciding inputs of differences, against what the draws themselves give.

use std::sync::atomic::AtomicBool;

use crate::catalog::Catalog;
use crate::scenario::{self, Scenario};
use crate::solve::sampling::sobol_sequence;
use crate::study::compare::SiteConditions;
use crate::study::compare::result::ArchitectureResult;
use crate::study::compare::sampled_result::TrendDirection;

use super::deciding::describe_input;
use super::draw::{ArchitectureDraw, ComparisonSampler};
use super::inputs::InputSet;
use super::{BetterDirection, ProgressMonitor, TrackedFigure, UncertaintyOptions, UncertaintyResult, run};

const QUESTION: UncertaintyOptions = UncertaintyOptions { samples: 64, seed: 1, rows: 0, inputs: 0 };

fn figures() -> Vec<TrackedFigure> {
    let figure = |key, value: fn(&ArchitectureResult) -> Option<f64>| TrackedFigure {
        key,
        value,
        better: Some(BetterDirection::Lower),
        decisive: true,
    };
    vec![
        figure("facility_power_w", |a| a.facility_power_w),
        figure("annual.net_present_cost_usd", |a| a.annual.as_ref().map(|y| y.ownership.net_present_cost_usd)),
    ]
}

fn scenario(text: &str, catalog: &Catalog) -> Scenario {
    let bins = ["site.weather_form=bins".to_owned()];
    Scenario::parse("test", text, &bins, catalog).unwrap()
}

fn sampled(scenario: &Scenario, catalog: &Catalog, question: UncertaintyOptions) -> UncertaintyResult {
    let stop = AtomicBool::new(false);
    let watch = ProgressMonitor { begin: &|_| (), step: &|| (), stop: &stop };
    run(scenario, catalog, &figures(), question, &watch).unwrap()
}

/// The inputs of a scenario.
fn inputs_of(scenario: &Scenario, catalog: &Catalog, conditions: &SiteConditions) -> InputSet {
    let base = conditions.run_selected(scenario, catalog, |_| true).unwrap();
    let rates = conditions.rate_records(scenario, catalog).unwrap();
    let records: Vec<&[String]> = base.iter().flatten().map(|r| r.records.as_slice()).collect();
    InputSet::from_scenario(scenario, catalog, &records, &rates).unwrap()
}

/// Power at the meter of every architecture, draw by draw; nothing where it can't be cooled.
fn drawn_power_w(scenario: &Scenario, catalog: &Catalog) -> Vec<Vec<Option<f64>>> {
    let conditions = SiteConditions::from_scenario(scenario, catalog).unwrap();
    let (inputs, figures) = (inputs_of(scenario, catalog, &conditions), figures());
    let sampler =
        ComparisonSampler { scenario, catalog, boundary_conditions: &conditions, inputs: &inputs, figures: &figures };
    let rows = sobol_sequence(QUESTION.samples as usize, inputs.columns, QUESTION.seed, 0);
    let power = |draw: &ArchitectureDraw| match draw {
        ArchitectureDraw::Figures(values) => Some(values[0]),
        ArchitectureDraw::Infeasible(_) => None,
        other => panic!("{other:?}"),
    };
    rows.iter().map(|row| sampler.run_draw(row, &|_| true).iter().map(power).collect()).collect()
}

/// The value that a share of some values lies below, between two neighbours in their order by a straight line.
fn share_below(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let place = share * (sorted.len() - 1) as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in the list")]
    let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    low + place.fract() * (high - low)
}

#[test]
fn intervals_and_odds_are_those_of_the_draws() {
    let catalog = Catalog::load(None).unwrap();
    let scenario = scenario(scenario::DEFAULT, &catalog);
    let spread = sampled(&scenario, &catalog, QUESTION);
    let drawn = drawn_power_w(&scenario, &catalog);
    let mut told = 0;
    for (other, architecture) in scenario.architectures.iter().enumerate().skip(1) {
        let of = |d: &&crate::study::compare::sampled_result::SampledDifference| {
            d.name == architecture.name && d.key == "facility_power_w"
        };
        let found = spread.differences.iter().find(of).unwrap();
        // A draw counts where both can be cooled.
        let both: Vec<(f64, f64)> = drawn.iter().filter_map(|draw| draw[other].zip(draw[0])).collect();
        assert!(2 * both.len() > drawn.len(), "{} of {}", both.len(), drawn.len());
        let differences: Vec<f64> = both.iter().map(|(own, base)| own - base).collect();
        let shares: Vec<f64> = both.iter().map(|(own, base)| own / base - 1.0).collect();
        let near = |a: f64, b: f64, of: f64| assert!((a - b).abs() < 1e-9 * of, "{a} {b}");
        for (share, value) in
            [(0.05, found.difference.p05), (0.5, found.difference.median), (0.95, found.difference.p95)]
        {
            near(value, share_below(&differences, share), both[0].1);
        }
        let relative = found.relative.unwrap();
        near(relative.p05, share_below(&shares, 0.05), 1.0);
        near(relative.p95, share_below(&shares, 0.95), 1.0);
        let lower = differences.iter().filter(|d| **d < 0.0).count() as f64 / differences.len() as f64;
        assert_eq!((found.lower_probability, found.samples), (lower, both.len()));
        assert_eq!(found.base, scenario.architectures[0].name);
        told += 1;
    }
    assert!(told > 0);
}

/// Without an economizer chillers cool all of the air-cooled hall all year, and of the liquid-cooled ones at most what is
/// left to the room: less in every draw. A rack of plates alone has no fans.
#[test]
fn end_uses_make_the_difference() {
    let catalog = Catalog::load(None).unwrap();
    let text = scenario::DEFAULT.replace("economizer = true ", "economizer = false ");
    assert_ne!(text, scenario::DEFAULT);
    let spread = sampled(&scenario(&text, &catalog), &catalog, QUESTION);
    for name in ["plates-45", "liquid-45"] {
        let of = |key: &str| spread.differences.iter().find(|d| d.name == name && d.key == key).unwrap();
        for key in ["power.chillers", "power.server_fans"] {
            let less = of(key);
            assert!(less.difference.p95 < 0.0 && less.lower_probability == 1.0, "{less:?}");
        }
        // Medians of parts add up nearly, for the parts of a draw add up exactly.
        let parts = spread.differences.iter().filter(|d| d.name == name && d.key.starts_with("power."));
        let (sum, whole) = (parts.map(|d| d.difference.median).sum::<f64>(), of("facility_power_w"));
        let width = whole.difference.p95 - whole.difference.p05;
        assert!((sum - whole.difference.median).abs() < 0.3 * width, "{name}: {sum} {whole:?}");
    }
}

#[test]
fn what_the_scenario_leaves_open_decides() {
    let catalog = Catalog::load(None).unwrap();
    let price = "[[uncertainty.input]]\nkey = \"site.electricity_price\"\nlow = 0.01\nhigh = 0.6\n";
    let scenario = scenario(&format!("{}\n{price}", scenario::DEFAULT), &catalog);
    let spread = sampled(&scenario, &catalog, UncertaintyOptions { samples: 200, ..QUESTION });
    let first = |key: &str| spread.deciding_inputs.iter().find(|i| i.key == key);
    let cost = first("annual.net_present_cost_usd").unwrap();
    assert_eq!((cost.input.as_str(), cost.words.as_str()), ("site.electricity_price", "the price of electricity"));
    assert!(cost.share > 0.3, "{cost:?}");
    // The architecture that draws less gains by a dearer kilowatt-hour.
    let of = |key: &str| spread.differences.iter().find(|d| d.name == cost.name && d.key == key).unwrap();
    let falls = of("facility_power_w").difference.median < 0.0;
    assert_eq!(cost.direction, if falls { TrendDirection::Falls } else { TrendDirection::Rises });
    // A price draws no power.
    assert!(spread.deciding_inputs.iter().all(|i| i.key != "facility_power_w" || i.input != cost.input));
    for key in ["facility_power_w", "annual.net_present_cost_usd"] {
        let by_chance = of(key).share_by_chance.unwrap();
        assert!((0.02..0.12).contains(&by_chance), "{by_chance}");
        let shares: Vec<f64> =
            spread.deciding_inputs.iter().filter(|i| i.key == key && i.name == cost.name).map(|i| i.share).collect();
        assert!(shares.len() <= 5 && shares.is_sorted_by(|a, b| a >= b), "{shares:?}");
        assert!(shares.iter().all(|share| *share > by_chance), "{shares:?}");
    }
}

#[test]
fn every_input_of_the_built_in_scenario_and_the_examples_has_words() {
    let catalog = Catalog::load(None).unwrap();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let examples = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let examples = examples.filter(|path| path.extension().is_some_and(|e| e == "toml"));
    let texts = examples.map(|path| std::fs::read_to_string(path).unwrap());
    let mut counted = 0;
    let mut unnamed = Vec::new();
    for text in std::iter::once(scenario::DEFAULT.to_owned()).chain(texts) {
        // Records do not depend on the form of the weather; bins are quick.
        let bins = ["site.weather_form=bins".to_owned()];
        let parsed = Scenario::parse("test", &text, &bins, &catalog);
        let scenario = parsed.or_else(|_| Scenario::parse("test", &text, &[], &catalog)).unwrap();
        let (scenario, conditions) = if let Ok(conditions) = SiteConditions::from_scenario(&scenario, &catalog) {
            (scenario, conditions)
        } else {
            let hourly = Scenario::parse("test", &text, &[], &catalog).unwrap();
            let conditions = SiteConditions::from_scenario(&hourly, &catalog).unwrap();
            (hourly, conditions)
        };
        for input in &inputs_of(&scenario, &catalog, &conditions).all {
            counted += 1;
            if describe_input(catalog.sampling_rules(), input).0.starts_with("the value `") {
                unnamed.push(format!("{} ({})", input.name(), input.kind));
            }
        }
    }
    assert!(counted > 1000, "{counted}");
    assert!(unnamed.is_empty(), "no [[measurement]] of uncertainty.toml has {unnamed:#?}");
}
