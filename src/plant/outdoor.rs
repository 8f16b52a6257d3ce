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

/// Furthest that a sum of the parts of an hour is off whole minutes by rounding, minutes.
const ROUNDING_MIN: f64 = 1e-4;

/// A sum of hours without what rounding added: whole minutes where it is that near to them.
pub fn settle_minutes(hours: f64) -> f64 {
    let minutes = hours * 60.0;
    if (minutes - minutes.round()).abs() < ROUNDING_MIN { minutes.round() / 60.0 } else { hours }
}

/// Hours that the states of a year stand for.
pub fn sum_hours(hours: &[OutdoorConditions]) -> f64 {
    settle_minutes(hours.iter().map(|h| h.weight_h).sum())
}

#[cfg(test)]
mod tests {
    use super::settle_minutes;

    #[test]
    fn parts_of_hours_add_up_to_hours() {
        for parts in [3_u32, 6, 12] {
            let sum: f64 = (0..8760 * parts).map(|_| 1.0 / f64::from(parts)).sum();
            assert!(sum != 8760.0 && settle_minutes(sum) == 8760.0, "{parts}: {sum}");
        }
        assert_eq!(settle_minutes(0.123_456), 0.123_456);
    }
}
