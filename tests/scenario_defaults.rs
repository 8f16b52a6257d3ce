//! Values that a scenario does not give: they stand in the data, and stating them changes nothing.

use std::fmt::Write as _;

use rackjoule::catalog::Catalog;
use rackjoule::scenario::Scenario;
use rackjoule::study::compare::{self, result::Comparison};

/// Five ways of cooling; keys of each that are left to the data are appended by the caller.
const WAYS: [(&str, &str, &str); 5] = [
    ("air", "hgx-b200-air", "supply_temperature = 25.0\nrecirculation = 0.03"),
    ("rear-door", "hgx-b200-air", "supply_temperature = 18.0\nair_temperature = 25.0\nrecirculation = 0.03"),
    (
        "hybrid",
        "hgx-b200-air",
        "supply_temperature = 40.0\nair_temperature = 25.0\nrecirculation = 0.03\ncoolant_flow = 1.5",
    ),
    ("cold-plate", "lenovo-sc777-v4", "supply_temperature = 40.0\nair_temperature = 27.0\ncoolant_flow = 1.5"),
    ("immersion-2p", "hgx-b200-air", "supply_temperature = 30.0\nair_temperature = 27.0"),
];

fn compare_ways(catalog: &Catalog, stated: bool, more: &str) -> Comparison {
    let mut text =
        "[site]\nclimate = \"us-va-ashburn\"\nweather_form = \"bins\"\n[it]\nracks = 4\nutilisation = 0.8\n".to_owned();
    for (way, system, keys) in WAYS {
        let keys = if stated { keys } else { more };
        let _ = write!(
            text,
            "[[architecture]]\nname = \"{way}\"\nsystem = \"{system}\"\ncooling = \"{way}\"\nheat_rejection = \"chiller-air\"\n{keys}\n"
        );
    }
    let scenario =
        Scenario::parse("test", &text, &[], catalog).unwrap_or_else(|e| panic!("{}", e.render_report(false)));
    compare::run(&scenario, catalog).unwrap()
}

#[test]
fn stating_the_defaults_changes_no_result() {
    let catalog = Catalog::load(None).unwrap();
    let (given, left) = (compare_ways(&catalog, true, ""), compare_ways(&catalog, false, ""));
    for (given, left) in given.architectures.iter().zip(&left.architectures) {
        assert_eq!(given.facility_power_w, left.facility_power_w, "{}", given.name);
        let lists = |a: &rackjoule::study::compare::result::ArchitectureResult| {
            a.records.iter().any(|record| record == "scenario-defaults" || record == "aisle-contained")
        };
        // A loop that holds a pressure keeps a margin of the data.
        let margin = ["hybrid", "cold-plate"].contains(&given.name.as_str());
        assert!(lists(given) == margin && lists(left), "{}: a record is listed where it decides something", given.name);
    }
}

/// Open aisles let 15 % of the exhaust return: T_inlet = (1 − r) T_supply + r T_exit rises, and so do the fans.
#[test]
fn open_aisles_take_their_recirculation_from_the_data() {
    let catalog = Catalog::load(None).unwrap();
    let contained = compare_ways(&catalog, false, "containment = \"contained\"");
    let open = compare_ways(&catalog, false, "containment = \"open\"");
    let stated = compare_ways(&catalog, false, "recirculation = 0.15");
    let fans = |c: &Comparison| c.architectures[0].rack.as_ref().unwrap().fan_power_w;
    assert!(fans(&open) > fans(&contained));
    assert_eq!(fans(&open), fans(&stated));
}

#[test]
fn a_changed_record_changes_what_is_left_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let built_in = include_str!("../data/equipment/cooling.toml");
    let warmer = built_in.replace("cold_plate_supply_c = 40.0", "cold_plate_supply_c = 44.0");
    assert_ne!(built_in, warmer);
    std::fs::create_dir(folder.path().join("equipment")).unwrap();
    std::fs::write(folder.path().join("equipment/cooling.toml"), warmer).unwrap();
    let catalog = Catalog::load(Some(folder.path())).unwrap();
    let text = "[site]\nclimate = \"us-va-ashburn\"\n[it]\nracks = 1\n[[architecture]]\nname = \"plates\"\n\
                system = \"lenovo-sc777-v4\"\ncooling = \"cold-plate\"\nheat_rejection = \"dry-cooler\"\n";
    let scenario = Scenario::parse("test", text, &[], &catalog).unwrap();
    assert!((scenario.architectures[0].supply.celsius() - 44.0).abs() < 1e-9);
}
