//! Plate heat exchanger between two liquid loops: CDU and waterside economiser.
//!
//! Counterflow ε-NTU. Rated by the heat it carries with an approach (hot outlet less cold inlet) at rated flows; UA
//! follows in closed form and scales with the flows, exponent 0.7 on both sides, equal films (plate exchangers: 0.6 to
//! 0.75). A unit of another size is the same exchanger with proportional flows.
//!
//! Neglects: fouling, heat lost from the plates, and different films on the two sides.
//!
//! Compared with: `tests/data/entu.csv` for the effectiveness; validation case `energyplus-b-wse-sep-18` for a
//! waterside economizer.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::component::params::ParamError;
use crate::params;
use crate::physics::exchange::{self, FlowArrangement};
use crate::units::{Power, Temperature, ThermalConductance};

params! {
    /// Rating of one exchanger: heat, approach, flows and losses.
    pub struct PlateExchangerSpec {
        /// Heat at the rating.
        rated_w ["W"] in 1000.0..=1e8;
        /// Approach at the rating.
        approach_k ["K"] in 0.2..=30.0;
        /// Capacity rate of the hot side at the rating.
        hot_w_k ["W/K"] in 100.0..=1e8;
        /// Capacity rate of the cold side at the rating.
        cold_w_k ["W/K"] in 100.0..=1e8;
        /// Pressure loss of the cold side at the rating.
        cold_loss_pa ["Pa"] in 0.0..=1e6 = 60000.0;
    }
}

fn check(table: &toml::Table) -> Result<(), Vec<ParamError>> {
    PlateExchangerSpec::read(table).map(drop)
}

/// Kind of a record that says `kind = "cdu"`.
pub static CDU: EquipmentKind = EquipmentKind {
    name: "cdu",
    summary: "Coolant distribution unit: plate exchanger between technology and facility loop",
    law: ComponentLaw {
        symbols: "Q = ε C_min (T_hot - T_cold), ε(NTU) counterflow",
        words: "plate exchanger between facility and rack liquid",
        results: &[LawResult::Power(EndUse::Pumps), LawResult::CoolantPumpPower, LawResult::PartTemperature],
    },
    params: PlateExchangerSpec::PARAMS,
    check,
};
/// Kind of a record that says `kind = "economiser"`.
pub static ECONOMIZER: EquipmentKind = EquipmentKind {
    name: "economizer",
    summary: "Waterside economizer: plate exchanger between chilled and tower water",
    law: ComponentLaw {
        symbols: "Q = ε C_min (T_hot - T_cold), ε(NTU) counterflow",
        words: "plate exchanger between tower and chilled water",
        results: &[LawResult::Power(EndUse::Pumps)],
    },
    params: PlateExchangerSpec::PARAMS,
    check,
};

const FLOW_EXPONENT: f64 = 0.7;

/// Some equal exchangers side by side; the number may be a share of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlateExchanger {
    spec: PlateExchangerSpec,
    units: f64,
    rated_ua_w_k: f64,
}

impl PlateExchanger {
    /// One exchanger of a rating; nothing when no size reaches it because the streams would cross.
    pub fn new(spec: PlateExchangerSpec) -> Option<Self> {
        let PlateExchangerSpec { rated_w, approach_k, hot_w_k, cold_w_k, .. } = spec;
        let ua = exchange::counterflow_ua_for_approach(rated_w, approach_k, hot_w_k, cold_w_k)?;
        Some(Self { spec, units: 1.0, rated_ua_w_k: ua })
    }

    /// `units` of them side by side.
    #[must_use]
    pub fn in_parallel(self, units: f64) -> Self {
        Self { units: self.units * units, rated_ua_w_k: self.rated_ua_w_k * units, ..self }
    }

    fn scaled_ua_w_k(&self, hot: ThermalConductance, cold: ThermalConductance) -> f64 {
        let ratio = |c: ThermalConductance, rated: f64| c.w_k() / (rated * self.units);
        let (h, c) = (ratio(hot, self.spec.hot_w_k), ratio(cold, self.spec.cold_w_k));
        exchange::scaled_ua(self.rated_ua_w_k, 1.0, h, FLOW_EXPONENT, c, FLOW_EXPONENT)
    }

    /// The warmest inlet of the cold side with which the hot side leaves at `hot_out` while `heat` passes. Rates must be
    /// positive.
    pub fn required_cold_inlet(
        &self,
        heat: Power,
        hot_out: Temperature,
        hot: ThermalConductance,
        cold: ThermalConductance,
    ) -> Temperature {
        let ua = self.scaled_ua_w_k(hot, cold);
        Temperature::from_celsius(exchange::required_cold_inlet_c(
            FlowArrangement::Counterflow,
            ua,
            heat.watts(),
            hot_out.celsius(),
            hot.w_k(),
            cold.w_k(),
        ))
    }

    /// Heat that passes between given inlets; negative when the cold side is the warmer one.
    pub fn heat_transfer(
        &self,
        hot_in: Temperature,
        hot: ThermalConductance,
        cold_in: Temperature,
        cold: ThermalConductance,
    ) -> Power {
        let sides = ((hot_in.celsius(), hot.w_k()), (cold_in.celsius(), cold.w_k()));
        Power::new(exchange::exchanged_heat_w(
            FlowArrangement::Counterflow,
            self.scaled_ua_w_k(hot, cold),
            sides.0,
            sides.1,
        ))
    }

    /// The rating that the exchanger was made from.
    pub fn spec(&self) -> &PlateExchangerSpec {
        &self.spec
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rating_has_its_approach() {
        // 1368 kW at 4 K with 20.6 kg/s of 20 % glycol (about 3950 J/(kg K)) on both sides.
        let c = 20.6 * 3950.0;
        let spec = PlateExchangerSpec { rated_w: 1.368e6, approach_k: 4.0, hot_w_k: c, cold_w_k: c, cold_loss_pa: 6e4 };
        for units in [1.0, 0.25, 3.0] {
            let cdu = PlateExchanger::new(spec).unwrap().in_parallel(units);
            let (q, c) = (Power::new(1.368e6 * units), ThermalConductance::new(c * units));
            let cold = cdu.required_cold_inlet(q, Temperature::from_celsius(45.0), c, c);
            assert!((cold.celsius() - 41.0).abs() < 1e-6, "{cold:?}");
            let hot_in = Temperature::from_celsius(45.0) + q / c;
            assert!((cdu.heat_transfer(hot_in, c, cold, c) / q - 1.0).abs() < 1e-6);
        }
    }

    #[test]
    fn less_heat_needs_less_approach() {
        let spec = PlateExchangerSpec { rated_w: 1e6, approach_k: 4.0, hot_w_k: 8e4, cold_w_k: 8e4, cold_loss_pa: 6e4 };
        let cdu = PlateExchanger::new(spec).unwrap();
        let needed = |w: f64| {
            cdu.required_cold_inlet(
                Power::new(w),
                Temperature::from_celsius(45.0),
                ThermalConductance::new(8e4),
                ThermalConductance::new(8e4),
            )
        };
        assert!(needed(5e5) > needed(1e6));
    }
}
