//! What a link of a hydraulic network does to the pressure.

use std::f64::consts::PI;

use crate::physics::friction::{self, LAMINAR_MAX_REYNOLDS};

/// The fluid of a network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetworkFluid {
    /// Density, kg/m³.
    pub density_kg_m3: f64,
    /// Dynamic viscosity, Pa s.
    pub viscosity_pa_s: f64,
}

/// How friction passes from laminar to turbulent flow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FrictionTransition {
    /// With a continuous derivative: what a design calculation wants.
    #[default]
    Smooth,
    /// At Re 2040, as in the reference networks.
    Sharp,
}

/// What a link does to the pressure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HydraulicElement {
    /// Straight pipe with Darcy friction and minor losses referred to its bore.
    Pipe {
        /// Bore, m.
        diameter_m: f64,
        /// Length, m.
        length_m: f64,
        /// Roughness of the wall, m.
        roughness_m: f64,
        /// Sum of minor loss coefficients.
        minor_k: f64,
    },
    /// `Δp = a q + b q|q|` with `q = Q / parallel`: plates, heat sinks, valves, ducts.
    Loss {
        /// Linear coefficient, Pa s/m³.
        a: f64,
        /// Quadratic coefficient, Pa s²/m⁶.
        b: f64,
        /// Identical branches side by side.
        parallel: f64,
    },
    /// Fan or pump: it raises the pressure by `n² Δp₀ − n c₁ q − c₂ q|q|` with `q = Q / parallel` and speed `n` as a share of full.
    Mover {
        /// Pressure rise at no flow and full speed, Pa.
        shutoff_pa: f64,
        /// Linear coefficient, Pa s/m³.
        c1: f64,
        /// Quadratic coefficient, Pa s²/m⁶.
        c2: f64,
        /// Speed, share of full.
        speed: f64,
        /// Identical machines side by side.
        parallel: f64,
    },
}

impl HydraulicElement {
    /// Pressure lost in a link at a flow, and its slope, Pa and Pa s/m³.
    pub(super) fn loss_and_slope(&self, fluid: NetworkFluid, transition: FrictionTransition, q: f64) -> (f64, f64) {
        match *self {
            HydraulicElement::Loss { a, b, parallel } => {
                let each = q / parallel;
                (a * each + b * each * each.abs(), (a + 2.0 * b * each.abs()) / parallel)
            }
            HydraulicElement::Mover { shutoff_pa, c1, c2, speed, parallel } => {
                let each = q / parallel;
                let loss = speed * c1 * each + c2 * each * each.abs() - speed * speed * shutoff_pa;
                (loss, (speed * c1 + 2.0 * c2 * each.abs()) / parallel)
            }
            HydraulicElement::Pipe { diameter_m, length_m, roughness_m, minor_k } => {
                let NetworkFluid { density_kg_m3, viscosity_pa_s } = fluid;
                let area_m2 = PI / 4.0 * diameter_m * diameter_m;
                let per_velocity = density_kg_m3 * diameter_m / viscosity_pa_s;
                let v = q.abs() / area_m2;
                let re = (v * per_velocity).max(f64::MIN_POSITIVE);
                let relative = roughness_m / diameter_m;
                let (f, df_dre) = match transition {
                    FrictionTransition::Sharp if re > LAMINAR_MAX_REYNOLDS => {
                        let f = friction::colebrook_factor(re, relative);
                        (f, friction::colebrook_slope(re, relative, f))
                    }
                    _ => friction::darcy_factor_and_slope(re, relative),
                };
                // In f v², the laminar 1/v cancels one v: keep it out of the division at rest.
                let (fv, fv_slope) = if re <= LAMINAR_MAX_REYNOLDS {
                    (64.0 / per_velocity, 0.0)
                } else {
                    (f * v, f + v * df_dre * per_velocity)
                };
                let k = 0.5 * density_kg_m3;
                let l_d = length_m / diameter_m;
                let loss = k * v * (l_d * fv + minor_k * v);
                let slope = k * (l_d * (fv + v * fv_slope) + 2.0 * minor_k * v) / area_m2;
                (loss.copysign(q), slope)
            }
        }
    }
}
