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

use crate::solve::linear::Segment;
use crate::solve::newton::{Newton, SolveError, System};

/// A node of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeId(pub(super) usize);

#[derive(Clone, Copy, Debug)]
pub(super) enum Node {
    /// Held at a temperature, °C.
    Fixed(f64),
    /// Row of the system, heat capacity in J/K, constant source in W.
    Free { row: usize, capacity_j_k: f64, source_w: f64 },
}

/// A link of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkId(pub(super) usize);

/// Heat `g (T_hot − T_cold)` that leaves one node and enters another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub hot: NodeId,
    pub cold: NodeId,
    pub from: Option<NodeId>,
    pub to: Option<NodeId>,
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
pub struct Heat {
    /// Heat, W.
    pub power_w: f64,
    /// Its growth with temperature, W/K.
    pub slope_w_k: f64,
}

/// A network of nodes and links.
#[derive(Clone, Debug, Default)]
pub struct ThermalNetwork {
    pub(super) nodes: Vec<Node>,
    pub(super) links: Vec<Link>,
    pub(super) free: usize,
}

/// Temperatures of a steady state.
#[derive(Clone, Debug)]
pub struct Temperatures {
    celsius: Vec<f64>,
    /// Largest imbalance of any node, W.
    pub residual_w: f64,
    /// Newton iterations made.
    pub iterations: usize,
}

impl Temperatures {
    /// The temperature of a node, °C.
    pub fn celsius(&self, node: NodeId) -> f64 {
        self.celsius[node.0]
    }
}

impl ThermalNetwork {
    /// An empty network.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a node held at a temperature.
    pub fn fixed(&mut self, celsius: f64) -> NodeId {
        self.nodes.push(Node::Fixed(celsius));
        NodeId(self.nodes.len() - 1)
    }

    /// Adds a node with a heat capacity (J/K; 0 follows its neighbours at once) and a constant source (W).
    pub fn node(&mut self, capacity_j_k: f64, source_w: f64) -> NodeId {
        self.nodes.push(Node::Free { row: self.free, capacity_j_k, source_w });
        self.free += 1;
        NodeId(self.nodes.len() - 1)
    }

    fn link(&mut self, (hot, cold): (NodeId, NodeId), from: Option<NodeId>, to: Option<NodeId>, g_w_k: f64) -> LinkId {
        self.links.push(Link { hot, cold, from, to, g_w_k });
        LinkId(self.links.len() - 1)
    }

    /// Links two nodes by a conductance, W/K.
    pub fn conduct(&mut self, a: NodeId, b: NodeId, g_w_k: f64) -> LinkId {
        self.link((a, b), Some(a), Some(b), g_w_k)
    }

    /// Lets a stream of capacity rate `mcp_w_k` flow from one node into another.
    pub fn advect(&mut self, from: NodeId, to: NodeId, mcp_w_k: f64) -> LinkId {
        self.link((from, to), None, Some(to), mcp_w_k)
    }

    /// Carries `g (T_source − T_reference)` from `source` into `sink`.
    pub fn exchange(&mut self, source: NodeId, reference: NodeId, sink: NodeId, g_w_k: f64) -> LinkId {
        self.link((source, reference), Some(source), Some(sink), g_w_k)
    }

    /// Carries `g (T_hot − T_cold)` from one node into another, as an exchanger does whose inlets are `hot` and `cold`;
    /// without a node at an end the heat leaves or enters the network there.
    pub fn transfer(
        &mut self,
        inlets: (NodeId, NodeId),
        from: Option<NodeId>,
        to: Option<NodeId>,
        g_w_k: f64,
    ) -> LinkId {
        self.link(inlets, from, to, g_w_k)
    }

    /// Changes the constant source of a free node, W; a fixed node is left as it is.
    pub fn set_source(&mut self, node: NodeId, watts: f64) {
        if let Node::Free { source_w, .. } = &mut self.nodes[node.0] {
            *source_w = watts;
        }
    }

    /// The system `C dT/dt = b − G T` of the free nodes, from `start_s`, and its capacities.
    pub fn system(&self, start_s: f64) -> (DVector<f64>, Segment) {
        let n = self.free;
        let mut segment = Segment { start_s, g: DMatrix::zeros(n, n), b: DVector::zeros(n) };
        let mut capacity = DVector::zeros(n);
        for node in &self.nodes {
            if let Node::Free { row, capacity_j_k, source_w } = *node {
                capacity[row] = capacity_j_k;
                segment.b[row] += source_w;
            }
        }
        for link in &self.links {
            if let Some(from) = link.from {
                self.flow(&mut segment, from, link.g_w_k, [(link.hot, 1.0), (link.cold, -1.0)]);
            }
            if let Some(to) = link.to {
                self.flow(&mut segment, to, link.g_w_k, [(link.cold, 1.0), (link.hot, -1.0)]);
            }
        }
        (capacity, segment)
    }

    /// Books the heat `g Σ sign·T` as leaving `at`.
    fn flow(&self, segment: &mut Segment, at: NodeId, g: f64, terms: [(NodeId, f64); 2]) {
        let Node::Free { row, .. } = self.nodes[at.0] else { return };
        for (node, sign) in terms {
            match self.nodes[node.0] {
                Node::Free { row: column, .. } => segment.g[(row, column)] += sign * g,
                Node::Fixed(celsius) => segment.b[row] -= sign * g * celsius,
            }
        }
    }

    /// The steady state with the constant sources and with `heat(T in °C)` at the nodes given.
    ///
    /// # Errors
    /// [`ThermalError`].
    pub fn steady<F: Fn(f64) -> Heat>(&self, heat: &[(NodeId, F)]) -> Result<Temperatures, ThermalError> {
        let (_, segment) = self.system(0.0);
        let scale = segment.b.amax().max(1.0);
        let start = segment.g.clone().lu().solve(&segment.b).ok_or(ThermalError::Floating)?;
        let rows: Vec<(usize, &F)> = heat
            .iter()
            .filter_map(|(node, f)| match self.nodes[node.0] {
                Node::Free { row, .. } => Some((row, f)),
                Node::Fixed(_) => None,
            })
            .collect();
        let balance = Balance { segment: &segment, heat: &rows };
        let newton = Newton { max_iterations: 50, tolerance: 1e-12 * scale };
        let found = newton.solve(&balance, start).map_err(|error| match error {
            SolveError::Singular { .. } => ThermalError::Floating,
            other => ThermalError::RunAway(other.to_string()),
        })?;
        let celsius = self
            .nodes
            .iter()
            .map(|node| match *node {
                Node::Fixed(celsius) => celsius,
                Node::Free { row, .. } => found.x[row],
            })
            .collect();
        Ok(Temperatures { celsius, residual_w: found.residual, iterations: found.iterations })
    }
}

/// Heat into every free node must be none.
struct Balance<'a, F> {
    segment: &'a Segment,
    heat: &'a [(usize, &'a F)],
}

impl<F: Fn(f64) -> Heat> System for Balance<'_, F> {
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

    type Source = (NodeId, fn(f64) -> Heat);
    const NONE: &[Source] = &[];

    #[test]
    fn heat_flows_through_resistances_in_series() {
        let mut net = ThermalNetwork::new();
        let ambient = net.fixed(25.0);
        let case = net.node(0.0, 0.0);
        let die = net.node(0.0, 100.0);
        net.conduct(die, case, 10.0);
        net.conduct(case, ambient, 5.0);
        let t = net.steady(NONE).unwrap();
        assert!((t.celsius(case) - 45.0).abs() < 1e-12);
        assert!((t.celsius(die) - 55.0).abs() < 1e-12);
    }

    #[test]
    fn a_stream_warms_downstream_only_and_carries_all_heat_away() {
        let mut net = ThermalNetwork::new();
        let supply = net.fixed(40.0);
        let (first, second) = (net.node(0.0, 0.0), net.node(0.0, 0.0));
        let (a, b) = (net.node(0.0, 500.0), net.node(0.0, 300.0));
        net.advect(supply, first, 50.0);
        net.advect(first, second, 50.0);
        net.exchange(a, supply, first, 25.0);
        net.exchange(b, first, second, 25.0);
        let t = net.steady(NONE).unwrap();
        assert!((t.celsius(first) - 50.0).abs() < 1e-12);
        assert!((t.celsius(second) - 56.0).abs() < 1e-12);
        assert!((t.celsius(a) - 60.0).abs() < 1e-12, "inlet 40 + 500/25");
        assert!((t.celsius(b) - 62.0).abs() < 1e-12, "inlet 50 + 300/25");
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
            let coolant = net.fixed(coolant_c);
            let die = net.node(0.0, 800.0);
            net.conduct(die, coolant, 1.0 / r_k_w);
            let leak = |t_c: f64| {
                let power_w = 120.0 * (0.017 * (t_c - 65.0)).exp();
                Heat { power_w, slope_w_k: 0.017 * power_w }
            };
            let t = net.steady(&[(die, leak)]).unwrap();
            assert!((t.celsius(die) - junction_c).abs() < 0.006, "{}", t.celsius(die));
            assert!(((t.celsius(die) - coolant_c) / r_k_w - power_w).abs() < 0.06);
            assert!(t.iterations < 8);
        }
    }

    #[test]
    fn thermal_run_away_is_an_error() {
        let mut net = ThermalNetwork::new();
        let coolant = net.fixed(30.0);
        let die = net.node(0.0, 800.0);
        net.conduct(die, coolant, 2.0);
        let leak = |t_c: f64| {
            let power_w = 120.0 * (0.03 * (t_c - 65.0)).exp();
            Heat { power_w, slope_w_k: 0.03 * power_w }
        };
        assert!(net.steady(&[(die, leak)]).is_err());
    }

    #[test]
    fn a_network_in_time_ends_in_its_steady_state() {
        use crate::solve::linear::integrate;
        use crate::solve::transient::Accuracy;
        let mut net = ThermalNetwork::new();
        let supply = net.fixed(40.0);
        let fluid = net.node(110.0, 0.0);
        let plate = net.node(160.0, 0.0);
        let die = net.node(8.0, 900.0);
        net.advect(supply, fluid, 120.0);
        net.conduct(die, plate, 50.0);
        net.conduct(plate, fluid, 60.0);
        let steady = net.steady(NONE).unwrap();
        let (capacity, segment) = net.system(0.0);
        let cold = DVector::from_element(3, 40.0);
        let states = integrate(&capacity, &[segment], &cold, &[0.0, 5.0, 300.0], Accuracy::default()).unwrap();
        assert_eq!(states[0], cold);
        assert!(states[1][2] > 45.0 && states[1][2] < steady.celsius(die), "on its way");
        for (row, node) in [fluid, plate, die].into_iter().enumerate() {
            assert!((states[2][row] - steady.celsius(node)).abs() < 1e-3);
        }
    }

    #[test]
    fn a_node_on_its_own_is_an_error() {
        let mut net = ThermalNetwork::new();
        let a = net.node(0.0, 1.0);
        let b = net.node(0.0, 0.0);
        net.conduct(a, b, 1.0);
        assert_eq!(net.steady(NONE).unwrap_err(), ThermalError::Floating);
    }

    proptest::proptest! {
        #[test]
        fn heat_leaves_as_it_entered(q in proptest::collection::vec(0.0..2000.0f64, 4), c in 20.0..200.0f64, g in 1.0..100.0f64) {
            let mut net = ThermalNetwork::new();
            let supply = net.fixed(45.0);
            let room = net.fixed(25.0);
            let mut at = supply;
            for w in &q {
                let out = net.node(0.0, 0.0);
                let die = net.node(0.0, *w);
                net.advect(at, out, c);
                net.exchange(die, at, out, g);
                at = out;
            }
            net.conduct(at, room, 3.0);
            let t = net.steady(NONE).unwrap();
            let out_w = c * (t.celsius(at) - 45.0) + 3.0 * (t.celsius(at) - 25.0);
            let in_w: f64 = q.iter().sum();
            proptest::prop_assert!((out_w - in_w).abs() < 1e-8 * (in_w + 60.0));
        }
    }
}
