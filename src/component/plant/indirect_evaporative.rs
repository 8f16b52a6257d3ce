//! Indirect air cooler: an air-to-air exchanger between the hall's air and a scavenger stream of outdoor air, dry or wetted.
//!
//! Dry, the hall's air is cooled towards the outdoor dry-bulb, wetted towards its wet-bulb:
//! `T_sup = T_r − ε (T_r − T_db)` or `T_sup = T_r − ε_w (T_r − T_wb)`. Both effectivenesses, on the hall's air, are those
//! of counterflow, `ε = (1 − e)/(1 − R e)`, `e = exp(−N (1 − R))`, `R = C_hall/C_scavenger`, `N = UA/C_hall`, with UA from
//! the rating and equal films that go with the power 0.7 of their flow. A wetted scavenger takes up heat along the
//! saturation line: its capacity rate is `m c_s`, `c_s = dh_s/dT` as the chord from the wet-bulb to the mean of wet-bulb
//! and return. So the scavenger carries less heat when it slows down, and never more than its capacity.
//!
//! Controlled to a supply temperature: the needed effectiveness is in closed form; dry as long as that suffices, then
//! wetted; the fan speed follows from the effectiveness; below the lowest speed the fan cycles. Scavenger fans draw
//! `P₀ x³ ρ/ρ₀`. Water: the scavenger leaves wet at the wet-bulb that its heat raised it to; what evaporated closes its
//! balance of energy, and bleed keeps the cycles of concentration.
//!
//! Sources: ASHRAE Handbook, HVAC Systems and Equipment 2016, chapter 41 (wet-bulb effectiveness, 55 to 85 %); ε-NTU of a
//! wetted exchanger after Braun, Klein and Mitchell 1989. No wetting near freezing; no air leaks between the streams;
//! the hall's own fans and what they heat are the caller's.
//!
//! Neglects: leakage between the streams, the pump of the spray, and dry-out of the wetted surface.
//!
//! Compared with: the rated effectiveness and a water balance by hand in this file.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::air::{CP_DRY_AIR, MoistAir};
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::{MassFlow, Power, Pressure, TempDelta, Temperature, ThermalConductance};

use super::scavenger::{self, FLOW_EXPONENT, ScavengerFanState, ScavengerSide};

params! {
    /// Rating of one unit: effectivenesses, air flows and fans.
    pub struct IndirectEvaporativeSpec {
        /// Flow of the hall's air at the rating.
        hall_kg_s ["kg/s"] in 0.1..=10000.0;
        /// Flow of scavenger air at the rating, dry air.
        scavenger_kg_s ["kg/s"] in 0.1..=10000.0;
        /// Dry effectiveness on the outdoor dry-bulb at the rated flows.
        dry_effectiveness [""] in 0.1..=0.95;
        /// Wet effectiveness on the outdoor wet-bulb at the rated flows.
        wet_effectiveness [""] in 0.1..=0.95;
        /// Return air at which the wet effectiveness is rated.
        rated_return_c ["degC"] in 20.0..=60.0 = 36.0;
        /// Outdoor wet-bulb at which the wet effectiveness is rated.
        rated_wet_bulb_c ["degC"] in 5.0..=35.0 = 20.0;
        /// Power of the scavenger fans at the rated flow.
        fan_power_w ["W"] in 1.0..=1e7;
        /// Density of outdoor air at the rating.
        rated_density_kg_m3 ["kg/m3"] in 0.5..=1.5 = 1.146;
        /// Lowest speed of the scavenger fans, share of full.
        fan_min [""] in 0.05..=1.0 = 0.2;
        /// Wet-bulb up to which the exchanger stays dry, against frost.
        frost_c ["degC"] in 0.1..=10.0 = 3.0;
        /// Cycles of concentration.
        cycles [""] in 1.5..=20.0 = 3.0;
    }
}

/// Kind of a record that says `kind = "indirect-evaporative"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "indirect-evaporative",
    summary: "Air-to-air exchanger with a scavenger stream, dry or wetted",
    law: ComponentLaw {
        symbols: "T = T_r - ε (T_r - T_wb); P = P0 x³",
        words: "hall air against wetted outdoor air",
        results: &[
            LawResult::Power(EndUse::AirHandling),
            LawResult::Power(EndUse::HeatRejection),
            LawResult::SiteWater,
        ],
    },
    params: IndirectEvaporativeSpec::PARAMS,
    check: |table| IndirectEvaporativeSpec::read(table).map(drop),
};

/// Pressure of the rating.
const RATED_PRESSURE: Pressure = Pressure::new(101_325.0);

/// Whether the scavenger stream passes, and whether it is wetted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndirectEvaporativeMode {
    /// Scavenger fans off: nothing to do, or outdoor air too warm.
    Idle,
    /// Scavenger dry.
    Dry,
    /// Scavenger wetted.
    Wet,
}

/// The hall's air as it enters, and what is wanted of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IndirectEvaporativeDuty {
    /// Air that enters from the hall.
    pub entering: Temperature,
    /// Supply temperature wanted.
    pub set_point: Temperature,
    /// Capacity rate of the hall's air.
    pub capacity_rate: ThermalConductance,
}

/// What an indirect cooler carries, draws and evaporates in an hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IndirectEvaporativeOperation {
    /// How it works.
    pub mode: IndirectEvaporativeMode,
    /// Air that leaves to the hall; warmer than the set point when the unit does not reach it.
    pub leaving: Temperature,
    /// Heat given to the scavenger air.
    pub heat: Power,
    /// Heat left for mechanical cooling.
    pub unmet_heat: Power,
    /// Electricity of the scavenger fans.
    pub fan_power: Power,
    /// Water drawn: evaporation and bleed.
    pub water: MassFlow,
}

/// A unit, its conductances known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IndirectEvaporativeCooler {
    spec: IndirectEvaporativeSpec,
    dry_ua_w_k: f64,
    wet_ua_w_k: f64,
}

impl IndirectEvaporativeCooler {
    /// A unit of a rating; nothing when the scavenger flow can't carry what an effectiveness asks.
    pub fn new(spec: IndirectEvaporativeSpec) -> Option<Self> {
        let hall_w_k = spec.hall_kg_s * CP_DRY_AIR;
        let slope = scavenger::saturation_enthalpy_slope(
            Temperature::from_celsius(spec.rated_wet_bulb_c),
            spec.rated_return_c,
            RATED_PRESSURE,
        );
        if slope.is_nan() || spec.rated_return_c <= spec.rated_wet_bulb_c {
            return None;
        }
        let dry = scavenger::transfer_units(spec.dry_effectiveness, spec.hall_kg_s / spec.scavenger_kg_s)?;
        let wet = scavenger::transfer_units(spec.wet_effectiveness, hall_w_k / (spec.scavenger_kg_s * slope))?;
        Some(Self { spec, dry_ua_w_k: dry * hall_w_k, wet_ua_w_k: wet * hall_w_k })
    }

    /// The rating that the unit was made from.
    pub fn spec(&self) -> &IndirectEvaporativeSpec {
        &self.spec
    }

    /// The unit on its duty in outdoor air; `wet_bulb` is that of `outdoor`. What the full fans do not carry is its
    /// unmet heat.
    ///
    /// # Errors
    /// When the speed of the fans is not found.
    pub fn operate(
        &self,
        duty: &IndirectEvaporativeDuty,
        outdoor: &MoistAir,
        wet_bulb: Temperature,
    ) -> Result<IndirectEvaporativeOperation, NotConverged> {
        let hall_w_k = duty.capacity_rate.w_k();
        let wanted_w = hall_w_k * (duty.entering - duty.set_point).kelvin();
        let idle = IndirectEvaporativeOperation {
            mode: IndirectEvaporativeMode::Idle,
            leaving: duty.entering,
            heat: Power::ZERO,
            unmet_heat: Power::new(wanted_w.max(0.0)),
            fan_power: Power::ZERO,
            water: MassFlow::ZERO,
        };
        if wanted_w <= 0.0 {
            return Ok(idle);
        }
        let density_ratio = outdoor.density().kg_m3() / self.spec.rated_density_kg_m3;
        let hall = (hall_w_k, (hall_w_k / (self.spec.hall_kg_s * CP_DRY_AIR)).powf(FLOW_EXPONENT));
        let entering_c = duty.entering.celsius();
        let carry = |sink_c: f64, ua_w_k: f64, scavenger_j_kg_k: f64| {
            let side = ScavengerSide { ua_w_k, full_w_k: self.spec.scavenger_kg_s * scavenger_j_kg_k };
            (entering_c > sink_c)
                .then(|| self.modulate_fans(&side, wanted_w, entering_c - sink_c, hall, density_ratio))
                .transpose()
        };
        let dry = carry(outdoor.dry_bulb().celsius(), self.dry_ua_w_k, CP_DRY_AIR)?;
        let short = dry.is_none_or(|run| run.heat_w < wanted_w);
        let slope = (short && wet_bulb.celsius() > self.spec.frost_c && duty.entering > wet_bulb)
            .then(|| scavenger::saturation_enthalpy_slope(wet_bulb, entering_c, outdoor.pressure()));
        let wet = match slope {
            Some(slope) => carry(wet_bulb.celsius(), self.wet_ua_w_k, slope)?.map(|run| (run, slope)),
            None => None,
        };
        let (mode, run, water) = match (dry, wet) {
            (None, None) => return Ok(idle),
            (Some(run), None) => (IndirectEvaporativeMode::Dry, run, 0.0),
            (Some(run), Some((wet, _))) if wet.heat_w <= run.heat_w => (IndirectEvaporativeMode::Dry, run, 0.0),
            (_, Some((run, slope))) => {
                (IndirectEvaporativeMode::Wet, run, self.water_draw_kg_s(&run, slope, density_ratio, outdoor, wet_bulb))
            }
        };
        Ok(IndirectEvaporativeOperation {
            mode,
            leaving: Temperature::from_celsius(entering_c - run.heat_w / hall_w_k),
            heat: Power::new(run.heat_w),
            unmet_heat: Power::new((wanted_w - run.heat_w).max(0.0)),
            fan_power: Power::new(self.spec.fan_power_w * density_ratio * run.speed.powi(3) * run.running),
            water: MassFlow::new(water),
        })
    }

    /// How the fans run to pass a heat over a difference of temperatures; at full speed when it is too much. `hall` is
    /// the capacity rate of the hall's air and the growth of its film.
    fn modulate_fans(
        &self,
        side: &ScavengerSide,
        wanted_w: f64,
        span_k: f64,
        hall: (f64, f64),
        density_ratio: f64,
    ) -> Result<ScavengerFanState, NotConverged> {
        let passing_w = |speed: f64| side.heat_per_kelvin(hall.0, hall.1, speed * density_ratio) * span_k;
        let most_w = passing_w(1.0);
        if most_w < wanted_w {
            return Ok(ScavengerFanState { heat_w: most_w, speed: 1.0, running: 1.0 });
        }
        let slowest = self.spec.fan_min;
        let least_w = passing_w(slowest);
        if least_w >= wanted_w {
            return Ok(ScavengerFanState { heat_w: wanted_w, speed: slowest, running: wanted_w / least_w });
        }
        let miss = |heat_w: f64| heat_w / wanted_w - 1.0;
        // Only the fan's power follows from the speed: it is found to 1e-5.
        let speed = root::find_named_root(
            "the scavenger fan speed of an indirect evaporative cooler",
            |speed| miss(passing_w(speed)),
            (slowest, miss(least_w)),
            (1.0, miss(most_w)),
            RootTolerance { x: 3e-6, f: 3e-6 },
            60,
        )?;
        Ok(ScavengerFanState { heat_w: wanted_w, speed, running: 1.0 })
    }

    /// Water drawn, kg/s, by a wetted scavenger with the slope of its saturation enthalpy.
    fn water_draw_kg_s(
        &self,
        run: &ScavengerFanState,
        slope: f64,
        density_ratio: f64,
        outdoor: &MoistAir,
        wet_bulb: Temperature,
    ) -> f64 {
        // Cycling fans move the heat of the whole hour in a part of it.
        let air_kg_s = self.spec.scavenger_kg_s * density_ratio * run.speed * run.running;
        let taken_j_kg = run.heat_w / air_kg_s;
        let leaving = wet_bulb + TempDelta::new(taken_j_kg / slope);
        let w_out = outdoor.humidity_ratio_after_exchange(leaving, taken_j_kg, wet_bulb);
        let evaporated = (w_out - outdoor.humidity_ratio()).kg_kg().max(0.0) * air_kg_s;
        evaporated * self.spec.cycles / (self.spec.cycles - 1.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spec() -> IndirectEvaporativeSpec {
        IndirectEvaporativeSpec {
            hall_kg_s: 20.0,
            scavenger_kg_s: 20.0,
            dry_effectiveness: 0.65,
            wet_effectiveness: 0.75,
            rated_return_c: 36.0,
            rated_wet_bulb_c: 20.0,
            fan_power_w: 8e3,
            rated_density_kg_m3: 1.146,
            fan_min: 0.2,
            frost_c: 3.0,
            cycles: 3.0,
        }
    }

    fn weather(c: f64, rh: f64) -> MoistAir {
        MoistAir::from_relative_humidity(Temperature::from_celsius(c), rh, Pressure::new(101_325.0)).unwrap()
    }

    fn hour(air: &MoistAir, entering_c: f64, set_c: f64) -> IndirectEvaporativeOperation {
        let duty = IndirectEvaporativeDuty {
            entering: Temperature::from_celsius(entering_c),
            set_point: Temperature::from_celsius(set_c),
            capacity_rate: ThermalConductance::new(20.0 * CP_DRY_AIR),
        };
        IndirectEvaporativeCooler::new(spec()).unwrap().operate(&duty, air, air.wet_bulb()).unwrap()
    }

    /// Air as dense as at the rating, so that full fans move the rated mass.
    fn rated(c: f64, wet_bulb_c: f64) -> MoistAir {
        let at = |pa: f64| {
            let (t, wb) = (Temperature::from_celsius(c), Temperature::from_celsius(wet_bulb_c));
            MoistAir::from_wet_bulb(t, wb, Pressure::new(pa)).unwrap()
        };
        let mut pa = 101_325.0;
        for _ in 0..20 {
            pa *= 1.146 / at(pa).density().kg_m3();
        }
        at(pa)
    }

    #[test]
    fn full_fans_reach_the_rated_effectiveness() {
        let dry = hour(&rated(-5.0, -7.0), 36.0, -40.0);
        assert_eq!(dry.mode, IndirectEvaporativeMode::Dry);
        let e = (36.0 - dry.leaving.celsius()) / (36.0 + 5.0);
        assert!((e - 0.65).abs() < 1e-9, "{e}");
        // The pressure that gives the density differs by 2 % from that of the rating, and c_s with it.
        let wet = hour(&rated(34.0, 20.0), 36.0, 10.0);
        assert_eq!(wet.mode, IndirectEvaporativeMode::Wet);
        let e = (36.0 - wet.leaving.celsius()) / (36.0 - 20.0);
        assert!((e - 0.75).abs() < 3e-3, "{e}");
        assert!((wet.fan_power.watts() - 8e3).abs() < 1e-3);
    }

    #[test]
    fn a_rating_beyond_the_scavenger_is_refused() {
        assert!(IndirectEvaporativeCooler::new(IndirectEvaporativeSpec { scavenger_kg_s: 8.0, ..spec() }).is_none());
        assert!(
            IndirectEvaporativeCooler::new(IndirectEvaporativeSpec {
                rated_wet_bulb_c: 35.0,
                rated_return_c: 30.0,
                ..spec()
            })
            .is_none()
        );
    }

    #[test]
    fn dry_wet_and_idle_follow_the_weather() {
        assert_eq!(hour(&weather(10.0, 0.6), 36.0, 24.0).mode, IndirectEvaporativeMode::Dry);
        let hot = hour(&weather(38.0, 0.2), 36.0, 24.0);
        assert!(hot.mode == IndirectEvaporativeMode::Wet && hot.water > MassFlow::ZERO && hot.unmet_heat > Power::ZERO);
        let icy = hour(&weather(-5.0, 0.8), 36.0, 5.0);
        assert!(
            icy.mode == IndirectEvaporativeMode::Dry && icy.water == MassFlow::ZERO && icy.unmet_heat > Power::ZERO
        );
        assert_eq!(hour(&weather(20.0, 0.5), 24.0, 24.0).mode, IndirectEvaporativeMode::Idle, "no load");
        assert_eq!(hour(&weather(40.0, 1.0), 36.0, 24.0).mode, IndirectEvaporativeMode::Idle, "warmer outside");
    }

    /// A saturated outdoor state evaporates what its heat binds: near 33 °C about 90 % of it at 2.43 MJ/kg, and half as
    /// much again is bled at three cycles.
    #[test]
    fn water_by_hand() {
        let o = hour(&weather(30.0, 1.0), 40.0, 33.0);
        assert_eq!(o.mode, IndirectEvaporativeMode::Wet);
        let all_latent = o.heat.watts() / 2.43e6 * 1.5;
        assert!((0.7..1.0).contains(&(o.water.kg_s() / all_latent)), "{}", o.water.kg_s() / all_latent);
    }

    proptest! {
        #[test]
        fn heat_balances_and_colder_air_never_costs_more(
            c in -20.0..42.0f64, rh in 0.1..1.0f64, entering_c in 28.0..42.0f64, set_c in 18.0..27.0f64,
        ) {
            let air = weather(c, rh);
            let o = hour(&air, entering_c, set_c);
            let wanted = 20.0 * CP_DRY_AIR * (entering_c - set_c);
            prop_assert!((o.heat.watts() + o.unmet_heat.watts() - wanted).abs() < 1e-9 * wanted);
            prop_assert!((20.0 * CP_DRY_AIR * (entering_c - o.leaving.celsius()) - o.heat.watts()).abs() < 1e-9 * wanted);
            prop_assert!(o.heat >= Power::ZERO && o.water >= MassFlow::ZERO);
            prop_assert!(o.fan_power.watts() <= 8e3 * air.density().kg_m3() / 1.146 + 1e-6);
            prop_assert!(o.leaving.celsius() >= air.wet_bulb().celsius().min(entering_c) - 1e-9);
            if o.mode == IndirectEvaporativeMode::Dry && o.unmet_heat == Power::ZERO {
                let colder = hour(&weather(c - 1.0, rh), entering_c, set_c);
                prop_assert!(colder.fan_power.watts() <= o.fan_power.watts() * 1.0001 + 1e-3);
            }
        }
    }
}
