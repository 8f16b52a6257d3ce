//! An aisle between racks: the share of their exhaust that returns to their inlets.
//!
//! `T_inlet = (1 − r) T_supply + r T_exit`, with r by the separation of hot and cold aisles.
//!
//! Neglects: leaks that differ along a row or with the height in a rack.
//!
//! Compared with: `tests/scenario_defaults.rs`, where open aisles warm the inlets of the racks.

use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;

params! {
    /// An aisle.
    pub struct AisleSpec {
        /// Share of the exhaust that returns to the inlets.
        recirculation [""] in 0.0..=0.5;
    }
}

/// Kind of a record that says `kind = "aisle"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "aisle",
    summary: "Share of the racks' exhaust that returns to their inlets",
    law: ComponentLaw {
        symbols: "T_inlet = (1 - r) T_supply + r T_exit",
        words: "recirculation by the containment of the aisles",
        results: &[LawResult::PartTemperature],
    },
    params: AisleSpec::PARAMS,
    check: |table| AisleSpec::read(table).map(drop),
};
