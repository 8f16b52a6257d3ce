//! Pumps of a coolant loop: the speed that holds what they shall hold, settled with fans and clock.

use crate::solve::root::{self, RootTolerance};
use crate::units::TempDelta;

use super::control::{self, TemperatureExcess};
use super::coolant_loop::PumpControl;
use super::error::RackError;
use super::pump_speed::LEAST_SPEED;
use super::solve::RackSolver;
use super::state::ControlSetting;

/// Passes in which pumps and the heat of their liquid usually settle with each other.
const DIRECT_PUMP_PASSES: usize = 8;
/// Evaluations of a search for the speed of pumps that do not.
const MAX_PUMP_PASSES: usize = 100;
/// Speeds of pumps are settled within this share of full.
const PUMP_SPEED_TOLERANCE: f64 = 1e-10;

/// What the pressure of a loop is set for.
#[derive(Clone, Copy, Debug)]
pub(super) struct LoopDesign {
    /// Volume flow at the supply temperature over heat, m³/J.
    pub flow_m3_j: f64,
    /// Heat that the flow is for; none: what the liquid of the busy rack takes.
    pub rated_w: Option<f64>,
    /// What every part keeps below its limit.
    pub limit_margin: TempDelta,
}

impl RackSolver<'_> {
    /// Pumps, fans and clock, near `guess` if it is of a like rack.
    pub(super) fn settle_controls(
        &mut self,
        setting: &mut ControlSetting,
        guess: Option<&ControlSetting>,
    ) -> Result<(), RackError> {
        let guessed = guess.map(|g| g.pump);
        match self.liquid.as_ref().map(|net| net.coolant_loop.pump_control) {
            None => self.set_fans_and_clock(setting, guess)?,
            Some(PumpControl::ChipTarget) => {
                setting.pump = self.find_pump_speed_for_parts(guessed)?;
                self.set_fans_and_clock(setting, guess)?;
            }
            Some(PumpControl::ManifoldPressure { pressure_pa }) => {
                if let Some(net) = &mut self.liquid {
                    setting.pump = net.speed_for_manifold_pressure(pressure_pa)?;
                }
                self.set_fans_and_clock(setting, guess)?;
            }
            Some(PumpControl::FlowPerHeat { .. } | PumpControl::ReturnTemperature { .. }) => {
                if let Some(guess) = guess {
                    setting.clone_from(guess);
                }
                self.hold_flow_per_heat(setting)?;
            }
        }
        Ok(())
    }

    /// The pressure between the manifolds that a loop is set to: that of the design flow, or a higher one where a part would
    /// come nearer to its limit than the margin. Nothing where the pumps do not give the flow.
    ///
    /// # Errors
    /// [`RackError`].
    pub(super) fn find_design_pressure(&mut self, design: &LoopDesign) -> Result<Option<f64>, RackError> {
        let for_heat = if let (Some(net), Some(rated_w)) = (&mut self.liquid, design.rated_w) {
            net.speed_for_flow(design.flow_m3_j * rated_w)?
        } else {
            self.solve_steady_state(None)?.setting.pump
        };
        if for_heat >= 1.0 {
            return Ok(None);
        }
        let near_limit = |excess: TemperatureExcess| TemperatureExcess {
            target_k: excess.limit_k + design.limit_margin.kelvin(),
            ..excess
        };
        let for_parts =
            control::find_lowest_speed(|s| self.liquid_side_excess(s, 1.0).map(near_limit), for_heat, None)?;
        let Some(net) = &mut self.liquid else { return Ok(None) };
        net.solve_at_speed(for_parts)?;
        Ok(Some(net.manifold_pressure_pa()))
    }

    /// The lowest speed of the pumps that holds every part at its target.
    fn find_pump_speed_for_parts(&mut self, guess: Option<f64>) -> Result<f64, RackError> {
        let least = self.liquid.as_ref().map_or(1.0, |net| net.coolant_loop.pump.0.speed_min);
        let guess = guess.filter(|p| *p > least);
        control::find_lowest_speed(|s| self.liquid_side_excess(s, 1.0), least, guess)
    }

    /// Sets the pumps to the flow that the heat of the liquid asks for. More flow hardly changes that heat, so that few passes
    /// settle both; where they do not, the speed lies between two that are sought on. Full speed where it is not enough.
    fn hold_flow_per_heat(&mut self, setting: &mut ControlSetting) -> Result<(), RackError> {
        let mut near = setting.clone();
        let mut passes = [(near.pump, self.missing_speed(&mut near)?); 2];
        for _ in 0..DIRECT_PUMP_PASSES {
            let (speed, missing) = passes[1];
            if missing.abs() <= PUMP_SPEED_TOLERANCE {
                *setting = near;
                return Ok(());
            }
            near.pump = speed + missing;
            passes = [passes[1], (near.pump, self.missing_speed(&mut near)?)];
        }
        // The lowest speed never gives more than is asked, full speed never less but where it is not enough.
        let end = if passes[1].1 > 0.0 { 1.0 } else { LEAST_SPEED };
        let other = if passes[0].1 * passes[1].1 < 0.0 {
            passes[0]
        } else {
            near.pump = end;
            (end, self.missing_speed(&mut near)?)
        };
        let tolerance = RootTolerance { x: PUMP_SPEED_TOLERANCE, f: PUMP_SPEED_TOLERANCE };
        let missing = |speed: f64| {
            near.pump = speed;
            self.missing_speed(&mut near)
        };
        let found = root::find_root_between(missing, passes[1], other, tolerance, MAX_PUMP_PASSES);
        near.pump = found.map_err(|error| error.into_named::<RackError>("pumps and the heat of their liquid"))?.x;
        self.missing_speed(&mut near)?;
        *setting = near;
        Ok(())
    }

    /// What the pumps' speed lacks to the one that gives the flow for the heat at it; fans and clock are set.
    fn missing_speed(&mut self, setting: &mut ControlSetting) -> Result<f64, RackError> {
        let near = std::mem::replace(setting, ControlSetting { clock: 1.0, ..setting.clone() });
        self.set_fans_and_clock(setting, Some(&near))?;
        let heat_w = self.state_at_setting(setting.clone())?.captured_w.max(0.0);
        let Some(net) = &mut self.liquid else { return Ok(0.0) };
        let speed = net.held_flow_m3_s(heat_w).map_or(Ok(1.0), |flow_m3_s| net.speed_for_flow(flow_m3_s))?;
        Ok(speed - setting.pump)
    }
}
