//! How sure a comparison is: every estimate that it rests on varies within its range, all at once, and the whole
//! comparison runs for each draw.
//!
//! Draws are Latin hypercubes; the values of one record that belong together move together, and a value that stands in
//! several records is drawn once, so that the same chip is the same in every architecture. Which inputs the spread is from
//! is told by Sobol indices for the inputs that matter most, and for all the others as one group.

mod analysis;
mod draw;
mod inputs;
mod links;
pub mod result;
mod screen;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;
use thiserror::Error;

use crate::catalog::Catalog;
use crate::scenario::Scenario;
use crate::solve::sampling::latin_hypercube;

use super::compare::{StudyError, Surroundings};
use super::result::Architecture;
use analysis::Rows;
use draw::{Drawn, Sampler};
use inputs::Inputs;
use result::Spread;

/// A figure of an architecture that is followed.
#[derive(Clone, Copy)]
pub struct Figure {
    /// Path of keys in the JSON of an architecture.
    pub key: &'static str,
    /// The figure.
    pub value: fn(&Architecture) -> Option<f64>,
    /// Which of two is better.
    pub better: Option<Better>,
    /// Whether decisions rest on it: inputs get indices of their own by what they do to such figures.
    pub decisive: bool,
}

/// Which of two values is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// The lower.
    Lower,
    /// The higher.
    Higher,
}

/// How a comparison is sampled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// Comparisons, at least 2.
    pub samples: u32,
    /// Seed of the draws.
    pub seed: u64,
    /// Rows of each matrix that indices are from, at most half of the samples; 0 for none.
    pub rows: u32,
    /// Inputs that get indices of their own.
    pub inputs: usize,
}

/// Looks on while samples run.
pub struct Watch<'a> {
    /// Told once, how many comparisons there will be.
    pub begin: &'a (dyn Fn(usize) + Sync),
    /// Told after each of them.
    pub step: &'a (dyn Fn() + Sync),
    /// Set when no more are wanted.
    pub stop: &'a AtomicBool,
}

/// Why there is no answer.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum UncertaintyError {
    /// The comparison can't be made at all.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// What the scenario says of uncertainty can't be.
    #[error("{message}")]
    Input {
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
    /// Stopped from outside.
    #[error("interrupted after {done} of {all} comparisons; nothing was written")]
    Interrupted {
        /// Comparisons that were run.
        done: usize,
        /// Comparisons that were to run.
        all: usize,
    },
}

/// Samples a comparison. The same scenario, data and question give the same answer on any number of threads.
///
/// # Errors
/// [`UncertaintyError`].
pub fn run(
    scenario: &Scenario,
    catalog: &Catalog,
    figures: &[Figure],
    question: Question,
    watch: &Watch<'_>,
) -> Result<Spread, UncertaintyError> {
    let surroundings = Surroundings::find(scenario, catalog)?;
    let base = surroundings.outcomes(scenario, catalog, |_| true)?;
    let rates = surroundings.rate_records(scenario, catalog)?;
    let records: Vec<&[String]> = base.iter().flatten().map(|ran| ran.records.as_slice()).collect();
    let inputs = Inputs::find(scenario, catalog, &records, &rates)?;
    let sampler = Sampler { scenario, catalog, surroundings: &surroundings, inputs: &inputs, figures };

    let (half, rest) = (question.samples.div_ceil(2) as usize, (question.samples / 2) as usize);
    let a = latin_hypercube(half, inputs.columns, question.seed, 0);
    let b = latin_hypercube(rest, inputs.columns, question.seed, 1);
    let rows = if inputs.groups.is_empty() { 0 } else { (question.rows as usize).min(rest) };
    let own = question.inputs.min(inputs.groups.len());
    let swapped = if rows > 0 { rows * (own + usize::from(own < inputs.groups.len())) } else { 0 };
    let run = Run { sampler, watch, done: AtomicUsize::new(0), all: half + rest + swapped };
    (watch.begin)(run.all);

    let all = |_: usize| true;
    let drawn_a = run.each(&a, all)?;
    let drawn_b = run.each(&b, all)?;
    let nominal: Vec<Architecture> = base.into_iter().flatten().map(|ran| ran.architecture).collect();
    let mut spread = analysis::spread(&run.sampler, &nominal, question, [&drawn_a, &drawn_b]);
    if rows > 0 {
        let chosen = screen::choose(&inputs, figures, [&a, &b], [&drawn_a, &drawn_b], own);
        for group in screen::with_the_rest(&inputs, &chosen) {
            let swap = |i: usize| {
                let mut row = a[i].clone();
                for column in &group.columns {
                    row[*column] = b[i][*column];
                }
                row
            };
            let mixed: Vec<Vec<f64>> = (0..rows).map(swap).collect();
            let mixed = run.each(&mixed, |j| group.moves(j))?;
            let rows = Rows { a: &drawn_a[..rows], b: &drawn_b[..rows], mixed: &mixed };
            analysis::add_indices(&mut spread, &group, &rows, question.seed);
        }
        analysis::sort_indices(&mut spread);
        spread.index_rows = rows;
    }
    Ok(spread)
}

/// Comparisons under way.
struct Run<'a> {
    sampler: Sampler<'a>,
    watch: &'a Watch<'a>,
    done: AtomicUsize,
    all: usize,
}

impl Run<'_> {
    /// The wanted architectures at each row of draws.
    fn each(&self, rows: &[Vec<f64>], wanted: impl Fn(usize) -> bool + Sync) -> Result<Vec<Drawn>, UncertaintyError> {
        let drawn: Vec<Option<Drawn>> = rows
            .par_iter()
            .map(|row| {
                if self.watch.stop.load(Ordering::Relaxed) {
                    return None;
                }
                let drawn = self.sampler.at(row, &wanted);
                self.done.fetch_add(1, Ordering::Relaxed);
                (self.watch.step)();
                Some(drawn)
            })
            .collect();
        let interrupted = || UncertaintyError::Interrupted { done: self.done.load(Ordering::Relaxed), all: self.all };
        drawn.into_iter().collect::<Option<Vec<_>>>().ok_or_else(interrupted)
    }
}
