//! `validate`.

use std::process::ExitCode;

use crate::catalog::Catalog;
use crate::report;
use crate::scenario::reader::{did_you_mean, nearest};
use crate::study::validation::{self, Question, ValidationError};

use super::args::{Global, ValidateArgs};
use super::error::CliError;
use super::{output, print, progress, scenario};

/// Runs the command.
pub fn run(args: &ValidateArgs, global: &Global, command: &str) -> Result<ExitCode, CliError> {
    let catalog = Catalog::load(global.data.as_deref())?;
    if let Some(folder) = &global.out {
        output::check(folder, global.force)?;
    }
    let question = Question { ids: args.ids.clone(), kind: args.kind.map(Into::into) };
    let bar = progress(global, "published cases".to_owned());
    let result = validation::run(&catalog, &question);
    bar.finish_and_clear();
    let result = result.map_err(explain)?;
    let context = scenario::no_context(command, global);
    let text = report::validation::render(global.format.into(), &result, &context)?;
    if let Some(file) = &args.update_baseline {
        output::write_file(file, report::validation::baseline(&result).as_bytes(), global.force)?;
    }
    if let Some(folder) = &global.out {
        output::write_all(folder, &report::validation::files(&result, &context)?, global)?;
    }
    print(&text)?;
    if args.update_baseline.is_some() || result.fallen.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let list = result.fallen.join("\n  ");
    Err(CliError::Other(format!("{} used to hold and fell out of tolerance:\n  {list}", result.fallen.len())))
}

fn explain(error: ValidationError) -> CliError {
    match error {
        ValidationError::Catalog(error) => CliError::Catalog(error),
        ValidationError::Unknown { id, known } => {
            let hint = did_you_mean(nearest(&id, known.iter().map(String::as_str)).as_slice());
            CliError::input(format!("no published case `{id}`"), format!("{hint}there are: {}", known.join(", ")))
        }
        error => CliError::input(error.to_string(), "mend the case, or leave it out of the folder of --data"),
    }
}
