//! The year of plant that is described part by part, under a heat load or servers.

mod columns;
mod error;
mod hour;
mod notes;
mod profile;
pub mod result;
mod steps;
mod totals;

use crate::assembly::explicit_plant;
use crate::assembly::location::{self, SiteWeather};
use crate::assembly::warning::{WarningCode, WarningList};
use crate::catalog::Catalog;
use crate::component::error::ComponentError;
use crate::plant::explicit::{ExplicitPlant, ExplicitPlantDuty, ExplicitPlantOperation, ScheduledServerBlock};
use crate::plant::outdoor::{OutdoorConditions, sum_hours};
use crate::scenario::{ItCapacity, Scenario, explicit_plant as given};

pub use self::error::ExplicitPlantError;

use self::hour::ExplicitPlantHour;
use self::profile::LoadProfile;
use self::result::{ExplicitPlantReport, ExplicitPlantSite, HourlyTable};
use super::compare::StudyError;

/// A plant with its load and servers, ready to run.
struct PlantAndServers {
    plant: Option<ExplicitPlant>,
    servers: Option<ScheduledServerBlock>,
    load_w: f64,
    /// Shares of load and flow of every hour, where a profile gives them.
    profile: LoadProfile,
    steps: usize,
}

/// Runs the year of a scenario with `[plant]` or `[servers]`.
///
/// # Errors
/// [`ExplicitPlantError`].
pub fn run(scenario: &Scenario, catalog: &Catalog) -> Result<ExplicitPlantReport, ExplicitPlantError> {
    let bare = scenario.explicit_plant.as_ref().ok_or(ExplicitPlantError::NotExplicitPlant)?;
    let place = location::load_site_weather(scenario, catalog).map_err(StudyError::from)?;
    let site = build_plant_and_servers(bare, scenario, &place, catalog)?;
    if site.steps > 1 && !place.hourly {
        return Err(ExplicitPlantError::StepsOfBins);
    }
    let outdoor = steps::interpolate_weather(&place.hours, site.steps);
    let mut states = Vec::with_capacity(outdoor.len());
    for (i, o) in outdoor.iter().enumerate() {
        let hour = i / site.steps;
        let before = states.last().and_then(|s: &ExplicitPlantHour| s.plant.as_ref());
        let state = site.simulate_hour(hour, o, before);
        states.push(state.map_err(|problem| ExplicitPlantError::Hour { hour: hour + 1, problem })?);
    }
    let annual = totals::sum_year(&states);
    // Every capacity is given here: none is sized on the weather.
    let mut warnings: WarningList =
        place.warnings.iter().filter(|w| w.code != WarningCode::NoDesignExtreme).cloned().collect();
    notes::add_warnings(&annual, &states, &mut warnings);
    let hours = if place.hourly { columns::tabulate_hours(&states, site.steps) } else { HourlyTable::default() };
    Ok(ExplicitPlantReport {
        title: scenario.title.clone(),
        site: summarize_site(&place, &place.hours),
        parts: notes::describe_parts(bare),
        annual,
        warnings,
        hours,
    })
}

fn build_plant_and_servers(
    bare: &given::ExplicitPlantInput,
    scenario: &Scenario,
    place: &SiteWeather,
    catalog: &Catalog,
) -> Result<PlantAndServers, ExplicitPlantError> {
    let load_w = match scenario.it.capacity {
        ItCapacity::Load(power) => power.watts(),
        _ => 0.0,
    };
    let build = |p| explicit_plant::build_plant(p, place.climate.elevation_m, catalog);
    let plant = bare.plant.as_ref().map(build).transpose()?;
    let profile = match &scenario.it.profile {
        Some(file) => profile::read_profile(file, bare, catalog)?,
        None => LoadProfile::default(),
    };
    if let Some(file) = &scenario.it.profile {
        if !place.hourly {
            let problem = "a profile needs hourly weather: set weather_form = \"hourly\"";
            return Err(ExplicitPlantError::wrong_profile(file, None, problem));
        }
        if profile.rows != place.hours.len() {
            let problem = format!("{} rows; the weather has {}", profile.rows, place.hours.len());
            return Err(ExplicitPlantError::wrong_profile(file, None, problem));
        }
    }
    let servers = match &bare.servers {
        Some(servers) => Some(ScheduledServerBlock {
            block: explicit_plant::read_server_block(servers)?,
            inlet: explicit_plant::convert_inlet(&servers.inlet),
            hours: profile.servers.clone(),
        }),
        None => None,
    };
    let steps = bare.plant.as_ref().map_or(1, |p| p.steps_per_hour as usize);
    Ok(PlantAndServers { plant, servers, load_w, profile, steps })
}

impl PlantAndServers {
    fn simulate_hour(
        &self,
        i: usize,
        outdoor: &OutdoorConditions,
        previous: Option<&ExplicitPlantOperation>,
    ) -> Result<ExplicitPlantHour, ComponentError> {
        let servers = match &self.servers {
            Some(block) => block.operate_hour(i, outdoor.air.pressure())?,
            None => None,
        };
        let load_w = self.load_w * self.profile.load_share(i);
        let served_w = servers.map_or(0.0, |s| s.operation.heat().watts());
        let duty = ExplicitPlantDuty { load_w: load_w + served_w, flow_share: self.profile.flow_share(i), previous };
        let plant = match &self.plant {
            Some(plant) => Some(plant.solve_duty(&duty, outdoor)?),
            None => None,
        };
        Ok(ExplicitPlantHour { outdoor: *outdoor, load_w, plant, servers })
    }
}

fn summarize_site(place: &SiteWeather, outdoor: &[OutdoorConditions]) -> ExplicitPlantSite {
    let hours = sum_hours(outdoor);
    let mean = outdoor.iter().map(|o| o.weight_h * o.air.dry_bulb().celsius()).sum::<f64>() / hours;
    ExplicitPlantSite {
        climate: place.climate.id.clone(),
        location: place.climate.location.clone(),
        dataset: place.climate.dataset.clone(),
        credit: place.climate.credit.clone(),
        hours,
        elevation_m: place.climate.elevation_m,
        mean_dry_bulb_c: mean,
    }
}
