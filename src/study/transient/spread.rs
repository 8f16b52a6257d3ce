//! How sure the ride-through is: masses, times and reserves drawn within their ranges.

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::catalog::record::EquipmentRecord;
use crate::component::failure_rules;
use crate::component::server::thermal_mass;
use crate::solve::sampling::{ProbabilityLaw, latin_hypercube, sorted_quantile};

use super::answer::RIDE_THROUGH_LIMITS;
use super::prepared::{self, PreparedTransient};
use super::result::{InputRank, RideThroughInterval};

/// Inputs that are named.
const MAX_NAMED_INPUTS: usize = 6;

/// A value that varies.
struct EstimateInput {
    record: usize,
    key: String,
    low: f64,
    likely: f64,
    high: f64,
}

/// Intervals of the ride-through, and draws that make no model.
pub(crate) struct SampledRideThrough {
    /// The intervals.
    pub interval: RideThroughInterval,
    /// Draws that make no model.
    pub rejected: usize,
}

/// Intervals of the ride-through, and draws that make no model.
pub(crate) fn sample_ride_through(
    ready: &PreparedTransient<'_>,
    catalog: &Catalog,
    samples: u32,
    seed: u64,
) -> SampledRideThrough {
    let records: Vec<&EquipmentRecord> = prepared::estimate_records(catalog).into_iter().flatten().collect();
    let inputs: Vec<EstimateInput> = records
        .iter()
        .enumerate()
        .flat_map(|(record, own)| {
            own.range.iter().filter(|(_, [low, high])| high > low).filter_map(move |(key, [low, high])| {
                let likely = own.parameters.get(key)?;
                let likely = likely.as_float().or_else(|| likely.as_integer().map(|i| i as f64))?;
                Some(EstimateInput { record, key: key.clone(), low: *low, likely, high: *high })
            })
        })
        .collect();
    let rows = latin_hypercube(samples as usize, inputs.len(), seed, 0);
    let times: Vec<Option<f64>> = rows.par_iter().map(|row| simulate_sample(ready, &records, &inputs, row)).collect();
    let good: Vec<(usize, f64)> = times.iter().enumerate().filter_map(|(i, t)| t.map(|t| (i, t))).collect();
    let mut sorted: Vec<f64> = good.iter().map(|g| g.1).collect();
    sorted.sort_by(f64::total_cmp);
    let at = |p: f64| {
        // Between a time and none within the run there is no time.
        let place = (p * (sorted.len().max(1) - 1) as f64).ceil();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
        let above = sorted.get(place as usize).copied().filter(|t| t.is_finite());
        above.and_then(|_| sorted_quantile(&sorted, p))
    };
    let failing = sorted.iter().filter(|t| t.is_finite()).count();
    let ranks_y = rank_values(&good.iter().map(|g| g.1).collect::<Vec<_>>());
    let mut named: Vec<InputRank> = inputs
        .iter()
        .enumerate()
        .map(|(column, input)| {
            let x = rank_values(&good.iter().map(|g| rows[g.0][column]).collect::<Vec<_>>());
            let label = input_label(&input.key);
            let input = format!("{}:{}", records[input.record].id, input.key);
            InputRank { input, label, rank_correlation: pearson_correlation(&x, &ranks_y) }
        })
        .collect();
    named.sort_by(|a, b| b.rank_correlation.abs().total_cmp(&a.rank_correlation.abs()).then(a.input.cmp(&b.input)));
    named.truncate(MAX_NAMED_INPUTS);
    let interval = RideThroughInterval {
        fails_probability: failing as f64 / sorted.len().max(1) as f64,
        p05_s: at(0.05),
        median_s: at(0.5),
        p95_s: at(0.95),
        inputs: if failing > 0 { named } else { Vec::new() },
    };
    SampledRideThrough { interval, rejected: times.len() - good.len() }
}

/// What a mass or a rule is, as its declaration says it; its key where none does.
fn input_label(key: &str) -> String {
    let declared = thermal_mass::ThermalMassSpec::PARAMS.iter().chain(failure_rules::FailureRulesSpec::PARAMS);
    let doc = declared.into_iter().find(|p| p.name == key).map_or(key, |p| p.doc);
    doc.trim().trim_end_matches('.').to_owned()
}

/// The ride-through of a draw, s; endless where nothing throttles within the run, none where it makes no model.
fn simulate_sample(
    ready: &PreparedTransient<'_>,
    records: &[&EquipmentRecord],
    inputs: &[EstimateInput],
    row: &[f64],
) -> Option<f64> {
    let mut tables: Vec<toml::Table> = records.iter().map(|r| r.parameters.clone()).collect();
    for (input, u) in inputs.iter().zip(row) {
        let law = ProbabilityLaw::triangular_for_range(input.low, input.likely, input.high);
        let value = law.quantile(*u, input.low, input.likely, input.high);
        tables[input.record].insert(input.key.clone(), toml::Value::Float(value));
    }
    let [masses, rules] = tables.as_slice() else { return None };
    let masses = thermal_mass::ThermalMassSpec::read(masses).ok()?;
    let rules = failure_rules::FailureRulesSpec::read(rules).ok()?;
    let around = ready.boundary_conditions(masses, rules, ready.given.buffer).ok()?;
    let outcome = ready.simulate(&around, None).ok()?;
    Some(outcome.first_crossing_s(&RIDE_THROUGH_LIMITS).map_or(f64::INFINITY, |t| t - ready.first_event_s()))
}

/// Ranks of values, those that are equal at their mean.
fn rank_values(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]).then(a.cmp(b)));
    let mut out = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let same = order[from..].iter().take_while(|i| values[**i] == values[order[from]]).count();
        for place in from..from + same {
            out[order[place]] = from as f64 + (same - 1) as f64 / 2.0;
        }
        from += same;
    }
    out
}

/// Pearson's correlation; none where nothing varies.
fn pearson_correlation(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len() as f64;
    let mean = |v: &[f64]| v.iter().sum::<f64>() / n;
    let (mx, my) = (mean(x), mean(y));
    let sum = |f: &dyn Fn(f64, f64) -> f64| x.iter().zip(y).map(|(a, b)| f(a - mx, b - my)).sum::<f64>();
    let scale = (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt();
    if scale > 0.0 { sum(&|a, b| a * b) / scale } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_and_their_correlation() {
        assert_eq!(rank_values(&[3.0, 1.0, f64::INFINITY, 3.0]), [1.5, 0.0, 3.0, 1.5]);
        assert_eq!(pearson_correlation(&rank_values(&[1.0, 2.0, 9.0]), &rank_values(&[1.0, 4.0, 5.0])), 1.0);
        assert_eq!(pearson_correlation(&[1.0, 1.0], &[0.0, 1.0]), 0.0);
    }
}
