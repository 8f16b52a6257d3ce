//! A facility with a tank, carried from day to day.

use crate::component::storage_tank::{Draw, Flow, Step, Zones};
use crate::units::{Duration, Temperature, VolumeFlow};

use super::super::SiteError;
use super::super::facility::{Facility, FacilityHour, MET_K};
use super::super::money::Profile;
use super::super::outdoor::Outdoor;
use super::plan::{Plan, Worth};
use super::{Passing, Storage, Stored};
use crate::physics::liquid::WATER_J_M3_K;

const DAY_H: f64 = 24.0;
/// Water of less than this share of a step's is rounding.
const DROP: f64 = 1e-9;

/// A facility, its tank, and what the day holds.
#[derive(Debug)]
pub struct Keeper<'a> {
    facility: &'a Facility,
    storage: &'a Storage,
    price: Option<&'a Profile>,
    /// The tank now, and emptied at the loop's temperatures.
    zones: Zones,
    emptied: Zones,
    /// Hours of filling that the tank has room for, and the flow in each, m³/s.
    steps: (usize, f64),
    step: Duration,
    time_h: f64,
    plan: Plan,
    /// The hours of the day with the tank standing still.
    still: Vec<FacilityHour>,
}

impl<'a> Keeper<'a> {
    /// A year that begins with an emptied tank; steps of `step`, electricity priced by the hour or not.
    pub fn new(facility: &'a Facility, storage: &'a Storage, step: Duration, price: Option<&'a Profile>) -> Self {
        let (supply_c, return_c, loop_w_k) = facility.main_loop();
        let emptied = Zones {
            cold_share: 1.0 - storage.tank.spec().usable,
            cold: Temperature::from_celsius(supply_c),
            warm: Temperature::from_celsius(return_c),
        };
        // A day of steps of five minutes.
        let longest = 288;
        Self {
            facility,
            storage,
            price,
            zones: emptied,
            emptied,
            steps: storage.steps(loop_w_k, step),
            step,
            time_h: 0.0,
            plan: Plan::new(longest),
            still: Vec::with_capacity(longest),
        }
    }

    /// Looks at the day that begins with `hours` and decides what is done in it; how many of them it holds.
    ///
    /// # Errors
    /// [`SiteError`] of an hour that fails without the tank.
    pub fn day(&mut self, hours: &[Outdoor]) -> Result<usize, SiteError> {
        self.plan.clear();
        self.still.clear();
        let step_h = self.step.seconds() / 3600.0;
        let day = |time_h: f64| ((time_h + DAY_H - self.storage.begins_h + 1e-6) / DAY_H).floor();
        let today = day(self.time_h);
        let count = (0..hours.len()).take_while(|i| day(self.time_h + *i as f64 * step_h) <= today).count().max(1);
        let fill = self.nominal(Draw::Warm, self.zones.warm);
        let empty = self.nominal(Draw::Cold, self.emptied.cold);
        for (i, outdoor) in hours.iter().take(count).enumerate() {
            let still = self.facility.hour(outdoor)?;
            let price = self.price.map_or(1.0, |p| p.at(self.time_h + i as f64 * step_h));
            let filled = self.filled(outdoor, &fill);
            let cost = filled.map(|h| price * (h.facility_w - still.facility_w));
            let emptied = self.facility.beside(outdoor, &empty).ok();
            let worth = emptied.map(|h| {
                let nearer_k = if self.met(&still) { 0.0 } else { (still.supply_c - h.supply_c).max(0.0) };
                Worth { nearer_k, saved: price * (still.facility_w - h.facility_w) }
            });
            self.plan.add(cost, worth);
            self.still.push(still);
        }
        self.plan.choose(self.steps.0, self.storage.kept);
        Ok(count)
    }

    fn nominal(&self, draw: Draw, outlet: Temperature) -> Passing {
        Passing { draw, capacity_w_k: self.steps.1 * WATER_J_M3_K, outlet_c: outlet.celsius() }
    }

    fn met(&self, hour: &FacilityHour) -> bool {
        hour.supply_c <= self.facility.hall.set_point.celsius() + MET_K
    }

    /// The hour with the tank being filled; nothing where the plant does not hold the set point then.
    fn filled(&self, outdoor: &Outdoor, passing: &Passing) -> Option<FacilityHour> {
        let set_c = self.facility.hall.set_point.celsius();
        self.facility.beside(outdoor, passing).ok().filter(|h| h.supply_c <= set_c + 1e-9)
    }

    /// An hour of the day that was looked at, by its place in it.
    pub fn hour(&mut self, place: usize, outdoor: &Outdoor) -> FacilityHour {
        let still = self.still[place];
        let worked = self.plan.act(place).and_then(|draw| self.work(draw, outdoor));
        let (mut hour, zones, step) = worked.unwrap_or_else(|| {
            let (zones, step) = self.pass(Draw::Cold, outdoor, self.zones.warm, 0.0);
            (FacilityHour { storage: Some(Stored::default()), ..still }, zones, step)
        });
        let dt = self.step.seconds();
        let tank = &self.storage.tank;
        hour.rejected_w += step.lost.joules() / dt;
        if let Some(stored) = &mut hour.storage {
            stored.lost_w = step.lost.joules() / dt;
            stored.change_w = tank.energy(&zones, &self.zones).joules() / dt;
            stored.content_j = -tank.energy(&zones, &self.emptied).joules();
            let drawn_m3 = if stored.taken_w > 0.0 { step.flow.m3_s() * dt } else { 0.0 };
            stored.cycles = drawn_m3 / self.storage.moved_m3();
            stored.pump_w = hour.main.pump_w - still.main.pump_w;
            (stored.without_w, stored.without_c) = (still.facility_w, still.supply_c);
        }
        self.zones = zones;
        self.time_h += dt / 3600.0;
        hour
    }

    /// The hour with water through the tank; nothing where there is none to draw, or the plant does not bear it.
    fn work(&self, draw: Draw, outdoor: &Outdoor) -> Option<(FacilityHour, Zones, Step)> {
        // What leaves does not depend on what enters.
        let (_, leaving) = self.pass(draw, outdoor, self.zones.warm, self.steps.1);
        if leaving.flow.m3_s() < DROP * self.steps.1 {
            return None;
        }
        let capacity_w_k = leaving.flow.m3_s() * WATER_J_M3_K;
        let passing = Passing { draw, capacity_w_k, outlet_c: leaving.outlet.celsius() };
        let hour = match draw {
            Draw::Warm => self.filled(outdoor, &passing)?,
            Draw::Cold => self.facility.beside(outdoor, &passing).ok()?,
        };
        let inlet = Temperature::from_celsius(hour.storage?.inlet_c);
        let (zones, step) = self.pass(draw, outdoor, inlet, leaving.flow.m3_s());
        Some((hour, zones, step))
    }

    fn pass(&self, draw: Draw, outdoor: &Outdoor, inlet: Temperature, flow_m3_s: f64) -> (Zones, Step) {
        let flow = Flow { inlet, flow: VolumeFlow::new(flow_m3_s), ambient: outdoor.air.dry_bulb() };
        self.storage.tank.stratified(&self.zones, draw, &flow, self.step)
    }
}
