//! `init` and `check`, and how every command reads its scenario.

use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use crate::catalog::Catalog;
use crate::report::document::terminal::render_plain_table;
use crate::report::{ReportContext, UnitSystem};
use crate::scenario::reader::{did_you_mean, nearest_word};
use crate::scenario::template::{TEMPLATES, Template};
use crate::scenario::{DEFAULT, Scenario, schema};

use super::args::{GlobalArgs, InitArgs, ScenarioArg, ScenarioFileArg};
use super::console::{text_width, write_stdout};
use super::error::CliError;
use super::output;

/// Reads a scenario file, or the built-in scenario.
///
/// # Errors
/// A missing or unreadable file, or everything that is wrong with the scenario.
pub fn read_scenario(path: Option<&Path>, global: &GlobalArgs, catalog: &Catalog) -> Result<Scenario, CliError> {
    let Some(path) = path else {
        let scenario = Scenario::parse("built-in scenario", DEFAULT, &global.set, catalog)?;
        print_hints(&scenario, global);
        return Ok(scenario);
    };
    let (name, text) = read_text(path, "`rackjoule init FILE` writes a scenario to start from")?;
    let mut scenario = Scenario::parse(&name, &text, &global.set, catalog)?;
    print_hints(&scenario, global);
    // A file beside the scenario is found wherever the command is run.
    if let Some(folder) = path.parent() {
        scenario.find_files_beside(folder);
    }
    Ok(scenario)
}

/// Tells of keys and words that still have an older spelling, and of keys without effect.
fn print_hints(scenario: &Scenario, global: &GlobalArgs) {
    for hint in scenario.hints.iter().filter(|_| !global.quiet) {
        eprintln!("hint: {hint}");
    }
}

/// Catalog and scenario of a command on architectures. What plants part by part can't answer is refused, and files in the
/// way of `-o` are told of, before anything runs.
///
/// # Errors
/// Whatever of these fails.
pub fn load_study_inputs(arg: &ScenarioArg, global: &GlobalArgs) -> Result<(Catalog, Scenario), CliError> {
    let catalog = Catalog::load(global.data.as_deref())?;
    let scenario = read_scenario(arg.scenario.as_deref(), global, &catalog)?;
    reject_explicit_plant(&scenario)?;
    if let Some(folder) = &global.out {
        output::check_output_folder(folder, global.force)?;
    }
    Ok((catalog, scenario))
}

/// Refuses what needs architectures.
pub fn reject_explicit_plant(scenario: &Scenario) -> Result<(), CliError> {
    if scenario.explicit_plant.is_some() {
        let message = "the scenario describes plant part by part; it has no architectures and no racks";
        return Err(CliError::invalid_input(message, "run it with `rackjoule site`"));
    }
    Ok(())
}

/// The name of a file, or standard input for `-`, and its text.
///
/// `help` says what such a file is where it can't be read.
///
/// # Errors
/// When it can't be read, is too long or is not UTF-8.
pub fn read_text(path: &Path, help: &str) -> Result<(String, String), CliError> {
    let piped = path.as_os_str() == "-";
    let name = if piped { "standard input".to_owned() } else { path.display().to_string() };
    let bytes = read_bytes(path, piped).map_err(|e| {
        let message = if path.is_dir() { format!("{name} is a folder") } else { format!("{name}: {e}") };
        CliError::invalid_input(message, help)
    })?;
    let text = String::from_utf8(bytes).map_err(|e| {
        let before = String::from_utf8_lossy(&e.as_bytes()[..e.utf8_error().valid_up_to()]).into_owned();
        let line = before.matches('\n').count() + 1;
        CliError::invalid_input(format!("{name}: line {line} is not UTF-8 text"), "save the file as UTF-8")
    })?;
    Ok((name, text))
}

/// Longest text that can be a scenario.
const MAX_INPUT_BYTES: u64 = 16 << 20;

/// A file, or standard input, no longer than any scenario.
fn read_bytes(path: &Path, piped: bool) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = if piped {
        std::io::stdin().lock().take(MAX_INPUT_BYTES + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path)?.take(MAX_INPUT_BYTES + 1).read_to_end(&mut bytes)
    };
    read?;
    if bytes.len() as u64 > MAX_INPUT_BYTES {
        return Err(std::io::Error::other("more than 16 MB: no scenario is that long"));
    }
    Ok(bytes)
}

/// What a report tells of how it was made, and how wide the terminal is that it goes to.
pub fn report_context(command: &str, scenario: &Scenario, global: &GlobalArgs) -> ReportContext {
    ReportContext {
        scenario: scenario.to_json(),
        scenario_text: scenario.text.clone(),
        units: UnitSystem::from(global.units).with_currency(scenario.cost.currency),
        ..context_without_scenario(command, global)
    }
}

/// The same where no scenario has a part.
pub fn context_without_scenario(command: &str, global: &GlobalArgs) -> ReportContext {
    ReportContext {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        command: command.to_owned(),
        scenario: serde_json::Value::Null,
        scenario_text: String::new(),
        units: global.units.into(),
        width: text_width(),
    }
}

/// `init`.
pub fn run_init(args: &InitArgs, global: &GlobalArgs) -> Result<ExitCode, CliError> {
    let Some(file) = &args.file else {
        let rows = TEMPLATES.iter().map(|t| vec![t.name.to_owned(), t.title().to_owned()]).collect();
        write_stdout(&render_plain_table(&[], rows, text_width()))?;
        return Ok(ExitCode::SUCCESS);
    };
    let template = Template::find_by_name(&args.template).ok_or_else(|| {
        let hint = did_you_mean(nearest_word(&args.template, TEMPLATES.iter().map(|t| t.name)).as_slice());
        CliError::invalid_input(
            format!("no template `{}`", args.template),
            format!("{hint}`rackjoule init --list` names them"),
        )
    })?;
    output::write_file(file, template.text.as_bytes(), global.force)?;
    if !global.quiet {
        write_stdout(&format!("wrote {}; run it with `rackjoule compare {0}`\n", file.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// `schema`.
pub fn run_schema(global: &GlobalArgs) -> Result<ExitCode, CliError> {
    let catalog = Catalog::load(global.data.as_deref())?;
    let text =
        serde_json::to_string_pretty(&schema::scenario_schema(&catalog)).map_err(|e| CliError::Other(e.to_string()))?;
    write_stdout(&(text + "\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// `check`.
pub fn run_check(args: &ScenarioFileArg, global: &GlobalArgs) -> Result<ExitCode, CliError> {
    let catalog = Catalog::load(global.data.as_deref())?;
    let scenario = read_scenario(Some(&args.scenario), global, &catalog)?;
    if scenario.explicit_plant.is_some() {
        write_stdout(&format!("{}: valid, plant part by part\n", args.scenario.display()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let count = scenario.architectures.len();
    let noun = if count == 1 { "architecture" } else { "architectures" };
    write_stdout(&format!("{}: valid, {count} {noun}\n", args.scenario.display()))?;
    Ok(ExitCode::SUCCESS)
}
