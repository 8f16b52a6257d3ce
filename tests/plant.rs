//! Plant components against reference tables (head notes of the files in tests/data say where they are from).

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::collections::HashMap;

use rackjoule::catalog::Catalog;
use rackjoule::catalog::climate::Form;
use rackjoule::component::chiller::{self, Chiller};
use rackjoule::component::merkel_tower::{Entering, MerkelTower};
use rackjoule::component::tower::{self, Tower};
use rackjoule::site::weather;
use rackjoule::units::{HeatRate, Power, Pressure, TempDelta, Temperature, VolumeFlow};
use support::{Row, number, rows};

fn celsius(row: &Row, key: &str) -> Temperature {
    Temperature::from_celsius(number(row, key))
}

#[test]
fn chillers_follow_energyplus() {
    let text = std::fs::read_to_string(format!("{}/data/equipment/chillers.toml", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let file: toml::Table = text.parse().unwrap();
    let machines: HashMap<String, Chiller> = file["equipment"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| {
            let spec = chiller::Spec::read(r["parameters"].as_table().unwrap()).unwrap();
            (format!("ElectricEIRChiller {}", r["name"].as_str().unwrap()), Chiller(spec))
        })
        .collect();
    let rows = rows("chiller_eir.csv");
    assert_eq!(rows.len(), 112);
    for row in rows {
        let load = Power::new(number(&row, "load_W"));
        let o = machines[&row["name"]].operate(load, celsius(&row, "t_chw_out_degC"), celsius(&row, "t_cond_in_degC"));
        assert!((o.carried.watts() / number(&row, "q_evap_W") - 1.0).abs() < 1e-9, "{row:?}");
        assert!((o.power.watts() / number(&row, "power_W") - 1.0).abs() < 1e-9, "{row:?}");
        assert!(!o.extrapolated);
    }
}

#[test]
fn carnot_law() {
    for row in rows("chiller_carnot.csv") {
        let lift_min = TempDelta::new(5.0);
        let carnot = chiller::carnot_cop(celsius(&row, "t_evap_degC"), celsius(&row, "t_cond_degC"), lift_min);
        let cop = number(&row, "eta") * carnot;
        assert!((cop / number(&row, "cop") - 1.0).abs() < 1e-9, "{row:?}");
    }
}

#[test]
fn york_correlation() {
    for row in rows("tower_yorkcalc.csv") {
        let a = tower::york_approach_k(number(&row, "t_wb_degC"), number(&row, "range_K"), number(&row, "lg_ratio"));
        assert!((a / number(&row, "approach_K") - 1.0).abs() < 1e-9, "{row:?}");
    }
}

#[test]
fn merkel_towers() {
    for row in rows("tower_merkel.csv") {
        let tower = MerkelTower { kav_l: number(&row, "kav_L"), l_g: number(&row, "L_G") };
        let at = Entering {
            water: celsius(&row, "t_wi_degC"),
            wet_bulb: celsius(&row, "t_wb_degC"),
            pressure: Pressure::new(number(&row, "p_Pa")),
        };
        let leaving = tower.leaving(&at).unwrap();
        assert!((leaving.celsius() - number(&row, "t_wo_degC")).abs() < 1e-6, "{row:?}");
        assert!((tower.chebyshev(&at, leaving) / number(&row, "kav_L_cheb4") - 1.0).abs() < 1e-6, "{row:?}");
        let entu = tower.leaving_entu(&at).unwrap();
        assert!((entu.celsius() - number(&row, "t_wo_entu_degC")).abs() < 1e-6, "{entu:?} {row:?}");
    }
}

/// EnergyPlus 25.2, CoolingTower:VariableSpeed (YorkCalc) carrying a constant 1 MW at a 27 degC set point with a constant
/// 0.04262 m3/s through a Chicago TMY3 year: fan 16,417.7 kWh, make-up 11,838.6 m3, set point passed by more than 0.1 K
/// in 292 h. The tower's parameters are those of that run, nothing is fitted.
#[test]
fn a_tower_year_matches_energyplus() {
    let catalog = Catalog::load(None).unwrap();
    let climate = catalog.climate("us-il-chicago").unwrap();
    let (_, rows) = catalog.weather(climate, Form::Hourly).unwrap();
    let cell = Tower(tower::Spec {
        water_flow_m3_s: 0.04262,
        air_flow_m3_s: 27.6316,
        fan_power_w: 10500.0,
        fan_min: 0.2,
        free_convection: 0.125,
        cycles: 4.0,
        drift: 8e-5,
        flow_calibration: 0.042238002829594876 / 0.04262,
    });
    let duty = tower::Duty {
        heat: Power::from_kw(1000.0),
        capacity: HeatRate::new(0.04262 * 999.898 * 4180.0),
        // The mass flow is constant; the correlation counts volume at the entering 32.6 degC.
        flow: VolumeFlow::new(0.04262 * 999.898 / 994.8),
        set_point: Temperature::from_celsius(27.0),
    };
    let (mut fan_kwh, mut makeup_m3, mut late_h) = (0.0, 0.0, 0);
    for hour in weather::hours(&rows).unwrap() {
        let o = cell.operate(&duty, hour.air.wet_bulb());
        fan_kwh += o.fan_power.kw();
        makeup_m3 += cell.makeup(duty.heat, o.air_ratio, &hour.air).unwrap().kg_s() * 3.6;
        late_h += u32::from(o.leaving.celsius() > 27.1);
    }
    assert!((fan_kwh / 16417.74 - 1.0).abs() < 0.003, "fan {fan_kwh} kWh");
    // EnergyPlus takes the moist air's mass for that of the dry air and so evaporates about 3 % less; the balance here is
    // on dry air.
    let wetter = makeup_m3 / 11838.64 - 1.0;
    assert!(wetter > 0.02 && wetter < 0.035, "make-up {makeup_m3} m3");
    assert!(late_h.abs_diff(292) <= 3, "{late_h} h");
}
