//! Which catalog records the machines of a facility are of.

use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::plant::sized::installed::{InstallableItem, InstalledUnits};
use crate::scenario::{ArchitectureSettings, ChilledWaterReset, PlantPumpControl, RoomCooling};

use super::power_chain;

/// The records that an architecture chooses, or the usual ones of the catalog.
#[derive(Clone, Copy)]
pub(crate) struct MachineRecords<'a> {
    /// Records.
    pub catalog: &'a Catalog,
    /// Its choices.
    pub architecture: &'a ArchitectureSettings,
}

impl<'a> MachineRecords<'a> {
    /// Id of the record that has a role.
    pub(crate) fn of_role(&self, role: EquipmentRole) -> &'a str {
        self.architecture.equipment.record_id(self.catalog, role)
    }

    /// Id of the record of a machine; empty for coolant units, which are those of the racks.
    pub(crate) fn of_item(&self, item: InstallableItem) -> &'a str {
        let role = match item {
            InstallableItem::AirHandler => EquipmentRole::AirHandler,
            InstallableItem::Chiller => EquipmentRole::Chiller,
            InstallableItem::AirChiller | InstallableItem::TrimChiller | InstallableItem::RoomChiller => {
                EquipmentRole::AirCooledChiller
            }
            InstallableItem::ClosedCircuitCooler => EquipmentRole::ClosedCircuitCooler,
            InstallableItem::Pad => EquipmentRole::AdiabaticPad,
            InstallableItem::Dx => EquipmentRole::Dx,
            InstallableItem::HeatStation => EquipmentRole::HeatStation,
            InstallableItem::AirEconomizer => EquipmentRole::AirEconomizer,
            InstallableItem::Indirect => EquipmentRole::IndirectEvaporative,
            InstallableItem::TowerCell => EquipmentRole::Tower,
            InstallableItem::Economizer
            | InstallableItem::GlycolExchanger
            | InstallableItem::CampusExchanger
            | InstallableItem::RoomCampusExchanger => EquipmentRole::Economizer,
            InstallableItem::Thermosyphon => EquipmentRole::Thermosyphon,
            InstallableItem::FreeCoolingCoil => EquipmentRole::FreeCoolingCoil,
            InstallableItem::DryCooler | InstallableItem::RoomDryCooler => EquipmentRole::DryCooler,
            InstallableItem::StorageTank => EquipmentRole::StorageTank,
            InstallableItem::Cdu => return "",
            InstallableItem::Busway
            | InstallableItem::Ups
            | InstallableItem::Rectifier
            | InstallableItem::Transformer => {
                return power_chain::stage_record_id(self.catalog, self.architecture, item).unwrap_or_default();
            }
        };
        self.of_role(role)
    }

    /// Machines, each with the id of its record.
    pub(crate) fn name_units(&self, units: Vec<InstalledUnits>) -> Vec<(InstalledUnits, String)> {
        units.into_iter().map(|unit| (unit.clone(), self.of_item(unit.kind).to_owned())).collect()
    }

    /// Every record that plant and power chain with these machines rest on.
    pub(crate) fn of_facility(&self, units: &[InstalledUnits]) -> Vec<String> {
        let has = |item: InstallableItem| units.iter().any(|u| u.kind == item);
        let mut ids = vec![self.of_role(EquipmentRole::DesignRules).to_owned()];
        let machines = units.iter().filter(|u| u.count > 0 && u.kind != InstallableItem::Cdu);
        ids.extend(machines.map(|u| self.of_item(u.kind).to_owned()));
        let beside_machines = [
            (
                has(InstallableItem::TowerCell)
                    || has(InstallableItem::RoomChiller)
                    || has(InstallableItem::AirChiller)
                    || has(InstallableItem::RoomCampusExchanger) && !has(InstallableItem::RoomDryCooler)
                    || has(InstallableItem::CampusExchanger)
                        && !has(InstallableItem::DryCooler)
                        && !has(InstallableItem::ClosedCircuitCooler),
                EquipmentRole::ChilledWaterPump,
            ),
            (has(InstallableItem::TowerCell), EquipmentRole::CondenserWaterPump),
            (has(InstallableItem::TowerCell) || has(InstallableItem::ClosedCircuitCooler), EquipmentRole::TowerWater),
            (
                has(InstallableItem::DryCooler) && !has(InstallableItem::TowerCell)
                    || has(InstallableItem::RoomDryCooler)
                    || has(InstallableItem::ClosedCircuitCooler),
                EquipmentRole::FacilityWaterPump,
            ),
            (has(InstallableItem::GlycolExchanger), EquipmentRole::GlycolRules),
            (
                has(InstallableItem::CampusExchanger) || has(InstallableItem::RoomCampusExchanger),
                EquipmentRole::CampusWater,
            ),
            (self.architecture.set_points.plant_pumps != PlantPumpControl::Constant, EquipmentRole::PumpDrive),
            (
                self.architecture.set_points.water.reset != ChilledWaterReset::None
                    && self.architecture.chilled_water_set_point().is_some(),
                EquipmentRole::WaterReset,
            ),
            (
                matches!(self.architecture.plant_options.room, RoomCooling::Economizer(_))
                    && !has(InstallableItem::AirHandler),
                EquipmentRole::AirHandler,
            ),
            (has(InstallableItem::HeatStation), EquipmentRole::HeatPump),
            (has(InstallableItem::StorageTank), EquipmentRole::StorageRules),
        ];
        ids.extend(beside_machines.iter().filter(|(used, _)| *used).map(|(_, role)| self.of_role(*role).to_owned()));
        ids
    }
}
