//! The air that a class of equipment may breathe: a range of dry-bulb, dew point and relative humidity.
//!
//! Air is inside where `t_min ≤ t ≤ t_max − max(0, z − z₀)/d`, `t_dp,min ≤ t_dp ≤ t_dp,max` and `φ_min ≤ φ ≤ φ_max`, with
//! the altitude `z` and the derating of the warmest inlet by 1 K for every `d` metres above `z₀`. Since a dew point is a
//! vapour pressure, the humidity ratio of both dew-point limits rises as the pressure falls.
//!
//! Source: ASHRAE TC 9.9, *Thermal Guidelines for Data Processing Environments*, 5th edition (2021).
//!
//! Neglects: rates of change and time spent outside a class.
//!
//! Compared with: each limit and the derating by hand in this file; hours by class in `tests/site.rs`.

use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::air::{self, MoistAir};
use crate::physics::range::OutOfRange;
use crate::units::{HumidityRatio, Length, Pressure, Temperature};

params! {
    /// Limits of a class of equipment to the air at its inlet.
    pub struct AirEnvelopeSpec {
        /// Coldest dry-bulb.
        dry_bulb_min_c ["degC"] in -20.0..=40.0;
        /// Warmest dry-bulb at low altitude.
        dry_bulb_max_c ["degC"] in 0.0..=60.0;
        /// Lowest dew point.
        dew_point_min_c ["degC"] in -40.0..=20.0;
        /// Highest dew point.
        dew_point_max_c ["degC"] in 0.0..=35.0;
        /// Lowest relative humidity.
        humidity_min [""] in 0.0..=0.5 = 0.0;
        /// Highest relative humidity.
        humidity_max [""] in 0.3..=1.0;
        /// Altitude from which the warmest dry-bulb falls.
        derating_from_m ["m"] in 0.0..=5000.0 = 900.0;
        /// Metres above it that take 1 K; without the key the warmest dry-bulb holds at any altitude.
        derating_m_per_k ["m/K"] in 50.0..=1e12 = 1e12;
    }
}

/// Kind of a record that says `kind = "air-envelope"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "air-envelope",
    summary: "Class of air that IT equipment may breathe: dry-bulb, dew point, relative humidity",
    law: ComponentLaw {
        symbols: "limits of temperature, dew point and humidity",
        words: "classes of air that IT equipment may breathe",
        results: &[LawResult::OutdoorAirLimits],
    },
    params: AirEnvelopeSpec::PARAMS,
    check: |table| AirEnvelopeSpec::read(table).map(drop),
};

/// A class at an altitude.
#[derive(Clone, Copy, Debug)]
pub struct AirEnvelope {
    spec: AirEnvelopeSpec,
    warmest: Temperature,
}

/// A corner of an outline: dry-bulb and humidity ratio.
pub type OutlinePoint = (Temperature, HumidityRatio);

impl AirEnvelope {
    /// The class at an altitude.
    pub fn new(spec: AirEnvelopeSpec, altitude: Length) -> Self {
        let above_m = (altitude.metres() - spec.derating_from_m).max(0.0);
        Self { spec, warmest: Temperature::from_celsius(spec.dry_bulb_max_c - above_m / spec.derating_m_per_k) }
    }

    /// The class with its limits.
    pub const fn spec(&self) -> &AirEnvelopeSpec {
        &self.spec
    }

    /// Warmest dry-bulb at its altitude.
    pub const fn warmest_inlet(&self) -> Temperature {
        self.warmest
    }

    /// Driest and wettest air of a dry-bulb: both limits of the dew point and of the relative humidity.
    ///
    /// # Errors
    /// When the state is outside the range of the moist-air formulas.
    pub fn humidity_bounds(
        &self,
        dry_bulb: Temperature,
        pressure: Pressure,
    ) -> Result<(HumidityRatio, HumidityRatio), OutOfRange> {
        let AirEnvelopeSpec { dew_point_min_c, dew_point_max_c, humidity_min, humidity_max, .. } = self.spec;
        let of_dew = |c: f64| air::saturation_humidity_ratio(Temperature::from_celsius(c), pressure).kg_kg();
        let of_rh =
            |rh: f64| MoistAir::from_relative_humidity(dry_bulb, rh, pressure).map(|air| air.humidity_ratio().kg_kg());
        let driest = of_dew(dew_point_min_c).max(of_rh(humidity_min)?);
        let wettest = of_dew(dew_point_max_c).min(of_rh(humidity_max)?);
        Ok((HumidityRatio::new(driest), HumidityRatio::new(wettest)))
    }

    /// The coldest dry-bulb at which the relative humidity of air is within its highest.
    ///
    /// # Errors
    /// When that is outside the range of the moist-air formulas.
    pub fn coldest_inlet(&self, humidity: HumidityRatio, pressure: Pressure) -> Result<Temperature, OutOfRange> {
        /// Air that holds any humidity of the atmosphere.
        const HOT: Temperature = Temperature::from_celsius(80.0);
        let vapour = MoistAir::new(HOT, humidity, pressure)?.relative_humidity() / self.spec.humidity_max;
        Ok(MoistAir::from_relative_humidity(HOT, vapour.min(1.0), pressure)?.dew_point())
    }

    /// Whether it may breathe this air.
    pub fn contains(&self, air: &MoistAir) -> bool {
        let AirEnvelopeSpec { dry_bulb_min_c, dew_point_min_c, dew_point_max_c, humidity_min, humidity_max, .. } =
            self.spec;
        let (t_c, w) = (air.dry_bulb().celsius(), air.humidity_ratio().kg_kg());
        if t_c < dry_bulb_min_c || t_c > self.warmest.celsius() {
            return false;
        }
        let at_dew_point =
            |c: f64| air::saturation_humidity_ratio(Temperature::from_celsius(c), air.pressure()).kg_kg();
        w >= at_dew_point(dew_point_min_c)
            && w <= at_dew_point(dew_point_max_c)
            && (humidity_min..=humidity_max).contains(&air.relative_humidity())
    }

    /// The outline on a psychrometric chart: the dry edge from cold to warm, then the moist one back. Empty where the
    /// altitude leaves nothing of the class.
    ///
    /// # Errors
    /// When the pressure is outside that of moist air.
    pub fn psychrometric_outline(&self, pressure: Pressure) -> Result<Vec<OutlinePoint>, OutOfRange> {
        /// Points of an edge: straight enough for an eye.
        const POINTS: u32 = 400;
        let (cold_c, warm_c) = (self.spec.dry_bulb_min_c, self.warmest.celsius());
        if warm_c <= cold_c {
            return Ok(Vec::new());
        }
        let at_dew_point = |c: f64| air::saturation_humidity_ratio(Temperature::from_celsius(c), pressure);
        let edge = |dew_c: f64, rh: f64, dry: bool| {
            let of_dew = at_dew_point(dew_c);
            (0..=POINTS).map(move |k| {
                let t = Temperature::from_celsius(cold_c + (warm_c - cold_c) * f64::from(k) / f64::from(POINTS));
                let of_rh = MoistAir::from_relative_humidity(t, rh, pressure)?.humidity_ratio();
                let w = if dry { of_dew.kg_kg().max(of_rh.kg_kg()) } else { of_dew.kg_kg().min(of_rh.kg_kg()) };
                Ok((t, HumidityRatio::new(w)))
            })
        };
        let dry = edge(self.spec.dew_point_min_c, self.spec.humidity_min, true);
        let moist = edge(self.spec.dew_point_max_c, self.spec.humidity_max, false);
        dry.chain(moist.rev()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a1(altitude_m: f64) -> AirEnvelope {
        let table = toml::toml! {
            dry_bulb_min_c = 15.0
            dry_bulb_max_c = 32.0
            dew_point_min_c = -12.0
            dew_point_max_c = 17.0
            humidity_min = 0.08
            humidity_max = 0.8
            derating_m_per_k = 300.0
        };
        AirEnvelope::new(AirEnvelopeSpec::read(&table).unwrap(), Length::new(altitude_m))
    }

    fn air(t_c: f64, rh: f64, pa: f64) -> MoistAir {
        MoistAir::from_relative_humidity(Temperature::from_celsius(t_c), rh, Pressure::new(pa)).unwrap()
    }

    #[test]
    fn each_limit_shuts_out_what_is_beyond_it() {
        let class = a1(0.0);
        let inside = |t_c, rh| class.contains(&air(t_c, rh, 101_325.0));
        assert!(inside(22.0, 0.5) && inside(15.1, 0.75) && inside(31.9, 0.1));
        assert!(!inside(14.9, 0.5) && !inside(32.1, 0.3), "dry-bulb");
        assert!(!inside(20.0, 0.07) && !inside(20.0, 0.81), "relative humidity");
        // 30 degC and 50 %: dew point 18.4 degC, above 17.
        assert!(!inside(30.0, 0.5) && inside(30.0, 0.44), "dew point");
    }

    #[test]
    fn altitude_takes_from_the_warmest_inlet() {
        // 1500 m: 600 m above 900, 2 K.
        let class = a1(1500.0);
        assert!(class.contains(&air(29.9, 0.3, 84_556.0)) && !class.contains(&air(30.1, 0.3, 84_556.0)));
        assert!(a1(900.0 + 300.0 * 20.0).psychrometric_outline(Pressure::new(60_000.0)).unwrap().is_empty());
    }

    #[test]
    fn the_outline_parts_inside_from_outside() {
        for pa in [101_325.0, 84_556.0] {
            let (class, p) = (a1(0.0), Pressure::new(pa));
            let outline = class.psychrometric_outline(p).unwrap();
            let half = outline.len() / 2;
            for (k, (t, w)) in outline.iter().enumerate() {
                let near = |factor: f64| MoistAir::new(*t, HumidityRatio::new(w.kg_kg() * factor), p).unwrap();
                let (inwards, outwards) = if k < half { (1.0001, 0.9999) } else { (0.9999, 1.0001) };
                assert!(class.contains(&near(inwards)) && !class.contains(&near(outwards)), "{k}: {t:?} {w:?}");
            }
        }
        // By hand: 17 degC of dew point is 12.11 g/kg at sea level (1937 Pa of vapour).
        let most = a1(0.0).psychrometric_outline(Pressure::new(101_325.0)).unwrap();
        let most = most.iter().map(|c| c.1.kg_kg()).fold(0.0, f64::max);
        assert!((most - 0.621945 * 1937.7 / (101_325.0 - 1937.7)).abs() < 2e-6, "{most}");
    }
}
