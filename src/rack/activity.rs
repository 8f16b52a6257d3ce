//! The activity of a rack's computing parts, by what its scenario and the data say.

use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::catalog::system::SystemRecord;
use crate::component::scenario_defaults::ScenarioDefaultsSpec;
use crate::component::server::activity::ActivitySpec;
use crate::scenario::{ActivityChoice, ArchitectureSettings};

use super::build::{BuildError, read_equipment};

/// An activity and the records that it rests on.
#[derive(Clone, Debug, Default)]
pub(crate) struct RackActivity {
    /// Share of the range from idle to full power, 0..=1.
    pub share: f64,
    /// Records.
    pub records: Vec<String>,
}

/// The activity of an architecture: stated, that of its kind of workload, or that at which its token rate was measured
/// where the data take it; 1 otherwise.
///
/// # Errors
/// Data without a record that is asked for.
pub(crate) fn find_activity(
    catalog: &Catalog,
    architecture: &ArchitectureSettings,
    system: &SystemRecord,
) -> Result<RackActivity, BuildError> {
    let full = || RackActivity { share: 1.0, records: Vec::new() };
    match &architecture.activity {
        ActivityChoice::Full => Ok(full()),
        ActivityChoice::Share(share) => Ok(RackActivity { share: *share, records: Vec::new() }),
        ActivityChoice::Kind(kind) => {
            let id = catalog.default_equipment(kind.activity_role());
            Ok(RackActivity { share: read_activity(catalog, id)?, records: vec![id.to_owned()] })
        }
        ActivityChoice::AsMeasured(workload) => {
            let rate = catalog.accelerator_of(system).and_then(|chip| catalog.token_rate(workload, &chip.id));
            let Some(id) = rate.and_then(|rate| rate.activity.as_deref()) else { return Ok(full()) };
            let defaults_id = catalog.default_equipment(EquipmentRole::ScenarioDefaults);
            let kind = "scenario-defaults";
            let defaults = read_equipment(catalog, "scenario", defaults_id, kind, ScenarioDefaultsSpec::read)?;
            if !defaults.takes_workload_activity() {
                return Ok(full());
            }
            Ok(RackActivity {
                share: read_activity(catalog, id)?,
                records: vec![id.to_owned(), defaults_id.to_owned()],
            })
        }
    }
}

fn read_activity(catalog: &Catalog, id: &str) -> Result<f64, BuildError> {
    Ok(read_equipment(catalog, "activity", id, "workload-activity", ActivitySpec::read)?.activity)
}
