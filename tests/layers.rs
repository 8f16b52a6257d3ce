//! The direction of dependencies: a module may use those before it in the list, never those after it; and files do not
//! import in circles.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::source::{circles, imports, rust_files};

const LAYERS: [&str; 17] = [
    "units",
    "solve",
    "physics",
    "catalog",
    "weather",
    "serving",
    "network",
    "component",
    "scenario",
    "rack",
    "transient",
    "plant",
    "site",
    "assembly",
    "study",
    "report",
    "cli",
];

fn rank(module: &str) -> usize {
    LAYERS.iter().position(|l| *l == module).unwrap_or_else(|| panic!("`{module}` has no place in the list of layers"))
}

/// Names of our modules that a file reaches through `crate::`.
fn uses(text: &str) -> Vec<String> {
    let code: Vec<&str> = text.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let group = &group[..group.find('}').unwrap_or(group.len())];
            found.extend(group.split(',').map(|part| part.trim().split("::").next().unwrap_or("").to_owned()));
        } else {
            found.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    found.retain(|name| LAYERS.contains(&name.as_str()));
    found
}

#[test]
fn dependencies_point_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for module in LAYERS {
        let mut files = Vec::new();
        rust_files(&root.join(module), &mut files);
        assert!(!files.is_empty(), "{module} is empty");
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            for used in uses(&text) {
                if rank(&used) > rank(module) {
                    wrong.push(format!("{} uses {used}", file.strip_prefix(&root).unwrap().display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "dependencies against the direction:\n{}", wrong.join("\n"));
}

#[test]
fn source_files_stay_short() {
    let mut files = Vec::new();
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let long: Vec<_> = files
        .iter()
        .filter(|f| std::fs::read_to_string(f).unwrap().lines().count() > 400)
        .map(|f| f.display().to_string())
        .collect();
    assert!(long.is_empty(), "a file over 400 lines is two ideas:\n{}", long.join("\n"));
}

#[test]
fn every_file_of_tests_is_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let list = std::fs::read_to_string(root.join("main.rs")).unwrap();
    for file in std::fs::read_dir(&root).unwrap().map(|f| f.unwrap().path()) {
        let name = file.file_stem().unwrap().to_str().unwrap();
        if file.extension().is_some_and(|e| e == "rs") && name != "main" {
            assert!(list.lines().any(|l| l == format!("mod {name};")), "tests/main.rs does not name {name}");
        }
    }
}

/// Files that may import each other: more of them are one file in several pieces.
const LARGEST_CIRCLE: usize = 3;

#[test]
fn files_do_not_import_in_circles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    let name = |file: &Path| -> String {
        let steps = file.strip_prefix(&root).unwrap().components();
        steps.map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    };
    let sources: BTreeMap<String, String> = files
        .iter()
        .map(|file| (name(file), std::fs::read_to_string(file).unwrap()))
        .filter(|(name, _)| name != "main.rs")
        .collect();
    let found = imports(&sources);
    assert!(found["scenario/architecture.rs"].contains("scenario/equipment.rs"), "the scanner follows imports");
    let large: Vec<String> = circles(&found)
        .iter()
        .filter(|circle| circle.len() > LARGEST_CIRCLE)
        .map(|circle| format!("{} files: {}", circle.len(), circle.join(" ")))
        .collect();
    assert!(large.is_empty(), "files import in circles:\n{}", large.join("\n"));
}

#[test]
fn the_scanner_finds_circles_however_they_are_written() {
    let sources: BTreeMap<String, String> = [
        ("a/mod.rs", "mod one;\npub mod two;\npub mod three;\npub mod four;"),
        ("a/one.rs", "use super::{two::{self, B}, other as x};\n// use super::four;\nconst T: &str = \"super::four\";"),
        ("a/two.rs", "fn f() -> crate::a::three::C { todo() }"),
        ("a/three.rs", "use crate::{a::four::*, b};"),
        ("a/four.rs", "impl X { fn g(&self) { self::h(); super::one::k('x', '\\'') } }"),
        ("b.rs", "#[cfg(test)]\nmod tests { use crate::a::one; }\n#[cfg(test)]\nuse crate::a::one::X;\npub struct B;"),
    ]
    .map(|(file, text)| (file.to_owned(), text.to_owned()))
    .into();
    let found = imports(&sources);
    assert!(found["b.rs"].is_empty(), "{:?}", found["b.rs"]);
    assert!(found["a/three.rs"].contains("b.rs"));
    assert_eq!(circles(&found), [["a/four.rs", "a/one.rs", "a/three.rs", "a/two.rs"]]);
}
