//! `generations --factory`.

use std::process::ExitCode;

use crate::catalog::Catalog;
use crate::report::{self, ReportContext};
use crate::scenario::Scenario;
use crate::study::generations::factory::{self, FactoryRequest};
use crate::study::generations::halls::CoolingMedium;
use crate::study::generations::options::{GenerationRequest, PrecisionChoice};
use crate::units::Power;
use crate::units::parse::{Dimension, parse_quantity};

use super::args::{GenerationsArgs, GlobalArgs};
use super::console::{start_spinner, write_stdout};
use super::error::{CliError, describe_generation_error};
use super::output;

/// Power of a factory, W.
const POWER_RANGE_W: std::ops::RangeInclusive<f64> = 1e3..=2e10;
/// Price of a million tokens, USD.
const TOKEN_PRICE_RANGE_USD: std::ops::RangeInclusive<f64> = 1e-6..=1e4;
/// Price of an accelerator, USD.
const ACCELERATOR_PRICE_RANGE_USD: std::ops::RangeInclusive<f64> = 1.0..=1e7;
/// Years looked at.
const HORIZON_RANGE_YEARS: std::ops::RangeInclusive<f64> = 0.25..=30.0;
/// Years that keeping and replacing are compared over where none are named.
const DEFAULT_HORIZON_YEARS: f64 = 4.0;

/// Runs it; `power` is the argument as given.
pub fn run(
    args: &GenerationsArgs,
    global: &GlobalArgs,
    (catalog, scenario, context): (&Catalog, &Scenario, &ReportContext),
    (asked, power): (&GenerationRequest, &str),
) -> Result<ExitCode, CliError> {
    let bar = start_spinner(global, "the factory".to_owned());
    // Each generation in the narrowest format that it has, if nothing else is asked: so it is bought and run.
    let question =
        GenerationRequest { format: args.precision.map_or(PrecisionChoice::Lowest, Into::into), ..asked.clone() };
    let result = factory::run(scenario, catalog, &question, &parse_factory_request(args, power)?);
    bar.finish_and_clear();
    let result = result.map_err(describe_generation_error)?;
    let text = report::render(global.format.into(), &result, context)?;
    if let Some(folder) = &global.out {
        output::write_and_report_files(folder, &report::render_files(&result, context)?, global)?;
    }
    write_stdout(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn parse_factory_request(args: &GenerationsArgs, power: &str) -> Result<FactoryRequest, CliError> {
    let watts = parse_quantity(power, Dimension::Power)
        .map_err(|e| CliError::invalid_input(format!("--factory `{power}`: {e}"), "write it as 20MW, or 500 kW"))?;
    let within = |flag: &str, value: f64, range: &std::ops::RangeInclusive<f64>, unit: &str| {
        if range.contains(&value) {
            return Ok(value);
        }
        let help = format!("it must be {} to {} {unit}", range.start(), range.end());
        Err(CliError::invalid_input(format!("{flag} {value} {unit} is out of range"), help))
    };
    let prices = args.prices.iter().map(|text| {
        let wrong =
            || CliError::invalid_input(format!("--price `{text}` is not ID=USD"), "write it as gb300-gpu=60000");
        let (id, usd) = text.split_once('=').ok_or_else(wrong)?;
        let usd: f64 = usd.trim().parse().map_err(|_| wrong())?;
        Ok((id.trim().to_owned(), within(&format!("--price {id}"), usd, &ACCELERATOR_PRICE_RANGE_USD, "USD")?))
    });
    let pair = args.from.as_ref().zip(args.to.as_ref());
    let replace = pair
        .map(|(from, to)| Ok::<_, CliError>([parse_accelerator_side(from)?, parse_accelerator_side(to)?]))
        .transpose()?;
    Ok(FactoryRequest {
        power: Power::new(within("--factory", watts, &POWER_RANGE_W, "W")?),
        token_price_usd: args
            .token_price
            .map(|p| within("--token-price", p, &TOKEN_PRICE_RANGE_USD, "USD"))
            .transpose()?,
        prices: prices.collect::<Result<_, CliError>>()?,
        replace,
        years: within("--years", args.years.unwrap_or(DEFAULT_HORIZON_YEARS), &HORIZON_RANGE_YEARS, "years")?,
    })
}

/// An accelerator with its side.
fn parse_accelerator_side(word: &str) -> Result<(String, Option<CoolingMedium>), CliError> {
    match word.rsplit_once('@') {
        None => Ok((word.to_owned(), None)),
        Some((id, "air")) => Ok((id.to_owned(), Some(CoolingMedium::Air))),
        Some((id, "liquid")) => Ok((id.to_owned(), Some(CoolingMedium::Liquid))),
        Some((id, _)) => {
            let help = format!("write {id}@air or {id}@liquid; scenarios have no place in a factory");
            Err(CliError::invalid_input(format!("`{word}` is no accelerator on air or liquid"), help))
        }
    }
}
