//! A rack's steady state and a site's year.

#![allow(clippy::unwrap_used, missing_docs)]

use divan::Bencher;
use rackjoule::assembly::facility;
use rackjoule::catalog::Catalog;
use rackjoule::catalog::climate::WeatherForm;
use rackjoule::plant::outdoor::OutdoorConditions;
use rackjoule::plant::weather;
use rackjoule::scenario::{self, Scenario};
use rackjoule::site::year;
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
