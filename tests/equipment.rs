//! Equipment that a scenario chooses: the usual records, others, wrong ones, and those of earlier spellings.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use rackjoule::catalog::Catalog;
use rackjoule::catalog::equipment_role::EquipmentRole;
use rackjoule::component;
use rackjoule::scenario::{DEFAULT, Scenario};
use rackjoule::study::compare::{self, result::Comparison};

use crate::support::data::without_ranges;

fn compare_with(catalog: &Catalog, sets: &[&str]) -> Comparison {
    let sets: Vec<String> = sets.iter().chain(&["site.weather_form=bins"]).map(|s| (*s).to_owned()).collect();
    let scenario = Scenario::parse("test", DEFAULT, &sets, catalog).unwrap();
    compare::run(&scenario, catalog).unwrap()
}

fn mistakes(catalog: &Catalog, sets: &[&str]) -> String {
    let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
    Scenario::parse("test", DEFAULT, &sets, catalog).unwrap_err().render_report(false)
}

fn facility_power(comparison: &Comparison, name: &str) -> f64 {
    comparison.architectures.iter().find(|a| a.name == name).unwrap().facility_power_w.unwrap()
}

fn rackjoule(dir: &Path, args: &[&str]) -> Output {
    Command::cargo_bin("rackjoule").unwrap().current_dir(dir).args(args).output().unwrap()
}

#[test]
fn every_role_has_a_record_that_fits_it() {
    let catalog = Catalog::load(None).unwrap();
    for role in EquipmentRole::ALL {
        let known = catalog.role(*role).unwrap_or_else(|| panic!("no [[role]] `{}`", role.key()));
        let record = catalog.equipment(&known.record).unwrap_or_else(|| panic!("no record `{}`", known.record));
        assert!(known.kinds.contains(&record.kind), "{}: kind {}", known.key, record.kind);
        assert!(
            known.kinds.iter().all(|kind| component::find_kind(kind).is_some()),
            "{}: {:?}",
            known.key,
            known.kinds
        );
        assert!(!known.why.trim().is_empty(), "{}: no reason", known.key);
    }
    let keys = EquipmentRole::choice_keys();
    let mut once = keys.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), keys.len(), "a key is listed twice");
    assert!(keys.contains(&"dry_cooler") && keys.contains(&"cdu") && !keys.contains(&"design_rules"));
}

#[test]
fn naming_the_usual_records_changes_nothing() {
    let catalog = Catalog::load(None).unwrap();
    let usual = compare_with(&catalog, &[]);
    let (mut sets, mut named) = (Vec::new(), Vec::new());
    for role in EquipmentRole::ALL {
        if let Some(key) = role.choice_key().filter(|key| !named.contains(key)) {
            named.push(key);
            sets.push(format!("architecture.liquid-45.equipment.{key}={}", catalog.default_equipment(*role)));
        }
    }
    let chosen = compare_with(&catalog, &sets.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(facility_power(&usual, "liquid-45"), facility_power(&chosen, "liquid-45"));
}

#[test]
fn a_dry_cooler_by_the_cube_law_is_chosen_counted_and_listed() {
    let catalog = Catalog::load(None).unwrap();
    let usual = compare_with(&catalog, &[]);
    let by_cube = &["architecture.liquid-45.equipment.dry_cooler=dry-cooler-1mw"];
    let chosen = compare_with(&catalog, by_cube);
    let of = |c: &Comparison| c.architectures.iter().find(|a| a.name == "liquid-45").unwrap().clone();
    let (before, after) = (of(&usual), of(&chosen));
    assert!(after.records.iter().any(|id| id == "dry-cooler-1mw"));
    assert!(!after.records.iter().any(|id| id == "ec-dry-cooler-1mw"));
    assert!(after.plant.iter().any(|unit| unit.equipment == "dry-cooler-1mw"));
    let (before, after) = (before.facility_power_w.unwrap(), after.facility_power_w.unwrap());
    assert!(after < before && after > 0.99 * before, "{before} {after}");
    let cube = ["fixed_loss = 0.03", "fan_exponent = 2.7"];
    let text = include_str!("../data/equipment/plant.toml");
    assert!(cube.iter().all(|line| text.contains(line)));
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("equipment")).unwrap();
    let cubic = without_ranges(text).replace(cube[0], "fixed_loss = 0.0").replace(cube[1], "fan_exponent = 3.0");
    std::fs::write(dir.path().join("equipment/plant.toml"), cubic).unwrap();
    let same_law = Catalog::load(Some(dir.path())).unwrap();
    let cubic = compare_with(&same_law, &[]);
    let difference = facility_power(&cubic, "liquid-45") / facility_power(&chosen, "liquid-45") - 1.0;
    assert!(difference.abs() < 1e-9, "without loss and by the cube it is the plain dry cooler: {difference}");
}

#[test]
fn what_is_chosen_stands_in_the_records() {
    let catalog = Catalog::load(None).unwrap();
    for (set, id) in [
        ("air.equipment.chiller", "chiller-york-yk-1259kw"),
        ("air.equipment.tower", "tower-1mw-york"),
        ("liquid-45.equipment.ups", "ups-eco"),
    ] {
        let found = compare_with(&catalog, &[&format!("architecture.{set}={id}")]);
        let name = set.split('.').next().unwrap();
        let records = &found.architectures.iter().find(|a| a.name == name).unwrap().records;
        assert!(records.iter().any(|r| r == id), "{set}: {records:?}");
    }
}

#[test]
fn a_wrong_choice_says_which_kinds_and_records_fit() {
    let catalog = Catalog::load(None).unwrap();
    let report = mistakes(
        &catalog,
        &[
            "architecture.liquid-45.equipment.dry_cooler=tower-1mw",
            "architecture.liquid-45.equipment.chiller=chiller-carrier-30rb330-1124kw",
            "architecture.liquid-45.equipment.ups=ups-doubel-conversion",
            "architecture.liquid-45.equipment.dry_coler=dry-cooler-1mw",
            "architecture.air.equipment.busway=busway-800vdc",
        ],
    );
    for said in [
        "is of kind `counterflow-tower`, and `dry-cooler` or `ec-dry-cooler` is needed here",
        "use `dry-cooler-1mw`, `ec-dry-cooler-1mw`; it fits `tower`",
        "is of kind `chiller-air`, and `chiller-water` is needed here",
        "it fits `air_cooled_chiller`",
        "did you mean `ups-double-conversion`?",
        "did you mean `dry_cooler`?",
        "cannot serve this duty: the distribution of this architecture is of alternating current",
        "use `busway-415vac`",
    ] {
        assert!(report.contains(said), "no `{said}` in\n{report}");
    }
}

#[test]
fn machines_that_are_far_too_small_are_refused_with_the_size_that_fits() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("equipment")).unwrap();
    let small = [
        ("rated_w = 1000000.0", "rated_w = 1000.0"),
        ("rated_water_w_k = 100000.0", "rated_water_w_k = 100.0"),
        ("air_flow_m3_s = 90.0", "air_flow_m3_s = 0.1"),
        ("fan_power_w = 20000.0", "fan_power_w = 20.0"),
    ];
    let text = without_ranges(include_str!("../data/equipment/plant.toml"));
    let records = text.split("[[equipment]]").map(|record| {
        let is_it = record.contains("\nid = \"ec-dry-cooler-1mw\"\n");
        small.iter().filter(|_| is_it).fold(record.to_owned(), |text, (from, to)| text.replacen(from, to, 1))
    });
    let text = records.collect::<Vec<_>>().join("[[equipment]]");
    std::fs::write(dir.path().join("equipment/plant.toml"), text).unwrap();
    let out = rackjoule(dir.path(), &["compare", "--data", ".", "--set", "site.weather_form=bins"]);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(2), "{said}");
    assert!(said.contains("`ec-dry-cooler-1mw` cannot serve this duty") && said.contains("kW fits"), "{said}");
}

#[test]
fn data_of_a_user_need_not_repeat_the_roles() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("equipment")).unwrap();
    let text = include_str!("../data/equipment/plant.toml");
    let records = &text[text.find("[[equipment]]").unwrap()..];
    let one = &records[records.find("[[equipment]]\nid = \"ec-dry-cooler-1mw\"").unwrap()..];
    let one = &one[..=one[1..].find("[[equipment]]").unwrap()];
    let own = records.replace("economizer", "economiser") + "\n" + &one.replace("ec-dry-cooler-1mw", "my-dry-cooler");
    std::fs::write(dir.path().join("equipment/plant.toml"), own).unwrap();
    let catalog = Catalog::load(Some(dir.path())).unwrap();
    assert!(catalog.equipment("economizer-1mw").is_some(), "an id of an earlier version");
    let found = compare_with(&catalog, &["architecture.liquid-45.equipment.dry_cooler=my-dry-cooler"]);
    let usual = compare_with(&Catalog::load(None).unwrap(), &[]);
    assert_eq!(facility_power(&found, "liquid-45"), facility_power(&usual, "liquid-45"));
}

#[test]
fn earlier_spellings_are_read_with_a_hint() {
    let dir = tempfile::tempdir().unwrap();
    let old = DEFAULT.replace("economizer = true", "economiser = true");
    assert_ne!(old, DEFAULT);
    std::fs::write(dir.path().join("old.toml"), old).unwrap();
    let args = ["--set", "site.weather_form=bins", "--format", "json"];
    let out = rackjoule(dir.path(), &[&["compare", "old.toml"][..], &args].concat());
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success() && said.contains("hint: `economiser` is now spelled `economizer` (line "), "{said}");
    let quiet = rackjoule(dir.path(), &[&["compare", "old.toml", "--quiet"][..], &args].concat());
    assert!(quiet.status.success() && !String::from_utf8_lossy(&quiet.stderr).contains("hint"));
    let set = rackjoule(dir.path(), &[&["compare", "--set", "architecture.air.economiser=none"][..], &args].concat());
    assert!(set.status.success() && String::from_utf8_lossy(&set.stderr).contains("--set architecture.air.economiser"));
    let shown = rackjoule(dir.path(), &["catalog", "show", "economizer-1mw"]);
    assert!(shown.status.success());
}

#[test]
fn a_busbar_of_another_voltage_cannot_serve_the_duty() {
    let catalog = Catalog::load(None).unwrap();
    let dc = ["architecture.liquid-45.distribution=54vdc"];
    let sets = |busbar: &'static str| [dc[0], busbar];
    let wrong = mistakes(&catalog, &sets("architecture.liquid-45.equipment.rack_busbar=busbar-800vdc"));
    assert!(wrong.contains("48 to 54 V of direct current") && wrong.contains("use `busbar-54vdc`"), "{wrong}");
    let right = sets("architecture.liquid-45.equipment.rack_busbar=busbar-54vdc");
    let named = compare_with(&catalog, &right);
    assert_eq!(facility_power(&named, "liquid-45"), facility_power(&compare_with(&catalog, &dc), "liquid-45"));
}
