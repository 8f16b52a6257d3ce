//! `capacity`.

use std::process::ExitCode;

use crate::report;
use crate::study::capacity;
use crate::study::capacity::request::{CapacityError, CapacityRequest, LimitBoundary, PlannedActivity};
use crate::units::Power;
use crate::units::parse::{Dimension, parse_quantity};

use super::args::{CapacityArgs, GlobalArgs, MEASURED};
use super::console::{INFEASIBLE_EXIT_CODE, start_spinner, write_stdout};
use super::error::{CliError, describe_study_error};
use super::{output, scenario};

/// Powers that an option may give.
struct PowerRange {
    /// W.
    watts: std::ops::RangeInclusive<f64>,
    /// The same in words.
    words: &'static str,
    /// How one is written.
    example: &'static str,
}

/// Power of a site.
const SITE: PowerRange = PowerRange { watts: 1.0..=2e10, words: "1 W to 20 GW", example: "20MW, or \"500 kW\"" };
/// Power limit of an accelerator: as `power_limit` of a scenario.
const CAP: PowerRange = PowerRange { watts: 100.0..=5000.0, words: "100 W to 5000 W", example: "1000W" };
/// Activity that a scenario may state, below full.
const SHARE_RANGE: std::ops::RangeInclusive<f64> = 0.05..=1.0;

/// Runs the command.
pub fn run(args: &CapacityArgs, global: &GlobalArgs, command: &str) -> Result<ExitCode, CliError> {
    let request = read_request(args)?;
    let (catalog, scenario) = scenario::load_study_inputs(&args.scenario, global)?;
    let bar = start_spinner(global, "racks that fit".to_owned());
    let result = capacity::run(&scenario, &catalog, &request);
    bar.finish_and_clear();
    let result = result.map_err(describe_error)?;
    let context = scenario::report_context(command, &scenario, global);
    let text = report::render(global.format.into(), &result, &context)?;
    if let Some(file) = &args.hourly {
        output::write_file(file, report::capacity::render_hourly_csv(&result)?.as_bytes(), global.force)?;
        if !global.quiet {
            let rows: usize = result.architectures.iter().map(|a| a.hours.len()).sum();
            eprintln!("wrote {rows} hours to {}", file.display());
        }
    }
    if let Some(folder) = &global.out {
        output::write_and_report_files(folder, &report::render_files(&result, &context)?, global)?;
    }
    write_stdout(&text)?;
    let feasible = result.architectures.iter().any(|a| a.feasible);
    Ok(if feasible { ExitCode::SUCCESS } else { ExitCode::from(INFEASIBLE_EXIT_CODE) })
}

fn read_request(args: &CapacityArgs) -> Result<CapacityRequest, CliError> {
    let limits = [
        ("--power", &args.power, LimitBoundary::Utility),
        ("--it-power", &args.it_power, LimitBoundary::It),
        ("--heat", &args.heat, LimitBoundary::Heat),
    ];
    let given = limits.into_iter().find_map(|(flag, text, boundary)| Some((flag, text.as_deref()?, boundary)));
    let (flag, text, boundary) =
        given.ok_or_else(|| CliError::invalid_input("no power is given", "give --power, --it-power or --heat"))?;
    let limit = read_power(flag, text, &SITE)?;
    let caps = args.caps.iter().map(|text| read_power("--cap", text, &CAP));
    Ok(CapacityRequest {
        boundary,
        limit,
        caps: caps.collect::<Result<_, _>>()?,
        activity: read_activity(args.oversubscribe.as_deref())?,
        architecture: args.architecture.clone(),
    })
}

/// A power with its unit: a bare number may mean any.
fn read_power(flag: &str, text: &str, range: &PowerRange) -> Result<Power, CliError> {
    let mend = || format!("write it as {}", range.example);
    if text.trim().parse::<f64>().is_ok_and(f64::is_finite) {
        return Err(CliError::invalid_input(format!("{flag} `{text}` has no unit"), mend()));
    }
    let watts = parse_quantity(text, Dimension::Power)
        .map_err(|e| CliError::invalid_input(format!("{flag} `{text}`: {e}"), mend()))?;
    if range.watts.contains(&watts) {
        return Ok(Power::new(watts));
    }
    let message = format!("{flag} `{text}` is out of range");
    Err(CliError::invalid_input(message, format!("it must be {}; {}", range.words, mend())))
}

fn read_activity(asked: Option<&str>) -> Result<PlannedActivity, CliError> {
    match asked {
        None => Ok(PlannedActivity::Full),
        Some(MEASURED) => Ok(PlannedActivity::AsMeasured),
        Some(text) => {
            let share = parse_quantity(text, Dimension::Ratio).ok().filter(|share| SHARE_RANGE.contains(share));
            share.map(PlannedActivity::Share).ok_or_else(|| {
                let help = "write a share from 0.05 to 1, as in --oversubscribe 0.85; the scenario stands before it";
                CliError::invalid_input(format!("--oversubscribe `{text}` is no share"), help)
            })
        }
    }
}

fn describe_error(error: CapacityError) -> CliError {
    let help = error.help();
    match error {
        CapacityError::Study(error) => describe_study_error(error),
        other => CliError::Input { message: other.to_string(), help },
    }
}
