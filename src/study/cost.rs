//! What an architecture costs to buy: plant, power chain and what cools its racks.

use crate::catalog::Catalog;
use crate::component::rates::{self, capital};
use crate::rack::build::{BuildError, equipment};
use crate::scenario::{Architecture, Cdu, Cooling};
use crate::site::size::Item;

use super::build::Built;
use super::cost_result::CapitalItem;

const fn record(item: Item) -> &'static str {
    match item {
        Item::AirHandler => "cost-air-handler",
        Item::Chiller => "cost-chiller-water",
        Item::AirChiller | Item::TrimChiller | Item::RoomChiller => "cost-chiller-air",
        Item::TowerCell => "cost-tower",
        Item::Economiser => "cost-economiser",
        Item::DryCooler => "cost-dry-cooler",
        Item::Pad => "cost-pad",
        Item::Dx => "cost-dx",
        Item::HeatStation => "cost-heat-station",
        Item::AirEconomiser => "cost-air-economiser",
        Item::Indirect => "cost-indirect-evaporative",
        Item::StorageTank => "cost-storage-tank",
        Item::Cdu => "cost-cdu",
        Item::Busway => "cost-busway",
        Item::Ups => "cost-ups",
        Item::Rectifier => "cost-rectifier",
        Item::Transformer => "cost-transformer",
    }
}

/// Everything that is priced.
///
/// # Errors
/// A price that the catalog lacks.
pub(super) fn capital(
    catalog: &Catalog,
    architecture: &Architecture,
    built: &Built,
) -> Result<Vec<CapitalItem>, BuildError> {
    let tank_m3 = built.facility.storage().map_or(0.0, |s| s.tank.spec().volume_m3);
    let price = |what: &str, count: f64, (capacity_w, cools): (Option<f64>, bool), id: &str| {
        let spec = equipment(catalog, "cost", id, "capital-cost", capital::Spec::read)?;
        let volume_m3 = if id == record(Item::StorageTank) { tank_m3 } else { 0.0 };
        let usd = rates::price_usd(&spec, count, capacity_w.unwrap_or(0.0)) + count * spec.usd_m3 * volume_m3;
        Ok(CapitalItem { what: what.to_owned(), count, capacity_w, cools, usd, record: id.to_owned() })
    };
    let plant = built.installed.iter().map(|(unit, _)| {
        price(unit.item.label(), f64::from(unit.count), (unit.capacity_w, unit.item.cools()), record(unit.item))
    });
    let gear = rack_gear(architecture, built);
    plant
        .chain(gear.into_iter().map(|(what, capacity_w, id)| price(what, built.racks(), (Some(capacity_w), false), id)))
        .collect()
}

/// What cools the parts of one rack, by heat.
fn rack_gear(architecture: &Architecture, built: &Built) -> Vec<(&'static str, f64, &'static str)> {
    let rack = &built.facility.hall.response.design;
    let sinks = ("heat sinks and fans", (rack.power_w() - rack.captured_w).max(0.0), "cost-rack-air");
    let plates = ("plates and manifolds", rack.captured_w, "cost-rack-liquid");
    let mut out = match architecture.cooling {
        Cooling::Air => vec![sinks],
        Cooling::RearDoor => {
            vec![("heat sinks and fans", rack.power_w(), "cost-rack-air"), ("rear doors", 0.0, "cost-rear-door")]
        }
        Cooling::Hybrid => vec![sinks, plates],
        Cooling::ColdPlate => vec![plates],
        Cooling::Immersion1p => vec![("tanks", rack.captured_w, "cost-tank-1p")],
        Cooling::Immersion2p => vec![("tanks", rack.captured_w, "cost-tank-2p")],
    };
    if architecture.cooling.loops() && architecture.cdu == Cdu::LiquidToAir {
        out.push(("liquid-to-air units", rack.captured_w, "cost-cdu"));
    }
    out
}
