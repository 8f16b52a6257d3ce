//! Plants of the loops beside the main one, each sized for its racks at full power.

use crate::catalog::Catalog;
use crate::plant::error::PlantError;
use crate::plant::sized::installed::InstalledUnits;
use crate::plant::sized::{PlantLoad, SizedPlant};
use crate::plant::weather::DesignConditions;
use crate::scenario::{ArchitectureSettings, PlantSpares, Scenario};
use crate::site::rack_loop::RackLoop;

use super::error::ArchitectureError;
use super::hall_racks::HallRacks;
use super::machine_records::MachineRecords;
use super::plant_parts;
use super::sized_plants::PlantSizing;

/// Loops beside the main one with their plants.
#[derive(Default)]
pub(crate) struct SidePlants {
    pub loops: Vec<RackLoop>,
    pub plants: Vec<SizedPlant>,
    /// The plants without spare machines, and these.
    pub bare_plants: Vec<(SizedPlant, PlantSpares)>,
    /// Machines and coolant units with their records.
    pub units: Vec<(InstalledUnits, String)>,
    /// Catalog records that they rest on.
    pub records: Vec<String>,
}

/// The loops beside the main one of an architecture.
///
/// # Errors
/// [`ArchitectureError`]: records, racks, or water that no plant makes.
pub(crate) fn size_side_plants(
    catalog: &Catalog,
    scenario: &Scenario,
    architecture: &ArchitectureSettings,
    racks: &HallRacks,
    design: &DesignConditions,
) -> Result<SidePlants, ArchitectureError> {
    let mut out = SidePlants::default();
    for (place, own) in architecture.loops.iter().enumerate() {
        let settings = &own.settings;
        let parts = plant_parts::read_plant_parts(catalog, scenario, settings)?;
        let rack_loop = racks.rack_loop(Some(place), settings);
        let full = rack_loop.at_full_power();
        full.check_water_set_point()?;
        let set_c = rack_loop.set_point.celsius();
        let water = |racks: &RackLoop| racks.water_load(set_c, 0.0).map_err(PlantError::from);
        let (busy, idle) = (water(&full)?, water(&rack_loop.with_load(0.0))?);
        let load = PlantLoad::Water(if idle.heat_w > busy.heat_w { idle } else { busy });
        let sizing = PlantSizing { architecture: settings, parts: &parts, design };
        let (plant, units) = sizing.size_main_plant(&load)?;
        let spares = settings.set_points.spares;
        let units: Vec<InstalledUnits> = units.into_iter().map(|unit| unit.with_spares(spares)).collect();
        let machines = MachineRecords { catalog, architecture: settings };
        out.records.extend(machines.of_facility(&units));
        out.units.extend(racks.coolant_units(Some(place)));
        out.units.extend(machines.name_units(units));
        out.loops.push(rack_loop);
        out.plants.push(plant.with_spares(spares));
        out.bare_plants.push((plant, spares));
    }
    Ok(out)
}
