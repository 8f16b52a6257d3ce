//! What stands beside the racks in the hall's air: switches between racks, storage and management, controls of coolant units.

use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::catalog::system::SystemRecord;
use crate::component::room::hall_it::HallItSpec;
use crate::rack::assembly::RackAssembly;
use crate::rack::build::{BuildError, read_equipment};
use crate::rack::response::BesideRack;
use crate::scenario::{ItCapacity, ItSettings};
use crate::units::Power;

use super::network_share;

/// What stands beside each rack, and the records that it rests on.
pub(crate) struct BesideRacks {
    /// For one rack.
    pub each: BesideRack,
    /// Catalog ids.
    pub records: Vec<String>,
}

/// What stands beside each of some racks of a system, and of all that are like them. Powers for each accelerator count those
/// of the first architecture: equal work is stored and managed alike.
///
/// # Errors
/// When the data lack the record of storage and management.
pub(crate) fn beside_racks(
    catalog: &Catalog,
    it: &ItSettings,
    system: &SystemRecord,
    setup: &RackAssembly,
    (racks, racks_alike): (f64, f64),
) -> Result<BesideRacks, BuildError> {
    let served = match it.capacity {
        ItCapacity::Accelerators(n) if system.accelerator_count() > 0 => it.built * f64::from(n),
        _ => racks * f64::from(system.accelerator_count()),
    };
    let for_rack = |each: Power| each.watts() * served / racks;
    let mut records = Vec::new();
    let network_w = if let Some(given) = it.beside.network {
        for_rack(given)
    } else {
        records.extend(system.network.iter().map(|share| share.device.clone()));
        network_share::rack_network_share(catalog, system).power_w
    };
    let id = catalog.default_equipment(EquipmentRole::HallIt);
    let spec = read_equipment(catalog, "hall", id, "hall-it", HallItSpec::read)?;
    if served > 0.0 && (it.beside.storage.is_none() || it.beside.management.is_none()) {
        records.push(id.to_owned());
    }
    let storage = it.beside.storage.unwrap_or(Power::new(spec.storage_w));
    let management = it.beside.management.unwrap_or(Power::new(spec.management_w));
    let cdu_control_w = setup.cdu.as_ref().map_or(0.0, |set| set.control_w / racks_alike);
    let each = BesideRack { network_w, storage_w: for_rack(storage) + for_rack(management), cdu_control_w };
    Ok(BesideRacks { each, records })
}
