//! The factory as table, JSON, CSV, Markdown and a page.

use std::fmt::Write;

use crate::report::compare::csv::{csv_cell, write_csv_rows};
use crate::report::compare::markdown::escape_markdown;
use crate::report::document::json;
use crate::report::document::numbers::{format_number, format_significant};
use crate::report::document::page::ReportPage;
use crate::report::document::section::TableSection;
use crate::report::{OutputFormat, ReportContext, ReportError, chart};
use crate::study::generations::factory::{FactoryPlan, FactoryResult};
use crate::study::generations::halls::CoolingMedium;
use crate::study::generations::replacement::{ReplacementResult, ReplacementTotals};

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/generations-factory/1";

/// What cannot be told.
fn missing_value() -> String {
    "–".to_owned()
}

/// The power of the factory.
pub fn format_power_limit(f: &FactoryResult) -> String {
    let (value, unit) =
        if f.power_limit_w < 1e6 { (f.power_limit_w / 1e3, "kW") } else { (f.power_limit_w / 1e6, "MW") };
    let digits = if value.fract().abs() < 1e-9 { 0 } else { 2 };
    format!("{} {unit}", format_number(value, digits))
}

/// Two ends of a range.
fn format_range(ends: Option<[f64; 2]>, digits: usize) -> String {
    ends.map_or_else(missing_value, |[low, high]| {
        let (low, high) = (format_number(low, digits), format_number(high, digits));
        if low == high { low } else { format!("{low} to {high}") }
    })
}

/// The answers in sentences.
pub fn headline_sentences(f: &FactoryResult) -> Vec<String> {
    let delivered = || f.options.iter().filter(|o| !o.announced);
    let most = delivered().max_by(|a, b| a.tokens_per_s.total_cmp(&b.tokens_per_s));
    let mut out = Vec::new();
    if let Some(o) = most {
        out.push(format!(
            "{} gets most out of {}: {} accelerators, {} million tokens a second, {} kWh and {} USD of electricity for a million.",
            o.name,
            format_power_limit(f),
            format_number(f64::from(o.accelerators), 0),
            format_number(o.tokens_per_s / 1e6, 2),
            format_significant(o.energy_kwh_per_mtok),
            format_significant(o.electricity_usd_per_mtok)
        ));
    }
    let both = delivered().filter(|o| o.side == CoolingMedium::Air).find_map(|air| {
        let liquid = delivered().find(|o| o.side == CoolingMedium::Liquid && o.chip == air.chip)?;
        Some((air, liquid))
    });
    if let Some((air, liquid)) = both {
        out.push(format!(
            "The same accelerator, {}: {} on air, {} on liquid, {} % more tokens from the same power.",
            air.chip,
            format_number(f64::from(air.accelerators), 0),
            format_number(f64::from(liquid.accelerators), 0),
            format_number(100.0 * (liquid.tokens_per_s / air.tokens_per_s - 1.0), 1)
        ));
    }
    out.extend(f.replacement.as_ref().map(replacement_sentence));
    out
}

fn replacement_sentence(r: &ReplacementResult) -> String {
    let years = |ends: Option<[f64; 2]>| {
        ends.map_or_else(|| "never or not known".to_owned(), |_| format!("after {} years", format_range(ends, 2)))
    };
    format!(
        "Replacing {} by {} gives {} times the tokens at {} times the energy for each; costs saved at equal tokens pay it \
         {}, more tokens sold {}, carbon saved {}.",
        r.keep,
        r.replace,
        format_number(r.tokens_factor, 2),
        format_number(r.energy_per_token_factor, 2),
        years(r.break_even_cost_years),
        years(r.break_even_revenue_years),
        years(r.break_even_carbon_years)
    )
}

fn subtitle_line(f: &FactoryResult) -> String {
    let price = f.token_price_usd_per_mtok.map_or(String::new(), |p| format!(", tokens sold at {p} USD a million"));
    let format = match f.precision {
        "lowest" => "narrowest format of each",
        "same" => "fp16 for all",
        own => own,
    };
    format!(
        "{} at the utility meter in {}; {} with {}, {format}; full load around the clock{price}",
        format_power_limit(f),
        f.location,
        f.workload,
        f.model
    )
}

fn page_title(f: &FactoryResult) -> String {
    format!("What each generation makes of {}", format_power_limit(f))
}

fn output_section(f: &FactoryResult) -> TableSection {
    let row = |o: &FactoryPlan| {
        vec![
            o.name.clone(),
            o.precision.to_owned(),
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
            o.name.clone(),
            format_significant(o.energy_kwh_per_mtok),
            format_significant(o.electricity_usd_per_mtok),
            format_significant(o.site_usd_per_mtok),
            format_range(o.cost_usd_per_mtok, 3),
            o.revenue_usd.map_or_else(missing_value, |usd| format_number(usd / 1e6, 0)),
            format_significant(o.carbon_kg_co2e_per_mtok),
            format_range(Some(o.embodied_kg_co2e_per_mtok), 4),
            o.it_price_basis.clone(),
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
        "of making, kg",
        "Price of IT",
    ];
    TableSection {
        title: "Energy, cost and carbon".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: f.options.iter().map(row).collect(),
        numbers: true,
    }
}

fn replacement_section(r: &ReplacementResult) -> TableSection {
    let both = |name: &str, value: &dyn Fn(&ReplacementTotals) -> String| {
        vec![name.to_owned(), value(&r.kept), value(&r.replaced)]
    };
    let only = |name: &str, value: String| vec![name.to_owned(), String::new(), value];
    TableSection {
        title: format!("Replace now, or keep for {} years", format_number(r.years, 1)),
        head: vec![String::new(), format!("keep {}", r.keep), format!("replace by {}", r.replace)],
        rows: vec![
            both("Tokens, 1e12", &|s| format_number(s.tokens / 1e12, 1)),
            both("Energy, GWh", &|s| format_number(s.energy_kwh / 1e6, 1)),
            only("Purchase, MUSD", format_range(r.purchase_usd.map(|k| k.map(|v| v / 1e6)), 0)),
            both("Running cost, MUSD", &|s| format_number(s.running_cost_usd / 1e6, 1)),
            both("For a million tokens, USD", &|s| format_range(s.cost_usd_per_mtok, 3)),
            both("Carbon, kt CO2e", &|s| format_range(Some(s.carbon_kg_co2e.map(|v| v / 1e6)), 1)),
            only("of it making, kt CO2e", format_range(Some(r.embodied_kg_co2e.map(|v| v / 1e6)), 2)),
            only("Break-even, cost at equal tokens, years", format_range(r.break_even_cost_years, 2)),
            only("Break-even, more tokens sold, years", format_range(r.break_even_revenue_years, 2)),
            only("Break-even, carbon at equal tokens, years", format_range(r.break_even_carbon_years, 2)),
        ],
        numbers: true,
    }
}

fn build_sections(f: &FactoryResult) -> Vec<TableSection> {
    let mut out = vec![output_section(f), cost_section(f)];
    out.extend(f.replacement.as_ref().map(replacement_section));
    out
}

fn collect_notes(f: &FactoryResult) -> Vec<String> {
    let mut out = f.warnings.clone();
    out.extend(f.left_out.iter().map(|l| format!("{}: {}", l.id, l.reason)));
    out.extend(f.replacement.as_ref().map(|r| r.reason.clone()).filter(|r| !r.is_empty()));
    out
}

/// The factory as text.
///
/// # Errors
/// [`ReportError`].
pub fn render(format: OutputFormat, f: &FactoryResult, context: &ReportContext) -> Result<String, ReportError> {
    match format {
        OutputFormat::Json => json::render(SCHEMA, f, context),
        OutputFormat::Csv => render_csv(f),
        OutputFormat::Table => {
            let mut out = format!("{}\n{}\n\n{}\n", page_title(f), subtitle_line(f), headline_sentences(f).join("\n"));
            out.extend(build_sections(f).iter().map(|s| s.render_text(context.width)));
            out.push('\n');
            for note in collect_notes(f) {
                // Writing to a string can't fail.
                let _ = writeln!(out, "note: {note}");
            }
            Ok(out)
        }
        OutputFormat::Markdown => {
            let mut out = format!(
                "# {}\n\n{}\n\n{}\n",
                page_title(f),
                escape_markdown(&subtitle_line(f)),
                escape_markdown(&headline_sentences(f).join("\n\n"))
            );
            out.extend(build_sections(f).iter().map(TableSection::render_markdown));
            for note in collect_notes(f) {
                let _ = writeln!(out, "\n> {}", escape_markdown(&note));
            }
            Ok(out)
        }
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

/// Every file: the chart and a page.
///
/// # Errors
/// [`ReportError`].
pub fn render_files(f: &FactoryResult, context: &ReportContext) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let charts = chart::factory_charts(f)?;
    let mut out = chart::render_files(&charts)?;
    let (title, sections, notes) = (page_title(f), build_sections(f), collect_notes(f));
    let page = ReportPage {
        title: &title,
        lead: subtitle_line(f),
        answers: headline_sentences(f).into_iter().map(|a| (a, false)).collect(),
        charts: &charts,
        sections: &sections,
        warnings: &notes,
        assumptions: &f.assumptions,
        sources: &f.sources,
    };
    out.push(("report.html".to_owned(), page.render_html(context).into_bytes()));
    Ok(out)
}
