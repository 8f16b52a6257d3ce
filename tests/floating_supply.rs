//! Halls without compressors, whose supply floats on hot days: what it settles at, and why it does not.

use rackjoule::assembly::error::ArchitectureError;
use rackjoule::assembly::facility::{self, BuiltFacility};
use rackjoule::plant::error::PlantError;
use rackjoule::scenario::Scenario;

use crate::plant_topologies::{Place, place};

fn build(climate: &str, here: &Place, keys: &str) -> Result<BuiltFacility, ArchitectureError> {
    let text = format!("[site]\nclimate = \"{climate}\"\n{keys}\nredundancy = \"N\"\n");
    let scenario = Scenario::parse("floating", &text, &[], &crate::support::catalog()).unwrap();
    facility::build_facility(&crate::support::catalog(), &scenario, &scenario.architectures[0], &here.design)
}

/// Dry-bulb temperatures, °C, of hours whose supply floats, and why the hall can't run in others: the hottest hours of a year,
/// and about a hundred more.
fn run_hours(built: &BuiltFacility, here: &Place) -> (Vec<f64>, Vec<PlantError>) {
    let set_c = built.facility.hall.main.set_point.celsius();
    let (mut floating, mut refused) = (Vec::new(), Vec::new());
    let mut hours = here.hours.clone();
    hours.sort_by(|a, b| b.air.dry_bulb().kelvin().total_cmp(&a.air.dry_bulb().kelvin()));
    let hottest = hours.iter().take(20);
    for outdoor in hottest.chain(hours.iter().step_by(hours.len().div_ceil(100))) {
        match built.facility.solve_hour(outdoor) {
            Ok(hour) => {
                assert!((hour.rejected_w / hour.facility_w - 1.0).abs() < 1e-9);
                floating.extend((hour.supply_c > set_c + 1e-6).then(|| outdoor.air.dry_bulb().celsius()));
            }
            Err(error) => refused.push(error),
        }
    }
    (floating, refused)
}

/// Spray of closed-circuit coolers far below its boiling point, though the search's hottest water is far above.
#[test]
fn warm_water_of_closed_circuit_coolers_settles() {
    for (climate, keys) in [
        (
            "us-tx-dallas",
            "[it]\nracks = 1\nutilisation = 1\n[[architecture]]\nname = \"a\"\nsystem = \"lenovo-sd665-v3\"\n\
             cooling = \"hybrid\"\nsupply_temperature = 43.91\nheat_rejection = \"closed-circuit\"\n\
             trim_chiller = false\nroom_cooling = \"free-cooling\"",
        ),
        (
            "us-or-portland",
            "[it]\nracks = 14\nutilisation = 1\n[[architecture]]\nname = \"a\"\nsystem = \"dgx-h100\"\n\
             cooling = \"hybrid\"\nsupply_temperature = 47.75\nheat_rejection = \"closed-circuit\"\n\
             trim_chiller = false\nroom_cooling = \"free-cooling\"",
        ),
    ] {
        let here = place(climate);
        let built = build(climate, &here, keys).unwrap_or_else(|e| panic!("{climate}: {e}"));
        let (_, refused) = run_hours(&built, &here);
        assert!(refused.is_empty(), "{climate}: {refused:?}");
    }
}

/// Rear doors leave to the room what their warm water does not take, so the need of the water falls while it warms: a step
/// by the whole of what is missing would lead beyond what the room's air can take.
#[test]
fn rear_doors_on_warm_water_settle_or_leave_too_much_to_the_room() {
    for (climate, keys) in [
        (
            "us-hi-honolulu",
            "[it]\nracks = 1\nutilisation = 1\n[[architecture]]\nname = \"a\"\nsystem = \"two-socket-2u\"\n\
             cooling = \"rear-door\"\nsupply_temperature = 19.06\nheat_rejection = \"dry-cooler\"\n\
             trim_chiller = false\nroom_cooling = \"economizer\"\nevaporative = \"indirect\"",
        ),
        (
            "us-wy-cheyenne",
            "[it]\nracks = 1\nutilisation = 0.8\n[[architecture]]\nname = \"a\"\nsystem = \"two-socket-2u\"\n\
             cooling = \"rear-door\"\nsupply_temperature = 14.66\nheat_rejection = \"dry-cooler\"\nglycol = true\n\
             trim_chiller = false\nroom_cooling = \"economizer\"",
        ),
    ] {
        let here = place(climate);
        let built = build(climate, &here, keys).unwrap_or_else(|e| panic!("{climate}: {e}"));
        let (_, refused) = run_hours(&built, &here);
        for error in &refused {
            assert!(
                matches!(error, PlantError::SupplyTooWarm { .. } | PlantError::HeatLeftToRoom { .. }),
                "{climate}: {error}"
            );
        }
    }
}

/// The warmer its water, the colder above it the boiling liquid of a tank must be and the more water it takes: the supply
/// creeps to where it settles, and in hotter hours than those it does not.
#[test]
fn a_supply_that_creeps_settles() {
    let keys = "[it]\nracks = 22\nutilisation = 1\n[[architecture]]\nname = \"a\"\nsystem = \"dgx-h100\"\n\
                cooling = \"immersion-2p\"\nsupply_temperature = 17.04\nheat_rejection = \"dry-cooler\"\nglycol = true\n\
                trim_chiller = false";
    let here = place("johannesburg");
    let built = build("johannesburg", &here, keys).unwrap();
    let (floating, refused) = run_hours(&built, &here);
    let warmest_floating_c = floating.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    assert!(floating.len() > 10, "{floating:?}");
    for error in &refused {
        let PlantError::SupplyTooWarm { dry_bulb_c, supply_c, limit_c } = *error else { panic!("{error}") };
        assert!(dry_bulb_c > warmest_floating_c && supply_c > limit_c, "{error} {warmest_floating_c}");
    }
}
