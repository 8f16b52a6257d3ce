//! `[uncertainty]`: ranges of the scenario's own values, or of the catalog's in place of its own, and which go together.

use crate::catalog::Catalog;
use crate::catalog::describe::short_key;

use super::findings::{KeyContent, ScenarioFindings};
use super::issue::ScenarioIssue;
use super::reader::TableReader;
use super::tree::{NodeValue, TreeNode, ValueOrigin, parse_number_unit};
use super::values::ratio_range;

/// A checked `[uncertainty]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UncertaintySettings {
    /// Values that vary.
    pub inputs: Vec<UncertainInput>,
    /// Pairs that are high, or low, together.
    pub correlations: Vec<InputCorrelation>,
}

/// A value that varies.
#[derive(Clone, Debug, PartialEq)]
pub struct UncertainInput {
    /// The key as written: of the scenario as `--set` has it, or `RECORD:KEY` of the catalog.
    pub name: String,
    /// Record and key, where it is of the catalog.
    pub record: Option<(String, String)>,
    /// Lowest value, in `unit`.
    pub low: f64,
    /// Most likely value; without one, every value in the range is as likely.
    pub likely: Option<f64>,
    /// Highest value.
    pub high: f64,
    /// Unit as written; empty for a number in the documented unit.
    pub unit: String,
    /// Where its key was written.
    pub origin: ValueOrigin,
}

impl UncertainInput {
    /// The argument that sets a scenario's key to a value.
    pub fn set_argument(&self, value: f64) -> String {
        format!("{}={}", self.name, format!("{value} {}", self.unit).trim_end())
    }
}

/// Two inputs that go together.
#[derive(Clone, Debug, PartialEq)]
pub struct InputCorrelation {
    /// Their names.
    pub between: [String; 2],
    /// Correlation of a Gaussian copula, -1..1 without the ends.
    pub value: f64,
}

impl UncertaintySettings {
    pub(super) fn to_json(&self) -> serde_json::Value {
        let inputs = self.inputs.iter().map(
            |i| serde_json::json!({ "key": i.name, "low": i.low, "likely": i.likely, "high": i.high, "unit": i.unit }),
        );
        let pairs = self.correlations.iter().map(|c| serde_json::json!({ "between": c.between, "value": c.value }));
        serde_json::json!({ "input": inputs.collect::<Vec<_>>(), "correlation": pairs.collect::<Vec<_>>() })
    }
}

/// Reads the table.
pub(super) fn read_uncertainty(
    node: &TreeNode,
    catalog: &Catalog,
    issues: &mut ScenarioFindings,
) -> UncertaintySettings {
    let mut r = TableReader::new(node, "uncertainty", issues);
    let (inputs, correlations) = (r.table_list_node("input"), r.table_list_node("correlation"));
    r.finish();
    let mut out = UncertaintySettings::default();
    for (i, item) in list_tables(inputs, "uncertainty.input", issues).iter().enumerate() {
        let Some(input) = read_input(item, &format!("uncertainty.input.{i}"), catalog, issues) else { continue };
        if out.inputs.iter().any(|other| other.name == input.name) {
            let message = format!("`{}` has two ranges", input.name);
            issues.push(issue_at(message, &item.origin, "the second", "keep one of them"));
        }
        out.inputs.push(input);
    }
    for (i, item) in list_tables(correlations, "uncertainty.correlation", issues).iter().enumerate() {
        out.correlations.extend(read_correlation(item, &format!("uncertainty.correlation.{i}"), issues));
    }
    out
}

fn issue_at(message: String, origin: &ValueOrigin, label: &str, help: &str) -> ScenarioIssue {
    ScenarioIssue { message, origin: origin.clone(), label: label.to_owned(), help: Some(help.to_owned()) }
}

/// The tables of a list.
fn list_tables<'a>(node: Option<&'a TreeNode>, path: &str, issues: &mut ScenarioFindings) -> &'a [TreeNode] {
    match node.map(|n| (&n.value, &n.origin)) {
        None => &[],
        Some((NodeValue::Array(items), _)) => items,
        Some((_, origin)) => {
            let message = format!("`{path}` must be a list of tables");
            issues.push(issue_at(message, origin, "here", &format!("write [[{path}]] with two brackets")));
            &[]
        }
    }
}

fn read_input(node: &TreeNode, path: &str, catalog: &Catalog, issues: &mut ScenarioFindings) -> Option<UncertainInput> {
    let mut r = TableReader::new(node, path, issues);
    let name = r.read_text("key").map(|(text, origin)| (text.to_owned(), origin.clone()));
    if r.key_node("key").is_none() {
        r.report_missing(
            "key",
            "a key of the scenario, for instance \"it.utilisation\", or of the catalog, \"b200-sxm:power.idle_w\"",
        );
    }
    let mut bound = |key: &'static str| {
        r.note_content(key, KeyContent::NumberOrText);
        let node = r.key_node(key)?;
        let found = parse_number_unit(&node.value);
        if found.is_none() {
            let message = format!("`{path}.{key}` must be a number, or a text of a number and a unit");
            r.report_problem(
                message,
                &node.origin,
                "no number",
                Some("for instance 0.6 or \"0.06 USD/kWh\"".to_owned()),
            );
        }
        found.map(|(value, unit)| (value, unit, node.origin.clone()))
    };
    let (low, likely, high) = (bound("low"), bound("likely"), bound("high"));
    for key in ["low", "high"] {
        if r.key_node(key).is_none() {
            r.report_missing(key, "both ends of the range must be given");
        }
    }
    let (name, low, high) = (name?, low?, high?);
    let units = [Some(&low), likely.as_ref(), Some(&high)];
    if let Some(other) = units.iter().flatten().find(|bound| bound.1 != low.1) {
        let message = format!("`{path}`: `low` is in `{}`, another bound in `{}`", low.1, other.1);
        r.report_problem(message, &other.2, "another unit", Some("write all of them in one unit".to_owned()));
    }
    if low.0 >= high.0 {
        let message = format!("`{path}`: the range is upside down, low {} is not below high {}", low.0, high.0);
        r.report_problem(message, &high.2, "not above `low`", Some("exchange them".to_owned()));
    }
    if let Some(likely) = likely.as_ref().filter(|l| !(low.0..=high.0).contains(&l.0)) {
        let message = format!("`{path}`: likely {} is outside {} to {}", likely.0, low.0, high.0);
        r.report_problem(message, &likely.2, "outside the range", None);
    }
    let record = resolve_record_key(&name.0, catalog);
    if let Err(why) = &record {
        let help = "`rackjoule catalog show RECORD` lists the keys of a record; keys of the scenario have no colon";
        r.report_problem(format!("`{path}.key`: {why}"), &name.1, "not known", Some(help.to_owned()));
    }
    r.finish();
    let likely = likely.map(|l| l.0);
    let (name, origin) = name;
    Some(UncertainInput { name, record: record.ok()?, low: low.0, likely, high: high.0, unit: low.1, origin })
}

/// Record and key of a name with a colon.
fn resolve_record_key(name: &str, catalog: &Catalog) -> Result<Option<(String, String)>, String> {
    let Some((record, key)) = name.split_once(':') else { return Ok(None) };
    let Some((_, values)) = catalog.describe_record(record) else { return Err(format!("no record `{record}`")) };
    let found = values.iter().find(|v| v.key == key || short_key(&v.key) == key);
    let Some(found) = found else { return Err(format!("`{record}` has no key `{key}`")) };
    Ok(Some((record.to_owned(), found.key.clone())))
}

fn read_correlation(node: &TreeNode, path: &str, issues: &mut ScenarioFindings) -> Option<InputCorrelation> {
    let mut r = TableReader::new(node, path, issues);
    r.note_content("between", KeyContent::Texts(2));
    let names = r.key_node("between").map(|n| (read_name_pair(&n.value), n.origin.clone()));
    let between = match names {
        Some((Some(between), origin)) => {
            if between[0] == between[1] {
                r.report_problem(format!("`{path}.between` names one input twice"), &origin, "the same", None);
            }
            Some(between)
        }
        Some((None, origin)) => {
            let help = "for instance between = [\"it.utilisation\", \"site.electricity_price\"]".to_owned();
            r.report_problem(format!("`{path}.between` must be a list of two keys"), &origin, "here", Some(help));
            None
        }
        None => {
            r.report_missing("between", "the keys of two inputs");
            None
        }
    };
    let value = r.read_quantity("value", ratio_range(-0.999, 0.999));
    if r.key_node("value").is_none() {
        r.report_missing("value", "a correlation between -1 and 1");
    }
    r.finish();
    Some(InputCorrelation { between: between?, value: value? })
}

fn read_name_pair(value: &NodeValue) -> Option<[String; 2]> {
    let NodeValue::Array(items) = value else { return None };
    let text = |n: &TreeNode| if let NodeValue::Text(t) = &n.value { Some(t.clone()) } else { None };
    match items.as_slice() {
        [a, b] => Some([text(a)?, text(b)?]),
        _ => None,
    }
}
