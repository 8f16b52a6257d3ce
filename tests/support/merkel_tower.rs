//! Merkel's integral, the oracle of `component::plant::counterflow_tower`, which goes by ε and NTU.
//!
//! `KaV/L = ∫ c_w dT / (h_s(T) − h_a(T))` from leaving to entering water, with the operating line
//! `h_a = h_a,in + (L/G) c_w (T − T_leaving)`; `h_a,in` is taken as the saturated enthalpy at the wet bulb. F. Merkel,
//! *Verdunstungskühlung*, VDI 1925. The four-point Chebyshev sum is that of the Cooling Technology Institute; the ε-NTU
//! form that of Braun, Klein and Mitchell, ASHRAE Transactions 95, 1989, which differs from the integral by up to 0.7 K.

use rackjoule::physics::air;
use rackjoule::solve::root::{self, RootError, RootTolerance};
use rackjoule::units::{Pressure, TempDelta, Temperature};

/// Specific heat of water as the method fixes it, J/(kg K).
const CP_WATER: f64 = 4186.0;
/// Gauss points on −1..1 and their weights, five per panel.
const GAUSS_POINTS: [(f64, f64); 5] = [
    (-0.906_179_845_938_664, 0.236_926_885_056_189_1),
    (-0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
    (0.0, 0.568_888_888_888_888_9),
    (0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
    (0.906_179_845_938_664, 0.236_926_885_056_189_1),
];
const PANELS: u32 = 16;

/// A tower's fill and flows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MerkelTower {
    /// Transfer characteristic `KaV/L`.
    pub kav_l: f64,
    /// Water over dry air, by mass.
    pub l_g: f64,
}

/// Water and air that enter a tower.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MerkelTowerInlet {
    /// Water.
    pub water: Temperature,
    /// Wet bulb of the air.
    pub wet_bulb: Temperature,
    /// Pressure of the air.
    pub pressure: Pressure,
}

impl MerkelTower {
    /// Driving enthalpy difference at a share of the range above the leaving water, J/kg.
    fn driving_enthalpy(&self, at: &MerkelTowerInlet, leaving_c: f64, share: f64) -> f64 {
        let range_k = at.water.celsius() - leaving_c;
        let h_in = air::saturated_enthalpy_j_kg(at.wet_bulb, at.pressure);
        let t = Temperature::from_celsius(leaving_c + share * range_k);
        air::saturated_enthalpy_j_kg(t, at.pressure) - h_in - self.l_g * CP_WATER * share * range_k
    }

    /// The integral that leaving water would need; infinite where the operating line meets saturation (pinch).
    pub fn merkel_integral(&self, at: &MerkelTowerInlet, leaving: Temperature) -> f64 {
        let leaving_c = leaving.celsius();
        let range_k = at.water.celsius() - leaving_c;
        let mut sum = 0.0;
        for panel in 0..PANELS {
            for (x, weight) in GAUSS_POINTS {
                let share = (f64::from(panel) + 0.5 * (x + 1.0)) / f64::from(PANELS);
                let drive = self.driving_enthalpy(at, leaving_c, share);
                if drive <= 0.0 {
                    return f64::INFINITY;
                }
                sum += 0.5 * weight / f64::from(PANELS) / drive;
            }
        }
        sum * CP_WATER * range_k
    }

    /// The four-point Chebyshev estimate of [`Self::integral`]; infinite at a pinch.
    pub fn chebyshev_integral(&self, at: &MerkelTowerInlet, leaving: Temperature) -> f64 {
        let leaving_c = leaving.celsius();
        let mut sum = 0.0;
        for share in [0.1, 0.4, 0.6, 0.9] {
            let drive = self.driving_enthalpy(at, leaving_c, share);
            if drive <= 0.0 {
                return f64::INFINITY;
            }
            sum += 0.25 / drive;
        }
        sum * CP_WATER * (at.water.celsius() - leaving_c)
    }

    /// Leaving water by the integral, to 1e-9 K.
    ///
    /// # Errors
    /// When the entering water is not warmer than the wet bulb.
    pub fn solve_leaving(&self, at: &MerkelTowerInlet) -> Result<Temperature, RootError<std::convert::Infallible>> {
        // In 1/integral the pinch is a plain zero and the search needs no special case.
        let residual = |leaving_c: f64| {
            let integral = self.merkel_integral(at, Temperature::from_celsius(leaving_c));
            Ok(integral.recip() - self.kav_l.recip())
        };
        let tolerance = RootTolerance { x: 1e-10, f: 0.0 };
        let (low, high) = (at.wet_bulb.celsius() + 1e-9, at.water.celsius() - 1e-9);
        root::find_root(residual, low, high, tolerance, 200).map(|r| Temperature::from_celsius(r.x))
    }

    /// Leaving water by ε-NTU with saturation linearised between leaving and entering water, to 1e-9 K.
    ///
    /// # Errors
    /// When the entering water is not warmer than the wet bulb.
    pub fn solve_leaving_ntu(&self, at: &MerkelTowerInlet) -> Result<Temperature, RootError<std::convert::Infallible>> {
        let h = |t: Temperature| air::saturated_enthalpy_j_kg(t, at.pressure);
        let potential = h(at.water) - h(at.wet_bulb);
        let residual = |range_k: f64| {
            let slope = (h(at.water) - h(at.water - TempDelta::new(range_k))) / range_k;
            // Per kg of water the air's capacity is slope/(L/G) against c_w.
            let m_star = slope / (self.l_g * CP_WATER);
            let ntu = self.kav_l * self.l_g;
            // Effectiveness on the air side: the air is the stream that could take all of the potential.
            let eff = -(-ntu * (1.0 - m_star)).exp_m1() / (1.0 - m_star * (-ntu * (1.0 - m_star)).exp());
            Ok(eff * potential / (self.l_g * CP_WATER) - range_k)
        };
        let high = (at.water - at.wet_bulb).kelvin();
        let found = root::find_root(residual, 1e-6, high * 2.0, RootTolerance { x: 1e-10, f: 0.0 }, 200)?;
        Ok(at.water - TempDelta::new(found.x))
    }
}
