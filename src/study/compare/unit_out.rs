//! The year of a facility at full load with one machine of its plants out.

use serde::Serialize;

use crate::assembly::facility::BuiltFacility;
use crate::plant::error::PlantError;
use crate::plant::outdoor::{OutdoorConditions, settle_minutes};
use crate::plant::sized::SizedPlant;
use crate::plant::sized::installed::InstallableItem;
use crate::plant::sized::spares::UnitOut;
use crate::site::facility::{Facility, SUPPLY_TOLERANCE_K};

/// What happens at full load through the year with one machine of a kind out.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct UnitOutResult {
    /// What is out.
    pub equipment: &'static str,
    /// How many are installed, spare ones with them.
    pub count: u32,
    /// Hours in which the supply is above its set point, or heat is left.
    pub unmet_hours: f64,
    /// The worst of them; that of the warmest supply where there are none.
    pub worst_hour: Option<WorstHour>,
}

/// An hour with a machine out.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct WorstHour {
    /// Outdoor dry-bulb.
    pub dry_bulb_c: f64,
    /// Outdoor wet-bulb.
    pub wet_bulb_c: f64,
    /// Supply at the racks; nothing where the plant does not carry the heat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supply_c: Option<f64>,
    /// Heat that it does not carry.
    pub heat_left_kw: f64,
}

impl WorstHour {
    fn is_worse_than(&self, other: &Self) -> bool {
        let rank = |hour: &Self| (hour.heat_left_kw, hour.supply_c.unwrap_or(f64::INFINITY));
        rank(self) > rank(other)
    }
}

/// One machine of each kind out in turn, of the main plant and of the room's. A case in which a model leaves its range is
/// left out.
///
/// # Errors
/// A hall that can't run at full load.
pub(super) fn one_unit_out(
    built: &BuiltFacility,
    weather: &[OutdoorConditions],
) -> Result<Vec<UnitOutResult>, PlantError> {
    let full = built.facility.with_utilisation(1.0)?;
    let (main, room) = full.plants();
    let mut out = Vec::new();
    for case in built.bare_plants.main.with_one_out(built.spares) {
        out.extend(run_case(&full, weather, &case, case.item, |plant| (plant, room.copied())).ok());
    }
    for case in built.bare_plants.room.iter().flat_map(|plant| plant.with_one_out(built.spares)) {
        let item = match case.item {
            InstallableItem::DryCooler => InstallableItem::RoomDryCooler,
            InstallableItem::AirChiller | InstallableItem::TrimChiller => InstallableItem::RoomChiller,
            other => other,
        };
        out.extend(run_case(&full, weather, &case, item, |plant| (*main, Some(plant))).ok());
    }
    Ok(out)
}

fn run_case(
    full: &Facility,
    weather: &[OutdoorConditions],
    case: &UnitOut,
    item: InstallableItem,
    plants: impl FnOnce(SizedPlant) -> (SizedPlant, Option<SizedPlant>),
) -> Result<UnitOutResult, PlantError> {
    let facility = case.plant.map(plants).map(|(main, room)| full.with_plants(main, room)).transpose()?;
    let set_c = full.hall.set_point.celsius();
    let all_kw = full.hall.state_at_supply(set_c)?.main_load.heat_w() / 1e3;
    let (mut unmet_hours, mut worst): (f64, Option<WorstHour>) = (0.0, None);
    for outdoor in weather {
        let (supply_c, heat_left_kw) = match facility.as_ref().map(|facility| facility.solve_hour(outdoor)) {
            None => (None, all_kw),
            Some(solved) => reached_supply(solved.map(|hour| hour.supply_c))?,
        };
        let unmet = heat_left_kw > 0.0 || supply_c.is_some_and(|supply_c| supply_c > set_c + SUPPLY_TOLERANCE_K);
        unmet_hours += if unmet { outdoor.weight_h } else { 0.0 };
        let hour = WorstHour {
            dry_bulb_c: outdoor.air.dry_bulb().celsius(),
            wet_bulb_c: outdoor.wet_bulb.celsius(),
            supply_c,
            heat_left_kw,
        };
        if worst.is_none_or(|worst| hour.is_worse_than(&worst)) {
            worst = Some(hour);
        }
    }
    Ok(UnitOutResult {
        equipment: item.label(),
        count: case.installed,
        unmet_hours: settle_minutes(unmet_hours),
        worst_hour: worst,
    })
}

/// Supply that an hour reaches, °C, and heat that its plant leaves, kW.
fn reached_supply(solved: Result<f64, PlantError>) -> Result<(Option<f64>, f64), PlantError> {
    match solved {
        Ok(supply_c) => Ok((Some(supply_c), 0.0)),
        Err(PlantError::Overload { available_kw, load_kw, .. }) => Ok((None, load_kw - available_kw)),
        Err(PlantError::HeatLeftToRoom { left_kw, carried_kw, .. }) => Ok((None, left_kw - carried_kw)),
        Err(PlantError::HeatNotRejected { load_kw, .. }) => Ok((None, load_kw)),
        Err(PlantError::SupplyTooWarm { supply_c, .. }) => Ok((Some(supply_c), 0.0)),
        Err(error) => Err(error),
    }
}
