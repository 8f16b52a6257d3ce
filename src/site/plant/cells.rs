//! Equal tower cells that share heat and water of a condenser loop.

use crate::component::counterflow_tower::{self, CounterflowTower};
use crate::component::fan_tower::FanTower;
use crate::component::tower::{Duty, Operation, Spec};
use crate::component::tower_water::{self, Evaporation, Water, Work};
use crate::physics::range::OutOfRange;
use crate::units::{ThermalConductance, MassFlow, Power, TempDelta, Temperature, VolumeFlow};

use crate::site::outdoor::Outdoor;

use crate::physics::liquid::WATER_J_M3_K;

/// Model of one cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// From first principles.
    Counterflow(CounterflowTower),
    /// By a correlation.
    Correlated(FanTower),
}

impl Cell {
    /// The design values.
    pub const fn spec(&self) -> &Spec {
        match self {
            Self::Counterflow(tower) => tower.spec(),
            Self::Correlated(tower) => tower.spec(),
        }
    }
}

/// Equal cells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cells {
    /// One of them.
    pub cell: Cell,
    /// How many.
    pub count: u32,
    /// Drift and cycles of concentration.
    pub treatment: tower_water::Spec,
}

/// Density of the water that drifts, kg/m³.
const DRIFT_KG_M3: f64 = 998.0;
/// Below any wet-bulb: asks a tower for its full fan.
const COLDEST_C: f64 = -100.0;

impl Cells {
    /// The same cells, ready for a loop of constant flow: their hours then need not scale anything to it.
    #[must_use]
    pub fn at_flow(self, capacity_w_k: f64) -> Self {
        let each = ThermalConductance::new(capacity_w_k / f64::from(self.count));
        match self.cell {
            Cell::Counterflow(tower) => Self { cell: Cell::Counterflow(tower.at_flow(each)), ..self },
            Cell::Correlated(_) => self,
        }
    }

    /// The cells in an hour's air, with the water of a loop.
    pub fn hour<'a>(&'a self, outdoor: &'a Outdoor, capacity_w_k: f64) -> Hour<'a> {
        let n = f64::from(self.count);
        let capacity = ThermalConductance::new(capacity_w_k / n);
        let one = match &self.cell {
            Cell::Counterflow(tower) => One::Counterflow(tower.hour(capacity, &outdoor.air, outdoor.wet_bulb)),
            Cell::Correlated(tower) => One::Correlated(tower),
        };
        Hour { cells: self, outdoor, n, capacity, one }
    }
}

/// One cell in an hour.
#[derive(Clone, Copy, Debug)]
enum One<'a> {
    Counterflow(counterflow_tower::Hour<'a>),
    Correlated(&'a FanTower),
}

/// Cells in an hour's air. Heat and fan power are those of all.
#[derive(Clone, Copy, Debug)]
pub struct Hour<'a> {
    cells: &'a Cells,
    outdoor: &'a Outdoor,
    n: f64,
    /// Of each cell's water.
    capacity: ThermalConductance,
    one: One<'a>,
}

impl Hour<'_> {
    fn all(&self, one: Operation) -> Operation {
        Operation { fan_power: one.fan_power * self.n, ..one }
    }

    fn correlated(&self, tower: &FanTower, heat_w: f64, set_c: f64) -> Operation {
        let flow_w_k = self.capacity.w_k();
        let duty = Duty {
            heat: Power::new(heat_w / self.n),
            capacity: self.capacity,
            flow: VolumeFlow::new(flow_w_k / WATER_J_M3_K),
            set_point: Temperature::from_celsius(set_c),
        };
        tower.operate(&duty, self.outdoor.wet_bulb)
    }

    /// With just the fan that holds a set point, or colder where no fan is needed; nothing where the full fan does not
    /// reach it.
    pub fn hold(&self, heat_w: f64, set_c: f64) -> Option<Operation> {
        let set_point = Temperature::from_celsius(set_c);
        let one = match &self.one {
            One::Counterflow(hour) => hour.hold(Power::new(heat_w / self.n), set_point)?,
            One::Correlated(tower) => {
                Some(self.correlated(tower, heat_w, set_c)).filter(|one| one.leaving <= set_point)?
            }
        };
        Some(self.all(one))
    }

    /// With the full fan and water that leaves at a temperature which was found for this heat.
    pub fn full(&self, heat_w: f64, leaving_c: f64) -> Operation {
        let leaving = Temperature::from_celsius(leaving_c);
        self.all(match &self.one {
            One::Counterflow(hour) => hour.full(leaving),
            One::Correlated(tower) => Operation { leaving, ..self.correlated(tower, heat_w, COLDEST_C) },
        })
    }

    /// Leaving water with the full fan, °C; nothing where no water below 60 °C gives off so much.
    pub fn leaving_c(&self, heat_w: f64) -> Option<f64> {
        match &self.one {
            One::Counterflow(hour) => hour.leaving(Power::new(heat_w / self.n)).map(Temperature::celsius),
            One::Correlated(tower) => Some(self.correlated(tower, heat_w, COLDEST_C).leaving.celsius()),
        }
    }

    /// Leaving water with the full fan to a few tenths of a kelvin, °C.
    pub fn guess_c(&self, heat_w: f64) -> f64 {
        match &self.one {
            One::Counterflow(hour) => hour.guess(Power::new(heat_w / self.n)).celsius(),
            One::Correlated(tower) => self.correlated(tower, heat_w, COLDEST_C).leaving.celsius(),
        }
    }

    /// A measure that grows with the temperature of the leaving water, zero where the full fan takes the heat, and about how
    /// it grows, 1/K.
    pub fn surplus(&self, heat_w: f64, leaving_c: f64) -> (f64, f64) {
        match &self.one {
            One::Counterflow(hour) => hour.surplus(Power::new(heat_w / self.n), Temperature::from_celsius(leaving_c)),
            One::Correlated(tower) => (leaving_c - self.correlated(tower, heat_w, COLDEST_C).leaving.celsius(), 1.0),
        }
    }

    /// What makes up for evaporation (by the balance of the dry air), drift and blow-down, kg/s.
    ///
    /// # Errors
    /// When the leaving air is outside the range of the moist-air formulas.
    pub fn makeup_kg_s(&self, heat_w: f64, air_ratio: f64) -> Result<f64, OutOfRange> {
        let (design, treatment) = (self.cells.cell.spec(), &self.cells.treatment);
        let work = Work {
            heat: Power::new(heat_w / self.n),
            air_flow: VolumeFlow::new(design.air_flow_m3_s * air_ratio),
            water_flow: MassFlow::ZERO,
            range: TempDelta::ZERO,
        };
        let Outdoor { air, wet_bulb, .. } = self.outdoor;
        let (evaporation, _) = tower_water::evaporate(Evaporation::DryAir, &work, air, *wet_bulb)?;
        let drift = MassFlow::new(DRIFT_KG_M3 * design.water_flow_m3_s * treatment.drift * air_ratio);
        Ok(self.n * Water::of(evaporation, drift, treatment.cycles).makeup().kg_s())
    }
}
