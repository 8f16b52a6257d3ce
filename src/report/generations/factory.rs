//! The factory as table, JSON, CSV, Markdown and a page.

use std::fmt::Write;

use crate::study::generations::factory::{Factory, Plan};
use crate::study::generations::halls::Side;
use crate::study::generations::replacement::{Replacement, Sums};

use super::super::csv::{cell, write};
use super::super::format::{number, significant};
use super::super::markdown::escape;
use super::super::page::Page;
use super::super::section::Section;
use super::super::{Context, Format, ReportError, chart, json};

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/generations-factory/1";

/// What cannot be told.
fn none() -> String {
    "–".to_owned()
}

/// The power of the factory.
pub fn megawatts(f: &Factory) -> String {
    let (value, unit) =
        if f.power_limit_w < 1e6 { (f.power_limit_w / 1e3, "kW") } else { (f.power_limit_w / 1e6, "MW") };
    let digits = if value.fract().abs() < 1e-9 { 0 } else { 2 };
    format!("{} {unit}", number(value, digits))
}

/// Two ends of a range.
fn range(ends: Option<[f64; 2]>, digits: usize) -> String {
    ends.map_or_else(none, |[low, high]| {
        let (low, high) = (number(low, digits), number(high, digits));
        if low == high { low } else { format!("{low} to {high}") }
    })
}

/// The answers in sentences.
pub fn answers(f: &Factory) -> Vec<String> {
    let delivered = || f.options.iter().filter(|o| !o.announced);
    let most = delivered().max_by(|a, b| a.tokens_per_s.total_cmp(&b.tokens_per_s));
    let mut out = Vec::new();
    if let Some(o) = most {
        out.push(format!(
            "{} gets most out of {}: {} accelerators, {} million tokens a second, {} kWh and {} USD of electricity for a million.",
            o.name,
            megawatts(f),
            number(f64::from(o.accelerators), 0),
            number(o.tokens_per_s / 1e6, 2),
            significant(o.energy_kwh_per_mtok),
            significant(o.electricity_usd_per_mtok)
        ));
    }
    let both = delivered().filter(|o| o.side == Side::Air).find_map(|air| {
        let liquid = delivered().find(|o| o.side == Side::Liquid && o.chip == air.chip)?;
        Some((air, liquid))
    });
    if let Some((air, liquid)) = both {
        out.push(format!(
            "The same accelerator, {}: {} on air, {} on liquid, {} % more tokens from the same power.",
            air.chip,
            number(f64::from(air.accelerators), 0),
            number(f64::from(liquid.accelerators), 0),
            number(100.0 * (liquid.tokens_per_s / air.tokens_per_s - 1.0), 1)
        ));
    }
    out.extend(f.replacement.as_ref().map(replace_answer));
    out
}

fn replace_answer(r: &Replacement) -> String {
    let years = |ends: Option<[f64; 2]>| {
        ends.map_or_else(|| "never or not known".to_owned(), |_| format!("after {} years", range(ends, 2)))
    };
    format!(
        "Replacing {} by {} gives {} times the tokens at {} times the energy for each; costs saved at equal tokens pay it \
         {}, more tokens sold {}, carbon saved {}.",
        r.keep,
        r.replace,
        number(r.tokens_factor, 2),
        number(r.energy_per_token_factor, 2),
        years(r.break_even_cost_years),
        years(r.break_even_revenue_years),
        years(r.break_even_carbon_years)
    )
}

fn lead(f: &Factory) -> String {
    let price = f.token_price_usd_per_mtok.map_or(String::new(), |p| format!(", tokens sold at {p} USD a million"));
    let format = match f.precision {
        "lowest" => "narrowest format of each",
        "same" => "fp16 for all",
        own => own,
    };
    format!(
        "{} at the utility meter in {}; {} with {}, {format}; full load around the clock{price}",
        megawatts(f),
        f.location,
        f.workload,
        f.model
    )
}

fn title(f: &Factory) -> String {
    format!("What each generation makes of {}", megawatts(f))
}

fn output(f: &Factory) -> Section {
    let row = |o: &Plan| {
        vec![
            o.name.clone(),
            o.precision.to_owned(),
            number(f64::from(o.racks), 0),
            number(f64::from(o.accelerators), 0),
            number(o.peak_power_w / 1e6, 2),
            number(o.mean_power_w / 1e6, 2),
            number(o.pue, 3),
            number(o.tokens_per_s / 1e3, 0),
            number(o.tokens_per_day / 1e9, 1),
            significant(o.tokens_per_joule),
            o.tokens_per_l.map_or_else(none, |t| number(t / 1e6, 2)),
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
    Section {
        title: "Output".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: f.options.iter().map(row).collect(),
        numbers: true,
    }
}

fn money(f: &Factory) -> Section {
    let row = |o: &Plan| {
        vec![
            o.name.clone(),
            significant(o.energy_kwh_per_mtok),
            significant(o.electricity_usd_per_mtok),
            significant(o.site_usd_per_mtok),
            range(o.cost_usd_per_mtok, 3),
            o.revenue_usd.map_or_else(none, |usd| number(usd / 1e6, 0)),
            significant(o.carbon_kg_co2e_per_mtok),
            range(Some(o.embodied_kg_co2e_per_mtok), 4),
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
    Section {
        title: "Energy, cost and carbon".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: f.options.iter().map(row).collect(),
        numbers: true,
    }
}

fn replacement(r: &Replacement) -> Section {
    let both = |name: &str, value: &dyn Fn(&Sums) -> String| vec![name.to_owned(), value(&r.kept), value(&r.replaced)];
    let only = |name: &str, value: String| vec![name.to_owned(), String::new(), value];
    Section {
        title: format!("Replace now, or keep for {} years", number(r.years, 1)),
        head: vec![String::new(), format!("keep {}", r.keep), format!("replace by {}", r.replace)],
        rows: vec![
            both("Tokens, 1e12", &|s| number(s.tokens / 1e12, 1)),
            both("Energy, GWh", &|s| number(s.energy_kwh / 1e6, 1)),
            only("Purchase, MUSD", range(r.purchase_usd.map(|k| k.map(|v| v / 1e6)), 0)),
            both("Running cost, MUSD", &|s| number(s.running_cost_usd / 1e6, 1)),
            both("For a million tokens, USD", &|s| range(s.cost_usd_per_mtok, 3)),
            both("Carbon, kt CO2e", &|s| range(Some(s.carbon_kg_co2e.map(|v| v / 1e6)), 1)),
            only("of it making, kt CO2e", range(Some(r.embodied_kg_co2e.map(|v| v / 1e6)), 2)),
            only("Break-even, cost at equal tokens, years", range(r.break_even_cost_years, 2)),
            only("Break-even, more tokens sold, years", range(r.break_even_revenue_years, 2)),
            only("Break-even, carbon at equal tokens, years", range(r.break_even_carbon_years, 2)),
        ],
        numbers: true,
    }
}

fn sections(f: &Factory) -> Vec<Section> {
    let mut out = vec![output(f), money(f)];
    out.extend(f.replacement.as_ref().map(replacement));
    out
}

fn notes(f: &Factory) -> Vec<String> {
    let mut out = f.warnings.clone();
    out.extend(f.left_out.iter().map(|l| format!("{}: {}", l.id, l.reason)));
    out.extend(f.replacement.as_ref().map(|r| r.reason.clone()).filter(|r| !r.is_empty()));
    out
}

/// The factory as text.
///
/// # Errors
/// [`ReportError`].
pub fn render(format: Format, f: &Factory, context: &Context) -> Result<String, ReportError> {
    match format {
        Format::Json => json::render(SCHEMA, f, context),
        Format::Csv => csv(f),
        Format::Table => {
            let mut out = format!("{}\n{}\n\n{}\n", title(f), lead(f), answers(f).join("\n"));
            out.extend(sections(f).iter().map(|s| s.text(context.width)));
            out.push('\n');
            for note in notes(f) {
                // Writing to a string can't fail.
                let _ = writeln!(out, "note: {note}");
            }
            Ok(out)
        }
        Format::Markdown => {
            let mut out = format!("# {}\n\n{}\n\n{}\n", title(f), escape(&lead(f)), escape(&answers(f).join("\n\n")));
            out.extend(sections(f).iter().map(Section::markdown));
            for note in notes(f) {
                let _ = writeln!(out, "\n> {}", escape(&note));
            }
            Ok(out)
        }
    }
}

/// One row per option.
fn csv(f: &Factory) -> Result<String, ReportError> {
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
            cell(o.cost_usd_per_mtok.map(|c| c[0])),
            cell(o.cost_usd_per_mtok.map(|c| c[1])),
            o.carbon_kg_co2e_per_mtok.to_string(),
        ]
    });
    write(head, rows)
}

/// Every file: the chart and a page.
///
/// # Errors
/// [`ReportError`].
pub fn files(f: &Factory, context: &Context) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let charts = chart::of_factory(f)?;
    let mut out = chart::files(&charts)?;
    let (title, sections, notes) = (title(f), sections(f), notes(f));
    let page = Page {
        title: &title,
        lead: lead(f),
        answers: answers(f).into_iter().map(|a| (a, false)).collect(),
        charts: &charts,
        sections: &sections,
        warnings: &notes,
        assumptions: &f.assumptions,
        sources: &f.sources,
    };
    out.push(("report.html".to_owned(), page.render(context).into_bytes()));
    Ok(out)
}
