//! The end uses of a facility's electricity, as EnergyPlus and energy audits book them.

use serde::Serialize;

/// An end use of the facility's electricity. Every watt at the meter is booked under exactly one; every chart gives it one
/// colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EndUse {
    /// Accelerators (modules with their memory and regulators).
    Accelerators,
    /// Processors, memory, network cards, drives, switches in the racks.
    OtherIt,
    /// Fans inside the IT equipment.
    ServerFans,
    /// Switches between racks.
    Network,
    /// Storage and management beside the racks.
    Storage,
    /// Power supplies, busway, UPS and transformer losses.
    Conversion,
    /// Fans of room air handlers.
    AirHandling,
    /// Pumps of every loop.
    Pumps,
    /// Compressors.
    Chillers,
    /// Electricity of the campus or district whose chilled water is bought.
    PurchasedCooling,
    /// Fans of towers and dry coolers.
    HeatRejection,
    /// Lighting and fixed loads.
    Building,
}

impl EndUse {
    /// Every class, from the chip outwards.
    pub const ALL: [Self; 12] = [
        Self::Accelerators,
        Self::OtherIt,
        Self::ServerFans,
        Self::Network,
        Self::Storage,
        Self::Conversion,
        Self::AirHandling,
        Self::Pumps,
        Self::Chillers,
        Self::PurchasedCooling,
        Self::HeatRejection,
        Self::Building,
    ];
    /// Word in results.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Accelerators => "accelerators",
            Self::OtherIt => "other_it",
            Self::ServerFans => "server_fans",
            Self::Network => "network",
            Self::Storage => "storage",
            Self::Conversion => "conversion",
            Self::AirHandling => "air_handling",
            Self::Pumps => "pumps",
            Self::Chillers => "chillers",
            Self::PurchasedCooling => "purchased_cooling",
            Self::HeatRejection => "heat_rejection",
            Self::Building => "building",
        }
    }
    /// Name in tables, charts and reports.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Accelerators => "Accelerators",
            Self::OtherIt => "Other IT",
            Self::ServerFans => "Server fans",
            Self::Network => "Network between racks",
            Self::Storage => "Storage and management",
            Self::Conversion => "Power conversion",
            Self::AirHandling => "Room air handlers",
            Self::Pumps => "Pumps",
            Self::Chillers => "Chillers",
            Self::PurchasedCooling => "Purchased cooling",
            Self::HeatRejection => "Heat rejection fans",
            Self::Building => "Lighting and fixed loads",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_the_words_of_the_json() {
        for end_use in EndUse::ALL {
            assert_eq!(serde_json::to_value(end_use).unwrap(), end_use.key());
        }
    }
}
