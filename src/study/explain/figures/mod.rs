//! What each figure is made of: its equation in words and symbols, and the figures below it.

mod definition;
mod money;
mod power;
mod rack;
mod year;

pub(crate) use definition::{FigureDefinition, LawSource};

/// Every figure that can be explained, in the order of the tables.
pub(crate) fn all_figures() -> impl Iterator<Item = &'static FigureDefinition> {
    [power::FIGURES, rack::FIGURES, year::FIGURES, money::FIGURES].into_iter().flatten()
}

/// The figure of a key.
pub(crate) fn find_figure(key: &str) -> Option<&'static FigureDefinition> {
    all_figures().find(|f| f.key == key)
}

#[cfg(test)]
mod tests {
    use crate::component::equipment_kinds;
    use crate::component::kind::LawResult;

    use super::*;

    /// Results that a comparison has no figure of: the course of an event.
    const OF_OTHER_STUDIES: [LawResult; 1] = [LawResult::Transient];

    /// Chips have their own laws by what they are; server blocks stand in explicit plants, which have no trace.
    const WITHOUT_FIGURE: [&str; 2] = ["chip", "server-block"];

    #[test]
    fn every_result_of_a_law_is_a_figure() {
        let shown = |result: &LawResult| all_figures().any(|f| f.laws.contains(&LawSource::Equipment(*result)));
        for kind in equipment_kinds().filter(|k| !WITHOUT_FIGURE.contains(&k.name)) {
            for result in kind.law.results.iter().filter(|r| !OF_OTHER_STUDIES.contains(r)) {
                assert!(shown(result), "{}: no figure shows {result:?}", kind.name);
            }
        }
    }

    #[test]
    fn every_figure_of_equipment_has_a_law() {
        for figure in all_figures() {
            for source in figure.laws {
                let LawSource::Equipment(result) = source else { continue };
                assert!(equipment_kinds().any(|k| k.law.results.contains(result)), "{}: {result:?}", figure.key);
            }
        }
    }
}
