//! Air-side economizer: outdoor air cools the hall directly, mixed with return air to the supply temperature.
//!
//! On dry air, with the outdoor share `s`: `W_mix = W_r + s (W_o − W_r)`, `h_mix = h_r + s (h_o − h_r)`; the supply fans
//! behind the mixing box add `P/m`. Fans: `P = [P₀ x³ + V (Δp_f x² + Δp_o (s x)²)/η] ρ/ρ₀` at the flow ratio `x`: the supply
//! fans' own circuit, filters in the whole stream, and louvres, dampers and exhaust in the outdoor stream. The share that
//! gives the supply temperature is the root of a quadratic. Where all outdoor air is too warm but colder than the return,
//! mechanical cooling does the rest and condenses what the supply air can't hold. Else the hall recirculates.
//!
//! Lockouts: dry-bulb, dew point below or above limits (ASHRAE TC 9.9, *Thermal Guidelines*: allowable −12 to 17 °C for
//! class A1), enthalpy. With [`DewPointLimits::Report`] the dew-point limits lock nothing out; what a humidifier or a dryer
//! would do is reported. Without either the return air takes the outdoor air's humidity ratio within a few air changes. A
//! direct evaporative stage is an adiabatic pad ahead: hand in the air that leaves it. Sources: mixing, ASHRAE Handbook of Fundamentals 2017, chapter 1; modes, LBL Modelica Buildings (data centres).
//!
//! Neglects: leakage past closed dampers, heat stored in the hall, and the delay of sensors.
//!
//! Compared with: worked points in this file; validation cases `facebook-prineville` and `evaporation-in-dry-air`.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::air::{self, MoistAir};
use crate::physics::range::OutOfRange;
use crate::units::{HumidityRatio, MassFlow, Power, Pressure, Temperature};

params! {
    /// Parameters of the supply fans, the outdoor path and its lockouts.
    pub struct AirEconomizerSpec {
        /// Air flow at the rating.
        air_flow_m3_s ["m3/s"] in 0.1..=10000.0;
        /// Power of the supply fans at the rated flow without filters and the outdoor path.
        fan_power_w ["W"] in 1.0..=1e7;
        /// Pressure loss of the filters at the rated flow.
        filter_pa ["Pa"] in 0.0..=500.0;
        /// Pressure loss of louvres, dampers and exhaust with all air from outdoors at the rated flow.
        outdoor_pa ["Pa"] in 0.0..=500.0;
        /// Efficiency from electricity to air power against these losses.
        fan_efficiency [""] in 0.1..=0.9 = 0.55;
        /// Density of the air of the rating.
        rated_density_kg_m3 ["kg/m3"] in 0.9..=1.4 = 1.2;
        /// Highest outdoor dry-bulb.
        dry_bulb_max_c ["degC"] in 0.0..=60.0 = 60.0;
        /// Lowest outdoor dew point.
        dew_point_min_c ["degC"] in -60.0..=20.0 = -12.0;
        /// Highest outdoor dew point.
        dew_point_max_c ["degC"] in 0.0..=35.0 = 17.0;
        /// Highest outdoor enthalpy per kg of dry air.
        enthalpy_max_kj_kg ["kJ/kg"] in 20.0..=1000.0 = 1000.0;
    }
}

/// Kind of a record that says `kind = "air-economiser"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "air-economizer",
    summary: "Air-side economizer: outdoor air mixed with return air",
    law: ComponentLaw {
        symbols: "h_mix = h_r + s (h_o - h_r); P = (P0 x³ + V Δp / η) ρ/ρ0",
        words: "outdoor air mixed with return air",
        results: &[
            LawResult::Power(EndUse::AirHandling),
            LawResult::Power(EndUse::HeatRejection),
            LawResult::SiteWater,
        ],
    },
    params: AirEconomizerSpec::PARAMS,
    check: |table| AirEconomizerSpec::read(table).map(drop),
};

/// What the dew-point limits do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DewPointLimits {
    /// Outdoor air outside them is locked out.
    LockOut,
    /// They lock nothing out; what humidifier or dryer lack is reported.
    Report,
}

/// Why the outdoor air is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EconomizerLockout {
    /// Not colder than the return air by as much as the outdoor path warms it, or above the dry-bulb limit.
    Warm,
    /// Dew point below its limit.
    Dry,
    /// Dew point above its limit.
    Humid,
    /// Enthalpy above its limit.
    Enthalpy,
}

/// How the hall is cooled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EconomizerMode {
    /// By outdoor air alone.
    Free,
    /// By all outdoor air and mechanical cooling.
    Partial,
    /// By mechanical cooling of recirculated air.
    Recirculation(EconomizerLockout),
}

/// The air that the hall needs and returns in an hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HallAirStream {
    /// Air that returns from the hall.
    pub return_air: MoistAir,
    /// Supply temperature wanted.
    pub supply: Temperature,
    /// Flow of dry air.
    pub dry_air: MassFlow,
}

/// What an air-side economizer does in an hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AirEconomizerOperation {
    /// How the hall is cooled.
    pub mode: EconomizerMode,
    /// Share of outdoor air in the supply, on dry air.
    pub outdoor_share: f64,
    /// Air into the hall: at the supply temperature, or colder when the return air is.
    pub supply: MoistAir,
    /// Electricity of supply fans, filters and outdoor path; all of it warms the air ahead of the hall.
    pub fan_power: Power,
    /// Heat left for mechanical cooling, latent heat of the condensate included.
    pub mechanical: Power,
    /// Heat carried outdoors by the exhaust air, above the outdoor air that replaces it.
    pub exhausted: Power,
    /// Water that mechanical cooling condenses.
    pub condensate: MassFlow,
    /// Water that a humidifier would have to add for the lowest dew point in the supply.
    pub humidification_demand: MassFlow,
    /// Water that a dryer would have to take for the highest dew point in the supply.
    pub dehumidification_demand: MassFlow,
}

/// An air-side economizer: mixing box, filters, dampers and supply fans.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AirEconomizer {
    spec: AirEconomizerSpec,
    dew_points: DewPointLimits,
    vapour_min: Pressure,
    vapour_max: Pressure,
}

impl AirEconomizer {
    /// An economiser of a rating; the vapour pressures of its limits are worked out once.
    pub fn new(spec: AirEconomizerSpec, dew_points: DewPointLimits) -> Self {
        let vapour = |c: f64| air::saturation_pressure(Temperature::from_celsius(c));
        Self { spec, dew_points, vapour_min: vapour(spec.dew_point_min_c), vapour_max: vapour(spec.dew_point_max_c) }
    }

    /// The parameters that it was made from.
    pub fn spec(&self) -> &AirEconomizerSpec {
        &self.spec
    }

    /// Lowest and highest humidity ratio of the dew-point limits at a pressure.
    pub fn humidity_limits(&self, pressure: Pressure) -> (HumidityRatio, HumidityRatio) {
        let at = |vapour| air::humidity_ratio_at_vapour_pressure(vapour, pressure);
        (at(self.vapour_min), at(self.vapour_max))
    }

    /// Why outdoor air is not used for a hall whose air returns at `returning`; nothing when it is.
    pub fn lockout_reason(&self, outdoor: &MoistAir, returning: Temperature) -> Option<EconomizerLockout> {
        let s = &self.spec;
        if outdoor.dry_bulb() >= returning || outdoor.dry_bulb().celsius() > s.dry_bulb_max_c {
            return Some(EconomizerLockout::Warm);
        }
        if outdoor.enthalpy_j_kg() > s.enthalpy_max_kj_kg * 1e3 {
            return Some(EconomizerLockout::Enthalpy);
        }
        let (driest, wettest) = self.humidity_limits(outdoor.pressure());
        match self.dew_points {
            DewPointLimits::LockOut if outdoor.humidity_ratio() < driest => Some(EconomizerLockout::Dry),
            DewPointLimits::LockOut if outdoor.humidity_ratio() > wettest => Some(EconomizerLockout::Humid),
            _ => None,
        }
    }

    /// Fan power without any outdoor air.
    pub fn recirculation_fan_power(&self, stream: &HallAirStream) -> Power {
        Power::new(self.fan_power_terms(stream).0)
    }

    /// Fan power as `p₀ + p₂ s²`, W, in the outdoor share, at a flow of dry air in the state of the return air.
    fn fan_power_terms(&self, stream: &HallAirStream) -> (f64, f64) {
        let s = &self.spec;
        let flow_m3_s = stream.dry_air.kg_s() * stream.return_air.specific_volume_m3_kg();
        let x = flow_m3_s / s.air_flow_m3_s;
        let density = stream.return_air.density().kg_m3() / s.rated_density_kg_m3;
        let per_pa = density * flow_m3_s * x * x / s.fan_efficiency;
        (density * s.fan_power_w * x.powi(3) + per_pa * s.filter_pa, per_pa * s.outdoor_pa)
    }

    /// The hour: `outdoor` is the air that enters the mixing box.
    ///
    /// # Errors
    /// When a state is outside the range of the moist-air formulas.
    pub fn operate(&self, outdoor: &MoistAir, stream: &HallAirStream) -> Result<AirEconomizerOperation, OutOfRange> {
        let fans = self.fan_power_terms(stream);
        let (lockout, share) = match self.lockout_reason(outdoor, stream.return_air.dry_bulb()) {
            Some(why) => (Some(why), 0.0),
            None => match solve_outdoor_share(outdoor, stream, fans) {
                Some(share) => (None, share),
                None => (Some(EconomizerLockout::Warm), 0.0),
            },
        };
        let (w_mix, h_mix) = mix_air(outdoor, &stream.return_air, share);
        let m = stream.dry_air.kg_s();
        let fan_w = fans.0 + fans.1 * share * share;
        let per_kg = |w: f64| if m > 0.0 { w / m } else { 0.0 };
        let h_warm = h_mix + per_kg(fan_w);
        let warm = air::temperature_at_enthalpy(h_warm, HumidityRatio::new(w_mix));
        // At a root the mixture is at the set point to rounding: it is the supply air as it is.
        let cold_enough = (warm - stream.supply).kelvin() < 1e-6;
        let supply_t = if cold_enough { warm } else { stream.supply };
        let pressure = stream.return_air.pressure();
        let w = w_mix.min(air::saturation_humidity_ratio(supply_t, pressure).kg_kg());
        let supply = MoistAir::new(supply_t, HumidityRatio::new(w), pressure)?;
        let as_mixed = cold_enough && w == w_mix;
        let left_j_kg = if as_mixed { 0.0 } else { h_warm - supply.enthalpy_j_kg() };
        let outcome = match lockout {
            Some(why) => EconomizerMode::Recirculation(why),
            None if as_mixed => EconomizerMode::Free,
            None => EconomizerMode::Partial,
        };
        let (driest, wettest) = self.humidity_limits(pressure);
        let excess = |over: f64| MassFlow::new(m * over.max(0.0));
        Ok(AirEconomizerOperation {
            mode: outcome,
            outdoor_share: share,
            supply,
            fan_power: Power::new(fan_w),
            mechanical: Power::new(m * left_j_kg),
            exhausted: Power::new(m * (stream.return_air.enthalpy_j_kg() - h_mix)),
            condensate: excess(w_mix - w),
            humidification_demand: excess(driest.kg_kg() - w),
            dehumidification_demand: excess(w - wettest.kg_kg()),
        })
    }
}

/// Humidity ratio and enthalpy of a mixture with a share of outdoor air.
fn mix_air(outdoor: &MoistAir, returning: &MoistAir, share: f64) -> (f64, f64) {
    let between = |r: f64, o: f64| r + share * (o - r);
    (
        between(returning.humidity_ratio().kg_kg(), outdoor.humidity_ratio().kg_kg()),
        between(returning.enthalpy_j_kg(), outdoor.enthalpy_j_kg()),
    )
}

/// The share of outdoor air with which mixture and fan heat reach the supply temperature; 1 when all of it does not;
/// nothing when the outdoor path heats the air more than it cools it.
fn solve_outdoor_share(outdoor: &MoistAir, stream: &HallAirStream, (p0_w, p2_w): (f64, f64)) -> Option<f64> {
    let m = stream.dry_air.kg_s();
    if m <= 0.0 {
        return Some(0.0);
    }
    // Enthalpy above that of air of the same humidity at the supply temperature, as a quadratic in the share.
    let above = |a: &MoistAir| a.enthalpy_j_kg() - air::enthalpy_j_kg(stream.supply, a.humidity_ratio());
    let (returning, outdoor) = (above(&stream.return_air), above(outdoor));
    let (c, b, a) = (returning + p0_w / m, outdoor - returning, p2_w / m);
    if c <= 0.0 {
        return Some(0.0);
    }
    // Falling from c > 0: the smaller root, written so that a → 0 is the straight line.
    let discriminant = b * b - 4.0 * a * c;
    if b < 0.0 && discriminant >= 0.0 {
        let root = 2.0 * c / (discriminant.sqrt() - b);
        if root <= 1.0 {
            return Some(root);
        }
    }
    (a + b < 0.0).then_some(1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SPEC: AirEconomizerSpec = AirEconomizerSpec {
        air_flow_m3_s: 50.0,
        fan_power_w: 12e3,
        filter_pa: 80.0,
        outdoor_pa: 60.0,
        fan_efficiency: 0.55,
        rated_density_kg_m3: 1.2,
        dry_bulb_max_c: 60.0,
        dew_point_min_c: -12.0,
        dew_point_max_c: 17.0,
        enthalpy_max_kj_kg: 1000.0,
    };

    fn air(c: f64, rh: f64) -> MoistAir {
        MoistAir::from_relative_humidity(Temperature::from_celsius(c), rh, Pressure::new(101_325.0)).unwrap()
    }

    fn stream(return_c: f64, w: HumidityRatio) -> HallAirStream {
        let returning = MoistAir::new(Temperature::from_celsius(return_c), w, Pressure::new(101_325.0)).unwrap();
        HallAirStream { return_air: returning, supply: Temperature::from_celsius(24.0), dry_air: MassFlow::new(50.0) }
    }

    fn hour(rule: DewPointLimits, outdoor: &MoistAir, return_c: f64) -> AirEconomizerOperation {
        AirEconomizer::new(SPEC, rule).operate(outdoor, &stream(return_c, outdoor.humidity_ratio())).unwrap()
    }

    /// Without fan heat and with equal humidity the share is that of temperatures: (36 − 24)/(36 − 4) = 0.375.
    #[test]
    fn the_share_by_hand() {
        let still = AirEconomizerSpec { fan_power_w: 1.0, filter_pa: 0.0, outdoor_pa: 0.0, ..SPEC };
        let outdoor = air(4.0, 0.6);
        let o = AirEconomizer::new(still, DewPointLimits::LockOut)
            .operate(&outdoor, &stream(36.0, outdoor.humidity_ratio()))
            .unwrap();
        assert!((o.outdoor_share - 0.375).abs() < 1e-5, "{o:?}");
        assert_eq!((o.mode, o.mechanical), (EconomizerMode::Free, Power::ZERO));
    }

    /// 50 m³/s against 80 Pa of filters at 55 %: 7.3 kW on top of the fans.
    #[test]
    fn filters_and_dampers_add_to_the_fans() {
        let warm = hour(DewPointLimits::LockOut, &air(40.0, 0.2), 36.0);
        let returning = stream(36.0, air(40.0, 0.2).humidity_ratio()).return_air;
        let (x, density) = (returning.specific_volume_m3_kg(), returning.density().kg_m3());
        let hand = (12e3 + 50.0 * 80.0 / 0.55) * x.powi(3) * density / 1.2;
        assert!((warm.fan_power.watts() / hand - 1.0).abs() < 1e-9);
        let cold = hour(DewPointLimits::LockOut, &air(20.0, 0.5), 36.0);
        assert!(cold.fan_power > warm.fan_power, "the outdoor path costs");
    }

    #[test]
    fn the_modes_follow_the_weather() {
        let outcome = |c, rh| hour(DewPointLimits::LockOut, &air(c, rh), 36.0).mode;
        assert_eq!(outcome(10.0, 0.5), EconomizerMode::Free);
        assert_eq!(outcome(28.0, 0.4), EconomizerMode::Partial);
        assert_eq!(outcome(37.0, 0.2), EconomizerMode::Recirculation(EconomizerLockout::Warm));
        assert_eq!(outcome(22.0, 0.9), EconomizerMode::Recirculation(EconomizerLockout::Humid));
        assert_eq!(outcome(-20.0, 0.6), EconomizerMode::Recirculation(EconomizerLockout::Dry));
        let limited =
            AirEconomizer::new(AirEconomizerSpec { enthalpy_max_kj_kg: 40.0, ..SPEC }, DewPointLimits::Report);
        let lockout = limited.lockout_reason(&air(22.0, 0.9), Temperature::from_celsius(36.0));
        assert_eq!(lockout, Some(EconomizerLockout::Enthalpy));
    }

    #[test]
    fn hours_outside_the_dew_points_are_counted() {
        let humid = hour(DewPointLimits::Report, &air(22.0, 0.9), 36.0);
        assert!(humid.dehumidification_demand > MassFlow::ZERO && humid.humidification_demand == MassFlow::ZERO);
        let dry = hour(DewPointLimits::Report, &air(-20.0, 0.6), 36.0);
        assert!(dry.humidification_demand > MassFlow::ZERO && dry.mode == EconomizerMode::Free);
        let wet = hour(DewPointLimits::Report, &air(33.0, 0.9), 36.0);
        assert!(wet.condensate > MassFlow::ZERO && wet.mode == EconomizerMode::Partial);
        assert!((wet.supply.relative_humidity() - 1.0).abs() < 1e-6, "the coil dries to saturation");
    }

    #[test]
    fn no_flow_and_no_heat_need_nothing() {
        let (e, outdoor) = (AirEconomizer::new(SPEC, DewPointLimits::Report), air(10.0, 0.5));
        let still = HallAirStream { dry_air: MassFlow::ZERO, ..stream(30.0, outdoor.humidity_ratio()) };
        let o = e.operate(&outdoor, &still).unwrap();
        assert_eq!((o.fan_power, o.mechanical, o.exhausted), (Power::ZERO, Power::ZERO, Power::ZERO));
        let cold = e.operate(&outdoor, &stream(15.0, outdoor.humidity_ratio())).unwrap();
        assert_eq!((cold.outdoor_share, cold.mechanical), (0.0, Power::ZERO));
    }

    proptest! {
        #[test]
        fn energy_and_water_balance(
            c in -25.0..45.0f64, rh in 0.05..1.0f64, return_c in 24.5..45.0f64, return_rh in 0.05..0.4f64, kg_s in 1.0..70.0f64,
        ) {
            let (outdoor, returning) = (air(c, rh), air(return_c, return_rh));
            let s = HallAirStream { return_air: returning, supply: Temperature::from_celsius(24.0), dry_air: MassFlow::new(kg_s) };
            let o = AirEconomizer::new(SPEC, DewPointLimits::Report).operate(&outdoor, &s).unwrap();
            prop_assert!((0.0..=1.0).contains(&o.outdoor_share));
            prop_assert!(o.mechanical >= Power::ZERO && o.fan_power > Power::ZERO);
            let hall_w = kg_s * (returning.enthalpy_j_kg() - o.supply.enthalpy_j_kg());
            let carried_w = o.exhausted.watts() + o.mechanical.watts() - o.fan_power.watts();
            prop_assert!((hall_w - carried_w).abs() < 1e-9 * (hall_w.abs() + 1e4 * kg_s), "{hall_w} {carried_w}");
            let (w_r, w_o) = (returning.humidity_ratio().kg_kg(), outdoor.humidity_ratio().kg_kg());
            let water = kg_s * (w_r + o.outdoor_share * (w_o - w_r) - o.supply.humidity_ratio().kg_kg());
            prop_assert!((water - o.condensate.kg_s()).abs() < 1e-6 * kg_s);
            prop_assert!(o.supply.dry_bulb().celsius() <= 24.0 + 1e-9);
            if o.mode == EconomizerMode::Free {
                prop_assert!((o.supply.dry_bulb().celsius() - 24.0).abs() < 1e-5, "{o:?}");
            }
        }

        #[test]
        fn colder_air_never_leaves_more_to_the_compressors(c in 0.0..40.0f64, w in 0.002..0.012f64) {
            let at = |c: f64| {
                let outdoor = MoistAir::new(Temperature::from_celsius(c), HumidityRatio::new(w), Pressure::new(101_325.0));
                outdoor.map(|o| hour(DewPointLimits::Report, &o, 36.0).mechanical)
            };
            if let (Ok(here), Ok(colder)) = (at(c), at(c - 1.0)) {
                prop_assert!(colder.watts() <= here.watts() + 1e-6);
            }
        }
    }
}
