//! What fits an architecture: plants that its heat reaches, and roles of equipment that its ways of cooling and feeding have.

use crate::catalog::equipment_role::EquipmentRole;

use super::cooling::{CduKind, CoolingMethod};
use super::feed::{PowerDistribution, PowerFeedSettings};
use super::reader::TableReader;
use super::rejection::HeatRejection;

/// Refuses a plant that takes its heat from the hall's air where the racks give theirs to liquid.
pub(super) fn check_heat_reaches_plant(
    r: &mut TableReader<'_, '_>,
    cooling: Option<CoolingMethod>,
    heat_rejection: Option<HeatRejection>,
    cdu: CduKind,
) {
    if let (Some(cooling), Some(plant)) = (cooling, heat_rejection)
        && plant.cools_hall_air()
        && !cooling.is_air_cooled()
        && cdu != CduKind::LiquidToAir
        && let Some(node) = r.key_node("heat_rejection")
    {
        let message = format!(
            "`{}` takes heat from the hall's air; `{}` racks give theirs to liquid",
            plant.name(),
            cooling.name()
        );
        let help =
            "use `tower`, `dry-cooler`, `adiabatic`, `closed-circuit`, `chiller-water`, `chiller-air` or `campus`";
        r.report_problem(message, &node.origin, "no water comes from here", Some(help.to_owned()));
    }
}

/// Whether an architecture has a role, of those that exclude each other.
pub(super) fn role_fits(
    role: EquipmentRole,
    cooling: Option<CoolingMethod>,
    cdu: CduKind,
    door_fans: bool,
    feed: PowerFeedSettings,
) -> bool {
    let tank = cooling == Some(CoolingMethod::Immersion1p);
    match role {
        EquipmentRole::CduTank | EquipmentRole::CduPumpTank => tank,
        EquipmentRole::CduInRow | EquipmentRole::CduPumpInRow => !tank && cdu == CduKind::InRow,
        EquipmentRole::CduInRack | EquipmentRole::CduPumpInRack => !tank && cdu != CduKind::InRow,
        EquipmentRole::RearDoorActive => door_fans,
        EquipmentRole::RearDoorPassive => !door_fans,
        EquipmentRole::UpsDoubleConversion | EquipmentRole::UpsEco | EquipmentRole::Rectifier => {
            Some(role) == feed.backup_role()
        }
        EquipmentRole::Busway415Vac | EquipmentRole::Busway800Vdc => role == feed.busway_role(),
        EquipmentRole::RackBusbar54Vdc => feed.distribution != PowerDistribution::Dc800,
        EquipmentRole::RackBusbar800Vdc => feed.distribution == PowerDistribution::Dc800,
        _ => true,
    }
}
