//! How the coolants share a rack's ways at a row of speeds: what a run in time needs of the hydraulic networks.

use crate::units::Temperature;

use super::RackError;
use super::branch::CoolantStream;
use super::solve::RackSolver;

/// Flows of a coolant at one speed.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowPoint {
    /// All of it, m³/s.
    pub flow_m3_s: f64,
    /// Pressure rise of what moves it, Pa.
    pub rise_pa: f64,
    /// Of it through the lanes of each place, m³/s: of each tray along the manifold, or of all trays of a kind in air.
    /// Parallel lanes of one tray count together.
    pub lanes_m3_s: Vec<Vec<f64>>,
}

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
            let (flow_m3_s, rise_pa, _) = net.pump_operating_point();
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
