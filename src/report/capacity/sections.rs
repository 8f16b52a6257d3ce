//! The tables of a plan of capacity.

use crate::report::document::numbers::{format_number, format_percent};
use crate::report::document::section::{Section, TableSection};
use crate::report::document::units::UnitSystem;
use crate::study::capacity::result::{ArchitectureCapacity, CapacityReport};
use crate::study::capacity::trial::CapacityTest;

use super::words::hour_phrase;

/// Powers of a report, all with one prefix.
#[derive(Clone, Copy)]
struct PowerPrefix {
    unit: &'static str,
    watts: f64,
    digits: usize,
}

impl PowerPrefix {
    fn of_limit(limit_w: f64) -> Self {
        if limit_w >= 1e6 {
            Self { unit: "MW", watts: 1e6, digits: 3 }
        } else {
            Self { unit: "kW", watts: 1e3, digits: 1 }
        }
    }

    fn format(self, power_w: Option<f64>) -> String {
        power_w.map_or_else(missing, |w| format_number(w / self.watts, self.digits))
    }
}

fn missing() -> String {
    "–".to_owned()
}

fn format_hours(hours: Option<f64>) -> String {
    hours.map_or_else(missing, |h| format_number(h, 0))
}

/// Every table.
pub(super) fn build_sections(report: &CapacityReport, units: UnitSystem) -> Vec<Section> {
    let prefix = PowerPrefix::of_limit(report.limit.power_w);
    let fits = report.feasible().next().is_some();
    let mut out = Vec::new();
    if fits {
        out.push(amounts_section(report, prefix).into());
    }
    out.push(one_more_section(report, units, prefix).into());
    if fits {
        out.push(tests_section(report, prefix).into());
        out.push(headroom_section(report, prefix).into());
    }
    out.extend(oversubscription_section(report, prefix).map(Section::from));
    out
}

fn rows(report: &CapacityReport, cells: impl Fn(&ArchitectureCapacity) -> Option<Vec<String>>) -> Vec<Vec<String>> {
    let several = report.compares_caps();
    let row = |a: &ArchitectureCapacity| Some(std::iter::once(a.label(several)).chain(cells(a)?).collect());
    report.architectures.iter().filter_map(row).collect()
}

fn table(title: &str, head: Vec<String>, rows: Vec<Vec<String>>) -> TableSection {
    TableSection { title: title.to_owned(), head, rows, numbers: true }
}

fn heads(names: &[&str]) -> Vec<String> {
    std::iter::once("").chain(names.iter().copied()).map(str::to_owned).collect()
}

fn amounts_section(report: &CapacityReport, prefix: PowerPrefix) -> TableSection {
    let star = |a: &ArchitectureCapacity| if a.best && report.architectures.len() > 1 { "* " } else { "" };
    let cells = |a: &ArchitectureCapacity| {
        Some(vec![
            format!("{}{}", star(a), format_number(f64::from(a.racks), 0)),
            format_number(a.accelerators as f64, 0),
            a.tokens_per_second.map_or_else(missing, |t| format_number(t / 1e3, 0)),
            a.performance.map_or_else(missing, format_percent),
            prefix.format(a.peak_power_w),
            a.provisioned_w_per_rack.map_or_else(missing, |w| format_number(w / 1e3, 1)),
        ])
    };
    let peak = format!("Peak, {}", prefix.unit);
    let head = heads(&["Racks", "Accelerators", "1,000 tokens/s", "Clock", &peak, "Limit/rack, kW"]);
    table("What fits (* most)", head, rows(report, cells))
}

fn one_more_section(report: &CapacityReport, units: UnitSystem, prefix: PowerPrefix) -> TableSection {
    let t = units.unit_for("degC");
    let cells = |a: &ArchitectureCapacity| {
        let (limit, hour) = (a.binding_limit?, a.binding_hour.as_ref()?);
        let degrees = |c: Option<f64>| c.map_or_else(missing, |c| t.format_number(c, 1));
        let out = hour.equipment.map_or_else(String::new, |equipment| format!(" ({equipment})"));
        Some(vec![
            format!("{}{out}", limit.label()),
            hour_phrase(hour),
            degrees(hour.dry_bulb_c),
            degrees(hour.wet_bulb_c),
            prefix.format(hour.power_w),
            format_hours(a.hours_above),
        ])
    };
    let power = format!("Power, {}", prefix.unit);
    let head = heads(&["Binds", "When", "Dry-bulb, degC", "Wet-bulb, degC", &power, "Hours above"]);
    let head = head.iter().map(|label| units.convert_heading(label)).collect();
    let title = if report.feasible().next().is_some() { "With one more rack" } else { "With one rack" };
    table(title, head, rows(report, cells))
}

/// Largest power of a test; with units out, of any.
fn test_power_w(a: &ArchitectureCapacity, test: CapacityTest) -> Option<f64> {
    a.tests.iter().filter(|t| t.test == test).filter_map(|t| t.power_w).reduce(f64::max)
}

fn tests_section(report: &CapacityReport, prefix: PowerPrefix) -> TableSection {
    let cells = |a: &ArchitectureCapacity| {
        a.feasible.then(|| CapacityTest::ALL.map(|test| prefix.format(test_power_w(a, test))).to_vec())
    };
    let head = heads(&["Year", "Design day", "20-year extreme", "One unit out"]);
    table(&format!("Largest power of each test, {}", prefix.unit), head, rows(report, cells))
}

fn headroom_section(report: &CapacityReport, prefix: PowerPrefix) -> TableSection {
    let cells = |a: &ArchitectureCapacity| {
        let headroom = a.headroom.as_ref()?;
        let at = |share: f64| headroom.duration.iter().find(|d| d.share_of_hours == share).map(|d| d.headroom_w);
        Some(vec![
            prefix.format(Some(headroom.least_w)),
            prefix.format(at(0.1)),
            prefix.format(at(0.5)),
            prefix.format(at(0.9)),
            prefix.format(Some(headroom.most_w)),
            format_number(headroom.unused_kwh / 1e6, 2),
        ])
    };
    let head = heads(&["Least", "10 % of hours", "Half", "90 %", "Most", "Unused, GWh"]);
    table(&format!("Head-room of the year, {}", prefix.unit), head, rows(report, cells))
}

fn oversubscription_section(report: &CapacityReport, prefix: PowerPrefix) -> Option<TableSection> {
    let cells = |a: &ArchitectureCapacity| {
        let risk = a.oversubscription?;
        Some(vec![
            format_percent(risk.activity),
            a.rack_power_w.map_or_else(missing, |w| format_number(w / 1e3, 1)),
            format_number(risk.full_rack_power_w / 1e3, 1),
            format_number(risk.hours_above_at_full, 0),
            prefix.format(risk.peak_at_full_w),
        ])
    };
    let rows = rows(report, cells);
    let peak = format!("Peak then, {}", prefix.unit);
    let head = heads(&["Activity", "Rack, kW", "Full, kW", "Hours above if all full", &peak]);
    (!rows.is_empty()).then(|| table("Planned by activity", head, rows))
}
