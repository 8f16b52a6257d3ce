//! `compare`.

use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::Duration;

use indicatif::ProgressBar;

use crate::catalog::Catalog;
use crate::report::{self, Context};
use crate::study::compare;

use super::args::{Global, ScenarioArg};
use super::error::CliError;
use super::{output, print, scenario};

/// Exit code when no architecture can be cooled.
const INFEASIBLE: u8 = 3;

/// Runs the command.
pub fn run(args: &ScenarioArg, global: &Global, command: &str) -> Result<ExitCode, CliError> {
    let catalog = Catalog::load(global.data.as_deref())?;
    let scenario = scenario::read(args.scenario.as_deref(), global, &catalog)?;
    if let Some(folder) = &global.out {
        output::check(folder, global.force)?;
    }
    let progress = if global.quiet || !std::io::stderr().is_terminal() {
        ProgressBar::hidden()
    } else {
        let bar = ProgressBar::new_spinner().with_message(format!("{} architectures", scenario.architectures.len()));
        bar.enable_steady_tick(Duration::from_secs(1));
        bar
    };
    let result = compare::run(&scenario, &catalog);
    progress.finish_and_clear();
    let result = result?;
    let context = Context {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        command: command.to_owned(),
        scenario: scenario.to_json(),
        scenario_text: scenario.text,
    };
    let text = report::render(global.format.into(), &result, &context)?;
    if let Some(folder) = &global.out {
        let files = report::files(&result, &context)?;
        output::write(folder, &files, global.force)?;
        if !global.quiet {
            eprintln!("wrote {} files to {}", files.len(), folder.display());
        }
        if global.verbose {
            for (name, bytes) in &files {
                eprintln!("  {name}, {} bytes", bytes.len());
            }
        }
    }
    print(&text)?;
    let feasible = result.architectures.iter().any(|a| a.feasible);
    Ok(if feasible { ExitCode::SUCCESS } else { ExitCode::from(INFEASIBLE) })
}
