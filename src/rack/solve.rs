//! The coupled steady state of a rack: chip temperature, leakage, coolants, flows, speeds, clock.
//!
//! Liquid first: its supply is given and nothing in the rack changes it. Then air, which the liquid's surfaces warm. Then
//! the supplies, whose losses follow the power of everything else. Each of the three is solved on its own; no iteration
//! goes around them. [`RackSolver`] owns both flow networks; `state_assembly` makes a state of what they gave.

use crate::catalog::record::ChipKind;
use crate::catalog::system::Coolant;
use crate::units::Temperature;

use super::air::{AirSideInput, RackAirNetwork, RackAirState};
use super::branch::{self, CoolantStream, LaneResult, SolvedPart};
use super::control::{self, TemperatureExcess};
use super::error::RackError;
use super::flows::FlowPoint;
use super::liquid::{LiquidSideState, PumpOperatingPoint, RackLiquidNetwork, TrayLiquidState};
use super::model::{BoilingTank, LiquidCooling, PartCooler, RackLoad, RackModel};
use super::state::{ControlSetting, PartState, RackState};
use super::state_assembly::StateAssembly;

/// A rack at a supply temperature and a load, ready to be solved.
pub struct RackSolver<'a> {
    rack: &'a RackModel,
    load: RackLoad,
    air: RackAirNetwork<'a>,
    pub(super) liquid: Option<RackLiquidNetwork<'a>>,
    supply: Temperature,
}

/// The parts, as they are seen, reduced to how hot the worst is.
fn update_max_excess(excess: &mut TemperatureExcess, seen: &SolvedPart<'_>) {
    let over = |t: f64, limit_c: f64| t - limit_c;
    let limit_c = seen.model.chip.spec().limit_c;
    *excess = excess.max_with(TemperatureExcess {
        target_k: over(seen.junction_c, seen.model.target_c),
        limit_k: over(seen.junction_c, limit_c),
    });
    if let (Some(t), Some(memory)) = (seen.memory_c(), &seen.model.memory) {
        let over_k = over(t, memory.limit_c);
        *excess = excess.max_with(TemperatureExcess { target_k: over_k, limit_k: over_k });
    }
}

impl<'a> RackSolver<'a> {
    /// A rack with its main coolant supplied at `supply`.
    ///
    /// # Errors
    /// A supply outside the range of the coolant's properties.
    pub fn new(rack: &'a RackModel, supply: Temperature, load: RackLoad) -> Result<Self, RackError> {
        let (air, water) = rack.supply_temperatures(supply);
        let liquid = match &rack.liquid_cooling {
            LiquidCooling::Loop(own) => Some(RackLiquidNetwork::new(rack, own, water)?),
            _ => None,
        };
        Ok(Self { rack, load, air: RackAirNetwork::new(rack, air, water)?, liquid, supply })
    }

    /// The steady state that the controllers reach, near that of `guess` if it is one of a like rack.
    ///
    /// A rack that is too hot at full speed and lowest clock is a state like any other: its limits tell.
    ///
    /// # Errors
    /// [`RackError`].
    pub fn solve_steady_state(&mut self, guess: Option<&ControlSetting>) -> Result<RackState, RackError> {
        let mut setting = ControlSetting { pump: 1.0, fans: vec![1.0; self.rack.trays.len()], clock: 1.0 };
        self.settle_controls(&mut setting, guess)?;
        self.state_at_setting(setting)
    }

    /// Fans at the pumps' speed, and the clock where they are not enough.
    pub(super) fn set_fans_and_clock(
        &mut self,
        setting: &mut ControlSetting,
        guess: Option<&ControlSetting>,
    ) -> Result<(), RackError> {
        self.set_fan_speeds(setting, guess)?;
        let excess = self.max_excess(setting)?;
        if excess.limit_k > 0.0 {
            let floor = self.rack.clock_floor();
            let at = |clock: f64| ControlSetting { clock, ..setting.clone() };
            setting.clock = control::find_highest_clock(|c| self.max_excess(&at(c)), floor)?;
        }
        Ok(())
    }

    /// Fans of every kind of tray.
    fn set_fan_speeds(
        &mut self,
        setting: &mut ControlSetting,
        guess: Option<&ControlSetting>,
    ) -> Result<(), RackError> {
        if self.air.tray_kinds().is_empty() {
            return Ok(());
        }
        let wetted = self.solve_liquid_side(setting)?;
        let guess = guess.map(|g| g.fans.as_slice());
        self.air.find_fan_speeds(&mut setting.fans, guess, self.load, &wetted.air_inputs, update_max_excess)
    }

    /// The worst of the liquid-cooled parts at a pump speed.
    pub(super) fn liquid_side_excess(&mut self, speed: f64, clock: f64) -> Result<TemperatureExcess, RackError> {
        let load = self.load;
        let Some(net) = &mut self.liquid else { return Ok(TemperatureExcess::FAR_BELOW) };
        net.solve_at_speed(speed)?;
        let mut excess = TemperatureExcess::FAR_BELOW;
        for place in net.lowest_flow_trays() {
            net.solve_tray(place, (load, clock), &mut |_, seen| update_max_excess(&mut excess, &seen))?;
        }
        Ok(excess)
    }

    /// The worst of all parts.
    fn max_excess(&mut self, setting: &ControlSetting) -> Result<TemperatureExcess, RackError> {
        let mut excess = self.liquid_side_excess(setting.pump, setting.clock)?;
        if let LiquidCooling::Tank(tank) = &self.rack.liquid_cooling {
            self.solve_tank_trays(tank, setting.clock, &mut |_, seen| update_max_excess(&mut excess, &seen))?;
        }
        if !self.air.tray_kinds().is_empty() {
            let wetted = self.solve_liquid_side(setting)?;
            let ask = (self.load, setting.clock);
            self.air.solve_air(&setting.fans, ask, &wetted.air_inputs, &mut |_, seen| {
                update_max_excess(&mut excess, &seen);
            })?;
        }
        Ok(excess)
    }

    /// The trays of a boiling tank, one per kind.
    fn solve_tank_trays<'r>(
        &self,
        tank: &BoilingTank,
        clock: f64,
        see: &mut impl FnMut(usize, SolvedPart<'r>),
    ) -> Result<Vec<LaneResult>, RackError>
    where
        'a: 'r,
    {
        let stream = CoolantStream { density_kg_m3: 1.0, heat_j_m3_k: f64::INFINITY };
        let rack: &'a RackModel = self.rack;
        rack.trays
            .iter()
            .enumerate()
            .map(|(kind, tray)| {
                let mut sum = LaneResult { outlet_c: tank.saturation.celsius(), clock, ..LaneResult::default() };
                for lane in tray.coolant_lanes(Coolant::Liquid) {
                    let at = (tank.saturation.celsius(), 1.0);
                    let passed = branch::solve_lane(lane, at, stream, (self.load, clock), &mut |seen| see(kind, seen))?;
                    sum.accelerator_w += passed.accelerator_w;
                    sum.other_w += passed.other_w;
                    sum.clock = sum.clock.min(passed.clock);
                }
                Ok(sum)
            })
            .collect()
    }

    /// The liquid side at a setting, and what it brings to the air.
    fn solve_liquid_side(&mut self, setting: &ControlSetting) -> Result<LiquidSideState, RackError> {
        let ask = (self.load, setting.clock);
        let mut to_air = vec![AirSideInput::default(); self.rack.trays.len()];
        let mut trays = Vec::new();
        if let Some(net) = &mut self.liquid {
            net.solve_at_speed(setting.pump)?;
            let surface_w_k = net.coolant_loop.manifold.surface_w_k / net.tray_count() as f64;
            for place in 0..net.tray_count() {
                let tray = net.solve_tray(place, ask, &mut |_, _| {})?;
                let share = f64::from(self.rack.trays[tray.kind].count).recip();
                let sum = &mut to_air[tray.kind];
                sum.surface_w_k = surface_w_k;
                sum.liquid_c += share * tray.passed.outlet_c;
                sum.power_w += share * (tray.passed.accelerator_w + tray.passed.other_w);
                trays.push(tray);
            }
        } else if let LiquidCooling::Tank(tank) = &self.rack.liquid_cooling {
            for (kind, passed) in self.solve_tank_trays(tank, setting.clock, &mut |_, _| {})?.into_iter().enumerate() {
                trays.push(TrayLiquidState { kind, flow_m3_s: 0.0, loss_pa: 0.0, passed });
            }
        }
        Ok(LiquidSideState { trays, air_inputs: to_air })
    }

    /// The air at a setting, and every part in its worst position.
    fn solve_air_and_parts(
        &mut self,
        setting: &ControlSetting,
        wetted: &LiquidSideState,
    ) -> Result<(RackAirState, Vec<PartState>), RackError> {
        let ask = (self.load, setting.clock);
        let rack: &'a RackModel = self.rack;
        let mut parts = Vec::new();
        if let Some(net) = &self.liquid {
            for place in net.lowest_flow_trays() {
                net.solve_tray(place, ask, &mut |kind, seen| record_part(&mut parts, rack, kind, &seen, true))?;
            }
        }
        if let LiquidCooling::Tank(tank) = &rack.liquid_cooling {
            self.solve_tank_trays(tank, setting.clock, &mut |kind, seen| {
                record_part(&mut parts, rack, kind, &seen, false);
            })?;
        }
        let air = self.air.solve_air(&setting.fans, ask, &wetted.air_inputs, &mut |kind, seen| {
            record_part(&mut parts, rack, kind, &seen, true);
        })?;
        Ok((air, parts))
    }

    /// The steady state at given speeds and clock.
    ///
    /// # Errors
    /// [`RackError`].
    pub fn state_at_setting(&mut self, setting: ControlSetting) -> Result<RackState, RackError> {
        let wetted = self.solve_liquid_side(&setting)?;
        let (air, parts) = self.solve_air_and_parts(&setting, &wetted)?;
        let assembly = StateAssembly {
            rack: self.rack,
            load: self.load,
            supply: self.supply,
            air: &self.air,
            liquid: self.liquid.as_ref(),
        };
        assembly.assemble_state(setting, &wetted, (&air, parts))
    }
}

/// Flows at given speeds: what a run in time needs.
impl RackSolver<'_> {
    /// The liquid at falling speeds, share of full; nothing where none flows in a loop.
    ///
    /// # Errors
    /// [`RackError`].
    pub fn loop_flow_points(&mut self, speeds: &[f64]) -> Result<Option<Vec<FlowPoint>>, RackError> {
        let Some(net) = &mut self.liquid else { return Ok(None) };
        let mut out = Vec::with_capacity(speeds.len());
        for &speed in speeds {
            net.solve_at_speed(speed)?;
            let PumpOperatingPoint { flow_m3_s, rise_pa, .. } = net.pump_operating_point();
            let lanes_m3_s = (0..net.tray_count()).map(|place| net.lane_flows(place)).collect();
            out.push(FlowPoint { flow_m3_s, rise_pa, lanes_m3_s });
        }
        Ok(Some(out))
    }

    /// Kind of the tray at each place of the manifold.
    pub fn loop_tray_kinds(&self) -> Vec<usize> {
        self.liquid
            .as_ref()
            .map_or_else(Vec::new, |net| (0..net.tray_count()).map(|place| net.tray_kind(place)).collect())
    }

    /// What the liquid of a loop carries, and its supply.
    pub fn loop_stream(&self) -> Option<(CoolantStream, Temperature)> {
        self.liquid.as_ref().map(|net| (net.coolant_stream(), net.supply))
    }

    /// The air of each kind of tray with fans, with the kind's own fans at a share of `speeds`.
    ///
    /// # Errors
    /// [`RackError`].
    pub fn air_flow_points(
        &mut self,
        speeds: &[f64],
        shares: &[f64],
    ) -> Result<Vec<(usize, Vec<FlowPoint>)>, RackError> {
        let mut out: Vec<(usize, Vec<FlowPoint>)> =
            self.air.tray_kinds().into_iter().map(|k| (k, Vec::new())).collect();
        for share in shares {
            let at: Vec<f64> = speeds.iter().map(|s| s * share).collect();
            for ((_, points), point) in out.iter_mut().zip(self.air.solve_flow_points(&at)?) {
                points.push(point);
            }
        }
        Ok(out)
    }

    /// What the air carries, and its supply.
    pub fn air_stream(&self) -> (CoolantStream, Temperature) {
        (self.air.stream, self.air.supply)
    }
}

impl RackModel {
    /// The steady state that the rack's controllers reach with a supply temperature and a load. A rack that is too hot is
    /// a state too: its limits tell.
    ///
    /// # Errors
    /// [`RackError`] when no state could be computed.
    pub fn solve_steady_state(&self, supply: Temperature, load: RackLoad) -> Result<RackState, RackError> {
        RackSolver::new(self, supply, load)?.solve_steady_state(None)
    }

    /// As [`Self::solve_steady_state`], for a rack that must keep every limit.
    ///
    /// # Errors
    /// [`RackError`]; [`RackError::Limit`] names the limit that is passed.
    pub fn solve_within_limits(&self, supply: Temperature, load: RackLoad) -> Result<RackState, RackError> {
        let state = self.solve_steady_state(supply, load)?;
        let broken = state.binding_limit().filter(|l| l.is_exceeded()).cloned();
        broken.map_or(Ok(state), |limit| Err(RackError::Limit(Box::new(limit))))
    }
}

/// Books a part: counts of the whole rack.
fn record_part(parts: &mut Vec<PartState>, rack: &RackModel, kind: usize, seen: &SolvedPart<'_>, flows: bool) {
    let tray = &rack.trays[kind];
    let spec = seen.model.chip.spec();
    let own = PartState {
        name: seen.station.name.clone(),
        tray: tray.name.clone(),
        kind: seen.station.kind,
        liquid: !matches!(seen.model.cooler, PartCooler::Sink(_)),
        count: seen.count * tray.count,
        power_w: seen.power_w,
        inlet_c: seen.inlet_c,
        case_c: seen.case_c,
        junction_c: seen.junction_c,
        target_c: seen.model.target_c,
        limit_c: spec.limit_c,
        flow_m3_s: flows.then_some(seen.flow_m3_s),
        in_range: seen.in_range || matches!(seen.model.cooler, PartCooler::Boiling(_)),
    };
    if let (Some(t), Some(memory)) = (seen.memory_c(), &seen.model.memory) {
        let limit_c = memory.limit_c;
        let name = format!("memory of {}", own.name);
        parts.push(own.clone());
        parts.push(PartState { name, kind: ChipKind::Memory, junction_c: t, target_c: limit_c, limit_c, ..own });
    } else {
        parts.push(own);
    }
}
