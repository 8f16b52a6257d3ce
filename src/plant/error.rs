//! Why heat can not be carried away as asked.

use thiserror::Error;

use crate::physics::range::OutOfRange;

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
    /// A tank gives or takes more water than its loop has.
    #[error("the tank's water does not fit its loop")]
    TankFlowTooLarge,
    /// A plant for water was asked to cool air, or the other way round.
    #[error("the plant can't serve this kind of load")]
    LoadKindMismatch,
    /// The hour's temperatures did not settle.
    #[error("supply temperature and plant do not settle with outdoor air of {dry_bulb_c:.1} degC")]
    NotConverged {
        /// Outdoor dry-bulb, °C.
        dry_bulb_c: f64,
    },
}
