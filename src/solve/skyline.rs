//! Cholesky factorisation of a symmetric positive definite matrix stored by its skyline: of every row only the entries
//! from the first that is not zero up to the diagonal. Factors stay within the skyline, so ladders and trees of nodes
//! numbered along their length cost next to nothing.
//!
//! A. George and J. W. Liu, *Computer Solution of Large Sparse Positive Definite Systems*, Prentice-Hall 1981, ch. 4.

/// A symmetric matrix, lower triangle by rows.
#[derive(Clone, Debug)]
pub struct SkylineMatrix {
    /// First column stored of each row.
    first: Vec<usize>,
    /// Where the diagonal of each row is stored.
    diagonal: Vec<usize>,
    values: Vec<f64>,
}

impl SkylineMatrix {
    /// A zero matrix of `n` rows whose off-diagonal entries will be at `entries` (either triangle) and nowhere else.
    pub fn new(n: usize, entries: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut first: Vec<usize> = (0..n).collect();
        for (i, j) in entries {
            let (row, column) = (i.max(j), i.min(j));
            first[row] = first[row].min(column);
        }
        let mut diagonal = Vec::with_capacity(n);
        let mut end = 0;
        for (row, start) in first.iter().enumerate() {
            end += row - start + 1;
            diagonal.push(end - 1);
        }
        Self { first, diagonal, values: vec![0.0; end] }
    }

    /// Makes every entry zero.
    pub fn clear(&mut self) {
        self.values.fill(0.0);
    }

    /// Adds to an entry of the lower triangle or the diagonal; an entry outside the skyline is a mistake of the caller.
    pub fn add_entry(&mut self, row: usize, column: usize, value: f64) {
        let at = self.diagonal[row] - (row - column);
        self.values[at] += value;
    }

    /// Replaces the matrix by its factor and `rhs` by the solution; `false` when the matrix is not positive definite.
    pub fn solve(&mut self, rhs: &mut [f64]) -> bool {
        for i in 0..self.first.len() {
            let (first_i, base_i) = (self.first[i], self.diagonal[i] - i);
            for j in first_i..i {
                let (from, base_j) = (first_i.max(self.first[j]), self.diagonal[j] - j);
                let mut value = self.values[base_i + j];
                for k in from..j {
                    value -= self.values[base_i + k] * self.values[base_j + k];
                }
                self.values[base_i + j] = value / self.values[self.diagonal[j]];
            }
            let own = &self.values[base_i + first_i..base_i + i];
            let pivot = self.values[self.diagonal[i]] - own.iter().map(|v| v * v).sum::<f64>();
            if pivot.is_nan() || pivot <= 0.0 {
                return false;
            }
            let known: f64 = own.iter().zip(&rhs[first_i..i]).map(|(l, y)| l * y).sum();
            rhs[i] = (rhs[i] - known) / pivot.sqrt();
            self.values[self.diagonal[i]] = pivot.sqrt();
        }
        for i in (0..self.first.len()).rev() {
            let (first_i, base_i) = (self.first[i], self.diagonal[i] - i);
            rhs[i] /= self.values[self.diagonal[i]];
            let x = rhs[i];
            for (k, known) in rhs[first_i..i].iter_mut().enumerate() {
                *known -= self.values[base_i + first_i + k] * x;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use nalgebra::{DMatrix, DVector};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_agrees_with_a_dense_factorisation(
            n in 1usize..20,
            links in proptest::collection::vec((0usize..20, 0usize..20, 0.1..10.0f64), 0..60),
            b in proptest::collection::vec(-5.0..5.0f64, 20),
        ) {
            let links: Vec<_> = links.into_iter().map(|(i, j, g)| (i % n, j % n, g)).filter(|l| l.0 != l.1).collect();
            let mut dense = DMatrix::identity(n, n) * 0.5;
            let mut matrix = SkylineMatrix::new(n, links.iter().map(|l| (l.0, l.1)));
            for i in 0..n {
                matrix.add_entry(i, i, 0.5);
            }
            for &(i, j, g) in &links {
                for (r, c, v) in [(i, i, g), (j, j, g), (i.max(j), i.min(j), -g)] {
                    matrix.add_entry(r, c, v);
                    dense[(r, c)] += v;
                }
                dense[(i.min(j), i.max(j))] -= g;
            }
            let wanted = dense.cholesky().unwrap().solve(&DVector::from_column_slice(&b[..n]));
            let mut x = b[..n].to_vec();
            prop_assert!(matrix.solve(&mut x));
            for (a, w) in x.iter().zip(wanted.iter()) {
                prop_assert!((a - w).abs() < 1e-9 * w.abs().max(1.0));
            }
        }
    }

    #[test]
    fn what_is_not_positive_is_refused() {
        let mut matrix = SkylineMatrix::new(2, std::iter::once((0, 1)));
        matrix.add_entry(0, 0, 1.0);
        matrix.add_entry(1, 0, 2.0);
        matrix.add_entry(1, 1, 1.0);
        assert!(!matrix.solve(&mut [1.0, 1.0]));
    }
}
