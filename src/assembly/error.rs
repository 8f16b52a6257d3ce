//! Why a facility, its place or its rates could not be assembled from a scenario.

use thiserror::Error;

use crate::catalog::CatalogError;
use crate::physics::range::OutOfRange;
use crate::plant::error::PlantError;
use crate::rack::RackError;
use crate::rack::build::BuildError;
use crate::site::load::LoadError;
use crate::site::profile::ProfileError;
use crate::units::message::Message;
use crate::weather::WeatherError;

/// Why the place, the rates or the racks of a scenario could not be assembled.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum AssemblyError {
    /// Data could not be loaded.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// The weather holds a state that moist air cannot have.
    #[error("weather: {0}")]
    Weather(OutOfRange),
    /// A weather file can't be read or is wrong.
    #[error(transparent)]
    WeatherFile(WeatherError),
    /// No architecture and no way of cooling of a name.
    #[error("no architecture `{name}` in the scenario")]
    Architecture {
        /// The name.
        name: String,
        /// Names that there are.
        known: Vec<String>,
    },
    /// No group of racks of a name.
    #[error("no group `{name}` in the scenario")]
    Group {
        /// The name.
        name: String,
        /// Names that there are; none in a hall whose racks are alike.
        known: Vec<String>,
    },
    /// Steps finer than an hour in weather without an order.
    #[error(
        "`site.step` needs the hours of a year in their order, and this weather is joint bins; use weather_form = \"hourly\", \
         a weather file or a climate with an hourly year, or leave it out"
    )]
    StepInBins,
    /// A file of hourly values can't be read or is wrong.
    #[error(transparent)]
    Profile(ProfileError),
    /// A profile of a load can't be read or is wrong.
    #[error(transparent)]
    Load(LoadError),
    /// The data lack a record, or it is wrong.
    #[error(transparent)]
    Records(BuildError),
}

/// Why an architecture could not be run.
#[derive(Clone, Debug, Error)]
pub enum ArchitectureError {
    /// The data do not make a model.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The racks can't be cooled this way, or not computed.
    #[error(transparent)]
    Rack(#[from] RackError),
    /// The site can't carry them, or not be computed.
    #[error(transparent)]
    Site(#[from] PlantError),
    /// A profile asks for more power than its racks draw.
    #[error(
        "{}the load of `{profile}` asks for {:.1} kW at {when}, and the racks that stand there draw {:.1} kW with every server \
         busy; give more racks, or a smaller load",
        group.as_ref().map_or_else(String::new, |name| format!("group `{name}`: ")),
        asked_w / 1e3,
        most_w / 1e3
    )]
    LoadTooLarge {
        /// The profile.
        profile: String,
        /// The group, where the scenario has some.
        group: Option<String>,
        /// When, by the local standard clock.
        when: String,
        /// What it asks for, W.
        asked_w: f64,
        /// What the racks draw at most, W.
        most_w: f64,
    },
    /// Fewer racks than groups.
    #[error("{racks} racks are fewer than the {groups} groups of the hall, each of which has one at least")]
    TooFewRacks {
        /// Racks.
        racks: u32,
        /// Groups.
        groups: usize,
    },
    /// Loads of no step.
    #[error("the load has no step")]
    NoLoad,
    /// One of its groups of racks can't be.
    #[error("group `{name}`: {error}")]
    Group {
        /// Its name.
        name: String,
        /// Why.
        error: Box<Self>,
    },
}

impl ArchitectureError {
    /// The error in words, with its quantities.
    pub fn describe(&self) -> Message {
        match self {
            Self::Build(error) => error.to_string().into(),
            Self::LoadTooLarge { .. } | Self::TooFewRacks { .. } | Self::NoLoad => self.to_string().into(),
            Self::Rack(error) => error.describe(),
            Self::Site(error) => error.describe(),
            Self::Group { name, error } => Message::from(format!("group `{name}`: ")).with_message(error.describe()),
        }
    }
}

impl From<OutOfRange> for ArchitectureError {
    fn from(error: OutOfRange) -> Self {
        Self::Rack(error.into())
    }
}
