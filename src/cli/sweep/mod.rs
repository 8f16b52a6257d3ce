//! `sweep`.

mod large;

use std::path::Path;
use std::process::ExitCode;

use crate::catalog::Catalog;
use crate::report;
use crate::study::sweep::{self, SweepDesign, SweepError};
use crate::study::uncertainty::ProgressMonitor;

use super::args::{GlobalArgs, SweepAction, SweepArgs, SweepInitArgs};
use super::console::{INFEASIBLE_EXIT_CODE, STOP_REQUESTED, install_interrupt_handler, start_bar, write_stdout};
use super::error::CliError;
use super::{output, scenario};

/// A design to start from.
const EXAMPLE: &str = include_str!("../../../examples/sweep/supply-temperature.toml");

/// Runs the command.
pub fn run(args: &SweepArgs, global: &GlobalArgs, command: &str) -> Result<ExitCode, CliError> {
    match (&args.action, &args.design) {
        (Some(SweepAction::Init(own)), _) => write_example(own, global),
        (Some(SweepAction::Plan(own)), _) => large::plan_rows(own, global, command),
        (Some(SweepAction::Run(own)), _) => large::run_parts(own, global),
        (Some(SweepAction::Gather(own)), _) => large::gather_parts(own, global),
        (Some(SweepAction::Pareto(own)), _) => large::find_front(own, global, command),
        (None, Some(design)) => run_design(design, global, command),
        (None, None) => Err(CliError::invalid_input("no design is given", "`rackjoule sweep init FILE` writes one")),
    }
}

fn write_example(args: &SweepInitArgs, global: &GlobalArgs) -> Result<ExitCode, CliError> {
    output::write_file(&args.file, EXAMPLE.as_bytes(), global.force)?;
    if !global.quiet {
        write_stdout(&format!("wrote {}; run it with `rackjoule sweep {0}`\n", args.file.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Catalog and design of a command.
///
/// # Errors
/// A missing or unreadable file, and everything that is wrong with design or scenario.
fn load_design(path: &Path, global: &GlobalArgs) -> Result<(Catalog, SweepDesign), CliError> {
    let catalog = Catalog::load(global.data.as_deref())?;
    let (name, text) = scenario::read_text(path, "`rackjoule sweep init FILE` writes a design to start from")?;
    let folder = path.parent().filter(|_| path.as_os_str() != "-").unwrap_or(Path::new(""));
    let design = SweepDesign::parse(&name, &text, folder, &global.set, &catalog)?;
    scenario::reject_explicit_plant(&design.basis.scenario)?;
    Ok((catalog, design))
}

/// Runs every row of a small design and tells what they come to.
fn run_design(path: &Path, global: &GlobalArgs, command: &str) -> Result<ExitCode, CliError> {
    let (catalog, design) = load_design(path, global)?;
    if let Some(folder) = &global.out {
        output::check_output_folder(folder, global.force)?;
    }
    install_interrupt_handler()?;
    let bar = start_bar(global, "rows");
    let watch =
        ProgressMonitor { begin: &|all| bar.set_length(all as u64), step: &|| bar.inc(1), stop: &STOP_REQUESTED };
    let result = sweep::run(&design, &catalog, &watch);
    bar.finish_and_clear();
    let result = result.map_err(describe_sweep_error)?;
    let context = scenario::report_context(command, &design.basis.scenario, global);
    let text = report::render(global.format.into(), &result, &context)?;
    if let Some(folder) = &global.out {
        output::write_and_report_files(folder, &report::render_files(&result, &context)?, global)?;
    }
    write_stdout(&text)?;
    let feasible = result.counts.feasible > 0;
    Ok(if feasible { ExitCode::SUCCESS } else { ExitCode::from(INFEASIBLE_EXIT_CODE) })
}

/// What went wrong, and what to do.
fn describe_sweep_error(error: SweepError) -> CliError {
    let help = error.help();
    match error {
        SweepError::Catalog(error) => error.into(),
        error @ SweepError::Interrupted { .. } => CliError::Other(error.to_string()),
        error => CliError::Input { message: error.to_string(), help },
    }
}
