//! Equal tower cells that share heat and water of a condenser loop.

use crate::component::plant::counterflow_tower::{self, CounterflowTower};
use crate::component::plant::fan_tower::FanTower;
use crate::component::plant::tower::{TowerDuty, TowerOperation, TowerSpec};
use crate::component::plant::tower_water::{self, EvaporationModel, TowerWaterLosses, TowerWorkingPoint};
use crate::physics::liquid::{WATER_HEAT_CAPACITY_J_KG_K, WATER_HEAT_CAPACITY_J_M3_K};
use crate::physics::range::OutOfRange;
use crate::plant::outdoor::OutdoorConditions;
use crate::solve::convergence::NotConverged;
use crate::units::count::MachineCount;
use crate::units::{MassFlow, Power, TempDelta, Temperature, ThermalConductance, VolumeFlow};

/// Model of one cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SizedTowerCell {
    /// From first principles.
    Counterflow(CounterflowTower),
    /// By a correlation.
    Correlated(FanTower),
}

impl SizedTowerCell {
    /// The design values.
    pub const fn spec(&self) -> &TowerSpec {
        match self {
            Self::Counterflow(tower) => tower.spec(),
            Self::Correlated(tower) => tower.spec(),
        }
    }
}

/// Equal cells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizedTowerCells {
    /// One of them.
    pub cell: SizedTowerCell,
    /// How many, and of which size.
    pub machines: MachineCount,
    /// Drift and cycles of concentration.
    pub treatment: tower_water::TowerWaterSpec,
}

/// Below any wet-bulb: asks a tower for its full fan.
const FULL_FAN_SET_POINT_C: f64 = -100.0;

impl SizedTowerCells {
    /// The same cells, ready for a loop of constant flow: their hours then need not scale anything to it.
    #[must_use]
    pub fn at_flow(self, capacity_w_k: f64) -> Self {
        let each = ThermalConductance::new(capacity_w_k / self.machines.record_units());
        match self.cell {
            SizedTowerCell::Counterflow(tower) => {
                Self { cell: SizedTowerCell::Counterflow(tower.with_reference_flow(each)), ..self }
            }
            SizedTowerCell::Correlated(_) => self,
        }
    }

    /// The cells in an hour's air, with the water of a loop.
    pub fn prepare_hour<'a>(&'a self, outdoor: &'a OutdoorConditions, capacity_w_k: f64) -> SizedTowerHour<'a> {
        let n = self.machines.record_units();
        let capacity = ThermalConductance::new(capacity_w_k / n);
        let one = match &self.cell {
            SizedTowerCell::Counterflow(tower) => {
                SizedCellHour::Counterflow(tower.prepare_hour(capacity, &outdoor.air, outdoor.wet_bulb))
            }
            SizedTowerCell::Correlated(tower) => SizedCellHour::Correlated(tower),
        };
        SizedTowerHour { cells: self, outdoor, cell_count: n, capacity, cell: one }
    }
}

/// One cell in an hour.
#[derive(Clone, Copy, Debug)]
enum SizedCellHour<'a> {
    Counterflow(counterflow_tower::CounterflowTowerHour<'a>),
    Correlated(&'a FanTower),
}

/// How far the full fan is from taking a heat.
#[derive(Clone, Copy, Debug)]
pub struct BalanceResidual {
    /// A measure that grows with the temperature of the leaving water and is zero where the fan takes the heat.
    pub surplus: f64,
    /// About how it grows, 1/K.
    pub slope: f64,
}

/// Cells in an hour's air. Heat and fan power are those of all.
#[derive(Clone, Copy, Debug)]
pub struct SizedTowerHour<'a> {
    cells: &'a SizedTowerCells,
    outdoor: &'a OutdoorConditions,
    cell_count: f64,
    /// Of each cell's water.
    capacity: ThermalConductance,
    cell: SizedCellHour<'a>,
}

impl SizedTowerHour<'_> {
    fn scale_to_cells(&self, one: TowerOperation) -> TowerOperation {
        TowerOperation { fan_power: one.fan_power * self.cell_count, ..one }
    }

    fn operate_correlated(&self, tower: &FanTower, heat_w: f64, set_c: f64) -> Result<TowerOperation, NotConverged> {
        let flow_w_k = self.capacity.w_k();
        let duty = TowerDuty {
            heat: Power::new(heat_w / self.cell_count),
            capacity_rate: self.capacity,
            flow: VolumeFlow::new(flow_w_k / WATER_HEAT_CAPACITY_J_M3_K),
            set_point: Temperature::from_celsius(set_c),
        };
        tower.operate(&duty, self.outdoor.wet_bulb)
    }

    /// With just the fan that holds a set point, or colder where no fan is needed; nothing where the full fan does not
    /// reach it.
    ///
    /// # Errors
    /// When the cells do not settle.
    pub fn hold_set_point(&self, heat_w: f64, set_c: f64) -> Result<Option<TowerOperation>, NotConverged> {
        let set_point = Temperature::from_celsius(set_c);
        let one = match &self.cell {
            SizedCellHour::Counterflow(hour) => hour.hold_set_point(Power::new(heat_w / self.cell_count), set_point)?,
            SizedCellHour::Correlated(tower) => {
                Some(self.operate_correlated(tower, heat_w, set_c)?).filter(|one| one.leaving <= set_point)
            }
        };
        Ok(one.map(|one| self.scale_to_cells(one)))
    }

    /// Leaving water of a correlated tower with the full fan, °C.
    fn correlated_leaving_c(&self, tower: &FanTower, heat_w: f64) -> Result<f64, NotConverged> {
        Ok(self.operate_correlated(tower, heat_w, FULL_FAN_SET_POINT_C)?.leaving.celsius())
    }

    /// With the full fan and water that leaves at a temperature which was found for this heat.
    ///
    /// # Errors
    /// When the cells do not settle.
    pub fn operate_full_fan(&self, heat_w: f64, leaving_c: f64) -> Result<TowerOperation, NotConverged> {
        let leaving = Temperature::from_celsius(leaving_c);
        Ok(self.scale_to_cells(match &self.cell {
            SizedCellHour::Counterflow(hour) => hour.operate_full_fan(leaving),
            SizedCellHour::Correlated(tower) => {
                TowerOperation { leaving, ..self.operate_correlated(tower, heat_w, FULL_FAN_SET_POINT_C)? }
            }
        }))
    }

    /// Leaving water with the full fan, °C; nothing where no water below 60 °C gives off so much.
    ///
    /// # Errors
    /// When the cells do not settle.
    pub fn full_fan_leaving_c(&self, heat_w: f64) -> Result<Option<f64>, NotConverged> {
        match &self.cell {
            SizedCellHour::Counterflow(hour) => {
                Ok(hour.solve_leaving(Power::new(heat_w / self.cell_count))?.map(Temperature::celsius))
            }
            SizedCellHour::Correlated(tower) => self.correlated_leaving_c(tower, heat_w).map(Some),
        }
    }

    /// Leaving water with the full fan to a few tenths of a kelvin, °C.
    ///
    /// # Errors
    /// When the cells do not settle.
    pub fn estimate_leaving_c(&self, heat_w: f64) -> Result<f64, NotConverged> {
        match &self.cell {
            SizedCellHour::Counterflow(hour) => Ok(hour.guess_leaving(Power::new(heat_w / self.cell_count)).celsius()),
            SizedCellHour::Correlated(tower) => self.correlated_leaving_c(tower, heat_w),
        }
    }

    /// How far the full fan is from taking the heat with water leaving at a temperature.
    ///
    /// # Errors
    /// When the cells do not settle.
    pub fn balance_residual(&self, heat_w: f64, leaving_c: f64) -> Result<BalanceResidual, NotConverged> {
        match &self.cell {
            SizedCellHour::Counterflow(hour) => {
                let leaving = Temperature::from_celsius(leaving_c);
                let (surplus, slope) = hour.relative_heat_surplus(Power::new(heat_w / self.cell_count), leaving);
                Ok(BalanceResidual { surplus, slope })
            }
            SizedCellHour::Correlated(tower) => {
                let surplus = leaving_c - self.correlated_leaving_c(tower, heat_w)?;
                Ok(BalanceResidual { surplus, slope: 1.0 })
            }
        }
    }

    /// What makes up for evaporation (by the balance of the dry air), drift and blow-down, kg/s.
    ///
    /// # Errors
    /// When the leaving air is outside the range of the moist-air formulas.
    pub fn makeup_water_kg_s(&self, heat_w: f64, air_ratio: f64) -> Result<f64, OutOfRange> {
        let (design, treatment) = (self.cells.cell.spec(), &self.cells.treatment);
        let water_flow = MassFlow::new(self.capacity.w_k() / WATER_HEAT_CAPACITY_J_KG_K);
        let work = TowerWorkingPoint {
            heat: Power::new(heat_w / self.cell_count),
            air_flow: VolumeFlow::new(design.air_flow_m3_s * air_ratio),
            water_flow,
            range: TempDelta::ZERO,
        };
        let OutdoorConditions { air, wet_bulb, .. } = self.outdoor;
        let (evaporation, _) = tower_water::compute_evaporation(EvaporationModel::DryAir, &work, air, *wet_bulb)?;
        let drift = water_flow * treatment.drift;
        Ok(self.cell_count * TowerWaterLosses::from_cycles(evaporation, drift, treatment.cycles).makeup_water().kg_s())
    }
}
