//! The steady state of a full rack: 18 compute trays of three branches and 9 switch trays of two, 72 in all.

#![allow(clippy::unwrap_used, missing_docs)]

use divan::Bencher;
use rackjoule::catalog::Catalog;
use rackjoule::catalog::system::Coolant;
use rackjoule::rack::assembly::assemble_rack;
use rackjoule::rack::model::{RackLoad, RackModel};
use rackjoule::rack::solve::RackSolver;
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::rack::{self, RackOptions};
use rackjoule::units::{Pressure, Temperature};

fn main() {
    divan::main();
}

/// GB200 NVL72 with every branch a link of its own.
fn nvl72() -> RackModel {
    let catalog = Catalog::load(None).unwrap();
    let set = ["architecture.1.system=gb200-nvl72", "architecture.1.cooling=hybrid"].map(str::to_owned);
    let scenario = Scenario::parse("bench", scenario::DEFAULT, &set, &catalog).unwrap();
    let mut rack = assemble_rack(&catalog, &scenario.architectures[1], Pressure::new(101_325.0), 11.0).unwrap().rack;
    for (kind, wanted) in [(0, 3), (1, 2)] {
        let lanes = std::mem::take(&mut rack.trays[kind].lanes);
        let (wet, dry): (Vec<_>, Vec<_>) = lanes.into_iter().partition(|l| l.coolant == Coolant::Liquid);
        let mut single: Vec<_> = wet.iter().flat_map(|l| std::iter::repeat_n(l, l.count as usize).cloned()).collect();
        while single.len() < wanted {
            single.push(single[0].clone());
        }
        for lane in &mut single {
            lane.count = 1;
        }
        rack.trays[kind].lanes = single.into_iter().chain(dry).collect();
    }
    rack
}

fn supply(celsius: f64) -> Temperature {
    Temperature::from_celsius(celsius)
}

/// From nothing: networks made, speeds and clock found.
#[divan::bench]
fn cold(bencher: Bencher<'_, '_>) {
    let rack = nvl72();
    bencher.bench(|| rack.solve_steady_state(supply(42.0), RackLoad::FULL).unwrap());
}

/// From the state at a supply a twentieth of a kelvin away.
#[divan::bench]
fn warm(bencher: Bencher<'_, '_>) {
    let rack = nvl72();
    let near = rack.solve_steady_state(supply(41.95), RackLoad::FULL).unwrap().setting;
    let mut solver = RackSolver::new(&rack, supply(42.0), RackLoad::FULL).unwrap();
    solver.solve_steady_state(None).unwrap();
    bencher.bench_local(|| solver.solve_steady_state(Some(&near)).unwrap());
}

/// Flows and temperatures at a given setting: what every step of a search costs.
#[divan::bench]
fn one_state(bencher: Bencher<'_, '_>) {
    let rack = nvl72();
    let mut solver = RackSolver::new(&rack, supply(42.0), RackLoad::FULL).unwrap();
    let setting = solver.solve_steady_state(None).unwrap().setting;
    bencher.bench_local(|| solver.state_at_setting(setting.clone()).unwrap());
}

/// `rack --limits` of the built-in scenario without its charts.
#[divan::bench]
fn limits(bencher: Bencher<'_, '_>) {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    let question = RackOptions { architecture: None, limits: true };
    bencher.bench(|| rack::run(&scenario, &catalog, question).unwrap());
}
