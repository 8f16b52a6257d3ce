//! The study of a site, rendered many ways.

use std::fmt::Write;

use crate::study::result::{SiteSummary, StorageResult};
use crate::study::site_result::{HourRecord, Month, SiteAnswer, SiteReport};

use super::csv::records;
use super::format::{amount, energy, number, power};
use super::markdown::escape;
use super::metrics::{METRICS, SECTIONS};
use super::page::Page;
use super::section::Section;
use super::units::Units;
use super::{Context, Format, ReportError, chain, chart, json};

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/site/1";
const MONTHS: [&str; 12] = [
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

fn answer(a: &SiteAnswer, units: Units) -> (String, bool) {
    let name = &a.total.name;
    let (Some(facility_w), Some(year)) = (a.total.facility_power_w, &a.total.annual) else {
        let why = a.total.limit.as_deref().unwrap_or("no reason given");
        return (format!("{name}: not feasible: {}.", units.text(why)), true);
    };
    let m = &a.modes;
    let text = format!(
        "{name} draws {} in the mean and {} at most, PUE {}; {} h without compressors, {} h with a part of them, {} h all \
         mechanical.",
        power(facility_w),
        power(year.peak_facility_power_w),
        number(year.pue, 3),
        number(m.free_hours, 0),
        number(m.partial_hours, 0),
        number(m.mechanical_hours, 0)
    );
    if year.reused_heat_kwh <= 0.0 {
        return (text, false);
    }
    let reused = format!(
        " {} of its heat goes to the district, ERF {}, ERE {}.",
        energy(year.reused_heat_kwh),
        number(year.erf, 3),
        number(year.ere, 3)
    );
    (text + &reused, false)
}

fn lead(report: &SiteReport) -> String {
    let site = &report.site;
    format!(
        "{}, {}; {}, {} % of the servers busy",
        site.location,
        site.dataset,
        amount(&report.it),
        number(report.it.utilisation * 100.0, 0)
    )
}

fn sections(report: &SiteReport, units: Units) -> Vec<Section> {
    let names = report.architectures.iter().map(|a| a.total.name.clone());
    let year = METRICS.iter().filter(|m| m.section != SECTIONS[1]).map(|m| {
        let cells = report.architectures.iter().map(|a| m.text(&a.total, units));
        std::iter::once(m.heading(units)).chain(cells).collect()
    });
    let mut out = vec![
        place(&report.site, units),
        Section {
            title: "The year".to_owned(),
            head: std::iter::once(String::new()).chain(names).collect(),
            rows: year.collect(),
            numbers: true,
        },
    ];
    out.push(chain::rates(&report.site, &report.cost, units));
    for a in &report.architectures {
        out.extend([chain::power_chain(&a.total), chain::capital(&a.total, units)].into_iter().flatten());
    }
    out.extend(tanks(report, units));
    out.push(classes(report));
    out.extend(report.architectures.iter().filter(|a| !a.months.is_empty()).map(|a| months(a, units)));
    out
}

/// What tanks of cold water did, where there are some.
fn tanks(report: &SiteReport, units: Units) -> Option<Section> {
    let all: Vec<(&str, &StorageResult)> = report
        .architectures
        .iter()
        .filter_map(|a| Some((a.total.name.as_str(), a.total.annual.as_ref()?.storage.as_ref()?)))
        .collect();
    let row = |name: &str, value: &dyn Fn(&StorageResult) -> String| -> Vec<String> {
        std::iter::once(name.to_owned()).chain(all.iter().map(|(_, s)| value(s))).collect()
    };
    (!all.is_empty()).then(|| Section {
        title: "Tank of cold water".to_owned(),
        head: std::iter::once(String::new()).chain(all.iter().map(|(name, _)| (*name).to_owned())).collect(),
        rows: vec![
            row(&units.head("Volume, m3"), &|s| units.of("m3").number(s.volume_m3, 0)),
            row("Capacity, kWh", &|s| number(s.capacity_kwh, 0)),
            row("Whole cycles", &|s| number(s.cycles, 1)),
            row("Filled, hours", &|s| number(s.filling_hours, 0)),
            row("Emptied, hours", &|s| number(s.emptying_hours, 0)),
            row("Heat taken out of it, MWh", &|s| number(s.filled_kwh / 1e3, 1)),
            row("Heat that it took, MWh", &|s| number(s.emptied_kwh / 1e3, 1)),
            row("Heat lost, MWh", &|s| number(s.lost_kwh / 1e3, 2)),
            row("Heat at the end above the beginning, MWh", &|s| number(s.change_kwh / 1e3, 2)),
            row("Pumps above standing still, MWh", &|s| number(s.pump_kwh / 1e3, 1)),
            row("Energy saved, MWh", &|s| number(s.saved_kwh / 1e3, 1)),
            row("Electricity's cost saved, USD", &|s| number(s.saved_usd, 0)),
            row("Hours above set point without it", &|s| number(s.unmet_hours_without, 0)),
        ],
        numbers: true,
    })
}

/// The air of the year against the air that plant is sized for.
fn place(site: &SiteSummary, units: Units) -> Section {
    let t = units.of("degC");
    let row = |name: String, dry_c: f64, wet_c: Option<f64>| {
        vec![name, t.number(dry_c, 1), wet_c.map_or_else(|| "-".to_owned(), |c| t.number(c, 1))]
    };
    Section {
        title: "Outdoor air".to_owned(),
        head: units.heads(["", "Dry-bulb, degC", "Wet-bulb, degC"]),
        rows: vec![
            row("Mean of the year".to_owned(), site.mean_dry_bulb_c, None),
            row("Passed in 0.4 % of the hours".to_owned(), site.design_dry_bulb_c, Some(site.design_wet_bulb_c)),
            row("Most in the year".to_owned(), site.max_dry_bulb_c, Some(site.max_wet_bulb_c)),
            row(
                format!("Capacity bears ({})", units.text(site.design_basis.words())),
                site.extreme_dry_bulb_c,
                Some(site.extreme_wet_bulb_c),
            ),
        ],
        numbers: true,
    }
}

/// Hours of outdoor air that equipment of a class may breathe as it is.
fn classes(report: &SiteReport) -> Section {
    Section {
        title: "Outdoor air inside the classes of air for IT equipment".to_owned(),
        head: ["Class", "Hours"].map(str::to_owned).to_vec(),
        rows: report.air_classes.iter().map(|c| vec![c.class.clone(), number(c.hours, 0)]).collect(),
        numbers: true,
    }
}

fn months(a: &SiteAnswer, units: Units) -> Section {
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
    let mwh = |kwh: f64| number(kwh / 1e3, 1);
    let row = |m: &Month| {
        vec![
            MONTHS[m.month as usize - 1].to_owned(),
            units.of("degC").number(m.dry_bulb_c, 1),
            mwh(m.energy_kwh),
            mwh(m.it_energy_kwh),
            mwh(m.pump_energy_kwh),
            mwh(m.air_handling_energy_kwh),
            mwh(m.compressor_energy_kwh),
            mwh(m.rejection_fan_energy_kwh),
            mwh(m.building_energy_kwh),
            number(m.pue, 3),
            units.of("m3").number(m.water_l / 1e3, 0),
            number(m.free_cooling_hours, 0),
        ]
    };
    Section {
        title: format!("{} month by month", a.total.name),
        head: units.heads(head),
        rows: a.months.iter().map(row).collect(),
        numbers: true,
    }
}

/// The study as text.
///
/// # Errors
/// [`ReportError`].
pub fn render(format: Format, report: &SiteReport, context: &Context) -> Result<String, ReportError> {
    match format {
        Format::Table => Ok(text(report, context.width, context.units)),
        Format::Json => json::render(SCHEMA, report, context),
        Format::Csv => csv(report),
        Format::Markdown => Ok(markdown(report, context.units)),
    }
}

fn text(report: &SiteReport, width: Option<usize>, units: Units) -> String {
    let mut out = format!("{}\n{}\n\n", report.title, lead(report));
    // Writing to a string can't fail.
    for a in &report.architectures {
        let _ = writeln!(out, "{}", answer(a, units).0);
    }
    for section in sections(report, units) {
        out.push_str(&section.text(width));
    }
    if !report.warnings.is_empty() {
        out.push('\n');
    }
    for warning in &report.warnings {
        let _ = writeln!(out, "note: {}", units.note(warning));
    }
    let _ = writeln!(out, "Weather: {}.", report.site.credit);
    out
}

fn markdown(report: &SiteReport, units: Units) -> String {
    let mut out = format!("# {}\n\n{}\n", escape(&report.title), escape(&lead(report)));
    for a in &report.architectures {
        let _ = writeln!(out, "\n{}", escape(&answer(a, units).0));
    }
    for section in sections(report, units) {
        out.push_str(&section.markdown());
    }
    for warning in &report.warnings {
        let _ = writeln!(out, "\n> {}", escape(&units.note(warning)));
    }
    out
}

/// A month of an architecture as CSV has it.
#[derive(serde::Serialize)]
struct Row<'a> {
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
fn csv(report: &SiteReport) -> Result<String, ReportError> {
    let months = report.architectures.iter().flat_map(|a| a.months.iter().map(move |m| (&a.total.name, m)));
    records(months.map(|(name, m)| Row {
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
pub fn hourly(hours: &[HourRecord]) -> Result<String, ReportError> {
    records(hours.iter())
}

/// Every file of a study: charts and a page.
///
/// # Errors
/// [`ReportError`].
pub fn files(report: &SiteReport, context: &Context) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let units = context.units;
    let charts = chart::of_site(report, units)?;
    let mut out = chart::files(&charts)?;
    let sections = sections(report, units);
    let page = Page {
        title: &report.title,
        lead: lead(report),
        answers: report.architectures.iter().map(|a| answer(a, units)).collect(),
        charts: &charts,
        sections: &sections,
        warnings: &report.warnings,
        assumptions: &report.assumptions,
        sources: &report.sources,
    };
    out.push(("report.html".to_owned(), page.render(context).into_bytes()));
    Ok(out)
}
