//! Activity of the parts that compute: what share of their range from idle to full power they draw at work.
//!
//! `P = P_idle + a (P_full(T_j) − P_idle)` with the activity a. A part of activity 1 draws its rated power when its junction
//! is at its limit. Lower values are those of work that waits for memory, links or requests: the clock stays, the power
//! does not.
//!
//! Neglects: the course in time between phases of a workload; a is its mean.
//!
//! Compared with: validation case `ml-energy-b200-serving`.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;

params! {
    /// The activity of a kind of workload.
    pub struct ActivitySpec {
        /// Share of the range from idle to full power.
        activity [""] in 0.0..=1.0;
    }
}

/// Kind of a record that says `kind = "workload-activity"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "workload-activity",
    summary: "Share of their power range that accelerators draw in a kind of workload",
    law: ComponentLaw {
        symbols: "P = P_idle + a (P_full - P_idle)",
        words: "mean power of busy accelerators in a kind of workload",
        results: &[LawResult::Power(EndUse::Accelerators)],
    },
    params: ActivitySpec::PARAMS,
    check: |table| ActivitySpec::read(table).map(drop),
};
