//! No label of any chart meets another or leaves its picture, with names of one and of forty characters, in either system
//! of units; and charts stand where there is one point, where all values are alike, and where values are zero.

use std::sync::atomic::AtomicBool;

use crate::support::{catalog, labels_apart, tell_numbers};
use rackjoule::catalog::Catalog;
use rackjoule::report::compare::metrics;
use rackjoule::report::{Report, UnitSystem};
use rackjoule::scenario::Scenario;
use rackjoule::study::capacity::request::{CapacityRequest, LimitBoundary, PlannedActivity};
use rackjoule::study::generations::attribution::{self, SideSelection};
use rackjoule::study::generations::boundaries;
use rackjoule::study::generations::factory;
use rackjoule::study::generations::options::{GenerationRequest, PerformanceMetric, PowerBoundary, PrecisionChoice};
use rackjoule::study::optimize::{self, OptimizeDesign};
use rackjoule::study::sweep::{self, SweepDesign};
use rackjoule::study::uncertainty::{self, ProgressMonitor};
use rackjoule::study::validation;
use rackjoule::study::{capacity, climates, compare, rack, site};
use rackjoule::units::Power;

const UNITS: [UnitSystem; 2] = [UnitSystem::SI, UnitSystem::US];

/// The six ways of cooling of `examples/every-way.toml`, over again up to `count`, with names of so many characters.
fn scenario(catalog: &Catalog, count: usize, letters: usize, set: &[&str]) -> Scenario {
    named_scenario(catalog, count, |i| name(i, letters), set)
}

fn named_scenario(catalog: &Catalog, count: usize, name: impl Fn(usize) -> String, set: &[&str]) -> Scenario {
    let path = format!("{}/examples/every-way.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let (site, ways) = text.split_once("[[architecture]]").unwrap();
    let ways: Vec<&str> = ways.split("[[architecture]]").collect();
    let way = |i: usize| {
        let (_, keys) = ways[i % ways.len()].split_once("name = ").unwrap();
        let (_, keys) = keys.split_once('\n').unwrap();
        format!("[[architecture]]\nname = \"{}\"\n{keys}", name(i))
    };
    let out = site.to_owned() + &(0..count).map(way).collect::<String>();
    let set: Vec<String> = set.iter().map(ToString::to_string).collect();
    Scenario::parse("many", &out, &set, catalog).unwrap_or_else(|e| panic!("{e}"))
}

/// Wide letters: the worst of their length.
fn name(i: usize, letters: usize) -> String {
    if letters == 1 {
        char::from(b'A' + u8::try_from(i).unwrap()).to_string()
    } else {
        format!("{i:02} {}", "WM".repeat(letters)[..letters - 3].to_owned())
    }
}

/// Beginnings of names in several scripts.
const SCRIPTS: [&str; 4] = [
    "Halle mit Flüssigkeitskühlung und Trockenkühlern auf dem Dach",
    "Стойки с жидкостным охлаждением и сухими градирнями, очередь",
    "液冷机柜与干冷器组合方案第一阶段建设方案对比分析数据中心机房空调系统设计选型评估报告",
    "Ψυχόμενα ικριώματα με υγρό και ξηρούς πύργους ψύξης, φάση 2β",
];

/// A name of sixty letters, or of as many as its script's sample has.
fn script_name(i: usize) -> String {
    format!("{i:02} {}", SCRIPTS[i % SCRIPTS.len()]).chars().take(60).collect()
}

fn every_size(check: impl Fn(usize, usize, &str)) {
    for count in [1, 2, 6, 12] {
        for letters in [1, 40] {
            check(count, letters, &format!("{count} architectures, names of {letters}"));
        }
    }
}

#[test]
fn of_comparisons_and_years() {
    let catalog = catalog();
    every_size(|count, letters, case| {
        let scenario = scenario(&catalog, count, letters, &[]);
        let (all, year) = (compare::run(&scenario, &catalog).unwrap(), site::run(&scenario, &catalog, None).unwrap());
        for units in UNITS {
            let charts = all.build_charts(units).unwrap();
            labels_apart(&charts, case);
            tell_numbers(&charts, case);
            let charts = year.build_charts(units).unwrap();
            tell_numbers(&charts, case);
            let names: Vec<_> = charts.iter().map(|c| c.name.clone()).collect();
            let hourly = ["cooling-modes", "load-duration", "year-heat-map", "energy-by-month", "psychrometric"];
            assert_eq!(names, [&["site-energy"], &hourly[..]].concat());
            labels_apart(&charts, case);
        }
    });
}

/// Names in several scripts, and two architectures that are alike in everything: each chart of what needs no hours.
#[test]
fn of_names_in_several_scripts_and_of_equal_values() {
    let catalog = catalog();
    let bins = ["site.weather_form=bins"];
    let many = [2, 3, 12].map(|count| (count, named_scenario(&catalog, count, script_name, &bins)));
    let mut alike = named_scenario(&catalog, 2, script_name, &bins);
    let second = alike.architectures[1].name.clone();
    alike.architectures[1] = alike.architectures[0].clone();
    alike.architectures[1].name = second;
    for (count, scenario) in many.iter().map(|(count, s)| (*count, s)).chain([(0, &alike)]) {
        let case = format!("{count} names in several scripts");
        let rack = |limits| rack::run(scenario, &catalog, rack::RackOptions { architecture: None, limits }).unwrap();
        let some = ["singapore", "frankfurt"].map(str::to_owned);
        let charts = [
            compare::run(scenario, &catalog).unwrap().build_charts(UnitSystem::SI).unwrap(),
            site::run(scenario, &catalog, None).unwrap().build_charts(UnitSystem::US).unwrap(),
            rack(false).build_charts(UnitSystem::SI).unwrap(),
            rack(true).build_charts(UnitSystem::US).unwrap(),
            climates::run(scenario, &catalog, Some(&some), None).unwrap().build_charts(UnitSystem::SI).unwrap(),
        ]
        .concat();
        labels_apart(&charts, &case);
        tell_numbers(&charts, &case);
    }
}

/// Charts of a load by the hour stand before those of every year.
#[test]
fn of_loads_by_the_hour() {
    let catalog = catalog();
    for count in [1, 3, 12] {
        let sets = ["site.climate=us-co-golden", "it.profile=inference"];
        let scenario = named_scenario(&catalog, count, script_name, &sets);
        let charts = site::run(&scenario, &catalog, None).unwrap().build_charts(UnitSystem::SI).unwrap();
        let names: Vec<_> = charts.iter().map(|c| c.name.clone()).collect();
        assert_eq!(names[2..4], ["mean-day", "power-duration"], "{names:?}");
        labels_apart(&charts, "a load by the hour");
        tell_numbers(&charts, "a load by the hour");
    }
}

#[test]
fn of_racks() {
    let catalog = catalog();
    every_size(|count, letters, case| {
        let scenario = scenario(&catalog, count, letters, &[]);
        let run =
            |architecture, limits| rack::run(&scenario, &catalog, rack::RackOptions { architecture, limits }).unwrap();
        let mut all = vec![run(None, true)];
        if count <= 6 {
            all.extend(scenario.architectures.iter().map(|a| run(Some(&a.name), false)));
        }
        for (report, units) in all.iter().flat_map(|r| UNITS.map(|u| (r, u))) {
            labels_apart(&report.build_charts(units).unwrap(), case);
        }
    });
}

#[test]
fn of_capacities() {
    let catalog = catalog();
    let asked = CapacityRequest {
        boundary: LimitBoundary::Utility,
        limit: Power::new(3e6),
        caps: Vec::new(),
        activity: PlannedActivity::Full,
        architecture: None,
    };
    every_size(|count, letters, case| {
        let scenario = scenario(&catalog, count, letters, &["site.weather_form=bins"]);
        let plan = capacity::run(&scenario, &catalog, &asked).unwrap();
        for units in UNITS {
            let charts = plan.build_charts(units).unwrap();
            tell_numbers(&charts, case);
            labels_apart(&charts, case);
        }
    });
}

#[test]
fn of_climates() {
    let catalog = catalog();
    let some = ["singapore", "frankfurt", "us-az-phoenix"].map(str::to_owned);
    every_size(|count, letters, case| {
        let scenario = scenario(&catalog, count, letters, &[]);
        for chosen in [&some[..], &some[..1]] {
            let map = climates::run(&scenario, &catalog, Some(chosen), None).unwrap();
            labels_apart(&map.build_charts(UnitSystem::SI).unwrap(), case);
        }
    });
}

#[test]
fn of_samples() {
    let catalog = catalog();
    every_size(|count, letters, case| {
        let scenario = scenario(&catalog, count, letters, &["site.weather_form=bins"]);
        let stop = AtomicBool::new(false);
        let watch = ProgressMonitor { begin: &|_| (), step: &|| (), stop: &stop };
        let question = uncertainty::UncertaintyOptions { samples: 40, seed: 1, rows: 20, inputs: 4 };
        let spread = uncertainty::run(&scenario, &catalog, &metrics::uncertainty_figures(), question, &watch).unwrap();
        for units in UNITS {
            let charts = spread.build_charts(units).unwrap();
            tell_numbers(&charts, case);
            let names: Vec<_> = charts.iter().map(|c| c.name.clone()).collect();
            let spread = if count == 1 { "intervals" } else { "differences" };
            assert_eq!(names, [spread, "uncertain-inputs"], "{case}");
            labels_apart(&charts, case);
        }
    });
}

#[test]
fn of_sweeps() {
    let catalog = catalog();
    let stop = AtomicBool::new(false);
    let watch = ProgressMonitor { begin: &|_| (), step: &|| (), stop: &stop };
    let climate = "[[axis]]\nkey = \"site.climate\"\nvalues = [\"us-va-ashburn\", \"us-az-phoenix\"]\n";
    let busy = "[[axis]]\nkey = \"it.utilisation\"\nfrom = 0.3\nto = 0.9\nsteps = 3\n";
    let supply = "[[axis]]\nkey = \"architecture.*.supply_temperature\"\nvalues = [\"20 degC\"]\n";
    let three = "objectives = [\"annual.energy_kwh\", \"annual.water_l\", \"annual.carbon_kg_co2e\"]\n";
    for (count, letters) in [(1, 1), (2, 40), (6, 40)] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hall.toml");
        std::fs::write(&path, scenario(&catalog, count, letters, &[]).text).unwrap();
        let bins = ["site.weather_form=bins".to_owned()];
        for (form, axes) in [
            ("", busy.to_owned()),
            ("", climate.to_owned() + busy + supply),
            (three, busy.to_owned() + climate),
            ("sample = \"lhs\"\nrows = 12\n", busy.to_owned() + climate),
        ] {
            let text = format!("scenario = \"hall.toml\"\n{form}{axes}");
            let design = SweepDesign::parse("design.toml", &text, folder.path(), &bins, &catalog);
            let design = design.unwrap_or_else(|e| panic!("{e}"));
            let result = sweep::run(&design, &catalog, &watch).unwrap();
            let case = format!("{count} architectures, names of {letters}: {text}");
            for units in UNITS {
                let charts = result.build_charts(units).unwrap();
                assert!(charts.len() >= 2, "{case}");
                tell_numbers(&charts, &case);
                labels_apart(&charts, &case);
            }
        }
    }
}

#[test]
fn of_best_designs() {
    let catalog = catalog();
    every_size(|count, letters, case| {
        let scenario = scenario(&catalog, count, letters, &["site.weather_form=bins"]);
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("hall.toml"), &scenario.text).unwrap();
        // A busier hall does more work and takes more energy: every design is on the front.
        let text = "scenario = \"hall.toml\"\nobjectives = [\"max:annual.it_energy_kwh\", \"annual.energy_kwh\"]\n\
                    [[variable]]\nkey = \"it.utilisation\"\nvalues = [0.3, 0.5, 0.6, 0.8]\n";
        let sets = ["site.weather_form=bins".to_owned()];
        let design = OptimizeDesign::parse(("design.toml", text), dir.path(), &sets, &catalog).unwrap();
        let stop = AtomicBool::new(false);
        let watch = ProgressMonitor { begin: &|_| (), step: &|| (), stop: &stop };
        let result = optimize::run(&design, &catalog, &watch).unwrap();
        assert!(result.architectures.iter().all(|a| a.front.len() == 4 || a.front.is_empty()), "{case}");
        for units in UNITS {
            let charts = result.build_charts(units).unwrap();
            tell_numbers(&charts, case);
            assert_eq!(charts.len(), 1, "{case}");
            labels_apart(&charts, case);
        }
    });
}

#[test]
fn of_validations() {
    let catalog = catalog();
    let mut report = validation::run(&catalog, &validation::ValidationOptions::default()).unwrap();
    for count in [usize::MAX, 12, 6, 2, 1] {
        report.cases.truncate(count);
        for (letters, units) in [1, 40].into_iter().flat_map(|l| UNITS.map(|u| (l, u))) {
            let mut named = report.clone();
            for (i, case) in named.cases.iter_mut().enumerate() {
                case.title = name(i % 26, letters);
            }
            labels_apart(&named.build_charts(units).unwrap(), &format!("{count} cases, names of {letters}"));
        }
    }
}

#[test]
fn of_generations() {
    let catalog = catalog();
    let scenario = scenario(&catalog, 1, 40, &[]);
    for (metric, boundary) in
        [(PerformanceMetric::Flops, PowerBoundary::Chip), (PerformanceMetric::Tokens, PowerBoundary::Meter)]
    {
        let question =
            GenerationRequest { metric, boundary, format: PrecisionChoice::Lowest, ..GenerationRequest::default() };
        let report = boundaries::run(&scenario, &catalog, &question).unwrap();
        labels_apart(&report.build_charts(UnitSystem::SI).unwrap(), "all");
        for count in [12, 6, 2, 1] {
            for letters in [1, 40] {
                let mut few = report.clone();
                few.generations.truncate(count);
                for (i, g) in few.generations.iter_mut().enumerate() {
                    g.name = name(i, letters);
                }
                let case = format!("{count} generations, names of {letters}");
                labels_apart(&few.build_charts(UnitSystem::SI).unwrap(), &case);
                // One date, one value; then no value at all.
                for value in [Some(1.0), Some(0.0), None] {
                    for g in &mut few.generations {
                        g.year = 2020.0;
                        for figure in [&mut g.chip, &mut g.wall, &mut g.meter_air, &mut g.meter_liquid] {
                            figure.per_watt = value;
                        }
                    }
                    labels_apart(&few.build_charts(UnitSystem::SI).unwrap(), &format!("{case}, all {value:?}"));
                }
            }
        }
    }
}

#[test]
fn of_attributions_and_factories() {
    let catalog = catalog();
    let scenario = scenario(&catalog, 6, 40, &[]);
    let question = GenerationRequest {
        metric: PerformanceMetric::Tokens,
        format: PrecisionChoice::Lowest,
        ..GenerationRequest::default()
    };
    for letters in [1, 40] {
        let side = |i: usize, id: &str| attribution::SideRequest {
            label: name(i, letters),
            scenario: &scenario,
            selection: SideSelection::Accelerator(id.to_owned(), None),
        };
        let change = attribution::run(&catalog, &question, &side(0, "h100-sxm"), &side(1, "gb200")).unwrap();
        labels_apart(&change.build_charts(UnitSystem::SI).unwrap(), &format!("names of {letters}"));
        let none = attribution::run(&catalog, &question, &side(0, "gb200"), &side(1, "gb200")).unwrap();
        labels_apart(&none.build_charts(UnitSystem::SI).unwrap(), "no change");
    }
    let asked = factory::FactoryRequest {
        power: Power::new(2e7),
        token_price_usd: Some(0.5),
        prices: Vec::new(),
        replace: None,
        years: 4.0,
    };
    let all = factory::run(&scenario, &catalog, &question, &asked).unwrap();
    for count in [usize::MAX, 12, 6, 2, 1] {
        for letters in [1, 40] {
            let mut few = all.clone();
            few.options.truncate(count);
            for (i, option) in few.options.iter_mut().enumerate() {
                option.title = name(i % 26, letters);
            }
            labels_apart(
                &few.build_charts(UnitSystem::SI).unwrap(),
                &format!("{count} generations, names of {letters}"),
            );
        }
        let mut none = all.clone();
        none.options.truncate(count);
        none.options.iter_mut().for_each(|o| o.tokens_per_s = 0.0);
        labels_apart(&none.build_charts(UnitSystem::SI).unwrap(), "no tokens");
    }
}
