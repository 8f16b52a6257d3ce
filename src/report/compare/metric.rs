//! A figure that every view shows: its place, its label, how it is written.

use crate::report::document::units::{DisplayUnit, UnitSystem};
use crate::study::compare::result::ArchitectureResult;
use crate::study::uncertainty::BetterDirection;

/// A figure of an architecture.
#[derive(Clone, Copy)]
pub struct ReportMetric {
    /// Part of the table it stands in.
    pub section: &'static str,
    /// Path of keys in the JSON.
    pub key: &'static str,
    /// Which of two values is better.
    pub better: Option<BetterDirection>,
    /// Whether an interval is asked of it.
    pub sampled: bool,
    /// What people read.
    pub label: &'static str,
    /// Unit as shown in SI.
    pub unit: &'static str,
    /// The value in the unit of the key.
    pub value: fn(&ArchitectureResult) -> Option<f64>,
    /// The value as shown in a unit for `unit`.
    pub(super) show: fn(f64, DisplayUnit<'_>) -> String,
}

impl ReportMetric {
    /// The label where no section stands above it.
    pub fn standalone_label(&self) -> &'static str {
        match self.key {
            "facility_power_w" => "Mean power at the utility meter",
            "it_power_w" => "Mean IT power",
            "rack.supply_c" => "Coolant inlet",
            "annual.it_energy_kwh" => "IT electricity",
            "annual.water_cost_usd" => "Cost of water",
            "annual.maintenance_cost_usd" => "Cost of maintenance",
            _ => self.label,
        }
    }

    /// The label where no section stands above it, with its unit.
    pub fn standalone_heading(&self, units: UnitSystem) -> String {
        units.unit_for(self.unit).heading_with_unit(self.standalone_label())
    }

    /// The label with its unit.
    pub fn heading_with_unit(&self, units: UnitSystem) -> String {
        units.unit_for(self.unit).heading_with_unit(self.label)
    }
    /// A value in the unit of the key as shown.
    pub fn format_value(&self, value: f64, units: UnitSystem) -> String {
        (self.show)(value, units.unit_for(self.unit))
    }
    /// The figure as shown, with its interval beside it where that is asked for and was sampled; a dash where there is none.
    pub fn format_figure(&self, architecture: &ArchitectureResult, with_interval: bool, units: UnitSystem) -> String {
        let Some(value) = (self.value)(architecture) else { return "–".to_owned() };
        let show = |v| self.format_value(v, units);
        let interval = architecture.uncertainty.as_ref().filter(|_| with_interval).and_then(|u| u.get(self.key));
        match interval.filter(|i| i.p05 < i.p95) {
            Some(i) => format!("{} ({} to {})", show(value), show(i.p05), show(i.p95)),
            None => show(value),
        }
    }
}

pub(super) fn format_thousands(v: f64, unit: DisplayUnit<'_>) -> String {
    format_whole(v / 1e3, unit)
}

pub(super) fn format_kilo(v: f64, unit: DisplayUnit<'_>) -> String {
    unit.format_significant(v / 1e3)
}

pub(super) fn format_whole(v: f64, unit: DisplayUnit<'_>) -> String {
    unit.format_number(v, 0)
}

pub(super) fn format_one_decimal(v: f64, unit: DisplayUnit<'_>) -> String {
    unit.format_number(v, 1)
}

/// Of a share.
pub(super) fn format_percent(v: f64, unit: DisplayUnit<'_>) -> String {
    format_one_decimal(v * 100.0, unit)
}

pub(super) fn format_two_decimals(v: f64, unit: DisplayUnit<'_>) -> String {
    unit.format_number(v, 2)
}

pub(super) fn format_three_decimals(v: f64, unit: DisplayUnit<'_>) -> String {
    unit.format_number(v, 3)
}

pub(super) fn format_four_decimals(v: f64, unit: DisplayUnit<'_>) -> String {
    unit.format_number(v, 4)
}
