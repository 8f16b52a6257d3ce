//! The command line: arguments, one file per command, exit codes.

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program on its arguments and tells how it went.
pub fn run(_args: impl IntoIterator<Item = OsString>) -> ExitCode {
    ExitCode::SUCCESS
}
