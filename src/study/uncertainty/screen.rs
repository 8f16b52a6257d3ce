//! Which inputs get indices of their own: those whose draws go most with the figures.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::draw::{ArchitectureDraw, DrawResult};
use super::input::InputGroup;
use super::inputs::InputSet;
use super::options::TrackedFigure;

/// What inputs without an index of their own are called together.
pub(crate) const OTHER_INPUTS_NAME: &str = "all other inputs";

/// Numbers of the groups that matter most to any decisive figure of any architecture. What goes with a figure is told by
/// the squared correlation of its ranks with the draws.
pub(crate) fn choose_groups(
    inputs: &InputSet,
    figures: &[TrackedFigure],
    draws: &[Vec<f64>],
    drawn: &[DrawResult],
    wanted: usize,
) -> Vec<usize> {
    let rows: Vec<(&Vec<f64>, &DrawResult)> = draws.iter().zip(drawn).collect();
    let architectures = rows.first().map_or(0, |(_, d)| d.len());
    let decisive: Vec<usize> = (0..figures.len()).filter(|f| figures[*f].decisive).collect();
    let each: Vec<(usize, usize)> = decisive.iter().flat_map(|f| (0..architectures).map(move |j| (j, *f))).collect();
    let shares: Vec<Vec<f64>> = each.par_iter().map(|(j, f)| correlation_shares(inputs, &rows, *j, *f)).collect();
    let most = |group: usize| shares.iter().map(|s| s[group]).fold(0.0, f64::max);
    let mut order: Vec<(f64, usize)> = (0..inputs.groups.len()).map(|g| (most(g), g)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    order.into_iter().take(wanted).map(|(_, group)| group).collect()
}

/// How much a figure goes with each group.
fn correlation_shares(
    inputs: &InputSet,
    rows: &[(&Vec<f64>, &DrawResult)],
    architecture: usize,
    figure: usize,
) -> Vec<f64> {
    let value = |d: &DrawResult| match &d[architecture] {
        ArchitectureDraw::Figures(values) => Some(values[figure]).filter(|v| v.is_finite()),
        _ => None,
    };
    let mut known: Vec<(f64, &Vec<f64>)> = rows.iter().filter_map(|(u, d)| Some((value(d)?, *u))).collect();
    known.sort_by(|a, b| a.0.total_cmp(&b.0));
    let n = known.len() as f64;
    if known.first().map(|k| k.0) == known.last().map(|k| k.0) {
        return vec![0.0; inputs.groups.len()];
    }
    // Draws are even in 0..1, and ranks over n are too.
    let together = |column: usize| {
        let sum: f64 =
            known.iter().enumerate().map(|(i, (_, u))| ((i as f64 + 0.5) / n - 0.5) * (u[column] - 0.5)).sum();
        (12.0 * sum / n).powi(2)
    };
    let one = |group: &InputGroup| {
        let reached = group.columns.iter().filter(|_| group.affects_architecture(architecture));
        reached.map(|c| together(*c)).fold(0.0, f64::max)
    };
    inputs.groups.iter().map(one).collect()
}

/// The chosen groups, and all the others as one.
pub(crate) fn chosen_and_remaining(inputs: &InputSet, chosen: &[usize]) -> Vec<InputGroup> {
    let mut out: Vec<InputGroup> = chosen.iter().map(|i| inputs.groups[*i].clone()).collect();
    let mut others: Option<InputGroup> = None;
    for (_, group) in inputs.groups.iter().enumerate().filter(|(i, _)| !chosen.contains(i)) {
        let all = others.get_or_insert_with(|| InputGroup {
            name: OTHER_INPUTS_NAME.to_owned(),
            columns: BTreeSet::new(),
            reaches: vec![false; group.reaches.len()],
        });
        all.columns.extend(&group.columns);
        for (reached, one) in all.reaches.iter_mut().zip(&group.reaches) {
            *reached |= one;
        }
    }
    out.extend(others);
    out
}
