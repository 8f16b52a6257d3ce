//! `props`.

use std::path::Path;
use std::process::ExitCode;

use crate::catalog::Catalog;
use crate::report::{self, Units};
use crate::scenario::reader::{did_you_mean, nearest};
use crate::study::properties::{Fluid, Property, PropertyError, State};
use crate::units::ZERO_CELSIUS_K;
use crate::units::parse::{self, Dimension};

use super::args::{Global, PropsArgs};
use super::error::CliError;
use super::{print, scenario};

/// Runs the command.
pub fn run(args: &PropsArgs, global: &Global) -> Result<ExitCode, CliError> {
    let units: Units = global.units.into();
    let explain = |error| explain(error, units);
    let catalog = Catalog::load(global.data.as_deref())?;
    let fluid = Fluid::of(&args.fluid, &catalog).map_err(explain)?;
    let states = match &args.csv {
        Some(file) => of_file(&fluid, file, units)?,
        None => vec![fluid.at(&state(args)?).map_err(explain)?],
    };
    print(&report::properties::render(global.format.into(), &args.fluid, &states, units)?)?;
    Ok(ExitCode::SUCCESS)
}

fn explain(error: PropertyError, units: Units) -> CliError {
    match error {
        PropertyError::Unknown { name, known } => {
            let hint = did_you_mean(nearest(&name, known.iter().map(String::as_str)).as_slice());
            let help = format!("{hint}there are {}; pgNN is propylene glycol of NN % by volume", known.join(", "));
            CliError::input(format!("no fluid `{name}`"), help)
        }
        PropertyError::Temperature => CliError::input("the state needs a temperature", "add --temperature \"40 degC\""),
        PropertyError::Water(_) => {
            let help = "give one of --relative-humidity, --dew-point, --wet-bulb, --humidity-ratio";
            CliError::input(error.to_string(), help)
        }
        error => CliError::Input { message: units.text(&error.to_string()), help: None },
    }
}

/// A quantity of an argument, in SI.
fn quantity(name: &str, text: Option<&String>, dimension: Dimension) -> Result<Option<f64>, CliError> {
    let Some(text) = text else { return Ok(None) };
    let bare = text.trim().parse::<f64>().ok().filter(|v| v.is_finite()).map(|v| parse::bare(v, dimension));
    let si = bare.map_or_else(|| parse::parse(text, dimension), Ok);
    si.map(Some).map_err(|e| CliError::Input { message: format!("{name}: {e}"), help: None })
}

fn state(args: &PropsArgs) -> Result<State, CliError> {
    let celsius = |name: &str, text: &Option<String>| {
        Ok::<_, CliError>(quantity(name, text.as_ref(), Dimension::Temperature)?.map(|k| k - ZERO_CELSIUS_K))
    };
    let ratio = |name: &str, text: &Option<String>| quantity(name, text.as_ref(), Dimension::Ratio);
    Ok(State {
        temperature_c: celsius("--temperature", &args.temperature)?,
        pressure_pa: quantity("--pressure", args.pressure.as_ref(), Dimension::Pressure)?,
        altitude_m: quantity("--altitude", args.altitude.as_ref(), Dimension::Length)?.unwrap_or(0.0),
        relative_humidity: ratio("--relative-humidity", &args.relative_humidity)?,
        dew_point_c: celsius("--dew-point", &args.dew_point)?,
        wet_bulb_c: celsius("--wet-bulb", &args.wet_bulb)?,
        humidity_ratio: ratio("--humidity-ratio", &args.humidity_ratio)?,
    })
}

/// The states of a CSV file: a column for each part of a state, by its key.
fn of_file(fluid: &Fluid, file: &Path, units: Units) -> Result<Vec<Vec<Property>>, CliError> {
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
    let (name, text) = scenario::text(file)?;
    let at = |line: u64, what: String| CliError::Input { message: format!("{name}:{line}: {what}"), help: None };
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
    let head = reader.headers().map_err(|e| at(1, e.to_string()))?.clone();
    if let Some(column) = head.iter().find(|h| !COLUMNS.contains(h)) {
        let hint = did_you_mean(nearest(column, COLUMNS.into_iter()).as_slice());
        let help = format!("{hint}columns may be {}", COLUMNS.join(", "));
        return Err(CliError::input(format!("{name}:1: unknown column `{column}`"), help));
    }
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| at(e.position().map_or(0, csv::Position::line), e.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let mut state = State::default();
        for (column, value) in head.iter().zip(&record) {
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
        out.push(fluid.at(&state).map_err(|e| at(line, units.text(&e.to_string())))?);
    }
    if out.is_empty() {
        return Err(CliError::input(format!("{name} holds no state"), "a head line, then a row for each state"));
    }
    Ok(out)
}
