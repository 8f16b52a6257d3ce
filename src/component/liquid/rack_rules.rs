//! What a rack and the room around it must keep to, beside its chips: limits of air, hoses and connectors, the ordinary
//! room that a claim is measured against.
//!
//! Neglects: everything but the limits themselves: a rack keeps them or does not.
//!
//! Compared with: `tests/rack.rs`, where a rack beyond a limit names it.

use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;

params! {
    /// Limits and the ordinary room.
    pub struct RackRulesSpec {
        /// Warmest exhaust air that cables, optics and people behind the rack stand.
        exhaust_max_c ["degC"] in 40.0..=90.0 = 65.0;
        /// Warmest coolant that hoses and seals stand.
        return_max_c ["degC"] in 40.0..=95.0 = 75.0;
        /// Highest velocity in a manifold: above it, noise and erosion.
        manifold_max_m_s ["m/s"] in 0.5..=6.0 = 2.7;
        /// Dew point of the room's air at its most humid.
        dew_point_c ["degC"] in -10.0..=26.0 = 15.0;
        /// Relative humidity of the supply air of a hall whose air recirculates; it enters densities, and coils stay dry.
        room_humidity [""] in 0.05..=0.8 = 0.4;
        /// Heat of one rack that an ordinary computer room takes away.
        room_rack_w ["W"] in 500.0..=50000.0 = 8000.0;
        /// Height of a standard rack.
        rack_u ["U"] in 20.0..=60.0 = 42.0;
        /// Voltage between phases of a standard feed.
        feed_v ["V"] in 100.0..=700.0 = 415.0;
        /// Rating of a standard feed's breaker.
        feed_a ["A"] in 10.0..=400.0 = 63.0;
        /// Share of the breaker that may be drawn continuously.
        feed_share [""] in 0.5..=1.0 = 0.8;
        /// Most standard feeds whose busway boxes or connectors fit the back of a rack.
        feeds_max [""] in 1.0..=64.0 = 8.0;
        /// Power factor of the supplies.
        power_factor [""] in 0.8..=1.0 = 0.98;
    }
}

/// Kind of a record that says `kind = "rack-rules"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "rack-rules",
    summary: "Limits of air, hoses and connectors; the ordinary room",
    law: ComponentLaw {
        symbols: "limits of air, liquid, connectors and feed",
        words: "what a rack and its room may bear",
        results: &[LawResult::PartTemperature, LawResult::CoolantSupply],
    },
    params: RackRulesSpec::PARAMS,
    check: |table| RackRulesSpec::read(table).map(drop),
};
