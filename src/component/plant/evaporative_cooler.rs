//! Closed-circuit evaporative cooler: a coil that carries the loop's water, wetted by a spray, in the air of a fan.
//!
//! The wetted coil is a [`MerkelCell`] without free convection: counterflow effectiveness on the wet bulb with a constant
//! UA for each speed, which follows from the capacity at the design. With the fan off no heat passes. Drift is a share of
//! the spray. Source: EnergyPlus 25.2 `EvaporativeFluidCooler:SingleSpeed` and `TwoSpeed` (Engineering Reference,
//! Evaporative Fluid Coolers).
//!
//! Neglects: the temperature of the spray, and the dependence of UA on flows.
//!
//! Compared with: EnergyPlus hour by hour in `tests/energyplus.rs`; validation case `energyplus-g1-evapcooler-ss-30`.

use crate::physics::air::MoistAir;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::units::{Temperature, ThermalConductance};

use super::merkel_cell::{self, MerkelCell, MerkelCellSpec};

/// A fan speed: what is rejected at the design, and the air and electricity of the fan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EvaporativeStage {
    /// Capacity at the design, W.
    pub capacity_w: f64,
    /// Air flow, m³/s.
    pub air_m3_s: f64,
    /// Fan power, W.
    pub fan_w: f64,
}

/// Water and air of the design.
#[derive(Clone, Copy, Debug)]
pub struct EvaporativeDesign {
    /// Entering water.
    pub water: Temperature,
    /// Its capacity rate.
    pub capacity_rate: ThermalConductance,
    /// Entering air, and its wet bulb.
    pub air: MoistAir,
    /// Wet bulb of that air.
    pub wet_bulb: Temperature,
}

const SEARCH: &str = "conductance of an evaporative cooler";
/// Logarithms of the conductances that are searched, W/K.
const LN_UA_W_K: (f64, f64) = (0.0, 25.0);
const TOLERANCE: RootTolerance = RootTolerance { x: 1e-12, f: 1e-12 };

/// UA of the coil, W/K, with which a speed has its capacity at the design; nothing where no surface is enough.
///
/// # Errors
/// When the leaving air of a trial is not found.
pub fn size_conductance(stage: &EvaporativeStage, design: &EvaporativeDesign) -> Result<Option<f64>, NotConverged> {
    let excess = |ln_ua: f64| {
        let heat_w = merkel_cell::rejected_heat_w(
            (ln_ua.exp(), stage.air_m3_s),
            (design.water.celsius(), design.capacity_rate.w_k()),
            &design.air,
            design.wet_bulb,
        )?;
        Ok(heat_w / stage.capacity_w - 1.0)
    };
    let (low, high) = LN_UA_W_K;
    let (at_low, at_high) = (excess(low)?, excess(high)?);
    if at_low > 0.0 || at_high < 0.0 {
        return Ok(None);
    }
    let found = root::find_root_between(excess, (low, at_low), (high, at_high), TOLERANCE, 200);
    let ln_ua = found.map_err(|error| error.into_named::<NotConverged>(SEARCH))?.x;
    Ok(Some(ln_ua.exp()))
}

/// The coil with one or two fan speeds; nothing where a capacity is beyond any surface.
///
/// # Errors
/// As [`size_conductance`].
pub fn size_coil(
    high: &EvaporativeStage,
    low: Option<&EvaporativeStage>,
    design: &EvaporativeDesign,
) -> Result<Option<MerkelCell>, NotConverged> {
    let Some(high_ua_w_k) = size_conductance(high, design)? else { return Ok(None) };
    let low_ua_w_k = match low {
        None => 0.0,
        Some(stage) => match size_conductance(stage, design)? {
            Some(ua_w_k) => ua_w_k,
            None => return Ok(None),
        },
    };
    Ok(Some(MerkelCell::new(MerkelCellSpec {
        high_ua_w_k,
        high_air_m3_s: high.air_m3_s,
        high_fan_w: high.fan_w,
        low_ua_w_k,
        low_air_m3_s: low.map_or(0.0, |s| s.air_m3_s),
        low_fan_w: low.map_or(0.0, |s| s.fan_w),
        free_ua_w_k: 0.0,
        free_air_m3_s: 0.0,
    })))
}

#[cfg(test)]
mod tests {
    use crate::physics::air::standard_pressure;
    use crate::units::Length;

    use super::*;

    fn design() -> EvaporativeDesign {
        let c = Temperature::from_celsius;
        EvaporativeDesign {
            water: c(37.0),
            capacity_rate: ThermalConductance::new(0.04 * 999.898 * 4179.4),
            air: MoistAir::from_wet_bulb(c(33.0), c(24.0), standard_pressure(Length::new(5.0))).unwrap(),
            wet_bulb: c(24.0),
        }
    }

    /// EnergyPlus 25.2 found 38,063.5 W/K at New York JFK (5 m), as the 170 hours of the year with the full fan show.
    #[test]
    fn conductance_follows_from_capacity() {
        let stage = EvaporativeStage { capacity_w: 1.1e6, air_m3_s: 32.0, fan_w: 22e3 };
        let ua_w_k = size_conductance(&stage, &design()).unwrap().unwrap();
        assert!((ua_w_k / 38_063.5 - 1.0).abs() < 2e-3, "{ua_w_k}");
        let beyond = EvaporativeStage { capacity_w: 9e6, ..stage };
        assert_eq!(size_conductance(&beyond, &design()).unwrap(), None);
        let low = EvaporativeStage { capacity_w: 0.6e6, air_m3_s: 16.0, fan_w: 3.5e3 };
        let coil = size_coil(&stage, Some(&low), &design()).unwrap().unwrap();
        assert!(coil.spec().low_ua_w_k < ua_w_k && coil.spec().low_ua_w_k > 1e4);
        assert!(size_coil(&beyond, None, &design()).unwrap().is_none());
    }
}
