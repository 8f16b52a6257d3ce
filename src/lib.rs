//! rackjoule follows heat and power through a data centre: from the chip's junction, through cold plates or heat
//! sinks, fans or pumps, the rack, the plant and the power chain, to the outdoor air and the utility meter.
//!
//! The modules follow the way heat flows. A module may use those above it in this list, never those below it
//! (`tests/layers.rs` holds that):
//!
//! | module | what it is |
//! |---|---|
//! | [`units`] | quantities for public signatures, and numbers with units in text |
//! | [`catalog`] | reference data embedded from `data/`, each record with its source and confidence |
//! | [`scenario`] | the scenario file, read and checked |
//! | [`physics`] | pure laws: moist air, liquids, friction, heat exchange, spreading |
//! | [`weather`] | weather files of every common form, read and checked |
//! | [`solve`] | roots, integration in time, least squares, sampling and sensitivity: vectors and residuals only |
//! | [`serving`] | roofline of serving a language model: tokens a second and what binds them |
//! | [`network`] | thermal and hydraulic networks |
//! | [`component`] | one file per part: equation, parameters, source, test |
//! | [`rack`] | one rack as a coupled steady state |
//! | [`transient`] | racks and plant through the seconds and minutes after an event |
//! | [`plant`] | from the hall's heat to the outdoor air, hour by hour: sized by the program, or described part by part |
//! | [`site`] | hall, plant and power chain through the hour and the year, with storage and cost |
//! | [`assembly`] | from a scenario to a facility: which records of the catalog, and how many |
//! | [`study`] | one module per question: comparison, rack, site, transients, uncertainty, generations, validation |
//! | [`report`] | results rendered as table, JSON, CSV, Markdown, charts and HTML |
//! | `cli` | the command line (feature `cli`, on by default) |
//!
//! Two ways of cooling side by side:
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
//! Every power and heat is positive; its name says which way it goes. Inside formulas numbers are SI with the unit as
//! a suffix (`_k`, `_w`, `_pa`, `_kg_s`), temperatures in degrees Celsius where the suffix is `_c`.

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
