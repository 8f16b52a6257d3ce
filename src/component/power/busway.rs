//! Busways, cables and busbars: Joule heat of a stretch of copper between two places.
//!
//! `P_loss = n I² R` with the current and the resistance of [`conductor`](crate::physics::conductor); at the rated current
//! a share `a₂ = n I_r² R/P_r` of the power is lost, at other loads `P_r a₂ x²`. Estimated lengths stand for the way from
//! the converter to the middle rack. Joints, skin effect and what protects the lines are left out: a few per cent of the
//! loss.
//!
//! Neglects: joints, skin effect, neutral currents, and protection.
//!
//! Compared with: a worked point in this file.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::conductor::{CurrentType, copper_resistance_ohm, joule_heat};
use crate::units::{Area, Length, Temperature};

use super::conversion;

params! {
    /// Voltage, length, cross-section and rating of a busway.
    pub struct BuswaySpec {
        /// Voltage between phases or poles.
        volts ["V"] in 12.0..=50000.0;
        /// Phases: 3, or 0 for direct current.
        phases [""] in 0.0..=3.0;
        /// Real over apparent power.
        power_factor [""] in 0.5..=1.0 = 1.0;
        /// Rated current of each conductor.
        rated_a ["A"] in 1.0..=10000.0;
        /// Length from end to end.
        length_m ["m"] in 0.1..=2000.0;
        /// Copper of one conductor.
        area_mm2 ["mm²"] in 1.0..=20000.0;
        /// Its temperature.
        conductor_c ["degC"] in 0.0..=120.0 = 70.0;
    }
}

/// Kind of a record that says `kind = "busway"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "busway",
    summary: "Busway, cable or busbar: Joule heat from voltage, length and cross-section",
    law: ComponentLaw {
        symbols: "P_loss = n I² R",
        words: "Joule heat of a stretch of copper",
        results: &[LawResult::Power(EndUse::Conversion), LawResult::BusbarLoss],
    },
    params: BuswaySpec::PARAMS,
    check: |table| BuswaySpec::read(table).map(drop),
};

impl BuswaySpec {
    /// Whether the busway carries direct or three-phase current.
    pub const fn current_form(&self) -> CurrentType {
        if self.phases < 1.5 { CurrentType::Direct } else { CurrentType::ThreePhase }
    }

    /// Resistance of one conductor, Ω.
    pub fn conductor_resistance_ohm(&self) -> f64 {
        let area = Area::new(self.area_mm2 * 1e-6);
        copper_resistance_ohm(Length::new(self.length_m), area, Temperature::from_celsius(self.conductor_c))
    }

    /// Resistance there and back, mΩ: for direct current.
    pub fn loop_resistance_mohm(&self) -> f64 {
        2.0 * self.conductor_resistance_ohm() * 1e3
    }

    /// The same loss as a converter's law.
    pub fn equivalent_converter(&self) -> conversion::PowerConverterSpec {
        let rated = self.current_form().power_from_current(self.rated_a, self.volts, self.power_factor);
        let a2 = joule_heat(self.current_form(), self.rated_a, self.conductor_resistance_ohm()) / rated;
        conversion::PowerConverterSpec { rated_w: rated.watts(), a0: 0.0, a1: 0.0, a2 }
    }
}

#[cfg(test)]
mod tests {
    use crate::units::Power;

    use super::*;

    const BUSWAY: BuswaySpec = BuswaySpec {
        volts: 415.0,
        phases: 3.0,
        power_factor: 1.0,
        rated_a: 1600.0,
        length_m: 60.0,
        area_mm2: 1000.0,
        conductor_c: 70.0,
    };

    #[test]
    fn a_busway_by_hand() {
        // 60 m of 1000 mm² at 70 °C: 1.238 mΩ; 3 × 1600² A² × 1.238 mΩ = 9.51 kW of 1150 kW.
        assert!((BUSWAY.conductor_resistance_ohm() * 1e3 - 1.2378).abs() < 1e-3);
        let law = BUSWAY.equivalent_converter();
        assert!((law.rated_w / 1e3 - 1150.1).abs() < 0.1);
        let loss = conversion::conversion_loss(&law, 1.0, Power::new(law.rated_w)).unwrap();
        assert!((loss.kw() - 9.506).abs() < 0.01, "{}", loss.kw());
    }

    #[test]
    fn loss_falls_with_the_square_of_load_and_voltage() {
        let loss = |spec: &BuswaySpec, kw: f64| {
            conversion::conversion_loss(&spec.equivalent_converter(), 1.0, Power::from_kw(kw)).unwrap()
        };
        assert!((loss(&BUSWAY, 800.0) / loss(&BUSWAY, 400.0) - 4.0).abs() < 1e-9);
        let direct = |volts| BuswaySpec { volts, phases: 0.0, ..BUSWAY };
        assert!((loss(&direct(400.0), 500.0) / loss(&direct(800.0), 500.0) - 4.0).abs() < 1e-9);
        // Three phases of 415 V need √3 less current than two poles, in three conductors in place of two.
        let ratio = loss(&direct(415.0), 500.0) / loss(&BUSWAY, 500.0);
        assert!((ratio - 2.0).abs() < 1e-9, "{ratio}");
        assert_eq!(loss(&BUSWAY, 0.0).watts(), 0.0);
    }
}
