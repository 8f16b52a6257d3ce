//! Why a study could not be made.

use thiserror::Error;

use crate::assembly::error::AssemblyError;
use crate::catalog::CatalogError;

/// Why a comparison could not be made.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum StudyError {
    /// Data could not be loaded.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// The place, the rates or the racks could not be assembled.
    #[error(transparent)]
    Assembly(#[from] AssemblyError),
    /// A place found for another scenario.
    #[error(
        "the place was found for another climate, weather file, offset, form, step or clock than the scenario's; find it \
         again by `Place::find`"
    )]
    OtherPlace,
    /// A tank in weather without an order.
    #[error(
        "architecture `{name}`: a tank of cold water needs the hours of a year in their order, and this weather is joint \
         bins; use weather_form = \"hourly\", a weather file or a climate with an hourly year, or leave `storage` out"
    )]
    TankInBins {
        /// Its name.
        name: String,
    },
    /// A load by the hour in weather without an order.
    #[error(
        "a load by the hour (`profile`) needs the hours of a year in their order, and this weather is joint bins; use \
         weather_form = \"hourly\", a weather file or a climate with an hourly year, or give `utilisation` in its place"
    )]
    LoadInBins,
    /// A tank in a map of climates.
    #[error(
        "architecture `{name}`: a tank of cold water needs the hours of a year in their order, and a map of climates takes \
         `{climate}` in joint bins; leave --climates out and use --set site.climate={climate} for it, choose an \
         --architecture without a tank, or leave `storage` out"
    )]
    TankInMap {
        /// Its name.
        name: String,
        /// The climate.
        climate: String,
    },
    /// A search of the best set points with none to move.
    #[error(
        "nothing is free to be moved ({fixed}); take a set point out of `fixed` in [best] or [architecture.best], or leave \
         --best out"
    )]
    NothingFree {
        /// What is not free, and why.
        fixed: String,
    },
    /// The data do not make a model of an architecture.
    #[error("architecture `{name}`: {error}")]
    Data {
        /// Its name.
        name: String,
        /// What is wrong.
        error: crate::rack::build::BuildError,
    },
}
