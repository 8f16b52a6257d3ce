//! The factory as table, JSON, CSV, Markdown and a page.

use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::document::csv::{csv_cell, write_csv_rows};
use crate::report::document::model::{Answer, Document};
use crate::report::document::numbers::{format_number, format_significant};
use crate::report::document::section::Section;
use crate::report::document::section::TableSection;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::report::view::Report;
use crate::study::generations::factory::{FactoryPlan, FactoryResult};
use crate::study::generations::replacement::{ReplacementResult, ReplacementTotals};

use super::factory_words::{format_power_limit, format_range, headline_sentences, missing_value, plan_title};
use super::{factory_chart, replacement_chart};

fn subtitle_line(f: &FactoryResult) -> String {
    let price = f.token_price_usd_per_mtok.map_or(String::new(), |p| format!(", tokens sold at {p} USD a million"));
    let format = match f.precision {
        "lowest" => "narrowest format of each".to_owned(),
        "same" => "FP16 for all".to_owned(),
        own => own.to_uppercase(),
    };
    format!(
        "{} at the utility meter in {}; {} with {}, {format}; full load around the clock{price}",
        format_power_limit(f),
        f.location,
        f.workload,
        f.model_name
    )
}

fn page_title(f: &FactoryResult) -> String {
    format!("What each generation makes of {}", format_power_limit(f))
}

fn output_section(f: &FactoryResult) -> TableSection {
    let row = |o: &FactoryPlan| {
        vec![
            o.title.clone(),
            o.precision.to_uppercase(),
            format_number(f64::from(o.racks), 0),
            format_number(f64::from(o.accelerators), 0),
            format_number(o.peak_power_w / 1e6, 2),
            format_number(o.mean_power_w / 1e6, 2),
            format_number(o.pue, 3),
            format_number(o.tokens_per_s / 1e3, 0),
            format_number(o.tokens_per_day / 1e9, 1),
            format_significant(o.tokens_per_joule),
            o.tokens_per_l.map_or_else(missing_value, |t| format_number(t / 1e6, 2)),
        ]
    };
    let head = [
        "Generation",
        "Format",
        "Racks",
        "Accelerators",
        "Peak, MW",
        "Mean, MW",
        "PUE",
        "Tokens, 1000/s",
        "Tokens a day, 1e9",
        "Tokens per J",
        "Tokens per L, 1e6",
    ];
    TableSection {
        title: "Output".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: f.options.iter().map(row).collect(),
        numbers: true,
    }
}

fn cost_section(f: &FactoryResult) -> TableSection {
    let row = |o: &FactoryPlan| {
        vec![
            o.title.clone(),
            format_significant(o.energy_kwh_per_mtok),
            format_significant(o.electricity_usd_per_mtok),
            format_significant(o.site_usd_per_mtok),
            format_range(o.cost_usd_per_mtok, 3),
            o.revenue_usd.map_or_else(missing_value, |usd| format_number(usd / 1e6, 0)),
            format_significant(o.carbon_kg_co2e_per_mtok),
            format_range(Some(o.embodied_kg_co2e_per_mtok), 4),
        ]
    };
    let head = [
        "For a million tokens",
        "Energy, kWh",
        "Electricity, USD",
        "Site, USD",
        "With IT, USD",
        "Revenue, MUSD a year",
        "Carbon, kg",
        "of which manufacture, kg",
    ];
    TableSection {
        title: "Energy, cost and carbon".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: f.options.iter().map(row).collect(),
        numbers: true,
    }
}

/// Where the price of the IT equipment is from: options of one basis together.
fn price_section(f: &FactoryResult) -> TableSection {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for o in &f.options {
        match rows.iter_mut().find(|row| row[1] == o.it_price_basis) {
            Some(row) => row[0] = format!("{}, {}", row[0], o.title),
            None => rows.push(vec![o.title.clone(), o.it_price_basis.clone()]),
        }
    }
    TableSection {
        title: "Price of the IT equipment".to_owned(),
        head: ["Generation", "Basis"].map(str::to_owned).to_vec(),
        rows,
        numbers: false,
    }
}

fn replacement_section(f: &FactoryResult, r: &ReplacementResult) -> TableSection {
    let both = |name: &str, value: &dyn Fn(&ReplacementTotals) -> String| {
        vec![name.to_owned(), value(&r.kept), value(&r.replaced)]
    };
    let only = |name: &str, value: String| vec![name.to_owned(), String::new(), value];
    TableSection {
        title: format!("Replace now, or keep for {} years", format_number(r.years, 1)),
        head: vec![
            String::new(),
            format!("keep {}", plan_title(f, &r.keep)),
            format!("replace by {}", plan_title(f, &r.replace)),
        ],
        rows: vec![
            both("Tokens, 1e12", &|s| format_number(s.tokens / 1e12, 1)),
            both("Energy, GWh", &|s| format_number(s.energy_kwh / 1e6, 1)),
            only("Purchase, MUSD", format_range(r.purchase_usd.map(|k| k.map(|v| v / 1e6)), 0)),
            both("Running cost, MUSD", &|s| format_number(s.running_cost_usd / 1e6, 1)),
            both("For a million tokens, USD", &|s| format_range(s.cost_usd_per_mtok, 3)),
            both("Carbon, kt CO₂e", &|s| format_range(Some(s.carbon_kg_co2e.map(|v| v / 1e6)), 1)),
            only("of which manufacture, kt CO₂e", format_range(Some(r.embodied_kg_co2e.map(|v| v / 1e6)), 2)),
            only("Break-even, cost at equal tokens, years", format_range(r.break_even_cost_years, 2)),
            only("Break-even, more tokens sold, years", format_range(r.break_even_revenue_years, 2)),
            only("Break-even, carbon at equal tokens, years", format_range(r.break_even_carbon_years, 2)),
        ],
        numbers: true,
    }
}

fn build_sections(f: &FactoryResult) -> Vec<TableSection> {
    let mut out: Vec<TableSection> = f.replacement.iter().map(|r| replacement_section(f, r)).collect();
    out.extend([output_section(f), cost_section(f), price_section(f)]);
    out
}

fn collect_notes(f: &FactoryResult) -> Vec<String> {
    let mut out = f.warnings.texts();
    out.extend(f.left_out.iter().map(|l| format!("{}: {}", l.name, l.reason)));
    out
}

impl Report for FactoryResult {
    const SCHEMA: &'static str = "rackjoule/generations-factory/1";

    fn build_document(&self, _: &ReportContext) -> Document<'_> {
        Document {
            title: page_title(self),
            subtitle: subtitle_line(self),
            answers: Answer::from_verdicts(headline_sentences(self).into_iter().map(|a| (a, false))),
            sections: build_sections(self).into_iter().map(Section::from).collect(),
            notes: collect_notes(self),
            assumptions: &self.assumptions,
            sources: &self.sources,
            ..Document::default()
        }
    }

    fn build_charts(&self, _: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        let factory = factory_chart::build_chart(self)?;
        Ok(replacement_chart::build_chart(self)?.into_iter().chain([factory]).collect())
    }

    fn render_csv(&self) -> Result<String, ReportError> {
        render_csv(self)
    }
}

/// One row per option.
fn render_csv(f: &FactoryResult) -> Result<String, ReportError> {
    let head = [
        "name",
        "precision",
        "racks",
        "accelerators",
        "peak_power_w",
        "mean_power_w",
        "pue",
        "tokens_per_s",
        "tokens_per_joule",
        "energy_kwh_per_mtok",
        "electricity_usd_per_mtok",
        "site_usd_per_mtok",
        "cost_usd_per_mtok_low",
        "cost_usd_per_mtok_high",
        "carbon_kg_co2e_per_mtok",
    ];
    let rows = f.options.iter().map(|o| {
        [
            o.name.clone(),
            o.precision.to_owned(),
            o.racks.to_string(),
            o.accelerators.to_string(),
            o.peak_power_w.to_string(),
            o.mean_power_w.to_string(),
            o.pue.to_string(),
            o.tokens_per_s.to_string(),
            o.tokens_per_joule.to_string(),
            o.energy_kwh_per_mtok.to_string(),
            o.electricity_usd_per_mtok.to_string(),
            o.site_usd_per_mtok.to_string(),
            csv_cell(o.cost_usd_per_mtok.map(|c| c[0])),
            csv_cell(o.cost_usd_per_mtok.map(|c| c[1])),
            o.carbon_kg_co2e_per_mtok.to_string(),
        ]
    });
    write_csv_rows(head, rows)
}
