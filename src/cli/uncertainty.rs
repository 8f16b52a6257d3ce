//! `uncertainty`.

use indicatif::{ProgressBar, ProgressStyle};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::catalog::Catalog;
use crate::report::compare::metrics;
use crate::report::{self, UnitSystem};
use crate::scenario::Scenario;
use crate::study::uncertainty::result::UncertaintyResult;
use crate::study::uncertainty::{self, ProgressMonitor, UncertaintyError, UncertaintyOptions, one_at_a_time};

use super::args::{GlobalArgs, UncertaintyArgs};
use super::console::{INFEASIBLE_EXIT_CODE, write_stdout};
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
    let bar = if global.quiet { ProgressBar::hidden() } else { ProgressBar::new(0) };
    let style = "{bar:30} {pos} of {len} comparisons, {per_sec}, {eta} left";
    bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
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

/// Set once Ctrl-C was pressed.
static STOP_REQUESTED: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C sets [`STOP_REQUESTED`] and ends nothing else.
fn install_interrupt_handler() -> Result<(), CliError> {
    ctrlc::set_handler(|| STOP_REQUESTED.store(true, Ordering::Relaxed))
        .map_err(|e| CliError::Other(format!("Ctrl-C: {e}")))
}
