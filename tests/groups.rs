//! Halls of several groups of racks: what they are made of does not change what they do.

use rackjoule::assembly::facility::{self, BuiltFacility};
use rackjoule::rack::assembly;
use rackjoule::rack::model::RackLoad;
use rackjoule::rack::response::{RackMeans, RackResponse};
use rackjoule::scenario::{LoadPlacement, Scenario};
use rackjoule::site::load_table::LoadTable;
use rackjoule::site::year::{self, FacilityYear, YearInputs};
use rackjoule::study::compare;
use rackjoule::units::{Pressure, Temperature};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::plant_topologies::{Place, place};

fn parse(text: &str) -> Scenario {
    Scenario::parse("groups", text, &[], &crate::support::catalog()).unwrap_or_else(|e| panic!("{text}\n{e}"))
}

fn build(text: &str, here: &Place) -> BuiltFacility {
    let scenario = parse(text);
    facility::build_facility(&crate::support::catalog(), &scenario, &scenario.architectures[0], &here.design)
        .unwrap_or_else(|e| panic!("{text}\n{e}"))
}

fn year_of(text: &str, here: &Place) -> FacilityYear {
    year::run_year(&build(text, here).facility, &here.hours, |_, _| {}).unwrap_or_else(|e| panic!("{text}\n{e}"))
}

fn near(got: f64, expected: f64, what: &str) {
    assert!((got - expected).abs() <= 1e-9 * expected.abs().max(1e-6), "{what}: {got} against {expected}");
}

/// Sums of two years that must be alike.
fn compare_years(one: &FacilityYear, other: &FacilityYear, what: &str) {
    for (name, a, b) in [
        ("facility", one.facility_j, other.facility_j),
        ("it", one.it_j, other.it_j),
        ("fans", one.server_fan_j, other.server_fan_j),
        ("pumps", one.pump_j, other.pump_j),
        ("compressors", one.compressor_j, other.compressor_j),
        ("handlers", one.handler_j, other.handler_j),
        ("conversion", one.conversion_loss_j(), other.conversion_loss_j()),
        ("water", one.water_kg, other.water_kg),
        ("peak", one.peak_w, other.peak_w),
        ("unmet", one.unmet_h, other.unmet_h),
        ("performance", one.performance_h, other.performance_h),
    ] {
        near(a, b, &format!("{what}: {name}"));
    }
}

/// Every way of cooling with a plant of its own.
const HALLS: [(&str, &str, &str); 7] = [
    ("hgx-b200-air", "air", "supply_temperature = 25\nheat_rejection = \"tower\"\neconomizer = true"),
    ("hgx-b200-air", "air", "supply_temperature = 27\nheat_rejection = \"air-economizer\"\nevaporative = \"direct\""),
    ("hgx-b200-air", "rear-door", "supply_temperature = 18\nheat_rejection = \"chiller-air\""),
    ("lenovo-sr780a-v3", "hybrid", "supply_temperature = 45\nheat_rejection = \"dry-cooler\"\nredundancy = \"2N\""),
    ("lenovo-sc777-v4", "cold-plate", "supply_temperature = 40\nheat_rejection = \"tower\"\nchillers = false"),
    ("dgx-h100", "immersion-1p", "supply_temperature = 35\nheat_rejection = \"dry-cooler\"\ntrim_chiller = false"),
    ("hgx-b200-air", "immersion-2p", "supply_temperature = 30\nheat_rejection = \"closed-circuit\""),
];

/// Racks by threes on a coolant unit: 13 of them, or 6 and 7, leave the same last unit.
#[test]
fn two_equal_groups_are_one_hall() {
    let here = place("us-va-ashburn");
    for (system, cooling, keys) in HALLS {
        let architecture = format!(
            "[[architecture]]\nname = \"a\"\nsystem = \"{system}\"\ncooling = \"{cooling}\"\n{keys}\nracks_per_cdu = 3\n"
        );
        let site = "[site]\nclimate = \"us-va-ashburn\"\n";
        let one = format!("{site}[it]\nracks = 13\nutilisation = 0.7\n{architecture}");
        let two = format!(
            "{site}[it]\nutilisation = 0.7\n[[it.group]]\nname = \"x\"\nracks = 6\n[[it.group]]\nname = \"y\"\nracks = \
             7\n{architecture}"
        );
        let (one, two) = (year_of(&one, &here), year_of(&two, &here));
        compare_years(&two, &one, &format!("{system} {cooling}"));
        assert_eq!(two.groups.len(), 2);
        near(two.groups[0].it_j + two.groups[1].it_j, one.it_j, "groups together");
        near(two.groups[0].it_j * 7.0, two.groups[1].it_j * 6.0, "shares of groups");
    }
}

/// Two groups of unlike load are the mean load of all: packed loads are shares of busy servers.
#[test]
fn loads_of_like_groups_add_up() {
    let here = place("us-va-ashburn");
    let keys = "[[architecture]]\nname = \"a\"\nsystem = \"lenovo-sc777-v4\"\ncooling = \"cold-plate\"\n\
                supply_temperature = 40\nheat_rejection = \"dry-cooler\"\n";
    let site = "[site]\nclimate = \"us-va-ashburn\"\n";
    let one = format!("{site}[it]\nracks = 10\nutilisation = 0.45\n{keys}");
    let two = format!(
        "{site}[it]\n[[it.group]]\nname = \"x\"\nracks = 5\nutilisation = 0.9\n[[it.group]]\nname = \"y\"\nracks = \
         5\nutilisation = 0\n{keys}"
    );
    compare_years(&year_of(&two, &here), &year_of(&one, &here), "0.9 and 0");
}

const POD: &str = "
[[it.group]]
name = \"training\"
racks = 8
system = \"lenovo-sc777-v4\"
utilisation = 0.9
[[it.group]]
name = \"inference\"
racks = 4
system = \"lenovo-sr780a-v3\"
cooling = \"hybrid\"
utilisation = 0.6
[[it.group]]
name = \"doors\"
racks = 6
system = \"hgx-b200-air\"
utilisation = 0.5
[[it.group]]
name = \"hosts\"
racks = 3
system = \"two-socket-2u\"
utilisation = 0.3
";
const POD_PLANT: &str = "
[[architecture]]
name = \"a\"
cooling = \"cold-plate\"
supply_temperature = 40
air_temperature = 24
heat_rejection = \"dry-cooler\"
trim_chiller = true
[[architecture.loop]]
groups = [\"doors\"]
cooling = \"rear-door\"
supply_temperature = 20
heat_rejection = \"chiller-air\"
";

fn pod(groups: &str) -> String {
    format!("[site]\nclimate = \"us-va-ashburn\"\n[it]\n{groups}{POD_PLANT}")
}

/// The order in which groups are written changes nothing but their own order.
#[test]
fn the_order_of_groups_is_irrelevant() {
    let here = place("us-va-ashburn");
    let forward = year_of(&pod(POD), &here);
    let turned: Vec<&str> = POD.split("[[it.group]]").filter(|g| !g.trim().is_empty()).collect();
    let turned: Vec<String> = turned.iter().rev().map(|g| format!("[[it.group]]{g}")).collect();
    let turned = turned.concat();
    let backward = year_of(&pod(&turned), &here);
    compare_years(&backward, &forward, "turned");
    for (place, group) in forward.groups.iter().enumerate() {
        near(backward.groups[3 - place].it_j, group.it_j, "each group");
    }
}

/// What stands in the room's air beside liquid, and on a loop of its own: groups of a pod are what they are alone.
#[test]
fn groups_draw_what_they_draw_alone() {
    let here = place("us-va-ashburn");
    let built = build(&pod(POD), &here);
    let hour = built.facility.solve_hour(&here.hours[4000]).unwrap();
    near(hour.rejected_w, hour.facility_w, "energy");
    let catalog = crate::support::catalog();
    let pressure = here.design.typical.pressure();
    let mut sum_w = 0.0;
    for (place, (system, cooling, supply_c, racks, load)) in [
        ("lenovo-sc777-v4", "cold-plate", 40.0, 8.0, 0.9),
        ("lenovo-sr780a-v3", "hybrid", 40.0, 4.0, 0.6),
        ("hgx-b200-air", "rear-door", 20.0, 6.0, 0.5),
        ("two-socket-2u", "air", 24.0, 3.0, 0.3),
    ]
    .into_iter()
    .enumerate()
    {
        let keys = if cooling == "air" { "" } else { "air_temperature = 24\n" };
        let alone = parse(&format!(
            "[site]\nclimate = \"us-va-ashburn\"\n[it]\nracks = {racks}\n[[architecture]]\nname = \"a\"\nsystem = \
             \"{system}\"\ncooling = \"{cooling}\"\nsupply_temperature = {supply_c}\n{keys}heat_rejection = \
             \"chiller-air\"\n"
        ));
        let setup = assembly::assemble_rack(&catalog, &alone.architectures[0], pressure, racks).unwrap();
        let state = |busy: f64| {
            let full = RackLoad { busy, ..setup.rack.busy_load(&alone.architectures[0]) };
            setup.rack.solve_steady_state(Temperature::from_celsius(supply_c), full).unwrap()
        };
        let beside_w =
            racks * built.groups[place].response.design.power_w() - racks * built.groups[place].response.full.power_w();
        sum_w += racks * (load * state(1.0).power_w() + (1.0 - load) * state(0.0).power_w()) + beside_w;
    }
    near(hour.it_w(), sum_w, "racks of all groups");
    // The side loop has the temperature of its own set point, and its plant carries no other heat.
    assert_eq!(hour.side.supply_c[0], 20.0);
    assert!(hour.side.compressor_w > 0.0);
}

/// Machines of a loop beside the main one go out in turn too: one chiller of few leaves heat, one spare of them does not.
#[test]
fn a_machine_of_a_side_loop_goes_out_too() {
    let catalog = crate::support::catalog();
    let case_of = |spares: &str| {
        let scenario = parse(&format!("{}{spares}", pod(POD)));
        let hall = compare::run(&scenario, &catalog).unwrap().architectures.remove(0);
        let mut cases = hall.one_unit_out.into_iter().filter(|case| case.side_loop.as_deref() == Some("loop 1"));
        let case = cases.next().expect("the chillers of the loop");
        assert!(cases.next().is_none(), "one kind of machine");
        (case.equipment, case.count, case.unmet_hours)
    };
    let (equipment, count, unmet) = case_of("");
    assert!(equipment == "air-cooled chiller" && unmet > 0.0, "{equipment}: {unmet} h");
    let (_, with_spare, unmet_with_spare) = case_of("plant_redundancy = \"N+1\"\n");
    assert_eq!((with_spare, unmet_with_spare), (count + 1, 0.0));
}

/// Ten random groups of random loads in every hour: electricity in is heat out.
#[test]
fn energy_closes_with_ten_random_groups() {
    const SYSTEMS: [&str; 5] = ["lenovo-sc777-v4", "lenovo-sr780a-v3", "hgx-b200-air", "two-socket-2u", "dgx-h100"];
    let here = place("us-va-ashburn");
    let mut rng = ChaCha8Rng::seed_from_u64(23);
    for case in 0..6 {
        let mut groups = String::from(
            "[[it.group]]\nname = \"first\"\nracks = 3\nsystem = \"lenovo-sc777-v4\"\nutilisation = 0.4\n",
        );
        let mut doors = Vec::new();
        for place in 1..10 {
            let system = SYSTEMS[rng.random_range(0..SYSTEMS.len())];
            let cooling = match system {
                "lenovo-sc777-v4" => "",
                "lenovo-sr780a-v3" => "cooling = \"hybrid\"\n",
                "hgx-b200-air" if case % 2 == 0 => {
                    doors.push(format!("\"g{place}\""));
                    ""
                }
                _ => "cooling = \"air\"\n",
            };
            groups.extend([format!(
                "[[it.group]]\nname = \"g{place}\"\nracks = {}\nsystem = \"{system}\"\n{cooling}utilisation = {:.2}\n\
                 scheduling = \"{}\"\nfilled = {:.2}\n",
                rng.random_range(1..6),
                rng.random_range(0.0..1.0),
                ["packed", "spread"][rng.random_range(0..2)],
                rng.random_range(0.3..1.0)
            )]);
        }
        let beside = if doors.is_empty() {
            String::new()
        } else {
            format!(
                "[[architecture.loop]]\ngroups = [{}]\ncooling = \"rear-door\"\nsupply_temperature = 20\nheat_rejection = \
                 \"tower\"\n",
                doors.join(", ")
            )
        };
        let plant = ["dry-cooler", "tower", "chiller-air"][case % 3];
        let text = format!(
            "[site]\nclimate = \"us-va-ashburn\"\n[it]\n{groups}[[architecture]]\nname = \"a\"\ncooling = \"cold-plate\"\n\
             supply_temperature = 38\nair_temperature = 24\nheat_rejection = \"{plant}\"\n{beside}"
        );
        let built = build(&text, &here);
        let hours = &here.hours[..here.hours.len().min(600)];
        let loads: Vec<Vec<(f64, f64)>> = (0..10)
            .map(|_| hours.iter().map(|_| rng.random_range(0.0..1.0)).map(|load: f64| (load, load)).collect::<Vec<_>>())
            .collect();
        let table = LoadTable::from_groups(&loads).unwrap();
        let inputs = YearInputs { price: None, loads: Some(&table) };
        let mut seen = 0;
        let year = year::run_priced_year(&built.facility, hours, inputs, |_, hour| {
            assert!((hour.rejected_w / hour.facility_w - 1.0).abs() < 1e-9, "{text}");
            seen += 1;
        })
        .unwrap_or_else(|e| panic!("{text}\n{e}"));
        assert_eq!(seen, hours.len());
        near(year.groups.iter().map(|group| group.it_j).sum(), year.it_j, "groups together");
        near(year.groups[0].load_h, loads[0].iter().map(|load| load.0).sum::<f64>(), "load of the first");
    }
}

/// A part of the racks draws its part, and the plant is that of all of them.
#[test]
fn a_hall_that_is_filled_in_part_keeps_its_plant() {
    let catalog = crate::support::catalog();
    let run = |filled: &str| {
        let scenario = parse(&format!(
            "[site]\nclimate = \"us-va-ashburn\"\n[it]\nracks = 16\nutilisation = 0.8\n{filled}[[architecture]]\nname = \
             \"a\"\nsystem = \"lenovo-sc777-v4\"\ncooling = \"cold-plate\"\nsupply_temperature = 40\nheat_rejection = \
             \"dry-cooler\"\n"
        ));
        compare::run(&scenario, &catalog).unwrap().architectures.remove(0)
    };
    let (full, quarter) = (run(""), run("filled = 0.25\n"));
    let of = |a: &rackjoule::study::compare::result::ArchitectureResult| {
        let year = a.annual.as_ref().unwrap();
        (a.racks.unwrap(), year.it_energy_kwh, year.pue)
    };
    let (full_of, quarter_of) = (of(&full), of(&quarter));
    assert_eq!((full_of.0, quarter_of.0), (16, 4));
    near(quarter_of.1, 0.25 * full_of.1, "IT energy");
    assert!(
        quarter_of.2 > full_of.2 + 0.01,
        "{} against {}: a plant for four times the racks",
        quarter_of.2,
        full_of.2
    );
    let plant = |a: &rackjoule::study::compare::result::ArchitectureResult| -> Vec<(String, u32)> {
        a.plant.iter().map(|unit| (unit.what.clone(), unit.count)).collect()
    };
    assert_eq!(plant(&full), plant(&quarter));
    assert!(quarter.energy_balance_relative_error.unwrap() < 1e-9);
}

/// Largest error of power, heats and flows of the table against exact states at random loads and supplies.
#[test]
fn the_table_of_a_rack_is_within_a_part_in_two_thousand() {
    let catalog = crate::support::catalog();
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    for (system, cooling, supply_c, placement) in [
        ("lenovo-sc777-v4", "cold-plate", 35.0, LoadPlacement::Packed),
        ("lenovo-sc777-v4", "cold-plate", 35.0, LoadPlacement::Spread),
        ("hgx-b200-air", "air", 22.0, LoadPlacement::Packed),
        ("hgx-b200-air", "air", 22.0, LoadPlacement::Spread),
        ("lenovo-sr780a-v3", "hybrid", 35.0, LoadPlacement::Spread),
        ("two-socket-2u", "air", 22.0, LoadPlacement::Spread),
        ("hgx-b200-air", "rear-door", 16.0, LoadPlacement::Spread),
    ] {
        let scenario =
            crate::support::architecture(system, cooling, &format!("supply_temperature = {supply_c}\n")).unwrap();
        let own = &scenario.architectures[0];
        let setup = assembly::assemble_rack(&catalog, own, Pressure::new(101_325.0), 1.0).unwrap();
        let load = setup.rack.busy_load(own);
        let set = Temperature::from_celsius(supply_c);
        let table = RackResponse::tabulate_rack(&setup.rack, set, 8.0, load, placement).unwrap();
        let mut worst = 0.0_f64;
        for _ in 0..40 {
            let (at, share) = (supply_c + rng.random_range(0.0..8.0), rng.random_range(0.0..1.0));
            let at = Temperature::from_celsius(at);
            if at > table.warmest_supply() {
                continue;
            }
            let state =
                |busy: f64| RackMeans::from(&setup.rack.solve_steady_state(at, RackLoad { busy, ..load }).unwrap());
            let got = table.mean_at(at, share);
            let exact = match placement {
                LoadPlacement::Spread => state(share).power_w(),
                LoadPlacement::Packed => share * state(1.0).power_w() + (1.0 - share) * state(0.0).power_w(),
            };
            worst = worst.max((got.power_w() / exact - 1.0).abs());
        }
        assert!(worst < 5e-4, "{system} {cooling} {placement:?}: {worst:.2e}");
    }
}
