//! Open cooling tower with a variable-speed fan, by the YorkCalc correlation.
//!
//! The correlation, its ranges and its source stand in `york.rs`.
//!
//! With the fan off the tower still rejects 12.5 % of what the full fan would. Between that and the lowest fan speed the
//! fan cycles. Fan power goes with the cube of the air flow. Evaporation: the air leaves saturated with the heat it
//! took up (EnergyPlus, saturated exit). Drift follows the air flow; blow-down keeps the cycles of concentration.

use crate::component::Kind;
use crate::params;
use crate::physics::air::{self, MoistAir};
use crate::physics::range::OutOfRange;
use crate::units::{Density, HeatRate, MassFlow, Power, Temperature, VolumeFlow};

use super::york::{APPROACH_K, RANGE_K, WET_BULB_C, York};

pub use super::york::york_approach_k;

params! {
    /// Parameters of one tower cell.
    pub struct Spec {
        /// Design water flow.
        water_flow_m3_s ["m3/s"] in 1e-4..=10.0;
        /// Design air flow.
        air_flow_m3_s ["m3/s"] in 0.1..=10000.0;
        /// Fan power at the design air flow.
        fan_power_w ["W"] in 1.0..=1e7;
        /// Lowest air flow of the fan, share of design.
        fan_min [""] in 0.05..=1.0 = 0.2;
        /// Heat rejected with the fan off, share of that with the full fan.
        free_convection [""] in 0.0..=0.5 = 0.125;
        /// Cycles of concentration.
        cycles [""] in 1.5..=20.0 = 4.0;
        /// Drift over water flow at the design air flow.
        drift [""] in 0.0..=0.01 = 0.00005;
        /// Water flow of the correlation over design water flow (calibration to the design point).
        flow_calibration [""] in 0.5..=2.0 = 1.0;
    }
}

/// Kind of equipment.
pub static KIND: Kind = Kind {
    name: "cooling-tower",
    summary: "Open cooling tower, variable-speed fan, YorkCalc",
    params: Spec::PARAMS,
    check: |table| Spec::read(table).map(drop),
};

/// What a cell is asked to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Duty {
    /// Heat to reject.
    pub heat: Power,
    /// Capacity rate of the water.
    pub capacity: HeatRate,
    /// Water flow.
    pub flow: VolumeFlow,
    /// Temperature wanted of the leaving water.
    pub set_point: Temperature,
}

/// A cell at work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Operation {
    /// Leaving water; warmer than the set point when the full fan does not reach it.
    pub leaving: Temperature,
    /// Fan electricity.
    pub fan_power: Power,
    /// Air flow, share of design, free convection included.
    pub air_ratio: f64,
    /// Whether the state lies outside the correlation's ranges.
    pub extrapolated: bool,
}

/// A tower cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tower(pub Spec);

impl Tower {
    /// A cell on its duty in air of a wet-bulb. The heat is always rejected: what gives is the temperature of the leaving
    /// water.
    pub fn operate(&self, duty: &Duty, wet_bulb: Temperature) -> Operation {
        let s = &self.0;
        let wet_bulb_c = wet_bulb.celsius();
        let range_k = duty.heat.watts() / duty.capacity.w_k();
        let f = duty.flow.m3_s() / (s.water_flow_m3_s * s.flow_calibration);
        let set_c = duty.set_point.celsius();
        let york = York::at(wet_bulb_c);
        let warmest_c = wet_bulb_c + york.approach_k(range_k, f);
        let (leaving_c, fan_ratio, running) = if warmest_c >= set_c {
            (warmest_c, 1.0, 1.0)
        } else {
            let (ratio, running) = self.modulate(&york, wet_bulb_c, (range_k, f), set_c);
            (set_c, ratio, running)
        };
        let air_ratio = fan_ratio * running + s.free_convection * (1.0 - running);
        let approach_k = leaving_c - wet_bulb_c;
        let inside = |(low, high): (f64, f64), x: f64| (low..=high).contains(&x);
        // A larger approach than the correlation's is reached by cycling, which needs no extrapolation.
        let extrapolated = !inside(WET_BULB_C, wet_bulb_c)
            || !inside(RANGE_K, range_k)
            || (running == 1.0 && !inside(APPROACH_K, approach_k));
        Operation {
            leaving: Temperature::from_celsius(leaving_c),
            fan_power: Power::new(s.fan_power_w * fan_ratio.powi(3) * running),
            air_ratio,
            extrapolated,
        }
    }

    /// Fan ratio and share of time in which the fan runs, to hold a set point that the full fan would pass.
    fn modulate(&self, york: &York, wet_bulb_c: f64, (range_k, f): (f64, f64), set_c: f64) -> (f64, f64) {
        let s = &self.0;
        let entering_c = set_c + range_k;
        let leaving_full_c = york.leaving_c(wet_bulb_c, entering_c, f);
        let leaving_off_c = entering_c - s.free_convection * (entering_c - leaving_full_c);
        if leaving_off_c <= set_c {
            return (0.0, 0.0);
        }
        let leaving_min_c = york.leaving_c(wet_bulb_c, entering_c, f / s.fan_min);
        if leaving_min_c <= set_c {
            return (s.fan_min, (leaving_off_c - set_c) / (leaving_off_c - leaving_min_c));
        }
        // The bracket holds the root: too warm at the lowest speed, cool enough at the full one.
        (york.air_for(set_c - wet_bulb_c, range_k, f, s.fan_min).unwrap_or(1.0), 1.0)
    }

    /// Make-up water of a cell that rejects `heat` with an air flow: evaporation, drift and blow-down.
    ///
    /// # Errors
    /// When the leaving air is outside the range of the moist-air formulas.
    pub fn makeup(&self, heat: Power, air_ratio: f64, air: &MoistAir) -> Result<MassFlow, OutOfRange> {
        let s = &self.0;
        let w_in = air.humidity_ratio().kg_kg();
        let dry_air_kg_s = s.air_flow_m3_s * air_ratio.max(s.free_convection) * air.density().kg_m3() / (1.0 + w_in);
        let enthalpy = air.enthalpy_j_kg() + heat.watts() / dry_air_kg_s;
        let leaving = air::saturation_temperature_at_enthalpy(enthalpy, air.pressure())?;
        let w_out = air::saturation_humidity_ratio(leaving, air.pressure()).kg_kg();
        let evaporation_kg_s = dry_air_kg_s * (w_out - w_in).max(0.0);
        let drift_kg_s = (VolumeFlow::new(s.water_flow_m3_s * s.drift * air_ratio) * Density::new(998.0)).kg_s();
        let blow_down_kg_s = (evaporation_kg_s / (s.cycles - 1.0) - drift_kg_s).max(0.0);
        Ok(MassFlow::new(evaporation_kg_s + drift_kg_s + blow_down_kg_s))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::units::{Pressure, TempDelta};

    fn cell() -> Tower {
        Tower(Spec {
            water_flow_m3_s: 0.04262,
            air_flow_m3_s: 27.6316,
            fan_power_w: 10500.0,
            fan_min: 0.2,
            free_convection: 0.125,
            cycles: 4.0,
            drift: 8e-5,
            flow_calibration: 1.0,
        })
    }

    fn weather(dry_bulb_c: f64, rh: f64) -> MoistAir {
        MoistAir::from_relative_humidity(Temperature::from_celsius(dry_bulb_c), rh, Pressure::new(101_325.0)).unwrap()
    }

    fn duty(kw: f64, set_c: f64) -> Duty {
        let flow = VolumeFlow::new(0.04262);
        Duty {
            heat: Power::from_kw(kw),
            capacity: HeatRate::new(0.04262 * 996.0 * 4180.0),
            flow,
            set_point: Temperature::from_celsius(set_c),
        }
    }

    #[test]
    fn the_design_point_has_its_approach() {
        assert!((york_approach_k(25.56, 5.56, 1.0) - 3.8425).abs() < 1e-3);
    }

    #[test]
    fn a_warm_day_needs_the_full_fan_and_misses_the_set_point() {
        let o = cell().operate(&duty(1000.0, 25.0), weather(33.0, 0.6).wet_bulb());
        assert!(o.leaving.celsius() > 25.0 && (o.fan_power.watts() - 10500.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn colder_air_never_needs_more_fan(t in 8.0..30.0f64, rh in 0.2..0.95f64, kw in 300.0..1100.0f64) {
            let here = cell().operate(&duty(kw, 27.0), weather(t, rh).wet_bulb());
            let colder = cell().operate(&duty(kw, 27.0), weather(t - 2.0, rh).wet_bulb());
            let makeup = cell().makeup(Power::from_kw(kw), here.air_ratio, &weather(t, rh)).unwrap();
            prop_assert!(colder.fan_power.watts() <= here.fan_power.watts() * 1.001 + 1e-6);
            prop_assert!(makeup > MassFlow::ZERO);
            prop_assert!(here.leaving + TempDelta::new(1e-9) >= Temperature::from_celsius(27.0));
            // All latent would be 1.48 kg per kWh of heat; blow-down adds a third.
            let per_kwh = makeup.kg_s() * 3600.0 / kw;
            prop_assert!(per_kwh < 2.6, "{per_kwh}");
        }
    }
}
