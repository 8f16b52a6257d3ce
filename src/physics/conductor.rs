//! Electric conductors: current for a power, resistance, Joule heat.
//!
//! `I = P/(V cos φ)` between two poles, `I = P/(√3 V cos φ)` in each of three phases with `V` between phases;
//! `R = ρ(T) L/A` of one conductor; heat `n I² R` of the `n` conductors that carry the current: two (out and back) or three
//! (a balanced load leaves the neutral empty).
//!
//! `ρ(T) = ρ₂₀ (1 + α (T − 20 °C))` with the International Annealed Copper Standard, IEC 60028: `ρ₂₀ = 1/58 Ω mm²/m`,
//! `α = 0.00393 1/K`. Linear within 0.5 % from −50 to 150 °C. Skin effect and contacts are left out.

use crate::units::{Area, Length, Power, Temperature};

/// How a current flows.
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

    /// Current in each conductor, A; volts are those between poles or phases.
    pub fn current_a(self, power: Power, volts: f64, power_factor: f64) -> f64 {
        power.watts() / (self.phase_factor() * volts * power_factor)
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

    #[test]
    fn a_rack_at_54_and_at_800_volts() {
        // 120 kW: 2222 A at 54 V, 150 A at 800 V; the square of the ratio is 219.
        let rack = Power::from_kw(120.0);
        let (low, high) =
            (CurrentType::Direct.current_a(rack, 54.0, 1.0), CurrentType::Direct.current_a(rack, 800.0, 1.0));
        assert!((low - 2222.2).abs() < 0.1 && (high - 150.0).abs() < 1e-9);
        let ohm = copper_resistance_ohm(Length::new(2.0), Area::new(1e-3), Temperature::from_celsius(20.0));
        let ratio = joule_heat(CurrentType::Direct, low, ohm) / joule_heat(CurrentType::Direct, high, ohm);
        assert!((ratio - (800.0_f64 / 54.0).powi(2)).abs() < 1e-9 && (ratio - 219.5).abs() < 0.1);
    }

    #[test]
    fn three_phases_share_the_power() {
        // 415 V, 1000 A, unity power factor: 718.8 kW.
        let power = CurrentType::ThreePhase.power_from_current(1000.0, 415.0, 1.0);
        assert!((power.kw() - 718.8).abs() < 0.05);
        assert!((CurrentType::ThreePhase.current_a(power, 415.0, 1.0) - 1000.0).abs() < 1e-9);
        assert!(CurrentType::ThreePhase.current_a(power, 415.0, 0.9) > 1100.0);
    }

    #[test]
    fn copper_has_its_standard_resistance() {
        // 100 m of 1 mm² at 20 °C: 1.724 Ω; 19.65 % more at 70 °C.
        let at = |c| copper_resistance_ohm(Length::new(100.0), Area::new(1e-6), Temperature::from_celsius(c));
        assert!((at(20.0) - 1.724).abs() < 1e-3);
        assert!((at(70.0) / at(20.0) - 1.1965).abs() < 1e-9);
    }
}
