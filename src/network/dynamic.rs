//! A thermal network in time: conductances that change from moment to moment on a pattern that stays.

use super::thermal::{LinkId, Node, NodeId, ThermalNetwork};
use crate::solve::sparse::SparseLu;

/// Where a temperature comes from.
#[derive(Clone, Copy, Debug)]
enum At {
    Row(usize),
    Held(usize),
}

/// A link with its rows and its places in the matrix: from-hot, from-cold, to-hot, to-cold.
#[derive(Clone, Copy, Debug)]
struct Compiled {
    hot: At,
    cold: At,
    from: Option<usize>,
    to: Option<usize>,
    slots: [Option<usize>; 4],
}

/// A network laid out for integration. The unknowns are the temperatures of its free nodes, and after them others of the
/// caller's that are coupled to the network only through what the caller computes.
#[derive(Clone, Debug)]
pub struct Dynamic {
    links: Vec<Compiled>,
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

impl Dynamic {
    /// Lays out a network with `more` unknowns beside its temperatures; `coupled` are the entries of the matrix that
    /// [`Self::factor`] may be given beside those of links.
    pub fn new(network: &ThermalNetwork, more: usize, coupled: &[(usize, usize)]) -> Self {
        let n = network.free + more;
        let (mut capacity, mut held_c) = (vec![1.0; n], Vec::new());
        let (mut rows, mut held) = (Vec::new(), Vec::new());
        for node in &network.nodes {
            match *node {
                Node::Free { row, capacity_j_k, .. } => {
                    capacity[row] = capacity_j_k;
                    rows.push(Some(row));
                    held.push(None);
                }
                Node::Fixed(celsius) => {
                    rows.push(None);
                    held.push(Some(held_c.len()));
                    held_c.push(celsius);
                }
            }
        }
        let row = |node: NodeId| rows[node.0];
        let pattern = network.links.iter().flat_map(|l| {
            let ends = [l.from, l.to].into_iter().flatten().filter_map(row);
            ends.flat_map(move |end| [l.hot, l.cold].into_iter().filter_map(row).map(move |at| (end, at)))
        });
        let lu = SparseLu::new(n, pattern.chain(coupled.iter().copied()));
        let at = |node: NodeId| match (rows[node.0], held[node.0]) {
            (Some(row), _) => At::Row(row),
            (None, place) => At::Held(place.unwrap_or_default()),
        };
        let links = network.links.iter().map(|l| {
            let slot = |end: Option<NodeId>, of: NodeId| lu.slot(row(end?)?, row(of)?);
            Compiled {
                hot: at(l.hot),
                cold: at(l.cold),
                from: l.from.and_then(row),
                to: l.to.and_then(row),
                slots: [slot(l.from, l.hot), slot(l.from, l.cold), slot(l.to, l.hot), slot(l.to, l.cold)],
            }
        });
        let links = links.collect();
        let diagonal = (0..n).filter_map(|i| lu.slot(i, i)).collect();
        let g_w_k = network.links.iter().map(|l| l.g_w_k).collect();
        Self { links, rows, capacity, diagonal, lu, g_w_k, held_c, held }
    }

    /// Heat capacities of the nodes, J/K; 1 for the other unknowns.
    pub fn capacity(&self) -> &[f64] {
        &self.capacity
    }

    /// Row of a free node.
    pub fn row(&self, node: NodeId) -> Option<usize> {
        self.rows[node.0]
    }

    /// Temperature of a node in a state, °C.
    pub fn celsius(&self, node: NodeId, y: &[f64]) -> f64 {
        match self.rows[node.0] {
            Some(row) => y[row],
            None => self.held[node.0].map_or(f64::NAN, |place| self.held_c[place]),
        }
    }

    /// Changes the conductance of a link, W/K.
    pub fn set(&mut self, link: LinkId, g_w_k: f64) {
        self.g_w_k[link.0] = g_w_k;
    }

    /// Changes the temperature of a held node, °C.
    pub fn hold(&mut self, node: NodeId, celsius: f64) {
        if let Some(place) = self.held[node.0] {
            self.held_c[place] = celsius;
        }
    }

    fn heat_w(&self, link: usize, y: &[f64]) -> f64 {
        let at = |place: At| match place {
            At::Row(row) => y[row],
            At::Held(held) => self.held_c[held],
        };
        self.g_w_k[link] * (at(self.links[link].hot) - at(self.links[link].cold))
    }

    /// Heat through a link in a state, W.
    pub fn through(&self, link: LinkId, y: &[f64]) -> f64 {
        self.heat_w(link.0, y)
    }

    /// Adds the heat of every link to the nodes that it leaves and enters.
    pub fn add_heat(&self, y: &[f64], flux: &mut [f64]) {
        for (i, link) in self.links.iter().enumerate() {
            let heat_w = self.heat_w(i, y);
            if let Some(row) = link.from {
                flux[row] -= heat_w;
            }
            if let Some(row) = link.to {
                flux[row] += heat_w;
            }
        }
    }

    /// Factors `C + s (G + M)`: `M` is what the caller computes beside links, by row and column.
    pub fn factor(&mut self, s: f64, more: impl IntoIterator<Item = (usize, usize, f64)>) -> bool {
        self.lu.clear();
        for (row, slot) in self.diagonal.iter().enumerate() {
            self.lu.add(*slot, self.capacity[row]);
        }
        for (row, column, value) in more {
            if let Some(slot) = self.lu.slot(row, column) {
                self.lu.add(slot, s * value);
            }
        }
        for (link, g) in self.links.iter().zip(&self.g_w_k) {
            for (slot, sign) in link.slots.iter().zip([1.0, -1.0, -1.0, 1.0]) {
                if let Some(slot) = slot {
                    self.lu.add(*slot, s * sign * g);
                }
            }
        }
        self.lu.factor()
    }

    /// Solves with the factors, in place.
    pub fn solve(&mut self, rhs: &mut [f64]) {
        self.lu.solve(rhs);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_of_streams_keeps_its_heat() {
        let mut net = ThermalNetwork::new();
        let (a, b, c) = (net.node(100.0, 0.0), net.node(50.0, 0.0), net.node(200.0, 0.0));
        for (from, to) in [(a, b), (b, c), (c, a)] {
            net.advect(from, to, 30.0);
        }
        let outside = net.fixed(20.0);
        let leak = net.transfer((a, outside), Some(b), None, 4.0);
        let mut dynamic = Dynamic::new(&net, 1, &[]);
        assert_eq!(dynamic.capacity(), [100.0, 50.0, 200.0, 1.0]);
        let (y, mut flux) = ([50.0, 40.0, 30.0, 0.0], [0.0; 4]);
        dynamic.add_heat(&y, &mut flux);
        assert_eq!(dynamic.through(leak, &y), 120.0);
        assert!((flux.iter().sum::<f64>() + 120.0).abs() < 1e-12, "only the leak leaves");
        assert!((flux[1] - (30.0 * 10.0 - 120.0)).abs() < 1e-12);
        dynamic.set(leak, 0.0);
        dynamic.hold(outside, 25.0);
        assert_eq!(dynamic.celsius(outside, &y), 25.0);
        // (C + sG) x = C y is the step of the implicit Euler method: no heat is lost in it.
        assert!(dynamic.factor(10.0, std::iter::empty()));
        let mut x: Vec<f64> = y.iter().zip(dynamic.capacity()).map(|(t, c)| t * c).collect();
        let before: f64 = x.iter().sum();
        dynamic.solve(&mut x);
        let after: f64 = x.iter().zip(dynamic.capacity()).map(|(t, c)| t * c).sum();
        assert!((after - before).abs() < 1e-9 * before);
        assert_eq!(dynamic.row(outside), None);
    }
}
