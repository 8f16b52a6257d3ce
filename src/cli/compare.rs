//! `compare`.

use std::process::ExitCode;

use crate::report;
use crate::scenario::reader::did_you_mean;
use crate::study::compare;
use crate::study::explain::{self, ExplainError};
use crate::study::uncertainty::{Question, attach};

use super::args::{CompareArgs, Global};
use super::error::CliError;
use super::uncertainty::{SEED, sample};
use super::{INFEASIBLE, output, print, progress, scenario};

/// Runs the command.
pub fn run(args: &CompareArgs, global: &Global, command: &str) -> Result<ExitCode, CliError> {
    if args.explain.iter().any(|key| key == "list") {
        print(&report::explain::list(explain::keys()))?;
        return Ok(ExitCode::SUCCESS);
    }
    args.explain.iter().try_for_each(|key| explain::check(key)).map_err(unknown)?;
    let (catalog, scenario) = scenario::open(&args.scenario, global)?;
    let progress = progress(global, format!("{} architectures", scenario.architectures.len()));
    let result = compare::run(&scenario, &catalog);
    progress.finish_and_clear();
    let mut result = result?;
    let spread = args.uncertainty.map(|samples| {
        let question = Question { samples, seed: SEED, rows: 0, inputs: 0 };
        sample(&scenario, &catalog, question, global)
    });
    let spread = spread.transpose()?;
    if let Some(spread) = &spread {
        attach(&mut result, spread);
    }
    let context = scenario::context(command, &scenario, global);
    let text = if args.explain.is_empty() {
        report::render(global.format.into(), &result, &context)?
    } else {
        let traced = |key: &String| explain::explain(&result, &catalog, key).map_err(unknown);
        let traced = args.explain.iter().map(traced).collect::<Result<Vec<_>, _>>()?;
        report::explain::render(global.format.into(), &traced, &result.sources, &context)?
    };
    if let Some(folder) = &global.out {
        let files = report::files(&result, spread.as_ref(), &context)?;
        output::write_all(folder, &files, global)?;
    }
    print(&text)?;
    let feasible = result.architectures.iter().any(|a| a.feasible);
    Ok(if feasible { ExitCode::SUCCESS } else { ExitCode::from(INFEASIBLE) })
}

fn unknown(error: ExplainError) -> CliError {
    match error {
        ExplainError::Unknown { key, near } => {
            let hint = did_you_mean(&near);
            CliError::input(format!("no figure `{key}`"), format!("{hint}`--explain list` names them all"))
        }
        error => CliError::Other(error.to_string()),
    }
}
