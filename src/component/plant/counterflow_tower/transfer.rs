//! Heat between water and air in an hour: Merkel's potential by ε-NTU, as a function of water temperature and air flow.

use crate::physics::air::SaturationTable;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};

/// Warmest leaving water that is looked for, °C.
pub(crate) const MAX_LEAVING_C: f64 = 60.0;
pub(crate) const ROOT_TOLERANCE: RootTolerance = RootTolerance { x: 1e-9, f: 1e-10 };

/// Potential and slope of saturation between leaving and entering water.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WaterPotential {
    /// `h_s(T_in) − h_s(T_wb)`, J/kg.
    pub potential: f64,
    /// `c_s`, J/(kg K).
    pub slope: f64,
    /// Growth of the potential with the water's temperature, J/(kg K).
    pub growth: f64,
}

/// Air, water flow and what the fan can do, at one hour.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MerkelTransfer {
    pub table: &'static SaturationTable,
    /// `h_s(T_wb)`, J/kg.
    pub enthalpy: f64,
    pub pressure_pa: f64,
    pub water_w_k: f64,
    /// Dry air at full speed, kg/s.
    pub air_kg_s: f64,
    /// `KaV/G` at full speed.
    pub ntu: f64,
}

/// Effectiveness of the air side, and its derivatives by `N` and by `m*`.
fn effectiveness_and_slopes(ntu: f64, m_star: f64) -> (f64, f64, f64) {
    let x = ntu * (1.0 - m_star);
    if x.abs() < 1e-7 {
        let d = 1.0 + ntu;
        return (ntu / d, 1.0 / (d * d), -0.5 * ntu * ntu / (d * d));
    }
    let e = (-x).exp();
    let d = 1.0 - m_star * e;
    ((1.0 - e) / d, (1.0 - m_star).powi(2) * e / (d * d), e * (1.0 - e - x) / (d * d))
}

/// Effectiveness of the air side for any `m*`, also above 1.
fn air_side_effectiveness(ntu: f64, m_star: f64) -> f64 {
    let x = ntu * (1.0 - m_star);
    if x.abs() < 1e-7 {
        return ntu / (1.0 + ntu);
    }
    let e = (-x).exp();
    (1.0 - e) / (1.0 - m_star * e)
}

impl MerkelTransfer {
    /// Water that leaves at a temperature and entered a range above it.
    #[inline]
    pub fn water_potential(&self, leaving_c: f64, range_k: f64) -> WaterPotential {
        let cold = self.table.saturated_air(leaving_c, self.pressure_pa).enthalpy_j_kg;
        let hot = self.table.saturated_air(leaving_c + range_k, self.pressure_pa);
        WaterPotential {
            potential: hot.enthalpy_j_kg - self.enthalpy,
            slope: (hot.enthalpy_j_kg - cold) / range_k,
            growth: hot.slope_j_kg_k,
        }
    }

    /// Heat with the full fan, W.
    #[inline]
    pub fn full_fan_heat_w(&self, water: &WaterPotential) -> f64 {
        let m_star = self.air_kg_s * water.slope / self.water_w_k;
        air_side_effectiveness(self.ntu, m_star) * self.air_kg_s * water.potential.max(0.0)
    }

    /// Heat at an air flow (share of full, and its power `n`), W.
    pub fn heat_w(&self, water: &WaterPotential, air: f64, air_to_n: f64) -> f64 {
        let g = air * self.air_kg_s;
        if g <= 0.0 || water.potential <= 0.0 {
            return 0.0;
        }
        air_side_effectiveness(self.ntu * air_to_n / air, g * water.slope / self.water_w_k) * g * water.potential
    }

    /// What the full fan takes over the heat asked, less one, and how it grows with the water's temperature (near enough for a
    /// first step), 1/K.
    #[inline]
    pub fn relative_heat_surplus(&self, heat_w: f64, leaving_c: f64) -> (f64, f64) {
        let water = self.water_potential(leaving_c, heat_w / self.water_w_k);
        let share = self.full_fan_heat_w(&water) / heat_w;
        // The effectiveness falls as the slope of saturation rises: a tenth of the potential's growth or less.
        let slope = 0.92 * share * water.growth / water.potential;
        (share - 1.0, if slope > 0.0 { slope } else { 0.1 })
    }

    /// A leaving temperature with the full fan, some tenths of a kelvin from the right one: the potential that the heat needs at
    /// the saturation slope of water a usual approach above the wet bulb.
    pub fn guess_c(&self, heat_w: f64, wet_bulb_c: f64) -> f64 {
        let range_k = heat_w / self.water_w_k;
        let near_c = wet_bulb_c + 1.2 * range_k;
        let near = self.table.saturated_air(near_c, self.pressure_pa);
        let m_star = self.air_kg_s * near.slope_j_kg_k / self.water_w_k;
        let potential = heat_w / (self.air_kg_s * air_side_effectiveness(self.ntu, m_star));
        let entering_c = near_c + near.temperature_rise_k(self.enthalpy + potential - near.enthalpy_j_kg);
        (entering_c - range_k).min(MAX_LEAVING_C)
    }

    /// Leaving water with the full fan, from a guess; nothing where it never takes all below 60 °C. Heat is a smooth rising
    /// function of the temperature: a Newton step and secants meet it in three or four; a bracket finds what they miss.
    pub fn solve_leaving_c(&self, guess_c: f64, heat_w: f64, wet_bulb_c: f64) -> Result<Option<f64>, NotConverged> {
        let (mut t0, (mut f0, slope)) = (guess_c, self.relative_heat_surplus(heat_w, guess_c));
        let mut t1 = t0 - f0 / slope;
        for _ in 0..8 {
            if !(wet_bulb_c - 1.0..=MAX_LEAVING_C).contains(&t1) {
                break;
            }
            let f1 = self.relative_heat_surplus(heat_w, t1).0;
            let step = if f1 == f0 { 0.0 } else { f1 * (t1 - t0) / (f1 - f0) };
            (t0, f0, t1) = (t1, f1, t1 - step);
            // Secants multiply their errors: what is left after such a step is below 1e-9 K.
            if step.abs() < 1e-6 {
                return Ok((t1 <= MAX_LEAVING_C).then_some(t1));
            }
        }
        let miss = |t: f64| self.relative_heat_surplus(heat_w, t).0;
        let lowest_c = wet_bulb_c - heat_w / self.water_w_k;
        let hottest_c = MAX_LEAVING_C.max(lowest_c);
        let at_hottest = miss(hottest_c);
        if at_hottest < 0.0 {
            return Ok(None);
        }
        let ends = ((lowest_c, miss(lowest_c)), (hottest_c, at_hottest));
        root::find_named_root("the leaving water of a counterflow tower", miss, ends.0, ends.1, ROOT_TOLERANCE, 100)
            .map(Some)
    }

    /// Heat at an air flow, W, and its slope in the logarithms of heat and air flow.
    pub fn heat_and_slope(&self, water: &WaterPotential, air: f64, air_to_n: f64, n: f64) -> (f64, f64) {
        let g = air * self.air_kg_s;
        let (ntu, m_star) = (self.ntu * air_to_n / air, g * water.slope / self.water_w_k);
        let (e, by_ntu, by_m) = effectiveness_and_slopes(ntu, m_star);
        (e * g * water.potential, 1.0 + (by_ntu * ntu * (n - 1.0) + by_m * m_star) / e)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cell of 1 MW with less and more heat: what is found from the guess is what the guess was for.
    #[test]
    fn a_guess_is_near() {
        let (table, pressure_pa) = (SaturationTable::get(), 1e5);
        for wb in [-10.0, 0.0, 10.0, 20.0, 25.0, 30.0] {
            let enthalpy = table.saturated_air(wb, pressure_pa).enthalpy_j_kg;
            let t = MerkelTransfer { table, enthalpy, pressure_pa, water_w_k: 178e3, air_kg_s: 32.0, ntu: 1.6 };
            for heat_w in [4e5, 8e5, 1e6, 1.15e6] {
                let guess_c = t.guess_c(heat_w, wb);
                let leaving_c = t.solve_leaving_c(guess_c, heat_w, wb).unwrap().unwrap();
                assert!((guess_c - leaving_c).abs() < 0.5, "{wb} {heat_w}");
                let (surplus, slope) = t.relative_heat_surplus(heat_w, guess_c);
                let step_c = guess_c - surplus / slope;
                assert!((step_c - leaving_c).abs() < 0.05, "{wb} {heat_w}");
                assert!(t.relative_heat_surplus(heat_w, leaving_c).0.abs() < 1e-9);
            }
        }
    }

    #[test]
    fn slopes_of_the_effectiveness_are_its_differences() {
        for (n, m) in [(2.0, 0.6), (1.2, 1.0), (3.0, 1.4), (0.8, 0.999_999_99)] {
            let (e, by_n, by_m) = effectiveness_and_slopes(n, m);
            let at = |n: f64, m: f64| air_side_effectiveness(n, m);
            assert!((e - at(n, m)).abs() < 1e-9);
            assert!(((at(n + 1e-5, m) - at(n - 1e-5, m)) / 2e-5 - by_n).abs() < 1e-6, "{n} {m}");
            assert!(((at(n, m + 1e-5) - at(n, m - 1e-5)) / 2e-5 - by_m).abs() < 1e-5, "{n} {m}");
        }
    }

    /// Reference rows (head note of the file): the ε-NTU answer is theirs, the exact integral within 0.7 K.
    #[test]
    fn the_reference_towers_are_met() {
        let text = include_str!("../../../../tests/data/tower_merkel.csv");
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
        let mut rows = 0;
        for row in reader.deserialize::<std::collections::HashMap<String, String>>().map(Result::unwrap) {
            let x = |key: &str| row[key].parse::<f64>().unwrap();
            let (l_g, range_k) = (x("L_G"), x("t_wi_degC") - x("t_wo_entu_degC"));
            let table = SaturationTable::get();
            let transfer = MerkelTransfer {
                table,
                enthalpy: table.saturated_air(x("t_wb_degC"), x("p_Pa")).enthalpy_j_kg,
                pressure_pa: x("p_Pa"),
                water_w_k: 4186.0 * l_g,
                air_kg_s: 1.0,
                ntu: x("kav_L") * l_g,
            };
            let asked_w = 4186.0 * l_g * range_k;
            let heat_w = transfer.full_fan_heat_w(&transfer.water_potential(x("t_wo_entu_degC"), range_k));
            let guess_c = transfer.guess_c(asked_w, x("t_wb_degC"));
            assert!((guess_c - x("t_wo_entu_degC")).abs() < 5.0, "{guess_c} {row:?}");
            let leaving_c = transfer.solve_leaving_c(guess_c, asked_w, x("t_wb_degC")).unwrap().unwrap();
            assert!((leaving_c - x("t_wo_entu_degC")).abs() < 1e-5, "{leaving_c} {row:?}");
            assert!((heat_w / (4186.0 * l_g * range_k) - 1.0).abs() < 1e-6, "{row:?}");
            assert!((x("t_wo_entu_degC") - x("t_wo_degC")).abs() < 0.71);
            rows += 1;
        }
        assert_eq!(rows, 60);
    }
}
