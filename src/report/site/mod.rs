//! The study of a site, rendered many ways.

pub mod charts;
pub(crate) mod duration_chart;
pub(crate) mod heatmap_chart;
pub(crate) mod monthly_chart;
pub(crate) mod psychrometric_chart;

use std::fmt::Write;

use crate::study::compare::result::{SiteSummary, StorageResult};
use crate::study::site::result::{HourRecord, MonthlyTotals, SiteReport, SiteYearResult};

use super::compare::metrics::{METRICS, SECTIONS};
use super::compare::power_chain;
use super::document::csv::write_csv_records;
use super::document::escape::escape_markdown;
use super::document::json;
use super::document::numbers::{format_energy, format_it_size, format_number, format_power};
use super::document::page::ReportPage;
use super::document::section::TableSection;
use super::document::units::UnitSystem;
use crate::report::chart;
use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::error::ReportError;
use crate::report::format::OutputFormat;
use crate::report::view::Report;

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/site/1";
const MONTH_NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn headline_with_infeasibility(a: &SiteYearResult, units: UnitSystem) -> (String, bool) {
    let name = &a.total.name;
    let (Some(facility_w), Some(year)) = (a.total.facility_power_w, &a.total.annual) else {
        let why = a.total.limit.as_deref().unwrap_or("no reason given");
        return (format!("{name}: not feasible: {}.", units.convert_text(why)), true);
    };
    let m = &a.modes;
    let text = format!(
        "{name} draws {} in the mean and {} at most, PUE {}; {} h without compressors, {} h with a part of them, {} h all \
         mechanical.",
        format_power(facility_w),
        format_power(year.peak_facility_power_w),
        format_number(year.pue, 3),
        format_number(m.free_hours, 0),
        format_number(m.partial_hours, 0),
        format_number(m.mechanical_hours, 0)
    );
    if year.reused_heat_kwh <= 0.0 {
        return (text, false);
    }
    let reused = format!(
        " {} of its heat goes to the district, ERF {}, ERE {}.",
        format_energy(year.reused_heat_kwh),
        format_number(year.erf, 3),
        format_number(year.ere, 3)
    );
    (text + &reused, false)
}

fn subtitle_line(report: &SiteReport) -> String {
    let site = &report.site;
    format!(
        "{}, {}; {}, {} % of the servers busy",
        site.location,
        site.dataset,
        format_it_size(&report.it),
        format_number(report.it.utilisation * 100.0, 0)
    )
}

fn build_sections(report: &SiteReport, units: UnitSystem) -> Vec<TableSection> {
    let names = report.architectures.iter().map(|a| a.total.name.clone());
    let year = METRICS.iter().filter(|m| m.section != SECTIONS[1]).map(|m| {
        let cells = report.architectures.iter().map(|a| m.format_with_interval(&a.total, units));
        std::iter::once(m.heading_with_unit(units)).chain(cells).collect()
    });
    let mut out = vec![
        site_conditions_section(&report.site, units),
        TableSection {
            title: "The year".to_owned(),
            head: std::iter::once(String::new()).chain(names).collect(),
            rows: year.collect(),
            numbers: true,
        },
    ];
    out.push(power_chain::price_assumptions_section(&report.site, &report.cost, units));
    for a in &report.architectures {
        out.extend(
            [power_chain::power_chain_section(&a.total), power_chain::capital_cost_section(&a.total, units)]
                .into_iter()
                .flatten(),
        );
    }
    out.extend(storage_section(report, units));
    out.push(air_classes_section(report));
    out.extend(report.architectures.iter().filter(|a| !a.months.is_empty()).map(|a| monthly_section(a, units)));
    out
}

/// What tanks of cold water did, where there are some.
fn storage_section(report: &SiteReport, units: UnitSystem) -> Option<TableSection> {
    let all: Vec<(&str, &StorageResult)> = report
        .architectures
        .iter()
        .filter_map(|a| Some((a.total.name.as_str(), a.total.annual.as_ref()?.storage.as_ref()?)))
        .collect();
    let row = |name: &str, value: &dyn Fn(&StorageResult) -> String| -> Vec<String> {
        std::iter::once(name.to_owned()).chain(all.iter().map(|(_, s)| value(s))).collect()
    };
    (!all.is_empty()).then(|| TableSection {
        title: "Tank of cold water".to_owned(),
        head: std::iter::once(String::new()).chain(all.iter().map(|(name, _)| (*name).to_owned())).collect(),
        rows: vec![
            row(&units.convert_heading("Volume, m3"), &|s| units.unit_for("m3").format_number(s.volume_m3, 0)),
            row("Capacity, kWh", &|s| format_number(s.capacity_kwh, 0)),
            row("Whole cycles", &|s| format_number(s.cycles, 1)),
            row("Filled, hours", &|s| format_number(s.filling_hours, 0)),
            row("Emptied, hours", &|s| format_number(s.emptying_hours, 0)),
            row("Heat taken out of it, MWh", &|s| format_number(s.filled_kwh / 1e3, 1)),
            row("Heat that it took, MWh", &|s| format_number(s.emptied_kwh / 1e3, 1)),
            row("Heat lost, MWh", &|s| format_number(s.lost_kwh / 1e3, 2)),
            row("Heat at the end above the beginning, MWh", &|s| format_number(s.change_kwh / 1e3, 2)),
            row("Pumps above standing still, MWh", &|s| format_number(s.pump_kwh / 1e3, 1)),
            row("Energy saved, MWh", &|s| format_number(s.saved_kwh / 1e3, 1)),
            row("Electricity's cost saved, USD", &|s| format_number(s.saved_usd, 0)),
            row("Hours above set point without it", &|s| format_number(s.unmet_hours_without, 0)),
        ],
        numbers: true,
    })
}

/// The air of the year against the air that plant is sized for.
fn site_conditions_section(site: &SiteSummary, units: UnitSystem) -> TableSection {
    let t = units.unit_for("degC");
    let row = |name: String, dry_c: f64, wet_c: Option<f64>| {
        vec![name, t.format_number(dry_c, 1), wet_c.map_or_else(|| "-".to_owned(), |c| t.format_number(c, 1))]
    };
    TableSection {
        title: "Outdoor air".to_owned(),
        head: units.convert_headings(["", "Dry-bulb, degC", "Wet-bulb, degC"]),
        rows: vec![
            row("Mean of the year".to_owned(), site.mean_dry_bulb_c, None),
            row("Passed in 0.4 % of the hours".to_owned(), site.design_dry_bulb_c, Some(site.design_wet_bulb_c)),
            row("Most in the year".to_owned(), site.max_dry_bulb_c, Some(site.max_wet_bulb_c)),
            row(
                format!("Capacity bears ({})", units.convert_text(site.design_basis.describe())),
                site.extreme_dry_bulb_c,
                Some(site.extreme_wet_bulb_c),
            ),
        ],
        numbers: true,
    }
}

/// Hours of outdoor air that equipment of a class may breathe as it is.
fn air_classes_section(report: &SiteReport) -> TableSection {
    TableSection {
        title: "Outdoor air inside the classes of air for IT equipment".to_owned(),
        head: ["Class", "Hours"].map(str::to_owned).to_vec(),
        rows: report.air_classes.iter().map(|c| vec![c.class.clone(), format_number(c.hours, 0)]).collect(),
        numbers: true,
    }
}

fn monthly_section(a: &SiteYearResult, units: UnitSystem) -> TableSection {
    let head = [
        "",
        "Mean, degC",
        "Meter, MWh",
        "IT",
        "Pumps",
        "Air",
        "Compressors",
        "Fans",
        "Lights",
        "PUE",
        "Water, m3",
        "Free, h",
    ];
    let mwh = |kwh: f64| format_number(kwh / 1e3, 1);
    let row = |m: &MonthlyTotals| {
        vec![
            MONTH_NAMES[m.month as usize - 1].to_owned(),
            units.unit_for("degC").format_number(m.dry_bulb_c, 1),
            mwh(m.energy_kwh),
            mwh(m.it_energy_kwh),
            mwh(m.pump_energy_kwh),
            mwh(m.air_handling_energy_kwh),
            mwh(m.compressor_energy_kwh),
            mwh(m.rejection_fan_energy_kwh),
            mwh(m.building_energy_kwh),
            format_number(m.pue, 3),
            units.unit_for("m3").format_number(m.water_l / 1e3, 0),
            format_number(m.free_cooling_hours, 0),
        ]
    };
    TableSection {
        title: format!("{} month by month", a.total.name),
        head: units.convert_headings(head),
        rows: a.months.iter().map(row).collect(),
        numbers: true,
    }
}

impl Report for SiteReport {
    fn build_charts(&self, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        charts::build_charts(self, units)
    }
}

/// The study as text.
///
/// # Errors
/// [`ReportError`].
pub fn render(format: OutputFormat, report: &SiteReport, context: &ReportContext) -> Result<String, ReportError> {
    match format {
        OutputFormat::Table => Ok(render_text(report, context.width, context.units)),
        OutputFormat::Json => json::render(SCHEMA, report, context),
        OutputFormat::Csv => render_csv(report),
        OutputFormat::Markdown => Ok(render_markdown(report, context.units)),
    }
}

fn render_text(report: &SiteReport, width: Option<usize>, units: UnitSystem) -> String {
    let mut out = format!("{}\n{}\n\n", report.title, subtitle_line(report));
    // Writing to a string can't fail.
    for a in &report.architectures {
        let _ = writeln!(out, "{}", headline_with_infeasibility(a, units).0);
    }
    for section in build_sections(report, units) {
        out.push_str(&section.render_text(width));
    }
    if !report.warnings.is_empty() {
        out.push('\n');
    }
    for warning in &report.warnings.texts() {
        let _ = writeln!(out, "note: {}", units.convert_note(warning));
    }
    let _ = writeln!(out, "Weather: {}.", report.site.credit);
    out
}

fn render_markdown(report: &SiteReport, units: UnitSystem) -> String {
    let mut out = format!("# {}\n\n{}\n", escape_markdown(&report.title), escape_markdown(&subtitle_line(report)));
    for a in &report.architectures {
        let _ = writeln!(out, "\n{}", escape_markdown(&headline_with_infeasibility(a, units).0));
    }
    for section in build_sections(report, units) {
        out.push_str(&section.render_markdown());
    }
    for warning in &report.warnings.texts() {
        let _ = writeln!(out, "\n> {}", escape_markdown(&units.convert_note(warning)));
    }
    out
}

/// A month of an architecture as CSV has it.
#[derive(serde::Serialize)]
struct MonthlyCsvRow<'a> {
    name: &'a str,
    month: u32,
    dry_bulb_c: f64,
    energy_kwh: f64,
    it_energy_kwh: f64,
    server_fan_energy_kwh: f64,
    conversion_energy_kwh: f64,
    air_handling_energy_kwh: f64,
    pump_energy_kwh: f64,
    compressor_energy_kwh: f64,
    rejection_fan_energy_kwh: f64,
    building_energy_kwh: f64,
    pue: f64,
    water_l: f64,
    free_cooling_hours: f64,
}

/// One row per architecture and month.
fn render_csv(report: &SiteReport) -> Result<String, ReportError> {
    let months = report.architectures.iter().flat_map(|a| a.months.iter().map(move |m| (&a.total.name, m)));
    write_csv_records(months.map(|(name, m)| MonthlyCsvRow {
        name,
        month: m.month,
        dry_bulb_c: m.dry_bulb_c,
        energy_kwh: m.energy_kwh,
        it_energy_kwh: m.it_energy_kwh,
        server_fan_energy_kwh: m.server_fan_energy_kwh,
        conversion_energy_kwh: m.conversion_energy_kwh,
        air_handling_energy_kwh: m.air_handling_energy_kwh,
        pump_energy_kwh: m.pump_energy_kwh,
        compressor_energy_kwh: m.compressor_energy_kwh,
        rejection_fan_energy_kwh: m.rejection_fan_energy_kwh,
        building_energy_kwh: m.building_energy_kwh,
        pue: m.pue,
        water_l: m.water_l,
        free_cooling_hours: m.free_cooling_hours,
    }))
}

/// Every hour as CSV.
///
/// # Errors
/// When a row can't be written.
pub fn render_hourly_csv(hours: &[HourRecord]) -> Result<String, ReportError> {
    write_csv_records(hours.iter())
}

/// Every file of a study: charts and a page.
///
/// # Errors
/// [`ReportError`].
pub fn render_files(report: &SiteReport, context: &ReportContext) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let units = context.units;
    let charts = charts::build_charts(report, units)?;
    let mut out = chart::render_files(&charts)?;
    let sections = build_sections(report, units);
    let page = ReportPage {
        title: &report.title,
        lead: subtitle_line(report),
        answers: report.architectures.iter().map(|a| headline_with_infeasibility(a, units)).collect(),
        charts: &charts,
        sections: &sections,
        warnings: &report.warnings.texts(),
        assumptions: &report.assumptions,
        sources: &report.sources,
    };
    out.push(("report.html".to_owned(), page.render_html(context).into_bytes()));
    Ok(out)
}
