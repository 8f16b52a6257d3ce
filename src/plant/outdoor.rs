//! The outdoor air of an hour, with what every plant asks of it found once.

use crate::physics::air::MoistAir;
use crate::units::Temperature;

use super::weather::WeatherHour;

/// Outdoor air and the hours it stands for.
#[derive(Clone, Copy, Debug)]
pub struct OutdoorConditions {
    /// Hours.
    pub weight_h: f64,
    /// The air.
    pub air: MoistAir,
    /// Its wet-bulb: a root, and the measure of every tower.
    pub wet_bulb: Temperature,
}

impl OutdoorConditions {
    /// One hour of an air.
    pub fn new(air: MoistAir) -> Self {
        Self { weight_h: 1.0, air, wet_bulb: air.wet_bulb() }
    }

    /// The hours of a year.
    pub fn from_weather_hours(hours: &[WeatherHour]) -> Vec<Self> {
        hours.iter().map(|h| Self { weight_h: h.weight_h, ..Self::new(h.air) }).collect()
    }
}
