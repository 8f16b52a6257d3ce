//! Dry cooler: a finned coil and variable-speed fans in the outdoor air.
//!
//! Crossflow, both streams unmixed, ε-NTU on the dry-bulb; `1/UA = 1/hA_air + 1/hA_water` with film exponents 0.8 (air)
//! and 0.85 (water) and `hA_air = 0.5 hA_water` at the rating (defaults of LBL Modelica Buildings). UA follows from the
//! rating: heat, entering water and air, flows. Fan power goes with the cube of the air flow; below the lowest speed the
//! fans cycle. Altitude enters by the density of the air. No heat passes with the fans off.
//!
//! Neglects: recirculation of warm exhaust, wind, fouling, and losses of drives that do not fall with the cube of
//! the speed.
//!
//! Compared with: limits and monotony in this file; the crossflow law by `tests/data/entu.csv`; validation cases
//! `energyplus-c-dry-ss-40` and `energyplus-c-dry-ts-40` for a cooler with stages.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::component::params::ParamError;
use crate::params;
use crate::physics::air::{CP_DRY_AIR, MoistAir};
use crate::physics::exchange::{self, FlowArrangement};
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance, SlopedPoint};
use crate::units::{Power, Temperature, ThermalConductance};

use super::air_demand::AirDemand;

params! {
    /// Rating of one unit, its air flow and its fans.
    pub struct DryCoolerSpec {
        /// Heat at the rating.
        rated_w ["W"] in 1000.0..=1e8;
        /// Water entering at the rating.
        rated_water_c ["degC"] in 10.0..=90.0;
        /// Air entering at the rating.
        rated_air_c ["degC"] in -20.0..=60.0;
        /// Capacity rate of the water at the rating.
        rated_water_w_k ["W/K"] in 100.0..=1e8;
        /// Air flow at full speed.
        air_flow_m3_s ["m3/s"] in 0.1..=10000.0;
        /// Density of the air at the rating.
        rated_density_kg_m3 ["kg/m3"] in 0.5..=1.5 = 1.146;
        /// Fan power at full speed and the density of the rating.
        fan_power_w ["W"] in 1.0..=1e7;
        /// Lowest fan speed, share of full.
        fan_min [""] in 0.05..=1.0 = 0.2;
    }
}

/// Kind of a record that says `kind = "dry-cooler"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "dry-cooler",
    summary: "Dry cooler: crossflow coil, variable-speed fans",
    law: ComponentLaw {
        symbols: "Q = ε C_min (T_water - T_db), ε(NTU) crossflow; P = P0 n³",
        words: "finned coil in outdoor air",
        results: &[LawResult::Power(EndUse::HeatRejection)],
    },
    params: DryCoolerSpec::PARAMS,
    check: |table| DryCoolerSpec::read(table).map(drop),
};

const FLOW_ARRANGEMENT: FlowArrangement = FlowArrangement::CrossflowUnmixedApproximate;
const AIR_EXPONENT: f64 = 0.8;
const WATER_EXPONENT: f64 = 0.85;
const FILM_RATIO: f64 = 0.5;

/// Name of the search for the speed of the fans, and how exactly the logarithms of speed and heat are found.
const FAN_SEARCH: &str = "the fan speed of a dry cooler";
const SPEED_TOLERANCE: RootTolerance = RootTolerance { x: 1e-9, f: 1e-9 };

/// A dry cooler, its conductance known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VariableSpeedDryCooler {
    spec: DryCoolerSpec,
    rated_ua_w_k: f64,
    /// Conductance of the liquid's film over that of water.
    film_ratio: f64,
    /// Its air over its heat, where many hours with one flow of water are ahead.
    demand: Option<AirDemand>,
}

/// What a dry cooler rejects and draws in an hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DryCoolerOperation {
    /// Heat given to the air; less than the load when the full fans do not reach it.
    pub heat: Power,
    /// Fan electricity.
    pub fan_power: Power,
    /// Air flow over that of the full fans, the mean while they cycle.
    pub air_ratio: f64,
}

impl VariableSpeedDryCooler {
    /// A unit of the given rating, or nothing if no conductance reaches it (the rating asks for more heat than the
    /// smaller stream can carry).
    pub fn new(spec: DryCoolerSpec) -> Option<Self> {
        let c_air = spec.air_flow_m3_s * spec.rated_density_kg_m3 * CP_DRY_AIR;
        let hot = (spec.rated_water_c, spec.rated_water_w_k);
        let ua_w_k = exchange::solve_conductance(FLOW_ARRANGEMENT, spec.rated_w, hot, (spec.rated_air_c, c_air))?;
        Some(Self { spec, rated_ua_w_k: ua_w_k, film_ratio: 1.0, demand: None })
    }

    /// The same with another liquid, whose film has a ratio of conductance to that of water.
    #[must_use]
    pub const fn with_liquid_film(self, ratio: f64) -> Self {
        Self { film_ratio: ratio, demand: None, ..self }
    }

    /// The same, its curves made for many hours with water at a capacity rate. What it does differs by less than 1e-9.
    ///
    /// # Errors
    /// When the curves are not found.
    pub fn prepared_for(self, capacity: ThermalConductance) -> Result<Self, NotConverged> {
        let (s, water_w_k) = (&self.spec, capacity.w_k());
        if water_w_k <= 0.0 {
            return Ok(self);
        }
        let rated_air_w_k = s.air_flow_m3_s * s.rated_density_kg_m3 * CP_DRY_AIR;
        let water_film_w_k = self.water_film_w_k(capacity);
        let heat_w_k = |air_ratio: f64| {
            let air_film_w_k = FILM_RATIO * self.rated_film_w_k() * air_ratio.powf(AIR_EXPONENT);
            let ua_w_k = (air_film_w_k.recip() + water_film_w_k.recip()).recip();
            let air_w_k = rated_air_w_k * air_ratio;
            let (least_w_k, most_w_k) = (air_w_k.min(water_w_k), air_w_k.max(water_w_k));
            exchange::approximate_crossflow(ua_w_k / least_w_k, least_w_k / most_w_k).value * least_w_k
        };
        let demand = AirDemand::new(water_w_k, s.fan_min, water_w_k / rated_air_w_k, &heat_w_k)?;
        Ok(Self { demand: Some(demand), ..self })
    }

    /// Conductance of the film of water at the rating, W/K: `1/UA = 1/hA_air + 1/hA_water`, `hA_air = FILM_RATIO hA_water`.
    fn rated_film_w_k(&self) -> f64 {
        self.rated_ua_w_k * (1.0 + FILM_RATIO.recip())
    }

    fn water_film_w_k(&self, capacity: ThermalConductance) -> f64 {
        let water_ratio = capacity.w_k() / self.spec.rated_water_w_k;
        self.rated_film_w_k() * water_ratio.powf(WATER_EXPONENT) * self.film_ratio
    }

    /// The unit in air, with water entering at `water` at a capacity rate.
    fn coil_in_air(&self, water: Temperature, capacity: ThermalConductance, air: &MoistAir) -> DryCoolerCoil {
        let s = &self.spec;
        let density = air.density().kg_m3();
        let density_ratio = density / s.rated_density_kg_m3;
        DryCoolerCoil {
            water_c: water.celsius(),
            water_w_k: capacity.w_k(),
            air_c: air.dry_bulb().celsius(),
            full_air_w_k: s.air_flow_m3_s * density * CP_DRY_AIR,
            full_air_film_w_k: FILM_RATIO * self.rated_film_w_k() * density_ratio.powf(AIR_EXPONENT),
            water_film_w_k: self.water_film_w_k(capacity),
            full_fan_w: s.fan_power_w * density_ratio,
        }
    }

    /// The unit on a load: the lowest fan speed that carries it. Water enters at `water`. Where the full fans carry less
    /// than the load, the heat of the operation says how much.
    ///
    /// # Errors
    /// When the speed of the fans is not found.
    pub fn operate(
        &self,
        load: Power,
        water: Temperature,
        capacity: ThermalConductance,
        air: &MoistAir,
    ) -> Result<DryCoolerOperation, NotConverged> {
        self.operate_with_fans(load, water, capacity, air, |speed| speed.powi(3))
    }

    /// The unit on a load with fans of another law: `fan_share` gives their power over that at full speed, from the speed
    /// over full.
    ///
    /// # Errors
    /// As [`Self::operate`].
    pub(crate) fn operate_with_fans(
        &self,
        load: Power,
        water: Temperature,
        capacity: ThermalConductance,
        air: &MoistAir,
        fan_share: impl Fn(f64) -> f64,
    ) -> Result<DryCoolerOperation, NotConverged> {
        let least = self.spec.fan_min;
        let load_w = load.watts();
        if water <= air.dry_bulb() || capacity.w_k() <= 0.0 || load_w <= 0.0 {
            // Air as warm as the water, or nothing to do: the fans stand still.
            return Ok(DryCoolerOperation { heat: Power::ZERO, fan_power: Power::ZERO, air_ratio: 0.0 });
        }
        let curves = self.demand.as_ref().filter(|demand| demand.water_w_k == capacity.w_k());
        let by_curves = curves.and_then(|demand| self.operate_by_curves(demand, load_w, water, air, &fan_share));
        if let Some(done) = by_curves {
            return Ok(done);
        }
        let coil = self.coil_in_air(water, capacity, air);
        let miss = |ln_speed: f64| coil.miss_load(load_w, ln_speed);
        let slow = miss(least.ln());
        let (speed, running) = if slow.f >= 0.0 {
            (least, (-slow.f).exp())
        } else {
            let full = miss(0.0);
            if full.f <= 0.0 {
                let heat = Power::new(load_w * full.f.exp());
                return Ok(DryCoolerOperation { heat, fan_power: Power::new(coil.full_fan_w), air_ratio: 1.0 });
            }
            (root::find_sloped_root(FAN_SEARCH, miss, (slow, full), SPEED_TOLERANCE, 60)?.exp(), 1.0)
        };
        let fan_power = Power::new(coil.full_fan_w * fan_share(speed) * running);
        Ok(DryCoolerOperation { heat: load, fan_power, air_ratio: speed * running })
    }

    /// The same by the curves, with a load above zero and water warmer than the air; nothing outside them.
    fn operate_by_curves(
        &self,
        demand: &AirDemand,
        load_w: f64,
        water: Temperature,
        air: &MoistAir,
        fan_share: &impl Fn(f64) -> f64,
    ) -> Option<DryCoolerOperation> {
        let least = self.spec.fan_min;
        let density_ratio = air.density().kg_m3() / self.spec.rated_density_kg_m3;
        let (ln_density, ln_needed) = (density_ratio.ln(), (load_w / (water - air.dry_bulb()).kelvin()).ln());
        let full_fan_w = self.spec.fan_power_w * density_ratio;
        let ln_slow = demand.ln_heat((least * density_ratio).ln())?;
        let (speed, running) = if ln_needed <= ln_slow {
            (least, (ln_needed - ln_slow).exp())
        } else {
            let ln_speed = demand.ln_air(ln_needed)? - ln_density;
            if ln_speed >= 0.0 {
                let heat = Power::new(load_w * (demand.ln_heat(ln_density)? - ln_needed).exp());
                return Some(DryCoolerOperation { heat, fan_power: Power::new(full_fan_w), air_ratio: 1.0 });
            }
            (ln_speed.exp(), 1.0)
        };
        let fan_power = Power::new(full_fan_w * fan_share(speed) * running);
        Some(DryCoolerOperation { heat: Power::new(load_w), fan_power, air_ratio: speed * running })
    }

    /// The rating that the unit was made from.
    pub const fn spec(&self) -> &DryCoolerSpec {
        &self.spec
    }
}

/// A unit from the parameters of a record, or nothing if no conductance reaches its rating.
///
/// # Errors
/// Parameters that are missing, unknown or out of range.
pub fn read_unit(parameters: &toml::Table) -> Result<Option<VariableSpeedDryCooler>, Vec<ParamError>> {
    DryCoolerSpec::read(parameters).map(VariableSpeedDryCooler::new)
}

/// A unit in air and water: all that does not change with the speed of its fans.
struct DryCoolerCoil {
    /// Water entering, °C.
    water_c: f64,
    /// Its capacity rate, W/K.
    water_w_k: f64,
    air_c: f64,
    /// Capacity rate of the air, conductance of its film and fan power with the full fans.
    full_air_w_k: f64,
    full_air_film_w_k: f64,
    full_fan_w: f64,
    water_film_w_k: f64,
}

impl DryCoolerCoil {
    /// The logarithm of the heat over a load, and its slope, over that of the fans' speed, share of full: nearly a straight
    /// line, so that its root is near.
    fn miss_load(&self, load_w: f64, ln_speed: f64) -> SlopedPoint {
        let air_film_w_k = self.full_air_film_w_k * (AIR_EXPONENT * ln_speed).exp();
        let ua_w_k = (air_film_w_k.recip() + self.water_film_w_k.recip()).recip();
        let ua_slope = AIR_EXPONENT * ua_w_k / air_film_w_k;
        let air_w_k = self.full_air_w_k * ln_speed.exp();
        let air_is_least = air_w_k <= self.water_w_k;
        let (least_w_k, most_w_k) = if air_is_least { (air_w_k, self.water_w_k) } else { (self.water_w_k, air_w_k) };
        let e = exchange::approximate_crossflow(ua_w_k / least_w_k, least_w_k / most_w_k);
        let heat_w = e.value * least_w_k * (self.water_c - self.air_c);
        // The smaller rate is the air's, which goes with the speed, or the water's, which does not.
        let slope = if air_is_least {
            (e.by_ln_ntu * (ua_slope - 1.0) + e.by_ln_ratio) / e.value + 1.0
        } else {
            (e.by_ln_ntu * ua_slope - e.by_ln_ratio) / e.value
        };
        SlopedPoint { x: ln_speed, f: (heat_w / load_w).ln(), slope }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::units::Pressure;

    use super::*;

    fn unit() -> VariableSpeedDryCooler {
        VariableSpeedDryCooler::new(DryCoolerSpec {
            rated_w: 1e6,
            rated_water_c: 48.0,
            rated_air_c: 35.0,
            rated_water_w_k: 1.2e5,
            air_flow_m3_s: 100.0,
            rated_density_kg_m3: 1.146,
            fan_power_w: 20e3,
            fan_min: 0.2,
        })
        .unwrap()
    }

    fn weather(c: f64, pa: f64) -> MoistAir {
        MoistAir::from_relative_humidity(Temperature::from_celsius(c), 0.3, Pressure::new(pa)).unwrap()
    }

    fn at(kw: f64, water_c: f64, air_c: f64, pa: f64) -> DryCoolerOperation {
        unit()
            .operate(
                Power::from_kw(kw),
                Temperature::from_celsius(water_c),
                ThermalConductance::new(1.2e5),
                &weather(air_c, pa),
            )
            .unwrap()
    }

    #[test]
    fn a_load_that_is_no_number_is_an_error_and_not_the_full_speed() {
        let air = weather(20.0, 101_325.0);
        let (load, water) = (Power::new(f64::NAN), Temperature::from_celsius(48.0));
        let error = unit().operate(load, water, ThermalConductance::new(1.2e5), &air).unwrap_err();
        assert_eq!(error.what, FAN_SEARCH);
    }

    #[test]
    fn the_rating_is_reached_with_the_full_fans() {
        let mut air = weather(35.0, 101_325.0);
        air = MoistAir::new(
            air.dry_bulb(),
            air.humidity_ratio(),
            Pressure::new(101_325.0 * 1.146 / air.density().kg_m3()),
        )
        .unwrap();
        let most = unit()
            .operate(Power::from_kw(2000.0), Temperature::from_celsius(48.0), ThermalConductance::new(1.2e5), &air)
            .unwrap();
        assert!((most.heat.kw() - 1000.0).abs() < 0.1, "{most:?}");
        assert!((most.fan_power.kw() - 20.0).abs() < 0.01);
    }

    #[test]
    fn an_impossible_rating_is_refused() {
        assert!(VariableSpeedDryCooler::new(DryCoolerSpec { rated_w: 1e8, ..*unit().spec() }).is_none());
    }

    #[test]
    fn no_heat_flows_from_colder_water() {
        let idle = at(500.0, 20.0, 30.0, 101_325.0);
        assert_eq!((idle.heat, idle.fan_power), (Power::ZERO, Power::ZERO));
    }

    proptest! {
        #[test]
        fn curves_are_the_search(
            kw in 20.0..1500.0f64, air_c in -30.0..47.0f64, pa in 75e3..105e3f64, flow in 3e4..2.5e5f64,
        ) {
            let capacity = ThermalConductance::new(flow);
            let (water, air) = (Temperature::from_celsius(48.0), weather(air_c, pa));
            let of = |unit: VariableSpeedDryCooler| unit.operate(Power::from_kw(kw), water, capacity, &air).unwrap();
            let (searched, by_curves) = (of(unit()), of(unit().prepared_for(capacity).unwrap()));
            // The search ends within 1e-9 of the heat; the curves are nearer to the law. Where the water limits the heat, that is
            // more of the air.
            let close = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-7;
            prop_assert!(close(searched.heat.watts(), by_curves.heat.watts()), "{searched:?} {by_curves:?}");
            prop_assert!(close(searched.fan_power.watts(), by_curves.fan_power.watts()), "{searched:?} {by_curves:?}");
            prop_assert!(close(searched.air_ratio, by_curves.air_ratio));
            if (0.2001..0.9999).contains(&by_curves.air_ratio) {
                let coil = unit().coil_in_air(water, capacity, &air);
                let miss = coil.miss_load(1e3 * kw, by_curves.air_ratio.ln()).f;
                prop_assert!(miss.abs() < 1e-9, "{miss:e}");
            }
        }

        #[test]
        fn colder_or_denser_air_never_needs_more_fan(kw in 50.0..900.0f64, air_c in -20.0..34.0f64) {
            let here = at(kw, 48.0, air_c, 101_325.0);
            prop_assert!((here.heat.kw() - kw).abs() < 1e-9);
            prop_assert!(at(kw, 48.0, air_c - 1.0, 101_325.0).fan_power.watts() <= here.fan_power.watts() * 1.0001 + 1e-3);
            prop_assert!(at(kw, 48.0, air_c, 83_000.0).heat <= here.heat);
        }
    }
}
