//! How many racks of a system a scenario asks for.

use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::catalog::system::SystemRecord;
use crate::component::scenario_defaults::ScenarioDefaultsSpec;
use crate::rack::build::{BuildError, read_equipment};
use crate::rack::model::RackLoad;
use crate::rack::{RackError, assembly};
use crate::scenario::{ArchitectureSettings, ItCapacity, ItSettings};
use crate::units::Pressure;

use super::equal_size;
use super::error::ArchitectureError;

/// Record of the values that a scenario does not give.
pub(crate) fn defaults_record_id(catalog: &Catalog) -> &str {
    catalog.default_equipment(EquipmentRole::ScenarioDefaults)
}

/// Values that a scenario does not give.
///
/// # Errors
/// When the data have none.
pub(crate) fn read_defaults(catalog: &Catalog) -> Result<ScenarioDefaultsSpec, BuildError> {
    read_equipment(catalog, "scenario", defaults_record_id(catalog), "scenario-defaults", ScenarioDefaultsSpec::read)
}

/// Racks that the hall of an architecture is built for; the last may be partly filled. As many as draw a load together at full
/// power, where a load is given or equal.
///
/// # Errors
/// Accelerators that can't be compared; a rack that a load is measured by that can't be built or cooled.
pub(crate) fn rack_count(
    catalog: &Catalog,
    it: &ItSettings,
    architecture: &ArchitectureSettings,
    pressure: Pressure,
) -> Result<f64, ArchitectureError> {
    let accelerators = catalog.system(&architecture.system).map_or(0, SystemRecord::accelerator_count);
    let all: Result<f64, ArchitectureError> = match equal_size::capacity_of(catalog, it, architecture, pressure)? {
        ItCapacity::Accelerators(_) if accelerators == 0 => Ok(1.0),
        ItCapacity::Accelerators(n) => Ok(f64::from(n) / f64::from(accelerators)),
        ItCapacity::Racks(n) => Ok(f64::from(n)),
        ItCapacity::Load(power) => {
            let setup = assembly::assemble_rack(catalog, architecture, pressure, 1.0)?;
            let load = RackLoad::full_load(architecture);
            let one: Result<_, RackError> = setup.rack.solve_within_limits(architecture.supply, load);
            Ok(power.watts() / one?.power_w())
        }
    };
    all.map(|racks| it.built * racks)
}
