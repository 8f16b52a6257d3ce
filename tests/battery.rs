//! Five thousand random halls of a fixed seed over all systems, ways of cooling, kinds of heat rejection and climates.
//! Energy closes; modes agree with powers; no compressor beats Carnot and no evaporation its latent heat; hotter weather
//! never saves power, but for the steps named here; worse machines never help; what the program sizes carries its year.

use rackjoule::assembly::error::ArchitectureError;
use rackjoule::assembly::facility::{self, BuiltFacility};
use rackjoule::catalog::climate::WeatherForm;
use rackjoule::catalog::{Catalog, RecordKind};
use rackjoule::physics::air::MoistAir;
use rackjoule::plant::error::PlantError;
use rackjoule::plant::outdoor::OutdoorConditions;
use rackjoule::plant::sized::{PlantMode, SizedPlantHour};
use rackjoule::plant::weather::{self, DesignConditions};
use rackjoule::scenario::{CoolingMethod, HeatRejection, RoomCooling, Scenario};
use rackjoule::site::hour::FacilityHour;
use rackjoule::units::TempDelta;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

const HALLS: u64 = 40_000;
/// States of the air that each hall meets, of its climate's joint bins.
const STATES: usize = 8;
/// Latent heat of water at 60 °C, J/kg: the least within reach of a tower.
const LATENT_J_KG: f64 = 2.358e6;

/// Keys of a plant. Those for air alone stand last.
const REJECTIONS: [&str; 20] = [
    "\"tower\"\neconomizer = \"integrated\"",
    "\"tower\"\neconomizer = \"separate\"",
    "\"tower\"\neconomizer = \"integrated\"\nchillers = false",
    "\"chiller-water\"",
    "\"dry-cooler\"",
    "\"dry-cooler\"\ntrim_chiller = false",
    "\"adiabatic\"",
    "\"chiller-air\"",
    "\"closed-circuit\"",
    "\"closed-circuit\"\ntrim_chiller = false",
    "\"dry-cooler\"\nglycol = true",
    "\"dry-cooler\"\nglycol = true\ntrim_chiller = false",
    "\"chiller-air\"\nfree_cooling_coil = true",
    "\"tower\"\ndry_precooling = \"dry-cooler\"",
    "\"tower\"\ndry_precooling = \"thermosyphon\"",
    "\"tower\"\nchillers = false\ndry_precooling = \"thermosyphon\"",
    "\"dx\"",
    "\"air-economizer\"",
    "\"air-economizer\"\nevaporative = \"direct\"",
    "\"air-economizer\"\nevaporative = \"indirect\"",
];
const FOR_WATER: usize = 16;

/// How the room beside liquid is cooled; air-cooled halls have none.
const ROOMS: [&str; 5] = [
    "",
    "room_cooling = \"free-cooling\"",
    "room_cooling = \"facility-water\"",
    "room_cooling = \"economizer\"",
    "room_cooling = \"economizer\"\nevaporative = \"indirect\"",
];

/// A climate of the catalog in joint bins.
struct Place {
    id: String,
    design: DesignConditions,
    hours: Vec<OutdoorConditions>,
}

fn places(catalog: &Catalog) -> Vec<Place> {
    let ids = catalog.list_entries(RecordKind::Climate).into_iter().map(|entry| entry.id);
    ids.map(|id| {
        let climate = catalog.climate(&id).unwrap();
        // Some have an hourly year alone.
        let form = if climate.bins { WeatherForm::Bins } else { WeatherForm::Hourly };
        let (_, rows) = catalog.climate_weather(climate, form).unwrap();
        let hours = weather::hours_from_rows(&rows).unwrap();
        let design = weather::design_conditions(climate, &OutdoorConditions::from_weather_hours(&hours)).unwrap();
        Place { id, design, hours: OutdoorConditions::from_weather_hours(&hours) }
    })
    .collect()
}

/// A hall and what it meets.
struct Case<'a> {
    place: &'a Place,
    scenario: Scenario,
    states: Vec<OutdoorConditions>,
    name: String,
}

fn draw<'a>(seed: u64, catalog: &Catalog, places: &'a [Place], systems: &[String]) -> Option<Case<'a>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let place = &places[rng.random_range(0..places.len())];
    let system = &systems[rng.random_range(0..systems.len())];
    let cooling = CoolingMethod::ALL[rng.random_range(0..CoolingMethod::ALL.len())];
    let kinds = if cooling.is_air_cooled() { REJECTIONS.len() } else { FOR_WATER };
    let rejection = REJECTIONS[rng.random_range(0..kinds)];
    let range = cooling.supply_range();
    let usual_c = if cooling.is_air_cooled() { 16.0..32.0 } else { range.min_c.max(14.0)..range.max_c.min(50.0) };
    let supply_c = rng.random_range(usual_c);
    let utilisation = [0.0, 0.3, 0.8, 1.0][rng.random_range(0..4)];
    let racks = 10_f64.powf(rng.random_range(0.0..2.7)).round();
    let room = if cooling.is_air_cooled() { "" } else { ROOMS[rng.random_range(0..ROOMS.len())] };
    let feed = ["ups = \"none\"", "redundancy = \"N\"", "redundancy = \"2N\"", "distribution = \"800vdc\""]
        [rng.random_range(0..4)];
    let text = format!(
        "[site]\nclimate = \"{}\"\n[it]\nracks = {racks}\nutilisation = {utilisation}\n[[architecture]]\n\
         name = \"a\"\nsystem = \"{system}\"\ncooling = \"{}\"\nsupply_temperature = {supply_c}\nheat_rejection = {rejection}\n{feed}\n{room}\n",
        place.id,
        cooling.name()
    );
    // A combination that makes no sense is refused with its reason: no hall.
    let scenario = Scenario::parse("battery", &text, &[], catalog).ok()?;
    let states = (0..STATES).map(|_| place.hours[rng.random_range(0..place.hours.len())]).collect();
    let name = format!(
        "{} {system} {} {rejection} {room} at {supply_c:.2} degC, {racks} racks, {utilisation}",
        place.id,
        cooling.name()
    );
    Some(Case { place, scenario, states, name: name.replace('\n', ", ") })
}

/// Why a hall may be refused: its racks can't be cooled so, or no plant without compressors carries the climate. A plant that
/// the program itself sizes too small is neither.
fn refused_with_reason(error: &ArchitectureError) -> bool {
    match error {
        ArchitectureError::Build(_) | ArchitectureError::Rack(_) => true,
        ArchitectureError::Site(error) => reason_of_plant(error),
        ArchitectureError::Group { error, .. } => refused_with_reason(error),
        ArchitectureError::LoadTooLarge { .. } | ArchitectureError::TooFewRacks { .. } | ArchitectureError::NoLoad => {
            false
        }
    }
}

const fn reason_of_plant(error: &PlantError) -> bool {
    matches!(
        error,
        PlantError::SupplyTooWarm { .. }
            | PlantError::HeatLeftToRoom { .. }
            | PlantError::HeatNotRejected { .. }
            | PlantError::TooManyUnits { .. }
            | PlantError::RoomWaterTooWarm { .. }
    )
}

fn state_warmer(outdoor: &OutdoorConditions, by_k: f64) -> OutdoorConditions {
    let air = outdoor.air;
    let warmer = air.dry_bulb() + TempDelta::new(by_k);
    OutdoorConditions::new(MoistAir::new(warmer, air.humidity_ratio(), air.pressure()).unwrap())
}

/// Coldest outdoor temperature that heat can be rejected at: the wet-bulb where water evaporates, else the dry-bulb.
fn sink_k(rejection: HeatRejection, outdoor: &OutdoorConditions) -> f64 {
    if rejection.evaporates_water() { outdoor.wet_bulb.kelvin() } else { outdoor.air.dry_bulb().kelvin() }
}

fn check_hour(case: &Case<'_>, outdoor: &OutdoorConditions, h: &FacilityHour, wrong: &mut Vec<String>) {
    let at = format!("{} in air of {:.2} degC", case.name, outdoor.air.dry_bulb().celsius());
    let mut held = |holds: bool, what: String| {
        if !holds {
            wrong.push(format!("{at}: {what}"));
        }
    };
    let out = (h.rejected_w + h.heat_reuse.delivered_w) / h.facility_w;
    held((out - 1.0).abs() < 1e-9, format!("energy out over in {out}"));
    for plant in [&h.main, &h.room] {
        for value in [plant.fan_w, plant.air_fan_w, plant.compressor_w, plant.pump_w, plant.water_kg_s] {
            held(value.is_finite() && value >= 0.0, format!("{value}"));
        }
    }
    held(
        (h.mode() == PlantMode::Free) == (h.compressor_w() == 0.0),
        format!("{} with {} W", h.mode(), h.compressor_w()),
    );
    // What compressors alone carry, they carry below Carnot between the coldest sink and the supply.
    let rejection = case.scenario.architectures[0].heat_rejection;
    let carnot = |plant: &SizedPlantHour, cold_c: f64, sink_k: f64| {
        let heat_w = plant.rejected_w - plant.power_w();
        let cold_k = cold_c + 273.15;
        plant.mode != PlantMode::Mechanical || heat_w / plant.compressor_w < cold_k / (sink_k - cold_k).max(1e-9)
    };
    let cold_c = h.water_supply_c.unwrap_or(h.supply_c);
    held(carnot(&h.main, cold_c, sink_k(rejection, outdoor)), format!("beyond Carnot: {:?}", h.main));
    // Air no colder than the water takes no heat from it: all leaves with vapour, but for what a dry side took before.
    if case.scenario.architectures[0].plant_options.dry_precooling.is_none()
        && let (Some(water), HeatRejection::Tower { .. }) = (h.main.rejection_water, rejection)
        && outdoor.air.dry_bulb().celsius() >= water.entering_c
    {
        let heat_w = h.main.rejected_w - h.main.fan_w;
        held(h.main.water_kg_s * LATENT_J_KG > 0.94 * heat_w, format!("{} kg/s for {heat_w} W", h.main.water_kg_s));
    }
}

/// Steps by which a warmer hour may cost less, each with its reason.
fn is_known_step(case: &Case<'_>, colder: &FacilityHour, warmer: &FacilityHour) -> bool {
    let given = &case.scenario.architectures[0];
    let rejection = given.heat_rejection;
    let saved = 1.0 - warmer.facility_w / colder.facility_w;
    // Fans at their lowest speed move thinner air.
    if saved < 1e-5 {
        return true;
    }
    // One more whole chiller runs, and each of them at a better part load.
    if colder.compressor_w() > 0.0 && warmer.compressor_w() > 0.0 && saved < 0.03 {
        return true;
    }
    // Water that is saved counts as the electricity that it buys: a dry side or a dry coil stops where it saves too little.
    let weighs_water = given.plant_options.precooling_of(rejection).is_some()
        || matches!(rejection, HeatRejection::ClosedCircuit { .. });
    if weighs_water && warmer.main.water_kg_s > colder.main.water_kg_s {
        return true;
    }
    // Dry or cold air locks the room's economizer out; its wetted exchanger begins at its own temperature.
    if matches!(given.plant_options.room, RoomCooling::Economizer(_))
        && (colder.room.mode != PlantMode::Free || warmer.room.water_kg_s > 0.0)
    {
        return true;
    }
    match rejection {
        // Dry or cold air locks an economizer out; wetted pads begin at their own temperature.
        HeatRejection::AirEconomizer { .. } => colder.main.mode != PlantMode::Free || warmer.main.water_kg_s > 0.0,
        HeatRejection::DryCooler { pads: true, .. } => warmer.main.water_kg_s > 0.0 && colder.main.water_kg_s == 0.0,
        // Supply that floats warms the chips, and throttled chips draw less.
        _ if rejection.has_floating_supply() => warmer.supply_c > colder.supply_c + 1e-9,
        _ => false,
    }
}

fn run_case(case: &Case<'_>, catalog: &Catalog, wrong: &mut Vec<String>) -> Option<BuiltFacility> {
    let architecture = &case.scenario.architectures[0];
    let built = match facility::build_facility(catalog, &case.scenario, architecture, &case.place.design) {
        Ok(built) => built,
        Err(error) => {
            if !refused_with_reason(&error) {
                wrong.push(format!("{}: {error}", case.name));
            }
            return None;
        }
    };
    for outdoor in &case.states {
        let solve = |outdoor: &OutdoorConditions, wrong: &mut Vec<String>| match built.facility.solve_hour(outdoor) {
            Ok(hour) => Some(hour),
            Err(error) => {
                if !reason_of_plant(&error) {
                    wrong.push(format!("{}: {error}", case.name));
                }
                None
            }
        };
        let Some(hour) = solve(outdoor, wrong) else { continue };
        check_hour(case, outdoor, &hour, wrong);
        // No hotter than what capacity is sized for.
        let warmer = state_warmer(outdoor, 0.5);
        if warmer.air.dry_bulb() > case.place.design.extreme.dry_bulb()
            || warmer.wet_bulb > case.place.design.extreme.wet_bulb()
        {
            continue;
        }
        let Some(hotter) = solve(&warmer, wrong) else { continue };
        let saved = 1.0 - hotter.facility_w / hour.facility_w;
        if saved > 1e-7 && !is_known_step(case, &hour, &hotter) {
            wrong.push(format!(
                "{} in air of {:.2} degC: half a kelvin saves {:.4} %: {:?} {:?} to {:?} {:?}",
                case.name,
                outdoor.air.dry_bulb().celsius(),
                100.0 * saved,
                hour.main.mode,
                hour.room.mode,
                hotter.main.mode,
                hotter.room.mode
            ));
        }
    }
    Some(built)
}

#[test]
fn five_thousand_halls_keep_what_must_hold() {
    let catalog = crate::support::catalog();
    let places = places(&catalog);
    let systems: Vec<String> = catalog.list_entries(RecordKind::System).into_iter().map(|entry| entry.id).collect();
    let outcomes: Vec<(bool, Vec<String>)> = (0..HALLS)
        .into_par_iter()
        .map(|seed| {
            let mut wrong = Vec::new();
            let ran = draw(seed, &catalog, &places, &systems)
                .is_some_and(|case| run_case(&case, &catalog, &mut wrong).is_some());
            (ran, wrong)
        })
        .collect();
    let ran = outcomes.iter().filter(|(ran, _)| *ran).count();
    let wrong: Vec<&String> = outcomes.iter().flat_map(|(_, wrong)| wrong).collect();
    let shown: Vec<&str> = wrong.iter().take(40).map(|text| text.as_str()).collect();
    assert!(wrong.is_empty(), "{} of {ran} halls:\n{}", wrong.len(), shown.join("\n"));
    assert!(ran > 1500, "only {ran} halls ran");
}
