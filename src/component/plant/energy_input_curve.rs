//! Energy input ratio of a vapour-compression machine over two temperatures: its published fit, and what holds beyond it.
//!
//! Inside its range the fit holds: `e(x, y) = c₁ + c₂x + c₃x² + c₄y + c₅y² + c₆xy`, held between its least and its highest
//! value. `x` is the temperature on the cold side (chilled water leaving, or wet-bulb of the entering air), `y` the one on
//! the warm side (condenser water entering, or outdoor dry-bulb), both in °C.
//!
//! Beyond it the machine keeps the share of Carnot that its fit has at the same lift, `L = (y + Δ_c) − (x − Δ_e)`. States of
//! equal lift lie on a diagonal of the plane. The diagonal enters the fit's range at a point `p`, and
//! `e(x, y) = e(p) · T_e(p)/T_e(x)` with `T_e = x − Δ_e` in kelvins: both Carnot COPs have the same lift. Where no point of
//! the fit has the lift, the corner with the nearest lift stands for `p`, and the ratio of the lifts is a factor; no lift
//! below the least one of the compressor counts, since its control holds that one. So the COP is one function of the lift
//! along the edge: it falls with every kelvin of `y`, rises with every kelvin of `x` (with `T_e` alone below the least
//! lift), and joins the fit without a step.
//!
//! A fit may turn the wrong way inside its range. There it is left as it was published, and [`wrong_way_share`] tells. On
//! its edge it would carry the fault outside; so the edge value is replaced by the best one (towards smaller lift) or the
//! worst one (towards larger lift) that the edge had before, over the first [`JOIN_K`] kelvin from the edge.
//!
//! Neglects: that the share of Carnot falls at lifts below the smallest of the fit; capacity beyond the range is not its
//! matter.
//!
//! Compared with: monotonicity, continuity and shares of Carnot over −20 to 50 °C and 4 to 45 °C for every record
//! (`tests/plant_modes.rs`).
//!
//! [`wrong_way_share`]: EnergyInputCurve::wrong_way_share

use std::ops::RangeInclusive;

use crate::units::{TempDelta, Temperature};

/// Distance from the edge of a fit within which a turn the wrong way on that edge fades, K.
pub const JOIN_K: f64 = 1.0;
/// 0 °C in kelvins.
const ZERO_C_K: f64 = 273.15;
/// Most turns of `e · T_e` along an edge: two of a cubic, and two at each bound of the output.
const MAX_TURNS: usize = 6;

/// Carnot COP `T_e/(T_c − T_e)` for evaporating and condensing temperatures with a lift of at least `lift_min`.
pub fn carnot_cop(evaporating: Temperature, condensing: Temperature, lift_min: TempDelta) -> f64 {
    evaporating.kelvin() / (condensing - evaporating).max(lift_min).kelvin()
}

/// Lowest and highest value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Lowest.
    pub min: f64,
    /// Highest.
    pub max: f64,
}

impl Bounds {
    fn clamp(self, value: f64) -> f64 {
        value.max(self.min).min(self.max)
    }

    fn contains(self, value: f64) -> bool {
        value >= self.min && value <= self.max
    }
}

/// A published fit and the refrigerant's temperatures that serve beyond it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EnergyInputFit {
    /// `c₁` to `c₆`.
    pub coefficients: [f64; 6],
    /// Range of the cold side, °C.
    pub cold_c: Bounds,
    /// Range of the warm side, °C.
    pub warm_c: Bounds,
    /// Range of the value.
    pub output: Bounds,
    /// Cold side above evaporation, K.
    pub evaporator_approach_k: f64,
    /// Condensation above the warm side, K.
    pub condenser_approach_k: f64,
    /// Smallest lift of the compressor, K.
    pub lift_min_k: f64,
}

/// The fit with its continuation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EnergyInputCurve {
    fit: EnergyInputFit,
    /// At the lowest warm side, from the lowest cold side on.
    lowest_warm: Edge,
    /// At the highest cold side, from the highest warm side down.
    highest_cold: Edge,
    /// At the lowest cold side, from the lowest warm side on.
    lowest_cold: Edge,
    /// At the highest warm side, from the highest cold side down.
    highest_warm: Edge,
    /// `e · T_e` at the corner of the smallest lift, and what joining adds to it on either edge.
    small_lift: Corner,
    /// The same at the corner of the largest lift.
    large_lift: Corner,
}

/// A corner of the range with no point of the fit beyond its lift.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Corner {
    /// `e · T_e`, K.
    product_k: f64,
    /// What the lower edge (lowest cold or warm side) adds once it is joined, K.
    lower_correction: f64,
    /// What the upper edge adds, K.
    upper_correction: f64,
}

/// Which coordinate runs along an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Axis {
    Cold,
    Warm,
}

/// An edge of the range with the turns of `e · T_e` along it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Edge {
    axis: Axis,
    /// The coordinate that does not run, °C.
    held_c: f64,
    /// Where the edge begins, °C.
    anchor_c: f64,
    /// Whether the least (or the highest) value so far counts.
    takes_least: bool,
    /// Places of possible turns, °C; the first `turn_count` count.
    turns_c: [f64; MAX_TURNS],
    turn_count: usize,
}

/// Real roots of `a x² + b x + c`.
fn quadratic_roots(a: f64, b: f64, c: f64) -> impl Iterator<Item = f64> {
    let pair = if a == 0.0 {
        [(b != 0.0).then(|| -c / b), None]
    } else {
        let root = (b * b - 4.0 * a * c).sqrt();
        [Some((-b + root) / (2.0 * a)), Some((-b - root) / (2.0 * a))].map(|r| r.filter(|x| x.is_finite()))
    };
    pair.into_iter().flatten()
}

impl EnergyInputFit {
    /// The value at temperatures, those outside taken at the edge.
    fn value(&self, cold_c: f64, warm_c: f64) -> f64 {
        let (x, y) = (self.cold_c.clamp(cold_c), self.warm_c.clamp(warm_c));
        let [c1, c2, c3, c4, c5, c6] = self.coefficients;
        self.output.clamp(c1 + x * (c2 + c3 * x) + y * (c4 + c5 * y + c6 * x))
    }

    fn evaporating_k(&self, cold_c: f64) -> f64 {
        cold_c - self.evaporator_approach_k + ZERO_C_K
    }

    fn lift_k(&self, difference_k: f64) -> f64 {
        (difference_k + self.condenser_approach_k + self.evaporator_approach_k).max(self.lift_min_k)
    }

    /// `e · T_e`, K: the share of Carnot at a lift is the lift over this and over the rated COP's inverse.
    fn product_k(&self, cold_c: f64, warm_c: f64) -> f64 {
        self.value(cold_c, warm_c) * self.evaporating_k(cold_c)
    }

    /// Where `e · T_e` may turn along an edge.
    fn turns_c(&self, axis: Axis, held_c: f64) -> ([f64; MAX_TURNS], usize) {
        let [c1, c2, c3, c4, c5, c6] = self.coefficients;
        let (q0, q1, q2, range) = match axis {
            Axis::Cold => (c1 + held_c * (c4 + c5 * held_c), c2 + c6 * held_c, c3, self.cold_c),
            Axis::Warm => (c1 + held_c * (c2 + c3 * held_c), c4 + c6 * held_c, c5, self.warm_c),
        };
        let mut turns = ([0.0; MAX_TURNS], 0);
        let mut add = |x: f64| {
            if x > range.min && x < range.max && turns.1 < MAX_TURNS {
                turns.0[turns.1] = x;
                turns.1 += 1;
            }
        };
        match axis {
            Axis::Warm => quadratic_roots(0.0, 2.0 * q2, q1).for_each(&mut add),
            Axis::Cold => {
                let t = self.evaporating_k(0.0);
                quadratic_roots(3.0 * q2, 2.0 * (q1 + q2 * t), q0 + q1 * t).for_each(&mut add);
                quadratic_roots(q2, q1, q0 - self.output.min).for_each(&mut add);
                quadratic_roots(q2, q1, q0 - self.output.max).for_each(&mut add);
            }
        }
        turns
    }

    fn edge(&self, axis: Axis, held_c: f64, anchor_c: f64, takes_least: bool) -> Edge {
        let (turns_c, turn_count) = self.turns_c(axis, held_c);
        Edge { axis, held_c, anchor_c, takes_least, turns_c, turn_count }
    }
}

impl Edge {
    fn product_k(&self, fit: &EnergyInputFit, along_c: f64) -> f64 {
        match self.axis {
            Axis::Cold => fit.product_k(along_c, self.held_c),
            Axis::Warm => fit.product_k(self.held_c, along_c),
        }
    }

    /// What is added to `e · T_e` at a place of the edge so that it does not turn on the way there from the anchor, K.
    fn correction_k(&self, fit: &EnergyInputFit, along_c: f64) -> f64 {
        if self.turn_count == 0 {
            // Without turns the anchor is the only other extreme.
            return self.pick(self.product_k(fit, self.anchor_c) - self.product_k(fit, along_c));
        }
        let here_k = self.product_k(fit, along_c);
        let way = if self.anchor_c <= along_c { self.anchor_c..=along_c } else { along_c..=self.anchor_c };
        let turns = self.turns_c.iter().take(self.turn_count).filter(|t| RangeInclusive::contains(&way, *t));
        turns.chain([&self.anchor_c]).fold(0.0, |so_far, t| {
            let k = self.pick(self.product_k(fit, *t) - here_k);
            if k.abs() > f64::abs(so_far) { k } else { so_far }
        })
    }

    fn pick(&self, difference_k: f64) -> f64 {
        if self.takes_least { difference_k.min(0.0) } else { difference_k.max(0.0) }
    }
}

/// How far a correction is joined at a distance from the edge.
fn joined(distance_k: f64) -> f64 {
    (distance_k / JOIN_K).clamp(0.0, 1.0)
}

impl EnergyInputCurve {
    /// The continuation of a fit.
    pub fn new(fit: EnergyInputFit) -> Self {
        let (cold, warm) = (fit.cold_c, fit.warm_c);
        let lowest_warm = fit.edge(Axis::Cold, warm.min, cold.min, true);
        let highest_cold = fit.edge(Axis::Warm, cold.max, warm.max, true);
        let lowest_cold = fit.edge(Axis::Warm, cold.min, warm.min, false);
        let highest_warm = fit.edge(Axis::Cold, warm.max, cold.max, false);
        Self {
            small_lift: Corner {
                product_k: fit.product_k(cold.max, warm.min),
                lower_correction: lowest_warm.correction_k(&fit, cold.max),
                upper_correction: highest_cold.correction_k(&fit, warm.min),
            },
            large_lift: Corner {
                product_k: fit.product_k(cold.min, warm.max),
                lower_correction: lowest_cold.correction_k(&fit, warm.max),
                upper_correction: highest_warm.correction_k(&fit, cold.min),
            },
            fit,
            lowest_warm,
            highest_cold,
            lowest_cold,
            highest_warm,
        }
    }

    /// The fit that it continues.
    pub fn fit(&self) -> &EnergyInputFit {
        &self.fit
    }

    /// Whether temperatures lie in the range of the fit.
    pub fn covers(&self, cold_c: f64, warm_c: f64) -> bool {
        self.fit.cold_c.contains(cold_c) && self.fit.warm_c.contains(warm_c)
    }

    /// The ratio at temperatures, those outside the range taken at its edge.
    pub fn clamped_ratio(&self, cold_c: f64, warm_c: f64) -> f64 {
        self.fit.value(cold_c, warm_c)
    }

    /// The ratio at temperatures, by the share of Carnot at equal lift outside the range.
    pub fn ratio(&self, cold_c: f64, warm_c: f64) -> f64 {
        if self.covers(cold_c, warm_c) {
            return self.fit.value(cold_c, warm_c);
        }
        let difference_k = warm_c - cold_c;
        let (cold, warm) = (self.fit.cold_c, self.fit.warm_c);
        let (smallest_k, largest_k) = (warm.min - cold.max, warm.max - cold.min);
        let (product_k, nearest_k) = if difference_k < smallest_k {
            let c = &self.small_lift;
            let added_k =
                c.lower_correction * joined(warm.min - warm_c) + c.upper_correction * joined(cold_c - cold.max);
            (c.product_k + added_k, smallest_k)
        } else if difference_k > largest_k {
            let c = &self.large_lift;
            let added_k =
                c.lower_correction * joined(cold.min - cold_c) + c.upper_correction * joined(warm_c - warm.max);
            (c.product_k + added_k, largest_k)
        } else {
            (self.product_at_edge_k(cold_c, warm_c), difference_k)
        };
        let lifts = self.fit.lift_k(difference_k) / self.fit.lift_k(nearest_k);
        product_k / self.fit.evaporating_k(cold_c) * lifts
    }

    /// `e · T_e` where the diagonal of equal lift enters the range, corrected for turns of that edge, K.
    fn product_at_edge_k(&self, cold_c: f64, warm_c: f64) -> f64 {
        let (cold, warm, difference_k) = (self.fit.cold_c, self.fit.warm_c, warm_c - cold_c);
        let below_k = (cold.min - cold_c).max(warm.min - warm_c);
        let (edge, along_c, distance_k) = if below_k > 0.0 {
            if warm.min - difference_k >= cold.min {
                (&self.lowest_warm, warm.min - difference_k, below_k)
            } else {
                (&self.lowest_cold, cold.min + difference_k, below_k)
            }
        } else {
            let above_k = (cold_c - cold.max).max(warm_c - warm.max);
            if cold.max + difference_k <= warm.max {
                (&self.highest_cold, cold.max + difference_k, above_k)
            } else {
                (&self.highest_warm, warm.max - difference_k, above_k)
            }
        };
        edge.product_k(&self.fit, along_c) + edge.correction_k(&self.fit, along_c) * joined(distance_k)
    }

    /// Carnot COP of the refrigerant at temperatures.
    pub fn carnot_cop(&self, cold_c: f64, warm_c: f64) -> f64 {
        self.fit.evaporating_k(cold_c) / self.fit.lift_k(warm_c - cold_c)
    }

    /// Share of the fit's own range, by area on a grid of `steps` a side, in which it turns the wrong way: energy rises with
    /// a warmer cold side, or falls with a warmer warm side.
    pub fn wrong_way_share(&self, steps: u32) -> f64 {
        let (cold, warm) = (self.fit.cold_c, self.fit.warm_c);
        let at = |b: Bounds, i: u32| b.min + (b.max - b.min) * f64::from(i) / f64::from(steps);
        let cells = (0..steps).flat_map(|i| (0..steps).map(move |j| (i, j)));
        let wrong = cells.filter(|(i, j)| {
            let here = self.fit.value(at(cold, *i), at(warm, *j));
            self.fit.value(at(cold, *i + 1), at(warm, *j)) > here + 1e-12
                || self.fit.value(at(cold, *i), at(warm, *j + 1)) < here - 1e-12
        });
        wrong.count() as f64 / (f64::from(steps) * f64::from(steps))
    }
}
