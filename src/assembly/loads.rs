//! Loads of the groups of a hall in every step of its weather.
//!
//! A profile of shares is the load itself. A profile of power, of all racks of the group that stand there or of each of its
//! accelerators, becomes the share at which the group draws it: between its idle and its busy power at the set point.

use crate::catalog::Catalog;
use crate::plant::outdoor::{OutdoorConditions, sum_hours};
use crate::scenario::{ItSettings, LoadProfileSettings};
use crate::site::load::{self, LoadPoint, LoadUnit};
use crate::site::load_table::LoadTable;
use crate::units::calendar::{format_date, whole_minutes};
use crate::units::clock::LocalClock;

use super::error::{ArchitectureError, AssemblyError};
use super::facility::BuiltFacility;
use super::hall_racks::BuiltGroup;

/// More hours than a common year has, and fewer than a leap year.
const LEAP_YEAR_H: f64 = 8772.0;
/// A load above the most by this share of it is rounding.
const ROUNDING: f64 = 1e-9;

/// The load of a group in every step of the weather.
#[derive(Clone, Debug)]
struct GroupSeries {
    unit: LoadUnit,
    points: Vec<LoadPoint>,
    /// What it is read from, as the scenario has it.
    source: String,
}

/// Loads of the groups of a scenario, by its list; of those without a profile none.
#[derive(Clone, Debug)]
pub(crate) struct GroupLoads {
    groups: Vec<Option<GroupSeries>>,
    /// Length of a step, minutes, and whether the year has 366 days.
    step_minutes: u32,
    leap: bool,
    /// What the readers of the profiles had to say.
    pub notes: Vec<String>,
}

/// A table of loads and what was not as the profiles ask for.
pub(crate) struct HallLoads {
    /// The loads.
    pub table: LoadTable,
    /// Groups whose profile is below their idle power: name or none, hours, and energy that they draw above it, J.
    pub below_idle: Vec<(Option<String>, f64, f64)>,
}

/// The profiles of a scenario: of its groups, or of all racks.
fn profiles(it: &ItSettings) -> Vec<(Option<&str>, Option<&LoadProfileSettings>)> {
    if it.groups.is_empty() {
        return vec![(None, it.load.as_ref())];
    }
    it.groups.iter().map(|group| (Some(group.name.as_str()), group.load.as_ref())).collect()
}

/// Whether a scenario has a load by the hour.
pub(crate) fn has_profiles(it: &ItSettings) -> bool {
    profiles(it).iter().any(|(_, load)| load.is_some())
}

/// Reads the profiles of a scenario for the steps of its weather; nothing where it has none.
///
/// # Errors
/// [`AssemblyError::Load`].
pub(crate) fn read_group_loads(
    it: &ItSettings,
    catalog: &Catalog,
    clock: LocalClock,
    hours: &[OutdoorConditions],
) -> Result<Option<GroupLoads>, AssemblyError> {
    let (Some(first), true) = (hours.first(), has_profiles(it)) else { return Ok(None) };
    let (step_minutes, leap) = (whole_minutes(first.weight_h), sum_hours(hours) > LEAP_YEAR_H);
    let (mut groups, mut notes) = (Vec::new(), Vec::new());
    for (name, settings) in profiles(it) {
        let Some(settings) = settings else {
            groups.push(None);
            continue;
        };
        let series = load::load_series(settings, clock, catalog).map_err(AssemblyError::Load)?;
        let points = series.for_year(hours.len(), step_minutes, leap).map_err(AssemblyError::Load)?;
        let of = name.map_or_else(String::new, |name| format!("{name}: "));
        notes.extend(series.notes().iter().map(|note| format!("{of}load `{}`: {note}", settings.source_name())));
        groups.push(Some(GroupSeries { unit: series.unit(), points, source: settings.source_name().to_owned() }));
    }
    Ok(Some(GroupLoads { groups, step_minutes, leap, notes }))
}

impl GroupLoads {
    /// The loads of a facility's groups; those without a profile keep theirs.
    ///
    /// # Errors
    /// [`ArchitectureError::LoadTooLarge`] where a group can't draw what its profile asks for.
    pub fn of_facility(&self, built: &BuiltFacility, step_h: f64) -> Result<HallLoads, ArchitectureError> {
        let steps = self.groups.iter().flatten().map(|series| series.points.len()).next().unwrap_or(0);
        let mut below_idle = Vec::new();
        let mut rows = Vec::with_capacity(built.groups.len());
        for (own, series) in built.groups.iter().zip(&self.groups) {
            let Some(series) = series else {
                let load = own.group.it.utilisation;
                rows.push(vec![(load, load); steps]);
                continue;
            };
            let range = PowerRange::of(own, series.unit);
            let (mut hours, mut above_j) = (0.0, 0.0);
            let mut row = Vec::with_capacity(steps);
            for (step, point) in series.points.iter().enumerate() {
                let (mean, peak) = (range.share_of(point.mean), range.share_of(point.peak));
                if peak > 1.0 + ROUNDING {
                    return Err(self.too_large(own, series, &range, (step, point.peak)));
                }
                if mean < -ROUNDING {
                    hours += step_h;
                    above_j += step_h * 3600.0 * (range.idle - point.mean);
                }
                row.push((mean.clamp(0.0, 1.0), peak.clamp(0.0, 1.0)));
            }
            if hours > 0.0 {
                below_idle.push((own.group.name.clone(), hours, above_j));
            }
            rows.push(row);
        }
        let missing = || ArchitectureError::NoLoad;
        Ok(HallLoads { table: LoadTable::from_groups(&rows).ok_or_else(missing)?, below_idle })
    }

    fn too_large(
        &self,
        own: &BuiltGroup,
        series: &GroupSeries,
        range: &PowerRange,
        (step, asked): (usize, f64),
    ) -> ArchitectureError {
        let minute = u32::try_from(step).unwrap_or(0) * self.step_minutes;
        ArchitectureError::LoadTooLarge {
            profile: series.source.clone(),
            group: own.group.name.clone(),
            when: format_date(minute, self.leap),
            asked_w: asked,
            most_w: range.busy,
        }
    }
}

/// What a profile has where a group is idle, and where it is busy.
struct PowerRange {
    idle: f64,
    busy: f64,
}

impl PowerRange {
    fn of(own: &BuiltGroup, unit: LoadUnit) -> Self {
        match unit {
            LoadUnit::BusyShare => Self { idle: 0.0, busy: 1.0 },
            LoadUnit::PowerW => {
                let (idle_w, busy_w) = own.response.power_range_w();
                let racks = own.group.it.filled * own.racks;
                Self { idle: racks * idle_w, busy: racks * busy_w }
            }
            LoadUnit::DevicePowerW(devices) => {
                let (idle_w, busy_w) = own.response.accelerator_range_w();
                let scale = f64::from(devices) / f64::from(own.accelerators.max(1));
                Self { idle: scale * idle_w, busy: scale * busy_w }
            }
        }
    }

    fn share_of(&self, value: f64) -> f64 {
        if self.busy > self.idle { (value - self.idle) / (self.busy - self.idle) } else { 0.0 }
    }
}
