//! `uncertainty`.

use std::process::ExitCode;

use crate::catalog::Catalog;
use crate::report::compare::metrics;
use crate::report::{self, UnitSystem};
use crate::scenario::Scenario;
use crate::study::uncertainty::result::UncertaintyResult;
use crate::study::uncertainty::{self, ProgressMonitor, UncertaintyError, UncertaintyOptions, one_at_a_time};

use super::args::{GlobalArgs, UncertaintyArgs};
use super::console::{INFEASIBLE_EXIT_CODE, STOP_REQUESTED, install_interrupt_handler, start_bar, write_stdout};
use super::error::CliError;
use super::{output, scenario};

/// Runs the command.
pub fn run(args: &UncertaintyArgs, global: &GlobalArgs, command: &str) -> Result<ExitCode, CliError> {
    let (catalog, scenario) = scenario::load_study_inputs(&args.scenario, global)?;
    let context = scenario::report_context(command, &scenario, global);
    if args.one_at_a_time {
        let result = one_at_a_time::run(&scenario, &catalog, args.least * 1e3).map_err(study_error)?;
        let text = report::render(global.format.into(), &result, &context)?;
        if let Some(folder) = &global.out {
            output::write_and_report_files(folder, &report::render_files(&result, &context)?, global)?;
        }
        write_stdout(&text)?;
        return Ok(ExitCode::SUCCESS);
    }
    let question = UncertaintyOptions {
        samples: args.samples,
        seed: args.seed,
        rows: args.index_samples,
        inputs: args.index_inputs as usize,
    };
    let result = sample_comparison(&scenario, &catalog, question, global)?;
    if !global.quiet {
        for warning in UnitSystem::from(global.units).format_warnings(&result.warnings) {
            eprintln!("note: {warning}");
        }
    }
    let text = report::render(global.format.into(), &result, &context)?;
    if let Some(folder) = &global.out {
        output::write_and_report_files(folder, &report::render_files(&result, &context)?, global)?;
    }
    write_stdout(&text)?;
    let feasible = result.architectures.iter().any(|a| a.feasible_probability > 0.0);
    Ok(if feasible { ExitCode::SUCCESS } else { ExitCode::from(INFEASIBLE_EXIT_CODE) })
}

/// Samples a comparison with a bar on a terminal; Ctrl-C ends it.
///
/// # Errors
/// Whatever stops it.
pub fn sample_comparison(
    scenario: &Scenario,
    catalog: &Catalog,
    question: UncertaintyOptions,
    global: &GlobalArgs,
) -> Result<UncertaintyResult, CliError> {
    install_interrupt_handler()?;
    let bar = start_bar(global, "comparisons");
    let watch =
        ProgressMonitor { begin: &|all| bar.set_length(all as u64), step: &|| bar.inc(1), stop: &STOP_REQUESTED };
    let result = uncertainty::run(scenario, catalog, &metrics::uncertainty_figures(), question, &watch);
    bar.finish_and_clear();
    result.map_err(study_error)
}

fn study_error(error: UncertaintyError) -> CliError {
    match error {
        UncertaintyError::Study(error) => CliError::Study(error),
        UncertaintyError::Input { message, help } => CliError::invalid_input(message, help),
        error => CliError::Other(error.to_string()),
    }
}
