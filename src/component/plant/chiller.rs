//! Chiller by the energy-input-ratio curves of DOE-2 and EnergyPlus (`Chiller:Electric:EIR`).
//!
//! `Q_av = Q_ref · capft(x, y)`, `P = Q_av/COP_ref · eirft(x, y) · eirfplr(PLR) · cyc`, with `x` the chilled water
//! leaving and `y` the condenser water entering (or the outdoor dry-bulb), both in °C; biquadratic `capft` and `eirft`,
//! quadratic `eirfplr`; `PLR = min(Q/Q_av, PLR_max)`, not below the unloading ratio in the curve; `cyc =
//! min(PLR/PLR_min, 1)`. Condenser heat is `Q + P`. Source: EnergyPlus 25.2 Engineering Reference, *Electric chiller
//! model based on condenser entering temperature*.
//!
//! Published curves end at 9 to 16 °C chilled water; halls for accelerators run warmer. Outside, capacity stays at its edge
//! value (conservative), and the COP keeps the share of Carnot that the curve has at the same lift, which is at least what
//! the compressor needs ([`EnergyInputCurve`]). It falls with every kelvin of `y` and rises with every kelvin of `x`, joins
//! without a step, and the result says that it was extrapolated.
//!
//! Neglects: start-up, oil and fouling; the state of an hour does not depend on the hour before.
//!
//! Compared with: 112 states of EnergyPlus (`tests/data/chiller_eir.csv`); validation cases `energyplus-b-
//! wc-12-cw20` and `energyplus-f-ac-12`.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::component::params::ParamError;
use crate::params;
use crate::units::{Power, Temperature};

use super::energy_input_curve::{Bounds, EnergyInputCurve, EnergyInputFit};

params! {
    /// Rating, curves and limits of a chiller; curve keys as in the source.
    pub struct ChillerSpec {
        /// Rated capacity.
        rated_w ["W"] in 1000.0..=1e8;
        /// COP at the rating.
        rated_cop [""] in 1.0..=15.0;
        /// Capacity curve, constant.
        capft_c1 [""] in -100.0..=100.0;
        /// Capacity curve, x.
        capft_c2 ["1/K"] in -100.0..=100.0;
        /// Capacity curve, x².
        capft_c3 ["1/K2"] in -100.0..=100.0;
        /// Capacity curve, y.
        capft_c4 ["1/K"] in -100.0..=100.0;
        /// Capacity curve, y².
        capft_c5 ["1/K2"] in -100.0..=100.0;
        /// Capacity curve, x·y.
        capft_c6 ["1/K2"] in -100.0..=100.0;
        /// Lowest x of the capacity curve.
        capft_x_min_c ["degC"] in -20.0..=40.0;
        /// Highest x of the capacity curve.
        capft_x_max_c ["degC"] in -20.0..=60.0;
        /// Lowest y of the capacity curve.
        capft_y_min_c ["degC"] in -20.0..=60.0;
        /// Highest y of the capacity curve.
        capft_y_max_c ["degC"] in -20.0..=80.0;
        /// Lowest value of the capacity curve.
        capft_out_min [""] in 0.0..=2.0 = 0.0;
        /// Highest value of the capacity curve.
        capft_out_max [""] in 0.1..=1000.0 = 1000.0;
        /// Energy-input curve, constant.
        eirft_c1 [""] in -100.0..=100.0;
        /// Energy-input curve, x.
        eirft_c2 ["1/K"] in -100.0..=100.0;
        /// Energy-input curve, x².
        eirft_c3 ["1/K2"] in -100.0..=100.0;
        /// Energy-input curve, y.
        eirft_c4 ["1/K"] in -100.0..=100.0;
        /// Energy-input curve, y².
        eirft_c5 ["1/K2"] in -100.0..=100.0;
        /// Energy-input curve, x·y.
        eirft_c6 ["1/K2"] in -100.0..=100.0;
        /// Lowest x of the energy-input curve.
        eirft_x_min_c ["degC"] in -20.0..=40.0;
        /// Highest x of the energy-input curve.
        eirft_x_max_c ["degC"] in -20.0..=60.0;
        /// Lowest y of the energy-input curve.
        eirft_y_min_c ["degC"] in -20.0..=60.0;
        /// Highest y of the energy-input curve.
        eirft_y_max_c ["degC"] in -20.0..=80.0;
        /// Lowest value of the energy-input curve.
        eirft_out_min [""] in 0.0..=2.0 = 0.0;
        /// Highest value of the energy-input curve.
        eirft_out_max [""] in 0.1..=1000.0 = 1000.0;
        /// Part-load curve, constant.
        plr_c1 [""] in -10.0..=10.0;
        /// Part-load curve, PLR.
        plr_c2 [""] in -10.0..=10.0;
        /// Part-load curve, PLR².
        plr_c3 [""] in -10.0..=10.0;
        /// Lowest PLR of the part-load curve.
        plr_min [""] in 0.0..=1.0;
        /// Highest PLR of the part-load curve.
        plr_max [""] in 0.5..=2.0;
        /// PLR below which the machine cycles.
        cycle_plr [""] in 0.0..=1.0;
        /// Highest PLR.
        most_plr [""] in 0.5..=2.0;
        /// PLR below which it no longer unloads.
        unload_plr [""] in 0.0..=1.0;
        /// Evaporating temperature below leaving chilled water; for the continuation outside the curves.
        evaporator_approach_k ["K"] in 0.1..=10.0;
        /// Condensing temperature above the entering condenser fluid; for the continuation outside the curves.
        condenser_approach_k ["K"] in 0.1..=30.0;
        /// Smallest lift that the compressor runs with; for the continuation outside the curves.
        lift_min_k ["K"] in 1.0..=40.0 = 5.0;
    }
}

fn check(table: &toml::Table) -> Result<(), Vec<ParamError>> {
    ChillerSpec::read(table).map(drop)
}

/// Kind of a record that says `kind = "chiller-water"`.
pub static WATER_COOLED: EquipmentKind = EquipmentKind {
    name: "chiller-water",
    summary: "Water-cooled chiller: EIR curves",
    law: ComponentLaw {
        symbols: "P = Q_av/COP · EIRFT(T_ch, T_cw) · EIRFPLR(x); share of Carnot at equal lift beyond the curves",
        words: "EnergyPlus electric EIR",
        results: &[LawResult::Power(EndUse::Chillers)],
    },
    params: ChillerSpec::PARAMS,
    check,
};
/// Kind of a record that says `kind = "chiller-air"`.
pub static AIR_COOLED: EquipmentKind = EquipmentKind {
    name: "chiller-air",
    summary: "Air-cooled chiller: EIR curves",
    law: ComponentLaw {
        symbols: "P = Q_av/COP · EIRFT(T_ch, T_air) · EIRFPLR(x); share of Carnot at equal lift beyond the curves",
        words: "EnergyPlus electric EIR",
        results: &[LawResult::Power(EndUse::Chillers)],
    },
    params: ChillerSpec::PARAMS,
    check,
};

impl ChillerSpec {
    fn energy_input_fit(&self) -> EnergyInputFit {
        EnergyInputFit {
            coefficients: [self.eirft_c1, self.eirft_c2, self.eirft_c3, self.eirft_c4, self.eirft_c5, self.eirft_c6],
            cold_c: Bounds { min: self.eirft_x_min_c, max: self.eirft_x_max_c },
            warm_c: Bounds { min: self.eirft_y_min_c, max: self.eirft_y_max_c },
            output: Bounds { min: self.eirft_out_min, max: self.eirft_out_max },
            evaporator_approach_k: self.evaporator_approach_k,
            condenser_approach_k: self.condenser_approach_k,
            lift_min_k: self.lift_min_k,
        }
    }
}

/// A chiller by its energy-input-ratio curves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EirChiller {
    spec: ChillerSpec,
    energy_input: EnergyInputCurve,
}

/// What a chiller can do with given water temperatures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChillerFullLoad {
    /// Heat that it takes at a part-load ratio of 1.
    pub available: Power,
    /// Energy input ratio at full load over that of the rating.
    pub eirft: f64,
    /// Whether the temperatures lie outside the curves.
    pub extrapolated: bool,
}

/// What holds outside the curves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CurveExtrapolation {
    /// The share of Carnot is that of the curve's point of equal lift.
    #[default]
    Carnot,
    /// The edge holds, as in EnergyPlus: colder air or warmer chilled water saves nothing there.
    Clamp,
}

/// What a chiller carries and draws at a load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChillerOperation {
    /// Heat taken from the chilled water; less than the load only when the load exceeds the highest PLR.
    pub carried: Power,
    /// Electricity.
    pub power: Power,
    /// Whether the temperatures lie outside the curves.
    pub extrapolated: bool,
}

impl ChillerOperation {
    /// Heat given to the condenser fluid.
    pub fn rejected_heat(&self) -> Power {
        self.carried + self.power
    }
}

/// A chiller at work, with what else its curves say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChillerDetail {
    /// Heat and electricity.
    pub operation: ChillerOperation,
    /// Load over capacity, not below the unloading ratio; 0 at rest.
    pub plr: f64,
    /// Heat that hot gas carries past the evaporator below the unloading ratio; the condenser gets it on top, as in
    /// EnergyPlus.
    pub false_load: Power,
    /// Load to which its electricity belongs: within the part loads of its curve, however small the load is.
    pub powered_load: Power,
}

impl ChillerDetail {
    /// Heat given to the condenser fluid where only a share of the electricity ends there, false load counted.
    pub fn condenser_heat(&self, share: f64) -> Power {
        self.operation.carried + self.operation.power * share + self.false_load
    }
}

/// `c1 + c2 x + c3 x² + c4 y + c5 y² + c6 x y`.
fn evaluate_biquadratic([c1, c2, c3, c4, c5, c6]: [f64; 6], x: f64, y: f64) -> f64 {
    c1 + x * (c2 + c3 * x) + y * (c4 + c5 * y + c6 * x)
}

impl EirChiller {
    /// A machine of a rating with its curves.
    pub fn new(spec: ChillerSpec) -> Self {
        Self { spec, energy_input: EnergyInputCurve::new(spec.energy_input_fit()) }
    }

    /// Rating, curves and limits.
    pub fn spec(&self) -> &ChillerSpec {
        &self.spec
    }

    /// Its energy input ratio over temperatures.
    pub fn energy_input(&self) -> &EnergyInputCurve {
        &self.energy_input
    }

    /// The same machine of another size.
    #[must_use]
    pub fn with_rated_capacity(&self, rated: Power) -> Self {
        Self { spec: ChillerSpec { rated_w: rated.watts(), ..self.spec }, ..*self }
    }

    /// Capacity and efficiency with chilled water leaving at `chilled` and the condenser fluid entering at `condenser`.
    pub fn full_load(&self, chilled: Temperature, condenser: Temperature) -> ChillerFullLoad {
        self.full_load_with_extrapolation(CurveExtrapolation::Carnot, chilled, condenser)
    }

    /// As [`Self::full_load`], with a choice of what holds outside the curves.
    pub fn full_load_with_extrapolation(
        &self,
        beyond: CurveExtrapolation,
        chilled: Temperature,
        condenser: Temperature,
    ) -> ChillerFullLoad {
        let s = &self.spec;
        let (x, y) = (chilled.celsius(), condenser.celsius());
        let cap_at = (x.clamp(s.capft_x_min_c, s.capft_x_max_c), y.clamp(s.capft_y_min_c, s.capft_y_max_c));
        let capft = evaluate_biquadratic(
            [s.capft_c1, s.capft_c2, s.capft_c3, s.capft_c4, s.capft_c5, s.capft_c6],
            cap_at.0,
            cap_at.1,
        )
        .clamp(s.capft_out_min, s.capft_out_max);
        ChillerFullLoad {
            available: Power::new(s.rated_w * capft),
            eirft: match beyond {
                CurveExtrapolation::Carnot => self.energy_input.ratio(x, y),
                CurveExtrapolation::Clamp => self.energy_input.clamped_ratio(x, y),
            },
            extrapolated: !self.energy_input.covers(x, y) || cap_at != (x, y),
        }
    }

    /// The least that it can take with chilled water leaving at `chilled` and the condenser fluid entering anywhere between
    /// two temperatures: a fit of centrifugal machines may turn down on the cold side.
    pub fn least_available(&self, chilled: Temperature, coldest: Temperature, warmest: Temperature) -> Power {
        let s = &self.spec;
        let x = chilled.celsius().clamp(s.capft_x_min_c, s.capft_x_max_c);
        let turn_c = -(s.capft_c4 + s.capft_c6 * x) / (2.0 * s.capft_c5);
        let turn = Some(turn_c).filter(|c| *c > coldest.celsius() && *c < warmest.celsius());
        let at = |c: f64| self.full_load(chilled, Temperature::from_celsius(c)).available;
        turn.into_iter().fold(at(coldest.celsius()).min(at(warmest.celsius())), |least, c| least.min(at(c)))
    }

    /// The machine at work on a load, not negative.
    pub fn operate(&self, load: Power, chilled: Temperature, condenser: Temperature) -> ChillerOperation {
        self.operate_with_extrapolation(CurveExtrapolation::Carnot, load, chilled, condenser).operation
    }

    /// As [`Self::operate`], with a choice of what holds outside the curves.
    pub fn operate_with_extrapolation(
        &self,
        beyond: CurveExtrapolation,
        load: Power,
        chilled: Temperature,
        condenser: Temperature,
    ) -> ChillerDetail {
        self.operate_from_full_load(&self.full_load_with_extrapolation(beyond, chilled, condenser), load)
    }

    /// The machine at work on a load where its condition is known already.
    pub fn operate_from_full_load(&self, condition: &ChillerFullLoad, load: Power) -> ChillerDetail {
        let s = &self.spec;
        let &ChillerFullLoad { available, eirft, extrapolated } = condition;
        let plr = (load / available).min(s.most_plr);
        let cycling = (plr / s.cycle_plr.max(f64::MIN_POSITIVE)).min(1.0);
        let loaded = plr.max(s.unload_plr);
        let p = loaded.clamp(s.plr_min, s.plr_max);
        let part = s.plr_c1 + p * (s.plr_c2 + p * s.plr_c3);
        let power = available * (eirft * part * cycling / s.rated_cop);
        let carried = available * plr;
        // Rounding of a cycling machine is no heat.
        let excess = available * (loaded * cycling) - carried;
        let false_load = if excess > carried * 1e-9 { excess } else { Power::ZERO };
        let operation = ChillerOperation { carried, power, extrapolated };
        let powered_load = available * (p * cycling);
        ChillerDetail { operation, plr: if plr > 0.0 { loaded } else { 0.0 }, false_load, powered_load }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(c: f64) -> Temperature {
        Temperature::from_celsius(c)
    }

    fn chiller() -> EirChiller {
        let file: toml::Table = include_str!("../../../data/equipment/chillers.toml").parse().unwrap();
        let records = file["equipment"].as_array().unwrap();
        let record = records.iter().find(|r| r["id"].as_str() == Some("chiller-york-yk-1259kw")).unwrap();
        EirChiller::new(ChillerSpec::read(record["parameters"].as_table().unwrap()).unwrap())
    }

    #[test]
    fn the_continuation_joins_without_a_step_and_rises_with_lift() {
        let c = chiller();
        let edge = c.spec().eirft_x_max_c;
        let (inside, outside) = (c.full_load(at(edge), at(20.0)), c.full_load(at(edge + 1e-9), at(20.0)));
        assert!((inside.eirft - outside.eirft).abs() < 1e-9);
        assert!(!inside.extrapolated && outside.extrapolated);
        let power = |chw: f64, cond: f64| c.operate(Power::from_kw(900.0), at(chw), at(cond)).power;
        assert!(power(18.0, 30.0) < power(14.0, 30.0), "warmer chilled water, less power");
        assert!(power(18.0, 34.0) > power(18.0, 30.0), "warmer condenser water, more power");
        assert!(power(40.0, 30.0) > Power::ZERO);
    }

    #[test]
    fn the_edge_holds_where_it_is_clamped() {
        let c = chiller();
        let at_edge = c.full_load(at(c.spec().eirft_x_max_c), at(25.0)).eirft;
        let held = c.full_load_with_extrapolation(CurveExtrapolation::Clamp, at(30.0), at(25.0)).eirft;
        assert!((held - at_edge).abs() < 1e-9);
        assert!(c.full_load(at(30.0), at(25.0)).eirft < at_edge);
    }

    #[test]
    fn below_the_unloading_ratio_hot_gas_is_rejected_too() {
        let c = EirChiller::new(ChillerSpec { unload_plr: 0.4, cycle_plr: 0.2, ..*chiller().spec() });
        let detail = |c: EirChiller, kw: f64| {
            c.operate_with_extrapolation(CurveExtrapolation::Carnot, Power::from_kw(kw), at(8.0), at(25.0))
        };
        let d = detail(c, 300.0);
        assert!(d.plr == 0.4 && d.false_load > Power::ZERO);
        assert_eq!(d.condenser_heat(1.0), d.operation.rejected_heat() + d.false_load);
        assert_eq!(detail(chiller(), 900.0).false_load, Power::ZERO);
    }

    #[test]
    fn heat_balances_and_overload_is_visible() {
        let c = chiller();
        let o = c.operate(Power::from_kw(5000.0), at(10.0), at(25.0));
        assert!(o.carried < Power::from_kw(5000.0));
        assert_eq!(o.rejected_heat(), o.carried + o.power);
        assert_eq!(c.operate(Power::ZERO, at(10.0), at(25.0)).power, Power::ZERO);
    }
}
