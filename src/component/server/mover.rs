//! Fans and pumps: what raises a pressure and draws electricity for it.
//!
//! `Δp = n² Δp₀ ρ/ρ_ref − n c₁ V − c₂ V²` with the speed `n` as a share of full speed (affinity: along a fixed system
//! `V ∝ n`, `Δp ∝ n²`). Electricity `P = P₀ n + V Δp/η`, `η = η* [1 − (1 − x)²]` with `x = (V/n)/V*` the flow against
//! that of best efficiency, never below a tenth of `η*`; `P₀ n` is the bearing and electronics loss. All of `P` ends as
//! heat in the stream (fans in the air, wet or close-coupled pumps in the liquid): counted once, where it arises.
//!
//! The parabola is a common form of catalogue efficiency curves; its constants are in the records.
//!
//! Neglects: stall, losses of the drive at low speed, and the dependence of efficiency on Reynolds number.
//!
//! Compared with: the ends of its curve in this file; power of measured nodes in `tests/rack.rs`.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::component::params::ParamError;
use crate::params;
use crate::units::{Power, Pressure, VolumeFlow};

params! {
    /// Parameters of a fan or pump.
    pub struct MoverSpec {
        /// Pressure rise at no flow and full speed.
        shutoff_pa ["Pa"] in 1.0..=5e6;
        /// Flow at no pressure rise and full speed.
        free_flow_m3_s ["m3/s"] in 1e-6..=100.0;
        /// Share of the fall of the curve that is linear in the flow; the rest is quadratic.
        linear_share [""] in 0.0..=1.0 = 0.0;
        /// Flow of best efficiency at full speed.
        best_flow_m3_s ["m3/s"] in 1e-6..=100.0;
        /// Best efficiency, electricity to hydraulic power.
        best_efficiency [""] in 0.02..=0.95;
        /// Loss of bearings and electronics at full speed.
        fixed_loss_w ["W"] in 0.0..=1e5 = 0.0;
        /// Lowest speed.
        speed_min [""] in 0.05..=1.0 = 0.2;
        /// Density of the curve.
        density_kg_m3 ["kg/m3"] in 0.5..=2000.0;
    }
}

fn check(table: &toml::Table) -> Result<(), Vec<ParamError>> {
    MoverSpec::read(table).map(drop)
}

/// Kind of a record that says `kind = "fan"`.
pub static FAN: EquipmentKind = EquipmentKind {
    name: "fan",
    summary: "Fan: curve, affinity, efficiency",
    law: ComponentLaw {
        symbols: "Δp = n² Δp0 ρ/ρ_ref - n c1 V - c2 V²; P = P0 n + V Δp / η, η = η_best max(1 - (1 - V/(n V_best))², 0.1)",
        words: "curve at the density and speed (affinity laws), efficiency, loss of bearings and electronics",
        results: &[LawResult::Power(EndUse::ServerFans), LawResult::PartTemperature],
    },
    params: MoverSpec::PARAMS,
    check,
};
/// Kind of a record that says `kind = "pump"`.
pub static PUMP: EquipmentKind = EquipmentKind {
    name: "pump",
    summary: "Pump: curve, affinity, efficiency",
    law: ComponentLaw {
        symbols: "Δp = n² Δp0 ρ/ρ_ref - n c1 V - c2 V²; P = P0 n + V Δp / η, η = η_best max(1 - (1 - V/(n V_best))², 0.1)",
        words: "curve at the density and speed (affinity laws), efficiency, loss of bearings and electronics",
        results: &[LawResult::Power(EndUse::Pumps), LawResult::CoolantPumpPower, LawResult::PartTemperature],
    },
    params: MoverSpec::PARAMS,
    check,
};

/// A fan or pump (a mover of fluid, as the Buildings library calls both).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mover(pub MoverSpec);

impl Mover {
    /// Coefficients of the curve at a density: rise at no flow (Pa), linear (Pa s/m³) and quadratic (Pa s²/m⁶).
    pub fn curve_coefficients(&self, density_kg_m3: f64) -> (f64, f64, f64) {
        let MoverSpec { shutoff_pa, free_flow_m3_s: v, linear_share, .. } = self.0;
        let p = shutoff_pa * density_kg_m3 / self.0.density_kg_m3;
        (p, p * linear_share / v, p * (1.0 - linear_share) / (v * v))
    }

    /// Electricity for a flow against a pressure rise at a speed (share of full, above 0).
    pub fn electric_power(&self, flow: VolumeFlow, rise: Pressure, speed: f64) -> Power {
        let x = flow.m3_s() / (speed * self.0.best_flow_m3_s);
        let eta = self.0.best_efficiency * (1.0 - (1.0 - x) * (1.0 - x)).max(0.1);
        Power::new(self.0.fixed_loss_w * speed) + (flow * rise).max(Power::ZERO) * eta.recip()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fan() -> Mover {
        Mover(MoverSpec {
            shutoff_pa: 1200.0,
            free_flow_m3_s: 0.08,
            linear_share: 0.0,
            best_flow_m3_s: 0.05,
            best_efficiency: 0.4,
            fixed_loss_w: 3.0,
            speed_min: 0.2,
            density_kg_m3: 1.2,
        })
    }

    #[test]
    fn the_curve_passes_through_its_ends() {
        let (p, c1, c2) = fan().curve_coefficients(1.2);
        assert_eq!(p, 1200.0);
        assert!((p - c1 * 0.08 - c2 * 0.08 * 0.08).abs() < 1e-9);
        let half = Mover(MoverSpec { linear_share: 0.5, ..fan().0 }).curve_coefficients(1.2);
        assert!((half.0 - half.1 * 0.08 - half.2 * 0.08 * 0.08).abs() < 1e-9);
        assert_eq!(fan().curve_coefficients(0.6).0, 600.0, "thin air");
    }

    #[test]
    fn best_point_has_the_best_efficiency() {
        let p = fan().electric_power(VolumeFlow::new(0.05), Pressure::new(700.0), 1.0);
        assert!((p.watts() - (3.0 + 0.05 * 700.0 / 0.4)).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn along_a_fixed_system_power_rises_between_linear_and_cubic(s in 0.3..0.99f64) {
            // Quadratic system through the best point: V ∝ s, Δp ∝ s².
            let at = |s: f64| fan().electric_power(VolumeFlow::new(0.05 * s), Pressure::new(700.0 * s * s), s).watts();
            let exponent = (at(1.0) / at(s)).ln() / (1.0 / s).ln();
            prop_assert!(exponent > 2.0 && exponent < 3.0, "{exponent}");
        }
    }
}
