//! Over ten thousand random hours of random plants: energy closes, nothing is negative or no number, and the supply is held
//! unless nothing compresses.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rackjoule::assembly::facility;
use rackjoule::physics::air::MoistAir;
use rackjoule::plant::error::PlantError;
use rackjoule::plant::outdoor::OutdoorConditions;
use rackjoule::plant::sized::OutdoorAirHour;
use rackjoule::plant::weather::DesignConditions;
use rackjoule::scenario::Scenario;
use rackjoule::site::facility::Facility;
use rackjoule::site::profile::HourlyProfile;
use rackjoule::site::year::{self, YearInputs};
use rackjoule::units::{Pressure, Temperature};

const PLANTS: usize = 160;
const HOURS: usize = 100;

/// Plants of the first for liquid or air; the others need air.
const FOR_WATER: usize = 17;

/// How the room beside liquid is cooled.
const ROOMS: [&str; 5] = [
    "",
    "room_free_cooling = true",
    "room_cooling = \"economizer\"",
    "room_cooling = \"economizer\"\nevaporative = \"direct\"",
    "room_cooling = \"economizer\"\nevaporative = \"indirect\"",
];

/// Those for water first, then those that need air.
const REJECTIONS: [&str; 21] = [
    "tower\"\neconomizer = \"integrated",
    "tower\"\neconomizer = \"separate",
    "chiller-water",
    "tower\"\nchillers = false\neconomizer = \"integrated",
    "dry-cooler",
    "dry-cooler\"\ntrim_chiller = false\ndoor = \"active",
    "adiabatic",
    "chiller-air",
    "closed-circuit",
    "closed-circuit\"\ntrim_chiller = false\ndoor = \"active",
    "dry-cooler\"\nglycol = true\ndoor = \"active",
    "dry-cooler\"\nglycol = true\ntrim_chiller = false\ndoor = \"active",
    "adiabatic\"\nglycol = true\ndoor = \"active",
    "chiller-air\"\nfree_cooling_coil = true\ndoor = \"active",
    "tower\"\ndry_precooling = \"dry-cooler",
    "tower\"\ndry_precooling = \"thermosyphon",
    "tower\"\nchillers = false\ndry_precooling = \"thermosyphon",
    "dx",
    "air-economizer",
    "air-economizer\"\nevaporative = \"direct",
    "air-economizer\"\nevaporative = \"indirect",
];

fn air(dry_c: f64, rh: f64, pa: f64) -> MoistAir {
    MoistAir::from_relative_humidity(Temperature::from_celsius(dry_c), rh, Pressure::new(pa)).unwrap()
}

fn scenario(liquid: bool, rejection: usize, supply_c: f64, utilisation: f64, feed: &str) -> Scenario {
    let (system, cooling) = if liquid { ("lenovo-sc777-v4", "cold-plate") } else { ("hgx-b200-air", "air") };
    let text = format!(
        "[site]\nclimate = \"us-va-ashburn\"\n[it]\nracks = 12\nutilisation = {utilisation}\n[[architecture]]\nname = \
         \"a\"\nsystem = \"{system}\"\ncooling = \"{cooling}\"\nsupply_temperature = {supply_c}\nheat_rejection = \
         \"{}\"\n{feed}\n",
        REJECTIONS[rejection]
    );
    Scenario::parse("random", &text, &[], &crate::support::catalog()).unwrap_or_else(|e| panic!("{text}\n{e}"))
}

fn check(facility: &Facility, floats: bool, outdoor: &OutdoorConditions, case: &str) {
    let h = facility.solve_hour(outdoor).unwrap_or_else(|e| panic!("{case}: {e}"));
    let out = h.rejected_w / h.facility_w;
    assert!((out - 1.0).abs() < 1e-9, "{case}: {out}");
    let (main, room) = (&h.main, &h.room);
    for value in [
        h.it_w(),
        h.handler_w,
        main.fan_w,
        main.compressor_w,
        main.pump_w,
        main.water_kg_s,
        room.fan_w,
        room.compressor_w,
        room.water_kg_s,
    ] {
        assert!(value.is_finite() && value >= 0.0, "{case}: {value}");
    }
    assert!(h.it_w() > 0.0 && h.facility_w > h.it_w(), "{case}");
    let over_k = h.supply_c - facility.hall.main.set_point.celsius();
    assert!(over_k.abs() < 1e-6 || floats && over_k > 0.0, "{case}: {over_k} K above the set point");
}

#[test]
fn ten_thousand_random_hours_keep_energy_and_set_point() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[5; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let catalog = crate::support::catalog();
    let plants =
        (any::<bool>(), 0..REJECTIONS.len(), 0.0..1.0f64, 0.1..1.0f64, 66e3..104e3f64, 0..4usize, 0..ROOMS.len());
    let mut hours = 0;
    for _ in 0..PLANTS {
        let (liquid, rejection, warmth, utilisation, pa, feed, room) = plants.new_tree(&mut runner).unwrap().current();
        let rejection = if liquid { rejection % FOR_WATER } else { rejection };
        let supply_c = if liquid { 30.0 + 12.0 * warmth } else { 18.0 + 4.0 * warmth };
        let feed = ["redundancy = \"N\"", "redundancy = \"2N\"", "distribution = \"54vdc\"", "ups = \"none\""][feed];
        let feed = if liquid { format!("{feed}\n{}", ROOMS[room]) } else { feed.to_owned() };
        let scenario = scenario(liquid, rejection, supply_c, utilisation, &feed);
        let floats = scenario.architectures[0].heat_rejection.has_floating_supply();
        let design = DesignConditions {
            typical: air(34.0, 0.45, pa),
            extreme: air(40.0, 0.4, pa),
            coldest: Temperature::from_celsius(-40.0),
        };
        let built = match facility::build_facility(&catalog, &scenario, &scenario.architectures[0], &design) {
            Ok(built) => built,
            // Thin air can't cool some racks: the limit is named.
            Err(error) => {
                assert!(!error.to_string().is_empty());
                continue;
            }
        };
        // Where nothing compresses, a hot day may pass what the racks bear.
        let warmest_c = if floats { 26.0 } else { 40.0 };
        for _ in 0..HOURS {
            let (t, rh) = (-40.0..warmest_c, 0.05..1.0f64).new_tree(&mut runner).unwrap().current();
            // No weather is wetter than the extreme that capacity is sized for.
            let rh = if t > 25.0 { rh * 0.4 } else { rh };
            let case = format!(
                "{} liquid {liquid} {feed} supply {supply_c:.2} at {t:.2} degC, {rh:.3}",
                REJECTIONS[rejection]
            );
            hours += 1;
            check(&built.facility, floats, &OutdoorConditions::new(air(t, rh, pa)), &case);
        }
    }
    assert!(hours > 8 * PLANTS * HOURS / 10, "only {hours} hours ran");
}

/// Three days in a row of random plants with random tanks, electricity priced or not: heat is kept with what is stored, the
/// content stays within the tank, and no hour is warmer than it would be with the tank standing still.
#[test]
fn random_tanks_keep_energy_and_set_point() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let catalog = crate::support::catalog();
    let plants = (any::<bool>(), 0..FOR_WATER, 0.0..1.0f64, 0.1..1.0f64, 66e3..104e3f64, 10.0..20_000.0f64, 1..25_u32);
    let hours = proptest::collection::vec((-20.0..25.0f64, 0.05..1.0f64, 0.0..0.5f64), 72);
    let (mut ran, mut worked) = (0, 0);
    for place in 0..PLANTS {
        let (liquid, rejection, warmth, utilisation, pa, kwh, time_h) = plants.new_tree(&mut runner).unwrap().current();
        let supply_c = if liquid { 30.0 + 12.0 * warmth } else { 18.0 + 4.0 * warmth };
        let tank = format!("storage = \"{kwh} kWh\"\nstorage_time = \"{time_h} h\"");
        let case = format!("{} liquid {liquid} supply {supply_c:.2} {tank}", REJECTIONS[rejection]);
        let scenario = scenario(liquid, rejection, supply_c, utilisation, &tank);
        let floats = scenario.architectures[0].heat_rejection.has_floating_supply();
        let design = DesignConditions {
            typical: air(34.0, 0.45, pa),
            extreme: air(40.0, 0.4, pa),
            coldest: Temperature::from_celsius(-40.0),
        };
        let Ok(built) = facility::build_facility(&catalog, &scenario, &scenario.architectures[0], &design) else {
            continue;
        };
        let days = hours.new_tree(&mut runner).unwrap().current();
        let outdoor: Vec<_> = days.iter().map(|(t, rh, _)| OutdoorConditions::new(air(*t, *rh, pa))).collect();
        let price = HourlyProfile::new(days.iter().map(|d| d.2).collect());
        let price = Some(&price).filter(|_| place % 2 == 0);
        let capacity_j = built.facility.storage().unwrap().capacity.joules();
        let run = year::run_priced_year(&built.facility, &outdoor, YearInputs { price, loads: None }, |_, h| {
            let s = h.storage.unwrap();
            let out = (h.rejected_w + s.change_w) / h.facility_w;
            assert!((out - 1.0).abs() < 1e-9, "{case}: {out}");
            for value in [h.main.fan_w, h.main.compressor_w, h.main.pump_w, h.main.water_kg_s, s.cycles] {
                assert!(value.is_finite() && value >= 0.0, "{case}: {value}");
            }
            assert!(s.content_j < 1.25 * capacity_j && s.content_j > -1.25 * capacity_j, "{case}");
            assert!(
                h.supply_c <= s.baseline_supply_c.max(built.facility.hall.main.set_point.celsius()) + 1e-6,
                "{case}"
            );
            assert!(floats || (h.supply_c - built.facility.hall.main.set_point.celsius()).abs() < 1e-6, "{case}");
            worked += usize::from(s.taken_w != 0.0);
        });
        let done = match run {
            Ok(done) => done,
            // Where nothing compresses, a warm day may pass what the racks bear.
            Err(PlantError::SupplyTooWarm { .. }) if floats => continue,
            Err(error) => panic!("{case}: {error}"),
        };
        assert!(done.balance_error() < 1e-9, "{case}");
        ran += 1;
    }
    assert!(ran > 8 * PLANTS / 10 && worked > 10 * ran, "{ran} plants ran, {worked} hours of work");
}

/// Keys of outdoor air, drawn at random.
fn outdoor_air_keys() -> impl Strategy<Value = String> {
    let words = |words: &'static [&'static str]| (0..words.len()).prop_map(move |place| words[place]);
    (
        words(&["", "outdoor_air_class = \"A1\"\n", "outdoor_air_class = \"A4\"\n"]),
        words(&["", "evaporative = \"direct\"\n"]),
        words(&["", "humidification = \"adiabatic\"\n", "humidification = \"steam\"\n"]),
        words(&["", "supply_temperature_max = 26.0\n"]),
        words(&["", "dx = false\n", "economizer_lockout = \"enthalpy\"\n"]),
        0.45..1.0f64,
        0.0..300.0f64,
        -15.0..6.0f64,
    )
        .prop_map(|(class, pads, humid, floats, last, rh, pa, dew_c)| {
            format!(
                "{class}{pads}{humid}{floats}{last}humidity_max = {rh}\nfilter_pressure = {pa}\ndew_point_min = {dew_c}\n"
            )
        })
}

/// Random hours of halls with random keys of outdoor air. Energy closes; what humidifiers draw is their water times the
/// energy of their record; compressors rest where outdoor air supplies the hall alone; and the supply is at its set point or
/// floats within what the keys say.
#[test]
fn random_limits_of_outdoor_air_keep_energy_and_water() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[21; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let catalog = crate::support::catalog();
    let plants = (outdoor_air_keys(), 0.0..1.0f64, 0.1..1.0f64, 70e3..104e3f64);
    let (mut hours, mut humid, mut floated) = (0, 0, 0);
    for _ in 0..60 {
        let (keys, warmth, utilisation, pa) = plants.new_tree(&mut runner).unwrap().current();
        let text = format!(
            "[site]\nclimate = \"us-va-ashburn\"\n[it]\nracks = 12\nutilisation = {utilisation}\n[[architecture]]\nname = \
             \"a\"\nsystem = \"dgx-a100\"\ncooling = \"air\"\nsupply_temperature = {}\nheat_rejection = \
             \"air-economizer\"\n{keys}",
            18.0 + 4.0 * warmth
        );
        let scenario = Scenario::parse("random", &text, &[], &catalog).unwrap_or_else(|e| panic!("{text}\n{e}"));
        let design = DesignConditions {
            typical: air(34.0, 0.45, pa),
            extreme: air(40.0, 0.4, pa),
            coldest: Temperature::from_celsius(-5.0),
        };
        let Ok(built) = facility::build_facility(&catalog, &scenario, &scenario.architectures[0], &design) else {
            continue;
        };
        let set_c = built.facility.hall.main.set_point.celsius();
        let most_c = built.facility.warmest_met_supply().celsius();
        for _ in 0..HOURS {
            let (t, rh) = (-30.0..34.0f64, 0.05..1.0f64).new_tree(&mut runner).unwrap().current();
            let rh = if t > 25.0 { rh * 0.4 } else { rh };
            let case = format!("{keys} at {t:.2} degC, {rh:.3}, {pa:.0} Pa");
            let h = match built.facility.solve_hour(&OutdoorConditions::new(air(t, rh, pa))) {
                Ok(h) => h,
                Err(PlantError::SupplyTooWarm { .. }) if keys.contains("dx = false") => continue,
                Err(error) => panic!("{case}: {error}"),
            };
            let main = &h.main;
            assert!((h.rejected_w / h.facility_w - 1.0).abs() < 1e-9, "{case}: {}", h.rejected_w / h.facility_w);
            for value in [main.air_fan_w, main.humidifier_w, main.compressor_w, main.water_kg_s] {
                assert!(value.is_finite() && value >= 0.0, "{case}: {value}");
            }
            // 0.0027 kWh for each kilogram, of which two thirds are taken up; 0.75 kWh/kg and four fifths.
            let j_kg = 3.6e6 * if keys.contains("steam") { 0.75 * 0.8 } else { 0.0027 * 2.0 / 3.0 };
            let wanted_w = main.humidifier_water_kg_s * j_kg;
            assert!((main.humidifier_w - wanted_w).abs() <= 1e-9 * wanted_w, "{case}");
            assert!(main.water_kg_s >= main.humidifier_water_kg_s, "{case}");
            let outdoor_air = main.outdoor_air.unwrap();
            assert!(outdoor_air != OutdoorAirHour::Alone || main.compressor_w == 0.0, "{case}");
            assert!(h.supply_c > set_c - 1e-6, "{case}: {}", h.supply_c);
            assert!(h.supply_c < most_c + 1e-6 || keys.contains("dx = false"), "{case}: {}", h.supply_c);
            hours += 1;
            humid += usize::from(main.humidifier_w > 0.0);
            floated += usize::from(h.supply_c > set_c + 1e-6);
        }
    }
    assert!(hours > 3000 && humid > 100 && floated > 100, "{hours} hours, {humid} humidified, {floated} floated");
}
