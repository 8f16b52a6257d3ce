//! A hall of so many racks, as assembly and site build and run it. All that capacity asks of the model of a facility stands
//! here.

use crate::assembly::error::ArchitectureError;
use crate::assembly::facility::{self, BuiltFacility};
use crate::assembly::loads::GroupLoads;
use crate::assembly::location::SiteWeather;
use crate::assembly::rack_count;
use crate::assembly::tariffs::SiteRates;
use crate::assembly::units_out::PlantUnitOut;
use crate::catalog::Catalog;
use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::scenario::{
    ArchitectureSettings, GroupSettings, HallGroup, ItCapacity, ItSettings, PlantSpares, Redundancy, Scenario,
};
use crate::site::facility::{Facility, SUPPLY_TOLERANCE_K};
use crate::site::hour::FacilityHour;
use crate::site::load_table::LoadTable;
use crate::site::rack_loop::RackGroup;
use crate::site::year::{self, FacilityYear, YearInputs};
use crate::units::Pressure;

use super::shares::split_racks;

/// An architecture whose number of racks is free.
pub(super) struct HallPlanner<'a> {
    pub catalog: &'a Catalog,
    pub scenario: &'a Scenario,
    pub place: &'a SiteWeather,
    pub rates: &'a SiteRates,
    /// The architecture with its cap, its planned activity and spare machines.
    pub architecture: ArchitectureSettings,
    /// Whether the peak of the racks is that of their activity, below full.
    pub oversubscribed: bool,
    /// Shares of all racks that the groups of the scenario have; 1 alone where all racks are alike.
    pub shares: Vec<f64>,
    /// Loads by the hour, where the scenario has some: those of its own hall, whatever the number of racks.
    pub loads: Option<LoadTable>,
}

/// A hall of some racks.
pub(super) struct PlannedHall {
    /// As the scenario loads it.
    pub built: BuiltFacility,
    /// Every server busy at the planned activity.
    pub planned: Facility,
}

/// A hall, every server busy at the planned activity, with one machine of a kind out.
pub(super) struct HallWithUnitOut {
    /// What is out.
    pub equipment: &'static str,
    /// The hall; nothing where no machine is left to carry heat, or the reason why the model has no answer.
    pub facility: Result<Option<Facility>, PlantError>,
}

/// The architecture with at least one spare machine of each kind of its plant, and whether this adds some.
pub(super) fn with_plant_spares(architecture: &ArchitectureSettings) -> (ArchitectureSettings, bool) {
    let mut out = architecture.clone();
    let loops = out.loops.iter_mut().map(|own| &mut own.settings.set_points.spares);
    let mut adds = false;
    for spares in std::iter::once(&mut out.set_points.spares).chain(loops) {
        if spares.redundancy == Redundancy::None {
            *spares = PlantSpares { redundancy: Redundancy::Spare, ..*spares };
            adds = true;
        }
    }
    (out, adds)
}

impl HallPlanner<'_> {
    /// The weather that its heat rejection meets.
    pub fn weather(&self) -> &[OutdoorConditions] {
        self.place.weather_of(&self.architecture)
    }

    /// The hall of so many racks.
    ///
    /// # Errors
    /// [`ArchitectureError`].
    pub fn build_hall(&self, racks: u32) -> Result<PlannedHall, ArchitectureError> {
        let split = split_racks(racks, &self.shares);
        let split = split.ok_or(ArchitectureError::TooFewRacks { racks, groups: self.shares.len() })?;
        let whole =
            ItSettings { capacity: ItCapacity::Racks(racks), reference: None, filled: 1.0, ..self.scenario.it.clone() };
        let with_racks = |(group, racks): (&GroupSettings, &u32)| GroupSettings {
            capacity: ItCapacity::Racks(*racks),
            filled: 1.0,
            ..group.clone()
        };
        let groups = whole.groups.iter().zip(&split).map(with_racks).collect();
        let it = ItSettings { groups, ..whole };
        let scenario = Scenario { it, ..self.scenario.clone() };
        let built = facility::build_facility(self.catalog, &scenario, &self.architecture, &self.place.design)?;
        let planned = at_planned_peak(&built.facility, self.oversubscribed)?;
        Ok(PlannedHall { built, planned })
    }

    /// The year at the load of the scenario; `see` is shown every hour, at its largest load where that goes by the hour.
    ///
    /// # Errors
    /// [`PlantError`] of the first hour that fails.
    pub fn run_year(
        &self,
        hall: &PlannedHall,
        mut see: impl FnMut(&OutdoorConditions, &FacilityHour),
    ) -> Result<FacilityYear, PlantError> {
        let inputs = YearInputs { price: self.rates.tariff(), loads: self.loads.as_ref() };
        year::run_detailed_year(&hall.built.facility, self.weather(), inputs, |seen| {
            see(seen.outdoor, seen.peak.unwrap_or(seen.state));
        })
    }

    /// Whether the hall is cooled as it should be: its supply at its set point, or, where that floats by design, as warm as the
    /// racks bear.
    pub fn is_met(&self, facility: &Facility, hour: &FacilityHour) -> bool {
        let met_c = facility.warmest_met_supply().celsius() + SUPPLY_TOLERANCE_K;
        let main_met = hour.supply_c <= met_c || self.architecture.floats_above_set_point();
        let side_floats = self.architecture.loops.iter().any(|own| own.settings.floats_above_set_point());
        main_met && (hour.side.excess_k <= SUPPLY_TOLERANCE_K || side_floats)
    }
}

impl PlannedHall {
    /// Power of one rack and of the IT beside it at the planned activity, W.
    pub fn rack_power_w(&self, shares: &[f64]) -> f64 {
        rack_power_w(&self.planned, shares)
    }

    /// The hall with every server busy at full activity, whatever it is planned by.
    ///
    /// # Errors
    /// An overload of the power chain.
    pub fn at_full_activity(&self) -> Result<Facility, PlantError> {
        at_planned_peak(&self.built.facility, false)
    }

    /// One machine of each kind of the plants out in turn.
    pub fn units_out(&self) -> Vec<HallWithUnitOut> {
        // Heat to a district and a tank stay.
        let without = |case: PlantUnitOut| HallWithUnitOut {
            equipment: case.item.label(),
            facility: case.unit.plant.map(|plant| self.planned.with_plant(case.place, plant)).transpose(),
        };
        self.built.units_out().into_iter().map(without).collect()
    }
}

/// Every server busy, at the activity of the architecture or at full activity.
fn at_planned_peak(facility: &Facility, by_activity: bool) -> Result<Facility, PlantError> {
    if by_activity {
        return facility.with_utilisation(1.0);
    }
    let mut full = facility.clone();
    full.hall = full.hall.at_full_power();
    full.with_utilisation(1.0)
}

/// Heat of a hall that a district may take, W.
pub(super) fn district_heat_w(scenario: &Scenario) -> f64 {
    scenario.site.district_heat.map_or(0.0, |district| district.demand.watts())
}

/// Power of one rack and of the IT beside it, W, at the set points of a hall: the mean over its groups by their shares.
pub(super) fn rack_power_w(facility: &Facility, shares: &[f64]) -> f64 {
    let hall = &facility.hall;
    let power = |(side, group): (Option<usize>, &RackGroup)| {
        let set_point = side.map_or(hall.main.set_point, |place| hall.side[place].set_point);
        shares.get(group.place).copied().unwrap_or(0.0) * group.rack_means(set_point).power_w()
    };
    hall.groups().map(power).sum()
}

/// Shares of all racks that the groups of a scenario have in an architecture.
///
/// # Errors
/// [`ArchitectureError`]: racks that can't be counted.
pub(super) fn group_shares(
    catalog: &Catalog,
    scenario: &Scenario,
    architecture: &ArchitectureSettings,
    pressure: Pressure,
) -> Result<Vec<f64>, ArchitectureError> {
    let groups = scenario.it.hall_groups(architecture, catalog);
    if groups.len() == 1 {
        return Ok(vec![1.0]);
    }
    let count = |group: &HallGroup| rack_count::rack_count(catalog, &group.it, &group.architecture, pressure);
    let counts = groups.iter().map(count).collect::<Result<Vec<f64>, _>>()?;
    let all: f64 = counts.iter().sum();
    Ok(counts.into_iter().map(|racks| racks / all).collect())
}

/// Loads by the hour of the scenario's own hall.
///
/// # Errors
/// [`ArchitectureError`]: a hall that can't be built, or a load that its racks can't draw.
pub(super) fn hall_loads(
    catalog: &Catalog,
    scenario: &Scenario,
    architecture: &ArchitectureSettings,
    place: &SiteWeather,
    loads: &GroupLoads,
) -> Result<LoadTable, ArchitectureError> {
    let built = facility::build_facility(catalog, scenario, architecture, &place.design)?;
    let step_h = place.hours.first().map_or(1.0, |hour| hour.weight_h);
    loads.of_facility(&built, step_h).map(|own| own.table)
}
