//! `uncertainty`.

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use crate::catalog::Catalog;
use crate::report::{self, metrics};
use crate::scenario::Scenario;
use crate::study::uncertainty::{self, Question, UncertaintyError, Watch, result::Spread};

use super::args::{Global, UncertaintyArgs};
use super::error::CliError;
use super::{INFEASIBLE, output, print, scenario};

/// Seed where none is given.
pub const SEED: u64 = 1;

/// Runs the command.
pub fn run(args: &UncertaintyArgs, global: &Global, command: &str) -> Result<ExitCode, CliError> {
    let (catalog, scenario) = scenario::open(&args.scenario, global)?;
    let context = scenario::context(command, &scenario, global);
    let question = Question {
        samples: args.samples,
        seed: args.seed,
        rows: args.index_samples,
        inputs: args.index_inputs as usize,
    };
    let result = sample(&scenario, &catalog, question, global)?;
    let text = report::uncertainty::render(global.format.into(), &result, &context)?;
    if let Some(folder) = &global.out {
        output::write_all(folder, &report::uncertainty::files(&result, &context)?, global)?;
    }
    print(&text)?;
    let feasible = result.architectures.iter().any(|a| a.feasible_probability > 0.0);
    Ok(if feasible { ExitCode::SUCCESS } else { ExitCode::from(INFEASIBLE) })
}

/// Samples a comparison with a bar on a terminal; Ctrl-C ends it.
///
/// # Errors
/// Whatever stops it.
pub fn sample(scenario: &Scenario, catalog: &Catalog, question: Question, global: &Global) -> Result<Spread, CliError> {
    listen()?;
    let bar = if global.quiet { ProgressBar::hidden() } else { ProgressBar::new(0) };
    let style = "{bar:30} {pos} of {len} comparisons, {per_sec}, {eta} left";
    bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
    let watch = Watch { begin: &|all| bar.set_length(all as u64), step: &|| bar.inc(1), stop: &STOP };
    let result = uncertainty::run(scenario, catalog, &metrics::followed(), question, &watch);
    bar.finish_and_clear();
    let spread = result.map_err(|error| match error {
        UncertaintyError::Study(error) => CliError::Study(error),
        UncertaintyError::Input { message, help } => CliError::input(message, help),
        error => CliError::Other(error.to_string()),
    })?;
    if !global.quiet {
        for warning in &spread.warnings {
            eprintln!("note: {}", report::Units::from(global.units).note(warning));
        }
    }
    Ok(spread)
}

/// Set once Ctrl-C was pressed.
static STOP: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C sets [`STOP`] and ends nothing else.
fn listen() -> Result<(), CliError> {
    ctrlc::set_handler(|| STOP.store(true, Ordering::Relaxed)).map_err(|e| CliError::Other(format!("Ctrl-C: {e}")))
}
