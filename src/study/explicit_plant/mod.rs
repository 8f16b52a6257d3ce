//! The year of plant that is described part by part, under a constant heat load or servers.

pub mod result;

use thiserror::Error;

use crate::assembly::explicit_plant::{self, ExplicitPartError};
use crate::assembly::location::{self, SiteWeather};
use crate::assembly::warning::{WarningCode, WarningList};
use crate::catalog::Catalog;
use crate::component::error::ComponentError;
use crate::component::server::server_block;
use crate::plant::explicit::{ExplicitPlant, ExplicitPlantOperation, ExplicitTowerHour, ScheduledServerBlock};
use crate::plant::outdoor::{OutdoorConditions, settle_minutes, sum_hours};
use crate::plant::sized::PlantMode;
use crate::scenario::{ItCapacity, Scenario, explicit_plant as given};
use crate::units::message::Message;

use self::result::{AnnualTowerWater, ExplicitPlantReport, ExplicitPlantSite, ExplicitPlantTotals, HourlyTable};
use super::compare::StudyError;

const J_PER_KWH: f64 = 3.6e6;

/// Why the year of a plant could not be made.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum ExplicitPlantError {
    /// Weather or data.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// The parts do not make a plant.
    #[error(transparent)]
    Part(#[from] ExplicitPartError),
    /// The scenario describes architectures.
    #[error("the scenario describes architectures, no plant part by part")]
    NotExplicitPlant,
    /// A profile is wrong.
    #[error("{file}{}: {problem}", line.map_or(String::new(), |l| format!(":{l}")))]
    Profile {
        /// The file.
        file: String,
        /// Line, from 1.
        line: Option<u64>,
        /// What is wrong.
        problem: String,
    },
    /// An hour has no state.
    #[error("hour {hour}: {problem}")]
    Hour {
        /// Hour of the year, from 1.
        hour: usize,
        /// What is wrong.
        problem: ComponentError,
    },
}

/// A plant with its servers, ready to run.
struct PlantAndServers {
    plant: Option<ExplicitPlant>,
    servers: Option<ScheduledServerBlock>,
    load_w: f64,
}

/// One hour, with the weather it stands for.
#[derive(Clone, Copy)]
struct ExplicitPlantHour {
    outdoor: OutdoorConditions,
    load_w: f64,
    plant: Option<ExplicitPlantOperation>,
    servers: Option<server_block::ServerBlockOperation>,
}

/// Runs the year of a scenario with `[plant]` or `[servers]`.
///
/// # Errors
/// [`ExplicitPlantError`].
pub fn run(scenario: &Scenario, catalog: &Catalog) -> Result<ExplicitPlantReport, ExplicitPlantError> {
    let bare = scenario.explicit_plant.as_ref().ok_or(ExplicitPlantError::NotExplicitPlant)?;
    let place = location::load_site_weather(scenario, catalog).map_err(StudyError::from)?;
    let outdoor = place.hours.as_slice();
    let site = build_plant_and_servers(bare, scenario, &place, catalog)?;
    let mut states = Vec::with_capacity(outdoor.len());
    for (i, o) in outdoor.iter().enumerate() {
        states.push(site.simulate_hour(i, o).map_err(|problem| ExplicitPlantError::Hour { hour: i + 1, problem })?);
    }
    let annual = sum_year(&states);
    // Every capacity is given here: none is sized on the weather.
    let mut warnings: WarningList =
        place.warnings.iter().filter(|w| w.code != WarningCode::NoDesignExtreme).cloned().collect();
    let set_point_c = bare.plant.as_ref().map(|p| p.supply_c);
    add_warnings(&annual, &states, set_point_c, &mut warnings);
    Ok(ExplicitPlantReport {
        title: scenario.title.clone(),
        site: summarize_site(&place, outdoor),
        parts: describe_parts(bare),
        annual,
        warnings,
        hours: if place.hourly { tabulate_hours(&states) } else { HourlyTable::default() },
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
    let servers = match (&bare.servers, &scenario.it.profile) {
        (Some(s), Some(file)) => {
            let hours = read_server_profile(file)?;
            let problem = |problem: String| ExplicitPlantError::Profile { file: file.clone(), line: None, problem };
            if !place.hourly {
                return Err(problem("a profile needs hourly weather: set weather_form = \"hourly\"".to_owned()));
            }
            if hours.len() != place.hours.len() {
                let (rows, all) = (hours.len(), place.hours.len());
                return Err(problem(format!("{rows} rows; the weather has {all}")));
            }
            Some(ScheduledServerBlock { block: explicit_plant::read_server_block(s)?, hours })
        }
        _ => None,
    };
    Ok(PlantAndServers { plant, servers, load_w })
}

/// Inlet temperature, °C, and CPU load of every hour from a CSV file with columns `inlet_c` and `cpu_load`.
fn read_server_profile(file: &str) -> Result<Vec<(f64, f64)>, ExplicitPlantError> {
    let problem =
        |line: Option<u64>, problem: String| ExplicitPlantError::Profile { file: file.to_owned(), line, problem };
    let text = std::fs::read_to_string(file).map_err(|e| problem(None, e.to_string()))?;
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
    let head = reader.headers().map_err(|e| problem(Some(1), e.to_string()))?.clone();
    let place = |name: &str| {
        let help = || format!("there is no column `{name}`; `inlet_c` and `cpu_load` are needed");
        head.iter().position(|h| h == name).ok_or_else(|| problem(Some(1), help()))
    };
    let (inlet, load) = (place("inlet_c")?, place("cpu_load")?);
    let mut out = Vec::with_capacity(8784);
    for record in reader.records() {
        let record = record.map_err(|e| problem(e.position().map(csv::Position::line), e.to_string()))?;
        let line = record.position().map(csv::Position::line);
        let number = |place: usize, name: &str, (min, max): (f64, f64)| {
            let text = record.get(place).unwrap_or("");
            let value = text.parse::<f64>().ok().filter(|v| (min..=max).contains(v));
            value.ok_or_else(|| problem(line, format!("{name} must be {min} to {max}, found `{text}`")))
        };
        out.push((number(inlet, "inlet_c", (-40.0, 80.0))?, number(load, "cpu_load", (0.0, 1.5))?));
    }
    Ok(out)
}

impl PlantAndServers {
    fn simulate_hour(&self, i: usize, outdoor: &OutdoorConditions) -> Result<ExplicitPlantHour, ComponentError> {
        let servers = self.servers.as_ref().and_then(|s| s.operate_hour(i));
        let served_w = servers.map_or(0.0, |s| (s.cpu + s.fan + s.supply_loss).watts());
        let load_w = self.load_w + served_w;
        let plant = self.plant.as_ref().map(|p| p.solve_hour(load_w, outdoor)).transpose()?;
        Ok(ExplicitPlantHour { outdoor: *outdoor, load_w: self.load_w, plant, servers })
    }
}

impl ExplicitPlantHour {
    fn it_power_w(&self) -> f64 {
        self.load_w + self.servers.map_or(0.0, |s| (s.cpu + s.fan).watts())
    }
    fn facility_power_w(&self) -> f64 {
        let loss_w = self.servers.map_or(0.0, |s| s.supply_loss.watts());
        self.it_power_w() + loss_w + self.plant.map_or(0.0, |p| p.power_w())
    }
    fn tower(&self) -> Option<ExplicitTowerHour> {
        self.plant.and_then(|p| p.tower)
    }
    fn economizer_tower(&self) -> Option<ExplicitTowerHour> {
        self.plant.and_then(|p| p.economizer_tower)
    }
    /// How the plant cools; nothing where it has no chiller.
    fn operating_mode(&self) -> Option<PlantMode> {
        let plant = self.plant?;
        let economizer_works = plant.economizer_heat_w.is_some_and(|w| w > 0.0);
        Some(match (plant.chiller?.power_w > 0.0, economizer_works) {
            (false, _) => PlantMode::Free,
            (true, true) => PlantMode::Partial,
            (true, false) => PlantMode::Mechanical,
        })
    }
}

/// A column of the hourly table; a plant without the part has none.
type HourlyColumn = (&'static str, fn(&ExplicitPlantHour) -> Option<f64>);

/// The columns, in their order.
const COLUMNS: [HourlyColumn; 36] = [
    ("dry_bulb_c", |s| Some(s.outdoor.air.dry_bulb().celsius())),
    ("wet_bulb_c", |s| Some(s.outdoor.wet_bulb.celsius())),
    ("pressure_pa", |s| Some(s.outdoor.air.pressure().pascals())),
    ("it_power_w", |s| Some(s.it_power_w())),
    ("facility_power_w", |s| Some(s.facility_power_w())),
    ("tower_leaving_c", |s| Some(s.tower()?.leaving_c)),
    ("tower_fan_power_w", |s| Some(s.tower()?.fan_w)),
    ("tower_evaporation_kg_s", |s| Some(s.tower()?.water.evaporation.kg_s())),
    ("tower_drift_kg_s", |s| Some(s.tower()?.water.drift.kg_s())),
    ("tower_blowdown_kg_s", |s| Some(s.tower()?.water.blowdown.kg_s())),
    ("tower_makeup_kg_s", |s| Some(s.tower()?.water.makeup_water().kg_s())),
    ("fc_tower_leaving_c", |s| Some(s.economizer_tower()?.leaving_c)),
    ("fc_tower_fan_power_w", |s| Some(s.economizer_tower()?.fan_w)),
    ("chiller_power_w", |s| Some(s.plant?.chiller?.power_w)),
    ("chiller_plr", |s| Some(s.plant?.chiller?.plr)),
    ("economizer_heat_w", |s| s.plant?.economizer_heat_w),
    ("dry_cooler_leaving_c", |s| Some(s.plant?.dry?.leaving_c)),
    ("dry_cooler_fan_power_w", |s| Some(s.plant?.dry?.fan_w)),
    ("ite_cpu_power_w", |s| Some(s.servers?.cpu.watts())),
    ("ite_fan_power_w", |s| Some(s.servers?.fan.watts())),
    ("ite_ups_loss_w", |s| Some(s.servers?.supply_loss.watts())),
    ("ite_air_flow_m3_s", |s| Some(s.servers?.air_flow.m3_s())),
    ("supply_c", |s| Some(s.plant?.supply_c)),
    ("pump_power_w", |s| Some(s.plant?.pump_w)),
    ("rejected_heat_w", |s| Some(s.plant?.rejected_w)),
    ("residual_w", |s| Some(s.plant?.residual_w)),
    ("tower_entering_c", |s| Some(s.tower()?.entering_c)),
    ("tower_heat_w", |s| Some(s.tower()?.heat_w)),
    ("tower_water_density_kg_m3", |s| Some(s.tower()?.density_kg_m3)),
    ("tower_air_ratio", |s| Some(s.tower()?.air_ratio)),
    ("fc_tower_entering_c", |s| Some(s.economizer_tower()?.entering_c)),
    ("fc_tower_makeup_kg_s", |s| Some(s.economizer_tower()?.water.makeup_water().kg_s())),
    ("fc_tower_water_density_kg_m3", |s| Some(s.economizer_tower()?.density_kg_m3)),
    ("fc_tower_air_ratio", |s| Some(s.economizer_tower()?.air_ratio)),
    ("chiller_heat_w", |s| Some(s.plant?.chiller?.heat_w)),
    ("chiller_false_load_w", |s| Some(s.plant?.chiller?.false_load_w)),
];

fn tabulate_hours(states: &[ExplicitPlantHour]) -> HourlyTable {
    let there = |c: &&HourlyColumn| states.first().is_some_and(|s| (c.1)(s).is_some());
    let columns: Vec<&HourlyColumn> = COLUMNS.iter().filter(there).collect();
    let row = |s: &ExplicitPlantHour| columns.iter().map(|c| (c.1)(s).unwrap_or(0.0)).collect();
    let step_h = states.first().map_or(0.0, |s| s.outdoor.weight_h);
    HourlyTable { step_h, rows: states.iter().map(row).collect(), columns: columns.iter().map(|c| c.0).collect() }
}

fn sum_year(states: &[ExplicitPlantHour]) -> ExplicitPlantTotals {
    let weigh = |s: &ExplicitPlantHour, value: f64| value * s.outdoor.weight_h * 3600.0;
    let kwh = |f: &dyn Fn(&ExplicitPlantHour) -> f64| states.iter().map(|s| weigh(s, f(s))).sum::<f64>() / J_PER_KWH;
    let maybe_kwh = |f: &dyn Fn(&ExplicitPlantHour) -> Option<f64>| {
        states.first().and_then(f).map(|_| kwh(&|s| f(s).unwrap_or(0.0)))
    };
    let water = |f: &dyn Fn(&ExplicitPlantHour) -> Option<ExplicitTowerHour>| {
        states.first().and_then(f)?;
        let mut year = AnnualTowerWater::default();
        for s in states {
            let Some(t) = f(s) else { continue };
            let m3 = |kg_s: f64| weigh(s, kg_s / t.density_kg_m3);
            year.evaporation_m3 += m3(t.water.evaporation.kg_s());
            year.drift_m3 += m3(t.water.drift.kg_s());
            year.blowdown_m3 += m3(t.water.blowdown.kg_s());
            year.makeup_m3 += m3(t.water.makeup_water().kg_s());
        }
        Some(year)
    };
    let count = |f: &dyn Fn(&ExplicitPlantHour) -> bool| {
        settle_minutes(states.iter().filter(|s| f(s)).fold(0.0, |sum, s| sum + s.outdoor.weight_h))
    };
    let mode = |mode: PlantMode| {
        let first = states.first().and_then(ExplicitPlantHour::operating_mode);
        first.map(|_| count(&|s| s.operating_mode() == Some(mode)))
    };
    let warmest = states.iter().filter_map(|s| Some(s.plant?.supply_c)).fold(f64::NEG_INFINITY, f64::max);
    ExplicitPlantTotals {
        it_energy_kwh: kwh(&ExplicitPlantHour::it_power_w),
        facility_energy_kwh: kwh(&ExplicitPlantHour::facility_power_w),
        pump_energy_kwh: kwh(&|s| s.plant.map_or(0.0, |p| p.pump_w)),
        tower_fan_energy_kwh: maybe_kwh(&|s| Some(s.tower()?.fan_w)),
        tower_heat_kwh: maybe_kwh(&|s| Some(s.tower()?.heat_w)),
        tower_water: water(&ExplicitPlantHour::tower),
        fc_tower_fan_energy_kwh: maybe_kwh(&|s| Some(s.economizer_tower()?.fan_w)),
        fc_tower_water: water(&ExplicitPlantHour::economizer_tower),
        chiller_energy_kwh: maybe_kwh(&|s| Some(s.plant?.chiller?.power_w)),
        chiller_heat_kwh: maybe_kwh(&|s| Some(s.plant?.chiller?.heat_w)),
        economizer_heat_kwh: maybe_kwh(&|s| s.plant?.economizer_heat_w),
        dry_cooler_fan_energy_kwh: maybe_kwh(&|s| Some(s.plant?.dry?.fan_w)),
        ite_cpu_energy_kwh: maybe_kwh(&|s| Some(s.servers?.cpu.watts())),
        ite_fan_energy_kwh: maybe_kwh(&|s| Some(s.servers?.fan.watts())),
        ite_ups_loss_kwh: maybe_kwh(&|s| Some(s.servers?.supply_loss.watts())),
        free_hours: mode(PlantMode::Free),
        partial_hours: mode(PlantMode::Partial),
        mechanical_hours: mode(PlantMode::Mechanical),
        unmet_hours: count(&|s| s.plant.is_some_and(|p| p.unmet)),
        outside_hours: count(&|s| s.plant.is_some_and(|p| p.extrapolated)),
        warmest_supply_c: warmest.is_finite().then_some(warmest),
        residual_kwh: kwh(&|s| s.plant.map_or(0.0, |p| p.residual_w)),
    }
}

/// What the reader must know.
fn add_warnings(
    annual: &ExplicitPlantTotals,
    states: &[ExplicitPlantHour],
    set_point_c: Option<f64>,
    warnings: &mut WarningList,
) {
    if annual.outside_hours > 0.0 {
        warnings.add(
            WarningCode::ExtrapolatedCurve,
            format!(
                "in {:.0} h a tower's or chiller's model is outside the range that it was made for",
                annual.outside_hours
            ),
        );
    }
    if annual.unmet_hours > 0.0 {
        let hours = Message::from(format!("in {:.0} h the supply is above its set point", annual.unmet_hours));
        let excess_k = annual.warmest_supply_c.zip(set_point_c).map(|(warmest_c, set_c)| warmest_c - set_c);
        let text = match excess_k {
            Some(k) => hours.with_text(", by up to ").with_quantity(k, 1, "K"),
            None => hours,
        };
        warnings.add(WarningCode::UnmetHours, text);
    }
    let overloaded = states.iter().filter(|s| s.plant.is_some_and(|p| p.residual_w > 0.01 * (s.load_w + p.power_w())));
    let count = overloaded.count();
    if count > 0 {
        warnings.add(WarningCode::PlantOverload, format!(
            "in {count} h the plant does not carry the load: the loop would go on warming, and the supply shown is that \
             of one pass"
        ));
    } else if annual.residual_kwh.abs() > 1e-6 * annual.facility_energy_kwh {
        warnings.add(
            WarningCode::EnergyResidual,
            format!(
                "specific heats taken at each inlet leave {:.3} % of the energy unaccounted for",
                100.0 * annual.residual_kwh / annual.facility_energy_kwh
            ),
        );
    }
}

fn describe_parts(bare: &given::ExplicitPlantInput) -> String {
    let mut words = Vec::new();
    if bare.servers.is_some() {
        words.push("servers");
    }
    if let Some(p) = &bare.plant {
        let there = [
            (p.economiser.is_some(), "economizer on its own tower"),
            (p.chiller.as_ref().is_some_and(|c| c.air_cooled), "air-cooled chiller"),
            (p.chiller.as_ref().is_some_and(|c| !c.air_cooled), "water-cooled chiller"),
            (p.tower.is_some(), "tower"),
            (p.dry_cooler.is_some(), "dry cooler"),
        ];
        words.extend(there.iter().filter(|(there, _)| *there).map(|(_, word)| *word));
    }
    words.join(", ")
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
