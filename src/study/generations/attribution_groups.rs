//! The factors of an attribution in three groups: what chips, what cooling and what everything else made of the change.

use crate::study::compare::end_use::EndUse;

use super::attribution_result::{AttributionFactor, AttributionGroup, FactorPart};

/// Factors of the chips themselves; each stands undivided.
const CHIP_FACTORS: [&str; 3] = ["number_format", "process_architecture", "memory_bandwidth"];

/// Components that cool.
const COOLING_LABELS: [&str; 5] = [
    EndUse::ServerFans.label(),
    EndUse::Pumps.label(),
    EndUse::AirHandling.label(),
    EndUse::Chillers.label(),
    EndUse::HeatRejection.label(),
];

/// Better chips, better cooling, everything else. Every factor, or each of its parts, belongs to one of them.
pub(crate) fn group_factors(factors: &[AttributionFactor]) -> [AttributionGroup; 3] {
    let (mut chips, mut cooling, mut other) = (Vec::new(), Vec::new(), Vec::new());
    for factor in factors {
        let whole = FactorPart { label: factor.label, ln: factor.ln };
        if CHIP_FACTORS.contains(&factor.id) {
            chips.push(whole);
        } else if factor.parts.iter().any(|p| COOLING_LABELS.contains(&p.label)) {
            let (cools, rest) =
                factor.parts.iter().cloned().partition::<Vec<_>, _>(|p| COOLING_LABELS.contains(&p.label));
            cooling.extend(cools);
            other.extend(rest);
        } else {
            other.push(whole);
        }
    }
    [("chips", "Better chips", chips), ("cooling", "Better cooling", cooling), ("other", "Everything else", other)].map(
        |(id, label, parts)| {
            let ln: f64 = parts.iter().map(|p| p.ln).sum();
            AttributionGroup { id, label, ln, factor: ln.exp(), parts }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_belongs_to_one_group() {
        let part = |label, ln| FactorPart { label, ln };
        let factor = |id, ln, parts| AttributionFactor { id, label: id, ln, factor: f64::exp(ln), share: None, parts };
        let plant = vec![part(EndUse::Chillers.label(), 0.25), part(EndUse::Building.label(), 0.5)];
        let all = [
            factor("number_format", 1.0, Vec::new()),
            factor("process_architecture", 2.0, vec![part("a", 3.0), part("b", -1.0)]),
            factor("utilisation", -4.0, vec![part("c", -4.0)]),
            factor("cooling_plant", 0.75, plant),
        ];
        let groups = group_factors(&all);
        assert_eq!(groups.each_ref().map(|g| g.ln), [3.0, 0.25, -3.5]);
        assert_eq!(groups.each_ref().map(|g| g.parts.len()), [2, 1, 2]);
    }
}
