//! Properties of states as table, JSON, CSV or Markdown.

use serde_json::{Map, Value, json};

use crate::study::properties::FluidProperty;

use super::document::csv::write_csv_rows;
use super::document::numbers::{decimal_count, format_number};
use super::document::section::TableSection;
use super::document::units::{DisplayUnit, UnitSystem};
use super::document::{markdown, terminal};
use crate::report::error::ReportError;
use crate::report::format::OutputFormat;
use crate::units::typeset::typeset_unit;

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/props/1";

/// The properties of states of a fluid, all with the same properties; a table is for a terminal of `width` columns, or as
/// wide as it needs.
///
/// # Errors
/// [`ReportError`].
pub fn render(
    format: OutputFormat,
    fluid: &str,
    states: &[Vec<FluidProperty>],
    units: UnitSystem,
    width: Option<usize>,
) -> Result<String, ReportError> {
    match format {
        OutputFormat::Json => {
            let one = |s: &Vec<FluidProperty>| {
                s.iter().map(|p| (p.key.to_owned(), p.value.into())).collect::<Map<_, Value>>()
            };
            let all: Vec<_> = states.iter().map(one).collect();
            let version = env!("CARGO_PKG_VERSION");
            let top = json!({ "schema": SCHEMA, "version": version, "fluid": fluid, "states": all });
            Ok(serde_json::to_string_pretty(&top)? + "\n")
        }
        OutputFormat::Csv => {
            let head = states.first().map_or_else(Vec::new, |s| s.iter().map(|p| p.key).collect::<Vec<_>>());
            write_csv_rows(head, states.iter().map(|state| state.iter().map(|p| p.value.to_string())))
        }
        OutputFormat::Table => {
            let section = properties_section(fluid, states, units).into();
            Ok(terminal::render_section(&section, width).trim_start().to_owned())
        }
        OutputFormat::Markdown => {
            let section = properties_section(fluid, states, units).into();
            Ok(markdown::render_section(&section).trim_start().to_owned())
        }
    }
}

/// Most states that stand side by side.
const MAX_STATE_COLUMNS: usize = 6;

/// The unit of a property as shown.
fn display_unit(p: &FluidProperty, units: UnitSystem) -> DisplayUnit<'static> {
    if p.key == "pressure_pa" { units.barometric_pressure_unit() } else { units.unit_for(p.unit) }
}

/// A property as a row, a state as a column; many states a row each.
fn properties_section(fluid: &str, states: &[Vec<FluidProperty>], units: UnitSystem) -> TableSection {
    let value = |p: &FluidProperty| format_five_digits(display_unit(p, units).convert_from_si(p.value));
    let heading = |p: &FluidProperty| {
        let rise = p.at_rise.map_or_else(String::new, |rise| format!(" at {}", units.format_quantity(rise)));
        display_unit(p, units).heading_with_unit(&format!("{}{rise}", p.name))
    };
    if states.len() > MAX_STATE_COLUMNS {
        // A key names its unit of SI; other units need words.
        let head = |p: &FluidProperty| {
            if *display_unit(p, units).label == *typeset_unit(p.unit) { p.key.to_owned() } else { heading(p) }
        };
        let rows = states.iter().map(|s| s.iter().map(value).collect()).collect();
        return TableSection {
            title: fluid.to_owned(),
            head: states[0].iter().map(head).collect(),
            rows,
            numbers: true,
        };
    }
    let first = states.first().map_or(&[][..], Vec::as_slice);
    let row = |(i, p): (usize, &FluidProperty)| {
        std::iter::once(heading(p)).chain(states.iter().map(|s| value(&s[i]))).collect()
    };
    let numbers = (1..=states.len()).map(|i| if states.len() > 1 { i.to_string() } else { String::new() });
    TableSection {
        title: fluid.to_owned(),
        head: std::iter::once(String::new()).chain(numbers).collect(),
        rows: first.iter().enumerate().map(row).collect(),
        numbers: true,
    }
}

/// Five digits.
fn format_five_digits(value: f64) -> String {
    decimal_count(value).map_or_else(|| format!("{value:.4e}"), |digits| format_number(value, digits))
}
