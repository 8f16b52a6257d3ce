//! Properties of air and liquids at a state, as every model here takes them.

use thiserror::Error;

use crate::catalog::Catalog;
use crate::component::liquid::dielectric;
use crate::physics::air::{MoistAir, standard_pressure};
use crate::physics::liquid::Liquid;
use crate::physics::range::OutOfRange;
use crate::rack::build::{BuildError, read_equipment};
use crate::units::message::{Message, Quantity};
use crate::units::{HumidityRatio, Length, Pressure, Temperature};

/// Something with properties.
#[derive(Clone, Debug)]
pub enum PropertyFluid {
    /// Moist air.
    Air,
    /// A liquid.
    Liquid(Box<Liquid>),
}

/// Why there are no properties.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PropertyError {
    /// No fluid of a name.
    #[error("no fluid `{name}`")]
    Unknown {
        /// The name.
        name: String,
        /// Names that there are.
        known: Vec<String>,
    },
    /// A record is wrong.
    #[error(transparent)]
    Record(#[from] BuildError),
    /// The state lies outside the model.
    #[error(transparent)]
    Range(#[from] OutOfRange),
    /// The state of air needs one measure of its water, and no more.
    #[error("the state of air needs one of relative humidity, dew point, wet-bulb or humidity ratio; {0} are given")]
    Water(usize),
    /// A temperature is missing.
    #[error("the state needs a temperature")]
    Temperature,
    /// More propylene glycol than the correlations know.
    #[error("pg{percent}: propylene glycol is known up to {most:.0} % by volume")]
    Glycol {
        /// Percent by volume that is asked for.
        percent: f64,
        /// Most of it.
        most: f64,
    },
    /// Measures of the water in the air that contradict each other.
    #[error("the measures of the air's water contradict each other: {first} and {second}")]
    Contradiction {
        /// The one that was taken.
        first: &'static str,
        /// One that is of other air.
        second: &'static str,
    },
    /// A liquid has no water in it that could be measured, and no pressure.
    #[error("a liquid has no {what}: its state is its temperature")]
    OfAir {
        /// What was given.
        what: &'static str,
    },
}

impl PropertyError {
    /// The error in words, with its quantities.
    pub fn describe(&self) -> Message {
        match self {
            Self::Range(error) => error.describe(),
            other => other.to_string().into(),
        }
    }
}

/// A state as given; SI, °C.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PropertyState {
    /// Temperature, of air the dry-bulb.
    pub temperature_c: Option<f64>,
    /// Pressure of air; without it that of the altitude.
    pub pressure_pa: Option<f64>,
    /// Altitude.
    pub altitude_m: f64,
    /// Relative humidity, 0..=1.
    pub relative_humidity: Option<f64>,
    /// Dew point.
    pub dew_point_c: Option<f64>,
    /// Wet-bulb.
    pub wet_bulb_c: Option<f64>,
    /// Humidity ratio, kg/kg.
    pub humidity_ratio: Option<f64>,
}

/// A property: key that ends in its unit, name, value, unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FluidProperty {
    /// Key for programs.
    pub key: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// The temperature rise that it is for.
    pub at_rise: Option<Quantity>,
    /// Value in `unit`.
    pub value: f64,
    /// Unit.
    pub unit: &'static str,
}

impl PropertyState {
    /// The first part that a state of air alone has.
    fn part_of_air(&self) -> Option<&'static str> {
        let given = [
            (self.relative_humidity.is_some(), "relative humidity"),
            (self.dew_point_c.is_some(), "dew point"),
            (self.wet_bulb_c.is_some(), "wet-bulb"),
            (self.humidity_ratio.is_some(), "humidity ratio"),
            (self.pressure_pa.is_some(), "pressure"),
        ];
        given.into_iter().find_map(|(has, what)| has.then_some(what))
    }

    /// The state by one measure of its water, where several agree, as those that `props` prints do. The humidity ratio is
    /// taken first: it alone does not rest on a table or a search.
    ///
    /// # Errors
    /// [`PropertyError::Contradiction`], and those of the state.
    pub fn with_one_measure_of_water(self) -> Result<Self, PropertyError> {
        let none = Self { relative_humidity: None, dew_point_c: None, wet_bulb_c: None, humidity_ratio: None, ..self };
        let alone = [
            ("humidity ratio", self.humidity_ratio.is_some(), Self { humidity_ratio: self.humidity_ratio, ..none }),
            (
                "relative humidity",
                self.relative_humidity.is_some(),
                Self { relative_humidity: self.relative_humidity, ..none },
            ),
            ("dew point", self.dew_point_c.is_some(), Self { dew_point_c: self.dew_point_c, ..none }),
            ("wet-bulb", self.wet_bulb_c.is_some(), Self { wet_bulb_c: self.wet_bulb_c, ..none }),
        ];
        let mut given = alone.into_iter().filter(|(_, has, _)| *has).map(|(name, _, state)| (name, state));
        let Some((first, taken)) = given.next() else { return Ok(self) };
        let t = Temperature::from_celsius(self.temperature_c.ok_or(PropertyError::Temperature)?);
        let vapour = |state: &Self| moist_air_at(t, state).map(|air| air.humidity_ratio().kg_kg());
        let wanted = vapour(&taken)?;
        for (second, other) in given {
            if (vapour(&other)? - wanted).abs() > WATER_AGREEMENT * wanted.max(1e-4) {
                return Err(PropertyError::Contradiction { first, second });
            }
        }
        Ok(taken)
    }
}

/// Relative difference of humidity ratios by which two measures of the same air may differ: rounding of printed values.
const WATER_AGREEMENT: f64 = 1e-4;

/// Most propylene glycol that the correlations know, whole percent by volume.
fn most_glycol_percent() -> f64 {
    let known = |percent: &u32| Liquid::propylene_glycol_by_volume(f64::from(*percent) / 100.0).is_ok();
    (0..=100).take_while(known).last().map_or(0.0, f64::from)
}

impl PropertyFluid {
    /// A fluid by name: `air`, `water`, `pg25` (propylene glycol, percent by volume), or a dielectric of the catalog.
    ///
    /// # Errors
    /// [`PropertyError`].
    pub fn from_name(name: &str, catalog: &Catalog) -> Result<Self, PropertyError> {
        let liquid = |l: Liquid| Self::Liquid(Box::new(l));
        let percent = name.strip_prefix("pg").and_then(|p| p.parse::<f64>().ok());
        match (name, percent) {
            ("air", _) => Ok(Self::Air),
            ("water", _) => Ok(liquid(Liquid::Water)),
            (_, Some(percent)) => {
                let glycol = Liquid::propylene_glycol_by_volume(percent / 100.0);
                Ok(liquid(glycol.map_err(|_| PropertyError::Glycol { percent, most: most_glycol_percent() })?))
            }
            _ if catalog.equipment(name).is_some_and(|e| e.kind == "dielectric") => {
                let spec = read_equipment(catalog, "props", name, "dielectric", dielectric::DielectricSpec::read)?;
                Ok(liquid(Liquid::Dielectric(spec.into())))
            }
            _ => {
                let own = ["air", "water", "pg25"].map(str::to_owned).into_iter();
                let known = own.chain(catalog.equipment_of_kind("dielectric").map(|e| e.id.clone())).collect();
                Err(PropertyError::Unknown { name: name.to_owned(), known })
            }
        }
    }

    /// Its properties at a state.
    ///
    /// # Errors
    /// [`PropertyError`].
    pub fn properties_at(&self, state: &PropertyState) -> Result<Vec<FluidProperty>, PropertyError> {
        let t = Temperature::from_celsius(state.temperature_c.ok_or(PropertyError::Temperature)?);
        match self {
            Self::Air => Ok(air_properties(&moist_air_at(t, state)?)),
            Self::Liquid(liquid) => {
                if let Some(what) = state.part_of_air() {
                    return Err(PropertyError::OfAir { what });
                }
                let s = liquid.properties_at(t)?;
                let (rho, c) = (s.density.kg_m3(), s.specific_heat.j_kg_k());
                Ok(vec![
                    fluid_property("temperature_c", "Temperature", t.celsius(), "degC"),
                    fluid_property("density_kg_m3", "Density", rho, "kg/m3"),
                    fluid_property("specific_heat_j_kg_k", "Specific heat", c, "J/(kg K)"),
                    fluid_property("conductivity_w_mk", "Thermal conductivity", s.conductivity_w_mk, "W/(m K)"),
                    fluid_property("viscosity_pa_s", "Dynamic viscosity", s.viscosity_pa_s, "Pa s"),
                    fluid_property("kinematic_viscosity_m2_s", "Kinematic viscosity", s.viscosity_pa_s / rho, "m2/s"),
                    fluid_property("prandtl", "Prandtl number", s.prandtl_number(), ""),
                    flow_property("flow_l_min_kw_10_k", 60e6 / (rho * c * 10.0), "L/min"),
                ])
            }
        }
    }
}

const fn fluid_property(key: &'static str, name: &'static str, value: f64, unit: &'static str) -> FluidProperty {
    FluidProperty { key, name, at_rise: None, value, unit }
}

/// The flow that carries a kilowatt when it warms up by 10 K, the figure of every cooling loop.
const fn flow_property(key: &'static str, value: f64, unit: &'static str) -> FluidProperty {
    let rise = Quantity { value: 10.0, unit: "K", digits: 0 };
    FluidProperty { at_rise: Some(rise), ..fluid_property(key, "Flow for each kW", value, unit) }
}

fn moist_air_at(t: Temperature, state: &PropertyState) -> Result<MoistAir, PropertyError> {
    let pressure = state.pressure_pa.map_or_else(|| standard_pressure(Length::new(state.altitude_m)), Pressure::new);
    let celsius = Temperature::from_celsius;
    let air = match (state.relative_humidity, state.dew_point_c, state.wet_bulb_c, state.humidity_ratio) {
        (Some(rh), None, None, None) => MoistAir::from_relative_humidity(t, rh, pressure),
        (None, Some(dew), None, None) => MoistAir::from_dew_point(t, celsius(dew), pressure),
        (None, None, Some(wet), None) => MoistAir::from_wet_bulb(t, celsius(wet), pressure),
        (None, None, None, Some(w)) => MoistAir::new(t, HumidityRatio::new(w), pressure),
        (rh, dew, wet, w) => {
            return Err(PropertyError::Water([rh, dew, wet, w].iter().flatten().count()));
        }
    };
    Ok(air?)
}

fn air_properties(a: &MoistAir) -> Vec<FluidProperty> {
    let (rho, c) = (a.density().kg_m3(), a.specific_heat().j_kg_k());
    vec![
        fluid_property("dry_bulb_c", "Dry-bulb", a.dry_bulb().celsius(), "degC"),
        fluid_property("wet_bulb_c", "Wet-bulb", a.wet_bulb().celsius(), "degC"),
        fluid_property("dew_point_c", "Dew point", a.dew_point().celsius(), "degC"),
        fluid_property("relative_humidity", "Relative humidity", a.relative_humidity(), ""),
        fluid_property("humidity_ratio", "Humidity ratio", a.humidity_ratio().kg_kg(), "kg/kg"),
        fluid_property("pressure_pa", "Pressure", a.pressure().pascals(), "Pa"),
        fluid_property("enthalpy_j_kg", "Enthalpy of dry air with its water", a.enthalpy_j_kg(), "J/kg"),
        fluid_property("specific_volume_m3_kg", "Specific volume of dry air", a.specific_volume_m3_kg(), "m3/kg"),
        fluid_property("density_kg_m3", "Density", rho, "kg/m3"),
        fluid_property("specific_heat_j_kg_k", "Specific heat", c, "J/(kg K)"),
        flow_property("flow_m3_h_kw_10_k", 3.6e6 / (rho * c * 10.0), "m3/h"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_the_same_by_every_measure_of_its_water() {
        let one = PropertyState { temperature_c: Some(30.0), relative_humidity: Some(0.5), ..PropertyState::default() };
        let all = PropertyFluid::Air.properties_at(&one).unwrap();
        let of = |key: &str| all.iter().find(|p| p.key == key).unwrap().value;
        // ASHRAE Fundamentals' chart: 30 degC and 50 % have a wet-bulb of 22.0 and a dew point of 18.4 degC.
        assert!((of("wet_bulb_c") - 22.0).abs() < 0.1 && (of("dew_point_c") - 18.4).abs() < 0.1);
        for state in [
            PropertyState {
                temperature_c: Some(30.0),
                dew_point_c: Some(of("dew_point_c")),
                ..PropertyState::default()
            },
            PropertyState { temperature_c: Some(30.0), wet_bulb_c: Some(of("wet_bulb_c")), ..PropertyState::default() },
            PropertyState {
                temperature_c: Some(30.0),
                humidity_ratio: Some(of("humidity_ratio")),
                ..PropertyState::default()
            },
        ] {
            for (a, b) in all.iter().zip(PropertyFluid::Air.properties_at(&state).unwrap()) {
                assert!((a.value - b.value).abs() <= 1e-4 * a.value.abs(), "{}: {} {}", a.key, a.value, b.value);
            }
        }
    }

    #[test]
    fn what_is_no_state_is_refused() {
        let catalog = Catalog::load(None).unwrap();
        assert!(matches!(PropertyFluid::from_name("watr", &catalog), Err(PropertyError::Unknown { .. })));
        let water = PropertyFluid::from_name("water", &catalog).unwrap();
        assert!(matches!(water.properties_at(&PropertyState::default()), Err(PropertyError::Temperature)));
        let hot = PropertyState { temperature_c: Some(150.0), ..PropertyState::default() };
        assert!(matches!(water.properties_at(&hot), Err(PropertyError::Range(_))));
        let twice = PropertyState {
            temperature_c: Some(20.0),
            dew_point_c: Some(5.0),
            wet_bulb_c: Some(9.0),
            ..PropertyState::default()
        };
        assert!(matches!(PropertyFluid::Air.properties_at(&twice), Err(PropertyError::Water(2))));
        assert!(matches!(PropertyFluid::Air.properties_at(&hot), Err(PropertyError::Water(0))));
        // OCP's rule of 1.5 L/min for each kW at 10 K is for glycol of 25 %.
        let glycol = PropertyFluid::from_name("pg25", &catalog).unwrap();
        let at =
            glycol.properties_at(&PropertyState { temperature_c: Some(40.0), ..PropertyState::default() }).unwrap();
        assert!((at.last().unwrap().value - 1.5).abs() < 0.02, "{:?}", at.last());
    }
}
