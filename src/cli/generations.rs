//! `generations`.

use std::path::Path;
use std::process::ExitCode;

use crate::catalog::Catalog;
use crate::report::{self, Context};
use crate::scenario::Scenario;
use crate::study::generations::attribution::{self, Asked, What};
use crate::study::generations::halls::Side;
use crate::study::generations::question::{Format, GenerationError, Metric, Question};
use crate::study::generations::study;

use super::args::{GenerationsArgs, Global};
use super::error::CliError;
use super::{bare, factory, output, print, progress, scenario};

/// Runs the command.
pub fn run(args: &GenerationsArgs, global: &Global, command: &str) -> Result<ExitCode, CliError> {
    let (catalog, scenario) = scenario::open(&args.scenario, global)?;
    let context = scenario::context(command, &scenario, global);
    if let Some(power) = &args.factory {
        return factory::run(args, global, (&catalog, &scenario, &context), (&question(args), power));
    }
    if let Some((from, to)) = args.from.as_ref().zip(args.to.as_ref()) {
        return change(args, global, (&catalog, &scenario, &context), (from, to));
    }
    let asked = question(args);
    let bar = progress(global, "generations".to_owned());
    let result = study::run(&scenario, &catalog, &asked);
    bar.finish_and_clear();
    let result = result.map_err(explain)?;
    let text = report::generations::render(global.format.into(), &result, &context)?;
    if let Some(folder) = &global.out {
        output::write_all(folder, &report::generations::files(&result, &context)?, global)?;
    }
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// What made the change between two generations or scenarios.
fn change(
    args: &GenerationsArgs,
    global: &Global,
    (catalog, scenario, context): (&Catalog, &Scenario, &Context),
    (from, to): (&str, &str),
) -> Result<ExitCode, CliError> {
    // Tokens, and the format that each offers: then every factor has its part.
    let asked = Question {
        metric: args.metric.map_or(Metric::Tokens, Into::into),
        format: args.precision.map_or(Format::Lowest, Into::into),
        ..question(args)
    };
    let files = [from, to].map(|word| file(word, global, catalog));
    let [before, after] = files;
    let (before, after) = (before?, after?);
    let from = side(from, before.as_ref(), scenario)?;
    let to = side(to, after.as_ref(), scenario)?;
    let result = attribution::run(catalog, &asked, &from, &to).map_err(explain)?;
    let text = report::generations::attribution::render(global.format.into(), &result, context)?;
    if let Some(folder) = &global.out {
        output::write_all(folder, &report::generations::attribution::files(&result, context)?, global)?;
    }
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The scenario of a side that names a file.
fn file(word: &str, global: &Global, catalog: &Catalog) -> Result<Option<Scenario>, CliError> {
    let path = word.split_once(".toml").map(|(stem, _)| format!("{stem}.toml"));
    let Some(path) = path else { return Ok(None) };
    let read = scenario::read(Some(Path::new(&path)), global, catalog)?;
    bare::refuse(&read)?;
    Ok(Some(read))
}

fn side<'a>(word: &str, own: Option<&'a Scenario>, common: &'a Scenario) -> Result<Asked<'a>, CliError> {
    let (name, after) = word.rsplit_once('@').map_or((word, None), |(name, after)| (name, Some(after)));
    let what = match (own, after) {
        (Some(_), after) => What::Architecture(after.map(ToOwned::to_owned)),
        (None, None) => What::Accelerator(name.to_owned(), None),
        (None, Some("air")) => What::Accelerator(name.to_owned(), Some(Side::Air)),
        (None, Some("liquid")) => What::Accelerator(name.to_owned(), Some(Side::Liquid)),
        (None, Some(other)) => {
            return Err(CliError::input(
                format!("`{word}`: `{other}` is no way of cooling here"),
                format!("write {name}@air or {name}@liquid"),
            ));
        }
    };
    Ok(Asked { label: word.to_owned(), scenario: own.unwrap_or(common), what })
}

fn question(args: &GenerationsArgs) -> Question {
    let usual = Question::default();
    Question {
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

/// What is wrong, and what to do.
pub(super) fn explain(error: GenerationError) -> CliError {
    let help = error.help();
    match error {
        GenerationError::Study(inner) => inner.into(),
        other => CliError::Input { message: other.to_string(), help },
    }
}
