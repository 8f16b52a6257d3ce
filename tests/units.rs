//! `--units us`: what people read is in US units, and nothing else changes.

use crate::support::labels_apart;
use assert_cmd::Command;
use rackjoule::catalog::Catalog;
use rackjoule::report::chart::inline::PageColors;
use rackjoule::report::{Report, UnitSystem};
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::{compare, rack, site};

/// Labels of SI that no US text has.
const SI: [&str; 9] = ["°C", "degC", " K ", ", K", "L/min", " m3", "m³", " kPa", "litre"];

fn run(args: &[&str]) -> String {
    let out = Command::cargo_bin("rackjoule").unwrap().args(args).output().unwrap();
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

fn us(args: &[&str]) -> String {
    let text = run(&[args, &["--units", "us"]].concat());
    for label in SI {
        let line = text.lines().find(|l| l.contains(label));
        assert!(line.is_none(), "{args:?}: `{label}` in {}", line.unwrap_or_default());
    }
    text
}

#[test]
fn tables_and_markdown_are_in_us_units() {
    let cases: [(&[&str], &[&str]); 5] = [
        // 45 °C of supply, a limit of 87 °C.
        (&["compare", "--full"], &["113.0", "188.6", "Water, gal", "gal/kWh"]),
        (&["rack", "--architecture", "liquid-45"], &["113.0 to 1", "gal/min", "psi", "Margin, °F", "269 ft"]),
        (&["rack", "--limits"], &["Supply, °F", "CFM", "Pressure rise, psi", "°F below its limit of"]),
        (&["site"], &["Dry-bulb, °F", "USD/kgal", " tons"]),
        (&["uncertainty", "--samples", "10", "--index-samples", "0"], &["Hottest junction, °F"]),
    ];
    for (args, figures) in cases {
        for format in ["table", "markdown"] {
            let more: &[&str] = if args[0] == "uncertainty" { &[] } else { &["--format", format] };
            let text = us(&[args, more, &["--set", "site.weather_form=bins"]].concat());
            for figure in figures {
                assert!(text.contains(figure), "{figure}: {text}");
            }
        }
    }
    // Control holds an accelerator at 78 °C, 9 K below its limit of 87 °C.
    let full = us(&["compare", "--full", "--uncertainty", "0"]).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(full.contains("16.2 °F below its limit of 188.6 °F"), "{full}");
    // Every temperature is that of the SI table.
    let liquid = |text: &str, unit: &str| -> Vec<f64> {
        let line = text.lines().find(|l| l.trim_start().starts_with("Liquid ") && l.contains(unit)).unwrap();
        line.split_whitespace().filter_map(|word| word.parse().ok()).collect()
    };
    let rack = ["rack", "--architecture", "liquid-45"];
    let (si, us_units) = (liquid(&run(&rack), "°C"), liquid(&us(&rack), "°F"));
    assert!(si.len() == 2 && us_units.len() == 2 && si[1] > si[0] + 5.0, "{si:?}");
    assert!(si.iter().zip(&us_units).all(|(c, f)| (1.8 * c + 32.0 - f).abs() < 0.15), "{si:?} {us_units:?}");
    us(&["site", "--climates", "singapore,frankfurt"]);
    // Quantities of published cases are named in the words and units of their files.
    let validation = run(&["validate", "--units", "us"]);
    assert!(validation.contains(" gal/min") && !validation.contains(" L/min "), "{validation}");
}

#[test]
fn properties_are_those_of_the_us_tables() {
    // ASHRAE Fundamentals' chart: 77 °F and 50 % have 29.3 Btu/lb, 13.7 ft3/lb and a dew point of 57 °F.
    let air = us(&["props", "air", "--dry-bulb", "77 degF", "--relative-humidity", "0.5"]);
    for figure in ["77.000", "56.9", "29.3", "13.7", "14.696", "at 18 °F, CFM"] {
        assert!(air.contains(figure), "{figure}: {air}");
    }
    let water = us(&["props", "water", "--temperature", "45"]);
    assert!(water.contains("113.00") && water.contains("lb/ft³"), "{water}");
}

#[test]
fn names_stay_as_they_were_given() {
    let args = ["compare", "examples/warmer-aisle.toml", "--full", "--uncertainty", "0"];
    let note = |more: &[&str]| {
        // A sentence goes on in lines that are indented.
        let text = run(&[&args[..], more].concat()).replace("\n  ", " ");
        text.lines().find(|l| l.contains("above its control target")).unwrap().to_owned()
    };
    let above = |note: &str, unit: &str| -> f64 {
        let (number, _) = note.split_once("runs ").unwrap().1.split_once(&format!(" {unit} above")).unwrap();
        number.parse().unwrap()
    };
    let (si, us_units) = (note(&[]), note(&["--units", "us"]));
    assert!(us_units.starts_with("note: 32 degC: "), "{us_units}");
    let (kelvin, fahrenheit) = (above(&si, "K"), above(&us_units, "°F"));
    assert!(kelvin > 1.0 && (1.8 * kelvin - fahrenheit).abs() < 0.15, "{si}\n{us_units}");
}

#[test]
fn json_and_csv_stay_si() {
    for format in ["json", "csv"] {
        for args in [
            &["rack", "--limits"][..],
            &["compare", "--set", "site.weather_form=bins"],
            &["props", "air", "--dry-bulb", "25", "--relative-humidity", "0.5"],
        ] {
            let args = [args, &["--format", format]].concat();
            assert_eq!(run(&args), run(&[&args[..], &["--units", "us"]].concat()), "{args:?}");
        }
    }
}

#[test]
fn charts_and_pages_are_in_us_units() {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    let racks =
        |architecture, limits| rack::run(&scenario, &catalog, rack::RackOptions { architecture, limits }).unwrap();
    let mut charts = compare::run(&scenario, &catalog).unwrap().build_charts(UnitSystem::US).unwrap();
    for (architecture, limits) in [(None, true), (Some("air"), false), (Some("liquid-45"), false)] {
        charts.extend(racks(architecture, limits).build_charts(UnitSystem::US).unwrap());
    }
    charts.extend(site::run(&scenario, &catalog, None).unwrap().build_charts(UnitSystem::US).unwrap());
    labels_apart(&charts, "US units");
    for name in ["temperature-ladder", "power-limit", "supply-temperature", "psychrometric"] {
        let of: Vec<_> = charts.iter().filter(|c| c.name == name).collect();
        assert!(!of.is_empty(), "{name}");
        for chart in of {
            let svg = chart.inline_svg(&mut PageColors::default());
            assert!(svg.contains("°F"), "{name}");
        }
    }
    for chart in &charts {
        let svg = chart.inline_svg(&mut PageColors::default());
        assert!(SI.iter().all(|label| !svg.contains(label)), "{}: {}", chart.name, chart.subtitle);
    }
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    run(&["compare", "--units", "us", "-o", out.to_str().unwrap(), "--set", "site.weather_form=bins"]);
    let page = std::fs::read_to_string(out.join("report.html")).unwrap();
    // Records, the words of sources, and the scenario as the user wrote it have units of their own.
    let (text, _) = page.split_once("<section id=\"assumptions-and-their-sources\"").unwrap();
    for label in ["°C", "degC", "litres", "Margin, K"] {
        assert!(!text.contains(label), "{label}");
    }
    assert!(text.contains("gallons") && text.contains("Junction, °F") && text.contains(" tons"));
}
