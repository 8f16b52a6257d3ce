//! Set points of water: fixed, or following the outdoor wet bulb.

use crate::plant::outdoor::OutdoorConditions;

/// What a cooler holds the water at that leaves it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ExplicitSetPoint {
    /// One temperature, °C.
    Fixed(f64),
    /// The wet bulb of the outdoor air and an approach, within limits.
    WetBulb {
        /// Above the wet bulb, K.
        approach_k: f64,
        /// Coldest and warmest, °C.
        limits_c: (f64, f64),
    },
}

impl ExplicitSetPoint {
    /// The set point in outdoor air, °C.
    pub(crate) fn value_in(&self, outdoor: &OutdoorConditions) -> f64 {
        match self {
            Self::Fixed(set_c) => *set_c,
            Self::WetBulb { approach_k, limits_c: (coldest_c, warmest_c) } => {
                (outdoor.wet_bulb.celsius() + approach_k).clamp(*coldest_c, *warmest_c)
            }
        }
    }

    /// A temperature among those that it takes, °C: the fixed one, or the middle of the limits.
    pub fn typical_c(&self) -> f64 {
        match self {
            Self::Fixed(set_c) => *set_c,
            Self::WetBulb { limits_c: (coldest_c, warmest_c), .. } => f64::midpoint(*coldest_c, *warmest_c),
        }
    }
}
