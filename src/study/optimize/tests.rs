//! Fronts against every design, limits against runs of their own.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::result::LimitKind;
use super::*;
use crate::scenario::{self, Scenario};
use crate::solve::hypervolume::hypervolume;
use crate::study::compare;
use crate::study::compare::figure::find_figure;

fn parse(text: &str) -> Result<OptimizeDesign, String> {
    let catalog = Catalog::load(None).unwrap();
    let bins = ["site.weather_form=bins".to_owned()];
    OptimizeDesign::parse(("design.toml", text), Path::new("."), &bins, &catalog).map_err(|e| e.to_string())
}

fn optimized(text: &str) -> OptimizeResult {
    let (catalog, design) = (Catalog::load(None).unwrap(), parse(text).unwrap());
    let stop = AtomicBool::new(false);
    let watch = ProgressMonitor { begin: &|_| (), step: &|| (), stop: &stop };
    run(&design, &catalog, &watch).unwrap()
}

/// 588 designs: 28 supply temperatures by 21 flows.
const GRID: &str = "[[variable]]\nkey = \"architecture.*.supply_temperature\"\nlow = \"18 degC\"\nhigh = \"45 degC\"\nstep = 1\n\
                    [[variable]]\nkey = \"architecture.*.coolant_flow\"\nlow = \"1 L/min/kW\"\nhigh = \"2 L/min/kW\"\nstep = 0.05\n";

/// The objectives of a front, all minimised.
fn minimised(result: &OptimizeResult) -> Vec<Vec<f64>> {
    let of = |values: &[f64]| result.objectives.iter().zip(values).map(|(o, v)| o.cost_of(*v)).collect();
    result.architectures[0].front.iter().map(|design| of(&design.objectives)).collect()
}

/// The share of the hypervolume of every design that a search of a quarter of them finds.
fn share_of_every_design(head: &str) -> f64 {
    let every = optimized(&format!("{head}\npopulation = 600\ngenerations = 0\n{GRID}"));
    assert_eq!((every.architectures[0].method, every.architectures[0].designs), (SearchMethod::EveryDesign, 588));
    let few = optimized(&format!("{head}\npopulation = 16\ngenerations = 6\n{GRID}"));
    assert_eq!(few.architectures[0].method, SearchMethod::Nsga2);
    assert!(few.architectures[0].designs < 300, "{}", few.architectures[0].designs);
    let (exact, found) = (minimised(&every), minimised(&few));
    assert!(exact.len() > 3, "{exact:?}");
    // A tenth beyond the worst values of the exact front.
    let end = |k: usize, from: f64, f: fn(f64, f64) -> f64| exact.iter().map(|o| o[k]).fold(from, f);
    let reference = |k| {
        let (low, high) = (end(k, f64::INFINITY, f64::min), end(k, f64::NEG_INFINITY, f64::max));
        high + 0.1 * (high - low)
    };
    let reference: Vec<f64> = (0..2).map(reference).collect();
    hypervolume(&found, &reference) / hypervolume(&exact, &reference)
}

#[test]
fn a_quarter_of_the_designs_gives_the_front_of_all() {
    for head in [
        "architecture = \"plates-45\"\nobjectives = [\"annual.capital_usd\", \"annual.energy_kwh\"]",
        "architecture = \"liquid-45\"\nobjectives = [\"rack.chip_margin_k\", \"annual.capital_usd\"]\n\
         constraints = [\"annual.pue <= 1.2\"]",
    ] {
        let share = share_of_every_design(head);
        assert!((0.99..=1.0 + 1e-12).contains(&share), "{head}: {share}");
    }
}

#[test]
fn a_seed_gives_the_same_bytes_on_any_number_of_threads() {
    let text = format!(
        "architecture = \"plates-45\"\nobjectives = [\"annual.capital_usd\", \"annual.energy_kwh\", \
                        \"rack.chip_margin_k\"]\npopulation = 12\ngenerations = 3\n{GRID}"
    );
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| serde_json::to_string(&optimized(&text)).unwrap())
    };
    let one = on(1);
    assert!(one.contains("nsga-3"));
    assert_eq!(one, on(2));
}

/// A figure of liquid-45 at a supply temperature, by a comparison of its own.
fn figure_at(key: &str, supply_c: f64) -> f64 {
    let catalog = Catalog::load(None).unwrap();
    let sets = [format!("architecture.liquid-45.supply_temperature={supply_c}"), "site.weather_form=bins".to_owned()];
    let scenario = Scenario::parse("built-in", scenario::DEFAULT, &sets, &catalog).unwrap();
    let result = compare::run(&scenario, &catalog).unwrap();
    let own = result.architectures.iter().find(|a| a.name == "liquid-45").unwrap();
    (find_figure(key).unwrap().value)(own).unwrap()
}

fn supply_between(low: f64, high: f64) -> String {
    format!("[[variable]]\nkey = \"architecture.*.supply_temperature\"\nlow = \"{low} degC\"\nhigh = \"{high} degC\"\n")
}

#[test]
fn the_best_at_the_end_of_a_range_is_bound_by_it_at_the_price_of_going_on() {
    let head = "architecture = \"liquid-45\"\nobjectives = [\"annual.capital_usd\"]\npopulation = 8\ngenerations = 3\n";
    let result = optimized(&format!("{head}{}", supply_between(32.0, 42.0)));
    let a = &result.architectures[0];
    assert_eq!((a.front.len(), a.named.len(), a.named[0].name.as_str()), (1, 1, "best"));
    assert_eq!(a.front[0].values[0].number(), Some(42.0));
    let capital = |supply_c| figure_at("annual.capital_usd", supply_c);
    assert!((a.front[0].objectives[0] / capital(42.0) - 1.0).abs() < 1e-12);
    let [limit] = a.named[0].limits.as_slice() else { panic!("{:?}", a.named[0].limits) };
    assert_eq!((limit.kind, limit.bound, limit.unit.as_str()), (LimitKind::HighEnd, Some(42.0), "K"));
    let step = limit.relaxed_by.unwrap();
    assert!((step - 0.1).abs() < 1e-9);
    let price = limit.prices[0].per_unit;
    // Whole machines make steps: the best of the places beyond.
    let beyond = (1..=10).map(|i| capital(42.0 + 0.01 * f64::from(i))).fold(f64::INFINITY, f64::min);
    let expected = (beyond - capital(42.0)) / 0.1;
    assert!(price < 0.0 && (price / expected - 1.0).abs() < 1e-6, "{price} {expected}");
}

#[test]
fn the_constraint_that_stands_in_the_way_is_named_with_its_price() {
    // The margin at 38 °C is the least that is allowed: colder water has more, and costs more.
    let margin = |supply_c| figure_at("rack.chip_margin_k", supply_c);
    let bound = margin(38.0);
    let text = format!(
        "architecture = \"liquid-45\"\nobjectives = [\"annual.capital_usd\"]\npopulation = 8\ngenerations = 3\n\
         constraints = [\"rack.chip_margin_k >= {bound}\", \"annual.pue <= 2\"]\n{}",
        supply_between(30.0, 44.0)
    );
    let result = optimized(&text);
    let a = &result.architectures[0];
    let supply_c = a.front[0].values[0].number().unwrap();
    assert!((supply_c - 38.0).abs() < 0.05 && supply_c <= 38.0 + 1e-9, "{supply_c}");
    let [limit] = a.named[0].limits.as_slice() else { panic!("{:?}", a.named[0].limits) };
    assert_eq!((limit.kind, limit.bound), (LimitKind::Constraint, Some(bound)));
    // Warmer water costs less: capital falls where the margin may fall.
    assert!(limit.prices[0].per_unit < 0.0, "{limit:?}");
    let slope =
        (figure_at("annual.capital_usd", 38.2) - figure_at("annual.capital_usd", 38.0)) / (bound - margin(38.2));
    assert!((limit.prices[0].per_unit / slope - 1.0).abs() < 0.5, "{limit:?} {slope}");
    assert!(a.front[0].constraint_figures[0].unwrap() >= bound);
}

#[test]
fn an_optimum_within_all_limits_is_bound_by_none() {
    // Every design is run: the least of a curve that turns.
    let head = "architecture = \"plates-45\"\nobjectives = [\"annual.energy_kwh\"]\npopulation = 200\n";
    let variable =
        "[[variable]]\nkey = \"architecture.plates-45.supply_temperature\"\nlow = 20\nhigh = 45\nstep = 0.5\n";
    let result = optimized(&format!("{head}{variable}"));
    let a = &result.architectures[0];
    assert_eq!((a.method, a.designs), (SearchMethod::EveryDesign, 51));
    let supply_c = a.front[0].values[0].number().unwrap();
    assert!((21.0..44.0).contains(&supply_c), "{supply_c}");
    assert!(a.named[0].limits.is_empty(), "{:?}", a.named[0].limits);
}

#[test]
fn where_nothing_keeps_the_constraints_the_one_that_fails_most_is_named() {
    let text = format!(
        "architecture = \"liquid-45\"\nobjectives = [\"annual.cost_usd\", \"annual.capital_usd\"]\npopulation = 8\ngenerations = 2\n\
         constraints = [\"annual.pue <= 0.9\", \"rack.chip_margin_k >= 1\"]\n{GRID}"
    );
    let result = optimized(&text);
    let a = &result.architectures[0];
    assert!(!result.is_feasible() && a.front.is_empty() && a.named.is_empty());
    assert_eq!((a.failed_limits[0].limit.as_str(), a.failed_limits[0].designs), ("annual.pue <= 0.9", a.designs));
    assert!(a.reason.as_ref().unwrap().contains("annual.pue <= 0.9"), "{:?}", a.reason);
}

#[test]
fn architectures_are_searched_one_by_one_with_the_variables_that_touch_them() {
    let text = "objectives = [\"annual.energy_kwh\"]\npopulation = 50\n\
                [[variable]]\nkey = \"architecture.liquid-45.supply_temperature\"\nvalues = [\"30 degC\", \"40 degC\"]\n\
                [[variable]]\nkey = \"it.utilisation\"\nvalues = [0.5, 0.8]\n";
    let result = optimized(text);
    let designs: Vec<(&str, usize)> = result.architectures.iter().map(|a| (a.name.as_str(), a.designs)).collect();
    assert_eq!(designs, [("air", 2), ("plates-45", 2), ("liquid-45", 4)]);
    let best: Vec<bool> = result.architectures.iter().map(|a| a.front[0].best_of_all).collect();
    assert_eq!(best.iter().filter(|best| **best).count(), 1);
    let own = format!("architecture = \"air\"\n{}", text.split("[[variable]]\nkey = \"it").next().unwrap());
    let (catalog, design) = (Catalog::load(None).unwrap(), parse(&own).unwrap());
    let stop = AtomicBool::new(false);
    let watch = ProgressMonitor { begin: &|_| (), step: &|| (), stop: &stop };
    assert!(matches!(run(&design, &catalog, &watch), Err(OptimizeError::NothingVaries)));
}

#[test]
fn mistakes_are_named_where_they_are_written() {
    let variable = "[[variable]]\nkey = \"it.utilisation\"\nvalues = [0.5]\n";
    for (text, words) in [
        (format!("objectives = [\"annual.pu\"]\n{variable}"), "did you mean `annual.pue`|design.toml:1"),
        (format!("objectives = [\"racks\"]\n{variable}"), "neither less nor more"),
        (format!("objectives = []\n{variable}"), "must have 1 to 6 figures"),
        (format!("objectives = 3\n{variable}"), "must be a list"),
        (format!("objectives = [\"annual.pue\", \"annual.pue\"]\n{variable}"), "twice"),
        (variable.to_owned(), "`objectives` is missing"),
        (
            format!("objectives = [\"annual.pue\"]\narchitecture = \"ai\"\n{variable}"),
            "no architecture `ai`|did you mean `air`",
        ),
        (format!("objectives = [\"annual.pue\"]\npopulation = 3\n{variable}"), "must be 4 to 10000"),
        (format!("objectives = [\"annual.pue\"]\nobjective = 3\n{variable}"), "unknown key `objective`"),
        ("objectives = [\"annual.pue\"]\n".to_owned(), "`variable` is missing"),
        (scenario::DEFAULT.to_owned(), "a scenario, not a design|scenario = "),
    ] {
        let report = parse(&text).err().unwrap();
        for word in words.split('|') {
            assert!(report.contains(word), "{word}\n{report}");
        }
    }
    let supply =
        |key: &str| format!("[[variable]]\nkey = \"architecture.{key}.supply_temperature\"\nlow = 20\nhigh = 25\n");
    let twice = format!("objectives = [\"annual.pue\"]\n{}{}", supply("*"), supply("air"));
    let report = parse(&twice).err().unwrap();
    assert!(report.contains("`architecture.air.supply_temperature` varies twice"), "{report}");
    assert!(parse(&format!("objectives = [\"max:racks\"]\n{variable}")).is_ok());
}
