//! Every unit of the program, once: how a user may spell it, its factor to SI, and what it is shown as in US customary
//! units. Factors are exact or from NIST SP 811.

use super::ZERO_CELSIUS_K;

use Dimension::{
    Area, CarbonIntensity, CoolingEfficiency, DemandCharge, Density, Duration, DynamicViscosity, Energy, EnergyPrice,
    HumidityRatio, KinematicViscosity, Length, MassFlow, Money, Power, Pressure, Ratio, SpecificEnthalpy, SpecificFlow,
    SpecificHeat, SpecificVolume, TempDelta, Temperature, ThermalConductance, ThermalConductivity, Velocity, Volume,
    VolumeFlow, WaterIntensity, WaterPrice,
};

/// A US gallon, m³.
const GALLON_M3: f64 = 3.785_411_784e-3;
/// A foot, m.
const FOOT_M: f64 = 0.3048;
/// A pound, kg.
const POUND_KG: f64 = 0.453_592_37;
/// A pound-force per square inch, Pa.
pub const PSI_PA: f64 = 6_894.757_293_168;
/// An inch of water at 4 °C, Pa.
const INCH_OF_WATER_PA: f64 = 249.088_91;
/// A British thermal unit (international table), J.
const BTU_J: f64 = 1_055.055_852_62;
/// A ton of refrigeration, W: 12,000 Btu/h.
pub const TON_W: f64 = 12_000.0 * BTU_J / 3600.0;

/// The physical quantity that a number with a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// A temperature.
    Temperature,
    /// A difference of temperatures.
    TempDelta,
    /// Power.
    Power,
    /// Energy.
    Energy,
    /// Volume.
    Volume,
    /// Volume flow.
    VolumeFlow,
    /// Mass flow.
    MassFlow,
    /// Pressure.
    Pressure,
    /// Length.
    Length,
    /// Time.
    Duration,
    /// Price of energy.
    EnergyPrice,
    /// Carbon intensity of energy.
    CarbonIntensity,
    /// Money.
    Money,
    /// Charge for the largest power of a month.
    DemandCharge,
    /// Price of water.
    WaterPrice,
    /// Water for each unit of energy.
    WaterIntensity,
    /// A thermal conductance or capacity rate.
    ThermalConductance,
    /// A share or ratio.
    Ratio,
    /// Cold over the electricity that it takes.
    CoolingEfficiency,
    /// Volume flow over power.
    SpecificFlow,
    /// Area.
    Area,
    /// Velocity.
    Velocity,
    /// Density.
    Density,
    /// Volume over mass.
    SpecificVolume,
    /// Water over dry air, by mass.
    HumidityRatio,
    /// Specific heat.
    SpecificHeat,
    /// Specific enthalpy.
    SpecificEnthalpy,
    /// Thermal conductivity.
    ThermalConductivity,
    /// Dynamic viscosity.
    DynamicViscosity,
    /// Kinematic viscosity.
    KinematicViscosity,
}

impl Dimension {
    /// Name with its article, for messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Temperature => "a temperature",
            Self::TempDelta => "a temperature difference",
            Self::Power => "a power",
            Self::Energy => "an energy",
            Self::Volume => "a volume",
            Self::VolumeFlow => "a volume flow",
            Self::MassFlow => "a mass flow",
            Self::Pressure => "a pressure",
            Self::Length => "a length",
            Self::Duration => "a time",
            Self::EnergyPrice => "a price of energy",
            Self::CarbonIntensity => "a carbon intensity",
            Self::Money => "an amount of money",
            Self::DemandCharge => "a charge for power",
            Self::WaterPrice => "a price of water",
            Self::WaterIntensity => "water for each unit of energy",
            Self::ThermalConductance => "a conductance",
            Self::Ratio => "a ratio",
            Self::CoolingEfficiency => "an efficiency of cooling",
            Self::SpecificFlow => "a volume flow for each unit of power",
            Self::Area => "an area",
            Self::Velocity => "a velocity",
            Self::Density => "a density",
            Self::SpecificVolume => "a specific volume",
            Self::HumidityRatio => "a humidity ratio",
            Self::SpecificHeat => "a specific heat",
            Self::SpecificEnthalpy => "a specific enthalpy",
            Self::ThermalConductivity => "a thermal conductivity",
            Self::DynamicViscosity => "a dynamic viscosity",
            Self::KinematicViscosity => "a kinematic viscosity",
        }
    }

    /// Whether it is money, or money for something.
    pub const fn is_money(self) -> bool {
        matches!(self, Self::Money | Self::EnergyPrice | Self::DemandCharge | Self::WaterPrice)
    }

    /// The unit of a bare number and in messages: the first of the dimension in the table.
    pub fn documented_unit(self) -> &'static UnitDefinition {
        UNITS.iter().find(|u| u.dimension == self).unwrap_or(&UNITS[0])
    }
}

/// A unit: `SI = value · factor + offset`, or `SI = factor / value`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitDefinition {
    /// Spellings, the preferred one first.
    pub names: &'static [&'static str],
    /// What it measures.
    pub dimension: Dimension,
    /// Factor to SI.
    pub factor: f64,
    /// Offset to SI.
    pub offset: f64,
    /// Whether it counts the reciprocal of the quantity.
    pub reciprocal: bool,
    /// What values in it are shown in where US customary units are asked for; nothing where both systems share it.
    pub us: Option<UsDisplay>,
}

/// A US customary unit for values in another: `shown = value · factor + offset`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UsDisplay {
    /// What stands behind the number.
    pub label: &'static str,
    /// Factor from the unit of the row.
    pub factor: f64,
    /// Offset in the US unit.
    pub offset: f64,
    /// Decimals more than in the unit of the row.
    pub finer: usize,
}

impl UnitDefinition {
    /// The SI value of a number in it.
    pub fn to_si(&self, value: f64) -> f64 {
        if self.reciprocal { self.factor / value } else { value * self.factor + self.offset }
    }

    /// The number in it of an SI value.
    pub fn from_si(&self, si: f64) -> f64 {
        if self.reciprocal { self.factor / si } else { (si - self.offset) / self.factor }
    }

    const fn as_reciprocal(mut self) -> Self {
        self.reciprocal = true;
        self
    }

    const fn with_offset(mut self, offset: f64) -> Self {
        self.offset = offset;
        self
    }

    const fn shown_as(mut self, label: &'static str, factor: f64) -> Self {
        self.us = Some(UsDisplay { label, factor, offset: 0.0, finer: 0 });
        self
    }

    /// The number that is shown for zero.
    const fn from(mut self, offset: f64) -> Self {
        if let Some(us) = &mut self.us {
            us.offset = offset;
        }
        self
    }

    const fn finer(mut self, decimals: usize) -> Self {
        if let Some(us) = &mut self.us {
            us.finer = decimals;
        }
        self
    }
}

const fn row(names: &'static [&'static str], dimension: Dimension, factor: f64) -> UnitDefinition {
    UnitDefinition { names, dimension, factor, offset: 0.0, reciprocal: false, us: None }
}

/// The unit of a spelling; of two dimensions that share it, the first of the table.
pub fn find_unit(name: &str) -> Option<&'static UnitDefinition> {
    UNITS.iter().find(|u| u.names.contains(&name))
}

/// The unit of a spelling in a dimension, where it has one there.
pub fn find_unit_of(name: &str, dimension: Dimension) -> Option<&'static UnitDefinition> {
    UNITS.iter().find(|u| u.dimension == dimension && u.names.contains(&name))
}

/// Every unit. The first of a dimension is that of bare numbers.
#[rustfmt::skip]
pub static UNITS: &[UnitDefinition] = &[
    row(&["degC", "°C", "C"], Temperature, 1.0).with_offset(ZERO_CELSIUS_K).shown_as("°F", 1.8).from(32.0),
    row(&["degF", "°F", "F"], Temperature, 5.0 / 9.0).with_offset(ZERO_CELSIUS_K - 32.0 * 5.0 / 9.0),
    row(&["K"], TempDelta, 1.0).shown_as("°F", 1.8),
    row(&["W"], Power, 1.0),
    row(&["kW"], Power, 1e3),
    row(&["MW"], Power, 1e6),
    row(&["GW"], Power, 1e9),
    row(&["TR", "RT"], Power, TON_W),
    row(&["Btu/h", "BTU/h"], Power, BTU_J / 3600.0),
    row(&["kWh"], Energy, 3.6e6),
    row(&["MWh"], Energy, 3.6e9),
    row(&["GWh"], Energy, 3.6e12),
    row(&["J"], Energy, 1.0),
    row(&["m3", "m³"], Volume, 1.0).shown_as("gal", 1.0 / GALLON_M3),
    row(&["L", "l"], Volume, 1e-3).shown_as("gal", 1e-3 / GALLON_M3),
    row(&["litres"], Volume, 1e-3).shown_as("gallons", 1e-3 / GALLON_M3),
    row(&["gal"], Volume, GALLON_M3),
    row(&["L/min", "l/min", "lpm", "LPM"], VolumeFlow, 1.0 / 60e3).shown_as("gal/min", 1e-3 / GALLON_M3).finer(1),
    row(&["m3/h", "m³/h"], VolumeFlow, 1.0 / 3600.0).shown_as("CFM", 1.0 / (FOOT_M * FOOT_M * FOOT_M * 60.0)),
    row(&["m3/s", "m³/s"], VolumeFlow, 1.0),
    row(&["CFM", "cfm"], VolumeFlow, FOOT_M * FOOT_M * FOOT_M / 60.0),
    row(&["gpm", "GPM", "gal/min"], VolumeFlow, GALLON_M3 / 60.0),
    row(&["L/min/kW"], SpecificFlow, 1e-6 / 60.0).shown_as("gal/min/kW", 1e-3 / GALLON_M3).finer(1),
    row(&["kg/s"], MassFlow, 1.0).shown_as("lb/s", 1.0 / POUND_KG),
    row(&["kg/h"], MassFlow, 1.0 / 3600.0),
    // Losses of air; barometric pressure is shown in psi.
    row(&["Pa"], Pressure, 1.0).shown_as("inH2O", 1.0 / INCH_OF_WATER_PA).finer(2),
    row(&["hPa", "mbar"], Pressure, 1e2),
    row(&["kPa"], Pressure, 1e3).shown_as("psi", 1e3 / PSI_PA).finer(1),
    row(&["bar"], Pressure, 1e5),
    row(&["psi"], Pressure, PSI_PA),
    row(&["inH2O"], Pressure, INCH_OF_WATER_PA),
    row(&["m"], Length, 1.0).shown_as("ft", 1.0 / FOOT_M),
    row(&["mm"], Length, 1e-3),
    row(&["ft"], Length, FOOT_M),
    row(&["m2", "m²"], Area, 1.0).shown_as("ft2", 1.0 / (FOOT_M * FOOT_M)),
    row(&["m/s"], Velocity, 1.0).shown_as("ft/s", 1.0 / FOOT_M),
    row(&["s"], Duration, 1.0),
    row(&["ms"], Duration, 1e-3),
    row(&["min"], Duration, 60.0),
    row(&["h"], Duration, 3600.0),
    row(&["USD/kWh"], EnergyPrice, 1.0 / 3.6e6),
    row(&["USD/MWh"], EnergyPrice, 1.0 / 3.6e9),
    row(&["c/kWh", "ct/kWh", "cent/kWh", "cents/kWh", "¢/kWh"], EnergyPrice, 0.01 / 3.6e6),
    row(&["g/kWh", "gCO2e/kWh", "gCO2eq/kWh", "gCO2/kWh"], CarbonIntensity, 1.0 / 3.6e9),
    row(&["kg/kWh", "t/MWh", "kgCO2e/kWh", "kgCO2eq/kWh", "kgCO2/kWh"], CarbonIntensity, 1.0 / 3.6e6),
    row(&["kg/MWh"], CarbonIntensity, 1.0 / 3.6e9),
    row(&["lb/MWh"], CarbonIntensity, POUND_KG / 3.6e9),
    row(&["USD"], Money, 1.0),
    row(&["kUSD"], Money, 1e3),
    row(&["USD/kW"], DemandCharge, 1.0),
    row(&["USD/m3", "USD/m³"], WaterPrice, 1.0).shown_as("USD/kgal", 1e3 * GALLON_M3),
    row(&["USD/L", "USD/l"], WaterPrice, 1e3),
    row(&["USD/kgal"], WaterPrice, 1e-3 / GALLON_M3),
    row(&["L/kWh", "l/kWh", "m3/MWh"], WaterIntensity, 1.0).shown_as("gal/kWh", 1e-3 / GALLON_M3).finer(1),
    row(&["L/MWh", "l/MWh"], WaterIntensity, 1e-3),
    row(&["gal/kWh"], WaterIntensity, 1e3 * GALLON_M3),
    row(&["W/K"], ThermalConductance, 1.0),
    row(&["kW/K"], ThermalConductance, 1e3),
    row(&[""], Ratio, 1.0),
    row(&["%", "percent"], Ratio, 0.01),
    row(&["COP"], CoolingEfficiency, 1.0),
    row(&["kW/ton", "kW/TR", "kW/RT"], CoolingEfficiency, TON_W / 1e3).as_reciprocal(),
    row(&["kg/m3", "kg/m³"], Density, 1.0).shown_as("lb/ft3", FOOT_M * FOOT_M * FOOT_M / POUND_KG),
    row(&["m3/kg", "m³/kg"], SpecificVolume, 1.0).shown_as("ft3/lb", POUND_KG / (FOOT_M * FOOT_M * FOOT_M)),
    row(&["kg/kg"], HumidityRatio, 1.0).shown_as("lb/lb", 1.0),
    row(&["g per kg"], HumidityRatio, 1e-3).shown_as("grains per lb", 7.0),
    row(&["J/(kg K)"], SpecificHeat, 1.0).shown_as("Btu/(lb °F)", POUND_KG / BTU_J / 1.8),
    // Of moist air: from 0 °F on, where SI counts from 0 °C (7.687 Btu/lb in ASHRAE's tables).
    row(&["J/kg"], SpecificEnthalpy, 1.0).shown_as("Btu/lb", POUND_KG / BTU_J).from(7.687),
    row(&["kJ/kg"], SpecificEnthalpy, 1e3),
    row(&["W/(m K)"], ThermalConductivity, 1.0).shown_as("Btu/(h ft °F)", FOOT_M * 3600.0 / BTU_J / 1.8),
    row(&["Pa s"], DynamicViscosity, 1.0).shown_as("lb/(ft h)", FOOT_M * 3600.0 / POUND_KG),
    row(&["m2/s", "m²/s"], KinematicViscosity, 1.0).shown_as("ft2/s", 1.0 / (FOOT_M * FOOT_M)),
    // Spellings that another dimension has, too: what is wanted tells which is meant.
    row(&["K"], Temperature, 1.0),
    row(&["degC", "°C"], TempDelta, 1.0),
    row(&["degF", "°F"], TempDelta, 5.0 / 9.0),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spelling_means_two_units_of_a_dimension() {
        let of = |u: &'static UnitDefinition| u.names.iter().map(|name| format!("{:?} {name}", u.dimension));
        let mut names: Vec<String> = UNITS.iter().flat_map(of).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    }

    /// What a value is shown as is what its US unit reads back as, where that has a row of its own.
    #[test]
    fn what_is_shown_is_what_is_read() {
        let mut compared = 0;
        for unit in UNITS {
            let Some(us) = unit.us else { continue };
            let Some(shown) = find_unit_of(us.label, unit.dimension) else { continue };
            let si = unit.to_si(3.0);
            let back = shown.to_si(3.0 * us.factor + us.offset);
            assert!((back / si - 1.0).abs() < 1e-12, "{} as {}", unit.names[0], us.label);
            compared += 1;
        }
        assert!(compared > 10, "{compared}");
    }
}
