//! How much air a dry cooler needs for a heat, as a curve.
//!
//! With the flow of its water fixed, the heat that a coil gives off per kelvin between entering water and entering air
//! depends on nothing but the mass flow of the air: film, capacity rate and NTU all follow it. So the search for the speed of
//! the fans, made anew in every hour of a year, is a function of one number. Both directions are kept as curves of the
//! logarithms. The ε-NTU law bends where the capacity rates of air and water are equal; each curve has a part on either side.

use crate::solve::chebyshev::ChebyshevCurve;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};

/// What is searched for when the curves are made.
const CURVE_SEARCH: &str = "the air of a dry cooler";
const CURVE_TOLERANCE: RootTolerance = RootTolerance { x: 1e-13, f: 1e-14 };
/// Densities of the air over that of the rating that the curves reach: from 60 °C at 2,500 m to −40 °C at sea level.
const DENSITY_RATIO: (f64, f64) = (0.6, 1.4);
/// Shorter parts of a curve than this hold nothing, in the logarithm of the air flow.
const SHORTEST_PART: f64 = 1e-6;

/// A part of both curves without a bend.
#[derive(Clone, Copy, Debug, PartialEq)]
struct CurvePart {
    /// Ends in the logarithm of the air flow, and of the heat per kelvin at them.
    air: (f64, f64),
    heat: (f64, f64),
    heat_of_air: ChebyshevCurve,
    air_of_heat: ChebyshevCurve,
}

impl CurvePart {
    fn fit(heat_w_k: &impl Fn(f64) -> f64, air: (f64, f64)) -> Result<Self, NotConverged> {
        let of_air = |ln_air: f64| heat_w_k(ln_air.exp()).ln();
        let heat_of_air = ChebyshevCurve::fit(|ln_air| Ok::<_, NotConverged>(of_air(ln_air)), air.0, air.1)?;
        let heat = (heat_of_air.value(air.0), heat_of_air.value(air.1));
        let ends = |wanted: f64| ((air.0, heat.0 - wanted), (air.1, heat.1 - wanted));
        let inverse = |wanted: f64| {
            let (low, high) = ends(wanted);
            let miss = |ln_air: f64| heat_of_air.value(ln_air) - wanted;
            root::find_named_root(CURVE_SEARCH, miss, low, high, CURVE_TOLERANCE, 100)
        };
        let air_of_heat = ChebyshevCurve::fit(inverse, heat.0, heat.1)?;
        Ok(Self { air, heat, heat_of_air, air_of_heat })
    }
}

/// The heat that the air of a coil carries at a flow of its water.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AirDemand {
    /// Capacity rate of the water that the curves hold for, W/K.
    pub water_w_k: f64,
    /// Below the bend and above it, whichever the fans reach.
    parts: [Option<CurvePart>; 2],
}

impl AirDemand {
    /// The curves of a coil: `heat_w_k` is the heat per kelvin with an air flow over that at full speed and the density of
    /// the rating, which bends at `bend`; `least_speed` is that of the fans.
    ///
    /// # Errors
    /// When the inverse of the law is not found.
    pub fn new(
        water_w_k: f64,
        least_speed: f64,
        bend: f64,
        heat_w_k: &impl Fn(f64) -> f64,
    ) -> Result<Self, NotConverged> {
        let (low, high) = ((least_speed * DENSITY_RATIO.0).ln(), DENSITY_RATIO.1.ln());
        let bend = bend.ln().clamp(low, high);
        let part = |air: (f64, f64)| (air.1 - air.0 > SHORTEST_PART).then(|| CurvePart::fit(heat_w_k, air)).transpose();
        Ok(Self { water_w_k, parts: [part((low, bend))?, part((bend, high))?] })
    }

    /// Logarithm of the air flow that carries a heat per kelvin, given as a logarithm; nothing outside the curves.
    pub fn ln_air(&self, ln_heat: f64) -> Option<f64> {
        let part = self.parts.iter().flatten().find(|part| (part.heat.0..=part.heat.1).contains(&ln_heat))?;
        // Where the water limits the heat, a little more of it takes much more air: the law itself takes the last step.
        let near = part.air_of_heat.value(ln_heat);
        let (reached, slope) = part.heat_of_air.value_and_slope(near);
        Some(near + (ln_heat - reached) / slope)
    }

    /// Logarithm of the heat per kelvin that an air flow carries, given as a logarithm; nothing outside the curves.
    pub fn ln_heat(&self, ln_air: f64) -> Option<f64> {
        let part = self.parts.iter().flatten().find(|part| (part.air.0..=part.air.1).contains(&ln_air))?;
        Some(part.heat_of_air.value(ln_air))
    }
}
