//! A dry cooler of any kind: what a plant asks of one, whatever moves its air.
//!
//! Each kind is one line of `dry_cooling_units!`: its variant, its type and its file. That line registers the kind with the
//! catalog and lets a plant be built of it. The file has a static `KIND`, a function `read_unit` from the parameters of a
//! record to a unit, and a type with `operate` and `spec`.

use crate::component::kind::EquipmentKind;
use crate::component::params::ParamError;
use crate::physics::air::MoistAir;
use crate::solve::convergence::NotConverged;
use crate::units::{Power, Temperature, ThermalConductance};

use super::dry_cooler::{DryCoolerOperation, DryCoolerSpec};
use super::{dry_cooler, ec_dry_cooler, thermosyphon};

/// What reading a record gives: a unit, or nothing where no conductance reaches its rating.
pub type UnitFromRecord<T> = Result<Option<T>, Vec<ParamError>>;

macro_rules! dry_cooling_units {
    ($($(#[$doc:meta])* $name:ident($unit:ty) in $module:ident),* $(,)?) => {
        /// A dry cooler of one kind or another.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub enum DryCoolingUnit {
            $($(#[$doc])* $name($unit)),*
        }

        /// The kinds of dry coolers.
        pub static DRY_COOLER_KINDS: &[&EquipmentKind] = &[$(&$module::KIND),*];

        impl DryCoolingUnit {
            /// A unit of a record's kind; nothing if the kind is no dry cooler.
            pub fn from_record(kind: &str, parameters: &toml::Table) -> Option<UnitFromRecord<Self>> {
                $(if kind == $module::KIND.name {
                    return Some($module::read_unit(parameters).map(|unit| unit.map(Self::$name)));
                })*
                None
            }

            /// The unit on a load: the lowest fan speed that carries it. Water enters at `water`.
            ///
            /// # Errors
            /// When the speed of the fans is not found.
            pub fn operate(
                &self,
                load: Power,
                water: Temperature,
                capacity: ThermalConductance,
                air: &MoistAir,
            ) -> Result<DryCoolerOperation, NotConverged> {
                match self {
                    $(Self::$name(unit) => unit.operate(load, water, capacity, air)),*
                }
            }

            /// The same with another liquid, whose film has a ratio of conductance to that of water.
            #[must_use]
            pub fn with_liquid_film(self, ratio: f64) -> Self {
                match self {
                    $(Self::$name(unit) => Self::$name(unit.with_liquid_film(ratio))),*
                }
            }

            /// The same, prepared for many hours with water at a capacity rate.
            ///
            /// # Errors
            /// When its curves are not found.
            pub fn prepared_for(self, capacity: ThermalConductance) -> Result<Self, NotConverged> {
                Ok(match self {
                    $(Self::$name(unit) => Self::$name(unit.prepared_for(capacity)?)),*
                })
            }

            /// Rating and air flow of its coil.
            pub fn spec(&self) -> &DryCoolerSpec {
                match self {
                    $(Self::$name(unit) => unit.spec()),*
                }
            }
        }
    };
}

dry_cooling_units! {
    /// Fans by the cube law.
    CubeLaw(dry_cooler::VariableSpeedDryCooler) in dry_cooler,
    /// EC fans with a fixed loss.
    Ec(ec_dry_cooler::EcDryCooler) in ec_dry_cooler,
    /// A refrigerant that circulates by gravity between water and air.
    Thermosyphon(thermosyphon::ThermosyphonCooler) in thermosyphon,
}
