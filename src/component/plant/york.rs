//! YorkCalc: the approach of an open tower as a polynomial, fitted to York's tables.
//!
//! Approach `= Σ C_abc F^a R^b wb^c`, a, b, c from 0 to 2: wet bulb `wb` in °C, range `R` in K, and `F` the water flow
//! over the air flow, both as shares of design. Fitted for wet bulbs of −34.4 to 29.4 °C, ranges of 1.1 to 22.2 K and
//! approaches of 1.1 to 40 K; below freezing the fit is not monotone (EnergyPlus 25.2 `CoolingTower:VariableSpeed`, LBL
//! Modelica Buildings `yorkCalc`); at 25.56 °C, 5.56 K and `F = 1` it gives 3.84 K.

/// Coefficient `C_abc` at index 9a + 3b + c.
const COEFFICIENTS: [f64; 27] = [
    -0.359741205,
    -0.055053608,
    0.0023850432,
    0.173926877,
    -0.0248473764,
    0.00048430224,
    -0.005589849456,
    0.0005770079712,
    -1.342427256e-05,
    2.84765801111111,
    -0.121765149,
    0.0014599242,
    1.680428651,
    -0.0166920786,
    -0.0007190532,
    -0.025485194448,
    4.87491696e-05,
    2.719234152e-05,
    -0.0653766255555556,
    -0.002278167,
    0.0002500254,
    -0.0910565458,
    0.00318176316,
    3.8621772e-05,
    -0.0034285382352,
    8.56589904e-06,
    -1.516821552e-06,
];

pub(crate) const WET_BULB_C: (f64, f64) = (-34.4, 29.4444);
pub(crate) const RANGE_K: (f64, f64) = (1.1111, 22.2222);
pub(crate) const APPROACH_K: (f64, f64) = (1.1111, 40.0);

/// The correlation at a wet bulb: coefficients of `approach = Σ F^a R^b`, a and b from 0 to 2. Quadratic in the range and
/// in the flow over the air, it is inverted in closed form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct YorkCorrelation([[f64; 3]; 3]);

impl YorkCorrelation {
    pub(crate) fn from_wet_bulb(wet_bulb_c: f64) -> Self {
        let wb = wet_bulb_c.clamp(WET_BULB_C.0, WET_BULB_C.1);
        let term = |a: usize, b: usize| {
            let i = 9 * a + 3 * b;
            COEFFICIENTS[i] + wb * (COEFFICIENTS[i + 1] + wb * COEFFICIENTS[i + 2])
        };
        Self([0, 1, 2].map(|a| [0, 1, 2].map(|b| term(a, b))))
    }

    /// Coefficients in the range at a flow over air.
    fn range_coefficients(&self, flow_over_air: f64) -> [f64; 3] {
        let f = flow_over_air;
        [0, 1, 2].map(|b| self.0[0][b] + f * (self.0[1][b] + f * self.0[2][b]))
    }

    /// Coefficients in the flow over air at a range.
    fn flow_coefficients(&self, range_k: f64) -> [f64; 3] {
        let r = range_k.min(RANGE_K.1);
        [0, 1, 2].map(|a| self.0[a][0] + r * (self.0[a][1] + r * self.0[a][2]))
    }

    pub(crate) fn approach_k(&self, range_k: f64, flow_over_air: f64) -> f64 {
        let [c0, c1, c2] = self.flow_coefficients(range_k);
        c0 + flow_over_air * (c1 + flow_over_air * c2)
    }

    /// The range at a fixed entering temperature; nothing where already the approach of no range fills more than what is
    /// above the wet bulb.
    pub(crate) fn range_k(&self, wet_bulb_c: f64, entering_c: f64, flow_over_air: f64) -> Option<f64> {
        let [c0, c1, c2] = self.range_coefficients(flow_over_air);
        let rest = [c0 + wet_bulb_c - entering_c, c1 + 1.0, c2];
        let most = RANGE_K.1;
        let filled = rest[0] + most * (rest[1] + most * rest[2]);
        rising_root(rest, 0.0, most).or_else(|| (filled < 0.0).then_some(most))
    }

    /// The air flow, share of design, that has an approach at a range and water flow; nothing where neither `low` nor
    /// the full flow bracket it.
    pub(crate) fn solve_air_ratio(&self, approach_k: f64, range_k: f64, water: f64, low: f64) -> Option<f64> {
        let [c0, c1, c2] = self.flow_coefficients(range_k);
        rising_root([c0 - approach_k, c1, c2], water, water / low).map(|flow_over_air| water / flow_over_air)
    }
}

/// The root of `c₀ + c₁ x + c₂ x²` in a bracket whose ends have it below and above zero; nothing otherwise.
fn rising_root([c0, c1, c2]: [f64; 3], low: f64, high: f64) -> Option<f64> {
    let value = |x: f64| c0 + x * (c1 + x * c2);
    if value(low) > 0.0 || value(high) < 0.0 {
        return None;
    }
    let root = (c1 * c1 - 4.0 * c2 * c0).max(0.0).sqrt();
    // Both roots without cancellation; one sign change in the bracket means that one of them lies in it.
    let q = -0.5 * (c1 + root.copysign(c1));
    [q / c2, c0 / q].into_iter().find(|x| (low..=high).contains(x))
}
