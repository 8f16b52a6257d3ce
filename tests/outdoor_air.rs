//! Outdoor air through a hall within limits of the air at its servers: mixing and humidity against published moist air, and
//! what the keys must do to a year.

use rackjoule::catalog::change::ValueChange;
use rackjoule::component::plant::air_economizer::{
    AirEconomizer, AirEconomizerSpec, DewPointLimits, HallAirStream, IncomingAir,
};
use rackjoule::component::room::air_envelope::{AirEnvelope, AirEnvelopeSpec};
use rackjoule::physics::air::MoistAir;
use rackjoule::scenario::Scenario;
use rackjoule::study::compare;
use rackjoule::study::compare::result::{ArchitectureResult, Comparison, OutdoorAirResult, WarningCode};
use rackjoule::units::{HumidityRatio, Length, MassFlow, Pressure, Temperature};

use crate::support::catalog;

/// A published state of moist air: PsychroLib, ideal mixture.
struct PublishedAir {
    pressure: Pressure,
    dry_c: f64,
    rh: f64,
    w: f64,
    h_j_kg: f64,
}

impl PublishedAir {
    fn air(&self) -> MoistAir {
        MoistAir::new(Temperature::from_celsius(self.dry_c), HumidityRatio::new(self.w), self.pressure).unwrap()
    }
}

fn published_air() -> Vec<PublishedAir> {
    let text = include_str!("data/moist_air.csv");
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let column = |name: &str| head.iter().position(|h| *h == name).unwrap_or_else(|| panic!("{name} in {head:?}"));
    let columns = ["p_Pa", "t_db_degC", "rh", "ps_w", "ps_h_J_kgda"].map(column);
    let read = |line: &str| {
        let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap_or(f64::NAN)).collect();
        let [pressure, dry_c, rh, w, h_j_kg] = columns.map(|place| cells[place]);
        PublishedAir { pressure: Pressure::new(pressure), dry_c, rh, w, h_j_kg }
    };
    lines.map(read).collect()
}

/// Fans that neither draw nor warm anything worth naming.
fn still_economizer() -> AirEconomizer {
    let spec = AirEconomizerSpec {
        air_flow_m3_s: 10_000.0,
        fan_power_w: 1.0,
        filter_pa: 0.0,
        outdoor_pa: 0.0,
        fan_efficiency: 0.9,
        rated_density_kg_m3: 1.2,
        dry_bulb_max_c: 60.0,
        dew_point_min_c: -12.0,
        dew_point_max_c: 17.0,
        enthalpy_max_kj_kg: 1000.0,
    };
    AirEconomizer::new(spec, DewPointLimits::Report)
}

/// Two parts of outdoor air of a published state and three of return air of 38 °C and half its humidity: enthalpy and humidity
/// ratio mix by mass of dry air. The return air has `h = 1.006 t + W (2,501 + 1.86 t)` in kJ and kg, and the mixture
/// `t = (h − 2,501 W)/(1.006 + 1.86 W)`. The share is found again from it.
#[test]
fn published_states_mix_by_dry_air() {
    let economizer = still_economizer();
    let mut seen = 0;
    for outdoor in published_air().iter().filter(|s| (-15.0..30.0).contains(&s.dry_c)) {
        let (return_c, return_w) = (38.0, 0.5 * outdoor.w);
        let return_j_kg = 1006.0 * return_c + return_w * (2.501e6 + 1860.0 * return_c);
        let mix = |o: f64, r: f64| 0.4 * o + 0.6 * r;
        let (h, w) = (mix(outdoor.h_j_kg, return_j_kg), mix(outdoor.w, return_w));
        let supply = Temperature::from_celsius((h - 2.501e6 * w) / (1006.0 + 1860.0 * w));
        let returning =
            MoistAir::new(Temperature::from_celsius(return_c), HumidityRatio::new(return_w), outdoor.pressure).unwrap();
        let stream = HallAirStream { return_air: returning, supply, dry_air: MassFlow::new(1.0) };
        let o = economizer.operate_within_limits(&IncomingAir::from(&outdoor.air()), &stream).unwrap();
        assert!((o.outdoor_share - 0.4).abs() < 1e-3, "{} degC: {o:?}", outdoor.dry_c);
        assert!((o.supply.humidity_ratio().kg_kg() / w - 1.0).abs() < 1e-3, "{} degC: {o:?}", outdoor.dry_c);
        seen += 1;
    }
    assert!(seen > 20, "{seen} states");
}

/// A limit of relative humidity is the published humidity ratio of that state; and the coldest inlet at which that air is
/// within the limit is its temperature.
#[test]
fn limits_of_humidity_are_those_of_published_air() {
    let mut seen = 0;
    for state in published_air().iter().filter(|s| (0.3..0.95).contains(&s.rh) && (5.0..45.0).contains(&s.dry_c)) {
        let spec = AirEnvelopeSpec {
            dry_bulb_min_c: 0.0,
            dry_bulb_max_c: 60.0,
            dew_point_min_c: -40.0,
            dew_point_max_c: 35.0,
            humidity_min: 0.0,
            humidity_max: state.rh,
            derating_from_m: 0.0,
            derating_m_per_k: 1e12,
        };
        let limits = AirEnvelope::new(spec, Length::new(0.0));
        let (_, wettest) = limits.humidity_bounds(Temperature::from_celsius(state.dry_c), state.pressure).unwrap();
        if state.air().dew_point().celsius() < 35.0 {
            assert!((wettest.kg_kg() / state.w - 1.0).abs() < 1e-4, "{} {}", state.dry_c, state.rh);
            let coldest = limits.coldest_inlet(HumidityRatio::new(state.w), state.pressure).unwrap();
            assert!((coldest.celsius() - state.dry_c).abs() < 2e-3, "{coldest:?} {}", state.dry_c);
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen} states");
}

fn scenario_text(climate: &str, keys: &str) -> String {
    format!(
        "[site]\nclimate = \"{climate}\"\nweather_form = \"bins\"\n[it]\nracks = 12\nutilisation = 0.8\n[[architecture]]\nname \
         = \"hall\"\nsystem = \"dgx-a100\"\ncooling = \"air\"\nsupply_temperature = 25.0\nrecirculation = 0.02\nheat_rejection = \
         \"air-economizer\"\n{keys}\n"
    )
}

fn run(climate: &str, keys: &str) -> Comparison {
    let (catalog, text) = (catalog(), scenario_text(climate, keys));
    let scenario = Scenario::parse("test", &text, &[], &catalog).unwrap_or_else(|e| panic!("{text}\n{e}"));
    compare::run(&scenario, &catalog).unwrap_or_else(|e| panic!("{text}\n{e}"))
}

fn hall(climate: &str, keys: &str) -> ArchitectureResult {
    let found = run(climate, keys).architectures.remove(0);
    assert!(found.annual.is_some(), "{keys}: {:?}", found.reason);
    found
}

fn air_of(hall: &ArchitectureResult) -> &OutdoorAirResult {
    hall.annual.as_ref().unwrap().outdoor_air.as_ref().unwrap()
}

fn energy_kwh(hall: &ArchitectureResult) -> f64 {
    hall.annual.as_ref().unwrap().energy_kwh
}

fn outside_hours(air: &OutdoorAirResult) -> f64 {
    air.too_warm_hours + air.too_humid_hours + air.too_dry_hours + air.locked_out_hours
}

/// The limits of the economizer's record, given as keys, are the default.
#[test]
fn the_limits_of_the_record_as_keys_change_nothing() {
    let usual = hall("us-va-ashburn", "");
    let given = hall("us-va-ashburn", "dew_point_min = -12.0\ndew_point_max = 17.0");
    assert!((energy_kwh(&given) / energy_kwh(&usual) - 1.0).abs() < 1e-9);
    for air in [air_of(&usual), air_of(&given)] {
        assert!((air.alone_hours + outside_hours(air) - 8760.0).abs() < 1e-6);
        assert!(air.too_humid_hours > 1000.0 && air.too_dry_hours > 50.0, "{air:?}");
    }
    assert!((air_of(&given).compressor_hours - air_of(&usual).compressor_hours).abs() < 1e-6);
}

/// Each class holds the one before it, so none costs more; behind pads, too.
#[test]
fn a_wider_class_never_costs_more() {
    for climate in ["us-va-ashburn", "us-nc-charlotte"] {
        for pads in ["", "evaporative = \"direct\"\n"] {
            let mut before: Option<(f64, f64)> = None;
            for class in ["recommended", "A1", "A2", "A3", "A4"] {
                let found = hall(climate, &format!("{pads}outdoor_air_class = \"{class}\""));
                let (energy, alone) = (energy_kwh(&found), air_of(&found).alone_hours);
                if let Some((energy_before, alone_before)) = before {
                    assert!(energy <= energy_before * (1.0 + 1e-9), "{climate} {pads}{class}");
                    assert!(alone >= alone_before - 1e-6, "{climate} {pads}{class}");
                }
                before = Some((energy, alone));
            }
        }
    }
}

#[test]
fn humidifiers_take_the_place_of_compressors_in_dry_hours() {
    let none = hall("us-co-golden", "outdoor_air_class = \"recommended\"");
    let [water, steam] = ["adiabatic", "steam"]
        .map(|word| hall("us-co-golden", &format!("outdoor_air_class = \"recommended\"\nhumidification = \"{word}\"")));
    assert!(air_of(&none).too_dry_hours > 500.0 && air_of(&none).humidifier_water_l == 0.0);
    for humid in [&water, &steam] {
        assert_eq!(air_of(humid).too_dry_hours, 0.0);
        assert!(
            air_of(humid).humidifier_water_l > 0.0 && air_of(humid).compressor_hours < air_of(&none).compressor_hours
        );
    }
    // Electricity over water by the records: 0.0027 kWh/kg with a third bled, 0.75 kWh/kg with a fifth.
    let each = |hall| air_of(hall).humidifier_kwh / air_of(hall).humidifier_water_l;
    assert!((each(&water) - 0.0027 * 2.0 / 3.0).abs() < 1e-9, "{}", each(&water));
    assert!((each(&steam) - 0.75 * 0.8).abs() < 1e-9, "{}", each(&steam));
}

#[test]
fn a_supply_that_floats_spares_compressors_and_is_met() {
    let held = hall("us-va-ashburn", "outdoor_air_class = \"A2\"\nevaporative = \"direct\"");
    let floats = hall(
        "us-va-ashburn",
        "outdoor_air_class = \"A2\"\nevaporative = \"direct\"\nsupply_temperature_max = \"30 degC\"",
    );
    assert!(air_of(&floats).compressor_hours < air_of(&held).compressor_hours);
    assert_eq!(floats.annual.as_ref().unwrap().unmet_hours, 0.0);
    // A tight limit of the relative humidity is met by warmer air.
    let tight = "dew_point_max = 30.0\nhumidity_max = 0.6\n";
    let (cold, warm) =
        (hall("us-va-ashburn", tight), hall("us-va-ashburn", &format!("{tight}supply_temperature_max = 30.0")));
    assert!(air_of(&warm).too_humid_hours < air_of(&cold).too_humid_hours, "{:?} {:?}", air_of(&warm), air_of(&cold));
}

#[test]
fn lockouts_close_the_dampers() {
    let class = "outdoor_air_class = \"A4\"\n";
    let open = hall("us-va-ashburn", &format!("{class}economizer_lockout = \"none\""));
    assert_eq!(air_of(&open).locked_out_hours, 0.0);
    for keys in [
        "economizer_lockout = \"dry-bulb\"\nlockout_temperature = \"20 degC\"",
        "economizer_lockout = \"enthalpy\"\nlockout_enthalpy = \"45 kJ/kg\"",
        "economizer_lockout = \"enthalpy\"",
    ] {
        let shut = hall("us-va-ashburn", &format!("{class}{keys}"));
        assert!(air_of(&shut).locked_out_hours > 0.0 && energy_kwh(&shut) >= energy_kwh(&open), "{keys}");
    }
}

#[test]
fn filters_add_to_the_fans() {
    let pressures = [0.0, 100.0, 250.0].map(|pa| {
        let found = hall("us-va-ashburn", &format!("filter_pressure = \"{pa} Pa\""));
        energy_kwh(&found)
    });
    let usual = hall("us-va-ashburn", "");
    let given = hall("us-va-ashburn", "filter_pressure = \"100 Pa\"");
    assert_eq!(energy_kwh(&usual), energy_kwh(&given));
    let (first, second) = (pressures[1] - pressures[0], pressures[2] - pressures[1]);
    // A little more than in proportion: the heat of the fans takes compressors in some hours.
    assert!(first > 0.0 && (1.5..1.56).contains(&(second / first)), "{pressures:?}");
}

#[test]
fn a_hall_without_compressors_says_what_it_misses() {
    let report = run("us-va-ashburn", "outdoor_air_class = \"A1\"\nevaporative = \"direct\"\ndx = false");
    let found = &report.architectures[0];
    let air = air_of(found);
    assert_eq!(air.compressor_hours, 0.0);
    assert!(air.too_humid_hours > 100.0 && air.too_dry_hours > 0.0, "{air:?}");
    let json = serde_json::to_value(found).unwrap();
    assert!(json["plant"].as_array().unwrap().iter().all(|unit| unit["what"] != "direct-expansion unit"));
    let told: Vec<_> = report.warnings.iter().filter(|w| w.code == WarningCode::OutdoorAirLimits).collect();
    assert!(told.len() == 1 && told[0].to_string().contains("too humid in"), "{told:?}");
}

#[test]
fn limits_that_no_hour_meets_are_told_with_what_would_mend_them() {
    let report = run("us-va-ashburn", "dew_point_min = \"10 degC\"\ndew_point_max = \"10.01 degC\"");
    let told: Vec<_> = report.warnings.iter().filter(|w| w.code == WarningCode::OutdoorAirLimits).collect();
    assert!(told.len() == 1 && told[0].to_string().contains("never supplies the hall alone"), "{told:?}");
    for (keys, says) in [
        ("outdoor_air_class = \"recommended\"\nsupply_temperature_max = \"29 degC\"", "the limit of their air is 27.0"),
        ("outdoor_air_class = \"A1\"\nair_temperature_max = \"24 degC\"", "the limit of their air is 24.0"),
        ("dew_point_min = 16.0\ndew_point_max = 30.0\nhumidity_max = 0.5", "no air of"),
    ] {
        let found = run("us-va-ashburn", keys).architectures.remove(0);
        let reason = serde_json::to_string(&found.reason).unwrap();
        assert!(found.annual.is_none() && reason.contains(says), "{keys}: {reason}");
    }
    let hot = "outdoor_air_class = \"A4\"\nair_temperature_max = 50.0\nsupply_temperature_max = \"45 degC\"";
    let text = scenario_text("us-va-ashburn", hot).replace("dgx-a100", "hgx-b200-air");
    // Cables and optics that stand no more than 50 degC behind the racks.
    let change = ValueChange { record: "rack-rules".to_owned(), key: "exhaust_max_c".to_owned(), value: 50.0 };
    let catalog = catalog().with_values(&[change]).unwrap();
    let found = compare::run(&Scenario::parse("test", &text, &[], &catalog).unwrap(), &catalog).unwrap();
    let reason = found.architectures[0].reason.clone().unwrap();
    assert!(reason.contains("supply_temperature_max is 45.0 °C; the racks bear"), "{reason}");
}

#[test]
fn contradictions_are_refused() {
    let catalog = catalog();
    for (keys, says) in [
        ("outdoor_air_class = \"A5\"", "is not known"),
        ("dew_point_min = 12.0\ndew_point_max = 12.0", "is not below"),
        ("humidity_min = 0.5\nhumidity_max = 0.4", "is not below"),
        ("humidity_max = \"120 %\"", "must be 0.3 to 1"),
        ("lockout_temperature = 24.0", "is the limit of `economizer_lockout = \"dry-bulb\"`"),
        (
            "economizer_lockout = \"dry-bulb\"\nlockout_enthalpy = \"60 kJ/kg\"",
            "is the limit of `economizer_lockout = \"enthalpy\"`",
        ),
        ("dx = false\neconomizer_lockout = \"enthalpy\"", "leaves nothing to cool the hall"),
        ("filter_pressure = \"-5 Pa\"", "must be 0 to 500"),
        ("dew_point_max = \"17 kW\"", "is a power"),
    ] {
        let error =
            Scenario::parse("test", &scenario_text("us-va-ashburn", keys), &[], &catalog).unwrap_err().to_string();
        assert!(error.contains(says), "{keys}: {error}");
    }
}

#[test]
fn keys_of_outdoor_air_elsewhere_are_told() {
    let catalog = catalog();
    for other in ["evaporative = \"indirect\"\n", ""] {
        let text = scenario_text("us-va-ashburn", &format!("{other}humidity_max = 0.8"));
        let text = if other.is_empty() { text.replace("air-economizer", "dx") } else { text };
        let scenario = Scenario::parse("test", &text, &[], &catalog).unwrap();
        assert!(
            scenario.hints.iter().any(|hint| hint.contains("humidity_max") && hint.contains("no effect")),
            "{other}"
        );
    }
}
