//! A thermal network in time: conductances that change from moment to moment on a pattern that stays.

use super::thermal::{ThermalLinkId, ThermalNetwork, ThermalNode, ThermalNodeId};
use crate::solve::sparse::SparseLu;
use crate::solve::sparse_pattern::SparsePattern;

/// Where a temperature comes from.
#[derive(Clone, Copy, Debug)]
enum TemperatureSource {
    Row(usize),
    Fixed(usize),
}

/// A link with its rows and its places in the matrix: from-hot, from-cold, to-hot, to-cold.
#[derive(Clone, Copy, Debug)]
struct CompiledLink {
    hot: TemperatureSource,
    cold: TemperatureSource,
    from: Option<usize>,
    to: Option<usize>,
    slots: [Option<usize>; 4],
}

/// A network laid out for integration. The unknowns are the temperatures of its free nodes, and after them others of the
/// caller's that are coupled to the network only through what the caller computes.
#[derive(Clone, Debug)]
pub struct DynamicNetwork {
    links: Vec<CompiledLink>,
    rows: Vec<Option<usize>>,
    capacity: Vec<f64>,
    diagonal: Vec<usize>,
    lu: SparseLu,
    /// Conductance of each link, W/K.
    g_w_k: Vec<f64>,
    /// Temperature of each held node, °C.
    held_c: Vec<f64>,
    held: Vec<Option<usize>>,
}

impl DynamicNetwork {
    /// Lays out a network with `more` unknowns beside its temperatures; `coupled` are the entries of the matrix that
    /// [`Self::factor_matrix`] may be given beside those of links.
    pub fn new(network: &ThermalNetwork, more: usize, coupled: &[(usize, usize)]) -> Self {
        let n = network.free + more;
        let (mut capacity, mut held_c) = (vec![1.0; n], Vec::new());
        let (mut rows, mut held) = (Vec::new(), Vec::new());
        for node in &network.nodes {
            match *node {
                ThermalNode::Free { row, capacity_j_k } => {
                    capacity[row] = capacity_j_k;
                    rows.push(Some(row));
                    held.push(None);
                }
                ThermalNode::Fixed(celsius) => {
                    rows.push(None);
                    held.push(Some(held_c.len()));
                    held_c.push(celsius);
                }
            }
        }
        let row = |node: ThermalNodeId| rows[node.0];
        let pattern = network.links.iter().flat_map(|l| {
            let ends = [l.from, l.to].into_iter().flatten().filter_map(row);
            ends.flat_map(move |end| [l.hot, l.cold].into_iter().filter_map(row).map(move |at| (end, at)))
        });
        let lu = SparseLu::new(SparsePattern::analyze(n, pattern.chain(coupled.iter().copied())));
        let at = |node: ThermalNodeId| match (rows[node.0], held[node.0]) {
            (Some(row), _) => TemperatureSource::Row(row),
            (None, place) => TemperatureSource::Fixed(place.unwrap_or_default()),
        };
        let links = network.links.iter().map(|l| {
            let slot = |end: Option<ThermalNodeId>, of: ThermalNodeId| lu.find_slot(row(end?)?, row(of)?);
            CompiledLink {
                hot: at(l.hot),
                cold: at(l.cold),
                from: l.from.and_then(row),
                to: l.to.and_then(row),
                slots: [slot(l.from, l.hot), slot(l.from, l.cold), slot(l.to, l.hot), slot(l.to, l.cold)],
            }
        });
        let links = links.collect();
        let diagonal = (0..n).filter_map(|i| lu.find_slot(i, i)).collect();
        let g_w_k = network.links.iter().map(|l| l.g_w_k).collect();
        Self { links, rows, capacity, diagonal, lu, g_w_k, held_c, held }
    }

    /// Heat capacities of the nodes, J/K; 1 for the other unknowns.
    pub fn heat_capacities(&self) -> &[f64] {
        &self.capacity
    }

    /// Row of a free node.
    pub fn node_row(&self, node: ThermalNodeId) -> Option<usize> {
        self.rows[node.0]
    }

    /// Temperature of a node in a state, °C.
    pub fn node_celsius(&self, node: ThermalNodeId, y: &[f64]) -> f64 {
        match self.rows[node.0] {
            Some(row) => y[row],
            None => self.held[node.0].map_or(f64::NAN, |place| self.held_c[place]),
        }
    }

    /// Changes the conductance of a link, W/K.
    pub fn set_conductance(&mut self, link: ThermalLinkId, g_w_k: f64) {
        self.g_w_k[link.0] = g_w_k;
    }

    /// Changes the temperature of a held node, °C.
    pub fn set_fixed_temperature(&mut self, node: ThermalNodeId, celsius: f64) {
        if let Some(place) = self.held[node.0] {
            self.held_c[place] = celsius;
        }
    }

    fn heat_at_index_w(&self, link: usize, y: &[f64]) -> f64 {
        let at = |place: TemperatureSource| match place {
            TemperatureSource::Row(row) => y[row],
            TemperatureSource::Fixed(held) => self.held_c[held],
        };
        self.g_w_k[link] * (at(self.links[link].hot) - at(self.links[link].cold))
    }

    /// Heat through a link in a state, W.
    pub fn link_heat_w(&self, link: ThermalLinkId, y: &[f64]) -> f64 {
        self.heat_at_index_w(link.0, y)
    }

    /// Adds the heat of every link to the nodes that it leaves and enters.
    pub fn add_link_heat(&self, y: &[f64], flux: &mut [f64]) {
        for (i, link) in self.links.iter().enumerate() {
            let heat_w = self.heat_at_index_w(i, y);
            if let Some(row) = link.from {
                flux[row] -= heat_w;
            }
            if let Some(row) = link.to {
                flux[row] += heat_w;
            }
        }
    }

    /// Factors `C + s (G + M)`: `M` is what the caller computes beside links, by row and column.
    pub fn factor_matrix(&mut self, s: f64, more: impl IntoIterator<Item = (usize, usize, f64)>) -> bool {
        self.lu.clear();
        for (row, slot) in self.diagonal.iter().enumerate() {
            self.lu.add_to_slot(*slot, self.capacity[row]);
        }
        for (row, column, value) in more {
            if let Some(slot) = self.lu.find_slot(row, column) {
                self.lu.add_to_slot(slot, s * value);
            }
        }
        for (link, g) in self.links.iter().zip(&self.g_w_k) {
            for (slot, sign) in link.slots.iter().zip([1.0, -1.0, -1.0, 1.0]) {
                if let Some(slot) = slot {
                    self.lu.add_to_slot(*slot, s * sign * g);
                }
            }
        }
        self.lu.factor()
    }

    /// Solves with the factors, in place.
    pub fn solve_factored(&mut self, rhs: &mut [f64]) {
        self.lu.solve(rhs);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_of_streams_keeps_its_heat() {
        let mut net = ThermalNetwork::new();
        let (a, b, c) = (net.add_node(100.0), net.add_node(50.0), net.add_node(200.0));
        for (from, to) in [(a, b), (b, c), (c, a)] {
            net.add_advection(from, to, 30.0);
        }
        let outside = net.add_fixed_node(20.0);
        let leak = net.add_transfer((a, outside), Some(b), None, 4.0);
        let mut dynamic = DynamicNetwork::new(&net, 1, &[]);
        assert_eq!(dynamic.heat_capacities(), [100.0, 50.0, 200.0, 1.0]);
        let (y, mut flux) = ([50.0, 40.0, 30.0, 0.0], [0.0; 4]);
        dynamic.add_link_heat(&y, &mut flux);
        assert_eq!(dynamic.link_heat_w(leak, &y), 120.0);
        assert!((flux.iter().sum::<f64>() + 120.0).abs() < 1e-12, "only the leak leaves");
        assert!((flux[1] - (30.0 * 10.0 - 120.0)).abs() < 1e-12);
        dynamic.set_conductance(leak, 0.0);
        dynamic.set_fixed_temperature(outside, 25.0);
        assert_eq!(dynamic.node_celsius(outside, &y), 25.0);
        // (C + sG) x = C y is the step of the implicit Euler method: no heat is lost in it.
        assert!(dynamic.factor_matrix(10.0, std::iter::empty()));
        let mut x: Vec<f64> = y.iter().zip(dynamic.heat_capacities()).map(|(t, c)| t * c).collect();
        let before: f64 = x.iter().sum();
        dynamic.solve_factored(&mut x);
        let after: f64 = x.iter().zip(dynamic.heat_capacities()).map(|(t, c)| t * c).sum();
        assert!((after - before).abs() < 1e-9 * before);
        assert_eq!(dynamic.node_row(outside), None);
    }
}
