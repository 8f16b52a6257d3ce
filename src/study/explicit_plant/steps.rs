//! Weather between the rows of a file.

use crate::physics::air::MoistAir;
use crate::plant::outdoor::OutdoorConditions;
use crate::units::{Pressure, Temperature};

/// The weather in steps of an hour: dry bulb, relative humidity and pressure on straight lines from the row before, which
/// is the last one for the first (as EnergyPlus interpolates rows that hold for the end of their hour). One step takes the
/// rows as they are.
pub(super) fn interpolate_weather(hours: &[OutdoorConditions], steps: usize) -> Vec<OutdoorConditions> {
    if steps <= 1 {
        return hours.to_vec();
    }
    let before = hours.iter().cycle().skip(hours.len().saturating_sub(1));
    let mut all = Vec::with_capacity(hours.len() * steps);
    for (last, row) in before.zip(hours) {
        for step in 1..=steps {
            let share = step as f64 / steps as f64;
            let mix = |f: fn(&MoistAir) -> f64| (1.0 - share) * f(&last.air) + share * f(&row.air);
            let dry_bulb = Temperature::from_celsius(mix(|air| air.dry_bulb().celsius()));
            let pressure = Pressure::new(mix(|air| air.pressure().pascals()));
            let humidity = mix(MoistAir::relative_humidity).clamp(0.0, 1.0);
            // Between two states of moist air in its range lies another.
            let air = MoistAir::from_relative_humidity(dry_bulb, humidity, pressure).unwrap_or(row.air);
            all.push(OutdoorConditions { weight_h: row.weight_h / steps as f64, ..OutdoorConditions::new(air) });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of 10 and 22 °C, 40 and 80 %: a quarter of the way into the second hour the air has 13 °C and 50 %, and the
    /// first hour begins where the year ends.
    #[test]
    fn steps_lie_on_straight_lines_between_rows() {
        let row = |t: f64, rh: f64| {
            let air = MoistAir::from_relative_humidity(Temperature::from_celsius(t), rh, Pressure::new(1e5));
            OutdoorConditions::new(air.unwrap())
        };
        let rows = [row(10.0, 0.4), row(22.0, 0.8)];
        let steps = interpolate_weather(&rows, 4);
        let near = |o: &OutdoorConditions, t: f64, rh: f64| {
            assert!((o.air.dry_bulb().celsius() - t).abs() < 1e-9 && (o.air.relative_humidity() - rh).abs() < 1e-6);
            assert!((o.weight_h - 0.25).abs() < 1e-12);
        };
        near(&steps[0], 19.0, 0.7);
        near(&steps[3], 10.0, 0.4);
        near(&steps[4], 13.0, 0.5);
        near(&steps[7], 22.0, 0.8);
        assert_eq!(interpolate_weather(&rows, 1).len(), 2);
    }
}
