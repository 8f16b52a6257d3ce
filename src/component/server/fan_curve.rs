//! Speed of server fans by the temperature of the air at the inlet: the open loop of a server's fan control.
//!
//! `n = n₁ + (n₂ − n₁) ((T − T₁)/(T₂ − T₁))^m` above T₁, and n₁ below; the law continues above T₂ up to full speed. Controllers
//! hold tables with steps of 2 to 5 K; the law is a curve through them. Parts that are warm ask for more: the fans run at
//! the higher of both speeds.
//!
//! Sources: fan tables of OpenBMC; ASHRAE's account of the power of servers over their inlet temperature.
//!
//! Neglects: hysteresis and ramps in time, and settings that follow the cards in a server.
//!
//! Compared with: validation cases `server-inlet-grc` and `server-power-against-inlet`.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::units::Temperature;

params! {
    /// Parameters of the curve; speeds are shares of full speed.
    pub struct FanCurveSpec {
        /// Inlet up to which fans stay at `speed_low`.
        inlet_low_c ["degC"] in 0.0..=40.0;
        /// Inlet at which fans reach `speed_high`; above `inlet_low_c`.
        inlet_high_c ["degC"] in 5.0..=60.0;
        /// Speed of cold air.
        speed_low [""] in 0.05..=1.0;
        /// Speed of warm air.
        speed_high [""] in 0.05..=1.0;
        /// Exponent of the rise.
        exponent [""] in 0.5..=6.0 = 1.0;
    }
}

/// Kind of a record that says `kind = "fan-curve"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "fan-curve",
    summary: "Speed of server fans over inlet temperature",
    law: ComponentLaw {
        symbols: "n = n1 + (n2 - n1) ((T - T1)/(T2 - T1))^m",
        words: "lowest speed of server fans by the air at their inlet",
        results: &[LawResult::Power(EndUse::ServerFans), LawResult::PartTemperature],
    },
    params: FanCurveSpec::PARAMS,
    check: |table| FanCurveSpec::read(table).map(drop),
};

/// The speed, a share of full, that the curve asks for at an inlet temperature.
pub fn speed_at_inlet(spec: &FanCurveSpec, inlet: Temperature) -> f64 {
    let FanCurveSpec { inlet_low_c, inlet_high_c, speed_low, speed_high, exponent } = *spec;
    // A table without width is a step.
    let width_k = (inlet_high_c - inlet_low_c).max(0.1);
    let x = ((inlet.celsius() - inlet_low_c) / width_k).max(0.0);
    (speed_low + (speed_high - speed_low) * x.powf(exponent)).clamp(speed_low.min(speed_high), 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of a two-socket server (OpenBMC, Tioga Pass, version 1.0), duty in % over the inlet in °C.
    #[test]
    fn the_curve_follows_a_published_table() {
        let spec =
            FanCurveSpec { inlet_low_c: 20.0, inlet_high_c: 38.0, speed_low: 0.11, speed_high: 0.3, exponent: 1.9 };
        for (inlet_c, duty) in [(20.0, 11.0), (24.0, 13.0), (28.0, 15.0), (30.0, 16.0), (34.0, 22.0), (38.0, 30.0)] {
            let found = 100.0 * speed_at_inlet(&spec, Temperature::from_celsius(inlet_c));
            assert!((found - duty).abs() < 1.5, "{inlet_c}: {found} against {duty}");
        }
        assert_eq!(speed_at_inlet(&spec, Temperature::from_celsius(5.0)), 0.11);
        assert_eq!(speed_at_inlet(&spec, Temperature::from_celsius(90.0)), 1.0);
    }
}
