//! Quantities for public signatures.
//!
//! A quantity is an `f64` in SI with its unit in its type. Formulas take the number out once, at their top
//! ([`Power::watts`], [`Temperature::celsius`]), compute in plain SI, and wrap the result. A temperature is not a
//! temperature difference: `Temperature - Temperature` gives a [`TempDelta`], and two temperatures cannot be added.

pub(crate) mod calendar;
pub mod clock;
pub mod count;
pub mod currency;
pub mod date;
pub mod message;
pub mod parse;
pub mod suffix;
pub mod table;
pub mod typeset;

use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

macro_rules! quantity {
    ($($(#[$doc:meta])* $name:ident, $get:ident [$unit:literal];)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl $name {
            /// Zero in any unit.
            pub const ZERO: Self = Self(0.0);
            #[doc = concat!("From a number in ", $unit, ".")]
            pub const fn new(value: f64) -> Self { Self(value) }
            #[doc = concat!("The number in ", $unit, ".")]
            pub const fn $get(self) -> f64 { self.0 }
            /// The smaller of two.
            #[must_use] pub fn min(self, other: Self) -> Self { Self(self.0.min(other.0)) }
            /// The larger of two.
            #[must_use] pub fn max(self, other: Self) -> Self { Self(self.0.max(other.0)) }
        }
        impl Add for $name { type Output = Self; fn add(self, o: Self) -> Self { Self(self.0 + o.0) } }
        impl Sub for $name { type Output = Self; fn sub(self, o: Self) -> Self { Self(self.0 - o.0) } }
        impl Neg for $name { type Output = Self; fn neg(self) -> Self { Self(-self.0) } }
        impl AddAssign for $name { fn add_assign(&mut self, o: Self) { self.0 += o.0; } }
        impl Mul<f64> for $name { type Output = Self; fn mul(self, k: f64) -> Self { Self(self.0 * k) } }
        impl Mul<$name> for f64 { type Output = $name; fn mul(self, q: $name) -> $name { $name(self * q.0) } }
        impl Div<f64> for $name { type Output = Self; fn div(self, k: f64) -> Self { Self(self.0 / k) } }
        impl Div for $name { type Output = f64; fn div(self, o: Self) -> f64 { self.0 / o.0 } }
        impl std::iter::Sum for $name {
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self { Self(iter.map(|q| q.0).sum()) }
        }
    )*};
}

macro_rules! product {
    ($($a:ident * $b:ident = $c:ident;)*) => {$(
        impl Mul<$b> for $a { type Output = $c; fn mul(self, o: $b) -> $c { $c(self.0 * o.0) } }
        impl Mul<$a> for $b { type Output = $c; fn mul(self, o: $a) -> $c { $c(self.0 * o.0) } }
        impl Div<$a> for $c { type Output = $b; fn div(self, o: $a) -> $b { $b(self.0 / o.0) } }
        impl Div<$b> for $c { type Output = $a; fn div(self, o: $b) -> $a { $a(self.0 / o.0) } }
    )*};
}

quantity! {
    /// Heat or electric power, W.
    Power, watts ["W"];
    /// Energy, J.
    Energy, joules ["J"];
    /// A difference of two temperatures, K; never a temperature.
    TempDelta, kelvin ["K"];
    /// Mass flow, kg/s.
    MassFlow, kg_s ["kg/s"];
    /// Volume, m³.
    Volume, m3 ["m³"];
    /// Volume flow, m³/s.
    VolumeFlow, m3_s ["m³/s"];
    /// Pressure or a pressure difference, Pa.
    Pressure, pascals ["Pa"];
    /// Specific heat, J/(kg K).
    SpecificHeat, j_kg_k ["J/(kg K)"];
    /// Mass density, kg/m³.
    Density, kg_m3 ["kg/m³"];
    /// Heat-capacity rate m·cp, thermal conductance or UA, W/K.
    ThermalConductance, w_k ["W/K"];
    /// Thermal resistance, K/W.
    ThermalResistance, k_w ["K/W"];
    /// Length, m.
    Length, metres ["m"];
    /// Area, m².
    Area, m2 ["m²"];
    /// Time, s.
    Duration, seconds ["s"];
    /// Energy price, USD/J.
    EnergyPrice, usd_j ["USD/J"];
    /// Carbon intensity of energy, kg CO2e/J.
    CarbonIntensity, kg_j ["kg/J"];
    /// Humidity ratio, kg water per kg dry air.
    HumidityRatio, kg_kg ["kg/kg"];
}

product! {
    MassFlow * SpecificHeat = ThermalConductance;
    ThermalConductance * TempDelta = Power;
    VolumeFlow * Density = MassFlow;
    VolumeFlow * Pressure = Power;
    ThermalResistance * Power = TempDelta;
    Power * Duration = Energy;
}

/// The kelvin temperature of 0 °C.
pub const ZERO_CELSIUS_K: f64 = 273.15;

/// A temperature, kelvin inside.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Temperature(f64);

impl Temperature {
    /// A temperature from a number in degrees Celsius.
    pub const fn from_celsius(celsius: f64) -> Self {
        Self(celsius + ZERO_CELSIUS_K)
    }
    /// A temperature from a number in kelvin.
    pub const fn from_kelvin(kelvin: f64) -> Self {
        Self(kelvin)
    }
    /// The number in degrees Celsius.
    pub const fn celsius(self) -> f64 {
        self.0 - ZERO_CELSIUS_K
    }
    /// The number in kelvin.
    pub const fn kelvin(self) -> f64 {
        self.0
    }
    /// The colder of two temperatures.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        Self(self.0.min(other.0))
    }
    /// The warmer of two temperatures.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self(self.0.max(other.0))
    }
}

impl Sub for Temperature {
    type Output = TempDelta;
    fn sub(self, other: Self) -> TempDelta {
        TempDelta(self.0 - other.0)
    }
}
impl Add<TempDelta> for Temperature {
    type Output = Self;
    fn add(self, delta: TempDelta) -> Self {
        Self(self.0 + delta.0)
    }
}
impl Sub<TempDelta> for Temperature {
    type Output = Self;
    fn sub(self, delta: TempDelta) -> Self {
        Self(self.0 - delta.0)
    }
}

impl Power {
    /// A power from a number in kilowatts.
    pub const fn from_kw(kw: f64) -> Self {
        Self(kw * 1e3)
    }
    /// The number in kilowatts.
    pub const fn kw(self) -> f64 {
        self.0 / 1e3
    }
}
impl VolumeFlow {
    /// A flow from a number in litres per minute.
    pub const fn from_l_min(l_min: f64) -> Self {
        Self(l_min / 60e3)
    }
    /// The number in litres per minute.
    pub const fn l_min(self) -> f64 {
        self.0 * 60e3
    }
}
impl EnergyPrice {
    /// A price from a number in USD per kWh.
    pub const fn from_usd_kwh(usd_kwh: f64) -> Self {
        Self(usd_kwh / 3.6e6)
    }
    /// The number in USD per kWh.
    pub const fn usd_kwh(self) -> f64 {
        self.0 * 3.6e6
    }
}
impl CarbonIntensity {
    /// An intensity from a number in grams per kWh.
    pub const fn from_g_kwh(g_kwh: f64) -> Self {
        Self(g_kwh / 3.6e9)
    }
    /// The number in grams per kWh.
    pub const fn g_kwh(self) -> f64 {
        self.0 * 3.6e9
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_temperatures_differ_by_a_difference() {
        let d = Temperature::from_celsius(45.0) - Temperature::from_celsius(30.0);
        assert!((d.kelvin() - 15.0).abs() < 1e-12);
    }

    #[test]
    fn heat_is_capacity_rate_times_difference() {
        let c = MassFlow::new(2.0) * SpecificHeat::new(4180.0);
        assert_eq!((c * TempDelta::new(10.0)).watts(), 83600.0);
        assert_eq!((Power::new(83600.0) / c).kelvin(), 10.0);
    }
}
