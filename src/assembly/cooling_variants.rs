//! Which racks a study looks at: the scenario's architectures, and the other ways of cooling derived from them.

use crate::catalog::Catalog;
use crate::scenario::{ArchitectureSettings, CduKind, CoolingMethod, Scenario};
use crate::units::Temperature;

use super::error::AssemblyError;

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
        let own = scenario.architectures.iter().map(|a| a.name.clone());
        let known = own.chain(CoolingMethod::WORDS.map(str::to_owned)).collect();
        return Err(AssemblyError::Architecture { name: name.to_owned(), known });
    };
    let same = scenario.architectures.iter().find(|a| a.cooling == cooling);
    Ok(same.cloned().unwrap_or_else(|| derive_variant(&scenario.architectures[0], cooling, catalog)))
}

/// The architecture that a study of one rack shows unasked: the first with liquid, or the first.
pub(crate) fn default_variant(scenario: &Scenario) -> ArchitectureSettings {
    let liquid = scenario.architectures.iter().find(|a| !a.cooling.is_air_cooled());
    liquid.unwrap_or(&scenario.architectures[0]).clone()
}

/// Every architecture of the scenario and every other way of cooling.
pub(crate) fn all_variants(scenario: &Scenario, catalog: &Catalog) -> Vec<ArchitectureSettings> {
    let mut out = scenario.architectures.clone();
    for cooling in CoolingMethod::ALL {
        if !out.iter().any(|a| a.cooling == cooling) {
            out.push(derive_variant(&scenario.architectures[0], cooling, catalog));
        }
    }
    out
}

/// Another way of cooling the silicon of an architecture: in a system of its family that is made for it, or fitted.
fn derive_variant(base: &ArchitectureSettings, cooling: CoolingMethod, catalog: &Catalog) -> ArchitectureSettings {
    let system = catalog.system(&base.system);
    let made = |s: &&crate::catalog::system::SystemRecord| s.coolings.iter().any(|c| c == cooling.name());
    let family = system.and_then(|s| s.family.as_deref()).unwrap_or_default();
    let body = system.filter(made).or_else(|| catalog.systems_in_family(family).find(made)).or(system);
    let (_, _, usual_c) = cooling.supply_range_c();
    let air_c = if base.cooling.has_server_fans() { base.air.celsius() } else { 25.0 };
    let supply = Temperature::from_celsius(if cooling.is_air_cooled() { air_c } else { usual_c });
    ArchitectureSettings {
        name: cooling.name().to_owned(),
        system: body.map_or_else(|| base.system.clone(), |s| s.id.clone()),
        cooling,
        supply,
        air: Temperature::from_celsius(air_c),
        cdu: CduKind::InRow,
        equipment: base.equipment.without_rack_equipment(),
        ..base.clone()
    }
}
