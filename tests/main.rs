//! Every test beside the library's own, as one program: thirty programs with the same library in each would fill a disk.
//!
//! `cargo test --test suite transient::` runs the tests of one file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bad_input;
mod bare;
mod battery;
mod best;
mod browser;
mod campus;
mod catalog;
mod cli;
mod colours;
mod commands;
mod compare;
mod convergence;
mod data_folder;
mod diagnostics;
mod edges;
mod energyplus;
mod equipment;
mod explain;
mod fairness;
mod generations;
mod generations_data;
mod generations_fits;
mod independent;
mod labels;
mod layers;
mod local_time;
mod names;
mod networks;
mod outdoor_air;
mod parameters;
mod physics;
mod plant;
mod plant_loops;
mod plant_modes;
mod plant_topologies;
mod power;
mod rack;
mod rack_report;
mod random_racks;
mod random_sites;
mod readme;
mod records;
mod report;
mod scenario_defaults;
mod seconds;
mod servers;
mod serving;
mod set_points;
mod site;
mod site_weather;
mod storage;
mod support;
mod towers_and_air;
mod transient;
mod transient_input;
mod uncertainty;
mod units;
mod validation;
mod weather;
mod weather_bytes;
mod words;
