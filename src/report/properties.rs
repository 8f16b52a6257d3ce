//! Properties of states as table, JSON, CSV or Markdown.

use serde_json::{Map, Value, json};

use crate::study::properties::Property;

use super::csv::write;
use super::format::{decimals, number};
use super::section::Section;
use super::units::{Unit, Units};
use super::{Format, ReportError};

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/props/1";

/// The properties of states of a fluid, all with the same properties.
///
/// # Errors
/// [`ReportError`].
pub fn render(format: Format, fluid: &str, states: &[Vec<Property>], units: Units) -> Result<String, ReportError> {
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
        Format::Table => Ok(section(fluid, states, units).text(None).trim_start().to_owned()),
        Format::Markdown => Ok(section(fluid, states, units).markdown().trim_start().to_owned()),
    }
}

/// Most states that stand side by side.
const COLUMNS: usize = 6;

/// The unit of a property as shown.
fn unit(p: &Property, units: Units) -> Unit<'static> {
    if p.key == "pressure_pa" { units.barometer() } else { units.of(p.unit) }
}

/// A property as a row, a state as a column; many states a row each.
fn section(fluid: &str, states: &[Vec<Property>], units: Units) -> Section {
    let value = |p: &Property| figure(unit(p, units).value(p.value));
    let heading = |p: &Property| unit(p, units).heading(&units.text(p.name));
    if states.len() > COLUMNS {
        // A key names its unit of SI; other units need words.
        let head = |p: &Property| if unit(p, units).label == p.unit { p.key.to_owned() } else { heading(p) };
        let rows = states.iter().map(|s| s.iter().map(value).collect()).collect();
        return Section { title: fluid.to_owned(), head: states[0].iter().map(head).collect(), rows, numbers: true };
    }
    let first = states.first().map_or(&[][..], Vec::as_slice);
    let row =
        |(i, p): (usize, &Property)| std::iter::once(heading(p)).chain(states.iter().map(|s| value(&s[i]))).collect();
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
