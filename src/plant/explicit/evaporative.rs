//! A closed-circuit evaporative cooler at work on its loop.

use crate::component::error::ComponentError;
use crate::plant::outdoor::OutdoorConditions;

use super::loops::WaterCircuit;
use super::tower::{ExplicitTower, ExplicitTowerHour};

/// A cooler whose loop is closed: what evaporates is sprayed over its coil.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExplicitEvaporativeCooler {
    /// The coil with its spray and fan, which holds the loop's water as a tower does.
    pub coil: ExplicitTower,
    /// Electricity of the spray pump while there is heat to reject, W; it ends in the air.
    pub spray_pump_w: f64,
}

/// An evaporative cooler's hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExplicitEvaporativeHour {
    /// Water of the loop, fan, and water that evaporates.
    pub cooler: ExplicitTowerHour,
    /// Electricity of the spray pump, W.
    pub spray_pump_w: f64,
}

impl ExplicitEvaporativeCooler {
    /// The cooler on a loop, holding a set point.
    ///
    /// # Errors
    /// When the leaving air is outside the range of the moist-air formulas, or the water is not found.
    pub(crate) fn solve_hour(
        &self,
        circuit: &WaterCircuit,
        set_c: f64,
        outdoor: &OutdoorConditions,
    ) -> Result<ExplicitEvaporativeHour, ComponentError> {
        let cooler = self.coil.solve_hour(circuit, set_c, outdoor)?;
        let spray_pump_w = if circuit.is_idle() { 0.0 } else { self.spray_pump_w };
        Ok(ExplicitEvaporativeHour { cooler, spray_pump_w })
    }
}
