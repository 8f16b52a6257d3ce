//! A coolant on its way through the stations of a lane.
//!
//! At each station a part gives its heat to the stream against the stream's temperature *at the station's inlet* (coolers
//! are rated so), and the heat appears at the station's outlet: what follows is preheated. Leakage makes the heat of a chip
//! depend on its temperature. Nothing flows upstream, so the stations are solved one after the other, one unknown each.

use std::ops::ControlFlow;

use crate::physics::air::AirFlow;
use crate::solve::convergence::{NotConverged, iterate_to_convergence};
use crate::units::{Density, Power, SpecificHeat, Temperature, VolumeFlow};

use super::model::{ChipModel, LaneModel, PartCooler, RackLoad, StationHeat, StationModel};

/// A coolant.
#[derive(Clone, Copy, Debug)]
pub struct CoolantStream {
    /// Density, kg/m³.
    pub density_kg_m3: f64,
    /// Volumetric heat capacity, J/(m³ K); infinite in a boiling tank, which has one temperature.
    pub heat_j_m3_k: f64,
}

impl CoolantStream {
    /// A flow of it, where it is air.
    pub fn air_flow(&self, flow: VolumeFlow) -> AirFlow {
        let specific_heat = SpecificHeat::new(self.heat_j_m3_k / self.density_kg_m3);
        AirFlow { flow, density: Density::new(self.density_kg_m3), specific_heat }
    }
}

/// A part in a stream.
#[derive(Clone, Copy, Debug)]
pub struct SolvedPart<'a> {
    /// What it is.
    pub station: &'a StationModel,
    /// Its model.
    pub model: &'a ChipModel,
    /// Parts in one tray.
    pub count: u32,
    /// Power of one, W.
    pub power_w: f64,
    /// Coolant that reaches it, °C.
    pub inlet_c: f64,
    /// Case, °C.
    pub case_c: f64,
    /// Junction, °C.
    pub junction_c: f64,
    /// Flow of coolant for one, m³/s; none in a boiling tank.
    pub flow_m3_s: f64,
    /// Whether its cooler is within its published range.
    pub in_range: bool,
}

impl SolvedPart<'_> {
    /// Hottest memory in the package, °C.
    pub fn memory_c(&self) -> Option<f64> {
        self.model.memory.map(|m| self.case_c + m.k_w * self.power_w)
    }
}

/// What the lanes of one kind in one tray gave to their coolant.
#[derive(Clone, Copy, Debug, Default)]
pub struct LaneResult {
    /// Electricity into accelerators, W.
    pub accelerator_w: f64,
    /// Electricity into the other parts, W.
    pub other_w: f64,
    /// Coolant leaving, °C.
    pub outlet_c: f64,
    /// Lowest clock of the accelerators.
    pub clock: f64,
}

fn is_accelerator(station: &StationModel) -> bool {
    station.kind == crate::catalog::record::ChipKind::Accelerator
}

/// Lowest stable temperature of a junction with a resistance to a coolant, °C, and its power, W.
///
/// `g(T) = T − T_in − R P(T)` is concave until the power controller holds P: from the left Newton runs up to the first
/// root and never past it; where leakage outgrows the cooler, the controller's power is what is left.
fn solve_junction(inlet_c: f64, r_k_w: f64, power: impl Fn(f64) -> (f64, f64)) -> Result<(f64, f64), NotConverged> {
    let mut t = inlet_c;
    iterate_to_convergence("the junction of a chip", MAX_JUNCTION_STEPS, |_| {
        let (p, slope) = power(t);
        let gap = inlet_c + r_k_w * p - t;
        if slope == 0.0 {
            return Ok(ControlFlow::Break((inlet_c + r_k_w * p, p)));
        }
        if gap <= JUNCTION_TOLERANCE * t.abs().max(1.0) {
            return Ok(ControlFlow::Break((t, p)));
        }
        let gain = 1.0 - r_k_w * slope;
        // Far beyond what any chip survives the controller holds its power for certain.
        t = if gain > 1e-6 { (t + gap / gain).min(POWER_CAPPED_JUNCTION_C) } else { POWER_CAPPED_JUNCTION_C };
        Ok(ControlFlow::Continue(gap))
    })
}

/// Newton steps to a junction; a handful do.
const MAX_JUNCTION_STEPS: usize = 100;
/// Passes in which the flux of a boiling plate and its film settle with each other.
const MAX_FILM_PASSES: usize = 60;
/// Junctions and fluxes are found to this share of themselves.
const JUNCTION_TOLERANCE: f64 = 1e-13;
/// A junction temperature, °C, at which every controller holds its power.
const POWER_CAPPED_JUNCTION_C: f64 = 5000.0;

/// Sends a stream through one of the lanes; `see` is shown every part with a junction. `outlet_c` is that of the lane.
///
/// # Errors
/// When the temperature of a part does not settle.
pub fn solve_lane<'a>(
    lane: &'a LaneModel,
    (inlet_c, flow_m3_s): (f64, f64),
    stream: CoolantStream,
    (load, clock): (RackLoad, f64),
    see: &mut impl FnMut(SolvedPart<'a>),
) -> Result<LaneResult, NotConverged> {
    let mut out = LaneResult { outlet_c: inlet_c, clock, ..LaneResult::default() };
    let many = f64::from(lane.count);
    for station in &lane.stations {
        let at_c = out.outlet_c;
        let parts = f64::from(station.count);
        let each_w = match &station.heat {
            StationHeat::Module { idle_w, max_w } => {
                load.scale * (idle_w + station.utilisation_under(&load) * (max_w - idle_w))
            }
            StationHeat::Chip(model) => {
                let flow = flow_m3_s / parts;
                let (junction_c, case_c, power_w, in_range) =
                    solve_chip(station, model, (at_c, flow), stream, (load, clock))?;
                let cap = load.cap.filter(|_| is_accelerator(station));
                if let Some(cap) = cap {
                    let own = Power::new(cap.watts() / load.scale);
                    let (busy, junction) = (station.utilisation_under(&load), Temperature::from_celsius(junction_c));
                    out.clock = out.clock.min(model.chip.max_clock_under_cap(busy, own, junction));
                }
                let count = lane.count * station.count;
                see(SolvedPart {
                    station,
                    model,
                    count,
                    power_w,
                    inlet_c: at_c,
                    case_c,
                    junction_c,
                    flow_m3_s: flow,
                    in_range,
                });
                power_w
            }
        };
        let heat_w = parts * each_w;
        *(if is_accelerator(station) { &mut out.accelerator_w } else { &mut out.other_w }) += many * heat_w;
        out.outlet_c += heat_w / (flow_m3_s * stream.heat_j_m3_k);
    }
    Ok(out)
}

/// Junction and case, °C, power, W, and whether the cooler is within its published range.
fn solve_chip(
    station: &StationModel,
    model: &ChipModel,
    (inlet_c, flow_m3_s): (f64, f64),
    stream: CoolantStream,
    (load, clock): (RackLoad, f64),
) -> Result<(f64, f64, f64, bool), NotConverged> {
    let inside = model.junction_to_case_k_w;
    let utilisation = station.utilisation_under(&load);
    let cap_w = load.cap.filter(|_| is_accelerator(station)).map(Power::watts);
    let power = |t: f64| model.power_and_slope((utilisation, clock), load.scale, cap_w, t);
    let flow = VolumeFlow::new(flow_m3_s);
    let (cooler, in_range) = match &model.cooler {
        PartCooler::Sink(sink) => sink.thermal_resistance(flow, Density::new(stream.density_kg_m3)),
        PartCooler::Plate(plate) => plate.thermal_resistance(flow),
        PartCooler::Boiling(plate) => {
            // The film's resistance falls with the flux; the flux hardly depends on it.
            let mut watts = power(inlet_c).0;
            return iterate_to_convergence("the film of a boiling plate", MAX_FILM_PASSES, |_| {
                let film = if watts > 0.0 { plate.case_rise(Power::new(watts)).kelvin() / watts } else { 0.0 };
                let (junction_c, next_w) = solve_junction(inlet_c, inside + film, power)?;
                let moved_w = next_w - watts;
                if moved_w.abs() <= JUNCTION_TOLERANCE * next_w {
                    let below_dry_out = watts <= plate.critical_heat().watts();
                    return Ok(ControlFlow::Break((junction_c, junction_c - inside * watts, watts, below_dry_out)));
                }
                watts = next_w;
                Ok(ControlFlow::Continue(moved_w))
            });
        }
    };
    let (junction_c, power_w) = solve_junction(inlet_c, inside + cooler.k_w(), power)?;
    Ok((junction_c, inlet_c + power_w * cooler.k_w(), power_w, in_range))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leakage_settles_at_the_worked_fixed_points() {
        // P_dyn 800 W, leakage 120 W at 65 °C growing 1.7 % per kelvin; coolant and resistance as given.
        for (inlet_c, r, watts, t_c) in [
            (30.0, 0.03, 905.0, 57.15),
            (45.0, 0.03, 937.8, 73.13),
            (30.0, 0.06, 979.8, 88.79),
            (25.0, 0.075, 1024.5, 101.83),
        ] {
            let power = |t: f64| {
                let leak = 120.0 * (0.017 * (t - 65.0)).exp();
                (800.0 + leak, 0.017 * leak)
            };
            let (t, p) = solve_junction(inlet_c, r, power).unwrap();
            assert!((p - watts).abs() < 0.05 && (t - t_c).abs() < 0.005, "{p} {t}");
        }
    }

    #[test]
    fn run_away_ends_at_the_controllers_power() {
        let power = |t: f64| {
            let leak = 500.0 * (0.03 * (t - 65.0)).exp();
            if leak > 700.0 { (1500.0, 0.0) } else { (800.0 + leak, 0.03 * leak) }
        };
        let (t, p) = solve_junction(60.0, 0.08, power).unwrap();
        assert_eq!(p, 1500.0);
        assert!((t - 180.0).abs() < 1e-9);
    }

    /// Power that steps up by a watt at every kelvin but claims to hardly grow is chased kelvin by kelvin.
    #[test]
    fn a_junction_that_runs_ahead_of_its_slope_is_no_answer() {
        let power = |t: f64| ((t - 20.0).floor() + 1.5, 1e-9);
        let error = solve_junction(20.0, 1.0, power).unwrap_err();
        assert_eq!(error.what, "the junction of a chip");
        assert!(error.residual > 0.1, "{error}");
        assert_eq!(solve_junction(20.0, 1.0, |_| (f64::NAN, 1.0)).unwrap_err().what, "the junction of a chip");
    }
}
