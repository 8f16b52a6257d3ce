//! One machine of each kind of a facility's plants out in turn.

use crate::plant::sized::installed::InstallableItem;
use crate::plant::sized::spares::UnitOut;
use crate::site::facility::PlantPlace;

use super::facility::BuiltFacility;

/// A plant of a facility with one machine out.
#[derive(Clone, Copy, Debug)]
pub struct PlantUnitOut {
    /// Which plant.
    pub place: PlantPlace,
    /// What is out, as it is named where it stands.
    pub item: InstallableItem,
    /// The plant without it.
    pub unit: UnitOut,
}

impl BuiltFacility {
    /// The main plant's machines, then those of the room's plant, then those of the loops beside the main one.
    pub fn units_out(&self) -> Vec<PlantUnitOut> {
        let plants = &self.bare_plants;
        let of = |place: PlantPlace| {
            move |unit: UnitOut| {
                let item = if place == PlantPlace::Room { unit.item.in_room() } else { unit.item };
                PlantUnitOut { place, item, unit }
            }
        };
        let main = plants.main.with_one_out(self.spares).into_iter().map(of(PlantPlace::Main));
        let room = plants.room.iter().flat_map(|plant| plant.with_one_out(self.spares)).map(of(PlantPlace::Room));
        let side = plants.side.iter().enumerate().flat_map(|(place, (plant, spares))| {
            plant.with_one_out(*spares).into_iter().map(of(PlantPlace::Side(place)))
        });
        main.chain(room).chain(side).collect()
    }
}
