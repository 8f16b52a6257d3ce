//! Tower cells of plants, from their catalog record.

use crate::catalog::Catalog;
use crate::component::plant::counterflow_tower::CounterflowTower;
use crate::component::plant::fan_tower::{FanTower, TowerCorrelation};
use crate::component::plant::tower::TowerSpec;
use crate::plant::sized::tower_cells::SizedTowerCell;
use crate::rack::build::{BuildError, read_equipment};

/// A cell of the record's own kind.
///
/// # Errors
/// [`BuildError`].
pub fn build_tower_cell(catalog: &Catalog, id: &str) -> Result<SizedTowerCell, BuildError> {
    let kind = catalog.equipment(id).map_or("", |record| record.kind.as_str());
    let read = |kind| read_equipment(catalog, "plant", id, kind, TowerSpec::read);
    let rating = || BuildError::Rating { id: id.to_owned() };
    let correlated = |spec, correlation| FanTower::new(spec, correlation).map(|t| t.map(SizedTowerCell::Correlated));
    match kind {
        "tower-yorkcalc" => correlated(read("tower-yorkcalc")?, TowerCorrelation::York)?,
        "tower-cooltools" => correlated(read("tower-cooltools")?, TowerCorrelation::CoolTools)?,
        _ => CounterflowTower::new(read("counterflow-tower")?)?.map(SizedTowerCell::Counterflow),
    }
    .ok_or_else(rating)
}
