//! The set points of an architecture that are free, their limits, and the grid that a search goes over.

use crate::catalog::Catalog;
use crate::catalog::set_point::SetPointLimit;
use crate::scenario::{
    ArchitectureSettings, LimitedValues, SET_POINTS, Scenario, SetPoint, SetPointDomain, SetPointValue, find_set_point,
    set_point_keys,
};
use crate::solve::grid_search::GridAxis;
use crate::study::error::StudyError;

use crate::plant::sized::installed::InstallableItem;
use crate::study::compare::result::ArchitectureResult;
use crate::units::count::round_count;

use super::result::{BoundSide, FreeSetPoint};

/// A set point that is free, with the values that a search puts to it.
#[derive(Clone, Debug)]
pub(super) struct FreeAxis {
    set_point: &'static SetPoint,
    /// Words, then rising numbers.
    values: Vec<SetPointValue>,
    /// Place of its value as given.
    pub given: usize,
    ends: Option<AxisEnds>,
    limit_source: String,
}

/// The ends of numbers and what they are.
#[derive(Clone, Debug)]
struct AxisEnds {
    low: f64,
    low_is: String,
    high: f64,
    high_is: String,
}

/// The free set points of an architecture.
#[derive(Clone, Debug)]
pub(super) struct SearchSpace {
    /// One axis each.
    pub axes: Vec<FreeAxis>,
    /// Those that are not free, each with the reason.
    pub fixed: Vec<(&'static str, String)>,
}

impl SearchSpace {
    /// The set points that an architecture has, within the limits of its own, of the scenario or of the catalog; `result` is
    /// its result as given.
    pub fn new(
        scenario: &Scenario,
        given: &ArchitectureSettings,
        result: &ArchitectureResult,
        catalog: &Catalog,
    ) -> Self {
        let mut space = Self { axes: Vec::new(), fixed: Vec::new() };
        for point in SET_POINTS {
            match free_axis(point, scenario, given, result, catalog) {
                Ok(axis) => space.axes.push(axis),
                Err(why) => space.fixed.push((point.key, why)),
            }
        }
        space
    }

    /// The grid of a search.
    pub fn grid_axes(&self) -> Vec<GridAxis> {
        let of = |axis: &FreeAxis| {
            let words = axis.values.iter().filter(|v| matches!(v, SetPointValue::Word(_))).count();
            GridAxis { points: axis.values.len(), choices: words }
        };
        self.axes.iter().map(of).collect()
    }

    /// The place of the architecture as given.
    pub fn given_point(&self) -> Vec<usize> {
        self.axes.iter().map(|axis| axis.given).collect()
    }

    /// The architecture with its set points at a place.
    pub fn settings_at(
        &self,
        given: &ArchitectureSettings,
        point: &[usize],
        catalog: &Catalog,
    ) -> ArchitectureSettings {
        let mut out = given.clone();
        for (axis, place) in self.axes.iter().zip(point) {
            if *place != axis.given {
                (axis.set_point.write)(&mut out, axis.values[*place], catalog);
            }
        }
        out
    }

    /// Every free set point at a place.
    pub fn set_points_at(&self, point: &[usize]) -> Vec<FreeSetPoint> {
        self.axes.iter().zip(point).map(|(axis, place)| axis.describe_at(*place)).collect()
    }
}

impl FreeAxis {
    fn describe_at(&self, place: usize) -> FreeSetPoint {
        let (best, ends) = (self.values[place], self.ends.as_ref());
        let reached = ends.zip(best.number()).and_then(|(ends, number)| {
            if number <= ends.low {
                Some((BoundSide::Low, &ends.low_is))
            } else if number >= ends.high {
                Some((BoundSide::High, &ends.high_is))
            } else {
                None
            }
        });
        FreeSetPoint {
            key: self.set_point.key,
            label: self.set_point.label,
            unit: self.set_point.unit(),
            decimals: self.set_point.decimals(),
            given: self.values[self.given],
            best,
            low: ends.map(|e| e.low),
            high: ends.map(|e| e.high),
            at_bound: reached.map(|(side, _)| side),
            bound: reached.map(|(_, words)| words.clone()),
            limit_source: self.limit_source.clone(),
        }
    }
}

/// The axis of a set point, or why it is not free.
fn free_axis(
    point: &'static SetPoint,
    scenario: &Scenario,
    given: &ArchitectureSettings,
    result: &ArchitectureResult,
    catalog: &Catalog,
) -> Result<FreeAxis, String> {
    if let Some(why) = (point.refused)(given) {
        return Err(why.to_owned());
    }
    let own = given.best.limits_of(point.key);
    if given.best.fixed.contains(&point.key) {
        return Err("fixed by [architecture.best]".to_owned());
    }
    if scenario.best.fixed.contains(&point.key) && own.is_none() {
        return Err("fixed by [best]".to_owned());
    }
    let value = (point.read)(given, catalog);
    let limits = own.or_else(|| scenario.best.limits_of(point.key));
    match (point.domain_for(given.cooling), limits.map(|l| &l.values)) {
        (SetPointDomain::Words(words), limits) => {
            let allowed = |word: &&&'static str| {
                limits.is_none_or(|l| l.contains(SetPointValue::Word(word))) || value == SetPointValue::Word(word)
            };
            let values: Vec<_> = words.iter().filter(allowed).map(|word| SetPointValue::Word(word)).collect();
            let source = if limits.is_some() { SCENARIO } else { "" };
            choice_axis(point, values, value, source)
        }
        (domain, Some(LimitedValues::Between(low, high))) => {
            let words = || "given by the scenario".to_owned();
            let ends = AxisEnds { low: *low, low_is: words(), high: *high, high_is: words() };
            // What the program finds by itself may lie outside limits that are given: it is tried where it is as given only.
            number_axis(point, value, ends, steps_per_one(domain), SCENARIO.to_owned(), false)
        }
        (domain, _) => {
            let mut all = catalog.set_point_limits().iter();
            let limit = all.find(|limit| limit.is_for(point.key, given.cooling.name()));
            let limit = limit.ok_or_else(|| "the data have no limits of it; give them in [best]".to_owned())?;
            let (times, least, most) = match domain {
                SetPointDomain::Quantity { allowed, .. } => (1.0, allowed.min, allowed.max),
                SetPointDomain::Count { min, max } => {
                    let sized =
                        installed_units(point.key, result).ok_or("it is not known how many the design needs")?;
                    (f64::from(sized), f64::from(min), f64::from(max))
                }
                SetPointDomain::Words(_) => (1.0, 0.0, 0.0),
            };
            let ends = AxisEnds {
                low: (times * limit.low).max(least),
                low_is: limit.low_is.clone(),
                high: (times * limit.high).min(most),
                high_is: limit.high_is.clone(),
            };
            number_axis(point, value, ends, steps_per_one(domain), limit.source.clone(), true)
        }
    }
}

/// How many units of a set point's kind a plant has.
fn installed_units(key: &str, result: &ArchitectureResult) -> Option<u32> {
    let items: &[InstallableItem] = match key {
        "tower_cells" => &[InstallableItem::TowerCell],
        _ => &[InstallableItem::DryCooler, InstallableItem::Thermosyphon],
    };
    let is_one = |what: &str| items.iter().any(|item| item.label() == what);
    result.plant.iter().find(|unit| is_one(&unit.what)).map(|unit| unit.count)
}

/// Steps of a set point in one of its unit.
fn steps_per_one(domain: SetPointDomain) -> f64 {
    match domain {
        SetPointDomain::Quantity { step, .. } => (1.0 / step).round(),
        SetPointDomain::Count { .. } | SetPointDomain::Words(_) => 1.0,
    }
}

/// Source of limits that a scenario gives.
const SCENARIO: &str = "scenario";

fn choice_axis(
    point: &'static SetPoint,
    values: Vec<SetPointValue>,
    value: SetPointValue,
    source: &str,
) -> Result<FreeAxis, String> {
    let given = values.iter().position(|v| *v == value).unwrap_or_default();
    if values.len() < 2 {
        return Err("its limits leave one value".to_owned());
    }
    Ok(FreeAxis { set_point: point, values, given, ends: None, limit_source: source.to_owned() })
}

/// Whole steps between the ends, the ends themselves, and the value as given wherever it is; ahead of them the word of what
/// the program finds by itself, where it is as given or `with_own`.
fn number_axis(
    point: &'static SetPoint,
    value: SetPointValue,
    ends: AxisEnds,
    steps_per_one: f64,
    limit_source: String,
    with_own: bool,
) -> Result<FreeAxis, String> {
    if value.number().is_some_and(f64::is_nan) {
        return Err("the data have no valid record of its value".to_owned());
    }
    // A multiple of a decimal step is the double nearest to its decimal.
    let (first, last) = ((ends.low * steps_per_one).ceil(), (ends.high * steps_per_one).floor());
    let steps = (0..=round_count(last - first)).map(|n| (first + f64::from(n)) / steps_per_one);
    let mut numbers: Vec<f64> = steps.filter(|v| (ends.low..=ends.high).contains(v)).collect();
    let whole = matches!(point.domain, SetPointDomain::Count { .. });
    numbers.extend([ends.low, ends.high].into_iter().filter(|_| !whole).chain(value.number()));
    numbers.sort_by(f64::total_cmp);
    numbers.dedup();
    let own = point.own_value.map(SetPointValue::Word).filter(|own| with_own || *own == value);
    let values: Vec<SetPointValue> = own.into_iter().chain(numbers.into_iter().map(SetPointValue::Number)).collect();
    if values.len() < 2 {
        return Err("its limits leave one value".to_owned());
    }
    let given = values.iter().position(|v| *v == value).unwrap_or_default();
    Ok(FreeAxis { set_point: point, values, given, ends: Some(ends), limit_source })
}

/// Unit of limits of numbers of units.
const TIMES_AS_SIZED: &str = "times as sized";

/// Refuses limits of the data that name no set point or another unit: they would never be read.
pub(super) fn check_limits(catalog: &Catalog) -> Result<(), StudyError> {
    let fault = |limit: &SetPointLimit| {
        let Some(point) = find_set_point(&limit.key) else {
            return Some(format!("no set point has this key; the keys are {}", set_point_keys().join(", ")));
        };
        let unit = if matches!(point.domain, SetPointDomain::Count { .. }) { TIMES_AS_SIZED } else { point.unit() };
        (unit != limit.unit).then(|| format!("its unit is `{}`, and must be `{unit}`", limit.unit))
    };
    let wrong = catalog.set_point_limits().iter().find_map(|limit| Some((limit, fault(limit)?)));
    wrong.map_or(Ok(()), |(limit, problem)| Err(catalog.limit_error(limit, problem).into()))
}
