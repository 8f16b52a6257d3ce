//! The values that a design variable may take, and how a design file writes them.

use crate::scenario::reader::TableReader;
use crate::scenario::tree::{NodeValue, TreeNode, ValueOrigin, parse_number_unit};
use crate::units::parse::{Dimension, parse_quantity};
use crate::units::table::find_unit;

use super::value::DesignValue;

/// The values that a variable may take.
#[derive(Clone, Debug, PartialEq)]
pub enum VariableDomain {
    /// These, in the order written; at least one.
    Choices(Vec<DesignValue>),
    /// Numbers between two ends, the lower first.
    Range {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
        /// Unit as written; empty for the documented unit of the key.
        unit: String,
        /// Equal steps between the ends, at least 1; nothing where every number between them is allowed.
        steps: Option<u32>,
    },
    /// Whole numbers between two ends, the lower first.
    Integers {
        /// Lower end.
        low: i64,
        /// Upper end.
        high: i64,
    },
}

/// Which keys a design file writes a domain with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainForm {
    /// An axis: `values`, or `from` and `to` with `step` or `steps`.
    Axis,
    /// A variable of a search: `values`, or `low` and `high` with `step` or `integer`.
    Search,
}

impl DomainForm {
    const fn end_keys(self) -> [&'static str; 2] {
        match self {
            Self::Axis => ["from", "to"],
            Self::Search => ["low", "high"],
        }
    }
}

/// Steps that a range may have.
const MAX_STEPS: f64 = 1e9;

impl VariableDomain {
    /// How many values there are; nothing where there is no end of them.
    pub fn count(&self) -> Option<u64> {
        match self {
            Self::Choices(values) => Some(values.len() as u64),
            Self::Range { steps, .. } => steps.map(|steps| u64::from(steps) + 1),
            Self::Integers { low, high } => high.abs_diff(*low).checked_add(1),
        }
    }

    /// The value at a place from 0; the last one for a place behind it, and the lower end of a range without steps.
    pub fn value_at(&self, place: u64) -> DesignValue {
        match self {
            Self::Choices(values) => {
                let last = values.len().saturating_sub(1);
                values[usize::try_from(place).map_or(last, |place| place.min(last))].clone()
            }
            Self::Range { low, high, unit, steps } => {
                let steps = f64::from(steps.unwrap_or(1));
                let share = (place as f64 / steps).min(1.0);
                DesignValue::Number { value: settle_decimals(low + share * (high - low)), unit: unit.clone() }
            }
            Self::Integers { low, high } => DesignValue::Integer(low.saturating_add_unsigned(place).min(*high)),
        }
    }

    /// The value that a share `u` of 0..1 of the domain lies below: each of a finite number has an equal part of 0..1.
    pub fn value_of_share(&self, u: f64) -> DesignValue {
        match (self, self.count()) {
            (Self::Range { low, high, unit, .. }, None) => {
                DesignValue::Number { value: low + u * (high - low), unit: unit.clone() }
            }
            (_, count) => {
                let count = count.unwrap_or(u64::MAX);
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a domain")]
                let place = (u * count as f64) as u64;
                self.value_at(place.min(count - 1))
            }
        }
    }

    /// First and last value.
    pub fn end_values(&self) -> [DesignValue; 2] {
        let last = self.count().map_or(1, |count| count.saturating_sub(1));
        [self.value_at(0), self.value_at(last)]
    }

    /// Unit of the numbers as written; empty for the documented unit, and for texts.
    pub fn unit(&self) -> &str {
        match self {
            Self::Range { unit, .. } => unit,
            Self::Choices(values) => match values.first() {
                Some(DesignValue::Number { unit, .. }) => unit,
                _ => "",
            },
            Self::Integers { .. } => "",
        }
    }

    /// Whether its values are numbers.
    pub fn is_numeric(&self) -> bool {
        match self {
            Self::Choices(values) => values.iter().all(|value| value.number().is_some()),
            Self::Range { .. } | Self::Integers { .. } => true,
        }
    }
}

/// The number without the digits that steps in binary add: twelve are kept.
fn settle_decimals(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

/// Reads the values of the variable whose table a reader is at; problems go to the reader.
pub(super) fn read_domain(r: &mut TableReader<'_, '_>, form: DomainForm) -> Option<VariableDomain> {
    let [low_key, high_key] = form.end_keys();
    let values = r.key_node("values");
    let ends = [r.key_node(low_key), r.key_node(high_key)];
    let step = r.key_node("step");
    let (steps, integer) = match form {
        DomainForm::Axis => (r.read_integer("steps", 1, 1_000_000_000), false),
        DomainForm::Search => (None, r.read_boolean("integer").unwrap_or(false)),
    };
    match (values, ends) {
        (Some(values), [None, None]) => read_choices(r, values),
        (None, [Some(low), Some(high)]) => {
            let range = read_range(r, [low_key, high_key], [low, high])?;
            if integer {
                return read_integers(r, &range, high);
            }
            match (step, steps) {
                (Some(step), Some(_)) => {
                    let help = "keep one of the two".to_owned();
                    let message = format!("`{}` beside `steps`", r.full_path("step"));
                    r.report_problem(message, &step.origin, "one too many", Some(help));
                    None
                }
                (Some(step), None) => {
                    let steps = read_step_count(r, &range, step, high_key, high)?;
                    Some(range.into_domain(Some(steps)))
                }
                (None, steps) => Some(range.into_domain(steps)),
            }
        }
        (Some(values), _) => {
            let message = format!("`{}` beside `{low_key}` or `{high_key}`", r.full_path("values"));
            let help = "keep the list or the range".to_owned();
            r.report_problem(message, &values.origin, "one of the two", Some(help));
            None
        }
        (None, [None, None]) => {
            let help = format!("give a list, values = [\"a\", \"b\"], or a range, {low_key} = 20 and {high_key} = 45");
            r.report_missing("values", &help);
            None
        }
        (None, [low, _]) => {
            let key = if low.is_none() { low_key } else { high_key };
            r.report_missing(key, "both ends of the range must be given");
            None
        }
    }
}

fn read_choices(r: &mut TableReader<'_, '_>, node: &TreeNode) -> Option<VariableDomain> {
    let path = r.full_path("values");
    let NodeValue::Array(items) = &node.value else {
        let message = format!("`{path}` must be a list, found {}", node.value.type_name());
        r.report_problem(message, &node.origin, "wrong type", Some("for instance values = [20, 30, 40]".to_owned()));
        return None;
    };
    let mut out: Vec<DesignValue> = Vec::with_capacity(items.len());
    for item in items {
        let Some(value) = DesignValue::from_node(&item.value) else {
            let message = format!("`{path}`: {} can't be a value", item.value.type_name());
            let help = "use texts, numbers, quantities like \"45 degC\", true or false".to_owned();
            r.report_problem(message, &item.origin, "wrong type", Some(help));
            return None;
        };
        if out.contains(&value) {
            let message = format!("`{path}` has {value} twice");
            r.report_problem(message, &item.origin, "the second", Some("leave it out".to_owned()));
            return None;
        }
        out.push(value);
    }
    if out.is_empty() {
        r.report_problem(format!("`{path}` is empty"), &node.origin, "no value", Some("give one or more".to_owned()));
        return None;
    }
    Some(VariableDomain::Choices(as_numbers(&out).unwrap_or(out)))
}

/// Texts that are all numbers with one unit, as numbers.
fn as_numbers(values: &[DesignValue]) -> Option<Vec<DesignValue>> {
    let number = |value: &DesignValue| {
        let DesignValue::Text(text) = value else { return None };
        let (value, unit) = parse_number_unit(&NodeValue::Text(text.clone()))?;
        find_unit(&unit)?;
        Some((value, unit))
    };
    let numbers = values.iter().map(number).collect::<Option<Vec<_>>>()?;
    let alike = numbers.iter().all(|(_, unit)| *unit == numbers[0].1);
    let to_value = |(value, unit)| DesignValue::Number { value, unit };
    alike.then(|| numbers.into_iter().map(to_value).collect())
}

/// Two ends in one unit, the lower first.
struct NumberRange {
    low: f64,
    high: f64,
    unit: String,
}

impl NumberRange {
    fn into_domain(self, steps: Option<u32>) -> VariableDomain {
        VariableDomain::Range { low: self.low, high: self.high, unit: self.unit, steps }
    }
}

fn read_number(r: &mut TableReader<'_, '_>, key: &str, node: &TreeNode) -> Option<(f64, String)> {
    let found = parse_number_unit(&node.value);
    if found.is_none() {
        let message = format!("`{}` must be a number, or a text of a number and a unit", r.full_path(key));
        r.report_problem(message, &node.origin, "no number", Some(format!("for instance {key} = \"20 degC\"")));
    }
    found
}

fn read_range(r: &mut TableReader<'_, '_>, keys: [&str; 2], nodes: [&TreeNode; 2]) -> Option<NumberRange> {
    let [low, high] = [read_number(r, keys[0], nodes[0]), read_number(r, keys[1], nodes[1])];
    let ((low, unit), (high, other)) = (low?, high?);
    let path = r.full_path(keys[1]);
    if unit != other {
        let message = format!("`{path}` is in `{other}`, `{}` in `{unit}`", keys[0]);
        let help = "write both in one unit".to_owned();
        r.report_problem(message, &nodes[1].origin, "another unit", Some(help));
        return None;
    }
    if low >= high {
        let message = format!("`{path}`: {high} is not above `{}`, {low}", keys[0]);
        let help = if low > high { "exchange them" } else { "give a list of one value in `values` instead" };
        r.report_problem(message, &nodes[1].origin, "the range is empty or reversed", Some(help.to_owned()));
        return None;
    }
    Some(NumberRange { low, high, unit })
}

fn read_integers(r: &mut TableReader<'_, '_>, range: &NumberRange, at: &TreeNode) -> Option<VariableDomain> {
    let whole = |value: f64| value.fract() == 0.0 && value.abs() < 9e15;
    if !whole(range.low) || !whole(range.high) || !range.unit.is_empty() {
        let message = format!("`{}`: whole numbers lie between whole numbers without a unit", r.full_path("integer"));
        let help = "write low and high as whole numbers, or leave `integer` out".to_owned();
        r.report_problem(message, &at.origin, "here", Some(help));
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 9e15")]
    let [low, high] = [range.low as i64, range.high as i64];
    Some(VariableDomain::Integers { low, high })
}

/// How many steps of a length a range has; a length that does not end at the upper end is a problem.
fn read_step_count(
    r: &mut TableReader<'_, '_>,
    range: &NumberRange,
    node: &TreeNode,
    high_key: &str,
    high_node: &TreeNode,
) -> Option<u32> {
    let (number, unit) = read_number(r, "step", node)?;
    let path = r.full_path("step");
    let step = match step_in_unit(number, &unit, &range.unit) {
        Ok(step) => step,
        Err(why) => {
            r.report_problem(format!("`{path}`: {why}"), &node.origin, "wrong here", None);
            return None;
        }
    };
    let count = (range.high - range.low) / step;
    if step <= 0.0 || count < 1.0 - STEP_TOLERANCE || count > MAX_STEPS {
        let message = format!("`{path}` must be above 0 and at most {}, found {number}", range.high - range.low);
        r.report_problem(message, &node.origin, "out of range", None);
        return None;
    }
    let whole = count.round();
    if (count - whole).abs() > STEP_TOLERANCE * whole.max(1.0) {
        let last = settle_decimals(range.low + count.floor() * step);
        let message = format!("`{path}`: steps of {step} from {} do not end at {}", range.low, range.high);
        let help = format!("write {high_key} = {last}, or give `steps`");
        report_at(r, message, &high_node.origin, help);
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to a thousand million")]
    Some(whole as u32)
}

fn report_at(r: &mut TableReader<'_, '_>, message: String, origin: &ValueOrigin, help: String) {
    r.report_problem(message, origin, "not reached", Some(help));
}

/// A count of steps may be off a whole number by rounding.
const STEP_TOLERANCE: f64 = 1e-9;

/// A step in the unit of a range; a temperature moves by a difference of temperatures.
fn step_in_unit(number: f64, unit: &str, range_unit: &str) -> Result<f64, String> {
    if unit.is_empty() || unit == range_unit {
        return Ok(number);
    }
    let Some(of_range) = find_unit(range_unit) else {
        return Err(format!("a step in `{unit}` in a range in `{range_unit}`; write the step without a unit"));
    };
    let dimension = match of_range.dimension {
        Dimension::Temperature => Dimension::TempDelta,
        other => other,
    };
    let si = parse_quantity(&format!("{number} {unit}"), dimension).map_err(|e| e.to_string())?;
    Ok(settle_decimals(si / (of_range.to_si(1.0) - of_range.to_si(0.0))))
}
