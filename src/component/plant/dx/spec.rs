//! Rating and curves of a direct-expansion unit.

use crate::component::plant::energy_input_curve::{Bounds, EnergyInputFit, carnot_cop};
use crate::params;
use crate::units::{TempDelta, Temperature};

params! {
    /// Rating, curves and limits of a unit; curve keys as in the source.
    pub struct DxSpec {
        /// Rated total capacity, gross of the fans' heat.
        rated_w ["W"] in 1000.0..=1e7;
        /// COP at the rating, without the unit's own fans.
        rated_cop [""] in 1.0..=10.0;
        /// Sensible share of the rated capacity.
        rated_shr [""] in 0.5..=0.99;
        /// Dry-bulb of the entering air at the rating.
        rated_dry_bulb_c ["degC"] in 15.0..=45.0 = 26.7;
        /// Wet-bulb of the entering air at the rating.
        rated_wet_bulb_c ["degC"] in 10.0..=30.0 = 19.4;
        /// Air flow at the rating.
        air_flow_m3_s ["m3/s"] in 0.05..=200.0;
        /// Power of the unit's own fans at the rated flow.
        fan_power_w ["W"] in 1.0..=1e6;
        /// Exponent of fan power with flow.
        fan_exponent [""] in 2.0..=3.0 = 2.8;
        /// Capacity curve, constant.
        capft_c1 [""] in -10.0..=10.0;
        /// Capacity curve, x.
        capft_c2 ["1/K"] in -10.0..=10.0;
        /// Capacity curve, x².
        capft_c3 ["1/K2"] in -10.0..=10.0;
        /// Capacity curve, y.
        capft_c4 ["1/K"] in -10.0..=10.0;
        /// Capacity curve, y².
        capft_c5 ["1/K2"] in -10.0..=10.0;
        /// Capacity curve, x·y.
        capft_c6 ["1/K2"] in -10.0..=10.0;
        /// Energy-input curve, constant.
        eirft_c1 [""] in -10.0..=10.0;
        /// Energy-input curve, x.
        eirft_c2 ["1/K"] in -10.0..=10.0;
        /// Energy-input curve, x².
        eirft_c3 ["1/K2"] in -10.0..=10.0;
        /// Energy-input curve, y.
        eirft_c4 ["1/K"] in -10.0..=10.0;
        /// Energy-input curve, y².
        eirft_c5 ["1/K2"] in -10.0..=10.0;
        /// Energy-input curve, x·y.
        eirft_c6 ["1/K2"] in -10.0..=10.0;
        /// Lowest x of both curves.
        x_min_c ["degC"] in 0.0..=30.0;
        /// Highest x of both curves.
        x_max_c ["degC"] in 0.0..=40.0;
        /// Lowest y of both curves.
        y_min_c ["degC"] in -20.0..=40.0;
        /// Highest y of both curves.
        y_max_c ["degC"] in 20.0..=60.0;
        /// Capacity against flow, constant.
        capff_c1 [""] in -10.0..=10.0 = 1.0;
        /// Capacity against flow, f.
        capff_c2 [""] in -10.0..=10.0 = 0.0;
        /// Capacity against flow, f².
        capff_c3 [""] in -10.0..=10.0 = 0.0;
        /// Energy input against flow, constant.
        eirff_c1 [""] in -10.0..=10.0 = 1.0;
        /// Energy input against flow, f.
        eirff_c2 [""] in -10.0..=10.0 = 0.0;
        /// Energy input against flow, f².
        eirff_c3 [""] in -10.0..=10.0 = 0.0;
        /// Lowest f of both curves.
        flow_min [""] in 0.2..=1.0 = 0.6;
        /// Highest f of both curves.
        flow_max [""] in 1.0..=2.0 = 1.25;
        /// Part-load fraction of cycling, constant.
        plf_c1 [""] in 0.5..=1.0 = 0.85;
        /// Part-load fraction of cycling, load.
        plf_c2 [""] in 0.0..=0.5 = 0.15;
        /// Lowest speed of the compressor, share of full; 1 when it has one speed.
        speed_min [""] in 0.1..=1.0 = 1.0;
        /// Efficiency of the inverter of a variable-speed compressor.
        inverter_efficiency [""] in 0.8..=1.0 = 1.0;
        /// Entering wet-bulb above evaporation at full load.
        evaporator_approach_k ["K"] in 2.0..=20.0 = 10.0;
        /// Condensation above outdoor air at full load.
        condenser_approach_k ["K"] in 2.0..=25.0 = 13.0;
        /// Smallest lift from evaporation to condensation.
        lift_min_k ["K"] in 5.0..=40.0 = 20.0;
    }
}

fn evaluate_biquadratic([c1, c2, c3, c4, c5, c6]: [f64; 6], x: f64, y: f64) -> f64 {
    c1 + x * (c2 + c3 * x) + y * (c4 + c5 * y + c6 * x)
}

fn evaluate_quadratic([c1, c2, c3]: [f64; 3], x: f64) -> f64 {
    c1 + x * (c2 + c3 * x)
}

impl DxSpec {
    /// Capacity over that of the rating, of temperatures; at the nearest edge outside the curves.
    pub(crate) fn capacity_factor(&self, x: f64, y: f64) -> f64 {
        let at = (x.clamp(self.x_min_c, self.x_max_c), y.clamp(self.y_min_c, self.y_max_c));
        let c = [self.capft_c1, self.capft_c2, self.capft_c3, self.capft_c4, self.capft_c5, self.capft_c6];
        evaluate_biquadratic(c, at.0, at.1)
    }

    /// Carnot COP of the refrigerant at a share of full load.
    pub(crate) fn refrigerant_carnot_cop(&self, x: f64, y: f64, load: f64) -> f64 {
        carnot_cop(
            Temperature::from_celsius(x - self.evaporator_approach_k * load),
            Temperature::from_celsius(y + self.condenser_approach_k * load),
            TempDelta::new(self.lift_min_k),
        )
    }

    /// The fit of the energy input ratio over temperatures, over that of the rating.
    pub(crate) fn energy_input_fit(&self) -> EnergyInputFit {
        EnergyInputFit {
            coefficients: [self.eirft_c1, self.eirft_c2, self.eirft_c3, self.eirft_c4, self.eirft_c5, self.eirft_c6],
            cold_c: Bounds { min: self.x_min_c, max: self.x_max_c },
            warm_c: Bounds { min: self.y_min_c, max: self.y_max_c },
            output: Bounds { min: 0.0, max: f64::INFINITY },
            evaporator_approach_k: self.evaporator_approach_k,
            condenser_approach_k: self.condenser_approach_k,
            lift_min_k: self.lift_min_k,
        }
    }

    /// Factors of capacity and energy input of the air flow over that of the rating; at the nearest edge outside.
    pub(crate) fn flow_factors(&self, f: f64) -> (f64, f64) {
        let at = f.clamp(self.flow_min, self.flow_max);
        (
            evaluate_quadratic([self.capff_c1, self.capff_c2, self.capff_c3], at),
            evaluate_quadratic([self.eirff_c1, self.eirff_c2, self.eirff_c3], at),
        )
    }

    /// Whether wet-bulb, outdoor dry-bulb and flow lie inside the curves.
    pub(crate) fn is_within_curves(&self, x: f64, y: f64, f: f64) -> bool {
        (self.x_min_c..=self.x_max_c).contains(&x)
            && (self.y_min_c..=self.y_max_c).contains(&y)
            && (self.flow_min..=self.flow_max).contains(&f)
    }
}
