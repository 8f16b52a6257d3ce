//! Kinds of limits that a run watches.

/// What a limit is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransientLimitKind {
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
