//! LU factorisation of a sparse matrix whose pattern stays the same while its values change.
//!
//! Rows are eliminated in an order of least degree of the pattern made symmetric (A. George and J. W. Liu, *Computer
//! Solution of Large Sparse Positive Definite Systems*, Prentice-Hall 1981, ch. 5), so chains and loops of nodes cost next
//! to nothing. There is no pivoting: the matrices `C + hG` of networks have dominant diagonals.

use std::collections::BTreeSet;

/// A matrix and its factors.
#[derive(Clone, Debug)]
pub struct SparseLu {
    /// Unknown that each row of the factors stands for.
    order: Vec<usize>,
    /// Row of the factors of each unknown.
    place: Vec<usize>,
    /// Where each row begins in `columns`; one more than rows.
    start: Vec<usize>,
    columns: Vec<usize>,
    /// Where the diagonal of each row stands.
    diagonal: Vec<usize>,
    values: Vec<f64>,
    factors: Vec<f64>,
    work: Vec<f64>,
}

impl SparseLu {
    /// A zero matrix of `n` rows with entries at `entries` and on the diagonal, and nowhere else.
    pub fn new(n: usize, entries: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut near: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); n];
        for (i, j) in entries.filter(|(i, j)| i != j) {
            near[i].insert(j);
            near[j].insert(i);
        }
        let (mut order, mut place) = (Vec::with_capacity(n), vec![usize::MAX; n]);
        // What each unknown meets that is eliminated after it.
        let mut later: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); n];
        let mut left: BTreeSet<usize> = (0..n).collect();
        while let Some(&next) = left.iter().min_by_key(|i| (near[**i].len(), **i)) {
            left.remove(&next);
            place[next] = order.len();
            order.push(next);
            let around = std::mem::take(&mut near[next]);
            for &a in &around {
                near[a].remove(&next);
                near[a].extend(around.iter().filter(|b| **b != a));
            }
            later[next] = around;
        }
        let mut rows: Vec<BTreeSet<usize>> = (0..n).map(|row| BTreeSet::from([row])).collect();
        for (unknown, after) in later.iter().enumerate() {
            for other in after {
                let (a, b) = (place[unknown], place[*other]);
                rows[a].insert(b);
                rows[b].insert(a);
            }
        }
        let (mut start, mut columns, mut diagonal) = (vec![0], Vec::new(), Vec::with_capacity(n));
        for (row, entries) in rows.iter().enumerate() {
            for &column in entries {
                if column == row {
                    diagonal.push(columns.len());
                }
                columns.push(column);
            }
            start.push(columns.len());
        }
        let (values, factors) = (vec![0.0; columns.len()], vec![0.0; columns.len()]);
        Self { order, place, start, columns, diagonal, values, factors, work: vec![0.0; n] }
    }

    /// Makes every entry zero.
    pub fn clear(&mut self) {
        self.values.fill(0.0);
    }

    /// Where an entry stands, for [`Self::add`]; nothing outside the pattern.
    pub fn find_slot(&self, row: usize, column: usize) -> Option<usize> {
        let (row, column) = (self.place[row], self.place[column]);
        let (from, to) = (self.start[row], self.start[row + 1]);
        self.columns[from..to].binary_search(&column).ok().map(|at| from + at)
    }

    /// Adds to an entry.
    pub fn add_to_slot(&mut self, slot: usize, value: f64) {
        self.values[slot] += value;
    }

    /// Factors the matrix; false when a pivot is zero or not a number.
    pub fn factor(&mut self) -> bool {
        for row in 0..self.order.len() {
            let (from, diagonal, to) = (self.start[row], self.diagonal[row], self.start[row + 1]);
            for at in from..to {
                self.work[self.columns[at]] = self.values[at];
            }
            for at in from..diagonal {
                let column = self.columns[at];
                let share = self.work[column] * self.factors[self.diagonal[column]];
                self.work[column] = share;
                if share != 0.0 {
                    for above in self.diagonal[column] + 1..self.start[column + 1] {
                        self.work[self.columns[above]] -= share * self.factors[above];
                    }
                }
            }
            for at in from..to {
                self.factors[at] = self.work[self.columns[at]];
            }
            let pivot = self.factors[diagonal];
            if pivot == 0.0 || !pivot.is_finite() {
                return false;
            }
            // The inverse is kept: it is what every use of the pivot needs.
            self.factors[diagonal] = pivot.recip();
        }
        true
    }

    /// Solves for the right-hand side in place, with the factors of the last [`Self::factor`].
    pub fn solve(&mut self, rhs: &mut [f64]) {
        for (row, unknown) in self.order.iter().enumerate() {
            let mut sum = rhs[*unknown];
            for at in self.start[row]..self.diagonal[row] {
                sum -= self.factors[at] * self.work[self.columns[at]];
            }
            self.work[row] = sum;
        }
        for row in (0..self.order.len()).rev() {
            let mut sum = self.work[row];
            for at in self.diagonal[row] + 1..self.start[row + 1] {
                sum -= self.factors[at] * self.work[self.columns[at]];
            }
            self.work[row] = sum * self.factors[self.diagonal[row]];
            rhs[self.order[row]] = self.work[row];
        }
    }
}

#[cfg(test)]
mod tests {
    use nalgebra::{DMatrix, DVector};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_solves_what_dense_lu_solves(
            links in proptest::collection::vec((0usize..30, 0usize..30, 0.1..5.0f64), 1..90),
            rhs in proptest::collection::vec(-10.0..10.0f64, 30),
        ) {
            let mut dense = DMatrix::identity(30, 30);
            let mut sparse = SparseLu::new(30, links.iter().map(|l| (l.0, l.1)));
            for i in 0..30 {
                let slot = sparse.find_slot(i, i).unwrap();
                sparse.add_to_slot(slot, 1.0);
            }
            // Advection from one node into another: not symmetric, diagonally dominant.
            for &(to, from, g) in links.iter().filter(|l| l.0 != l.1) {
                dense[(to, to)] += g;
                dense[(to, from)] -= g;
                let (own, other) = (sparse.find_slot(to, to).unwrap(), sparse.find_slot(to, from).unwrap());
                sparse.add_to_slot(own, g);
                sparse.add_to_slot(other, -g);
            }
            prop_assert!(sparse.factor());
            let mut x = rhs.clone();
            sparse.solve(&mut x);
            let wanted = dense.lu().solve(&DVector::from_vec(rhs)).unwrap();
            for i in 0..30 {
                prop_assert!((x[i] - wanted[i]).abs() < 1e-9 * wanted.amax().max(1.0));
            }
        }
    }

    #[test]
    fn a_chain_that_closes_fills_in_little() {
        let n = 200;
        let ring = (0..n).map(|i| (i, (i + 1) % n));
        let lu = SparseLu::new(n, ring);
        assert!(lu.columns.len() <= 5 * n, "{} entries", lu.columns.len());
    }

    #[test]
    fn a_row_of_zeros_has_no_factors() {
        let mut lu = SparseLu::new(2, std::iter::empty());
        let slot = lu.find_slot(0, 0).unwrap();
        lu.add_to_slot(slot, 1.0);
        assert!(!lu.factor());
        assert_eq!(lu.find_slot(0, 1), None);
    }
}
