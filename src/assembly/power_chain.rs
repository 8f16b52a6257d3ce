//! The power chain of an architecture from the catalog, and what its stages did.

use serde::Serialize;

use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::component::power::conversion::PowerConverterSpec;
use crate::component::power::{busway, conversion, lighting};
use crate::plant::sized::installed::{InstallableItem, InstalledUnits, ModuleNeed, ScaledUnits};
use crate::rack::build::{BuildError, read_equipment};
use crate::scenario::{ArchitectureSettings, PowerDistribution, Redundancy, Scenario};
use crate::site::facility::Facility;
use crate::site::hour::FacilityHour;
use crate::site::power::{BuildingLoad, ConversionStage, LossDestination, PowerChain, PowerChainUnits};
use crate::site::year::FacilityYear;
use crate::units::Temperature;

use super::hall_racks::BuiltGroup;

const REQUESTER: &str = "power chain";

type UnitScaling = fn(Redundancy, f64) -> f64;

/// A conversion between the utility meter and the boards.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct PowerStage {
    /// What it is.
    pub stage: &'static str,
    /// The group of racks that it feeds, where the scenario has some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Catalog id of one unit.
    pub equipment: String,
    /// Units that share the load, spare ones with them; those of partly filled racks in part.
    pub installed: f64,
    /// Units that must be able to carry it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needed: Option<f64>,
    /// Rated output of one.
    pub rated_w: f64,
    /// At full load on the design day.
    pub full: StagePoint,
    /// Mean of the year.
    pub mean: StagePoint,
    /// Where its loss goes.
    pub heat_to: StageHeatSink,
}

/// Where the loss of a conversion goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StageHeatSink {
    /// To the outdoor air.
    Outdoors,
    /// To the hall's air, and with it to the plant.
    Hall,
    /// Into the rack, and with its coolant to the plant.
    Rack,
}

impl StageHeatSink {
    /// Word in results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outdoors => "outdoors",
            Self::Hall => "hall",
            Self::Rack => "rack",
        }
    }
}

impl From<LossDestination> for StageHeatSink {
    fn from(destination: LossDestination) -> Self {
        match destination {
            LossDestination::Hall => Self::Hall,
            LossDestination::Outdoors => Self::Outdoors,
        }
    }
}

/// A load of a conversion and what it loses.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct StagePoint {
    /// Output.
    pub output_w: f64,
    /// Output over the rating of all units.
    pub load_share: f64,
    /// Output over input.
    pub efficiency: f64,
    /// Loss.
    pub loss_w: f64,
}

/// Catalog record of a stage; none of a UPS that is not there.
pub(crate) fn stage_record_id<'a>(
    catalog: &'a Catalog,
    architecture: &'a ArchitectureSettings,
    item: InstallableItem,
) -> Option<&'a str> {
    let role = match item {
        InstallableItem::Busway => Some(architecture.feed.busway_role()),
        InstallableItem::Transformer => Some(EquipmentRole::Transformer),
        _ => architecture.feed.backup_role(),
    };
    role.map(|role| architecture.equipment.record_id(catalog, role))
}

/// Lighting and fixed loads of a number of racks, and the record that they rest on, if one.
///
/// # Errors
/// [`BuildError`].
pub(crate) fn building_loads(
    catalog: &Catalog,
    scenario: &Scenario,
    racks: f64,
) -> Result<(BuildingLoad, Option<String>), BuildError> {
    let utility = &scenario.site.utility;
    let fixed_w = utility.fixed_load.watts();
    if let Some(given) = utility.lighting {
        return Ok((BuildingLoad { lighting_w: given.watts(), fixed_w }, None));
    }
    let id = catalog.default_equipment(EquipmentRole::Lighting);
    let spec = read_equipment(catalog, REQUESTER, id, "lighting", lighting::LightingSpec::read)?;
    // A rack that is partly filled stands on a whole floor.
    let lighting_w = lighting::lighting_power(&spec, racks.ceil()).watts();
    Ok((BuildingLoad { lighting_w, fixed_w }, Some(id.to_owned())))
}

/// A power chain, and what it consists of.
pub(crate) struct SizedPowerChain {
    /// The chain.
    pub chain: PowerChain,
    /// Its units.
    pub units: Vec<InstalledUnits>,
    /// Those that are smaller than their records.
    pub scaled_down: Vec<&'static str>,
}

/// The power chain for racks at full power.
///
/// # Errors
/// [`BuildError`].
pub(crate) fn size_power_chain(
    catalog: &Catalog,
    architecture: &ArchitectureSettings,
    load_max: f64,
    racks_w: f64,
    building: BuildingLoad,
) -> Result<SizedPowerChain, BuildError> {
    let spec = |item, kind: &'static str| {
        let id = stage_record_id(catalog, architecture, item).unwrap_or_default();
        read_equipment(catalog, REQUESTER, id, kind, conversion::PowerConverterSpec::read)
    };
    let direct = architecture.feed.distribution == PowerDistribution::Dc800;
    let item = if direct { InstallableItem::Rectifier } else { InstallableItem::Ups };
    let backup = match architecture.feed.backup_role() {
        Some(_) => {
            Some((if direct { "rectifier" } else { "UPS" }, spec(item, if direct { "rectifier" } else { "ups" })?))
        }
        None => None,
    };
    let busway_id = architecture.equipment.record_id(catalog, architecture.feed.busway_role());
    let way = read_equipment(catalog, REQUESTER, busway_id, "busway", busway::BuswaySpec::read)?;
    let units = PowerChainUnits {
        transformer: spec(InstallableItem::Transformer, "transformer")?,
        backup,
        busway: way.equivalent_converter(),
        load_max,
    };
    let chain = PowerChain::size_for_racks(&units, racks_w, architecture.feed.redundancy, building);
    let redundancy = architecture.feed.redundancy;
    let added_per_step = redundancy.installed_units(2) - redundancy.installed_units(1);
    let unit = |kind, stage: &ConversionStage, scaled: UnitScaling, record: &PowerConverterSpec| {
        let ConversionStage { needed, required: carrying, .. } = *stage;
        InstalledUnits {
            kind,
            count: stage.installed,
            capacity_w: Some(stage.spec.rated_w),
            scaled: ScaledUnits { count: scaled(redundancy, needed), capacity_w: Some(record.rated_w) },
            need: Some(ModuleNeed { needed, carrying, added_per_step, fitted: false, beside: None }),
        }
    };
    let (all, paths): (UnitScaling, UnitScaling) = (Redundancy::scaled_units, Redundancy::scaled_paths);
    let backup = chain.backup.as_ref().zip(units.backup.as_ref());
    let stages = [
        Some((InstallableItem::Busway, &chain.busway, paths, &units.busway)),
        backup.map(|(stage, (_, record))| (item, stage, all, record)),
        Some((InstallableItem::Transformer, &chain.transformer, all, &units.transformer)),
    ];
    let stages = stages.into_iter().flatten();
    let installed = stages.clone().map(|(item, stage, scaled, record)| unit(item, stage, scaled, record)).collect();
    let scaled_down = stages.filter(|(_, s, _, r)| s.spec.rated_w < r.rated_w).map(|(_, s, ..)| s.name).collect();
    Ok(SizedPowerChain { chain, units: installed, scaled_down })
}

fn stage_point(output_w: f64, loss_w: f64, rated_w: f64) -> StagePoint {
    StagePoint { output_w, load_share: output_w / rated_w, efficiency: output_w / (output_w + loss_w), loss_w }
}

/// Every conversion between meter and boards, at full load on the design day and in the mean of the year.
pub(crate) fn power_chain_stages(
    catalog: &Catalog,
    architecture: &ArchitectureSettings,
    chain: &PowerChain,
    groups: &[BuiltGroup],
    (facility, full): (&Facility, &FacilityHour),
    year: &FacilityYear,
) -> Vec<PowerStage> {
    let seconds = year.hours * 3600.0;
    let stage = |s: &ConversionStage, item, out: (f64, f64), mean_j: (f64, f64)| {
        let rated_w = f64::from(s.installed) * s.spec.rated_w;
        PowerStage {
            stage: s.name,
            group: None,
            equipment: stage_record_id(catalog, architecture, item).unwrap_or_default().to_owned(),
            installed: f64::from(s.installed),
            needed: Some(f64::from(s.required)),
            rated_w: s.spec.rated_w,
            full: stage_point(out.0, out.1, rated_w),
            mean: stage_point(mean_j.0 / seconds, mean_j.1 / seconds, rated_w),
            heat_to: s.loss_destination.into(),
        }
    };
    let (chain_w, racks_w) = (&full.power_chain, &full.racks);
    let grid_j = year.facility_j - year.transformer_loss_j;
    let backed_up = &chain_w.backed_up;
    let mut stages = vec![stage(
        &chain.transformer,
        InstallableItem::Transformer,
        (chain_w.output_w, chain_w.transformer_loss_w),
        (grid_j, year.transformer_loss_j),
    )];
    let of_backup = (backed_up.output_w, backed_up.backup_loss_w);
    let in_year = (year.backup_output_j, year.backup_loss_j);
    stages.extend(chain.backup.as_ref().map(|backup| stage(backup, InstallableItem::Ups, of_backup, in_year)));
    stages.extend([stage(
        &chain.busway,
        InstallableItem::Busway,
        (racks_w.power_w(), backed_up.busway_loss_w),
        (year.it_j, year.busway_loss_j),
    )]);
    for (side, standing) in facility.hall.groups() {
        let (Some(built), Some(sums)) = (groups.get(standing.place), year.groups.get(standing.place)) else { continue };
        let (supplies, racks) = (&built.setup.supplies, standing.rack_count);
        let supply_c = side.map_or(full.supply_c, |place| full.side.supply_c[place]);
        let racks_w = standing.means(Temperature::from_celsius(supply_c));
        let rated_w = racks * supplies.rated_w;
        let (full_w, mean_j) = (racks_w.power_w() - racks_w.psu_loss_w, sums.it_j - sums.supply_loss_j);
        stages.push(PowerStage {
            stage: supplies.name,
            group: built.group.name.clone(),
            equipment: supplies.equipment.clone(),
            installed: racks * supplies.units,
            needed: None,
            rated_w: supplies.rated_w / supplies.units,
            full: stage_point(full_w, racks_w.psu_loss_w, rated_w),
            mean: stage_point(mean_j / seconds, sums.supply_loss_j / seconds, rated_w),
            heat_to: StageHeatSink::Rack,
        });
    }
    stages
}
