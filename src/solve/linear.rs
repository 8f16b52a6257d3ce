//! Linear systems in time, piecewise constant: `C dT/dt = b − G T`.

use nalgebra::{DMatrix, DVector};

use super::sparse::SparseLu;
use super::transient::{DynamicSystem, IntegrationAccuracy, IntegrationError, TrBdf2Integrator};

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

/// A segment with the factors of `C + sG`.
struct LinearSystem<'a> {
    c: &'a DVector<f64>,
    segment: &'a LinearSegment,
    lu: SparseLu,
}

impl<'a> LinearSystem<'a> {
    fn new(c: &'a DVector<f64>, segment: &'a LinearSegment) -> Self {
        let lu = SparseLu::new(c.len(), nonzero_entries(&segment.g).map(|(i, j, _)| (i, j)));
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

    fn evaluate_flux(&mut self, _: f64, y: &[f64], flux: &mut [f64], _: &mut [f64]) {
        for (i, f) in flux.iter_mut().enumerate() {
            *f = self.segment.b[i] - self.segment.g.row(i).iter().zip(y).map(|(g, t)| g * t).sum::<f64>();
        }
    }

    fn factor_matrix(&mut self, _: f64, _: (&[f64], &[f64]), s: f64) -> bool {
        self.lu.clear();
        let own = (0..self.c.len()).map(|i| (i, i, self.c[i]));
        for (i, j, value) in own.chain(nonzero_entries(&self.segment.g).map(|(i, j, g)| (i, j, s * g))) {
            if let Some(slot) = self.lu.find_slot(i, j) {
                self.lu.add_to_slot(slot, value);
            }
        }
        self.lu.factor()
    }

    fn solve_factored(&mut self, rhs: &mut [f64]) {
        self.lu.solve(rhs);
    }
}

/// The states at `times_s`, from `initial` at the start of the first segment.
///
/// A node without capacitance follows its neighbours at once.
///
/// # Errors
/// [`TransientError`].
pub fn integrate_segments(
    c: &DVector<f64>,
    segments: &[LinearSegment],
    initial: &DVector<f64>,
    times_s: &[f64],
    accuracy: IntegrationAccuracy,
) -> Result<Vec<DVector<f64>>, IntegrationError> {
    check_inputs(c, segments, initial, times_s)?;
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
            run.advance_step(&mut system, until_s)?;
        }
        out.push(DVector::from_column_slice(run.state()));
    }
    Ok(out)
}

fn is_finite_and_sorted(times_s: &[f64]) -> bool {
    times_s.iter().all(|t| t.is_finite()) && times_s.is_sorted()
}

fn check_inputs(
    c: &DVector<f64>,
    segments: &[LinearSegment],
    initial: &DVector<f64>,
    times_s: &[f64],
) -> Result<(), IntegrationError> {
    let n = c.len();
    let fits = |s: &LinearSegment| s.g.shape() == (n, n) && s.b.len() == n;
    if segments.is_empty() || initial.len() != n || !segments.iter().all(fits) {
        return Err(IntegrationError::InvalidInput("sizes of the system do not fit each other"));
    }
    let starts: Vec<f64> = segments.iter().map(|s| s.start_s).collect();
    if !is_finite_and_sorted(&starts) || !is_finite_and_sorted(times_s) {
        return Err(IntegrationError::InvalidInput("times must be finite and rise"));
    }
    if times_s.first().is_some_and(|t| *t < segments[0].start_s) {
        return Err(IntegrationError::InvalidInput("a time lies before the first segment"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decay(rate: f64) -> (DVector<f64>, LinearSegment) {
        let g = DMatrix::from_element(1, 1, rate);
        (DVector::from_element(1, 1.0), LinearSegment { start_s: 0.0, g, b: DVector::zeros(1) })
    }

    #[test]
    fn a_node_without_capacitance_follows_its_neighbours() {
        let g = DMatrix::from_row_slice(2, 2, &[2.0, -1.0, -1.0, 2.0]);
        let segment = LinearSegment { start_s: 0.0, g, b: DVector::from_vec(vec![1.0, 0.0]) };
        let c = DVector::from_vec(vec![10.0, 0.0]);
        let out = integrate_segments(&c, &[segment], &DVector::zeros(2), &[5.0, 500.0], IntegrationAccuracy::default())
            .unwrap();
        for t in &out {
            assert!((t[1] - 0.5 * t[0]).abs() < 1e-3);
        }
        assert!((out[0][0] - (1.0 - (-0.15f64 * 5.0).exp()) / 1.5).abs() < 1e-3);
        assert!((out[1][0] - 1.0 / 1.5).abs() < 1e-3);
    }

    #[test]
    fn what_cannot_be_integrated_says_why() {
        let (c, segment) = decay(1.0);
        let one = DVector::from_element(1, 1.0);
        let few = IntegrationAccuracy { step_error_k: 1e-12, max_steps: 3, ..IntegrationAccuracy::default() };
        assert!(matches!(
            integrate_segments(&c, std::slice::from_ref(&segment), &one, &[1.0], few),
            Err(IntegrationError::TooManySteps { .. })
        ));
        assert!(integrate_segments(&c, &[], &one, &[1.0], few).is_err());
        assert!(integrate_segments(&c, std::slice::from_ref(&segment), &one, &[2.0, 1.0], few).is_err());
        assert!(integrate_segments(&c, &[segment], &one, &[-1.0], few).is_err());
    }
}
