//! The racks of a hall: each group from its system to what stands on a loop.

use crate::catalog::Catalog;
use crate::catalog::system::SystemRecord;
use crate::plant::sized::installed::{InstallableItem, InstalledUnits};
use crate::plant::weather::DesignConditions;
use crate::rack::assembly::{self, RackAssembly};
use crate::rack::build::BuildError;
use crate::rack::response::RackResponse;
use crate::scenario::{ArchitectureSettings, CoolingMethod, GroupLoop, HallGroup, ItCapacity, Scenario};
use crate::site::rack_loop::{CoolantUnitBank, RackGroup, RackLoop};
use crate::units::Temperature;

use super::beside_racks::{self, BesideRacks};
use super::error::ArchitectureError;
use super::rack_count;

/// A group of racks as it is built.
#[derive(Clone, Debug)]
pub struct BuiltGroup {
    /// What the scenario says of it.
    pub group: HallGroup,
    /// One of its racks.
    pub setup: RackAssembly,
    /// Racks that the hall is built for; the last may be partly filled.
    pub racks: f64,
    /// Accelerators in one.
    pub accelerators: u32,
    /// A rack's answer to supply temperature and load.
    pub response: RackResponse,
    /// Catalog records of what stands beside it.
    beside_records: Vec<String>,
}

/// The racks of a hall, by the scenario's list of groups.
pub(crate) struct HallRacks {
    pub groups: Vec<BuiltGroup>,
}

impl BuiltGroup {
    /// Whether another group has racks that are built and cooled alike: they share coolant units.
    fn is_like(&self, other: &HallGroup) -> bool {
        is_like(&self.group, other)
    }

    /// Catalog records that it rests on.
    pub fn record_ids(&self) -> impl Iterator<Item = String> {
        self.setup.record_ids().into_iter().chain(self.beside_records.iter().cloned())
    }
}

fn is_like(one: &HallGroup, other: &HallGroup) -> bool {
    let (a, b) = (&one.architecture, &other.architecture);
    one.on == other.on && a.system == b.system && a.cooling == b.cooling
}

/// Builds the groups of an architecture. The supply of the main loop may rise by `rise_k`, and those of the loops beside it
/// by theirs.
///
/// # Errors
/// [`ArchitectureError`].
pub(crate) fn build_groups(
    catalog: &Catalog,
    scenario: &Scenario,
    architecture: &ArchitectureSettings,
    design: &DesignConditions,
    rise_k: impl Fn(GroupLoop) -> f64,
) -> Result<HallRacks, ArchitectureError> {
    let groups = scenario.it.hall_groups(architecture, catalog);
    let pressure = design.typical.pressure();
    let mut counts = Vec::with_capacity(groups.len());
    for group in &groups {
        let system = find_system(catalog, &group.architecture)?;
        if system.accelerator_count() == 0 && matches!(group.it.capacity, ItCapacity::Accelerators(_)) {
            return Err(BuildError::Incomplete { id: system.id.clone(), what: "accelerators to compare it by" }.into());
        }
        counts.push(rack_count::rack_count(catalog, &group.it, &group.architecture, pressure)?);
    }
    let mut built: Vec<BuiltGroup> = Vec::with_capacity(groups.len());
    for (place, group) in groups.iter().enumerate() {
        let system = find_system(catalog, &group.architecture)?;
        // Coolant units stand for all racks of a kind, whatever group they belong to.
        let alike: Vec<f64> =
            groups.iter().zip(&counts).filter(|(other, _)| is_like(group, other)).map(|(_, n)| *n).collect();
        let racks_alike = alike.iter().skip(1).fold(alike[0], |sum, n| sum + n);
        let setup = assembly::assemble_rack(catalog, &group.architecture, pressure, racks_alike)?;
        let BesideRacks { each, records } =
            beside_racks::beside_racks(catalog, &group.it, system, &setup, (counts[place], racks_alike))?;
        let load = setup.rack.busy_load(&group.architecture);
        let supply = group.architecture.supply;
        let response = RackResponse::tabulate_rack(&setup.rack, supply, rise_k(group.on), load, group.placement())
            .map_err(|error| group_error(group, error.into()))?
            .with_beside(each);
        built.push(BuiltGroup {
            group: group.clone(),
            racks: counts[place],
            accelerators: system.accelerator_count(),
            setup,
            response,
            beside_records: records,
        });
    }
    Ok(HallRacks { groups: built })
}

/// An error with the name of the group that it is of.
fn group_error(group: &HallGroup, error: ArchitectureError) -> ArchitectureError {
    match &group.name {
        Some(name) => ArchitectureError::Group { name: name.clone(), error: Box::new(error) },
        None => error,
    }
}

fn find_system<'a>(
    catalog: &'a Catalog,
    architecture: &ArchitectureSettings,
) -> Result<&'a SystemRecord, ArchitectureError> {
    let missing =
        || BuildError::Missing { by: architecture.name.clone(), kind: "system", id: architecture.system.clone() };
    Ok(catalog.system(&architecture.system).ok_or_else(missing)?)
}

impl HallRacks {
    /// The sum over all groups of something that a number of racks has.
    pub fn sum(&self, of: impl Fn(&BuiltGroup) -> f64) -> f64 {
        self.groups.iter().skip(1).fold(of(&self.groups[0]), |sum, group| sum + of(group))
    }

    /// Racks.
    pub fn count(&self) -> f64 {
        self.sum(|group| group.racks)
    }

    /// Groups on a loop; those in the room's air belong to the main one.
    fn on_loop(&self, side: Option<usize>) -> impl Iterator<Item = (usize, &BuiltGroup)> {
        let of_loop = move |on: GroupLoop| match (on, side) {
            (GroupLoop::Main | GroupLoop::RoomAir, None) => true,
            (GroupLoop::Side(own), Some(place)) => own == place,
            _ => false,
        };
        self.groups.iter().enumerate().filter(move |(_, built)| of_loop(built.group.on))
    }

    /// The first group of each kind of rack on a loop, which has the coolant units of all of the kind.
    fn kinds_on_loop(&self, side: Option<usize>) -> Vec<&BuiltGroup> {
        let mut kinds: Vec<&BuiltGroup> = Vec::new();
        for (_, built) in self.on_loop(side).filter(|(_, built)| built.group.on != GroupLoop::RoomAir) {
            if !kinds.iter().any(|kind| kind.is_like(&built.group)) {
                kinds.push(built);
            }
        }
        kinds
    }

    /// The groups of a loop on it: the main one, or one beside it by its place.
    pub fn rack_loop(&self, side: Option<usize>, architecture: &ArchitectureSettings) -> RackLoop {
        let kinds = self.kinds_on_loop(side);
        let units = kinds.iter().map(|kind| CoolantUnitBank::new(kind.setup.cdu.as_ref().map(|set| set.exchanger)));
        let groups = self.on_loop(side).map(|(place, built)| RackGroup {
            place,
            rack_count: built.racks,
            filled: 1.0,
            response: built.response.clone(),
            load: built.group.it.utilisation,
            room_supply: (built.group.on == GroupLoop::RoomAir).then_some(built.group.architecture.supply),
            units: kinds.iter().position(|kind| kind.is_like(&built.group)).unwrap_or(0),
            at_set_point: None,
        });
        RackLoop {
            groups: groups.collect(),
            units: units.collect(),
            set_point: architecture.supply,
            water_set_c: architecture.set_points.water.facility.map(Temperature::celsius),
        }
    }

    /// Coolant units of a loop with their records.
    pub fn coolant_units(&self, side: Option<usize>) -> Vec<(InstalledUnits, String)> {
        let sets = self.kinds_on_loop(side).into_iter().filter_map(|kind| kind.setup.cdu.as_ref());
        let units = sets.map(|set| {
            let capacity_w = Some(set.exchanger.rating().rated_w);
            let units = InstalledUnits::of_record_size(InstallableItem::Cdu, set.count, set.needed, capacity_w);
            // Units in racks are as many as the racks, whatever these draw.
            (InstalledUnits { need: units.need.filter(|_| set.shared), ..units }, set.id.clone())
        });
        units.collect()
    }

    /// Whether liquid takes heat out of racks of the main loop.
    pub fn main_has_liquid(&self) -> bool {
        self.on_loop(None).any(|(_, built)| built.response.design.liquid_heat_w > 0.0)
    }

    /// The pumps of the main loop's racks shut off: their water is warmer than their exhaust.
    pub fn stop_main_pumps(&mut self) {
        for built in self.groups.iter_mut().filter(|built| built.group.on == GroupLoop::Main) {
            built.response = built.response.clone().with_stopped_pumps();
        }
    }

    /// Whether servers of racks beside liquid draw the room's air at its supply.
    pub fn breathe_room_air(&self) -> bool {
        self.groups.iter().any(draws_room_air)
    }

    /// Air that servers of racks beside liquid draw from the room, m³/s.
    pub fn drawn_room_air_m3_s(&self) -> f64 {
        self.sum(|built| {
            let drawn = built.response.design.air.filter(|_| draws_room_air(built));
            built.racks * drawn.map_or(0.0, |air| air.flow_m3_s)
        })
    }

    /// Air that the racks of an air-cooled hall draw, m³/s. Racks in liquid leave their heat in it at the rise of the others.
    pub fn server_air_m3_s(&self) -> f64 {
        let in_air = |built: &BuiltGroup| built.group.on == GroupLoop::Main;
        let flow = |built: &BuiltGroup| {
            let design = &built.response.design;
            let breathes = in_air(built) || draws_room_air(built);
            if breathes { built.racks * design.air.unwrap_or(design.main_coolant).flow_m3_s } else { 0.0 }
        };
        let heat = |built: &BuiltGroup, wanted: bool| {
            let counts = (in_air(built) || draws_room_air(built)) == wanted;
            if counts { built.racks * built.response.design.air_heat_w } else { 0.0 }
        };
        let (drawn, left_w) = (self.sum(flow), self.sum(|built| heat(built, false)));
        if left_w > 0.0 { drawn * (1.0 + left_w / self.sum(|built| heat(built, true))) } else { drawn }
    }
}

fn draws_room_air(built: &BuiltGroup) -> bool {
    built.group.on == GroupLoop::RoomAir || built.group.architecture.cooling == CoolingMethod::Hybrid
}
