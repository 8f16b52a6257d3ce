//! Networks against independent solutions (head notes of the files in tests/data say of what kind).

use std::collections::HashMap;

use crate::support::linear_system::{LinearSegment, integrate_segments, linearize};
use crate::support::{number, rows};
use nalgebra::{DMatrix, DVector};
use rackjoule::network::dynamic::DynamicNetwork;
use rackjoule::network::hydraulic::{FrictionTransition, HydraulicElement, HydraulicNetwork, NetworkFluid};
use rackjoule::network::thermal::{ThermalNetwork, ThermalNodeId};
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
    let states = integrate_segments(&c, &segments, &initial, &times, accuracy);
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

/// The steady state of a network without heat capacities, by its own factors; the state of dense algebra is the same.
fn steady(net: &ThermalNetwork, sources: &[(ThermalNodeId, f64)]) -> impl Fn(ThermalNodeId) -> f64 + use<> {
    let (_, segment) = linearize(net, sources);
    let mut dynamic = DynamicNetwork::new(net, 0, &[]);
    assert!(dynamic.factor_matrix(1.0, std::iter::empty()));
    let mut y = segment.b.as_slice().to_vec();
    dynamic.solve_factored(&mut y);
    let dense = segment.g.lu().solve(&segment.b).unwrap();
    for (own, exact) in y.iter().zip(&dense) {
        assert!((own - exact).abs() < 1e-9 * exact.abs().max(1.0), "{own} {exact}");
    }
    move |node| dynamic.node_celsius(node, &y)
}

#[test]
fn heat_flows_through_resistances_in_series() {
    let mut net = ThermalNetwork::new();
    let (ambient, case, die) = (net.add_fixed_node(25.0), net.add_node(0.0), net.add_node(0.0));
    net.add_conduction(die, case, 10.0);
    net.add_conduction(case, ambient, 5.0);
    let t = steady(&net, &[(die, 100.0)]);
    assert!((t(case) - 45.0).abs() < 1e-12 && (t(die) - 55.0).abs() < 1e-12);
}

#[test]
fn a_stream_warms_downstream_only_and_carries_all_heat_away() {
    let mut net = ThermalNetwork::new();
    let supply = net.add_fixed_node(40.0);
    let (first, second) = (net.add_node(0.0), net.add_node(0.0));
    let (a, b) = (net.add_node(0.0), net.add_node(0.0));
    net.add_advection(supply, first, 50.0);
    net.add_advection(first, second, 50.0);
    net.add_exchange(a, supply, first, 25.0);
    net.add_exchange(b, first, second, 25.0);
    let t = steady(&net, &[(a, 500.0), (b, 300.0)]);
    assert!((t(first) - 50.0).abs() < 1e-12);
    assert!((t(second) - 56.0).abs() < 1e-12);
    assert!((t(a) - 60.0).abs() < 1e-12, "inlet 40 + 500/25");
    assert!((t(b) - 62.0).abs() < 1e-12, "inlet 50 + 300/25");
}

#[test]
fn a_network_in_time_ends_in_its_steady_state() {
    let build = |fluid_j_k: f64, plate_j_k: f64, die_j_k: f64| {
        let mut net = ThermalNetwork::new();
        let supply = net.add_fixed_node(40.0);
        let (fluid, plate, die) = (net.add_node(fluid_j_k), net.add_node(plate_j_k), net.add_node(die_j_k));
        net.add_advection(supply, fluid, 120.0);
        net.add_conduction(die, plate, 50.0);
        net.add_conduction(plate, fluid, 60.0);
        (net, [fluid, plate, die])
    };
    let (still, nodes) = build(0.0, 0.0, 0.0);
    let end = steady(&still, &[(nodes[2], 900.0)]);
    let (net, nodes) = build(110.0, 160.0, 8.0);
    let (capacity, segment) = linearize(&net, &[(nodes[2], 900.0)]);
    let cold = DVector::from_element(3, 40.0);
    let states = integrate_segments(&capacity, &[segment], &cold, &[0.0, 5.0, 300.0], IntegrationAccuracy::default());
    assert_eq!(states[0], cold);
    assert!(states[1][2] > 45.0 && states[1][2] < end(nodes[2]), "on its way");
    for (row, node) in nodes.into_iter().enumerate() {
        assert!((states[2][row] - end(node)).abs() < 1e-3);
    }
}

#[test]
fn nodes_without_capacity_and_without_a_way_out_have_no_factors() {
    let mut net = ThermalNetwork::new();
    let (a, b) = (net.add_node(0.0), net.add_node(0.0));
    net.add_conduction(a, b, 1.0);
    assert!(!DynamicNetwork::new(&net, 0, &[]).factor_matrix(1.0, std::iter::empty()));
}

/// `C dT/dt = b − G T` of two nodes, the second without capacity: it stays half as warm as the first.
#[test]
fn a_node_without_capacitance_follows_its_neighbours() {
    let g = DMatrix::from_row_slice(2, 2, &[2.0, -1.0, -1.0, 2.0]);
    let segment = LinearSegment { start_s: 0.0, g, b: DVector::from_vec(vec![1.0, 0.0]) };
    let c = DVector::from_vec(vec![10.0, 0.0]);
    let accuracy = IntegrationAccuracy::default();
    let out = integrate_segments(&c, &[segment], &DVector::zeros(2), &[5.0, 500.0], accuracy);
    for t in &out {
        assert!((t[1] - 0.5 * t[0]).abs() < 1e-3);
    }
    assert!((out[0][0] - (1.0 - (-0.15f64 * 5.0).exp()) / 1.5).abs() < 1e-3);
    assert!((out[1][0] - 1.0 / 1.5).abs() < 1e-3);
}

proptest::proptest! {
    #[test]
    fn heat_leaves_as_it_entered(
        q in proptest::collection::vec(0.0..2000.0f64, 4), c in 20.0..200.0f64, g in 1.0..100.0f64,
    ) {
        let mut net = ThermalNetwork::new();
        let (supply, room) = (net.add_fixed_node(45.0), net.add_fixed_node(25.0));
        let mut at = supply;
        let mut sources = Vec::new();
        for w in &q {
            let (out, die) = (net.add_node(0.0), net.add_node(0.0));
            sources.push((die, *w));
            net.add_advection(at, out, c);
            net.add_exchange(die, at, out, g);
            at = out;
        }
        net.add_conduction(at, room, 3.0);
        let t = steady(&net, &sources);
        let out_w = c * (t(at) - 45.0) + 3.0 * (t(at) - 25.0);
        let in_w: f64 = q.iter().sum();
        proptest::prop_assert!((out_w - in_w).abs() < 1e-8 * (in_w + 60.0));
    }
}
