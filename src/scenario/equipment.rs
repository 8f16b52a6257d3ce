//! `[architecture.equipment]`: which records of the catalog an architecture is built of, where not of the usual ones.

use crate::catalog::equipment_role::EquipmentRole;
use crate::catalog::record::EquipmentRecord;
use crate::catalog::{Catalog, RecordKind};

use super::findings::ScenarioFindings;
use super::reader::TableReader;
use super::tree::TreeNode;
use super::values::read_catalog_id;

/// Records that an architecture names, by the key of their role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EquipmentChoice {
    chosen: Vec<(&'static str, String)>,
}

/// Roles of what stands at a rack: another way of cooling it takes other machines there.
const RACK_ROLES: [EquipmentRole; 5] = [
    EquipmentRole::CduInRow,
    EquipmentRole::CduPumpInRow,
    EquipmentRole::RearDoorActive,
    EquipmentRole::LiquidToAir,
    EquipmentRole::TankCondenser,
];

impl EquipmentChoice {
    /// Id of the record that has a role: the chosen one, or the catalog's usual one.
    pub fn record_id<'a>(&'a self, catalog: &'a Catalog, role: EquipmentRole) -> &'a str {
        self.chosen_id(role).unwrap_or_else(|| catalog.default_equipment(role))
    }

    /// Id of the record that the scenario names for a role, if it names one.
    pub fn chosen_id(&self, role: EquipmentRole) -> Option<&str> {
        let key = role.choice_key()?;
        self.chosen.iter().find(|(known, _)| *known == key).map(|(_, id)| id.as_str())
    }

    /// The choices for plant and power, without those for what stands at a rack.
    #[must_use]
    pub(crate) fn without_rack_equipment(&self) -> Self {
        let at_rack = |key: &str| RACK_ROLES.iter().any(|role| role.choice_key() == Some(key));
        Self { chosen: self.chosen.iter().filter(|(key, _)| !at_rack(key)).cloned().collect() }
    }

    /// Names a record for a role, unless one is named.
    pub(super) fn choose(&mut self, role: EquipmentRole, id: String) {
        if let Some(key) = role.choice_key()
            && self.chosen_id(role).is_none()
        {
            self.chosen.push((key, id));
        }
    }

    /// The choices as they stand in a file; nothing where there are none.
    pub(super) fn to_json(&self) -> Option<serde_json::Value> {
        let value = |(key, id): &(&'static str, String)| ((*key).to_owned(), serde_json::Value::from(id.as_str()));
        (!self.chosen.is_empty()).then(|| self.chosen.iter().map(value).collect())
    }
}

/// Reads the table. Of roles with one key that exclude each other, `roles_that_fit` says which the architecture has.
pub(super) fn read_equipment_choice(
    node: &TreeNode,
    path: &str,
    roles_that_fit: impl Fn(EquipmentRole) -> bool,
    catalog: &Catalog,
    issues: &mut ScenarioFindings,
) -> EquipmentChoice {
    let mut r = TableReader::new(node, path, issues);
    let mut choice = EquipmentChoice::default();
    for key in EquipmentRole::choice_keys() {
        // Of roles with one key the architecture has one; kinds of the others do not fit.
        let with_key = || EquipmentRole::ALL.iter().copied().filter(|role| role.choice_key() == Some(key));
        let Some(role) = with_key().find(|role| roles_that_fit(*role)).or_else(|| with_key().next()) else { continue };
        if let Some(id) = read_record_of_role(&mut r, key, path, role, catalog) {
            choice.choose(role, id);
        }
    }
    r.finish();
    choice
}

/// A record of one of the kinds that can have a role; another is a problem that names the kinds and the records that can.
pub(super) fn read_record_of_role(
    r: &mut TableReader<'_, '_>,
    key: &'static str,
    path: &str,
    role: EquipmentRole,
    catalog: &Catalog,
) -> Option<String> {
    let id = read_catalog_id(r, key, RecordKind::Equipment, catalog)?;
    let found = catalog.equipment(&id).map_or("", |record| record.kind.as_str());
    let kinds = catalog.role(role).map_or(&[][..], |known| known.kinds.as_slice());
    if kinds.iter().any(|kind| kind == found) {
        return check_current(r, key, path, role, catalog, id);
    }
    let fitting: Vec<&str> =
        kinds.iter().flat_map(|kind| catalog.equipment_of_kind(kind)).map(|record| record.id.as_str()).collect();
    let elsewhere = EquipmentRole::ALL
        .iter()
        .find(|other| catalog.role(**other).is_some_and(|known| known.kinds.iter().any(|kind| kind == found)))
        .and_then(|other| other.choice_key());
    let other_key = elsewhere.filter(|other| *other != key).map_or_else(String::new, |k| format!("; it fits `{k}`"));
    let origin = r.key_node(key)?.origin.clone();
    r.report_problem(
        format!("`{path}.{key}`: `{id}` is of kind `{found}`, and `{}` is needed here", kinds.join("` or `")),
        &origin,
        "another kind of equipment",
        Some(format!("use `{}`{other_key}", fitting.join("`, `"))),
    );
    None
}

/// What conductors must carry in a role: in words, and whether a record's phases and voltage are that.
struct ConductorDuty {
    current: &'static str,
    suits: fn(ConductorRating) -> bool,
}

/// Phases and voltage of a conductor; no phases on direct current.
#[derive(Clone, Copy)]
struct ConductorRating {
    phases: f64,
    volts: f64,
}

const fn conductor_duty(role: EquipmentRole) -> Option<ConductorDuty> {
    let (current, suits): (_, fn(ConductorRating) -> bool) = match role {
        EquipmentRole::Busway415Vac => ("alternating current", |r| r.phases > 0.0),
        EquipmentRole::Busway800Vdc => ("direct current", |r| r.phases == 0.0),
        // The extra-low voltage of IEC 61140 ends at 120 V of direct current.
        EquipmentRole::RackBusbar54Vdc => ("48 to 54 V of direct current", |r| r.phases == 0.0 && r.volts <= 120.0),
        EquipmentRole::RackBusbar800Vdc => ("800 V of direct current", |r| r.phases == 0.0 && r.volts > 120.0),
        _ => return None,
    };
    Some(ConductorDuty { current, suits })
}

fn conductor_rating(record: &EquipmentRecord) -> Option<ConductorRating> {
    let number = |key| {
        let value: &toml::Value = record.parameters.get(key)?;
        value.as_float().or_else(|| value.as_integer().map(|n| n as f64))
    };
    Some(ConductorRating { phases: number("phases")?, volts: number("volts")? })
}

/// Refuses a conductor of three phases on direct current and the reverse, and one of another voltage.
fn check_current(
    r: &mut TableReader<'_, '_>,
    key: &'static str,
    path: &str,
    role: EquipmentRole,
    catalog: &Catalog,
    id: String,
) -> Option<String> {
    let Some(duty) = conductor_duty(role) else { return Some(id) };
    let suits = |record: &EquipmentRecord| conductor_rating(record).is_some_and(duty.suits);
    if catalog.equipment(&id).is_some_and(suits) {
        return Some(id);
    }
    let fitting: Vec<&str> =
        catalog.equipment_of_kind("busway").filter(|other| suits(other)).map(|record| record.id.as_str()).collect();
    let origin = r.key_node(key)?.origin.clone();
    r.report_problem(
        format!(
            "`{path}.{key}`: `{id}` cannot serve this duty: the distribution of this architecture is of {}",
            duty.current
        ),
        &origin,
        "another kind of current",
        Some(format!("use `{}`, or another `distribution`", fitting.join("`, `"))),
    );
    None
}
