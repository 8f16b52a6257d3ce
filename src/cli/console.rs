//! What every command shares: standard output, a spinner, an exit code.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use indicatif::ProgressBar;

use super::args::GlobalArgs;
use super::error::CliError;

/// Exit code when nothing can be cooled.
pub(super) const INFEASIBLE_EXIT_CODE: u8 = 3;

/// A spinner on a terminal, nothing elsewhere.
pub(super) fn start_spinner(global: &GlobalArgs, message: String) -> ProgressBar {
    if global.quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner().with_message(message);
    bar.enable_steady_tick(Duration::from_secs(1));
    bar
}

/// Writes a result to standard output.
pub(super) fn write_stdout(text: &str) -> Result<(), CliError> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|e| match e.kind() {
        std::io::ErrorKind::BrokenPipe => CliError::ClosedPipe,
        _ => CliError::Other(format!("standard output: {e}")),
    })
}
