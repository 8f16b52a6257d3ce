//! Laws against reference tables (head notes of the files in tests/data say where they are from).

use crate::support::{Row, number, rows};
use rackjoule::physics::air::{self, MoistAir};
use rackjoule::physics::exchange::{FlowArrangement, effectiveness};
use rackjoule::physics::friction;
use rackjoule::physics::liquid::Liquid;
use rackjoule::units::{Length, Pressure, Temperature};

/// Holds `value` to within `tolerance` of the row's reference, relative.
fn close(row: &Row, key: &str, value: f64, tolerance: f64) {
    let expected = number(row, key);
    assert!((value - expected).abs() <= tolerance * expected.abs(), "{key}: {value} against {expected} in {row:?}");
}

#[test]
fn moist_air_matches_psychrolib_and_a_real_gas_model() {
    let rows = rows("moist_air.csv");
    assert_eq!(rows.len(), 300);
    let mut ambiguous = 0;
    for row in &rows {
        let p = air::standard_pressure(Length::new(number(row, "altitude_m")));
        close(row, "p_Pa", p.pascals(), 1e-12);
        let t = Temperature::from_celsius(number(row, "t_db_degC"));
        let p = Pressure::new(number(row, "p_Pa"));
        close(row, "ps_pws_Pa", air::saturation_pressure(t).pascals(), 1e-12);
        let state = MoistAir::from_relative_humidity(t, number(row, "rh"), p).unwrap();
        close(row, "ps_w", state.humidity_ratio().kg_kg(), 1e-6);
        close(row, "ps_v_m3_kgda", state.specific_volume_m3_kg(), 1e-6);
        close(row, "ps_rho_kg_m3", state.density().kg_m3(), 1e-6);
        assert!((state.enthalpy_j_kg() - number(row, "ps_h_J_kgda")).abs() < 0.01);
        assert!((state.dew_point().celsius() - number(row, "ps_tdp_degC")).abs() < 0.002, "{row:?}");
        let wet_bulb_c = state.wet_bulb().celsius();
        if (wet_bulb_c - number(row, "ps_twb_degC")).abs() >= 0.002 {
            // Where the wick freezes both the ice and the water formula have a root.
            assert!(wet_bulb_c.abs() < 1.0, "{row:?}");
            ambiguous += 1;
        } else {
            assert!((wet_bulb_c - number(row, "cp_twb_degC")).abs() < 0.03, "{row:?}");
        }
        close(row, "cp_w", state.humidity_ratio().kg_kg(), 0.0071);
        close(row, "cp_rho_kg_m3", state.density().kg_m3(), 9.5e-4);
    }
    assert!(ambiguous <= 2, "{ambiguous}");
}

#[test]
fn liquids_match_coolprop() {
    for row in rows("liquids.csv") {
        let (liquid, tolerance) = match row["fluid"].as_str() {
            "water" => (Liquid::Water, [2.3e-5, 4.5e-5, 1.2e-3, 7.7e-4]),
            "MPG25mass" => (Liquid::propylene_glycol(0.25).unwrap(), [1e-9; 4]),
            "MPG25vol" => (Liquid::propylene_glycol(number(&row, "x_mass")).unwrap(), [1e-9; 4]),
            _ => continue,
        };
        let s = liquid.properties_at(Temperature::from_celsius(number(&row, "t_degC"))).unwrap();
        close(&row, "rho", s.density.kg_m3(), tolerance[0]);
        close(&row, "cp", s.specific_heat.j_kg_k(), tolerance[1]);
        close(&row, "mu", s.viscosity_pa_s, tolerance[2]);
        close(&row, "k", s.conductivity_w_mk, tolerance[3]);
        close(&row, "pr", s.prandtl_number(), tolerance.iter().sum());
    }
}

#[test]
fn propylene_glycol_of_any_strength_matches_coolprop() {
    for row in rows("propylene_glycol.csv") {
        let liquid = Liquid::propylene_glycol(number(&row, "x_mass")).unwrap();
        let s = liquid.properties_at(Temperature::from_celsius(number(&row, "t_degC"))).unwrap();
        close(&row, "rho", s.density.kg_m3(), 1e-9);
        close(&row, "cp", s.specific_heat.j_kg_k(), 1e-9);
        close(&row, "mu", s.viscosity_pa_s, 1e-9);
        close(&row, "k", s.conductivity_w_mk, 1e-9);
    }
}

#[test]
fn friction_matches_its_formulas() {
    for row in rows("friction.csv") {
        let (re, e) = (number(&row, "re"), number(&row, "e_d"));
        close(&row, "colebrook", friction::colebrook_factor(re, e), 1e-11);
        if !(friction::LAMINAR_MAX_REYNOLDS..friction::TURBULENT_MIN_REYNOLDS).contains(&re) {
            close(&row, "recommended", friction::darcy_factor_and_slope(re, e).0, 1e-11);
        }
    }
}

#[test]
fn effectiveness_matches_closed_forms_and_series() {
    for row in rows("entu.csv") {
        let arrangement = match row["arrangement"].as_str() {
            "counterflow" => FlowArrangement::Counterflow,
            "parallel" => FlowArrangement::Parallel,
            "crossflow_cmax_mixed" => FlowArrangement::CrossflowMaxMixed,
            "crossflow_cmin_mixed" => FlowArrangement::CrossflowMinMixed,
            "crossflow_both_unmixed" => FlowArrangement::CrossflowUnmixed,
            "crossflow_both_unmixed_approx" => FlowArrangement::CrossflowUnmixedApproximate,
            other => {
                assert!(other.contains("shell"), "{other}");
                FlowArrangement::ShellAndTube
            }
        };
        close(&row, "eff_exact", effectiveness(arrangement, number(&row, "ntu"), number(&row, "cr")), 1e-9);
    }
}
