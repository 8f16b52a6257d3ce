//! A plant of any kind, and with a load.

use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::solve::convergence::NotConverged;
use crate::units::count::MachineCount;

use super::air::OutdoorAirCooling;
use super::hour::{PlantLoad, SizedPlantHour};
use super::installed::InstallableItem;
use super::precooled_tower::PrecooledTowerPlant;
use super::{air, coil_chiller, dry, precooled_tower, tower};

/// A plant of one kind or another.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::large_enum_variant, reason = "a facility has one or two of them")]
pub enum SizedPlant {
    /// Towers, with chillers and perhaps an economiser.
    Tower(tower::TowerPlant),
    /// Dry coolers and perhaps trim chillers; or air-cooled chillers alone.
    Dry(dry::DryPlant),
    /// Outdoor air and direct-expansion units.
    Air(air::AirPlant),
    /// Air-cooled chillers with free-cooling coils.
    CoilChiller(coil_chiller::CoilChillerPlant),
    /// A tower plant with a dry side ahead of it.
    PrecooledTower(precooled_tower::PrecooledTowerPlant),
}

impl SizedPlant {
    /// The plant with a load.
    ///
    /// # Errors
    /// When the plant serves loads of the other kind, or the load is outside the range of a model.
    pub fn at_load(&self, load: &PlantLoad) -> Result<PlantAtLoad, PlantError> {
        match (self, load) {
            (Self::Tower(plant), PlantLoad::Water(load)) => Ok(PlantAtLoad::Tower(plant.at_load(load))),
            (Self::Dry(plant), PlantLoad::Water(load)) => Ok(PlantAtLoad::Dry(plant.at_load(load))),
            (Self::Air(plant), PlantLoad::Air(load)) => plant.at_load(load).map(PlantAtLoad::Air),
            (Self::CoilChiller(plant), PlantLoad::Water(load)) => Ok(PlantAtLoad::CoilChiller(plant.at_load(load))),
            (Self::PrecooledTower(plant), PlantLoad::Water(load)) => {
                Ok(PlantAtLoad::PrecooledTower(plant.at_load(load)))
            }
            _ => Err(PlantError::LoadKindMismatch),
        }
    }

    /// Machines that reject its heat, where they may be smaller than their record.
    pub fn machines(&self) -> Option<(InstallableItem, MachineCount)> {
        match self {
            Self::Tower(plant) | Self::PrecooledTower(PrecooledTowerPlant { tower: plant, .. }) => {
                Some((InstallableItem::TowerCell, plant.cells.machines))
            }
            Self::CoilChiller(_) => None,
            Self::Dry(plant) => plant.cooler.as_ref().map(|bank| (bank.unit.item(), bank.machines)),
            Self::Air(plant) => plant.outdoor_air.map(|outdoor_air| match outdoor_air {
                OutdoorAirCooling::Direct { machines, .. } => (InstallableItem::AirEconomizer, machines),
                OutdoorAirCooling::Indirect { machines, .. } => (InstallableItem::Indirect, machines),
            }),
        }
    }

    /// Whether warmer, moister and thinner outdoor air never makes its work easier.
    pub const fn is_hindered_by_warm_air(&self) -> bool {
        match self {
            Self::Tower(plant) => plant.campus.is_none(),
            Self::Dry(plant) => plant.pads.is_none() && plant.campus.is_none() && !plant.has_sprayed_coils(),
            Self::Air(_) | Self::CoilChiller(_) | Self::PrecooledTower(_) => false,
        }
    }

    /// Electricity of the pumps of the loop that it serves, at a capacity rate, W; none where it moves air.
    pub fn loop_pump_w(&self, capacity_w_k: f64) -> f64 {
        match self {
            Self::Tower(plant) | Self::PrecooledTower(PrecooledTowerPlant { tower: plant, .. }) => {
                plant.chilled_pump.power_w(capacity_w_k)
            }
            Self::CoilChiller(plant) => plant.pump.power_w(capacity_w_k),
            Self::Dry(plant) => plant.pump.power_w(capacity_w_k),
            Self::Air(_) => 0.0,
        }
    }
}

/// A plant with a load: all that no hour changes.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::large_enum_variant, reason = "a facility has one or two of them")]
pub enum PlantAtLoad {
    /// Of a tower plant.
    Tower(tower::TowerPlantAtLoad),
    /// Of a dry plant.
    Dry(dry::DryPlantAtLoad),
    /// Of an air plant.
    Air(air::AirPlantAtLoad),
    /// Of chillers with free-cooling coils.
    CoilChiller(coil_chiller::CoilChillerAtLoad),
    /// Of a tower plant with a dry side.
    PrecooledTower(precooled_tower::PrecooledTowerAtLoad),
}

impl PlantAtLoad {
    /// The same, prepared for many hours: what it does differs by less than 1e-9.
    ///
    /// # Errors
    /// When the curves of a cooler are not found.
    pub fn prepared(&self) -> Result<Self, NotConverged> {
        Ok(match self {
            Self::Dry(task) => Self::Dry(task.prepared()?),
            other => *other,
        })
    }

    /// The plant's hour.
    ///
    /// # Errors
    /// [`PlantError`].
    pub fn solve_hour(&self, outdoor: &OutdoorConditions) -> Result<SizedPlantHour, PlantError> {
        match self {
            Self::Tower(task) => task.solve_hour(outdoor),
            Self::Dry(task) => task.solve_hour(outdoor),
            Self::Air(task) => task.solve_hour(outdoor),
            Self::CoilChiller(task) => task.solve_hour(outdoor),
            Self::PrecooledTower(task) => task.solve_hour(outdoor),
        }
    }
}
