//! A tank of cold water beside the plant of a site: heat is kept, and the plant without it is what it is compared with.

use rackjoule::assembly::facility;
use rackjoule::catalog::climate::WeatherForm;
use rackjoule::component::plant::{storage_rules, storage_tank};
use rackjoule::physics::air::MoistAir;
use rackjoule::plant::outdoor::OutdoorConditions;
use rackjoule::plant::weather;
use rackjoule::scenario::Scenario;
use rackjoule::site::facility::Facility;
use rackjoule::site::profile::HourlyProfile;
use rackjoule::site::storage::StorageSystem;
use rackjoule::site::storage::dispatch::StorageDispatch;
use rackjoule::site::year::{self, YearInputs};
use rackjoule::units::{Duration, Energy, TempDelta, Temperature};

const RECORD: storage_tank::StorageTankSpec =
    storage_tank::StorageTankSpec { volume_m3: 50.0, loss_w_k: 30.0, flow_max_m3_s: 0.06, usable: 0.85 };
const RULES: storage_rules::StorageRulesSpec =
    storage_rules::StorageRulesSpec { time_h: 8.0, begins_h: 22.0, held_h: 12.0 };

/// A plant in a climate and its year.
fn site(climate: &str, rejection: &str) -> (Facility, Vec<OutdoorConditions>) {
    let catalog = crate::support::catalog();
    let (system, cooling) = if rejection.starts_with("dry") {
        ("lenovo-sc777-v4", "cold-plate\"\nsupply_temperature = \"35 degC")
    } else {
        ("hgx-b200-air", "air")
    };
    let text = format!(
        "[site]\nclimate = \"{climate}\"\n[it]\naccelerators = 1152\nutilisation = 0.8\n[[architecture]]\nname = \
         \"a\"\nsystem = \"{system}\"\ncooling = \"{cooling}\"\nheat_rejection = \"{rejection}\"\n"
    );
    let scenario = Scenario::parse("storage", &text, &[], &catalog).unwrap_or_else(|e| panic!("{e}"));
    let climate = catalog.climate(climate).unwrap();
    let (_, rows) = catalog.climate_weather(climate, WeatherForm::Hourly).unwrap();
    let hours = weather::hours_from_rows(&rows).unwrap();
    let design = weather::design_conditions(climate, &OutdoorConditions::from_weather_hours(&hours)).unwrap();
    let built = facility::build_facility(&catalog, &scenario, &scenario.architectures[0], &design).unwrap();
    (built.facility, OutdoorConditions::from_weather_hours(&hours))
}

fn with(facility: &Facility, mwh: f64) -> Facility {
    let (supply_c, return_c, _) = facility.main_loop();
    let swing = TempDelta::new(return_c - supply_c);
    facility.clone().with_storage(StorageSystem::new(&RECORD, &RULES, Energy::new(mwh * 3.6e9), None, swing))
}

#[test]
fn every_hour_keeps_heat_and_the_year_ends_as_it_began() {
    for (climate, rejection) in [
        ("us-az-tucson", "chiller-air"),
        ("us-az-tucson", "chiller-water"),
        ("us-va-ashburn", "tower"),
        ("us-az-tucson", "dry-cooler"),
        ("us-az-tucson", "adiabatic"),
    ] {
        let (plain, hours) = site(climate, rejection);
        let facility = with(&plain, 2.0);
        let capacity_j = 2.0 * 3.6e9;
        let mut before_j = 0.0;
        let done = year::run_year(&facility, &hours, |_, h| {
            let stored = h.storage.unwrap();
            let out_w = h.rejected_w + stored.change_w;
            assert!((out_w / h.facility_w - 1.0).abs() < 1e-9, "{rejection}");
            // What the tank took from the loop and did not lose is in it, and its content falls by as much.
            assert!((stored.taken_w - stored.lost_w - stored.change_w).abs() < 1e-3, "{rejection}");
            assert!((before_j - stored.content_j - 3600.0 * stored.change_w).abs() < 1e-9 * capacity_j);
            before_j = stored.content_j;
            assert!(h.main.compressor_w >= 0.0 && h.main.pump_w > 0.0 && h.main.water_kg_s >= 0.0);
        })
        .unwrap();
        assert!(done.balance_error() < 1e-9, "{rejection}: {}", done.balance_error());
        assert!((done.storage.change_j + before_j).abs() < 1e-6 * capacity_j);
        let still = year::run_year(&plain, &hours, |_, _| {}).unwrap();
        // A year without a tank goes by the curves of its dry coolers.
        assert!((done.storage.baseline_j / still.facility_j - 1.0).abs() < 1e-10);
        assert_eq!((done.storage.baseline_unmet_h, done.unmet_h <= still.unmet_h), (still.unmet_h, true));
        let saved_j = done.storage.baseline_j - done.facility_j;
        assert!(saved_j > 0.0, "{rejection}: what is planned pays");
    }
}

/// A tank's day begins at 22 h of the clock on the wall: 22 h after the year's beginning, 21 h where that is an hour ahead.
#[test]
fn the_day_of_a_tank_follows_the_clock() {
    let (plain, hours) = site("us-az-tucson", "chiller-air");
    for (daylight, first) in [(None, 22), ("10-03 to 04-03".parse().ok(), 21), ("03-11 to 11-04".parse().ok(), 22)] {
        let (supply_c, return_c, _) = plain.main_loop();
        let swing = TempDelta::new(return_c - supply_c);
        let tank = StorageSystem::new(&RECORD, &RULES, Energy::new(7.2e9), None, swing).unwrap();
        let facility = plain.clone().with_storage(Some(tank.with_daylight_saving(daylight)));
        let storage = facility.storage().unwrap();
        let mut keeper = StorageDispatch::new(&facility, storage, Duration::new(3600.0), None, false);
        assert_eq!(keeper.plan_day(&hours[..48]).unwrap(), first, "{daylight:?}");
    }
}

/// Two days of one air, 35 degC, with electricity at 1 from 22 to 6 h and at 3 by day, worked on paper for a loop that goes
/// from 18.2 to 29.3 degC, 11.1 K: 2 MWh in 8 h are 250 kW, so the tank's water carries 250/11.1 = 22.5 kW/K. What the loop has
/// of its own decimals is worked out here by the same lines.
#[test]
fn two_days_of_a_cheap_night_by_hand() {
    let (plain, hours) = site("us-az-tucson", "chiller-air");
    let air = MoistAir::from_relative_humidity(Temperature::from_celsius(35.0), 0.2, hours[0].air.pressure()).unwrap();
    let price = HourlyProfile::new((0..46).map(|h| if (h + 2) % 24 < 8 { 1.0 } else { 3.0 }).collect());
    let mut seen = Vec::new();
    let days = [OutdoorConditions::new(air); 46];
    let done =
        year::run_priced_year(&with(&plain, 2.0), &days, YearInputs { price: Some(&price), loads: None }, |_, h| {
            seen.push(h.storage.unwrap());
        })
        .unwrap();
    // The first day ends at 22 h and has six cheap hours, the second has eight. A dear hour is never filled for a dear one.
    let acts: String =
        seen.iter().map(|s| ['-', 'f', 'e'][usize::from(s.taken_w != 0.0) + usize::from(s.taken_w > 0.0)]).collect();
    assert_eq!(acts, "ffffffeeeeee----------ffffffffeeeeeeee--------");
    assert!(
        (done.storage.filling_h, done.storage.emptying_h) == (14.0, 14.0) && (done.storage.cycles - 1.75).abs() < 1e-9
    );
    let near = |found: f64, hand: f64, within: f64| assert!((found - hand).abs() < within, "{found} {hand}");
    let (supply_c, return_c, _) = plain.main_loop();
    let (range_k, cold_k, warm_k) = (return_c - supply_c, 35.0 - supply_c, 35.0 - return_c);
    assert!((range_k - 11.1).abs() < 0.5 && (warm_k - 5.7).abs() < 0.5, "{supply_c} {return_c}");
    let water_w_k = 250e3 / range_k;
    // 85 % of the tank are used either way, 70 % of its 222 m3 of 4.1682 MJ/(m3 K); they and 30 (222/50)^(2/3) = 81 W/K relax
    // by 3.2e-4 in an hour. After an hour the warm water, 5.7 K under the air, has risen by 1.8 mK.
    let tank_m3 = 7.2e9 / (4.1682e6 * range_k * 0.70);
    let shell_w_k = 30.0 * (tank_m3 / 50.0_f64).powf(2.0 / 3.0);
    let relaxed = shell_w_k * 3600.0 / (4.1682e6 * tank_m3);
    assert!((tank_m3 - 222.0).abs() < 9.0 && (relaxed / 3.2e-4 - 1.0).abs() < 0.03, "{tank_m3} {relaxed}");
    near(seen[0].taken_w, -water_w_k * (range_k + relaxed * warm_k), 2.0);
    // Emptied, 15 % of the tank are cold: 81 W/K (0.15 x 16.8 K + 0.85 x 5.7 K) come in from the air.
    near(seen[0].lost_w, -shell_w_k * (0.15 * cold_k + 0.85 * warm_k), 0.5);
    // After six hours of filling 15 + 6 x 8.75 = 67.5 % are cold. 17 K below the air they warm by 5.3 mK an hour; the old
    // water stood for seven hours, what came in hour by hour for six to one: (0.15 x 7 + 0.0875 x 21)/0.675 x 5.3 = 22.7 mK.
    let warmed_k = (0.15 * 7.0 + 0.0875 * 21.0) / 0.675 * relaxed * cold_k;
    near(seen[6].taken_w, water_w_k * (range_k - warmed_k), 4.0);
    // The rest of the tank has warmed by 1.8 mK in each of six hours.
    let inflow_w = shell_w_k * (0.675 * (cold_k - warmed_k) + 0.325 * (warm_k - 6.0 * relaxed * warm_k));
    near(seen[6].lost_w, -inflow_w, 2.0);
    // Filled and emptied, but for the heat that came in from the air: 0.5 to 1.2 kW for 38 h are less than 32 kWh.
    near(seen[29].content_j / 3.6e6, 2000.0, 32.0);
    near(seen[37].content_j / 3.6e6, 0.0, 32.0);
}

#[test]
fn a_larger_tank_saves_more() {
    let (plain, hours) = site("us-az-tucson", "chiller-air");
    let saved = |mwh: f64| {
        let done = year::run_year(&with(&plain, mwh), &hours, |_, _| {}).unwrap();
        done.storage.baseline_j - done.facility_j
    };
    let [small, middle, large] = [0.25, 0.5, 1.0].map(saved);
    assert!(0.0 < small && small < middle && middle < large, "{small} {middle} {large}");
    assert!(with(&plain, 0.0).storage().is_none());
}
