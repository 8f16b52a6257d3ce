//! Reset of chilled water by the weather or the load.
//!
//! `T = T_max − (T_max − T_min) x`, `x = (t − t_min)/(t_max − t_min)` held between 0 and 1, with t the outdoor dry-bulb: the
//! water is warmest in cold air. By load x is the heat over that of the design.
//!
//! Neglects: humidity of the hall, whose coils take sensible heat only.
//!
//! Compared with: values by hand in this file.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;

params! {
    /// How far and between which outdoor temperatures chilled water is reset.
    pub struct WaterResetSpec {
        /// Outdoor dry-bulb at and below which the water is warmest.
        air_min_c ["degC"] in -30.0..=40.0;
        /// Outdoor dry-bulb at and above which it is coldest.
        air_max_c ["degC"] in -20.0..=50.0;
        /// Warmest over coldest water where a scenario does not give the warmest.
        span_k ["K"] in 0.5..=20.0;
    }
}

/// Kind of a record that says `kind = "water-reset"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "water-reset",
    summary: "Reset of chilled water by load or weather",
    law: ComponentLaw {
        symbols: "T = T_max - (T_max - T_min) x, x = (t - t_min) / (t_max - t_min) or Q / Q_design",
        words: "warmer water in cold weather or at part load, between two limits",
        results: &[LawResult::Power(EndUse::Chillers)],
    },
    params: WaterResetSpec::PARAMS,
    check: |table| WaterResetSpec::read(table).map(drop),
};

impl WaterResetSpec {
    /// How far the water is reset towards its coldest with an outdoor dry-bulb, °C: 0 to 1.
    pub fn share_in_weather(&self, dry_bulb_c: f64) -> f64 {
        if dry_bulb_c >= self.air_max_c {
            1.0
        } else if dry_bulb_c <= self.air_min_c {
            0.0
        } else {
            (dry_bulb_c - self.air_min_c) / (self.air_max_c - self.air_min_c)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cold_air_allows_warm_water() {
        let reset = WaterResetSpec { air_min_c: 15.0, air_max_c: 27.0, span_k: 5.6 };
        for (air_c, share) in [(-10.0, 0.0), (15.0, 0.0), (18.0, 0.25), (24.0, 0.75), (27.0, 1.0), (40.0, 1.0)] {
            assert_eq!(reset.share_in_weather(air_c), share);
        }
        let step = WaterResetSpec { air_min_c: 20.0, air_max_c: 20.0, span_k: 5.6 };
        assert_eq!((step.share_in_weather(19.9), step.share_in_weather(20.0)), (0.0, 1.0));
    }
}
