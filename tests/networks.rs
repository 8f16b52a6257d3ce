//! Networks against independent solutions (head notes of the files in tests/data say of what kind).

use std::collections::HashMap;

use crate::support::{number, rows};
use nalgebra::{DMatrix, DVector};
use rackjoule::network::hydraulic::{FrictionTransition, HydraulicElement, HydraulicNetwork, NetworkFluid};
use rackjoule::solve::linear::{self, LinearSegment};
use rackjoule::solve::transient::IntegrationAccuracy;

fn hydraulic(name: &str, fluid: NetworkFluid, shutoff_pa: f64, c2: f64) {
    let rows = rows(name);
    let mut net = HydraulicNetwork::new(fluid, FrictionTransition::Sharp);
    let mut nodes = HashMap::from([("0".to_owned(), net.add_fixed_node(150e3))]);
    let mut links = Vec::new();
    for row in &rows {
        let mut end = |key: &str| *nodes.entry(row[key].clone()).or_insert_with(|| net.add_node());
        let (from, to) = (end("node_from"), end("node_to"));
        let element = if row["kind"] == "pump" {
            HydraulicElement::Mover { shutoff_pa, c1: 0.0, c2, speed: 1.0, parallel: 1.0 }
        } else {
            HydraulicElement::Pipe {
                diameter_m: number(row, "d_m"),
                length_m: number(row, "l_m"),
                roughness_m: number(row, "roughness_m"),
                minor_k: number(row, "k_minor"),
            }
        };
        links.push(net.add_link(from, to, element));
    }
    let flows = net.solve().unwrap();
    for (row, link) in rows.iter().zip(links) {
        let (q, expected) = (flows.flow_m3_s(link), number(row, "q_m3s"));
        assert!((q / expected - 1.0).abs() < 1e-6, "{name} {}: {q} against {expected}", row["link"]);
        let p = flows.pressure_pa(nodes[&row["node_to"]]);
        assert!((p / number(row, "p_to_Pa") - 1.0).abs() < 1e-6, "{name} {}", row["link"]);
    }
}

#[test]
fn eight_branches_with_direct_return() {
    hydraulic(
        "hydraulic_8_direct.csv",
        NetworkFluid { density_kg_m3: 995.73799, viscosity_pa_s: 0.7972178e-3 },
        120e3,
        1e11,
    );
}

#[test]
fn eighteen_branches_with_reverse_return() {
    let pg25 = NetworkFluid { density_kg_m3: 1010.4125, viscosity_pa_s: 1.3819218e-3 };
    hydraulic("hydraulic_18_reverse.csv", pg25, 180e3, 2.5e10);
}

#[test]
fn a_row_of_four_racks_with_one_branch_nearly_blocked() {
    let pg25 = NetworkFluid { density_kg_m3: 1010.4125, viscosity_pa_s: 1.3819218e-3 };
    hydraulic("hydraulic_72_row.csv", pg25, 240e3, 2.2e9);
}

/// Largest difference to the exact temperatures, K, and the largest rise among them, K.
fn transient_error(name: &str, accuracy: IntegrationAccuracy) -> (f64, f64) {
    let path = format!("{}/tests/data/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let case: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let vector =
        |v: &serde_json::Value| -> Vec<f64> { v.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect() };
    let c = DVector::from_vec(vector(&case["C"]));
    let initial = DVector::from_vec(vector(&case["T0"]));
    let n = c.len();
    let segments: Vec<LinearSegment> = case["segments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| LinearSegment {
            start_s: s["t_start_s"].as_f64().unwrap(),
            g: DMatrix::from_row_iterator(n, n, s["G"].as_array().unwrap().iter().flat_map(vector)),
            b: DVector::from_vec(vector(&s["b"])),
        })
        .collect();
    let rows = rows(&format!("{name}.csv"));
    let times: Vec<f64> = rows.iter().map(|r| number(r, "t_s")).collect();
    let states = linear::integrate_segments(&c, &segments, &initial, &times, accuracy).unwrap();
    let (mut worst, mut rise) = (0.0_f64, 0.0_f64);
    for (row, state) in rows.iter().zip(states) {
        for (i, node) in case["nodes"].as_array().unwrap().iter().enumerate() {
            let exact = number(row, &format!("{}_degC", node.as_str().unwrap()));
            worst = worst.max((state[i] - exact).abs());
            rise = rise.max((exact - initial[i]).abs());
        }
    }
    (worst, rise)
}

#[test]
fn transients_follow_the_exact_solution() {
    for name in ["rc_air", "rc_liquid"] {
        let (worst, rise) = transient_error(name, IntegrationAccuracy::default());
        assert!(worst < 1e-3 * rise, "{name}: {worst} K of {rise} K");
        let (worst, _) = transient_error(
            name,
            IntegrationAccuracy { step_error_k: 1e-9, max_steps: 10_000_000, ..IntegrationAccuracy::default() },
        );
        assert!(worst < 2e-6, "{name}: {worst} K with the tight tolerance");
    }
}
