//! The way from junction to case: die, thermal interface, lid.
//!
//! `R = r''/A`: the area-specific resistance `r''` in K cm²/W, quoted over the area of the die, divided by that area.
//! It already holds the bond line and both contacts, which bulk conductivity does not.

use crate::units::{Area, ThermalResistance};

/// Resistance of an interface of area-specific resistance `r_k_cm2_w` over `area`. The area must be positive.
pub fn interface_resistance(r_k_cm2_w: f64, area: Area) -> ThermalResistance {
    ThermalResistance::new(r_k_cm2_w * 1e-4 / area.m2())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_over_sixteen_square_centimetres() {
        assert!((interface_resistance(0.1, Area::new(16e-4)).k_w() - 0.00625).abs() < 1e-15);
    }
}
