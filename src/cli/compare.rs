//! `compare`.

use std::process::ExitCode;

use crate::catalog::Catalog;
use crate::report;
use crate::study::compare;
use crate::study::uncertainty::{Question, attach};

use super::args::{CompareArgs, Global};
use super::error::CliError;
use super::uncertainty::{SEED, sample};
use super::{INFEASIBLE, bare, output, print, progress, scenario};

/// Runs the command.
pub fn run(args: &CompareArgs, global: &Global, command: &str) -> Result<ExitCode, CliError> {
    let catalog = Catalog::load(global.data.as_deref())?;
    let scenario = scenario::read(args.scenario.scenario.as_deref(), global, &catalog)?;
    bare::refuse(&scenario)?;
    if let Some(folder) = &global.out {
        output::check(folder, global.force)?;
    }
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
    let context = scenario::context(command, &scenario);
    let text = report::render(global.format.into(), &result, &context)?;
    if let Some(folder) = &global.out {
        let files = report::files(&result, spread.as_ref(), &context)?;
        output::write_all(folder, &files, global)?;
    }
    print(&text)?;
    let feasible = result.architectures.iter().any(|a| a.feasible);
    Ok(if feasible { ExitCode::SUCCESS } else { ExitCode::from(INFEASIBLE) })
}
