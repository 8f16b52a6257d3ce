//! Water of plant loops as EnergyPlus 25.2 has it: tables at every 5 K, straight lines between.
//!
//! Its steps of up to 0.1 % against IAPWS show in temperatures of a loop and in what fans draw, so that a plant that is to
//! agree with it needs them. Design volume flows become mass flows with the density at 5.05 °C, 999.898 kg/m³.

/// Specific heat, J/(kg K), at 0, 5, … 125 °C.
const SPECIFIC_HEAT_J_KG_K: [f64; 26] = [
    4217.0, 4198.0, 4191.0, 4185.0, 4181.0, 4179.0, 4180.0, 4180.0, 4180.0, 4180.0, 4181.0, 4183.0, 4185.0, 4188.0,
    4192.0, 4196.0, 4200.0, 4203.0, 4208.0, 4213.0, 4218.0, 4223.0, 4228.0, 4233.0, 4238.0, 4243.0,
];
/// Density, kg/m³, at 0, 5, … 100 °C.
const DENSITY_KG_M3: [f64; 21] = [
    999.8, 999.9, 999.7, 999.1, 998.2, 997.0, 995.6, 994.0, 992.2, 990.2, 988.0, 985.7, 983.2, 980.5, 977.7, 974.8,
    971.8, 968.6, 965.3, 961.9, 958.3,
];
/// Density with which volume flows of a design become mass flows, kg/m³.
pub(crate) const DESIGN_KG_M3: f64 = 999.898;

/// A table at 0, 5, … °C; its ends hold beyond it.
fn interpolate_table(table: &[f64], t_c: f64) -> f64 {
    let place = (t_c / 5.0).clamp(0.0, (table.len() - 1) as f64);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the table")]
    let below = (place.floor() as usize).min(table.len() - 2);
    let share = place - below as f64;
    table[below] + share * (table[below + 1] - table[below])
}

/// Specific heat, J/(kg K).
pub(crate) fn specific_heat(t_c: f64) -> f64 {
    interpolate_table(&SPECIFIC_HEAT_J_KG_K, t_c)
}

/// Density, kg/m³.
pub(crate) fn density(t_c: f64) -> f64 {
    interpolate_table(&DENSITY_KG_M3, t_c)
}

#[cfg(test)]
mod tests {
    use crate::physics::liquid::Liquid;
    use crate::units::Temperature;

    use super::*;

    #[test]
    fn the_tables_are_water() {
        assert!((density(5.05) - DESIGN_KG_M3).abs() < 1e-9);
        assert_eq!((specific_heat(-5.0), specific_heat(5.0), specific_heat(300.0)), (4217.0, 4198.0, 4243.0));
        for t in [5.0, 12.5, 27.0, 41.0, 63.0] {
            let real = Liquid::Water.properties_at(Temperature::from_celsius(t)).unwrap();
            assert!((specific_heat(t) / real.specific_heat.j_kg_k() - 1.0).abs() < 2e-3, "{t}");
            assert!((density(t) / real.density.kg_m3() - 1.0).abs() < 3e-4, "{t}");
        }
    }
}
