//! `site`.

use std::process::ExitCode;

use crate::catalog::{Catalog, RecordKind};
use crate::report;
use crate::scenario::Scenario;
use crate::scenario::reader::did_you_mean;
use crate::study::site::result::HourRecord;
use crate::study::{climates, site};
use crate::units::calendar::minute_of_year;

use super::args::{DaySpan, GlobalArgs, SiteArgs};
use super::console::{INFEASIBLE_EXIT_CODE, start_spinner, write_stdout};
use super::error::{CliError, describe_study_error};
use super::{explicit_plant, output, scenario};

/// Runs the command.
pub fn run(args: &SiteArgs, global: &GlobalArgs, command: &str) -> Result<ExitCode, CliError> {
    let catalog = Catalog::load(global.data.as_deref())?;
    let scenario = scenario::read_scenario(args.scenario.scenario.as_deref(), global, &catalog)?;
    if let Some(folder) = &global.out {
        output::check_output_folder(folder, global.force)?;
    }
    if scenario.explicit_plant.is_some() {
        return explicit_plant::run_explicit_plant(args, global, command, &catalog, &scenario);
    }
    if !args.climates.is_empty() {
        return run_climates(args, global, command, &catalog, &scenario);
    }
    let one = args.architecture.is_some() || scenario.architectures.len() == 1;
    if let Some(file) = args.hourly.as_ref().filter(|_| !one) {
        let names: Vec<&str> = scenario.architectures.iter().map(|a| a.name.as_str()).collect();
        let message = format!("{} would hold the hours of {} architectures", file.display(), names.len());
        return Err(CliError::invalid_input(message, format!("choose one: --architecture {}", names.join(", or "))));
    }
    let bar = start_spinner(global, "the year".to_owned());
    let result = site::run(&scenario, &catalog, args.architecture.as_deref());
    bar.finish_and_clear();
    let result = result.map_err(describe_study_error)?;
    let context = scenario::report_context(command, &scenario, global);
    let text = report::render(global.format.into(), &result, &context)?;
    if let Some(file) = &args.hourly {
        let hours = result.architectures.first().map(|a| a.hours.as_slice()).unwrap_or_default();
        if hours.is_empty() {
            let message = "there are no hours to write: the weather is joint bins, or the architecture is not feasible";
            return Err(CliError::invalid_input(message, "use weather_form = \"hourly\" or a weather file"));
        }
        let hours = pick_days(hours, args.days.as_ref())?;
        let groups: Vec<String> = scenario.it.groups.iter().map(|group| group.name.clone()).collect();
        output::write_file(file, report::site::render_hourly_csv(hours, &groups)?.as_bytes(), global.force)?;
        if !global.quiet {
            eprintln!("wrote {} hours to {}", hours.len(), file.display());
        }
    }
    if let Some(folder) = &global.out {
        output::write_and_report_files(folder, &report::render_files(&result, &context)?, global)?;
    }
    write_stdout(&text)?;
    let feasible = result.architectures.iter().any(|a| a.total.feasible);
    Ok(if feasible { ExitCode::SUCCESS } else { ExitCode::from(INFEASIBLE_EXIT_CODE) })
}

/// The rows of some days of the year, the last day with them; all without days.
fn pick_days<'a>(hours: &'a [HourRecord], days: Option<&DaySpan>) -> Result<&'a [HourRecord], CliError> {
    let (Some(DaySpan { first, last }), [one, ..]) = (days, hours) else { return Ok(hours) };
    let step_h = one.hour;
    let leap = hours.last().is_some_and(|end| end.hour > LEAP_YEAR_H);
    let hour_of = |day: &(u32, u32)| minute_of_year(day.0, day.1, 0, leap).map(|minute| f64::from(minute) / 60.0);
    let (Some(from), Some(until)) = (hour_of(first), hour_of(last)) else {
        let message = "the year of the weather has no such day";
        return Err(CliError::invalid_input(message, "write days like 04-07, or 04-07..04-09"));
    };
    let place = |hour: f64| (hour / step_h).round().max(0.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows of a year")]
    let (from, until) = (place(from) as usize, place(until + 24.0) as usize);
    Ok(hours.get(from..until).unwrap_or(hours))
}

/// More hours than a common year has.
const LEAP_YEAR_H: f64 = 8772.0;

/// The same in many climates.
fn run_climates(
    args: &SiteArgs,
    global: &GlobalArgs,
    command: &str,
    catalog: &Catalog,
    scenario: &Scenario,
) -> Result<ExitCode, CliError> {
    let all = args.climates.iter().any(|c| c == "all");
    for id in args.climates.iter().filter(|_| !all) {
        if catalog.climate(id).is_none() {
            let near = catalog.suggest_ids(RecordKind::Climate, id);
            let hint = did_you_mean(&near);
            let help = format!("{hint}use `all`, or ids of `rackjoule catalog list climate`");
            return Err(CliError::invalid_input(format!("unknown climate `{id}`"), help));
        }
    }
    let bar = start_spinner(global, "climates".to_owned());
    let chosen = (!all).then_some(args.climates.as_slice());
    let result = climates::run(scenario, catalog, chosen, args.architecture.as_deref());
    bar.finish_and_clear();
    let result = result.map_err(describe_study_error)?;
    let context = scenario::report_context(command, scenario, global);
    let text = report::render(global.format.into(), &result, &context)?;
    if let Some(folder) = &global.out {
        output::write_and_report_files(folder, &report::render_files(&result, &context)?, global)?;
    }
    write_stdout(&text)?;
    let feasible = result.climates.iter().flat_map(|c| &c.architectures).any(|a| a.feasible);
    Ok(if feasible { ExitCode::SUCCESS } else { ExitCode::from(INFEASIBLE_EXIT_CODE) })
}
