//! Limits that a run watches.

use crate::catalog::system::Coolant;

use super::boundary::BoundaryConditions;
use super::limit_kind::TransientLimitKind;
use super::model::TransientModel;

/// Which value is watched.
#[derive(Clone, Copy, Debug)]
enum MonitoredValue {
    Die(usize),
    Memory(usize),
    Row(usize),
    Falling(usize),
    Vapour,
}

/// A limit.
#[derive(Clone, Debug)]
pub(crate) struct LimitMonitor {
    /// What it is of.
    pub kind: TransientLimitKind,
    /// What it concerns.
    pub what: String,
    /// Its value.
    pub limit: f64,
    value: MonitoredValue,
    /// Chips that it concerns.
    pub chips: Option<usize>,
}

impl LimitMonitor {
    /// How far the limit is passed; negative within it.
    pub fn limit_exceedance(&self, model: &TransientModel, y: &[f64], vapour_j: f64) -> f64 {
        match self.value {
            MonitoredValue::Die(i) => y[model.chips[i].rows.die] - self.limit,
            MonitoredValue::Memory(i) => {
                model.chips[i].memory_temperature_c(y).unwrap_or(f64::NEG_INFINITY) - self.limit
            }
            MonitoredValue::Row(row) => y[row] - self.limit,
            MonitoredValue::Falling(row) => self.limit - y[row],
            MonitoredValue::Vapour => vapour_j - self.limit,
        }
    }
}

/// Every limit of a model.
pub(crate) fn build_monitors(model: &TransientModel, around: &BoundaryConditions<'_>) -> Vec<LimitMonitor> {
    let rules = &around.setup.rack.rules;
    let mut out = Vec::new();
    let mut add = |kind, what: String, limit, value, chips| out.push(LimitMonitor { kind, what, limit, value, chips });
    for (i, c) in model.chips.iter().enumerate() {
        let spec = c.model.chip.spec();
        add(TransientLimitKind::Throttle, c.name.clone(), spec.limit_c, MonitoredValue::Die(i), Some(i));
        add(TransientLimitKind::Shutdown, c.name.clone(), spec.shutdown_c, MonitoredValue::Die(i), Some(i));
        if let Some(memory) = &c.model.memory {
            add(
                TransientLimitKind::Memory,
                format!("memory of {}", c.name),
                memory.limit_c,
                MonitoredValue::Memory(i),
                Some(i),
            );
        }
        let wet = model.streams[c.stream].coolant == Coolant::Liquid;
        if wet
            && model.boiling_tank.is_none()
            && let Some(row) = model.net.node_row(c.cell)
        {
            add(
                TransientLimitKind::Boiling,
                format!("coolant in the plate of {}", c.name),
                around.boiling_c,
                MonitoredValue::Row(row),
                None,
            );
        }
    }
    if let Some(aisles) = &model.room_air {
        add(
            TransientLimitKind::ExhaustAir,
            "exhaust air".to_owned(),
            rules.exhaust_max_c,
            MonitoredValue::Row(aisles.exhaust_row),
            None,
        );
    }
    if let Some(own) = &model.coolant_loop {
        add(
            TransientLimitKind::Return,
            "coolant leaving".to_owned(),
            rules.return_max_c,
            MonitoredValue::Row(own.return_row),
            None,
        );
        add(
            TransientLimitKind::Condensation,
            "coolant supplied".to_owned(),
            rules.dew_point_c,
            MonitoredValue::Falling(own.supply_row),
            None,
        );
    }
    if let Some(tank) = &model.boiling_tank {
        add(TransientLimitKind::Vent, "boiling fluid".to_owned(), tank.vent_c, MonitoredValue::Row(tank.row), None);
        add(TransientLimitKind::Dry, "boiling fluid".to_owned(), tank.reserve_j, MonitoredValue::Vapour, None);
    }
    out
}
