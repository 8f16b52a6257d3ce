//! The tests that a hall of some racks must pass.

use serde::Serialize;

use crate::assembly::error::ArchitectureError;
use crate::plant::error::PlantError;
use crate::plant::outdoor::{OutdoorConditions, sum_hours};
use crate::site::facility::Facility;
use crate::site::hour::FacilityHour;
use crate::site::power::OVERLOADED_STAGE;
use crate::units::message::Message;

use super::hall::{HallPlanner, PlannedHall};
use super::request::LimitBoundary;

/// A test of a hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CapacityTest {
    /// Every hour of the year at the load of the scenario.
    Year,
    /// The design day, which 0.4 % of the hours pass, with every server busy at the planned activity.
    DesignDay,
    /// The 20-year extreme, with every server busy at the planned activity.
    Extreme,
    /// Every hour of the year with one machine out and every server busy at the planned activity.
    UnitOut,
}

impl CapacityTest {
    /// Every test.
    pub const ALL: [Self; 4] = [Self::Year, Self::DesignDay, Self::Extreme, Self::UnitOut];

    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::DesignDay => "design day",
            Self::Extreme => "20-year extreme",
            Self::UnitOut => "one unit out",
        }
    }
}

/// Why a hall fails a test.
#[derive(Clone, Debug)]
pub(super) enum TrialFailure {
    /// Its power is above the limit.
    AboveLimit,
    /// Its plant does not hold the supply.
    NotMet(Message),
    /// A stage of the power chain is overloaded without its spare units.
    Feed(Message),
    /// A model has no answer.
    Model(Message),
}

impl TrialFailure {
    pub fn of_plant(error: &PlantError) -> Self {
        let text = error.describe();
        match error {
            PlantError::OutOfRange(range) if range.quantity == OVERLOADED_STAGE => Self::Feed(text),
            error if error.is_of_model() => Self::Model(text),
            _ => Self::NotMet(text),
        }
    }

    /// In words, where there is more to say than the power.
    pub const fn text(&self) -> Option<&Message> {
        match self {
            Self::AboveLimit => None,
            Self::NotMet(text) | Self::Feed(text) | Self::Model(text) => Some(text),
        }
    }
}

/// Whether a model has no answer, rather than a machine no capacity.
fn is_untested(error: &PlantError) -> bool {
    matches!(TrialFailure::of_plant(error), TrialFailure::Model(_))
}

/// The hour, or the conditions, of a test that draw most, or in which it first fails otherwise.
#[derive(Clone, Copy, Debug)]
pub(super) struct WorstConditions {
    /// Place in the weather; nothing for design conditions.
    pub index: Option<usize>,
    pub dry_bulb_c: f64,
    pub wet_bulb_c: f64,
    /// Power that counts; nothing where the hour has no answer.
    pub power_w: Option<f64>,
}

impl WorstConditions {
    fn new(index: Option<usize>, outdoor: &OutdoorConditions, power_w: Option<f64>) -> Self {
        let (dry_bulb_c, wet_bulb_c) = (outdoor.air.dry_bulb().celsius(), outdoor.wet_bulb.celsius());
        Self { index, dry_bulb_c, wet_bulb_c, power_w }
    }
}

/// What a hall made of a test.
#[derive(Clone, Debug)]
pub(super) struct TrialOutcome {
    pub test: CapacityTest,
    /// What is out.
    pub equipment: Option<&'static str>,
    /// Nothing where the hall has no such machine at all, or can't be run.
    pub worst: Option<WorstConditions>,
    pub failure: Option<TrialFailure>,
    /// Hours for which a model has no answer, where the test goes on without them.
    pub untested_h: f64,
}

/// How trials are made.
pub(super) struct TrialRules<'a> {
    pub planner: &'a HallPlanner<'a>,
    pub boundary: LimitBoundary,
    pub limit_w: f64,
}

/// What is followed through the hours of a test.
struct HourWatch<'a> {
    rules: &'a TrialRules<'a>,
    outcome: TrialOutcome,
}

impl HourWatch<'_> {
    /// Takes an hour in.
    fn take_hour(
        &mut self,
        index: Option<usize>,
        outdoor: &OutdoorConditions,
        facility: &Facility,
        solved: &Result<FacilityHour, PlantError>,
    ) {
        match solved {
            Ok(hour) => self.take_solved(index, outdoor, facility, hour),
            Err(error) => self.take_failure(WorstConditions::new(index, outdoor, None), TrialFailure::of_plant(error)),
        }
    }

    fn take_solved(
        &mut self,
        index: Option<usize>,
        outdoor: &OutdoorConditions,
        facility: &Facility,
        hour: &FacilityHour,
    ) {
        let power_w = self.rules.boundary.power_w(hour);
        if !self.rules.planner.is_met(facility, hour) {
            let text = Message::from("the supply reaches ")
                .with_quantity(hour.supply_c, 1, "degC")
                .with_text(", above its set point");
            return self.take_failure(WorstConditions::new(index, outdoor, Some(power_w)), TrialFailure::NotMet(text));
        }
        // What fails otherwise stays the worst.
        if self.outcome.failure.as_ref().is_some_and(|failure| failure.text().is_some()) {
            return;
        }
        let more = |worst: WorstConditions| worst.power_w.is_some_and(|most_w| power_w > most_w);
        if self.outcome.worst.is_none_or(more) {
            self.outcome.worst = Some(WorstConditions::new(index, outdoor, Some(power_w)));
        }
        if power_w > self.rules.limit_w {
            self.outcome.failure = Some(TrialFailure::AboveLimit);
        }
    }

    fn take_failure(&mut self, worst: WorstConditions, failure: TrialFailure) {
        if self.outcome.failure.as_ref().is_none_or(|known| known.text().is_none()) {
            (self.outcome.worst, self.outcome.failure) = (Some(worst), Some(failure));
        }
    }
}

impl TrialRules<'_> {
    const fn watch(&self, test: CapacityTest, equipment: Option<&'static str>) -> HourWatch<'_> {
        HourWatch {
            rules: self,
            outcome: TrialOutcome { test, equipment, worst: None, failure: None, untested_h: 0.0 },
        }
    }

    /// Whether a hall of so many racks passes every test. What can't be built does not.
    ///
    /// # Errors
    /// Data that make no model.
    pub fn passes(&self, racks: u32) -> Result<bool, ArchitectureError> {
        let hall = match self.planner.build_hall(racks) {
            Ok(hall) => hall,
            Err(error @ ArchitectureError::Build(_)) => return Err(error),
            Err(_) => return Ok(false),
        };
        // Those that fail most often first, and none after the first that fails.
        let fails = |outcomes: &[TrialOutcome]| outcomes.iter().any(|o| o.failure.is_some());
        let failed = fails(&[self.try_conditions(&hall, CapacityTest::Extreme)])
            || fails(&[self.try_conditions(&hall, CapacityTest::DesignDay)])
            || fails(&[self.try_year(&hall)])
            || fails(&self.try_units_out(&hall, true));
        Ok(!failed)
    }

    /// Every test of a hall.
    pub fn try_all(&self, hall: &PlannedHall) -> Vec<TrialOutcome> {
        let conditions = [CapacityTest::DesignDay, CapacityTest::Extreme].map(|test| self.try_conditions(hall, test));
        let mut out = vec![self.try_year(hall)];
        out.extend(conditions);
        out.extend(self.try_units_out(hall, false));
        out
    }

    fn try_year(&self, hall: &PlannedHall) -> TrialOutcome {
        let mut watch = self.watch(CapacityTest::Year, None);
        let mut index = 0;
        let facility = &hall.built.facility;
        let ran = self.planner.run_year(hall, |outdoor, hour| {
            watch.take_solved(Some(index), outdoor, facility, hour);
            index += 1;
        });
        if let (Err(error), Some(outdoor)) = (ran, self.planner.weather().get(index)) {
            watch.take_failure(WorstConditions::new(Some(index), outdoor, None), TrialFailure::of_plant(&error));
        }
        watch.outcome
    }

    fn try_conditions(&self, hall: &PlannedHall, test: CapacityTest) -> TrialOutcome {
        let design = &self.planner.place.design;
        let air = if test == CapacityTest::Extreme { design.extreme } else { design.typical };
        let (mut watch, outdoor) = (self.watch(test, None), OutdoorConditions::new(air));
        watch.take_hour(None, &outdoor, &hall.planned, &hall.planned.solve_hour(&outdoor));
        watch.outcome
    }

    fn try_units_out(&self, hall: &PlannedHall, stop: bool) -> Vec<TrialOutcome> {
        let mut out = Vec::new();
        for case in hall.units_out() {
            let mut watch = self.watch(CapacityTest::UnitOut, Some(case.equipment));
            let weather = self.planner.weather();
            match &case.facility {
                Ok(Some(facility)) => {
                    for (index, outdoor) in weather.iter().enumerate() {
                        let solved = facility.solve_hour(outdoor);
                        if solved.as_ref().is_err_and(is_untested) {
                            watch.outcome.untested_h += outdoor.weight_h;
                            continue;
                        }
                        watch.take_hour(Some(index), outdoor, facility, &solved);
                        if stop && watch.outcome.failure.is_some() {
                            break;
                        }
                    }
                }
                Ok(None) => {
                    watch.outcome.failure = Some(TrialFailure::NotMet("no machine is left to carry the heat".into()));
                }
                Err(error) if is_untested(error) => watch.outcome.untested_h = sum_hours(weather),
                Err(error) => watch.outcome.failure = Some(TrialFailure::of_plant(error)),
            }
            let failed = watch.outcome.failure.is_some();
            out.push(watch.outcome);
            if stop && failed {
                break;
            }
        }
        out
    }
}
