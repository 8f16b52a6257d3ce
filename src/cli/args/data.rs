//! Arguments of commands on the data, and of the manual.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use crate::catalog::validation::EvidenceKind;

/// Which fluid, and its state.
#[derive(Debug, ClapArgs)]
pub struct PropsArgs {
    /// air, water, pg25 (propylene glycol, percent by volume), or a dielectric of the catalog.
    #[arg(value_name = "FLUID")]
    pub fluid: String,
    /// Temperature; of air the dry-bulb.
    #[arg(short, long, value_name = "T", visible_alias = "dry-bulb", allow_hyphen_values = true)]
    pub temperature: Option<String>,
    /// Relative humidity of air, for instance 0.5 or "50 %".
    #[arg(long, value_name = "SHARE")]
    pub relative_humidity: Option<String>,
    /// Dew point of air.
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    pub dew_point: Option<String>,
    /// Wet-bulb of air.
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    pub wet_bulb: Option<String>,
    /// Humidity ratio of air, kg of water for each kg of dry air.
    #[arg(long, value_name = "W")]
    pub humidity_ratio: Option<String>,
    /// Pressure of air; without it that of the altitude.
    #[arg(long, value_name = "P", conflicts_with = "altitude")]
    pub pressure: Option<String>,
    /// Altitude [default: sea level].
    #[arg(long, value_name = "Z", allow_hyphen_values = true)]
    pub altitude: Option<String>,
    /// States from a CSV file, or - for standard input: columns temperature_c, relative_humidity, dew_point_c, wet_bulb_c,
    /// humidity_ratio, pressure_pa, altitude_m.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["temperature", "relative_humidity", "dew_point", "wet_bulb", "humidity_ratio", "pressure", "altitude"])]
    pub csv: Option<PathBuf>,
}

/// Which published cases.
#[derive(Debug, ClapArgs)]
pub struct ValidateArgs {
    /// Ids of cases; without any, all of them.
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,
    /// Only cases whose figures were obtained this way.
    #[arg(long, value_enum)]
    pub kind: Option<KindArg>,
    /// Write the quantities that hold now as a new baseline (data/validation/baseline.toml) into this file.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["ids", "kind"])]
    pub update_baseline: Option<PathBuf>,
}

/// How published figures were obtained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    /// By instrument.
    Measured,
    /// A maker's figure.
    Specification,
    /// Computed by its authors.
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

/// Which shell.
#[derive(Debug, ClapArgs)]
pub struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Where the manual goes.
#[derive(Debug, ClapArgs)]
pub struct ManArgs {
    /// Folder to write a page for each command into; without it the main page goes to standard output.
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

/// What to show of the catalog.
#[derive(Debug, ClapArgs)]
pub struct CatalogArgs {
    #[command(subcommand)]
    pub action: CatalogAction,
}

/// Actions on the catalog.
#[derive(Debug, Subcommand)]
pub enum CatalogAction {
    /// List records.
    List {
        /// Only this kind: chip, system, equipment, climate, workload or source.
        kind: Option<String>,
    },
    /// Find records whose id or name holds some words.
    Search {
        /// The words.
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Show a record value by value.
    Show {
        /// Its id.
        id: String,
    },
}
