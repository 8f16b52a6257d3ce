//! Plate heat exchanger between two liquid loops: CDU and waterside economizer.
//!
//! Counterflow ε-NTU. Rated by the heat it carries with an approach (hot outlet less cold inlet) at rated flows; UA
//! follows in closed form and scales with the flows, exponent 0.7 on both sides, equal films (plate exchangers: 0.6 to
//! 0.75). A unit of another size is the same exchanger with proportional flows. Pressure losses are those of the rated
//! flows and follow the square of the flow, `Δp ∝ V²`.
//!
//! Neglects: fouling, heat lost from the plates, and different films on the two sides.
//!
//! Compared with: `tests/data/entu.csv` for the effectiveness; validation case `energyplus-b-wse-sep-18` for a
//! waterside economizer.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::exchange::{self, FlowArrangement};
use crate::units::{Power, Temperature, ThermalConductance};

params! {
    /// Rating of a coolant distribution unit. The pressure loss of its facility side is part of the head of the plant's
    /// pumps.
    pub struct CduSpec {
        /// Heat at the rating.
        rated_w ["W"] in 1000.0..=1e8;
        /// Approach at the rating.
        approach_k ["K"] in 0.2..=30.0;
        /// Capacity rate of the hot side at the rating.
        hot_w_k ["W/K"] in 100.0..=1e8;
        /// Capacity rate of the cold side at the rating.
        cold_w_k ["W/K"] in 100.0..=1e8;
        /// Pressure loss of the hot side with its pipes, at the best flow of its pumps.
        hot_loss_pa ["Pa"] in 0.0..=1e6 = 60000.0;
        /// Power of its controls, sensors and valves; heats the hall.
        control_w ["W"] in 0.0..=20000.0 = 0.0;
    }
}

params! {
    /// Rating of the exchanger of a waterside economizer. Its pressure losses add to the head of the loops' pumps in the
    /// hours in which water passes it.
    pub struct EconomizerSpec {
        /// Heat at the rating.
        rated_w ["W"] in 1000.0..=1e8;
        /// Approach at the rating.
        approach_k ["K"] in 0.2..=30.0;
        /// Capacity rate of the hot side (chilled water) at the rating.
        hot_w_k ["W/K"] in 100.0..=1e8;
        /// Capacity rate of the cold side (tower water) at the rating.
        cold_w_k ["W/K"] in 100.0..=1e8;
        /// Pressure loss of the hot side at the rating.
        hot_loss_pa ["Pa"] in 0.0..=1e6 = 50000.0;
        /// Pressure loss of the cold side at the rating.
        cold_loss_pa ["Pa"] in 0.0..=1e6 = 50000.0;
    }
}

/// Kind of a record that says `kind = "cdu"`.
pub static CDU: EquipmentKind = EquipmentKind {
    name: "cdu",
    summary: "Coolant distribution unit: plate exchanger between technology and facility loop",
    law: ComponentLaw {
        symbols: "Q = ε C_min (T_hot - T_cold), ε(NTU) counterflow; Δp ∝ V²; P_control = n p",
        words: "plate exchanger between facility and rack liquid, and the controls of the unit",
        results: &[LawResult::Power(EndUse::Pumps), LawResult::CoolantPumpPower, LawResult::PartTemperature],
    },
    params: CduSpec::PARAMS,
    check: |table| CduSpec::read(table).map(drop),
};
/// Kind of a record that says `kind = "economizer"`.
pub static ECONOMIZER: EquipmentKind = EquipmentKind {
    name: "economizer",
    summary: "Waterside economizer: plate exchanger between chilled and tower water",
    law: ComponentLaw {
        symbols: "Q = ε C_min (T_hot - T_cold), ε(NTU) counterflow; Δp ∝ V²",
        words: "plate exchanger between tower and chilled water; both loops' pumps carry its pressure loss",
        results: &[LawResult::Power(EndUse::Pumps)],
    },
    params: EconomizerSpec::PARAMS,
    check: |table| EconomizerSpec::read(table).map(drop),
};

/// What any plate exchanger is rated by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlateExchangerRating {
    /// Heat, W.
    pub rated_w: f64,
    /// Approach, K.
    pub approach_k: f64,
    /// Capacity rate of the hot side, W/K.
    pub hot_w_k: f64,
    /// Capacity rate of the cold side, W/K.
    pub cold_w_k: f64,
}

impl From<CduSpec> for PlateExchangerRating {
    fn from(spec: CduSpec) -> Self {
        let CduSpec { rated_w, approach_k, hot_w_k, cold_w_k, .. } = spec;
        Self { rated_w, approach_k, hot_w_k, cold_w_k }
    }
}

impl From<EconomizerSpec> for PlateExchangerRating {
    fn from(spec: EconomizerSpec) -> Self {
        let EconomizerSpec { rated_w, approach_k, hot_w_k, cold_w_k, .. } = spec;
        Self { rated_w, approach_k, hot_w_k, cold_w_k }
    }
}

const FLOW_EXPONENT: f64 = 0.7;

/// Some equal exchangers side by side; the number may be a share of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlateExchanger {
    rating: PlateExchangerRating,
    units: f64,
    rated_ua_w_k: f64,
}

impl PlateExchanger {
    /// One exchanger of a rating; nothing when no size reaches it because the streams would cross.
    pub fn new(rating: impl Into<PlateExchangerRating>) -> Option<Self> {
        let rating = rating.into();
        let PlateExchangerRating { rated_w, approach_k, hot_w_k, cold_w_k } = rating;
        let ua = exchange::counterflow_ua_for_approach(rated_w, approach_k, hot_w_k, cold_w_k)?;
        Some(Self { rating, units: 1.0, rated_ua_w_k: ua })
    }

    /// `units` of them side by side.
    #[must_use]
    pub fn in_parallel(self, units: f64) -> Self {
        Self { units: self.units * units, rated_ua_w_k: self.rated_ua_w_k * units, ..self }
    }

    fn scaled_ua_w_k(&self, hot: ThermalConductance, cold: ThermalConductance) -> f64 {
        let ratio = |c: ThermalConductance, rated: f64| c.w_k() / (rated * self.units);
        let (h, c) = (ratio(hot, self.rating.hot_w_k), ratio(cold, self.rating.cold_w_k));
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

    /// The rating of one.
    pub const fn rating(&self) -> &PlateExchangerRating {
        &self.rating
    }
}

/// The exchanger of a waterside economizer: some equal ones side by side; the number may be a share of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WatersideExchanger {
    /// Heat.
    pub exchanger: PlateExchanger,
    spec: EconomizerSpec,
    units: f64,
}

impl WatersideExchanger {
    /// One of a rating; nothing when no size reaches it because the streams would cross.
    pub fn new(spec: EconomizerSpec) -> Option<Self> {
        Some(Self { exchanger: PlateExchanger::new(spec)?, spec, units: 1.0 })
    }

    /// As many side by side as carry a heat between loops of these capacity rates, none beyond its rated heat or flows:
    /// plates are bought for the flow that passes them, not for their heat alone.
    #[must_use]
    pub fn sized_for(self, heat: Power, hot: ThermalConductance, cold: ThermalConductance) -> Self {
        let EconomizerSpec { rated_w, hot_w_k, cold_w_k, .. } = self.spec;
        let units = (heat.watts() / rated_w).max(hot.w_k() / hot_w_k).max(cold.w_k() / cold_w_k);
        Self { exchanger: self.exchanger.in_parallel(units), units: self.units * units, ..self }
    }

    /// How many stand side by side.
    pub const fn unit_count(&self) -> f64 {
        self.units
    }

    /// Rated heat of all.
    pub fn rated_heat(&self) -> Power {
        Power::new(self.units * self.spec.rated_w)
    }

    /// Pressure losses of the hot and the cold side at capacity rates of the loops, Pa.
    pub fn pressure_losses_pa(&self, hot: ThermalConductance, cold: ThermalConductance) -> (f64, f64) {
        let loss = |rated_pa: f64, flow: ThermalConductance, rated_w_k: f64| {
            let ratio = flow.w_k() / (rated_w_k * self.units);
            rated_pa * ratio * ratio
        };
        (loss(self.spec.hot_loss_pa, hot, self.spec.hot_w_k), loss(self.spec.cold_loss_pa, cold, self.spec.cold_w_k))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rating_has_its_approach() {
        // 1368 kW at 4 K with 20.6 kg/s of 20 % glycol (about 3950 J/(kg K)) on both sides.
        let c = 20.6 * 3950.0;
        let spec = PlateExchangerRating { rated_w: 1.368e6, approach_k: 4.0, hot_w_k: c, cold_w_k: c };
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
        let spec = PlateExchangerRating { rated_w: 1e6, approach_k: 4.0, hot_w_k: 8e4, cold_w_k: 8e4 };
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

    #[test]
    fn an_economizer_is_bought_for_its_flows_and_loses_pressure_with_their_square() {
        let spec = EconomizerSpec {
            rated_w: 1e6,
            approach_k: 1.5,
            hot_w_k: 1e5,
            cold_w_k: 1e5,
            hot_loss_pa: 4e4,
            cold_loss_pa: 6e4,
        };
        let one = WatersideExchanger::new(spec).unwrap();
        let flow = ThermalConductance::new;
        let bought = one.sized_for(Power::new(2e6), flow(2.5e5), flow(4e5));
        assert_eq!((bought.unit_count(), bought.rated_heat()), (4.0, Power::new(4e6)));
        let (hot, cold) = bought.pressure_losses_pa(flow(2e5), flow(4e5));
        assert!((hot - 1e4).abs() < 1e-9 && (cold - 6e4).abs() < 1e-9, "{hot} {cold}");
        assert_eq!(one.sized_for(Power::new(3e6), flow(1e5), flow(1e5)).unit_count(), 3.0);
    }
}
