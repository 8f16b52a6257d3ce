//! `generations --factory`.

use std::process::ExitCode;

use crate::catalog::Catalog;
use crate::report::{self, Context};
use crate::scenario::Scenario;
use crate::study::generations::factory::{self, Asked};
use crate::study::generations::halls::Side;
use crate::study::generations::question::{Format, Question};
use crate::units::Power;
use crate::units::parse::{Dimension, parse};

use super::args::{GenerationsArgs, Global};
use super::error::CliError;
use super::generations::explain;
use super::{output, print, progress};

/// Power of a factory, W.
const POWER_W: std::ops::RangeInclusive<f64> = 1e3..=2e10;
/// Price of a million tokens, USD.
const TOKEN_USD: std::ops::RangeInclusive<f64> = 1e-6..=1e4;
/// Price of an accelerator, USD.
const PRICE_USD: std::ops::RangeInclusive<f64> = 1.0..=1e7;
/// Years looked at.
const YEARS: std::ops::RangeInclusive<f64> = 0.25..=30.0;
/// Years that keeping and replacing are compared over where none are named.
const USUAL_YEARS: f64 = 4.0;

/// Runs it; `power` is the argument as given.
pub fn run(
    args: &GenerationsArgs,
    global: &Global,
    (catalog, scenario, context): (&Catalog, &Scenario, &Context),
    (asked, power): (&Question, &str),
) -> Result<ExitCode, CliError> {
    let bar = progress(global, "the factory".to_owned());
    // Each generation in the narrowest format that it has, if nothing else is asked: so it is bought and run.
    let question = Question { format: args.precision.map_or(Format::Lowest, Into::into), ..asked.clone() };
    let result = factory::run(scenario, catalog, &question, &wanted(args, power)?);
    bar.finish_and_clear();
    let result = result.map_err(explain)?;
    let text = report::generations::factory::render(global.format.into(), &result, context)?;
    if let Some(folder) = &global.out {
        output::write_all(folder, &report::generations::factory::files(&result, context)?, global)?;
    }
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn wanted(args: &GenerationsArgs, power: &str) -> Result<Asked, CliError> {
    let watts = parse(power, Dimension::Power)
        .map_err(|e| CliError::input(format!("--factory `{power}`: {e}"), "write it as 20MW, or 500 kW"))?;
    let within = |flag: &str, value: f64, range: &std::ops::RangeInclusive<f64>, unit: &str| {
        if range.contains(&value) {
            return Ok(value);
        }
        let help = format!("it must be {} to {} {unit}", range.start(), range.end());
        Err(CliError::input(format!("{flag} {value} {unit} is out of range"), help))
    };
    let prices = args.prices.iter().map(|text| {
        let wrong = || CliError::input(format!("--price `{text}` is not ID=USD"), "write it as gb300-gpu=60000");
        let (id, usd) = text.split_once('=').ok_or_else(wrong)?;
        let usd: f64 = usd.trim().parse().map_err(|_| wrong())?;
        Ok((id.trim().to_owned(), within(&format!("--price {id}"), usd, &PRICE_USD, "USD")?))
    });
    let pair = args.from.as_ref().zip(args.to.as_ref());
    let replace = pair.map(|(from, to)| Ok::<_, CliError>([end(from)?, end(to)?])).transpose()?;
    Ok(Asked {
        power: Power::new(within("--factory", watts, &POWER_W, "W")?),
        token_price_usd: args.token_price.map(|p| within("--token-price", p, &TOKEN_USD, "USD")).transpose()?,
        prices: prices.collect::<Result<_, CliError>>()?,
        replace,
        years: within("--years", args.years.unwrap_or(USUAL_YEARS), &YEARS, "years")?,
    })
}

/// An accelerator with its side.
fn end(word: &str) -> Result<(String, Option<Side>), CliError> {
    match word.rsplit_once('@') {
        None => Ok((word.to_owned(), None)),
        Some((id, "air")) => Ok((id.to_owned(), Some(Side::Air))),
        Some((id, "liquid")) => Ok((id.to_owned(), Some(Side::Liquid))),
        Some((id, _)) => {
            let help = format!("write {id}@air or {id}@liquid; scenarios have no place in a factory");
            Err(CliError::input(format!("`{word}` is no accelerator on air or liquid"), help))
        }
    }
}
