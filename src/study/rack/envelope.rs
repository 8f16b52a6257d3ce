//! How far a way of cooling reaches: the most power, the warmest supply, what binds there.
//!
//! Pumps may run up to full speed: what is searched are the limits of the equipment, not those of a set point.
//!
//! Power: the same machines with the power of every part multiplied, as denser chips in the same body would have it.
//! Supply: the records' power at a warmer supply. Both are searched for the last state in which every limit is kept and no
//! chip is throttled; limits of the electrical supply are not the cooling's and left out.

use crate::physics::air;
use crate::plant::weather::elevation_from_pressure;
use crate::rack::RackError;
use crate::rack::assembly::{self, RackAssembly};
use crate::rack::coolant_loop::PumpControl;
use crate::rack::limits::{RackLimit, RackLimitKind};
use crate::rack::model::{LiquidCooling, RackLoad, RackModel};
use crate::rack::state::RackState;
use crate::scenario::{ArchitectureSettings, CoolingMethod};
use crate::units::{Length, Temperature};

use super::result::{AltitudePoint, CoolingEnvelope, DensityPoint, FullSpeedDevice};

/// Steps of halving: powers to 1e-6, temperatures to 1e-5 K.
const BISECTION_STEPS: usize = 24;
/// Least and most power searched, over that of the records.
const POWER_SCALE_RANGE: (f64, f64) = (0.02, 40.0);
/// Warmest supply searched, °C: properties of liquids end at 80.
const SUPPLY_MAX_C: f64 = 78.0;
/// Altitudes at which air is looked at, m.
const ALTITUDES_M: [f64; 3] = [0.0, 1500.0, 3000.0];
/// Points of a density curve.
const DENSITY_POINTS: usize = 60;

/// Racks of an architecture, as many as share what they share.
pub(crate) struct RackCase<'a> {
    pub setup: &'a RackAssembly,
    pub architecture: &'a ArchitectureSettings,
    pub racks: f64,
}

/// Whether a state is held: every limit of the cooling kept, nothing throttled; and for a rear door, that the room takes
/// what the door leaves, for which it is bought.
pub(crate) fn is_within_limits(rack: &RackModel, state: &RackState) -> bool {
    let room =
        !matches!(rack.liquid_cooling, LiquidCooling::Door(_)) || state.air_heat_w <= rack.rules.room_rack_w.max(0.0);
    state.is_within_cooling_limits() && state.setting.clock >= 1.0 && room
}

/// The limit nearest to being passed, the electrical ones left out; for a rear door with the room's.
pub(crate) fn nearest_limit(rack: &RackModel, state: &RackState) -> Option<RackLimit> {
    let mut all: Vec<RackLimit> =
        state.limits.iter().filter(|l| l.kind != RackLimitKind::PowerSupply).cloned().collect();
    if matches!(rack.liquid_cooling, LiquidCooling::Door(_)) {
        all.push(RackLimit {
            kind: RackLimitKind::RoomHeat,
            what: "heat left to the room".to_owned(),
            value: state.air_heat_w / 1e3,
            allowed: rack.rules.room_rack_w / 1e3,
            base: 0.0,
            unit: "kW",
        });
    }
    all.into_iter().min_by(|a, b| a.relative_margin().total_cmp(&b.relative_margin()))
}

/// The last point of `[low, high]` at which `held` holds, and its state, for what holds at `low` and fails at `high`.
fn last_feasible_point<S>(
    (mut low, mut high): (f64, f64),
    middle: impl Fn(f64, f64) -> f64,
    held: impl Fn(f64) -> Result<(bool, S), RackError>,
) -> Result<Option<(f64, S)>, RackError> {
    let (ok, mut state) = held(low)?;
    if !ok {
        return Ok(None);
    }
    let (ok, top) = held(high)?;
    if ok {
        return Ok(Some((high, top)));
    }
    for _ in 0..BISECTION_STEPS {
        let at = middle(low, high);
        match held(at)? {
            (true, found) => (low, state) = (at, found),
            (false, _) => high = at,
        }
    }
    Ok(Some((low, state)))
}

fn solve_at_scale(rack: &RackModel, supply: Temperature, scale: f64) -> Result<(bool, RackState), RackError> {
    let state = rack.solve_steady_state(supply, RackLoad { scale, ..RackLoad::FULL })?;
    Ok((is_within_limits(rack, &state), state))
}

/// The most power, over that of the records, and the state there.
pub(crate) fn max_power(rack: &RackModel, supply: Temperature) -> Result<Option<(f64, RackState)>, RackError> {
    last_feasible_point(POWER_SCALE_RANGE, |a, b| (a * b).sqrt(), |k| solve_at_scale(rack, supply, k))
}

/// The warmest supply at a load and the state there.
pub(crate) fn max_supply_temperature(
    rack: &RackModel,
    cooling: CoolingMethod,
    load: RackLoad,
) -> Result<Option<(f64, RackState)>, RackError> {
    let at = |celsius: f64| {
        let state = rack.solve_steady_state(Temperature::from_celsius(celsius), load)?;
        Ok((is_within_limits(rack, &state), state))
    };
    let lowest_c = cooling.supply_range().min_c;
    last_feasible_point((lowest_c, SUPPLY_MAX_C), f64::midpoint, at)
}

/// What moves a coolant and runs at full speed.
fn full_speed_devices(rack: &RackModel, state: &RackState) -> Vec<FullSpeedDevice> {
    let mut out = Vec::new();
    if state.setting.pump >= 1.0 && state.liquid.is_some() {
        let in_loop = matches!(rack.liquid_cooling, LiquidCooling::Loop(_));
        out.push(if in_loop { FullSpeedDevice::PumpHead } else { FullSpeedDevice::WaterFlow });
    }
    let fans = rack.trays.iter().zip(&state.setting.fans).any(|(t, s)| t.fans.is_some() && *s >= 1.0);
    if fans && state.air.is_some() {
        out.push(FullSpeedDevice::FanCurve);
    }
    out
}

impl RackCase<'_> {
    /// The envelope at the architecture's supply.
    pub fn search_envelope(&self) -> Result<CoolingEnvelope, RackError> {
        let (rack, supply) = (&self.unrestrained_rack(), self.architecture.supply);
        let power = max_power(rack, supply)?;
        let warm = max_supply_temperature(rack, self.architecture.cooling, RackLoad::FULL)?;
        let facility_c = warm.as_ref().and_then(|(_, s)| {
            let set = self.setup.cdu.as_ref()?;
            Some(assembly::warmest_facility_water(set, self.racks, s)?.celsius())
        });
        let binding = power.as_ref().and_then(|(_, s)| nearest_limit(rack, s));
        let flow = |s: &RackState| s.main_coolant.flow_m3_s * 60e3;
        let accelerators = f64::from(self.setup.system.accelerator_count());
        let reason = match (&power, &warm) {
            (Some(_), Some(_)) => None,
            (None, _) => Some("not even a fiftieth of the power is held at this supply".to_owned()),
            (_, None) => Some("not held even at the coldest supply of this way of cooling".to_owned()),
        };
        Ok(CoolingEnvelope {
            max_rack_power_kw: power.as_ref().map(|(_, s)| s.power_w() / 1e3),
            max_power_scale: power.as_ref().map(|(k, _)| *k),
            max_accelerator_w: power
                .as_ref()
                .filter(|_| accelerators > 0.0)
                .map(|(_, s)| s.accelerator_w / accelerators),
            at_supply_c: supply.celsius(),
            max_power_flow_l_min: power.as_ref().map(|(_, s)| flow(s)),
            max_power_pressure_rise_pa: power.as_ref().map(|(_, s)| s.main_coolant.rise_pa),
            binding_limit: binding.as_ref().map(|l| l.kind),
            binding: binding.as_ref().map(RackLimit::describe),
            at_full_speed: power.as_ref().map_or_else(Vec::new, |(_, s)| full_speed_devices(rack, s)),
            max_supply_c: warm.as_ref().map(|(c, _)| *c),
            max_supply_limit: warm.as_ref().and_then(|(_, s)| nearest_limit(rack, s)).map(|l| l.describe()),
            max_supply_flow_l_min: warm.as_ref().map(|(_, s)| flow(s)),
            max_supply_pressure_rise_pa: warm.as_ref().map(|(_, s)| s.main_coolant.rise_pa),
            max_facility_water_c: facility_c,
            ashrae_class: self.ashrae_class(warm.as_ref().map(|(c, _)| *c), facility_c),
            altitude: self.altitude_curve()?,
            density: self.density_curve(power.as_ref().map_or(1.0, |(k, _)| *k))?,
            envelope_reason: reason,
        })
    }

    /// The rack with pumps that follow its parts up to full speed.
    fn unrestrained_rack(&self) -> RackModel {
        let mut rack = self.setup.rack.clone();
        rack.set_pump_control(PumpControl::ChipTarget);
        rack
    }

    /// ASHRAE class of the warmest supply. Air: the classes whose warmest allowable inlet is met, at altitude lowered as
    /// the class allows; liquid: S for the rack's loop, W for facility water.
    fn ashrae_class(&self, supply_c: Option<f64>, facility_c: Option<f64>) -> String {
        let Some(supply_c) = supply_c else { return "none".to_owned() };
        let altitude_m = elevation_from_pressure(self.setup.rack.room.pressure.pascals());
        match self.architecture.cooling {
            CoolingMethod::Air => air_class(supply_c, altitude_m).to_owned(),
            CoolingMethod::RearDoor | CoolingMethod::Immersion2p => facility_water_class(supply_c).to_owned(),
            _ => match facility_c {
                Some(c) => format!("{} (facility water {})", tcs_class(supply_c), facility_water_class(c)),
                None => tcs_class(supply_c).to_owned(),
            },
        }
    }

    fn altitude_curve(&self) -> Result<Vec<AltitudePoint>, RackError> {
        if !self.architecture.cooling.has_server_fans() {
            return Ok(Vec::new());
        }
        let at = |&altitude_m: &f64| {
            let mut rack = self.unrestrained_rack();
            rack.room.pressure = air::standard_pressure(Length::new(altitude_m));
            let found = max_power(&rack, self.architecture.supply)?;
            let max_it_power_kw = found.map(|(_, s)| (s.accelerator_w + s.other_it_w) / 1e3);
            Ok(AltitudePoint { altitude_m, max_it_power_kw })
        };
        ALTITUDES_M.iter().map(at).collect()
    }

    /// Hottest junction up to the most power.
    fn density_curve(&self, most: f64) -> Result<Vec<DensityPoint>, RackError> {
        let rack = self.unrestrained_rack();
        let point = |i: usize| {
            let scale = most * (i + 1) as f64 / DENSITY_POINTS as f64;
            let (_, state) = solve_at_scale(&rack, self.architecture.supply, scale)?;
            let chip = state.critical_part();
            Ok(DensityPoint {
                rack_power_kw: state.power_w() / 1e3,
                hottest_chip_c: chip.map_or(f64::NAN, |p| p.junction_c),
                chip_limit_c: chip.map_or(f64::NAN, |p| p.limit_c),
            })
        };
        let points: Result<Vec<DensityPoint>, RackError> = (0..DENSITY_POINTS).map(point).collect();
        Ok(points?.into_iter().filter(|p| p.hottest_chip_c.is_finite()).collect())
    }
}

/// Highest class of air: A1 to A4, or H1 for high density. Above 900 m the warmest inlet falls by 1 K per 300 m (A1, A2),
/// 175 m (A3), 125 m (A4) (ASHRAE thermal guidelines; recalled).
fn air_class(supply_c: f64, altitude_m: f64) -> &'static str {
    let above_m = (altitude_m - 900.0).max(0.0);
    let classes =
        [("A4", 45.0, 125.0), ("A3", 40.0, 175.0), ("A2", 35.0, 300.0), ("A1", 32.0, 300.0), ("H1", 25.0, 300.0)];
    let met = classes.into_iter().find(|(_, inlet_c, per_k)| supply_c >= inlet_c - above_m / per_k);
    met.map_or("below H1", |c| c.0)
}

/// Highest class of a technology loop: S30 to S50.
fn tcs_class(supply_c: f64) -> &'static str {
    let classes = [("S50", 50.0), ("S45", 45.0), ("S40", 40.0), ("S30", 30.0)];
    classes.into_iter().find(|(_, c)| supply_c >= *c).map_or("below S30", |c| c.0)
}

/// Highest class of facility water: W17 to W45, W+ above.
fn facility_water_class(supply_c: f64) -> &'static str {
    let classes = [("W45", 45.0), ("W40", 40.0), ("W32", 32.0), ("W27", 27.0), ("W17", 17.0)];
    if supply_c > 45.0 {
        return "W+";
    }
    classes.into_iter().find(|(_, c)| supply_c >= *c).map_or("below W17", |c| c.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_by_their_warmest_supply() {
        assert_eq!([31.9, 32.0, 36.0, 45.0, 20.0].map(|c| air_class(c, 0.0)), ["H1", "A1", "A2", "A4", "below H1"]);
        // 1500 m lowers A1 by 2 K.
        assert_eq!(air_class(30.0, 1500.0), "A1");
        assert_eq!([44.9, 45.0, 55.0, 10.0].map(tcs_class), ["S40", "S45", "S50", "below S30"]);
        assert_eq!([45.0, 45.1, 33.0, 16.0].map(facility_water_class), ["W45", "W+", "W32", "below W17"]);
    }

    #[test]
    fn altitude_is_the_inverse_of_pressure() {
        let p = air::standard_pressure(Length::new(1500.0));
        assert!((elevation_from_pressure(p.pascals()) - 1500.0).abs() < 1e-6);
    }
}
