//! `validate`.

use std::process::ExitCode;

use crate::catalog::Catalog;
use crate::report;
use crate::scenario::reader::{did_you_mean, nearest_word};
use crate::study::validation::{self, ValidationError, ValidationOptions};

use super::args::{GlobalArgs, ValidateArgs};
use super::console::{start_spinner, write_stdout};
use super::error::CliError;
use super::{output, scenario};

/// Runs the command.
pub fn run(args: &ValidateArgs, global: &GlobalArgs, command: &str) -> Result<ExitCode, CliError> {
    let catalog = Catalog::load(global.data.as_deref())?;
    if let Some(folder) = &global.out {
        output::check_output_folder(folder, global.force)?;
    }
    let question = ValidationOptions { ids: args.ids.clone(), kind: args.kind.map(Into::into) };
    let bar = start_spinner(global, "published cases".to_owned());
    let result = validation::run(&catalog, &question);
    bar.finish_and_clear();
    let result = result.map_err(describe_validation_error)?;
    let context = scenario::context_without_scenario(command, global);
    let text = report::render(global.format.into(), &result, &context)?;
    if let Some(file) = &args.update_baseline {
        output::write_file(file, report::validation::render_baseline(&result).as_bytes(), global.force)?;
    }
    if let Some(folder) = &global.out {
        output::write_and_report_files(folder, &report::render_files(&result, &context)?, global)?;
    }
    write_stdout(&text)?;
    if args.update_baseline.is_some() || result.fallen.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let list = result.fallen.join("\n  ");
    Err(CliError::Other(format!("{} used to hold and fell out of tolerance:\n  {list}", result.fallen.len())))
}

fn describe_validation_error(error: ValidationError) -> CliError {
    match error {
        ValidationError::Catalog(error) => CliError::Catalog(error),
        ValidationError::Unknown { id, known } => {
            let hint = did_you_mean(nearest_word(&id, known.iter().map(String::as_str)).as_slice());
            CliError::invalid_input(
                format!("no published case `{id}`"),
                format!("{hint}there are: {}", known.join(", ")),
            )
        }
        error => CliError::invalid_input(error.to_string(), "mend the case, or leave it out of the folder of --data"),
    }
}
