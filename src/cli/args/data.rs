//! Arguments of `props`, `validate`, `catalog`, `completions` and `man`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use crate::catalog::validation::EvidenceKind;

/// A fluid and its state.
#[derive(Debug, ClapArgs)]
pub struct PropsArgs {
    /// air, water, pg25 (propylene glycol, 25 % by volume), or the id of a dielectric in the catalog.
    #[arg(value_name = "FLUID")]
    pub fluid: String,
    /// Temperature. For air: dry-bulb temperature.
    #[arg(short, long, value_name = "T", visible_alias = "dry-bulb", allow_hyphen_values = true)]
    pub temperature: Option<String>,
    /// Relative humidity of air, for instance 0.5 or "50 %".
    #[arg(long, value_name = "SHARE")]
    pub relative_humidity: Option<String>,
    /// Dew-point temperature of air.
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    pub dew_point: Option<String>,
    /// Wet-bulb temperature of air.
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    pub wet_bulb: Option<String>,
    /// Humidity ratio of air, kg of water per kg of dry air.
    #[arg(long, value_name = "W")]
    pub humidity_ratio: Option<String>,
    /// Pressure of air [default: standard atmosphere at the altitude].
    #[arg(long, value_name = "P", conflicts_with = "altitude")]
    pub pressure: Option<String>,
    /// Altitude [default: sea level].
    #[arg(long, value_name = "Z", allow_hyphen_values = true)]
    pub altitude: Option<String>,
    /// Read states from a CSV file, or from standard input if -. Columns: temperature_c, relative_humidity,
    /// dew_point_c, wet_bulb_c, humidity_ratio, pressure_pa, altitude_m.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["temperature", "relative_humidity", "dew_point", "wet_bulb", "humidity_ratio", "pressure", "altitude"])]
    pub csv: Option<PathBuf>,
}

/// A selection of validation cases.
#[derive(Debug, ClapArgs)]
pub struct ValidateArgs {
    /// Ids of the cases to run [default: all].
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,
    /// Run only cases with this kind of evidence.
    #[arg(long, value_enum)]
    pub kind: Option<KindArg>,
    /// Write the quantities that pass now to this file, as a new baseline (data/validation/baseline.toml).
    #[arg(long, value_name = "FILE", conflicts_with_all = ["ids", "kind"])]
    pub update_baseline: Option<PathBuf>,
}

/// Kinds of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    /// Measured by instrument.
    Measured,
    /// Specified by a manufacturer or reseller.
    Specification,
    /// Computed by the authors of the source.
    Modelled,
}

impl From<KindArg> for EvidenceKind {
    fn from(arg: KindArg) -> Self {
        match arg {
            KindArg::Measured => Self::Measured,
            KindArg::Specification => Self::Specification,
            KindArg::Modelled => Self::Modelled,
        }
    }
}

/// The target of the completion script.
#[derive(Debug, ClapArgs)]
pub struct CompletionsArgs {
    /// Shell to print completions for.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// The destination of the manual.
#[derive(Debug, ClapArgs)]
pub struct ManArgs {
    /// Folder for one page for each command [default: print the main page on standard output].
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

/// An action on the catalog.
#[derive(Debug, ClapArgs)]
pub struct CatalogArgs {
    #[command(subcommand)]
    pub action: CatalogAction,
}

/// Actions on the catalog.
#[derive(Debug, Subcommand)]
pub enum CatalogAction {
    /// List the records.
    List {
        /// Kind of record, for instance chip, system, equipment, climate, workload or source [default: all].
        kind: Option<String>,
    },
    /// Find the records whose id or name contains all words.
    Search {
        /// Words to search for.
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Show every value of a record.
    Show {
        /// Id of the record.
        id: String,
    },
}
