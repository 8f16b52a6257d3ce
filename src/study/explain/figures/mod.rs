//! What each figure is made of: its equation in words and symbols, and the figures below it.

mod money;
mod power;
mod rack;
mod year;

/// How a figure follows from others, or from components.
#[derive(Clone, Copy)]
pub(crate) struct FigureDefinition {
    /// Path of keys; of an architecture, or of the comparison where it begins with `site.`, `it.` or `cost.`.
    pub key: &'static str,
    /// Name.
    pub name: &'static str,
    /// Equation in words.
    pub words: &'static str,
    /// Equation in symbols.
    pub symbols: &'static str,
    /// Keys of its terms.
    pub terms: &'static [&'static str],
    /// The figure from its terms; nothing where components or sums over hours make it.
    pub value: Option<fn(&[f64]) -> f64>,
    /// Kinds of records whose laws and parameters make it.
    pub kinds: &'static [&'static str],
}

/// A figure of other figures.
const fn figure_from_terms(
    key: &'static str,
    name: &'static str,
    (words, symbols): (&'static str, &'static str),
    terms: &'static [&'static str],
    value: fn(&[f64]) -> f64,
) -> FigureDefinition {
    FigureDefinition { key, name, words, symbols, terms, value: Some(value), kinds: &[] }
}

/// A figure of components.
const fn figure_from_components(
    key: &'static str,
    name: &'static str,
    (words, symbols): (&'static str, &'static str),
    terms: &'static [&'static str],
    kinds: &'static [&'static str],
) -> FigureDefinition {
    FigureDefinition { key, name, words, symbols, terms, value: None, kinds }
}

fn sum_of_terms(v: &[f64]) -> f64 {
    v.iter().sum()
}

fn ratio_of_terms(v: &[f64]) -> f64 {
    v[0] / v[1]
}

fn product_of_terms(v: &[f64]) -> f64 {
    v.iter().product()
}

/// Mean watts and hours to kilowatt-hours: all but the last are watts.
fn energy_from_power(v: &[f64]) -> f64 {
    let (hours, watts) = v.split_last().unwrap_or((&0.0, &[]));
    watts.iter().sum::<f64>() * hours / 1e3
}

/// Every figure that can be explained, in the order of the tables.
pub(crate) fn all_figures() -> impl Iterator<Item = &'static FigureDefinition> {
    [power::FIGURES, rack::FIGURES, year::FIGURES, money::FIGURES].into_iter().flatten()
}

/// The figure of a key.
pub(crate) fn find_figure(key: &str) -> Option<&'static FigureDefinition> {
    all_figures().find(|f| f.key == key)
}
