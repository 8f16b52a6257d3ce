//! Humidifier of a hall's air: water that evaporates into it, or steam.
//!
//! `P = m e` for the mass `m` that the air takes up. All electricity ends in the air: as heat of the steam, of the shell or of
//! the pump. So `Δh = ΔW (e + c_w t_w)` per kg of dry air. Adiabatic humidifiers have a small `e`, and the air pays the heat
//! of evaporation; steam has one above that of evaporation, and leaves the temperature of the air nearly as it is. Water drawn
//! is what the air takes up times `c/(c − 1)` at `c` cycles of concentration.
//!
//! Sources: ASHRAE Handbook, HVAC Systems and Equipment 2016, chapter 22, humidifiers; figures in the records.
//!
//! Neglects: water that leaves the humidifier as droplets, and the price of the machine.
//!
//! Compared with: worked points in this file.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::liquid::WATER_HEAT_CAPACITY_J_KG_K;
use crate::units::HumidityRatio;

params! {
    /// Parameters of a humidifier.
    pub struct HumidifierSpec {
        /// Electricity for each kilogram that the air takes up.
        energy_kwh_kg ["kWh/kg"] in 0.0..=1.5;
        /// Temperature of the water that it is fed with.
        water_c ["degC"] in 1.0..=40.0 = 15.0;
        /// Cycles of concentration.
        cycles [""] in 1.1..=100.0 = 5.0;
    }
}

/// Kind of a record that says `kind = "humidifier"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "humidifier",
    summary: "Humidifier of a hall's air, with evaporating water or steam",
    law: ComponentLaw {
        symbols: "P = m e; Δh = ΔW (e + c_w t_w)",
        words: "electricity for each kilogram that the air takes up",
        results: &[LawResult::Power(EndUse::AirHandling), LawResult::SiteWater],
    },
    params: HumidifierSpec::PARAMS,
    check: |table| HumidifierSpec::read(table).map(drop),
};

const J_PER_KWH: f64 = 3.6e6;

/// A humidifier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Humidifier(pub HumidifierSpec);

impl Humidifier {
    /// Electricity for each kilogram that the air takes up, J/kg.
    pub fn energy_j_kg(&self) -> f64 {
        self.0.energy_kwh_kg * J_PER_KWH
    }

    /// Enthalpy that air gains, J per kg of dry air.
    pub fn enthalpy_gain_j_kg(&self, added: HumidityRatio) -> f64 {
        added.kg_kg() * (self.energy_j_kg() + WATER_HEAT_CAPACITY_J_KG_K * self.0.water_c)
    }

    /// Water drawn for each kilogram that the air takes up.
    pub fn draw_ratio(&self) -> f64 {
        self.0.cycles / (self.0.cycles - 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::air;
    use crate::units::{HumidityRatio, Temperature};

    fn warming_k(energy_kwh_kg: f64) -> f64 {
        let humidifier = Humidifier(HumidifierSpec { energy_kwh_kg, water_c: 15.0, cycles: 5.0 });
        let (t, w) = (Temperature::from_celsius(25.0), HumidityRatio::new(0.002));
        let added = HumidityRatio::new(0.003);
        let h = air::enthalpy_j_kg(t, w) + humidifier.enthalpy_gain_j_kg(added);
        (air::temperature_at_enthalpy(h, HumidityRatio::new(0.005)) - t).kelvin()
    }

    /// 3 g/kg at 25 degC: evaporating water takes 0.003 × (2,501 + 1.86 × 25 − 4.19 × 15) kJ/kg from 1.015 kJ/(kg K), 7.3 K.
    /// Steam of 0.75 kWh/kg brings 0.003 × 2,700 kJ/kg and warms by 0.6 K.
    #[test]
    fn water_cools_and_steam_hardly_warms() {
        assert!((warming_k(0.0) + 0.003 * (2501.0 + 46.5 - 62.8) / 1.0153).abs() < 0.01, "{}", warming_k(0.0));
        assert!((warming_k(0.75) - 0.003 * (2700.0 - 2484.7) / 1.0153).abs() < 0.01, "{}", warming_k(0.75));
    }

    #[test]
    fn bleed_adds_to_the_water() {
        let humidifier = Humidifier(HumidifierSpec { energy_kwh_kg: 0.0, water_c: 15.0, cycles: 5.0 });
        assert_eq!(humidifier.draw_ratio(), 1.25);
    }
}
