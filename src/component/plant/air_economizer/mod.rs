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
//! direct evaporative stage is an adiabatic pad ahead: hand in the air that leaves it.
//!
//! Sources: mixing, ASHRAE Handbook of Fundamentals 2017, chapter 1; modes, LBL Modelica Buildings (data centres).
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

/// Outdoor air above which an economizer is locked out: the high-limit shutoff of ASHRAE Standard 90.1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HighLimitShutoff {
    /// The limits of the record.
    Rated,
    /// None.
    Never,
    /// Above a dry-bulb.
    DryBulb(Temperature),
    /// Above the dry-bulb of the return air.
    ReturnDryBulb,
    /// Above an enthalpy, J per kg of dry air.
    Enthalpy(f64),
    /// Above the enthalpy of the return air.
    ReturnEnthalpy,
}

/// Air on its way from outdoors to the mixing box, pads and humidifiers counted: mixing is linear in both, so that it is all
/// the same whether water is added ahead of the box or behind it. It may hold more water than at saturation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IncomingAir {
    /// Enthalpy, J per kg of dry air.
    pub enthalpy_j_kg: f64,
    /// Humidity ratio.
    pub humidity_ratio: HumidityRatio,
}

impl From<&MoistAir> for IncomingAir {
    fn from(air: &MoistAir) -> Self {
        Self { enthalpy_j_kg: air.enthalpy_j_kg(), humidity_ratio: air.humidity_ratio() }
    }
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
        self.operate_with_lockout(&outdoor.into(), stream, self.lockout_reason(outdoor, stream.return_air.dry_bulb()))
    }

    /// The hour with air that the caller has found fit for the hall: no limit of the record counts.
    ///
    /// # Errors
    /// As [`Self::operate`].
    pub fn operate_within_limits(
        &self,
        incoming: &IncomingAir,
        stream: &HallAirStream,
    ) -> Result<AirEconomizerOperation, OutOfRange> {
        self.operate_with_lockout(incoming, stream, None)
    }

    /// Whether outdoor air is locked out by a high limit.
    pub fn is_shut_off(&self, limit: HighLimitShutoff, outdoor: &MoistAir, returning: &MoistAir) -> bool {
        let enthalpy_j_kg = outdoor.enthalpy_j_kg();
        match limit {
            HighLimitShutoff::Never => false,
            HighLimitShutoff::Rated => {
                outdoor.dry_bulb().celsius() > self.spec.dry_bulb_max_c
                    || enthalpy_j_kg > self.spec.enthalpy_max_kj_kg * 1e3
            }
            HighLimitShutoff::DryBulb(limit) => outdoor.dry_bulb() > limit,
            HighLimitShutoff::ReturnDryBulb => outdoor.dry_bulb() > returning.dry_bulb(),
            HighLimitShutoff::Enthalpy(limit_j_kg) => enthalpy_j_kg > limit_j_kg,
            HighLimitShutoff::ReturnEnthalpy => enthalpy_j_kg > returning.enthalpy_j_kg(),
        }
    }

    /// Air that reaches the hall with all of it from outdoors.
    pub fn supply_without_return_air(&self, incoming: &IncomingAir, stream: &HallAirStream) -> Temperature {
        let fans = self.fan_power_terms(stream);
        let kg_s = stream.dry_air.kg_s();
        let warmed_j_kg = if kg_s > 0.0 { (fans.0 + fans.1) / kg_s } else { 0.0 };
        air::temperature_at_enthalpy(incoming.enthalpy_j_kg + warmed_j_kg, incoming.humidity_ratio)
    }

    fn operate_with_lockout(
        &self,
        incoming: &IncomingAir,
        stream: &HallAirStream,
        lockout: Option<EconomizerLockout>,
    ) -> Result<AirEconomizerOperation, OutOfRange> {
        let fans = self.fan_power_terms(stream);
        let (lockout, share) = match lockout {
            Some(why) => (Some(why), 0.0),
            None => match solve_outdoor_share(incoming, stream, fans) {
                Some(share) => (None, share),
                None => (Some(EconomizerLockout::Warm), 0.0),
            },
        };
        let (w_mix, h_mix) = mix_air(incoming, &stream.return_air, share);
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
fn mix_air(incoming: &IncomingAir, returning: &MoistAir, share: f64) -> (f64, f64) {
    let between = |r: f64, o: f64| r + share * (o - r);
    (
        between(returning.humidity_ratio().kg_kg(), incoming.humidity_ratio.kg_kg()),
        between(returning.enthalpy_j_kg(), incoming.enthalpy_j_kg),
    )
}

/// The share of outdoor air with which mixture and fan heat reach the supply temperature; 1 when all of it does not;
/// nothing when the outdoor path heats the air more than it cools it.
fn solve_outdoor_share(incoming: &IncomingAir, stream: &HallAirStream, (p0_w, p2_w): (f64, f64)) -> Option<f64> {
    let m = stream.dry_air.kg_s();
    if m <= 0.0 {
        return Some(0.0);
    }
    // Enthalpy above that of air of the same humidity at the supply temperature, as a quadratic in the share.
    let above = |a: &IncomingAir| a.enthalpy_j_kg - air::enthalpy_j_kg(stream.supply, a.humidity_ratio);
    let (returning, outdoor) = (above(&(&stream.return_air).into()), above(incoming));
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
mod tests;
