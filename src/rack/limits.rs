//! What can fail in a rack, each with its value, what is allowed, and what would cure it.

use crate::component::liquid::rack_rules;
use crate::units::message::Message;

use super::model::RackModel;

/// Kinds of limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RackLimitKind {
    /// A junction.
    Chip,
    /// Memory, in a package or on a module.
    Memory,
    /// Air in front of a tray whose maker states the warmest.
    InletAir,
    /// Air behind the rack.
    ExhaustAir,
    /// Liquid leaving the rack.
    ReturnTemperature,
    /// What the coolant pumps hold: a flow or a pressure that they do not reach at full speed.
    PumpHead,
    /// Velocity in the manifold.
    ManifoldVelocity,
    /// Flow through a quick disconnect.
    QuickDisconnect,
    /// A liquid-to-air unit that cannot reach the supply temperature.
    LiquidToAirExchanger,
    /// The condenser of a boiling tank.
    Condenser,
    /// Dry-out of a boiling plate.
    CriticalHeatFlux,
    /// Heat left to an ordinary room behind a rear door.
    RoomHeat,
    /// Power supplies.
    PowerSupply,
}

impl std::fmt::Display for RackLimitKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl serde::Serialize for RackLimitKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl RackLimitKind {
    /// Word in results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chip => "chip",
            Self::Memory => "memory",
            Self::InletAir => "inlet-air",
            Self::ExhaustAir => "exhaust-air",
            Self::ReturnTemperature => "return-temperature",
            Self::PumpHead => "pump-head",
            Self::ManifoldVelocity => "flow",
            Self::QuickDisconnect => "quick-disconnect",
            Self::LiquidToAirExchanger => "liquid-to-air-exchanger",
            Self::Condenser => "condenser",
            Self::CriticalHeatFlux => "critical-heat-flux",
            Self::RoomHeat => "room-air",
            Self::PowerSupply => "power-supply",
        }
    }

    /// What would cure it.
    pub const fn suggested_remedy(self) -> &'static str {
        match self {
            Self::Chip => "a colder supply, more flow, a better cooler or less power",
            Self::Memory => "a colder supply, more flow past the memory or less power",
            Self::InletAir => "a colder supply or less recirculation",
            Self::ExhaustAir => "more air, colder air, or a rear door",
            Self::ReturnTemperature => "more flow or a colder supply",
            Self::PumpHead => "fewer racks to a coolant unit, larger pumps or less flow",
            Self::ManifoldVelocity => "a wider manifold or less flow",
            Self::QuickDisconnect => "larger quick disconnects or two pairs to a tray",
            Self::LiquidToAirExchanger => "more coil, a cooler room, a warmer supply or facility water",
            Self::Condenser => "colder or more condenser water, or a larger condenser",
            Self::CriticalHeatFlux => "a larger or better boiling surface, or less power",
            Self::RoomHeat => "colder or more water in the door, or a room that takes more",
            Self::PowerSupply => "more power supplies",
        }
    }
}

/// A limit and how near it is.
#[derive(Clone, Debug, PartialEq)]
pub struct RackLimit {
    /// Kind.
    pub kind: RackLimitKind,
    /// What it concerns.
    pub what: String,
    /// Value.
    pub value: f64,
    /// What is allowed.
    pub allowed: f64,
    /// Where the value would be without any load: margins are told relative to the span from here.
    pub base: f64,
    /// Unit of both.
    pub unit: &'static str,
}

/// Beyond a limit by less than this share of its span is at the limit: controllers hold no closer.
const LIMIT_TOLERANCE: f64 = 1e-9;

impl RackLimit {
    /// Allowed less value.
    pub fn margin(&self) -> f64 {
        self.allowed - self.value
    }

    /// Margin over the span from the value without load to what is allowed; where there is no span nothing is left.
    pub fn relative_margin(&self) -> f64 {
        let span = self.allowed - self.base;
        if span > 0.0 { self.margin() / span } else { self.margin().min(-1.0) }
    }

    /// Whether it is passed.
    pub fn is_exceeded(&self) -> bool {
        self.relative_margin() < -LIMIT_TOLERANCE
    }

    /// In words.
    pub fn describe(&self) -> Message {
        let &Self { value, allowed, unit, .. } = self;
        let digits = if self.allowed.abs() < 20.0 { 2 } else { 1 };
        let delta = if unit == "degC" { "K" } else { unit };
        let (distance, side) = if self.is_exceeded() {
            (-self.margin(), " above its limit of ")
        } else {
            (self.margin().max(0.0), " below its limit of ")
        };
        Message::from(format!("{}: ", self.what))
            .with_quantity(value, digits, unit)
            .with_text(", ")
            .with_quantity(distance, digits, delta)
            .with_text(side)
            .with_quantity(allowed, digits, unit)
    }
}

/// The air in front of the trays whose makers state the warmest that they allow. The margin is told from 0 °C: a
/// supply at the very limit keeps it.
pub(super) fn inlet_limits(rack: &RackModel, front_c: f64) -> impl Iterator<Item = RackLimit> {
    let stated = rack.trays.iter().filter(|tray| tray.fans.is_some());
    stated.filter_map(move |tray| {
        Some(RackLimit {
            kind: RackLimitKind::InletAir,
            what: format!("air at the inlet of the {}", tray.name),
            value: front_c,
            allowed: tray.inlet_max_c?,
            base: 0.0,
            unit: "degC",
        })
    })
}

/// The air behind the rack.
pub(super) fn exhaust_limit(rules: &rack_rules::RackRulesSpec, exhaust_c: f64, supply_c: f64) -> RackLimit {
    RackLimit {
        kind: RackLimitKind::ExhaustAir,
        what: "exhaust air".to_owned(),
        value: exhaust_c,
        allowed: rules.exhaust_max_c,
        base: supply_c,
        unit: "degC",
    }
}

/// The liquid leaving.
pub(super) fn return_limit(rules: &rack_rules::RackRulesSpec, return_c: f64, supply_c: f64) -> RackLimit {
    RackLimit {
        kind: RackLimitKind::ReturnTemperature,
        what: "coolant leaving".to_owned(),
        value: return_c,
        allowed: rules.return_max_c,
        base: supply_c,
        unit: "degC",
    }
}

/// A limit whose value without load is zero.
pub(super) fn zero_based_limit(
    kind: RackLimitKind,
    what: &str,
    value: f64,
    allowed: f64,
    unit: &'static str,
) -> RackLimit {
    RackLimit { kind, what: what.to_owned(), value, allowed, base: 0.0, unit }
}
