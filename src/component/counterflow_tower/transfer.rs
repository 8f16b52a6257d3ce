//! Heat between water and air in an hour: Merkel's potential by ε-NTU, as a function of water temperature and air flow.

use std::convert::Infallible;

use crate::physics::air;
use crate::solve::root::{self, Tolerance};
use crate::units::{Pressure, Temperature};

/// Warmest leaving water that is looked for, °C.
pub(super) const HOTTEST_C: f64 = 60.0;
pub(super) const FINE: Tolerance = Tolerance { x: 1e-9, f: 1e-10 };

/// Potential and slope of saturation between leaving and entering water.
#[derive(Clone, Copy, Debug)]
pub(super) struct Water {
    /// `h_s(T_in) − h_s(T_wb)`, J/kg.
    pub potential: f64,
    /// `c_s`, J/(kg K).
    pub slope: f64,
}

/// Air, water flow and what the fan can do, at one hour.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hour {
    pub enthalpy: f64,
    pub pressure: Pressure,
    pub range_k: f64,
    pub water_w_k: f64,
    /// Dry air at full speed, kg/s.
    pub air_kg_s: f64,
    /// `KaV` at full speed, kg/s.
    pub kav_kg_s: f64,
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
fn effectiveness(ntu: f64, m_star: f64) -> f64 {
    let x = ntu * (1.0 - m_star);
    if x.abs() < 1e-7 {
        return ntu / (1.0 + ntu);
    }
    let e = (-x).exp();
    (1.0 - e) / (1.0 - m_star * e)
}

impl Hour {
    pub fn water(&self, leaving_c: f64) -> Water {
        let h = |c: f64| air::saturated_enthalpy_j_kg(Temperature::from_celsius(c), self.pressure);
        let entering = h(leaving_c + self.range_k);
        Water { potential: entering - self.enthalpy, slope: (entering - h(leaving_c)) / self.range_k }
    }

    /// Heat at an air flow (share of full, and its power `n`), W.
    pub fn heat_w(&self, water: &Water, air: f64, air_to_n: f64) -> f64 {
        let g = air * self.air_kg_s;
        if g <= 0.0 || water.potential <= 0.0 {
            return 0.0;
        }
        effectiveness(self.kav_kg_s * air_to_n / g, g * water.slope / self.water_w_k) * g * water.potential
    }

    /// Leaving water with the full fan: above `set_c`, where it takes `share` of the heat; nothing below 60 °C where it never
    /// takes all. Heat is a smooth rising function of the temperature: secants meet it in a few steps.
    pub fn leaving_c(&self, (set_c, share): (f64, f64), heat_w: f64) -> Option<f64> {
        let miss = |t: f64| self.heat_w(&self.water(t), 1.0, 1.0) / heat_w - 1.0;
        let (mut t0, mut f0) = (set_c, share - 1.0);
        let mut t1 = set_c + 1.5 * self.range_k * (1.0 - share.max(0.0)) + 1e-3;
        for _ in 0..12 {
            let f1 = miss(t1);
            let step = f1 * (t1 - t0) / (f1 - f0);
            if step.abs() < 1e-8 {
                return (t1 <= HOTTEST_C).then_some(t1);
            }
            (t0, f0, t1) = (t1, f1, t1 - step);
            if !(set_c - 1.0..=HOTTEST_C).contains(&t1) {
                break;
            }
        }
        let miss = |t: f64| Ok::<_, Infallible>(miss(t));
        root::bracketed(miss, set_c, HOTTEST_C.max(set_c), FINE, 100).ok().map(|root| root.x)
    }

    /// Heat at an air flow, W, and its slope in the logarithms of heat and air flow.
    pub fn heat_and_slope(&self, water: &Water, air: f64, air_to_n: f64, n: f64) -> (f64, f64) {
        let g = air * self.air_kg_s;
        let (ntu, m_star) = (self.kav_kg_s * air_to_n / g, g * water.slope / self.water_w_k);
        let (e, by_ntu, by_m) = effectiveness_and_slopes(ntu, m_star);
        (e * g * water.potential, 1.0 + (by_ntu * ntu * (n - 1.0) + by_m * m_star) / e)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_of_the_effectiveness_are_its_differences() {
        for (n, m) in [(2.0, 0.6), (1.2, 1.0), (3.0, 1.4), (0.8, 0.999_999_99)] {
            let (e, by_n, by_m) = effectiveness_and_slopes(n, m);
            let at = |n: f64, m: f64| effectiveness(n, m);
            assert!((e - at(n, m)).abs() < 1e-9);
            assert!(((at(n + 1e-5, m) - at(n - 1e-5, m)) / 2e-5 - by_n).abs() < 1e-6, "{n} {m}");
            assert!(((at(n, m + 1e-5) - at(n, m - 1e-5)) / 2e-5 - by_m).abs() < 1e-5, "{n} {m}");
        }
    }

    /// Reference rows (head note of the file): the ε-NTU answer is theirs, the exact integral within 0.7 K.
    #[test]
    fn the_reference_towers_are_met() {
        let text = include_str!("../../../tests/data/tower_merkel.csv");
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
        let mut rows = 0;
        for row in reader.deserialize::<std::collections::HashMap<String, String>>().map(Result::unwrap) {
            let x = |key: &str| row[key].parse::<f64>().unwrap();
            let (l_g, range_k) = (x("L_G"), x("t_wi_degC") - x("t_wo_entu_degC"));
            let p = Pressure::new(x("p_Pa"));
            let hour = Hour {
                enthalpy: air::saturated_enthalpy_j_kg(Temperature::from_celsius(x("t_wb_degC")), p),
                pressure: p,
                range_k,
                water_w_k: 4186.0 * l_g,
                air_kg_s: 1.0,
                kav_kg_s: x("kav_L") * l_g,
            };
            let heat_w = hour.heat_w(&hour.water(x("t_wo_entu_degC")), 1.0, 1.0);
            assert!((heat_w / (4186.0 * l_g * range_k) - 1.0).abs() < 1e-6, "{row:?}");
            assert!((x("t_wo_entu_degC") - x("t_wo_degC")).abs() < 0.71);
            rows += 1;
        }
        assert_eq!(rows, 60);
    }
}
