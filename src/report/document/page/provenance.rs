//! Where a result comes from: its values, their sources, and how to make it again.

use maud::{Markup, html};

use crate::catalog::record::confidence_name;
use crate::report::context::ReportContext;
use crate::report::document::model::Document;
use crate::report::document::numbers::format_number;
use crate::report::document::section::DataTable;
use crate::study::compare::result::{Assumption, SourceReference};

use super::figure::data_uri;
use super::table::table_markup;

/// Every value that a result rests on, and the sources.
pub(super) fn assumptions_markup(all: &[Assumption], sources: &[SourceReference]) -> Markup {
    let year = |s: &SourceReference| s.year.map_or_else(String::new, |year| format!(" ({year})"));
    html! {
        @if !all.is_empty() { (values_markup(all)) }
        h3 { "Sources" }
        ul { @for s in sources { li { strong { (s.id) } ": " (s.title) (year(s)) ". " (s.location) "." } } }
    }
}

fn values_markup(all: &[Assumption]) -> Markup {
    let range = |a: &Assumption| a.range.map_or_else(String::new, |[low, high]| format!("{low} to {high}"));
    let estimates = all.iter().filter(|a| a.range.is_some_and(|[low, high]| low < high)).count();
    let row = |a: &Assumption| {
        let confidence = confidence_name(a.confidence).to_owned();
        vec![a.record.clone(), a.parameter.clone(), a.value.clone(), confidence, range(a), a.source.clone()]
    };
    let head = ["Record", "Parameter", "Value", "Confidence", "Range", "Source"].map(str::to_owned).to_vec();
    let table = DataTable::from_rows(head, all.iter().map(row).collect(), false);
    html! {
        p { (format_number(all.len() as f64, 0)) " values, " (format_number(estimates as f64, 0)) " of them estimates with a range. "
            "Keys end in their unit." }
        details { summary { "Every value" } (table_markup(&table, "Every value and its source")) }
    }
}

/// The years of the sources that have one: "1987 to 2026".
pub(super) fn source_years(sources: &[SourceReference]) -> Option<String> {
    let years = || sources.iter().filter_map(|s| s.year);
    let (first, last) = (years().min()?, years().max()?);
    Some(if first == last { first.to_string() } else { format!("{first} to {last}") })
}

/// The foot of a chart with the years of the sources behind it.
pub(crate) fn with_source_years(text: &str, sources: &[SourceReference]) -> String {
    source_years(sources).map_or_else(|| text.to_owned(), |years| format!("{text} Sources of {years}."))
}

/// The command, the version, the vintage of the data and the scenario that make the result again.
pub(super) fn reproduction_markup(document: &Document<'_>, context: &ReportContext) -> Markup {
    let scenario = context.portable_scenario_text();
    let shown = without_comments(&scenario);
    html! {
        p { "Version: rackjoule " (context.version) "."
            @if let Some(years) = source_years(document.sources) { " Sources of the data: " (years) "." } }
        p { "Command: " code { (context.command) } }
        @if !scenario.is_empty() {
            p.screen { a href=(data_uri("application/toml", &scenario)) download="scenario.toml" { "Download the scenario" } }
            @if shown.len() < scenario.len() { p { "Comments are left out here." } }
            @if scenario != context.scenario_text {
                p { "Files outside the folder of the scenario are named here without their folder: put them beside it." }
            }
            pre tabindex="0" role="region" aria-label="Scenario" { (shown) }
        }
    }
}

/// A scenario without lines that are comments, and with no more than one empty line at a time: what the result rests on.
fn without_comments(scenario: &str) -> String {
    let mut out = String::with_capacity(scenario.len());
    for line in scenario.lines().filter(|line| !line.trim_start().starts_with('#')) {
        if !line.trim().is_empty() || !(out.is_empty() || out.ends_with("\n\n")) {
            out.extend([line.trim_end(), "\n"]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_is_shown_without_its_comments() {
        let text = "# made by me\n\ntitle = \"a # b\"  # said so\n\n# [it]\n\n[site]\n";
        assert_eq!(without_comments(text), "title = \"a # b\"  # said so\n\n[site]\n");
    }
}
