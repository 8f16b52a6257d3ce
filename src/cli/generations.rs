//! `generations`.

use std::path::Path;
use std::process::ExitCode;

use crate::catalog::Catalog;
use crate::report::{self, ReportContext};
use crate::scenario::Scenario;
use crate::study::generations::attribution::{self, SideRequest, SideSelection};
use crate::study::generations::boundaries;
use crate::study::generations::halls::CoolingMedium;
use crate::study::generations::options::{GenerationRequest, PerformanceMetric, PrecisionChoice};

use super::args::{GenerationsArgs, GlobalArgs};
use super::console::{start_spinner, write_stdout};
use super::error::{CliError, describe_generation_error};
use super::{factory, output, scenario};

/// Runs the command.
pub fn run(args: &GenerationsArgs, global: &GlobalArgs, command: &str) -> Result<ExitCode, CliError> {
    let (catalog, scenario) = scenario::load_study_inputs(&args.scenario, global)?;
    let context = scenario::report_context(command, &scenario, global);
    if let Some(power) = &args.factory {
        return factory::run(args, global, (&catalog, &scenario, &context), (&options_from_args(args), power));
    }
    if let Some((from, to)) = args.from.as_ref().zip(args.to.as_ref()) {
        return run_attribution(args, global, (&catalog, &scenario, &context), (from, to));
    }
    let asked = options_from_args(args);
    let bar = start_spinner(global, "generations".to_owned());
    let result = boundaries::run(&scenario, &catalog, &asked);
    bar.finish_and_clear();
    let result = result.map_err(describe_generation_error)?;
    let text = report::render(global.format.into(), &result, &context)?;
    if let Some(folder) = &global.out {
        output::write_and_report_files(folder, &report::render_files(&result, &context)?, global)?;
    }
    write_stdout(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// What made the change between two generations or scenarios.
fn run_attribution(
    args: &GenerationsArgs,
    global: &GlobalArgs,
    (catalog, scenario, context): (&Catalog, &Scenario, &ReportContext),
    (from, to): (&str, &str),
) -> Result<ExitCode, CliError> {
    // Tokens, and the format that each offers: then every factor has its part.
    let asked = GenerationRequest {
        metric: args.metric.map_or(PerformanceMetric::Tokens, Into::into),
        format: args.precision.map_or(PrecisionChoice::Lowest, Into::into),
        ..options_from_args(args)
    };
    let files = [from, to].map(|word| read_endpoint_scenario(word, global, catalog));
    let [before, after] = files;
    let (before, after) = (before?, after?);
    let from = parse_endpoint(from, before.as_ref(), scenario)?;
    let to = parse_endpoint(to, after.as_ref(), scenario)?;
    let result = attribution::run(catalog, &asked, &from, &to).map_err(describe_generation_error)?;
    let text = report::render(global.format.into(), &result, context)?;
    if let Some(folder) = &global.out {
        output::write_and_report_files(folder, &report::render_files(&result, context)?, global)?;
    }
    write_stdout(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The scenario of a side that names a file.
fn read_endpoint_scenario(word: &str, global: &GlobalArgs, catalog: &Catalog) -> Result<Option<Scenario>, CliError> {
    let path = word.split_once(".toml").map(|(stem, _)| format!("{stem}.toml"));
    let Some(path) = path else { return Ok(None) };
    let read = scenario::read_scenario(Some(Path::new(&path)), global, catalog)?;
    scenario::reject_explicit_plant(&read)?;
    Ok(Some(read))
}

fn parse_endpoint<'a>(
    word: &str,
    own: Option<&'a Scenario>,
    common: &'a Scenario,
) -> Result<SideRequest<'a>, CliError> {
    let (name, after) = word.rsplit_once('@').map_or((word, None), |(name, after)| (name, Some(after)));
    let what = match (own, after) {
        (Some(_), after) => SideSelection::Architecture(after.map(ToOwned::to_owned)),
        (None, None) => SideSelection::Accelerator(name.to_owned(), None),
        (None, Some("air")) => SideSelection::Accelerator(name.to_owned(), Some(CoolingMedium::Air)),
        (None, Some("liquid")) => SideSelection::Accelerator(name.to_owned(), Some(CoolingMedium::Liquid)),
        (None, Some(other)) => {
            return Err(CliError::invalid_input(
                format!("`{word}`: `{other}` is no way of cooling here"),
                format!("write {name}@air or {name}@liquid"),
            ));
        }
    };
    Ok(SideRequest { label: word.to_owned(), scenario: own.unwrap_or(common), selection: what })
}

fn options_from_args(args: &GenerationsArgs) -> GenerationRequest {
    let usual = GenerationRequest::default();
    GenerationRequest {
        metric: args.metric.map_or(usual.metric, Into::into),
        format: args.precision.map_or(usual.format, Into::into),
        boundary: args.boundary.map_or(usual.boundary, Into::into),
        vendor: args.vendor.clone(),
        since: args.since.unwrap_or(usual.since),
        announced: args.announced,
        workload: args.workload.clone().unwrap_or(usual.workload),
        model: args.model.clone().unwrap_or(usual.model),
    }
}
