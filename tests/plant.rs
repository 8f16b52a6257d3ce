//! Plant components against reference tables (head notes of the files in tests/data say where they are from).

#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::HashMap;

use rackjoule::component::chiller::{self, Chiller};
use rackjoule::component::merkel_tower::{Entering, MerkelTower};
use rackjoule::component::tower;
use rackjoule::units::{Power, Pressure, TempDelta, Temperature};

type Row = HashMap<String, String>;

fn rows(name: &str) -> Vec<Row> {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn number(row: &Row, key: &str) -> f64 {
    row[key].parse().unwrap()
}

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
