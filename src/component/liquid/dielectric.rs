//! Dielectric liquid of a single-phase immersion tank: the figures of its data sheet.
//!
//! Neglects: ageing, dissolved gas and water, and the change of conductivity with temperature.
//!
//! Compared with: validation case `h100-tank-training`, where a tank holds a measured node.

use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::dielectric::DielectricFluid;

params! {
    /// Figures of a data sheet.
    pub struct DielectricSpec {
        /// Density at 40 °C.
        density_kg_m3 ["kg/m3"] in 600.0..=2000.0;
        /// Change of density with temperature.
        density_per_k ["kg/(m3 K)"] in -4.0..=0.0 = -0.65;
        /// Specific heat at 40 °C.
        heat_j_kg_k ["J/(kg K)"] in 800.0..=3000.0;
        /// Change of specific heat with temperature.
        heat_per_k ["J/(kg K2)"] in 0.0..=10.0 = 3.6;
        /// Kinematic viscosity at 40 °C.
        viscosity_40_mm2_s ["mm2/s"] in 1.0..=100.0;
        /// Kinematic viscosity at 100 °C.
        viscosity_100_mm2_s ["mm2/s"] in 0.6..=30.0;
        /// Thermal conductivity.
        conductivity_w_mk ["W/(m K)"] in 0.05..=0.3;
    }
}

/// Kind of a record that says `kind = "dielectric"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "dielectric",
    summary: "Dielectric liquid of an immersion tank",
    law: ComponentLaw {
        symbols: "ρ, c, k linear in T; ln ln(ν + 0.7) linear in ln T",
        words: "properties of the data sheet, viscosity by ASTM D341",
        results: &[LawResult::CoolantPumpPower, LawResult::PartTemperature],
    },
    params: DielectricSpec::PARAMS,
    check: |table| DielectricSpec::read(table).map(drop),
};

impl From<DielectricSpec> for DielectricFluid {
    fn from(s: DielectricSpec) -> Self {
        Self {
            density_kg_m3: s.density_kg_m3,
            density_per_k: s.density_per_k,
            heat_j_kg_k: s.heat_j_kg_k,
            heat_per_k: s.heat_per_k,
            viscosity_40_mm2_s: s.viscosity_40_mm2_s,
            viscosity_100_mm2_s: s.viscosity_100_mm2_s,
            conductivity_w_mk: s.conductivity_w_mk,
        }
    }
}
