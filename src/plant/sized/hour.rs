//! What is asked of a plant in an hour, and what it does.

use crate::plant::error::PlantError;
use crate::units::{HumidityRatio, Pressure, TempDelta, VolumeFlow};

/// Heat that is left within this share of the load is rounding: no machine starts for it, and none lacks capacity.
pub(super) const ROUNDING: f64 = 1e-9;

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
    /// Warmth of the servers' inlets above the supply, by the exhaust that returns to them.
    pub inlet_rise: TempDelta,
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
    /// Heat, W.
    pub const fn heat_w(&self) -> f64 {
        match self {
            Self::Water(load) => load.heat_w,
            Self::Air(load) => load.heat_w,
        }
    }

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

/// What outdoor air does in an hour for a hall that it passes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutdoorAirHour {
    /// It supplies the hall alone, within the limits of the air at the servers.
    Alone,
    /// It is too warm.
    TooWarm,
    /// It is too humid.
    TooHumid,
    /// It is too dry.
    TooDry,
    /// It is locked out by its dry-bulb or its enthalpy.
    LockedOut,
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
    /// Humidifiers of outdoor air, W.
    pub humidifier_w: f64,
    /// Compressors, W.
    pub compressor_w: f64,
    /// Pumps, W.
    pub pump_w: f64,
    /// Electricity of the campus whose chilled water is bought, W.
    pub purchased_w: f64,
    /// Water drawn, kg/s; that of the campus with it.
    pub water_kg_s: f64,
    /// Of that by humidifiers, kg/s.
    pub humidifier_water_kg_s: f64,
    /// Heat of the load that a dry side ahead of towers takes, W.
    pub precooled_w: f64,
    /// Heat into the outdoor air, W; fans included.
    pub rejected_w: f64,
    /// Supply temperature reached, °C.
    pub supply_c: f64,
    /// Water through towers or dry coolers, where there are any.
    pub rejection_water: Option<RejectionWater>,
    /// Air flow of tower cells, share of design; outdoor share of the hall's air behind an airside economiser.
    pub air_ratio: f64,
    /// What outdoor air does, where it passes through the hall.
    pub outdoor_air: Option<OutdoorAirHour>,
    /// Whether a compressor ran outside its curves.
    pub compressor_extrapolated: bool,
    /// Whether a tower was outside the range of its model.
    pub tower_extrapolated: bool,
}

impl SizedPlantHour {
    /// Electricity that the hour takes, W, that of a campus with it.
    pub fn power_w(&self) -> f64 {
        self.metered_w() + self.purchased_w
    }

    /// Electricity of the plant at the meter of the site, W.
    pub fn metered_w(&self) -> f64 {
        self.fan_w + self.air_fan_w + self.humidifier_w + self.compressor_w + self.pump_w
    }
}

/// The cheaper of two modes by electricity, the first where they are equal. One that lacks capacity is not admissible.
///
/// # Errors
/// Where neither is admissible, or one fails for another reason than capacity.
pub(super) fn choose_cheaper(
    first: Result<SizedPlantHour, PlantError>,
    second: Result<SizedPlantHour, PlantError>,
) -> Result<SizedPlantHour, PlantError> {
    match (first, second) {
        (Ok(first), Ok(second)) => Ok(if second.power_w() < first.power_w() { second } else { first }),
        (Ok(one), Err(PlantError::Overload { .. })) | (Err(PlantError::Overload { .. }), Ok(one)) => Ok(one),
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}
