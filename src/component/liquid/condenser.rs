//! Condenser above a boiling tank: vapour at one temperature, water in tubes.
//!
//! `Q = C (T_sat − T_in)(1 − exp(−UA/C))`, C the capacity rate of the water, which a valve or pump sets as low as the heat
//! allows. UA is held constant: the vapour's film is small and the water's grows with the flow, so part load is on the
//! safe side.
//!
//! Neglects: the growth of UA with the water flow, non-condensable gas, and subcooling of the condensate.
//!
//! Compared with: the closed form in this file; `tests/rack.rs` ends a boiling tank at its condenser.

use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::{Power, Temperature, ThermalConductance, VolumeFlow};

params! {
    /// Parameters of the condenser of one tank.
    pub struct CondenserSpec {
        /// Conductance.
        ua_w_k ["W/K"] in 10.0..=1e6;
        /// Most capacity rate of the water.
        water_w_k ["W/K"] in 10.0..=1e6;
        /// Pressure loss of the water at that rate.
        water_loss_pa ["Pa"] in 0.0..=5e5 = 50000.0;
        /// Efficiency of the water's pump, electricity to hydraulic power.
        pump_efficiency [""] in 0.1..=0.9 = 0.45;
    }
}

/// Kind of a record that says `kind = "condenser"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "condenser",
    summary: "Condenser of a two-phase immersion tank",
    law: ComponentLaw {
        symbols: "Q = C (T_sat - T_in)(1 - exp(-UA / C))",
        words: "vapour of a boiling tank to water",
        results: &[LawResult::PartTemperature],
    },
    params: CondenserSpec::PARAMS,
    check: |table| CondenserSpec::read(table).map(drop),
};

/// The condenser of a two-phase tank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TankCondenser(pub CondenserSpec);

const VALVE_MIN: f64 = 0.02;

impl TankCondenser {
    fn heat_w(&self, rise_k: f64, water_w_k: f64) -> f64 {
        -water_w_k * rise_k * (-self.0.ua_w_k / water_w_k).exp_m1()
    }

    /// The most heat it takes from vapour at `saturation` with water of `inlet`; none when the water is the warmer one.
    pub fn max_heat(&self, saturation: Temperature, inlet: Temperature) -> Power {
        Power::new(self.heat_w((saturation - inlet).kelvin().max(0.0), self.0.water_w_k))
    }

    /// The capacity rate of water that takes `heat`; the most there is where that is too little ([`Self::max_heat`] then
    /// tells how much it takes), the least that the valve lets pass where that is too much.
    ///
    /// # Errors
    /// When it is not found.
    pub fn required_capacity_rate(
        &self,
        heat: Power,
        saturation: Temperature,
        inlet: Temperature,
    ) -> Result<ThermalConductance, NotConverged> {
        let rise_k = (saturation - inlet).kelvin();
        let excess = |w_k: f64| self.heat_w(rise_k, w_k) - heat.watts();
        let (least, most) = (VALVE_MIN * self.0.water_w_k, self.0.water_w_k);
        let at_most_w = excess(most);
        if at_most_w <= 0.0 {
            return Ok(ThermalConductance::new(most));
        }
        let at_least_w = excess(least);
        if at_least_w >= 0.0 {
            return Ok(ThermalConductance::new(least));
        }
        let tolerance = RootTolerance { x: 1e-12 * most, f: 1e-9 };
        let (low, high) = ((least, at_least_w), (most, at_most_w));
        root::find_named_root("the water of a tank's condenser", excess, low, high, tolerance, 200)
            .map(ThermalConductance::new)
    }

    /// Pressure loss of the water and electricity of its pump.
    pub fn circuit_loss_and_power(&self, flow: VolumeFlow, water: ThermalConductance) -> (f64, Power) {
        let share = water.w_k() / self.0.water_w_k;
        let loss_pa = self.0.water_loss_pa * share * share;
        (loss_pa, Power::new(flow.m3_s() * loss_pa / self.0.pump_efficiency))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_water_found_carries_the_heat() {
        let condenser = TankCondenser(CondenserSpec {
            ua_w_k: 9000.0,
            water_w_k: 8000.0,
            water_loss_pa: 5e4,
            pump_efficiency: 0.45,
        });
        let (sat, water) = (Temperature::from_celsius(49.0), Temperature::from_celsius(30.0));
        let c = condenser.required_capacity_rate(Power::from_kw(80.0), sat, water).unwrap();
        let effectiveness = 1.0 - (-9000.0 / c.w_k()).exp();
        assert!((effectiveness * c.w_k() * 19.0 - 80e3).abs() < 1e-3);
        assert!(condenser.max_heat(sat, water).kw() > 80.0);
        assert_eq!(condenser.max_heat(sat, Temperature::from_celsius(50.0)), Power::ZERO);
        assert_eq!(condenser.required_capacity_rate(Power::from_kw(500.0), sat, water).unwrap().w_k(), 8000.0);
    }
}
