//! Open counterflow tower with a variable-speed fan from first principles: the plant's own default.
//!
//! Merkel's theory in the ε-NTU form of Braun, Klein and Mitchell (ASHRAE Transactions 95, 1989): `Q = ε G (h_s(T_in) −
//! h_s(T_wb))`, `c_s = (h_s(T_in) − h_s(T_out))/(T_in − T_out)`, `m* = G c_s/C_w`, `N = KaV/G`, counterflow `ε(N, m*)`; `G` dry
//! air, `C_w` capacity rate of the water. `KaV/L = c (L/G)^−n`, hence `KaV = KaV₀ (L/L₀)^(1−n) (G/G₀)^n`; `KaV₀` follows in
//! closed form from the design wet bulb, approach, range and flows. Against Merkel's exact integral the leaving water
//! differs by up to 0.7 K off the design, by nothing that matters at it.
//!
//! With the fan off a share of the air still passes; between that and the lowest speed the fan cycles. Fan power goes with
//! density and the cube of the speed. Heat rises with air flow and with the water's temperature and falls with the wet
//! bulb, so that every answer is monotone. Valid for wet bulbs of −40 to 35 °C and water below 60 °C.

mod transfer;

use std::convert::Infallible;

use crate::component::Kind;
use crate::params;
use crate::physics::air::{self, MoistAir};
use crate::physics::liquid::Liquid;
use crate::physics::range::OutOfRange;
use crate::solve::root;
use crate::units::{Power, Pressure, Temperature};

use super::tower::{Duty, Operation};
use transfer::{FINE, HOTTEST_C, Hour, Water};

params! {
    /// Design values of a tower.
    pub struct Spec {
        /// Wet bulb of the design.
        design_wet_bulb_c ["degC"] in -10.0..=35.0;
        /// Leaving water above the wet bulb at the design.
        design_approach_k ["K"] in 1.0..=30.0;
        /// Entering above leaving water at the design.
        design_range_k ["K"] in 1.0..=25.0;
        /// Design water flow.
        water_flow_m3_s ["m3/s"] in 1e-4..=100.0;
        /// Design air flow, of air that enters.
        air_flow_m3_s ["m3/s"] in 0.1..=100000.0;
        /// Fan power at the design air flow and density.
        fan_power_w ["W"] in 1.0..=1e8;
        /// Lowest air flow of the fan, share of design.
        fan_min [""] in 0.05..=1.0 = 0.2;
        /// Air flow with the fan off, share of design.
        free_air [""] in 0.0..=0.3 = 0.1;
        /// Exponent of the characteristic, `n` of `KaV/L = c (L/G)^-n`.
        exponent [""] in 0.3..=0.9 = 0.6;
        /// Pressure of the design.
        design_pressure_pa ["Pa"] in 50000.0..=120000.0 = 101325.0;
    }
}

/// Kind of equipment.
pub static KIND: Kind = Kind {
    name: "counterflow-tower",
    summary: "Open counterflow tower, variable-speed fan, Merkel",
    params: Spec::PARAMS,
    check: |table| Spec::read(table).map(drop),
};

const WET_BULB_C: (f64, f64) = (-40.0, 35.0);

/// A tower, its characteristic known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CounterflowTower {
    spec: Spec,
    /// `KaV₀`, kg/s.
    kav_kg_s: f64,
    /// Dry air at the design, kg/s, and its density with vapour, kg/m³.
    air_kg_s: f64,
    density_kg_m3: f64,
    /// Capacity rate of the water at the design, W/K.
    water_w_k: f64,
    /// `fan_min^n` and `free_air^n`.
    powers: (f64, f64),
}

impl CounterflowTower {
    /// A tower of given design values; nothing where no size reaches them because the air would leave above saturation at
    /// the entering water.
    ///
    /// # Errors
    /// A design outside the range of moist air or water.
    pub fn new(spec: Spec) -> Result<Option<Self>, OutOfRange> {
        let s = &spec;
        let pressure = Pressure::new(s.design_pressure_pa);
        let wet_bulb = Temperature::from_celsius(s.design_wet_bulb_c);
        let leaving_c = s.design_wet_bulb_c + s.design_approach_k;
        let air = MoistAir::new(wet_bulb, air::saturation_humidity_ratio(wet_bulb, pressure), pressure)?;
        let mean =
            Liquid::Water.at(Temperature::from_celsius((leaving_c + 0.5 * s.design_range_k).clamp(2.0, 80.0)))?;
        let water_w_k = s.water_flow_m3_s * mean.density.kg_m3() * mean.specific_heat.j_kg_k();
        let air_kg_s = s.air_flow_m3_s / air.specific_volume_m3_kg();
        let design = Hour {
            enthalpy: air::saturated_enthalpy_j_kg(wet_bulb, pressure),
            pressure,
            range_k: s.design_range_k,
            water_w_k,
            air_kg_s,
            kav_kg_s: 0.0,
        };
        let water = design.water(leaving_c);
        let m_star = air_kg_s * water.slope / water_w_k;
        let e = water_w_k * s.design_range_k / (air_kg_s * water.potential);
        if e >= 1.0 || e * m_star >= 1.0 {
            return Ok(None);
        }
        let ntu = if (1.0 - m_star).abs() < 1e-7 {
            e / (1.0 - e)
        } else {
            ((1.0 - e * m_star) / (1.0 - e)).ln() / (1.0 - m_star)
        };
        Ok(Some(Self {
            spec,
            kav_kg_s: ntu * air_kg_s,
            air_kg_s,
            density_kg_m3: air.density().kg_m3(),
            water_w_k,
            powers: (s.fan_min.powf(s.exponent), s.free_air.powf(s.exponent)),
        }))
    }

    /// The design values.
    pub const fn spec(&self) -> &Spec {
        &self.spec
    }

    fn hour(&self, duty: &Duty, air: &MoistAir, wet_bulb: Temperature) -> Hour {
        let (n, water_w_k) = (self.spec.exponent, duty.capacity.w_k());
        let air_kg_s = self.spec.air_flow_m3_s / air.specific_volume_m3_kg();
        let water = if water_w_k == self.water_w_k { 1.0 } else { (water_w_k / self.water_w_k).powf(1.0 - n) };
        Hour {
            enthalpy: air::saturated_enthalpy_j_kg(wet_bulb, air.pressure()),
            pressure: air.pressure(),
            range_k: duty.heat.watts() / water_w_k,
            water_w_k,
            air_kg_s,
            kav_kg_s: self.kav_kg_s * water * (air_kg_s / self.air_kg_s).powf(n),
        }
    }

    /// The tower on its duty (heat above zero), and whether the full fan carries it with water below 60 °C.
    pub fn operate(&self, duty: &Duty, air: &MoistAir, wet_bulb: Temperature) -> (Operation, bool) {
        let s = &self.spec;
        let hour = self.hour(duty, air, wet_bulb);
        let (heat_w, set_c) = (duty.heat.watts(), duty.set_point.celsius());
        let water = hour.water(set_c);
        let full_w = hour.heat_w(&water, 1.0, 1.0);
        let (leaving_c, fan, running, carried) = if full_w <= heat_w {
            let found = hour.leaving_c((set_c, full_w / heat_w), heat_w);
            (found.unwrap_or(HOTTEST_C), 1.0, 1.0, found.is_some())
        } else {
            let (leaving_c, fan, running) = self.modulate(&hour, &water, (heat_w, full_w), set_c);
            (leaving_c, fan, running, true)
        };
        let inside = (WET_BULB_C.0..=WET_BULB_C.1).contains(&wet_bulb.celsius());
        let density = air.density().kg_m3() / self.density_kg_m3;
        let operation = Operation {
            leaving: Temperature::from_celsius(leaving_c),
            fan_power: Power::new(s.fan_power_w * density * fan * fan * fan * running),
            air_ratio: fan * running + s.free_air * (1.0 - running),
            extrapolated: !inside,
        };
        (operation, carried)
    }

    /// Leaving water, speed and share of time, where the full fan would pass the set point.
    fn modulate(&self, hour: &Hour, water: &Water, (heat_w, full_w): (f64, f64), set_c: f64) -> (f64, f64, f64) {
        let s = &self.spec;
        let slow_w = hour.heat_w(water, s.fan_min, self.powers.0);
        if slow_w < heat_w {
            return (set_c, self.speed(hour, water, heat_w, (slow_w, full_w)), 1.0);
        }
        let off_w = hour.heat_w(water, s.free_air, self.powers.1);
        if off_w < heat_w {
            return (set_c, s.fan_min, (heat_w - off_w) / (slow_w - off_w));
        }
        let miss = |t: f64| Ok::<_, Infallible>(hour.heat_w(&hour.water(t), s.free_air, self.powers.1) / heat_w - 1.0);
        let lowest_c = set_c - hour.range_k;
        (root::bracketed(miss, lowest_c, set_c, FINE, 60).map_or(lowest_c, |root| root.x), 0.0, 0.0)
    }

    /// The speed that carries a heat between those of the slowest and the full fan. Heat is nearly a power of the speed:
    /// Newton in the logarithms of both meets it in two or three steps.
    fn speed(&self, hour: &Hour, water: &Water, heat_w: f64, (slow_w, full_w): (f64, f64)) -> f64 {
        let n = self.spec.exponent;
        let lowest = self.spec.fan_min.ln();
        // On the chord between the ends the answer is right to a few per cent.
        let mut u = lowest * (1.0 - (heat_w / slow_w).ln() / (full_w / slow_w).ln());
        for _ in 0..20 {
            let (air, air_to_n) = (u.exp(), (n * u).exp());
            let (heat, slope) = hour.heat_and_slope(water, air, air_to_n, n);
            let step = (heat_w / heat).ln() / slope;
            u = (u + step).clamp(lowest, 0.0);
            if step.abs() < 1e-9 {
                break;
            }
        }
        u.exp()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::component::merkel_tower::{Entering, MerkelTower};
    use crate::units::{HeatRate, VolumeFlow};

    const SPEC: Spec = Spec {
        design_wet_bulb_c: 25.6,
        design_approach_k: 3.9,
        design_range_k: 5.6,
        water_flow_m3_s: 0.04262,
        air_flow_m3_s: 27.6316,
        fan_power_w: 10500.0,
        fan_min: 0.2,
        free_air: 0.1,
        exponent: 0.6,
        design_pressure_pa: 101_325.0,
    };

    fn tower() -> CounterflowTower {
        CounterflowTower::new(SPEC).unwrap().unwrap()
    }

    fn duty(kw: f64, set_c: f64) -> Duty {
        Duty {
            heat: Power::from_kw(kw),
            capacity: HeatRate::new(tower().water_w_k),
            flow: VolumeFlow::new(0.04262),
            set_point: Temperature::from_celsius(set_c),
        }
    }

    fn air(t: f64, rh: f64) -> MoistAir {
        MoistAir::from_relative_humidity(Temperature::from_celsius(t), rh, Pressure::new(101_325.0)).unwrap()
    }

    #[test]
    fn the_design_is_met_and_an_impossible_one_refused() {
        let at = air(25.6, 1.0);
        let heat = tower().water_w_k * 5.6 / 1e3;
        let (o, carried) = tower().operate(&duty(heat, 20.0), &at, at.wet_bulb());
        assert!(carried && (o.leaving.celsius() - 29.5).abs() < 1e-6, "{o:?}");
        assert!((o.fan_power.watts() - 10500.0).abs() < 1e-6);
        let few = Spec { air_flow_m3_s: 10.0, ..SPEC };
        assert!(CounterflowTower::new(few).unwrap().is_none(), "so little air can't take the heat");
    }

    /// Off the design too: the same tower by the exact integral.
    #[test]
    fn the_exact_integral_is_near() {
        let t = tower();
        let design = MerkelTower { kav_l: t.kav_kg_s / (t.water_w_k / 4186.0), l_g: t.water_w_k / 4186.0 / t.air_kg_s };
        for (wb, kw) in [(25.6, 1000.0), (20.0, 1000.0), (20.0, 600.0), (10.0, 900.0)] {
            let here = air(wb, 1.0);
            let (o, _) = t.operate(&duty(kw, 0.0), &here, here.wet_bulb());
            let entering = o.leaving.celsius() + kw * 1e3 / t.water_w_k;
            let l_g = t.water_w_k / 4186.0 * here.specific_volume_m3_kg() / SPEC.air_flow_m3_s;
            let exact = MerkelTower { kav_l: design.kav_l * (l_g / design.l_g).powf(-0.6), l_g };
            let at = Entering {
                water: Temperature::from_celsius(entering),
                wet_bulb: here.wet_bulb(),
                pressure: here.pressure(),
            };
            let leaving = exact.leaving(&at).unwrap();
            assert!((leaving.celsius() - o.leaving.celsius()).abs() < 0.35, "{wb} {kw}: {leaving:?} {o:?}");
        }
    }

    proptest! {
        #[test]
        fn colder_air_less_heat_and_warmer_water_never_cost(
            t in -40.0..36.0f64, rh in 0.1..1.0f64, kw in 20.0..1600.0f64, set in 10.0..45.0f64,
        ) {
            let at = |t: f64, kw: f64, set: f64| {
                let here = air(t, rh);
                tower().operate(&duty(kw, set), &here, here.wet_bulb()).0
            };
            let here = at(t, kw, set);
            prop_assert!(here.fan_power.watts() >= 0.0 && here.leaving.celsius().is_finite());
            for other in [at(t - 1.0, kw, set), at(t, kw * 0.97, set), at(t, kw, set + 0.5)] {
                // Denser air takes more fan power at one speed: 0.4 % a kelvin.
                prop_assert!(other.fan_power.watts() <= here.fan_power.watts() * 1.006 + 1e-6);
            }
            prop_assert!(at(t - 1.0, kw, set).leaving.celsius() <= here.leaving.celsius() + 1e-6);
            let idle = here.fan_power == Power::ZERO;
            prop_assert!(idle || here.leaving.celsius() >= set - 1e-9);
        }
    }
}
