//! Air that leaves a tower saturated, as EnergyPlus 25.2 reckons it: for comparisons with it, not better than the balance
//! of [`super::tower_water::EvaporationModel::DryAir`].
//!
//! EnergyPlus takes the saturation temperature of an enthalpy from polynomials fitted at 101,330 Pa, and corrects them for
//! the pressure only where that is more than 1 % away (`PsyTsatFnHPb`, Psychrometrics, NREL/EnergyPlus; Engineering
//! Reference, Psychrometric functions). Within 1 % the temperature is that of 101,330 Pa, and the humidity follows from it
//! and the enthalpy, `W = (h − c_p T)/(h_fg + c_v T)`: 0.1 to 0.3 % more water at sea level than saturation gives.
//!
//! Valid from −20 to 60 °C.

/// Pressure of the polynomials, Pa.
const PRESSURE_PA: f64 = 101_330.0;
/// Share of it up to which it is taken for the pressure.
const PRESSURE_TOLERANCE: f64 = 0.01;
/// Enthalpy that the polynomials are shifted by, J/kg.
const SHIFT_J_KG: f64 = 1.78637e4;
/// Lowest shifted enthalpy of each range, J/kg, and the coefficients of the temperature in rising powers of it.
const TEMPERATURE_FITS: [(f64, [f64; 6]); 4] = [
    (-2.2138e4, [-1.94224e1, 8.5892e-4, -4.50709e-9, -6.19492e-14, 8.71734e-20, 8.73051e-24]),
    (-6.7012e2, [-1.94224e1, 8.59061e-4, -4.4875e-9, -5.76696e-14, 7.72217e-19, 3.97894e-24]),
    (2.7297e4, [-2.01147e1, 9.04936e-4, -6.83305e-9, 2.3261e-14, 7.27237e-20, -6.31939e-25]),
    (7.5222e4, [-1.82124e1, 8.31683e-4, -6.16461e-9, 3.06411e-14, -8.60964e-20, 1.03003e-25]),
];
/// Highest shifted enthalpy, J/kg: 60 °C.
const MAX_SHIFTED_J_KG: f64 = 4.7577e5;
/// From here to the highest: 40 to 60 °C.
const HOTTEST_FIT: (f64, [f64; 6]) =
    (1.8379e5, [-1.29419, 3.88538e-4, -1.30237e-9, 2.78254e-15, -3.27225e-21, 1.60969e-27]);

/// Specific heats of dry air and vapour, J/(kg K), and heat of evaporation at 0 °C, J/kg, of that program.
const CP_AIR: f64 = 1004.84;
const CP_VAPOUR: f64 = 1858.95;
const LATENT_HEAT: f64 = 2.500_940e6;

/// Enthalpy of moist air with that program's constants, J/kg of dry air.
pub fn moist_air_enthalpy(t_c: f64, w: f64) -> f64 {
    CP_AIR * t_c + w * (LATENT_HEAT + CP_VAPOUR * t_c)
}

/// Temperature, °C, and humidity ratio of air that is saturated at an enthalpy; nothing where the pressure is more than 1 %
/// off the polynomials' own or the enthalpy out of their range: there that program solves for saturation like everybody.
pub fn saturated_state(h_j_kg: f64, p_pa: f64) -> Option<(f64, f64)> {
    let shifted = h_j_kg + SHIFT_J_KG;
    if (p_pa / PRESSURE_PA - 1.0).abs() > PRESSURE_TOLERANCE || shifted > MAX_SHIFTED_J_KG {
        return None;
    }
    let coefficients = if shifted > HOTTEST_FIT.0 {
        &HOTTEST_FIT.1
    } else {
        &TEMPERATURE_FITS.iter().rev().find(|(low, _)| shifted > *low)?.1
    };
    let t_c = coefficients.iter().rev().fold(0.0, |sum, c| sum * shifted + c);
    Some((t_c, (h_j_kg - CP_AIR * t_c) / (LATENT_HEAT + CP_VAPOUR * t_c)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Ends of the ranges, as the program's own unit tests have them: 20, 0 and −20 °C within 1 mK.
    #[test]
    fn ranges_meet_at_round_temperatures() {
        for (shifted, t_c) in [(7.5223e4, 20.0), (2.7298e4, 0.0), (-6.7011e2, -20.0)] {
            let found = saturated_state(shifted - SHIFT_J_KG, 101_325.0).unwrap().0;
            assert!((found - t_c).abs() < 1e-3, "{found} against {t_c}");
        }
    }

    /// Air saturated at 101,330 Pa by the formulas of ASHRAE: 25 °C, 0.02017 kg/kg; 35 °C, 0.03669.
    #[test]
    fn agrees_with_printed_tables_at_its_own_pressure() {
        for (t_c, w) in [(25.0, 0.020_17), (35.0, 0.036_69), (10.0, 0.007_66)] {
            let (t, found) = saturated_state(moist_air_enthalpy(t_c, w), 101_330.0).unwrap();
            assert!((t - t_c).abs() < 0.1, "{t} against {t_c}");
            assert!((found - w).abs() < 4e-5, "{found} against {w}");
        }
    }

    #[test]
    fn other_pressures_are_left_to_others() {
        assert!(saturated_state(6e4, 99_000.0).is_none());
        assert!(saturated_state(6e4, 102_000.0).is_some());
        assert!(saturated_state(6e5, 101_330.0).is_none() && saturated_state(-6e4, 101_330.0).is_none());
    }
}
