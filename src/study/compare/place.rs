//! A place found once, for any number of comparisons at it.

use std::sync::{Arc, PoisonError, RwLock};

use crate::assembly::location::{self, SiteWeather};
use crate::catalog::Catalog;
use crate::catalog::climate::WeatherForm;
use crate::scenario::{ArchitectureSettings, Scenario};
use crate::study::error::StudyError;
use crate::units::clock::{DaylightSaving, UtcOffset};

/// Places that are kept: the hours of each take about half a megabyte.
const MAX_PLACES: usize = 64;

/// The weather of a place through a year, the wet-bulb temperature of each of its hours and its design conditions.
///
/// It is found from a climate of the catalog or a weather file, which is the greater part of the work of a short study.
/// Many comparisons at one place share it: [`super::at`]. A clone shares the weather.
#[derive(Clone, Debug)]
pub struct Place {
    pub(super) weather: Arc<SiteWeather>,
    settings: PlaceSettings,
}

/// Everything in a scenario that its weather depends on.
#[derive(Clone, Debug, PartialEq)]
struct PlaceSettings {
    climate: String,
    weather: Option<String>,
    offset_k: f64,
    form: WeatherForm,
    step_min: Option<u32>,
    relative_humidity: bool,
    time_zone: Option<UtcOffset>,
    weather_clock: Option<UtcOffset>,
    daylight_saving: Option<DaylightSaving>,
    /// Bins are spread over their width where air is wetted.
    wetted_air: bool,
}

impl PlaceSettings {
    fn new(scenario: &Scenario) -> Self {
        let site = &scenario.site;
        Self {
            climate: site.climate.clone(),
            weather: site.weather.clone(),
            offset_k: site.offset_k,
            form: site.form,
            step_min: site.step_min,
            relative_humidity: site.relative_humidity,
            time_zone: site.time_zone,
            weather_clock: site.weather_clock,
            daylight_saving: site.daylight_saving,
            wetted_air: scenario.architectures.iter().any(ArchitectureSettings::has_wetted_air),
        }
    }
}

impl Place {
    /// Finds the place of a scenario.
    ///
    /// # Errors
    /// [`StudyError`] where the climate or the weather file can't be read.
    pub fn find(scenario: &Scenario, catalog: &Catalog) -> Result<Self, StudyError> {
        let weather = Arc::new(location::load_site_weather(scenario, catalog)?);
        Ok(Self { weather, settings: PlaceSettings::new(scenario) })
    }

    /// Whether this is the place of a scenario: same climate or weather file, offset, form, steps and clocks. Bins that are
    /// spread over their width for wetted air serve no scenario without it.
    pub fn suits(&self, scenario: &Scenario) -> bool {
        self.settings == PlaceSettings::new(scenario)
    }
}

/// Places, each found once for all variants of a study at it.
#[derive(Default)]
pub(crate) struct PlaceStore {
    places: RwLock<Vec<Place>>,
}

impl PlaceStore {
    /// The place of a scenario.
    ///
    /// # Errors
    /// As [`Place::find`].
    pub fn find(&self, scenario: &Scenario, catalog: &Catalog) -> Result<Place, StudyError> {
        // A thread that panicked leaves the list as it was before or after a push: both are whole.
        let known = self.places.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = known.iter().find(|place| place.suits(scenario)) {
            return Ok(place.clone());
        }
        drop(known);
        let found = Place::find(scenario, catalog)?;
        let mut known = self.places.write().unwrap_or_else(PoisonError::into_inner);
        if !known.iter().any(|place| place.suits(scenario)) {
            if known.len() == MAX_PLACES {
                known.remove(0);
            }
            known.push(found.clone());
        }
        Ok(found)
    }
}
