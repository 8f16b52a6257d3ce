//! Rules by which a site is sized: spare units, flows and temperatures that are choices of the designer.
//!
//! Neglects: nothing: the values are choices, not laws.
//!
//! Compared with: `tests/plant.rs` and `tests/site.rs`, whose plants carry their design load.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;

params! {
    /// Choices of the designer: spares, flows, approaches and set points.
    pub struct DesignRulesSpec {
        /// Installed over needed air handlers.
        air_handler_spare [""] in 1.0..=2.0 = 1.2;
        /// Air moved by the air handlers over that of the servers; the excess bypasses them.
        air_bypass [""] in 1.0..=2.0 = 1.05;
        /// Capacity rate of chilled water over that of the air it cools.
        chilled_water_ratio [""] in 0.5..=3.0 = 1.2;
        /// Range of the room's air in a hall whose heat leaves with liquid.
        room_air_range_k ["K"] in 3.0..=20.0 = 8.0;
        /// Range of tower water at the design day.
        tower_range_k ["K"] in 2.0..=15.0 = 5.6;
        /// Coldest condenser water that chillers accept.
        condenser_min_c ["degC"] in 10.0..=30.0 = 18.0;
        /// Approach of the condenser-water set point to the wet-bulb.
        condenser_approach_k ["K"] in 2.0..=15.0 = 4.0;
        /// Smallest approach of a tower to the wet-bulb that is worth its size, where towers alone hold the supply.
        tower_approach_min_k ["K"] in 1.0..=15.0 = 2.8;
        /// Smallest approach of a dry cooler to the dry-bulb that is worth its size.
        dry_approach_min_k ["K"] in 1.0..=15.0 = 4.0;
        /// Installed over needed capacity of chillers.
        chiller_margin [""] in 1.0..=2.0 = 1.1;
        /// Highest load of UPS, transformers and busways at full power of the racks.
        converter_load_max [""] in 0.2..=1.0 = 0.8;
        /// Warmth of the yard above the weather station: units breathe some of their own exhaust.
        yard_rise_k ["K"] in 0.0..=6.0 = 1.0;
        /// How far above its set point the supply may float where no chiller trims it.
        floating_range_k ["K"] in 5.0..=40.0 = 20.0;
        /// Coldest chilled water: colder water needs brine.
        chilled_water_min_c ["degC"] in 1.0..=12.0 = 4.4;
        /// Most air handlers over those that the air takes, where a set point of chilled water asks for more of them.
        air_handlers_max_ratio [""] in 1.0..=20.0 = 2.0;
        /// Most tower cells over those that the water needs, where more of them hold the supply without chillers.
        tower_cells_max_ratio [""] in 1.0..=10.0 = 4.0;
    }
}

/// Kind of a record that says `kind = "design-rules"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "design-rules",
    summary: "Choices of the designer: spares, flows, set points",
    law: ComponentLaw {
        symbols: "approaches, ranges and margins",
        words: "what the designer chose",
        results: &[LawResult::Power(EndUse::Chillers), LawResult::Power(EndUse::HeatRejection)],
    },
    params: DesignRulesSpec::PARAMS,
    check: |table| DesignRulesSpec::read(table).map(drop),
};
