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
//! | [`solve`] | Newton, bracketed roots: vectors and residuals only |
//! | [`serving`] | roofline of serving a language model: tokens a second and what binds them |
//! | [`network`] | thermal and hydraulic networks |
//! | [`component`] | one file per part: equation, parameters, source, test |
//! | [`rack`] | one rack as a coupled steady state |
//! | [`site`] | weather, plant, power chain, the hour and the year |
//! | [`study`] | many runs: the comparison of architectures, how sure it is, generations |
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

pub mod catalog;
#[cfg(feature = "cli")]
pub mod cli;
pub mod component;
pub mod network;
pub mod physics;
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
