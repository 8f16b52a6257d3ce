//! Open tower with a single- or two-speed fan by Merkel's theory with a constant UA.
//!
//! Counterflow effectiveness on the wet bulb: `c_s = (h_s(T_wb,out) − h_s(T_wb,in))/(T_wb,out − T_wb,in)`, `UA_e = UA
//! c_s/c_p,air`, `C_a = m_a c_s`, `Q = ε C_min (T_in − T_wb,in)`, `T_wb,out = T_wb,in + Q/C_a`. Air flow is a volume flow of the
//! air that enters; `m_a` and `c_p` count dry air. With the fan off a tenth or so of air and UA is left. Stages as in
//! `staging.rs`. Source: EnergyPlus 25.2 `CoolingTower:SingleSpeed` and `TwoSpeed`.
//!
//! Neglects: the dependence of UA on flows, and ice.
//!
//! Compared with: EnergyPlus hour by hour; validation cases `energyplus-a-tower-ss-27` and `energyplus-a-tower-
//! ts-35`.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::air::{self, MoistAir};
use crate::physics::exchange::{self, FlowArrangement};
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::{Power, Temperature};

use super::staging::{self, FanStage};
use super::tower::{TowerDuty, TowerOperation};

params! {
    /// UA, air flow and fan power of every stage; a tower without a low speed has one speed.
    pub struct MerkelCellSpec {
        /// UA at the high speed.
        high_ua_w_k ["W/K"] in 10.0..=1e8;
        /// Air flow at the high speed.
        high_air_m3_s ["m3/s"] in 0.1..=100000.0;
        /// Fan power at the high speed.
        high_fan_w ["W"] in 1.0..=1e8;
        /// UA at the low speed; 0 for a single-speed tower.
        low_ua_w_k ["W/K"] in 0.0..=1e8 = 0.0;
        /// Air flow at the low speed.
        low_air_m3_s ["m3/s"] in 0.0..=100000.0 = 0.0;
        /// Fan power at the low speed.
        low_fan_w ["W"] in 0.0..=1e8 = 0.0;
        /// UA with the fan off.
        free_ua_w_k ["W/K"] in 0.0..=1e8 = 0.0;
        /// Air flow with the fan off.
        free_air_m3_s ["m3/s"] in 0.0..=100000.0 = 0.0;
    }
}

/// Kind of a record that says `kind = "tower-merkel-ua"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "tower-merkel-ua",
    summary: "Open tower, single- or two-speed fan, constant UA",
    law: ComponentLaw {
        symbols: "Q = ε C_min (T_in - T_wb), ε(UA) counterflow",
        words: "Merkel's theory with a constant UA",
        results: &[LawResult::Power(EndUse::HeatRejection), LawResult::SiteWater],
    },
    params: MerkelCellSpec::PARAMS,
    check: |table| MerkelCellSpec::read(table).map(drop),
};

/// Warmest leaving water that is looked for: well below boiling at any altitude with a site.
const MAX_LEAVING_C: f64 = 60.0;
/// Air that warms by less than this share of the difference to the water counts as not warming: the slope of saturation
/// is that over this share.
const MIN_AIR_RISE: f64 = 1e-3;
/// Name of the search for the wet bulb of the leaving air, and how exactly it is found, K.
const AIR_SEARCH: &str = "the leaving air of a tower by Merkel";
const AIR_TOLERANCE: RootTolerance = RootTolerance { x: 1e-8, f: 1e-8 };

/// A tower with one or two fan speeds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MerkelCell {
    spec: MerkelCellSpec,
    /// Off, (low) and high.
    stages: [FanStage; 3],
    highest: usize,
}

impl MerkelCell {
    /// A tower of given stages.
    pub fn new(spec: MerkelCellSpec) -> Self {
        let s = &spec;
        let off = FanStage { ua_w_k: s.free_ua_w_k, air_m3_s: s.free_air_m3_s, fan_w: 0.0 };
        let low = FanStage { ua_w_k: s.low_ua_w_k, air_m3_s: s.low_air_m3_s, fan_w: s.low_fan_w };
        let high = FanStage { ua_w_k: s.high_ua_w_k, air_m3_s: s.high_air_m3_s, fan_w: s.high_fan_w };
        let two = s.low_ua_w_k > 0.0;
        Self { spec, stages: if two { [off, low, high] } else { [off, high, high] }, highest: if two { 2 } else { 1 } }
    }

    /// The parameters that the cell was made from.
    pub const fn spec(&self) -> &MerkelCellSpec {
        &self.spec
    }

    /// The tower on its duty in some air, and whether it carries it at all. The air ratio is that of the stage, even when
    /// the fan cycles, as in the source.
    ///
    /// # Errors
    /// When the leaving water or the leaving air is not found.
    pub fn operate(
        &self,
        duty: &TowerDuty,
        air: &MoistAir,
        wet_bulb: Temperature,
    ) -> Result<(TowerOperation, bool), NotConverged> {
        let capacity_w_k = duty.capacity_rate.w_k();
        let inlet = MerkelCellInlet::from_air(air, wet_bulb, capacity_w_k);
        let leave = |stage: usize, entering_c: f64| {
            let FanStage { ua_w_k, air_m3_s, .. } = self.stages[stage];
            Ok(entering_c - inlet.heat_w(ua_w_k, air_m3_s, entering_c)? / capacity_w_k)
        };
        let range_k = duty.heat.watts() / capacity_w_k;
        let held = staging::hold_set_point(self.highest, range_k, duty.set_point.celsius(), MAX_LEAVING_C, leave)?;
        let fan_w = |stage: usize| self.stages[stage].fan_w;
        let below_w = held.stage.checked_sub(1).map_or(0.0, fan_w);
        let operation = TowerOperation {
            leaving: Temperature::from_celsius(held.leaving_c),
            fan_power: Power::new(held.share * fan_w(held.stage) + (1.0 - held.share) * below_w),
            air_ratio: self.stages[held.stage].air_m3_s / self.spec.high_air_m3_s,
            extrapolated: false,
        };
        Ok((operation, held.carried))
    }
}

/// Heat, W, that water gives to air by a conductance, W/K, and an air flow, m³/s; the water by its inlet, °C, and capacity
/// rate, W/K.
///
/// # Errors
/// When the leaving air is not found.
pub(crate) fn rejected_heat_w(
    (ua_w_k, air_m3_s): (f64, f64),
    (entering_c, water_w_k): (f64, f64),
    air: &MoistAir,
    wet_bulb: Temperature,
) -> Result<f64, NotConverged> {
    MerkelCellInlet::from_air(air, wet_bulb, water_w_k).heat_w(ua_w_k, air_m3_s, entering_c)
}

/// Air that enters, and the water's capacity rate.
struct MerkelCellInlet<'a> {
    air: &'a MoistAir,
    wet_bulb_c: f64,
    enthalpy: f64,
    /// J/K per kg of dry air, with its vapour.
    cp: f64,
    water_w_k: f64,
}

impl<'a> MerkelCellInlet<'a> {
    fn from_air(air: &'a MoistAir, wet_bulb: Temperature, water_w_k: f64) -> Self {
        let cp = air.specific_heat().j_kg_k() * (1.0 + air.humidity_ratio().kg_kg());
        let enthalpy = air::saturated_enthalpy_j_kg(wet_bulb, air.pressure());
        Self { air, wet_bulb_c: wet_bulb.celsius(), enthalpy, cp, water_w_k }
    }

    /// Heat that water entering at a temperature gives to a volume flow of air; none to warmer air.
    fn heat_w(&self, ua_w_k: f64, flow_m3_s: f64, entering_c: f64) -> Result<f64, NotConverged> {
        let rise_k = entering_c - self.wet_bulb_c;
        if rise_k <= 1e-6 || ua_w_k <= 0.0 || flow_m3_s <= 0.0 {
            return Ok(0.0);
        }
        let air_kg_s = flow_m3_s / self.air.specific_volume_m3_kg();
        let heat_and_rate = |out_c: f64| {
            let h = air::saturated_enthalpy_j_kg(Temperature::from_celsius(out_c), self.air.pressure());
            let cs = (h - self.enthalpy) / (out_c - self.wet_bulb_c);
            let air_w_k = air_kg_s * cs;
            let water = (entering_c, self.water_w_k);
            let heat = exchange::exchanged_heat_w(
                FlowArrangement::Counterflow,
                ua_w_k * cs / self.cp,
                water,
                (self.wet_bulb_c, air_w_k),
            );
            (heat, air_w_k)
        };
        // Air leaves between its own wet bulb and the water's temperature.
        let miss = |out_c: f64| {
            let (heat, air_w_k) = heat_and_rate(out_c);
            self.wet_bulb_c + heat / air_w_k - out_c
        };
        let (low_c, high_c) = (self.wet_bulb_c + MIN_AIR_RISE * rise_k, entering_c);
        let (at_low_k, at_high_k) = (miss(low_c), miss(high_c));
        let out_c = if at_high_k >= 0.0 {
            // Far more surface than little air needs: it leaves as warm as the water.
            high_c
        } else if at_low_k <= 0.0 {
            // Far more air than the water can warm: the slope of saturation is that of air that hardly warms.
            low_c
        } else {
            root::find_named_root(AIR_SEARCH, miss, (low_c, at_low_k), (high_c, at_high_k), AIR_TOLERANCE, 60)?
        };
        Ok(heat_and_rate(out_c).0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::units::{Pressure, ThermalConductance, VolumeFlow};

    use super::*;

    fn cell(two: bool) -> MerkelCell {
        let low = if two { (36272.4, 13.8158, 1680.0) } else { (0.0, 0.0, 0.0) };
        MerkelCell::new(MerkelCellSpec {
            high_ua_w_k: 60454.0,
            high_air_m3_s: 27.6316,
            high_fan_w: 10500.0,
            low_ua_w_k: low.0,
            low_air_m3_s: low.1,
            low_fan_w: low.2,
            free_ua_w_k: 6045.4,
            free_air_m3_s: 2.76316,
        })
    }

    fn duty(kw: f64, set_c: f64) -> TowerDuty {
        TowerDuty {
            heat: Power::from_kw(kw),
            capacity_rate: ThermalConductance::new(42.616 * 4180.0),
            flow: VolumeFlow::new(0.0428),
            set_point: Temperature::from_celsius(set_c),
        }
    }

    fn at(two: bool, kw: f64, set_c: f64, t: f64, rh: f64) -> (TowerOperation, bool) {
        let p = Pressure::new(101_325.0);
        let air = MoistAir::from_relative_humidity(Temperature::from_celsius(t), rh, p).unwrap();
        cell(two).operate(&duty(kw, set_c), &air, air.wet_bulb()).unwrap()
    }

    /// The UA was found by EnergyPlus for 1 MW at 35 °C, wet bulb 25.6 °C, approach 3.9 K, range 5.6 K.
    #[test]
    fn the_design_is_met() {
        let p = Pressure::new(101_325.0);
        let c = Temperature::from_celsius;
        let air = MoistAir::from_wet_bulb(c(35.0), c(25.6), p).unwrap();
        let (o, carried) = cell(false).operate(&duty(998.0, 20.0), &air, c(25.6)).unwrap();
        assert!(carried && (o.leaving.celsius() - 29.5).abs() < 0.05, "{o:?}");
        assert_eq!(o.fan_power, Power::new(10500.0));
    }

    #[test]
    fn a_cold_night_needs_no_fan_and_more_heat_than_it_bears_is_told() {
        let (o, _) = at(false, 100.0, 27.0, -5.0, 0.8);
        assert_eq!(o.fan_power, Power::ZERO);
        assert!(o.leaving.celsius() < 27.0 && o.leaving.celsius() >= 27.0 - 0.57);
        assert!(!at(false, 40_000.0, 27.0, 20.0, 0.8).1);
    }

    /// With hardly any water all of it leaves at the wet bulb, and with hardly any air the air leaves as warm as the
    /// water: both ends of the search have their answer by the laws alone.
    #[test]
    fn hardly_any_water_and_hardly_any_air() {
        let p = Pressure::new(101_325.0);
        let wet_bulb = Temperature::from_celsius(20.0);
        let air = MoistAir::from_wet_bulb(Temperature::from_celsius(25.0), wet_bulb, p).unwrap();
        let inlet = |water_w_k: f64| MerkelCellInlet::from_air(&air, wet_bulb, water_w_k);
        let little_water_w = inlet(1.0).heat_w(6e4, 27.6, 35.0).unwrap();
        assert!((little_water_w - 15.0).abs() < 1e-6, "{little_water_w}");
        let little_air_w = inlet(1e6).heat_w(6e4, 1e-3, 35.0).unwrap();
        let rise = |t: f64| air::saturated_enthalpy_j_kg(Temperature::from_celsius(t), p);
        let by_hand_w = 1e-3 / air.specific_volume_m3_kg() * (rise(35.0) - rise(20.0));
        assert!((little_air_w / by_hand_w - 1.0).abs() < 1e-6, "{little_air_w} {by_hand_w}");
    }

    proptest! {
        #[test]
        fn a_low_speed_never_costs_and_warmer_air_never_saves(t in -20.0..33.0f64, rh in 0.2..0.95f64, kw in 200.0..1200.0f64) {
            let (single, two) = (at(false, kw, 27.0, t, rh).0, at(true, kw, 27.0, t, rh).0);
            prop_assert!(two.fan_power.watts() <= single.fan_power.watts() + 1e-6);
            let warmer = at(true, kw, 27.0, t + 1.0, rh).0;
            prop_assert!(warmer.fan_power.watts() >= two.fan_power.watts() - 1e-3);
            prop_assert!(warmer.leaving.celsius() >= two.leaving.celsius() - 1e-6);
        }
    }
}
