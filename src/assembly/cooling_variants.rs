//! Which racks a study looks at: the scenario's architectures, and the other ways of cooling derived from them.

use crate::catalog::Catalog;
use crate::component::scenario_defaults::ScenarioDefaultsSpec;
use crate::scenario::{
    ArchitectureSettings, CduKind, CoolantUnitSettings, CoolingMethod, FlowControl, Scenario, SetPoints,
    default_room_air, default_supply,
};

use super::error::AssemblyError;
use super::rack_count;

/// The architecture of a name, or the way of cooling of a word derived from the scenario.
pub(crate) fn select_variant(
    scenario: &Scenario,
    catalog: &Catalog,
    name: &str,
) -> Result<ArchitectureSettings, AssemblyError> {
    if let Some(own) = scenario.architectures.iter().find(|a| a.name == name) {
        return Ok(own.clone());
    }
    let Some(cooling) = CoolingMethod::from_word(name) else {
        let mut known: Vec<String> = scenario.architectures.iter().map(|a| a.name.clone()).collect();
        for word in CoolingMethod::WORDS {
            if !known.iter().any(|name| name == word) {
                known.push(word.to_owned());
            }
        }
        return Err(AssemblyError::Architecture { name: name.to_owned(), known });
    };
    let same = scenario.architectures.iter().find(|a| a.cooling == cooling);
    if let Some(same) = same {
        return Ok(same.clone());
    }
    let defaults = rack_count::read_defaults(catalog).map_err(AssemblyError::Records)?;
    Ok(derive_variant(&scenario.architectures[0], cooling, catalog, &defaults))
}

/// The architecture that a study of one rack shows unasked: the first with liquid, or the first.
pub(crate) fn default_variant(scenario: &Scenario) -> ArchitectureSettings {
    let liquid = scenario.architectures.iter().find(|a| !a.cooling.is_air_cooled());
    liquid.unwrap_or(&scenario.architectures[0]).clone()
}

/// Every architecture of the scenario and every other way of cooling.
///
/// # Errors
/// When the data have no values for what a scenario does not give.
pub(crate) fn all_variants(scenario: &Scenario, catalog: &Catalog) -> Result<Vec<ArchitectureSettings>, AssemblyError> {
    let defaults = rack_count::read_defaults(catalog).map_err(AssemblyError::Records)?;
    let mut out = scenario.architectures.clone();
    for cooling in CoolingMethod::ALL {
        if !out.iter().any(|a| a.cooling == cooling) {
            out.push(derive_variant(&scenario.architectures[0], cooling, catalog, &defaults));
        }
    }
    Ok(out)
}

/// Another way of cooling the silicon of an architecture: in a system of its family that is made for it, or fitted.
fn derive_variant(
    base: &ArchitectureSettings,
    cooling: CoolingMethod,
    catalog: &Catalog,
    defaults: &ScenarioDefaultsSpec,
) -> ArchitectureSettings {
    let system = catalog.system(&base.system);
    let made = |s: &&crate::catalog::system::SystemRecord| s.coolings.iter().any(|c| c == cooling.name());
    let family = system.and_then(|s| s.family.as_deref()).unwrap_or_default();
    let body = system.filter(made).or_else(|| catalog.systems_in_family(family).find(made)).or(system);
    let air = if base.cooling.has_server_fans() { base.air } else { default_room_air(defaults, CoolingMethod::Hybrid) };
    let supply = if cooling.is_air_cooled() { air } else { default_supply(defaults, cooling) };
    ArchitectureSettings {
        name: cooling.name().to_owned(),
        system: body.map_or_else(|| base.system.clone(), |s| s.id.clone()),
        cooling,
        supply,
        air,
        uses_defaults: true,
        cdu: CduKind::InRow,
        equipment: base.equipment.without_rack_equipment(),
        set_points: SetPoints {
            flow_control: FlowControl::of_system(body, cooling, supply, defaults),
            flow_from_data: true,
            ..base.set_points.without_counts()
        },
        coolant_units: CoolantUnitSettings::default(),
        ..base.clone()
    }
}
