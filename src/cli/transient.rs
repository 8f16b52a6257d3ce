//! `transient`.

use std::process::ExitCode;

use crate::report;
use crate::scenario::transient::{Event, EventKind, Transient, misfit, overlap_words, overlaps};
use crate::study::transient::result::{TransientAnswer, TransientReport};
use crate::study::transient::{Question, TransientError, run as study};
use crate::units::Duration;

use super::args::{Global, TransientArgs};
use super::error::CliError;
use super::rack::explain;
use super::uncertainty::SEED;
use super::{INFEASIBLE, output, print, progress, scenario};

/// Finest step of a trace, s: pumps coast and chips warm within tenths of a second, nothing in the model is faster.
const FINEST_S: f64 = 0.01;
/// Most rows of a trace.
const ROWS: f64 = 1e6;

/// Runs the command.
pub fn run(args: &TransientArgs, global: &Global, command: &str) -> Result<ExitCode, CliError> {
    let (catalog, scenario) = scenario::open(&args.scenario, global)?;
    let question = question(args, &scenario.transient)?;
    if let Some(file) = args.trace.as_ref().filter(|f| f.exists() && !global.force) {
        return Err(CliError::input(format!("{} exists", file.display()), "add --force to replace it"));
    }
    let bar = progress(global, "the seconds after".to_owned());
    let result = study(&scenario, &catalog, &question);
    bar.finish_and_clear();
    let result = result.map_err(|error| match error {
        TransientError::Study(error) => explain(error),
        TransientError::Event { message, help } => CliError::input(message, help),
    })?;
    possible(&result)?;
    let context = scenario::context(command, &scenario, global);
    let text = report::transient::render(global.format.into(), &result, &context)?;
    let ran = result.architectures.iter().any(|a| a.run.is_some());
    if let Some(file) = args.trace.as_ref().filter(|_| ran) {
        output::write_file(file, report::transient::trace(&result)?.as_bytes(), global.force)?;
        if !global.quiet {
            eprintln!("wrote the trace to {}", file.display());
        }
    }
    if let Some(folder) = &global.out {
        output::write_all(folder, &report::transient::files(&result, &context)?, global)?;
    }
    print(&text)?;
    Ok(if ran { ExitCode::SUCCESS } else { ExitCode::from(INFEASIBLE) })
}

/// What is asked, checked against the scenario and itself.
fn question<'a>(args: &'a TransientArgs, own: &Transient) -> Result<Question<'a>, CliError> {
    let mut events = args.events.clone();
    events.sort_by(|a, b| a.at.seconds().total_cmp(&b.at.seconds()));
    let happens: &[Event] = if events.is_empty() { &own.events } else { &events };
    let length = args.duration.unwrap_or_else(|| own.length());
    let Some(first) = happens.first() else {
        let kinds = EventKind::ALL.map(EventKind::name).join(", ");
        let help = format!(
            "add --event KIND, for instance --event pump-trip,at=10s, or a table [[transient.event]] to the scenario; \
             kinds: {kinds}"
        );
        return Err(CliError::input("nothing happens: there is no event", help));
    };
    if let Some(wrong) = happens.iter().find_map(|event| misfit(event, length)) {
        return Err(CliError::input(wrong.message, wrong.help));
    }
    if let Some((i, j)) = overlaps(happens) {
        let (message, help) = overlap_words(&happens[i], &happens[j]);
        return Err(CliError::input(message, help));
    }
    check_step(args.step, length)?;
    let left = length.seconds() - first.at.seconds();
    if let Some(wanted) = args.ride_through.map(Duration::seconds).filter(|wanted| *wanted > left) {
        let message = format!("--ride-through {wanted} s: the run ends {left} s after the first event");
        let help = format!("give it a longer --duration, {} s or more", wanted + first.at.seconds());
        return Err(CliError::input(message, help));
    }
    Ok(Question {
        architecture: args.architecture.as_deref(),
        compare: args.compare,
        events: (!events.is_empty()).then_some(events),
        duration: args.duration,
        step: args.step,
        ride_through: args.ride_through,
        samples: args.uncertainty,
        seed: SEED,
        accuracy: crate::transient::ACCURACY,
    })
}

fn check_step(step: Duration, length: Duration) -> Result<(), CliError> {
    let (step, length) = (step.seconds(), length.seconds());
    if step < FINEST_S {
        let message = format!(
            "--step {step} s is finer than the model: nothing in it changes within {FINEST_S} s, and closer rows would \
             only be interpolated"
        );
        return Err(CliError::input(message, format!("use --step {FINEST_S}s or more")));
    }
    if step > length {
        let message = format!("--step {step} s is longer than the run of {length} s");
        return Err(CliError::input(message, "use a shorter step or a longer --duration"));
    }
    if length / step > ROWS {
        let message =
            format!("--step {step} s makes {:.0} rows of a run of {length} s; at most {ROWS:.0}", length / step);
        return Err(CliError::input(message, format!("use --step {}s or more", length / ROWS)));
    }
    Ok(())
}

/// Refuses events on parts that no architecture has.
fn possible(result: &TransientReport) -> Result<(), CliError> {
    let lacks = |a: &TransientAnswer, kind| a.run.is_none() && !a.can_fail.is_empty() && !a.can_fail.contains(&kind);
    let lacked = |kind| !result.architectures.is_empty() && result.architectures.iter().all(|a| lacks(a, kind));
    let Some(event) = result.events.iter().find(|event| lacked(event.kind)) else { return Ok(()) };
    let has = result.architectures.iter().map(|a| format!("{}: {}", a.name, a.can_fail.join(", ")));
    let help = format!("what can happen to {}", has.collect::<Vec<_>>().join("; to "));
    Err(CliError::input(format!("no architecture has what a {} would stop", event.kind), help))
}
