//! Values that several tables have: ratios and ids of the catalog.

use crate::catalog::{Catalog, RecordKind};
use crate::units::parse::Dimension;

use super::reader::{AllowedRange, TableReader, did_you_mean};

/// What a ratio may be.
pub(super) fn ratio_range(min: f64, max: f64) -> AllowedRange {
    AllowedRange { dimension: Dimension::Ratio, min, max }
}

/// A catalog id of a kind; an unknown one is a problem.
pub(super) fn read_catalog_id(
    r: &mut TableReader<'_, '_>,
    key: &'static str,
    kind: RecordKind,
    catalog: &Catalog,
) -> Option<String> {
    let (text, origin) = r.read_text(key)?;
    if catalog.list_entries(kind).iter().any(|entry| entry.id == text) {
        return Some(text.to_owned());
    }
    let near = catalog.suggest_ids(kind, text);
    let hint = did_you_mean(&near);
    let help = format!("{hint}`rackjoule catalog list {}` names them all", kind.name());
    r.report_problem(format!("unknown {} `{text}`", kind.name()), origin, "not in the catalog", Some(help));
    None
}
