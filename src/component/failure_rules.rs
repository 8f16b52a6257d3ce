//! How machines stop, what goes on without them, and in what order they come back.
//!
//! A pump or fan without power slows down against a torque that grows with the square of its speed: `n = n₀/(1 + t/τ)`,
//! with `τ` the time in which it falls to half (Wylie & Streeter, *Fluid Transients*: pump power failure). What is left
//! is the flow that buoyancy drives, a share of the flow before. Speeds and valves go up along ramps.
//!
//! Neglects: water hammer, check valves, the inertia of the liquid, and differences between machines of one kind.
//! Every time is an estimate with a range.
//!
//! Compared with: hand calculations and balances of `tests/transient.rs`; no published record of a failure is in
//! `data/validation`.

use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;

params! {
    /// Run-down times, ramps, delays and reserves of the machines of a site.
    pub struct FailureRulesSpec {
        /// Time in which a pump without power falls to half its speed.
        pump_coast_s ["s"] in 0.05..=60.0;
        /// The same for a server's fans.
        fan_coast_s ["s"] in 0.05..=60.0;
        /// The same for the fans of air handlers.
        crah_coast_s ["s"] in 0.05..=120.0;
        /// Flow of a liquid that buoyancy drives when its pumps stand, share of the flow before.
        natural_liquid [""] in 0.0..=0.2;
        /// Flow of air that buoyancy drives when its fans stand, share of the flow before.
        natural_air [""] in 0.0..=0.3;
        /// Time from rest to full speed of a pump.
        pump_ramp_s ["s"] in 0.1..=600.0;
        /// The same for a server's fans.
        fan_ramp_s ["s"] in 0.1..=600.0;
        /// Period of a server's fan control and of a unit's pump control.
        control_period_s ["s"] in 0.1..=120.0;
        /// Temperature above the target that asks for full speed.
        control_band_k ["K"] in 0.5..=50.0;
        /// Period of a chip's own thermal control.
        throttle_period_s ["s"] in 0.001..=60.0;
        /// Temperature above its limit at which a chip's clock is at its lowest.
        throttle_band_k ["K"] in 0.5..=30.0;
        /// From the loss of the utility to generators that carry the load.
        generator_start_s ["s"] in 1.0..=3600.0;
        /// How long batteries carry what is on the uninterruptible supply.
        ups_s ["s"] in 1.0..=36000.0;
        /// From power to full speed of a pump that had stopped.
        pump_restart_s ["s"] in 0.0..=600.0;
        /// From power to full air of air handlers.
        crah_restart_s ["s"] in 0.0..=600.0;
        /// From power to first cooling of a chiller.
        chiller_restart_s ["s"] in 0.0..=3600.0;
        /// From power to the fans of dry coolers or towers.
        cooler_restart_s ["s"] in 0.0..=600.0;
        /// From first to full cooling of a plant.
        plant_ramp_s ["s"] in 0.1..=1800.0;
        /// Cooling of a plant over its load.
        plant_reserve ["x"] in 1.0..=3.0;
        /// Facility water colder than exchangers need at full load.
        facility_margin_k ["K"] in 0.0..=20.0;
        /// Share of the difference between return air and water that an air handler's coil can take.
        coil_effectiveness [""] in 0.2..=0.98;
        /// Coil of an air handler over its load.
        coil_reserve ["x"] in 1.0..=3.0;
    }
}

/// Kind of a record that says `kind = "failure-rules"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "failure-rules",
    summary: "How pumps, fans, plants and supplies stop and come back",
    law: ComponentLaw {
        symbols: "n = n0 / (1 + t/τ); ramps and delays",
        words: "how pumps, fans, plants and supplies stop and come back",
        results: &[LawResult::Transient],
    },
    params: FailureRulesSpec::PARAMS,
    check: |table| FailureRulesSpec::read(table).map(drop),
};
