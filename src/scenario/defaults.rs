//! Values of an architecture that its scenario does not give.

use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::component::room::aisle::AisleSpec;
use crate::component::scenario_defaults::ScenarioDefaultsSpec;
use crate::units::Temperature;

use super::cooling::{Containment, CoolingMethod};

/// The catalog's record of them; none where the data have no valid one.
pub(super) fn read_defaults(catalog: &Catalog) -> Option<ScenarioDefaultsSpec> {
    let record = catalog.equipment(catalog.default_equipment(EquipmentRole::ScenarioDefaults))?;
    ScenarioDefaultsSpec::read(&record.parameters).ok()
}

/// Share of the exhaust that returns to the inlets of an aisle; none where the data have no valid record of it.
pub(super) fn aisle_recirculation(catalog: &Catalog, containment: Containment) -> Option<f64> {
    let record = catalog.equipment(catalog.default_equipment(containment.aisle_role()))?;
    AisleSpec::read(&record.parameters).ok().map(|aisle| aisle.recirculation)
}

/// Supply temperature of the main coolant.
pub fn default_supply(defaults: &ScenarioDefaultsSpec, cooling: CoolingMethod) -> Temperature {
    Temperature::from_celsius(match cooling {
        CoolingMethod::Air => defaults.air_supply_c,
        CoolingMethod::RearDoor => defaults.rear_door_supply_c,
        CoolingMethod::Hybrid | CoolingMethod::ColdPlate => defaults.cold_plate_supply_c,
        CoolingMethod::Immersion1p => defaults.immersion_1p_supply_c,
        CoolingMethod::Immersion2p => defaults.immersion_2p_supply_c,
    })
}

/// Air of the room.
pub fn default_room_air(defaults: &ScenarioDefaultsSpec, cooling: CoolingMethod) -> Temperature {
    let celsius = if cooling.has_server_fans() { defaults.fan_room_air_c } else { defaults.fanless_room_air_c };
    Temperature::from_celsius(celsius)
}
