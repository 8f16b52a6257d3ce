//! Tower cells of plants, from their catalog record.

use crate::catalog::Catalog;
use crate::component::counterflow_tower::CounterflowTower;
use crate::component::fan_tower::{Correlation, FanTower};
use crate::component::tower::Spec;
use crate::rack::build::{BuildError, equipment};
use crate::site::plant::cells::Cell;

/// A cell of the record's own kind.
///
/// # Errors
/// [`BuildError`].
pub fn cell(catalog: &Catalog, id: &str) -> Result<Cell, BuildError> {
    let kind = catalog.equipment(id).map_or("", |record| record.kind.as_str());
    let read = |kind| equipment(catalog, "plant", id, kind, Spec::read);
    let rating = || BuildError::Rating { id: id.to_owned() };
    let correlated = |spec, correlation| FanTower::new(spec, correlation).map(Cell::Correlated);
    match kind {
        "tower-yorkcalc" => correlated(read("tower-yorkcalc")?, Correlation::York),
        "tower-cooltools" => correlated(read("tower-cooltools")?, Correlation::CoolTools),
        _ => CounterflowTower::new(read("counterflow-tower")?)?.map(Cell::Counterflow),
    }
    .ok_or_else(rating)
}
