//! The comparison end to end.

use rackjoule::catalog::Catalog;
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::compare;
use rackjoule::study::compare::result::{ArchitectureResult, Comparison};

use crate::support::data::without_ranges;

fn run(overrides: &[&str]) -> Comparison {
    let catalog = Catalog::load(None).unwrap();
    let overrides: Vec<String> = overrides.iter().map(ToString::to_string).collect();
    let scenario =
        Scenario::parse("default", scenario::DEFAULT, &overrides, &catalog).unwrap_or_else(|e| panic!("{e}"));
    compare::run(&scenario, &catalog).unwrap()
}

fn facility_w(c: &Comparison, i: usize) -> f64 {
    c.architectures[i].facility_power_w.unwrap()
}

fn named<'a>(c: &'a Comparison, name: &str) -> &'a ArchitectureResult {
    c.architectures.iter().find(|a| a.name == name).unwrap()
}

#[test]
fn energy_leaves_as_it_entered_everywhere() {
    for example in examples() {
        let catalog = Catalog::load(None).unwrap();
        let scenario = Scenario::parse("example", &example, &[], &catalog).unwrap_or_else(|e| panic!("{e}"));
        for a in compare::run(&scenario, &catalog).unwrap().architectures {
            assert!(a.feasible, "{}: {:?}", a.name, a.limit);
            let error = a.energy_balance_relative_error.unwrap();
            assert!(error < 1e-9, "{}: {error}", a.name);
            let sum: f64 = a.power.iter().map(|s| s.power_w).sum();
            assert!((sum / a.facility_power_w.unwrap() - 1.0).abs() < 1e-9, "{}: components do not add up", a.name);
            let y = a.annual.unwrap();
            assert!((y.tue / (y.itue * y.pue) - 1.0).abs() < 1e-12);
            assert!((y.energy_kwh / 8760.0 * 1e3 / a.facility_power_w.unwrap() - 1.0).abs() < 1e-9);
        }
    }
}

fn examples() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "toml"));
    files.sort();
    assert!(files.len() >= 3);
    let texts = files.iter().map(|f| std::fs::read_to_string(f).unwrap());
    texts.chain([scenario::DEFAULT.to_owned()]).collect()
}

#[test]
fn liquid_draws_less_and_the_report_says_where() {
    let c = run(&[]);
    assert_eq!(c.differences.len(), 2);
    for (i, d) in (1..).zip(&c.differences) {
        assert!(facility_w(&c, i) < facility_w(&c, 0));
        assert!((d.facility_power_w - (facility_w(&c, i) - facility_w(&c, 0))).abs() < 1e-6);
        let sum: f64 = d.by_bucket.iter().map(|s| s.power_w).sum();
        assert!((sum - d.facility_power_w).abs() < 1e-6);
    }
}

#[test]
fn headline_figures_are_plausible() {
    let c = run(&["it.accelerators=1152"]);
    let [air, plates, liquid] = c.architectures.as_slice() else { panic!() };
    let [a, p, l] = [air, plates, liquid].map(|x| x.annual.as_ref().unwrap());
    // NREL ESIF, warm-water cooled: 1.036 without UPS; the survey mean of all halls is about 1.5.
    assert!(l.pue > 1.03 && l.pue < 1.12, "{}", l.pue);
    assert!(p.pue > 1.03 && p.pue < 1.12, "{}", p.pue);
    assert!(a.pue > 1.08 && a.pue < 1.5, "{}", a.pue);
    // Water of cooling towers: 1.1 to 2.2 L per kWh of heat.
    assert!(a.wue_l_per_kwh.is_some_and(|wue| wue > 0.8 && wue < 2.4));
    assert_eq!((p.water_l, l.water_l), (Some(0.0), Some(0.0)));
    // Measured at the wall (MLPerf v5.1, 405B offline, 8 B200 with water and fans): 0.1655 tokens/J.
    for tokens in [a, p, l].map(|y| y.tokens_per_joule.unwrap()) {
        assert!(tokens > 0.10 && tokens < 0.1655, "{tokens}");
    }
    assert_eq!(liquid.rack.as_ref().unwrap().fan_power_w, 0.0);
    assert!(liquid.rack.as_ref().unwrap().liquid_heat_fraction > 0.99);
    // Plates on accelerators, processors and switches leave memory, drives and cards to the air.
    let plates = (plates.rack.as_ref().unwrap(), plates.racks);
    assert!((0.8..0.9).contains(&plates.0.liquid_heat_fraction) && plates.0.fan_power_w > 0.0);
    // 1,152 of 32 and of 64 to a rack; the same work of 1,200 W modules, 10/9 of theirs, asks for 1,037 of 96 to a rack.
    assert_eq!((air.racks, plates.1, liquid.racks), (Some(36), Some(18), Some(11)));
    assert_eq!(liquid.accelerators, Some(1037));
}

#[test]
fn more_heat_raises_every_total_that_it_should() {
    let base = run(&["it.utilisation=0.6"]);
    let more = run(&["it.utilisation=0.7"]);
    for (a, b) in base.architectures.iter().zip(&more.architectures) {
        let (x, y) = (a.annual.as_ref().unwrap(), b.annual.as_ref().unwrap());
        assert!(b.it_power_w > a.it_power_w && b.facility_power_w > a.facility_power_w, "{}", a.name);
        assert!(y.energy_kwh > x.energy_kwh && y.it_energy_kwh > x.it_energy_kwh);
        assert!(y.cost_usd > x.cost_usd && y.carbon_kg_co2e > x.carbon_kg_co2e);
        assert!(y.peak_facility_power_w > x.peak_facility_power_w);
        assert!(y.water_l > x.water_l || x.water_l == Some(0.0));
        assert_eq!(
            a.rack.as_ref().unwrap().power_w,
            b.rack.as_ref().unwrap().power_w,
            "a rack at full load is the same"
        );
    }
}

#[test]
fn a_hungrier_part_reaches_rack_site_and_meter() {
    let dir = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/chips.toml")).unwrap();
    let module = "max_w = 194.0\nidle_w = 132.0";
    assert!(text.contains(module));
    std::fs::write(
        dir.path().join("chips.toml"),
        without_ranges(&text).replace(module, "max_w = 294.0\nidle_w = 132.0"),
    )
    .unwrap();
    let base = run(&["it.accelerators=1152"]);
    let own = Catalog::load(Some(dir.path())).unwrap();
    let sets = ["it.accelerators=1152".to_owned()];
    let scenario = Scenario::parse("default", scenario::DEFAULT, &sets, &own).unwrap();
    let hungry = compare::run(&scenario, &own).unwrap();
    let rack = |c: &Comparison| c.architectures[0].rack.as_ref().unwrap().power_w;
    // Four servers with 100 W more, plus what the supplies lose on it.
    let gained = rack(&hungry) - rack(&base);
    assert!(gained > 400.0 && gained < 440.0, "{gained}");
    let it_gained = hungry.architectures[0].it_power_w.unwrap() - base.architectures[0].it_power_w.unwrap();
    assert!(it_gained > 0.8 * 144.0 * 100.0 && it_gained < 0.9 * 144.0 * 110.0, "{it_gained}");
    assert!(facility_w(&hungry, 0) - facility_w(&base, 0) > it_gained);
    // The same boards, eight servers to a rack, on plates: their drives are in air.
    assert!(facility_w(&hungry, 1) - facility_w(&base, 1) > it_gained);
    assert_eq!(facility_w(&hungry, 2), facility_w(&base, 2), "the last system has no such part");
}

#[test]
fn bins_and_hours_of_a_climate_agree() {
    let hourly = run(&[]);
    let bins = run(&["site.weather_form=bins"]);
    assert_eq!((hourly.site.weather_kind.name(), bins.site.weather_kind.name()), ("hourly", "bins"));
    for (a, b) in hourly.architectures.iter().zip(&bins.architectures) {
        let (x, y) = (a.annual.as_ref().unwrap(), b.annual.as_ref().unwrap());
        assert!((x.energy_kwh / y.energy_kwh - 1.0).abs() < 0.003, "{}", a.name);
        let (hours_l, bins_l) = (x.water_l.unwrap(), y.water_l.unwrap());
        assert!((hours_l - bins_l).abs() <= 0.02 * hours_l, "{}", a.name);
    }
}

#[test]
fn what_cannot_be_cooled_says_by_which_limit() {
    let c = run(&["architecture.air.supply_temperature=45"]);
    let air = &c.architectures[0];
    assert!(air.annual.is_some() || air.limit.as_ref().unwrap().contains("limit"));
    let c = run(&["architecture.liquid-45.supply_temperature=60", "architecture.liquid-45.power_limit=5000"]);
    let liquid = named(&c, "liquid-45");
    assert!(!liquid.feasible || liquid.rack.as_ref().unwrap().performance < 1.0);
}

#[test]
fn warm_hours_without_chillers_are_counted_not_hidden() {
    let floating = |c: f64| {
        let supply = format!("architecture.liquid-45.supply_temperature={c}");
        let c = run(&[&supply, "architecture.liquid-45.trim_chiller=false"]);
        named(&c, "liquid-45").annual.as_ref().unwrap().unmet_hours
    };
    assert!(floating(34.0) > floating(38.0), "a colder set point is missed more often");
    assert!(floating(34.0) > 0.0);
}

#[test]
fn order_and_company_do_not_matter() {
    let catalog = Catalog::load(None).unwrap();
    let marker = "[[architecture]]";
    let mut parts = scenario::DEFAULT.split(marker);
    let (head, own) = (parts.next().unwrap(), parts.collect::<Vec<_>>());
    assert_eq!(own.len(), 3);
    let in_order = |places: &[usize], equal: &str| {
        let architectures: String = places.iter().map(|i| format!("{marker}{}\n", own[*i])).collect();
        let sets = [format!("it.equal={equal}")];
        let scenario = Scenario::parse("order", &format!("{head}{architectures}"), &sets, &catalog);
        compare::run(&scenario.unwrap_or_else(|e| panic!("{e}")), &catalog).unwrap()
    };
    // By number, any order; by work, any order of those that are compared with the first.
    for (equal, orders) in
        [("accelerators", &[&[2, 0, 1][..], &[1, 2], &[2]][..]), ("rated-work", &[&[0, 2, 1], &[0, 2], &[0]])]
    {
        let given = in_order(&[0, 1, 2], equal);
        for order in orders {
            for found in &in_order(order, equal).architectures {
                let own = named(&given, &found.name);
                assert_eq!(found.facility_power_w, own.facility_power_w, "{equal} {order:?}: {}", own.name);
                let cost = |a: &ArchitectureResult| a.annual.as_ref().unwrap().ownership.net_present_cost_usd;
                assert_eq!(cost(found), cost(own), "{equal} {order:?}: {}", own.name);
            }
        }
    }
}

/// The kinds of every architecture's ladder in an example, by its name.
fn ladder_kinds(example: &str) -> Vec<(String, Vec<String>)> {
    let path = format!("{}/examples/{example}.toml", env!("CARGO_MANIFEST_DIR"));
    let catalog = Catalog::load(None).unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let scenario = Scenario::parse(example, &text, &[], &catalog).unwrap_or_else(|e| panic!("{e}"));
    let result = serde_json::to_value(compare::run(&scenario, &catalog).unwrap()).unwrap();
    let text = |v: &serde_json::Value| v.as_str().unwrap().to_owned();
    let architectures = result["architectures"].as_array().unwrap().iter();
    architectures
        .map(|a| {
            let steps = a["ladder"].as_array().unwrap();
            for s in steps {
                let c = s["temperature_c"].as_f64().unwrap();
                assert!(c > 10.0, "{}: {} at {c} degC on a hot design day", a["name"], s["place"]);
            }
            (text(&a["name"]), steps.iter().map(|s| text(&s["kind"])).collect())
        })
        .collect()
}

#[test]
fn a_ladder_names_only_the_media_that_a_plant_has() {
    let servers = ["junction", "case", "server-exhaust", "aisle-supply"];
    let air = |rest: &[&'static str]| [&servers[..], rest].concat();
    let chilled = |rest: &[&'static str]| air(&[&["chilled-water-supply"], rest].concat());
    let heat_rejection = [
        ("tower-integrated", chilled(&["tower-water", "outdoor-dry-bulb", "outdoor-wet-bulb"])),
        ("tower-separate", chilled(&["tower-water", "outdoor-dry-bulb", "outdoor-wet-bulb"])),
        ("chiller-water", chilled(&["tower-water", "outdoor-dry-bulb", "outdoor-wet-bulb"])),
        ("chiller-air", chilled(&["outdoor-dry-bulb"])),
        ("adiabatic", chilled(&["dry-cooler-water", "outdoor-dry-bulb", "outdoor-wet-bulb"])),
        ("dx", air(&["outdoor-dry-bulb"])),
        ("outdoor-air", air(&["outdoor-dry-bulb"])),
        ("outdoor-air-wetted", air(&["outdoor-dry-bulb", "outdoor-wet-bulb"])),
        ("indirect-evaporative", air(&["outdoor-dry-bulb", "outdoor-wet-bulb"])),
    ];
    // Control holds the warmer accelerator of a pair at 78 degC, 9 K below its limit; memory modules keep 13 K of theirs.
    let liquid = ["junction", "case", "coolant-return", "coolant-supply"];
    let edge_room = [
        ("air, room unit", air(&["outdoor-dry-bulb"])),
        ("plates, liquid to air", [&liquid[..], &["aisle-supply", "outdoor-dry-bulb"]].concat()),
        (
            "plates, dry cooler",
            [&liquid[..], &["facility-water-supply", "dry-cooler-water", "outdoor-dry-bulb"]].concat(),
        ),
    ];
    for (example, expected) in [("heat-rejection", &heat_rejection[..]), ("edge-room", &edge_room[..])] {
        let found = ladder_kinds(example);
        assert_eq!(found.len(), expected.len(), "{example}");
        for ((name, kinds), (expected_name, expected_kinds)) in found.iter().zip(expected) {
            assert_eq!(
                (name.as_str(), kinds),
                (*expected_name, &expected_kinds.iter().map(ToString::to_string).collect())
            );
        }
    }
}
