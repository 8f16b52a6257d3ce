//! Weather, plant, power chain, the hour and the year.
//!
//! [`weather`] gives the outdoor air hour by hour, [`plant`] carries heat from a water loop to it, [`power`] feeds the
//! hall, [`facility`] couples both with the racks in one hour, [`size`] decides what is installed, [`year`] sums,
//! [`storage`] keeps cold from the night for the day, [`money`] counts what it costs, by hourly prices that [`profile`] reads. [`bare`] is a plant under a heat load, without
//! racks.

pub mod bare;
pub mod facility;
pub mod money;
pub mod outdoor;
pub mod plant;
pub mod power;
pub mod profile;
pub mod reuse;
pub mod size;
pub mod storage;
pub mod weather;
pub mod year;

use thiserror::Error;

use crate::physics::range::OutOfRange;

/// Why a site can't be computed.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum SiteError {
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
