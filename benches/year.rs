//! A rack's steady state and a site's year.

#![allow(clippy::unwrap_used, missing_docs)]

use divan::Bencher;
use rackjoule::assembly::facility;
use rackjoule::catalog::Catalog;
use rackjoule::catalog::climate::WeatherForm;
use rackjoule::plant::outdoor::OutdoorConditions;
use rackjoule::plant::weather;
use rackjoule::scenario::{self, Scenario};
use rackjoule::site::load_table::LoadTable;
use rackjoule::site::year::{self, YearInputs};
use rackjoule::study::{climates, compare};

fn main() {
    divan::main();
}

/// A year of 8,760 hours of each built-in architecture, racks tabulated before.
#[divan::bench(args = [0, 1])]
fn site_year(bencher: Bencher<'_, '_>, architecture: usize) {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    let climate = catalog.climate(&scenario.site.climate).unwrap();
    let (_, rows) = catalog.climate_weather(climate, WeatherForm::Hourly).unwrap();
    let hours = weather::hours_from_rows(&rows).unwrap();
    let outdoor = OutdoorConditions::from_weather_hours(&hours);
    let design = weather::design_conditions(climate, &outdoor).unwrap();
    let built = facility::build_facility(&catalog, &scenario, &scenario.architectures[architecture], &design).unwrap();
    bencher.bench(|| year::run_year(&built.facility, &outdoor, |_, _| {}).unwrap());
}

/// A year of five groups of racks, constant or by the hour, beside one group at a constant load on the same plant.
#[divan::bench(args = ["one", "five", "five by the hour"])]
fn group_year(bencher: Bencher<'_, '_>, groups: &str) {
    let catalog = Catalog::load(None).unwrap();
    let racks = if groups == "one" { vec![20] } else { vec![6, 5, 4, 3, 2] };
    let alike = |(place, racks): (usize, &u32)| {
        format!("[[it.group]]\nname = \"g{place}\"\nracks = {racks}\nutilisation = 0.{}\n", 5 + place)
    };
    let groups_text: Vec<String> = racks.iter().enumerate().map(alike).collect();
    let text = format!(
        "[site]\nclimate = \"us-va-ashburn\"\n[it]\n{}[[architecture]]\nname = \"a\"\nsystem = \
         \"lenovo-sc777-v4\"\ncooling = \"cold-plate\"\nsupply_temperature = 40\nheat_rejection = \"dry-cooler\"\n",
        groups_text.concat()
    );
    let scenario = Scenario::parse("groups", &text, &[], &catalog).unwrap();
    let climate = catalog.climate(&scenario.site.climate).unwrap();
    let (_, rows) = catalog.climate_weather(climate, WeatherForm::Hourly).unwrap();
    let outdoor = OutdoorConditions::from_weather_hours(&weather::hours_from_rows(&rows).unwrap());
    let design = weather::design_conditions(climate, &outdoor).unwrap();
    let built = facility::build_facility(&catalog, &scenario, &scenario.architectures[0], &design).unwrap();
    let load = |hour: usize, place: usize| 0.3 + 0.02 * ((hour + 5 * place) % 24) as f64;
    let row = |place: usize| (0..outdoor.len()).map(|hour| load(hour, place)).map(|load| (load, load)).collect();
    let loads: Vec<Vec<(f64, f64)>> = (0..racks.len()).map(row).collect();
    let table = LoadTable::from_groups(&loads).filter(|_| groups == "five by the hour");
    let inputs = YearInputs { price: None, loads: table.as_ref() };
    bencher.bench(|| year::run_priced_year(&built.facility, &outdoor, inputs, |_, _| {}).unwrap());
}

/// A year beside a tank of cold water: every hour standing still, filling, emptying, and as the day's plan says.
#[divan::bench]
fn tank_year(bencher: Bencher<'_, '_>) {
    let catalog = Catalog::load(None).unwrap();
    let tank = ["architecture.0.storage=2 MWh".to_owned()];
    let scenario = Scenario::parse("default", scenario::DEFAULT, &tank, &catalog).unwrap();
    let climate = catalog.climate(&scenario.site.climate).unwrap();
    let (_, rows) = catalog.climate_weather(climate, WeatherForm::Hourly).unwrap();
    let hours = weather::hours_from_rows(&rows).unwrap();
    let outdoor = OutdoorConditions::from_weather_hours(&hours);
    let design = weather::design_conditions(climate, &outdoor).unwrap();
    let built = facility::build_facility(&catalog, &scenario, &scenario.architectures[0], &design).unwrap();
    bencher.bench(|| year::run_year(&built.facility, &outdoor, |_, _| {}).unwrap());
}

/// The same year in joint bins.
#[divan::bench]
fn bin_year(bencher: Bencher<'_, '_>) {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    let climate = catalog.climate(&scenario.site.climate).unwrap();
    let (_, rows) = catalog.climate_weather(climate, WeatherForm::Bins).unwrap();
    let hours = weather::hours_from_rows(&rows).unwrap();
    let outdoor = OutdoorConditions::from_weather_hours(&hours);
    let design = weather::design_conditions(climate, &outdoor).unwrap();
    let built = facility::build_facility(&catalog, &scenario, &scenario.architectures[0], &design).unwrap();
    bencher.bench(|| year::run_year(&built.facility, &outdoor, |_, _| {}).unwrap());
}

/// The built-in scenario in every climate of the catalog.
#[divan::bench(sample_count = 10)]
fn climate_map(bencher: Bencher<'_, '_>) {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    bencher.bench(|| climates::run(&scenario, &catalog, None, None).unwrap());
}

/// The whole built-in comparison without its charts.
#[divan::bench]
fn comparison(bencher: Bencher<'_, '_>) {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    bencher.bench(|| compare::run(&scenario, &catalog).unwrap());
}

/// The same with its place found before.
#[divan::bench]
fn comparison_at_place(bencher: Bencher<'_, '_>) {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    let place = compare::Place::find(&scenario, &catalog).unwrap();
    bencher.bench(|| compare::at(&place, &scenario, &catalog).unwrap());
}

/// A row of a sweep: the totals of a year at a place found before.
#[divan::bench]
fn sweep_row(bencher: Bencher<'_, '_>) {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    let place = compare::Place::find(&scenario, &catalog).unwrap();
    bencher.bench(|| compare::totals_at(&place, &scenario, &catalog).unwrap());
}
