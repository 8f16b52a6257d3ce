//! Tells the program how it was built, and brings the reference data that every run reads into a form that is read faster
//! than its text: tables as MessagePack, hours of weather as whole numbers.

use std::env;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::io::Read;
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
    let out = PathBuf::from(env::var("OUT_DIR")?);
    pack_tables(&out)?;
    pack_weather(&out)
}

/// The files of a folder with an ending, in order.
fn list_files(folder: &str, ending: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={folder}");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.retain(|path| path.to_string_lossy().ends_with(ending));
    files.sort();
    Ok(files)
}

/// Writes packed files and a list of them, by their paths below `data/`, as Rust.
fn write_list(out: &Path, list: &str, packed: &[(PathBuf, Vec<u8>)]) -> Result<(), Box<dyn Error>> {
    let mut source = String::from("&[\n");
    for (place, (path, bytes)) in packed.iter().enumerate() {
        let file = out.join(format!("{list}-{place}.bin"));
        fs::write(&file, bytes)?;
        let name = path.strip_prefix("data")?.to_string_lossy().replace('\\', "/");
        writeln!(source, "    ({name:?}, include_bytes!({:?})),", file.display().to_string())?;
    }
    fs::write(out.join(format!("{list}.rs")), source + "]\n")?;
    Ok(())
}

/// Each table as MessagePack.
fn pack_tables(out: &Path) -> Result<(), Box<dyn Error>> {
    let mut packed = Vec::new();
    for folder in FOLDERS {
        for path in list_files(folder, ".toml")?.into_iter().filter(|path| !path.ends_with(EXAMPLE)) {
            let text = fs::read_to_string(&path)?;
            let table: toml::Table = toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
            packed.push((path, rmp_serde::to_vec(&table)?));
        }
    }
    write_list(out, "tables", &packed)
}

/// Each year of weather as whole thousandths of its numbers, which are exact: dry-bulb, dew point and pressure hour by hour.
fn pack_weather(out: &Path) -> Result<(), Box<dyn Error>> {
    let mut packed = Vec::new();
    for path in list_files("data/weather", ".csv.gz")? {
        let mut text = String::new();
        flate2::read::GzDecoder::new(fs::File::open(&path)?).read_to_string(&mut text)?;
        let mut bytes = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')).skip(1) {
            for cell in line.split(',') {
                let value: f64 = cell.parse()?;
                let thousandths = (value * 1000.0).round();
                if thousandths / 1000.0 != value || thousandths.abs() > f64::from(i32::MAX) {
                    return Err(format!("{}: {cell} is finer than a thousandth", path.display()).into());
                }
                #[expect(clippy::cast_possible_truncation, reason = "checked just before")]
                bytes.extend_from_slice(&(thousandths as i32).to_le_bytes());
            }
        }
        packed.push((path, bytes));
    }
    write_list(out, "weather", &packed)
}
