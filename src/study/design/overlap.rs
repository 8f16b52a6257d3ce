//! Keys that change the same value.

use crate::scenario::Scenario;

/// Step of a key to every item of a list.
const EVERY_ITEM: &str = "*";

/// Whether two keys change the same value, or one a table in which the value of the other stands.
pub(super) fn keys_overlap(a: &str, b: &str, scenario: &Scenario) -> bool {
    let architecture = |step: &str| {
        let named = scenario.architectures.iter().position(|given| given.name == step);
        named.or_else(|| step.parse().ok())
    };
    let of_architectures = a.starts_with("architecture.") && b.starts_with("architecture.");
    let alike = |(depth, (a, b)): (usize, (&str, &str))| {
        let item = of_architectures && depth == 1 && architecture(a).is_some() && architecture(a) == architecture(b);
        a == b || a == EVERY_ITEM || b == EVERY_ITEM || item
    };
    a.split('.').zip(b.split('.')).enumerate().all(alike)
}
