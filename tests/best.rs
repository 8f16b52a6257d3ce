//! Every architecture at its best: as good as a brute-force grid, never worse than as given, the same on any number of
//! threads, and what is said of limits, of bounds and of nothing to move.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use rackjoule::catalog::Catalog;
use rackjoule::report::{OutputFormat, Report, ReportContext, UnitSystem, render};
use rackjoule::scenario::{CoolingMethod, SET_POINTS, Scenario, SetPointDomain, schema, set_point_keys};
use rackjoule::solve::sampling::latin_hypercube;
use rackjoule::study::best::result::{BestComparison, BestFigures, BestObjective, BoundSide};
use rackjoule::study::best::{SearchEffort, find_best, find_best_with};
use rackjoule::study::compare;
use rayon::prelude::*;

use crate::support::{catalog, labels_apart};

const OBJECTIVES: [BestObjective; 4] =
    [BestObjective::Energy, BestObjective::Cost, BestObjective::Water, BestObjective::Carbon];

fn rackjoule(dir: &Path, args: &[&str]) -> Output {
    Command::cargo_bin("rackjoule").unwrap().current_dir(dir).args(args).output().unwrap()
}

/// A hall of one architecture, in joint bins, with more tables behind it.
fn hall(architecture: &str, more: &str) -> String {
    format!(
        "[site]\nclimate = \"us-va-ashburn\"\nweather_form = \"bins\"\n[it]\naccelerators = 512\n[[architecture]]\nname = \
         \"a\"\n{architecture}\n{more}"
    )
}

fn parse(text: &str, sets: &[String], catalog: &Catalog) -> Scenario {
    Scenario::parse("hall", text, sets, catalog).unwrap_or_else(|e| panic!("{text}\n{e}"))
}

/// The figures of a hall with some keys of its architecture set: by the way of any other scenario.
fn run_with(text: &str, sets: &[(&str, String)], catalog: &Catalog) -> Option<compare::result::ArchitectureResult> {
    let sets: Vec<String> = sets.iter().map(|(key, value)| format!("architecture.a.{key}={value}")).collect();
    let result = compare::run(&parse(text, &sets, catalog), catalog).ok()?;
    result.architectures.into_iter().next().filter(|a| a.feasible)
}

fn objective_of(a: &compare::result::ArchitectureResult, objective: BestObjective) -> f64 {
    let year = a.annual.as_ref().unwrap();
    match objective {
        BestObjective::Energy => year.energy_kwh,
        BestObjective::Cost => year.ownership.net_present_cost_usd,
        BestObjective::Water => year.water_l.unwrap(),
        BestObjective::Carbon => year.carbon_kg_co2e,
    }
}

/// Values of a key from one to another in so many steps.
fn ladder(low: f64, high: f64, steps: u32) -> Vec<String> {
    (0..=steps).map(|i| (low + (high - low) * f64::from(i) / f64::from(steps)).to_string()).collect()
}

/// Every combination of the values of some keys.
fn combinations<'k>(axes: &[(&'k str, Vec<String>)]) -> Vec<Vec<(&'k str, String)>> {
    axes.iter().fold(vec![Vec::new()], |all, (key, values)| {
        let with = |point: &Vec<(&'k str, String)>| {
            let one = |value: &String| [point.clone(), vec![(*key, value.clone())]].concat();
            values.iter().map(one).collect::<Vec<_>>()
        };
        all.iter().flat_map(with).collect()
    })
}

/// The search against every point of a grid over the set points that are free; the grid goes the way of `--set`.
fn compare_with_brute_force(architecture: &str, axes: &[(&str, Vec<String>)], limits: &str, objective: BestObjective) {
    let catalog = catalog();
    let fixed: Vec<&str> = set_point_keys().into_iter().filter(|k| !axes.iter().any(|(key, _)| key == k)).collect();
    let text = hall(architecture, &format!("[best]\n{limits}\nfixed = {fixed:?}\n"));
    let given = run_with(&text, &[], &catalog).unwrap();
    let allowed = |a: &compare::result::ArchitectureResult| {
        let (year, before) = (a.annual.as_ref().unwrap(), given.annual.as_ref().unwrap());
        let works = a.rack.as_ref().unwrap().performance >= given.rack.as_ref().unwrap().performance - 1e-9;
        works && year.unmet_hours <= before.unmet_hours
    };
    let points = combinations(axes);
    let values: Vec<f64> = points
        .par_iter()
        .filter_map(|point| run_with(&text, point, &catalog))
        .filter(allowed)
        .map(|a| objective_of(&a, objective))
        .collect();
    assert!(values.len() > points.len() / 4, "{} of {} run", values.len(), points.len());
    let least = values.into_iter().fold(f64::INFINITY, f64::min);
    let found = find_best(&parse(&text, &[], &catalog), &catalog, objective).unwrap();
    let a = &found.architectures[0];
    let best = a.best.as_ref().unwrap().objective_value(objective).unwrap();
    assert!(best <= 1.001 * least, "{objective}: {best}, the grid has {least}; {:?}", a.moved);
    assert!(a.evaluations <= 420, "{}", a.evaluations);
    // What is said of the best is what a scenario with these set points says.
    let flow_control =
        a.moved.iter().filter(|s| s.key == "coolant_flow").map(|_| ("flow_control", "flow-per-kw".into()));
    let sets: Vec<(&str, String)> = a.moved.iter().map(|s| (s.key, s.best.to_string())).chain(flow_control).collect();
    let again = run_with(&text, &sets, &catalog).unwrap();
    assert!((objective_of(&again, objective) / best - 1.0).abs() < 1e-12, "{sets:?}");
}

#[test]
fn air_on_towers_is_as_good_as_on_a_grid() {
    let architecture =
        "system = \"hgx-b200-air\"\ncooling = \"air\"\nsupply_temperature = 25\nheat_rejection = \"tower\"";
    let axes = [("supply_temperature", ladder(18.0, 27.0, 18)), ("control_target_shift", ladder(-6.0, 0.0, 12))];
    compare_with_brute_force(architecture, &axes, "control_target_shift = [-6, 0]", BestObjective::Energy);
}

#[test]
fn plates_on_dry_coolers_are_as_good_as_on_a_grid() {
    let architecture = "system = \"lenovo-sr780a-v3\"\ncooling = \"hybrid\"\nsupply_temperature = 40\nair_temperature = 25\n\
                        heat_rejection = \"dry-cooler\"";
    let axes = [
        ("supply_temperature", ladder(25.0, 50.0, 25)),
        ("air_temperature", ladder(18.0, 27.0, 9)),
        ("containment", vec!["contained".to_owned(), "open".to_owned()]),
    ];
    compare_with_brute_force(architecture, &axes, "supply_temperature = [25, 50]", BestObjective::Cost);
}

#[test]
fn plates_on_towers_are_as_good_as_on_a_grid() {
    let architecture = "system = \"lenovo-sc777-v4\"\ncooling = \"cold-plate\"\nsupply_temperature = 25\n\
                        flow_control = \"flow-per-kw\"\ncoolant_flow = 1.5\nheat_rejection = \"tower\"";
    let axes = [
        ("supply_temperature", ladder(20.0, 40.0, 20)),
        ("condenser_approach", ladder(3.0, 8.0, 5)),
        ("coolant_flow", ladder(1.0, 2.0, 4)),
    ];
    let limits = "supply_temperature = [20, 40]\ncoolant_flow = [1.0, 2.0]";
    compare_with_brute_force(architecture, &axes, limits, BestObjective::Water);
}

/// What a figure of the best may not be against that as given.
fn check_best(found: &BestComparison, case: &str) {
    for a in &found.architectures {
        let Some(best) = &a.best else {
            assert!(a.given.is_none() && a.moved.is_empty() && a.reason.is_some(), "{case}");
            continue;
        };
        for s in a.moved.iter().chain(&a.kept) {
            let (Some(low), Some(high), Some(value)) = (s.low, s.high, s.best.number()) else { continue };
            let within = (low..=high).contains(&value) || s.best == s.given;
            assert!(within, "{case}: {} {value}, {low} to {high}", s.key);
            assert_eq!(s.at_bound.is_some(), value <= low || value >= high, "{case}: {s:?}");
            assert_eq!(s.at_bound.is_some(), s.bound.is_some());
        }
        let Some(given) = &a.given else { continue };
        assert!(best.unmet_hours <= given.unmet_hours, "{case}");
        assert!(best.performance >= given.performance * (1.0 - 1e-5), "{case}");
        if let Some((best, given)) = best.objective_value(found.objective).zip(given.objective_value(found.objective)) {
            assert!(best <= given, "{case}: {best}, as given {given}");
            assert!(a.moved.is_empty() == (best == given) || found.objective == BestObjective::Water, "{case}");
        }
    }
}

/// Cooling, system and how its heat is rejected.
const HALLS: [(&str, &str, &str); 12] = [
    ("air", "hgx-b200-air", "\"tower\""),
    ("air", "hgx-b200-air", "\"chiller-air\""),
    ("air", "dgx-h100", "\"air-economizer\""),
    ("air", "dgx-h100", "\"dx\""),
    ("air", "hgx-b200-air", "\"tower\"\neconomizer = \"none\""),
    ("rear-door", "dgx-h100", "\"tower\""),
    ("hybrid", "lenovo-sr780a-v3", "\"dry-cooler\""),
    ("hybrid", "lenovo-sr780a-v3", "\"adiabatic\""),
    ("cold-plate", "lenovo-sc777-v4", "\"dry-cooler\""),
    ("cold-plate", "lenovo-sc777-v4", "\"tower\"\nchillers = false"),
    ("immersion-1p", "dgx-h100", "\"dry-cooler\""),
    ("immersion-2p", "dgx-h100", "\"chiller-water\""),
];

#[test]
fn no_random_hall_is_worse_at_its_best_than_as_given() {
    let catalog = catalog();
    let rows = latin_hypercube(48, 5, 7, 0);
    let cases: Vec<(usize, &Vec<f64>)> = rows.iter().enumerate().collect();
    let ran: usize = cases
        .par_iter()
        .map(|(i, row)| {
            let (cooling, system, rejection) = HALLS[i % HALLS.len()];
            let range = CoolingMethod::from_word(cooling).unwrap().supply_range();
            let (low, high) = (range.min_c.max(16.0), range.max_c.min(52.0));
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "one of three places")]
            let climate = ["us-va-ashburn", "singapore", "us-mn-duluth"][(3.0 * row[3]) as usize];
            let text = format!(
                "[site]\nclimate = \"{climate}\"\nweather_form = \"auto\"\n[it]\n{}\nutilisation = {:.2}\n\
                 [[architecture]]\nname = \"a\"\nsystem = \"{system}\"\ncooling = \"{cooling}\"\nsupply_temperature = \
                 {:.1}\nair_temperature = {:.1}\ncontainment = \"{}\"\nheat_rejection = {rejection}\n",
                if i % 3 == 0 { "load = \"700 kW\"" } else { "accelerators = 320" },
                0.3 + 0.7 * row[2],
                low + (high - low) * row[0],
                18.0 + 12.0 * row[1],
                if row[4] < 0.5 { "open" } else { "contained" },
            );
            let scenario = parse(&text, &["site.weather_form=bins".to_owned()], &catalog);
            let objective = OBJECTIVES[(i / HALLS.len()) % OBJECTIVES.len()];
            let effort = SearchEffort { evaluations: 60, seed: *i as u64 };
            let found =
                find_best_with(&scenario, &catalog, objective, effort).unwrap_or_else(|e| panic!("{text}\n{e}"));
            check_best(&found, &format!("{objective}\n{text}"));
            usize::from(found.architectures[0].best.is_some())
        })
        .sum();
    assert!(ran > 36, "{ran} of 48 halls run");
}

const PLATES: &str = "system = \"lenovo-sc777-v4\"\ncooling = \"cold-plate\"\nheat_rejection = \"dry-cooler\"";

/// Air too cold for chilled water without brine: other set points make the hall feasible, and none is said to where none
/// can.
#[test]
fn what_is_not_feasible_as_given_may_be_at_its_best() {
    let catalog = catalog();
    let cold = "system = \"hgx-b200-air\"\ncooling = \"air\"\nsupply_temperature = 10\nheat_rejection = \"tower\"";
    let found = find_best(&parse(&hall(cold, ""), &[], &catalog), &catalog, BestObjective::Energy).unwrap();
    let a = &found.architectures[0];
    assert!(
        a.given.is_none() && a.best.as_ref().is_some_and(|b| b.unmet_hours == 0.0 && b.performance == 1.0),
        "{a:?}"
    );
    assert_eq!((found.leader_given, found.leader_best), (None, Some("a".to_owned())));
    // A set point of the water, or colder chips, would take more handlers, and these would do.
    let limits = "[architecture.best]\nsupply_temperature = [\"10 degC\", \"11 degC\"]\nfixed = [\"chilled_water_temperature\", \"control_target_shift\"]\n";
    let found = find_best(&parse(&hall(cold, limits), &[], &catalog), &catalog, BestObjective::Energy).unwrap();
    let a = &found.architectures[0];
    assert!(a.best.is_none() && a.moved.is_empty(), "{a:?}");
    assert!(a.reason.as_ref().is_some_and(|r| r.contains("no set points within the limits make it feasible")), "{a:?}");
}

/// A limit that the scenario gives is kept, the one of its own before that of all, and where the best lies on it that is
/// said; so is a limit of the class.
#[test]
fn limits_are_kept_and_bounds_are_told() {
    let catalog = catalog();
    let architecture =
        "system = \"hgx-b200-air\"\ncooling = \"air\"\nsupply_temperature = 25\nheat_rejection = \"tower\"";
    let limits = "[architecture.best]\nsupply_temperature = [\"24 degC\", \"80 degF\"]\n[best]\nsupply_temperature = [18, \
                  26]\nfixed = [\"control_target_shift\"]\n";
    let scenario = parse(&hall(architecture, limits), &[], &catalog);
    let found = find_best(&scenario, &catalog, BestObjective::Energy).unwrap();
    check_best(&found, "own limits");
    let a = &found.architectures[0];
    let supply = a.moved.iter().find(|s| s.key == "supply_temperature").unwrap();
    assert_eq!((supply.best.number(), supply.low, supply.at_bound), (Some(24.0), Some(24.0), Some(BoundSide::Low)));
    assert!((supply.high.unwrap() - 26.666_667).abs() < 1e-6);
    assert_eq!((supply.limit_source.as_str(), supply.bound.as_deref()), ("scenario", Some("given by the scenario")));
    assert!(!a.moved.iter().chain(&a.kept).any(|s| s.key == "control_target_shift"));
    let others = set_point_keys().into_iter().filter(|k| !k.ends_with("y_temperature") && *k != "air_temperature");
    let fixed = format!("[best]\nfixed = {:?}\n", others.collect::<Vec<_>>());
    let warm = hall("system = \"lenovo-sr780a-v3\"\ncooling = \"hybrid\"\nheat_rejection = \"dry-cooler\"", &fixed);
    let found = find_best(&parse(&warm, &[], &catalog), &catalog, BestObjective::Energy).unwrap();
    let on_bound = found.architectures[0].moved.iter().find(|s| s.key == "air_temperature").unwrap();
    assert_eq!(
        (on_bound.at_bound, on_bound.limit_source.as_str()),
        (Some(BoundSide::High), "ashrae-thermal-guidelines")
    );
    let mut result = compare::run(&parse(&warm, &[], &catalog), &catalog).unwrap();
    result.best = Some(found);
    let context = context(UnitSystem::US);
    // A sentence goes on in lines that are indented.
    let table = render(OutputFormat::Table, &result, &context).unwrap().replace("\n  ", "");
    assert!(
        table.contains("hall air temperature 80.6 °F is at its upper limit: the recommended range of ASHRAE"),
        "{table}"
    );
}

fn context(units: UnitSystem) -> ReportContext {
    ReportContext {
        version: "1".to_owned(),
        command: "rackjoule compare --best energy".to_owned(),
        scenario_text: String::new(),
        scenario: serde_json::Value::Null,
        width: None,
        units,
    }
}

/// The values of every set point have limits in the data, in its unit, and those of air are ASHRAE's.
#[test]
fn every_set_point_has_limits() {
    let catalog = catalog();
    for cooling in CoolingMethod::ALL {
        for point in SET_POINTS {
            let limits = catalog.set_point_limits().iter().filter(|l| l.is_for(point.key, cooling.name())).count();
            let expected = usize::from(!matches!(point.domain, SetPointDomain::Words(_)));
            assert_eq!(limits, expected, "{} {cooling}", point.key);
        }
    }
    let record = &catalog.equipment("air-recommended").unwrap().parameters;
    let of_record = |key: &str| record[key].as_float().unwrap();
    for limit in catalog.set_point_limits().iter().filter(|l| l.source == "ashrae-thermal-guidelines") {
        assert_eq!(
            (limit.low, limit.high),
            (of_record("dry_bulb_min_c"), of_record("dry_bulb_max_c")),
            "{}",
            limit.key
        );
    }
}

/// Limits of a user's data that would never be read, or that exclude every value, are refused.
#[test]
fn wrong_limits_in_the_data_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let limit = |key: &str, unit: &str, low: f64, source: &str| {
        format!(
            "[[limit]]\nkey = \"{key}\"\nunit = \"{unit}\"\nlow = {low}\nlow_is = \"a\"\nhigh = 27.0\nhigh_is = \
             \"b\"\nsource = \"{source}\"\nconfidence = \"estimate\"\n"
        )
    };
    let source = "estimate-set-points";
    std::fs::write(dir.path().join("s.toml"), hall(PLATES, "")).unwrap();
    for (text, says) in [
        (limit("supply_temprature", "degC", 18.0, source), "no set point has this key"),
        (limit("air_temperature", "K", 18.0, source), "its unit is `K`, and must be `degC`"),
        (limit("air_temperature", "degC", 28.0, source), "low must be below high"),
        (limit("air_temperature", "degC", 18.0, "nobody"), "source `nobody` is not in sources.toml"),
    ] {
        std::fs::write(dir.path().join("set_points.toml"), text).unwrap();
        let out = rackjoule(dir.path(), &["compare", "s.toml", "--best", "energy", "--data", "."]);
        let err = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(2), "{err}");
        assert!(err.contains(says) && err.contains("set_points.toml"), "{says}: {err}");
    }
}

#[test]
fn wrong_limits_in_a_scenario_are_explained() {
    let catalog = catalog();
    for (table, says) in [
        ("[best]\nsupply_temperature = 20\n", "`best.supply_temperature` must be a list of two quantities, found"),
        ("[best]\nsupply_temperature = [\"20 degC\"]\n", "must be a list of two quantities, found 1"),
        (
            "[best]\nsupply_temperature = [\"40 degC\", \"20 degC\"]\n",
            "the lowest value, 40, is not below the highest, 20",
        ),
        ("[best]\nsupply_temperature = [\"20 kW\", \"40 degC\"]\n", "a temperature is wanted"),
        ("[best]\nsupply_temperature = [\"20 degC\", \"90 degC\"]\n", "must be 5 to 65 degC, found 90"),
        (
            "[architecture.best]\nsupply_temperature = [2, 50]\n",
            "`architecture.0.best.supply_temperature` must be 5 to 60 degC, found 2",
        ),
        (
            "[best]\nsupply_temperature = [20, 30]\n",
            "`supply_temperature` of `a` is 40 degC, outside its limits in `best`",
        ),
        ("[best]\ncontainment = []\n", "`best.containment` allows no value"),
        ("[best]\ncontainment = [\"close\"]\n", "`close` is not known"),
        ("[best]\ntower_cells = [0, 4]\n", "must be 1 to 10000, found 0"),
        ("[best]\nfixed = [\"suply_temperature\"]\n", "did you mean `supply_temperature`?"),
        ("[best]\nfixed = [\"air_temperature\"]\nair_temperature = [20, 27]\n", "has limits and is in `fixed`"),
        ("[best]\nsupply = [20, 27]\n", "unknown key `best.supply`"),
    ] {
        let text = hall(&format!("{PLATES}\nsupply_temperature = 40"), table);
        let wrong = Scenario::parse("hall", &text, &[], &catalog).unwrap_err().to_string();
        assert!(wrong.contains(says), "{table}: {wrong}");
    }
    let schema = schema::scenario_schema(&catalog);
    for table in [&schema["properties"], &schema["properties"]["architecture"]["items"]["properties"]] {
        let keys = &table["best"]["properties"];
        assert_eq!(keys["supply_temperature"]["minItems"], 2, "{keys}");
        assert!(set_point_keys().iter().all(|key| keys.get(key).is_some()) && keys.get("fixed").is_some(), "{keys}");
    }
}

#[test]
fn nothing_to_move_and_nothing_to_search_in_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let run = |text: &str, args: &[&str]| {
        std::fs::write(dir.path().join("s.toml"), text).unwrap();
        let out = rackjoule(dir.path(), &[&["compare", "s.toml"], args].concat());
        (out.status.code(), String::from_utf8_lossy(&out.stderr).into_owned())
    };
    let all = format!("[best]\nfixed = {:?}\n", set_point_keys());
    let (code, err) = run(&hall(PLATES, &all), &["--best", "cost"]);
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("nothing is free to be moved (a: `supply_temperature` (fixed by [best])"), "{err}");
    assert!(err.contains("`tower_cells` (its plant has no cooling towers)"), "{err}");
    let (code, err) = run(&hall(PLATES, ""), &["--best", "comfort"]);
    assert!(code == Some(2) && err.contains("energy, cost, water, carbon"), "{err}");
    let (code, err) = run(&hall(PLATES, ""), &["--best", "cost", "--explain", "annual.pue"]);
    assert!(code == Some(2) && err.contains("cannot be used with"), "{err}");
    let plant = format!("{}/examples/energyplus/a_tower_ct_27.toml", env!("CARGO_MANIFEST_DIR"));
    let (code, err) = run(&std::fs::read_to_string(plant).unwrap(), &["--best", "energy"]);
    assert!(code == Some(2) && err.contains("part by part"), "{err}");
}

/// The same bytes on one thread and on three, in JSON and CSV; without `--best` nothing of it.
#[test]
fn the_result_does_not_depend_on_threads() {
    let dir = tempfile::tempdir().unwrap();
    let second = "[[architecture]]\nname = \"b\"\nsystem = \"hgx-b200-air\"\ncooling = \"air\"\nheat_rejection = \"dx\"\n\
                  [best]\nfixed = [\"control_target_shift\"]\n";
    std::fs::write(dir.path().join("s.toml"), hall(PLATES, second)).unwrap();
    for format in ["json", "csv"] {
        let run = |threads: &str| {
            let args = ["compare", "s.toml", "--best", "carbon", "--format", format, "--threads", threads];
            let out = rackjoule(dir.path(), &args);
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
            String::from_utf8(out.stdout).unwrap()
        };
        let one = run("1");
        assert!(one == run("3"), "{format}");
        if format == "csv" {
            let mut rows = csv::Reader::from_reader(one.as_bytes());
            let heads = rows.headers().unwrap().clone();
            let place =
                |head: &str| heads.iter().position(|h| h == head).unwrap_or_else(|| panic!("{head}: {heads:?}"));
            for row in rows.records().map(Result::unwrap) {
                let cell = |head: &str| row[place(head)].parse::<f64>().unwrap();
                assert_eq!(&row[place("best.objective")], "carbon");
                assert!(cell("best.carbon_kg_co2e") <= cell("annual.carbon_kg_co2e"));
                assert!((10.0..60.0).contains(&cell("best.supply_temperature_c")));
            }
        } else {
            let json: serde_json::Value = serde_json::from_str(&one).unwrap();
            let text = json.to_string();
            assert!(text.contains("\"objective\":\"carbon\"") && text.contains("\"moved\":[{\"key\":"), "{text}");
        }
    }
    let out = rackjoule(dir.path(), &["compare", "s.toml", "--format", "json"]);
    assert!(!String::from_utf8_lossy(&out.stdout).contains("leader_best"));
}

/// Sentences, tables and a chart say it, with long names and in either system of units.
#[test]
fn reports_show_both_sides() {
    let catalog = catalog();
    let text = format!(
        "{}[[architecture]]\nname = \"{}\"\nsystem = \"hgx-b200-air\"\ncooling = \"air\"\nheat_rejection = \"tower\"\n",
        hall(PLATES, ""),
        "WM".repeat(20)
    );
    let scenario = parse(&text, &[], &catalog);
    let mut result = compare::run(&scenario, &catalog).unwrap();
    for objective in OBJECTIVES {
        let effort = SearchEffort { evaluations: 40, seed: 1 };
        result.best = Some(find_best_with(&scenario, &catalog, objective, effort).unwrap());
        check_best(result.best.as_ref().unwrap(), "reports");
        for units in [UnitSystem::SI, UnitSystem::US] {
            labels_apart(&result.build_charts(units).unwrap(), &format!("{objective} {units:?}"));
            let markdown = render(OutputFormat::Markdown, &result, &context(units)).unwrap();
            for words in [&format!("At its best for {objective}"), "Free set points", "at its best"] {
                assert!(markdown.contains(words), "{words}: {markdown}");
            }
        }
    }
    let charts = result.build_charts(UnitSystem::SI).unwrap();
    assert!(charts.iter().any(|c| c.name == "best"), "a chart of it");
}

/// More effort and other seeds find nothing that is better by a tenth of a percent where many set points are free.
#[test]
fn the_usual_effort_is_enough() {
    let catalog = catalog();
    let air = "system = \"hgx-b200-air\"\ncooling = \"air\"\nsupply_temperature = 25\nheat_rejection = \"tower\"";
    let scenario = parse(&hall(air, ""), &[], &catalog);
    let value = |effort: SearchEffort| {
        let found = find_best_with(&scenario, &catalog, BestObjective::Cost, effort).unwrap();
        found.architectures[0].best.as_ref().and_then(|b: &BestFigures| b.objective_value(BestObjective::Cost)).unwrap()
    };
    let usual = value(SearchEffort::default());
    let most = value(SearchEffort { evaluations: 2000, seed: 5 });
    assert!(usual <= 1.001 * most, "{usual}, with more effort {most}");
}
