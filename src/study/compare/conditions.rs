//! The place of a scenario and its loads, found once for any number of runs.

use crate::assembly::loads::{self, GroupLoads};
use crate::assembly::tariffs::{SiteRates, YearClock};
use crate::catalog::Catalog;
use crate::plant::outdoor::sum_hours;
use crate::scenario::{self, Scenario};
use crate::study::error::StudyError;

use super::place::Place;
use super::{AnnotatedResult, ComparisonContext, RecordedResult, RunDetail};

/// The place of a scenario with what every plant asks of its air, found once for any number of runs.
pub(crate) struct SiteConditions {
    pub(super) place: Place,
    /// Loads by the hour, where the scenario has some.
    loads: Option<GroupLoads>,
}

impl SiteConditions {
    /// Those of a scenario.
    ///
    /// # Errors
    /// [`StudyError`].
    pub fn from_scenario(scenario: &Scenario, catalog: &Catalog) -> Result<Self, StudyError> {
        Self::at(&Place::find(scenario, catalog)?, scenario, catalog)
    }

    /// Those of a scenario at its place.
    ///
    /// # Errors
    /// [`StudyError`], also where the place is another one.
    pub fn at(at: &Place, scenario: &Scenario, catalog: &Catalog) -> Result<Self, StudyError> {
        if !at.suits(scenario) {
            return Err(StudyError::OtherPlace);
        }
        let place = &at.weather;
        if let Some(tank) = scenario.architectures.iter().find(|a| !place.hourly && a.storage.is_some()) {
            return Err(StudyError::TankInBins { name: tank.name.clone() });
        }
        if !place.hourly && loads::has_profiles(&scenario.it) {
            return Err(StudyError::LoadInBins);
        }
        let loads = loads::read_group_loads(&scenario.it, catalog, place.clock, &place.hours)?;
        Ok(Self { place: at.clone(), loads })
    }

    /// Steps of weather that an architecture's year is run by.
    pub fn weather_steps(&self, given: &scenario::ArchitectureSettings) -> usize {
        self.place.weather.weather_of(given).len()
    }

    /// What the runs of all architectures at this place share.
    ///
    /// # Errors
    /// As [`super::run`].
    pub fn comparison_context<'a>(
        &'a self,
        scenario: &'a Scenario,
        catalog: &'a Catalog,
    ) -> Result<ComparisonContext<'a>, StudyError> {
        let place = &*self.place.weather;
        let year = YearClock { hourly: place.hourly, hours: sum_hours(&place.hours), clock: place.clock };
        let rates = SiteRates::from_scenario(scenario, catalog, year)?;
        Ok(ComparisonContext { catalog, scenario, place, loads: self.loads.as_ref(), rates })
    }

    /// The wanted architectures of a scenario at this place, one after the other, with the records that each rests on.
    ///
    /// # Errors
    /// As [`super::run`].
    pub fn run_selected(
        &self,
        scenario: &Scenario,
        catalog: &Catalog,
        wanted: impl Fn(usize) -> bool,
    ) -> Result<Vec<Option<RecordedResult>>, StudyError> {
        let context = self.comparison_context(scenario, catalog)?;
        let one = |(i, given)| wanted(i).then(|| context.run_architecture(given, RunDetail::TOTALS)).transpose();
        let all = scenario.architectures.iter().enumerate().map(one).collect::<Result<Vec<_>, _>>()?;
        let ran = |o: AnnotatedResult| RecordedResult { architecture: o.architecture, records: o.records };
        Ok(all.into_iter().map(|o| o.map(ran)).collect())
    }

    /// The records that prices, carbon and water rest on.
    ///
    /// # Errors
    /// As [`super::run`].
    pub fn rate_records(&self, scenario: &Scenario, catalog: &Catalog) -> Result<Vec<String>, StudyError> {
        Ok(self.comparison_context(scenario, catalog)?.rates.records)
    }
}
