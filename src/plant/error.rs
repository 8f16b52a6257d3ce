//! Why heat can not be carried away as asked.

use std::fmt;

use crate::component::error::ComponentError;
use crate::physics::range::OutOfRange;
use crate::solve::convergence::NotConverged;
use crate::units::message::Message;

/// Why a plant, or the facility around it, can't be computed for an hour.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum PlantError {
    /// A model left its range.
    OutOfRange(OutOfRange),
    /// Chillers can't carry a load.
    Overload {
        /// What they carry, kW.
        available_kw: f64,
        /// What is asked, kW.
        load_kw: f64,
        /// Outdoor dry-bulb, °C.
        dry_bulb_c: f64,
    },
    /// Without trim cooling the supply gets warmer than the racks bear.
    SupplyTooWarm {
        /// Supply temperature, °C.
        supply_c: f64,
        /// Outdoor dry-bulb, °C.
        dry_bulb_c: f64,
        /// Warmest supply that the racks bear, °C.
        limit_c: f64,
    },
    /// Where the supply floats, the racks leave more heat to the room than its plant was sized for.
    HeatLeftToRoom {
        /// Supply temperature, °C.
        supply_c: f64,
        /// Outdoor dry-bulb, °C.
        dry_bulb_c: f64,
        /// Heat left to the room, kW.
        left_kw: f64,
        /// What its plant carries, kW; none where the models of that plant end before.
        carried_kw: Option<f64>,
    },
    /// A tank gives or takes more water than its loop has.
    TankFlowTooLarge,
    /// A plant for water was asked to cool air, or the other way round.
    LoadKindMismatch,
    /// No water that a tower bears gives off the heat.
    HeatNotRejected {
        /// Heat to give off, kW.
        load_kw: f64,
        /// Outdoor dry-bulb, °C.
        dry_bulb_c: f64,
    },
    /// As many units as a plant may have do not carry its design load.
    TooManyUnits {
        /// What they are, in the plural.
        what: &'static str,
        /// How many were tried.
        count: u32,
        /// What they carry, kW.
        carried_kw: f64,
        /// Design load, kW.
        load_kw: f64,
    },
    /// A loop asks for colder water than plants without brine supply.
    WaterTooCold {
        /// What the loop asks for, °C.
        needed_c: f64,
        /// The coldest that a plant supplies, °C.
        coldest_c: f64,
    },
    /// The set point of the chilled water is colder than plants without brine supply.
    SetPointTooCold {
        /// The set point, °C.
        set_c: f64,
        /// The coldest that a plant supplies, °C.
        coldest_c: f64,
    },
    /// As many air handlers as a hall may have do not cool its air with chilled water of its set point.
    SetPointTooWarm {
        /// The set point, °C.
        set_c: f64,
        /// Air handlers that were tried.
        handlers: u32,
        /// The water that their coils ask for, °C.
        needed_c: f64,
    },
    /// The air at the servers is warmer than its limit.
    InletTooWarm {
        /// At the servers with the warmest supply, °C.
        inlet_c: f64,
        /// The limit, °C.
        limit_c: f64,
        /// Warmth above the supply by exhaust that returns, K.
        rise_k: f64,
    },
    /// The air at the servers is colder than its limit.
    InletTooCold {
        /// At the servers, °C.
        inlet_c: f64,
        /// The limit, °C.
        limit_c: f64,
    },
    /// No air of the servers' inlet temperature is within the limits of dew point and relative humidity.
    NoAirWithinLimits {
        /// At the servers, °C.
        inlet_c: f64,
    },
    /// The racks do not bear the warmest supply that is asked for.
    WarmestSupplyTooWarm {
        /// What is asked for, °C.
        asked_c: f64,
        /// What the racks bear, °C.
        limit_c: f64,
    },
    /// Facility water is warmer than the room's air handlers that hang on it do with.
    RoomWaterTooWarm {
        /// The facility water, °C.
        water_c: f64,
        /// The warmest that they do with, °C.
        warmest_c: f64,
    },
    /// Bought chilled water does not hold the supply of a loop.
    CampusTooWarm {
        /// Its temperature, °C.
        campus_c: f64,
        /// Supply of the loop, °C.
        supply_c: f64,
        /// The warmest bought water that holds it, °C.
        needed_c: f64,
    },
    /// Coolant distribution units do not hold the supply of their racks with facility water of its set point.
    FacilityWaterTooWarm {
        /// The set point, °C.
        set_c: f64,
        /// The warmest water that they do with, °C.
        needed_c: f64,
    },
    /// Events in seconds are modelled with a room on chillers of its own alone.
    RoomWithoutChillers {
        /// What cools the room.
        room: &'static str,
    },
    /// Another number of units than the design has use for.
    UnitCount {
        /// Key of the scenario.
        key: &'static str,
        /// What it says.
        count: u32,
        /// The least that carry the design.
        least: u32,
        /// The most that are of use.
        most: u32,
    },
    /// A search, or the hour's temperatures, did not settle.
    NotConverged(NotConverged),
}

impl PlantError {
    /// Whether a model or a search has no answer, rather than a machine no capacity.
    pub const fn is_of_model(&self) -> bool {
        matches!(self, Self::OutOfRange(_) | Self::NotConverged(_))
    }

    /// The error in words, with its quantities.
    pub fn describe(&self) -> Message {
        match self {
            Self::OutOfRange(error) => error.describe(),
            Self::NotConverged(error) => error.to_string().into(),
            Self::Overload { available_kw, load_kw, dry_bulb_c } => {
                Message::from(format!("chillers carry {available_kw:.0} kW of {load_kw:.0} kW with outdoor air of "))
                    .with_quantity(*dry_bulb_c, 1, "degC")
            }
            Self::SupplyTooWarm { supply_c, dry_bulb_c, limit_c } => Message::from("the supply reaches ")
                .with_quantity(*supply_c, 1, "degC")
                .with_text(" with outdoor air of ")
                .with_quantity(*dry_bulb_c, 1, "degC")
                .with_text("; the racks bear ")
                .with_quantity(*limit_c, 1, "degC"),
            Self::HeatLeftToRoom { supply_c, dry_bulb_c, left_kw, carried_kw } => Message::from("with outdoor air of ")
                .with_quantity(*dry_bulb_c, 1, "degC")
                .with_text(" the supply floats to ")
                .with_quantity(*supply_c, 1, "degC")
                .with_text(format!(", at which the racks leave {left_kw:.0} kW to the room, {}", room_carries(*carried_kw))),
            Self::TankFlowTooLarge => "the tank's water does not fit its loop".into(),
            Self::LoadKindMismatch => "the plant can't serve this kind of load".into(),
            Self::HeatNotRejected { load_kw, dry_bulb_c } => {
                Message::from(format!("the towers do not give off {load_kw:.0} kW with outdoor air of "))
                    .with_quantity(*dry_bulb_c, 1, "degC")
                    .with_text(", even with water at ")
                    .with_quantity(60.0, 0, "degC")
            }
            Self::TooManyUnits { what, count, carried_kw, load_kw } => {
                format!("{count} {what} do not carry the design load: {carried_kw:.0} kW of {load_kw:.0} kW").into()
            }
            Self::WaterTooCold { needed_c, coldest_c } => Message::from("the loop asks for water of ")
                .with_quantity(*needed_c, 1, "degC")
                .with_text("; without brine the coldest is ")
                .with_quantity(*coldest_c, 1, "degC")
                .with_text(": choose a warmer supply or air temperature"),
            Self::InletTooWarm { inlet_c, limit_c, rise_k } => Message::from("the servers draw air of up to ")
                .with_quantity(*inlet_c, 1, "degC")
                .with_text(", by recirculation ")
                .with_quantity(*rise_k, 1, "K")
                .with_text(" above the supply; the limit of their air is ")
                .with_quantity(*limit_c, 1, "degC")
                .with_text(
                    ": lower supply_temperature and supply_temperature_max, contain the aisles, or choose a wider \
                     outdoor_air_class or air_temperature_max",
                ),
            Self::InletTooCold { inlet_c, limit_c } => Message::from("the servers draw air of ")
                .with_quantity(*inlet_c, 1, "degC")
                .with_text("; the coldest that outdoor_air_class allows is ")
                .with_quantity(*limit_c, 1, "degC")
                .with_text(": raise supply_temperature, or choose a wider class"),
            Self::NoAirWithinLimits { inlet_c } => {
                Message::from("no air of ").with_quantity(*inlet_c, 1, "degC").with_text(
                    " at the servers is within the limits of dew point and relative humidity: widen dew_point_min to \
                     dew_point_max, or humidity_min to humidity_max",
                )
            }
            Self::WarmestSupplyTooWarm { asked_c, limit_c } => Message::from("supply_temperature_max is ")
                .with_quantity(*asked_c, 1, "degC")
                .with_text("; the racks bear ")
                .with_quantity(*limit_c, 1, "degC"),
            Self::RoomWaterTooWarm { water_c, warmest_c } => Message::from("room_cooling is facility-water, of ")
                .with_quantity(*water_c, 1, "degC")
                .with_text("; the coils of the room's air handlers do with ")
                .with_quantity(*warmest_c, 1, "degC")
                .with_text(
                    " at most: choose a colder supply_temperature, a warmer air_temperature or another room_cooling",
                ),
            Self::CampusTooWarm { campus_c, supply_c, needed_c } => Message::from("campus water of ")
                .with_quantity(*campus_c, 1, "degC")
                .with_text(" does not hold a supply of ")
                .with_quantity(*supply_c, 1, "degC")
                .with_text(": its exchangers ask for ")
                .with_quantity(*needed_c, 1, "degC")
                .with_text(" or colder; give a colder campus_water_temperature or a warmer supply"),
            Self::FacilityWaterTooWarm { set_c, needed_c } => Message::from("facility_water_temperature is ")
                .with_quantity(*set_c, 1, "degC")
                .with_text("; the coolant distribution units ask for ")
                .with_quantity(*needed_c, 1, "degC")
                .with_text(" or colder: choose colder water or a warmer supply_temperature"),
            Self::RoomWithoutChillers { room } => format!(
                "room_cooling is {room}; a transient has a room on chillers of its own: set room_cooling to chillers or \
                 free-cooling"
            )
            .into(),
            Self::UnitCount { key, count, least, most } => {
                format!("{key} is {count}; the design needs {least}, and {most} are the most that it has use for")
                    .into()
            }
            Self::SetPointTooCold { set_c, coldest_c } => Message::from("chilled_water_temperature is ")
                .with_quantity(*set_c, 1, "degC")
                .with_text("; without brine the coldest is ")
                .with_quantity(*coldest_c, 1, "degC"),
            Self::SetPointTooWarm { set_c, handlers, needed_c } => Message::from("chilled_water_temperature is ")
                .with_quantity(*set_c, 1, "degC")
                .with_text(format!("; the coils of {handlers} air handlers ask for "))
                .with_quantity(*needed_c, 1, "degC")
                .with_text(" or less: choose colder water or warmer air"),
        }
    }
}

impl fmt::Display for PlantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.describe().fmt(f)
    }
}

impl std::error::Error for PlantError {}

impl From<OutOfRange> for PlantError {
    fn from(error: OutOfRange) -> Self {
        Self::OutOfRange(error)
    }
}

impl From<NotConverged> for PlantError {
    fn from(error: NotConverged) -> Self {
        Self::NotConverged(error)
    }
}

impl From<ComponentError> for PlantError {
    fn from(error: ComponentError) -> Self {
        match error {
            ComponentError::OutOfRange(error) => error.into(),
            ComponentError::NotConverged(error) => error.into(),
        }
    }
}

/// What the plant of a room carries, in words.
fn room_carries(kw: Option<f64>) -> String {
    kw.map_or_else(|| "beyond the models of its plant".to_owned(), |kw| format!("whose plant carries {kw:.0} kW"))
}
