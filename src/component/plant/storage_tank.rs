//! Stratified tank of chilled or warm water, in two zones.
//!
//! A cold zone below a warm one, each well mixed, with a sharp moving boundary. Water enters one zone and
//! leaves the other at its temperature; a share `1 − η` of the volume is the mixed layer between them and can't be drawn
//! (η 0.8 to 0.9 for good diffusers, ASHRAE Handbook, HVAC Applications, thermal storage). Standing losses act first, as
//! exact exponentials of each zone with its share of the surface, then the water moves: both keep energy exactly.
//!
//! Density and specific heat are constants of the step, given by the caller. Flows over the limit of the diffusers, and
//! drawing beyond a zone's reach, are cut and reported as the volume that passed.
//!
//! Neglects: conduction between the zones and growth of the mixed layer with time.
//!
//! Compared with: balances of energy in this file and in `tests/storage.rs`.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::units::{Duration, Energy, Temperature, VolumeFlow};

params! {
    /// Volume, loss, diffusers and usable share of a tank.
    pub struct StorageTankSpec {
        /// Volume of water.
        volume_m3 ["m3"] in 0.01..=1e6;
        /// Conductance from the water to the surroundings.
        loss_w_k ["W/K"] in 0.0..=1e6;
        /// Largest flow through the diffusers, either way.
        flow_max_m3_s ["m3/s"] in 1e-5..=100.0;
        /// Share of the volume that can be drawn at the temperature of its zone.
        usable [""] in 0.1..=1.0 = 0.85;
    }
}

/// Kind of a record that says `kind = "storage-tank"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "storage-tank",
    summary: "Stratified tank of chilled or warm water",
    law: ComponentLaw {
        symbols: "two zones, moving boundary, loss U (T - T_a)",
        words: "stratified tank of cold water",
        results: &[LawResult::Power(EndUse::Chillers)],
    },
    params: StorageTankSpec::PARAMS,
    check: |table| StorageTankSpec::read(table).map(drop),
};

/// A tank and the volumetric heat capacity of its water, J/(m³ K).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StorageTank {
    spec: StorageTankSpec,
    heat_j_m3_k: f64,
}

/// Water that passes through a tank in a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TankInflow {
    /// Water that enters.
    pub inlet: Temperature,
    /// Its flow, not negative.
    pub flow: VolumeFlow,
    /// Surroundings of the tank.
    pub ambient: Temperature,
}

/// What passed in a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TankStep {
    /// Water that left, as the mean of the step.
    pub outlet: Temperature,
    /// Flow that passed; less than asked at a limit.
    pub flow: VolumeFlow,
    /// Heat from the tank to its surroundings; negative into a cold tank.
    pub lost: Energy,
}

/// Two zones of a stratified tank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TankZones {
    /// Share of the volume in the cold zone, 0..=1.
    pub cold_share: f64,
    /// Temperature of the cold zone.
    pub cold: Temperature,
    /// Temperature of the warm zone.
    pub warm: Temperature,
}

/// Which way a stratified tank works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TankDraw {
    /// Water enters above and leaves cold from below.
    Cold,
    /// Water enters below and leaves warm from above.
    Warm,
}

impl StorageTank {
    /// A tank of water of a volumetric heat capacity, J/(m³ K).
    pub fn new(spec: StorageTankSpec, heat_j_m3_k: f64) -> Self {
        Self { spec, heat_j_m3_k }
    }

    /// The parameters that the tank was made from.
    pub fn spec(&self) -> &StorageTankSpec {
        &self.spec
    }

    /// Heat capacity of all the water, J/K.
    pub fn heat_capacity_j_k(&self) -> f64 {
        self.spec.volume_m3 * self.heat_j_m3_k
    }

    /// A stratified tank after a step.
    pub fn step_stratified(
        &self,
        start: &TankZones,
        draw: TankDraw,
        through: &TankInflow,
        step: Duration,
    ) -> (TankZones, TankStep) {
        let volume = self.spec.volume_m3;
        let stood = self.apply_standing_loss(start, through.ambient, step);
        let lost = self.energy_above(start, &stood);
        let (drawn_share, drawn) = match draw {
            TankDraw::Cold => (stood.cold_share, stood.cold),
            TankDraw::Warm => (1.0 - stood.cold_share, stood.warm),
        };
        let reach_m3 = (drawn_share - (1.0 - self.spec.usable)).max(0.0) * volume;
        let wanted_m3 = through.flow.m3_s().clamp(0.0, self.spec.flow_max_m3_s) * step.seconds();
        let moved_m3 = wanted_m3.min(reach_m3);
        let flow = if step.seconds() > 0.0 { moved_m3 / step.seconds() } else { 0.0 };
        let done = TankStep { outlet: drawn, flow: VolumeFlow::new(flow), lost };
        let share = moved_m3 / volume;
        // What enters mixes into the zone that grows.
        let into = |zone_share: f64, zone: Temperature| {
            let grown = zone_share + share;
            if grown > 0.0 { zone + (through.inlet - zone) * (share / grown) } else { zone }
        };
        let zones = match draw {
            TankDraw::Cold => TankZones {
                cold_share: stood.cold_share - share,
                warm: into(1.0 - stood.cold_share, stood.warm),
                ..stood
            },
            TankDraw::Warm => {
                TankZones { cold_share: stood.cold_share + share, cold: into(stood.cold_share, stood.cold), ..stood }
            }
        };
        (zones, done)
    }

    /// Zones after standing for a step: each relaxes to the surroundings with its share of surface and of water, so at
    /// the same rate.
    fn apply_standing_loss(&self, zones: &TankZones, ambient: Temperature, step: Duration) -> TankZones {
        let kept = (-self.spec.loss_w_k * step.seconds() / self.heat_capacity_j_k()).exp();
        let after = |t: Temperature| ambient + (t - ambient) * kept;
        TankZones { cold: after(zones.cold), warm: after(zones.warm), ..*zones }
    }

    /// Energy of one state of the zones above another.
    pub fn energy_above(&self, of: &TankZones, above: &TankZones) -> Energy {
        let parts = of.cold_share * (of.cold - above.cold).kelvin()
            + (1.0 - of.cold_share) * (of.warm - above.warm).kelvin()
            + (of.cold_share - above.cold_share) * (above.cold - above.warm).kelvin();
        Energy::new(self.heat_capacity_j_k() * parts)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WATER: f64 = 1000.0 * 4180.0;

    fn tank() -> StorageTank {
        StorageTank::new(StorageTankSpec { volume_m3: 12.0, loss_w_k: 20.0, flow_max_m3_s: 0.05, usable: 0.85 }, WATER)
    }

    fn c(t: f64) -> Temperature {
        Temperature::from_celsius(t)
    }

    fn through(inlet: f64, flow_m3_s: f64) -> TankInflow {
        TankInflow { inlet: c(inlet), flow: VolumeFlow::new(flow_m3_s), ambient: c(30.0) }
    }

    #[test]
    fn a_drawn_tank_gives_cold_until_its_mixed_layer() {
        let mut zones = TankZones { cold_share: 1.0, cold: c(10.0), warm: c(20.0) };
        let still = StorageTank::new(StorageTankSpec { loss_w_k: 0.0, ..*tank().spec() }, WATER);
        let mut drawn = 0.0;
        for _ in 0..10 {
            let (next, step) = still.step_stratified(&zones, TankDraw::Cold, &through(20.0, 0.05), Duration::new(60.0));
            assert_eq!(step.outlet, c(10.0));
            drawn += step.flow.m3_s() * 60.0;
            zones = next;
        }
        assert!((drawn - 0.85 * 12.0).abs() < 1e-9 && (zones.cold_share - 0.15).abs() < 1e-12);
        let (back, step) = still.step_stratified(&zones, TankDraw::Warm, &through(10.0, 1.0), Duration::new(60.0));
        assert!((step.flow.m3_s() - 0.05).abs() < 1e-12 && back.cold_share > zones.cold_share);
        assert_eq!(back.cold, c(10.0));
    }

    proptest! {
        #[test]
        fn a_stratified_tank_keeps_energy(
            share in 0.0..1.0f64, cold in 5.0..15.0f64, warm in 16.0..25.0f64, inlet in 5.0..30.0f64, flow in 0.0..0.06f64,
            dt in 0.0..4000.0f64, up in proptest::bool::ANY,
        ) {
            let t = tank();
            let start = TankZones { cold_share: share, cold: c(cold), warm: c(warm) };
            let draw = if up { TankDraw::Warm } else { TankDraw::Cold };
            let f = through(inlet, flow);
            let (end, step) = t.step_stratified(&start, draw, &f, Duration::new(dt));
            prop_assert!((0.0..=1.0 + 1e-12).contains(&end.cold_share));
            let brought = step.flow.m3_s() * dt * WATER * (f.inlet - step.outlet).kelvin();
            let stored = t.energy_above(&end, &start).joules();
            prop_assert!((stored - brought + step.lost.joules()).abs() < 1e-12 * t.heat_capacity_j_k() * 60.0);
            prop_assert!(step.flow.m3_s() <= flow.min(0.05) + 1e-15);
        }
    }
}
