//! The scenario file: read whole, every mistake reported at once, turned into plain checked values.
//!
//! A [`Scenario`] can only be made by [`Scenario::parse`]: holding one means that it is valid, its ids exist and its
//! numbers are in range.

mod activity;
mod architecture;
mod best;
mod best_settings;
mod by_architecture;
mod campus;
mod capacity;
mod check;
mod checked;
mod chilled_water;
mod coolant_units;
mod cooling;
mod cost;
mod defaults;
mod district;
mod equipment;
mod event;
pub mod explicit_plant;
mod fan_control;
mod feed;
pub mod findings;
mod fitting;
mod flow_control;
mod group;
mod group_check;
mod hall_group;
mod inert;
pub mod issue;
mod it;
pub mod load_profile;
mod outdoor_air;
mod phase;
mod phase_check;
mod plant_options;
mod plant_pumps;
mod plant_spares;
pub mod reader;
mod rejection;
mod scheduled_event;
pub mod schema;
mod set_point;
mod set_point_list;
mod set_points;
mod side_loop;
mod site;
mod spelling;
mod storage;
pub mod template;
pub mod transient;
pub mod tree;
mod uncertainty;
mod utility;
mod values;
mod written;

use crate::catalog::Catalog;

pub use self::activity::{ActivityChoice, WorkloadKind};
pub use self::architecture::ArchitectureSettings;
pub use self::architecture::{MAX_SIDE_LOOPS, SideLoopSettings};
pub use self::best_settings::{BestSettings, LimitedValues, SetPointLimits};
pub use self::campus::CampusWaterSettings;
pub use self::capacity::ItCapacity;
pub use self::checked::Scenario;
pub use self::chilled_water::{ChilledWaterReset, WaterSetPoints};
pub use self::coolant_units::CoolantUnitSettings;
pub use self::cooling::{CduKind, ColdPlateCoverage, Containment, CoolingMethod};
pub use self::cost::{CostSettings, ModulePricing};
pub use self::defaults::{default_room_air, default_supply};
pub use self::district::DistrictHeat;
pub use self::equipment::EquipmentChoice;
pub use self::explicit_plant::ExplicitPlantInput;
pub use self::fan_control::{FanControl, FanSettings};
pub use self::feed::{PowerDistribution, PowerFeedSettings, Redundancy, UpsMode};
pub use self::flow_control::FlowControl;
pub use self::group::{GroupSettings, LoadPlacement};
pub use self::hall_group::{GroupLoop, HallGroup};
pub use self::it::{BesideSettings, EqualBasis, ItSettings};
pub use self::load_profile::{LoadFormat, LoadProfileSettings, LoadSource, read_load_profile};
pub use self::outdoor_air::{AIR_CLASSES, AirHumidification, OutdoorAirSettings};
pub use self::phase::{GrowthSettings, PhaseSettings, PlantBuilding};
pub use self::plant_options::{DryPrecooling, PlantOptions, RoomCooling};
pub use self::plant_pumps::PlantPumpControl;
pub use self::plant_spares::PlantSpares;
pub use self::rejection::{EvaporativeAssist, HeatRejection, HeatRejectionKind, TrimCooling, WatersideEconomizer};
pub use self::set_point::{SetPoint, SetPointDomain, SetPointValue};
pub use self::set_point_list::{SET_POINTS, find_set_point, set_point_keys};
pub use self::set_points::SetPoints;
pub use self::site::SiteSettings;
pub use self::storage::ColdStorage;
pub use self::transient::TransientSettings;
pub use self::uncertainty::{InputCorrelation, UncertainInput, UncertaintySettings};
pub use self::utility::UtilitySettings;
pub use self::written::{KeyChange, ScenarioTree};

use issue::InvalidScenario;

/// The scenario that runs when no file is given, and that `init` writes.
pub const DEFAULT: &str = include_str!("../../data/default.toml");

impl Scenario {
    /// Reads and checks a scenario; `overrides` are `--set` arguments.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn parse(file: &str, text: &str, overrides: &[String], catalog: &Catalog) -> Result<Self, InvalidScenario> {
        ScenarioTree::parse(file, text, overrides)?.read(&[], catalog)
    }

    /// This scenario with more `--set` arguments.
    ///
    /// # Errors
    /// Everything that is wrong then.
    pub fn with_overrides(&self, more: &[String], catalog: &Catalog) -> Result<Self, InvalidScenario> {
        let sets: Vec<String> = self.sets.iter().chain(more).cloned().collect();
        let mut changed = Self::parse("scenario", &self.text, &sets, catalog)?;
        // Files that were found beside the scenario stay found.
        changed.site.weather.clone_from(&self.site.weather);
        changed.site.utility.tariff.clone_from(&self.site.utility.tariff);
        changed.site.utility.carbon_profile.clone_from(&self.site.utility.carbon_profile);
        changed.it.profile.clone_from(&self.it.profile);
        changed.it.keep_found_files(&self.it);
        Ok(changed)
    }
}
