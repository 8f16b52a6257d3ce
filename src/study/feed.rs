//! The power chain of an architecture from the catalog, and what its stages did.

use crate::catalog::Catalog;
use crate::component::{busway, conversion, lighting};
use crate::rack::build::{BuildError, equipment};
use crate::rack::distribution::Supplies;
use crate::scenario::{Architecture, Distribution, Scenario};
use crate::site::facility::FacilityHour;
use crate::site::power::{Building, Chain, Stage, Units};
use crate::site::size::{Item, Unit};
use crate::site::year::Year;

use super::chain_result::{PowerStage, StagePoint};

const TRANSFORMER: &str = "transformer-dry-2500kva";
const LIGHTING: &str = "lighting-hall";
const BY: &str = "power chain";

/// Catalog record of a stage.
pub(super) const fn record(architecture: &Architecture, item: Item) -> &'static str {
    match item {
        Item::Busway => match architecture.feed.distribution {
            Distribution::Ac415 | Distribution::Dc54 => "busway-415vac",
            Distribution::Dc800 => "busway-800vdc",
        },
        Item::Transformer => TRANSFORMER,
        _ => architecture.feed.backup,
    }
}

/// Lighting and fixed loads of a number of racks, and the record that they rest on, if one.
///
/// # Errors
/// [`BuildError`].
pub(super) fn building(
    catalog: &Catalog,
    scenario: &Scenario,
    racks: f64,
) -> Result<(Building, Option<&'static str>), BuildError> {
    let utility = &scenario.site.utility;
    let fixed_w = utility.fixed_load.watts();
    if let Some(given) = utility.lighting {
        return Ok((Building { lighting_w: given.watts(), fixed_w }, None));
    }
    let spec = equipment(catalog, BY, LIGHTING, "lighting", lighting::Spec::read)?;
    // A rack that is partly filled stands on a whole floor.
    Ok((Building { lighting_w: lighting::power(&spec, racks.ceil()).watts(), fixed_w }, Some(LIGHTING)))
}

/// The power chain for racks at full power, and what it consists of.
///
/// # Errors
/// [`BuildError`].
pub(super) fn chain(
    catalog: &Catalog,
    architecture: &Architecture,
    load_max: f64,
    racks_w: f64,
    building: Building,
) -> Result<(Chain, Vec<Unit>), BuildError> {
    let spec = |id: &str, kind: &'static str| equipment(catalog, BY, id, kind, conversion::Spec::read);
    let direct = architecture.feed.distribution == Distribution::Dc800;
    let item = if direct { Item::Rectifier } else { Item::Ups };
    let backup = spec(architecture.feed.backup, if direct { "rectifier" } else { "ups" })?;
    let way = equipment(catalog, BY, record(architecture, Item::Busway), "busway", busway::Spec::read)?;
    let units = Units {
        transformer: spec(TRANSFORMER, "transformer")?,
        backup: (if direct { "rectifier" } else { "UPS" }, backup),
        busway: way.as_converter(),
        load_max,
    };
    let chain = Chain::size(&units, racks_w, architecture.feed.redundancy, building);
    let unit = |item, stage: &Stage| Unit { item, count: stage.installed, capacity_w: Some(stage.spec.rated_w) };
    let installed =
        vec![unit(Item::Busway, &chain.busway), unit(item, &chain.backup), unit(Item::Transformer, &chain.transformer)];
    Ok((chain, installed))
}

fn point(output_w: f64, loss_w: f64, rated_w: f64) -> StagePoint {
    StagePoint { output_w, load_share: output_w / rated_w, efficiency: output_w / (output_w + loss_w), loss_w }
}

/// Every conversion between meter and boards, at full load on the design day and in the mean of the year.
pub(super) fn stages(
    architecture: &Architecture,
    chain: &Chain,
    supplies: &Supplies,
    racks: f64,
    full: &FacilityHour,
    year: &Year,
) -> Vec<PowerStage> {
    let seconds = year.hours * 3600.0;
    let stage = |s: &Stage, item, out: (f64, f64), mean_j: (f64, f64)| {
        let rated_w = f64::from(s.installed) * s.spec.rated_w;
        PowerStage {
            stage: s.name,
            equipment: record(architecture, item).to_owned(),
            installed: f64::from(s.installed),
            needed: Some(f64::from(s.carrying)),
            rated_w: s.spec.rated_w,
            full: point(out.0, out.1, rated_w),
            mean: point(mean_j.0 / seconds, mean_j.1 / seconds, rated_w),
            heat_to: s.place.name(),
        }
    };
    let (chain_w, racks_w) = (&full.chain, &full.racks);
    let grid_j = year.facility_j - year.transformer_loss_j;
    let supply_w = racks_w.power_w() - racks_w.psu_loss_w;
    let rated_w = racks * supplies.rated_w;
    vec![
        stage(
            &chain.transformer,
            Item::Transformer,
            (chain_w.output_w, chain_w.transformer_w),
            (grid_j, year.transformer_loss_j),
        ),
        stage(
            &chain.backup,
            Item::Ups,
            (chain_w.fed.output_w, chain_w.fed.backup_w),
            (year.backup_output_j, year.backup_loss_j),
        ),
        stage(&chain.busway, Item::Busway, (racks_w.power_w(), chain_w.fed.busway_w), (year.it_j, year.busway_loss_j)),
        PowerStage {
            stage: supplies.name,
            equipment: supplies.equipment.clone(),
            installed: racks * supplies.units,
            needed: None,
            rated_w: supplies.rated_w / supplies.units,
            full: point(supply_w, racks_w.psu_loss_w, rated_w),
            mean: point((year.it_j - year.supply_loss_j) / seconds, year.supply_loss_j / seconds, rated_w),
            heat_to: "rack",
        },
    ]
}
