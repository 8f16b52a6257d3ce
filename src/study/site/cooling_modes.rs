//! How a facility cools hour by hour: which hours need compressors or bought cooling, in each month and in each outdoor air.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::plant::outdoor::{OutdoorConditions, settle_minutes};
use crate::plant::sized::PlantMode;

use super::outdoor_air::{AirCellPlace, air_cell_middle, air_cell_place};
use super::result::HourRecord;

/// How a facility cools in an hour. Every hour is in exactly one mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoolingMode {
    /// No compressor of the facility or of a campus works for it.
    Free,
    /// Outdoor air takes a part of the heat, compressors of the facility the rest.
    Partial,
    /// Compressors of the facility take all heat of its plants.
    Mechanical,
    /// Cooling is bought, whatever else works.
    Purchased,
}

impl CoolingMode {
    /// Every mode, from the cheapest.
    pub const ALL: [Self; 4] = [Self::Free, Self::Partial, Self::Mechanical, Self::Purchased];

    /// Name in charts and tables.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Free => "Free cooling",
            Self::Partial => "Partial free cooling",
            Self::Mechanical => "Mechanical cooling",
            Self::Purchased => "Purchased cooling",
        }
    }

    /// The mode of an hour.
    pub fn of_hour(hour: &HourRecord) -> Self {
        match hour.mode {
            _ if hour.purchased_cooling_power_w > 0.0 => Self::Purchased,
            PlantMode::Free => Self::Free,
            PlantMode::Partial => Self::Partial,
            PlantMode::Mechanical => Self::Mechanical,
        }
    }
}

/// Hours in each mode; they sum to the hours counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CoolingModeHours {
    /// In [`CoolingMode::Free`].
    pub free_hours: f64,
    /// In [`CoolingMode::Partial`].
    pub partial_hours: f64,
    /// In [`CoolingMode::Mechanical`].
    pub mechanical_hours: f64,
    /// In [`CoolingMode::Purchased`].
    pub purchased_hours: f64,
}

impl CoolingModeHours {
    /// Hours in one mode.
    pub const fn hours_in(&self, mode: CoolingMode) -> f64 {
        match mode {
            CoolingMode::Free => self.free_hours,
            CoolingMode::Partial => self.partial_hours,
            CoolingMode::Mechanical => self.mechanical_hours,
            CoolingMode::Purchased => self.purchased_hours,
        }
    }

    /// Adds hours in a mode.
    pub(crate) fn add(&mut self, mode: CoolingMode, hours: f64) {
        *match mode {
            CoolingMode::Free => &mut self.free_hours,
            CoolingMode::Partial => &mut self.partial_hours,
            CoolingMode::Mechanical => &mut self.mechanical_hours,
            CoolingMode::Purchased => &mut self.purchased_hours,
        } += hours;
    }

    /// The same without what adding parts of an hour has rounded.
    #[must_use]
    pub(crate) fn settled(self) -> Self {
        Self {
            free_hours: settle_minutes(self.free_hours),
            partial_hours: settle_minutes(self.partial_hours),
            mechanical_hours: settle_minutes(self.mechanical_hours),
            purchased_hours: settle_minutes(self.purchased_hours),
        }
    }

    /// Hours in all modes.
    pub fn total(&self) -> f64 {
        CoolingMode::ALL.iter().map(|mode| self.hours_in(*mode)).sum()
    }

    /// The mode with the most hours; the costlier of two with as many.
    pub fn prevailing(&self) -> CoolingMode {
        let by = |a: &CoolingMode, b: &CoolingMode| self.hours_in(*a).total_cmp(&self.hours_in(*b));
        CoolingMode::ALL.into_iter().max_by(by).unwrap_or(CoolingMode::Free)
    }
}

/// Hours of an outdoor air by mode: a square of the psychrometric chart, or a bin.
#[derive(Clone, Copy, Debug)]
pub struct ModeCell {
    /// Dry-bulb, °C.
    pub dry_bulb_c: f64,
    /// Humidity ratio, kg/kg.
    pub humidity_ratio_kg_kg: f64,
    /// Hours.
    pub hours: CoolingModeHours,
}

/// The hours of a year by mode.
pub(crate) fn count_modes<'a>(hours: impl Iterator<Item = (&'a HourRecord, f64)>) -> CoolingModeHours {
    let mut sums = CoolingModeHours::default();
    hours.for_each(|(record, weight_h)| sums.add(CoolingMode::of_hour(record), weight_h));
    sums.settled()
}

/// The hours of a year by outdoor air and mode: in the squares of the chart, or as the bins come.
pub(crate) fn count_mode_cells(records: &[HourRecord], outdoor: &[OutdoorConditions], hourly: bool) -> Vec<ModeCell> {
    let state = |h: &OutdoorConditions| (h.air.dry_bulb().celsius(), h.air.humidity_ratio().kg_kg());
    if !hourly {
        return records
            .iter()
            .zip(outdoor)
            .map(|(record, h)| {
                let (dry_bulb_c, humidity_ratio_kg_kg) = state(h);
                let mut hours = CoolingModeHours::default();
                hours.add(CoolingMode::of_hour(record), h.weight_h);
                ModeCell { dry_bulb_c, humidity_ratio_kg_kg, hours }
            })
            .collect();
    }
    let mut counted: BTreeMap<AirCellPlace, CoolingModeHours> = BTreeMap::new();
    for (record, h) in records.iter().zip(outdoor) {
        let (t_c, w) = state(h);
        counted.entry(air_cell_place(t_c, w)).or_default().add(CoolingMode::of_hour(record), h.weight_h);
    }
    let cell = |(place, hours)| {
        let (dry_bulb_c, humidity_ratio_kg_kg) = air_cell_middle(place);
        ModeCell { dry_bulb_c, humidity_ratio_kg_kg, hours }
    };
    counted.into_iter().map(cell).collect()
}
