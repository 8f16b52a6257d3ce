//! `transient`.

use std::process::ExitCode;

use crate::assembly::group_rack;
use crate::report;
use crate::scenario::transient::{
    EventKind, ScheduledEvent, TransientSettings, describe_overlap, find_misfit, find_overlap,
};
use crate::study::transient::result::{TransientReport, TransientResult};
use crate::study::transient::{TransientOptions, TransientStudyError, joined_names, run as study};
use crate::units::Duration;

use super::args::DEFAULT_SEED;
use super::args::{GlobalArgs, TransientArgs};
use super::console::{INFEASIBLE_EXIT_CODE, start_spinner, write_stdout};
use super::error::{CliError, describe_study_error};
use super::{output, scenario};

/// Finest step of a trace, s: pumps coast and chips warm within tenths of a second, nothing in the model is faster.
const MIN_STEP_S: f64 = 0.01;
/// Most rows of a trace.
const MAX_TRACE_ROWS: f64 = 1e6;

/// Runs the command.
pub fn run(args: &TransientArgs, global: &GlobalArgs, command: &str) -> Result<ExitCode, CliError> {
    let (catalog, scenario) = scenario::load_study_inputs(&args.scenario, global)?;
    let question = options_from_args(args, &scenario.transient)?;
    if let Some(file) = args.trace.as_ref().filter(|f| f.exists() && !global.force) {
        return Err(CliError::invalid_input(format!("{} exists", file.display()), "add --force to replace it"));
    }
    let scenario = group_rack::racks_of_group(&scenario, &catalog, args.group.as_deref())
        .map_err(|error| describe_study_error(error.into()))?;
    let bar = start_spinner(global, "the seconds after".to_owned());
    let result = study(&scenario, &catalog, &question);
    bar.finish_and_clear();
    let result = result.map_err(|error| match error {
        TransientStudyError::Study(error) => describe_study_error(error),
        TransientStudyError::Event { message, help } => CliError::invalid_input(message, help),
    })?;
    reject_impossible_events(&result)?;
    let context = scenario::report_context(command, &scenario, global);
    let text = report::render(global.format.into(), &result, &context)?;
    let ran = result.architectures.iter().any(|a| a.run.is_some());
    if let Some(file) = args.trace.as_ref().filter(|_| ran) {
        output::write_file(file, report::transient::render_trace_csv(&result)?.as_bytes(), global.force)?;
        if !global.quiet {
            eprintln!("wrote the trace to {}", file.display());
        }
    }
    if let Some(folder) = &global.out {
        output::write_and_report_files(folder, &report::render_files(&result, &context)?, global)?;
    }
    write_stdout(&text)?;
    Ok(if ran { ExitCode::SUCCESS } else { ExitCode::from(INFEASIBLE_EXIT_CODE) })
}

/// What is asked, checked against the scenario and itself.
fn options_from_args<'a>(args: &'a TransientArgs, own: &TransientSettings) -> Result<TransientOptions<'a>, CliError> {
    let mut events = args.events.clone();
    events.sort_by(|a, b| a.at.seconds().total_cmp(&b.at.seconds()));
    let happens: &[ScheduledEvent] = if events.is_empty() { &own.events } else { &events };
    let length = args.duration.unwrap_or_else(|| own.run_duration());
    let Some(first) = happens.first() else {
        let kinds = EventKind::ALL.map(EventKind::name).join(", ");
        let help = format!(
            "add --event KIND, for instance --event pump-trip,at=10s, or a table [[transient.event]] to the scenario; \
             kinds: {kinds}"
        );
        return Err(CliError::invalid_input("nothing happens: there is no event", help));
    };
    if let Some(wrong) = happens.iter().find_map(|event| find_misfit(event, length)) {
        return Err(CliError::invalid_input(wrong.message, wrong.help));
    }
    if let Some((i, j)) = find_overlap(happens) {
        let (message, help) = describe_overlap(&happens[i], &happens[j]);
        return Err(CliError::invalid_input(message, help));
    }
    check_trace_step(args.step, length)?;
    let left = length.seconds() - first.at.seconds();
    if let Some(wanted) = args.ride_through.map(Duration::seconds).filter(|wanted| *wanted > left) {
        let message = format!("--ride-through {wanted} s: the run ends {left} s after the first event");
        let help = format!("give it a longer --duration, {} s or more", wanted + first.at.seconds());
        return Err(CliError::invalid_input(message, help));
    }
    Ok(TransientOptions {
        architecture: args.architecture.as_deref(),
        compare: args.compare,
        events: (!events.is_empty()).then_some(events),
        duration: args.duration,
        step: args.step,
        ride_through: args.ride_through,
        samples: args.uncertainty,
        seed: DEFAULT_SEED,
        accuracy: crate::transient::DEFAULT_ACCURACY,
    })
}

fn check_trace_step(step: Duration, length: Duration) -> Result<(), CliError> {
    let (step, length) = (step.seconds(), length.seconds());
    if step < MIN_STEP_S {
        let message = format!(
            "--step {step} s is finer than the model: nothing in it changes within {MIN_STEP_S} s, and closer rows would \
             only be interpolated"
        );
        return Err(CliError::invalid_input(message, format!("use --step {MIN_STEP_S}s or more")));
    }
    if step > length {
        let message = format!("--step {step} s is longer than the run of {length} s");
        return Err(CliError::invalid_input(message, "use a shorter step or a longer --duration"));
    }
    if length / step > MAX_TRACE_ROWS {
        let message = format!(
            "--step {step} s makes {:.0} rows of a run of {length} s; at most {MAX_TRACE_ROWS:.0}",
            length / step
        );
        return Err(CliError::invalid_input(message, format!("use --step {}s or more", length / MAX_TRACE_ROWS)));
    }
    Ok(())
}

/// Refuses events on parts that no architecture has.
fn reject_impossible_events(result: &TransientReport) -> Result<(), CliError> {
    let lacks = |a: &TransientResult, kind| a.run.is_none() && !a.can_fail.is_empty() && !a.can_fail.contains(&kind);
    let lacked = |kind| !result.architectures.is_empty() && result.architectures.iter().all(|a| lacks(a, kind));
    let Some(event) = result.events.iter().find(|event| lacked(event.kind)) else { return Ok(()) };
    let has = result.architectures.iter().map(|a| format!("{}: {}", a.name, joined_names(&a.can_fail)));
    let help = format!("what can happen to {}", has.collect::<Vec<_>>().join("; to "));
    Err(CliError::invalid_input(format!("no architecture has what a {} would stop", event.kind), help))
}
