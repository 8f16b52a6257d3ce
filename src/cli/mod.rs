//! The command line: arguments, one file per command, exit codes.
//!
//! Results go to standard output, everything else to standard error. Exit codes: 0 success, 2 invalid usage or input,
//! 3 no architecture is feasible, 1 any other error.

mod args;
mod capacity;
mod catalog;
mod compare;
mod console;
mod error;
mod explicit_plant;
mod factory;
mod generations;
mod manual;
mod optimize;
mod output;
mod props;
mod rack;
mod scenario;
mod site;
mod sweep;
mod transient;
mod uncertainty;
mod validate;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use clap::Parser;

use crate::report::context::portable_argument;

use args::{CliArgs, CliCommand};
use error::CliError;

/// Runs the program on its arguments and tells how it went.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let parsed = match CliArgs::try_parse_from(&args) {
        Ok(parsed) => parsed,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            // Nothing is left to do about a closed terminal.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let command = args.iter().map(|a| a.to_string_lossy()).collect::<Vec<_>>();
    match dispatch_command(&parsed, &quoted_command_line(&command)) {
        Ok(code) => code,
        Err(CliError::ClosedPipe) => ExitCode::SUCCESS,
        Err(error) => {
            let mut err = AutoStream::new(std::io::stderr(), parsed.global.color_choice());
            let colored = err.current_choice() != ColorChoice::Never;
            let _ = writeln!(err, "{}", error.render_message(colored));
            ExitCode::from(error.exit_code())
        }
    }
}

/// The command as a user types it, without the folders of this machine: the program's own and those of absolute paths.
fn quoted_command_line(args: &[std::borrow::Cow<'_, str>]) -> String {
    let quoted = args.iter().skip(1).map(|a| portable_argument(a)).map(|a| {
        let plain = !a.is_empty() && a.chars().all(|c| c.is_alphanumeric() || "-_=./:,+@%".contains(c));
        if plain { a } else { format!("'{}'", a.replace('\'', "'\\''")) }
    });
    std::iter::once("rackjoule".to_owned()).chain(quoted).collect::<Vec<_>>().join(" ")
}

fn dispatch_command(args: &CliArgs, command: &str) -> Result<ExitCode, CliError> {
    if let Some(threads) = args.global.threads {
        let built = rayon::ThreadPoolBuilder::new().num_threads(threads.get().into()).build_global();
        built.map_err(|e| CliError::Other(format!("threads: {e}")))?;
    }
    match &args.command {
        CliCommand::Compare(own) => compare::run(own, &args.global, command),
        CliCommand::Rack(own) => rack::run(own, &args.global, command),
        CliCommand::Site(own) => site::run(own, &args.global, command),
        CliCommand::Capacity(own) => capacity::run(own, &args.global, command),
        CliCommand::Transient(own) => transient::run(own, &args.global, command),
        CliCommand::Generations(own) => generations::run(own, &args.global, command),
        CliCommand::Optimize(own) => optimize::run(own, &args.global, command),
        CliCommand::Uncertainty(own) => uncertainty::run(own, &args.global, command),
        CliCommand::Sweep(own) => sweep::run(own, &args.global, command),
        CliCommand::Validate(own) => validate::run(own, &args.global, command),
        CliCommand::Props(own) => props::run(own, &args.global),
        CliCommand::Catalog(own) => catalog::run(own, &args.global),
        CliCommand::Init(own) => scenario::run_init(own, &args.global),
        CliCommand::Check(own) => scenario::run_check(own, &args.global),
        CliCommand::Schema => scenario::run_schema(&args.global),
        CliCommand::Completions(own) => manual::print_completions(own),
        CliCommand::Man(own) => manual::write_manual_pages(own, &args.global),
    }
}
