//! LU factorisation of a sparse matrix whose pattern stays the same while its values change: the one factorisation of both
//! networks.
//!
//! The pattern is analysed once ([`SparsePattern`]); filling in values, factoring and solving then allocate nothing. There
//! is no pivoting: the matrices `C + hG` of thermal networks and the symmetric ones of hydraulic networks have dominant
//! diagonals. For ladders of nodes, as manifolds are, it needs fewer instructions than a Cholesky factorisation by
//! skyline, though it does not use the symmetry.

use super::sparse_pattern::SparsePattern;

/// A matrix and, after [`Self::factor`], its factors in the same place.
#[derive(Clone, Debug)]
pub struct SparseLu {
    pattern: SparsePattern,
    entries: Vec<f64>,
    work: Vec<f64>,
}

impl SparseLu {
    /// A zero matrix of a pattern.
    pub fn new(pattern: SparsePattern) -> Self {
        let (entries, work) = (vec![0.0; pattern.entry_count()], vec![0.0; pattern.order().len()]);
        Self { pattern, entries, work }
    }

    /// Where an entry is stored, for [`Self::add_to_slot`]; nothing outside the pattern.
    pub fn find_slot(&self, row: usize, column: usize) -> Option<usize> {
        self.pattern.find_slot(row, column)
    }

    /// Makes every entry zero, ahead of new values.
    pub fn clear(&mut self) {
        self.entries.fill(0.0);
    }

    /// Adds to an entry of the matrix.
    pub fn add_to_slot(&mut self, slot: usize, value: f64) {
        self.entries[slot] += value;
    }

    /// Replaces the matrix by its factors; false when a pivot is zero or not a number.
    pub fn factor(&mut self) -> bool {
        self.factor_with(|pivot| pivot != 0.0 && pivot.is_finite())
    }

    /// As [`Self::factor`] for a symmetric matrix; false, too, when it is not positive definite.
    pub fn factor_positive_definite(&mut self) -> bool {
        self.factor_with(|pivot| pivot > 0.0 && pivot.is_finite())
    }

    fn factor_with(&mut self, is_good: impl Fn(f64) -> bool) -> bool {
        let mut targets = self.pattern.targets();
        let mut left = self.entries.as_mut_slice();
        for pivot in 0..self.work.len() {
            let near = self.pattern.neighbours_of(pivot).len();
            let (own, later) = left.split_at_mut(1 + 2 * near);
            let (diagonal, others) = own.split_at_mut(1);
            if !is_good(diagonal[0]) {
                return false;
            }
            // The inverse is kept: it is what every use of the pivot needs.
            let inverse = diagonal[0].recip();
            diagonal[0] = inverse;
            let (row, column) = others.split_at_mut(near);
            for below in column {
                let share = *below * inverse;
                *below = share;
                let (changed, rest) = targets.split_at(near);
                targets = rest;
                if share != 0.0 {
                    for (right, target) in row.iter().zip(changed) {
                        later[*target] -= share * right;
                    }
                }
            }
            left = later;
        }
        true
    }

    /// Solves for the right-hand side in place, with the factors of the last factorisation.
    pub fn solve(&mut self, rhs: &mut [f64]) {
        let order = self.pattern.order();
        for (value, unknown) in self.work.iter_mut().zip(order) {
            *value = rhs[*unknown];
        }
        let mut end = 0;
        for pivot in 0..order.len() {
            let near = self.pattern.neighbours_of(pivot);
            let column = &self.entries[end + 1 + near.len()..end + 1 + 2 * near.len()];
            let known = self.work[pivot];
            for (below, other) in column.iter().zip(near) {
                self.work[*other] -= below * known;
            }
            end += 1 + 2 * near.len();
        }
        for pivot in (0..order.len()).rev() {
            let near = self.pattern.neighbours_of(pivot);
            end -= 1 + 2 * near.len();
            let row = &self.entries[end + 1..end + 1 + near.len()];
            let mut sum = self.work[pivot];
            for (right, other) in row.iter().zip(near) {
                sum -= right * self.work[*other];
            }
            self.work[pivot] = sum * self.entries[end];
            rhs[order[pivot]] = self.work[pivot];
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use nalgebra::{DMatrix, DVector};
    use proptest::prelude::*;

    use super::*;

    /// The identity with more entries added, sparse and dense.
    fn matrices(n: usize, entries: &[(usize, usize, f64)]) -> (SparseLu, DMatrix<f64>) {
        let mut sparse = SparseLu::new(SparsePattern::analyze(n, entries.iter().map(|e| (e.0, e.1))));
        let mut dense = DMatrix::identity(n, n);
        for i in 0..n {
            sparse.add_to_slot(sparse.find_slot(i, i).unwrap(), 1.0);
        }
        for &(row, column, value) in entries {
            sparse.add_to_slot(sparse.find_slot(row, column).unwrap(), value);
            dense[(row, column)] += value;
        }
        (sparse, dense)
    }

    type Entries = Vec<(usize, usize, f64)>;

    fn solves_like(wanted: &DVector<f64>, sparse: &mut SparseLu, rhs: &[f64]) -> Result<(), TestCaseError> {
        let mut x = rhs.to_vec();
        sparse.solve(&mut x);
        for (a, b) in x.iter().zip(wanted) {
            prop_assert!((a - b).abs() < 1e-9 * wanted.amax().max(1.0));
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn it_solves_what_dense_lu_solves(
            links in proptest::collection::vec((0usize..30, 0usize..30, 0.1..5.0f64), 1..90),
            rhs in proptest::collection::vec(-10.0..10.0f64, 30),
        ) {
            // Advection from one node into another: not symmetric, diagonally dominant.
            let entries: Entries = links
                .iter()
                .filter(|l| l.0 != l.1)
                .flat_map(|&(to, from, g)| [(to, to, g), (to, from, -g)])
                .collect();
            let (mut sparse, dense) = matrices(30, &entries);
            prop_assert!(sparse.factor());
            solves_like(&dense.lu().solve(&DVector::from_column_slice(&rhs)).unwrap(), &mut sparse, &rhs)?;
        }

        #[test]
        fn it_solves_what_dense_cholesky_solves(
            links in proptest::collection::vec((0usize..20, 0usize..20, 0.1..10.0f64), 0..60),
            rhs in proptest::collection::vec(-5.0..5.0f64, 20),
        ) {
            let entries: Entries = links
                .iter()
                .filter(|l| l.0 != l.1)
                .flat_map(|&(i, j, g)| [(i, i, g), (j, j, g), (i, j, -g), (j, i, -g)])
                .collect();
            let (mut sparse, dense) = matrices(20, &entries);
            prop_assert!(sparse.factor_positive_definite());
            solves_like(&dense.cholesky().unwrap().solve(&DVector::from_column_slice(&rhs)), &mut sparse, &rhs)?;
        }

        #[test]
        fn it_factors_anew_after_it_is_cleared(values in proptest::collection::vec(0.1..5.0f64, 4)) {
            let (mut sparse, _) = matrices(2, &[(0, 1, 0.5), (1, 0, 0.25)]);
            prop_assert!(sparse.factor());
            sparse.clear();
            for (value, (row, column)) in values.iter().zip([(0, 0), (0, 1), (1, 0), (1, 1)]) {
                sparse.add_to_slot(sparse.find_slot(row, column).unwrap(), *value);
            }
            let dense = DMatrix::from_row_slice(2, 2, &values);
            prop_assume!(dense.determinant().abs() > 0.1);
            prop_assert!(sparse.factor());
            solves_like(&dense.lu().solve(&DVector::from_vec(vec![1.0, 2.0])).unwrap(), &mut sparse, &[1.0, 2.0])?;
        }
    }

    #[test]
    fn a_row_of_zeros_has_no_factors() {
        let mut lu = SparseLu::new(SparsePattern::analyze(2, std::iter::empty()));
        lu.add_to_slot(lu.find_slot(0, 0).unwrap(), 1.0);
        assert!(!lu.factor());
    }

    #[test]
    fn what_is_not_positive_definite_is_refused() {
        let (mut sparse, _) = matrices(2, &[(0, 1, 2.0), (1, 0, 2.0)]);
        assert!(!sparse.clone().factor_positive_definite());
        assert!(sparse.factor());
    }
}
