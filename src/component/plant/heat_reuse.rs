//! Heat of the hall to a district loop: by an exchanger where the source is warm enough, else by a heat pump.
//!
//! Direct when `T_source ≥ T_supply + Δ`, the exchanger's approach; the source then may cool to the district's return
//! plus `Δ`, so `q ≤ C (T_source − T_return − Δ)`. With a heat pump the source may cool to the pump's coldest source or as
//! far as the available heat cools it, and what is delivered holds the electricity too. Heat taken is also limited by
//! what the hall has to give, by what the district wants, and by the size of the station. What is not taken goes the
//! usual way to the outdoor air.
//!
//! Demand: the share of the district's design demand follows the outdoor temperature in a straight line from the design
//! temperature (1) to the heating limit (hot water alone), a degree-hour model.
//!
//! Neglects: losses of the district's pipes, its storage, and pumps on the district's side.
//!
//! Compared with: worked points in this file; `tests/site.rs` balances a district.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::units::{Power, TempDelta, Temperature, ThermalConductance};

use super::heat_pump::{self, HeatPump};

params! {
    /// Parameters of a heat station and of the district's demand.
    pub struct HeatStationSpec {
        /// Approach of the exchanger to the district.
        approach_k ["K"] in 0.5..=15.0 = 3.0;
        /// Outdoor temperature of the district's design demand.
        design_c ["degC"] in -40.0..=20.0 = -10.0;
        /// Outdoor temperature from which nothing is heated.
        heating_limit_c ["degC"] in 5.0..=25.0 = 15.0;
        /// Share of the design demand that is left then: hot water and losses.
        summer_share [""] in 0.0..=1.0 = 0.15;
    }
}

/// Kind of a record that says `kind = "heat-reuse"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "heat-reuse",
    summary: "Heat station from the hall to a district loop",
    law: ComponentLaw {
        symbols: "q ≤ C (T_source - T_return - Δ)",
        words: "exchanger and heat pump to a district",
        results: &[LawResult::Power(EndUse::Chillers)],
    },
    params: HeatStationSpec::PARAMS,
    check: |table| HeatStationSpec::read(table).map(drop),
};

/// The hall's loop that gives heat.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatSource {
    /// Water that returns warm from the hall.
    pub warm: Temperature,
    /// Its capacity rate.
    pub capacity_rate: ThermalConductance,
    /// Heat that it has to give.
    pub available: Power,
}

/// The district's loop: temperatures and demand of an hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DistrictLoop {
    /// Supply temperature that it wants.
    pub supply: Temperature,
    /// Temperature at which it returns.
    pub return_temperature: Temperature,
    /// Heat that it wants.
    pub demand: Power,
}

/// How heat reaches the district.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeatReusePath {
    /// Not at all.
    None,
    /// Through the exchanger.
    Direct,
    /// By the heat pump.
    HeatPump,
}

/// What a heat station takes, draws and delivers in an hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatStationOperation {
    /// How heat reaches the district.
    pub path: HeatReusePath,
    /// Heat taken from the hall.
    pub taken: Power,
    /// Electricity of the heat pump.
    pub power: Power,
    /// Heat delivered.
    pub delivered: Power,
    /// Source water behind the station.
    pub leaving: Temperature,
}

/// A heat station, with or without a heat pump.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatStation {
    /// Largest heat that it takes from the hall.
    pub capacity: Power,
    /// Its parameters.
    pub spec: HeatStationSpec,
    /// Its heat pump.
    pub heat_pump: Option<heat_pump::HeatPump>,
}

impl HeatStation {
    /// Share of the district's design demand at an outdoor temperature, from the summer's share to 1.
    pub fn demand_share(&self, outdoor: Temperature) -> f64 {
        let s = &self.spec;
        let cold = (s.heating_limit_c - outdoor.celsius()) / (s.heating_limit_c - s.design_c).max(0.1);
        s.summer_share + (1.0 - s.summer_share) * cold.clamp(0.0, 1.0)
    }

    /// The station between a source and the district.
    pub fn operate(&self, source: &HeatSource, district: &DistrictLoop) -> HeatStationOperation {
        let most = source.available.min(self.capacity).max(Power::ZERO);
        let wanted = district.demand.max(Power::ZERO);
        let approach = TempDelta::new(self.spec.approach_k);
        let none = HeatStationOperation {
            path: HeatReusePath::None,
            taken: Power::ZERO,
            power: Power::ZERO,
            delivered: Power::ZERO,
            leaving: source.warm,
        };
        if most <= Power::ZERO || wanted <= Power::ZERO || source.capacity_rate.w_k() <= 0.0 {
            return none;
        }
        let leaving = |taken: Power| source.warm - taken / source.capacity_rate;
        if source.warm >= district.supply + approach {
            let span = (source.warm - district.return_temperature - approach).max(TempDelta::ZERO);
            let taken = most.min(wanted).min(source.capacity_rate * span);
            return HeatStationOperation {
                path: HeatReusePath::Direct,
                taken,
                delivered: taken,
                leaving: leaving(taken),
                ..none
            };
        }
        self.heat_pump.and_then(|pump| operate_heat_pump(&pump, source, district.supply, most, wanted)).map_or(
            none,
            |done| HeatStationOperation {
                path: HeatReusePath::HeatPump,
                taken: done.taken,
                power: done.power,
                delivered: done.delivered,
                leaving: leaving(done.taken),
            },
        )
    }
}

/// The heat pump between the source and a supply: as much as source, size and demand allow. The COP is that of the
/// source as far as `most` would cool it, on the safe side when the demand takes less.
fn operate_heat_pump(
    pump: &HeatPump,
    source: &HeatSource,
    supply: Temperature,
    most: Power,
    wanted: Power,
) -> Option<heat_pump::HeatPumpOperation> {
    let floor = Temperature::from_celsius(pump.0.source_min_c);
    let span = (source.warm - floor).max(TempDelta::ZERO);
    let most = most.min(source.capacity_rate * span);
    if most <= Power::ZERO {
        return None;
    }
    let coldest = (source.warm - most / source.capacity_rate).max(floor);
    let cop = pump.heating_cop(coldest, supply)?;
    let all = HeatPump::operation_for_source_heat(most, cop);
    Some(if all.delivered <= wanted { all } else { HeatPump::operation_for_sink_heat(wanted, cop) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn station(with_pump: bool) -> HeatStation {
        let spec = HeatStationSpec { approach_k: 3.0, design_c: -10.0, heating_limit_c: 15.0, summer_share: 0.15 };
        let heat_pump = with_pump.then_some(HeatPump(heat_pump::HeatPumpSpec {
            carnot_fraction: 0.5,
            sink_approach_k: 2.0,
            source_approach_k: 2.0,
            lift_min_k: 15.0,
            sink_max_c: 90.0,
            source_min_c: 10.0,
        }));
        HeatStation { capacity: Power::new(1e6), spec, heat_pump }
    }

    fn c(t: f64) -> Temperature {
        Temperature::from_celsius(t)
    }

    fn source(warm_c: f64, kw: f64) -> HeatSource {
        HeatSource { warm: c(warm_c), capacity_rate: ThermalConductance::new(1e5), available: Power::from_kw(kw) }
    }

    fn district(supply_c: f64, return_c: f64, kw: f64) -> DistrictLoop {
        DistrictLoop { supply: c(supply_c), return_temperature: c(return_c), demand: Power::from_kw(kw) }
    }

    /// 100 kW/K from 55 °C to a district of 50/45 °C with 3 K: 100 × (55 − 48) = 700 kW of 900.
    #[test]
    fn a_warm_source_is_direct_and_limited_by_the_return() {
        let o = station(true).operate(&source(55.0, 900.0), &district(50.0, 45.0, 5000.0));
        assert_eq!((o.path, o.power), (HeatReusePath::Direct, Power::ZERO));
        assert!((o.taken.kw() - 700.0).abs() < 1e-9 && (o.leaving.celsius() - 48.0).abs() < 1e-9);
        assert_eq!(o.delivered, o.taken);
    }

    /// 900 kW from 45 °C cool the source to 36 °C; to 75 °C with 2 K on both sides: 0.5 × 350.15/43 = 4.07.
    #[test]
    fn a_cool_source_is_pumped() {
        let o = station(true).operate(&source(45.0, 900.0), &district(75.0, 45.0, 5000.0));
        assert_eq!(o.path, HeatReusePath::HeatPump);
        assert!((o.delivered / o.power - 0.5 * 350.15 / 43.0).abs() < 1e-6, "{o:?}");
        assert!((o.taken.kw() - 900.0).abs() < 1e-9 && (o.leaving.celsius() - 36.0).abs() < 1e-9);
        let little = station(true).operate(&source(45.0, 900.0), &district(75.0, 45.0, 400.0));
        assert!((little.delivered.kw() - 400.0).abs() < 1e-9);
        assert_eq!(
            station(false).operate(&source(45.0, 900.0), &district(75.0, 45.0, 400.0)).path,
            HeatReusePath::None
        );
        assert_eq!(station(true).operate(&source(45.0, 900.0), &district(95.0, 45.0, 400.0)).path, HeatReusePath::None);
    }

    #[test]
    fn demand_follows_the_cold() {
        let s = station(true);
        assert_eq!((s.demand_share(c(-15.0)), s.demand_share(c(20.0))), (1.0, 0.15));
        assert!((s.demand_share(c(2.5)) - 0.575).abs() < 1e-12, "half way");
        let o = s.operate(&source(55.0, 900.0), &district(50.0, 40.0, 0.0));
        assert_eq!((o.path, o.taken, o.leaving), (HeatReusePath::None, Power::ZERO, c(55.0)));
    }

    proptest! {
        #[test]
        fn heat_balances_within_every_limit(
            warm in 12.0..70.0f64, kw in 0.0..2000.0f64, supply in 40.0..89.0f64, below in 5.0..30.0f64, want in 0.0..3000.0f64,
        ) {
            let o = station(true).operate(&source(warm, kw), &district(supply, supply - below, want));
            prop_assert!((o.taken + o.power - o.delivered).watts().abs() < 1e-6);
            prop_assert!(o.taken.kw() <= kw.min(1000.0) + 1e-9 && o.delivered.kw() <= want + 1e-9);
            prop_assert!(o.taken >= Power::ZERO && o.power >= Power::ZERO);
            prop_assert!(((c(warm) - o.leaving).kelvin() * 1e5 - o.taken.watts()).abs() < 1e-6 * 1e5);
        }
    }
}
