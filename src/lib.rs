//! rackjoule models heat and power in a data centre. It follows the heat from the chip junction through heat sinks or
//! cold plates, fans or pumps, rack and plant to the outdoor air. It follows the power from the utility meter through
//! the power chain to the chip.
//!
//! Modules are ordered by the path of the heat. A module imports only modules above it in this list;
//! `tests/layers.rs` checks this.
//!
//! | module | content |
//! |---|---|
//! | [`units`] | types for quantities, and quantities with units in text |
//! | [`solve`] | roots, sparse linear systems, integration in time, least squares, sampling and sensitivity |
//! | [`physics`] | moist air, liquids, friction, heat transfer: pure functions |
//! | [`catalog`] | reference data embedded from `data/`, each record with source and confidence |
//! | [`weather`] | weather files of all common formats, read and checked |
//! | [`serving`] | roofline of language-model serving: token rate and limiting resource |
//! | [`network`] | thermal and hydraulic networks |
//! | [`component`] | one file for each component: equation, parameters, source, tests |
//! | [`scenario`] | the scenario file, read and checked |
//! | [`rack`] | steady state of one rack, coupled |
//! | [`transient`] | racks and plant in the seconds and minutes after an event |
//! | [`plant`] | from the heat of the hall to the outdoor air, hour by hour: sized plants and explicit plants |
//! | [`site`] | hall, plant and power chain for the hour and the year, with storage and cost |
//! | [`assembly`] | from a scenario to a facility: which records of the catalog, and how many |
//! | [`study`] | one module for each question: comparison, rack, site, transients, uncertainty, generations … |
//! | [`report`] | results as table, JSON, CSV, Markdown, charts and HTML |
//! | `cli` | the command line (feature `cli`, enabled by default) |
//!
//! A comparison of two cooling architectures:
//!
//! ```
//! use rackjoule::catalog::Catalog;
//! use rackjoule::scenario::{self, Scenario};
//! use rackjoule::study::compare;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let catalog = Catalog::load(None)?;
//! let half = ["it.utilisation=0.5".to_owned()];
//! let scenario = Scenario::parse("built-in", scenario::DEFAULT, &half, &catalog)?;
//! let result = compare::run(&scenario, &catalog)?;
//! let power = |name: &str| result.architectures.iter().find(|a| a.name == name).and_then(|a| a.facility_power_w);
//! assert!(power("liquid-45") < power("air"));
//! # Ok(())
//! # }
//! ```
//!
//! Many comparisons at one place find its weather once; a [`study::compare::Place`] may be shared between threads:
//!
//! ```
//! use rackjoule::catalog::Catalog;
//! use rackjoule::scenario::{self, Scenario};
//! use rackjoule::study::compare::{self, Place};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let catalog = Catalog::load(None)?;
//! let given = Scenario::parse("built-in", scenario::DEFAULT, &[], &catalog)?;
//! let place = Place::find(&given, &catalog)?;
//! for utilisation in [0.5, 0.9] {
//!     let scenario = given.with_overrides(&[format!("it.utilisation={utilisation}")], &catalog)?;
//!     let result = compare::at(&place, &scenario, &catalog)?;
//!     assert!(result.architectures.iter().all(|a| a.feasible));
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Powers and heat flows are positive; the name states the direction. Numbers within formulas are in SI units, with the
//! unit as a suffix (`_k`, `_w`, `_pa`, `_kg_s`); the suffix `_c` means degrees Celsius. `docs/nomenclature.md` defines
//! terms and symbols.

pub mod assembly;
pub mod catalog;
#[cfg(feature = "cli")]
pub mod cli;
pub mod component;
pub mod network;
pub mod physics;
pub mod plant;
pub mod rack;
pub mod report;
pub mod scenario;
pub mod serving;
pub mod site;
pub mod solve;
pub mod study;
pub mod transient;
pub mod units;
pub mod weather;
