//! A rack's answer to a supply temperature and a load, tabulated once for a year.
//!
//! Packed loads fill whole servers: a share of them is busy at full load and the rest idle, so the mean power is the
//! mixture of the busy and the idle steady state, exact for every share. Spread loads lie on all servers alike: states
//! between idle and busy are tabulated until a line between two of them holds within [`LOAD_ERROR`]. Both are tabulated over
//! the supply temperature to the same error and interpolated linearly; where the plant holds the set point in every hour, the table has one
//! point and is exact. What busy servers draw follows their activity; the hall is sized for the state at full activity,
//! which is tabulated too.

mod means;

use crate::scenario::LoadPlacement;
use crate::units::Temperature;

use super::error::RackError;
use super::model::{RackLoad, RackModel};
use super::state::RackState;

pub use self::means::{BesideRack, RackMeans};

/// Furthest that power and heats between two tabulated states are off a straight line, share of the power; flows may be five
/// times as far off.
pub const LOAD_ERROR: f64 = 2e-4;
/// Halvings of the range of loads, and of a step of the supply: 2⁻⁶ of them is finer than any control.
const MAX_HALVINGS: u32 = 6;

/// A rack with a share of its load.
#[derive(Clone, Copy, Debug)]
struct LoadPoint {
    /// Share of busy servers, or of the range that all of them draw, 0..=1.
    load: f64,
    means: RackMeans,
}

/// What a rack does at a supply temperature.
#[derive(Clone, Debug)]
struct ResponsePoint {
    supply_c: f64,
    /// Busy at full activity.
    full: RackMeans,
    /// Rising in the load, from idle to busy at the activity of the workload.
    loads: Vec<LoadPoint>,
}

impl ResponsePoint {
    fn means_mut(&mut self) -> impl Iterator<Item = &mut RackMeans> {
        std::iter::once(&mut self.full).chain(self.loads.iter_mut().map(|point| &mut point.means))
    }

    fn mean_at_load(&self, load: f64) -> RackMeans {
        let above = self.loads.partition_point(|point| point.load < load).clamp(1, self.loads.len() - 1);
        let (low, high) = (&self.loads[above - 1], &self.loads[above]);
        low.means.mix_with(&high.means, (load - low.load) / (high.load - low.load))
    }

    fn ends(&self) -> (&RackMeans, &RackMeans) {
        (&self.loads[0].means, &self.loads[self.loads.len() - 1].means)
    }
}

/// The table of a rack.
#[derive(Clone, Debug)]
pub struct RackResponse {
    /// Rising in the supply temperature.
    points: Vec<ResponsePoint>,
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

    /// Tabulates a rack from its set point up to `rise_k` above it in steps of [`Self::STEP_K`].
    ///
    /// # Errors
    /// [`RackError`] of the busy state at the set point. The table ends where a warmer supply can't cool the rack.
    pub fn tabulate_rack(
        rack: &RackModel,
        set_point: Temperature,
        rise_k: f64,
        load: RackLoad,
        placement: LoadPlacement,
    ) -> Result<Self, RackError> {
        let at = |supply_c: f64| -> Result<(ResponsePoint, RackState, RackState), RackError> {
            let supply = Temperature::from_celsius(supply_c);
            let full = rack.solve_within_limits(supply, RackLoad { busy: 1.0, activity: 1.0, ..load })?;
            let busy = if load.activity < 1.0 {
                rack.solve_within_limits(supply, RackLoad { busy: 1.0, ..load })?
            } else {
                full.clone()
            };
            let idle = rack.solve_steady_state(supply, RackLoad { busy: 0.0, ..load })?;
            let idle = RackMeans { performance: busy.performance, ..RackMeans::from(&idle) };
            let mut loads =
                vec![LoadPoint { load: 0.0, means: idle }, LoadPoint { load: 1.0, means: RackMeans::from(&busy) }];
            if placement == LoadPlacement::Spread {
                loads = refine_loads(&loads, |share| {
                    let state = rack.solve_steady_state(supply, RackLoad { busy: share, ..load })?;
                    Ok(RackMeans::from(&state))
                })?;
            }
            Ok((ResponsePoint { supply_c, full: RackMeans::from(&full), loads }, busy, full))
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
        let points = refine_supplies(&points, |supply_c| at(supply_c).map(|(point, ..)| point))?;
        Ok(Self { points, rack: busy, full: full.clone(), design: full })
    }

    /// Most that a rack draws with every server busy at full activity, at the set point and wherever its supply may float,
    /// with what stands beside it, W: what feeds it is sized for this.
    pub fn largest_power_w(&self) -> f64 {
        self.points.iter().map(|point| point.full.power_w()).fold(self.design.power_w(), f64::max)
    }

    /// Power of a rack with what stands beside it at its set point, idle and busy, W.
    pub fn power_range_w(&self) -> (f64, f64) {
        self.points.first().map_or((0.0, 0.0), |point| {
            let (idle, busy) = point.ends();
            (idle.power_w(), busy.power_w())
        })
    }

    /// Power of the accelerators of a rack at its set point, idle and busy, W.
    pub fn accelerator_range_w(&self) -> (f64, f64) {
        self.points.first().map_or((0.0, 0.0), |point| {
            let (idle, busy) = point.ends();
            (idle.accelerator_w, busy.accelerator_w)
        })
    }

    /// The same rack with its busy servers at full activity: what the hall is sized for.
    #[must_use]
    pub fn at_full_activity(&self) -> Self {
        let busy = |point: &ResponsePoint| {
            let idle = LoadPoint { load: 0.0, means: *point.ends().0 };
            ResponsePoint { loads: vec![idle, LoadPoint { load: 1.0, means: point.full }], ..*point }
        };
        Self { points: self.points.iter().map(busy).collect(), ..self.clone() }
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
        self.points.first().map_or(0.0, |point| {
            let (idle, busy) = point.ends();
            point.full.air_heat_w.max(busy.air_heat_w).max(idle.air_heat_w)
        })
    }

    /// The warmest supply of the table.
    pub fn warmest_supply(&self) -> Temperature {
        Temperature::from_celsius(self.points.last().map_or(f64::NAN, |p| p.supply_c))
    }

    /// The mean at a supply temperature between the set point and [`Self::warmest_supply`], at a load of 0..=1.
    pub fn mean_at(&self, supply: Temperature, load: f64) -> RackMeans {
        let t_c = supply.celsius();
        let above = self.points.partition_point(|p| p.supply_c <= t_c);
        let mean = |p: &ResponsePoint| p.mean_at_load(load);
        match (above.checked_sub(1).and_then(|i| self.points.get(i)), self.points.get(above)) {
            (Some(low), Some(high)) => {
                mean(low).mix_with(&mean(high), (t_c - low.supply_c) / (high.supply_c - low.supply_c))
            }
            (Some(only), None) | (None, Some(only)) => mean(only),
            (None, None) => RackMeans::default(),
        }
    }
}

impl ResponsePoint {
    /// Furthest that its states are off those half way between two other supplies.
    fn off_middle(&self, low: &Self, high: &Self, share: f64) -> f64 {
        let of_full = self.full.differs_from(&low.full.mix_with(&high.full, share));
        let ends = [(self.ends().0, low.ends().0, high.ends().0), (self.ends().1, low.ends().1, high.ends().1)];
        ends.iter().map(|(own, low, high)| own.differs_from(&low.mix_with(high, share))).fold(of_full, f64::max)
    }
}

/// Adds supplies between tabulated ones until lines between them hold. Where a line over two steps holds, one over each of
/// them does; where a fan or a pump reaches the end of its range, the line breaks and is halved.
fn refine_supplies(
    coarse: &[ResponsePoint],
    at: impl Fn(f64) -> Result<ResponsePoint, RackError>,
) -> Result<Vec<ResponsePoint>, RackError> {
    let middle_off: Vec<f64> = (0..coarse.len())
        .map(|i| match (i.checked_sub(1).and_then(|low| coarse.get(low)), coarse.get(i + 1)) {
            (Some(low), Some(high)) => coarse[i].off_middle(low, high, 0.5),
            // An end is judged by its neighbour; two points alone tell nothing.
            _ => {
                if coarse.len() > 2 {
                    0.0
                } else {
                    f64::INFINITY
                }
            }
        })
        .collect();
    let mut out = Vec::with_capacity(coarse.len());
    for (i, point) in coarse.iter().enumerate() {
        out.push(point.clone());
        let Some(next) = coarse.get(i + 1) else { continue };
        if middle_off[i].max(middle_off[i + 1]) > LOAD_ERROR {
            halve_interval(point, next, MAX_HALVINGS, &at, &mut out)?;
        }
    }
    Ok(out)
}

/// Adds the supplies that an interval needs.
fn halve_interval(
    low: &ResponsePoint,
    high: &ResponsePoint,
    left: u32,
    at: &impl Fn(f64) -> Result<ResponsePoint, RackError>,
    out: &mut Vec<ResponsePoint>,
) -> Result<(), RackError> {
    let middle = at(f64::midpoint(low.supply_c, high.supply_c))?;
    let goes_on = left > 0 && middle.off_middle(low, high, 0.5) > 0.5 * LOAD_ERROR;
    if goes_on {
        halve_interval(low, &middle, left - 1, at, out)?;
    }
    out.push(middle.clone());
    if goes_on {
        halve_interval(&middle, high, left - 1, at, out)?;
    }
    Ok(())
}

/// Adds loads between two tabulated ones until lines between them hold.
fn refine_loads(
    ends: &[LoadPoint],
    at: impl Fn(f64) -> Result<RackMeans, RackError>,
) -> Result<Vec<LoadPoint>, RackError> {
    let mut loads = ends.to_vec();
    for _ in 0..MAX_HALVINGS {
        let mut finer = vec![loads[0]];
        let mut holds = true;
        for pair in loads.windows(2) {
            let load = 0.5 * (pair[0].load + pair[1].load);
            let (found, line) = (at(load)?, pair[0].means.mix_with(&pair[1].means, 0.5));
            holds &= found.differs_from(&line) <= LOAD_ERROR;
            finer.extend([LoadPoint { load, means: found }, pair[1]]);
        }
        loads = finer;
        if holds {
            break;
        }
    }
    Ok(loads)
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
        let loads = [0.0, 1.0].map(|load| LoadPoint { load, means }).to_vec();
        let point = ResponsePoint { supply_c: 25.0, full: means, loads };
        RackResponse { points: vec![point], rack: design.clone(), full: design.clone(), design }
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
        let mean = found.mean_at(Temperature::from_celsius(25.0), 1.0);
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
