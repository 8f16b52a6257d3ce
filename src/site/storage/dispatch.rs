//! A facility with a tank, carried from day to day.

use crate::component::plant::storage_tank::{TankDraw, TankInflow, TankStep, TankZones};
use crate::physics::liquid::WATER_HEAT_CAPACITY_J_M3_K;
use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::site::facility::{Facility, SUPPLY_TOLERANCE_K};
use crate::site::hour::FacilityHour;
use crate::site::load_table::LoadTable;
use crate::site::profile::HourlyProfile;
use crate::units::calendar::{MINUTES_PER_DAY, whole_minutes};
use crate::units::{Duration, Temperature, VolumeFlow};

use super::plan::{StorageDayPlan, StorageSavings};
use super::{StorageHour, StorageSystem, TankFlow};

/// Water of less than this share of a step's is rounding.
const MIN_FLOW_SHARE: f64 = 1e-9;

/// A facility, its tank, and what the day holds.
#[derive(Debug)]
pub struct StorageDispatch<'a> {
    facility: Facility,
    /// Loads of every step, and the step that the day began with; none where they are constant.
    loads: Option<&'a LoadTable>,
    day_start: usize,
    /// Steps of the day that was looked at.
    day_steps: usize,
    storage: &'a StorageSystem,
    price: Option<&'a HourlyProfile>,
    /// The tank now, and emptied at the loop's temperatures.
    zones: TankZones,
    empty_zones: TankZones,
    /// Hours of filling that the tank has room for, and the flow in each, m³/s.
    filling_steps: (usize, f64),
    step: Duration,
    /// Minutes of standard time since the year began.
    time_min: u32,
    step_min: u32,
    leap: bool,
    plan: StorageDayPlan,
    /// The hours of the day with the tank standing still.
    baseline_hours: Vec<FacilityHour>,
}

impl<'a> StorageDispatch<'a> {
    /// A year, of 366 days or not, that begins with an emptied tank; steps of `step`, electricity priced by the hour or not.
    pub fn new(
        facility: &'a Facility,
        storage: &'a StorageSystem,
        step: Duration,
        price: Option<&'a HourlyProfile>,
        leap: bool,
    ) -> Self {
        let (supply_c, return_c, loop_w_k) = facility.main_loop();
        let emptied = TankZones {
            cold_share: 1.0 - storage.tank.spec().usable,
            cold: Temperature::from_celsius(supply_c),
            warm: Temperature::from_celsius(return_c),
        };
        // A day of steps of five minutes.
        let longest = 288;
        Self {
            facility: facility.clone(),
            loads: None,
            day_start: 0,
            day_steps: 0,
            storage,
            price,
            zones: emptied,
            empty_zones: emptied,
            filling_steps: storage.filling_steps(loop_w_k, step),
            step,
            time_min: 0,
            step_min: whole_minutes(step.seconds() / 3600.0),
            leap,
            plan: StorageDayPlan::new(longest),
            baseline_hours: Vec::with_capacity(longest),
        }
    }

    /// Looks at the day that begins with `hours` and decides what is done in it; how many of them it holds.
    ///
    /// # Errors
    /// [`PlantError`] of an hour that fails without the tank.
    pub fn plan_day(&mut self, hours: &[OutdoorConditions]) -> Result<usize, PlantError> {
        self.plan.clear();
        self.baseline_hours.clear();
        let day_start_min = whole_minutes(self.storage.day_start_h);
        let ahead = |minute: u32| self.storage.daylight.map_or(0, |d| d.minutes_ahead(minute, self.leap));
        let day = |minute: u32| (minute + ahead(minute) + MINUTES_PER_DAY - day_start_min) / MINUTES_PER_DAY;
        let times = || (0..).map(|i| self.time_min + i * self.step_min);
        let today = day(self.time_min);
        let count = times().zip(hours).take_while(|(minute, _)| day(*minute) <= today).count().max(1);
        let fill = self.nominal_flow(TankDraw::Warm, self.zones.warm);
        let empty = self.nominal_flow(TankDraw::Cold, self.empty_zones.cold);
        self.day_start += self.day_steps;
        self.day_steps = count;
        let start_min = self.time_min;
        for (place, outdoor) in hours.iter().enumerate().take(count) {
            let minute = start_min + u32::try_from(place).unwrap_or(0) * self.step_min;
            self.set_loads(place)?;
            let still = self.facility.solve_hour(outdoor)?;
            let price = self.price.map_or(1.0, |p| p.value_at_minute(minute));
            let filled = self.solve_filling_hour(outdoor, &fill);
            let cost = filled.map(|h| price * (h.facility_w - still.facility_w));
            let emptied = self.facility.solve_hour_with_storage(outdoor, &empty).ok();
            let worth = emptied.map(|h| {
                let nearer_k = if self.meets_set_point(&still) { 0.0 } else { (still.supply_c - h.supply_c).max(0.0) };
                StorageSavings { excess_reduction_k: nearer_k, saved: price * (still.facility_w - h.facility_w) }
            });
            self.plan.add_hour(cost, worth);
            self.baseline_hours.push(still);
        }
        self.plan.choose_actions(self.filling_steps.0, self.storage.retained_share);
        Ok(count)
    }

    fn nominal_flow(&self, draw: TankDraw, outlet: Temperature) -> TankFlow {
        TankFlow { draw, capacity_w_k: self.filling_steps.1 * WATER_HEAT_CAPACITY_J_M3_K, outlet_c: outlet.celsius() }
    }

    fn meets_set_point(&self, hour: &FacilityHour) -> bool {
        hour.supply_c <= self.facility.hall.main.set_point.celsius() + SUPPLY_TOLERANCE_K
    }

    /// The hour with the tank being filled; nothing where the plant does not hold the set point then.
    fn solve_filling_hour(&self, outdoor: &OutdoorConditions, passing: &TankFlow) -> Option<FacilityHour> {
        let set_c = self.facility.hall.main.set_point.celsius();
        self.facility.solve_hour_with_storage(outdoor, passing).ok().filter(|h| h.supply_c <= set_c + 1e-9)
    }

    /// The same with loads of every step.
    #[must_use]
    pub const fn with_loads(mut self, loads: Option<&'a LoadTable>) -> Self {
        self.loads = loads;
        self
    }

    /// The facility with the loads of the last step.
    pub const fn facility(&self) -> &Facility {
        &self.facility
    }

    fn set_loads(&mut self, place: usize) -> Result<(), PlantError> {
        self.loads.map_or(Ok(()), |table| self.facility.set_loads(table.step(self.day_start + place).means))
    }

    /// An hour of the day that was looked at, by its place in it.
    ///
    /// # Errors
    /// An overload of the power chain by the loads of the hour.
    pub fn dispatch_hour(&mut self, place: usize, outdoor: &OutdoorConditions) -> Result<FacilityHour, PlantError> {
        self.set_loads(place)?;
        let still = self.baseline_hours[place];
        let worked = self.plan.action_in_hour(place).and_then(|draw| self.solve_tank_hour(draw, outdoor));
        let (mut hour, zones, step) = worked.unwrap_or_else(|| {
            let (zones, step) = self.advance_tank(TankDraw::Cold, outdoor, self.zones.warm, 0.0);
            (FacilityHour { storage: Some(StorageHour::default()), ..still }, zones, step)
        });
        let dt = self.step.seconds();
        let tank = &self.storage.tank;
        hour.rejected_w += step.lost.joules() / dt;
        if let Some(stored) = &mut hour.storage {
            stored.lost_w = step.lost.joules() / dt;
            stored.change_w = tank.energy_above(&zones, &self.zones).joules() / dt;
            stored.content_j = -tank.energy_above(&zones, &self.empty_zones).joules();
            let drawn_m3 = if stored.taken_w > 0.0 { step.flow.m3_s() * dt } else { 0.0 };
            stored.cycles = drawn_m3 / self.storage.cycle_volume_m3();
            stored.pump_w = hour.main.pump_w - still.main.pump_w;
            (stored.baseline_w, stored.baseline_supply_c) = (still.facility_w, still.supply_c);
        }
        self.zones = zones;
        self.time_min += self.step_min;
        Ok(hour)
    }

    /// The hour with water through the tank; nothing where there is none to draw, or the plant does not bear it.
    fn solve_tank_hour(
        &self,
        draw: TankDraw,
        outdoor: &OutdoorConditions,
    ) -> Option<(FacilityHour, TankZones, TankStep)> {
        // What leaves does not depend on what enters.
        let (_, leaving) = self.advance_tank(draw, outdoor, self.zones.warm, self.filling_steps.1);
        if leaving.flow.m3_s() < MIN_FLOW_SHARE * self.filling_steps.1 {
            return None;
        }
        let capacity_w_k = leaving.flow.m3_s() * WATER_HEAT_CAPACITY_J_M3_K;
        let passing = TankFlow { draw, capacity_w_k, outlet_c: leaving.outlet.celsius() };
        let hour = match draw {
            TankDraw::Warm => self.solve_filling_hour(outdoor, &passing)?,
            TankDraw::Cold => self.facility.solve_hour_with_storage(outdoor, &passing).ok()?,
        };
        let inlet = Temperature::from_celsius(hour.storage?.inlet_c);
        let (zones, step) = self.advance_tank(draw, outdoor, inlet, leaving.flow.m3_s());
        Some((hour, zones, step))
    }

    fn advance_tank(
        &self,
        draw: TankDraw,
        outdoor: &OutdoorConditions,
        inlet: Temperature,
        flow_m3_s: f64,
    ) -> (TankZones, TankStep) {
        let flow = TankInflow { inlet, flow: VolumeFlow::new(flow_m3_s), ambient: outdoor.air.dry_bulb() };
        self.storage.tank.step_stratified(&self.zones, draw, &flow, self.step)
    }
}
