//! Thermal network: nodes with a temperature, links that carry heat between them.
//!
//! A free node balances `C dT/dt = Σ heat in`. Links are
//! - conduction: `g (T_a − T_b)` from a to b;
//! - advection: a stream of capacity rate `m·cp` that arrives at node j with the temperature of node i brings
//!   `m·cp (T_i − T_j)` to j and takes nothing from i, whose own row counts its own inflow: the matrix is not
//!   symmetric and needs LU, not Cholesky;
//! - exchange: `g (T_source − T_reference)` leaves the source and enters the sink; for a cooler whose resistance is
//!   quoted against the coolant at its inlet while its heat appears at its outlet;
//! - transfer: `g (T_hot − T_cold)` leaves one node and enters another, neither of them need be hot or cold.

use nalgebra::{DMatrix, DVector};
use thiserror::Error;

use crate::solve::linear::LinearSegment;
use crate::solve::newton::{NewtonError, NewtonSolver, NonlinearSystem};

/// A node of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThermalNodeId(pub(super) usize);

#[derive(Clone, Copy, Debug)]
pub(super) enum ThermalNode {
    /// Held at a temperature, °C.
    Fixed(f64),
    /// Row of the system, heat capacity in J/K, constant source in W.
    Free { row: usize, capacity_j_k: f64, source_w: f64 },
}

/// A link of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThermalLinkId(pub(super) usize);

/// Heat `g (T_hot − T_cold)` that leaves one node and enters another.
#[derive(Clone, Copy, Debug)]
pub(super) struct ThermalLink {
    pub hot: ThermalNodeId,
    pub cold: ThermalNodeId,
    pub from: Option<ThermalNodeId>,
    pub to: Option<ThermalNodeId>,
    pub g_w_k: f64,
}

/// Why a network has no steady state.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum ThermalError {
    /// Some node has no way to a fixed temperature.
    #[error("a node has no way to a fixed temperature")]
    Floating,
    /// The sources that depend on temperature run away or do not settle.
    #[error("temperature-dependent heat does not settle: {0}")]
    RunAway(String),
}

/// Heat of a node that depends on its temperature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeHeat {
    /// Heat, W.
    pub power_w: f64,
    /// Its growth with temperature, W/K.
    pub slope_w_k: f64,
}

/// A network of nodes and links.
#[derive(Clone, Debug, Default)]
pub struct ThermalNetwork {
    pub(super) nodes: Vec<ThermalNode>,
    pub(super) links: Vec<ThermalLink>,
    pub(super) free: usize,
}

/// Temperatures of a steady state.
#[derive(Clone, Debug)]
pub struct NodeTemperatures {
    celsius: Vec<f64>,
    /// Largest imbalance of any node, W.
    pub residual_w: f64,
    /// Newton iterations made.
    pub iterations: usize,
}

impl NodeTemperatures {
    /// The temperature of a node, °C.
    pub fn node_celsius(&self, node: ThermalNodeId) -> f64 {
        self.celsius[node.0]
    }
}

impl ThermalNetwork {
    /// An empty network.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a node held at a temperature.
    pub fn add_fixed_node(&mut self, celsius: f64) -> ThermalNodeId {
        self.nodes.push(ThermalNode::Fixed(celsius));
        ThermalNodeId(self.nodes.len() - 1)
    }

    /// Adds a node with a heat capacity (J/K; 0 follows its neighbours at once) and a constant source (W).
    pub fn add_node(&mut self, capacity_j_k: f64, source_w: f64) -> ThermalNodeId {
        self.nodes.push(ThermalNode::Free { row: self.free, capacity_j_k, source_w });
        self.free += 1;
        ThermalNodeId(self.nodes.len() - 1)
    }

    fn add_link(
        &mut self,
        (hot, cold): (ThermalNodeId, ThermalNodeId),
        from: Option<ThermalNodeId>,
        to: Option<ThermalNodeId>,
        g_w_k: f64,
    ) -> ThermalLinkId {
        self.links.push(ThermalLink { hot, cold, from, to, g_w_k });
        ThermalLinkId(self.links.len() - 1)
    }

    /// Links two nodes by a conductance, W/K.
    pub fn add_conduction(&mut self, a: ThermalNodeId, b: ThermalNodeId, g_w_k: f64) -> ThermalLinkId {
        self.add_link((a, b), Some(a), Some(b), g_w_k)
    }

    /// Lets a stream of capacity rate `mcp_w_k` flow from one node into another.
    pub fn add_advection(&mut self, from: ThermalNodeId, to: ThermalNodeId, mcp_w_k: f64) -> ThermalLinkId {
        self.add_link((from, to), None, Some(to), mcp_w_k)
    }

    /// Carries `g (T_source − T_reference)` from `source` into `sink`.
    pub fn add_exchange(
        &mut self,
        source: ThermalNodeId,
        reference: ThermalNodeId,
        sink: ThermalNodeId,
        g_w_k: f64,
    ) -> ThermalLinkId {
        self.add_link((source, reference), Some(source), Some(sink), g_w_k)
    }

    /// Carries `g (T_hot − T_cold)` from one node into another, as an exchanger does whose inlets are `hot` and `cold`;
    /// without a node at an end the heat leaves or enters the network there.
    pub fn add_transfer(
        &mut self,
        inlets: (ThermalNodeId, ThermalNodeId),
        from: Option<ThermalNodeId>,
        to: Option<ThermalNodeId>,
        g_w_k: f64,
    ) -> ThermalLinkId {
        self.add_link(inlets, from, to, g_w_k)
    }

    /// Changes the constant source of a free node, W; a fixed node is left as it is.
    pub fn set_source(&mut self, node: ThermalNodeId, watts: f64) {
        if let ThermalNode::Free { source_w, .. } = &mut self.nodes[node.0] {
            *source_w = watts;
        }
    }

    /// The system `C dT/dt = b − G T` of the free nodes, from `start_s`, and its capacities.
    pub fn assemble_system(&self, start_s: f64) -> (DVector<f64>, LinearSegment) {
        let n = self.free;
        let mut segment = LinearSegment { start_s, g: DMatrix::zeros(n, n), b: DVector::zeros(n) };
        let mut capacity = DVector::zeros(n);
        for node in &self.nodes {
            if let ThermalNode::Free { row, capacity_j_k, source_w } = *node {
                capacity[row] = capacity_j_k;
                segment.b[row] += source_w;
            }
        }
        for link in &self.links {
            if let Some(from) = link.from {
                self.add_leaving_heat(&mut segment, from, link.g_w_k, [(link.hot, 1.0), (link.cold, -1.0)]);
            }
            if let Some(to) = link.to {
                self.add_leaving_heat(&mut segment, to, link.g_w_k, [(link.cold, 1.0), (link.hot, -1.0)]);
            }
        }
        (capacity, segment)
    }

    /// Books the heat `g Σ sign·T` as leaving `at`.
    fn add_leaving_heat(
        &self,
        segment: &mut LinearSegment,
        at: ThermalNodeId,
        g: f64,
        terms: [(ThermalNodeId, f64); 2],
    ) {
        let ThermalNode::Free { row, .. } = self.nodes[at.0] else { return };
        for (node, sign) in terms {
            match self.nodes[node.0] {
                ThermalNode::Free { row: column, .. } => segment.g[(row, column)] += sign * g,
                ThermalNode::Fixed(celsius) => segment.b[row] -= sign * g * celsius,
            }
        }
    }

    /// The steady state with the constant sources and with `heat(T in °C)` at the nodes given.
    ///
    /// # Errors
    /// [`ThermalError`].
    pub fn solve_steady_state<F: Fn(f64) -> NodeHeat>(
        &self,
        heat: &[(ThermalNodeId, F)],
    ) -> Result<NodeTemperatures, ThermalError> {
        let (_, segment) = self.assemble_system(0.0);
        let scale = segment.b.amax().max(1.0);
        let start = segment.g.clone().lu().solve(&segment.b).ok_or(ThermalError::Floating)?;
        let rows: Vec<(usize, &F)> = heat
            .iter()
            .filter_map(|(node, f)| match self.nodes[node.0] {
                ThermalNode::Free { row, .. } => Some((row, f)),
                ThermalNode::Fixed(_) => None,
            })
            .collect();
        let balance = NodeHeatBalance { segment: &segment, heat: &rows };
        let newton = NewtonSolver { max_iterations: 50, tolerance: 1e-12 * scale };
        let found = newton.solve(&balance, start).map_err(|error| match error {
            NewtonError::Singular { .. } => ThermalError::Floating,
            other => ThermalError::RunAway(other.to_string()),
        })?;
        let celsius = self
            .nodes
            .iter()
            .map(|node| match *node {
                ThermalNode::Fixed(celsius) => celsius,
                ThermalNode::Free { row, .. } => found.x[row],
            })
            .collect();
        Ok(NodeTemperatures { celsius, residual_w: found.residual, iterations: found.iterations })
    }
}

/// Heat into every free node must be none.
struct NodeHeatBalance<'a, F> {
    segment: &'a LinearSegment,
    heat: &'a [(usize, &'a F)],
}

impl<F: Fn(f64) -> NodeHeat> NonlinearSystem for NodeHeatBalance<'_, F> {
    type Error = std::convert::Infallible;

    fn residual(&self, t: &DVector<f64>) -> Result<DVector<f64>, Self::Error> {
        let mut r = self.segment.b.clone();
        r.gemv(-1.0, &self.segment.g, t, 1.0);
        for (row, heat) in self.heat {
            r[*row] += heat(t[*row]).power_w;
        }
        Ok(r)
    }

    fn jacobian(&self, t: &DVector<f64>, _: &DVector<f64>) -> Result<DMatrix<f64>, Self::Error> {
        let mut j = -&self.segment.g;
        for (row, heat) in self.heat {
            j[(*row, *row)] += heat(t[*row]).slope_w_k;
        }
        Ok(j)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Source = (ThermalNodeId, fn(f64) -> NodeHeat);
    const NONE: &[Source] = &[];

    #[test]
    fn heat_flows_through_resistances_in_series() {
        let mut net = ThermalNetwork::new();
        let ambient = net.add_fixed_node(25.0);
        let case = net.add_node(0.0, 0.0);
        let die = net.add_node(0.0, 100.0);
        net.add_conduction(die, case, 10.0);
        net.add_conduction(case, ambient, 5.0);
        let t = net.solve_steady_state(NONE).unwrap();
        assert!((t.node_celsius(case) - 45.0).abs() < 1e-12);
        assert!((t.node_celsius(die) - 55.0).abs() < 1e-12);
    }

    #[test]
    fn a_stream_warms_downstream_only_and_carries_all_heat_away() {
        let mut net = ThermalNetwork::new();
        let supply = net.add_fixed_node(40.0);
        let (first, second) = (net.add_node(0.0, 0.0), net.add_node(0.0, 0.0));
        let (a, b) = (net.add_node(0.0, 500.0), net.add_node(0.0, 300.0));
        net.add_advection(supply, first, 50.0);
        net.add_advection(first, second, 50.0);
        net.add_exchange(a, supply, first, 25.0);
        net.add_exchange(b, first, second, 25.0);
        let t = net.solve_steady_state(NONE).unwrap();
        assert!((t.node_celsius(first) - 50.0).abs() < 1e-12);
        assert!((t.node_celsius(second) - 56.0).abs() < 1e-12);
        assert!((t.node_celsius(a) - 60.0).abs() < 1e-12, "inlet 40 + 500/25");
        assert!((t.node_celsius(b) - 62.0).abs() < 1e-12, "inlet 50 + 300/25");
    }

    #[test]
    fn leakage_settles_where_heat_in_is_heat_out() {
        // Worked points: 800 W dynamic, 120 W leakage at 65 °C growing by 1.7 %/K.
        for (coolant_c, r_k_w, power_w, junction_c) in [
            (30.0, 0.03, 905.0, 57.15),
            (45.0, 0.03, 937.8, 73.13),
            (30.0, 0.06, 979.8, 88.79),
            (25.0, 0.075, 1024.5, 101.83),
        ] {
            let mut net = ThermalNetwork::new();
            let coolant = net.add_fixed_node(coolant_c);
            let die = net.add_node(0.0, 800.0);
            net.add_conduction(die, coolant, 1.0 / r_k_w);
            let leak = |t_c: f64| {
                let power_w = 120.0 * (0.017 * (t_c - 65.0)).exp();
                NodeHeat { power_w, slope_w_k: 0.017 * power_w }
            };
            let t = net.solve_steady_state(&[(die, leak)]).unwrap();
            assert!((t.node_celsius(die) - junction_c).abs() < 0.006, "{}", t.node_celsius(die));
            assert!(((t.node_celsius(die) - coolant_c) / r_k_w - power_w).abs() < 0.06);
            assert!(t.iterations < 8);
        }
    }

    #[test]
    fn thermal_run_away_is_an_error() {
        let mut net = ThermalNetwork::new();
        let coolant = net.add_fixed_node(30.0);
        let die = net.add_node(0.0, 800.0);
        net.add_conduction(die, coolant, 2.0);
        let leak = |t_c: f64| {
            let power_w = 120.0 * (0.03 * (t_c - 65.0)).exp();
            NodeHeat { power_w, slope_w_k: 0.03 * power_w }
        };
        assert!(net.solve_steady_state(&[(die, leak)]).is_err());
    }

    #[test]
    fn a_network_in_time_ends_in_its_steady_state() {
        use crate::solve::linear::integrate_segments;
        use crate::solve::transient::IntegrationAccuracy;
        let mut net = ThermalNetwork::new();
        let supply = net.add_fixed_node(40.0);
        let fluid = net.add_node(110.0, 0.0);
        let plate = net.add_node(160.0, 0.0);
        let die = net.add_node(8.0, 900.0);
        net.add_advection(supply, fluid, 120.0);
        net.add_conduction(die, plate, 50.0);
        net.add_conduction(plate, fluid, 60.0);
        let steady = net.solve_steady_state(NONE).unwrap();
        let (capacity, segment) = net.assemble_system(0.0);
        let cold = DVector::from_element(3, 40.0);
        let states =
            integrate_segments(&capacity, &[segment], &cold, &[0.0, 5.0, 300.0], IntegrationAccuracy::default())
                .unwrap();
        assert_eq!(states[0], cold);
        assert!(states[1][2] > 45.0 && states[1][2] < steady.node_celsius(die), "on its way");
        for (row, node) in [fluid, plate, die].into_iter().enumerate() {
            assert!((states[2][row] - steady.node_celsius(node)).abs() < 1e-3);
        }
    }

    #[test]
    fn a_node_on_its_own_is_an_error() {
        let mut net = ThermalNetwork::new();
        let a = net.add_node(0.0, 1.0);
        let b = net.add_node(0.0, 0.0);
        net.add_conduction(a, b, 1.0);
        assert_eq!(net.solve_steady_state(NONE).unwrap_err(), ThermalError::Floating);
    }

    proptest::proptest! {
        #[test]
        fn heat_leaves_as_it_entered(q in proptest::collection::vec(0.0..2000.0f64, 4), c in 20.0..200.0f64, g in 1.0..100.0f64) {
            let mut net = ThermalNetwork::new();
            let supply = net.add_fixed_node(45.0);
            let room = net.add_fixed_node(25.0);
            let mut at = supply;
            for w in &q {
                let out = net.add_node(0.0, 0.0);
                let die = net.add_node(0.0, *w);
                net.add_advection(at, out, c);
                net.add_exchange(die, at, out, g);
                at = out;
            }
            net.add_conduction(at, room, 3.0);
            let t = net.solve_steady_state(NONE).unwrap();
            let out_w = c * (t.node_celsius(at) - 45.0) + 3.0 * (t.node_celsius(at) - 25.0);
            let in_w: f64 = q.iter().sum();
            proptest::prop_assert!((out_w - in_w).abs() < 1e-8 * (in_w + 60.0));
        }
    }
}
