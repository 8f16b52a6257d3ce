//! Plants: what carries the heat of a water loop into the outdoor air.
//!
//! A plant is asked to supply water at a temperature while it takes a heat from the loop. It always takes the heat; where
//! it can't hold the temperature it says which one it reaches. A plant and what it is asked make a [`Task`]: what no hour
//! changes is computed once, and an hour costs a fraction of a microsecond.

pub mod air;
pub mod dry;
pub mod sizing;
pub mod tower;
pub mod tower_cells;

use crate::component::plant::chiller::{ChillerOperation, EirChiller};
use crate::component::plant::plant_pump;
use crate::physics::liquid::WATER_HEAT_CAPACITY_J_M3_K;
use crate::plant::error::PlantError;
use crate::units::{HumidityRatio, Power, Pressure, Temperature, VolumeFlow};

use super::outdoor::OutdoorConditions;

/// What a loop asks of its plant.
#[derive(Clone, Copy, Debug)]
pub struct WaterLoad {
    /// Heat into the loop, W, without its pumps.
    pub heat_w: f64,
    /// Supply temperature wanted, °C.
    pub supply_c: f64,
    /// Capacity rate of the loop, W/K.
    pub capacity_w_k: f64,
}

/// What a hall's air asks of its plant.
#[derive(Clone, Copy, Debug)]
pub struct AirLoad {
    /// Heat into the air, W, without the fans of the plant.
    pub heat_w: f64,
    /// Supply temperature wanted, °C.
    pub supply_c: f64,
    /// Air that the plant moves.
    pub flow: VolumeFlow,
    /// Its capacity rate, W/K.
    pub capacity_w_k: f64,
    /// Its humidity ratio where it recirculates.
    pub humidity: HumidityRatio,
    /// Its pressure.
    pub pressure: Pressure,
}

/// What is asked of a plant.
#[derive(Clone, Copy, Debug)]
pub enum PlantLoad {
    /// By a water loop.
    Water(WaterLoad),
    /// By the hall's air.
    Air(AirLoad),
}

impl PlantLoad {
    /// Supply temperature wanted, °C.
    pub const fn supply_c(&self) -> f64 {
        match self {
            Self::Water(load) => load.supply_c,
            Self::Air(load) => load.supply_c,
        }
    }
}

/// How a plant cools in an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlantMode {
    /// Without compressors.
    #[default]
    Free,
    /// Outdoor air takes a part, compressors the rest.
    Partial,
    /// Compressors take all.
    Mechanical,
}

impl PlantMode {
    /// Word in results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Partial => "partial",
            Self::Mechanical => "mechanical",
        }
    }
}

impl std::fmt::Display for PlantMode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl serde::Serialize for PlantMode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Water through towers or dry coolers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RejectionWater {
    /// Entering, °C.
    pub entering_c: f64,
    /// Leaving, °C.
    pub leaving_c: f64,
}

/// A plant's hour.
#[derive(Clone, Copy, Debug, Default)]
pub struct SizedPlantHour {
    /// How it cools.
    pub mode: PlantMode,
    /// Fans of towers and dry coolers, W.
    pub fan_w: f64,
    /// Fans that move the hall's air, where the plant has them, W.
    pub air_fan_w: f64,
    /// Compressors, W.
    pub compressor_w: f64,
    /// Pumps, W.
    pub pump_w: f64,
    /// Water drawn, kg/s.
    pub water_kg_s: f64,
    /// Heat into the outdoor air, W; fans included.
    pub rejected_w: f64,
    /// Supply temperature reached, °C.
    pub supply_c: f64,
    /// Water through towers or dry coolers, where there are any.
    pub rejection_water: Option<RejectionWater>,
    /// Air flow of tower cells, share of design; outdoor share of the hall's air behind an airside economiser.
    pub air_ratio: f64,
    /// Whether a curve was left.
    pub extrapolated: bool,
}

impl SizedPlantHour {
    /// Electricity of the plant, W.
    pub fn power_w(&self) -> f64 {
        self.fan_w + self.air_fan_w + self.compressor_w + self.pump_w
    }
}

/// Equal chillers of which as few as needed run.
#[derive(Clone, Copy, Debug)]
pub struct ChillerBank {
    /// One machine.
    pub chiller: EirChiller,
    /// How many.
    pub count: u32,
}

impl ChillerBank {
    /// The machines on a load: as few as carry it but at least `running`, sharing it evenly. Operation of all together,
    /// and how many run.
    ///
    /// # Errors
    /// When all of them can't carry it.
    pub fn operate_staged(
        &self,
        load_w: f64,
        chilled: Temperature,
        condenser: Temperature,
        outdoor: Temperature,
        running: f64,
    ) -> Result<(ChillerOperation, f64), PlantError> {
        let condition = self.chiller.full_load(chilled, condenser);
        let each_w = condition.available.watts();
        // A hair of overload is rounding of the sizing, not a lack of machines.
        let needed = (load_w / each_w - 1e-9).ceil().max(running);
        if needed > f64::from(self.count) {
            return Err(PlantError::Overload {
                available_kw: each_w * f64::from(self.count) / 1e3,
                load_kw: load_w / 1e3,
                dry_bulb_c: outdoor.celsius(),
            });
        }
        let one = self.chiller.operate_from_full_load(&condition, Power::new(load_w / needed)).operation;
        let all = ChillerOperation {
            carried: one.carried * needed,
            power: one.power * needed,
            extrapolated: one.extrapolated,
        };
        Ok((all, needed))
    }
}

/// A plant of one kind or another.
#[derive(Clone, Copy, Debug)]
pub enum SizedPlant {
    /// Towers, with chillers and perhaps an economiser.
    Tower(tower::TowerPlant),
    /// Dry coolers and perhaps trim chillers; or air-cooled chillers alone.
    Dry(dry::DryPlant),
    /// Outdoor air and direct-expansion units.
    Air(air::AirPlant),
}

impl SizedPlant {
    /// The plant with a load.
    ///
    /// # Errors
    /// When the plant serves loads of the other kind, or the load is outside the range of a model.
    pub fn at_load(&self, load: &PlantLoad) -> Result<PlantAtLoad, PlantError> {
        match (self, load) {
            (Self::Tower(plant), PlantLoad::Water(load)) => Ok(PlantAtLoad::Tower(plant.at_load(load))),
            (Self::Dry(plant), PlantLoad::Water(load)) => Ok(PlantAtLoad::Dry(plant.at_load(load))),
            (Self::Air(plant), PlantLoad::Air(load)) => plant.at_load(load).map(PlantAtLoad::Air),
            _ => Err(PlantError::LoadKindMismatch),
        }
    }

    /// Electricity of the pumps of the loop that it serves, at a capacity rate, W; none where it moves air.
    pub fn loop_pump_w(&self, capacity_w_k: f64) -> f64 {
        match self {
            Self::Tower(plant) => pump_power_w(&plant.chilled_pump, capacity_w_k),
            Self::Dry(plant) => pump_power_w(&plant.pump, capacity_w_k),
            Self::Air(_) => 0.0,
        }
    }
}

/// A plant with a load: all that no hour changes.
#[derive(Clone, Copy, Debug)]
pub enum PlantAtLoad {
    /// Of a tower plant.
    Tower(tower::TowerPlantAtLoad),
    /// Of a dry plant.
    Dry(dry::DryPlantAtLoad),
    /// Of an air plant.
    Air(air::AirPlantAtLoad),
}

impl PlantAtLoad {
    /// The plant's hour.
    ///
    /// # Errors
    /// [`PlantError`].
    pub fn solve_hour(&self, outdoor: &OutdoorConditions) -> Result<SizedPlantHour, PlantError> {
        match self {
            Self::Tower(task) => task.solve_hour(outdoor),
            Self::Dry(task) => task.solve_hour(outdoor),
            Self::Air(task) => task.solve_hour(outdoor),
        }
    }
}

/// Electricity of a loop's pumps, W.
fn pump_power_w(spec: &plant_pump::PlantPumpSpec, capacity_w_k: f64) -> f64 {
    plant_pump::design_power(spec, VolumeFlow::new(capacity_w_k / WATER_HEAT_CAPACITY_J_M3_K)).watts()
}
