//! IT of a hall beside its racks of accelerators: storage and management, for each accelerator.
//!
//! `P = N (p_storage + p_management)`, the same in every hour; all of it heats the air of the hall. Switches between racks
//! are counted by the systems that they connect.
//!
//! Neglects: how storage follows the load, and its own fans and power supplies apart from it.
//!
//! Compared with: the counts of a reference architecture in the notes of the record; no published measurement.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;

params! {
    /// Storage and management of a hall.
    pub struct HallItSpec {
        /// Storage, for each accelerator.
        storage_w ["W"] in 0.0..=1000.0;
        /// Management nodes, their switches and those of storage, for each accelerator.
        management_w ["W"] in 0.0..=1000.0;
    }
}

/// Kind of a record that says `kind = "hall-it"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "hall-it",
    summary: "Storage and management of a hall, for each accelerator",
    law: ComponentLaw {
        symbols: "P = N (p_storage + p_management)",
        words: "power for each accelerator",
        results: &[LawResult::Power(EndUse::Storage)],
    },
    params: HallItSpec::PARAMS,
    check: |table| HallItSpec::read(table).map(drop),
};
