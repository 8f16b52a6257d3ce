//! A tower of equal cells at work on its loop, with its water.

use std::ops::ControlFlow;

use crate::component::error::ComponentError;
use crate::component::plant::counterflow_tower::CounterflowTower;
use crate::component::plant::fan_tower::FanTower;
use crate::component::plant::merkel_cell::MerkelCell;
use crate::component::plant::tower::{TowerDuty, TowerOperation};
use crate::component::plant::tower_water::{self, EvaporationModel, TowerWaterLosses, TowerWorkingPoint};
use crate::physics::air::MoistAir;
use crate::plant::outdoor::OutdoorConditions;
use crate::solve::convergence::{NotConverged, iterate_to_convergence};
use crate::units::{MassFlow, Power, TempDelta, Temperature, ThermalConductance, VolumeFlow};

use super::loops::{ExplicitPumpHour, WaterCircuit};
use super::water;

/// Model of one cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ExplicitTowerCell {
    /// By a correlation.
    Fan(FanTower),
    /// One or two speeds, constant UA.
    Staged(MerkelCell),
    /// From first principles.
    Counterflow(CounterflowTower),
}

/// Water that drift is a share of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DriftBasis {
    /// What passes the tower.
    PassingWater,
    /// A design flow, m³/s, in proportion to the air that carries the drops out.
    DesignWater(f64),
}

/// Equal cells and their water.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExplicitTower {
    /// One of the cells.
    pub cell: ExplicitTowerCell,
    /// How many there are.
    pub cells: u32,
    /// Least water of a cell, share of its design, before another one is shut.
    pub cell_flow_min: f64,
    /// Design water flow of all cells, m³/s.
    pub water_flow_m3_s: f64,
    /// Design air flow of all cells, m³/s.
    pub air_flow_m3_s: f64,
    /// Drift and cycles.
    pub treatment: tower_water::TowerWaterSpec,
    /// Water that drift is a share of.
    pub drift_basis: DriftBasis,
    /// How evaporation is reckoned.
    pub evaporation: EvaporationModel,
}

/// A tower's hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExplicitTowerHour {
    /// Leaving water, °C.
    pub leaving_c: f64,
    /// Entering water, °C.
    pub entering_c: f64,
    /// Heat given to the air, W.
    pub heat_w: f64,
    /// Fan electricity, W.
    pub fan_w: f64,
    /// Air flow of a running cell, share of design.
    pub air_ratio: f64,
    /// Cells with water.
    pub cells: f64,
    /// Set point of the leaving water, °C.
    pub set_c: f64,
    /// Pump of the loop.
    pub pump: ExplicitPumpHour,
    /// Water lost and drawn.
    pub water: TowerWaterLosses,
    /// Density with which masses of water become volumes, kg/m³.
    pub density_kg_m3: f64,
    /// Whether the state lies outside the model's ranges.
    pub extrapolated: bool,
    /// Whether all heat is carried.
    pub carried: bool,
}

/// Set point is met within this, K.
const SET_POINT_TOLERANCE_K: f64 = 1e-7;
/// Passes in which range and leaving water settle with each other; three do.
const MAX_PASSES: usize = 50;

impl ExplicitTowerCell {
    fn operate_cell(
        &self,
        duty: &TowerDuty,
        air: &MoistAir,
        wet_bulb: Temperature,
    ) -> Result<(TowerOperation, bool), NotConverged> {
        match self {
            Self::Fan(tower) => Ok((tower.operate(duty, wet_bulb)?, true)),
            Self::Staged(tower) => tower.operate(duty, air, wet_bulb),
            Self::Counterflow(tower) => tower.operate(duty, air, wet_bulb),
        }
    }
}

/// Cells at work, before their water.
struct OperatingCells {
    operation: TowerOperation,
    carried: bool,
    entering_c: f64,
    running_cells: u32,
}

impl ExplicitTowerHour {
    /// Whether the leaving water misses the set point of the tower.
    pub fn misses_set_point(&self, tolerance_k: f64) -> bool {
        !self.carried || self.leaving_c > self.set_c + tolerance_k
    }

    /// The mean of two states, `share` of the time in this one; leaving water is mixed by its flow.
    pub(crate) fn blend_with(self, other: Self, share: f64) -> Self {
        let mean = |f: fn(&Self) -> f64| share * f(&self) + (1.0 - share) * f(&other);
        let water_kg_s = mean(|t| t.pump.kg_s);
        let mixed =
            |f: fn(&Self) -> f64, g: fn(&Self) -> f64| if water_kg_s > 0.0 { mean(f) / water_kg_s } else { mean(g) };
        let loss = |f: fn(&Self) -> f64| MassFlow::new(mean(f));
        Self {
            leaving_c: mixed(|t| t.leaving_c * t.pump.kg_s, |t| t.leaving_c),
            entering_c: mixed(|t| t.entering_c * t.pump.kg_s, |t| t.entering_c),
            heat_w: mean(|t| t.heat_w),
            fan_w: mean(|t| t.fan_w),
            air_ratio: mean(|t| t.air_ratio),
            cells: mean(|t| t.cells),
            set_c: self.set_c,
            pump: self.pump.blend_with(other.pump, share),
            water: TowerWaterLosses {
                evaporation: loss(|t| t.water.evaporation.kg_s()),
                drift: loss(|t| t.water.drift.kg_s()),
                blowdown: loss(|t| t.water.blowdown.kg_s()),
            },
            density_kg_m3: mean(|t| t.density_kg_m3),
            extrapolated: self.extrapolated || other.extrapolated,
            carried: self.carried && other.carried,
        }
    }
}

impl ExplicitTower {
    /// The tower on a loop, holding a set point.
    ///
    /// # Errors
    /// When the leaving air is outside the range of the moist-air formulas, or the cells do not settle.
    pub(crate) fn solve_hour(
        &self,
        circuit: &WaterCircuit,
        set_c: f64,
        outdoor: &OutdoorConditions,
    ) -> Result<ExplicitTowerHour, ComponentError> {
        if circuit.is_idle() {
            return Ok(ExplicitTowerHour {
                leaving_c: set_c,
                entering_c: set_c,
                set_c,
                pump: circuit.pump_hour(set_c),
                density_kg_m3: water::density(set_c),
                carried: true,
                ..ExplicitTowerHour::default()
            });
        }
        let mut on = self.min_running_cells(circuit.kg_s);
        let mut run = self.solve_cells(on, circuit, set_c, outdoor)?;
        while run.operation.leaving.celsius() > set_c + SET_POINT_TOLERANCE_K && self.can_start_cell(on, circuit.kg_s) {
            on += 1;
            run = self.solve_cells(on, circuit, set_c, outdoor)?;
        }
        let hour = self.hour_with_water(&run, circuit, outdoor)?;
        Ok(ExplicitTowerHour { set_c, ..hour })
    }

    /// As few cells as the design flow of each allows.
    fn min_running_cells(&self, kg_s: f64) -> u32 {
        let each_kg_s = self.water_flow_m3_s * water::DESIGN_KG_M3 / f64::from(self.cells);
        // Rounding of a flow is no reason for another cell.
        (1..self.cells).find(|n| kg_s <= f64::from(*n) * each_kg_s * 1.0001).unwrap_or(self.cells)
    }

    fn can_start_cell(&self, on: u32, kg_s: f64) -> bool {
        let least_kg_s = self.water_flow_m3_s * water::DESIGN_KG_M3 * self.cell_flow_min / f64::from(self.cells);
        on < self.cells && kg_s / f64::from(on + 1) >= least_kg_s
    }

    /// `on` cells, their leaving water settled with the return that it causes.
    fn solve_cells(
        &self,
        on: u32,
        circuit: &WaterCircuit,
        set_c: f64,
        outdoor: &OutdoorConditions,
    ) -> Result<OperatingCells, NotConverged> {
        let share = 1.0 / f64::from(on);
        let mut leaving_c = set_c;
        iterate_to_convergence("range and leaving water of a tower", MAX_PASSES, |_| {
            let entering_c = circuit.return_temperature_c(leaving_c);
            let capacity_w_k = circuit.kg_s * circuit.cp.value_at_inlet(entering_c) * share;
            let duty = TowerDuty {
                heat: Power::new((entering_c - leaving_c) * capacity_w_k),
                capacity_rate: ThermalConductance::new(capacity_w_k),
                flow: VolumeFlow::new(circuit.kg_s * share / water::density(entering_c)),
                set_point: Temperature::from_celsius(set_c),
            };
            let (operation, carried) = self.cell.operate_cell(&duty, &outdoor.air, outdoor.wet_bulb)?;
            let moved_k = operation.leaving.celsius() - leaving_c;
            leaving_c = operation.leaving.celsius();
            let cells = OperatingCells {
                operation,
                carried,
                entering_c: circuit.return_temperature_c(leaving_c),
                running_cells: on,
            };
            // The range moves by the specific heat alone, a ten-thousandth a kelvin.
            Ok(if moved_k.abs() < 1e-8 { ControlFlow::Break(cells) } else { ControlFlow::Continue(moved_k) })
        })
    }

    fn hour_with_water(
        &self,
        run: &OperatingCells,
        circuit: &WaterCircuit,
        outdoor: &OutdoorConditions,
    ) -> Result<ExplicitTowerHour, ComponentError> {
        let (air, wet_bulb) = (&outdoor.air, outdoor.wet_bulb);
        let &OperatingCells { operation, carried, entering_c, running_cells: on } = run;
        let (leaving_c, share) = (operation.leaving.celsius(), f64::from(on) / f64::from(self.cells));
        let range_k = entering_c - leaving_c;
        let heat_w = range_k * circuit.kg_s * circuit.cp.value_at_inlet(entering_c);
        let work = TowerWorkingPoint {
            heat: Power::new(heat_w),
            air_flow: VolumeFlow::new(self.air_flow_m3_s * share * operation.air_ratio),
            water_flow: MassFlow::new(circuit.kg_s),
            range: TempDelta::new(range_k),
        };
        let (evaporation, exit) = tower_water::compute_evaporation(self.evaporation, &work, air, wet_bulb)?;
        let density_kg_m3 = match self.evaporation {
            EvaporationModel::LossFactor(_) => water::density(f64::midpoint(entering_c, leaving_c)),
            _ => water::density(f64::midpoint(air.dry_bulb().celsius(), exit.celsius()).max(4.0)),
        };
        let drift = MassFlow::new(match self.drift_basis {
            DriftBasis::PassingWater => circuit.kg_s * self.treatment.drift,
            DriftBasis::DesignWater(m3_s) => m3_s * density_kg_m3 * self.treatment.drift * operation.air_ratio * share,
        });
        Ok(ExplicitTowerHour {
            leaving_c,
            entering_c,
            heat_w,
            fan_w: operation.fan_power.watts() * f64::from(on),
            air_ratio: operation.air_ratio,
            cells: f64::from(on),
            set_c: leaving_c,
            pump: circuit.pump_hour(leaving_c),
            water: TowerWaterLosses::from_cycles(evaporation, drift, self.treatment.cycles),
            density_kg_m3,
            extrapolated: operation.extrapolated,
            carried,
        })
    }
}
