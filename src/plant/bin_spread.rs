//! Joint bins of weather spread over their width, for plants that switch within one.
//!
//! A bin stands for hours that lie anywhere in 2 K of dry-bulb and 2 K of wet-bulb; only their means are kept. That is
//! enough where heat and power are smooth in the weather. Wetted pads start at one dry-bulb, and as a bin is on one side of
//! it as a whole, their water is off by up to a half. Here each bin becomes cells of equal width. Of all distributions
//! over the cells with the bin's mean, the weights are those of largest entropy, `w_i ∝ exp(λ x_i)`, in dry-bulb and
//! wet-bulb each.
//!
//! Neglects: how dry-bulb and wet-bulb vary together within a bin, and the steps in which stations report.
//!
//! Compared with: the water of hourly years of the six climates that have both forms, in `tests/towers_and_air.rs`.

use crate::physics::air::MoistAir;
use crate::physics::range::OutOfRange;
use crate::solve::root;
use crate::units::Temperature;

use super::weather::WeatherHour;

/// Width of the catalog's bins in dry-bulb and wet-bulb, K; their edges are multiples of it.
const BIN_WIDTH_K: f64 = 2.0;
/// Cells of a bin.
const DRY_BULB_CELLS: u32 = 8;
const WET_BULB_CELLS: u32 = 4;
/// A bin of no more hours is a state of its own.
const SINGLE_STATE_H: f64 = 1.0;
/// Steepest distribution, 1/K: all of the weight in one cell.
const STEEPEST_PER_K: f64 = 200.0;

/// A cell of a bin along one axis.
#[derive(Clone, Copy, Debug)]
struct Cell {
    /// Its middle, °C.
    at_c: f64,
    /// Its share of the bin.
    share: f64,
}

/// Cells of the bin around a mean, °C, with that mean.
fn spread_mean(mean_c: f64, count: u32) -> Vec<Cell> {
    let low_c = (mean_c / BIN_WIDTH_K).floor() * BIN_WIDTH_K;
    let width_k = BIN_WIDTH_K / f64::from(count);
    let middle_c = |i: u32| low_c + width_k * (f64::from(i) + 0.5);
    let within_c = mean_c.clamp(middle_c(0), middle_c(count - 1));
    let weight = |i: u32, slope: f64| (slope * (middle_c(i) - within_c)).exp();
    let sum = |slope: f64| (0..count).map(|i| weight(i, slope)).sum::<f64>();
    let miss = |slope: f64| (0..count).map(|i| weight(i, slope) * (middle_c(i) - within_c)).sum::<f64>() / sum(slope);
    let slope = root::bisect(miss, -STEEPEST_PER_K, STEEPEST_PER_K);
    (0..count).map(|i| Cell { at_c: middle_c(i), share: weight(i, slope) / sum(slope) }).collect()
}

/// The bins of a year as cells. Hours and, but for cells beyond saturation, mean temperatures are kept.
///
/// # Errors
/// When a state is outside the range of moist air.
pub fn spread_bins(bins: &[WeatherHour]) -> Result<Vec<WeatherHour>, OutOfRange> {
    let mut out = Vec::with_capacity(bins.len() * (DRY_BULB_CELLS * WET_BULB_CELLS) as usize);
    for bin in bins {
        if bin.weight_h <= SINGLE_STATE_H {
            out.push(*bin);
            continue;
        }
        let wet_bulbs = spread_mean(bin.air.wet_bulb().celsius(), WET_BULB_CELLS);
        for dry in spread_mean(bin.air.dry_bulb().celsius(), DRY_BULB_CELLS) {
            let dry_bulb = Temperature::from_celsius(dry.at_c);
            for wet in &wet_bulbs {
                let wet_bulb = Temperature::from_celsius(wet.at_c.min(dry.at_c));
                // The driest corner of a bin may be drier than air can be: there the bin's own humidity holds.
                let air = MoistAir::from_wet_bulb(dry_bulb, wet_bulb, bin.air.pressure())
                    .or_else(|_| MoistAir::new(dry_bulb, bin.air.humidity_ratio(), bin.air.pressure()))?;
                out.push(WeatherHour { weight_h: bin.weight_h * dry.share * wet.share, air });
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use crate::units::Pressure;

    use super::*;

    #[test]
    fn cells_keep_hours_and_means() {
        for mean_c in [20.02, 20.7, 21.0, 21.9, -3.4] {
            let cells = spread_mean(mean_c, 8);
            let total: f64 = cells.iter().map(|c| c.share).sum();
            let mean: f64 = cells.iter().map(|c| c.share * c.at_c).sum();
            assert!((total - 1.0).abs() < 1e-12);
            // No mean lies outside the outer cells' middles.
            let low_c = (mean_c / 2.0f64).floor() * 2.0;
            assert!((mean - mean_c.clamp(low_c + 0.125, low_c + 1.875)).abs() < 1e-6, "{mean} of {mean_c}");
        }
        // A mean in the middle is an even spread.
        assert!(spread_mean(21.0, 4).iter().all(|c| (c.share - 0.25).abs() < 1e-9));
    }

    #[test]
    fn a_bin_becomes_states_of_its_own_weight() {
        let at = Temperature::from_celsius;
        let air = MoistAir::from_wet_bulb(at(20.7), at(15.1), Pressure::new(101_400.0)).unwrap();
        let bins = [WeatherHour { weight_h: 120.0, air }, WeatherHour { weight_h: 1.0, air }];
        let cells = spread_bins(&bins).unwrap();
        assert_eq!(cells.len(), 33);
        assert!((cells.iter().map(|c| c.weight_h).sum::<f64>() - 121.0).abs() < 1e-9);
        assert!(cells.iter().all(|c| (20.0..22.0).contains(&c.air.dry_bulb().celsius())));
    }
}
