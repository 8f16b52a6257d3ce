//! `completions` and `man`.

use std::process::ExitCode;

use clap::CommandFactory;

use super::args::{CliArgs, CompletionsArgs, GlobalArgs, ManArgs};
use super::console::write_stdout;
use super::error::CliError;
use super::output;

/// Prints completions for a shell.
pub fn print_completions(args: &CompletionsArgs) -> Result<ExitCode, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut CliArgs::command(), "rackjoule", &mut script);
    write_stdout(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the manual page, or writes one for each command.
pub fn write_manual_pages(args: &ManArgs, global: &GlobalArgs) -> Result<ExitCode, CliError> {
    let page = |command: &clap::Command| -> Result<Vec<u8>, CliError> {
        let mut page = Vec::new();
        let rendered = clap_mangen::Man::new(command.clone()).render(&mut page);
        rendered.map_err(|e| CliError::Other(format!("manual: {e}")))?;
        Ok(page)
    };
    let mut root = CliArgs::command();
    root.build();
    let Some(folder) = &args.folder else {
        write_stdout(&String::from_utf8_lossy(&page(&root)?))?;
        return Ok(ExitCode::SUCCESS);
    };
    let mut files = vec![("rackjoule.1".to_owned(), page(&root)?)];
    for command in root.get_subcommands().filter(|c| c.get_name() != "help") {
        let named = command.clone().name(format!("rackjoule-{}", command.get_name()));
        files.push((format!("rackjoule-{}.1", command.get_name()), page(&named)?));
    }
    output::write_and_report_files(folder, &files, global)?;
    Ok(ExitCode::SUCCESS)
}
