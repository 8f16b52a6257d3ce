//! The symbolic half of a sparse factorisation: the order of elimination, where entries fill in, and which entry each
//! step of the elimination changes. It depends on where a matrix has entries, not on their values.
//!
//! Unknowns are eliminated in an order of least degree of the pattern made symmetric (A. George and J. W. Liu, *Computer
//! Solution of Large Sparse Positive Definite Systems*, Prentice-Hall 1981, ch. 5), so chains, ladders and loops of nodes
//! fill in next to nothing.
//!
//! Entries are stored by pivot: its diagonal, its row right of the diagonal, its column below it. Row and column of a
//! pivot have entries at the same places.

/// Where a matrix and its factors have entries.
#[derive(Clone, Debug)]
pub struct SparsePattern {
    /// Unknown that each pivot stands for.
    order: Vec<usize>,
    /// Pivot of each unknown.
    place: Vec<usize>,
    /// Where the neighbours of each pivot begin in `neighbours`; one more than pivots.
    start: Vec<usize>,
    /// Later pivots that each pivot has entries with, rising.
    neighbours: Vec<usize>,
    /// For each pivot and each pair of its neighbours, by row and then by column: the entry that eliminating it changes,
    /// counted from the end of the pivot's own entries.
    targets: Vec<usize>,
}

impl SparsePattern {
    /// The pattern of `n` unknowns with entries at `entries`, at their mirror images and on the diagonal. Every index must
    /// be below `n`.
    pub fn analyze(n: usize, entries: impl Iterator<Item = (usize, usize)>) -> Self {
        let (order, later) = least_degree_order(n, entries);
        let mut place = vec![0; n];
        for (pivot, &unknown) in order.iter().enumerate() {
            place[unknown] = pivot;
        }
        let (mut start, mut neighbours) = (vec![0], Vec::new());
        for around in &later {
            let from = neighbours.len();
            neighbours.extend(around.iter().map(|unknown| place[*unknown]));
            neighbours[from..].sort_unstable();
            start.push(neighbours.len());
        }
        let mut pattern = Self { order, place, start, neighbours, targets: Vec::new() };
        let mut targets = Vec::new();
        for pivot in 0..n {
            let (own, end) = (pattern.neighbours_of(pivot), pattern.first_entry(pivot + 1));
            for &row in own {
                // Eliminating a pivot joins its neighbours, so every such entry is part of the pattern.
                targets
                    .extend(own.iter().filter_map(|&column| pattern.entry_of_pivots(row, column)).map(|at| at - end));
            }
        }
        pattern.targets = targets;
        pattern
    }

    /// Unknown that each pivot stands for, in the order of elimination.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// Entries of the matrix and its factors together.
    pub fn entry_count(&self) -> usize {
        self.order.len() + 2 * self.neighbours.len()
    }

    /// Where an entry is stored; nothing outside the pattern.
    pub fn find_slot(&self, row: usize, column: usize) -> Option<usize> {
        self.entry_of_pivots(*self.place.get(row)?, *self.place.get(column)?)
    }

    /// Later pivots that a pivot has entries with.
    pub(super) fn neighbours_of(&self, pivot: usize) -> &[usize] {
        &self.neighbours[self.start[pivot]..self.start[pivot + 1]]
    }

    /// What eliminating each pivot changes, for all pivots one after the other.
    pub(super) fn targets(&self) -> &[usize] {
        &self.targets
    }

    /// Where the entries of a pivot begin: its diagonal.
    fn first_entry(&self, pivot: usize) -> usize {
        pivot + 2 * self.start[pivot]
    }

    fn entry_of_pivots(&self, row: usize, column: usize) -> Option<usize> {
        let (pivot, other) = (row.min(column), row.max(column));
        let first = self.first_entry(pivot);
        if row == column {
            return Some(first);
        }
        let own = self.neighbours_of(pivot);
        let at = own.binary_search(&other).ok()?;
        Some(first + 1 + at + if row < column { 0 } else { own.len() })
    }
}

/// The order of elimination, and for each step the unknowns that the one eliminated meets and that come after it.
fn least_degree_order(n: usize, entries: impl Iterator<Item = (usize, usize)>) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); n];
    for (i, j) in entries.filter(|(i, j)| i != j) {
        near[i].push(j);
        near[j].push(i);
    }
    for around in &mut near {
        around.sort_unstable();
        around.dedup();
    }
    // Those eliminated have the largest degree that there is.
    let mut degree: Vec<usize> = near.iter().map(Vec::len).collect();
    let (mut order, mut later) = (Vec::with_capacity(n), Vec::with_capacity(n));
    for _ in 0..n {
        let least = degree.iter().copied().fold(usize::MAX, usize::min);
        let Some(next) = degree.iter().position(|d| *d == least) else { break };
        degree[next] = usize::MAX;
        let around = std::mem::take(&mut near[next]);
        for &a in &around {
            let neighbours = &mut near[a];
            neighbours.extend(around.iter().filter(|b| **b != a));
            neighbours.retain(|b| *b != next);
            neighbours.sort_unstable();
            neighbours.dedup();
            degree[a] = neighbours.len();
        }
        order.push(next);
        later.push(around);
    }
    (order, later)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_that_closes_fills_in_little() {
        let n = 200;
        let pattern = SparsePattern::analyze(n, (0..n).map(|i| (i, (i + 1) % n)));
        assert!(pattern.entry_count() <= 5 * n, "{} entries", pattern.entry_count());
    }

    #[test]
    fn every_entry_has_a_slot_of_its_own() {
        let pattern = SparsePattern::analyze(4, [(0, 1), (3, 1), (3, 3)].into_iter());
        let mut slots: Vec<usize> = [(0, 0), (1, 1), (2, 2), (3, 3), (0, 1), (1, 0), (3, 1), (1, 3)]
            .map(|(row, column)| pattern.find_slot(row, column).unwrap())
            .to_vec();
        slots.sort_unstable();
        assert_eq!(slots, (0..8).collect::<Vec<_>>());
        assert_eq!((pattern.find_slot(0, 2), pattern.find_slot(0, 4)), (None, None));
    }

    #[test]
    fn a_star_is_eliminated_from_its_ends() {
        let pattern = SparsePattern::analyze(6, (1..6).map(|i| (0, i)));
        assert_eq!(pattern.entry_count(), 6 + 2 * 5, "nothing fills in");
    }
}
