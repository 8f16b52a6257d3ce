//! `props`.

use std::path::Path;
use std::process::ExitCode;

use crate::catalog::Catalog;
use crate::report::{self, UnitSystem};
use crate::scenario::reader::{did_you_mean, nearest_word};
use crate::study::properties::{FluidProperty, PropertyError, PropertyFluid, PropertyState};
use crate::units::ZERO_CELSIUS_K;
use crate::units::parse::{self, Dimension};

use super::args::{GlobalArgs, PropsArgs};
use super::console::{text_width, write_stdout};
use super::error::CliError;
use super::scenario;

/// Runs the command.
pub fn run(args: &PropsArgs, global: &GlobalArgs) -> Result<ExitCode, CliError> {
    let units: UnitSystem = global.units.into();
    let explain = |error| describe_property_error(error, units);
    let catalog = Catalog::load(global.data.as_deref())?;
    let fluid = PropertyFluid::from_name(&args.fluid, &catalog).map_err(explain)?;
    let states = match &args.csv {
        Some(file) => states_from_csv(&fluid, file, units)?,
        None => vec![fluid.properties_at(&state_from_args(args)?).map_err(explain)?],
    };
    write_stdout(&report::properties::render(global.format.into(), &args.fluid, &states, units, text_width())?)?;
    Ok(ExitCode::SUCCESS)
}

fn describe_property_error(error: PropertyError, units: UnitSystem) -> CliError {
    match error {
        PropertyError::Unknown { name, known } => {
            let hint = did_you_mean(nearest_word(&name, known.iter().map(String::as_str)).as_slice());
            let help = format!("{hint}there are {}; pgNN is propylene glycol of NN % by volume", known.join(", "));
            CliError::invalid_input(format!("no fluid `{name}`"), help)
        }
        PropertyError::Temperature => {
            CliError::invalid_input("the state needs a temperature", "add --temperature \"40 degC\"")
        }
        PropertyError::Water(_) => {
            let help = "give one of --relative-humidity, --dew-point, --wet-bulb, --humidity-ratio";
            CliError::invalid_input(error.to_string(), help)
        }
        error => CliError::Input { message: units.format_message(&error.describe()), help: None },
    }
}

/// A quantity of an argument, in SI.
fn parse_quantity_argument(name: &str, text: Option<&String>, dimension: Dimension) -> Result<Option<f64>, CliError> {
    let Some(text) = text else { return Ok(None) };
    let bare =
        text.trim().parse::<f64>().ok().filter(|v| v.is_finite()).map(|v| parse::from_documented_unit(v, dimension));
    let si = bare.map_or_else(|| parse::parse_quantity(text, dimension), Ok);
    si.map(Some).map_err(|e| CliError::Input { message: format!("{name}: {e}"), help: None })
}

fn state_from_args(args: &PropsArgs) -> Result<PropertyState, CliError> {
    let celsius = |name: &str, text: &Option<String>| {
        Ok::<_, CliError>(
            parse_quantity_argument(name, text.as_ref(), Dimension::Temperature)?.map(|k| k - ZERO_CELSIUS_K),
        )
    };
    let ratio = |name: &str, text: &Option<String>| parse_quantity_argument(name, text.as_ref(), Dimension::Ratio);
    Ok(PropertyState {
        temperature_c: celsius("--temperature", &args.temperature)?,
        pressure_pa: parse_quantity_argument("--pressure", args.pressure.as_ref(), Dimension::Pressure)?,
        altitude_m: parse_quantity_argument("--altitude", args.altitude.as_ref(), Dimension::Length)?.unwrap_or(0.0),
        relative_humidity: ratio("--relative-humidity", &args.relative_humidity)?,
        dew_point_c: celsius("--dew-point", &args.dew_point)?,
        wet_bulb_c: celsius("--wet-bulb", &args.wet_bulb)?,
        humidity_ratio: ratio("--humidity-ratio", &args.humidity_ratio)?,
    })
}

/// The states of a CSV file: a column for each part of a state, by its key.
fn states_from_csv(fluid: &PropertyFluid, file: &Path, units: UnitSystem) -> Result<Vec<Vec<FluidProperty>>, CliError> {
    /// Results that `props` itself prints: they follow from the state.
    const DERIVED: [&str; 6] = [
        "enthalpy_j_kg",
        "specific_volume_m3_kg",
        "density_kg_m3",
        "specific_heat_j_kg_k",
        "flow_m3_h_kw_10_k",
        "fluid",
    ];
    const COLUMNS: [&str; 8] = [
        "temperature_c",
        "dry_bulb_c",
        "pressure_pa",
        "altitude_m",
        "relative_humidity",
        "dew_point_c",
        "wet_bulb_c",
        "humidity_ratio",
    ];
    let (name, text) = scenario::read_text(file, "give --csv a file with a head line, then a row for each state")?;
    let at = |line: u64, what: String| CliError::Input { message: format!("{name}:{line}: {what}"), help: None };
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
    let head = reader.headers().map_err(|e| at(1, e.to_string()))?.clone();
    if let Some(column) = head.iter().find(|h| !COLUMNS.contains(h) && !DERIVED.contains(h)) {
        let hint = did_you_mean(nearest_word(column, COLUMNS.into_iter()).as_slice());
        let help = format!("{hint}columns may be {}", COLUMNS.join(", "));
        return Err(CliError::invalid_input(format!("{name}:1: unknown column `{column}`"), help));
    }
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| at(e.position().map_or(0, csv::Position::line), e.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let mut state = PropertyState::default();
        for (column, value) in head.iter().zip(&record).filter(|(column, _)| !DERIVED.contains(column)) {
            let number = value.parse::<f64>().ok().filter(|v| v.is_finite());
            let number = number.ok_or_else(|| at(line, format!("`{column}` must be a number, found `{value}`")))?;
            match column {
                "pressure_pa" => state.pressure_pa = Some(number),
                "altitude_m" => state.altitude_m = number,
                "relative_humidity" => state.relative_humidity = Some(number),
                "dew_point_c" => state.dew_point_c = Some(number),
                "wet_bulb_c" => state.wet_bulb_c = Some(number),
                "humidity_ratio" => state.humidity_ratio = Some(number),
                _ => state.temperature_c = Some(number),
            }
        }
        let properties = state.with_one_measure_of_water().and_then(|state| fluid.properties_at(&state));
        out.push(properties.map_err(|e| at(line, units.format_message(&e.describe())))?);
    }
    if out.is_empty() {
        return Err(CliError::invalid_input(
            format!("{name} holds no state"),
            "a head line, then a row for each state",
        ));
    }
    Ok(out)
}
