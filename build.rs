//! Tells the program how it was built, and brings the reference data that every run reads into a form that is read faster
//! than its text.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Folders whose TOML files every run reads.
const FOLDERS: [&str; 2] = ["data", "data/equipment"];
/// A file of theirs that is an example for users, not a table.
const EXAMPLE: &str = "default.toml";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let version = Command::new(rustc).arg("--version").output().ok();
    let version = version.and_then(|out| String::from_utf8(out.stdout).ok()).unwrap_or_default();
    let known = |name: &str| env::var(name).unwrap_or_else(|_| "unknown".to_owned());
    println!("cargo::rustc-env=RACKJOULE_RUSTC={}", version.trim());
    println!("cargo::rustc-env=RACKJOULE_TARGET={}", known("TARGET"));
    println!("cargo::rustc-env=RACKJOULE_PROFILE={}", known("PROFILE"));
    parse_data(&PathBuf::from(env::var("OUT_DIR")?))
}

/// Writes each table as MessagePack, and a list of them as Rust.
fn parse_data(out: &Path) -> Result<(), Box<dyn Error>> {
    let mut list = Vec::new();
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={folder}");
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let is_table = path.extension().is_some_and(|e| e == "toml") && !path.ends_with(EXAMPLE);
            if is_table {
                list.push(path);
            }
        }
    }
    list.sort();
    let mut source = String::from("&[\n");
    for (place, path) in list.iter().enumerate() {
        let table: toml::Table =
            toml::from_str(&fs::read_to_string(path)?).map_err(|error| format!("{}: {error}", path.display()))?;
        let packed = out.join(format!("table-{place}.msgpack"));
        fs::write(&packed, rmp_serde::to_vec(&table)?)?;
        let name = path.strip_prefix("data")?.to_string_lossy().replace('\\', "/");
        source += &format!("    ({name:?}, include_bytes!({:?})),\n", packed.display().to_string());
    }
    fs::write(out.join("tables.rs"), source + "]\n")?;
    Ok(())
}
