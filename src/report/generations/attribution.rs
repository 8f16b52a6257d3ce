//! What made performance per joule change, as table, JSON, CSV, Markdown and a page.

use std::fmt::Write;

use crate::study::generations::attribution::{Attribution, Factor, SideResult};

use super::super::csv::write;
use super::super::format::{number, significant};
use super::super::markdown::escape;
use super::super::page::Page;
use super::super::section::Section;
use super::super::{Context, Format, ReportError, chart, json};

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/generations-attribution/1";

/// The answer in a sentence.
pub fn answer(a: &Attribution) -> String {
    format!(
        "{} gives {} times the {} of {} at the meter: better chips {} times, better cooling {} times, everything else {} \
         times.",
        a.to.label,
        number(a.total_factor, 2),
        quantity(a),
        a.from.label,
        number(a.chips_factor, 2),
        number(a.cooling_factor, 3),
        number(a.total_factor / a.chips_factor / a.cooling_factor, 2)
    )
}

/// What grows, in words.
pub fn quantity(a: &Attribution) -> &'static str {
    match a.metric {
        "tokens" => "tokens per joule",
        "flops" => "arithmetic per joule",
        _ => "bandwidth per watt",
    }
}

fn lead(a: &Attribution) -> String {
    let load = a.workload.as_ref().zip(a.model.as_ref()).map_or(String::new(), |(w, m)| format!(", {w} with {m}"));
    format!("{}{load}; equal format: {}; one accelerator at full load, mean of the year", a.unit, a.equal_format)
}

fn sign(ln: f64) -> String {
    if ln < 0.0 { number(ln, 4) } else { format!("+{}", number(ln, 4)) }
}

fn factors(a: &Attribution) -> Section {
    let mut rows = Vec::new();
    let share = |ln: f64| if a.total_ln.abs() > 1e-9 { number(100.0 * ln / a.total_ln, 1) } else { "–".to_owned() };
    for f in &a.factors {
        rows.push(vec![f.label.to_owned(), number(f.factor, 3), sign(f.ln), share(f.ln)]);
        for p in &f.parts {
            rows.push(vec![format!("  {}", p.label), number(p.ln.exp(), 3), sign(p.ln), share(p.ln)]);
        }
    }
    rows.push(vec!["In all".to_owned(), number(a.total_factor, 3), sign(a.total_ln), share(a.total_ln)]);
    Section {
        title: "What made it".to_owned(),
        head: ["Factor", "Times", "ln", "Share, %"].map(str::to_owned).to_vec(),
        rows,
        numbers: true,
    }
}

fn sides(a: &Attribution) -> Section {
    let both = |name: &str, value: &dyn Fn(&SideResult) -> String| vec![name.to_owned(), value(&a.from), value(&a.to)];
    let mut rows = vec![
        both("Accelerator", &|s| s.chip.clone()),
        both("System", &|s| s.system.clone()),
        both("Cooling", &|s| s.cooling.clone()),
        both("Place", &|s| s.location.clone()),
        both("Number format", &|s| s.precision.unwrap_or("–").to_owned()),
        both("Performance", &|s| significant(s.performance)),
    ];
    if a.metric == "tokens" {
        let rate = |v: Option<f64>| v.map_or_else(|| "–".to_owned(), significant);
        rows.push(both("  if arithmetic alone took time", &|s| rate(s.compute_bound_tokens_per_s)));
        rows.push(both("  on the bare roofline", &|s| rate(s.roofline_tokens_per_s)));
    }
    rows.push(both("Performance kept, %", &|s| number(100.0 * s.performance_kept, 1)));
    rows.push(both("Power at the meter, W", &|s| number(s.meter_power_w, 1)));
    for (i, c) in a.from.power.iter().enumerate() {
        rows.push(both(&format!("  {}", c.component), &|s| number(s.power[i].power_w, 1)));
    }
    rows.push(both("PUE", &|s| number(s.pue, 3)));
    rows.push(both(a.unit, &|s| significant(s.per_watt)));
    Section {
        title: "Both sides, for one accelerator".to_owned(),
        head: vec![String::new(), a.from.label.clone(), a.to.label.clone()],
        rows,
        numbers: true,
    }
}

/// The attribution as text.
///
/// # Errors
/// [`ReportError`].
pub fn render(format: Format, a: &Attribution, context: &Context) -> Result<String, ReportError> {
    let sections = [factors(a), sides(a)];
    match format {
        Format::Json => json::render(SCHEMA, a, context),
        Format::Csv => csv(a),
        Format::Table => {
            let mut out = format!("{}\n{}\n\n{}\n", title(a), lead(a), answer(a));
            out.extend(sections.iter().map(|s| s.text(context.width)));
            out.push('\n');
            for note in &a.warnings {
                // Writing to a string can't fail.
                let _ = writeln!(out, "note: {note}");
            }
            Ok(out)
        }
        Format::Markdown => {
            let mut out = format!("# {}\n\n{}\n\n{}\n", escape(&title(a)), escape(&lead(a)), escape(&answer(a)));
            out.extend(sections.iter().map(Section::markdown));
            for note in &a.warnings {
                let _ = writeln!(out, "\n> {}", escape(note));
            }
            Ok(out)
        }
    }
}

fn title(a: &Attribution) -> String {
    format!("From {} to {}", a.from.label, a.to.label)
}

/// One row per factor.
fn csv(a: &Attribution) -> Result<String, ReportError> {
    let row = |id: &str, part: &str, ln: f64| [id.to_owned(), part.to_owned(), ln.to_string(), ln.exp().to_string()];
    let factor = |f: &Factor| {
        let parts = f.parts.iter().map(|p| row(f.id, p.label, p.ln));
        std::iter::once(row(f.id, "", f.ln)).chain(parts).collect::<Vec<_>>()
    };
    let total = row("total", "", a.total_ln);
    write(["factor", "part", "ln", "times"], a.factors.iter().flat_map(factor).chain([total]))
}

/// Every file: the chart and a page.
///
/// # Errors
/// [`ReportError`].
pub fn files(a: &Attribution, context: &Context) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let charts = chart::of_attribution(a)?;
    let mut out = chart::files(&charts)?;
    let (title, sections) = (title(a), [factors(a), sides(a)]);
    let page = Page {
        title: &title,
        lead: lead(a),
        answers: vec![(answer(a), false)],
        charts: &charts,
        sections: &sections,
        warnings: &a.warnings,
        assumptions: &a.assumptions,
        sources: &a.sources,
    };
    out.push(("report.html".to_owned(), page.render(context).into_bytes()));
    Ok(out)
}
