//! How a figure is declared.

use crate::component::kind::LawResult;

/// How a figure follows from others, or from components.
#[derive(Clone, Copy)]
pub(crate) struct FigureDefinition {
    /// Path of keys; of an architecture, or of the comparison where it begins with `site.`, `it.` or `cost.`.
    pub key: &'static str,
    /// Name of the figure in the tree.
    pub name: &'static str,
    /// Equation in words, without values.
    pub words: &'static str,
    /// Equation in symbols, as documents write it.
    pub symbols: &'static str,
    /// Keys of the figures that it is made of.
    pub terms: &'static [&'static str],
    /// The figure from its terms; nothing where components or sums over hours make it.
    pub value: Option<fn(&[f64]) -> f64>,
    /// Whose laws and parameters make it.
    pub laws: &'static [LawSource],
}

/// Records whose laws make a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LawSource {
    /// Equipment of every kind whose law takes part in a result.
    Equipment(LawResult),
    /// Accelerators.
    Accelerators,
    /// The other chips and modules.
    OtherParts,
    /// Switches between racks.
    Network,
    /// Servers and trays.
    Systems,
    /// The climate of the site.
    Climate,
    /// The workload.
    Workload,
}

/// A figure of other figures.
pub(super) const fn figure_from_terms(
    key: &'static str,
    name: &'static str,
    (words, symbols): (&'static str, &'static str),
    terms: &'static [&'static str],
    value: fn(&[f64]) -> f64,
) -> FigureDefinition {
    FigureDefinition { key, name, words, symbols, terms, value: Some(value), laws: &[] }
}

/// A figure that laws of components make.
pub(super) const fn figure_from_components(
    key: &'static str,
    name: &'static str,
    (words, symbols): (&'static str, &'static str),
    terms: &'static [&'static str],
    laws: &'static [LawSource],
) -> FigureDefinition {
    FigureDefinition { key, name, words, symbols, terms, value: None, laws }
}

pub(super) fn sum_of_terms(v: &[f64]) -> f64 {
    v.iter().sum()
}

pub(super) fn ratio_of_terms(v: &[f64]) -> f64 {
    v[0] / v[1]
}

pub(super) fn product_of_terms(v: &[f64]) -> f64 {
    v.iter().product()
}

/// Mean watts and hours to kilowatt-hours: all but the last are watts.
pub(super) fn energy_from_power(v: &[f64]) -> f64 {
    let (hours, watts) = v.split_last().unwrap_or((&0.0, &[]));
    watts.iter().sum::<f64>() * hours / 1e3
}
