//! The figures of a comparison side by side, and what they mean.

use crate::report::document::section::{Audience, Block, DataTable, RowGroup, Section};
use crate::report::document::units::UnitSystem;
use crate::study::compare::result::Comparison;

use super::metrics::{METRICS, SECTIONS};

/// Architectures side by side on a terminal; more follow below.
pub(super) const MAX_ARCHITECTURE_COLUMNS: usize = 4;

/// Every figure of every architecture.
pub(crate) fn figures_section(result: &Comparison, units: UnitSystem) -> Section {
    let beside = result.uncertainty.as_ref().is_some_and(|sampled| sampled.beside_figures);
    let names = result.architectures.iter().map(|a| a.name.clone());
    let group = |section: &'static str| {
        let rows = METRICS.iter().filter(|m| m.section == section).map(|metric| {
            let cells = result.architectures.iter().map(|a| metric.format_figure(a, beside, units));
            std::iter::once(metric.heading_with_unit(units)).chain(cells).collect()
        });
        RowGroup { title: Some(section.to_owned()), rows: rows.collect() }
    };
    let table = DataTable {
        head: std::iter::once(String::new()).chain(names).collect(),
        groups: SECTIONS.into_iter().map(group).collect(),
        numbers: true,
        max_columns: Some(MAX_ARCHITECTURE_COLUMNS),
    };
    Section::new("Side by side", vec![Block::Table(table)])
}

/// What the figures are ratios of.
pub(crate) fn definitions_section(units: UnitSystem) -> Section {
    let text = format!(
        "PUE: facility over IT energy, server fans and power supplies counted as IT. ITUE: IT over compute energy. \
         TUE = ITUE × PUE. WUE: {} drawn on site per kWh of IT energy. CUE: location-based carbon per kWh of IT energy. \
         Ratios are ratios of the year's sums. Mean power mixes busy and idle servers; the rack is shown at full load.",
        units.unit_for("litres").label
    );
    Section::new("Definitions", vec![Block::Paragraph(text)]).shown_to(Audience::Page)
}
