//! Commands around the studies: a scenario to start from, its schema, the catalog, completions and manual.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use rackjoule::scenario::template::TEMPLATES;
use serde_json::Value;

fn rackjoule(dir: &Path, args: &[&str]) -> Output {
    Command::cargo_bin("rackjoule").unwrap().current_dir(dir).args(args).output().unwrap()
}

fn text(out: &Output) -> String {
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout.clone()).unwrap()
}

#[test]
fn every_template_is_listed_written_checked_and_runs() {
    let dir = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| rackjoule(dir.path(), args);
    let list = text(&run(&["init", "--list"]));
    assert!(TEMPLATES.len() >= 9);
    for template in TEMPLATES {
        assert!(
            list.lines().any(|l| l.trim_start().starts_with(template.name) && l.ends_with(template.title())),
            "{}",
            template.name
        );
        assert!(!template.title().is_empty(), "{}", template.name);
        let file = format!("{}.toml", template.name);
        assert!(text(&run(&["init", &file, "--template", template.name])).contains("run it with"));
        assert!(text(&run(&["check", &file])).contains("valid"));
        let out = run(&["compare", &file, "--format", "csv", "--set", "site.weather_form=auto"]);
        let rows = text(&out);
        assert!(rows.lines().count() >= 2 && rows.contains(",true,"), "{}: {rows}", template.name);
    }
    let wrong = run(&["init", "x.toml", "--template", "retrofitt"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("did you mean `retrofit`"));
    let again = run(&["init", "retrofit.toml", "--template", "retrofit"]);
    assert_eq!(again.status.code(), Some(2), "nothing is overwritten unasked");
}

#[test]
fn every_example_is_a_template_and_says_what_it_shows() {
    let folder = format!("{}/examples", env!("CARGO_MANIFEST_DIR"));
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml") {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let template = TEMPLATES.iter().find(|t| t.name == name).unwrap_or_else(|| panic!("{name} is no template"));
            assert!(template.text.starts_with("# "), "{name} says nothing");
        }
    }
}

/// The schema of a path of keys, and whether there is one.
fn follow<'a>(schema: &'a Value, key: &str) -> Option<&'a Value> {
    let table = schema.get("items").unwrap_or(schema);
    if let Some(found) = table.get("properties").and_then(|keys| keys.get(key)) {
        return Some(found);
    }
    if let Some(any) = table.get("additionalProperties").filter(|value| value.is_object()) {
        return Some(any);
    }
    table.get("anyOf")?.as_array()?.iter().find_map(|form| follow(form, key))
}

fn keys(value: &toml::Value, schema: &Value, path: &str, missing: &mut Vec<String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                match follow(schema, key) {
                    Some(below) => keys(value, below, &format!("{path}.{key}"), missing),
                    None => missing.push(format!("{path}.{key}")),
                }
            }
        }
        toml::Value::Array(items) => items.iter().for_each(|item| keys(item, schema, path, missing)),
        _ => {}
    }
}

/// Paths of the schema that say nothing of what a key may hold.
fn empty_objects(schema: &Value, path: &str, into: &mut Vec<String>) {
    let table = schema.get("items").unwrap_or(schema);
    if let Some(keys) = table.get("properties").and_then(Value::as_object) {
        assert!(!keys.is_empty(), "{path} has no key");
        for (key, below) in keys {
            empty_objects(below, &format!("{path}.{key}"), into);
        }
    } else if ["type", "enum", "anyOf"].iter().all(|word| schema.get(word).is_none()) {
        into.push(path.to_owned());
    }
}

#[test]
fn the_schema_says_of_every_key_what_it_may_hold() {
    let dir = tempfile::tempdir().unwrap();
    let schema: Value = serde_json::from_str(&text(&rackjoule(dir.path(), &["schema"]))).unwrap();
    let mut empty = Vec::new();
    empty_objects(&schema, "", &mut empty);
    assert!(empty.is_empty(), "{empty:?}");
    let at =
        |path: &str| path.split('.').fold(&schema, |at, key| follow(at, key).unwrap_or_else(|| panic!("no {path}")));
    assert!(at("plant.free_cooling_tower.design_wet_bulb").get("anyOf").is_some());
    assert!(at("plant.free_cooling_pump.flow").get("anyOf").is_some());
    assert!(at("plant.tower.low_speed_ua").get("anyOf").is_some(), "a key of one model of tower only");
    assert_eq!(at("architecture.equipment.dry_cooler")["type"], "string");
    assert_eq!(at("it.racks")["type"], "integer");
    assert_eq!(at("uncertainty.correlation.between")["minItems"], 2);
    assert_eq!(at("uncertainty.input.low")["anyOf"][0]["type"], "number");
}

#[test]
fn the_schema_knows_every_key_of_every_scenario() {
    let dir = tempfile::tempdir().unwrap();
    let schema: Value = serde_json::from_str(&text(&rackjoule(dir.path(), &["schema"]))).unwrap();
    assert_eq!(schema["additionalProperties"], false);
    let mut texts: Vec<(String, String)> = TEMPLATES.iter().map(|t| (t.name.to_owned(), t.text.to_owned())).collect();
    for entry in std::fs::read_dir(format!("{}/examples/energyplus", env!("CARGO_MANIFEST_DIR"))).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml") {
            texts.push((path.display().to_string(), std::fs::read_to_string(path).unwrap()));
        }
    }
    for (name, text) in &texts {
        let mut missing = Vec::new();
        keys(&text.parse::<toml::Table>().unwrap().into(), &schema, name, &mut missing);
        assert!(missing.is_empty(), "{missing:?}");
    }
    // Every key that the built-in scenario shows in a comment, too.
    let uncommented: String = rackjoule::scenario::DEFAULT
        .lines()
        .map(|l| {
            l.strip_prefix("# ").filter(|l| l.contains(" = ") || l.starts_with('[')).unwrap_or(l).to_owned() + "\n"
        })
        .collect();
    let mut missing = Vec::new();
    keys(&uncommented.parse::<toml::Table>().unwrap().into(), &schema, "default", &mut missing);
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(schema["properties"]["architecture"]["items"]["properties"]["cooling"]["enum"][0], "air");
    let utilisation = &schema["properties"]["it"]["properties"]["utilisation"]["anyOf"][0];
    assert_eq!((utilisation["minimum"].as_f64(), utilisation["maximum"].as_f64()), (Some(0.0), Some(1.0)));
}

#[test]
fn a_scenario_comes_from_a_pipe() {
    let dir = tempfile::tempdir().unwrap();
    let run = |input: &str, args: &[&str]| {
        Command::cargo_bin("rackjoule").unwrap().current_dir(dir.path()).args(args).write_stdin(input).output().unwrap()
    };
    let out =
        run(rackjoule::scenario::DEFAULT, &["compare", "-", "--format", "csv", "--set", "site.weather_form=bins"]);
    assert!(text(&out).contains("liquid-45"));
    let wrong = run("title = 3\n", &["check", "-"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("standard input:1:9"));
    let long = "# ".to_owned() + &"x".repeat(17 << 20);
    let out = run(&long, &["check", "-"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("no scenario is that long"));
}

#[test]
fn the_catalog_is_searched() {
    let dir = tempfile::tempdir().unwrap();
    let found = text(&rackjoule(dir.path(), &["catalog", "search", "cold", "plate"]));
    assert!(found.contains("cold-plate-ocp-1kw-pg25"), "{found}");
    let none = rackjoule(dir.path(), &["catalog", "search", "perpetuum"]);
    assert_eq!(none.status.code(), Some(2));
}

#[test]
fn completions_and_manual_know_every_command() {
    let dir = tempfile::tempdir().unwrap();
    let commands = [
        "compare",
        "rack",
        "site",
        "capacity",
        "transient",
        "generations",
        "sweep",
        "uncertainty",
        "validate",
        "catalog",
        "init",
        "check",
        "schema",
    ];
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = text(&rackjoule(dir.path(), &["completions", shell]));
        for command in commands {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
    let page = text(&rackjoule(dir.path(), &["man"]));
    assert!(page.contains(".TH rackjoule 1") && page.contains("uncertainty"));
    assert!(rackjoule(dir.path(), &["man", "pages"]).status.success());
    for command in commands {
        assert!(dir.path().join(format!("pages/rackjoule-{command}.1")).is_file(), "{command}");
    }
}

/// The words of a line as a shell has them: quotes hold a word together.
fn words(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => out.push(String::new()),
            c => out.last_mut().unwrap().push(c),
        }
    }
    out.retain(|w| !w.is_empty());
    out
}

#[test]
fn every_command_has_two_examples_that_work() {
    let dir = tempfile::tempdir().unwrap();
    text(&rackjoule(dir.path(), &["init", "my.toml"]));
    let help = text(&rackjoule(dir.path(), &["--help"]));
    let (_, list) = help.split_once("Commands:").unwrap();
    // Descriptions go on below, further in.
    let own = |l: &&str| l.starts_with("  ") && !l.starts_with("   ");
    let list = list.lines().skip(1).take_while(|l| l.starts_with("  ")).filter(own);
    let commands = list.filter_map(|l| l.split_whitespace().next());
    let mut count = 0;
    for command in commands.filter(|c| *c != "help" && c.chars().all(|c| c.is_ascii_lowercase())) {
        let help = text(&rackjoule(dir.path(), &[command, "--help"]));
        let examples: Vec<&str> = help.lines().filter_map(|l| l.strip_prefix("  rackjoule ")).collect();
        assert!(examples.len() >= 2, "{command} has {} examples", examples.len());
        for example in examples {
            let args = words(example);
            let out = rackjoule(dir.path(), &args.iter().map(String::as_str).collect::<Vec<_>>());
            assert!(out.status.success(), "{example}: {}", String::from_utf8_lossy(&out.stderr));
        }
        count += 1;
    }
    assert!(count >= 13, "{count}");
}

#[test]
fn properties_of_states() {
    let dir = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| rackjoule(dir.path(), args);
    let json: Value =
        serde_json::from_str(&text(&run(&["props", "water", "-t", "68 degF", "--format", "json"]))).unwrap();
    assert_eq!(json["schema"], "rackjoule/props/1");
    // IAPWS-95 at 20 degC: 998.2 kg/m3, 4,184 J/(kg K), 1.0016 mPa s.
    let state = &json["states"][0];
    for (key, value, share) in
        [("density_kg_m3", 998.2, 1e-3), ("specific_heat_j_kg_k", 4184.0, 1e-3), ("viscosity_pa_s", 1.0016e-3, 2e-3)]
    {
        let found = state[key].as_f64().unwrap();
        assert!((found / value - 1.0).abs() < share, "{key}: {found}");
    }
    let rows: Vec<String> = (0..10).map(|i| format!("{},0.4", 10 + 2 * i)).collect();
    let states = format!("dry_bulb_c,relative_humidity\n{}\n", rows.join("\n"));
    std::fs::write(dir.path().join("states.csv"), states).unwrap();
    let csv = text(&run(&["props", "air", "--csv", "states.csv", "--format", "csv"]));
    assert_eq!(csv.lines().count(), 11);
    assert!(text(&run(&["props", "air", "--csv", "states.csv"])).lines().count() >= 11);
    for (args, says) in [
        (vec!["props", "watr", "-t", "3"], "did you mean `water`"),
        (vec!["props", "water"], "needs a temperature"),
        (vec!["props", "water", "-t", "300"], "temperature"),
        (vec!["props", "air", "-t", "20"], "--relative-humidity"),
        (vec!["props", "air", "-t", "20", "--relative-humidity", "1.4"], "relative humidity"),
        (vec!["props", "water", "-t", "warm"], "--temperature"),
        (vec!["props", "pg99", "-t", "20"], "propylene glycol"),
        (vec!["props", "air", "--csv", "absent.csv"], "absent.csv"),
    ] {
        let out = run(&args);
        let err = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(2), "{args:?}: {err}");
        assert!(err.contains(says), "{args:?}: {err}");
    }
    for (content, says) in
        [("temperature\n3\n", "unknown column `temperature`"), ("temperature_c\nx\n", "states.csv:2"), ("", "no state")]
    {
        std::fs::write(dir.path().join("states.csv"), content).unwrap();
        let out = run(&["props", "water", "--csv", "states.csv"]);
        let err = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(out.status.code() == Some(2) && err.contains(says), "{content:?}: {err}");
    }
}

#[test]
fn the_version_tells_how_it_was_built() {
    let dir = tempfile::tempdir().unwrap();
    let long = text(&rackjoule(dir.path(), &["--version"]));
    let short = text(&rackjoule(dir.path(), &["-V"]));
    assert!(long.starts_with(short.trim_end()) && short.lines().count() == 1, "{short}{long}");
    for part in ["target:", "compiler: rustc 1.", "profile:", "features:"] {
        assert!(long.contains(part), "{long}");
    }
}

#[test]
fn colour_follows_the_flag_then_the_environment_then_the_terminal() {
    let dir = tempfile::tempdir().unwrap();
    let colored = |flag: &str, environment: &[(&str, &str)]| {
        let mut command = Command::cargo_bin("rackjoule").unwrap();
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm").envs(environment.iter().copied()).current_dir(dir.path());
        let out = command.args(["check", "absent.toml", "--color", flag]).output().unwrap();
        assert_eq!(out.status.code(), Some(2));
        out.stderr.contains(&0x1b)
    };
    assert!(!colored("auto", &[]), "a pipe is no terminal");
    assert!(colored("auto", &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored("auto", &[("CLICOLOR_FORCE", "")]));
    assert!(!colored("auto", &[("NO_COLOR", "1"), ("CLICOLOR", "1")]));
    assert!(colored("always", &[("NO_COLOR", "1")]), "a flag is more than the environment");
    assert!(!colored("never", &[("CLICOLOR_FORCE", "1")]));
}
