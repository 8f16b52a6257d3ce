//! How many racks of a system a scenario asks for.

use crate::catalog::Catalog;
use crate::catalog::system::System;
use crate::rack::RackError;
use crate::rack::model::Load;
use crate::rack::setup;
use crate::scenario::{Amount, Architecture};
use crate::units::Pressure;

use super::build::ArchitectureError;
use super::result::ItSummary;

/// Racks that share coolant units while their own number is not known yet.
pub(super) const SOME: f64 = 10.0;

/// Racks of an architecture; the last may be partly filled. As many as draw a load together at full power, where the
/// scenario gives a load.
///
/// # Errors
/// When the rack that a load is measured by can't be built or cooled.
pub(super) fn racks(
    catalog: &Catalog,
    amount: Amount,
    architecture: &Architecture,
    pressure: Pressure,
) -> Result<f64, ArchitectureError> {
    let accelerators = catalog.system(&architecture.system).map_or(0, System::accelerators);
    match amount {
        Amount::Accelerators(_) if accelerators == 0 => Ok(SOME),
        Amount::Accelerators(n) => Ok(f64::from(n) / f64::from(accelerators)),
        Amount::Racks(n) => Ok(f64::from(n)),
        Amount::Load(power) => {
            let setup = setup::setup(catalog, architecture, pressure, SOME)?;
            let load = Load { cap: architecture.power_limit, ..Load::FULL };
            let one: Result<_, RackError> = setup.rack.hold(architecture.supply, load);
            Ok(power.watts() / one?.power_w())
        }
    }
}

impl ItSummary {
    /// The amount as the scenario says it.
    pub(super) fn new(it: &crate::scenario::It) -> Self {
        let (mut accelerators, mut racks, mut load_w) = (None, None, None);
        match it.amount {
            Amount::Accelerators(n) => accelerators = Some(n),
            Amount::Racks(n) => racks = Some(n),
            Amount::Load(power) => load_w = Some(power.watts()),
        }
        Self { accelerators, racks, load_w, utilisation: it.utilisation, workload: it.workload.clone() }
    }
}
