//! How much glycol the loop of dry coolers holds: enough for the coldest hour of the site.
//!
//! The mixture freezes `margin_k` below the coldest hour of the weather, and holds no less glycol than `share_min`, below which
//! it feeds bacteria and its inhibitors are too thin.
//!
//! Source: The Dow Chemical Company, *Engineering and Operating Guide for DOWFROST heat transfer fluids* (freeze protection
//! 5 °F or 3 K below the coldest temperature; no less than 25 to 30 %).
//!
//! Neglects: nothing: the values are choices, not laws.
//!
//! Compared with: freezing points of `physics::liquid`.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;

params! {
    /// Choices of the designer for a loop with glycol.
    pub struct GlycolRulesSpec {
        /// Freezing point below the coldest hour of the weather.
        margin_k ["K"] in 0.0..=20.0 = 5.0;
        /// Least share of glycol by mass.
        share_min [""] in 0.0..=0.6 = 0.25;
    }
}

/// Kind of a record that says `kind = "glycol-rules"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "glycol-rules",
    summary: "Propylene glycol in the loop of dry coolers: margin to freezing and least share",
    law: ComponentLaw {
        symbols: "T_freeze = T_coldest - margin",
        words: "glycol by the coldest hour of the site",
        results: &[LawResult::Power(EndUse::Pumps), LawResult::Power(EndUse::HeatRejection)],
    },
    params: GlycolRulesSpec::PARAMS,
    check: |table| GlycolRulesSpec::read(table).map(drop),
};
