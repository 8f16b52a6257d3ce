//! `rack`.

use std::process::ExitCode;

use crate::report;
use crate::scenario::reader::{did_you_mean, nearest};
use crate::study::compare::StudyError;
use crate::study::rack_study::{self, Question};

use super::args::{Global, RackArgs};
use super::error::CliError;
use super::{INFEASIBLE, output, print, progress, scenario};

/// Runs the command.
pub fn run(args: &RackArgs, global: &Global, command: &str) -> Result<ExitCode, CliError> {
    let (catalog, scenario) = scenario::open(&args.scenario, global)?;
    let question = Question { architecture: args.architecture.as_deref(), limits: args.limits };
    let bar = progress(global, "racks".to_owned());
    let result = rack_study::run(&scenario, &catalog, question);
    bar.finish_and_clear();
    let result = result.map_err(explain)?;
    let context = scenario::context(command, &scenario, global);
    let text = report::rack::render(global.format.into(), &result, &context)?;
    if let Some(folder) = &global.out {
        output::write_all(folder, &report::rack::files(&result, &context)?, global)?;
    }
    print(&text)?;
    let feasible = result.architectures.iter().any(|a| a.feasible);
    Ok(if feasible { ExitCode::SUCCESS } else { ExitCode::from(INFEASIBLE) })
}

/// An architecture that does not exist: what there is.
pub(super) fn explain(error: StudyError) -> CliError {
    let StudyError::Architecture { name, known } = &error else { return error.into() };
    let hint = did_you_mean(nearest(name, known.iter().map(String::as_str)).as_slice());
    CliError::input(error.to_string(), format!("{hint}use `{}`", known.join("`, `")))
}
