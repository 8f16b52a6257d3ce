//! How a tank of cold water is worked from day to day: choices of the operator, without physics of their own.
//!
//! Neglects: forecast errors: a day's prices of cooling are known when it begins.
//!
//! Compared with: two days of a cheap night by hand in `tests/storage.rs`.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;

params! {
    /// Choices of the operator: hours, prices and temperatures of filling.
    pub struct StorageRulesSpec {
        /// Time in which the tank is filled or emptied.
        time_h ["h"] in 1.0..=24.0;
        /// Hour of the day at which its day begins: the nights' cold comes before the days' heat.
        begins_h ["h"] in 0.0..=24.0;
        /// Time for which cold stands between filling and emptying, as the plan counts its standing loss.
        held_h ["h"] in 0.0..=24.0;
    }
}

/// Kind of a record that says `kind = "storage-rules"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "storage-rules",
    summary: "How a tank of cold water is worked from day to day",
    law: ComponentLaw {
        symbols: "fill and empty by the day's price of cooling",
        words: "when a tank is worked",
        results: &[LawResult::Power(EndUse::Chillers)],
    },
    params: StorageRulesSpec::PARAMS,
    check: |table| StorageRulesSpec::read(table).map(drop),
};
