//! What an architecture costs to buy: plant, power chain and what cools its racks.

use serde::Serialize;

use crate::catalog::Catalog;
use crate::component::rates::{self, capital};
use crate::plant::sized::installed::InstallableItem;
use crate::rack::build::{BuildError, read_equipment};
use crate::scenario::{ArchitectureSettings, CduKind, CoolingMethod};

use super::facility::BuiltFacility;

/// Something with a price.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CapitalItem {
    /// What it is.
    pub what: String,
    /// How many; of partly filled racks in part.
    pub count: f64,
    /// Capacity or heat of each that the price goes by, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity_w: Option<f64>,
    /// Whether that is a capacity to cool.
    #[serde(skip)]
    pub cools: bool,
    /// Price of all.
    pub usd: f64,
    /// Catalog id of the price.
    pub record: String,
}

const fn cost_record_id(item: InstallableItem) -> &'static str {
    match item {
        InstallableItem::AirHandler => "cost-air-handler",
        InstallableItem::Chiller => "cost-chiller-water",
        InstallableItem::AirChiller | InstallableItem::TrimChiller | InstallableItem::RoomChiller => "cost-chiller-air",
        InstallableItem::TowerCell => "cost-tower",
        InstallableItem::Economizer => "cost-economizer",
        InstallableItem::DryCooler => "cost-dry-cooler",
        InstallableItem::Pad => "cost-pad",
        InstallableItem::Dx => "cost-dx",
        InstallableItem::HeatStation => "cost-heat-station",
        InstallableItem::AirEconomizer => "cost-air-economizer",
        InstallableItem::Indirect => "cost-indirect-evaporative",
        InstallableItem::StorageTank => "cost-storage-tank",
        InstallableItem::Cdu => "cost-cdu",
        InstallableItem::Busway => "cost-busway",
        InstallableItem::Ups => "cost-ups",
        InstallableItem::Rectifier => "cost-rectifier",
        InstallableItem::Transformer => "cost-transformer",
    }
}

/// Everything that is priced.
///
/// # Errors
/// A price that the catalog lacks.
pub(crate) fn price_capital_items(
    catalog: &Catalog,
    architecture: &ArchitectureSettings,
    built: &BuiltFacility,
) -> Result<Vec<CapitalItem>, BuildError> {
    let tank_m3 = built.facility.storage().map_or(0.0, |s| s.tank.spec().volume_m3);
    let price = |what: &str, count: f64, (capacity_w, cools): (Option<f64>, bool), id: &str| {
        let spec = read_equipment(catalog, "cost", id, "capital-cost", capital::CapitalCostSpec::read)?;
        let volume_m3 = if id == cost_record_id(InstallableItem::StorageTank) { tank_m3 } else { 0.0 };
        let usd = rates::installed_price_usd(&spec, count, capacity_w.unwrap_or(0.0)) + count * spec.usd_m3 * volume_m3;
        Ok(CapitalItem { what: what.to_owned(), count, capacity_w, cools, usd, record: id.to_owned() })
    };
    let plant = built.installed.iter().map(|(unit, _)| {
        price(
            unit.kind.label(),
            f64::from(unit.count),
            (unit.capacity_w, unit.kind.has_cooling_capacity()),
            cost_record_id(unit.kind),
        )
    });
    let gear = rack_cooling_items(architecture, built);
    plant
        .chain(
            gear.into_iter()
                .map(|(what, capacity_w, id)| price(what, built.rack_count(), (Some(capacity_w), false), id)),
        )
        .collect()
}

/// What cools the parts of one rack, by heat.
fn rack_cooling_items(
    architecture: &ArchitectureSettings,
    built: &BuiltFacility,
) -> Vec<(&'static str, f64, &'static str)> {
    let rack = &built.facility.hall.response.design;
    let sinks = ("heat sinks and fans", (rack.power_w() - rack.captured_w).max(0.0), "cost-rack-air");
    let plates = ("plates and manifolds", rack.captured_w, "cost-rack-liquid");
    let mut out = match architecture.cooling {
        CoolingMethod::Air => vec![sinks],
        CoolingMethod::RearDoor => {
            vec![("heat sinks and fans", rack.power_w(), "cost-rack-air"), ("rear doors", 0.0, "cost-rear-door")]
        }
        CoolingMethod::Hybrid => vec![sinks, plates],
        CoolingMethod::ColdPlate => vec![plates],
        CoolingMethod::Immersion1p => vec![("tanks", rack.captured_w, "cost-tank-1p")],
        CoolingMethod::Immersion2p => vec![("tanks", rack.captured_w, "cost-tank-2p")],
    };
    if architecture.cooling.has_coolant_loop() && architecture.cdu == CduKind::LiquidToAir {
        out.push(("liquid-to-air units", rack.captured_w, "cost-cdu"));
    }
    out
}
