//! Mistakes in groups, loops and loads, and one rack of a group; and the hand calculation of `docs/mixed-halls.md`.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use rackjoule::scenario::Scenario;
use rackjoule::study::compare;

const SITE: &str = "[site]\nclimate = \"us-va-ashburn\"\n";
const FIRST: &str = "[[it.group]]\nname = \"x\"\nracks = 2\n";
const DOORS: &str = "[[it.group]]\nname = \"door\"\nracks = 2\nsystem = \"hgx-b200-air\"\n";
const PLATES: &str = "[[architecture]]\nname = \"a\"\nsystem = \"lenovo-sc777-v4\"\ncooling = \"cold-plate\"\n\
                      supply_temperature = 40\nheat_rejection = \"dry-cooler\"\n";
const LOOP: &str = "[[architecture.loop]]\ngroups = [\"door\"]\ncooling = \"rear-door\"\nsupply_temperature = 20\n\
                    heat_rejection = \"tower\"\n";

fn rackjoule(dir: &Path, args: &[&str]) -> Output {
    Command::cargo_bin("rackjoule").unwrap().current_dir(dir).args(args).output().unwrap()
}

/// What is wrong with a scenario, as it is printed.
fn mistakes(text: &str) -> String {
    match Scenario::parse("s.toml", text, &[], &crate::support::catalog()) {
        Ok(_) => panic!("this is refused by nobody:\n{text}"),
        Err(invalid) => invalid.render_report(false),
    }
}

/// Text under [it], groups, and what follows them.
fn hall(it: &str, groups: &[&str], rest: &[&str]) -> String {
    [SITE, "[it]\n", it, &groups.concat(), &rest.concat()].concat()
}

/// Checks that each mistake is told with these words: what is found, where, and how to mend it.
fn check_told(cases: &[(&str, String, &[&str])]) {
    for (what, text, says) in cases {
        let told = mistakes(text);
        for words in *says {
            assert!(told.contains(words), "{what} lacks `{words}`:\n{told}\n{text}");
        }
    }
}

#[test]
fn systems_that_a_group_lacks_are_told() {
    let no_system = PLATES.replace("system = \"lenovo-sc777-v4\"\n", "");
    let second = no_system.replace("\"a\"", "\"b\"");
    let only_b = DOORS.replace("system = \"hgx-b200-air\"", "system = { b = \"hgx-b200-air\" }");
    let flash = "[[it.group]]\nname = \"st\"\naccelerators = 8\nsystem = \"flash-nodes-1u\"\n";
    check_told(&[
        (
            "a group without a system",
            hall("", &[FIRST, &only_b], &[PLATES, &second]),
            &["group `x` has no system in architecture `b`", "s.toml:4:1", "system = { \"b\" = \"ID\" }"],
        ),
        (
            "no system at all",
            hall("", &[FIRST], &[&no_system]),
            &["`architecture.0.system` is missing", "in each [[it.group]]"],
        ),
        (
            "a name of no architecture",
            hall("", &[FIRST, "cooling = { c = \"air\" }\n"], &[PLATES]),
            &["`it.group.0.cooling.c`: no architecture is named `c`", "s.toml:7:13", "the architectures are `a`"],
        ),
        (
            "an unknown system in a table",
            hall("", &[FIRST, "system = { a = \"lenovo-sc777-v44\" }\n"], &[PLATES]),
            &["unknown system `lenovo-sc777-v44`", "did you mean `lenovo-sc777-v4`"],
        ),
        (
            "accelerators of racks that have none",
            hall("", &[FIRST, flash], &[PLATES]),
            &["group `st` counts accelerators", "`flash-nodes-1u` in architecture `a` has none", "give racks = 4"],
        ),
    ]);
}

#[test]
fn loops_and_cooling_that_do_not_fit_are_told() {
    let air_hall = "[[architecture]]\nname = \"a\"\ncooling = \"air\"\nsystem = \"hgx-b200-air\"\n\
                    heat_rejection = \"tower\"\n";
    let liquid = "system = \"lenovo-sc777-v4\"\ncooling = \"cold-plate\"\n";
    check_told(&[
        (
            "an unknown group on a loop",
            hall("", &[FIRST, &DOORS.replace("door", "doors")], &[PLATES, LOOP]),
            &["no group is named `door`", "s.toml:17:1", "did you mean `doors`"],
        ),
        (
            "a group on two loops",
            hall("", &[FIRST, DOORS], &[PLATES, LOOP, LOOP]),
            &["group `door` stands on two loops of architecture `a`", "s.toml:22:1", "name it in one of them"],
        ),
        (
            "a loop without groups in the hall",
            hall("racks = 2\n", &[], &[PLATES, LOOP]),
            &["no group is named `door`", "add [[it.group]]"],
        ),
        (
            "liquid in a hall of air",
            hall("", &[FIRST, liquid, DOORS], &[air_hall]),
            &[
                "group `x` is cooled by `cold-plate` in architecture `a`, which has air alone",
                "s.toml:4:1",
                "groups = [\"x\"]",
            ],
        ),
        (
            "a loop of air",
            hall("", &[FIRST, DOORS], &[PLATES, &LOOP.replace("rear-door", "air")]),
            &["`architecture.0.loop.0.cooling` must be liquid or rear doors, found `air`", "s.toml:17:1"],
        ),
        (
            "a group of air on a loop",
            hall("", &[FIRST, DOORS, "cooling = \"air\"\n"], &[PLATES, LOOP]),
            &["group `door` is cooled by air and stands on a loop of `a`", "take its name out of the loop"],
        ),
        (
            "no group on the main loop",
            hall("", &[DOORS], &[PLATES, LOOP]),
            &["no group stands on the main loop of architecture `a`", "make one of its loops the architecture's own"],
        ),
    ]);
}

#[test]
fn amounts_and_names_of_groups_are_checked() {
    check_told(&[
        (
            "an amount beside groups",
            hall("racks = 3\n", &[FIRST], &[PLATES]),
            &["`it.racks` beside `it.group`", "s.toml:4:9", "leave it out"],
        ),
        (
            "two amounts",
            hall("", &[FIRST, "accelerators = 10\n"], &[PLATES]),
            &["`it.group.0.accelerators` and `it.group.0.racks` both say how much", "keep one of them"],
        ),
        (
            "no amount",
            hall("", &["[[it.group]]\nname = \"x\"\n"], &[PLATES]),
            &["`it.group.0.accelerators` is missing", "racks = 8"],
        ),
        (
            "one name twice",
            hall("", &[FIRST, FIRST], &[PLATES]),
            &["two groups are named `x`", "s.toml:7:1", "give each its own name"],
        ),
        ("no name", hall("", &["[[it.group]]\nracks = 2\n"], &[PLATES]), &["`it.group.0.name` is missing"]),
        ("no group", hall("group = []\n", &[], &[PLATES]), &["there must be 1 to 50 groups, found 0"]),
        (
            "a table for a list",
            hall("", &["[it.group]\nname = \"x\"\nracks = 2\n"], &[PLATES]),
            &["`it.group` must be a list of tables", "two brackets"],
        ),
    ]);
}

#[test]
fn shares_and_words_of_a_load_are_checked() {
    check_told(&[
        ("nothing filled", hall("filled = 0\n", &[FIRST], &[PLATES]), &["`it.filled` must be 0.001 to 1, found 0"]),
        (
            "more than all filled",
            hall("", &[FIRST, "filled = 1.5\n"], &[PLATES]),
            &["`it.group.0.filled` must be 0.001 to 1, found 1.5", "s.toml:7:10"],
        ),
        (
            "a word of scheduling",
            hall("scheduling = \"spred\"\n", &[FIRST], &[PLATES]),
            &["`it.scheduling`: `spred` is not known", "did you mean `spread`"],
        ),
        (
            "a shape that is none",
            hall("", &[FIRST, "profile = \"trainin\"\n"], &[PLATES]),
            &["`it.group.0.profile`: `trainin` is neither a built-in shape nor a file", "did you mean `training`"],
        ),
    ]);
    let step = hall("racks = 2\n", &[], &[PLATES]).replace("[it]", "step = \"7 min\"\n[it]");
    assert!(mistakes(&step).contains("`site.step` must be whole minutes that an hour is a multiple of"));
}

/// A mistake in one architecture is not told as one of the groups that name another.
#[test]
fn a_wrong_architecture_does_not_turn_names_wrong() {
    let broken = PLATES.replace("\"a\"", "\"b\"").replace("cold-plate", "cold-plait");
    let told = mistakes(&hall("", &[FIRST, "system = { b = \"lenovo-sc777-v4\" }\n"], &[PLATES, &broken]));
    assert!(told.contains("cold-plait") && !told.contains("no architecture is named"), "{told}");
}

#[test]
fn loads_that_fit_no_year_or_no_rack_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    write("short.csv", &format!("load\n{}", "0.5\n".repeat(100)));
    write("large.csv", &format!("power_kw\n{}", "500\n".repeat(24)));
    let of = |file: &str| hall("", &[FIRST, &format!("profile = \"{file}\"\n")], &[PLATES]);
    for (text, code, says) in [
        (of("nothere.csv"), 2, "relative to the scenario"),
        (of("short.csv"), 2, "give a row for every step"),
        (of("large.csv"), 3, "group `x`: the load of `large.csv` asks for 500.0 kW at 01-01 00:00, and the racks"),
        (of("training").replace("[it]", "weather_form = \"bins\"\n[it]"), 2, "weather_form = \"hourly\""),
    ] {
        write("s.toml", &text);
        let out = rackjoule(dir.path(), &["compare", "s.toml", "--uncertainty", "0", "--format", "json"]);
        let told = [out.stdout, out.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        assert_eq!(out.status.code(), Some(code), "{told}");
        assert!(told.contains(says) && !told.contains("panicked"), "{says}:\n{told}");
    }
}

/// Disks and switches between racks have no plate: no way of cooling them by liquid gives figures.
#[test]
fn liquid_that_cools_no_part_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    for system in ["infiniband-qm9700", "disk-enclosures-4u", "management-rack"] {
        let text = hall(
            "racks = 2\n",
            &[],
            &[&PLATES
                .replace("lenovo-sc777-v4", system)
                .replace("cold-plate", "air")
                .replace("dry-cooler", "tower")
                .replace("= 40", "= 25")],
        );
        std::fs::write(dir.path().join("s.toml"), text).unwrap();
        let limits = rackjoule(dir.path(), &["rack", "s.toml", "--limits", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_slice(&limits.stdout).unwrap();
        for rack in json["architectures"].as_array().unwrap() {
            let (way, feasible) = (rack["cooling"].as_str().unwrap(), rack["feasible"].as_bool().unwrap());
            assert_eq!(feasible, ["air", "rear-door"].contains(&way), "{system} {way}");
            assert!(feasible || rack["reason"].as_str().unwrap().contains("can be cooled by air or a rear door"));
        }
        for way in ["hybrid", "cold-plate", "immersion-1p"] {
            let out = rackjoule(dir.path(), &["transient", "s.toml", "--architecture", way, "--event", "pump-trip"]);
            let told = String::from_utf8_lossy(&out.stdout).into_owned();
            assert_eq!(out.status.code(), Some(3), "{told}");
            assert!(told.contains("cannot be fitted") && !told.contains("NaN"), "{told}");
        }
        let plates = hall(
            "",
            &[
                FIRST,
                &format!("[[it.group]]\nname = \"d\"\nracks = 1\ncooling = \"cold-plate\"\nsystem = \"{system}\"\n"),
            ],
            &[PLATES],
        );
        std::fs::write(dir.path().join("s.toml"), plates).unwrap();
        let out = rackjoule(dir.path(), &["compare", "s.toml"]);
        assert_eq!(out.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&out.stderr).contains("cannot be fitted"));
    }
}

/// A rack of a group is that of a scenario with this group's system, cooling and supply alone.
#[test]
fn a_rack_of_a_group_is_what_it_is_alone() {
    let dir = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let out = rackjoule(dir.path(), args);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        serde_json::from_slice::<serde_json::Value>(&out.stdout).unwrap()
    };
    std::fs::write(dir.path().join("pod.toml"), hall("", &[FIRST, DOORS], &[PLATES, LOOP])).unwrap();
    let alone = LOOP.replace("[[architecture.loop]]\ngroups = [\"door\"]", "[[architecture]]\nname = \"a\"");
    let alone = hall("racks = 2\nsystem = \"hgx-b200-air\"\n", &[], &[&alone]);
    std::fs::write(dir.path().join("alone.toml"), alone).unwrap();
    let door = run(&["rack", "pod.toml", "--group", "door", "--format", "json"]);
    assert!(door["title"].as_str().unwrap().ends_with("(a rack of `door`)"));
    assert_eq!(
        door["architectures"][0]["rack"],
        run(&["rack", "alone.toml", "--format", "json"])["architectures"][0]["rack"]
    );
    let first = run(&["rack", "pod.toml", "--format", "json"]);
    assert!(first["title"].as_str().unwrap().ends_with("(a rack of `x`)"));
    assert_eq!(first["architectures"][0]["system"], "lenovo-sc777-v4");
    let event = ["--event", "load-step,at=10s,level=0.2", "--duration", "60s", "--format", "json"];
    let transient = |file: &str, more: &[&str]| run(&[&["transient", file], more, &event].concat());
    let (one, other) = (transient("pod.toml", &["--group", "door"]), transient("alone.toml", &[]));
    assert_eq!(one["architectures"][0]["run"], other["architectures"][0]["run"]);
    for (args, says) in [
        (["rack", "pod.toml", "--group", "doors"], "did you mean `door`"),
        (["rack", "alone.toml", "--group", "door"], "its racks are alike"),
    ] {
        let out = rackjoule(dir.path(), &args);
        assert_eq!(out.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&out.stderr).contains(says), "{says}");
    }
}

/// The hand calculation of the page: the first block is the scenario, the table and the text below it are the figures.
#[test]
fn the_hand_calculation_of_the_page_holds() {
    let page = std::fs::read_to_string(format!("{}/docs/mixed-halls.md", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let text = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let catalog = crate::support::catalog();
    let scenario = Scenario::parse("page", text, &[], &catalog).unwrap();
    let result = compare::run(&scenario, &catalog).unwrap();
    let json = serde_json::to_value(&result).unwrap();
    let hall = &json["architectures"][0];
    let number = |value: &serde_json::Value| value.as_f64().unwrap();
    let (it_w, facility_w) = (number(&hall["it_power_w"]), number(&hall["facility_power_w"]));
    let mut written = vec![format!("= {:.3} kW", it_w / 1e3), format!("shows {:.3} kW", facility_w / 1e3)];
    written.push(format!("PUE of {:.4}", number(&hall["annual"]["pue"])));
    written.push(format!("difference of {:.3} kW", (facility_w - it_w) / 1e3));
    let mut shares = Vec::new();
    for (group, (racks, busy, busy_kw, idle_kw)) in
        hall["groups"].as_array().unwrap().iter().zip([(2.0, 0.9, 136.074, 27.216), (4.0, 0.5, 23.893, 12.454)])
    {
        let power_w = number(&group["it_power_w"]);
        let by_hand_w = 1e3 * racks * (busy * busy_kw + (1.0 - busy) * idle_kw);
        assert!((power_w / by_hand_w - 1.0).abs() < 5e-5, "{power_w} against {by_hand_w}");
        let load = number(&group["it_load_share"]);
        assert!((load - by_hand_w / (1e3 * racks * busy_kw)).abs() < 5e-5);
        // Plant and building by IT energy.
        let beside_w = (facility_w - it_w) * power_w / it_w;
        let meter_w = number(&group["energy_kwh"]) / 8.76;
        assert!((meter_w / (power_w + beside_w) - 1.0).abs() < 1e-9);
        written.push(format!("{:.3} kW for", beside_w / 1e3));
        shares.push(power_w / 1e3);
    }
    written.push(format!("| {:.3} | {:.3} |", shares[0], shares[1]));
    for words in &written {
        assert!(page.contains(words.as_str()), "docs/mixed-halls.md lacks `{words}`");
    }
}
