//! Text on terminals: lines within the width, words whole, the answer on the first screen.

use std::collections::BTreeSet;
use std::path::Path;

use assert_cmd::Command;
use rackjoule::catalog::Catalog;
use rackjoule::report::compare::{TextDetail, render_text};
use rackjoule::report::{ReportContext, UnitSystem};
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::compare::{self, result::Comparison};
use unicode_width::UnicodeWidthStr;

fn printed(args: &[&str], columns: usize) -> String {
    let out = Command::cargo_bin("rackjoule")
        .unwrap()
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .env("COLUMNS", columns.to_string())
        .args(args)
        .output()
        .unwrap();
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

fn widest(text: &str) -> usize {
    text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// Words, those before a colon too: heads of columns stand so before their values where columns do not fit side by side.
fn words(text: &str) -> BTreeSet<&str> {
    text.split_whitespace().map(|word| word.strip_suffix(':').unwrap_or(word)).collect()
}

/// Bins and no draws where they tell nothing of the form of the text.
const FAST: [&str; 4] = ["--set", "site.weather_form=bins", "--uncertainty", "0"];
const BINS: [&str; 2] = ["--set", "site.weather_form=bins"];

#[test]
fn no_word_is_broken_in_any_command() {
    let commands: [(&[&str], &[&str]); 30] = [
        (&["compare"], &FAST),
        (&["compare", "--brief"], &FAST),
        (&["compare", "--full"], &["--set", "site.weather_form=bins", "--uncertainty", "10"]),
        (&["compare", "--estimates"], &FAST),
        (&["compare", "--best", "energy"], &FAST),
        (&["compare", "--explain", "annual.pue"], &BINS),
        (&["compare", "examples/edge-room.toml"], &FAST),
        (&["compare", "examples/heat-rejection.toml", "--brief"], &["--uncertainty", "0"]),
        (&["uncertainty", "--samples", "16", "--index-samples", "0"], &BINS),
        (&["sweep", "examples/sweep/supply-temperature.toml"], &BINS),
        (&["optimize", "examples/optimize/cost-with-little-water.toml"], &BINS),
        (&["validate"], &[]),
        (&["capacity", "--power", "20MW"], &BINS),
        (&["capacity", "--it-power", "450kW", "--architecture", "liquid-45", "--cap", "1200W,800W"], &BINS),
        (&["capacity", "examples/every-way.toml", "--heat", "3MW", "--oversubscribe", "0.85"], &BINS),
        (&["site"], &[]),
        (&["site", "--climates", "us-va-ashburn,us-il-chicago"], &[]),
        (&["rack"], &[]),
        (&["rack", "--limits"], &[]),
        (&["generations"], &[]),
        (&["generations", "--factory", "20MW"], &[]),
        (&["generations", "--factory", "1MW"], &[]),
        (&["catalog", "search", "chiller"], &[]),
        (&["transient", "--event", "crah-loss"], &[]),
        (&["generations", "--from", "h100-sxm", "--to", "gb200-gpu"], &[]),
        (&["transient", "--event", "pump-trip", "--compare"], &[]),
        (&["props", "water", "--temperature", "40degC"], &[]),
        (&["catalog", "list", "climate"], &[]),
        (&["catalog", "show", "b200-sxm"], &[]),
        (&["init", "--list"], &[]),
    ];
    for (command, more) in commands {
        let args: Vec<&str> = command.iter().chain(more).copied().collect();
        let (wide, screen, narrow) = (printed(&args, 400), printed(&args, 80), printed(&args, 40));
        assert!(widest(&wide) <= 400 && widest(&screen) <= 80 && widest(&narrow) <= 40, "{args:?}\n{screen}\n{narrow}");
        // Where columns do not fit side by side, the names of rows stand without their head.
        let lost: Vec<&str> = words(&wide).difference(&words(&screen)).copied().filter(|word| *word != "key").collect();
        assert!(lost.is_empty(), "{args:?}: {lost:?}\n{screen}");
    }
}

#[test]
fn the_first_screen_has_the_answer_and_what_to_mind() {
    let text = printed(&["compare"], 80);
    assert!(text.lines().count() <= 46, "{} lines\n{text}", text.lines().count());
    // What to mind: a line or two an item, the consequence first, six or seven items.
    let mind: Vec<&str> =
        text.lines().skip_while(|l| !l.starts_with("Mind ")).take_while(|l| !l.starts_with("More ")).collect();
    let items =
        mind.iter().filter(|l| l.starts_with("Mind ") || l.starts_with("       ") && !l.starts_with("        "));
    assert!(items.count() <= 8 && mind.len() <= 12, "{mind:#?}");
    assert!(!mind.concat().contains("L/min"), "{mind:#?}");
    let sure: Vec<&str> = text.lines().filter(|l| l.trim_start().starts_with("How sure:")).collect();
    assert_eq!(sure.len(), text.matches("How sure:").count(), "{text}");
    assert!(sure.iter().all(|l| l.ends_with("draws")), "a line each: {sure:#?}");
    let answer = text.lines().nth(4).unwrap();
    assert!(answer.contains("draws least:"), "{text}");
    for part in [
        "How sure:",
        "all 255 draws",
        "Why, kW: server fans −",
        "Total cost over 10 years",
        "Mind ",
        "inputs are estimates",
        "More ",
        "--full",
    ] {
        assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(part.trim()), "{part}\n{text}");
    }
    // The list of estimates and what is zero everywhere stand elsewhere.
    for part in ["air-handler-100kw:4", "Energy balance error", "Demand charge", "Unmet hours"] {
        assert!(!text.contains(part), "{part}\n{text}");
    }
}

/// Units as they are typed in a scenario stand where they must be typed, and nowhere else.
#[test]
fn units_are_typeset() {
    for args in [&["rack"][..], &["rack", "--limits"], &["site"], &["catalog", "list", "climate"], &["validate"]] {
        let text = printed(args, 100);
        for typed in ["degC", " m3", "CO2", "+-"] {
            assert!(!text.contains(typed), "{args:?}: {typed}\n{text}");
        }
    }
    assert!(printed(&["rack"], 100).contains("°C"));
    let json = printed(&["rack", "--format", "json"], 100);
    assert!(json.contains("\"unit\": \"degC\""), "{json}");
}

#[test]
fn a_comparison_is_told_in_four_ways() {
    let run = |flag: &str| printed(&[&["compare", flag][..], &FAST].concat(), 80);
    let brief = run("--brief");
    assert!(brief.lines().count() <= 24 && brief.contains("is the best choice here"), "{brief}");
    for label in ["saves", "needs", "costs", "sure?", "against"] {
        assert!(brief.lines().any(|l| l.trim_start().starts_with(label)), "{label}\n{brief}");
    }
    let full = run("--full");
    for part in ["Energy balance error", "Demand charge", "Unmet hours", "--estimates"] {
        assert!(full.contains(part), "{part}\n{full}");
    }
    let estimates = run("--estimates");
    assert!(estimates.lines().count() > 200 && estimates.contains("air-handler-100kw"), "{estimates}");
    for (flag, format) in [("--brief", "json"), ("--estimates", "markdown")] {
        let mut run = Command::cargo_bin("rackjoule").unwrap();
        assert_eq!(run.args(["compare", flag, "--format", format]).output().unwrap().status.code(), Some(2));
    }
}

fn context(width: Option<usize>) -> ReportContext {
    ReportContext {
        version: "0.0.0".to_owned(),
        command: "rackjoule compare".to_owned(),
        scenario: serde_json::Value::Null,
        scenario_text: String::new(),
        width,
        units: UnitSystem::SI,
    }
}

fn default() -> Comparison {
    let catalog = Catalog::load(None).unwrap();
    let set = ["site.weather_form=bins".to_owned()];
    compare::run(&Scenario::parse("default", scenario::DEFAULT, &set, &catalog).unwrap(), &catalog).unwrap()
}

/// So many architectures with names of 60 letters, the last of which differ.
fn many(count: usize, name: &str) -> Comparison {
    let mut result = default();
    let base = result.architectures.clone();
    result.architectures = (0..count)
        .map(|i| {
            let mut a = base[i % base.len()].clone();
            a.name = format!("{}{i:02}", name.chars().cycle().take(58).collect::<String>());
            a.facility_power_w = a.facility_power_w.map(|w| w + 1e3 * i as f64);
            a
        })
        .collect();
    result.differences = Vec::new();
    result
}

#[test]
fn any_number_of_architectures_with_any_names_fits() {
    for name in [
        "cold plates on every component ",
        "unbreakable",
        "水冷式のラックと乾式冷却器",
        "жидкостное охлаждение ",
        "ताप और शक्ति ",
    ] {
        for count in [0, 1, 2, 3, 5, 12, 50] {
            let result = many(count, name);
            for width in [40, 80, 120] {
                for detail in [TextDetail::Summary, TextDetail::Brief, TextDetail::Full, TextDetail::Estimates] {
                    let text = render_text(&result, detail, &context(Some(width)));
                    assert!(widest(&text) <= width, "{name} {count} {width}\n{text}");
                }
            }
            let text = render_text(&result, TextDetail::Summary, &context(Some(80)));
            assert!(text.contains("Mind ") && text.lines().count() < 90, "{count}\n{text}");
        }
    }
    let none = render_text(&many(0, "x"), TextDetail::Summary, &context(Some(80)));
    assert!(none.contains("No architecture can cool this load."), "{none}");
}

#[test]
fn of_many_architectures_the_best_is_first_and_marked() {
    let text = render_text(&many(6, "hall "), TextDetail::Summary, &context(Some(80)));
    assert!(text.contains("* best of its column"), "{text}");
    let brief = render_text(&many(12, "hall "), TextDetail::Brief, &context(Some(40)));
    assert!(brief.contains("* best of its column") && brief.lines().count() < 100, "{brief}");
    let marked = text.lines().find(|l| l.contains("* ") || l.ends_with('*')).unwrap();
    assert!(marked.trim_start().starts_with('A') || marked.contains("hall"), "{text}");
}

#[test]
fn a_scenario_without_architectures_is_refused() {
    let text = scenario::DEFAULT.split("[[architecture]]").next().unwrap();
    let catalog = Catalog::load(None).unwrap();
    assert!(Scenario::parse("none", text, &[], &catalog).is_err());
}
