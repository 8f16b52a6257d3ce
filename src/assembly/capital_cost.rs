//! What an architecture costs to buy: plant, power chain and what cools its racks.

use serde::Serialize;

use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::component::rates::{self, capital};
use crate::plant::sized::installed::{InstallableItem, InstalledUnits};
use crate::rack::build::{BuildError, read_equipment};
use crate::scenario::{CduKind, CoolingMethod, ModulePricing};

use super::facility::BuiltFacility;
use super::hall_racks::BuiltGroup;

/// Something with a price.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CapitalItem {
    /// What it is.
    pub what: String,
    /// How many; of partly filled racks in part, and of modules where these are priced in part.
    pub count: f64,
    /// Capacity or heat of each that the price goes by, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity_w: Option<f64>,
    /// Whether that is a capacity to cool.
    #[serde(skip)]
    pub cools: bool,
    /// Whether it comes in whole modules.
    #[serde(skip)]
    pub whole: bool,
    /// Price of all.
    pub usd: f64,
    /// Catalog id of the price.
    pub record: String,
}

/// Role of the price of something installed.
const fn cost_role(item: InstallableItem) -> EquipmentRole {
    match item {
        InstallableItem::AirHandler => EquipmentRole::AirHandlerCost,
        InstallableItem::Chiller => EquipmentRole::ChillerCost,
        InstallableItem::AirChiller | InstallableItem::TrimChiller | InstallableItem::RoomChiller => {
            EquipmentRole::AirCooledChillerCost
        }
        InstallableItem::TowerCell => EquipmentRole::TowerCost,
        InstallableItem::Economizer
        | InstallableItem::GlycolExchanger
        | InstallableItem::CampusExchanger
        | InstallableItem::RoomCampusExchanger => EquipmentRole::EconomizerCost,
        InstallableItem::Thermosyphon => EquipmentRole::ThermosyphonCost,
        InstallableItem::FreeCoolingCoil => EquipmentRole::FreeCoolingCoilCost,
        InstallableItem::DryCooler | InstallableItem::RoomDryCooler => EquipmentRole::DryCoolerCost,
        InstallableItem::ClosedCircuitCooler => EquipmentRole::ClosedCircuitCost,
        InstallableItem::Pad => EquipmentRole::AdiabaticPadCost,
        InstallableItem::Dx => EquipmentRole::DxCost,
        InstallableItem::HeatStation => EquipmentRole::HeatStationCost,
        InstallableItem::AirEconomizer => EquipmentRole::AirEconomizerCost,
        InstallableItem::Indirect => EquipmentRole::IndirectEvaporativeCost,
        InstallableItem::StorageTank => EquipmentRole::StorageTankCost,
        InstallableItem::Cdu => EquipmentRole::CduCost,
        InstallableItem::Busway => EquipmentRole::BuswayCost,
        InstallableItem::Ups => EquipmentRole::UpsCost,
        InstallableItem::Rectifier => EquipmentRole::RectifierCost,
        InstallableItem::Transformer => EquipmentRole::TransformerCost,
    }
}

/// Record of a price and what it says.
fn read_price(catalog: &Catalog, role: EquipmentRole) -> Result<(&str, capital::CapitalCostSpec), BuildError> {
    let id = catalog.default_equipment(role);
    Ok((id, read_equipment(catalog, "cost", id, "capital-cost", capital::CapitalCostSpec::read)?))
}

/// Price of one more module of something installed, USD: of those that are made to measure it adds no capacity.
///
/// # Errors
/// A price that the catalog lacks.
pub(super) fn module_price_usd(catalog: &Catalog, unit: &InstalledUnits) -> Result<f64, BuildError> {
    let (_, spec) = read_price(catalog, cost_role(unit.kind))?;
    let fitted = unit.need.is_some_and(|need| need.fitted);
    let added_w = unit.scaled.capacity_w.filter(|_| !fitted).unwrap_or(0.0);
    Ok(rates::installed_price_usd(&spec, 1.0, added_w))
}

/// Price of more capacity of something installed, USD.
///
/// # Errors
/// A price that the catalog lacks.
pub(super) fn capacity_price_usd(catalog: &Catalog, item: InstallableItem, added_w: f64) -> Result<f64, BuildError> {
    let (_, spec) = read_price(catalog, cost_role(item))?;
    Ok(spec.usd_kw * added_w / 1e3)
}

/// Price of more of something that is priced by a record, USD: units of it, and capacity of them all, W.
///
/// # Errors
/// A price that the catalog lacks.
pub(crate) fn added_price_usd(catalog: &Catalog, id: &str, count: f64, capacity_w: f64) -> Result<f64, BuildError> {
    let spec = read_equipment(catalog, "cost", id, "capital-cost", capital::CapitalCostSpec::read)?;
    Ok(count * spec.usd_unit + spec.usd_kw * capacity_w / 1e3)
}

/// Capacity of each unit that a price goes by, whether it is one to cool, and whether units are whole.
struct PricedCapacity {
    capacity_w: Option<f64>,
    cools: bool,
    whole: bool,
}

/// Number and capacity of each by which something installed is priced; nothing where there is none of it.
fn priced_units(unit: &InstalledUnits, modules: ModulePricing) -> Option<(f64, Option<f64>)> {
    match modules {
        ModulePricing::Whole => (unit.count > 0).then(|| (f64::from(unit.count), unit.capacity_w)),
        ModulePricing::Scaled => Some((unit.scaled.count, unit.scaled.capacity_w)),
    }
}

/// Everything that is priced.
///
/// # Errors
/// A price that the catalog lacks.
pub(crate) fn price_capital_items(
    catalog: &Catalog,
    built: &BuiltFacility,
    modules: ModulePricing,
) -> Result<Vec<CapitalItem>, BuildError> {
    let tank_m3 = built.facility.storage().map_or(0.0, |s| s.tank.spec().volume_m3);
    let price = |what: &str, count: f64, capacity: PricedCapacity, role: EquipmentRole| {
        let PricedCapacity { capacity_w, cools, whole } = capacity;
        let (id, spec) = read_price(catalog, role)?;
        let volume_m3 = if role == EquipmentRole::StorageTankCost { tank_m3 } else { 0.0 };
        let usd = rates::installed_price_usd(&spec, count, capacity_w.unwrap_or(0.0)) + count * spec.usd_m3 * volume_m3;
        Ok(CapitalItem { what: what.to_owned(), count, capacity_w, cools, whole, usd, record: id.to_owned() })
    };
    let plant = built.installed.iter().filter_map(|(unit, _)| {
        let (count, capacity_w) = priced_units(unit, modules)?;
        let cools = unit.kind.has_cooling_capacity();
        let capacity = PricedCapacity { capacity_w, cools, whole: modules == ModulePricing::Whole };
        Some(price(unit.kind.label(), count, capacity, cost_role(unit.kind)))
    });
    let gear = built.groups.iter().flat_map(|own| {
        let racks = own.group.it.filled * own.racks;
        rack_cooling_items(own).into_iter().map(move |(what, capacity_w, role)| {
            let what = own.group.name.as_ref().map_or_else(|| what.to_owned(), |name| format!("{what} ({name})"));
            (what, racks, capacity_w, role)
        })
    });
    plant
        .chain(gear.map(|(what, racks, capacity_w, role)| {
            let capacity = PricedCapacity { capacity_w: Some(capacity_w), cools: false, whole: false };
            price(&what, racks, capacity, role)
        }))
        .collect()
}

/// What cools the parts of one rack, by heat.
fn rack_cooling_items(built: &BuiltGroup) -> Vec<(&'static str, f64, EquipmentRole)> {
    let (architecture, rack) = (&built.group.architecture, &built.response.full);
    let sinks = ("heat sinks and fans", (rack.power_w() - rack.captured_w).max(0.0), EquipmentRole::RackAirCost);
    let plates = ("plates and manifolds", rack.captured_w, EquipmentRole::RackLiquidCost);
    let mut out = match architecture.cooling {
        CoolingMethod::Air => vec![sinks],
        CoolingMethod::RearDoor => {
            vec![
                ("heat sinks and fans", rack.power_w(), EquipmentRole::RackAirCost),
                ("rear doors", 0.0, EquipmentRole::RearDoorCost),
            ]
        }
        CoolingMethod::Hybrid => vec![sinks, plates],
        CoolingMethod::ColdPlate => vec![plates],
        CoolingMethod::Immersion1p => vec![("tanks", rack.captured_w, EquipmentRole::TankCost)],
        CoolingMethod::Immersion2p => vec![("tanks", rack.captured_w, EquipmentRole::BoilingTankCost)],
    };
    if architecture.cooling.has_coolant_loop() && architecture.cdu == CduKind::LiquidToAir {
        out.push(("liquid-to-air units", rack.captured_w, EquipmentRole::CduCost));
    }
    out
}
