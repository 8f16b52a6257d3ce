//! A rack's answer to a supply temperature and a load, tabulated once for a year.
//!
//! At any moment a share of the servers is busy at full load and the rest idle (jobs fill whole servers), so the mean
//! power is the mixture of the busy and the idle steady state. Both are tabulated over the supply temperature and
//! interpolated linearly; where the plant holds the set point in every hour, the table has one point and is exact. What
//! busy servers draw follows their activity; the hall is sized for the state at full activity, which is tabulated too.

use crate::units::Temperature;

use super::error::RackError;
use super::model::{RackLoad, RackModel};
use super::state::RackState;

/// What stands beside each rack in the hall's air, busy or idle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BesideRack {
    /// Its share of the switches between racks, W.
    pub network_w: f64,
    /// Its share of storage and management, W.
    pub storage_w: f64,
    /// Controls of its coolant units, W: booked with their pumps.
    pub cdu_control_w: f64,
}

impl BesideRack {
    /// IT power.
    pub fn it_w(&self) -> f64 {
        self.network_w + self.storage_w
    }

    /// Heat into the hall's air.
    pub fn heat_w(&self) -> f64 {
        self.it_w() + self.cdu_control_w
    }
}

/// Per-rack means over busy and idle servers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RackMeans {
    /// Accelerators, W.
    pub accelerator_w: f64,
    /// Other parts that compute, W.
    pub other_it_w: f64,
    /// Server fans, W.
    pub fan_w: f64,
    /// Losses of power supplies, W.
    pub psu_loss_w: f64,
    /// Fans of rear doors and liquid-to-air units, W.
    pub cooler_w: f64,
    /// Coolant pumps, W.
    pub pump_w: f64,
    /// Heat with liquid, W.
    pub liquid_heat_w: f64,
    /// Heat into the room's air, W.
    pub air_heat_w: f64,
    /// Capacity rate of the liquid, W/K.
    pub liquid_w_k: f64,
    /// Capacity rate of the air drawn from the room, W/K.
    pub air_w_k: f64,
    /// Air drawn from the room, m³/s.
    pub air_m3_s: f64,
    /// What stands beside it.
    pub beside: BesideRack,
    /// Work done against work without throttling, of the busy servers.
    pub performance: f64,
}

impl RackMeans {
    /// Power at the inlets of the rack and of the IT beside it, W.
    pub fn power_w(&self) -> f64 {
        self.accelerator_w + self.other_it_w + self.fan_w + self.psu_loss_w + self.beside.it_w()
    }

    /// Warmth of the inlets above the supply where a share of the exhaust returns to them, K.
    pub fn inlet_rise_k(&self, recirculation: f64) -> f64 {
        if self.air_w_k > 0.0 { recirculation * self.air_heat_w / self.air_w_k } else { 0.0 }
    }

    /// Coolant pumps and the controls of their units, W.
    pub fn coolant_pump_w(&self) -> f64 {
        self.pump_w + self.beside.cdu_control_w
    }

    /// Every value combined with the same value of `other`.
    fn combine_with(&self, other: &Self, f: impl Fn(f64, f64) -> f64) -> Self {
        Self {
            accelerator_w: f(self.accelerator_w, other.accelerator_w),
            other_it_w: f(self.other_it_w, other.other_it_w),
            fan_w: f(self.fan_w, other.fan_w),
            psu_loss_w: f(self.psu_loss_w, other.psu_loss_w),
            cooler_w: f(self.cooler_w, other.cooler_w),
            pump_w: f(self.pump_w, other.pump_w),
            liquid_heat_w: f(self.liquid_heat_w, other.liquid_heat_w),
            air_heat_w: f(self.air_heat_w, other.air_heat_w),
            liquid_w_k: f(self.liquid_w_k, other.liquid_w_k),
            air_w_k: f(self.air_w_k, other.air_w_k),
            air_m3_s: f(self.air_m3_s, other.air_m3_s),
            beside: BesideRack {
                network_w: f(self.beside.network_w, other.beside.network_w),
                storage_w: f(self.beside.storage_w, other.beside.storage_w),
                cdu_control_w: f(self.beside.cdu_control_w, other.beside.cdu_control_w),
            },
            performance: f(self.performance, other.performance),
        }
    }

    /// `self` and `other` in the proportions `1 − share` and `share`.
    fn mix_with(&self, other: &Self, share: f64) -> Self {
        self.combine_with(other, |a, b| a + share * (b - a))
    }

    /// `count` such racks together; performance stays a share.
    #[must_use]
    pub fn for_racks(&self, count: f64) -> Self {
        Self { performance: self.performance, ..self.combine_with(self, |one, _| count * one) }
    }
}

impl From<&RackState> for RackMeans {
    fn from(s: &RackState) -> Self {
        Self {
            accelerator_w: s.accelerator_w,
            other_it_w: s.other_it_w,
            fan_w: s.fan_w,
            psu_loss_w: s.psu_loss_w,
            cooler_w: s.cooler_w,
            pump_w: s.hall_pump_w,
            liquid_heat_w: s.liquid_heat_w,
            air_heat_w: s.air_heat_w,
            liquid_w_k: s.liquid.map_or(0.0, |l| l.capacity_w_k),
            air_w_k: s.air.map_or(0.0, |a| a.capacity_w_k),
            air_m3_s: s.air.map_or(0.0, |a| a.flow_m3_s),
            beside: BesideRack::default(),
            performance: s.performance,
        }
    }
}

/// What a rack does at a supply temperature.
#[derive(Clone, Copy, Debug)]
struct ResponsePoint {
    supply_c: f64,
    /// Busy at full activity.
    full: RackMeans,
    /// Busy at the activity of the workload.
    busy: RackMeans,
    idle: RackMeans,
}

impl ResponsePoint {
    fn means_mut(&mut self) -> [&mut RackMeans; 3] {
        [&mut self.full, &mut self.busy, &mut self.idle]
    }
}

/// The table of a rack.
#[derive(Clone, Debug)]
pub struct RackResponse {
    /// Rising in the supply temperature.
    points: Vec<ResponsePoint>,
    utilisation: f64,
    /// The busy rack at the set point.
    pub rack: RackState,
    /// The same at full activity.
    pub full: RackState,
    /// The rack at full activity with what stands beside it, which the hall is sized for.
    pub design: RackState,
}

impl RackResponse {
    /// Step of the table, K.
    pub const STEP_K: f64 = 2.0;

    /// Tabulates a rack from its set point up to `rise_k` above it in steps of [`Self::STEP_K`], at a utilisation of 0..=1.
    ///
    /// # Errors
    /// [`RackError`] of the busy state at the set point. The table ends where a warmer supply can't cool the rack.
    pub fn tabulate_rack(
        rack: &RackModel,
        set_point: Temperature,
        rise_k: f64,
        utilisation: f64,
        load: RackLoad,
    ) -> Result<Self, RackError> {
        let at = |supply_c: f64| -> Result<(ResponsePoint, RackState, RackState), RackError> {
            let supply = Temperature::from_celsius(supply_c);
            let full = rack.solve_within_limits(supply, RackLoad { busy: true, activity: 1.0, ..load })?;
            let busy = if load.activity < 1.0 {
                rack.solve_within_limits(supply, RackLoad { busy: true, ..load })?
            } else {
                full.clone()
            };
            let idle = rack.solve_steady_state(supply, RackLoad { busy: false, ..load })?;
            let idle = RackMeans { performance: busy.performance, ..RackMeans::from(&idle) };
            let point = ResponsePoint { supply_c, full: RackMeans::from(&full), busy: RackMeans::from(&busy), idle };
            Ok((point, busy, full))
        };
        let set_c = set_point.celsius();
        let (first, busy, full) = at(set_c)?;
        let mut points = vec![first];
        let mut above = Self::STEP_K;
        while above <= rise_k {
            match at(set_c + above) {
                Ok((point, ..)) => points.push(point),
                Err(_) => break,
            }
            above += Self::STEP_K;
        }
        Ok(Self { points, utilisation, rack: busy, full: full.clone(), design: full })
    }

    /// Most that a rack draws with every server busy at full activity, at the set point and wherever its supply may float,
    /// with what stands beside it, W: what feeds it is sized for this.
    pub fn largest_power_w(&self) -> f64 {
        self.points.iter().map(|point| point.full.power_w()).fold(self.design.power_w(), f64::max)
    }

    /// The same rack with every server busy at full activity: what the hall is sized for.
    #[must_use]
    pub fn at_full_power(&self) -> Self {
        let points = self.points.iter().map(|point| ResponsePoint { busy: point.full, ..*point }).collect();
        Self { points, ..self.with_utilisation(1.0) }
    }

    /// The same rack with another share of busy servers.
    #[must_use]
    pub fn with_utilisation(&self, utilisation: f64) -> Self {
        Self { utilisation, ..self.clone() }
    }

    /// The same rack with the pumps of its circuit shut off: its liquid takes no heat.
    #[must_use]
    pub fn with_stopped_pumps(mut self) -> Self {
        (self.rack.pump_w, self.rack.hall_pump_w) = (0.0, 0.0);
        (self.full.pump_w, self.full.hall_pump_w) = (0.0, 0.0);
        (self.design.pump_w, self.design.hall_pump_w) = (0.0, 0.0);
        for means in self.points.iter_mut().flat_map(ResponsePoint::means_mut) {
            means.pump_w = 0.0;
        }
        self
    }

    /// The racks with what stands beside each of them, which the hall's air cools: switches between racks, storage. It draws
    /// air as the rack does, at its rise between supply and exhaust.
    #[must_use]
    pub fn with_beside(mut self, beside: BesideRack) -> Self {
        let rise_k = self.design.air.zip(self.design.exhaust_c).map(|(air, exhaust_c)| exhaust_c - air.supply_c);
        let added_w_k = rise_k.filter(|rise| *rise > 0.0).map_or(0.0, |rise| beside.heat_w() / rise);
        let times = |air_w_k: f64| if air_w_k > 0.0 { 1.0 + added_w_k / air_w_k } else { 1.0 };
        for means in self.points.iter_mut().flat_map(ResponsePoint::means_mut) {
            let more = times(means.air_w_k);
            means.beside = beside;
            means.air_heat_w += beside.heat_w();
            means.air_w_k *= more;
            means.air_m3_s *= more;
        }
        self.design.other_it_w += beside.it_w();
        self.design.air_heat_w += beside.heat_w();
        if let Some(air) = &mut self.design.air {
            let more = times(air.capacity_w_k);
            air.capacity_w_k *= more;
            air.flow_m3_s *= more;
        }
        self
    }

    /// Heat into the room's air at the set point, W: that of busy or of idle servers, whichever is more. A rear door takes
    /// none from exhaust that is colder than its water.
    pub fn largest_air_heat_w(&self) -> f64 {
        self.points.first().map_or(0.0, |p| p.full.air_heat_w.max(p.busy.air_heat_w).max(p.idle.air_heat_w))
    }

    /// The warmest supply of the table.
    pub fn warmest_supply(&self) -> Temperature {
        Temperature::from_celsius(self.points.last().map_or(f64::NAN, |p| p.supply_c))
    }

    /// The mean at a supply temperature between the set point and [`Self::warmest_supply`].
    pub fn mean_at_supply(&self, supply: Temperature) -> RackMeans {
        let t_c = supply.celsius();
        let above = self.points.partition_point(|p| p.supply_c <= t_c);
        let mean = |p: &ResponsePoint| p.idle.mix_with(&p.busy, self.utilisation);
        match (above.checked_sub(1).and_then(|i| self.points.get(i)), self.points.get(above)) {
            (Some(low), Some(high)) => {
                mean(low).mix_with(&mean(high), (t_c - low.supply_c) / (high.supply_c - low.supply_c))
            }
            (Some(only), None) | (None, Some(only)) => mean(only),
            (None, None) => RackMeans::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rack::state::{ControlSetting, CoolantState};

    fn response(air: Option<CoolantState>) -> RackResponse {
        let design = RackState {
            accelerator_w: 8000.0,
            other_it_w: 2000.0,
            fan_w: 0.0,
            psu_loss_w: 0.0,
            cooler_w: 0.0,
            pump_w: 0.0,
            hall_pump_w: 0.0,
            pumps: None,
            captured_w: 0.0,
            liquid_heat_w: 0.0,
            air_heat_w: 10_000.0,
            liquid: None,
            air,
            main_coolant: CoolantState::default(),
            liquid_to_air: None,
            exhaust_c: air.map(|a| a.return_c),
            recirculation: 0.0,
            setting: ControlSetting { pump: 1.0, fans: vec![1.0], clock: 1.0 },
            performance: 1.0,
            parts: Vec::new(),
            branches: Vec::new(),
            limits: Vec::new(),
        };
        let means = RackMeans::from(&design);
        let point = ResponsePoint { supply_c: 25.0, full: means, busy: means, idle: means };
        RackResponse { points: vec![point], utilisation: 1.0, rack: design.clone(), full: design.clone(), design }
    }

    /// 10 kW at a rise of 10 K take 1000 W/K; 500 W more take 50 W/K more and 5 % more flow.
    #[test]
    fn what_stands_beside_draws_air_at_the_same_rise() {
        let air = CoolantState {
            supply_c: 25.0,
            return_c: 35.0,
            capacity_w_k: 1000.0,
            flow_m3_s: 0.9,
            ..CoolantState::default()
        };
        let found =
            response(Some(air)).with_beside(BesideRack { network_w: 300.0, storage_w: 200.0, cdu_control_w: 0.0 });
        let mean = found.mean_at_supply(Temperature::from_celsius(25.0));
        for (got, expected) in [
            (mean.power_w(), 10_500.0),
            (mean.air_heat_w, 10_500.0),
            (mean.air_w_k, 1050.0),
            (mean.air_m3_s, 0.945),
            (found.design.power_w(), 10_500.0),
            (found.design.air.map_or(0.0, |a| a.flow_m3_s), 0.945),
        ] {
            assert!((got - expected).abs() < 1e-9 * expected, "{got} against {expected}");
        }
        let still = response(None).with_beside(BesideRack { network_w: 300.0, storage_w: 200.0, cdu_control_w: 0.0 });
        assert_eq!((still.design.air_heat_w, still.design.air), (10_500.0, None));
    }
}
