//! What a plan of capacity found. Field names are JSON keys.

use serde::Serialize;

use crate::assembly::location::DesignBasis;
use crate::assembly::warning::WarningList;
use crate::plant::outdoor::OutdoorConditions;
use crate::scenario::CoolingMethod;
use crate::study::compare::result::{Assumption, SourceReference, WeatherKind};
use crate::units::message::Message;

use super::request::LimitBoundary;
use super::trial::CapacityTest;

/// How much fits into a power, by architecture.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CapacityReport {
    /// The scenario's title.
    pub title: String,
    /// Place and weather.
    pub site: CapacitySite,
    /// The power that must not be passed.
    pub limit: PowerLimit,
    /// By which load the tests are made.
    pub planning: PlanningLoad,
    /// The architectures, each under each of the power limits of its accelerators that are compared.
    pub architectures: Vec<ArchitectureCapacity>,
    /// Every parameter that the result rests on, with its source.
    pub assumptions: Vec<Assumption>,
    /// Their sources.
    pub sources: Vec<SourceReference>,
    /// What the reader must know.
    #[serde(flatten)]
    pub warnings: WarningList,
}

/// Place and weather of a plan.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CapacitySite {
    /// Catalog id of the climate, or the name of the weather file.
    pub climate: String,
    /// Where.
    pub location: String,
    /// Data set with its years.
    pub dataset: String,
    /// Credit of the data.
    pub credit: String,
    /// Whether hours are those of a year in their order, or joint bins.
    pub weather_kind: WeatherKind,
    /// Hours.
    pub hours: f64,
    /// Passed in 0.4 % of the hours.
    pub design_dry_bulb_c: f64,
    /// The wet-bulb that goes with it.
    pub design_wet_bulb_c: f64,
    /// 20-year extreme.
    pub extreme_dry_bulb_c: f64,
    /// Extreme wet-bulb.
    pub extreme_wet_bulb_c: f64,
    /// Where the extremes are from.
    pub design_basis: DesignBasis,
}

/// A power that must not be passed.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct PowerLimit {
    /// Where it is counted.
    pub boundary: LimitBoundary,
    /// The power.
    pub power_w: f64,
    /// What is counted.
    pub definition: &'static str,
}

/// The loads that tests are made at.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct PlanningLoad {
    /// Share of busy servers in the hours of the year.
    pub year_utilisation: f64,
    /// Whether groups of racks or a load by the hour have their own in place of it.
    pub by_group_or_hour: bool,
    /// Whether design day, extreme and one unit out are planned by measured activity, below full.
    pub oversubscribed: bool,
    /// Loads of the tests in words.
    pub definition: &'static str,
}

/// Racks of a group.
#[derive(Clone, Debug, Serialize)]
pub struct GroupRacks {
    /// Its name.
    pub name: String,
    /// Racks.
    pub racks: u32,
}

/// How much of an architecture fits.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ArchitectureCapacity {
    /// The scenario's name for it.
    pub name: String,
    /// Power limit of each accelerator; null where none holds.
    pub cap_w: Option<f64>,
    /// Catalog id of the system.
    pub system: String,
    /// How its racks are cooled.
    pub cooling: CoolingMethod,
    /// Whether one rack fits.
    pub feasible: bool,
    /// Most tokens, or accelerators, or racks, of all.
    pub best: bool,
    /// The most racks that pass every test.
    pub racks: u32,
    /// Racks of each group, where the scenario has some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupRacks>,
    /// Accelerators in them.
    pub accelerators: u64,
    /// Output tokens with every server busy; null where no rate is known.
    pub tokens_per_second: Option<f64>,
    /// What they rest on, or why there are none.
    pub tokens_reason: String,
    /// Clock of busy accelerators over full clock, mean of the year.
    pub performance: Option<f64>,
    /// One rack with the IT equipment beside it, at the planned activity.
    pub rack_power_w: Option<f64>,
    /// Largest power of any test.
    pub peak_power_w: Option<f64>,
    /// What one more rack would pass.
    pub binding_limit: Option<BindingLimit>,
    /// Where it would.
    pub binding_hour: Option<BindingHour>,
    /// With one more rack and every server busy at the planned activity, hours of the year above the limit.
    pub hours_above: Option<f64>,
    /// The same at the load of the scenario.
    pub hours_above_at_scenario_load: Option<f64>,
    /// The limit over the racks: what the site holds ready for each of them.
    pub provisioned_w_per_rack: Option<f64>,
    /// The limit less the power of each hour of the year, at the load of the scenario.
    pub headroom: Option<Headroom>,
    /// Largest power of each test.
    pub tests: Vec<TestPower>,
    /// What planning by activity risks; where it is planned so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oversubscription: Option<Oversubscription>,
    /// Spare machines of the plant: `N+1` or `2N`.
    pub plant_redundancy: &'static str,
    /// Whether the plan added them.
    pub plant_spares_added: bool,
    /// Counts above `racks` up to this were all tried.
    pub tried_to_racks: u32,
    /// Why no rack fits, or why it is no more.
    pub reason: Message,
    /// Every hour of the year at the load of the scenario.
    #[serde(skip)]
    pub hours: Vec<CapacityHour>,
}

/// What binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BindingLimit {
    /// Power at the utility meter, in an hour of the year at the load of the scenario.
    UtilityPower,
    /// Power at the inlets of the IT equipment: in such an hour, or in every test alike.
    ItPower,
    /// Heat into the outdoor air, likewise.
    Heat,
    /// The design day.
    DesignDay,
    /// The 20-year extreme.
    Extreme,
    /// One unit out.
    UnitOut,
    /// A stage of the power chain without its spare units.
    Feed,
    /// The rack itself.
    Rack,
}

impl BindingLimit {
    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::UtilityPower => "utility power",
            Self::ItPower => "IT power",
            Self::Heat => "heat",
            Self::DesignDay => "design day",
            Self::Extreme => "20-year extreme",
            Self::UnitOut => "one unit out",
            Self::Feed => "feed",
            Self::Rack => "rack",
        }
    }
}

/// Where one more rack would pass the limit.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct BindingHour {
    /// The test.
    pub test: CapacityTest,
    /// What is out.
    pub equipment: Option<&'static str>,
    /// Hours of local standard time since the year began, at the end of the period, as in `site --hourly`; the number of a
    /// bin; null for design conditions.
    pub hour: Option<f64>,
    /// Month, day and time at which it begins, in standard time; null without hours in their order.
    pub date: Option<String>,
    /// Outdoor dry-bulb.
    pub dry_bulb_c: Option<f64>,
    /// Outdoor wet-bulb.
    pub wet_bulb_c: Option<f64>,
    /// Power that counts, with one more rack.
    pub power_w: Option<f64>,
    /// Why there is no hour, date or power.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Largest power of a test.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct TestPower {
    /// The test.
    pub test: CapacityTest,
    /// What is out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub equipment: Option<&'static str>,
    /// Power that counts.
    pub power_w: Option<f64>,
    /// The limit less that.
    pub headroom_w: Option<f64>,
    /// Outdoor dry-bulb.
    pub dry_bulb_c: Option<f64>,
    /// Outdoor wet-bulb.
    pub wet_bulb_c: Option<f64>,
    /// Hours that could not be tested, for a model left its range.
    pub untested_hours: f64,
}

/// Head-room of the hours of a year.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Headroom {
    /// In the hour of the largest power.
    pub least_w: f64,
    /// Mean of the year.
    pub mean_w: f64,
    /// In the hour of the least power.
    pub most_w: f64,
    /// Energy that the limit would have allowed beside what is drawn.
    pub unused_kwh: f64,
    /// Head-room that a share of the hours does not reach or just reaches.
    pub duration: Vec<HeadroomShare>,
}

/// A share of the hours and the head-room that they have at most.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct HeadroomShare {
    /// Share of the hours, 0..=1.
    pub share_of_hours: f64,
    /// Head-room.
    pub headroom_w: f64,
}

/// Planning by activity, and what it risks.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct Oversubscription {
    /// Share of the range from idle to full power that is planned by.
    pub activity: f64,
    /// One rack at full activity.
    pub full_rack_power_w: f64,
    /// Hours of the year above the limit if every rack went to full activity at once.
    pub hours_above_at_full: f64,
    /// The largest power of the year then; null where the plant or the feeds would not carry it.
    pub peak_at_full_w: Option<f64>,
}

/// An hour, or a bin, at the load of the scenario.
#[derive(Clone, Copy, Debug)]
pub struct CapacityHour {
    /// As [`BindingHour::hour`].
    pub hour: f64,
    /// Hours that it stands for.
    pub weight_h: f64,
    /// Outdoor dry-bulb, °C.
    pub dry_bulb_c: f64,
    /// Outdoor wet-bulb, °C.
    pub wet_bulb_c: f64,
    /// Power that counts, W.
    pub power_w: f64,
}

/// Shares of the hours that head-room is told at.
const DURATION_SHARES: [f64; 9] = [0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0];

impl CapacityHour {
    pub(super) fn new(hour: f64, outdoor: &OutdoorConditions, power_w: f64) -> Self {
        Self {
            hour,
            weight_h: outdoor.weight_h,
            dry_bulb_c: outdoor.air.dry_bulb().celsius(),
            wet_bulb_c: outdoor.wet_bulb.celsius(),
            power_w,
        }
    }
}

impl Headroom {
    /// Of the hours of a year under a limit; nothing without hours.
    pub(super) fn from_hours(hours: &[CapacityHour], limit_w: f64) -> Option<Self> {
        let mut rising: Vec<(f64, f64)> = hours.iter().map(|h| (limit_w - h.power_w, h.weight_h)).collect();
        rising.sort_by(|a, b| a.0.total_cmp(&b.0));
        let all_h: f64 = rising.iter().map(|h| h.1).sum();
        let (least_w, most_w) = (rising.first()?.0, rising.last()?.0);
        let unused_wh: f64 = rising.iter().map(|(headroom_w, weight_h)| headroom_w * weight_h).sum();
        let at_share = |share: f64| {
            let mut passed_h = 0.0;
            let reached = rising.iter().find(|(_, weight_h)| {
                passed_h += weight_h;
                // A hair below is rounding.
                passed_h >= share * all_h - 1e-6
            });
            HeadroomShare { share_of_hours: share, headroom_w: reached.map_or(most_w, |h| h.0) }
        };
        Some(Self {
            least_w,
            mean_w: unused_wh / all_h,
            most_w,
            unused_kwh: unused_wh / 1e3,
            duration: DURATION_SHARES.map(at_share).to_vec(),
        })
    }
}

impl ArchitectureCapacity {
    /// Name of a row: the architecture, and its power limit where several are compared.
    pub fn label(&self, with_cap: bool) -> String {
        match self.cap_w.filter(|_| with_cap) {
            Some(cap_w) => format!("{}, {cap_w:.0} W", self.name),
            None => self.name.clone(),
        }
    }
}

impl CapacityReport {
    /// Whether architectures stand more than once, under several power limits.
    pub fn compares_caps(&self) -> bool {
        self.architectures.windows(2).any(|pair| pair[0].name == pair[1].name)
    }

    /// What fits, the row that is the best first.
    pub fn feasible(&self) -> impl Iterator<Item = &ArchitectureCapacity> {
        self.architectures.iter().filter(|a| a.feasible)
    }

    /// The row that is marked.
    pub fn best(&self) -> Option<&ArchitectureCapacity> {
        self.architectures.iter().find(|a| a.best)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_room_weighs_its_hours() {
        let hour = |power_w, weight_h| CapacityHour { hour: 1.0, weight_h, dry_bulb_c: 0.0, wet_bulb_c: 0.0, power_w };
        let found = Headroom::from_hours(&[hour(80.0, 1.0), hour(95.0, 1.0), hour(60.0, 2.0)], 100.0).unwrap();
        // 5 W for an hour, 20 W for another, 40 W for two.
        assert_eq!((found.least_w, found.most_w, found.unused_kwh), (5.0, 40.0, 0.105));
        assert_eq!(found.mean_w, 26.25);
        let at = |share: f64| found.duration.iter().find(|d| d.share_of_hours == share).unwrap().headroom_w;
        assert_eq!([at(0.0), at(0.25), at(0.5), at(0.75), at(1.0)], [5.0, 5.0, 20.0, 40.0, 40.0]);
        assert!(Headroom::from_hours(&[], 100.0).is_none());
    }
}
