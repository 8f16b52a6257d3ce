//! Whether sampling a comparison is quick enough to be done unasked: by counting its work, never by a clock, so that the
//! same scenario always gives the same answer.
//!
//! The unit is one architecture in one step of its weather, about half a microsecond of one core in a release build.

use crate::catalog::Catalog;
use crate::scenario::{ArchitectureSettings, Scenario};
use crate::study::compare::sampled_result::NotSampled;
use crate::study::compare::{SiteConditions, StudyError};

/// Draws that are made where none are asked for, a power of two: enough for a 5th percentile and for odds to a few in a
/// hundred.
pub const DEFAULT_SAMPLES: u32 = 256;
/// Steps that are taken unasked: two seconds on two cores.
const MOST_STEPS: u64 = 8_000_000;
/// Building an architecture once, its racks tabulated and its plant sized, in steps of weather.
const BUILD_STEPS: u64 = 1_500;
/// Racks tabulated over the supply temperatures that dry coolers alone may give.
const FLOATING_STEPS: u64 = 8_000;
/// A tank is planned before it is worked, and wetted air is a search of its own: a step takes about twice as long.
const SLOW_STEP_FACTOR: u64 = 2;
/// Reading and preparing the weather anew, where a draw asks for other weather.
const WEATHER_STEPS: u64 = 20_000;

/// Whether [`DEFAULT_SAMPLES`] draws of a scenario are quick; the work that they take where they are not.
///
/// # Errors
/// [`StudyError`] where its weather can't be read.
pub fn check_default_sampling(scenario: &Scenario, catalog: &Catalog) -> Result<Option<NotSampled>, StudyError> {
    let steps = sampling_steps(scenario, catalog)?;
    let not = NotSampled { samples: DEFAULT_SAMPLES, steps, most_steps: MOST_STEPS };
    Ok((steps > MOST_STEPS).then_some(not))
}

fn sampling_steps(scenario: &Scenario, catalog: &Catalog) -> Result<u64, StudyError> {
    let conditions = SiteConditions::from_scenario(scenario, catalog)?;
    let own = |a: &ArchitectureSettings| {
        let steps = conditions.weather_steps(a) as u64;
        let slow = a.storage.is_some() || a.has_wetted_air();
        let floating = if a.heat_rejection.has_floating_supply() { FLOATING_STEPS } else { 0 };
        BUILD_STEPS + floating + if slow { SLOW_STEP_FACTOR * steps } else { steps }
    };
    let weather = scenario.uncertainty.inputs.iter().any(|input| input.name == "site.offset");
    let each = scenario.architectures.iter().map(own).sum::<u64>() + if weather { WEATHER_STEPS } else { 0 };
    Ok(u64::from(DEFAULT_SAMPLES) * each)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;

    fn steps(sets: &[&str], more: &str) -> (u64, Option<NotSampled>) {
        let catalog = Catalog::load(None).unwrap();
        let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
        let text = format!("{}\n{more}", scenario::DEFAULT);
        let scenario = Scenario::parse("test", &text, &sets, &catalog).unwrap();
        (sampling_steps(&scenario, &catalog).unwrap(), check_default_sampling(&scenario, &catalog).unwrap())
    }

    #[test]
    fn work_is_counted_by_architectures_and_steps_of_weather() {
        let (built_in, not) = steps(&[], "");
        assert_eq!(not, None);
        let count = scenario::DEFAULT.matches("[[architecture]]").count() as u64;
        assert_eq!(built_in, 256 * count * (1_500 + 8_760));
        assert!(steps(&["site.weather_form=bins"], "").0 < built_in / 3);
        let air = "[[architecture]]\nname = \"NAME\"\nsystem = \"hgx-b200-air\"\ncooling = \"air\"\n\
                   supply_temperature = \"25 degC\"\nheat_rejection = \"tower\"\n";
        let more: String = (0..4).map(|i| air.replace("NAME", &format!("more {i}"))).collect();
        let (many, not) = steps(&[], &more);
        assert_eq!(not, Some(NotSampled { samples: 256, steps: many, most_steps: 8_000_000 }));
        assert_eq!(steps(&["site.weather_form=bins"], &more).1, None);
        let offset = "[[uncertainty.input]]\nkey = \"site.offset\"\nlow = \"-1 K\"\nhigh = \"1 K\"\n";
        assert!(steps(&[], offset).0 > built_in);
    }
}
