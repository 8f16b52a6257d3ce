//! The program as a user runs it.

use std::fmt::Write;
use std::path::Path;

use assert_cmd::Command;

use crate::support::data::without_ranges;

fn rackjoule(dir: &Path, args: &[&str]) -> std::process::Output {
    Command::cargo_bin("rackjoule").unwrap().current_dir(dir).args(args).output().unwrap()
}

fn fails(dir: &Path, args: &[&str], says: &str) {
    let out = rackjoule(dir, args);
    let err = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(2), "{args:?}: {err}");
    assert!(err.contains(says), "{args:?}: {err}");
    assert!(out.stdout.is_empty(), "{args:?}");
    assert!(!err.contains("Error: ") && !err.contains("panicked"), "{err}");
}

#[test]
fn compare_runs_without_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let out = rackjoule(dir.path(), &["compare"]);
    assert!(out.status.success());
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(text.contains("liquid-45") && text.contains("TUE"));
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "nothing is written unasked");
}

#[test]
fn threads_do_not_change_a_byte() {
    let dir = tempfile::tempdir().unwrap();
    let one = rackjoule(dir.path(), &["compare", "--format", "json", "--threads", "1"]);
    let two = rackjoule(dir.path(), &["compare", "--format", "json", "--threads", "2"]);
    assert!(one.status.success() && one.stdout == two.stdout);
}

#[test]
fn a_folder_is_filled_whole_and_never_overwritten_unasked() {
    let dir = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| rackjoule(dir.path(), args);
    assert!(run(&["compare", "-o", "a/b"]).status.success());
    let names = |folder: &str| {
        let mut names: Vec<_> =
            std::fs::read_dir(dir.path().join(folder)).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let files = names("a/b");
    assert!(files.iter().any(|f| f == "report.html") && files.iter().any(|f| f == "power-by-component.svg"));
    fails(dir.path(), &["compare", "-o", "a/b"], "--force");
    std::fs::write(dir.path().join("a/b/mine.txt"), "kept").unwrap();
    assert!(run(&["compare", "-o", "a/b", "--force"]).status.success());
    assert_eq!(names("a/b").len(), files.len() + 1, "only its own files are replaced");
    std::fs::write(dir.path().join("file"), "x").unwrap();
    fails(dir.path(), &["compare", "-o", "file"], "not a folder");
}

#[test]
fn bad_input_ends_with_two_and_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path();
    std::fs::write(at.join("empty.toml"), "").unwrap();
    std::fs::write(at.join("latin.toml"), b"title = \"caf\xe9\"\n").unwrap();
    std::fs::write(at.join("typo.toml"), "[site]\nclimat = \"us-va-ashburn\"\n").unwrap();
    fails(at, &["compare", "none.toml", "-o", "out"], "none.toml");
    fails(at, &["compare", "empty.toml", "-o", "out"], "empty");
    fails(at, &["compare", "latin.toml", "-o", "out"], "UTF-8");
    fails(at, &["compare", ".", "-o", "out"], "folder");
    fails(at, &["compare", "typo.toml", "-o", "out"], "typo.toml:2:1");
    fails(at, &["compare", "--set", "it.utilisation=3", "-o", "out"], "--set it.utilisation=3");
    fails(at, &["compare", "--data", "nowhere", "-o", "out"], "is not a folder");
    fails(at, &["compare", "--format", "xml"], "possible values");
    fails(at, &["comapre"], "compare");
    fails(at, &["catalog", "show", "hgx-b200-ari"], "did you mean `hgx-b200-air`");
    fails(at, &["catalog", "list", "chps"], "use one of silicon, chip");
    assert!(!at.join("out").exists());
}

#[test]
fn wrong_data_of_the_users_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let own = dir.path().join("own/equipment");
    std::fs::create_dir_all(&own).unwrap();
    let cooling = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/equipment/cooling.toml")).unwrap();
    let write = |text: &str| std::fs::write(own.join("cooling.toml"), text).unwrap();
    let run = ["compare", "--data", "own", "-o", "out"];
    write(&cooling.replace("best_efficiency = 0.38", "best_efficiency = 0.48"));
    fails(dir.path(), &run, "best_efficiency is 0.48, outside its own range of 0.28 to 0.45");
    write(&cooling.replace("best_efficiency = 0.38", "best_efficiency = 3.8"));
    fails(dir.path(), &run, "best_efficiency is 3.8, outside its own range of 0.28 to 0.45");
    let cooling = without_ranges(&cooling);
    write(&cooling.replace("best_efficiency = 0.38", "best_efficiency = 3.8"));
    fails(dir.path(), &run, "`best_efficiency` must be 0.02..=0.95");
    write(&cooling.replace("id = \"fan-80mm-dual-rotor\"", "id = \"another\""));
    fails(dir.path(), &run, "names equipment `fan-80mm-dual-rotor`, which does not exist");
    write(&cooling.replace("approach_k = 4.0", "approach_k = 0.2").replace("cold_w_k = 82800.0", "cold_w_k = 60000.0"));
    fails(dir.path(), &run, "no size of exchanger reaches its rating");
    write("[[equipment]\n");
    fails(dir.path(), &run, "cooling.toml:1:");
    assert!(!dir.path().join("out").exists());
}

#[test]
fn nothing_feasible_ends_with_three() {
    let dir = tempfile::tempdir().unwrap();
    let chips = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/chips.toml")).unwrap();
    std::fs::create_dir(dir.path().join("cool")).unwrap();
    let cool = without_ranges(&chips)
        .replace("limit_c = 87.0", "limit_c = 41.0")
        .replace("target_c = 80.0", "target_c = 40.0")
        .replace("target_c = 78.0", "target_c = 40.0");
    std::fs::write(dir.path().join("cool/chips.toml"), cool).unwrap();
    let out = rackjoule(dir.path(), &["compare", "--data", "cool", "--set", "architecture.air.supply_temperature=40"]);
    let text = String::from_utf8(out.stdout).unwrap();
    assert_eq!(out.status.code(), Some(3), "{text}");
    assert!(text.contains("No architecture can cool this load") && text.contains("limit of 41.0 °C"), "{text}");
}

#[test]
fn init_writes_what_check_accepts() {
    let dir = tempfile::tempdir().unwrap();
    assert!(rackjoule(dir.path(), &["init", "my.toml"]).status.success());
    assert!(rackjoule(dir.path(), &["check", "my.toml"]).status.success());
    fails(dir.path(), &["init", "my.toml"], "--force");
    assert!(rackjoule(dir.path(), &["compare", "my.toml", "-q"]).stderr.is_empty());
}

#[test]
fn the_catalog_shows_source_and_confidence() {
    let dir = tempfile::tempdir().unwrap();
    let out = rackjoule(dir.path(), &["catalog", "show", "b200-sxm"]);
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(
        text.contains("power.max_w") && text.contains("aiconfigurator-0.12") && text.contains("estimate"),
        "{text}"
    );
    let json = rackjoule(dir.path(), &["catalog", "list", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert!(json["records"].as_array().unwrap().len() > 80);
}

#[test]
fn rack_shows_one_rack_and_its_limits() {
    let dir = tempfile::tempdir().unwrap();
    let out = rackjoule(dir.path(), &["rack"]);
    assert!(out.status.success());
    let text = String::from_utf8(out.stdout).unwrap();
    // Unasked it is the first liquid-cooled architecture.
    for says in ["plates-45: 7", "kW can be cooled this way", "no fans", "Trays along the manifold", "800 V DC"] {
        assert!(text.contains(says), "{says}: {text}");
    }
    let out = rackjoule(dir.path(), &["rack", "--limits", "--format", "json"]);
    assert!(out.status.success());
    let json: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(json["schema"], "rackjoule/rack/1");
    let racks = json["architectures"].as_array().unwrap();
    assert_eq!(racks.len(), 6, "three of the scenario and the other three ways");
    for a in racks {
        for key in ["max_rack_power_kw", "max_supply_c"] {
            assert!(a[key].is_number(), "{} {key}", a["name"]);
        }
        assert!(a["binding_limit"].is_string() && a["ashrae_class"].is_string());
        assert!(a["energy_balance_relative_error"].as_f64().unwrap() < 1e-9);
        assert!(a["max_rack_power_kw"].as_f64().unwrap() * 1e3 >= 0.999 * a["rack"]["power_w"].as_f64().unwrap());
    }
}

#[test]
fn rack_takes_any_way_of_cooling_and_names_what_there_is() {
    let dir = tempfile::tempdir().unwrap();
    for cooling in ["air", "rear-door", "hybrid", "cold-plate", "immersion-1p", "immersion-2p"] {
        for format in ["table", "json", "csv", "markdown"] {
            let out = rackjoule(dir.path(), &["rack", "--architecture", cooling, "--format", format, "-q"]);
            assert_eq!(out.status.code(), Some(0), "{cooling} {format}");
            assert!(!out.stdout.is_empty() && out.stderr.is_empty());
        }
    }
    fails(dir.path(), &["rack", "--architecture", "rear-dor"], "did you mean `rear-door`?");
    let one = rackjoule(dir.path(), &["rack", "--limits", "--format", "json", "--threads", "1"]);
    let two = rackjoule(dir.path(), &["rack", "--limits", "--format", "json", "--threads", "2"]);
    assert!(one.stdout == two.stdout, "the same on any number of threads");
}

#[test]
fn a_rack_that_cannot_be_cooled_ends_with_three_and_its_table() {
    let dir = tempfile::tempdir().unwrap();
    let hot =
        ["rack", "--set", "architecture.liquid-45.system=gb200-nvl72", "--set", "architecture.liquid-45.cooling=air"];
    let supply = ["--set", "architecture.liquid-45.supply_temperature=25", "--architecture", "liquid-45"];
    let out = rackjoule(dir.path(), &[&hot[..], &supply[..]].concat());
    let text = String::from_utf8(out.stdout).unwrap();
    assert_eq!(out.status.code(), Some(3), "{text}");
    for says in
        ["cannot be cooled this way", "above its limit of", "Possible remedy", "Limits, nearest first", "exceeded"]
    {
        assert!(text.contains(says), "{says}: {text}");
    }
}

#[test]
fn cold_liquid_is_warned_of() {
    let dir = tempfile::tempdir().unwrap();
    let out = rackjoule(dir.path(), &["rack", "--set", "architecture.1.supply_temperature=12"]);
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(out.status.success() && text.contains("below a dew point"), "{text}");
}

#[test]
fn a_body_that_cannot_be_built_is_refused_with_its_key() {
    let dir = tempfile::tempdir().unwrap();
    let systems = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/systems.toml")).unwrap();
    std::fs::create_dir(dir.path().join("own")).unwrap();
    let run = ["rack", "--data", "own", "--architecture", "liquid-45"];
    let start = systems.find("id = \"lenovo-sc777-v4\"").unwrap();
    let (head, tail) = systems.split_at(start);
    for (from, to, says) in [
        ("bore_mm = 50.0", "bore_mm = -50.0", "`manifold.bore_mm` must be 3 to 1000, found -50"),
        ("count = 24", "count = 0", "`tray.1.count` must be 1 to 200, found 0"),
        ("height_u = 1.625", "height_u = 3.0", "its trays fill 72 U"),
        ("duty = 0.6", "duty = 1.6", "`tray.1.lane.1.station.1.duty` must be 0 to 1, found 1.6"),
        ("chip = \"grace\"", "chip = \"grease\"", "chip `grease`, which does not exist"),
        ("cold-plate-ocp-1kw-water", "pump-cdu-1300kw", "`pump-cdu-1300kw` is of kind pump; cold-plate is needed here"),
        ("liquid = \"water\"", "liquid = \"beer\"", "equipment `beer`, which does not exist"),
    ] {
        assert!(tail.contains(from), "{from}");
        let own = without_ranges(&format!("{head}{}", tail.replacen(from, to, 1)));
        std::fs::write(dir.path().join("own/systems.toml"), own).unwrap();
        fails(dir.path(), &run, says);
    }
}

#[test]
fn a_system_without_accelerators_is_no_comparison() {
    let dir = tempfile::tempdir().unwrap();
    let set = ["--set", "architecture.1.system=lenovo-sd665-v3"];
    fails(dir.path(), &[&["compare"], &set[..]].concat(), "has no accelerators to compare it by");
    assert!(rackjoule(dir.path(), &[&["rack"], &set[..]].concat()).status.success());
}

#[test]
fn a_weather_file_of_ones_own_runs_and_its_faults_are_explained() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    let mut csv =
        String::from("Source,City,Elevation\nx,Somewhere,120\nYear,Month,Day,Hour,Temperature,Dew Point,Pressure\n");
    for (month, days) in (1..).zip([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
        for (day, hour) in (1..=days).flat_map(|d| (0..24).map(move |h| (d, h))) {
            let warmth = 12.0 + 0.5 * f64::from(hour) - f64::from((month - 7_i32).abs());
            writeln!(csv, "2001,{month},{day},{hour},{warmth},{},999", warmth - 4.0).unwrap();
        }
    }
    file("own.csv", &csv);
    let out = rackjoule(dir.path(), &["compare", "--full", "--set", "site.weather=own.csv"]);
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(out.status.success() && text.contains("Somewhere") || text.contains("somewhere"), "{text}");
    assert!(text.contains("no 20-year extreme"), "{text}");
    let warmer = ["compare", "--set", "site.weather=own.csv", "--set", "site.offset=\"+3 K\"", "--format", "json"];
    let mean = |args: &[&str]| {
        let json: serde_json::Value = serde_json::from_slice(&rackjoule(dir.path(), args).stdout).unwrap();
        json["site"]["mean_dry_bulb_c"].as_f64().unwrap()
    };
    let plain = ["compare", "--set", "site.weather=own.csv", "--format", "json"];
    assert!((mean(&warmer) - mean(&plain) - 3.0).abs() < 1e-9);
    file("cut.csv", &csv[..100_000]);
    fails(dir.path(), &["rack", "--set", "site.weather=cut.csv"], "the line is cut");
    fails(dir.path(), &["compare", "--set", "site.weather=none.epw"], "none.epw: ");
    let scenario = "[site]\nweather = \"own.csv\"\n[it]\naccelerators = 96\n[[architecture]]\nname = \"a\"\nsystem = \
                    \"hgx-b200-air\"\ncooling = \"air\"\nheat_rejection = \"tower\"\n";
    file("my.toml", scenario);
    fails(dir.path(), &["compare", "my.toml"], "neither price nor carbon");
}

#[test]
fn site_writes_its_hours_and_maps_climates() {
    let dir = tempfile::tempdir().unwrap();
    let ok = |args: &[&str]| {
        let out = rackjoule(dir.path(), args);
        assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    assert!(ok(&["site"]).contains("air month by month"));
    ok(&["site", "--architecture", "air", "--hourly", "year.csv", "-o", "out", "-q"]);
    let hours = std::fs::read_to_string(dir.path().join("year.csv")).unwrap();
    assert_eq!(hours.lines().count(), 8761);
    assert!(dir.path().join("out/report.html").is_file());
    fails(dir.path(), &["site", "--architecture", "air", "--hourly", "year.csv"], "--force");
    fails(dir.path(), &["site", "--hourly", "all.csv"], "choose one: --architecture air");
    let bins = ["site", "--architecture", "air", "--hourly", "b.csv", "--set", "site.weather_form=bins"];
    fails(dir.path(), &bins, "there are no hours to write");
    assert!(ok(&["site", "--climates", "us-va-ashburn,us-il-chicago"]).contains("2 climates"));
    fails(dir.path(), &["site", "--climates", "us-va-ashbrn"], "did you mean `us-va-ashburn`?");
    fails(dir.path(), &["site", "--architecture", "arr"], "did you mean `air`?");
}

/// The example as it tells its reader to run it, in every form, and its tariff's saving from the hours of two runs.
#[test]
fn a_tank_of_cold_water_is_weighed_by_energy_and_by_tariff() {
    let dir = tempfile::tempdir().unwrap();
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cold-storage.toml");
    let price = |h: usize| if (h + 2) % 24 < 8 { 0.04 } else { 0.12 };
    let mut tariff = String::from("price [USD/kWh]\n");
    (0..8760).for_each(|h| writeln!(tariff, "{}", price(h)).unwrap());
    std::fs::write(dir.path().join("tariff.csv"), tariff).unwrap();
    let ok = |args: &[&str]| {
        let out = rackjoule(dir.path(), &[&["site", example], args].concat());
        assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    let priced = ["--set", "site.electricity_tariff=tariff.csv"];
    for format in ["table", "markdown"] {
        let text = ok(&["--format", format]);
        assert!(text.contains("Cold-water tank") && text.contains("Equivalent full cycles"), "{text}");
    }
    ok(&["-o", "out", "-q"]);
    let page = std::fs::read_to_string(dir.path().join("out/report.html")).unwrap();
    assert!(page.contains("Cold-water tank"));
    let annual = |args: &[&str]| -> Vec<serde_json::Value> {
        let json: serde_json::Value = serde_json::from_str(&ok(&[args, &["--format", "json"]].concat())).unwrap();
        json["architectures"].as_array().unwrap().iter().map(|a| a["annual"].clone()).collect()
    };
    let (flat, night) = (annual(&[]), annual(&priced));
    let number = |v: &serde_json::Value, key: &str| v[key].as_f64().unwrap();
    let dearer = |years: &[serde_json::Value]| {
        number(&years[1], "net_present_cost_usd") - number(&years[0], "net_present_cost_usd")
    };
    assert!(flat[0].get("storage").is_none());
    assert!(dearer(&flat) > 0.0 && dearer(&night) < 0.0, "what the example says of it");
    let hours = |name: &str, file: &str| -> Vec<f64> {
        ok(&[&priced[..], &["--architecture", name, "--hourly", file, "-q"]].concat());
        let mut reader = csv::Reader::from_path(dir.path().join(file)).unwrap();
        let place = reader.headers().unwrap().iter().position(|h| h == "facility_power_w").unwrap();
        reader.records().map(|r| r.unwrap()[place].parse().unwrap()).collect()
    };
    let (plain, tank) = (hours("chillers", "plain.csv"), hours("2 MWh tank", "tank.csv"));
    let saved_usd: f64 = (0..8760).map(|h| price(h) * (plain[h] - tank[h]) / 1e3).sum();
    let stated_usd = number(&night[1]["storage"], "saved_usd");
    assert!((stated_usd / saved_usd - 1.0).abs() < 1e-6, "{stated_usd} {saved_usd}");
    assert!(!std::fs::read_to_string(dir.path().join("plain.csv")).unwrap().contains("tank_"));
    assert!(std::fs::read_to_string(dir.path().join("tank.csv")).unwrap().contains("tank_content_kwh"));
    fails(dir.path(), &["site", example, "--climates", "us-va-ashburn"], "--set site.climate=us-va-ashburn");
    let bins = ["site", example, "--set", "site.climate=us-va-ashburn", "--set", "site.weather_form=bins"];
    fails(dir.path(), &bins, "needs the hours of a year in their order");
    ok(&["--climates", "us-va-ashburn", "--architecture", "chillers"]);
}

#[test]
fn generations_answer_split_and_fill_a_factory() {
    let dir = tempfile::tempdir().unwrap();
    let out = rackjoule(dir.path(), &["generations", "--vendor", "nvidia", "--since", "2017", "-o", "g"]);
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(out.status.success() && text.contains("1.22 times a year"), "{text}");
    assert!(dir.path().join("g/performance-per-watt.svg").is_file() && dir.path().join("g/report.html").is_file());
    let json = rackjoule(dir.path(), &["generations", "--metric", "bandwidth", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["schema"], "rackjoule/generations/1");
    let split = rackjoule(dir.path(), &["generations", "--from", "h100-sxm", "--to", "gb200"]);
    assert!(split.status.success() && String::from_utf8_lossy(&split.stdout).contains("Number format"));
    std::fs::write(dir.path().join("own.toml"), rackjoule::scenario::DEFAULT).unwrap();
    let own = rackjoule(dir.path(), &["generations", "--from", "own.toml@air", "--to", "own.toml@liquid-45"]);
    assert!(own.status.success() && String::from_utf8_lossy(&own.stdout).contains("of liquid-45 gives"));
    let factory = ["generations", "--factory", "20MW", "--price", "gb300-gpu=60000", "--token-price", "1"];
    let factory = rackjoule(dir.path(), &factory);
    assert!(
        factory.status.success() && String::from_utf8_lossy(&factory.stdout).contains("B200 HGX SXM 180GB on liquid")
    );
    let one = rackjoule(dir.path(), &["generations", "--factory", "20MW", "--format", "json", "--threads", "1"]);
    let two = rackjoule(dir.path(), &["generations", "--factory", "20MW", "--format", "json", "--threads", "2"]);
    assert!(one.status.success() && one.stdout == two.stdout);
}

#[test]
fn generations_refuse_what_they_cannot_answer() {
    let dir = tempfile::tempdir().unwrap();
    for (args, says) in [
        (&["--from", "h100", "--to", "gb200"][..], "did you mean `h100-sxm` or `h100-pcie`?"),
        (&["--from", "h100-sxm", "--to", "h100-sxm@immersion"], "h100-sxm@air or h100-sxm@liquid"),
        (&["--from", "v100-sxm2", "--to", "gb200"], "accelerators with a system in the catalog"),
        (&["--from", "a100-sxm-80", "--to", "gb200", "--precision", "fp8"], "it has fp64, tf32, fp16"),
        (&["--from", "h100-sxm"], "--to"),
        (&["--vendor", "nvida"], "did you mean `NVIDIA`?"),
        (&["--vendor", "amd", "--precision", "fp4"], "needs at least three points"),
        (&["--precision", "fp3"], "fp64"),
        (&["--metric", "tokens", "--model", "llama"], "unknown model `llama`"),
        (&["--factory", "20 kW"], "carries no rack"),
        (&["--factory", "20 degC"], "write it as 20MW"),
        (&["--factory", "20MW", "--price", "h100-sxm=-5"], "out of range"),
        (&["--factory", "20MW", "--price", "h100-sxm"], "is not ID=USD"),
        (&["--factory", "20MW", "--price", "h100-sxm=nan"], "out of range"),
        (&["--factory", "20MW", "--token-price=-1"], "out of range"),
        (&["--factory", "20MW", "--years", "0"], "out of range"),
        (&["--token-price", "1"], "--factory"),
    ] {
        let args = [&["generations"], args].concat();
        fails(dir.path(), &args, says);
    }
}
