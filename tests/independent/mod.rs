//! An independent recomputation of the built-in comparison, from the documents and the data alone.
//!
//! Nothing here uses the library. Laws and rules are those of `docs/rack-model.md`, `docs/plant-topologies.md`,
//! `docs/power-and-cost.md`, `docs/components.md` and `docs/weather.md`; numbers are read from `data/`. Solvers and
//! structure are this module's own. A figure that differs from the program's is a fault of the program or of a document.

mod air_handler;
mod chain;
mod chiller;
mod chip;
mod data;
mod dry_cooler;
mod exchanger;
mod facility;
mod figures;
mod fluid;
mod hall;
mod machines;
mod manifold;
mod mover;
mod plant;
mod rack;
mod root;
mod scenario;
mod tower;
mod tray;

use std::path::Path;

use assert_cmd::Command;
use figures::Figure;

/// Agreement asked of every figure.
const SHARE: f64 = 1e-3;
/// What a power may differ by where it is small, W: of the 1.3 MW of the facilities.
const SMALL_W: f64 = 2.0;

impl Figure {
    /// Whether a figure of the program agrees.
    fn agrees(&self, theirs: f64) -> bool {
        let small = if self.key.starts_with("power.") { SMALL_W } else { 0.0 };
        (self.value - theirs).abs() <= (SHARE * theirs.abs()).max(small)
    }
}

/// Where the program's comparison differs from that of documents and data, with keys of the scenario set.
fn differences(set: &[(&str, &str)]) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut scenario: toml::Table = std::fs::read_to_string(folder.join("default.toml")).unwrap().parse().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let mut command = Command::cargo_bin("rackjoule").unwrap();
    command.current_dir(&elsewhere).args(["compare", "--format", "json", "--uncertainty", "0"]);
    for (key, value) in set {
        command.arg("--set").arg(format!("{key}={value}"));
        let (table, name) = key.split_once('.').unwrap();
        scenario[table].as_table_mut().unwrap().insert(name.to_owned(), (*value).into());
    }
    let program: serde_json::Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
    let theirs = program["architectures"].as_array().unwrap();
    let own = figures::compute(&data::Data::read(&folder), &scenario);
    assert_eq!(own.len(), theirs.len());
    let mut wrong = Vec::new();
    for ((name, figures), theirs) in own.iter().zip(theirs) {
        assert_eq!(theirs["name"], **name);
        for figure in figures {
            let (value, key, found) = (figure.value, &figure.key, figure.read(theirs));
            if !figure.agrees(found) {
                wrong.push(format!("{name}: {key} is {found} in the program, and {value} by documents and data"));
            }
        }
    }
    wrong
}

/// The documents and the data say all that is needed to find every figure of the built-in comparison again.
#[test]
fn the_built_in_comparison_is_found_again_from_documents_and_data() {
    let wrong = differences(&[]);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Not the figures of one place alone: chillers carry more of a year in Tampa, and air is thin in Golden.
#[test]
fn it_is_found_again_elsewhere() {
    for climate in ["us-fl-tampa", "us-co-golden"] {
        let wrong = differences(&[("site.climate", climate)]);
        assert!(wrong.is_empty(), "{climate}: {}", wrong.join("\n"));
    }
}

/// What is found independently rests on no line of the library.
#[test]
fn the_recomputation_does_not_use_the_library() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/independent");
    let library = ["rackjoule", "::"].concat();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for forbidden in [library.as_str(), &["crate", "::"].concat()] {
            assert!(!text.contains(forbidden), "{} uses {forbidden}", path.display());
        }
    }
}
