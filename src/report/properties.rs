//! Properties of states as table, JSON, CSV or Markdown.

use serde_json::{Map, Value, json};

use crate::study::properties::Property;

use super::csv::write;
use super::format::{decimals, number};
use super::section::Section;
use super::{Format, ReportError};

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/props/1";

/// The properties of states of a fluid, all with the same properties.
///
/// # Errors
/// [`ReportError`].
pub fn render(format: Format, fluid: &str, states: &[Vec<Property>]) -> Result<String, ReportError> {
    match format {
        Format::Json => {
            let one =
                |s: &Vec<Property>| s.iter().map(|p| (p.key.to_owned(), p.value.into())).collect::<Map<_, Value>>();
            let all: Vec<_> = states.iter().map(one).collect();
            let version = env!("CARGO_PKG_VERSION");
            let top = json!({ "schema": SCHEMA, "version": version, "fluid": fluid, "states": all });
            Ok(serde_json::to_string_pretty(&top)? + "\n")
        }
        Format::Csv => {
            let head = states.first().map_or_else(Vec::new, |s| s.iter().map(|p| p.key).collect::<Vec<_>>());
            write(head, states.iter().map(|state| state.iter().map(|p| p.value.to_string())))
        }
        Format::Table => Ok(section(fluid, states).text(None).trim_start().to_owned()),
        Format::Markdown => Ok(section(fluid, states).markdown().trim_start().to_owned()),
    }
}

/// Most states that stand side by side.
const COLUMNS: usize = 6;

/// A property as a row, a state as a column; many states a row each.
fn section(fluid: &str, states: &[Vec<Property>]) -> Section {
    if states.len() > COLUMNS {
        let head = states[0].iter().map(|p| p.key.to_owned()).collect();
        let rows = states.iter().map(|s| s.iter().map(|p| figure(p.value)).collect()).collect();
        return Section { title: fluid.to_owned(), head, rows, numbers: true };
    }
    let first = states.first().map_or(&[][..], Vec::as_slice);
    let row = |(i, p): (usize, &Property)| {
        let name = if p.unit.is_empty() { p.name.to_owned() } else { format!("{}, {}", p.name, p.unit) };
        std::iter::once(name).chain(states.iter().map(|s| figure(s[i].value))).collect()
    };
    let numbers = (1..=states.len()).map(|i| if states.len() > 1 { i.to_string() } else { String::new() });
    Section {
        title: fluid.to_owned(),
        head: std::iter::once(String::new()).chain(numbers).collect(),
        rows: first.iter().enumerate().map(row).collect(),
        numbers: true,
    }
}

/// Five digits.
fn figure(value: f64) -> String {
    decimals(value).map_or_else(|| format!("{value:.4e}"), |digits| number(value, digits))
}
