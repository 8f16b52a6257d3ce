//! Air heat sink.
//!
//! `R(V) = R₀ + c V_ρ^−n` from case to the air at its inlet, with `V_ρ = V ρ/ρ_ref` the flow that carries the same
//! mass at the density of the test: film and heat-up of the air both follow the mass flow, so altitude raises `R`.
//! `Δp = ρ/ρ_ref (a V + d V²)`. The form is that of makers' fits (Intel Xeon thermal/mechanical guide: exponent
//! 0.94, most of it the heat-up of the air).
//!
//! Neglects: air that bypasses the fins, dust, and uneven inlet air.
//!
//! Compared with: validation cases `dgx-a100-air`, `dgx-h100-air` and `dgx-b200-air`, which hold whole nodes.

use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::units::{Density, ThermalResistance, VolumeFlow};

params! {
    /// Parameters of a heat sink, volume flow in m³/s.
    pub struct HeatSinkSpec {
        /// Part of the resistance that does not depend on the flow.
        base_k_per_w ["K/W"] in 0.0..=10.0;
        /// Resistance of film and air at a flow of 1 m³/s.
        film_k_per_w ["K/W"] in 0.0..=10.0;
        /// Exponent of the flow.
        exponent [""] in 0.3..=1.0;
        /// Linear coefficient of pressure loss.
        loss_a_pa_s_m3 ["Pa s/m3"] in 0.0..=1e7;
        /// Quadratic coefficient of pressure loss.
        loss_d_pa_s2_m6 ["Pa s2/m6"] in 0.0..=1e8;
        /// Air density of the test.
        density_kg_m3 ["kg/m3"] in 0.5..=1.5 = 1.184;
        /// Lowest flow of the fit.
        flow_min_m3_s ["m3/s"] in 1e-5..=1.0;
        /// Highest flow of the fit.
        flow_max_m3_s ["m3/s"] in 1e-4..=5.0;
    }
}

/// Kind of a record that says `kind = "heat-sink"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "heat-sink",
    summary: "Air heat sink: resistance and pressure loss against flow",
    law: ComponentLaw {
        symbols: "R = R0 + c V^-n; Δp = a V + d V²",
        words: "case to air at its inlet, flow at the density of the test",
        results: &[LawResult::PartTemperature],
    },
    params: HeatSinkSpec::PARAMS,
    check: |table| HeatSinkSpec::read(table).map(drop),
};

/// An air heat sink at any flow and density.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatSink(pub HeatSinkSpec);

impl HeatSink {
    /// Resistance from case to inlet air and whether the flow is within the fit. Below the fit its law continues (the
    /// air's heat-up follows it), above it more flow gains nothing.
    pub fn thermal_resistance(&self, flow: VolumeFlow, density: Density) -> (ThermalResistance, bool) {
        let HeatSinkSpec { base_k_per_w, film_k_per_w, exponent, density_kg_m3, flow_min_m3_s, flow_max_m3_s, .. } =
            self.0;
        let v = flow.m3_s();
        let mass = v.clamp(1e-3 * flow_min_m3_s, flow_max_m3_s) * density.kg_m3() / density_kg_m3;
        let k_w = base_k_per_w + film_k_per_w * mass.powf(-exponent);
        (ThermalResistance::new(k_w), (flow_min_m3_s..=flow_max_m3_s).contains(&v))
    }

    /// Coefficients of the pressure loss `a V + b V²` at an air density: Pa s/m³ and Pa s²/m⁶.
    pub fn pressure_loss_coefficients(&self, density: Density) -> (f64, f64) {
        let k = density.kg_m3() / self.0.density_kg_m3;
        (k * self.0.loss_a_pa_s_m3, k * self.0.loss_d_pa_s2_m6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Intel's 2U+ reference sink: ψ = 0.2269 + 1.2225 V^−0.9397 K/W and Δp = 5.52e-5 V² + 5.24e-3 V inH2O, V in CFM.
    fn intel() -> HeatSink {
        let (cfm, in_h2o) = (4.719474e-4_f64, 249.0889);
        HeatSink(HeatSinkSpec {
            base_k_per_w: 0.2269,
            film_k_per_w: 1.2225 * cfm.powf(0.9397),
            exponent: 0.9397,
            loss_a_pa_s_m3: 5.24e-3 * in_h2o / cfm,
            loss_d_pa_s2_m6: 5.52e-5 * in_h2o / (cfm * cfm),
            density_kg_m3: 1.184,
            flow_min_m3_s: 10.0 * cfm,
            flow_max_m3_s: 120.0 * cfm,
        })
    }

    #[test]
    fn the_published_sink_is_reproduced() {
        let rho = Density::new(1.184);
        for (cfm, r, dp) in [(30.0, 0.277, 52.0), (100.0, 0.243, 268.0)] {
            let v = VolumeFlow::new(cfm * 4.719474e-4);
            assert!((intel().thermal_resistance(v, rho).0.k_w() - r).abs() < 6e-4);
            let (a, b) = intel().pressure_loss_coefficients(rho);
            assert!((a * v.m3_s() + b * v.m3_s() * v.m3_s() - dp).abs() < 0.6);
        }
    }

    #[test]
    fn more_or_denser_air_never_cools_worse() {
        let v = VolumeFlow::new(0.02);
        let sea = intel().thermal_resistance(v, Density::new(1.184)).0;
        assert!(intel().thermal_resistance(v * 1.1, Density::new(1.184)).0 < sea);
        assert!(intel().thermal_resistance(v, Density::new(0.95)).0 > sea);
        assert!(!intel().thermal_resistance(VolumeFlow::new(0.5), Density::new(1.184)).1, "outside the fit");
    }
}
