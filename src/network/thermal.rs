//! Thermal network: nodes with a temperature, links that carry heat between them. It is laid out for integration in time by
//! [`DynamicNetwork`](super::dynamic::DynamicNetwork).
//!
//! A free node balances `C dT/dt = Σ heat in`. Links are
//! - conduction: `g (T_a − T_b)` from a to b;
//! - advection: a stream of capacity rate `m·cp` that arrives at node j with the temperature of node i brings
//!   `m·cp (T_i − T_j)` to j and takes nothing from i, whose own row counts its own inflow: the matrix is not
//!   symmetric and needs LU, not Cholesky;
//! - exchange: `g (T_source − T_reference)` leaves the source and enters the sink; for a cooler whose resistance is
//!   quoted against the coolant at its inlet while its heat appears at its outlet;
//! - transfer: `g (T_hot − T_cold)` leaves one node and enters another, neither of them need be hot or cold.

/// A node of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThermalNodeId(pub(super) usize);

#[derive(Clone, Copy, Debug)]
pub(super) enum ThermalNode {
    /// Held at a temperature, °C.
    Fixed(f64),
    /// Row of the system, heat capacity in J/K.
    Free { row: usize, capacity_j_k: f64 },
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

/// A network of nodes and links.
#[derive(Clone, Debug, Default)]
pub struct ThermalNetwork {
    pub(super) nodes: Vec<ThermalNode>,
    pub(super) links: Vec<ThermalLink>,
    pub(super) free: usize,
}

impl ThermalNetwork {
    /// A network without nodes and links.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a node held at a temperature.
    pub fn add_fixed_node(&mut self, celsius: f64) -> ThermalNodeId {
        self.nodes.push(ThermalNode::Fixed(celsius));
        ThermalNodeId(self.nodes.len() - 1)
    }

    /// Adds a node with a heat capacity, J/K; one of 0 follows its neighbours at once.
    pub fn add_node(&mut self, capacity_j_k: f64) -> ThermalNodeId {
        self.nodes.push(ThermalNode::Free { row: self.free, capacity_j_k });
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
}
