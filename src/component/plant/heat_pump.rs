//! Heat pump between a source loop and a warmer one.
//!
//! `COP_h = η T_h/(T_h − T_c)` with the Carnot fraction `η` and refrigerant temperatures `T_h = supply + Δ_h` and
//! `T_c = source leaving − Δ_c`: the sink's supply plus the condenser's approach, the leaving source less the
//! evaporator's. The lift is at least what the compressor needs. Heat delivered is heat taken plus electricity, so
//! `Q_source = Q_h (1 − 1/COP_h)`. Beyond the hottest sink or below the coldest source the machine does not run.
//!
//! Carnot fractions of 0.45 to 0.55 between fluid temperatures for large machines at lifts of 20 to 50 K; outside, the law
//! still holds but the fraction does not.
//!
//! Neglects: part load, defrosting, and the loss of the Carnot fraction at small lifts.
//!
//! Compared with: worked points in this file; `tests/site.rs` balances a district.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::units::{Power, Temperature};

params! {
    /// Parameters of a heat pump.
    pub struct HeatPumpSpec {
        /// Share of the Carnot COP.
        carnot_fraction [""] in 0.1..=0.8;
        /// Condensation above the supply of the sink.
        sink_approach_k ["K"] in 0.0..=20.0 = 0.0;
        /// Evaporation below the leaving source.
        source_approach_k ["K"] in 0.0..=20.0 = 0.0;
        /// Smallest lift of the compressor.
        lift_min_k ["K"] in 1.0..=60.0 = 15.0;
        /// Warmest supply of the sink.
        sink_max_c ["degC"] in 30.0..=160.0 = 90.0;
        /// Coldest leaving source.
        source_min_c ["degC"] in -20.0..=60.0 = 5.0;
    }
}

/// Kind of a record that says `kind = "heat-pump"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "heat-pump",
    summary: "Heat pump by a share of the Carnot COP",
    law: ComponentLaw {
        symbols: "COP = η T_h / (T_h - T_c)",
        words: "a share of Carnot between refrigerant temperatures",
        results: &[LawResult::Power(EndUse::Chillers)],
    },
    params: HeatPumpSpec::PARAMS,
    check: |table| HeatPumpSpec::read(table).map(drop),
};

/// A heat pump by a share of the Carnot COP.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatPump(pub HeatPumpSpec);

/// A heat pump at work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatPumpOperation {
    /// Heat taken from the source.
    pub taken: Power,
    /// Electricity.
    pub power: Power,
    /// Heat delivered to the sink: the two together.
    pub delivered: Power,
}

impl HeatPump {
    /// COP of heating with the source leaving and the sink supplied at these temperatures; nothing outside its limits.
    pub fn heating_cop(&self, source_leaving: Temperature, supply: Temperature) -> Option<f64> {
        let s = &self.0;
        if supply.celsius() > s.sink_max_c || source_leaving.celsius() < s.source_min_c {
            return None;
        }
        let hot_k = supply.kelvin() + s.sink_approach_k;
        let lift_k = (hot_k - (source_leaving.kelvin() - s.source_approach_k)).max(s.lift_min_k);
        // Heating with less than its own electricity is no heat pump.
        Some((s.carnot_fraction * hot_k / lift_k).max(1.0))
    }

    /// What a heat taken from the source costs and delivers at a COP.
    pub fn operation_for_source_heat(taken: Power, cop: f64) -> HeatPumpOperation {
        if cop <= 1.0 {
            return HeatPumpOperation { taken: Power::ZERO, power: Power::ZERO, delivered: Power::ZERO };
        }
        let power = taken / (cop - 1.0);
        HeatPumpOperation { taken, power, delivered: taken + power }
    }

    /// What a heat delivered to the sink costs and takes at a COP.
    pub fn operation_for_sink_heat(delivered: Power, cop: f64) -> HeatPumpOperation {
        let power = delivered / cop;
        HeatPumpOperation { taken: delivered - power, power, delivered }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pump() -> HeatPump {
        HeatPump(HeatPumpSpec {
            carnot_fraction: 0.5,
            sink_approach_k: 0.0,
            source_approach_k: 0.0,
            lift_min_k: 15.0,
            sink_max_c: 90.0,
            source_min_c: 5.0,
        })
    }

    fn c(t: f64) -> Temperature {
        Temperature::from_celsius(t)
    }

    /// From 45 to 75 °C at half of Carnot: 0.5 × 348.15/30 = 5.80.
    #[test]
    fn cop_by_hand() {
        assert!((pump().heating_cop(c(45.0), c(75.0)).unwrap() - 5.8025).abs() < 1e-4);
        let o = HeatPump::operation_for_source_heat(Power::from_kw(480.0), 5.8);
        assert!((o.power.kw() - 100.0).abs() < 1e-9 && (o.delivered.kw() - 580.0).abs() < 1e-9);
    }

    #[test]
    fn the_limits_hold() {
        assert_eq!(pump().heating_cop(c(45.0), c(95.0)), None);
        assert_eq!(pump().heating_cop(c(2.0), c(60.0)), None);
        let flat = pump().heating_cop(c(60.0), c(60.0)).unwrap();
        assert!((flat - 0.5 * 333.15 / 15.0).abs() < 1e-9, "the smallest lift");
        assert_eq!(HeatPump::operation_for_source_heat(Power::from_kw(100.0), 1.0).delivered, Power::ZERO);
    }

    proptest! {
        #[test]
        fn more_lift_costs_more_and_energy_balances(source in 11.0..45.0f64, supply in 61.0..88.0f64, kw in 0.0..1e4f64) {
            let cop = pump().heating_cop(c(source), c(supply)).unwrap();
            prop_assert!(pump().heating_cop(c(source), c(supply + 1.0)).unwrap() <= cop);
            prop_assert!(pump().heating_cop(c(source - 1.0), c(supply)).unwrap() <= cop);
            let (t, d) = (HeatPump::operation_for_source_heat(Power::from_kw(kw), cop), HeatPump::operation_for_sink_heat(Power::from_kw(kw), cop));
            for o in [t, d] {
                prop_assert!((o.taken + o.power - o.delivered).watts().abs() <= 1e-12 * kw * 1e3 * 2.0);
            }
            let back = HeatPump::operation_for_sink_heat(t.delivered, cop);
            prop_assert!((back.taken - t.taken).watts().abs() <= 1e-9 * kw * 1e3);
        }
    }
}
