//! `rack`.

use std::process::ExitCode;

use crate::assembly::group_rack;
use crate::report;
use crate::study::rack::{self, RackOptions};

use super::args::{GlobalArgs, RackArgs};
use super::console::{INFEASIBLE_EXIT_CODE, start_spinner, write_stdout};
use super::error::{CliError, describe_study_error};
use super::{output, scenario};

/// Runs the command.
pub fn run(args: &RackArgs, global: &GlobalArgs, command: &str) -> Result<ExitCode, CliError> {
    let (catalog, scenario) = scenario::load_study_inputs(&args.scenario, global)?;
    let question = RackOptions { architecture: args.architecture.as_deref(), limits: args.limits };
    let scenario = group_rack::racks_of_group(&scenario, &catalog, args.group.as_deref())
        .map_err(|error| describe_study_error(error.into()))?;
    let bar = start_spinner(global, "racks".to_owned());
    let result = rack::run(&scenario, &catalog, question);
    bar.finish_and_clear();
    let result = result.map_err(describe_study_error)?;
    let context = scenario::report_context(command, &scenario, global);
    let text = report::render(global.format.into(), &result, &context)?;
    if let Some(folder) = &global.out {
        output::write_and_report_files(folder, &report::render_files(&result, &context)?, global)?;
    }
    write_stdout(&text)?;
    let feasible = result.architectures.iter().any(|a| a.feasible);
    Ok(if feasible { ExitCode::SUCCESS } else { ExitCode::from(INFEASIBLE_EXIT_CODE) })
}
