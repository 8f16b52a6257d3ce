//! What made performance per joule change, as table, JSON, CSV, Markdown and a page.

use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::document::csv::write_csv_rows;
use crate::report::document::model::{Answer, Document};
use crate::report::document::numbers::{format_number, format_significant};
use crate::report::document::section::{Audience, Section, TableSection};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::report::view::Report;
use crate::study::generations::attribution::{AttributionFactor, AttributionResult, SideResult};
use crate::study::generations::options::PerformanceMetric;

use super::attribution_words::{format_factor, headline_sentence};
use super::waterfall_chart;

fn subtitle_line(a: &AttributionResult) -> String {
    let load = a.workload.as_ref().zip(a.model_name.as_ref()).map_or(String::new(), |(w, m)| format!(", {w} with {m}"));
    let equal = match a.equal_format {
        "none" => String::new(),
        format => format!("process and architecture compared at {}; ", format.to_uppercase()),
    };
    format!("{}{load}; {equal}one accelerator at full load, mean of the year", a.unit)
}

fn format_signed_ln(ln: f64) -> String {
    if ln < 0.0 { format_number(ln, 4) } else { format!("+{}", format_number(ln, 4)) }
}

/// What made the change: the groups of the answer, each with what it is made of.
fn groups_section(a: &AttributionResult) -> TableSection {
    let row = |name: String, ln: f64| vec![name, format_factor(ln.exp()), format_signed_ln(ln), format_share(a, ln)];
    let mut rows = Vec::new();
    for group in &a.groups {
        rows.push(row(group.label.to_owned(), group.ln));
        rows.extend(group.parts.iter().map(|p| row(format!("  {}", p.label), p.ln)));
    }
    rows.push(row("Total".to_owned(), a.total_ln));
    TableSection { title: "Contributions".to_owned(), head: factor_head(), rows, numbers: true }
}

/// The same factor by factor, each with its parts.
fn factors_section(a: &AttributionResult) -> TableSection {
    let row = |name: String, ln: f64| vec![name, format_number(ln.exp(), 3), format_signed_ln(ln), format_share(a, ln)];
    let mut rows = Vec::new();
    for f in &a.factors {
        rows.push(row(f.label.to_owned(), f.ln));
        rows.extend(f.parts.iter().map(|p| row(format!("  {}", p.label), p.ln)));
    }
    rows.push(row("Total".to_owned(), a.total_ln));
    TableSection { title: "Factor by factor".to_owned(), head: factor_head(), rows, numbers: true }
}

fn factor_head() -> Vec<String> {
    ["Factor", "Times", "ln", "Share, %"].map(str::to_owned).to_vec()
}

fn format_share(a: &AttributionResult, ln: f64) -> String {
    if a.total_ln.abs() > 1e-9 { format_number(100.0 * ln / a.total_ln, 1) } else { "–".to_owned() }
}

fn sides_section(a: &AttributionResult) -> TableSection {
    let both = |name: &str, value: &dyn Fn(&SideResult) -> String| vec![name.to_owned(), value(&a.from), value(&a.to)];
    let mut rows = vec![
        both("Side", &|s| s.name.clone()),
        both("System", &|s| s.system_name.clone()),
        both("Cooling", &|s| s.cooling.to_string()),
        both("Location", &|s| s.location.clone()),
        both("Number format", &|s| s.precision.map_or_else(|| "–".to_owned(), str::to_uppercase)),
        both("Performance", &|s| format_significant(s.performance)),
    ];
    if a.metric == PerformanceMetric::Tokens {
        let rate = |v: Option<f64>| v.map_or_else(|| "–".to_owned(), format_significant);
        rows.push(both("  if arithmetic alone took time", &|s| rate(s.compute_bound_tokens_per_s)));
        rows.push(both("  on the roofline alone", &|s| rate(s.roofline_tokens_per_s)));
    }
    rows.push(both("Performance retained, %", &|s| format_number(100.0 * s.performance_kept, 1)));
    rows.push(both("Power at the meter, W", &|s| format_number(s.meter_power_w, 1)));
    for (i, c) in a.from.power.iter().enumerate() {
        rows.push(both(&format!("  {}", c.component), &|s| format_number(s.power[i].power_w, 1)));
    }
    rows.push(both("PUE", &|s| format_number(s.pue, 3)));
    rows.push(both(a.unit, &|s| format_significant(s.per_watt)));
    TableSection {
        title: "Both sides, for one accelerator".to_owned(),
        head: vec![String::new(), "Before".to_owned(), "After".to_owned()],
        rows,
        numbers: true,
    }
}

fn page_title(a: &AttributionResult) -> String {
    format!("From {} to {}", a.from.name, a.to.name)
}

impl Report for AttributionResult {
    const SCHEMA: &'static str = "rackjoule/generations-attribution/1";

    fn build_document(&self, _: &ReportContext) -> Document<'_> {
        Document {
            title: page_title(self),
            subtitle: subtitle_line(self),
            answers: vec![Answer::headline(headline_sentence(self))],
            sections: vec![
                groups_section(self).into(),
                sides_section(self).into(),
                Section::from(factors_section(self)).shown_to(Audience::Documents),
            ],
            notes: self.warnings.texts(),
            assumptions: &self.assumptions,
            sources: &self.sources,
            ..Document::default()
        }
    }

    fn build_charts(&self, _: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        Ok(vec![waterfall_chart::build_chart(self)?])
    }

    fn render_csv(&self) -> Result<String, ReportError> {
        render_csv(self)
    }
}

/// One row per factor.
fn render_csv(a: &AttributionResult) -> Result<String, ReportError> {
    let row = |id: &str, part: &str, ln: f64| [id.to_owned(), part.to_owned(), ln.to_string(), ln.exp().to_string()];
    let factor = |f: &AttributionFactor| {
        let parts = f.parts.iter().map(|p| row(f.id, p.label, p.ln));
        std::iter::once(row(f.id, "", f.ln)).chain(parts).collect::<Vec<_>>()
    };
    let total = row("total", "", a.total_ln);
    write_csv_rows(["factor", "part", "ln", "times"], a.factors.iter().flat_map(factor).chain([total]))
}
