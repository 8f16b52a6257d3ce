//! `init` and `check`, and how every command reads its scenario.

use std::path::Path;
use std::process::ExitCode;

use crate::catalog::Catalog;
use crate::report::Context;
use crate::scenario::{DEFAULT, Scenario};

use super::args::{FileArg, Global, ScenarioFileArg};
use super::error::CliError;
use super::{output, print};

/// Reads a scenario file, or the built-in scenario.
///
/// # Errors
/// A missing or unreadable file, or everything that is wrong with the scenario.
pub fn read(path: Option<&Path>, global: &Global, catalog: &Catalog) -> Result<Scenario, CliError> {
    let Some(path) = path else {
        return Ok(Scenario::parse("built-in scenario", DEFAULT, &global.set, catalog)?);
    };
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|e| {
        let message = if path.is_dir() { format!("{name} is a folder") } else { format!("{name}: {e}") };
        CliError::input(message, "`rackjoule init FILE` writes a scenario to start from")
    })?;
    let text = String::from_utf8(bytes).map_err(|e| {
        let before = String::from_utf8_lossy(&e.as_bytes()[..e.utf8_error().valid_up_to()]).into_owned();
        let line = before.matches('\n').count() + 1;
        CliError::input(format!("{name}: line {line} is not UTF-8 text"), "save the file as UTF-8")
    })?;
    let mut scenario = Scenario::parse(&name, &text, &global.set, catalog)?;
    // A file beside the scenario is found wherever the command is run.
    let beside = |file: &String| path.parent().map(|folder| folder.join(file)).filter(|p| p.is_file());
    if let Some(found) = scenario.site.weather.as_ref().filter(|w| !Path::new(w).exists()).and_then(beside) {
        scenario.site.weather = Some(found.display().to_string());
    }
    if let Some(found) = scenario.it.profile.as_ref().and_then(beside) {
        scenario.it.profile = Some(found.display().to_string());
    }
    Ok(scenario)
}

/// What a report tells of how it was made.
pub fn context(command: &str, scenario: &Scenario) -> Context {
    Context {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        command: command.to_owned(),
        scenario: scenario.to_json(),
        scenario_text: scenario.text.clone(),
    }
}

/// `init`.
pub fn init(args: &FileArg, global: &Global) -> Result<ExitCode, CliError> {
    output::write_file(&args.file, DEFAULT.as_bytes(), global.force)?;
    if !global.quiet {
        print(&format!("wrote {}; run it with `rackjoule compare {0}`\n", args.file.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// `check`.
pub fn check(args: &ScenarioFileArg, global: &Global) -> Result<ExitCode, CliError> {
    let catalog = Catalog::load(global.data.as_deref())?;
    let scenario = read(Some(&args.scenario), global, &catalog)?;
    if scenario.bare.is_some() {
        print(&format!("{}: valid, plant part by part\n", args.scenario.display()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let count = scenario.architectures.len();
    let noun = if count == 1 { "architecture" } else { "architectures" };
    print(&format!("{}: valid, {count} {noun}\n", args.scenario.display()))?;
    Ok(ExitCode::SUCCESS)
}
