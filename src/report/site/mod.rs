//! The study of a site, rendered many ways.

pub mod charts;
pub(crate) mod day_chart;
mod duration_chart;
pub(crate) mod heatmap_chart;
pub(crate) mod mode_bands_chart;
mod mode_words;
pub(crate) mod monthly_chart;
mod plant_tables;
pub(crate) mod power_duration_chart;
mod psychrometric_chart;
mod psychrometric_plane;
pub(crate) mod supply_chart;
mod words;

use crate::report::document::model::{Answer, Document};
use crate::study::compare::result::{OutdoorAirResult, SiteSummary, StorageResult};
use crate::study::site::result::{GroupHour, HourRecord, MonthlyTotals, SiteReport, SiteYearResult};

use super::compare::metrics::{METRICS, SECTIONS};
use super::compare::{groups, growth, power_chain};
use super::document::csv::{write_csv_records, write_csv_rows};
use super::document::numbers::{format_it, format_number};
use super::document::section::{Block, ListItem, Section, TableSection};
use super::document::units::UnitSystem;
use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::error::ReportError;
use crate::report::view::Report;

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

fn subtitle_line(report: &SiteReport) -> String {
    let site = &report.site;
    format!("{}, {}; {}", site.location, site.dataset, format_it(&report.it))
}

fn build_sections(report: &SiteReport, units: UnitSystem) -> Vec<Section> {
    let names = report.architectures.iter().map(|a| a.total.name.clone());
    let year = METRICS.iter().filter(|m| m.section != SECTIONS[1]).map(|m| {
        let cells = report.architectures.iter().map(|a| m.format_figure(&a.total, false, units));
        std::iter::once(m.heading_with_unit(units)).chain(cells).collect()
    });
    let mut out = sentences_section(report, units).into_iter().collect::<Vec<_>>();
    let year = TableSection {
        title: "The year".to_owned(),
        head: std::iter::once(String::new()).chain(names).collect(),
        rows: year.collect(),
        numbers: true,
    };
    let prices = power_chain::price_assumptions_section(&report.site, &report.cost, units);
    out.extend([site_conditions_section(&report.site, units), year, prices].map(Section::from));
    out.extend(groups::groups_section(report.architectures.iter().map(|a| &a.total), units));
    out.extend(growth::growth_sections(report.architectures.iter().map(|a| &a.total), units));
    out.extend(storage_section(report, units).map(Section::from));
    out.push(air_classes_section(report).into());
    out.extend(outdoor_air_section(report, units).map(Section::from));
    let halls = || report.architectures.iter().map(|a| &a.total);
    let months = report.architectures.iter().filter(|a| !a.months.is_empty());
    let of_each = [
        Section::from_tables("Loops of water", halls().filter_map(|a| plant_tables::loops_section(a, units))),
        Section::from_tables("One unit out", halls().filter_map(|a| plant_tables::unit_out_section(a, units))),
        Section::from_tables("Power chain", halls().filter_map(power_chain::power_chain_section)),
        Section::from_tables("Capital cost", halls().filter_map(|a| power_chain::capital_cost_section(a, units))),
        Section::from_tables("Month by month", months.map(|a| monthly_section(a, units))),
    ];
    out.extend(of_each.into_iter().flatten());
    out
}

/// A sentence for each of many architectures, below the answer.
fn sentences_section(report: &SiteReport, units: UnitSystem) -> Option<Section> {
    let all = &report.architectures;
    let item = |a: &SiteYearResult| {
        let (text, failure) = words::headline_with_infeasibility(a, units);
        ListItem { name: None, text, failure }
    };
    (all.len() > MAX_ANSWERS)
        .then(|| Section::new("Each architecture", vec![Block::List(all.iter().map(item).collect())]))
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
        title: "Cold-water tank".to_owned(),
        head: std::iter::once(String::new()).chain(all.iter().map(|(name, _)| (*name).to_owned())).collect(),
        rows: vec![
            row(&units.convert_heading("Volume, m3"), &|s| units.unit_for("m3").format_number(s.volume_m3, 0)),
            row("Capacity, kWh", &|s| format_number(s.capacity_kwh, 0)),
            row("Equivalent full cycles", &|s| format_number(s.cycles, 1)),
            row("Filled, hours", &|s| format_number(s.filling_hours, 0)),
            row("Emptied, hours", &|s| format_number(s.emptying_hours, 0)),
            row("Heat removed in charging, MWh", &|s| format_number(s.filled_kwh / 1e3, 1)),
            row("Heat absorbed in discharging, MWh", &|s| format_number(s.emptied_kwh / 1e3, 1)),
            row("Heat lost, MWh", &|s| format_number(s.lost_kwh / 1e3, 2)),
            row("Heat at the end above the beginning, MWh", &|s| format_number(s.change_kwh / 1e3, 2)),
            row("Additional pump energy, MWh", &|s| format_number(s.pump_kwh / 1e3, 1)),
            row("Energy saved, MWh", &|s| format_number(s.saved_kwh / 1e3, 1)),
            row(&units.convert_heading("Electricity cost saved, USD"), &|s| {
                units.unit_for("USD").format_number(s.saved_usd, 0)
            }),
            row("Unmet hours without it", &|s| format_number(s.unmet_hours_without, 0)),
        ],
        numbers: true,
    })
}

/// What outdoor air did, where it passes through a hall.
fn outdoor_air_section(report: &SiteReport, units: UnitSystem) -> Option<TableSection> {
    let all: Vec<(&str, &OutdoorAirResult)> = report
        .architectures
        .iter()
        .filter_map(|a| Some((a.total.name.as_str(), a.total.annual.as_ref()?.outdoor_air.as_ref()?)))
        .collect();
    let row = |name: &str, value: &dyn Fn(&OutdoorAirResult) -> String| -> Vec<String> {
        std::iter::once(name.to_owned()).chain(all.iter().map(|(_, air)| value(air))).collect()
    };
    (!all.is_empty()).then(|| TableSection {
        title: "Outdoor air through the hall".to_owned(),
        head: std::iter::once(String::new()).chain(all.iter().map(|(name, _)| (*name).to_owned())).collect(),
        rows: vec![
            row("Alone within the limits of the servers' air, hours", &|a| format_number(a.alone_hours, 0)),
            row("Too warm for that, hours", &|a| format_number(a.too_warm_hours, 0)),
            row("Too humid, hours", &|a| format_number(a.too_humid_hours, 0)),
            row("Too dry, hours", &|a| format_number(a.too_dry_hours, 0)),
            row("Locked out, hours", &|a| format_number(a.locked_out_hours, 0)),
            row("With compressors, hours", &|a| format_number(a.compressor_hours, 0)),
            row("Electricity of humidifiers, MWh", &|a| format_number(a.humidifier_kwh / 1e3, 1)),
            row(&units.convert_heading("Water of humidifiers, m3"), &|a| {
                units.unit_for("m3").format_number(a.humidifier_water_l / 1e3, 0)
            }),
        ],
        numbers: true,
    })
}

/// The air of the year against the air that plant is sized for.
fn site_conditions_section(site: &SiteSummary, units: UnitSystem) -> TableSection {
    let t = units.unit_for("degC");
    let row = |name: String, dry_c: f64, wet_c: Option<f64>| {
        vec![name, t.format_number(dry_c, 1), wet_c.map_or_else(|| "–".to_owned(), |c| t.format_number(c, 1))]
    };
    TableSection {
        title: "Outdoor air".to_owned(),
        head: units.convert_headings(["", "Dry-bulb, degC", "Wet-bulb, degC"]),
        rows: vec![
            row("Mean of the year".to_owned(), site.mean_dry_bulb_c, None),
            row(
                format!("Exceeded in 0.4 % of the hours ({})", site.design_values_basis.describe()),
                site.design_dry_bulb_c,
                Some(site.design_wet_bulb_c),
            ),
            row("Maximum of the year".to_owned(), site.max_dry_bulb_c, Some(site.max_wet_bulb_c)),
            row(
                format!("Capacity is sized for ({})", site.design_basis.describe()),
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
        title: "Hours of outdoor air within the air classes for IT equipment".to_owned(),
        head: ["Class", "Hours"].map(str::to_owned).to_vec(),
        rows: report.air_classes.iter().map(|c| vec![c.class.clone(), format_number(c.hours, 0)]).collect(),
        numbers: true,
    }
}

/// Architectures that stand with the answer, a sentence each.
const MAX_ANSWERS: usize = 3;
/// Column of the compressors' energy in the table of months.
const COMPRESSOR_COLUMN: usize = 6;

fn monthly_section(a: &SiteYearResult, units: UnitSystem) -> TableSection {
    let mut head = vec![
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
        "Free cooling, h",
    ];
    let buys_water = a.months.iter().any(|m| m.purchased_cooling_energy_kwh > 0.0);
    if buys_water {
        head.insert(COMPRESSOR_COLUMN + 1, "Campus");
    }
    let mwh = |kwh: f64| format_number(kwh / 1e3, 1);
    let row = |m: &MonthlyTotals| {
        let mut cells = vec![
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
        ];
        if buys_water {
            cells.insert(COMPRESSOR_COLUMN + 1, mwh(m.purchased_cooling_energy_kwh));
        }
        cells
    };
    TableSection {
        title: format!("{} month by month", a.total.name),
        head: head.into_iter().map(|label| units.convert_heading(label)).collect(),
        rows: a.months.iter().map(row).collect(),
        numbers: true,
    }
}

/// Which charts need the hours of a year and which places have them, where this place has bins alone.
fn hourly_remark(report: &SiteReport) -> Option<String> {
    (!report.hourly_places.is_empty()).then(|| {
        format!(
            "The weather of {} comes in bins: months, cooling modes by month, the heat map of PUE and the load duration need \
             an hourly year. A weather file has one (site.weather), and of the catalog: {}.",
            report.site.location,
            report.hourly_places.join("; ")
        )
    })
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
    purchased_cooling_energy_kwh: f64,
    rejection_fan_energy_kwh: f64,
    building_energy_kwh: f64,
    pue: f64,
    water_l: f64,
    free_cooling_hours: f64,
    liquid_plant_free_cooling_hours: Option<f64>,
}

impl Report for SiteReport {
    const SCHEMA: &'static str = "rackjoule/site/1";

    fn build_document(&self, context: &ReportContext) -> Document<'_> {
        let units = context.units;
        let comparison = words::comparison_sentence(self).map(Answer::headline);
        // Of many a section tells, but for those that can't be cooled.
        let few = self.architectures.len() <= MAX_ANSWERS;
        let each = self.architectures.iter().map(|a| words::headline_with_infeasibility(a, units));
        let each = each.filter(|(_, failure)| few || *failure);
        Document {
            title: self.title.clone(),
            subtitle: subtitle_line(self),
            answers: comparison.into_iter().chain(Answer::from_verdicts(each)).collect(),
            sections: build_sections(self, units),
            notes: context.units.format_warnings(&self.warnings),
            remarks: hourly_remark(self)
                .into_iter()
                .chain([format!("Weather: {}.", self.site.credit)])
                .chain(units.currency_note())
                .collect(),
            assumptions: &self.assumptions,
            sources: &self.sources,
        }
    }

    fn build_charts(&self, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        charts::build_charts(self, units)
    }

    fn render_csv(&self) -> Result<String, ReportError> {
        render_csv(self)
    }
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
        purchased_cooling_energy_kwh: m.purchased_cooling_energy_kwh,
        rejection_fan_energy_kwh: m.rejection_fan_energy_kwh,
        building_energy_kwh: m.building_energy_kwh,
        pue: m.pue,
        water_l: m.water_l,
        free_cooling_hours: m.free_cooling_hours,
        liquid_plant_free_cooling_hours: m.liquid_plant_free_cooling_hours,
    }))
}

/// Every hour as CSV, with load, power and supply of each group at the end, where there are several or their load goes by the
/// hour.
///
/// # Errors
/// When a row can't be written.
pub fn render_hourly_csv(hours: &[HourRecord], groups: &[String]) -> Result<String, ReportError> {
    let table = write_csv_records(hours.iter())?;
    if hours.first().is_none_or(|hour| hour.groups.is_empty()) {
        return Ok(table);
    }
    let one = groups.is_empty();
    let titles = |name: &str| ["load", "it_power_w", "supply_c"].map(|key| format!("{name}:{key}"));
    let titles: Vec<String> = groups.iter().flat_map(|name| titles(name)).collect();
    let titles = if one { vec!["load".to_owned()] } else { titles };
    let cells = |hour: &HourRecord| -> Vec<String> {
        let of = |group: &GroupHour| [group.load, group.it_power_w, group.supply_c].map(|value| value.to_string());
        if one { vec![hour.groups[0].load.to_string()] } else { hour.groups.iter().flat_map(of).collect() }
    };
    let more = write_csv_rows(titles, hours.iter().map(cells))?;
    let rows: Vec<String> = table.lines().zip(more.lines()).map(|(row, more)| format!("{row},{more}")).collect();
    Ok(rows.join("\n") + "\n")
}
