//! Halls on bought chilled water: what it takes by hand, when it is bought, and what is refused.

use rackjoule::catalog::Catalog;
use rackjoule::plant::sized::PlantMode;
use rackjoule::scenario::Scenario;
use rackjoule::study::compare;
use rackjoule::study::site;
use rackjoule::study::site::result::{HourRecord, SiteYearResult};

use crate::support::catalog;

/// 4.2 kW of cold for each kW of electricity: a record of the tests' own in every architecture.
const WATER: &str = "campus_water_temperature = \"6 degC\"\ncampus_efficiency = \"0.8 kW/ton\"\n";
/// A ton of refrigeration over 0.8 kW.
const COP: f64 = 3_516.852_842_066_667 / 800.0;

fn scenario(keys: &str) -> String {
    format!(
        "[site]\nclimate = \"us-va-ashburn\"\n[it]\nracks = 20\nutilisation = 0.6\n[[architecture]]\nname = \"hall\"\n{keys}"
    )
}

fn year_of(catalog: &Catalog, keys: &str) -> SiteYearResult {
    let text = scenario(keys);
    let scenario = Scenario::parse("test", &text, &[], catalog).unwrap_or_else(|e| panic!("{keys}\n{e}"));
    let mut report = site::run(&scenario, catalog, None).unwrap();
    report.architectures.remove(0)
}

const AIR: &str = "system = \"hgx-b200-air\"\ncooling = \"air\"\nsupply_temperature = \"25 degC\"\n";
const PLATES: &str = "system = \"lenovo-sc777-v4\"\ncooling = \"cold-plate\"\nsupply_temperature = \"21 degC\"\n";

/// Heat that plants take: all electricity but what is lost outdoors, and but what the campus draws for it.
fn plant_heat_w(hour: &HourRecord) -> f64 {
    hour.facility_power_w - hour.purchased_cooling_power_w - hour.transformer_loss_w - hour.fixed_power_w
}

fn holds(value: f64, wanted: f64) {
    assert!((value / wanted - 1.0).abs() < 1e-9, "{value} {wanted}");
}

#[test]
fn a_hall_on_campus_water_buys_all_its_cold() {
    let catalog = catalog();
    for hall in [AIR, PLATES] {
        let year = year_of(&catalog, &format!("{hall}heat_rejection = \"campus\"\ncampus_water_use = 1.5\n{WATER}"));
        for hour in &year.hours {
            holds(hour.purchased_cooling_power_w, plant_heat_w(hour) / COP);
            holds(hour.rejected_heat_w, hour.facility_power_w);
            // 1.5 L for each kWh of heat.
            holds(hour.water_kg_s, 1.5 * plant_heat_w(hour) / 3.6e6);
            assert_eq!((hour.mode, hour.compressor_power_w), (PlantMode::Mechanical, 0.0));
        }
        assert_eq!(year.total.annual.as_ref().unwrap().free_cooling_hours, 0.0);
        let bought = year.months.iter().map(|m| m.purchased_cooling_energy_kwh).sum::<f64>();
        holds(bought, year.hours.iter().map(|h| h.purchased_cooling_power_w / 1e3).sum());
    }
}

#[test]
fn an_efficiency_is_a_cop_or_electricity_for_a_ton() {
    let catalog = catalog();
    let with = |efficiency: &str| {
        let keys = format!("{AIR}heat_rejection = \"campus\"\ncampus_efficiency = {efficiency}\n");
        year_of(&catalog, &keys).total.facility_power_w.unwrap()
    };
    let kw_ton = with("\"0.8 kW/ton\"");
    holds(with(&format!("{COP}")), kw_ton);
    holds(with(&format!("\"{COP} COP\"")), kw_ton);
    assert!(with("\"0.6 kW/ton\"") < kw_ton);
}

#[test]
fn outdoor_air_carries_what_it_can_before_cold_is_bought() {
    let catalog = catalog();
    for (hall, plant, colder) in [
        (AIR, "heat_rejection = \"tower\"\ntrim = \"campus\"\n", "economizer = \"separate\"\n"),
        (PLATES, "heat_rejection = \"tower\"\ntrim = \"campus\"\n", "economizer = \"separate\"\n"),
        (PLATES, "heat_rejection = \"dry-cooler\"\ntrim = \"campus\"\n", "dry_coolers = 2\n"),
        (PLATES, "heat_rejection = \"adiabatic\"\ntrim = \"campus\"\n", ""),
    ] {
        let year = year_of(&catalog, &format!("{hall}{plant}{WATER}"));
        let mut modes = [0; 3];
        for hour in &year.hours {
            holds(hour.rejected_heat_w, hour.facility_power_w);
            assert!(hour.purchased_cooling_power_w >= 0.0 && hour.compressor_power_w == 0.0);
            assert_eq!(hour.mode == PlantMode::Free, hour.purchased_cooling_power_w == 0.0);
            // Bought cold never exceeds the heat of the plants.
            assert!(hour.purchased_cooling_power_w * COP <= plant_heat_w(hour) * (1.0 + 1e-9));
            modes[hour.liquid_plant_mode.unwrap_or(hour.mode) as usize] += 1;
        }
        assert!(modes[0] > 50 && modes[1] > 50, "{plant} {modes:?}");
        assert_eq!(year.total.annual.as_ref().unwrap().unmet_hours, 0.0);
        // An economizer that carries all or nothing buys more; so do halls on campus water alone.
        let facility_w = |keys: &str| year_of(&catalog, keys).total.facility_power_w.unwrap();
        let with_trim_w = year.total.facility_power_w.unwrap();
        if colder.starts_with("economizer") {
            assert!(facility_w(&format!("{hall}{plant}{colder}{WATER}")) > with_trim_w);
        }
        assert!(facility_w(&format!("{hall}heat_rejection = \"campus\"\n{WATER}")) > with_trim_w);
    }
}

/// By hand: with the fans full the loop's heat is that of the towers less their own pumps, and of the campus.
#[test]
fn cheaper_campus_water_never_costs_more() {
    let catalog = catalog();
    let mut before = f64::INFINITY;
    for efficiency in ["1.2 kW/ton", "0.8 kW/ton", "0.5 kW/ton", "0.2 kW/ton", "0.1 kW/ton"] {
        let keys =
            format!("{AIR}heat_rejection = \"tower\"\ntrim = \"campus\"\ncampus_efficiency = \"{efficiency}\"\n");
        let year = year_of(&catalog, &keys);
        let now = year.total.facility_power_w.unwrap();
        assert!(now < before, "{efficiency}");
        before = now;
    }
}

#[test]
fn water_that_is_too_warm_and_contradictions_are_refused() {
    let catalog = catalog();
    let keys = format!("{AIR}heat_rejection = \"campus\"\ncampus_water_temperature = \"24 degC\"\n");
    let parsed = Scenario::parse("test", &scenario(&keys), &[], &catalog).unwrap();
    let result = compare::run(&parsed, &catalog).unwrap().architectures.remove(0);
    assert!(!result.feasible);
    let reason = result.reason.unwrap();
    assert!(reason.contains("campus water of 24.0 °C does not hold a supply of"), "{reason}");
    assert!(reason.contains("colder campus_water_temperature"), "{reason}");

    let refused = |keys: &str, wanted: &str| {
        let error = Scenario::parse("test", &scenario(keys), &[], &catalog).unwrap_err().to_string();
        assert!(error.contains(wanted), "{error}");
    };
    refused(
        &format!("{PLATES}heat_rejection = \"dry-cooler\"\ntrim = \"campus\"\ntrim_chiller = true\n"),
        "`trim` is \"campus\" and `trim_chiller` is true",
    );
    refused(
        &format!("{AIR}heat_rejection = \"tower\"\ntrim = \"campus\"\neconomizer = false\n"),
        "leaves the towers nothing to cool",
    );
    refused(
        &format!("{AIR}heat_rejection = \"campus\"\ncampus_water_temperature = 12\ncampus_return_temperature = 11\n"),
        "can't return at 11.0 °C",
    );
    refused(&format!("{AIR}heat_rejection = \"campus\"\ncampus_efficiency = \"10 kW/ton\"\n"), "must be 0.5 to 50 COP");
    // The command line may switch a file.
    let file = scenario(&format!("{PLATES}heat_rejection = \"dry-cooler\"\ntrim_chiller = true\n"));
    assert!(Scenario::parse("test", &file, &["architecture.hall.trim=campus".to_owned()], &catalog).is_ok());
}
