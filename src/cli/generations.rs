//! `generations`.

use std::process::ExitCode;

use crate::catalog::Catalog;
use crate::report;
use crate::study::generations::question::{GenerationError, Question};
use crate::study::generations::study;

use super::args::{GenerationsArgs, Global};
use super::error::CliError;
use super::{bare, output, print, progress, scenario};

/// Runs the command.
pub fn run(args: &GenerationsArgs, global: &Global, command: &str) -> Result<ExitCode, CliError> {
    let catalog = Catalog::load(global.data.as_deref())?;
    let scenario = scenario::read(args.scenario.scenario.as_deref(), global, &catalog)?;
    bare::refuse(&scenario)?;
    if let Some(folder) = &global.out {
        output::check(folder, global.force)?;
    }
    let context = scenario::context(command, &scenario);
    let asked = question(args);
    let bar = progress(global, "generations".to_owned());
    let result = study::run(&scenario, &catalog, &asked);
    bar.finish_and_clear();
    let result = result.map_err(explain)?;
    let text = report::generations::render(global.format.into(), &result, &context)?;
    if let Some(folder) = &global.out {
        output::write_all(folder, &report::generations::files(&result, &context)?, global)?;
    }
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn question(args: &GenerationsArgs) -> Question {
    let usual = Question::default();
    Question {
        metric: args.metric.map_or(usual.metric, Into::into),
        format: args.precision.map_or(usual.format, Into::into),
        boundary: args.boundary.map_or(usual.boundary, Into::into),
        vendor: args.vendor.clone(),
        since: args.since.unwrap_or(usual.since),
        announced: args.announced,
        workload: args.workload.clone().unwrap_or(usual.workload),
        model: args.model.clone().unwrap_or(usual.model),
    }
}

/// What is wrong, and what to do.
fn explain(error: GenerationError) -> CliError {
    let help = error.help();
    match error {
        GenerationError::Study(inner) => inner.into(),
        other => CliError::Input { message: other.to_string(), help },
    }
}
