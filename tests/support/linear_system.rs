//! Linear systems in time, piecewise constant: `C dT/dt = b − G T`. It puts reference networks, whose exact solutions are
//! known, to `solve::transient`.

use nalgebra::{DMatrix, DVector};
use rackjoule::network::dynamic::DynamicNetwork;
use rackjoule::network::thermal::{ThermalNetwork, ThermalNodeId};
use rackjoule::solve::convergence::NotConverged;
use rackjoule::solve::sparse::SparseLu;
use rackjoule::solve::sparse_pattern::SparsePattern;
use rackjoule::solve::transient::{DynamicSystem, IntegrationAccuracy, TrBdf2Integrator};

/// The system during one stretch of time.
#[derive(Clone, Debug)]
pub struct LinearSegment {
    /// Start, s.
    pub start_s: f64,
    /// `G`, W/K; advection makes it unsymmetric.
    pub g: DMatrix<f64>,
    /// `b`, W.
    pub b: DVector<f64>,
}

/// The matrix and the constants of a network with constant sources (W) at some nodes, as one segment from the start, and
/// its capacities: read from the heat that its links carry, which is linear in the temperatures.
pub fn linearize(network: &ThermalNetwork, sources: &[(ThermalNodeId, f64)]) -> (DVector<f64>, LinearSegment) {
    let dynamic = DynamicNetwork::new(network, 0, &[]);
    let n = dynamic.heat_capacities().len();
    let heat_in = |y: &DVector<f64>| {
        let mut flux = DVector::zeros(n);
        dynamic.add_link_heat(y.as_slice(), flux.as_mut_slice());
        flux
    };
    let mut b = heat_in(&DVector::zeros(n));
    let columns: Vec<_> =
        (0..n).map(|j| &b - heat_in(&DVector::from_fn(n, |i, _| f64::from(u8::from(i == j))))).collect();
    for (node, watts) in sources {
        b[dynamic.node_row(*node).unwrap()] += watts;
    }
    let g = DMatrix::from_columns(&columns);
    (DVector::from_column_slice(dynamic.heat_capacities()), LinearSegment { start_s: 0.0, g, b })
}

/// A segment with the factors of `C + sG`.
struct LinearSystem<'a> {
    c: &'a DVector<f64>,
    segment: &'a LinearSegment,
    lu: SparseLu,
}

impl<'a> LinearSystem<'a> {
    fn new(c: &'a DVector<f64>, segment: &'a LinearSegment) -> Self {
        let pattern = SparsePattern::analyze(c.len(), nonzero_entries(&segment.g).map(|(i, j, _)| (i, j)));
        let lu = SparseLu::new(pattern);
        Self { c, segment, lu }
    }
}

/// Entries of a matrix that are not zero.
fn nonzero_entries(g: &DMatrix<f64>) -> impl Iterator<Item = (usize, usize, f64)> {
    (0..g.nrows()).flat_map(move |i| (0..g.ncols()).map(move |j| (i, j, g[(i, j)]))).filter(|e| e.2 != 0.0)
}

impl DynamicSystem for LinearSystem<'_> {
    fn capacity(&self) -> &[f64] {
        self.c.as_slice()
    }

    fn evaluate_flux(&mut self, _: f64, y: &[f64], flux: &mut [f64], _: &mut [f64]) -> Result<(), NotConverged> {
        for (i, f) in flux.iter_mut().enumerate() {
            *f = self.segment.b[i] - self.segment.g.row(i).iter().zip(y).map(|(g, t)| g * t).sum::<f64>();
        }
        Ok(())
    }

    fn factor_matrix(&mut self, _: f64, _: (&[f64], &[f64]), s: f64) -> Result<bool, NotConverged> {
        self.lu.clear();
        let own = (0..self.c.len()).map(|i| (i, i, self.c[i]));
        for (i, j, value) in own.chain(nonzero_entries(&self.segment.g).map(|(i, j, g)| (i, j, s * g))) {
            if let Some(slot) = self.lu.find_slot(i, j) {
                self.lu.add_to_slot(slot, value);
            }
        }
        Ok(self.lu.factor())
    }

    fn solve_factored(&mut self, rhs: &mut [f64]) {
        self.lu.solve(rhs);
    }
}

/// The states at `times_s`, which rise, from `initial` at the start of the first segment.
pub fn integrate_segments(
    c: &DVector<f64>,
    segments: &[LinearSegment],
    initial: &DVector<f64>,
    times_s: &[f64],
    accuracy: IntegrationAccuracy,
) -> Vec<DVector<f64>> {
    let first_s = times_s.last().map_or(0.0, |end| (end - segments[0].start_s) * 1e-6);
    let mut system = LinearSystem::new(c, &segments[0]);
    let mut run = TrBdf2Integrator::new(&system, (segments[0].start_s, initial.as_slice()), first_s, accuracy);
    let mut out = Vec::with_capacity(times_s.len());
    for &time_s in times_s {
        while run.now_s() < time_s {
            let index = segments.partition_point(|s| s.start_s <= run.now_s()) - 1;
            if !std::ptr::eq(system.segment, &raw const segments[index]) {
                system = LinearSystem::new(c, &segments[index]);
                run.restart_with_step(first_s);
            }
            let until_s = segments.get(index + 1).map_or(time_s, |next| next.start_s.min(time_s));
            run.advance_step(&mut system, until_s).unwrap();
        }
        out.push(DVector::from_column_slice(run.state()));
    }
    out
}
