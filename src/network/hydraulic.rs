//! Hydraulic network: nodes with a pressure, links with a flow.
//!
//! Mass balances at every free node and `p_from − p_to = h(Q)` holds on every link. Both are solved together by Newton
//! in the global-gradient form (Todini and Pilati, *A gradient algorithm for the analysis of pipe networks*, 1988):
//! with `D = 1/h'(Q)`, one linear system in the pressures per iteration, then `Q ← Q + D (p_from − p_to − h)`.
//!
//! Volume is conserved: the fluid is incompressible and has one density and viscosity in the whole network. Heights
//! cancel in closed loops and are left out.

use thiserror::Error;

use crate::solve::sparse::SparseLu;
use crate::solve::sparse_pattern::SparsePattern;

pub use super::element::{FrictionTransition, HydraulicElement, NetworkFluid};

/// A node of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HydraulicNodeId(usize);

/// A link of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HydraulicLinkId(usize);

#[derive(Clone, Copy, Debug)]
struct HydraulicLink {
    from: usize,
    to: usize,
    element: HydraulicElement,
}

/// Why a network has no solution.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum HydraulicError {
    /// A node has no way to a node of known pressure.
    #[error("a node has no way to a node of known pressure")]
    Disconnected,
    /// The flows did not settle.
    #[error("flows not settled after {iterations} iterations (largest relative change {change:e})")]
    NotConverged {
        /// Iterations made.
        iterations: usize,
        /// Largest change of a flow relative to the largest flow.
        change: f64,
    },
}

/// A network of nodes and links.
#[derive(Clone, Debug)]
pub struct HydraulicNetwork {
    fluid: NetworkFluid,
    transition: FrictionTransition,
    /// Known pressure, or row of the system.
    nodes: Vec<Result<f64, usize>>,
    links: Vec<HydraulicLink>,
    free: usize,
}

/// Flows and pressures of a network.
#[derive(Clone, Debug)]
pub struct HydraulicState {
    flow_m3_s: Vec<f64>,
    pressure_pa: Vec<f64>,
    /// Newton iterations made.
    pub iterations: usize,
}

impl HydraulicState {
    /// Flow through a link, positive from its first node to its second, m³/s.
    pub fn flow_m3_s(&self, link: HydraulicLinkId) -> f64 {
        self.flow_m3_s[link.0]
    }
    /// Pressure at a node, Pa.
    pub fn pressure_pa(&self, node: HydraulicNodeId) -> f64 {
        self.pressure_pa[node.0]
    }
    /// Every flow times a factor: a start for the same network at another speed.
    pub fn scale_flows(&mut self, factor: f64) {
        self.flow_m3_s.iter_mut().for_each(|q| *q *= factor);
    }
}

/// Entries of a link in the matrix; none at an end of known pressure.
#[derive(Clone, Copy, Debug)]
struct LinkSlots {
    /// Diagonals of the first and the second node.
    ends: [Option<usize>; 2],
    /// Row of the first and column of the second node, and the reverse.
    across: Option<[usize; 2]>,
}

/// What a solution needs beside the network: made once, used again and again.
#[derive(Clone, Debug)]
pub struct HydraulicWorkspace {
    matrix: SparseLu,
    /// Entries of each link in the matrix.
    slots: Vec<LinkSlots>,
    rhs: Vec<f64>,
    lines: Vec<(f64, f64)>,
}

const MAX_ITERATIONS: usize = 200;
/// Flows are settled when none changes by more than this share of the largest.
const FLOW_TOLERANCE: f64 = 1e-10;
/// Where resistances differ by many powers of ten, rounding keeps flows moving by up to this share: iterations that gain
/// nothing more are the end.
const ROUNDING_TOLERANCE: f64 = 1e-7;

impl HydraulicNetwork {
    /// An empty network of one fluid.
    pub fn new(fluid: NetworkFluid, transition: FrictionTransition) -> Self {
        Self { fluid, transition, nodes: Vec::new(), links: Vec::new(), free: 0 }
    }

    /// Adds a node of known pressure, Pa.
    pub fn add_fixed_node(&mut self, pressure_pa: f64) -> HydraulicNodeId {
        self.nodes.push(Ok(pressure_pa));
        HydraulicNodeId(self.nodes.len() - 1)
    }

    /// Adds a node whose pressure is sought.
    pub fn add_node(&mut self) -> HydraulicNodeId {
        self.nodes.push(Err(self.free));
        self.free += 1;
        HydraulicNodeId(self.nodes.len() - 1)
    }

    /// Adds a link between two nodes; its flow counts from the first to the second.
    pub fn add_link(
        &mut self,
        from: HydraulicNodeId,
        to: HydraulicNodeId,
        element: HydraulicElement,
    ) -> HydraulicLinkId {
        self.links.push(HydraulicLink { from: from.0, to: to.0, element });
        HydraulicLinkId(self.links.len() - 1)
    }

    /// Changes the speed of a mover; another element is left as it is.
    pub fn set_speed(&mut self, link: HydraulicLinkId, to: f64) {
        if let HydraulicElement::Mover { speed, .. } = &mut self.links[link.0].element {
            *speed = to;
        }
    }

    /// Flows to start from when nothing is known.
    pub fn initial_state(&self) -> HydraulicState {
        let pressure_pa = self.nodes.iter().map(|n| n.unwrap_or(0.0)).collect();
        HydraulicState { flow_m3_s: vec![1e-4; self.links.len()], pressure_pa, iterations: 0 }
    }

    /// Room for solutions of this network. Make another after adding a node or a link.
    pub fn allocate_workspace(&self) -> HydraulicWorkspace {
        let row = |node: usize| self.nodes[node].err();
        let entries = self.links.iter().filter_map(|l| row(l.from).zip(row(l.to)));
        let pattern = SparsePattern::analyze(self.free, entries);
        let slots = self.links.iter().map(|l| {
            let (from, to) = (row(l.from), row(l.to));
            let slot = |at: Option<usize>, of: Option<usize>| pattern.find_slot(at?, of?);
            LinkSlots {
                ends: [slot(from, from), slot(to, to)],
                across: slot(from, to).zip(slot(to, from)).map(|(upper, lower)| [upper, lower]),
            }
        });
        let (slots, lines) = (slots.collect(), Vec::with_capacity(self.links.len()));
        HydraulicWorkspace { matrix: SparseLu::new(pattern), slots, rhs: vec![0.0; self.free], lines }
    }

    /// Flows and pressures of the steady state.
    ///
    /// # Errors
    /// [`HydraulicError`].
    pub fn solve(&self) -> Result<HydraulicState, HydraulicError> {
        let mut flows = self.initial_state();
        self.solve_from(&mut flows, &mut self.allocate_workspace())?;
        Ok(flows)
    }

    /// As [`Self::solve`], from flows that may be near: those of the same network in another state.
    ///
    /// # Errors
    /// [`HydraulicError`].
    pub fn solve_from(&self, flows: &mut HydraulicState, work: &mut HydraulicWorkspace) -> Result<(), HydraulicError> {
        let mut change = f64::INFINITY;
        for iteration in 1..=MAX_ITERATIONS {
            let before = change;
            change = self.gradient_step(flows, work)?;
            if change <= FLOW_TOLERANCE || change <= ROUNDING_TOLERANCE && change >= 0.5 * before {
                flows.iterations = iteration;
                return Ok(());
            }
        }
        Err(HydraulicError::NotConverged { iterations: MAX_ITERATIONS, change })
    }

    /// One iteration: new pressures from the linearised links, then new flows. Gives the largest change relative to the
    /// largest flow.
    fn gradient_step(&self, flows: &mut HydraulicState, work: &mut HydraulicWorkspace) -> Result<f64, HydraulicError> {
        let HydraulicWorkspace { matrix, slots, rhs, lines } = work;
        matrix.clear();
        rhs.fill(0.0);
        lines.clear();
        lines.extend(
            self.links
                .iter()
                .zip(&flows.flow_m3_s)
                .map(|(l, &q)| l.element.loss_and_slope(self.fluid, self.transition, q)),
        );
        let steepest = lines.iter().map(|l| l.1).fold(0.0, f64::max);
        for (((link, line), &flow), slots) in self.links.iter().zip(lines.iter_mut()).zip(&flows.flow_m3_s).zip(slots) {
            let (loss, slope) = *line;
            // A link without resistance at rest would make the system infinite.
            let d = slope.max(1e-12 * steepest).max(f64::MIN_POSITIVE).recip();
            // The line Q = offset + d (p_from − p_to).
            let offset = flow - d * loss;
            *line = (offset, d);
            for slot in slots.ends.into_iter().flatten() {
                matrix.add_to_slot(slot, d);
            }
            for slot in slots.across.into_iter().flatten() {
                matrix.add_to_slot(slot, -d);
            }
            for (end, other, sign) in [(link.from, link.to, 1.0), (link.to, link.from, -1.0)] {
                let Err(row) = self.nodes[end] else { continue };
                rhs[row] -= sign * offset;
                if let Ok(known_pa) = self.nodes[other] {
                    rhs[row] += d * known_pa;
                }
            }
        }
        if !matrix.factor_positive_definite() {
            return Err(HydraulicError::Disconnected);
        }
        matrix.solve(rhs);
        for (pressure_pa, node) in flows.pressure_pa.iter_mut().zip(&self.nodes) {
            *pressure_pa = node.unwrap_or_else(|row| rhs[row]);
        }
        let (mut moved, mut largest) = (0.0_f64, 1e-12_f64);
        for ((link, (offset, d)), flow) in self.links.iter().zip(lines).zip(flows.flow_m3_s.iter_mut()) {
            let next = *offset + *d * (flows.pressure_pa[link.from] - flows.pressure_pa[link.to]);
            moved = moved.max((next - *flow).abs());
            largest = largest.max(next.abs());
            *flow = next;
        }
        let change = moved / largest;
        if change.is_finite() { Ok(change) } else { Err(HydraulicError::Disconnected) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WATER: NetworkFluid = NetworkFluid { density_kg_m3: 992.3, viscosity_pa_s: 0.6528e-3 };

    fn pump(speed: f64) -> HydraulicElement {
        HydraulicElement::Mover { shutoff_pa: 2e5, c1: 0.0, c2: 1e10, speed, parallel: 1.0 }
    }

    /// A pump and parallel branches: the flows of the branches, the pump's last.
    fn branches(speed: f64, losses: &[f64]) -> Vec<f64> {
        let mut net = HydraulicNetwork::new(WATER, FrictionTransition::Smooth);
        let (suction, discharge) = (net.add_fixed_node(1e5), net.add_node());
        let mover = net.add_link(suction, discharge, pump(speed));
        let links: Vec<_> = losses
            .iter()
            .map(|&b| net.add_link(discharge, suction, HydraulicElement::Loss { a: 0.0, b, parallel: 1.0 }))
            .chain([mover])
            .collect();
        let flows = net.solve().unwrap();
        links.iter().map(|l| flows.flow_m3_s(*l)).collect()
    }

    #[test]
    fn one_branch_has_its_closed_form() {
        let q = branches(1.0, &[3e10]);
        assert!((q[0] - (2e5f64 / 4e10).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn lumped_branches_flow_like_single_ones() {
        let mut net = HydraulicNetwork::new(WATER, FrictionTransition::Smooth);
        let (suction, discharge) = (net.add_fixed_node(0.0), net.add_node());
        net.add_link(suction, discharge, pump(1.0));
        let lump = net.add_link(discharge, suction, HydraulicElement::Loss { a: 1e6, b: 3e12, parallel: 4.0 });
        let single: f64 = {
            let mut net = HydraulicNetwork::new(WATER, FrictionTransition::Smooth);
            let (suction, discharge) = (net.add_fixed_node(0.0), net.add_node());
            let mover = net.add_link(suction, discharge, pump(1.0));
            for _ in 0..4 {
                net.add_link(discharge, suction, HydraulicElement::Loss { a: 1e6, b: 3e12, parallel: 1.0 });
            }
            net.solve().unwrap().flow_m3_s(mover)
        };
        assert!((net.solve().unwrap().flow_m3_s(lump) / single - 1.0).abs() < 1e-10);
    }

    #[test]
    fn a_part_without_known_pressure_is_an_error() {
        let mut net = HydraulicNetwork::new(WATER, FrictionTransition::Smooth);
        net.add_fixed_node(0.0);
        let (a, b) = (net.add_node(), net.add_node());
        net.add_link(a, b, HydraulicElement::Loss { a: 1.0, b: 1.0, parallel: 1.0 });
        assert_eq!(net.solve().unwrap_err(), HydraulicError::Disconnected);
    }

    #[test]
    fn no_flow_without_a_pump() {
        let q = branches(0.0, &[1e10, 2e10]);
        assert!(q.iter().all(|q| q.abs() < 1e-9), "{q:?}");
    }

    proptest! {
        #[test]
        fn volume_is_conserved_and_affinity_holds(b in proptest::collection::vec(1e9..1e13f64, 1..12), s in 0.2..1.0f64) {
            let full = branches(1.0, &b);
            let (pump, parts) = full.split_last().unwrap();
            prop_assert!((parts.iter().sum::<f64>() / pump - 1.0).abs() < 1e-10);
            let slow = branches(s, &b);
            for (f, q) in full.iter().zip(&slow) {
                prop_assert!((q / f - s).abs() < 1e-9);
            }
        }

        #[test]
        fn another_branch_never_lowers_the_total(b in proptest::collection::vec(1e9..1e13f64, 1..8), extra in 1e9..1e13f64) {
            let before = *branches(1.0, &b).last().unwrap();
            let more: Vec<f64> = b.iter().copied().chain([extra]).collect();
            prop_assert!(*branches(1.0, &more).last().unwrap() > before);
        }
    }
}
