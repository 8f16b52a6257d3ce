//! Heat exchangers by effectiveness and number of transfer units.

use super::data::Record;
use super::root;

/// Counterflow effectiveness.
pub fn counterflow(ntu: f64, ratio: f64) -> f64 {
    if (1.0 - ratio).abs() < 1e-9 {
        return ntu / (1.0 + ntu);
    }
    let e = (-ntu * (1.0 - ratio)).exp();
    (1.0 - e) / (1.0 - ratio * e)
}

/// Crossflow effectiveness, both streams unmixed, by the usual approximation.
pub fn crossflow(ntu: f64, ratio: f64) -> f64 {
    1.0 - (ntu.powf(0.22) / ratio * ((-ratio * ntu.powf(0.78)).exp() - 1.0)).exp()
}

/// Heat for each kelvin between the inlets of two streams, W/K.
pub fn conductance(effectiveness: fn(f64, f64) -> f64, ua: f64, one_w_k: f64, other_w_k: f64) -> f64 {
    let (least, most) = (one_w_k.min(other_w_k), one_w_k.max(other_w_k));
    effectiveness(ua / least, least / most) * least
}

/// UA of an exchanger whose films have equal resistances at the rating; flows as shares of the rated ones.
pub fn scaled_ua(rated: f64, (one, one_exponent): (f64, f64), (other, other_exponent): (f64, f64)) -> f64 {
    2.0 * rated / (one.powf(-one_exponent) + other.powf(-other_exponent))
}

/// Plate exchangers side by side: a coolant distribution unit or a waterside economizer.
#[derive(Clone)]
pub struct Plates {
    pub record: Record,
    pub units: f64,
    rated_ua: f64,
}

impl Plates {
    /// The UA of the rating follows from its logarithmic mean temperature difference.
    pub fn new(record: &Record, units: f64) -> Self {
        let heat = record.get("rated_w");
        let cold_end = record.get("approach_k");
        let hot_end = cold_end + heat / record.get("hot_w_k") - heat / record.get("cold_w_k");
        let mean = if (hot_end / cold_end - 1.0).abs() < 1e-9 {
            cold_end
        } else {
            (hot_end - cold_end) / (hot_end / cold_end).ln()
        };
        Self { record: record.clone(), units, rated_ua: heat / mean }
    }

    /// Heat for each kelvin between the inlets, W/K, with capacity rates of both sides.
    pub fn conductance(&self, hot_w_k: f64, cold_w_k: f64) -> f64 {
        let share = |rate: f64, key: &str| rate / (self.units * self.record.get(key));
        let (hot, cold) = (share(hot_w_k, "hot_w_k"), share(cold_w_k, "cold_w_k"));
        let ua = self.units * scaled_ua(self.rated_ua, (hot, 0.7), (cold, 0.7));
        conductance(counterflow, ua, hot_w_k, cold_w_k)
    }

    /// Warmest inlet of the cold side that cools the hot side to `hot_out_c`.
    pub fn cold_inlet(&self, heat_w: f64, hot_out_c: f64, hot_w_k: f64, cold_w_k: f64) -> f64 {
        hot_out_c + heat_w / hot_w_k - heat_w / self.conductance(hot_w_k, cold_w_k)
    }

    /// Pressure loss of a side at a capacity rate.
    pub fn loss_pa(&self, side: &str, rate_w_k: f64) -> f64 {
        let share = rate_w_k / (self.units * self.record.get(&format!("{side}_w_k")));
        self.record.get(&format!("{side}_loss_pa")) * share * share
    }
}

/// UA that passes a heat between two streams in crossflow.
pub fn crossflow_ua(heat_w: f64, difference_k: f64, one_w_k: f64, other_w_k: f64) -> f64 {
    let ln_ua =
        root::find(5.0, 18.0, |ln_ua| conductance(crossflow, ln_ua.exp(), one_w_k, other_w_k) * difference_k - heat_w);
    ln_ua.exp()
}
