//! The year of a facility at full load with one machine of its plants out.

use serde::Serialize;

use crate::assembly::facility::BuiltFacility;
use crate::assembly::units_out::PlantUnitOut;
use crate::plant::error::PlantError;
use crate::plant::outdoor::{OutdoorConditions, settle_minutes};
use crate::scenario::ArchitectureSettings;
use crate::site::facility::{Facility, PlantPlace, SUPPLY_TOLERANCE_K};
use crate::site::hour::FacilityHour;

use super::weather_order::{KnownHour, WeatherOrder};

/// What happens at full load through the year with one machine of a kind out.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct UnitOutResult {
    /// What is out.
    pub equipment: &'static str,
    /// The loop beside the main one whose plant it belongs to; nothing of the main plant and of the room's.
    #[serde(rename = "loop", skip_serializing_if = "Option::is_none")]
    pub side_loop: Option<String>,
    /// How many are installed, spare ones with them.
    pub count: u32,
    /// Hours in which the supply is above its set point, or heat is left.
    pub unmet_hours: f64,
    /// The worst of them; without any that of the largest power. Of hours that are alike, the warmest.
    pub worst_hour: Option<WorstHour>,
}

/// An hour with a machine out.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct WorstHour {
    /// Outdoor dry-bulb.
    pub dry_bulb_c: f64,
    /// Outdoor wet-bulb.
    pub wet_bulb_c: f64,
    /// Supply at the racks; nothing where the plant does not carry the heat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supply_c: Option<f64>,
    /// Heat that it does not carry.
    pub heat_left_kw: f64,
    /// Power of the facility; nothing where the plant does not carry the heat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility_power_w: Option<f64>,
}

impl WorstHour {
    /// An hour of which nothing but the weather is known.
    fn in_weather(outdoor: &OutdoorConditions) -> Self {
        Self {
            dry_bulb_c: outdoor.air.dry_bulb().celsius(),
            wet_bulb_c: outdoor.wet_bulb.celsius(),
            supply_c: None,
            heat_left_kw: 0.0,
            facility_power_w: None,
        }
    }

    /// What an hour reaches at a supply, or leaves.
    fn from_solved(
        outdoor: &OutdoorConditions,
        solved: Result<FacilityHour, PlantError>,
        supply_of: impl Fn(&FacilityHour) -> f64,
    ) -> Result<Self, PlantError> {
        let known = Self::in_weather(outdoor);
        let left = |heat_left_kw: f64| Ok(Self { heat_left_kw, ..known });
        match solved {
            Ok(hour) => {
                let (supply_c, facility_power_w) = (Some(supply_of(&hour)), Some(hour.facility_w));
                Ok(Self { supply_c, facility_power_w, ..known })
            }
            Err(PlantError::Overload { available_kw, load_kw, .. }) => left(load_kw - available_kw),
            Err(PlantError::HeatLeftToRoom { left_kw, carried_kw: Some(carried_kw), .. }) => left(left_kw - carried_kw),
            Err(PlantError::HeatNotRejected { load_kw, .. }) => left(load_kw),
            Err(PlantError::SupplyTooWarm { supply_c, .. }) => Ok(Self { supply_c: Some(supply_c), ..known }),
            Err(error) => Err(error),
        }
    }

    /// Of hours that are alike the warmest counts.
    fn is_worse_than(&self, other: &Self) -> bool {
        let rank = |hour: &Self| {
            // Supplies that differ by rounding are the same.
            let supply_c = hour.supply_c.map_or(f64::INFINITY, |c| (c / SUPPLY_TOLERANCE_K).round());
            (hour.heat_left_kw, supply_c, hour.facility_power_w, hour.dry_bulb_c, hour.wet_bulb_c)
        };
        rank(self) > rank(other)
    }
}

/// One machine of each kind out in turn, of the main plant, of the room's and of those of the loops beside the main one. A case
/// in which a model leaves its range is left out.
///
/// # Errors
/// A hall that can't run at full load.
pub(super) fn one_unit_out(
    built: &BuiltFacility,
    architecture: &ArchitectureSettings,
    weather: &[OutdoorConditions],
) -> Result<Vec<UnitOutResult>, PlantError> {
    solve_cases(built, architecture, weather, true)
}

/// The same; `deciding` says whether only the hours that decide are solved where a plant allows it.
fn solve_cases(
    built: &BuiltFacility,
    architecture: &ArchitectureSettings,
    weather: &[OutdoorConditions],
    deciding: bool,
) -> Result<Vec<UnitOutResult>, PlantError> {
    // Neither a district nor a tank is counted on.
    let full = built.facility.with_utilisation(1.0)?.with_heat_reuse(None).with_storage(None);
    let cases = built.units_out();
    let order = WeatherOrder::new(weather);
    let weather = OrderedWeather { hours: weather, order: &order, deciding };
    Ok(cases.iter().filter_map(|case| run_case(&full, architecture, weather, case).ok()).collect())
}

/// The hours of a year and which of them decide.
#[derive(Clone, Copy)]
struct OrderedWeather<'a> {
    hours: &'a [OutdoorConditions],
    order: &'a WeatherOrder,
    /// Whether the hours that decide are enough for a plant that warm air hinders.
    deciding: bool,
}

impl OrderedWeather<'_> {
    /// Solves the hours that decide; which hours of the year are met. `solve` tells whether an hour is.
    fn solve_deciding_hours(
        &self,
        solve: &mut impl FnMut(&OutdoorConditions) -> Result<bool, PlantError>,
    ) -> Result<Vec<bool>, PlantError> {
        let mut screen = self.order.screen();
        let mut met = vec![true; self.hours.len()];
        for place in &self.order.places {
            let hour = &self.hours[*place];
            met[*place] = match screen.known(hour) {
                KnownHour::Met => true,
                KnownHour::Unmet => false,
                KnownHour::Open => {
                    let is_met = solve(hour)?;
                    screen.add(hour, is_met);
                    is_met
                }
            };
        }
        Ok(met)
    }

    /// The same by solving every hour.
    fn solve_all_hours(
        &self,
        solve: &mut impl FnMut(&OutdoorConditions) -> Result<bool, PlantError>,
    ) -> Result<Vec<bool>, PlantError> {
        self.hours.iter().map(solve).collect()
    }
}

fn run_case(
    full: &Facility,
    architecture: &ArchitectureSettings,
    weather: OrderedWeather<'_>,
    case: &PlantUnitOut,
) -> Result<UnitOutResult, PlantError> {
    let facility = case.unit.plant.map(|plant| full.with_plant(case.place, plant)).transpose()?;
    let (set_c, all_w) = match case.place {
        PlantPlace::Main | PlantPlace::Room => {
            let set_c = full.hall.main.set_point.celsius();
            (set_c, full.hall.state_at_supply(set_c)?.main_load.heat_w())
        }
        PlantPlace::Side(place) => {
            let set_c = full.hall.side[place].set_point.celsius();
            (set_c, full.hall.side[place].water_load(set_c, 0.0)?.heat_w)
        }
    };
    let supply_of = |hour: &FacilityHour| match case.place {
        PlantPlace::Main | PlantPlace::Room => hour.supply_c,
        PlantPlace::Side(place) => hour.side.supply_c[place],
    };
    let prepared = facility.as_ref().map(Facility::prepared).transpose()?;
    let mut worst: Option<WorstHour> = None;
    let mut solve = |outdoor: &OutdoorConditions| {
        let hour = match prepared.as_ref().map(|facility| facility.solve_hour(outdoor)) {
            None => WorstHour { heat_left_kw: all_w / 1e3, ..WorstHour::in_weather(outdoor) },
            Some(solved) => WorstHour::from_solved(outdoor, solved, supply_of)?,
        };
        if worst.is_none_or(|worst| hour.is_worse_than(&worst)) {
            worst = Some(hour);
        }
        let too_warm = hour.supply_c.is_some_and(|supply_c| supply_c > set_c + SUPPLY_TOLERANCE_K);
        Ok(!(too_warm || hour.heat_left_kw > 0.0))
    };
    let met = if weather.deciding && facility.as_ref().is_some_and(Facility::is_hindered_by_warm_air) {
        weather.solve_deciding_hours(&mut solve)
    } else {
        weather.solve_all_hours(&mut solve)
    }?;
    let unmet_hours =
        weather.hours.iter().zip(&met).filter(|(_, met)| !**met).fold(0.0, |sum, (h, _)| sum + h.weight_h);
    Ok(UnitOutResult {
        equipment: case.item.label(),
        side_loop: match case.place {
            PlantPlace::Main | PlantPlace::Room => None,
            PlantPlace::Side(place) => Some(architecture.loops[place].settings.name.clone()),
        },
        count: case.unit.installed,
        unmet_hours: settle_minutes(unmet_hours),
        worst_hour: worst,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::assembly::facility::build_facility;
    use crate::catalog::Catalog;
    use crate::scenario::{self, Scenario};
    use crate::study::compare::SiteConditions;

    #[test]
    fn deciding_hours_tell_what_all_hours_tell() {
        let catalog = Catalog::load(None).unwrap();
        let mut cases = 0;
        for (climate, rejection) in [
            ("us-va-ashburn", None),
            ("us-az-tucson", Some("chiller-air")),
            ("us-co-aurora", Some("dry-cooler")),
            ("us-fl-tampa", Some("tower")),
        ] {
            let mut sets = vec![format!("site.climate={climate}")];
            sets.extend(rejection.map(|kind| format!("architecture.1.heat_rejection={kind}")));
            let scenario = Scenario::parse("test", scenario::DEFAULT, &sets, &catalog).unwrap();
            let conditions = SiteConditions::from_scenario(&scenario, &catalog).unwrap();
            let place = &conditions.place.weather;
            for given in &scenario.architectures {
                let built = build_facility(&catalog, &scenario, given, &place.design).unwrap();
                let by = |deciding| {
                    let told = solve_cases(&built, given, place.weather_of(given), deciding).unwrap();
                    told.iter().map(|case| serde_json::to_string(case).unwrap()).collect::<Vec<_>>()
                };
                let told = by(true);
                cases += told.len();
                assert_eq!(told, by(false), "{climate}, {}", given.name);
            }
        }
        assert!(cases > 20, "{cases}");
    }
}
