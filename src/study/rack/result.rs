//! What the study of single racks found: plain numbers that every view shows alike. Field names are the JSON keys.

use serde::Serialize;

pub use crate::assembly::network_share::{NetworkDevice, RackNetwork};
use crate::assembly::warning::WarningList;

use crate::catalog::system::PumpControlKind;
use crate::rack::limits::RackLimitKind;
use crate::scenario::CoolingMethod;
use crate::study::compare::result::{Assumption, LadderStep, RackSummary, SourceReference};
use crate::units::message::Message;

/// Racks of one scenario.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RackReport {
    /// The scenario's title.
    pub title: String,
    /// Place, for the density of its air.
    pub location: String,
    /// Elevation of the place.
    pub elevation_m: f64,
    /// Whether limits were searched.
    #[serde(skip)]
    pub limits: bool,
    /// The racks.
    pub architectures: Vec<RackResult>,
    /// Every parameter that the result rests on, with its source.
    pub assumptions: Vec<Assumption>,
    /// The sources that the assumptions name.
    pub sources: Vec<SourceReference>,
    /// What the reader must know.
    #[serde(flatten)]
    pub warnings: WarningList,
}

/// One rack.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RackResult {
    /// Name of the architecture.
    pub name: String,
    /// How it is cooled.
    pub cooling: CoolingMethod,
    /// Catalog id of the system.
    pub system: String,
    /// The system in words.
    pub system_name: String,
    /// Fittings that made it fit the way of cooling; none where it is made for it.
    pub fittings: Vec<String>,
    /// Announced, not shipped.
    pub announced: bool,
    /// Whether the rack can be cooled this way at full load.
    pub feasible: bool,
    /// The limit that is passed, or that comes first.
    pub limit: Option<Message>,
    /// Word of that limit.
    pub first_limit: Option<RackLimitKind>,
    /// What would cure it, where it is passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cure: Option<String>,
    /// Why values are missing, when they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// |heat out − electricity in| / electricity in.
    pub energy_balance_relative_error: Option<f64>,
    /// The rack at full load.
    pub rack: Option<RackSummary>,
    /// Temperatures from the hottest junction to what leaves the rack.
    pub ladder: Vec<LadderStep>,
    /// Streams, limits, feeds, claims.
    #[serde(flatten)]
    pub detail: Option<RackDetail>,
    /// How far this way of cooling reaches.
    #[serde(flatten)]
    pub envelope: Option<CoolingEnvelope>,
}

/// Everything else of one rack at full load.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RackDetail {
    /// Cap on the power of one accelerator, where the scenario has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub power_limit_w: Option<f64>,
    /// The liquid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub liquid: Option<LiquidStream>,
    /// The air through fans.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub air: Option<AirStream>,
    /// Heat by where it arises and where it goes.
    pub heat: RackHeat,
    /// Every limit with its margin.
    pub limits: Vec<LimitRow>,
    /// Trays along the manifold.
    pub branches: Vec<TrayBranch>,
    /// Electrical feed.
    pub feed: ElectricalFeed,
    /// Network devices outside the rack that serve it.
    pub network: RackNetwork,
    /// The claims made of liquid-cooled racks, each with its number.
    pub claims: Vec<ClaimCheck>,
    /// Chip temperature and flow against supply temperature.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub supply_sweep: Vec<SweepPoint>,
}

/// A liquid through a rack.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct LiquidStream {
    /// Supplied to the rack.
    pub supply_c: f64,
    /// Leaving the rack.
    pub return_c: f64,
    /// Flow.
    pub flow_l_min: f64,
    /// Flow for each kilowatt that it takes.
    pub flow_l_min_per_kw: f64,
    /// Pressure rise of the pumps.
    pub pressure_rise_pa: f64,
    /// Speed of the pumps or opening of the valve, share of the highest.
    pub speed: f64,
    /// Pumps of a coolant loop.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub pumps: Option<CoolantPumps>,
    /// Warmest facility water with which the unit keeps the supply, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility_water_c: Option<f64>,
}

/// Pumps of a coolant loop.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct CoolantPumps {
    /// What they hold.
    pub flow_control: PumpControlKind,
    /// Pressure between the supply and the return manifold of the rack.
    pub differential_pressure_pa: f64,
    /// What passes the bypass of the unit because the pumps run no slower; for the rack.
    pub bypass_l_min: f64,
    /// Racks that share a coolant unit; below 1 where a rack has several.
    pub racks_per_cdu: f64,
}

/// The air through a rack.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct AirStream {
    /// Supplied to the aisle.
    pub supply_c: f64,
    /// Reaching the first parts, after recirculation, fans and warm surfaces.
    pub inlet_c: f64,
    /// Behind the trays.
    pub exhaust_c: Option<f64>,
    /// Leaving the rack, after a rear door.
    pub leaving_c: f64,
    /// Drawn from the room.
    pub flow_m3_h: f64,
    /// Share of the rack's own exhaust in what it draws.
    pub recirculation: f64,
    /// Share of what the room supplies that passes the rack by; where the supply is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bypass: Option<f64>,
    /// Pressure rise of the fans.
    pub pressure_rise_pa: f64,
    /// Speed of the fans of each kind of tray.
    pub fan_speeds: Vec<FanSpeed>,
}

/// Speed of the fans of a kind of tray.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FanSpeed {
    /// The tray.
    pub tray: String,
    /// Share of the highest.
    pub speed: f64,
}

/// Heat by where it arises and where it goes.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RackHeat {
    /// Given to liquid inside the rack.
    pub captured_w: f64,
    /// Share of the rack's power given to liquid.
    pub capture_fraction: f64,
    /// Left to the room's air.
    pub to_room_w: f64,
    /// Fans of doors, fans and pumps of liquid-to-air units.
    pub cooler_w: f64,
    /// Heat of one rack that an ordinary room takes.
    pub ordinary_room_w: f64,
    /// Whether the room takes what is left.
    pub fits_ordinary_room: bool,
}

/// A limit and how near it is.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct LimitRow {
    /// Word.
    pub kind: RackLimitKind,
    /// What it concerns.
    pub what: String,
    /// Value.
    pub value: f64,
    /// What is allowed.
    pub allowed: f64,
    /// Unit of both.
    pub unit: &'static str,
    /// Margin over the span from no load to the limit.
    pub relative_margin: f64,
    /// Whether it is passed.
    pub passed: bool,
}

/// A tray along the manifold.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct TrayBranch {
    /// Place, from where the supply enters.
    pub position: usize,
    /// The tray.
    pub tray: String,
    /// Its flow.
    pub flow_l_min: f64,
    /// Pressure lost in it with its connectors.
    pub pressure_loss_pa: f64,
    /// Liquid leaving it.
    pub return_c: f64,
}

/// Electrical feed of a rack.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ElectricalFeed {
    /// Power at the rack's inlet.
    pub power_w: f64,
    /// Currents by kind of feed.
    pub currents: Vec<FeedCurrent>,
    /// Standard feeds needed, without redundancy.
    pub standard_feeds: u32,
    /// What a standard feed is.
    pub standard: String,
    /// Load over rating of the rack's power supplies.
    pub supply_load: Option<f64>,
}

/// A current.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FeedCurrent {
    /// Kind of feed.
    pub feed: &'static str,
    /// Current in each conductor.
    pub amperes: f64,
}

/// A claim and its number.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ClaimCheck {
    /// What is claimed.
    pub claim: &'static str,
    /// Whether it holds for this rack.
    pub holds: bool,
    /// The number that decides.
    pub figure: String,
}

/// A point of the sweep over supply temperatures.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SweepPoint {
    /// Supply of the main coolant.
    pub supply_c: f64,
    /// Junction of the part with the least margin.
    pub hottest_chip_c: f64,
    /// Flow of liquid, or of air where there is no liquid.
    pub flow: f64,
    /// Share of the rack's power given to liquid.
    pub capture_fraction: f64,
    /// Clock to which chips are throttled, 1 where they are not.
    pub clock: f64,
}

/// How far a way of cooling reaches.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CoolingEnvelope {
    /// Highest power of a rack of these machines without throttling; null when not even the least is held.
    pub max_rack_power_kw: Option<f64>,
    /// Power of every part there, over that of its record.
    pub max_power_scale: Option<f64>,
    /// Power of one accelerator there.
    pub max_accelerator_w: Option<f64>,
    /// At this supply of the main coolant.
    pub at_supply_c: f64,
    /// Flow of liquid, or of air, there.
    pub max_power_flow_l_min: Option<f64>,
    /// Pressure rise of pumps or fans there.
    pub max_power_pressure_rise_pa: Option<f64>,
    /// The limit that binds there.
    pub binding_limit: Option<RackLimitKind>,
    /// The same in words.
    pub binding: Option<Message>,
    /// What moves the coolant at full speed there.
    pub at_full_speed: Vec<FullSpeedDevice>,
    /// Warmest supply of the main coolant without throttling, at the power of the records.
    pub max_supply_c: Option<f64>,
    /// The limit that binds there.
    pub max_supply_limit: Option<Message>,
    /// Flow of liquid, or of air, that it then needs.
    pub max_supply_flow_l_min: Option<f64>,
    /// Pressure rise of pumps or fans that it then needs.
    pub max_supply_pressure_rise_pa: Option<f64>,
    /// Warmest facility water there, where a unit stands between.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_facility_water_c: Option<f64>,
    /// Class of that supply: A and H for air, S for the rack's loop, W for facility water.
    pub ashrae_class: String,
    /// Highest power at altitudes, where air cools parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub altitude: Vec<AltitudePoint>,
    /// Hottest junction against rack power.
    pub density: Vec<DensityPoint>,
    /// Why values are missing, when they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub envelope_reason: Option<String>,
}

/// Highest power at an altitude.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct AltitudePoint {
    /// Altitude, standard atmosphere.
    pub altitude_m: f64,
    /// Highest power of the parts; fans and supplies, which draw more in thin air, left out.
    pub max_it_power_kw: Option<f64>,
}

/// A point of the density curve.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct DensityPoint {
    /// Rack power.
    pub rack_power_kw: f64,
    /// Junction of the part with the least margin.
    pub hottest_chip_c: f64,
    /// Its limit.
    pub chip_limit_c: f64,
}

/// What moves a coolant and has no more speed to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FullSpeedDevice {
    /// Pumps of the coolant loop, at the end of their head.
    PumpHead,
    /// Valve of facility water, fully open.
    WaterFlow,
    /// Fans, at the end of their curve.
    FanCurve,
}

impl FullSpeedDevice {
    /// The word for it in results and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PumpHead => "pump-head",
            Self::WaterFlow => "water-flow",
            Self::FanCurve => "fan-curve",
        }
    }
}
