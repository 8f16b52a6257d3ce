//! Wrong scenarios beside the exact text of what is said about them.

use std::fmt::Write;

use rackjoule::catalog::Catalog;
use rackjoule::scenario::{self, ItCapacity, Scenario};

#[test]
fn every_mistake_is_explained() {
    let catalog = Catalog::load(None).unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/invalid");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 20);
    let mut all = String::new();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let invalid =
            Scenario::parse(&name, &text, &[], &catalog).map(|_| panic!("{name} is taken as valid")).unwrap_err();
        writeln!(all, "=== {name}\n{invalid}\n").unwrap();
    }
    insta::assert_snapshot!(all);
}

#[test]
fn overrides_name_their_key() {
    let catalog = Catalog::load(None).unwrap();
    for (argument, says) in [
        ("it.utilisation", "has no `=`"),
        ("it.utilisation=2", "must be 0 to 1"),
        ("it.utilisatoin=0.5", "did you mean `utilisation`"),
        ("site.climate.name=3", "not a table"),
        ("architecture.7.name=x", "has 3 items"),
        ("architecture.air.supply_temperature=20 kW", "a temperature is wanted"),
        ("..=1", "the key is empty"),
    ] {
        let invalid = Scenario::parse("f", scenario::DEFAULT, &[argument.to_owned()], &catalog).unwrap_err();
        let text = invalid.to_string();
        assert!(text.contains(says) && text.contains(argument), "{argument}:\n{text}");
    }
}

#[test]
fn overrides_reach_by_place_and_by_name() {
    let catalog = Catalog::load(None).unwrap();
    let set =
        ["architecture.0.name=cold", "architecture.liquid-45.supply_temperature=\"40 degC\"", "it.accelerators=96"];
    let set = set.map(str::to_owned);
    let scenario = Scenario::parse("f", scenario::DEFAULT, &set, &catalog).unwrap();
    assert_eq!(scenario.architectures[0].name, "cold");
    let supplies_c: Vec<f64> = scenario.architectures.iter().map(|a| a.supply.celsius()).collect();
    assert!(supplies_c.iter().zip([25.0, 45.0, 40.0]).all(|(c, wanted)| (c - wanted).abs() < 1e-9), "{supplies_c:?}");
    assert_eq!(scenario.it.capacity, ItCapacity::Accelerators(96));
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,200}") {
        let catalog = Catalog::load(None).unwrap();
        if let Err(invalid) = Scenario::parse("f", &text, &[], &catalog) {
            proptest::prop_assert!(!invalid.to_string().is_empty());
        }
    }
}
