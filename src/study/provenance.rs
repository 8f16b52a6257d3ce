//! Where the numbers of a result are from.

use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::catalog::describe::short_key;

use super::compare::result::{Assumption, SourceReference};

/// Every value of the records that a result rests on.
pub(crate) fn collect_assumptions(catalog: &Catalog, ids: &BTreeSet<String>) -> Vec<Assumption> {
    let of_record = |id: &String| {
        let (entry, values) = catalog.describe_record(id)?;
        Some(values.into_iter().filter(|v| v.value.parse::<f64>().is_ok()).map(move |v| Assumption {
            record: entry.id.clone(),
            parameter: short_key(&v.key).to_owned(),
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
pub(crate) fn collect_sources(
    catalog: &Catalog,
    assumptions: &[Assumption],
    others: [Option<&str>; 2],
) -> Vec<SourceReference> {
    let mut ids: BTreeSet<&str> = assumptions.iter().map(|a| a.source.as_str()).collect();
    ids.extend(others.into_iter().flatten());
    sources_by_id(catalog, &ids)
}

/// The sources of these ids.
pub(crate) fn sources_by_id(catalog: &Catalog, ids: &BTreeSet<&str>) -> Vec<SourceReference> {
    ids.iter()
        .filter_map(|id| catalog.source(id))
        .map(|s| SourceReference {
            id: s.id.clone(),
            title: s.title.clone(),
            year: s.year,
            location: s.location.clone(),
        })
        .collect()
}
