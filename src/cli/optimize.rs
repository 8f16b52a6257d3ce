//! `optimize`.

use std::path::Path;
use std::process::ExitCode;

use crate::catalog::Catalog;
use crate::report;
use crate::study::optimize::{self, OptimizeDesign, OptimizeError};
use crate::study::uncertainty::ProgressMonitor;

use super::args::{GlobalArgs, OptimizeAction, OptimizeArgs, OptimizeInitArgs};
use super::console::{INFEASIBLE_EXIT_CODE, STOP_REQUESTED, install_interrupt_handler, start_bar, write_stdout};
use super::error::CliError;
use super::{output, scenario};

/// A design to start from.
const EXAMPLE: &str = include_str!("../../examples/optimize/capital-and-electricity.toml");

/// Runs the command.
pub fn run(args: &OptimizeArgs, global: &GlobalArgs, command: &str) -> Result<ExitCode, CliError> {
    match (&args.action, &args.design) {
        (Some(OptimizeAction::Init(own)), _) => write_example(own, global),
        (None, Some(design)) => run_design(design, global, command),
        (None, None) => Err(CliError::invalid_input("no design is given", "`rackjoule optimize init FILE` writes one")),
    }
}

fn write_example(args: &OptimizeInitArgs, global: &GlobalArgs) -> Result<ExitCode, CliError> {
    output::write_file(&args.file, EXAMPLE.as_bytes(), global.force)?;
    if !global.quiet {
        write_stdout(&format!("wrote {}; run it with `rackjoule optimize {0}`\n", args.file.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn run_design(path: &Path, global: &GlobalArgs, command: &str) -> Result<ExitCode, CliError> {
    let catalog = Catalog::load(global.data.as_deref())?;
    let (name, text) = scenario::read_text(path, "`rackjoule optimize init FILE` writes a design to start from")?;
    let folder = path.parent().filter(|_| path.as_os_str() != "-").unwrap_or(Path::new(""));
    let design = OptimizeDesign::parse((&name, &text), folder, &global.set, &catalog)?;
    scenario::reject_explicit_plant(&design.basis.scenario)?;
    if let Some(folder) = &global.out {
        output::check_output_folder(folder, global.force)?;
    }
    install_interrupt_handler()?;
    let bar = start_bar(global, "designs");
    let watch =
        ProgressMonitor { begin: &|all| bar.set_length(all as u64), step: &|| bar.inc(1), stop: &STOP_REQUESTED };
    let result = optimize::run(&design, &catalog, &watch);
    bar.finish_and_clear();
    let result = result.map_err(describe_error)?;
    let context = scenario::report_context(command, &design.basis.scenario, global);
    let text = report::render(global.format.into(), &result, &context)?;
    if let Some(folder) = &global.out {
        output::write_and_report_files(folder, &report::render_files(&result, &context)?, global)?;
    }
    write_stdout(&text)?;
    Ok(if result.is_feasible() { ExitCode::SUCCESS } else { ExitCode::from(INFEASIBLE_EXIT_CODE) })
}

fn describe_error(error: OptimizeError) -> CliError {
    match error {
        OptimizeError::Study(error) => CliError::Study(error),
        OptimizeError::NothingVaries => {
            let help =
                "give a [[variable]] with a key of the site, of the load or of the architecture that is searched";
            CliError::invalid_input(error.to_string(), help)
        }
        error => CliError::Other(error.to_string()),
    }
}
