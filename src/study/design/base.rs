//! The scenario that variants are made from.

use std::path::PathBuf;

use crate::catalog::Catalog;
use crate::scenario::issue::InvalidScenario;
use crate::scenario::{DEFAULT, KeyChange, Scenario, ScenarioTree};

/// A scenario that is read once and changed any number of times.
#[derive(Clone, Debug)]
pub struct BaseScenario {
    tree: ScenarioTree,
    /// Folders in which files are found that a scenario names: that of the scenario, then that of the design.
    folders: Vec<PathBuf>,
}

impl BaseScenario {
    /// The built-in scenario; `sets` are `--set` arguments, files are found in `folders`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn built_in(sets: &[String], folders: Vec<PathBuf>) -> Result<Self, InvalidScenario> {
        Ok(Self { tree: ScenarioTree::parse("built-in scenario", DEFAULT, sets)?, folders })
    }

    /// A scenario of a text; `file` names it in messages.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(file: &str, text: &str, sets: &[String], folders: Vec<PathBuf>) -> Result<Self, InvalidScenario> {
        Ok(Self { tree: ScenarioTree::parse(file, text, sets)?, folders })
    }

    /// The text of the scenario.
    pub fn text(&self) -> &str {
        self.tree.text()
    }

    /// The checked scenario with some keys changed.
    ///
    /// # Errors
    /// Everything that is wrong then.
    pub fn at(&self, changes: &[KeyChange], catalog: &Catalog) -> Result<Scenario, InvalidScenario> {
        let mut scenario = self.tree.read(changes, catalog)?;
        for folder in &self.folders {
            scenario.find_files_beside(folder);
        }
        Ok(scenario)
    }
}
