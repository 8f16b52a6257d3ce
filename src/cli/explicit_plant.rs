//! `site` on a scenario with `[plant]` or `[servers]`.

use std::process::ExitCode;

use crate::catalog::Catalog;
use crate::report;
use crate::scenario::Scenario;
use crate::study::explicit_plant::{self, ExplicitPlantError};

use super::args::{GlobalArgs, SiteArgs};
use super::console::write_stdout;
use super::error::CliError;
use super::output;

/// Runs the year of a plant that is described part by part.
pub(crate) fn run_explicit_plant(
    args: &SiteArgs,
    global: &GlobalArgs,
    command: &str,
    catalog: &Catalog,
    scenario: &Scenario,
) -> Result<ExitCode, CliError> {
    if args.architecture.is_some() || !args.climates.is_empty() {
        let message = "--architecture and --climates have no meaning for plant described part by part";
        return Err(CliError::invalid_input(message, "leave them out; set site.climate or site.weather"));
    }
    let result = explicit_plant::run(scenario, catalog).map_err(describe_plant_error)?;
    let context = super::scenario::report_context(command, scenario, global);
    let text = report::render(global.format.into(), &result, &context)?;
    if let Some(file) = &args.hourly {
        if result.hours.rows.is_empty() {
            let message = "there are no hours to write: the weather is joint bins";
            return Err(CliError::invalid_input(message, "use weather_form = \"hourly\" or a weather file"));
        }
        output::write_file(file, report::explicit_plant::render_hourly_csv(&result.hours)?.as_bytes(), global.force)?;
        if !global.quiet {
            eprintln!("wrote {} hours to {}", result.hours.rows.len(), file.display());
        }
    }
    if let Some(folder) = &global.out {
        output::write_and_report_files(folder, &report::render_files(&result, &context)?, global)?;
    }
    write_stdout(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn describe_plant_error(error: ExplicitPlantError) -> CliError {
    let help = match &error {
        ExplicitPlantError::Study(_) | ExplicitPlantError::NotExplicitPlant => None,
        ExplicitPlantError::Part(_) => Some("change the values of that table"),
        ExplicitPlantError::Profile { .. } => {
            Some("a profile is CSV with a row for every hour; docs/explicit-plant.md names its columns")
        }
        ExplicitPlantError::StepsOfBins => Some("set weather_form = \"hourly\", or leave steps_per_hour out"),
        ExplicitPlantError::Hour { .. } => {
            Some("give the tower more air, or the servers less recirculation: the air of this hour is beyond moist air")
        }
    };
    match (error, help) {
        (ExplicitPlantError::Study(error), _) => error.into(),
        (error, Some(help)) => CliError::invalid_input(error.to_string(), help),
        (error, None) => CliError::Other(error.to_string()),
    }
}
