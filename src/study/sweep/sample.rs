//! Which values the rows of a sweep take.

use crate::solve::permutation::{hash_of, permuted_place, unit_number};
use crate::study::design::{DesignValue, DesignVariable};

/// How rows are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleMethod {
    /// Every combination of the values; the last axis changes from row to row.
    Grid,
    /// Points of Sobol's sequence, scrambled as by Owen.
    Sobol,
    /// A Latin hypercube: every strip of every axis once.
    LatinHypercube,
}

/// Rows of Sobol's sequence that there can be: the directions of `sobol_burley` have 16 bits.
pub const MAX_SOBOL_ROWS: u64 = 1 << 16;

/// Axes of Sobol's sequence that there can be.
pub const MAX_SOBOL_AXES: usize = sobol_burley::NUM_DIMENSIONS as usize;

impl SampleMethod {
    /// Words in design files.
    pub const WORDS: [&str; 3] = ["grid", "sobol", "lhs"];

    pub(super) fn from_word(word: &str) -> Self {
        match word {
            "sobol" => Self::Sobol,
            "lhs" => Self::LatinHypercube,
            _ => Self::Grid,
        }
    }

    /// The word in design files and results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Sobol => "sobol",
            Self::LatinHypercube => "lhs",
        }
    }
}

/// The rows of a design: row i depends on nothing but its number.
#[derive(Clone, Copy, Debug)]
pub struct RowPlan {
    /// How rows are chosen.
    pub method: SampleMethod,
    /// How many there are.
    pub rows: u64,
    /// Seed of what is random.
    pub seed: u64,
}

impl RowPlan {
    /// The values of a row, which must be below [`Self::rows`].
    pub fn values_of(&self, row: u64, variables: &[DesignVariable]) -> Vec<DesignValue> {
        match self.method {
            SampleMethod::Grid => grid_values(row, variables),
            SampleMethod::Sobol | SampleMethod::LatinHypercube => {
                let share = |axis: usize| self.share_of(row, axis);
                variables.iter().enumerate().map(|(axis, v)| v.domain.value_of_share(share(axis))).collect()
            }
        }
    }

    /// The share in 0..1 of an axis' values that a row's value lies above.
    fn share_of(&self, row: u64, axis: usize) -> f64 {
        let own = hash_of(self.seed, axis as u64);
        if self.method == SampleMethod::LatinHypercube {
            let strip = permuted_place(row, self.rows, own);
            return (strip as f64 + unit_number(own, row)) / self.rows as f64;
        }
        // The design has at most as many rows and axes as the sequence, so that both fit.
        let (index, axis) = (u32::try_from(row).unwrap_or(0), u32::try_from(axis).unwrap_or(0));
        #[expect(clippy::cast_possible_truncation, reason = "the lower half of a hash is a hash")]
        let seed = hash_of(self.seed, u64::MAX) as u32;
        f64::from(sobol_burley::sample(index, axis, seed))
    }
}

/// The digits of a row's number in a system whose bases are the numbers of values of the axes.
fn grid_values(row: u64, variables: &[DesignVariable]) -> Vec<DesignValue> {
    let mut rest = row;
    let mut out: Vec<DesignValue> = Vec::with_capacity(variables.len());
    for variable in variables.iter().rev() {
        let count = variable.domain.count().unwrap_or(1);
        out.push(variable.domain.value_at(rest % count));
        rest /= count;
    }
    out.reverse();
    out
}

/// Rows of a grid; nothing where a 64-bit id does not count them, or an axis has no end of values.
pub(super) fn grid_rows(variables: &[DesignVariable]) -> Option<u64> {
    let product = variables.iter().try_fold(1_u64, |all, v| all.checked_mul(v.domain.count()?))?;
    i64::try_from(product).is_ok().then_some(product)
}
