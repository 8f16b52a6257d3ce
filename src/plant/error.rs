//! Why heat can not be carried away as asked.

use thiserror::Error;

use crate::component::error::ComponentError;
use crate::physics::range::OutOfRange;
use crate::solve::convergence::NotConverged;

/// Why a plant, or the facility around it, can't be computed for an hour.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum PlantError {
    /// A model left its range.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
    /// Chillers can't carry a load.
    #[error("chillers carry {available_kw:.0} kW of {load_kw:.0} kW with outdoor air of {dry_bulb_c:.1} degC")]
    Overload {
        /// What they carry, kW.
        available_kw: f64,
        /// What is asked, kW.
        load_kw: f64,
        /// Outdoor dry-bulb, °C.
        dry_bulb_c: f64,
    },
    /// Without trim cooling the supply gets warmer than the racks bear.
    #[error(
        "the supply reaches {supply_c:.1} degC with outdoor air of {dry_bulb_c:.1} degC; the racks bear {limit_c:.1} degC"
    )]
    SupplyTooWarm {
        /// Supply temperature, °C.
        supply_c: f64,
        /// Outdoor dry-bulb, °C.
        dry_bulb_c: f64,
        /// Warmest supply that the racks bear, °C.
        limit_c: f64,
    },
    /// Where the supply floats, the racks leave more heat to the room than its plant was sized for.
    #[error(
        "with outdoor air of {dry_bulb_c:.1} degC the supply floats to {supply_c:.1} degC, at which the racks leave {left_kw:.0} kW \
         to the room, whose plant carries {carried_kw:.0} kW"
    )]
    HeatLeftToRoom {
        /// Supply temperature, °C.
        supply_c: f64,
        /// Outdoor dry-bulb, °C.
        dry_bulb_c: f64,
        /// Heat left to the room, kW.
        left_kw: f64,
        /// What its plant carries, kW.
        carried_kw: f64,
    },
    /// A tank gives or takes more water than its loop has.
    #[error("the tank's water does not fit its loop")]
    TankFlowTooLarge,
    /// A plant for water was asked to cool air, or the other way round.
    #[error("the plant can't serve this kind of load")]
    LoadKindMismatch,
    /// No water that a tower bears gives off the heat.
    #[error(
        "the towers do not give off {load_kw:.0} kW with outdoor air of {dry_bulb_c:.1} degC, even with water at 60 degC"
    )]
    HeatNotRejected {
        /// Heat to give off, kW.
        load_kw: f64,
        /// Outdoor dry-bulb, °C.
        dry_bulb_c: f64,
    },
    /// As many units as a plant may have do not carry its design load.
    #[error("{count} {what} do not carry the design load: {carried_kw:.0} kW of {load_kw:.0} kW")]
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
    #[error(
        "the loop asks for water of {needed_c:.1} degC; without brine the coldest is {coldest_c:.1} degC: choose a warmer supply or air temperature"
    )]
    WaterTooCold {
        /// What the loop asks for, °C.
        needed_c: f64,
        /// The coldest that a plant supplies, °C.
        coldest_c: f64,
    },
    /// A search, or the hour's temperatures, did not settle.
    #[error(transparent)]
    NotConverged(#[from] NotConverged),
}

impl From<ComponentError> for PlantError {
    fn from(error: ComponentError) -> Self {
        match error {
            ComponentError::OutOfRange(error) => error.into(),
            ComponentError::NotConverged(error) => error.into(),
        }
    }
}
