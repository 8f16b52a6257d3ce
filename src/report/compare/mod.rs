//! The comparison of architectures: figures, headline, charts.

mod bar_panels;
mod best_chart;
mod best_sections;
mod best_words;
mod brief;
pub mod charts;
mod cost_chart;
pub(crate) mod csv;
pub(crate) mod difference_chart;
mod differences;
pub(crate) mod end_use_chart;
mod energy_flow;
pub(crate) mod energy_flow_chart;
mod estimates;
pub(crate) mod figures;
mod footprint_chart;
pub(crate) mod groups;
pub(crate) mod growth;
pub(crate) mod growth_chart;
pub mod headline;
pub(crate) mod how_sure;
pub(crate) mod ladder_chart;
pub mod metric;
pub mod metrics;
pub(crate) mod power_chain;
pub(crate) mod sampled_figures;
pub(crate) mod sections;
mod summary;
mod summary_figures;
mod summary_notes;

use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::document::model::{Answer, Document};
use crate::report::document::numbers::format_it;
use crate::report::document::section::{Audience, Placement, Section};
use crate::report::document::terminal;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::report::uncertainty;
use crate::report::view::{Report, files_with_charts};
use crate::study::compare::result::Comparison;
use crate::study::uncertainty::result::UncertaintyResult;

impl Report for Comparison {
    const SCHEMA: &'static str = "rackjoule/compare/1";

    fn build_document(&self, context: &ReportContext) -> Document<'_> {
        let units = context.units;
        let mut sentences = answer_sentences(self, units).into_iter();
        let answers = sentences.next().map(Answer::headline).into_iter().chain(sentences.map(Answer::plain)).collect();
        Document {
            title: self.title.clone(),
            subtitle: subtitle_line(self),
            answers,
            sections: build_sections(self, units),
            notes: context.units.format_warnings(&self.warnings),
            remarks: headline::equality_notes(self)
                .into_iter()
                .chain([format!(
                    "PUE counts server fans and power supplies as IT; TUE does not. Weather: {}.",
                    self.site.credit
                )])
                .chain(units.currency_note())
                .collect(),
            assumptions: &self.assumptions,
            sources: &self.sources,
        }
    }

    fn render_text(&self, context: &ReportContext) -> String {
        render_text(self, TextDetail::Summary, context)
    }

    fn build_charts(&self, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        charts::build_charts(self, units)
    }

    fn render_csv(&self) -> Result<String, ReportError> {
        csv::render_rows(self)
    }
}

/// How much the text of a comparison tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextDetail {
    /// The answer, how sure it is, why, the figures that decide and what to mind: a screen.
    #[default]
    Summary,
    /// What is saved, needed and paid, in a few lines.
    Brief,
    /// Every figure and every note.
    Full,
    /// The inputs that are estimates.
    Estimates,
}

/// A comparison as text for a terminal of the width of `context`.
pub fn render_text(result: &Comparison, detail: TextDetail, context: &ReportContext) -> String {
    match detail {
        TextDetail::Summary => summary::render_summary(result, context),
        TextDetail::Brief => brief::render_brief(result, context),
        TextDetail::Full => terminal::render_document(&result.build_document(context), context.width),
        TextDetail::Estimates => estimates::render_estimates(result, context),
    }
}

/// The answers: of few architectures all that is told, of many that of the first pair and why the best differs; a section
/// tells of the others.
fn answer_sentences(result: &Comparison, units: UnitSystem) -> Vec<String> {
    let many = differences::is_told_apart(result);
    let pairs = how_sure::sampled_sentences(result);
    let told = if many { 1 } else { pairs.len() };
    let mut out: Vec<String> = pairs.into_iter().take(told).flatten().collect();
    if out.is_empty() {
        out.push(headline::headline_sentence(result));
        out.extend(headline::energy_per_token_sentence(result));
    }
    out.extend(result.best.as_ref().map(|best| best_words::best_sentences(best, units)).unwrap_or_default());
    let best = headline::rank_architectures(result).first().map(|(a, _)| a.name.as_str());
    let explained = result.differences.iter().filter(|d| !many || best == Some(d.name.as_str()));
    out.extend(explained.map(|d| headline::difference_sentence(d, result.uncertainty.as_ref())));
    out.extend(result.not_sampled.map(how_sure::not_sampled_sentence));
    out
}

fn subtitle_line(result: &Comparison) -> String {
    format!("{}, {}; {}", result.site.location, result.site.dataset, format_it(&result.it))
}

fn build_sections(result: &Comparison, units: UnitSystem) -> Vec<Section> {
    let best = result.best.as_ref().map(|best| best_sections::best_sections(best, units)).unwrap_or_default();
    let mut out: Vec<Section> = best.into_iter().map(|section| section.placed(Placement::BeforeCharts)).collect();
    out.extend([figures::figures_section(result, units), figures::definitions_section(units)]);
    out.extend(differences::differences_section(result));
    out.extend(sections::deciding_section(result));
    out.push(sections::uncertainty_section(result).placed(Placement::WithAnswer));
    out.extend(growth::growth_sections(result.architectures.iter(), units));
    out.extend(groups::groups_section(result.architectures.iter(), units));
    out.extend(sections::limits_section(result, units));
    out.extend([
        sections::tokens_section(result),
        sections::rack_parts_section(result, units),
        sections::plant_section(result, units),
    ]);
    let prices = power_chain::price_assumptions_section(&result.site, &result.cost, units);
    let chains = result.architectures.iter().filter_map(power_chain::power_chain_section);
    let capital = result.architectures.iter().filter_map(|a| power_chain::capital_cost_section(a, units));
    let tables = [
        Some(Section::from(prices)),
        Section::from_tables("Power chain", chains),
        Section::from_tables("Capital cost", capital),
    ];
    out.extend(tables.into_iter().flatten().map(|section| section.shown_to(Audience::Page)));
    out
}

/// Every file of a comparison, each with its name: charts and the page; with the charts of what sampling gave, where it
/// was asked.
///
/// # Errors
/// [`ReportError`].
pub fn render_files(
    result: &Comparison,
    spread: Option<&UncertaintyResult>,
    context: &ReportContext,
) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let mut charts = charts::build_charts(result, context.units)?;
    if let Some(spread) = spread {
        charts.extend(uncertainty::charts::build_charts(spread, context.units)?);
    }
    files_with_charts(&result.build_document(context), &charts, context)
}
