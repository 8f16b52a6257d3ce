//! Spare machines of a sized plant, and the plant with one machine out.

use crate::scenario::PlantSpares;
use crate::units::count::MachineCount;

use super::cooler_bank::LoopCoolerBank;
use super::installed::{InstallableItem, InstalledUnits, ModuleNeed, ScaledUnits};
use super::plant::SizedPlant;
use super::precooled_tower::PrecooledTowerPlant;
use super::tower::TowerPlant;

/// Machines of a plant that stand in for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum UnitGroup {
    /// Chillers: as few run as the load takes.
    Chillers,
    /// Tower cells, coolers of the loop or direct-expansion units: all that work share water or air.
    Coolers,
    /// Coolers ahead of towers, which share water.
    DrySide,
}

impl UnitGroup {
    const ALL: [Self; 3] = [Self::Chillers, Self::Coolers, Self::DrySide];
}

/// A plant with one machine out.
#[derive(Clone, Copy, Debug)]
pub struct UnitOut {
    /// What is out.
    pub item: InstallableItem,
    /// How many are installed.
    pub installed: u32,
    /// The plant without it; none where nothing is left to carry heat.
    pub plant: Option<SizedPlant>,
}

impl SizedPlant {
    /// How many machines of a group it has, and what they are.
    fn units_of(&self, group: UnitGroup) -> Option<(InstallableItem, u32)> {
        match (self, group) {
            (Self::Tower(tower) | Self::PrecooledTower(PrecooledTowerPlant { tower, .. }), _)
                if group != UnitGroup::DrySide =>
            {
                tower_units(tower, group)
            }
            (Self::PrecooledTower(plant), UnitGroup::DrySide) => Some((plant.dry_item, plant.dry.machines.count)),
            (Self::Dry(plant), UnitGroup::Chillers) => {
                let alone = plant.cooler.is_none();
                let item = if alone { InstallableItem::AirChiller } else { InstallableItem::TrimChiller };
                plant.trim_chillers.map(|bank| (item, bank.count))
            }
            (Self::Dry(plant), UnitGroup::Coolers) => plant.cooler.map(|bank| (bank.unit.item(), bank.machines.count)),
            (Self::Air(plant), UnitGroup::Coolers) => {
                plant.has_compressors().then_some((InstallableItem::Dx, plant.machines.count))
            }
            (Self::CoilChiller(plant), UnitGroup::Chillers) => {
                Some((InstallableItem::AirChiller, plant.chillers.count))
            }
            _ => None,
        }
    }

    /// The plant with another number of machines of a group, each of the size that it has.
    fn with_units(mut self, group: UnitGroup, count: u32, spares: PlantSpares) -> Self {
        let resized = |machines: MachineCount| MachineCount { count, ..machines };
        match (&mut self, group) {
            (Self::Tower(tower) | Self::PrecooledTower(PrecooledTowerPlant { tower, .. }), UnitGroup::Chillers) => {
                tower.chillers = tower.chillers.map(|bank| bank.with_spares(count, spares));
            }
            (Self::Tower(tower) | Self::PrecooledTower(PrecooledTowerPlant { tower, .. }), UnitGroup::Coolers) => {
                tower.cells.machines = resized(tower.cells.machines);
            }
            (Self::PrecooledTower(plant), UnitGroup::DrySide) if count == 0 => return Self::Tower(plant.tower),
            (Self::PrecooledTower(plant), UnitGroup::DrySide) => plant.dry.machines = resized(plant.dry.machines),
            (Self::Dry(plant), UnitGroup::Chillers) => {
                plant.trim_chillers = plant.trim_chillers.map(|bank| bank.with_spares(count, spares));
            }
            (Self::Dry(plant), UnitGroup::Coolers) => {
                plant.cooler = plant
                    .cooler
                    .filter(|_| count > 0)
                    .map(|bank| LoopCoolerBank { machines: resized(bank.machines), ..bank });
            }
            (Self::Air(plant), UnitGroup::Coolers) => plant.machines = resized(plant.machines),
            (Self::CoilChiller(plant), UnitGroup::Chillers) => *plant = plant.with_chillers(count, spares),
            _ => {}
        }
        self
    }

    /// Machines of a group that can work where `needed` are enough for the design.
    fn working_units(group: UnitGroup, needed: u32, spares: PlantSpares) -> u32 {
        match group {
            UnitGroup::Chillers => spares.installed_units(needed),
            UnitGroup::Coolers | UnitGroup::DrySide => spares.working_units(needed),
        }
    }

    /// The plant with spare machines. Spare chillers stand by, or share the load with those that it takes; spare tower
    /// cells, coolers and direct-expansion units stand by, or run with the others.
    #[must_use]
    pub fn with_spares(self, spares: PlantSpares) -> Self {
        UnitGroup::ALL.into_iter().fold(self, |plant, group| {
            plant.units_of(group).map_or(plant, |(_, needed)| {
                plant.with_units(group, Self::working_units(group, needed, spares), spares)
            })
        })
    }

    /// This plant, which has no spare machines yet, with them and one machine of each kind out in turn.
    pub fn with_one_out(&self, spares: PlantSpares) -> Vec<UnitOut> {
        let whole = self.with_spares(spares);
        let of_group = |group: UnitGroup| {
            let (item, needed) = self.units_of(group)?;
            let installed = spares.installed_units(needed);
            let left = Self::working_units(group, needed, spares).min(installed - 1);
            // Trim chillers may carry all of the load.
            let carries = left > 0 || whole.has_trim_for(group);
            Some(UnitOut { item, installed, plant: carries.then(|| whole.with_units(group, left, spares)) })
        };
        UnitGroup::ALL.into_iter().filter_map(of_group).collect()
    }

    /// Whether other machines carry heat where none of a group are left.
    const fn has_trim_for(&self, group: UnitGroup) -> bool {
        match (self, group) {
            (Self::Tower(_) | Self::PrecooledTower(_) | Self::Dry(_), UnitGroup::Chillers)
            | (Self::PrecooledTower(_), UnitGroup::DrySide) => true,
            (Self::Dry(plant), UnitGroup::Coolers) => plant.trim_chillers.is_some() || plant.campus.is_some(),
            _ => false,
        }
    }
}

/// Chillers or cells of a plant with towers.
fn tower_units(tower: &TowerPlant, group: UnitGroup) -> Option<(InstallableItem, u32)> {
    match group {
        UnitGroup::Chillers => tower.chillers.map(|bank| (InstallableItem::Chiller, bank.count)),
        UnitGroup::Coolers => Some((InstallableItem::TowerCell, tower.cells.machines.count)),
        UnitGroup::DrySide => None,
    }
}

impl InstalledUnits {
    /// The same with spare machines, where they are of a kind that has some.
    #[must_use]
    pub fn with_spares(self, spares: PlantSpares) -> Self {
        let has_spares = matches!(
            self.kind,
            InstallableItem::Chiller
                | InstallableItem::AirChiller
                | InstallableItem::TrimChiller
                | InstallableItem::RoomChiller
                | InstallableItem::TowerCell
                | InstallableItem::DryCooler
                | InstallableItem::RoomDryCooler
                | InstallableItem::ClosedCircuitCooler
                | InstallableItem::Thermosyphon
                | InstallableItem::FreeCoolingCoil
                | InstallableItem::Pad
                | InstallableItem::Dx
        );
        if !has_spares || self.count == 0 {
            return self;
        }
        let added_per_step = spares.installed_units(2) - spares.installed_units(1);
        Self {
            count: spares.installed_units(self.count),
            scaled: ScaledUnits { count: spares.redundancy.scaled_units(self.scaled.count), ..self.scaled },
            need: self.need.map(|need| ModuleNeed { added_per_step, ..need }),
            ..self
        }
    }
}
