//! Files that appear whole or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use super::args::GlobalArgs;
use super::error::CliError;

/// Refuses a folder that may not be written into, before any work is done.
///
/// # Errors
/// When `folder` is a file, or holds files and `force` is not given.
pub fn check_output_folder(folder: &Path, force: bool) -> Result<(), CliError> {
    let name = folder.display();
    if folder.exists() && !folder.is_dir() {
        return Err(CliError::invalid_input(format!("{name} is not a folder"), "give --out a folder"));
    }
    let holds = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if holds && !force {
        let help = "choose another folder, or add --force to replace the files of a former run";
        return Err(CliError::invalid_input(format!("{name} exists and is not empty"), help));
    }
    Ok(())
}

/// Writes files into a folder: first all of them into a folder beside it, then each in its place.
///
/// # Errors
/// When a file can't be written; nothing is left behind then.
pub fn write_staged_files(folder: &Path, files: &[(String, Vec<u8>)], force: bool) -> Result<(), CliError> {
    check_output_folder(folder, force)?;
    let failed = |what: &Path, e: &std::io::Error| CliError::Other(format!("{}: {e}", what.display()));
    // A folder in the place of a file would stop the moves half-way.
    if let Some(taken) = files.iter().map(|(name, _)| folder.join(name)).find(|path| path.is_dir()) {
        let help = "choose another folder, or remove that one";
        return Err(CliError::invalid_input(format!("{} is a folder", taken.display()), help));
    }
    fs::create_dir_all(folder).map_err(|e| failed(folder, &e))?;
    let staging = folder.join(format!(".rackjoule-{}", std::process::id()));
    let result = stage_and_move(folder, &staging, files).map_err(|(path, e)| failed(&path, &e));
    // The staging folder is empty after success and worthless after failure.
    let _ = fs::remove_dir_all(&staging);
    result
}

/// As [`write_staged_files()`], and says so on standard error.
///
/// # Errors
/// As [`write_staged_files()`].
pub fn write_and_report_files(folder: &Path, files: &[(String, Vec<u8>)], global: &GlobalArgs) -> Result<(), CliError> {
    write_staged_files(folder, files, global.force)?;
    if !global.quiet {
        eprintln!("wrote {} files to {}", files.len(), folder.display());
    }
    if global.verbose {
        for (name, bytes) in files {
            eprintln!("  {name}, {} bytes", bytes.len());
        }
    }
    Ok(())
}

fn stage_and_move(folder: &Path, staging: &Path, files: &[(String, Vec<u8>)]) -> Result<(), (PathBuf, std::io::Error)> {
    fs::create_dir(staging).map_err(|e| (staging.to_owned(), e))?;
    for (name, bytes) in files {
        let path = staging.join(name);
        fs::write(&path, bytes).map_err(|e| (path, e))?;
    }
    for (name, _) in files {
        let path = folder.join(name);
        fs::rename(staging.join(name), &path).map_err(|e| (path, e))?;
    }
    Ok(())
}

/// Writes one file whole.
///
/// # Errors
/// When it exists and `force` is not given, or can't be written.
pub fn write_file(path: &Path, bytes: &[u8], force: bool) -> Result<(), CliError> {
    if path.exists() && !force {
        return Err(CliError::invalid_input(format!("{} exists", path.display()), "add --force to replace it"));
    }
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let done = fs::write(&partial, bytes).and_then(|()| fs::rename(&partial, path));
    done.map_err(|e| {
        let _ = fs::remove_file(&partial);
        CliError::invalid_input(format!("{} can't be written: {e}", path.display()), "check the folder and its rights")
    })
}
