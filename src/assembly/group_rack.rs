//! The racks of one group of a hall, as a scenario of their own.

use std::borrow::Cow;

use crate::catalog::Catalog;
use crate::scenario::{GroupLoop, Scenario};

use super::error::AssemblyError;

/// The scenario of one group alone: its racks in every architecture, as the group's loop or the room's air cools them. Without
/// a name the first group on the main loop of the first architecture. A scenario without groups is returned as it is.
///
/// # Errors
/// [`AssemblyError::Group`] for a name that no group has.
pub(crate) fn racks_of_group<'a>(
    scenario: &'a Scenario,
    catalog: &Catalog,
    name: Option<&str>,
) -> Result<Cow<'a, Scenario>, AssemblyError> {
    let groups = &scenario.it.groups;
    let unknown = |name: &str| AssemblyError::Group {
        name: name.to_owned(),
        known: groups.iter().map(|group| group.name.clone()).collect(),
    };
    let Some(first) = scenario.architectures.first().filter(|_| !groups.is_empty()) else {
        return name.map_or(Ok(Cow::Borrowed(scenario)), |name| Err(unknown(name)));
    };
    let place = if let Some(name) = name {
        groups.iter().position(|group| group.name == name).ok_or_else(|| unknown(name))?
    } else {
        let held = scenario.it.hall_groups(first, catalog);
        held.iter().position(|group| group.on == GroupLoop::Main).unwrap_or(0)
    };
    let mut own = scenario.clone();
    own.title = format!("{} (a rack of `{}`)", scenario.title, groups[place].name);
    for (architecture, held) in own.architectures.iter_mut().zip(&scenario.architectures) {
        let mut racks = scenario.it.hall_groups(held, catalog);
        let group = racks.swap_remove(place);
        *architecture = group.architecture;
        own.it = group.it;
    }
    Ok(Cow::Owned(own))
}
