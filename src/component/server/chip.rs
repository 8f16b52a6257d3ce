//! Electrical power of a chip.
//!
//! `P(u, f, T) = (1 − u) P_idle + u [A φ(f) + L(T) ψ(f)]` with
//! - `u` the share of time in which the chip is busy, `f` its clock as a share of the highest;
//! - `L(T) = s P_max exp(b (T − T_ref))`, leakage: a share `s` of the rated power at `T_ref`, growing by `b` per kelvin;
//! - `A = P_max − L(T_limit)`: busy at full clock the chip draws its rated power exactly when the junction is at its
//!   limit. The rated power already contains the leakage of a hot chip, so a cooler chip draws less;
//! - voltage `v(f) = max(f, f_v)^m` relative to full clock, constant below `f_v`; dynamic power `φ = f v²`, leakage
//!   `ψ = v²`. With `m = 0.6` power above `f_v` falls as `f^2.2`.
//!
//! The power controller holds a busy chip at `P_max`: above its limit the chip throttles and its power does not rise. Above
//! its shutdown temperature a chip is off; a state that shows it hotter tells how far the cooling is short, with the leakage of that
//! temperature.
//!
//! Sources: dynamic and leakage power as in any text on CMOS design; exponential growth of leakage with temperature of
//! 1 to 2 % per kelvin and a share of 10 to 25 % at 65 °C are estimates for FinFET parts, as are `m` and `f_v`.
//!
//! Neglects: hot spots, differences between chips of one type, and the regulator's loss apart from the chip's.
//!
//! Compared with: measured nodes in `tests/rack.rs` and validation cases `dgx-h100-air`, `h100-air-peak` and
//! `b200-plates-training`; leakage in `server-power-against-inlet`.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::units::{Power, Temperature};

params! {
    /// Parameters of a chip's power.
    pub struct ChipSpec {
        /// Busy at full clock with the junction at its limit.
        max_w ["W"] in 0.1..=10000.0;
        /// Idle.
        idle_w ["W"] in 0.0..=5000.0;
        /// Junction temperature at which the clock is reduced.
        limit_c ["degC"] in 40.0..=130.0;
        /// Junction temperature at which the chip switches off.
        shutdown_c ["degC"] in 45.0..=160.0 = 110.0;
        /// Leakage at the reference temperature as a share of the rated power.
        leakage_share [""] in 0.0..=0.5 = 0.15;
        /// Junction temperature of that share.
        leakage_reference_c ["degC"] in 0.0..=120.0 = 65.0;
        /// Growth of leakage with temperature.
        leakage_per_k ["1/K"] in 0.0..=0.04 = 0.015;
        /// Exponent of voltage with clock above the clock of lowest voltage.
        voltage_exponent [""] in 0.0..=1.0 = 0.6;
        /// Clock below which the voltage no longer falls.
        lowest_voltage_clock [""] in 0.1..=1.0 = 0.6;
    }
}

/// Kind of equipment; chips have their own table in the catalog.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "chip",
    summary: "Chip: dynamic power and temperature-dependent leakage",
    law: ComponentLaw {
        symbols: "P = (1-u) P_idle + u [(P_max - L(T_limit)) f v² + L(T) v²], L = s P_max exp(b (T - T_ref))",
        words: "idle, dynamic power with the clock, leakage with temperature",
        results: &[
            LawResult::Power(EndUse::Accelerators),
            LawResult::Power(EndUse::OtherIt),
            LawResult::PartTemperature,
        ],
    },
    params: ChipSpec::PARAMS,
    check: |table| ChipSpec::read(table).map(drop),
};

/// A chip whose power depends on load, clock and temperature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChipPowerModel {
    spec: ChipSpec,
    dynamic_w: f64,
}

/// Power at a junction temperature and its growth with that temperature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChipPowerDraw {
    /// Power.
    pub power: Power,
    /// Growth with the junction's temperature, W/K.
    pub slope_w_k: f64,
}

impl ChipPowerModel {
    /// A chip of the given parameters. Leakage at the limit is at most the rated power.
    pub fn new(spec: ChipSpec) -> Self {
        let mut chip = Self { spec, dynamic_w: 0.0 };
        chip.dynamic_w = (spec.max_w - chip.leakage_w(spec.limit_c)).max(0.0);
        chip
    }

    fn leakage_w(&self, junction_c: f64) -> f64 {
        let ChipSpec { max_w, leakage_share, leakage_per_k, leakage_reference_c, .. } = self.spec;
        let held_c = junction_c.min(self.spec.shutdown_c);
        max_w * leakage_share * (leakage_per_k * (held_c - leakage_reference_c)).exp()
    }

    /// Square of the voltage against that of full clock.
    fn voltage_squared(&self, clock: f64) -> f64 {
        clock.max(self.spec.lowest_voltage_clock).powf(2.0 * self.spec.voltage_exponent)
    }

    /// Power when busy for a share `utilisation` of the time (0..=1) at `clock` (0..=1 of the highest).
    pub fn power_draw(&self, utilisation: f64, clock: f64, junction: Temperature) -> ChipPowerDraw {
        let v2 = self.voltage_squared(clock);
        let leakage_w = v2 * self.leakage_w(junction.celsius());
        let busy_w = self.dynamic_w * clock * v2 + leakage_w;
        let held = busy_w > self.spec.max_w || junction.celsius() >= self.spec.shutdown_c;
        ChipPowerDraw {
            power: Power::new((1.0 - utilisation) * self.spec.idle_w + utilisation * busy_w.min(self.spec.max_w)),
            slope_w_k: if held { 0.0 } else { utilisation * leakage_w * self.spec.leakage_per_k },
        }
    }

    /// The highest clock at which a chip of a utilisation stays within a power cap, 0..=1. A hotter chip under a cap is
    /// slower, not hungrier.
    pub fn max_clock_under_cap(&self, utilisation: f64, cap: Power, junction: Temperature) -> f64 {
        let excess = |clock: f64| (self.power_draw(utilisation, clock, junction).power - cap).watts();
        if excess(1.0) <= 0.0 {
            return 1.0;
        }
        let (mut low, mut high) = (0.0, 1.0);
        // Power rises with the clock, so halving finds the cap; 60 halvings reach rounding.
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if excess(middle) <= 0.0 { low = middle } else { high = middle }
        }
        low
    }

    /// The parameters that the model was made from.
    pub fn spec(&self) -> &ChipSpec {
        &self.spec
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn b200() -> ChipPowerModel {
        let table = toml::toml! { max_w = 1000.0
        idle_w = 140.0
        limit_c = 87.0 };
        ChipPowerModel::new(ChipSpec::read(&table).unwrap())
    }

    fn at(c: f64) -> Temperature {
        Temperature::from_celsius(c)
    }

    #[test]
    fn rated_power_is_reached_at_the_limit_and_not_before() {
        let chip = b200();
        assert!((chip.power_draw(1.0, 1.0, at(87.0)).power.watts() - 1000.0).abs() < 1e-9);
        // 15 % leakage at 65 °C: 150 (e^0.33 − e^(−0.075)) = 69.5 W less at 60 °C.
        let cool = chip.power_draw(1.0, 1.0, at(60.0)).power.watts();
        assert!((cool - (1000.0 - 150.0 * (0.33f64.exp() - (-0.075f64).exp()))).abs() < 1e-9);
        assert_eq!(chip.power_draw(0.0, 1.0, at(60.0)).power.watts(), 140.0);
    }

    #[test]
    fn a_cap_slows_a_hot_chip_more() {
        let chip = b200();
        let cap = Power::new(900.0);
        let (warm, hot) = (chip.max_clock_under_cap(1.0, cap, at(60.0)), chip.max_clock_under_cap(1.0, cap, at(85.0)));
        assert!(hot < warm && warm < 1.0);
        assert!((chip.power_draw(1.0, hot, at(85.0)).power.watts() - 900.0).abs() < 1e-6);
        assert_eq!(chip.max_clock_under_cap(1.0, Power::new(1000.0), at(70.0)), 1.0);
    }

    proptest! {
        #[test]
        fn power_rises_with_temperature_clock_and_load(t in 20.0..85.0f64, f in 0.2..0.99f64, u in 0.01..0.99f64) {
            let chip = b200();
            let p = |u: f64, f: f64, t: f64| chip.power_draw(u, f, at(t)).power.watts();
            prop_assert!(p(u, f, t + 1.0) > p(u, f, t));
            prop_assert!(p(u, f + 0.01, t) > p(u, f, t));
            prop_assert!(p(u + 0.01, 1.0, t) > p(u, 1.0, t));
            let slope = (p(u, f, t + 1e-4) - p(u, f, t - 1e-4)) / 2e-4;
            prop_assert!((slope - chip.power_draw(u, f, at(t)).slope_w_k).abs() < 1e-5 * slope.abs() + 1e-6);
        }
    }
}
