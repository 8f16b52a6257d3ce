//! Thermosyphon cooler: the water evaporates a refrigerant, which condenses in a finned coil above and returns by gravity.
//!
//! The refrigerant has one temperature `T_r` throughout and needs no pump: `Q = ε_e C (T_in − T_r)` and
//! `Q = ε_c C_air (T_r − T_db)`, with `ε = 1 − exp(−UA/C)` of each, so that
//! `Q = (T_in − T_db)/(1/(ε_e C) + 1/(ε_c C_air))`. `UA_e ∝ C^0.8` of the water, `UA_c ∝ (flow × density)^0.8` of the air. Both follow from the rating: heat,
//! entering water and air, flows, and the temperature of the refrigerant. Fan power as in [`super::ec_dry_cooler`]; below
//! the lowest speed the fans cycle at it.
//!
//! Source: T. Carter, Z. Liu, D. Sickinger, K. Regimbal, D. Martinez, *Thermosyphon Cooler Hybrid System for Water Savings in an
//! Energy-Efficient HPC Data Center*, NREL, 2017 (principle and operation); ASHRAE Handbook of Fundamentals, chapter 4
//! (effectiveness of a stream against a change of phase).
//!
//! Neglects: pressure differences and liquid head in the refrigerant's circuit, least temperature difference at which it
//! circulates, and heat that passes with the fans off.
//!
//! Compared with: a worked point and limits in this file.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::component::params::ParamError;
use crate::params;
use crate::physics::air::{CP_DRY_AIR, MoistAir};
use crate::solve::convergence::NotConverged;
use crate::units::{Power, Temperature, ThermalConductance};

use super::dry_cooler::{DryCoolerOperation, DryCoolerSpec};
use super::fan_speed::{FanDuty, find_fan_duty};

params! {
    /// Rating of one unit, its air flow and its fans.
    pub struct ThermosyphonSpec {
        /// Heat at the rating.
        rated_w ["W"] in 1000.0..=1e8;
        /// Water entering at the rating.
        rated_water_c ["degC"] in 10.0..=90.0;
        /// Air entering at the rating.
        rated_air_c ["degC"] in -20.0..=60.0;
        /// Refrigerant at the rating.
        rated_refrigerant_c ["degC"] in -20.0..=90.0;
        /// Capacity rate of the water at the rating.
        rated_water_w_k ["W/K"] in 100.0..=1e8;
        /// Air flow at full speed.
        air_flow_m3_s ["m3/s"] in 0.1..=10000.0;
        /// Density of the air at the rating.
        rated_density_kg_m3 ["kg/m3"] in 0.5..=1.5 = 1.2;
        /// Fan power at full speed and the density of the rating.
        fan_power_w ["W"] in 1.0..=1e7;
        /// Lowest fan speed, share of full.
        fan_min [""] in 0.05..=1.0 = 0.2;
        /// Share of full fan power that does not fall with the speed.
        fixed_loss [""] in 0.0..=0.5;
        /// Exponent of the rest.
        fan_exponent [""] in 1.5..=3.0;
    }
}

/// Kind of a record that says `kind = "thermosyphon-cooler"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "thermosyphon-cooler",
    summary: "Thermosyphon cooler: refrigerant that circulates by gravity between water and outdoor air",
    law: ComponentLaw {
        symbols: "Q = (T_in - T_db) / (1 / (ε_e C) + 1 / (ε_c C_air)); P = P0 (f + (1 - f) n^m)",
        words: "refrigerant evaporated by the water, condensed in outdoor air",
        results: &[LawResult::Power(EndUse::HeatRejection)],
    },
    params: ThermosyphonSpec::PARAMS,
    check: |table| ThermosyphonSpec::read(table).map(drop),
};

/// Exponents of the flows of water and air.
const FLOW_EXPONENT: f64 = 0.8;
const FAN_SEARCH: &str = "the fan speed of a thermosyphon cooler";

/// A thermosyphon cooler, its conductances known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThermosyphonCooler {
    rating: DryCoolerSpec,
    evaporator_ua_w_k: f64,
    condenser_ua_w_k: f64,
    fixed_loss: f64,
    fan_exponent: f64,
}

/// Heat per kelvin between a stream of a capacity rate and something of one temperature, W/K.
fn stream_conductance_w_k(ua_w_k: f64, capacity_w_k: f64) -> f64 {
    capacity_w_k * -(-ua_w_k / capacity_w_k).exp_m1()
}

/// Conductance with which a stream gives a heat over a difference to something of one temperature, W/K; none where no
/// conductance does.
fn conductance_for_w_k(heat_w: f64, capacity_w_k: f64, difference_k: f64) -> Option<f64> {
    let effectiveness = heat_w / (capacity_w_k * difference_k);
    (effectiveness > 0.0 && effectiveness < 1.0).then(|| -capacity_w_k * (-effectiveness).ln_1p())
}

impl ThermosyphonCooler {
    /// A unit of the given rating, or nothing if no conductance reaches it.
    pub fn new(spec: &ThermosyphonSpec) -> Option<Self> {
        let s = spec;
        let air_w_k = s.air_flow_m3_s * s.rated_density_kg_m3 * CP_DRY_AIR;
        Some(Self {
            rating: DryCoolerSpec {
                rated_w: s.rated_w,
                rated_water_c: s.rated_water_c,
                rated_air_c: s.rated_air_c,
                rated_water_w_k: s.rated_water_w_k,
                air_flow_m3_s: s.air_flow_m3_s,
                rated_density_kg_m3: s.rated_density_kg_m3,
                fan_power_w: s.fan_power_w,
                fan_min: s.fan_min,
            },
            evaporator_ua_w_k: conductance_for_w_k(
                s.rated_w,
                s.rated_water_w_k,
                s.rated_water_c - s.rated_refrigerant_c,
            )?,
            condenser_ua_w_k: conductance_for_w_k(s.rated_w, air_w_k, s.rated_refrigerant_c - s.rated_air_c)?,
            fixed_loss: s.fixed_loss,
            fan_exponent: s.fan_exponent,
        })
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
        let (s, load_w, water_w_k) = (&self.rating, load.watts(), capacity.w_k());
        if water <= air.dry_bulb() || water_w_k <= 0.0 || load_w <= 0.0 {
            return Ok(DryCoolerOperation { heat: Power::ZERO, fan_power: Power::ZERO, air_ratio: 0.0 });
        }
        let evaporator_ua_w_k = self.evaporator_ua_w_k * (water_w_k / s.rated_water_w_k).powf(FLOW_EXPONENT);
        let evaporator_w_k = stream_conductance_w_k(evaporator_ua_w_k, water_w_k);
        let density_ratio = air.density().kg_m3() / s.rated_density_kg_m3;
        let full_air_w_k = s.air_flow_m3_s * air.density().kg_m3() * CP_DRY_AIR;
        let above_load_w = |speed: f64| {
            let condenser_ua_w_k = self.condenser_ua_w_k * (speed * density_ratio).powf(FLOW_EXPONENT);
            let condenser_w_k = stream_conductance_w_k(condenser_ua_w_k, speed * full_air_w_k);
            let path_w_k = (evaporator_w_k.recip() + condenser_w_k.recip()).recip();
            path_w_k * (water - air.dry_bulb()).kelvin() - load_w
        };
        let FanDuty { heat_w, speed, running } = find_fan_duty(FAN_SEARCH, s.fan_min, load_w, above_load_w)?;
        let share = self.fixed_loss + (1.0 - self.fixed_loss) * speed.powf(self.fan_exponent);
        let fan_power = Power::new(s.fan_power_w * density_ratio * share * running);
        Ok(DryCoolerOperation { heat: Power::new(heat_w), fan_power, air_ratio: speed * running })
    }

    /// The rating, in the terms of a dry cooler.
    pub const fn spec(&self) -> &DryCoolerSpec {
        &self.rating
    }

    /// The same: the heat of its air does not follow from one number, so it has no curves.
    ///
    /// # Errors
    /// None.
    pub const fn prepared_for(self, _capacity: ThermalConductance) -> Result<Self, NotConverged> {
        Ok(self)
    }

    /// The same with another liquid, whose film has a ratio of conductance to that of water.
    #[must_use]
    pub fn with_liquid_film(self, ratio: f64) -> Self {
        Self { evaporator_ua_w_k: self.evaporator_ua_w_k * ratio, ..self }
    }
}

/// Reads a unit from the parameters of a record; nothing where no conductance reaches its rating.
///
/// # Errors
/// Parameters that are missing or out of range.
pub fn read_unit(parameters: &toml::Table) -> Result<Option<ThermosyphonCooler>, Vec<ParamError>> {
    ThermosyphonSpec::read(parameters).map(|spec| ThermosyphonCooler::new(&spec))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::units::Pressure;

    use super::*;

    const SPEC: ThermosyphonSpec = ThermosyphonSpec {
        rated_w: 1e6,
        rated_water_c: 32.0,
        rated_air_c: 10.0,
        rated_refrigerant_c: 22.0,
        rated_water_w_k: 150e3,
        air_flow_m3_s: 120.0,
        rated_density_kg_m3: 1.2,
        fan_power_w: 25e3,
        fan_min: 0.2,
        fixed_loss: 0.03,
        fan_exponent: 2.7,
    };

    fn at(kw: f64, water_c: f64, air_c: f64) -> DryCoolerOperation {
        let air =
            MoistAir::from_relative_humidity(Temperature::from_celsius(air_c), 0.5, Pressure::new(101_325.0)).unwrap();
        let (load, water) = (Power::from_kw(kw), Temperature::from_celsius(water_c));
        ThermosyphonCooler::new(&SPEC).unwrap().operate(load, water, ThermalConductance::new(150e3), &air).unwrap()
    }

    /// By hand: ε_e = 1 MW/(150 kW/K × 10 K) = 0.667 and ε_c = 1 MW/(144.9 kW/K × 12 K) = 0.575, so 45.5 kW for each kelvin
    /// between water and air; at 20 degC instead of 10 the full fans take 12 K × 45.5 = 545 kW, and a little less in thinner air.
    #[test]
    fn heat_goes_with_the_difference_to_the_air() {
        let full = at(5000.0, 32.0, 20.0);
        assert!((full.heat.kw() - 545.0).abs() < 8.0, "{full:?}");
    }

    #[test]
    fn an_impossible_rating_is_refused() {
        assert!(ThermosyphonCooler::new(&ThermosyphonSpec { rated_refrigerant_c: 31.0, ..SPEC }).is_none());
        assert!(ThermosyphonCooler::new(&ThermosyphonSpec { rated_refrigerant_c: 11.0, ..SPEC }).is_none());
    }

    #[test]
    fn warm_air_stops_the_refrigerant() {
        let idle = at(500.0, 20.0, 25.0);
        assert_eq!((idle.heat, idle.fan_power), (Power::ZERO, Power::ZERO));
    }

    proptest! {
        #[test]
        fn colder_air_never_needs_more_fan(kw in 20.0..900.0f64, air_c in -20.0..30.0f64) {
            let (here, colder) = (at(kw, 35.0, air_c), at(kw, 35.0, air_c - 1.0));
            prop_assert!(colder.heat >= here.heat);
            // Full fans that just do not carry the load move air that is lighter by a kelvin's 0.4 %.
            let most_w = here.fan_power.watts() * 1.004;
            prop_assert!(colder.heat.kw() < kw * (1.0 - 1e-9) || colder.fan_power.watts() <= most_w);
        }
    }
}
