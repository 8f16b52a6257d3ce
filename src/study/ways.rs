//! Which racks a study looks at: the scenario's architectures, and the other ways of cooling derived from them.

use crate::catalog::Catalog;
use crate::scenario::{Architecture, Cdu, Cooling, Scenario};
use crate::units::Temperature;

use super::compare::StudyError;

/// The architecture of a name, or the way of cooling of a word derived from the scenario.
pub(super) fn pick(scenario: &Scenario, catalog: &Catalog, name: &str) -> Result<Architecture, StudyError> {
    if let Some(own) = scenario.architectures.iter().find(|a| a.name == name) {
        return Ok(own.clone());
    }
    let Some(cooling) = Cooling::of(name) else {
        let own = scenario.architectures.iter().map(|a| a.name.clone());
        let known = own.chain(Cooling::WORDS.map(str::to_owned)).collect();
        return Err(StudyError::Architecture { name: name.to_owned(), known });
    };
    let same = scenario.architectures.iter().find(|a| a.cooling == cooling);
    Ok(same.cloned().unwrap_or_else(|| derive(&scenario.architectures[0], cooling, catalog)))
}

/// The architecture that a study of one rack shows unasked: the first with liquid, or the first.
pub(super) fn shown(scenario: &Scenario) -> Architecture {
    let liquid = scenario.architectures.iter().find(|a| !a.cooling.dry());
    liquid.unwrap_or(&scenario.architectures[0]).clone()
}

/// Every architecture of the scenario and every other way of cooling.
pub(super) fn all(scenario: &Scenario, catalog: &Catalog) -> Vec<Architecture> {
    let mut out = scenario.architectures.clone();
    for cooling in Cooling::ALL {
        if !out.iter().any(|a| a.cooling == cooling) {
            out.push(derive(&scenario.architectures[0], cooling, catalog));
        }
    }
    out
}

/// Another way of cooling the silicon of an architecture: in a system of its family that is made for it, or fitted.
fn derive(base: &Architecture, cooling: Cooling, catalog: &Catalog) -> Architecture {
    let system = catalog.system(&base.system);
    let made = |s: &&crate::catalog::system::System| s.coolings.iter().any(|c| c == cooling.name());
    let family = system.and_then(|s| s.family.as_deref()).unwrap_or_default();
    let body = system.filter(made).or_else(|| catalog.family(family).find(made)).or(system);
    let (_, _, usual_c) = cooling.supply_c();
    let air_c = if base.cooling.breathes() { base.air.celsius() } else { 25.0 };
    let supply = Temperature::from_celsius(if cooling.dry() { air_c } else { usual_c });
    Architecture {
        name: cooling.name().to_owned(),
        system: body.map_or_else(|| base.system.clone(), |s| s.id.clone()),
        cooling,
        supply,
        air: Temperature::from_celsius(air_c),
        cdu: Cdu::InRow,
        ..base.clone()
    }
}
