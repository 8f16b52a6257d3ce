//! How large an architecture is: racks, and the work that its accelerators do.

use crate::assembly::hall_racks::BuiltGroup;
use crate::assembly::{equal_size, rack_count};
use crate::catalog::Catalog;
use crate::scenario::{ArchitectureSettings, HallGroup, ItSettings};
use crate::units::Pressure;
use crate::units::count::round_up_count;

/// Racks that stand there, the last of each group perhaps partly filled; nothing where a load is given and the racks that
/// would draw it can't be cooled.
pub(super) fn rounded_rack_count(
    catalog: &Catalog,
    it: &ItSettings,
    given: &ArchitectureSettings,
    pressure: Pressure,
) -> Option<u32> {
    let racks_of = |group: &HallGroup| {
        let racks = rack_count::rack_count(catalog, &group.it, &group.architecture, pressure).ok()?;
        // A hair above a whole number is rounding.
        let standing = group.it.filled * racks;
        Some(if standing > 0.0 { round_up_count(standing - 1e-9) } else { 0 })
    };
    it.hall_groups(given, catalog).iter().map(racks_of).sum()
}

/// Rated work of all accelerators, in those of the first architecture; nothing where it is not known of one.
pub(super) fn rated_work(
    catalog: &Catalog,
    groups: &[BuiltGroup],
    standing: impl Fn(&BuiltGroup) -> f64,
) -> Option<f64> {
    let with = groups.iter().filter(|built| built.accelerators > 0);
    let work = |built: &BuiltGroup| {
        let module = equal_size::rate_module(catalog, &built.group.it, &built.group.architecture).ok()??;
        Some(standing(built) * module.work)
    };
    let all: Option<Vec<f64>> = with.map(work).collect();
    all.and_then(|all| all.into_iter().reduce(|sum, own| sum + own))
}
