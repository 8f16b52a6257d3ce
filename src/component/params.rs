//! A parameter is declared once, as a row: name, unit, range, default, sentence. The reader, its checks and the
//! documentation all come from that row.

use std::fmt;

/// One parameter of a component, as declared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Param {
    /// Key in data files; ends in the unit.
    pub name: &'static str,
    /// Unit as printed; empty for a ratio.
    pub unit: &'static str,
    /// Smallest value allowed.
    pub min: f64,
    /// Largest value allowed.
    pub max: f64,
    /// Value when the key is absent; `None` makes the key required.
    pub default: Option<f64>,
    /// One sentence for the documentation: what the parameter is.
    pub doc: &'static str,
}

/// What is wrong with one parameter of an equipment record.
#[derive(Clone, Debug, PartialEq)]
pub enum ParamError {
    /// The key is no parameter of this kind.
    Unknown {
        /// The key found.
        key: String,
        /// The nearest known key, if one is near.
        near: Option<&'static str>,
    },
    /// A required key is absent.
    Missing {
        /// The key wanted.
        key: &'static str,
    },
    /// The value is not a number.
    NotANumber {
        /// The key.
        key: &'static str,
        /// The type found.
        found: &'static str,
    },
    /// The value is outside the declared range.
    OutOfRange {
        /// The declaration broken.
        param: &'static Param,
        /// The value found.
        value: f64,
    },
    /// The lower end of a range is above its upper end.
    Reversed {
        /// The lower end, with its value.
        low: (&'static str, f64),
        /// The upper end, with its value.
        high: (&'static str, f64),
    },
}

impl fmt::Display for ParamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { key, near: Some(near) } => write!(f, "unknown parameter `{key}`; did you mean `{near}`?"),
            Self::Unknown { key, near: None } => write!(f, "unknown parameter `{key}`"),
            Self::Missing { key } => write!(f, "parameter `{key}` is missing"),
            Self::NotANumber { key, found } => write!(f, "`{key}` must be a number, found {found}"),
            Self::Reversed { low, high } => {
                write!(f, "`{}` ({}) must not be above `{}` ({})", low.0, low.1, high.0, high.1)
            }
            Self::OutOfRange { param, value } => {
                write!(f, "`{}` must be {}..={} {}, found {value}", param.name, param.min, param.max, param.unit)
            }
        }
    }
}
impl std::error::Error for ParamError {}

/// Reads the parameters declared in `params` from `table`, in their order.
///
/// # Errors
/// Every problem of the table, in the order of the declarations and then of the unknown keys.
pub fn read(params: &'static [Param], table: &toml::Table) -> Result<Vec<f64>, Vec<ParamError>> {
    let mut problems = Vec::new();
    let mut values = Vec::with_capacity(params.len());
    for param in params {
        let value = match table.get(param.name) {
            Some(toml::Value::Float(v)) => Some(*v),
            Some(toml::Value::Integer(v)) => Some(*v as f64),
            Some(other) => {
                problems.push(ParamError::NotANumber { key: param.name, found: other.type_str() });
                continue;
            }
            None => param.default,
        };
        match value {
            None => problems.push(ParamError::Missing { key: param.name }),
            Some(v) if !(param.min..=param.max).contains(&v) => {
                problems.push(ParamError::OutOfRange { param, value: v });
            }
            Some(v) => values.push(v),
        }
    }
    for key in table.keys().filter(|k| params.iter().all(|p| p.name != k.as_str())) {
        let near = params
            .iter()
            .map(|p| (strsim::damerau_levenshtein(p.name, key), p.name))
            .filter(|(d, _)| *d <= 3)
            .min()
            .map(|(_, name)| name);
        problems.push(ParamError::Unknown { key: key.clone(), near });
    }
    if problems.is_empty() {
        problems = reversed_ranges(params, &values);
    }
    if problems.is_empty() { Ok(values) } else { Err(problems) }
}

/// Parameters `…_min…` that are above the parameter `…_max…` of the same name.
fn reversed_ranges(params: &'static [Param], values: &[f64]) -> Vec<ParamError> {
    let named = || params.iter().map(|p| p.name).zip(values.iter().copied());
    let lows = named().filter(|(name, _)| name.contains("_min"));
    lows.filter_map(|low| {
        let partner = low.0.replacen("_min", "_max", 1);
        let high = named().find(|(name, _)| *name == partner)?;
        (low.1 > high.1).then_some(ParamError::Reversed { low, high })
    })
    .collect()
}

/// Declares the parameters of a component: a struct of plain numbers, its table of [`Param`]s and its reader.
///
/// ```
/// rackjoule::params! {
///     /// A plain resistance.
///     pub struct Spec {
///         /// Case-to-supply thermal resistance.
///         resistance_k_per_w ["K/W"] in 0.001..=1.0;
///         /// Largest permitted rise.
///         max_rise_k ["K"] in 1.0..=80.0 = 40.0;
///     }
/// }
/// let table = toml::toml! { resistance_k_per_w = 0.02 };
/// let spec = Spec::read(&table).unwrap();
/// assert_eq!(spec.max_rise_k, 40.0);
/// ```
#[macro_export]
macro_rules! params {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( #[doc = $doc:literal] $field:ident [$unit:literal] in $min:literal ..= $max:literal $(= $default:literal)?; )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name { $( #[doc = $doc] pub $field: f64, )* }

        impl $name {
            /// The declaration of every parameter.
            pub const PARAMS: &'static [$crate::component::params::Param] = &[ $( $crate::component::params::Param {
                name: stringify!($field), unit: $unit, min: $min, max: $max,
                default: $crate::params!(@default $($default)?), doc: $doc,
            }, )* ];

            /// Reads and checks the parameters from a table.
            ///
            /// # Errors
            /// Every unknown, missing, mistyped or out-of-range parameter.
            pub fn read(table: &toml::Table) -> Result<Self, Vec<$crate::component::params::ParamError>> {
                let values = $crate::component::params::read(Self::PARAMS, table)?;
                let mut values = values.into_iter();
                Ok(Self { $( $field: values.next().unwrap_or(f64::NAN), )* })
            }
        }
    };
    (@default) => { None };
    (@default $default:literal) => { Some($default) };
}
