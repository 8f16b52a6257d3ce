//! Sizes the dry side ahead of towers.

use crate::plant::error::PlantError;
use crate::units::TempDelta;
use crate::units::count::MachineCount;

use super::cooler_bank::{LoopCooler, LoopCoolerBank};
use super::hour::WaterLoad;
use super::installed::{InstallableItem, InstalledUnits};
use super::precooled_tower::PrecooledTowerPlant;
use super::sizing::PlantParts;
use super::tower::TowerPlant;
use super::unit_counts::choose_count;

/// Most dry coolers over as many as the rated heat takes.
const MAX_COOLER_FACTOR: f64 = 40.0;

/// What stands ahead of towers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WantedPrecooler {
    /// Dry coolers.
    DryCooler,
    /// Thermosyphon coolers.
    Thermosyphon,
}

/// A dry side ahead of a plant with towers: as many coolers as have the loop's heat as their rated heat, or more of them.
///
/// # Errors
/// [`PlantError::UnitCount`] for a number beyond.
pub fn add_dry_side(
    tower: TowerPlant,
    parts: &PlantParts,
    load: &WaterLoad,
    wanted: WantedPrecooler,
) -> Result<(PrecooledTowerPlant, InstalledUnits), PlantError> {
    let (unit, item) = match wanted {
        WantedPrecooler::DryCooler => (parts.dry_cooler, InstallableItem::DryCooler),
        WantedPrecooler::Thermosyphon => (parts.thermosyphon, InstallableItem::Thermosyphon),
    };
    let unit = LoopCooler::Dry(unit);
    let heat_w = load.heat_w + tower.chilled_pump.power_w(load.capacity_w_k);
    let needed_units = heat_w / unit.rated_w();
    let needed = MachineCount::fitted(needed_units);
    let machines =
        choose_count("dry_coolers", parts.counts.dry_coolers, needed, MAX_COOLER_FACTOR * (needed_units + 1.0))?;
    let each_w = heat_w / f64::from(needed.count);
    let units = if parts.counts.dry_coolers.is_some() {
        InstalledUnits::chosen(item, machines.count, each_w)
    } else {
        InstalledUnits::made_to_measure(item, machines.count, machines.record_units(), each_w)
    };
    let plant = PrecooledTowerPlant {
        tower,
        dry: LoopCoolerBank { unit, machines },
        dry_item: item,
        recirculation_rise: TempDelta::new(parts.rules.yard_rise_k),
        water_value_j_kg: parts.water_value_j_kg,
    };
    Ok((plant, units))
}
