//! The rules of docs/fairness.md: names change nothing, the same chip differs by its cooling alone, unlike work is told, and
//! the page's table of choices is what the program answers.

use crate::support::catalog;
use assert_cmd::Command;
use rackjoule::assembly::warning::WarningCode;
use rackjoule::catalog::Catalog;
use rackjoule::catalog::change::ValueChange;
use rackjoule::rack::assembly::assemble_rack;
use rackjoule::rack::model::RackLoad;
use rackjoule::rack::state::RackState;
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::compare::{self, result::Comparison};
use rackjoule::units::Pressure;

fn run(text: &str, sets: &[&str], catalog: &Catalog) -> Comparison {
    let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
    compare::run(&Scenario::parse("test", text, &sets, catalog).unwrap(), catalog).unwrap()
}

/// A scenario of bins with architectures by name, system, cooling and further keys.
fn hall(it: &str, architectures: &[(&str, &str, &str)]) -> String {
    let one = |(name, system, keys): &(&str, &str, &str)| {
        format!("[[architecture]]\nname = \"{name}\"\nsystem = \"{system}\"\n{keys}\n")
    };
    let list = architectures.iter().map(one).collect::<Vec<_>>().join("");
    format!("[site]\nclimate = \"us-va-ashburn\"\nweather_form = \"bins\"\n[it]\n{it}\n{list}")
}

const PLATES: &str = "cooling = \"hybrid\"\nheat_rejection = \"dry-cooler\"\nsupply_temperature = 40";
const LIQUID: &str = "cooling = \"cold-plate\"\nheat_rejection = \"dry-cooler\"\nsupply_temperature = 40";
const AIR: &str = "cooling = \"air\"\nheat_rejection = \"tower\"";

#[test]
fn names_and_places_change_no_figure() {
    let catalog = catalog();
    let twice = [("z", "lenovo-sr780a-v3", PLATES), ("a much longer name", "lenovo-sr780a-v3", PLATES)];
    let found = run(&hall("accelerators = 1024\nutilisation = 0.7", &twice), &[], &catalog);
    let figures = |i: usize| {
        let mut value = serde_json::to_value(&found.architectures[i]).unwrap();
        value.as_object_mut().unwrap().remove("name");
        value
    };
    assert_eq!(figures(0), figures(1));
    assert!(found.equality.unequal.is_empty(), "{:?}", found.equality.unequal);
}

/// One tray, so that the worst position of a part is its only one.
fn single_tray(catalog: &Catalog) -> Catalog {
    let change = |key: &str, value| ValueChange { record: "hgx-b200-air".to_owned(), key: key.to_owned(), value };
    catalog.with_values(&[change("tray.1.count", 1.0)]).unwrap()
}

fn busy_rack(catalog: &Catalog, keys: &str) -> RackState {
    let text = hall("accelerators = 8", &[("a", "hgx-b200-air", keys)]);
    let scenario = Scenario::parse("test", &text, &[], catalog).unwrap();
    let architecture = &scenario.architectures[0];
    let rack = assemble_rack(catalog, architecture, Pressure::new(101_325.0), 1.0).unwrap().rack;
    rack.solve_within_limits(architecture.supply, RackLoad::FULL).unwrap()
}

/// Leakage of a part, W: rated power, share at 65 °C, growth for each kelvin.
fn leakage_w(rated_w: f64, share: f64, per_k: f64, junction_c: f64) -> f64 {
    rated_w * share * (per_k * (junction_c - 65.0)).exp()
}

/// The same boards in air and on plates: accelerators, processors, switches and memory differ by leakage, supplies by the
/// loss at their load, fans by their absence; nothing else does, to the last watt.
#[test]
fn the_same_boards_differ_by_what_cooling_changes() {
    let catalog = single_tray(&catalog());
    let plates = "cooling = \"cold-plate\"\nsupply_temperature = 40\nheat_rejection = \"dry-cooler\"";
    let (air, liquid) = (busy_rack(&catalog, AIR), busy_rack(&catalog, plates));
    assert!(air.fan_w > 500.0 && liquid.fan_w == 0.0);
    // Rated power, share of busy time, share of leakage and its growth, as in data/chips.toml.
    let law = |name: &str| match name {
        n if n.starts_with("NVIDIA B200") => Some((1000.0, 1.0, 0.15, 0.015)),
        n if n.starts_with("Intel Xeon") => Some((350.0, 0.6, 0.15, 0.012)),
        n if n.starts_with("NVLink 5") => Some((100.0, 1.0, 0.15, 0.012)),
        n if n.starts_with("DDR5") => Some((8.0, 1.0, 0.1, 0.012)),
        // The temperature of memory in a package, whose power is in that of its accelerator.
        n if n.starts_with("memory of") => None,
        other => panic!("{other}"),
    };
    let leaked = |state: &RackState, accelerators: bool| -> f64 {
        let parts = state.parts.iter().filter(|p| p.name.starts_with("NVIDIA B200") == accelerators);
        parts
            .filter_map(|p| {
                let (rated_w, busy, share, per_k) = law(&p.name)?;
                Some(f64::from(p.count) * busy * leakage_w(rated_w, share, per_k, p.junction_c))
            })
            .sum()
    };
    let accelerators_w = leaked(&air, true) - leaked(&liquid, true);
    assert!((air.accelerator_w - liquid.accelerator_w - accelerators_w).abs() < 1e-6, "{accelerators_w}");
    let others_w = leaked(&air, false) - leaked(&liquid, false);
    assert!((air.other_it_w - liquid.other_it_w - others_w).abs() < 1e-6, "{others_w}");
    // Six supplies of 3.3 kW: n P (a0 + a1 x + a2 x²) at the load of each state.
    let supplies_w = |state: &RackState| {
        let (rated_w, output_w) = (6.0 * 3300.0, state.accelerator_w + state.other_it_w + state.fan_w);
        let x = output_w / rated_w;
        rated_w * (0.008 + 0.012 * x + 0.022 * x * x)
    };
    let conversion_w = supplies_w(&air) - supplies_w(&liquid);
    let explained_w = accelerators_w + others_w + air.fan_w + conversion_w;
    assert!((air.power_w() - liquid.power_w() - explained_w).abs() < 1e-6, "{explained_w}");
}

#[test]
fn end_uses_make_up_the_difference() {
    let found = run(scenario::DEFAULT, &["site.weather_form=bins"], &catalog());
    for difference in &found.differences {
        let sum: f64 = difference.by_bucket.iter().map(|b| b.power_w).sum();
        assert!((sum - difference.facility_power_w).abs() < 1e-6 * difference.facility_power_w.abs());
    }
    // Air and plates hold the same module; the rack as sold does the same rated work with fewer of another one.
    let [air, plates, sold] = found.architectures.as_slice() else { panic!("three architectures") };
    assert_eq!((air.accelerators, plates.accelerators, sold.accelerators), (Some(1448), Some(1448), Some(1304)));
    let chip = |a: &rackjoule::study::compare::result::ArchitectureResult| a.module.as_ref().unwrap().chip.clone();
    assert_eq!((chip(air), chip(plates), chip(sold)), ("b200-sxm".into(), "b200-sxm".into(), "gb200-gpu".into()));
    assert!((sold.rated_work.unwrap() / 1448.0 - 1.0).abs() < 0.001);
    assert!(!found.warnings.iter().any(|w| w.code == WarningCode::UnlikeWork));
}

/// The ratings of both modules: 2.25 and 2.5 PFLOP/s of dense BF16 at 1,000 and 1,200 W. Under 1,000 W, GB200 works as B200.
#[test]
fn work_under_a_limit_follows_the_ratings_of_the_silicon() {
    let catalog = catalog();
    let sides = [("air", "hgx-b200-air", AIR), ("gb200", "lenovo-sc777-v4", LIQUID)];
    let text = hall("accelerators = 1000", &sides);
    for (limit, count) in [("1200", 900), ("1000", 1000)] {
        let found = run(&text, &[&format!("architecture.gb200.power_limit={limit}")], &catalog);
        let accelerators = found.architectures[1].accelerators.unwrap();
        assert!(accelerators.abs_diff(count) <= 1, "{limit} W: {accelerators}");
    }
    // Half the dense throughput asks for twice the number: H100 has 989 TFLOP/s of BF16, B200 2,250.
    let mixed = hall("accelerators = 100", &[("new", "hgx-b200-air", AIR), ("old", "dgx-h100", AIR)]);
    let old = &run(&mixed, &[], &catalog).architectures[1];
    let expected = (100.0_f64 * 2250.0 / 989.5).ceil();
    assert_eq!(old.accelerators.map(f64::from), Some(expected), "{:?}", old.module);
}

#[test]
fn unlike_work_is_told() {
    let catalog = catalog();
    let sides = [("air", "hgx-b200-air", AIR), ("gb200", "lenovo-sc777-v4", LIQUID)];
    for it in ["accelerators = 960\nequal = \"accelerators\"", "accelerators = 960\nequal = \"it-power\"", "racks = 10"]
    {
        let found = run(&hall(it, &sides), &[], &catalog);
        let told = found.warnings.iter().find(|w| w.code == WarningCode::UnlikeWork);
        assert!(told.is_some_and(|w| w.text.to_string().contains("rated work")), "{it}");
        assert!(found.equality.unequal.iter().any(|u| u.starts_with("rated work")), "{it}: {:?}", found.equality);
    }
    // IT power at full load is equal then: 10 % on the mean is what idle servers and fans do.
    let found = run(&hall("accelerators = 960\nequal = \"it-power\"", &sides), &[], &catalog);
    let full = |i: usize| {
        let a = &found.architectures[i];
        f64::from(a.accelerators.unwrap()) * a.rack.as_ref().unwrap().power_w
            / f64::from(a.rack.as_ref().unwrap().accelerators)
    };
    assert!((full(0) / full(1) - 1.0).abs() < 0.002, "{} {}", full(0), full(1));
}

/// Tokens of the built-in workload: 1660.71/8 of a B200 and 855.82/4 of a GB200 in MLPerf v5.1.
#[test]
fn equal_tokens_go_by_measured_rates() {
    let catalog = catalog();
    let sides = [("air", "hgx-b200-air", AIR), ("gb200", "lenovo-sc777-v4", LIQUID)];
    let it = "accelerators = 960\nequal = \"tokens\"\nworkload = \"llama-3.1-405b-offline\"";
    let found = run(&hall(it, &sides), &[], &catalog);
    let expected = (960.0_f64 * (1660.71 / 8.0) / (855.82 / 4.0)).ceil();
    assert_eq!(f64::from(found.architectures[1].accelerators.unwrap()), expected);
    assert!(found.warnings.iter().any(|w| w.code == WarningCode::RateAtUnknownPower));
}

#[test]
fn bases_that_the_data_lack_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hall.toml");
    let tokens = "accelerators = 960\nequal = \"tokens\"";
    let cases = [
        (
            format!("{tokens}\nworkload = \"llama-3.1-405b-offline\""),
            "dgx-a100",
            "measured rate of `llama-3.1-405b-offline`",
        ),
        (tokens.to_owned(), "dgx-h100", "needs a workload"),
        ("racks = 10\nequal = \"rated-work\"".to_owned(), "dgx-h100", "needs `it.accelerators`"),
    ];
    for (it, system, said) in cases {
        std::fs::write(&file, hall(&it, &[("new", "hgx-b200-air", AIR), ("old", system, AIR)])).unwrap();
        let out = Command::cargo_bin("rackjoule").unwrap().args(["compare", file.to_str().unwrap()]).output().unwrap();
        let text = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.code() == Some(2) && text.contains(said), "{it}: {text}");
    }
}

/// Network, storage and management enter IT power, the heat of the hall's air and the size of the power chain.
#[test]
fn what_stands_beside_the_racks_is_counted_everywhere() {
    let catalog = catalog();
    let text = hall("accelerators = 1024", &[("a", "hgx-b200-air", AIR)]);
    let none = ["it.network_power=0", "it.storage_power=0", "it.management_power=0"];
    let bare = run(&text, &none, &catalog);
    let full = run(&text, &["it.network_power=60", "it.storage_power=25", "it.management_power=15"], &catalog);
    let (bare, full) = (&bare.architectures[0], &full.architectures[0]);
    let added = full.it_power_w.unwrap() - bare.it_power_w.unwrap();
    assert!((added - 1024.0 * 100.0).abs() < 1.0, "{added}");
    assert!(full.facility_power_w.unwrap() - bare.facility_power_w.unwrap() > 1.03 * added);
    let capital =
        |a: &rackjoule::study::compare::result::ArchitectureResult| a.annual.as_ref().unwrap().ownership.capital_usd;
    assert!(capital(full) >= capital(bare));
    assert!(full.energy_balance_relative_error.unwrap() < 1e-9);
    assert_eq!(full.rack.as_ref().unwrap().power_w, bare.rack.as_ref().unwrap().power_w);
}

/// The line of the table with its figures: difference of plates against air in power and in life-cycle cost.
fn choice_line(line: &str, catalog: &Catalog) -> String {
    let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
    let sets: Vec<&str> = cells[1].trim_matches('`').split("--set ").map(str::trim).filter(|s| !s.is_empty()).collect();
    let found = run(scenario::DEFAULT, &sets, catalog);
    let [air, plates] = [0, 1].map(|i| &found.architectures[i]);
    let figures = air.facility_power_w.zip(plates.facility_power_w).map(|(a, p)| {
        let cost = |x: &rackjoule::study::compare::result::ArchitectureResult| {
            x.annual.as_ref().unwrap().ownership.net_present_cost_usd
        };
        format!(
            "{:+.0} | {:+.1} | {:+.1}",
            (p - a) / 1e3,
            100.0 * (p / a - 1.0),
            100.0 * (cost(plates) / cost(air) - 1.0)
        )
    });
    let figures = figures.unwrap_or_else(|| "not feasible | – | –".to_owned()).replace('-', "−");
    format!("| {} | {} | {figures} |", cells[0], cells[1])
}

#[test]
fn the_table_of_choices_is_what_the_program_answers() {
    let path = format!("{}/docs/fairness.md", env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, table) = page.split_once("<!-- choices -->\n").unwrap();
    let catalog = catalog();
    let (head, rows): (Vec<(usize, &str)>, Vec<(usize, &str)>) =
        table.lines().enumerate().take_while(|(_, l)| l.starts_with('|')).partition(|(i, _)| *i < 2);
    assert!(rows.len() >= 15);
    let lines: Vec<String> = std::thread::scope(|scope| {
        let catalog = &catalog;
        let all: Vec<_> = rows.iter().map(|(_, l)| scope.spawn(move || choice_line(l, catalog))).collect();
        all.into_iter().map(|t| t.join().unwrap()).collect()
    });
    let renewed: Vec<&str> = head.iter().map(|(_, l)| *l).chain(lines.iter().map(String::as_str)).collect();
    let rest: Vec<&str> = table.lines().skip(renewed.len()).collect();
    let renewed = format!("{before}<!-- choices -->\n{}\n{}\n", renewed.join("\n"), rest.join("\n"));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &renewed).unwrap();
        return;
    }
    assert_eq!(page, renewed, "UPDATE_DOCS=1 cargo test --test suite fairness:: renews the table of docs/fairness.md");
}
