//! Plant described part by part: what a user sees, what is refused, and random plants in random air.

use std::path::Path;
use std::sync::OnceLock;

use assert_cmd::Command;
use proptest::prelude::*;
use rackjoule::assembly::explicit_plant;
use rackjoule::catalog::Catalog;
use rackjoule::physics::air::MoistAir;
use rackjoule::plant::explicit::{ExplicitPlant, ExplicitPlantDuty, ExplicitPlantOperation};
use rackjoule::plant::outdoor::OutdoorConditions;
use rackjoule::scenario::Scenario;
use rackjoule::units::{Pressure, Temperature};

/// The built-in data, read once.
fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(crate::support::catalog)
}

fn example(name: &str) -> String {
    let path = format!("{}/examples/energyplus/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

fn parse(text: &str, set: &[&str]) -> Result<Scenario, String> {
    let set: Vec<String> = set.iter().map(|s| (*s).to_owned()).collect();
    Scenario::parse("plant.toml", text, &set, catalog()).map_err(|e| e.to_string())
}

fn refused(text: &str, set: &[&str], says: &str) {
    let message = parse(text, set).err().unwrap_or_else(|| panic!("{set:?} is taken"));
    assert!(message.contains(says), "{set:?}: {message}");
}

#[test]
fn mistakes_are_named_and_mended() {
    let tower = example("a_tower_ct_27");
    refused(&tower, &["plant.tower.desing_range=5 K"], "did you mean `design_range`?");
    refused(&tower, &["plant.tower.design_water_flow=0.04 kg/s"], "a volume flow is wanted");
    refused(&tower, &["plant.tower.model=cooltool"], "did you mean `cooltools`?");
    refused(&tower, &["plant.tower.fan_min=2"], "`plant.tower.fan_min` must be 0.05 to 1");
    refused(&tower, &["plant.tower.model=single-speed"], "`plant.tower.ua` is missing");
    refused(&tower, &["it.racks=3"], "`it.racks` has no meaning beside [plant]");
    refused(&tower, &["site.humidity=wet"], "`dew-point`, `relative-humidity`");
    refused(&tower.replace("[plant.pump]", "[plant.pumps]"), &[], "add a table [plant.pump]");
    refused(&tower.replace("load = \"1 MW\"", ""), &[], "`it.load` is missing");
    let alone = tower.split("[plant.tower]").next().unwrap();
    refused(alone, &[], "nothing cools the loop");
    refused(&format!("{tower}\n[[architecture]]\nname = \"a\"\n"), &[], "keep one of the two");
    let chiller = example("b_wc_12_cw20");
    refused(&chiller.replace("[plant.condenser_pump]", "[plant.other]"), &[], "the condenser loop is not whole");
    refused(&chiller, &["plant.chiller.equipment=chiller-x"], "unknown equipment `chiller-x`");
    refused(&example("e_ite_zone").replace("profile", "profil"), &[], "`it.profile` is missing");
    let shared = example("b_wse_18_cw14");
    refused(&shared, &["plant.condenser_pump.flow=0.09 m3/s"], "take 0.11 m³/s; their pump gives 0.09 m³/s");
    refused(&shared, &["plant.economizer.tower_loop=own"], "the economizer is not whole");
    refused(&shared, &["plant.condenser_pump.control=constant", "plant.condenser_pump.flow_min=0.3"], "no part at");
    refused(&shared, &["plant.condenser_pump.power_c1=0.5"], "1.500 of the design power");
    refused(&shared, &["plant.chiller.condenser=air"], "a condenser loop at an air-cooled chiller");
    let separate = example("b_wse_sep_18");
    refused(&separate, &["plant.economizer.tower_loop=condenser"], "a free-cooling loop that nothing uses");
    refused(&separate, &["plant.free_cooling_pump.flow=0.05 m3/s"], "the economizer takes 0.055 m³/s");
    let reset = example("g2_cond_reset");
    refused(&reset, &["plant.tower.set_point=20 degC"], "`set_point` beside `set_point_approach`");
    refused(&reset, &["plant.tower.set_point_max=10 degC"], "`set_point_min` is above `set_point_max`");
    refused(&tower, &["plant.tower.set_point=20 degC"], "`plant.tower.set_point` has no part without a chiller");
    refused(&tower, &["plant.supply_min=20 degC"], "`supply_min` without `supply_approach`");
    refused(&tower, &["plant.supply_approach=4 K"], "`supply_temperature` beside `supply_approach`");
    let servers = example("e_ite_zone");
    refused(&servers, &["servers.recirculation=0.1"], "`servers.recirculation` has no part without inlet");
    refused(&servers, &["servers.inlet=adjusted-supply"], "`servers.recirculation` is missing");
    let adjusted = ["servers.inlet=adjusted-supply", "servers.recirculation=0.1", "servers.zone_temperature=30 degC"];
    refused(&servers, &adjusted, "`servers.zone_temperature` has no part without zone = \"held\"");
    assert!(parse(&tower, &[]).is_ok() && parse(&chiller, &["plant.chiller.limits=carnot"]).is_err());
}

#[test]
fn a_record_of_the_catalog_makes_a_chiller() {
    let text = example("b_wc_12_cw20");
    let start = text.find("[plant.chiller]").unwrap();
    let end = text.find("[plant.condenser_pump]").unwrap();
    let with = |id: &str| format!("{}[plant.chiller]\nequipment = \"{id}\"\n{}", &text[..start], &text[end..]);
    let build = |text: &str, set: &[&str]| {
        let scenario = parse(text, set).unwrap();
        explicit_plant::build_plant(scenario.explicit_plant.unwrap().plant.as_ref().unwrap(), 100.0, catalog())
    };
    assert!(build(&with("chiller-york-yk-1259kw"), &["plant.chiller.cop=7"]).is_ok());
    let error = build(&with("pump-facility-water"), &[]).unwrap_err().to_string();
    assert!(error.contains("is no chiller but of kind `plant-pump`"), "{error}");
    let error = build(&text, &["plant.tower.design_approach=30 K"]).unwrap_err().to_string();
    assert!(error.contains("plant.tower: no size meets its design"), "{error}");
}

fn rackjoule(dir: &Path, args: &[&str]) -> std::process::Output {
    Command::cargo_bin("rackjoule").unwrap().current_dir(dir).args(args).output().unwrap()
}

#[test]
fn the_command_writes_every_hour_and_every_view() {
    let dir = tempfile::tempdir().unwrap();
    let file = format!("{}/examples/energyplus/b_wse_sep_18.toml", env!("CARGO_MANIFEST_DIR"));
    let out = rackjoule(dir.path(), &["site", &file, "--set", "it.load=500kW", "--hourly", "h.csv", "-o", "page"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(String::from_utf8_lossy(&out.stdout).contains("Economizer heat"));
    let hours = std::fs::read_to_string(dir.path().join("h.csv")).unwrap();
    let head = hours.lines().next().unwrap();
    let begins = "hour,dry_bulb_c,wet_bulb_c,pressure_pa,it_power_w,facility_power_w,tower_leaving_c,tower_fan_power_w,\
                  tower_evaporation_kg_s,tower_drift_kg_s,tower_blowdown_kg_s,tower_makeup_kg_s,fc_tower_leaving_c,\
                  fc_tower_fan_power_w,chiller_power_w,chiller_plr,economizer_heat_w,";
    assert!(head.starts_with(begins), "{head}");
    assert_eq!(hours.lines().count(), 8761);
    assert!(dir.path().join("page/report.html").is_file());
    let json = rackjoule(dir.path(), &["site", &file, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["schema"], "rackjoule/site/1");
    assert_eq!(json["scenario"]["plant"]["economizer"]["ua_w_k"], 400_000.0);
    assert!(json["annual"]["economizer_heat_kwh"].as_f64().unwrap() > 1e6);
    for (format, has) in [("csv", "tower_makeup_m3,"), ("markdown", "| Tower make-up, m³ |")] {
        let out = rackjoule(dir.path(), &["site", &file, "--format", format]);
        assert!(String::from_utf8(out.stdout).unwrap().contains(has), "{format}");
    }
    for command in ["compare", "rack"] {
        let out = rackjoule(dir.path(), &[command, &file]);
        assert_eq!(out.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&out.stderr).contains("rackjoule site"));
    }
    assert!(String::from_utf8(rackjoule(dir.path(), &["check", &file]).stdout).unwrap().contains("valid"));
}

#[test]
fn a_profile_is_found_beside_the_scenario_and_checked_line_by_line() {
    let dir = tempfile::tempdir().unwrap();
    let file = format!("{}/examples/energyplus/e_ite_zone.toml", env!("CARGO_MANIFEST_DIR"));
    assert!(rackjoule(dir.path(), &["site", &file]).status.success());
    for (text, says) in [
        ("inlet_c,load\n20,1\n", "there is no column `cpu_load`"),
        ("inlet_c,cpu_load\n20,1\n20,seven\n", "p.csv:3: cpu_load must be 0 to 1.5, found `seven`"),
        ("inlet_c,cpu_load\n20,1\n", "1 rows; the weather has 8760"),
        ("", "there is no column `inlet_c`"),
    ] {
        std::fs::write(dir.path().join("p.csv"), text).unwrap();
        let out = rackjoule(dir.path(), &["site", &file, "--set", "it.profile=p.csv"]);
        let err = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(out.status.code() == Some(2) && err.contains(says), "{err}");
    }
    assert!(!rackjoule(dir.path(), &["site", &file, "--set", "it.profile=none.csv"]).status.success());
}

#[test]
fn the_flow_of_a_profile_needs_a_pump_that_follows_it() {
    let dir = tempfile::tempdir().unwrap();
    let file = format!("{}/examples/energyplus/g3_vs_pump_varying.toml", env!("CARGO_MANIFEST_DIR"));
    let constant = ["--set", "plant.pump.control=constant"];
    for (text, set, says) in [
        ("load_share\n1\n1.2\n", &[][..], "p.csv:3: load_share must be 0 to 1, found `1.2`"),
        ("share\n1\n", &[], "there is no column `load_share`"),
        ("load_share,flow_share\n1,1\n0.5,0\n", &[], "p.csv:3: flow_share is 0 under a load"),
        ("load_share,flow_share\n1,1\n", &constant, "`flow_share` has no part"),
    ] {
        std::fs::write(dir.path().join("p.csv"), text).unwrap();
        let mut args = vec!["site", &file, "--set", "it.profile=p.csv"];
        args.extend(set);
        let out = rackjoule(dir.path(), &args);
        let err = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(out.status.code() == Some(2) && err.contains(says), "{err}");
    }
    let bins = rackjoule(dir.path(), &["site", &file, "--set", "site.weather_form=bins"]);
    assert_eq!(bins.status.code(), Some(2));
}

/// A supply below what its cooler reaches is unmet, and the reason is told.
#[test]
fn a_set_point_out_of_reach_is_told_with_its_reason() {
    let dir = tempfile::tempdir().unwrap();
    for (case, set, says) in [
        ("g1_evapcooler_ss_30", "plant.supply_temperature=18 degC", "the fan is at full speed"),
        ("g2_cond_reset", "it.load=2 MW", "the chiller is at its highest part-load ratio"),
    ] {
        let file = format!("{}/examples/energyplus/{case}.toml", env!("CARGO_MANIFEST_DIR"));
        let out = rackjoule(dir.path(), &["site", &file, "--set", set]);
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(out.status.success() && words.contains("above its set point") && words.contains(says), "{text}");
    }
}

fn plant(case: &str, set: &[String]) -> Option<ExplicitPlant> {
    let scenario = Scenario::parse("plant.toml", &example(case), set, catalog()).unwrap();
    explicit_plant::build_plant(scenario.explicit_plant?.plant.as_ref()?, 100.0, catalog()).ok()
}

const CASES: [&str; 12] = [
    "a_tower_ct_27",
    "a_tower_york_27",
    "a_tower_ss_27",
    "a_tower_ts_35",
    "b_wc_12_cw20",
    "b_wse_sep_18",
    "c_dry_ts_40",
    "f_ac_12",
    "b_wse_18_cw14",
    "g1_evapcooler_ss_30",
    "g2_cond_reset",
    "g3_vs_pump_varying",
];
/// Supply of each, °C.
const SUPPLIES_C: [f64; 12] = [27.0, 27.0, 27.0, 35.0, 12.0, 18.0, 40.0, 12.0, 18.0, 30.0, 11.0, 26.0];

#[test]
fn two_cells_at_the_design_flow_are_one_of_twice_the_size() {
    let at = |cells: u32| plant("a_tower_york_27", &[format!("plant.tower.cells={cells}")]).unwrap();
    for t in [-10.0, 10.0, 24.0, 33.0] {
        let air = MoistAir::from_relative_humidity(Temperature::from_celsius(t), 0.6, Pressure::new(99e3)).unwrap();
        let hour = |p: &ExplicitPlant| p.solve_hour(1e6, &OutdoorConditions::new(air)).unwrap();
        let (one, two) = (hour(&at(1)), hour(&at(2)));
        assert!((one.power_w() / two.power_w() - 1.0).abs() < 1e-9);
        assert!((one.supply_c - two.supply_c).abs() < 1e-9);
    }
}

/// Air 4 K warmer than its wet bulb.
fn humid_air(wet_bulb_c: f64) -> OutdoorConditions {
    let c = Temperature::from_celsius;
    let air = MoistAir::from_wet_bulb(c(wet_bulb_c + 4.0), c(wet_bulb_c), Pressure::new(99e3)).unwrap();
    OutdoorConditions::new(air)
}

/// One tower for economizer and chiller: an exchanger that runs spreads the heat over twice the water and keeps that cold
/// enough to run, and one that stands does not start. EnergyPlus has both states at a wet bulb of 23.2 °C: 25.3 and 25.9 °C.
#[test]
fn a_plant_stays_in_the_steady_state_that_it_comes_from() {
    let p = plant("b_wse_18_cw14", &[]).unwrap();
    let duty = |previous| ExplicitPlantDuty { load_w: 1e6, flow_share: 1.0, previous };
    let hot = p.solve_duty(&duty(None), &humid_air(25.0)).unwrap();
    assert_eq!(hot.economizer_heat_w, Some(0.0));
    let from_hot = p.solve_duty(&duty(Some(&hot)), &humid_air(23.2)).unwrap();
    let mild = p.solve_duty(&duty(None), &humid_air(22.0)).unwrap();
    let from_mild = p.solve_duty(&duty(Some(&mild)), &humid_air(23.2)).unwrap();
    assert_eq!(from_hot.economizer_heat_w, Some(0.0));
    assert!(from_mild.economizer_heat_w.unwrap() > 5e4);
    let leaving_c = |h: &ExplicitPlantOperation| h.tower.unwrap().leaving_c;
    assert!((leaving_c(&from_hot) - 25.9).abs() < 0.1 && (leaving_c(&from_mild) - 25.3).abs() < 0.1);
}

/// Where the exchanger alone just fails, a chiller that starts makes itself superfluous: it runs for a part of the hour,
/// and every watt is still accounted for.
#[test]
fn a_chiller_that_is_not_needed_all_hour_alternates() {
    let p = plant("b_wse_18_cw14", &["plant.specific_heat=constant".to_owned()]).unwrap();
    let h = p.solve_hour(1e6, &humid_air(13.4)).unwrap();
    let share = h.condenser_kg_s.unwrap() / 54.809;
    assert!((0.05..0.95).contains(&share), "{share}");
    assert!(h.residual_w.abs() < 1e-9 * 1e6, "{}", h.residual_w);
    let (tower, chiller) = (h.tower.unwrap(), h.chiller.unwrap());
    let served_w = h.economizer_heat_w.unwrap() + chiller.rejected_w + 0.9 * tower.pump.power_w;
    assert!((tower.heat_w / served_w - 1.0).abs() < 1e-9);
    let flow_kg_s = h.economizer_kg_s.unwrap() + h.condenser_kg_s.unwrap();
    assert!((tower.pump.kg_s / flow_kg_s - 1.0).abs() < 1e-9);
}

/// A pump of variable speed stops with the chiller that it serves, and the tower with it.
#[test]
fn a_condenser_pump_of_variable_speed_stops_with_its_chiller() {
    let variable = "plant.condenser_pump.control=variable".to_owned();
    let p = plant("b_wse_sep_18", &[variable]).unwrap();
    let cold = p.solve_hour(1e6, &humid_air(2.0)).unwrap();
    let tower = cold.tower.unwrap();
    assert_eq!((cold.chiller.unwrap().power_w, tower.pump.power_w, tower.fan_w, tower.heat_w), (0.0, 0.0, 0.0, 0.0));
    let warm = p.solve_hour(1e6, &humid_air(24.0)).unwrap();
    assert!((warm.tower.unwrap().pump.kg_s - 54.809).abs() < 1e-3 && warm.tower.unwrap().pump.power_w > 11e3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn random_plants_in_random_air_keep_their_energy(
        case in 0..CASES.len(),
        flow_share in 0.2..1.0f64,
        model in prop::sample::select(vec!["", "merkel", "cooltools", "yorkcalc"]),
        load_w in 2e4..1.6e6f64,
        supply in -6.0..12.0f64,
        approach in 2.5..8.0f64,
        range in 3.0..9.0f64,
        (t, rh, p) in (-38.0..44.0f64, 0.05..1.0f64, 70e3..104e3f64),
    ) {
        let usual = SUPPLIES_C[case];
        let mut set = vec![
            format!("plant.supply_temperature={}", usual + supply),
            "plant.specific_heat=constant".to_owned(),
        ];
        let correlated = !["a_tower_ss_27", "a_tower_ts_35", "c_dry_ts_40", "f_ac_12", "g1_evapcooler_ss_30"]
            .contains(&CASES[case]);
        if correlated {
            if !model.is_empty() {
                set.push(format!("plant.tower.model={model}"));
                set.push("plant.tower.free_convection=0.1".to_owned());
            }
            set.push(format!("plant.tower.design_approach={approach}"));
            set.push(format!("plant.tower.design_range={range}"));
        }
        // A design that no size meets is refused, not run.
        let Some(plant) = plant(CASES[case], &set) else { return Ok(()) };
        let air = MoistAir::from_relative_humidity(Temperature::from_celsius(t), rh, Pressure::new(p)).unwrap();
        let outdoor = OutdoorConditions::new(air);
        // A flow in proportion keeps the range that the design has.
        let load_w = if plant.pump.variable.is_some() { load_w * flow_share } else { load_w };
        let duty = ExplicitPlantDuty { load_w, flow_share, previous: None };
        let h = plant.solve_duty(&duty, &outdoor).unwrap();
        let whole = load_w + h.power_w();
        prop_assert!(h.power_w().is_finite() && h.power_w() >= 0.0, "{h:?}");
        prop_assert!(h.supply_c.is_finite() && h.rejected_w.is_finite());
        if h.unmet.is_none() || h.chiller.is_none_or(|c| !c.overloaded) {
            prop_assert!(h.residual_w.abs() < 1e-9 * whole, "{} of {whole}: {h:?}", h.residual_w);
        }
        for tower in [h.tower, h.economizer_tower, h.evaporative.map(|e| e.cooler)].into_iter().flatten() {
            let w = tower.water;
            prop_assert!((w.makeup_water() - w.evaporation - w.drift - w.blowdown).kg_s().abs() < 1e-12);
            prop_assert!(w.evaporation.kg_s() >= 0.0 && tower.fan_w >= 0.0);
        }
        if h.unmet.is_none() {
            prop_assert!(h.supply_c <= usual + supply + 0.1 + 1e-9);
        }
    }
}
