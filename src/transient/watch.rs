//! Limits that a run watches.

use super::Surroundings;
use super::model::Model;
use crate::catalog::system::Coolant;

/// What a limit is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitKind {
    /// A chip slows down.
    Throttle,
    /// Memory in a package slows its chip down.
    Memory,
    /// A chip switches off.
    Shutdown,
    /// Air behind the rack.
    ExhaustAir,
    /// Liquid leaving the rack.
    Return,
    /// Liquid boils in a plate.
    Boiling,
    /// Pipes sweat.
    Condensation,
    /// A tank vents its vapour.
    Vent,
    /// So much of a tank's fluid has left that parts stand dry.
    Dry,
}

/// Which value is watched.
#[derive(Clone, Copy, Debug)]
enum Value {
    Die(usize),
    Memory(usize),
    Row(usize),
    Falling(usize),
    Vapour,
}

/// A limit.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    /// What it is of.
    pub kind: LimitKind,
    /// What it concerns.
    pub what: String,
    /// Its value.
    pub limit: f64,
    value: Value,
    /// Chips that it concerns.
    pub chips: Option<usize>,
}

impl Watch {
    /// How far the limit is passed; negative within it.
    pub fn over(&self, model: &Model, y: &[f64], vapour_j: f64) -> f64 {
        match self.value {
            Value::Die(i) => y[model.chips[i].die] - self.limit,
            Value::Memory(i) => model.chips[i].memory_c(y).unwrap_or(f64::NEG_INFINITY) - self.limit,
            Value::Row(row) => y[row] - self.limit,
            Value::Falling(row) => self.limit - y[row],
            Value::Vapour => vapour_j - self.limit,
        }
    }
}

/// Every limit of a model.
pub(super) fn all(model: &Model, around: &Surroundings<'_>) -> Vec<Watch> {
    let rules = &around.setup.rack.rules;
    let mut out = Vec::new();
    let mut add = |kind, what: String, limit, value, chips| out.push(Watch { kind, what, limit, value, chips });
    for (i, c) in model.chips.iter().enumerate() {
        let spec = c.model.chip.spec();
        add(LimitKind::Throttle, c.name.clone(), spec.limit_c, Value::Die(i), Some(i));
        add(LimitKind::Shutdown, c.name.clone(), spec.shutdown_c, Value::Die(i), Some(i));
        if let Some(memory) = &c.model.memory {
            add(LimitKind::Memory, format!("memory of {}", c.name), memory.limit_c, Value::Memory(i), Some(i));
        }
        let wet = model.streams[c.stream].coolant == Coolant::Liquid;
        if wet
            && model.tank.is_none()
            && let Some(row) = model.net.row(c.cell)
        {
            add(
                LimitKind::Boiling,
                format!("coolant in the plate of {}", c.name),
                around.boiling_c,
                Value::Row(row),
                None,
            );
        }
    }
    if let Some(aisles) = &model.aisles {
        add(LimitKind::ExhaustAir, "exhaust air".to_owned(), rules.exhaust_max_c, Value::Row(aisles.exhaust_row), None);
    }
    if let Some(own) = &model.own {
        add(LimitKind::Return, "coolant leaving".to_owned(), rules.return_max_c, Value::Row(own.unit), None);
        add(
            LimitKind::Condensation,
            "coolant supplied".to_owned(),
            rules.dew_point_c,
            Value::Falling(own.supply),
            None,
        );
    }
    if let Some(tank) = &model.tank {
        add(LimitKind::Vent, "boiling fluid".to_owned(), tank.vent_c, Value::Row(tank.row), None);
        add(LimitKind::Dry, "boiling fluid".to_owned(), tank.reserve_j, Value::Vapour, None);
    }
    out
}
