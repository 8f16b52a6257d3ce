//! CoolTools: the approach of a crossflow tower as a polynomial, fitted to makers' data.
//!
//! Approach `= Σ C A^i w^j T^k R^l` with `i + j + k + l ≤ 3`: the cube `A` of the air flow and the water flow `w`, both as
//! shares of design, the wet bulb `T` in °C and the range `R` in K; 35 terms. Fitted for wet bulbs of −1 to 26.667 °C,
//! ranges and approaches of 1.111 to 11.111 K and water flows of 0.75 to 1.25. Coefficients: EnergyPlus 25.2,
//! `CoolingTower:VariableSpeed` with `CoolToolsCrossFlow`; Benton, Bowman, Hydeman and Miller, ASHRAE Transactions 108,
//! 2002.

/// Terms in the order 1, A, A², A³, w, Aw, A²w, w², Aw², w³, T, AT, A²T, wT, AwT, w²T, T², AT², wT², T³, R, AR, A²R, wR,
/// AwR, w²R, TR, ATR, wTR, T²R, R², AR², wR², TR², R³.
const COEFFICIENTS: [f64; 35] = [
    0.52049709836241,
    -10.617046395344,
    10.7292974722538,
    -2.74988377158227,
    4.73629943913743,
    -8.25759700874711,
    1.57640938114136,
    6.51119643791324,
    1.50433525206692,
    -3.2888529287801,
    0.0257786145353773,
    0.182464289315254,
    -0.0818947291400898,
    -0.215010003996285,
    0.0186741309635284,
    0.0536824177590012,
    -0.00270968955115031,
    0.00112277498589279,
    -0.00127758497497718,
    7.60420796601607e-05,
    1.43600088336017,
    -0.5198695909109,
    0.117339576910507,
    1.50492810819924,
    -0.135898905926974,
    -0.152577581866506,
    -0.0533843828114562,
    0.00493294869565511,
    -0.00796260394174197,
    0.000222619828621544,
    -0.0543952001568055,
    0.00474266879161693,
    -0.0185854671815598,
    0.00115667701293848,
    0.000807370664460284,
];

pub(crate) const WET_BULB_C: (f64, f64) = (-1.0, 26.6667);
pub(crate) const RANGE_K: (f64, f64) = (1.1111, 11.1111);
pub(crate) const APPROACH_K: (f64, f64) = (1.1111, 11.1111);
pub(crate) const WATER_FLOW_RATIO: (f64, f64) = (0.75, 1.25);

/// The correlation at a wet bulb and a water flow: coefficient `[l][i]` of `R^l A^i`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CoolToolsCorrelation([[f64; 4]; 4]);

impl CoolToolsCorrelation {
    /// At a wet bulb and a share of the design water flow, both held inside the ranges of the fit.
    pub(crate) fn from_clamped_inputs(wet_bulb_c: f64, water: f64) -> Self {
        Self::from_inputs(
            wet_bulb_c.clamp(WET_BULB_C.0, WET_BULB_C.1),
            water.clamp(WATER_FLOW_RATIO.0, WATER_FLOW_RATIO.1),
        )
    }

    /// As [`Self::from_clamped_inputs`], held nowhere.
    pub(crate) fn from_inputs(t: f64, w: f64) -> Self {
        Self([
            [
                COEFFICIENTS[0]
                    + w * (COEFFICIENTS[4] + w * (COEFFICIENTS[7] + w * COEFFICIENTS[9]))
                    + t * (COEFFICIENTS[10]
                        + w * (COEFFICIENTS[13] + w * COEFFICIENTS[15])
                        + t * (COEFFICIENTS[16] + w * COEFFICIENTS[18] + t * COEFFICIENTS[19])),
                COEFFICIENTS[1]
                    + w * (COEFFICIENTS[5] + w * COEFFICIENTS[8])
                    + t * (COEFFICIENTS[11] + w * COEFFICIENTS[14] + t * COEFFICIENTS[17]),
                COEFFICIENTS[2] + w * COEFFICIENTS[6] + t * COEFFICIENTS[12],
                COEFFICIENTS[3],
            ],
            [
                COEFFICIENTS[20]
                    + w * (COEFFICIENTS[23] + w * COEFFICIENTS[25])
                    + t * (COEFFICIENTS[26] + w * COEFFICIENTS[28] + t * COEFFICIENTS[29]),
                COEFFICIENTS[21] + w * COEFFICIENTS[24] + t * COEFFICIENTS[27],
                COEFFICIENTS[22],
                0.0,
            ],
            [COEFFICIENTS[30] + w * COEFFICIENTS[32] + t * COEFFICIENTS[33], COEFFICIENTS[31], 0.0, 0.0],
            [COEFFICIENTS[34], 0.0, 0.0, 0.0],
        ])
    }

    /// Approach at a range and an air flow, K.
    pub(crate) fn approach_k(&self, range_k: f64, air: f64) -> f64 {
        let a = air * air * air;
        self.0.iter().rev().fold(0.0, |sum, c| sum * range_k + c[0] + a * (c[1] + a * (c[2] + a * c[3])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the 35 terms written out, at points of no symmetry.
    #[test]
    fn the_grouped_polynomial_is_the_plain_one() {
        for (air, w, t, r) in [(1.0f64, 1.0f64, 25.6f64, 5.6f64), (0.4, 0.8, 3.0, 9.0), (0.7, 1.2, -1.0, 2.0)] {
            let a = air.powi(3);
            let terms = [
                1.0,
                a,
                a * a,
                a * a * a,
                w,
                a * w,
                a * a * w,
                w * w,
                a * w * w,
                w * w * w,
                t,
                a * t,
                a * a * t,
                w * t,
                a * w * t,
                w * w * t,
                t * t,
                a * t * t,
                w * t * t,
                t * t * t,
                r,
                a * r,
                a * a * r,
                w * r,
                a * w * r,
                w * w * r,
                t * r,
                a * t * r,
                w * t * r,
                t * t * r,
                r * r,
                a * r * r,
                w * r * r,
                t * r * r,
                r * r * r,
            ];
            let plain: f64 = COEFFICIENTS.iter().zip(terms).map(|(c, x)| c * x).sum();
            assert!(
                (CoolToolsCorrelation::from_clamped_inputs(t, w).approach_k(r, air) - plain).abs() < 1e-12,
                "{plain}"
            );
        }
    }
}
