//! Which plants an architecture asks for, sized for what its hall asks of them.

use crate::plant::error::PlantError;
use crate::plant::sized::dry_sizing::{self, WantedCooler};
use crate::plant::sized::installed::{InstallableItem, InstalledUnits};
use crate::plant::sized::precooled_tower_sizing::{self, WantedPrecooler};
use crate::plant::sized::sizing::{self, PlantParts};
use crate::plant::sized::unit_counts::UnitCounts;
use crate::plant::sized::{PlantLoad as Asked, SizedPlant, WaterLoad, coil_chiller_sizing};
use crate::plant::weather::DesignConditions;
use crate::scenario::{ArchitectureSettings, DryPrecooling, HeatRejection, RoomCooling, TrimCooling};

/// What plants are sized from.
#[derive(Clone, Copy)]
pub(crate) struct PlantSizing<'a> {
    /// The architecture.
    pub architecture: &'a ArchitectureSettings,
    /// Records.
    pub parts: &'a PlantParts,
    /// The climate.
    pub design: &'a DesignConditions,
}

impl PlantSizing<'_> {
    /// The plant of the air handlers of a hall whose racks give their heat to liquid.
    pub fn size_room_plant(&self, load: &Asked) -> Result<(SizedPlant, Vec<InstalledUnits>), PlantError> {
        let load = match (load, self.architecture.plant_options.room) {
            (Asked::Water(load), _) => load,
            (Asked::Air(load), RoomCooling::Economizer(evaporative)) => {
                return sizing::size_air_plant(self.parts, load, self.design, Some(evaporative));
            }
            (Asked::Air(_), _) => return Err(PlantError::LoadKindMismatch),
        };
        let buys_water = self.architecture.heat_rejection.buys_water();
        let free_cooling = self.architecture.plant_options.room == RoomCooling::FreeCooling;
        if buys_water && !free_cooling {
            let item = InstallableItem::RoomCampusExchanger;
            let (plant, unit) = dry_sizing::size_campus_water(self.parts, load, item)?;
            return Ok((plant, vec![unit]));
        }
        if !free_cooling {
            let item = InstallableItem::RoomChiller;
            let (plant, unit) = dry_sizing::size_air_chillers(self.parts, load, self.design, item);
            return Ok((plant, vec![unit]));
        }
        let wanted = WantedCooler::Dry { pads: false, glycol: self.architecture.plant_options.glycol };
        let parts = PlantParts { counts: UnitCounts::default(), ..*self.parts };
        let trim = if buys_water { TrimCooling::Campus } else { TrimCooling::Chillers };
        let (plant, mut units) = dry_sizing::size_dry_plant(&parts, load, self.design, trim, wanted)?;
        let of_room = |kind| match kind {
            InstallableItem::DryCooler => InstallableItem::RoomDryCooler,
            InstallableItem::TrimChiller => InstallableItem::RoomChiller,
            InstallableItem::CampusExchanger => InstallableItem::RoomCampusExchanger,
            other => other,
        };
        for unit in &mut units {
            unit.kind = of_room(unit.kind);
            if let Some((beside, _)) = unit.need.as_mut().and_then(|need| need.beside.as_mut()) {
                *beside = of_room(*beside);
            }
        }
        Ok((plant, units))
    }

    /// The main plant for what the hall asks at full power.
    pub fn size_main_plant(&self, load: &Asked) -> Result<(SizedPlant, Vec<InstalledUnits>), PlantError> {
        let (parts, design, options) = (self.parts, self.design, &self.architecture.plant_options);
        match (self.architecture.heat_rejection, load) {
            (HeatRejection::Tower { economiser, trim }, Asked::Water(load)) => {
                let sized = sizing::size_tower_plant(parts, load, design, economiser, trim)?;
                self.add_precooling(sized, load)
            }
            (HeatRejection::DryCooler { trim, pads }, Asked::Water(load)) => {
                let wanted = WantedCooler::Dry { pads, glycol: options.glycol };
                dry_sizing::size_dry_plant(parts, load, design, trim, wanted)
            }
            (HeatRejection::ClosedCircuit { trim }, Asked::Water(load)) => {
                dry_sizing::size_dry_plant(parts, load, design, trim, WantedCooler::ClosedCircuit)
            }
            (HeatRejection::ChillerAir, Asked::Water(load)) if options.free_cooling_coil => {
                Ok(coil_chiller_sizing::size_coil_chillers(parts, load, design))
            }
            (HeatRejection::ChillerAir, Asked::Water(load)) => {
                let (plant, unit) = dry_sizing::size_air_chillers(parts, load, design, InstallableItem::AirChiller);
                Ok((plant, vec![unit]))
            }
            (HeatRejection::Campus, Asked::Water(load)) => {
                let (plant, unit) = dry_sizing::size_campus_water(parts, load, InstallableItem::CampusExchanger)?;
                Ok((plant, vec![unit]))
            }
            (HeatRejection::Dx, Asked::Air(load)) => sizing::size_air_plant(parts, load, design, None),
            (HeatRejection::AirEconomizer { evaporative }, Asked::Air(load)) => {
                sizing::size_air_plant(parts, load, design, Some(evaporative))
            }
            _ => Err(PlantError::LoadKindMismatch),
        }
    }

    /// A tower plant with the dry side that the architecture asks for ahead of it.
    fn add_precooling(
        &self,
        (plant, mut units): (SizedPlant, Vec<InstalledUnits>),
        load: &WaterLoad,
    ) -> Result<(SizedPlant, Vec<InstalledUnits>), PlantError> {
        let wanted = match self.architecture.plant_options.dry_precooling {
            None => return Ok((plant, units)),
            Some(DryPrecooling::DryCooler) => WantedPrecooler::DryCooler,
            Some(DryPrecooling::Thermosyphon) => WantedPrecooler::Thermosyphon,
        };
        let SizedPlant::Tower(tower) = plant else { return Ok((plant, units)) };
        let (plant, dry) = precooled_tower_sizing::add_dry_side(tower, self.parts, load, wanted)?;
        units.push(dry);
        Ok((SizedPlant::PrecooledTower(plant), units))
    }
}
