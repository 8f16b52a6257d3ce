//! What a rack does in a hall.

use serde::{Deserialize, Serialize};

/// What a rack does in a hall.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum SystemRole {
    /// Accelerators compute the workload.
    #[default]
    Compute,
    /// Disks or flash.
    Storage,
    /// Switches.
    Network,
    /// Servers of processors.
    Processor,
    /// Management, login and fabric management.
    Management,
}

impl SystemRole {
    /// The word in records and results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compute => "compute",
            Self::Storage => "storage",
            Self::Network => "network",
            Self::Processor => "processor",
            Self::Management => "management",
        }
    }
}
