//! What every command shares: standard output, progress, Ctrl-C, an exit code.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

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

/// A bar of so many things with their rate and the time left, on a terminal.
pub(super) fn start_bar(global: &GlobalArgs, things: &str) -> ProgressBar {
    let bar = if global.quiet { ProgressBar::hidden() } else { ProgressBar::new(0) };
    let style = format!("{{bar:30}} {{pos}} of {{len}} {things}, {{per_sec}}, {{eta}} left");
    bar.set_style(ProgressStyle::with_template(&style).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// Set once Ctrl-C was pressed.
pub(super) static STOP_REQUESTED: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C sets [`STOP_REQUESTED`] and ends nothing else.
pub(super) fn install_interrupt_handler() -> Result<(), CliError> {
    ctrlc::set_handler(|| STOP_REQUESTED.store(true, Ordering::Relaxed))
        .map_err(|e| CliError::Other(format!("Ctrl-C: {e}")))
}

/// Columns of the terminal that text is for: its own where standard output is one, those that `COLUMNS` asks for elsewhere.
pub(super) fn text_width() -> Option<usize> {
    let terminal = terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0));
    let asked = || std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
    terminal.or_else(asked).filter(|width| *width > 0)
}

/// Writes a result to standard output.
pub(super) fn write_stdout(text: &str) -> Result<(), CliError> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|e| match e.kind() {
        std::io::ErrorKind::BrokenPipe => CliError::ClosedPipe,
        _ => CliError::Other(format!("standard output: {e}")),
    })
}
