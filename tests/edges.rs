//! Steps of whole modules: where they are told a rerun finds them, and prices in part have none.

use rackjoule::catalog::Catalog;
use rackjoule::scenario::{DEFAULT, Scenario};
use rackjoule::study::compare;
use rackjoule::study::compare::result::{ArchitectureResult, Comparison};

fn run(text: &str, sets: &[String], catalog: &Catalog) -> Comparison {
    let scenario =
        Scenario::parse("test", text, sets, catalog).unwrap_or_else(|e| panic!("{}", e.render_report(false)));
    compare::run(&scenario, catalog).unwrap()
}

fn built_in(sets: &[&str], catalog: &Catalog) -> Comparison {
    let sets: Vec<String> = sets.iter().chain(&["site.weather_form=bins"]).map(|s| (*s).to_owned()).collect();
    run(DEFAULT, &sets, catalog)
}

/// Halls of every kind of equipment, by the keys of their architecture.
const HALLS: [&str; 9] = [
    "system = \"hgx-b200-air\"\ncooling = \"air\"\nsupply_temperature = 25.0\nheat_rejection = \"tower\"\neconomizer = true",
    "system = \"hgx-b200-air\"\ncooling = \"air\"\nsupply_temperature = 22.0\nheat_rejection = \"dx\"\nredundancy = \"N\"",
    "system = \"hgx-b200-air\"\ncooling = \"air\"\nsupply_temperature = 24.0\nheat_rejection = \"air-economizer\"\nevaporative = \"direct\"",
    "system = \"hgx-b200-air\"\ncooling = \"air\"\nsupply_temperature = 24.0\nheat_rejection = \"air-economizer\"\nevaporative = \"indirect\"",
    "system = \"hgx-b200-air\"\ncooling = \"rear-door\"\nsupply_temperature = 18.0\nheat_rejection = \"chiller-air\"",
    "system = \"lenovo-sr780a-v3\"\ncooling = \"hybrid\"\nsupply_temperature = 40.0\nheat_rejection = \"dry-cooler\"\nredundancy = \"2N\"",
    "system = \"lenovo-sc777-v4\"\ncooling = \"cold-plate\"\nsupply_temperature = 45.0\nheat_rejection = \"dry-cooler\"",
    "system = \"lenovo-sc777-v4\"\ncooling = \"cold-plate\"\nsupply_temperature = 36.0\nheat_rejection = \"adiabatic\"",
    "system = \"lenovo-sc777-v4\"\ncooling = \"cold-plate\"\nsupply_temperature = 36.0\nheat_rejection = \"tower\"\nchillers = false\ndistribution = \"800vdc\"",
];

/// One hall at a load of IT, its modules priced so.
fn hall(keys: &str, load_kw: f64, modules: &str, catalog: &Catalog) -> ArchitectureResult {
    let text = format!(
        "[site]\nclimate = \"us-va-ashburn\"\nweather_form = \"bins\"\n[it]\nload = \"{load_kw} kW\"\nutilisation = 0.8\n[cost]\nmodules = \
         \"{modules}\"\n[[architecture]]\nname = \"a\"\n{keys}\n"
    );
    run(&text, &[], catalog).architectures.remove(0)
}

/// A hall of racks alone: its power chain carries their load and nothing more. The kinds of equipment are those of the first
/// hall.
fn hall_of_racks(more: &str, load_kw: f64, modules: &str, catalog: &Catalog) -> Comparison {
    let text = format!(
        "[site]\nclimate = \"us-va-ashburn\"\nweather_form = \"bins\"\n[it]\nload = \"{load_kw} kW\"\nnetwork_power = 0\nstorage_power = 0\n\
         management_power = 0\n[cost]\nmodules = \"{modules}\"\n[[architecture]]\nname = \"a\"\n{}\n{more}\n",
        HALLS[0]
    );
    run(&text, &[], catalog)
}

fn capital_usd(a: &ArchitectureResult) -> f64 {
    assert!(a.feasible, "{:?}", a.reason);
    a.capital.iter().map(|item| item.usd).sum()
}

fn usd_of(a: &ArchitectureResult, what: &str) -> f64 {
    a.capital.iter().filter(|item| item.what == what).map(|item| item.usd).sum()
}

/// Price of a line; of dry coolers with the trim chillers, which take what they leave.
fn line_usd(a: &ArchitectureResult, what: &str) -> f64 {
    usd_of(a, what) + if what == "dry cooler" { usd_of(a, "trim chiller") } else { 0.0 }
}

fn installed(a: &ArchitectureResult, what: &str) -> u32 {
    a.plant.iter().filter(|item| item.what == what).map(|item| item.count).sum()
}

/// Loads from 300 kW to 20 MW of each hall: beyond every step that is told, the equipment of a rerun is more by the modules
/// that a step adds and dearer by what is told; priced in part it follows the load.
#[test]
fn a_rerun_finds_every_step_that_is_told() {
    let catalog = Catalog::load(None).unwrap();
    let mut found: Vec<(String, u32)> = Vec::new();
    for keys in HALLS {
        for place in 0..14 {
            let load_kw = 300.0 * (20_000.0_f64 / 300.0).powf(f64::from(place) / 13.0);
            let there = hall(keys, load_kw, "whole", &catalog);
            let total_usd = capital_usd(&there);
            for edge in there.edges.iter().filter(|e| e.capital_usd.abs() > 0.01 * total_usd) {
                let case = format!("{keys}\n{load_kw:.1} kW: {edge:?}");
                assert!((edge.step_at - 1.0).abs() <= 0.05 && edge.needed > 0.0, "{case}");
                // A room's handlers cool what does not follow the load too: lighting, and losses of machines without load.
                let around = if edge.what == "air handler" { 0.03 } else { 0.004 };
                let loads_kw = [1.0 - around, 1.0 + around].map(|share| load_kw * edge.step_at * share);
                let [below, above] = loads_kw.map(|kw| hall(keys, kw, "whole", &catalog));
                // What the power chain loses is heat of the room: a step of it moves that of its handlers.
                let chain = ["UPS module", "busway", "transformer"];
                let losses_step = chain.iter().any(|what| installed(&above, what) != installed(&below, what));
                if edge.what == "air handler" && losses_step {
                    continue;
                }
                let more = installed(&above, &edge.what) - installed(&below, &edge.what);
                assert!(more == 1 || more == 2, "{case}: {more} more");
                // Beside its modules a line rises with the load.
                let rise = 2.2 * around;
                let [below_usd, above_usd] = [&below, &above].map(|a| line_usd(a, &edge.what));
                let (told, line) =
                    (edge.capital_usd * if edge.step_at < 1.0 { -1.0 } else { 1.0 }, above_usd - below_usd);
                // Trim chillers beside dry coolers are told by their size at the load, not at the step.
                let beside = if edge.what == "dry cooler" { 0.12 } else { 0.05 };
                assert!((line - told).abs() < rise * below_usd.max(above_usd) + beside * told.abs(), "{case}: {line}");
                let [below, above] = loads_kw.map(|kw| hall(keys, kw, "scaled", &catalog));
                let line = line_usd(&above, &edge.what) / line_usd(&below, &edge.what) - 1.0;
                // What whole UPS modules lose, a room's handlers cool.
                let losses = if edge.what == "air handler" { 0.04 } else { 0.01 };
                assert!(line > -0.002 && line < rise + losses, "{case}: {line} in part");
                let all = capital_usd(&above) / capital_usd(&below) - 1.0;
                assert!(all > -0.003 && all < rise + 0.005, "{case}: {all} in part");
                match found.iter_mut().find(|(what, _)| *what == edge.what) {
                    Some((_, count)) => *count += 1,
                    None => found.push((edge.what.clone(), 1)),
                }
            }
        }
    }
    for what in [
        "UPS module",
        "rectifier",
        "transformer",
        "busway",
        "coolant distribution unit",
        "dry cooler",
        "air handler",
        "direct-expansion unit",
        "airside economizer",
        "indirect evaporative cooler",
    ] {
        assert!(found.iter().any(|(known, _)| known == what), "no step of {what}: {found:?}");
    }
}

/// 1.1 times the racks over 80 % of 1 MW and the spare module, at 400 USD/kW: n + 1 modules where whole ones are n rounded
/// up, and one more.
#[test]
fn ups_modules_in_part_are_priced_by_hand() {
    let catalog = Catalog::load(None).unwrap();
    for (redundancy, spare) in [("N", 0.0), ("N+1", 1.0), ("2N", 2.1)] {
        let keys = format!("redundancy = \"{redundancy}\"");
        let [whole, scaled] =
            ["whole", "scaled"].map(|modules| hall_of_racks(&keys, 1527.0, modules, &catalog).architectures.remove(0));
        let needed = 1.1 * 1.527 / 0.8;
        let spare = if spare > 2.0 { needed } else { spare };
        assert!((usd_of(&scaled, "UPS module") / (400e3 * (needed + spare)) - 1.0).abs() < 1e-6, "{redundancy}");
        let count = match redundancy {
            "N" => 3.0,
            "N+1" => 4.0,
            _ => 6.0,
        };
        assert!((usd_of(&whole, "UPS module") / (400e3 * count) - 1.0).abs() < 1e-9, "{redundancy}");
        assert_eq!(whole.facility_power_w, scaled.facility_power_w, "the machines that run are the same");
        assert_eq!(installed(&whole, "UPS module"), installed(&scaled, "UPS module"));
    }
}

/// A load of less than one module has one of its size, whichever way it is priced by the kilowatt.
#[test]
fn small_halls_cost_the_same_by_the_kilowatt() {
    let catalog = Catalog::load(None).unwrap();
    let [whole, scaled] = ["whole", "scaled"].map(|modules| hall(HALLS[6], 140.0, modules, &catalog));
    for what in ["UPS module", "busway", "transformer", "dry cooler"] {
        assert!((usd_of(&whole, what) / usd_of(&scaled, what) - 1.0).abs() < 1e-9, "{what}");
    }
    assert!(usd_of(&scaled, "air handler") < usd_of(&whole, "air handler"), "a part of one against one");
}

/// Accelerators 3 % up and down: priced in part, the difference of cost moves by less than 15 % of itself; by whole modules,
/// either it does too or the step is told.
#[test]
fn a_few_accelerators_more_move_no_answer_unsaid() {
    let catalog = Catalog::load(None).unwrap();
    let given = built_in(&[], &catalog);
    let count = f64::from(given.it.accelerators.unwrap());
    let cost = |c: &Comparison, i: usize| c.architectures[i].annual.as_ref().unwrap().ownership.net_present_cost_usd;
    for modules in ["whole", "scaled"] {
        let at = |share: f64| {
            let number = format!("it.accelerators={:.0}", count * share);
            built_in(&[&number, &format!("cost.modules={modules}")], &catalog)
        };
        let runs = [0.97, 1.0, 1.03].map(at);
        for i in 1..given.architectures.len() {
            let [fewer, here, more] = [0, 1, 2].map(|j: usize| cost(&runs[j], i) - cost(&runs[j], 0));
            // A difference of less than 2 % of the cost is none that a headline tells.
            let told_usd = here.abs().max(0.02 * cost(&runs[1], 0));
            let moved = (fewer - here).abs().max((more - here).abs()) / told_usd;
            let told = runs[1].warnings.iter().any(|w| w.code == compare::result::WarningCode::ModuleEdge);
            let name = &given.architectures[i].name;
            assert!(moved < 0.15 || modules == "whole" && told, "{name}, {modules}: {fewer} {here} {more}");
        }
    }
}

#[test]
fn whole_modules_are_the_default() {
    let catalog = Catalog::load(None).unwrap();
    let json = |sets: &[&str]| serde_json::to_string(&built_in(sets, &catalog)).unwrap();
    assert_eq!(json(&[]), json(&["cost.modules=whole"]));
    assert_ne!(json(&[]), json(&["cost.modules=scaled"]));
    let wrong = Scenario::parse("f", DEFAULT, &["cost.modules=scale".to_owned()], &catalog).unwrap_err().to_string();
    assert!(wrong.contains("did you mean `scaled`?"), "{wrong}");
}

/// Just above 3 UPS modules: the warning names the step, its money and its loss; priced in part no money is told.
#[test]
fn a_step_is_told_with_its_effect() {
    let catalog = Catalog::load(None).unwrap();
    let whole = hall_of_racks("", 2197.0, "whole", &catalog);
    let edge = whole.architectures[0].edges.iter().find(|e| e.what == "UPS module").unwrap();
    // 1.1 · 2.197 / 0.8 = 3.0209: 4 and a spare one.
    assert!((edge.needed - 3.0209).abs() < 1e-3 && edge.count == 5, "{edge:?}");
    assert!((edge.capital_usd + 400e3).abs() < 1e-6, "{edge:?}");
    assert!((edge.step_at - 3.0 / 3.0209).abs() < 1e-4);
    // Five modules to four: 6 kW without load less, and 13 kW · x² more at the output P of the year: P² (1/4 − 1/5).
    let stage = &whole.architectures[0].power_chain[1];
    let mean_mw = stage.mean.output_w / 1e6;
    let by_hand_w = -6e3 + 13e3 * mean_mw * mean_mw * (0.25 - 0.2);
    assert!((edge.loss_w.unwrap() - by_hand_w).abs() < 1.0, "{edge:?} {by_hand_w}");
    let told = |c: &Comparison| {
        let warning = c.warnings.iter().find(|w| w.code == compare::result::WarningCode::ModuleEdge);
        warning.map(ToString::to_string).unwrap_or_default()
    };
    let words = told(&whole);
    assert!(words.contains("UPS module (3.02 needed, 5 installed), 0.7 % less load -400 kUSD"), "{words}");
    assert!(words.contains("cost.modules = \"scaled\""), "{words}");
    assert!(!told(&hall_of_racks("", 2197.0, "scaled", &catalog)).contains("USD"));
}
