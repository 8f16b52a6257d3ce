//! Set point of the condenser water of chillers.

use crate::units::Temperature;

/// Follows the wet-bulb within limits; one temperature where both limits are the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CondenserSetPoint {
    /// Approach to the wet-bulb, K.
    pub approach_k: f64,
    /// Coldest set point, °C.
    pub min_c: f64,
    /// Warmest set point, °C.
    pub max_c: f64,
    /// Coldest water that enters condensers, °C: a bypass holds it.
    pub coldest_c: f64,
    /// Range of the tower water in the design, K.
    pub range_k: f64,
}

impl CondenserSetPoint {
    /// The set point with an outdoor wet-bulb, °C.
    pub fn at_wet_bulb(&self, wet_bulb_c: f64) -> f64 {
        (wet_bulb_c + self.approach_k).max(self.min_c).min(self.max_c)
    }

    /// What towers are sized to hold with a wet-bulb, °C: the set point, but no closer to the wet-bulb than cells are worth.
    pub(super) fn design_c(&self, wet_bulb_c: f64, closest_k: f64) -> f64 {
        self.at_wet_bulb(wet_bulb_c).max(wet_bulb_c + self.approach_k.min(closest_k))
    }

    /// The warmest condenser water that chillers are sized for, on a day of this wet-bulb.
    pub(super) fn warmest(&self, wet_bulb_c: f64) -> Temperature {
        Temperature::from_celsius((wet_bulb_c + self.approach_k).max(self.min_c))
    }

    /// The coldest condenser water that chillers are sized for.
    pub(super) const fn coldest(&self) -> Temperature {
        Temperature::from_celsius(self.coldest_c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wet_bulb_leads_between_the_limits() {
        let reset = CondenserSetPoint { approach_k: 4.0, min_c: 18.0, max_c: 27.0, coldest_c: 18.0, range_k: 5.6 };
        for (wet_c, set_c) in [(-5.0, 18.0), (14.0, 18.0), (20.0, 24.0), (23.0, 27.0), (26.0, 27.0)] {
            assert_eq!(reset.at_wet_bulb(wet_c), set_c);
        }
        assert_eq!(reset.design_c(20.0, 2.8), 24.0);
        assert_eq!(reset.design_c(26.0, 2.8), 28.8, "one kelvin above the wet-bulb takes no end of cells");
        assert_eq!(reset.warmest(26.0), Temperature::from_celsius(30.0));
    }
}
