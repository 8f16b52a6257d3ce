//! The steps of a large sweep.

use std::path::Path;
use std::process::ExitCode;

use crate::cli::args::{GlobalArgs, SweepGatherArgs, SweepParetoArgs, SweepPlanArgs, SweepRunArgs};
use crate::cli::console::{STOP_REQUESTED, install_interrupt_handler, start_bar, write_stdout};
use crate::cli::error::CliError;
use crate::cli::scenario;
use crate::report;
use crate::study::design::Objective;
use crate::study::sweep::parts::{self, LOCK_FILE, Shard};
use crate::study::sweep::plan::SweepPlan;
use crate::study::uncertainty::ProgressMonitor;

use super::{describe_sweep_error, load_design};

/// `sweep plan`.
pub(super) fn plan_rows(args: &SweepPlanArgs, global: &GlobalArgs, command: &str) -> Result<ExitCode, CliError> {
    let (catalog, design) = load_design(&args.design, global)?;
    let plan = SweepPlan::new(&design, &catalog).map_err(describe_sweep_error)?;
    if let Some(folder) = &global.out {
        parts::place_lock(folder, &plan.lock, global.force).map_err(describe_sweep_error)?;
        if !global.quiet {
            eprintln!("wrote {}", folder.join(LOCK_FILE).display());
        }
    }
    let context = scenario::report_context(command, &design.basis.scenario, global);
    write_stdout(&report::render(global.format.into(), &plan, &context)?)?;
    Ok(ExitCode::SUCCESS)
}

/// `sweep run`.
pub(super) fn run_parts(args: &SweepRunArgs, global: &GlobalArgs) -> Result<ExitCode, CliError> {
    let Some(folder) = &global.out else {
        let message = "`sweep run` writes the rows into a folder, and none is given";
        return Err(CliError::invalid_input(message, "add -o DIR"));
    };
    let (catalog, design) = load_design(&args.design, global)?;
    install_interrupt_handler()?;
    let bar = start_bar(global, "rows");
    let watch =
        ProgressMonitor { begin: &|all| bar.set_length(all as u64), step: &|| bar.inc(1), stop: &STOP_REQUESTED };
    let shard = Shard { number: args.shard.0, count: args.shard.1 };
    let done = parts::run_shard(&design, &catalog, folder, shard, global.force, &watch);
    bar.finish_and_clear();
    let done = done.map_err(describe_sweep_error)?;
    if !global.quiet {
        let folder = folder.display();
        eprintln!("rows run: {}; parts in {folder}: {}, from before: {}", done.rows, done.parts, done.kept);
    }
    Ok(ExitCode::SUCCESS)
}

/// `sweep gather`.
pub(super) fn gather_parts(args: &SweepGatherArgs, global: &GlobalArgs) -> Result<ExitCode, CliError> {
    let Some(file) = &global.out else {
        let message = "`sweep gather` writes one file, and none is given";
        return Err(CliError::invalid_input(message, "add -o FILE.parquet or -o FILE.csv"));
    };
    let known = |ending: &std::ffi::OsStr| ending == "parquet" || ending == "csv";
    if !file.extension().is_some_and(known) {
        let message = format!("{} ends neither in .parquet nor in .csv", file.display());
        return Err(CliError::invalid_input(message, "the ending tells the format"));
    }
    if file.exists() && !global.force {
        return Err(CliError::invalid_input(format!("{} exists", file.display()), "add --force to replace it"));
    }
    if is_inside(file, &args.folder) {
        let message = format!("{} lies among the parts", file.display());
        return Err(CliError::invalid_input(message, "write it into another folder"));
    }
    let results = parts::gather(&args.folder, file).map_err(describe_sweep_error)?;
    if !global.quiet {
        eprintln!("wrote {results} results to {}", file.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether a file is to lie in a folder itself.
fn is_inside(file: &Path, folder: &Path) -> bool {
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (parent.canonicalize(), folder.canonicalize()) {
        (Ok(parent), Ok(folder)) => parent == folder,
        _ => false,
    }
}

/// `sweep pareto`.
pub(super) fn find_front(args: &SweepParetoArgs, global: &GlobalArgs, command: &str) -> Result<ExitCode, CliError> {
    let mut objectives: Vec<Objective> = Vec::with_capacity(args.objectives.len());
    for text in &args.objectives {
        let objective = Objective::parse(text)
            .map_err(|(message, help)| CliError::invalid_input(format!("--objectives: {message}"), help))?;
        if objectives.iter().any(|own| own.figure.key == objective.figure.key) {
            let message = format!("--objectives names `{}` twice", objective.figure.key);
            return Err(CliError::invalid_input(message, "name each figure once"));
        }
        objectives.push(objective);
    }
    let front = parts::front_of_file(&args.file, &objectives).map_err(describe_sweep_error)?;
    let context = scenario::context_without_scenario(command, global);
    write_stdout(&report::render(global.format.into(), &front, &context)?)?;
    Ok(ExitCode::SUCCESS)
}
