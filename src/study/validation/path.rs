//! A figure of a result by the path of its JSON keys, in the unit of a case.

use serde_json::Value;

use crate::catalog::validation::CaseQuantity;

use super::error::PredictionFailure;

/// Factors from the unit that a key ends in to units of cases.
const UNIT_FACTORS: [(&str, &str, f64); 14] = [
    ("_w", "W", 1.0),
    ("_w", "kW", 1e-3),
    ("_w", "MW", 1e-6),
    ("_kwh", "kWh", 1.0),
    ("_kwh", "MWh", 1e-3),
    ("_l", "L", 1.0),
    ("_l", "m3", 1e-3),
    ("_m3", "m3", 1.0),
    ("_c", "degC", 1.0),
    ("_l_min", "L/min", 1.0),
    ("_l_per_kwh", "L/kWh", 1.0),
    ("_hours", "h", 1.0),
    ("_pa", "kPa", 1e-3),
    ("_kg_co2e", "t", 1e-3),
];

/// The figure of a quantity, its divisor applied. Of a comparison's architectures the named one, or the first.
pub(crate) fn figure_at_path(
    answer: &Value,
    q: &CaseQuantity,
    architecture: Option<&str>,
) -> Result<f64, PredictionFailure> {
    let root = match answer.get("architectures").and_then(Value::as_array) {
        None => answer,
        Some(all) => {
            let is = |a: &&Value| architecture.is_none_or(|name| a["name"] == name);
            let found = all.iter().find(is).ok_or_else(|| {
                PredictionFailure::invalid_case(format!("no architecture `{}`", architecture.unwrap_or_default()))
            })?;
            if found["feasible"] == Value::Bool(false) {
                return Err(PredictionFailure::NoSolution(
                    found["limit"].as_str().unwrap_or("not feasible").to_owned(),
                ));
            }
            found
        }
    };
    let value = figure_of_quantity(root, q, &q.figure)?;
    if q.change_from.is_some() {
        return Ok(value);
    }
    match &q.over {
        Some(over) => {
            // A ratio has its own unit.
            let ratio = value / figure_of_quantity(root, q, over)?;
            Ok(if q.unit == "%" { 100.0 * ratio } else { ratio })
        }
        None => Ok(value * unit_factor(&q.figure, &q.unit)?),
    }
}

fn unit_factor(path: &str, unit: &str) -> Result<f64, PredictionFailure> {
    match unit {
        "" => Ok(1.0),
        "%" => Ok(100.0),
        _ => {
            let known = UNIT_FACTORS.iter().filter(|(end, own, _)| path.ends_with(end) && *own == unit);
            // The longest ending is the unit's own: `_l_per_kwh` before `_kwh`.
            known
                .max_by_key(|(end, _, _)| end.len())
                .map(|(_, _, factor)| *factor)
                .ok_or_else(|| PredictionFailure::invalid_case(format!("`{path}` can't be given in `{unit}`")))
        }
    }
}

/// A number of the whole result, or the sum of one of each of the quantity's months.
fn figure_of_quantity(root: &Value, q: &CaseQuantity, path: &str) -> Result<f64, PredictionFailure> {
    if q.months.is_empty() {
        return number_at_path(root, path);
    }
    let months = root["months"].as_array().map(Vec::as_slice).unwrap_or_default();
    let meant = |month: &&Value| q.months.iter().any(|m| month["month"] == *m);
    let found: Vec<&Value> = months.iter().filter(meant).collect();
    if found.len() < q.months.len() {
        return Err(PredictionFailure::invalid_case("the climate has no hours by the month".to_owned()));
    }
    found.into_iter().map(|month| number_at_path(month, path)).sum()
}

fn number_at_path(root: &Value, path: &str) -> Result<f64, PredictionFailure> {
    let mut at = root;
    for step in path.split('.') {
        at = match at {
            Value::Array(items) => items.iter().find(|item| item_has_name(item, step)),
            other => other.get(step),
        }
        .ok_or_else(|| PredictionFailure::invalid_case(format!("the result has no `{path}`")))?;
    }
    // An item of a list of powers stands for its power.
    let found = at.as_f64().or_else(|| at.get("power_w").and_then(Value::as_f64));
    found.ok_or_else(|| match at {
        Value::Null => PredictionFailure::NoSolution(format!("`{path}` has no value")),
        _ => PredictionFailure::invalid_case(format!("`{path}` is no number")),
    })
}

fn item_has_name(item: &Value, step: &str) -> bool {
    item.as_object().is_some_and(|o| o.values().any(|v| v == step))
}
