//! Properties of a liquid coolant at a temperature, whatever equations give them.

use crate::units::{Density, SpecificHeat};

/// Properties of a liquid at a temperature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LiquidState {
    /// Density.
    pub density: Density,
    /// Specific heat.
    pub specific_heat: SpecificHeat,
    /// Dynamic viscosity, Pa s.
    pub viscosity_pa_s: f64,
    /// Thermal conductivity, W/(m K).
    pub conductivity_w_mk: f64,
}

impl LiquidState {
    /// Prandtl number, `μ c_p/k`.
    pub fn prandtl_number(&self) -> f64 {
        self.viscosity_pa_s * self.specific_heat.j_kg_k() / self.conductivity_w_mk
    }
}
