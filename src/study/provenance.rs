//! Where the numbers of a result are from.

use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::catalog::describe::short;

use super::result::{Assumption, Source};

/// Every value of the records that a result rests on.
pub(super) fn assumptions(catalog: &Catalog, ids: &BTreeSet<String>) -> Vec<Assumption> {
    let of_record = |id: &String| {
        let (entry, values) = catalog.describe(id)?;
        Some(values.into_iter().filter(|v| v.value.parse::<f64>().is_ok()).map(move |v| Assumption {
            record: entry.id.clone(),
            parameter: short(&v.key).to_owned(),
            value: v.value,
            unit: String::new(),
            confidence: v.confidence,
            range: v.range,
            source: v.source,
        }))
    };
    ids.iter().filter_map(of_record).flatten().collect()
}

/// The sources that assumptions name, and others.
pub(super) fn sources(catalog: &Catalog, assumptions: &[Assumption], others: [Option<&str>; 2]) -> Vec<Source> {
    let mut ids: BTreeSet<&str> = assumptions.iter().map(|a| a.source.as_str()).collect();
    ids.extend(others.into_iter().flatten());
    of_ids(catalog, &ids)
}

/// The sources of these ids.
pub(super) fn of_ids(catalog: &Catalog, ids: &BTreeSet<&str>) -> Vec<Source> {
    ids.iter()
        .filter_map(|id| catalog.source(id))
        .map(|s| Source { id: s.id.clone(), title: s.title.clone(), location: s.location.clone() })
        .collect()
}
