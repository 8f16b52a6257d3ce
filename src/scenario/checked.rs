//! A scenario that has been read and checked.

use std::path::Path;

use super::architecture::ArchitectureSettings;
use super::best_settings::BestSettings;
use super::cost::CostSettings;
use super::explicit_plant::ExplicitPlantInput;
use super::it::ItSettings;
use super::site::SiteSettings;
use super::transient::TransientSettings;
use super::uncertainty::UncertaintySettings;

/// A checked scenario.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Title.
    pub title: String,
    /// Place, weather, price and carbon.
    pub site: SiteSettings,
    /// What is cooled.
    pub it: ItSettings,
    /// How a cost of ownership is counted.
    pub cost: CostSettings,
    /// Limits within which a search may move set points of every architecture.
    pub best: BestSettings,
    /// What varies beside the catalog's estimates.
    pub uncertainty: UncertaintySettings,
    /// What stands behind the cooling when something fails, and what fails.
    pub transient: TransientSettings,
    /// What is compared; empty where plant is described part by part.
    pub architectures: Vec<ArchitectureSettings>,
    /// Plant and servers described part by part, in place of architectures.
    pub explicit_plant: Option<ExplicitPlantInput>,
    /// The text that it was read from.
    pub text: String,
    /// The `--set` arguments that changed it.
    pub sets: Vec<String>,
    /// Keys and words in an older spelling, and what to write instead.
    pub hints: Vec<String>,
}

impl Scenario {
    /// Files that are named relative to a folder, and are not found from where the program runs, are found there.
    pub fn find_files_beside(&mut self, folder: &Path) {
        let find = |file: &mut String| {
            if Path::new(&*file).exists() {
                return;
            }
            let beside = folder.join(&*file);
            if beside.is_file() {
                *file = beside.display().to_string();
            }
        };
        self.it.load_files_mut().for_each(find);
        let utility = &mut self.site.utility;
        let files = [&mut self.site.weather, &mut utility.tariff, &mut utility.carbon_profile, &mut self.it.profile];
        files.into_iter().flatten().for_each(find);
    }

    /// Every file that it names, in a fixed order: weather, prices, carbon and loads.
    pub fn named_files(&self) -> Vec<String> {
        let utility = &self.site.utility;
        let files = [&self.site.weather, &utility.tariff, &utility.carbon_profile, &self.it.profile];
        let mut it = self.it.clone();
        files.into_iter().flatten().cloned().chain(it.load_files_mut().map(|file| file.clone())).collect()
    }

    /// The checked values, keys as in the file with their unit.
    pub fn to_json(&self) -> serde_json::Value {
        let architectures: Vec<_> = self.architectures.iter().map(ArchitectureSettings::to_json).collect();
        drop_nulls(serde_json::json!({
            "title": self.title,
            "site": self.site.to_json(),
            "it": self.it.to_json(),
            "cost": (self.cost != CostSettings::default()).then(|| self.cost.to_json()),
            "best": (self.best != BestSettings::default()).then(|| self.best.to_json()),
            "uncertainty": (self.uncertainty != UncertaintySettings::default()).then(|| self.uncertainty.to_json()),
            "transient": (self.transient != TransientSettings::default()).then(|| self.transient.to_json()),
            "architecture": self.explicit_plant.is_none().then_some(architectures),
            "plant": self.explicit_plant.as_ref().and_then(|b| b.to_json("plant")),
            "servers": self.explicit_plant.as_ref().and_then(|b| b.to_json("servers")),
        }))
    }
}

/// Leaves out what the scenario does not give.
fn drop_nulls(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(fields) => {
            fields.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, drop_nulls(v))).collect()
        }
        serde_json::Value::Array(items) => items.into_iter().map(drop_nulls).collect(),
        other => other,
    }
}
