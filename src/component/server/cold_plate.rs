//! Cold plate.
//!
//! `R(V) = R₀ + A V^−n` from case to the liquid at its inlet, V in L/min: `R₀` is metal and interface, the rest film
//! and heat-up of the liquid. `Δp = a V + b V²`: the linear part scales with the liquid's viscosity, the quadratic with
//! its density, against those of the test. The resistance holds for the liquid of the test; for another liquid the
//! catalog has another record.
//!
//! Neglects: spreading under hot spots, fouling, and uneven flow between channels.
//!
//! Compared with: validation cases `sc777-water` and `gb200-nvl72`, which hold whole racks.

use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::liquid::LiquidState;
use crate::units::{ThermalResistance, VolumeFlow};

params! {
    /// Parameters of a cold plate, volume flow in L/min.
    pub struct ColdPlateSpec {
        /// Part of the resistance that does not depend on the flow.
        base_k_per_w ["K/W"] in 0.0..=10.0;
        /// Resistance of film and liquid at 1 L/min.
        film_k_per_w ["K/W"] in 0.0..=10.0;
        /// Exponent of the flow.
        exponent [""] in 0.2..=1.2;
        /// Linear coefficient of pressure loss.
        loss_a_pa_per_l_min ["Pa min/L"] in 0.0..=1e6;
        /// Quadratic coefficient of pressure loss.
        loss_b_pa_per_l_min2 ["Pa min2/L2"] in 0.0..=1e6;
        /// Viscosity of the liquid of the test.
        test_viscosity_pa_s ["Pa s"] in 1e-4..=0.05;
        /// Density of the liquid of the test.
        test_density_kg_m3 ["kg/m3"] in 500.0..=2000.0;
        /// Lowest flow of the fit.
        flow_min_l_min ["L/min"] in 0.01..=100.0;
        /// Highest flow of the fit.
        flow_max_l_min ["L/min"] in 0.1..=200.0;
    }
}

/// Kind of a record that says `kind = "cold-plate"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "cold-plate",
    summary: "Cold plate: resistance and pressure loss against flow",
    law: ComponentLaw {
        symbols: "R = R0 + A V^-n; Δp = a V + b V²",
        words: "case to liquid at its inlet; loss by viscosity and density of the liquid",
        results: &[LawResult::PartTemperature],
    },
    params: ColdPlateSpec::PARAMS,
    check: |table| ColdPlateSpec::read(table).map(drop),
};
/// Kind of equipment: heat sink in a pumped dielectric, with the same law.
pub static IMMERSED_SINK: EquipmentKind = EquipmentKind {
    name: "immersed-sink",
    summary: "Heat sink in a pumped dielectric: resistance and pressure loss against flow",
    law: ComponentLaw {
        symbols: "R = R0 + A V^-n; Δp = a V + b V²",
        words: "case to dielectric at its inlet, as a cold plate",
        results: &[LawResult::PartTemperature],
    },
    params: ColdPlateSpec::PARAMS,
    check: |table| ColdPlateSpec::read(table).map(drop),
};

/// A cold plate, or a sink in a pumped dielectric, at any flow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColdPlate(pub ColdPlateSpec);

impl ColdPlate {
    /// Resistance from case to inlet liquid and whether the flow is within the fit. Below the fit its law continues (the
    /// liquid's heat-up follows it), above it more flow gains nothing.
    pub fn thermal_resistance(&self, flow: VolumeFlow) -> (ThermalResistance, bool) {
        let v = flow.l_min();
        let ColdPlateSpec { flow_min_l_min: least, flow_max_l_min: most, .. } = self.0;
        let held = v.clamp(1e-3 * least, most);
        let k_w = self.0.base_k_per_w + self.0.film_k_per_w * held.powf(-self.0.exponent);
        (ThermalResistance::new(k_w), (least..=most).contains(&v))
    }

    /// Coefficients of the pressure loss `a V + b V²` with a liquid: Pa s/m³ and Pa s²/m⁶.
    pub fn pressure_loss_coefficients(&self, liquid: &LiquidState) -> (f64, f64) {
        let per_m3_s = 60e3;
        let a = self.0.loss_a_pa_per_l_min * per_m3_s * liquid.viscosity_pa_s / self.0.test_viscosity_pa_s;
        let b = self.0.loss_b_pa_per_l_min2 * per_m3_s * per_m3_s * liquid.density.kg_m3() / self.0.test_density_kg_m3;
        (a, b)
    }
}

#[cfg(test)]
mod tests {
    use crate::physics::liquid::Liquid;
    use crate::units::Temperature;

    use super::*;

    fn plate() -> ColdPlate {
        ColdPlate(ColdPlateSpec {
            base_k_per_w: 0.0137,
            film_k_per_w: 0.007,
            exponent: 1.0,
            loss_a_pa_per_l_min: 2e3,
            loss_b_pa_per_l_min2: 4e3,
            test_viscosity_pa_s: 6.528e-4,
            test_density_kg_m3: 992.3,
            flow_min_l_min: 0.5,
            flow_max_l_min: 6.0,
        })
    }

    #[test]
    fn more_flow_never_cools_worse() {
        let r = |l_min: f64| plate().thermal_resistance(VolumeFlow::from_l_min(l_min));
        assert!(r(3.0).0 < r(2.0).0 && r(3.0).1);
        assert!((r(2.0).0.k_w() - 0.0172).abs() < 1e-12);
        assert!(!r(0.1).1 && r(0.1).0 > r(0.5).0, "below the fit the law continues");
        assert!(!r(7.0).1 && r(7.0).0 == r(6.0).0, "above it nothing is gained");
    }

    #[test]
    fn a_colder_liquid_is_harder_to_push() {
        let at = |c: f64| Liquid::Water.properties_at(Temperature::from_celsius(c)).unwrap();
        assert!(plate().pressure_loss_coefficients(&at(20.0)).0 > plate().pressure_loss_coefficients(&at(45.0)).0);
        let (a, b) = plate().pressure_loss_coefficients(&at(40.0));
        let v = VolumeFlow::from_l_min(2.0).m3_s();
        assert!((a * v + b * v * v - 20e3).abs() < 20.0, "2·2 kPa + 4·4 kPa with the liquid of the test");
    }
}
