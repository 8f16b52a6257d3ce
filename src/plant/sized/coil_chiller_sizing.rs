//! Sizes air-cooled chillers with free-cooling coils.

use crate::plant::weather::DesignConditions;

use super::coil_chiller::CoilChillerPlant;
use super::dry::DryPlant;
use super::dry_sizing::size_air_chillers;
use super::hour::WaterLoad;
use super::installed::{InstallableItem, InstalledUnits};
use super::plant::SizedPlant;
use super::sizing::PlantParts;

/// Chillers for the extreme day, each with a coil in proportion to its rated capacity.
pub fn size_coil_chillers(
    parts: &PlantParts,
    load: &WaterLoad,
    design: &DesignConditions,
) -> (SizedPlant, Vec<InstalledUnits>) {
    let (plant, chillers) = size_air_chillers(parts, load, design, InstallableItem::AirChiller);
    let SizedPlant::Dry(DryPlant { trim_chillers: Some(bank), pump, recirculation_rise, .. }) = plant else {
        return (plant, vec![chillers]);
    };
    let rated_w = f64::from(bank.count) * bank.chiller.spec().rated_w;
    let coil_count = rated_w / parts.free_cooling_coil.spec().chiller_w;
    let each_w = parts.free_cooling_coil.spec().rated_w * coil_count / f64::from(bank.count);
    let coils = InstalledUnits::made_to_measure(InstallableItem::FreeCoolingCoil, bank.count, coil_count, each_w);
    let sized = CoilChillerPlant {
        chillers: bank,
        coil: parts.free_cooling_coil,
        coils_each: coil_count / f64::from(bank.count),
        working_chillers: bank.count,
        pump,
        recirculation_rise,
    };
    (SizedPlant::CoilChiller(sized), vec![chillers, coils])
}
