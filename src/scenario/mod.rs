//! The scenario file: read whole, every mistake reported at once, turned into plain checked values.
//!
//! A [`Scenario`] can only be made by [`Scenario::parse`]: holding one means that it is valid, its ids exist and its
//! numbers are in range.

mod architecture;
pub mod bare;
mod check;
mod cooling;
mod cost;
mod district;
mod event;
mod feed;
mod findings;
pub mod issue;
mod it;
pub mod reader;
mod rejection;
pub mod schema;
mod site;
mod storage;
pub mod template;
pub mod transient;
pub mod tree;
mod uncertainty;
mod utility;

use crate::catalog::Catalog;

pub use architecture::Architecture;
pub use bare::Bare;
pub use cooling::{Cdu, Cooling, Plates};
pub use cost::Cost;
pub use district::DistrictHeat;
pub use feed::{Distribution, Feed, Redundancy};
pub use it::{Amount, It};
pub use rejection::{Economiser, Evaporative, HeatRejection};
pub use site::Site;
pub use storage::ColdStorage;
pub use transient::Transient;
pub use uncertainty::{Correlation, UncertainInput, Uncertainty};
pub use utility::Utility;

use findings::Findings;
use issue::{Invalid, Issue};
use tree::{Origin, Value};

/// The scenario that runs when no file is given, and that `init` writes.
pub const DEFAULT: &str = include_str!("../../data/default.toml");

/// A checked scenario.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Title.
    pub title: String,
    /// Place, weather, price and carbon.
    pub site: Site,
    /// What is cooled.
    pub it: It,
    /// How a cost of ownership is counted.
    pub cost: Cost,
    /// What varies beside the catalog's estimates.
    pub uncertainty: Uncertainty,
    /// What stands behind the cooling when something fails, and what fails.
    pub transient: Transient,
    /// What is compared; empty where plant is described part by part.
    pub architectures: Vec<Architecture>,
    /// Plant and servers described part by part, in place of architectures.
    pub bare: Option<Bare>,
    /// The text that it was read from.
    pub text: String,
    /// The `--set` arguments that changed it.
    pub sets: Vec<String>,
}

impl Scenario {
    /// Reads and checks a scenario; `overrides` are `--set` arguments.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn parse(file: &str, text: &str, overrides: &[String], catalog: &Catalog) -> Result<Self, Invalid> {
        let invalid = |issues: Vec<Issue>| Invalid { file: file.to_owned(), text: text.to_owned(), issues };
        let mut root = tree::parse(text).map_err(|(message, span)| {
            invalid(vec![Issue {
                message: format!("not valid TOML: {message}"),
                origin: Origin::File(span),
                label: "here".to_owned(),
                help: None,
            }])
        })?;
        if matches!(&root.value, Value::Table(keys) if keys.is_empty()) && overrides.is_empty() {
            return Err(invalid(vec![Issue {
                message: "the scenario is empty".to_owned(),
                origin: Origin::File(0..0),
                label: "nothing here".to_owned(),
                help: Some("`rackjoule init FILE` writes a commented one to start from".to_owned()),
            }]));
        }
        let mut issues = Findings::default();
        for argument in overrides {
            if let Err(message) = tree::set(&mut root, argument) {
                let origin = Origin::Set(argument.clone());
                issues.push(Issue { message, origin, label: String::new(), help: None });
            }
        }
        let scenario = check::read(&root, text, catalog, &mut issues);
        if let Some(scenario) = scenario.as_ref().filter(|_| issues.is_empty()) {
            issues.extend(scenario.uncertainty.inputs.iter().filter_map(|input| unusable(input, &root, text, catalog)));
        }
        match scenario {
            Some(scenario) if issues.is_empty() => Ok(Self { sets: overrides.to_vec(), ..scenario }),
            _ => {
                issues.sort_by_key(|issue| match &issue.origin {
                    Origin::File(span) => span.start,
                    Origin::Set(_) => usize::MAX,
                });
                Err(invalid(issues.issues))
            }
        }
    }

    /// This scenario with more `--set` arguments.
    ///
    /// # Errors
    /// Everything that is wrong then.
    pub fn with(&self, more: &[String], catalog: &Catalog) -> Result<Self, Invalid> {
        let sets: Vec<String> = self.sets.iter().chain(more).cloned().collect();
        let mut changed = Self::parse("scenario", &self.text, &sets, catalog)?;
        // Files that were found beside the scenario stay found.
        changed.site.weather.clone_from(&self.site.weather);
        changed.site.utility.tariff.clone_from(&self.site.utility.tariff);
        changed.site.utility.carbon_profile.clone_from(&self.site.utility.carbon_profile);
        changed.it.profile.clone_from(&self.it.profile);
        Ok(changed)
    }

    /// The checked values, keys as in the file with their unit.
    pub fn to_json(&self) -> serde_json::Value {
        let architectures: Vec<_> = self.architectures.iter().map(Architecture::to_json).collect();
        given(serde_json::json!({
            "title": self.title,
            "site": self.site.to_json(),
            "it": self.it.to_json(),
            "cost": (self.cost != Cost::default()).then(|| self.cost.to_json()),
            "uncertainty": (self.uncertainty != Uncertainty::default()).then(|| self.uncertainty.to_json()),
            "transient": (self.transient != Transient::default()).then(|| self.transient.to_json()),
            "architecture": self.bare.is_none().then_some(architectures),
            "plant": self.bare.as_ref().and_then(|b| b.to_json("plant")),
            "servers": self.bare.as_ref().and_then(|b| b.to_json("servers")),
        }))
    }
}

/// What is wrong with an input of the scenario's at its ends, or between them where only whole numbers are allowed.
fn unusable(input: &UncertainInput, root: &tree::Node, text: &str, catalog: &Catalog) -> Option<Issue> {
    if input.record.is_some() {
        return None;
    }
    let between = input.low + 0.618 * (input.high - input.low);
    [input.low, input.high, between].into_iter().find_map(|value| {
        let (argument, mut issues) = (input.argument(value), Findings::default());
        let mut changed = root.clone();
        let message = if let Err(message) = tree::set(&mut changed, &argument) {
            message
        } else {
            check::read(&changed, text, catalog, &mut issues);
            issues.issues.into_iter().next()?.message
        };
        let message = format!("uncertainty of `{}`, at {value} {}", input.name, input.unit).trim_end().to_owned()
            + ": "
            + &message;
        let help = Some("a range may hold only values that the scenario allows".to_owned());
        let (origin, label) = (input.origin.clone(), "its range".to_owned());
        Some(Issue { message, origin, label, help })
    })
}

/// Leaves out what the scenario does not give.
fn given(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(fields) => {
            fields.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, given(v))).collect()
        }
        serde_json::Value::Array(items) => items.into_iter().map(given).collect(),
        other => other,
    }
}
