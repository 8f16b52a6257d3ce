//! What feeds the parts of a rack, by the way of distribution.
//!
//! With 415 V the power supplies stay as the system is made. With 54 V a rectifier shelf and a busbar take the place of
//! supplies in the trays; a system that has shelves keeps its own. With 800 V converters in the trays take the place of
//! either, and a busbar of 800 V runs through the rack. What takes the place of a part is cooled as that was. Regulators on
//! the boards are part of the power of chips and modules in every case.

use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::catalog::system::{Coolant, PowerSupplies, RackBusbar, SystemRecord};
use crate::component::power::{busway, conversion};
use crate::scenario::{ArchitectureSettings, PowerDistribution};

use super::build::{BuildError, read_equipment};
use super::model::RackModel;

/// Takes the place of a system's supplies. Gives the records of busbars that were put in.
///
/// # Errors
/// [`BuildError`].
pub(super) fn replace_supplies(
    catalog: &Catalog,
    system: &mut SystemRecord,
    architecture: &ArchitectureSettings,
) -> Result<Vec<String>, BuildError> {
    let (supply_role, busbar_role) = match architecture.feed.distribution {
        PowerDistribution::Ac415 => return Ok(Vec::new()),
        PowerDistribution::Dc54 if system.trays.iter().all(|t| t.supply.is_none()) => return Ok(Vec::new()),
        PowerDistribution::Dc54 => (EquipmentRole::RectifierShelf, EquipmentRole::RackBusbar54Vdc),
        PowerDistribution::Dc800 => (EquipmentRole::TrayConverter, EquipmentRole::RackBusbar800Vdc),
    };
    let equipment = architecture.equipment.record_id(catalog, supply_role);
    let busbar = architecture.equipment.record_id(catalog, busbar_role);
    let trays = system.trays.iter().filter_map(|t| t.supply.as_ref());
    let heat_to = trays.chain(&system.shelf).map(|s| s.heat_to).next().unwrap_or(Coolant::Air);
    for tray in &mut system.trays {
        tray.supply = None;
    }
    system.shelf = Some(PowerSupplies { equipment: equipment.to_owned(), count: 1.0, heat_to });
    let spec = read_equipment(catalog, &system.id, busbar, "busway", busway::BuswaySpec::read)?;
    system.bus = Some(RackBusbar { volts: spec.volts, resistance_mohm: spec.loop_resistance_mohm() });
    Ok(vec![busbar.to_owned()])
}

/// Sizes the shelf that [`replace_supplies`] put in: as many units as carry every part at its rating, and one spare.
pub(super) fn size_shelf(rack: &mut RackModel, system: &mut SystemRecord) {
    let nameplate_w = rack.nameplate_w();
    if let (Some(model), Some(supply)) = (&mut rack.shelf, &mut system.shelf) {
        model.count = (nameplate_w / model.spec.rated_w).ceil() + 1.0;
        supply.count = model.count;
    }
}

/// The supplies of one rack.
#[derive(Clone, Debug, PartialEq)]
pub struct RackPowerSupplies {
    /// What they take.
    pub distribution: PowerDistribution,
    /// What they are.
    pub name: &'static str,
    /// Record of the most of them.
    pub equipment: String,
    /// How many.
    pub units: f64,
    /// Rated output together, W.
    pub rated_w: f64,
}

/// The supplies of a rack as built.
pub(super) fn summarize_supplies(
    system: &SystemRecord,
    rack: &RackModel,
    distribution: PowerDistribution,
) -> RackPowerSupplies {
    let rated = |spec: &conversion::PowerConverterSpec, units: f64| (units, units * spec.rated_w);
    let trays = rack.trays.iter().filter_map(|t| t.supply.map(|s| rated(&s.spec, f64::from(t.count) * s.count)));
    let shelf = rack.shelf.map(|s| rated(&s.spec, s.count));
    let (units, rated_w) = trays.chain(shelf).fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let name = match (distribution, rack.shelf.is_some()) {
        (PowerDistribution::Dc800, _) => "converters in the trays",
        (_, true) => "power shelves",
        (_, false) => "server power supplies",
    };
    let records = system.shelf.iter().chain(system.trays.iter().filter_map(|t| t.supply.as_ref()));
    let equipment = records.map(|s| s.equipment.clone()).next().unwrap_or_default();
    RackPowerSupplies { distribution, name, equipment, units, rated_w }
}
