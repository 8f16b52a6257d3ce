//! Tells the program how it was built.

use std::env;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let version = Command::new(rustc).arg("--version").output().ok();
    let version = version.and_then(|out| String::from_utf8(out.stdout).ok()).unwrap_or_default();
    let known = |name: &str| env::var(name).unwrap_or_else(|_| "unknown".to_owned());
    println!("cargo::rustc-env=RACKJOULE_RUSTC={}", version.trim());
    println!("cargo::rustc-env=RACKJOULE_TARGET={}", known("TARGET"));
    println!("cargo::rustc-env=RACKJOULE_PROFILE={}", known("PROFILE"));
}
