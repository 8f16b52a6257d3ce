//! Words that must agree with the numbers: headlines, names, hints, messages, and what `props` prints read back.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use rackjoule::catalog::Catalog;
use rackjoule::report::compare::headline::headline_sentence;
use rackjoule::scenario::{DEFAULT, Scenario};
use rackjoule::study::compare::{self, ladder::LadderStepKind, result::Comparison};
use rackjoule::study::rack::{self, RackOptions};

fn rackjoule(dir: &Path, args: &[&str]) -> Output {
    Command::cargo_bin("rackjoule").unwrap().current_dir(dir).args(args).output().unwrap()
}

fn scenario(text: &str, sets: &[&str], catalog: &Catalog) -> Scenario {
    let sets: Vec<String> = sets.iter().chain(&["site.weather_form=bins"]).map(|s| (*s).to_owned()).collect();
    Scenario::parse("test", text, &sets, catalog).unwrap_or_else(|e| panic!("{}", e.render_report(false)))
}

fn example(name: &str) -> String {
    std::fs::read_to_string(format!("{}/examples/{name}.toml", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn compared(sets: &[&str]) -> Comparison {
    let catalog = Catalog::load(None).unwrap();
    compare::run(&scenario(DEFAULT, sets, &catalog), &catalog).unwrap()
}

#[test]
fn the_same_is_said_only_of_the_same_silicon() {
    // 312 and 2250 TFLOP/s of dense BF16: 1,152 A100 do the rated work of 159.7 B200.
    let unlike = headline_sentence(&compared(&["architecture.air.system=dgx-a100", "it.accelerators=1152"]));
    assert!(!unlike.contains("for the same") && unlike.contains("for equal rated work"), "{unlike}");
    assert!(unlike.contains("1,152 NVIDIA A100") && unlike.contains("160 NVIDIA B200"), "{unlike}");
    let by_number = ["architecture.air.system=dgx-a100", "it.equal=accelerators", "it.accelerators=1152"];
    let by_number = headline_sentence(&compared(&by_number));
    assert!(!by_number.contains("for the same") && by_number.contains("1,152 accelerators each"), "{by_number}");
    assert!(by_number.contains("A100") && by_number.contains("GB200"), "{by_number}");
    let racks = headline_sentence(&compared(&["it.racks=4"]));
    assert!(racks.contains("4 racks each") && !racks.contains("for the same"), "{racks}");
    // The least and the most are plates and air, with the same module.
    let alike = headline_sentence(&compared(&["it.accelerators=1152"]));
    assert!(alike.starts_with("plates-45") && alike.contains("less than air"), "{alike}");
    assert!(alike.contains("for the same 1,152 accelerators"), "{alike}");
}

/// 2 MW of racks of unlike power hold unlike numbers of accelerators: those of the two that are compared are told.
#[test]
fn a_load_is_told_with_its_accelerators() {
    let result = compared(&["it.load=2 MW"]);
    let told = headline_sentence(&result);
    let compared: Vec<_> = result.architectures.iter().filter(|a| told.contains(&a.name)).collect();
    assert_eq!(compared.len(), 2, "{told}");
    assert_ne!(compared[0].accelerators, compared[1].accelerators);
    for architecture in compared {
        let count = architecture.accelerators.unwrap();
        let grouped = format!("{},{:03}", count / 1000, count % 1000);
        assert!(told.contains(&grouped), "{told}: {grouped}");
    }
}

#[test]
fn racks_of_processors_have_no_accelerators() {
    let catalog = Catalog::load(None).unwrap();
    let result = compare::run(&scenario(&example("cpu-cluster"), &[], &catalog), &catalog).unwrap();
    for architecture in &result.architectures {
        assert_eq!(architecture.rack.as_ref().unwrap().accelerators, 0);
        assert_eq!(architecture.accelerators, Some(0));
    }
    let words: Vec<String> = result.warnings.iter().map(ToString::to_string).collect();
    assert!(words.iter().all(|w| !w.contains("accelerators run")), "{words:?}");
}

/// Cool water leaves the least margin to memory modules, which stand in the air and have no junction to show.
#[test]
fn memory_is_no_junction() {
    let result = compared(&["architecture.plates-45.supply_temperature=25"]);
    let memory = |name: &str| {
        let architecture = result.architectures.iter().find(|a| a.name == name).unwrap();
        architecture.rack.as_ref().unwrap().hottest_chip.contains("memory")
    };
    assert!(memory("plates-45") && !memory("air"));
    for architecture in &result.architectures {
        let memory = memory(&architecture.name);
        let first = architecture.ladder[0].kind;
        assert_eq!(
            first,
            if memory { LadderStepKind::Memory } else { LadderStepKind::Junction },
            "{}",
            architecture.name
        );
    }
}

#[test]
fn rack_and_compare_tell_the_same_heat_and_pumps() {
    let catalog = Catalog::load(None).unwrap();
    for (file, name) in [("every-way", "rear door"), ("every-way", "hybrid"), ("edge-room", "plates, dry cooler")] {
        let scenario = scenario(&example(file), &[], &catalog);
        let compared = compare::run(&scenario, &catalog).unwrap();
        let alone = rack::run(&scenario, &catalog, RackOptions { architecture: Some(name), limits: false }).unwrap();
        let of = compared.architectures.iter().find(|a| a.name == name).unwrap().rack.as_ref().unwrap();
        let (own, heat) =
            (alone.architectures[0].rack.as_ref().unwrap(), &alone.architectures[0].detail.as_ref().unwrap().heat);
        assert!((of.liquid_heat_fraction - heat.capture_fraction).abs() < 1e-9, "{name}");
        assert!((of.pump_power_w - own.pump_power_w).abs() < 1e-6 * own.pump_power_w.max(1.0), "{name}");
    }
}

#[test]
fn what_props_prints_can_be_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let states: Vec<String> = (-60..100).map(|t| format!("{},1", f64::from(t) / 2.0)).collect();
    std::fs::write(folder.path().join("s.csv"), format!("temperature_c,relative_humidity\n{}\n", states.join("\n")))
        .unwrap();
    let first = rackjoule(folder.path(), &["props", "air", "--csv", "s.csv", "--format", "csv"]);
    let text = String::from_utf8(first.stdout.clone()).unwrap();
    assert_eq!(text.lines().count(), 161, "{}", String::from_utf8_lossy(&first.stderr));
    std::fs::write(folder.path().join("own.csv"), &text).unwrap();
    let again = rackjoule(folder.path(), &["props", "air", "--csv", "own.csv", "--format", "csv"]);
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
    let number = |line: &str, column: usize| line.split(',').nth(column).unwrap().parse::<f64>().unwrap();
    for (a, b) in text.lines().zip(String::from_utf8(again.stdout).unwrap().lines()).skip(1) {
        for column in 0..5 {
            assert!((number(a, column) - number(b, column)).abs() < 1e-6, "{a}\n{b}");
        }
        assert!(number(a, 3) <= 1.0, "{a}");
    }
    let contradiction = "temperature_c,relative_humidity,humidity_ratio\n20,0.5,0.012\n";
    std::fs::write(folder.path().join("wrong.csv"), contradiction).unwrap();
    let refused = rackjoule(folder.path(), &["props", "air", "--csv", "wrong.csv"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("contradict each other"));
}

#[test]
fn messages_of_props_speak_of_what_was_asked() {
    let folder = tempfile::tempdir().unwrap();
    let told = |args: &[&str]| {
        let out = rackjoule(folder.path(), args);
        assert_eq!(out.status.code(), Some(2), "{args:?}");
        String::from_utf8(out.stderr).unwrap()
    };
    let glycol = told(&["props", "pg60", "-t", "20"]);
    assert!(glycol.contains("up to 59 % by volume"), "{glycol}");
    let frozen = told(&["props", "pg10", "-t", "-5"]);
    assert!(frozen.contains("is outside -2.993 to 80 °C"), "{frozen}");
    assert!(told(&["props", "water", "-t", "20", "--relative-humidity", "0.5"]).contains("no relative humidity"));
    assert!(!told(&["props", "air", "--csv", "nowhere.csv"]).contains("rackjoule init"));
    let hectopascals =
        rackjoule(folder.path(), &["props", "air", "-t", "20", "--relative-humidity", "0.5", "--pressure", "1013 hPa"]);
    assert!(hectopascals.status.success());
}

#[test]
fn keys_without_effect_are_told() {
    let catalog = Catalog::load(None).unwrap();
    let sets = ["architecture.air.door=active", "architecture.air.cdu=in-rack", "architecture.air.trim_chiller=true"];
    let hints = scenario(DEFAULT, &sets, &catalog).hints;
    for key in ["air.door", "air.cdu", "air.trim_chiller"] {
        assert!(hints.iter().any(|h| h.contains(&format!("`{key}`")) && h.contains("no effect")), "{hints:?}");
    }
    assert!(scenario(DEFAULT, &[], &catalog).hints.is_empty());
    for name in ["every-way", "heat-rejection", "edge-room", "retrofit", "hybrid-nvl72"] {
        let hints = Scenario::parse("test", &example(name), &[], &catalog).unwrap().hints;
        assert!(hints.is_empty(), "{name}: {hints:?}");
    }
}

#[test]
fn names_that_would_mislead_are_refused() {
    let catalog = Catalog::load(None).unwrap();
    for (name, says) in [("1", "the place of another architecture"), ("two\\nlines", "must be on one line")] {
        let text = DEFAULT.replacen("name = \"air\"", &format!("name = \"{name}\""), 1);
        assert_ne!(text, DEFAULT);
        let told = Scenario::parse("test", &text, &[], &catalog).unwrap_err().render_report(false);
        assert!(told.contains(says), "{told}");
    }
    for name in ["0", "20"] {
        let text = DEFAULT.replacen("name = \"air\"", &format!("name = \"{name}\""), 1);
        Scenario::parse("test", &text, &[], &catalog).unwrap();
    }
}

#[test]
fn an_unknown_architecture_lists_each_name_once() {
    let folder = tempfile::tempdir().unwrap();
    let out = rackjoule(folder.path(), &["site", "--architecture", "nosuch"]);
    let told = String::from_utf8(out.stderr).unwrap();
    assert_eq!((out.status.code(), told.matches("`air`").count()), (Some(2), 1), "{told}");
}

#[test]
fn a_folder_in_the_place_of_a_file_leaves_nothing_half_written() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("out/report.html")).unwrap();
    let out = rackjoule(folder.path(), &["rack", "-o", "out", "--force", "-q"]);
    assert_eq!(out.status.code(), Some(2), "{}", String::from_utf8_lossy(&out.stderr));
    assert_eq!(std::fs::read_dir(folder.path().join("out")).unwrap().count(), 1);
}
