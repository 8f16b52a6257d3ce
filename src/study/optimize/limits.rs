//! What holds a named design back: the constraint, the end of a range or the limit of the model that stands in the way of a
//! better one, and what the objective gains where it gives way.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::solve::grid_search::GridPoint;
use crate::study::design::Objective;
use crate::study::design::{Constraint, ConstraintRelation};

use super::aim::{Aim, ObjectiveScale};
use super::result::{BindingLimit, LimitKind, ShadowPrice};
use super::search::ArchitectureSearch;
use super::space::RangeEnd;
use super::trial::{Trial, TrialRunner};

/// Share of a bound by which it gives way.
const RELAXED_SHARE: f64 = 0.01;

/// A named design.
pub(crate) struct NamedDesign<'a> {
    /// Its point.
    pub point: &'a GridPoint,
    /// Its objectives, minimised.
    pub objectives: &'a [f64],
    /// What it is the best in.
    pub aim: &'a Aim,
    /// Scale of the objectives.
    pub scale: &'a ObjectiveScale,
}

/// The limits that bind a named design; nothing where the search was stopped.
pub(crate) fn find_binding_limits(
    search: &ArchitectureSearch<'_>,
    named: &NamedDesign<'_>,
) -> Option<Vec<BindingLimit>> {
    let constraints = &search.runner.design.basis.constraints;
    let beside: Vec<GridPoint> =
        (0..named.point.len()).flat_map(|axis| neighbours(search, named, axis)).flatten().collect();
    search.scores(&beside, constraints)?;
    let mut held = vec![false; constraints.len()];
    let mut out = Vec::new();
    for axis in 0..named.point.len() {
        let around = neighbours(search, named, axis);
        for (own, opposite) in [(0, 1), (1, 0)] {
            let Some(point) = &around[own] else { continue };
            // A worse one on the other side tells that this side would be better.
            let would_gain =
                || around[opposite].as_ref().is_some_and(|other| gain(search, named, other).is_some_and(|g| g < 0.0));
            let trial = search.tried.borrow()[point].clone();
            match trial {
                Trial::Ran { .. } if gain(search, named, point).is_some_and(|gain| gain > 0.0) => {
                    let failed = trial.failed_limits(constraints);
                    for (held, constraint) in held.iter_mut().zip(constraints) {
                        *held |= failed.contains(&constraint.to_string());
                    }
                }
                Trial::Infeasible(why) | Trial::Rejected(why) if would_gain() => out.push(BindingLimit {
                    kind: LimitKind::Model,
                    limit: why,
                    variable: Some(search.space.variables[axis].key.clone()),
                    bound: None,
                    relaxed_by: None,
                    unit: String::new(),
                    prices: Vec::new(),
                    reason: Some("there are no figures beyond it".to_owned()),
                }),
                _ => {}
            }
        }
        if let Some(end) = search.space.end_at(named.point, axis) {
            out.extend(end_limit(search, named, axis, end));
        }
    }
    for (place, _) in held.iter().enumerate().filter(|(_, held)| **held) {
        out.insert(0, price_constraint(search, named, constraints, place));
    }
    search.unless_stopped()?;
    Some(out)
}

/// The points one place down and one up an axis; none for choices without an order.
fn neighbours(search: &ArchitectureSearch<'_>, named: &NamedDesign<'_>, axis: usize) -> [Option<GridPoint>; 2] {
    let (own, at) = (search.space.axes[axis], named.point[axis]);
    let moved = |place: usize| {
        let mut point = named.point.clone();
        point[axis] = place;
        point
    };
    if own.choices > 0 {
        return [None, None];
    }
    [at.checked_sub(1).map(moved), (at + 1 < own.points).then(|| moved(at + 1))]
}

/// What a point gains for the aim, constraints aside; nothing where it does not run.
fn gain(search: &ArchitectureSearch<'_>, named: &NamedDesign<'_>, point: &GridPoint) -> Option<f64> {
    let trial = &search.tried.borrow()[point];
    gain_of(search, named, trial)
}

fn gain_of(search: &ArchitectureSearch<'_>, named: &NamedDesign<'_>, trial: &Trial) -> Option<f64> {
    let Trial::Ran { .. } = trial else { return None };
    let objectives = trial.score(search.runner.design, &[]).objectives;
    Some(named.aim.value(named.scale, named.objectives) - named.aim.value(named.scale, &objectives))
}

/// The end of a range that a design is at, where it binds.
fn end_limit(
    search: &ArchitectureSearch<'_>,
    named: &NamedDesign<'_>,
    axis: usize,
    end: RangeEnd,
) -> Option<BindingLimit> {
    let variable = &search.space.variables[axis];
    let inner = neighbours(search, named, axis).into_iter().flatten().next();
    let inner_is_worse = inner.is_some_and(|inner| gain(search, named, &inner).is_some_and(|gain| gain < 0.0));
    let (space, start, length) = search.space.extended(named.point, axis, end)?;
    let longer = ArchitectureSearch {
        runner: TrialRunner { ..search.runner },
        space,
        watch: search.watch,
        tried: RefCell::new(BTreeMap::new()),
    };
    let best = longer.search_around(&start, named.aim, named.scale, None);
    search.unless_stopped()?;
    let tried = longer.tried.borrow();
    let constraints = &search.runner.design.basis.constraints;
    let kept = |trial: &Trial| trial.score(search.runner.design, constraints).violation == 0.0;
    let gained = tried.get(&best).filter(|trial| kept(trial)).and_then(|trial| gain_of(search, named, trial));
    if !inner_is_worse && !gained.is_some_and(|gain| gain > 0.0) {
        return None;
    }
    let (prices, reason) = match (&tried[&start], gained) {
        (Trial::Rejected(why) | Trial::Infeasible(why), _) => (Vec::new(), Some(format!("beyond it: {why}"))),
        (_, None) => (Vec::new(), Some("no design beyond it keeps the constraints".to_owned())),
        (_, Some(_)) => (prices(search, named, &tried[&best], length), None),
    };
    let word = if end == RangeEnd::Low { "low" } else { "high" };
    let bound = search.space.values_at(named.point)[axis].clone();
    Some(BindingLimit {
        kind: if end == RangeEnd::Low { LimitKind::LowEnd } else { LimitKind::HighEnd },
        limit: format!("{} {word} = {bound}", variable.key),
        variable: Some(variable.key.clone()),
        bound: bound.number(),
        relaxed_by: Some(length),
        unit: difference_unit(variable.domain.unit()),
        prices,
        reason,
    })
}

/// A constraint that binds, with its price.
fn price_constraint(
    search: &ArchitectureSearch<'_>,
    named: &NamedDesign<'_>,
    constraints: &[Constraint],
    place: usize,
) -> BindingLimit {
    let mut relaxed = constraints.to_vec();
    let own = &mut relaxed[place];
    let length = if own.bound == 0.0 { 1.0 } else { RELAXED_SHARE * own.bound.abs() };
    own.bound += match own.relation {
        ConstraintRelation::AtMost => length,
        ConstraintRelation::AtLeast => -length,
    };
    let best = search.search_around(named.point, named.aim, named.scale, Some(&relaxed));
    let tried = search.tried.borrow();
    let prices = tried.get(&best).map_or_else(Vec::new, |trial| prices(search, named, trial, length));
    BindingLimit {
        kind: LimitKind::Constraint,
        limit: constraints[place].to_string(),
        variable: None,
        bound: Some(constraints[place].bound),
        relaxed_by: Some(length),
        unit: difference_unit(constraints[place].figure.unit()),
        prices,
        reason: None,
    }
}

/// What the objectives of an aim change by for each unit that a limit gives way.
fn prices(search: &ArchitectureSearch<'_>, named: &NamedDesign<'_>, relaxed: &Trial, length: f64) -> Vec<ShadowPrice> {
    let design = search.runner.design;
    let Trial::Ran { objectives, .. } = relaxed else { return Vec::new() };
    let tried = search.tried.borrow();
    let Some(Trial::Ran { objectives: before, .. }) = tried.get(named.point) else { return Vec::new() };
    let wanted = |k: usize| matches!(named.aim, Aim::Knee) || *named.aim == Aim::Least(k);
    let price = |(k, objective): (usize, &Objective)| ShadowPrice {
        objective: objective.figure.key,
        per_unit: (objectives[k] - before[k]) / length,
    };
    design.objectives.iter().enumerate().filter(|(k, _)| wanted(*k)).map(price).collect()
}

/// The unit of a difference of two values in a unit: temperatures differ by kelvins.
fn difference_unit(unit: &str) -> String {
    if matches!(unit, "degC" | "°C") { "K".to_owned() } else { unit.to_owned() }
}
