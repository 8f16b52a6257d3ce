//! Electric conductors: power that a current carries, resistance, Joule heat.
//!
//! `P = V I cos φ` between two poles, `P = √3 V I cos φ` in three phases with `V` between phases;
//! `R = ρ(T) L/A` of one conductor; heat `n I² R` of the `n` conductors that carry the current: two (out and back) or three
//! (a balanced load leaves the neutral empty).
//!
//! `ρ(T) = ρ₂₀ (1 + α (T − 20 °C))` with the International Annealed Copper Standard, IEC 60028: `ρ₂₀ = 1/58 Ω mm²/m`,
//! `α = 0.00393 1/K`. Linear within 0.5 % from −50 to 150 °C. Skin effect and contacts are left out.

use crate::units::{Area, Length, Power, Temperature};

/// Whether a current flows between two poles or in three phases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurrentType {
    /// Direct current between two poles.
    Direct,
    /// Three balanced phases.
    ThreePhase,
}

impl CurrentType {
    /// Conductors that carry the current.
    pub const fn conductor_count(self) -> f64 {
        match self {
            Self::Direct => 2.0,
            Self::ThreePhase => 3.0,
        }
    }

    /// Power over volt-amperes of one conductor: 1 or √3.
    fn phase_factor(self) -> f64 {
        match self {
            Self::Direct => 1.0,
            Self::ThreePhase => 3.0_f64.sqrt(),
        }
    }

    /// Power that a current carries.
    pub fn power_from_current(self, amperes: f64, volts: f64, power_factor: f64) -> Power {
        Power::new(self.phase_factor() * volts * power_factor * amperes)
    }
}

/// Resistivity of annealed copper at 20 °C, Ω m.
const COPPER_RESISTIVITY_OHM_M: f64 = 1.0 / 58e6;
/// Its growth with temperature, 1/K.
const COPPER_COEFFICIENT_PER_K: f64 = 0.00393;

/// Resistance of one copper conductor, Ω.
pub fn copper_resistance_ohm(length: Length, area: Area, temperature: Temperature) -> f64 {
    let ohm_m = COPPER_RESISTIVITY_OHM_M * (1.0 + COPPER_COEFFICIENT_PER_K * (temperature.celsius() - 20.0));
    ohm_m * length.metres() / area.m2()
}

/// Joule heat of all conductors.
pub fn joule_heat(form: CurrentType, amperes: f64, ohm: f64) -> Power {
    Power::new(form.conductor_count() * amperes * amperes * ohm)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 120 kW need 2222.2 A at 54 V and 150 A at 800 V; the square of the ratio is 219.5.
    #[test]
    fn a_rack_at_54_and_at_800_volts() {
        for (volts, amperes) in [(54.0, 2222.222), (800.0, 150.0)] {
            let power = CurrentType::Direct.power_from_current(amperes, volts, 1.0);
            assert!((power.kw() - 120.0).abs() < 1e-4, "{power:?}");
        }
        let ohm = copper_resistance_ohm(Length::new(2.0), Area::new(1e-3), Temperature::from_celsius(20.0));
        let heat = |amperes| joule_heat(CurrentType::Direct, amperes, ohm);
        assert!((heat(2222.222) / heat(150.0) - 219.5).abs() < 0.1);
    }

    /// 415 V between phases, 1000 A: 718.8 kW at a power factor of one, a tenth less at 0.9.
    #[test]
    fn three_phases_share_the_power() {
        let kw = |factor| CurrentType::ThreePhase.power_from_current(1000.0, 415.0, factor).kw();
        assert!((kw(1.0) - 718.8).abs() < 0.05 && (kw(0.9) - 646.9).abs() < 0.05);
    }

    #[test]
    fn copper_has_its_standard_resistance() {
        // 100 m of 1 mm² at 20 °C: 1.724 Ω; 19.65 % more at 70 °C.
        let at = |c| copper_resistance_ohm(Length::new(100.0), Area::new(1e-6), Temperature::from_celsius(c));
        assert!((at(20.0) - 1.724).abs() < 1e-3);
        assert!((at(70.0) / at(20.0) - 1.1965).abs() < 1e-9);
    }
}
