//! What the parts of a rack are asked to do.

use crate::scenario::ArchitectureSettings;
use crate::units::Power;

/// What the parts are asked to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RackLoad {
    /// Share of the range from idle to their busy power that its parts draw: 1 busy, 0 idle.
    pub busy: f64,
    /// Share of the range from idle to full power that busy parts draw which compute, 0..=1.
    pub activity: f64,
    /// Cap on the power of one accelerator, if there is one.
    pub cap: Option<Power>,
    /// Power of every part over that of its record: 1, but for questions of density.
    pub scale: f64,
}

impl RackLoad {
    /// Busy at full clock and full activity.
    pub const FULL: Self = Self { busy: 1.0, activity: 1.0, cap: None, scale: 1.0 };

    /// The most that the racks of an architecture draw, which its hall is sized for: full activity under its power limit.
    pub fn full_load(architecture: &ArchitectureSettings) -> Self {
        Self { cap: architecture.power_limit, ..Self::FULL }
    }
}
