//! What a plan of capacity is asked for.

use serde::Serialize;
use thiserror::Error;

use crate::rack::build::BuildError;
use crate::site::hour::FacilityHour;
use crate::study::error::StudyError;
use crate::units::Power;

/// Where the power is counted that a hall must keep within.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LimitBoundary {
    /// The utility meter of the site.
    Utility,
    /// The inlets of racks and of the IT equipment beside them.
    It,
    /// Heat into the outdoor air.
    Heat,
}

impl LimitBoundary {
    /// What it counts.
    pub const fn definition(self) -> &'static str {
        match self {
            Self::Utility => {
                "electricity at the utility meter: racks, what stands beside them, plant, losses of the power chain, \
                 lighting and fixed loads; not the plant of a campus whose chilled water is bought"
            }
            Self::It => "electricity at the inlets of racks, switches between racks, storage and management",
            Self::Heat => {
                "heat into the outdoor air, by the plant, the campus, transformers and fixed loads; not heat to a district"
            }
        }
    }

    /// Where it is, in words.
    pub const fn place(self) -> &'static str {
        match self {
            Self::Utility => "at the utility meter",
            Self::It => "at the inlets of the IT equipment",
            Self::Heat => "into the outdoor air",
        }
    }

    /// The power of an hour that counts, W.
    pub(super) fn power_w(self, hour: &FacilityHour) -> f64 {
        match self {
            Self::Utility => hour.power_chain.facility_w(),
            Self::It => hour.it_w(),
            Self::Heat => hour.rejected_w,
        }
    }
}

/// By what the peak of the racks is planned.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum PlannedActivity {
    /// Every server busy at full activity.
    #[default]
    Full,
    /// Every server busy at the activity of the scenario: stated, or that of its workload as measured.
    AsMeasured,
    /// Every server busy at this share of the range from idle to full power, above 0 and up to 1.
    Share(f64),
}

/// A plan of capacity.
#[derive(Clone, Debug)]
pub struct CapacityRequest {
    /// Where power is counted.
    pub boundary: LimitBoundary,
    /// The power that must not be passed, above 0.
    pub limit: Power,
    /// Power limits of each accelerator that are compared; none takes those of the scenario.
    pub caps: Vec<Power>,
    /// By what the peak of the racks is planned.
    pub activity: PlannedActivity,
    /// Name of an architecture, or a way of cooling; all of the scenario without it.
    pub architecture: Option<String>,
}

/// Why a plan of capacity could not be made.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum CapacityError {
    /// Place, weather, rates or data.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// A power limit below what an accelerator draws at its lowest clock.
    #[error(
        "--cap {cap_w:.0}W is below what an accelerator of `{name}` (`{chip}`) draws at its lowest clock, {least_w:.0} W"
    )]
    CapTooLow {
        /// Architecture.
        name: String,
        /// Catalog id of its accelerator.
        chip: String,
        /// The power limit, W.
        cap_w: f64,
        /// The least that it can be held at, W.
        least_w: f64,
    },
    /// A power limit where nothing can be limited.
    #[error("--cap has no meaning for `{name}`: its system `{system}` has no accelerators")]
    NothingToCap {
        /// Architecture.
        name: String,
        /// Its system.
        system: String,
    },
    /// Planning by measured activity where none is known.
    #[error("--oversubscribe has no activity to plan by: neither the scenario nor its workload gives one below full")]
    NoActivity,
}

impl CapacityError {
    /// What would mend it, where that is not said already.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Study(_) => None,
            Self::CapTooLow { least_w, .. } => Some(format!("give {:.0}W or more", least_w.ceil())),
            Self::NothingToCap { .. } => Some("leave --cap out, or choose another --architecture".to_owned()),
            Self::NoActivity => Some(
                "give the share, as in --oversubscribe 0.85, or set it.activity to a share, \"serving\" or \"training\""
                    .to_owned(),
            ),
        }
    }

    pub(super) fn of_data(name: &str, error: BuildError) -> Self {
        StudyError::Data { name: name.to_owned(), error }.into()
    }
}
