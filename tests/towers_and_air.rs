//! Towers, room air and small halls: what each must give by hand calculation, and properties of many halls and plants.

use std::fmt::Write;
use std::path::Path;

use rackjoule::plant::error::PlantError;
use rackjoule::scenario::Scenario;
use rackjoule::study::compare;
use rackjoule::study::compare::result::{ArchitectureResult, Comparison, WarningCode};
use rackjoule::study::explicit_plant;
use rackjoule::study::explicit_plant::result::ExplicitPlantReport;
use rackjoule::study::site;

use crate::support::catalog;

/// A year of constant pressure, dew point 8 °C and a dry-bulb of 20 °C that rises by 0.01 K an hour of the day.
fn write_epw(folder: &Path, name: &str, altitude_m: u32, pressure_pa: u32) -> String {
    const DAYS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut out = format!("LOCATION,Synthetic,XX,XX,none,999999,4.7,-74,-5,{altitude_m}\nDESIGN CONDITIONS,0\n");
    for (month, days) in (1..).zip(DAYS) {
        for day in 1..=days {
            for hour in 1..=24 {
                let dry_c = 20.0 + 0.01 * f64::from(hour - 1);
                let rest = ",0,0,300,0,0,0,0,0,0,0,180,2.0,5,5,20,77777,9,999999999,100,0.1,0,88,0.2,0,0";
                writeln!(out, "2001,{month},{day},{hour},0,x,{dry_c:.2},8,999,{pressure_pa}{rest}").unwrap();
            }
        }
    }
    let path = folder.join(name);
    std::fs::write(&path, out).unwrap();
    path.display().to_string()
}

fn run(text: &str) -> Comparison {
    let catalog = catalog();
    let scenario = Scenario::parse("test", text, &[], &catalog).unwrap_or_else(|e| panic!("{text}\n{e}"));
    compare::run(&scenario, &catalog).unwrap_or_else(|e| panic!("{text}\n{e}"))
}

fn power_w(architecture: &ArchitectureResult, bucket: &str) -> f64 {
    let json = serde_json::to_value(architecture).unwrap();
    let parts = json["power"].as_array().unwrap();
    parts.iter().filter(|p| p["bucket"] == bucket).map(|p| p["power_w"].as_f64().unwrap()).sum()
}

fn units(architecture: &ArchitectureResult, what: &str) -> u32 {
    let json = serde_json::to_value(architecture).unwrap();
    let found = json["plant"].as_array().unwrap().iter().find(|p| p["what"] == what).unwrap();
    u32::try_from(found["count"].as_u64().unwrap()).unwrap()
}

/// Fan laws: at a given volume flow and circuit the power is in proportion to the density. By hand: `n P₀ (ρ/ρ₀)(V/(n V₀))^k`
/// of the record, the density of air of 25 °C and 40 % by the ideal-gas law, and 1.05 times the air of the servers, beside
/// which nothing draws air.
#[test]
fn air_handlers_draw_less_in_thin_air() {
    let folder = tempfile::tempdir().unwrap();
    let mut shares = Vec::new();
    for (name, altitude_m, pressure_pa) in [("sea.epw", 0, 101_325), ("high.epw", 2548, 74_300)] {
        let weather = write_epw(folder.path(), name, altitude_m, pressure_pa);
        let site = "electricity_price = \"0.1 USD/kWh\"\ngrid_carbon = \"300 g/kWh\"\n";
        let hall = |rejection: &str| {
            format!(
                "[[architecture]]\nname = \"{rejection}\"\nsystem = \"hgx-b200-air\"\ncooling = \"air\"\nsupply_temperature = \
                 \"25 degC\"\nheat_rejection = \"{rejection}\"\n"
            )
        };
        let nothing = "network_power = 0\nstorage_power = 0\nmanagement_power = 0\n";
        let text = format!(
            "[site]\nweather = '{weather}'\n{site}[it]\nracks = 36\nutilisation = 1.0\n{nothing}{}{}",
            hall("chiller-air"),
            hall("air-economizer")
        );
        let comparison = run(&text);
        let chilled = &comparison.architectures[0];
        let n = f64::from(units(chilled, "air handler"));
        let air_m3_s = 36.0 * chilled.rack.as_ref().unwrap().air_flow_m3_s.unwrap() * 1.05;
        let vapour_pa = 0.4 * 3169.0;
        let density = (f64::from(pressure_pa) - 0.378 * vapour_pa) / (287.055 * 298.15);
        let law_w = n * 5250.0 * density / 1.18 * (air_m3_s / n / 6.94).powf(2.8);
        let got_w = power_w(chilled, "air_handling");
        assert!((got_w / law_w - 1.0).abs() < 2e-3, "{name}: {got_w} against {law_w}");
        // The same flow of the economizer's supply fans, without its outdoor path's share.
        let economizers = f64::from(units(&comparison.architectures[1], "airside economizer"));
        shares.push((power_w(&comparison.architectures[1], "air_handling"), air_m3_s, economizers));
    }
    // The economizer's fans follow the density and, each of them, the cube of its flow.
    let [(sea_w, sea_m3_s, sea_n), (high_w, high_m3_s, high_n)] = shares[..] else { panic!() };
    let law = 74_300.0 / 101_325.0 * (high_m3_s / sea_m3_s).powi(3) / (high_n / sea_n).powi(2);
    assert!((high_w / sea_w / law - 1.0).abs() < 0.06, "{high_w} {sea_w} {law}");
}

fn tower_plant(set: &[&str]) -> ExplicitPlantReport {
    let catalog = catalog();
    let text = "[site]\nclimate = \"us-fl-tampa\"\n[it]\nload = \"1 MW\"\n[plant]\nsupply_temperature = \"27 degC\"\n\
                [plant.pump]\nflow = \"0.04262 m3/s\"\npower = \"1 W\"\n[plant.tower]\nmodel = \"merkel\"\ndesign_wet_bulb = \
                \"25.6 degC\"\ndesign_approach = \"3.9 K\"\ndesign_range = \"5.6 K\"\ndesign_water_flow = \"0.04262 m3/s\"\n\
                design_air_flow = \"27.6316 m3/s\"\ndesign_fan_power = \"10500 W\"\n";
    let set: Vec<String> = set.iter().map(|s| (*s).to_owned()).collect();
    let scenario = Scenario::parse("test", text, &set, &catalog).unwrap_or_else(|e| panic!("{e}"));
    explicit_plant::run(&scenario, &catalog).unwrap()
}

/// Balance of what is dissolved: `M = c (B + D)` and `M = E + B + D`, hence `M = E c/(c − 1)` for every `c > 1`.
#[test]
fn makeup_water_keeps_the_cycles_below_two_as_well() {
    for cycles in [4.0, 2.0, 1.9, 1.5, 1.1] {
        let water = tower_plant(&[&format!("plant.tower.cycles={cycles}")]).annual.tower_water.unwrap();
        let right_m3 = water.evaporation_m3 * cycles / (cycles - 1.0);
        assert!((water.makeup_m3 / right_m3 - 1.0).abs() < 1e-6, "{cycles}: {} of {right_m3}", water.makeup_m3);
    }
}

#[test]
fn drift_is_a_share_of_the_water_that_passes() {
    for flow_m3_s in [0.04262, 0.02131, 0.01066] {
        let flow = format!("plant.pump.flow={flow_m3_s} m3/s");
        let report = tower_plant(&["plant.supply_temperature=10 degC", "it.load=200 kW", &flow]);
        let share = report.annual.tower_water.unwrap().drift_m3 / (flow_m3_s * 8760.0 * 3600.0);
        assert!((share / 8e-5 - 1.0).abs() < 0.01, "{flow_m3_s}: {share}");
    }
}

/// A tower of 1 MW with a twentieth of its load: where the set point is below the wet bulb, no tower holds it.
#[test]
fn correlated_towers_do_not_cool_below_the_wet_bulb() {
    for model in ["cooltools", "yorkcalc"] {
        for supply_c in [14.0, 27.0] {
            let supply = format!("plant.supply_temperature={supply_c} degC");
            let report = tower_plant(&["it.load=50 kW", &supply, &format!("plant.tower.model={model}")]);
            let wet_bulb: Vec<f64> = report.hours.column_values("wet_bulb_c").unwrap().collect();
            let leaving: Vec<f64> = report.hours.column_values("tower_leaving_c").unwrap().collect();
            let colder = leaving.iter().zip(&wet_bulb).filter(|(leaves, wet)| **leaves < **wet - 1e-9).count();
            assert_eq!(colder, 0, "{model} {supply_c}");
            // A supply within a tenth of a kelvin is met.
            let out_of_reach = wet_bulb.iter().filter(|wet| **wet > supply_c + 0.1).count();
            assert!(report.annual.unmet_hours >= out_of_reach as f64, "{model} {supply_c}: {out_of_reach}");
        }
    }
}

/// Where towers alone hold the supply, cells are added only down to the least approach that is worth it: one more cell
/// brings the water no nearer to the wet bulb than the rule by more than that cell's share.
#[test]
fn towers_alone_are_not_sized_for_tiny_approaches() {
    for (climate, supply_c) in
        [("us-va-ashburn", 30.0), ("us-fl-tampa", 30.0), ("us-fl-tampa", 32.0), ("us-az-tucson", 28.0)]
    {
        let hall = |racks: u32| {
            format!(
                "[site]\nclimate = \"{climate}\"\n[it]\nracks = {racks}\nutilisation = 1.0\n[[architecture]]\nname = \"a\"\nsystem = \
                 \"lenovo-sc777-v4\"\ncooling = \"cold-plate\"\nsupply_temperature = \"{supply_c} degC\"\nheat_rejection = \
                 \"tower\"\nchillers = false\n"
            )
        };
        for racks in [1, 10] {
            let catalog = catalog();
            let scenario = Scenario::parse("test", &hall(racks), &[], &catalog).unwrap();
            let report = site::run(&scenario, &catalog, None).unwrap();
            let least_k = report.architectures[0]
                .hours
                .iter()
                .filter(|h| h.rejection_fan_power_w > 0.0)
                .map(|h| h.rejection_leaving_c.unwrap() - h.wet_bulb_c)
                .fold(f64::INFINITY, f64::min);
            assert!(least_k > 2.0, "{climate} {supply_c} {racks}: {least_k}");
        }
    }
}

/// Halls of one accelerator to some racks: the room is sized by what its own chain loses, and machines fit the load.
#[test]
fn small_halls_are_as_efficient_as_large_ones() {
    let halls = [
        ("dgx-h100", "rear-door", "18 degC", "tower"),
        ("dgx-h100", "immersion-1p", "40 degC", "tower"),
        ("dgx-h100", "immersion-1p", "40 degC", "dry-cooler"),
        ("hgx-b200-air", "air", "25 degC", "chiller-air"),
        ("hgx-b200-air", "air", "25 degC", "dry-cooler"),
        ("hgx-b200-air", "air", "25 degC", "adiabatic"),
        ("gb200-nvl72", "hybrid", "35 degC", "dry-cooler"),
    ];
    for (system, cooling, supply, rejection) in halls {
        let hall = |count: &str| {
            let text = format!(
                "[site]\nclimate = \"us-va-ashburn\"\nweather_form = \"bins\"\n[it]\n{count}\nutilisation = 0.8\n[[architecture]]\nname = \
                 \"a\"\nsystem = \"{system}\"\ncooling = \"{cooling}\"\nsupply_temperature = \"{supply}\"\nheat_rejection = \
                 \"{rejection}\"\n"
            );
            let comparison = run(&text);
            let told = comparison.warnings.iter().any(|w| w.code == WarningCode::SmallMachines);
            let a = comparison.architectures.into_iter().next().unwrap();
            (a.annual.unwrap_or_else(|| panic!("{text}: {:?}", a.reason)).pue, told)
        };
        let (large, told) = hall("racks = 200");
        assert!(!told, "{system} {cooling} {rejection}");
        for count in ["accelerators = 1", "accelerators = 8", "racks = 2", "racks = 5"] {
            let (pue, told) = hall(count);
            assert!(
                told && (pue - 1.0) < 2.0 * (large - 1.0) + 0.05,
                "{system} {cooling} {rejection} {count}: {pue} {large}"
            );
        }
    }
}

/// Without brine no plant supplies water near freezing: the cause is named, with what to change.
#[test]
fn chilled_water_has_a_lowest_temperature() {
    let hall = |supply_c: f64| {
        run(&format!(
            "[site]\nclimate = \"us-va-ashburn\"\nweather_form = \"bins\"\n[it]\nracks = 10\n[[architecture]]\nname = \"a\"\nsystem = \
             \"lenovo-sc777-v4\"\ncooling = \"cold-plate\"\nsupply_temperature = \"{supply_c} degC\"\nheat_rejection = \"chiller-air\"\n"
        ))
    };
    let cold = &hall(6.0).architectures[0];
    assert!(!cold.feasible);
    let asked = PlantError::WaterTooCold { needed_c: 0.0, coldest_c: 4.4 }.to_string();
    let cause = asked.split(" °C").last().unwrap().to_owned();
    assert!(cold.reason.as_ref().unwrap().contains(&cause), "{:?}", cold.reason);
    assert!(hall(20.0).architectures[0].feasible);
}

/// Water from joint bins is within 3 % of that of the hourly year of the same climate, or not given, with the reason; its
/// cost is an estimate to 10 %.
#[test]
fn water_from_bins_is_that_of_the_hourly_year_or_not_given() {
    let text = std::fs::read_to_string(format!("{}/examples/heat-rejection.toml", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let catalog = catalog();
    for climate in
        ["us-va-ashburn", "us-ca-san-francisco", "us-co-golden", "us-fl-tampa", "us-il-chicago", "us-ny-new-york"]
    {
        let of = |form: &str| {
            let set = [format!("site.climate={climate}"), format!("site.weather_form={form}")];
            let scenario = Scenario::parse("test", &text, &set, &catalog).unwrap();
            compare::run(&scenario, &catalog).unwrap()
        };
        let (hourly, bins) = (of("hourly"), of("bins"));
        let told = |c: &Comparison| c.warnings.iter().filter(|w| w.code == WarningCode::WaterFromBins).count();
        assert_eq!((told(&hourly), told(&bins)), (0, 3), "{climate}");
        let unknown = |c: &Comparison| {
            c.architectures.iter().filter(|a| a.annual.as_ref().is_some_and(|y| y.water_l.is_none())).count()
        };
        assert_eq!((unknown(&hourly), unknown(&bins)), (0, 3), "{climate}");
        for (a, b) in hourly.architectures.iter().zip(&bins.architectures) {
            let (a, b) = (a.annual.as_ref().unwrap(), b.annual.as_ref().unwrap());
            let off = |hours: f64, bins: f64| if hours > 0.0 { (bins / hours - 1.0).abs() } else { bins };
            assert!(off(a.ownership.water_cost_usd, b.ownership.water_cost_usd) < 0.1, "{climate}");
            match b.water_l {
                Some(bins_l) => assert!(off(a.water_l.unwrap(), bins_l) < 0.03, "{climate}"),
                None => {
                    assert!(
                        off(a.water_l.unwrap(), b.water_from_bins_l.unwrap()) < 0.1
                            && b.wue_l_per_kwh.is_none()
                            && b.wue_source_l_per_kwh.is_none()
                            && b.water_source_l.is_none()
                    );
                }
            }
            assert!((b.pue / a.pue - 1.0).abs() < 0.004, "{climate}: {} {}", b.pue, a.pue);
        }
    }
}
