//! Limits of single parts of a rack.

use crate::catalog::record::ChipKind;
use crate::component::server::boiling::BoilingPlate;

use super::limits::{self, RackLimit, RackLimitKind};
use super::model::{ChipModel, PartCooler, RackModel, StationHeat, StationModel};
use super::state::PartState;

/// Heat of every boiling plate against its dry-out.
pub(super) fn critical_flux_limits(rack: &RackModel, parts: &[PartState]) -> Vec<RackLimit> {
    let stations = rack.trays.iter().flat_map(|t| &t.lanes).flat_map(|l| &l.stations);
    let plates = stations.filter_map(|s| match &s.heat {
        StationHeat::Chip(ChipModel { cooler: PartCooler::Boiling(plate), .. }) => Some((s, plate)),
        _ => None,
    });
    let limit = |(station, plate): (&StationModel, &BoilingPlate)| {
        let part = parts.iter().find(|p| p.name == station.name)?;
        let what = format!("{}, heat into the fluid", part.name);
        Some(limits::zero_based_limit(
            RackLimitKind::CriticalHeatFlux,
            &what,
            part.power_w,
            plate.critical_heat().watts(),
            "W",
        ))
    };
    plates.filter_map(limit).collect()
}

/// The limit of a part's junction or memory.
pub(super) fn part_limit(p: &PartState) -> RackLimit {
    RackLimit {
        kind: if p.kind == ChipKind::Memory { RackLimitKind::Memory } else { RackLimitKind::Chip },
        what: p.name.clone(),
        value: p.junction_c,
        allowed: p.limit_c,
        base: p.inlet_c.min(p.junction_c),
        unit: "degC",
    }
}
