//! A catalog with some values replaced: for a published case whose configuration is known better, and for sampling.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use toml::{Table, Value};

use super::describe::short_key;
use super::{Catalog, CatalogError};

/// A value of a record, and what it is to be.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueChange {
    /// Id of a silicon, chip, system, equipment, fitting or climate; of a workload with measured rates.
    pub record: String,
    /// Path of keys within the record as `catalog show` prints it; parameters of equipment also without their prefix.
    pub key: String,
    /// The new value, in the unit that the key ends in.
    pub value: f64,
}

impl ValueChange {
    fn change_error(&self, reason: impl Into<String>) -> CatalogError {
        CatalogError::Change { record: self.record.clone(), key: self.key.clone(), reason: reason.into() }
    }
}

impl Catalog {
    /// This catalog with some values replaced; where two records of different kinds share an id, silicon, chips, systems, equipment,
    /// fittings, climates and workloads are tried in this order for the key.
    ///
    /// # Errors
    /// [`CatalogError::Change`] when a record or key does not exist, or is no number.
    pub fn with_values(&self, changes: &[ValueChange]) -> Result<Self, CatalogError> {
        let mut changed = self.clone();
        let mut by_record: BTreeMap<&str, Vec<&ValueChange>> = BTreeMap::new();
        for change in changes {
            by_record.entry(&change.record).or_default().push(change);
        }
        for (id, changes) in by_record {
            changed.replace_values(id, &changes)?;
        }
        Ok(changed)
    }

    fn replace_values(&mut self, id: &str, changes: &[&ValueChange]) -> Result<(), CatalogError> {
        if let Some(record) = self.silicons.iter_mut().find(|r| r.id == id) {
            return edit_record(record, changes);
        }
        if let Some(record) = self.chips.iter_mut().find(|r| r.id == id) {
            return edit_record(record, changes);
        }
        if let Some(record) = self.systems.iter_mut().find(|r| r.id == id) {
            return edit_record(record, changes);
        }
        if let Some(record) = self.equipment.iter_mut().find(|r| r.id == id) {
            let parameters = &mut record.parameters;
            return changes.iter().try_for_each(|change| set_table_value(parameters, short_key(&change.key), change));
        }
        if let Some(record) = self.retrofit_kits.iter_mut().find(|r| r.id == id) {
            return edit_record(record, changes);
        }
        changes.iter().try_for_each(|change| self.replace_table_value(id, change))
    }

    /// A value of a climate or of a measured workload.
    fn replace_table_value(&mut self, id: &str, change: &ValueChange) -> Result<(), CatalogError> {
        if let Some(site) = self.grid_data.iter_mut().find(|r| r.climate == id) {
            let slot = match change.key.as_str() {
                "price_usd_per_mwh" => &mut site.price_usd_per_mwh,
                "carbon_g_per_kwh" => &mut site.carbon_g_per_kwh,
                _ => {
                    return Err(
                        change.change_error("a climate has `price_usd_per_mwh` and `carbon_g_per_kwh` to change")
                    );
                }
            };
            *slot = change.value;
            return Ok(());
        }
        let rate = |chip: &str, workload: &str| workload == id && change.key == format!("{chip}.tokens_per_s");
        if let Some(rate) = self.rates.iter_mut().find(|r| rate(&r.chip, &r.workload)) {
            rate.tokens_per_s = change.value;
            return Ok(());
        }
        Err(change.change_error(
            "no silicon, chip, system, equipment, fitting, climate or measured workload has this id and key",
        ))
    }
}

/// Changes the values of a record; turning it into a table and back takes most of the time, and is done once for all.
fn edit_record<T: Serialize + DeserializeOwned>(record: &mut T, changes: &[&ValueChange]) -> Result<(), CatalogError> {
    let Some(first) = changes.first() else { return Ok(()) };
    let mut table = Table::try_from(&*record).map_err(|e| first.change_error(e.to_string()))?;
    for change in changes {
        set_table_value(&mut table, &change.key, change)?;
    }
    *record = table.try_into().map_err(|e| first.change_error(e.to_string()))?;
    Ok(())
}

/// Replaces the number at a path; items of a list are counted from 1.
fn set_table_value(table: &mut Table, path: &str, change: &ValueChange) -> Result<(), CatalogError> {
    let missing = || change.change_error("it has no such key; `rackjoule catalog show ID` lists them");
    let mut steps = path.split('.');
    let first = steps.next().unwrap_or_default();
    let mut slot = table.get_mut(first).ok_or_else(missing)?;
    for step in steps {
        slot = match slot {
            Value::Table(inner) => inner.get_mut(step),
            Value::Array(items) => {
                step.parse::<usize>().ok().and_then(|i| i.checked_sub(1)).and_then(|i| items.get_mut(i))
            }
            _ => None,
        }
        .ok_or_else(missing)?;
    }
    match slot {
        Value::Float(number) => *number = change.value,
        Value::Integer(number) if change.value.fract() == 0.0 => {
            #[expect(clippy::cast_possible_truncation, reason = "a whole number, and counts are small")]
            let whole = change.value as i64;
            *number = whole;
        }
        Value::Integer(_) => {
            return Err(change.change_error(format!("it counts: {} is not a whole number", change.value)));
        }
        _ => return Err(change.change_error("it is no number")),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(record: &str, key: &str, value: f64) -> ValueChange {
        ValueChange { record: record.to_owned(), key: key.to_owned(), value }
    }

    #[test]
    fn every_kind_of_record_changes_and_the_rest_stays() {
        let catalog = Catalog::load(None).unwrap();
        let changes = [
            change("b200-sxm", "power.max_w", 900.0),
            change("hgx-b200-air", "tray.1.fans.loss_pa_s2_m6", 300.0),
            change("hgx-b200-air", "tray.1.fans.count", 15.0),
            change("fan-80mm-dual-rotor", "parameters.best_efficiency", 0.4),
            change("fan-80mm-dual-rotor", "shutoff_pa", 1000.0),
            change("us-va-ashburn", "carbon_g_per_kwh", 100.0),
            change("llama-3.1-405b-offline", "b200-sxm.tokens_per_s", 500.0),
        ];
        let other = catalog.with_values(&changes).unwrap();
        assert_eq!(other.chip("b200-sxm").unwrap().power.max_w, 900.0);
        assert_eq!(catalog.chip("b200-sxm").unwrap().power.max_w, 1000.0);
        let fans = other.system("hgx-b200-air").unwrap().trays[0].fans.clone().unwrap();
        assert_eq!((fans.loss_pa_s2_m6, fans.count), (300.0, 15));
        let fan = &other.equipment("fan-80mm-dual-rotor").unwrap().parameters;
        assert_eq!((fan["best_efficiency"].as_float(), fan["shutoff_pa"].as_float()), (Some(0.4), Some(1000.0)));
        assert_eq!(other.grid_data("us-va-ashburn").unwrap().carbon_g_per_kwh, 100.0);
        assert_eq!(other.token_rate("llama-3.1-405b-offline", "b200-sxm").unwrap().tokens_per_s, 500.0);
        let unchanged = |c: &Catalog| format!("{:?}", c.equipment("tower-1mw").unwrap());
        assert_eq!(unchanged(&catalog), unchanged(&other));
    }

    #[test]
    fn what_does_not_exist_is_named() {
        let catalog = Catalog::load(None).unwrap();
        for (wrong, part) in [
            (change("b300-sxm9", "power.max_w", 1.0), "no silicon, chip"),
            (change("b200-sxm", "power.most_w", 1.0), "no such key"),
            (change("b200-sxm", "name", 1.0), "no number"),
            (change("hgx-b200-air", "tray.1.count", 1.5), "not a whole number"),
            (change("hgx-b200-air", "tray.9.count", 1.0), "no such key"),
        ] {
            let message = catalog.with_values(std::slice::from_ref(&wrong)).unwrap_err().to_string();
            assert!(message.contains(part) && message.contains(&wrong.record), "{message}");
        }
    }
}
