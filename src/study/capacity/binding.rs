//! What one more rack would pass, and where.

use crate::assembly::error::ArchitectureError;
use crate::plant::outdoor::{OutdoorConditions, settle_minutes, sum_hours};
use crate::units::calendar;
use crate::units::message::Message;

use super::request::LimitBoundary;
use super::result::{BindingHour, BindingLimit};
use super::trial::{CapacityTest, TrialFailure, TrialOutcome};

/// Powers that differ by less than this share are the same.
const SAME_POWER: f64 = 1e-6;
/// More hours than a common year has, and fewer than a leap year.
const LEAP_YEAR_H: f64 = 8772.0;

/// What binds, where, and in words.
pub(super) struct Binding {
    pub limit: BindingLimit,
    pub hour: BindingHour,
    pub text: Message,
}

/// How the hours of a year are told.
#[derive(Clone, Copy)]
pub(super) struct HourNames<'a> {
    pub weather: &'a [OutdoorConditions],
    /// Whether they stand in their order.
    pub hourly: bool,
}

impl HourNames<'_> {
    /// Hours since the year began at the end of a period; the number of a bin.
    pub fn hour(self, index: usize) -> f64 {
        let count = (index + 1) as f64;
        let weight_h = self.weather.get(index).map_or(1.0, |outdoor| outdoor.weight_h);
        if self.hourly { settle_minutes(count * weight_h) } else { count }
    }

    /// When it begins; nothing without order.
    pub fn date(self, index: usize) -> Option<String> {
        let outdoor = self.weather.get(index).filter(|_| self.hourly)?;
        let minute = calendar::whole_minutes(index as f64 * outdoor.weight_h);
        Some(calendar::format_date(minute, sum_hours(self.weather) > LEAP_YEAR_H))
    }
}

/// What binds by the outcomes of a hall that does not pass: of tests above the limit that of the largest power; else the
/// first that fails. Nothing where all pass.
pub(super) fn find_binding(
    boundary: LimitBoundary,
    outcomes: &[TrialOutcome],
    names: HourNames<'_>,
) -> Option<Binding> {
    let power = |o: &TrialOutcome| o.worst.and_then(|worst| worst.power_w).unwrap_or(f64::NEG_INFINITY);
    let above = |o: &&TrialOutcome| matches!(o.failure, Some(TrialFailure::AboveLimit));
    // Of equal powers the first.
    let most =
        outcomes.iter().filter(above).reduce(|a, b| if power(b) > power(a) * (1.0 + SAME_POWER) { b } else { a });
    let outcome = most.or_else(|| outcomes.iter().find(|o| o.failure.is_some()))?;
    if most.is_some() && is_weatherproof(outcomes) {
        return Some(same_in_every_weather(boundary, power(outcome)));
    }
    let worst = outcome.worst;
    let index = worst.and_then(|worst| worst.index);
    let date = index.and_then(|index| names.date(index));
    let reason = match (index, &date) {
        _ if worst.is_none() => Some("the hall can't be run so"),
        (None, _) => Some("design conditions have no date"),
        (Some(_), None) => Some("joint bins have no dates"),
        _ => None,
    };
    let hour = BindingHour {
        test: outcome.test,
        equipment: outcome.equipment,
        hour: index.map(|index| names.hour(index)),
        date,
        dry_bulb_c: worst.map(|worst| worst.dry_bulb_c),
        wet_bulb_c: worst.map(|worst| worst.wet_bulb_c),
        power_w: worst.and_then(|worst| worst.power_w),
        reason: reason.map(str::to_owned),
    };
    let limit = match (&outcome.failure, outcome.test) {
        (Some(TrialFailure::Feed(_)), _) => BindingLimit::Feed,
        (_, CapacityTest::Year) => limit_of(boundary),
        (_, CapacityTest::DesignDay) => BindingLimit::DesignDay,
        (_, CapacityTest::Extreme) => BindingLimit::Extreme,
        (_, CapacityTest::UnitOut) => BindingLimit::UnitOut,
    };
    let text = describe(outcome);
    Some(Binding { limit, hour, text })
}

/// What binds where a hall can't be built.
pub(super) fn binding_of_error(error: &ArchitectureError) -> Binding {
    let (limit, test) = match error {
        ArchitectureError::Site(error) => match TrialFailure::of_plant(error) {
            TrialFailure::Feed(_) => (BindingLimit::Feed, CapacityTest::Extreme),
            _ => (BindingLimit::Extreme, CapacityTest::Extreme),
        },
        _ => (BindingLimit::Rack, CapacityTest::DesignDay),
    };
    let reason = Some("the hall can't be built".to_owned());
    let (equipment, hour, date, dry_bulb_c, wet_bulb_c, power_w) = (None, None, None, None, None, None);
    let hour = BindingHour { test, equipment, hour, date, dry_bulb_c, wet_bulb_c, power_w, reason };
    Binding { limit, hour, text: error.describe() }
}

const fn limit_of(boundary: LimitBoundary) -> BindingLimit {
    match boundary {
        LimitBoundary::Utility => BindingLimit::UtilityPower,
        LimitBoundary::It => BindingLimit::ItPower,
        LimitBoundary::Heat => BindingLimit::Heat,
    }
}

/// Whether every test at the planned activity draws the same, whatever the weather.
fn is_weatherproof(outcomes: &[TrialOutcome]) -> bool {
    let planned = outcomes.iter().filter(|o| o.test != CapacityTest::Year);
    let powers: Option<Vec<f64>> = planned.map(|o| o.worst?.power_w).collect();
    let Some(powers) = powers else { return false };
    let (least, most) =
        powers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), w| (low.min(*w), high.max(*w)));
    most - least <= SAME_POWER * most
}

fn same_in_every_weather(boundary: LimitBoundary, power_w: f64) -> Binding {
    let hour = BindingHour {
        test: CapacityTest::DesignDay,
        equipment: None,
        hour: None,
        date: None,
        dry_bulb_c: None,
        wet_bulb_c: None,
        power_w: Some(power_w),
        reason: Some("the same in every weather".to_owned()),
    };
    let text = format!("{} in any weather", kilowatts(power_w)).into();
    Binding { limit: limit_of(boundary), hour, text }
}

/// A power in a sentence.
fn kilowatts(power_w: f64) -> String {
    if power_w >= 999.5e3 { format!("{:.3} MW", power_w / 1e6) } else { format!("{:.1} kW", power_w / 1e3) }
}

/// A test that fails, in words.
fn describe(outcome: &TrialOutcome) -> Message {
    let place = match (outcome.test, outcome.equipment) {
        (CapacityTest::Year, _) => "an hour of the year".to_owned(),
        (CapacityTest::DesignDay, _) => "the design day".to_owned(),
        (CapacityTest::Extreme, _) => "the 20-year extreme".to_owned(),
        (CapacityTest::UnitOut, equipment) => format!("the year with one {} out", equipment.unwrap_or("unit")),
    };
    let power_w = outcome.worst.and_then(|worst| worst.power_w);
    match (outcome.failure.as_ref().and_then(TrialFailure::text), power_w) {
        (Some(text), _) => Message::from(format!("in {place} ")).with_message(text.clone()),
        (None, Some(power_w)) => format!("{} in {place}", kilowatts(power_w)).into(),
        (None, None) => place.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::kilowatts;

    #[test]
    fn powers_in_sentences() {
        assert_eq!([kilowatts(146_320.0), kilowatts(20.034e6)], ["146.3 kW", "20.034 MW"]);
    }
}
