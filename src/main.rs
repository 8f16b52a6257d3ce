//! The `rackjoule` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    rackjoule::cli::run(std::env::args_os())
}
