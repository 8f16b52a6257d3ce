//! The groups of a hall as an architecture holds them: system, cooling and loop of each.

use crate::catalog::Catalog;

use super::architecture::ArchitectureSettings;
use super::cooling::CoolingMethod;
use super::group::{GroupSettings, LoadPlacement};
use super::it::ItSettings;

/// What takes the heat of a group's racks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupLoop {
    /// The main loop, or the air of an air-cooled hall.
    Main,
    /// The air of the room beside racks in liquid.
    RoomAir,
    /// A loop beside the main one, by its place.
    Side(usize),
}

/// A group of racks in an architecture.
#[derive(Clone, Debug)]
pub struct HallGroup {
    /// Its name; none in a hall whose racks are alike.
    pub name: Option<String>,
    /// How much of it there is and how it works.
    pub it: ItSettings,
    /// The architecture with its system, its cooling and its loop.
    pub architecture: ArchitectureSettings,
    /// What takes its heat.
    pub on: GroupLoop,
}

impl HallGroup {
    /// How a load below full lies on its servers.
    pub const fn placement(&self) -> LoadPlacement {
        self.it.placement
    }
}

impl GroupSettings {
    /// How the racks of the group are cooled in an architecture: as it says; else as the architecture's, or by air, where
    /// the group has no accelerators and its system is made for air alone.
    fn cooling_in(&self, architecture: &ArchitectureSettings, system: &str, catalog: &Catalog) -> CoolingMethod {
        if let Some(given) = self.cooling.of(&architecture.name) {
            return *given;
        }
        let made_for = |way: CoolingMethod| {
            catalog.system(system).is_some_and(|record| record.coolings.iter().any(|word| word == way.name()))
        };
        let computes = catalog.system(system).is_some_and(|record| record.accelerator_count() > 0);
        if !computes && !made_for(architecture.cooling) && made_for(CoolingMethod::Air) {
            CoolingMethod::Air
        } else {
            architecture.cooling
        }
    }
}

impl ItSettings {
    /// The groups of an architecture: those of the scenario, or one of all racks.
    pub fn hall_groups(&self, architecture: &ArchitectureSettings, catalog: &Catalog) -> Vec<HallGroup> {
        if self.groups.is_empty() {
            let (it, architecture) = (self.clone(), architecture.clone());
            return vec![HallGroup { name: None, it, architecture, on: GroupLoop::Main }];
        }
        self.groups.iter().map(|group| self.hall_group(group, architecture, catalog)).collect()
    }

    fn hall_group(&self, group: &GroupSettings, architecture: &ArchitectureSettings, catalog: &Catalog) -> HallGroup {
        let (own, on) = place_group(group, architecture, self.system.as_deref(), catalog);
        let reference = self.reference.as_ref().map(|first| {
            let (first, _) = place_group(group, first, self.system.as_deref(), catalog);
            Box::new(first)
        });
        let it = Self {
            capacity: group.capacity,
            groups: Vec::new(),
            utilisation: group.utilisation,
            load: group.load.clone(),
            placement: group.placement,
            filled: group.filled,
            workload: group.workload.clone(),
            activity: group.activity.clone(),
            reference,
            ..self.clone()
        };
        HallGroup { name: Some(group.name.clone()), it, architecture: own, on }
    }
}

/// The architecture as a group sees it, and what takes the group's heat.
fn place_group(
    group: &GroupSettings,
    architecture: &ArchitectureSettings,
    usual: Option<&str>,
    catalog: &Catalog,
) -> (ArchitectureSettings, GroupLoop) {
    let side = architecture.loops.iter().position(|own| own.groups.contains(&group.name));
    let base = side.map_or(architecture, |place| &architecture.loops[place].settings);
    let mut own = ArchitectureSettings { loops: Vec::new(), name: architecture.name.clone(), ..base.clone() };
    let named = group.system.of(&architecture.name).map(String::as_str);
    // The architecture's own system holds for groups that name none.
    named.or(architecture.own_system.as_deref()).or(usual).unwrap_or(&architecture.system).clone_into(&mut own.system);
    own.activity = if architecture.states_activity { own.activity } else { group.usual_activity() };
    if let Some(place) = side {
        own.cooling = group.cooling.of(&architecture.name).copied().unwrap_or(base.cooling);
        return (own, GroupLoop::Side(place));
    }
    own.cooling = group.cooling_in(architecture, &own.system, catalog);
    if own.cooling == CoolingMethod::Air && architecture.cooling != CoolingMethod::Air {
        own.supply = architecture.air;
        return (own, GroupLoop::RoomAir);
    }
    (own, GroupLoop::Main)
}
