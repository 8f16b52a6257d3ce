//! `compare`.

use std::process::ExitCode;

use crate::report;
use crate::scenario::reader::did_you_mean;
use crate::study::best::result::BestObjective;
use crate::study::explain::{self, ExplainError};
use crate::study::uncertainty::{DEFAULT_SAMPLES, UncertaintyOptions, attach_uncertainty, check_default_sampling};
use crate::study::{best, compare};

use super::args::{CompareArgs, DEFAULT_SEED, FormatArg, GlobalArgs};
use super::console::{INFEASIBLE_EXIT_CODE, start_spinner, write_stdout};
use super::error::CliError;
use super::uncertainty::sample_comparison;
use super::{output, scenario};

/// Runs the command.
pub fn run(args: &CompareArgs, global: &GlobalArgs, command: &str) -> Result<ExitCode, CliError> {
    if args.explain.iter().any(|key| key == "list") {
        write_stdout(&report::explain::list_keys(explain::explainable_keys()))?;
        return Ok(ExitCode::SUCCESS);
    }
    if (args.brief || args.estimates) && global.format != FormatArg::Table {
        let help = "JSON, CSV and Markdown always hold everything: leave it out";
        return Err(CliError::invalid_input("--brief and --estimates are forms of the table", help));
    }
    args.explain.iter().try_for_each(|key| explain::check_key(key)).map_err(describe_explain_error)?;
    let (catalog, scenario) = scenario::load_study_inputs(&args.scenario, global)?;
    let objective = args.best.map(BestObjective::from);
    let progress = start_spinner(global, format!("{} architectures", scenario.architectures.len()));
    let result = compare::run(&scenario, &catalog);
    let best = objective.map(|objective| best::find_best(&scenario, &catalog, objective));
    progress.finish_and_clear();
    let (mut result, best) = (result?, best.transpose()?);
    result.best = best;
    let feasible = result.architectures.iter().any(|a| a.feasible);
    let samples = match args.uncertainty {
        Some(0) => None,
        Some(samples) => Some(samples),
        // A trace and a list show no interval, and where nothing can be cooled there is none.
        None if !args.explain.is_empty() || args.estimates || !feasible => None,
        None => {
            result.not_sampled = check_default_sampling(&scenario, &catalog)?;
            result.not_sampled.is_none().then_some(DEFAULT_SAMPLES)
        }
    };
    let spread = samples.map(|samples| {
        let question = UncertaintyOptions { samples, seed: DEFAULT_SEED, rows: 0, inputs: 0 };
        sample_comparison(&scenario, &catalog, question, global)
    });
    let spread = spread.transpose()?;
    if let Some(spread) = &spread {
        attach_uncertainty(&mut result, spread, args.uncertainty.is_some());
    }
    let context = scenario::report_context(command, &scenario, global);
    let text = if args.explain.is_empty() && global.format == FormatArg::Table {
        report::compare::render_text(&result, args.text_detail(), &context)
    } else if args.explain.is_empty() {
        report::render(global.format.into(), &result, &context)?
    } else {
        let traced = |key: &String| explain::explain_figure(&result, &catalog, key).map_err(describe_explain_error);
        let traced = args.explain.iter().map(traced).collect::<Result<Vec<_>, _>>()?;
        report::explain::render(global.format.into(), &traced, &result.sources, &context)?
    };
    if let Some(folder) = &global.out {
        let files = report::compare::render_files(&result, spread.as_ref(), &context)?;
        output::write_and_report_files(folder, &files, global)?;
    }
    write_stdout(&text)?;
    let at_best = result.best.iter().flat_map(|best| &best.architectures).any(|a| a.best.is_some());
    let feasible = at_best || feasible;
    Ok(if feasible { ExitCode::SUCCESS } else { ExitCode::from(INFEASIBLE_EXIT_CODE) })
}

fn describe_explain_error(error: ExplainError) -> CliError {
    match error {
        ExplainError::Unknown { key, near } => {
            let hint = did_you_mean(&near);
            CliError::invalid_input(format!("no figure `{key}`"), format!("{hint}`--explain list` names them all"))
        }
        error => CliError::Other(error.to_string()),
    }
}
