//! Chilled water that is bought: the plant of a campus or a district makes it.
//!
//! `P = Q/COP` is the electricity that the foreign plant draws for the heat that it takes, its own pumps and towers with it;
//! `W = w Q` is its water. The flow follows from the two temperatures, `V = Q/(ρ c (T_return − T_supply))`.
//!
//! Neglects: the seasons and the load of the foreign plant, whose efficiency is a mean; heat that its network takes up.
//!
//! Compared with: a worked point in this file; `tests/campus.rs` for halls on bought water.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::liquid::WATER_HEAT_CAPACITY_J_M3_K;
use crate::units::{MassFlow, Power, VolumeFlow};

/// Litres of water over kilowatt-hours in kilograms over joules.
const KG_J_PER_L_KWH: f64 = 1.0 / 3.6e6;

params! {
    /// What chilled water is bought by.
    pub struct CampusWaterSpec {
        /// Temperature that it is supplied at.
        supply_c ["degC"] in 1.0..=30.0;
        /// Temperature that it is given back at, where the loop's return allows it.
        return_c ["degC"] in 4.0..=45.0;
        /// Heat over the electricity of the plant that makes it.
        cop [""] in 0.5..=50.0;
        /// Water that this plant draws for the heat.
        water_l_kwh ["L/kWh"] in 0.0..=20.0;
    }
}

/// Kind of a record that says `kind = "campus-water"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "campus-water",
    summary: "Chilled water bought from the plant of a campus or a district",
    law: ComponentLaw {
        symbols: "P = Q / COP; W = w Q; V = Q / (ρ c (T_return - T_supply))",
        words: "the mean efficiency of the plant that makes it, and the water it draws",
        results: &[LawResult::Power(EndUse::PurchasedCooling), LawResult::SiteWater],
    },
    params: CampusWaterSpec::PARAMS,
    check: |table| CampusWaterSpec::read(table).map(drop),
};

/// Electricity that the foreign plant draws for a heat.
pub fn purchased_power(spec: &CampusWaterSpec, heat: Power) -> Power {
    heat / spec.cop
}

/// Water that the foreign plant draws for a heat.
pub fn drawn_water(spec: &CampusWaterSpec, heat: Power) -> MassFlow {
    MassFlow::new(heat.watts() * spec.water_l_kwh * KG_J_PER_L_KWH)
}

/// Flow that takes a heat while it warms to `return_c`, °C, above its supply temperature.
pub fn purchased_flow(spec: &CampusWaterSpec, heat: Power, return_c: f64) -> VolumeFlow {
    VolumeFlow::new(heat.watts() / (WATER_HEAT_CAPACITY_J_M3_K * (return_c - spec.supply_c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_tons_at_0_7_kw_per_ton() {
        let ton_w = 3_516.852_842;
        let spec = CampusWaterSpec { supply_c: 5.0, return_c: 13.0, cop: ton_w / 700.0, water_l_kwh: 1.8 };
        let heat = Power::new(100.0 * ton_w);
        assert!((purchased_power(&spec, heat).watts() - 70e3).abs() < 1e-6);
        // 351.7 kW for an hour at 1.8 L/kWh.
        assert!((drawn_water(&spec, heat).kg_s() * 3600.0 - 633.033_511_6).abs() < 1e-6);
        // 351.7 kW over 4181 J/(kg K), 997 kg/m³ and 8 K.
        let flow = purchased_flow(&spec, heat, 13.0).m3_s();
        assert!((flow * 1e3 - 10.546_03).abs() < 1e-4, "{flow}");
    }
}
