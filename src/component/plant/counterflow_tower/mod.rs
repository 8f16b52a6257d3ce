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
//!
//! Neglects: the Lewis number's distance from one, water that evaporates within the heat balance, wind, and ice.
//!
//! Compared with: Merkel's exact integral and EnergyPlus years in `tests/plant.rs`.

mod transfer;

use std::ops::ControlFlow;

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::physics::air::{self, MoistAir, SaturationTable};
use crate::physics::liquid::Liquid;
use crate::physics::range::OutOfRange;
use crate::solve::convergence::{NotConverged, iterate_to_convergence};
use crate::solve::root;
use crate::units::{Power, Pressure, Temperature, ThermalConductance};

use self::transfer::{MAX_LEAVING_C, MerkelTransfer, ROOT_TOLERANCE, WaterPotential};
use super::tower::{FanControl, TowerDuty, TowerOperation, TowerSpec};

/// Kind of a record that says `kind = "counterflow-tower"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "counterflow-tower",
    summary: "Open counterflow tower, variable-speed fan, Merkel",
    law: ComponentLaw {
        symbols: "Q = ε G (h_s(T_in) - h_s(T_wb)), KaV/L = c (L/G)^-n; P = P0 n³",
        words: "Merkel's theory by effectiveness and NTU",
        results: &[LawResult::Power(EndUse::HeatRejection), LawResult::SiteWater],
    },
    params: TowerSpec::PARAMS,
    check: |table| TowerSpec::read(table).map(drop),
};

const WET_BULB_C: (f64, f64) = (-40.0, 35.0);
/// Newton steps to the speed of the fan; one or two do.
const MAX_SPEED_STEPS: usize = 20;

/// A tower, its characteristic known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CounterflowTower {
    spec: TowerSpec,
    /// `KaV₀`, kg/s.
    kav_kg_s: f64,
    /// Dry air at the design, kg/s, and its density with vapour, kg/m³.
    air_kg_s: f64,
    density_kg_m3: f64,
    /// Capacity rate of the water at the design, W/K.
    water_w_k: f64,
    /// Logarithm of the lowest speed.
    lowest: f64,
    /// `fan_min^n` and `free_convection^n`.
    powers: (f64, f64),
}

impl CounterflowTower {
    /// A tower of given design values; nothing where no size reaches them because the air would leave above saturation at
    /// the entering water.
    ///
    /// # Errors
    /// A design outside the range of moist air or water.
    pub fn new(spec: TowerSpec) -> Result<Option<Self>, OutOfRange> {
        let s = &spec;
        let pressure = Pressure::new(s.design_pressure_pa);
        let wet_bulb = Temperature::from_celsius(s.design_wet_bulb_c);
        let leaving_c = s.design_wet_bulb_c + s.design_approach_k;
        let air = MoistAir::new(wet_bulb, air::saturation_humidity_ratio(wet_bulb, pressure), pressure)?;
        let mean = Liquid::Water
            .properties_at(Temperature::from_celsius((leaving_c + 0.5 * s.design_range_k).clamp(2.0, 80.0)))?;
        let water_w_k = s.water_flow_m3_s * mean.density.kg_m3() * mean.specific_heat.j_kg_k();
        let air_kg_s = s.air_flow_m3_s / air.specific_volume_m3_kg();
        let table = SaturationTable::get();
        let enthalpy = table.saturated_air(s.design_wet_bulb_c, s.design_pressure_pa).enthalpy_j_kg;
        let design =
            MerkelTransfer { table, enthalpy, pressure_pa: s.design_pressure_pa, water_w_k, air_kg_s, ntu: 0.0 };
        let water = design.water_potential(leaving_c, s.design_range_k);
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
            lowest: s.fan_min.ln(),
            powers: (s.fan_min.powf(s.exponent), s.free_convection.powf(s.exponent)),
        }))
    }

    /// The design that the tower was calibrated to.
    pub const fn spec(&self) -> &TowerSpec {
        &self.spec
    }

    /// The same tower, its characteristic taken at another water flow: what its hours then need not do.
    #[must_use]
    pub fn with_reference_flow(self, capacity: ThermalConductance) -> Self {
        let kav_kg_s = self.kav_at_water_flow(capacity.w_k());
        Self { kav_kg_s, water_w_k: capacity.w_k(), ..self }
    }

    fn kav_at_water_flow(&self, water_w_k: f64) -> f64 {
        if water_w_k == self.water_w_k {
            return self.kav_kg_s;
        }
        self.kav_kg_s * (water_w_k / self.water_w_k).powf(1.0 - self.spec.exponent)
    }

    /// The tower in some air with a flow of water.
    pub fn prepare_hour(
        &self,
        capacity: ThermalConductance,
        air: &MoistAir,
        wet_bulb: Temperature,
    ) -> CounterflowTowerHour<'_> {
        let (table, water_w_k) = (SaturationTable::get(), capacity.w_k());
        let (pressure_pa, wet_bulb_c) = (air.pressure().pascals(), wet_bulb.celsius());
        let air_kg_s = self.spec.air_flow_m3_s / air.specific_volume_m3_kg();
        let ntu = self.kav_at_water_flow(water_w_k) * (air_kg_s / self.air_kg_s).powf(self.spec.exponent) / air_kg_s;
        let enthalpy = table.saturated_air(wet_bulb_c, pressure_pa).enthalpy_j_kg;
        let density = air_kg_s * (1.0 + air.humidity_ratio().kg_kg()) / self.spec.air_flow_m3_s;
        CounterflowTowerHour {
            tower: self,
            wet_bulb_c,
            fan_power_w: self.spec.fan_power_w * density / self.density_kg_m3,
            transfer: MerkelTransfer { table, enthalpy, pressure_pa, water_w_k, air_kg_s, ntu },
        }
    }

    /// The tower on its duty (heat above zero), and whether the full fan carries it with water below 60 °C.
    ///
    /// # Errors
    /// When speed or leaving water are not found.
    pub fn operate(
        &self,
        duty: &TowerDuty,
        air: &MoistAir,
        wet_bulb: Temperature,
    ) -> Result<(TowerOperation, bool), NotConverged> {
        let hour = self.prepare_hour(duty.capacity_rate, air, wet_bulb);
        if let Some(held) = hour.hold_set_point(duty.heat, duty.set_point)? {
            return Ok((held, true));
        }
        let leaving = hour.solve_leaving(duty.heat)?;
        Ok((hour.operate_full_fan(leaving.unwrap_or(Temperature::from_celsius(MAX_LEAVING_C))), leaving.is_some()))
    }
}

/// A tower in an hour's air. What heat it takes from water is then a function of temperature and air flow.
#[derive(Clone, Copy, Debug)]
pub struct CounterflowTowerHour<'a> {
    tower: &'a CounterflowTower,
    transfer: MerkelTransfer,
    wet_bulb_c: f64,
    /// Of the full fan.
    fan_power_w: f64,
}

impl CounterflowTowerHour<'_> {
    /// What the full fan takes, with water leaving at a temperature, over the heat asked, less one; and how that grows with the
    /// temperature (near enough for a first step), 1/K.
    pub fn relative_heat_surplus(&self, heat: Power, leaving: Temperature) -> (f64, f64) {
        self.transfer.relative_heat_surplus(heat.watts(), leaving.celsius())
    }

    /// Leaving water with the full fan, to a few tenths of a kelvin.
    pub fn guess_leaving(&self, heat: Power) -> Temperature {
        Temperature::from_celsius(self.transfer.guess_c(heat.watts(), self.wet_bulb_c))
    }

    /// Leaving water with the full fan, to 1e-8 K; nothing where it does not take the heat even at 60 °C.
    ///
    /// # Errors
    /// When it is not found.
    pub fn solve_leaving(&self, heat: Power) -> Result<Option<Temperature>, NotConverged> {
        let guess_c = self.transfer.guess_c(heat.watts(), self.wet_bulb_c);
        let found = self.transfer.solve_leaving_c(guess_c, heat.watts(), self.wet_bulb_c)?;
        Ok(found.map(Temperature::from_celsius))
    }

    /// With the full fan, and what is known of the leaving water.
    pub fn operate_full_fan(&self, leaving: Temperature) -> TowerOperation {
        self.operation_at_fan(&FanControl::full(leaving.celsius()))
    }

    /// With just the fan that holds a set point, or colder where no fan is needed; nothing where the full fan does not reach it.
    ///
    /// # Errors
    /// When the speed of the fan or the leaving water is not found.
    pub fn hold_set_point(&self, heat: Power, set_point: Temperature) -> Result<Option<TowerOperation>, NotConverged> {
        let (heat_w, set_c) = (heat.watts(), set_point.celsius());
        let water = self.transfer.water_potential(set_c, heat_w / self.transfer.water_w_k);
        let full_w = self.transfer.full_fan_heat_w(&water);
        if full_w < heat_w {
            return Ok(None);
        }
        Ok(Some(self.operation_at_fan(&self.modulate_fan(&water, (heat_w, full_w), set_c)?)))
    }

    fn operation_at_fan(&self, control: &FanControl) -> TowerOperation {
        TowerOperation {
            leaving: Temperature::from_celsius(control.leaving_c),
            fan_power: Power::new(self.fan_power_w * control.power_share()),
            air_ratio: control.air_ratio(self.tower.spec.free_convection),
            extrapolated: !(WET_BULB_C.0..=WET_BULB_C.1).contains(&self.wet_bulb_c),
        }
    }

    /// Leaving water, speed and share of time, where the full fan would pass the set point. With the fan off the water gets
    /// colder until it takes no more than its heat, but no more than its range: beyond that it bypasses the tower, so that
    /// what the tower takes is still the heat of the loop.
    fn modulate_fan(
        &self,
        water: &WaterPotential,
        (heat_w, full_w): (f64, f64),
        set_c: f64,
    ) -> Result<FanControl, NotConverged> {
        let (s, powers, transfer) = (&self.tower.spec, self.tower.powers, &self.transfer);
        let slow_w = transfer.heat_w(water, s.fan_min, powers.0);
        if slow_w < heat_w {
            let speed = self.solve_fan_speed(water, heat_w, (slow_w, full_w))?;
            return Ok(FanControl { leaving_c: set_c, speed, running: 1.0 });
        }
        let off_w = transfer.heat_w(water, s.free_convection, powers.1);
        if off_w < heat_w {
            let running = (heat_w - off_w) / (slow_w - off_w);
            return Ok(FanControl { leaving_c: set_c, speed: s.fan_min, running });
        }
        let range_k = heat_w / transfer.water_w_k;
        let surplus = |heat_off_w: f64| heat_off_w / heat_w - 1.0;
        let miss =
            |t: f64| surplus(transfer.heat_w(&transfer.water_potential(t, range_k), s.free_convection, powers.1));
        let lowest_c = set_c - range_k;
        let at_lowest = miss(lowest_c);
        if at_lowest >= 0.0 {
            return Ok(FanControl { leaving_c: lowest_c, speed: 0.0, running: 0.0 });
        }
        let ends = ((lowest_c, at_lowest), (set_c, surplus(off_w)));
        let leaving_c = root::find_named_root(
            "the leaving water of a counterflow tower with the fan off",
            miss,
            ends.0,
            ends.1,
            ROOT_TOLERANCE,
            60,
        )?;
        Ok(FanControl { leaving_c, speed: 0.0, running: 0.0 })
    }

    /// The speed that carries a heat between those of the slowest and the full fan, to 1e-6. Heat is nearly a power of the
    /// speed: a parabola in the logarithms of both is near, and Newton meets it in a step or two.
    fn solve_fan_speed(
        &self,
        water: &WaterPotential,
        heat_w: f64,
        (slow_w, full_w): (f64, f64),
    ) -> Result<f64, NotConverged> {
        let n = self.tower.spec.exponent;
        let lowest = self.tower.lowest;
        let (wanted, slow) = ((heat_w / full_w).ln(), (slow_w / full_w).ln());
        let slope = self.transfer.heat_and_slope(water, 1.0, 1.0, n).1;
        // ln speed = y (1 + b y)/slope with y = ln heat, through the slowest fan.
        let bend = (lowest * slope / slow - 1.0) / slow;
        let mut u = (wanted * (1.0 + bend * wanted) / slope).clamp(lowest, 0.0);
        iterate_to_convergence("the fan speed of a counterflow tower", MAX_SPEED_STEPS, |_| {
            let (heat, slope) = self.transfer.heat_and_slope(water, u.exp(), (n * u).exp(), n);
            let step = (heat_w / heat).ln() / slope;
            u = (u + step).clamp(lowest, 0.0);
            // Newton squares the error.
            Ok(if step.abs() < 1e-3 { ControlFlow::Break(u.exp()) } else { ControlFlow::Continue(step) })
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::units::{ThermalConductance, VolumeFlow};

    use super::*;

    const SPEC: TowerSpec = TowerSpec {
        design_wet_bulb_c: 25.6,
        design_approach_k: 3.9,
        design_range_k: 5.6,
        water_flow_m3_s: 0.04262,
        air_flow_m3_s: 27.6316,
        fan_power_w: 10500.0,
        fan_min: 0.2,
        free_convection: 0.1,
        exponent: 0.6,
        design_pressure_pa: 101_325.0,
    };

    fn tower() -> CounterflowTower {
        CounterflowTower::new(SPEC).unwrap().unwrap()
    }

    fn duty(kw: f64, set_c: f64) -> TowerDuty {
        TowerDuty {
            heat: Power::from_kw(kw),
            capacity_rate: ThermalConductance::new(tower().water_w_k),
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
        let (o, carried) = tower().operate(&duty(heat, 20.0), &at, at.wet_bulb()).unwrap();
        assert!(carried && (o.leaving.celsius() - 29.5).abs() < 1e-6, "{o:?}");
        assert!((o.fan_power.watts() - 10500.0).abs() < 1e-6);
        let few = TowerSpec { air_flow_m3_s: 10.0, ..SPEC };
        assert!(CounterflowTower::new(few).unwrap().is_none(), "so little air can't take the heat");
    }

    proptest! {
        #[test]
        fn colder_air_less_heat_and_warmer_water_never_cost(
            t in -40.0..36.0f64, rh in 0.1..1.0f64, kw in 20.0..1600.0f64, set in 10.0..45.0f64,
        ) {
            let at = |t: f64, kw: f64, set: f64| {
                let here = air(t, rh);
                tower().operate(&duty(kw, set), &here, here.wet_bulb()).unwrap().0
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
