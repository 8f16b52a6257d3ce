//! `sweep`: rows of a design in one command and in parts; what is run on any number of threads and shards, and again after
//! an interruption, has the same bytes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use assert_cmd::Command;
use parquet::basic::{Repetition, Type as PhysicalType};
use parquet::data_type::Int64Type;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use rackjoule::catalog::Catalog;
use rackjoule::study::design::DesignValue;
use rackjoule::study::sweep::{SampleMethod, SweepDesign};
use serde_json::Value;

/// Two architectures, twelve rows in parts of three; joint bins run fast.
const DESIGN: &str = "title = \"Busy halls\"\n\
    architectures = [\"air\", \"liquid-45\"]\n\
    part_rows = 3\n\
    columns = [\"annual.pue\", \"annual.energy_kwh\"]\n\
    constraints = [\"annual.pue <= 1.3\"]\n\
    objectives = [\"annual.energy_kwh\", \"max:rack.chip_margin_k\"]\n\
    [[axis]]\nkey = \"site.climate\"\nvalues = [\"us-va-ashburn\", \"us-az-tucson\"]\n\
    [[axis]]\nkey = \"it.utilisation\"\nvalues = [0.4, 0.9]\n\
    [[axis]]\nkey = \"architecture.liquid-45.supply_temperature\"\nfrom = \"30 degC\"\nto = \"40 degC\"\nstep = \"5 K\"\n";

const BINS: [&str; 2] = ["--set", "site.weather_form=bins"];

fn rackjoule(dir: &Path, args: &[&str]) -> Output {
    Command::cargo_bin("rackjoule").unwrap().current_dir(dir).args(args).output().unwrap()
}

/// What a command in joint bins prints; it must succeed.
fn printed(dir: &Path, args: &[&str]) -> String {
    let out = rackjoule(dir, &[args, &BINS].concat());
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// What is wrong with a command, which must end with code 2.
fn refused(dir: &Path, args: &[&str]) -> String {
    let out = rackjoule(dir, &[args, &BINS].concat());
    let err = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(2), "{args:?}: {err}");
    err
}

/// A folder with a design.
fn workplace(design: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("design.toml"), design).unwrap();
    dir
}

/// The parts in a folder with their bytes.
fn parts(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut out: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "parquet"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    out.sort();
    out
}

/// A Parquet file without the metadata of a sweep.
fn write_foreign(path: &Path) {
    let field = Type::primitive_type_builder("row", PhysicalType::INT64).with_repetition(Repetition::REQUIRED);
    let schema = Type::group_type_builder("other").with_fields(vec![Arc::new(field.build().unwrap())]).build().unwrap();
    let file = fs::File::create(path).unwrap();
    let mut writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int64Type>().write_batch(&[1, 2], None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
}

fn parse_design(text: &str) -> SweepDesign {
    let catalog = Catalog::load(None).unwrap();
    SweepDesign::parse("design.toml", text, Path::new(""), &[], &catalog).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn rows_of_a_grid_are_the_product_of_the_lists() {
    let design = parse_design(DESIGN);
    assert_eq!(design.rows(), 12);
    let mut row = 0;
    for climate in ["us-va-ashburn", "us-az-tucson"] {
        for utilisation in [0.4, 0.9] {
            for supply in [30.0, 35.0, 40.0] {
                let point = design.row(row);
                assert_eq!(point[0], DesignValue::Text(climate.to_owned()));
                assert_eq!((point[1].number(), point[2].number()), (Some(utilisation), Some(supply)), "row {row}");
                row += 1;
            }
        }
    }
}

#[test]
fn samples_fill_every_axis_evenly() {
    let axes = "[[axis]]\nkey = \"it.utilisation\"\nfrom = 0.0\nto = 0.5\n\
        [[axis]]\nkey = \"architecture.liquid-45.supply_temperature\"\nfrom = 20\nto = 40\n\
        [[axis]]\nkey = \"site.climate\"\nvalues = [\"us-va-ashburn\", \"us-az-tucson\"]\n";
    for (method, rows) in [("lhs", 60_u64), ("lhs", 1024), ("sobol", 64), ("sobol", 1024)] {
        let design = parse_design(&format!("sample = \"{method}\"\nrows = {rows}\nseed = 3\n{axes}"));
        let points: Vec<Vec<DesignValue>> = (0..rows).map(|row| design.row(row)).collect();
        for (axis, low, high) in [(0, 0.0, 0.5), (1, 20.0, 40.0)] {
            // Every strip of the axis has one row.
            let strip = |p: &Vec<DesignValue>| ((p[axis].number().unwrap() - low) / (high - low) * rows as f64).floor();
            let strips: BTreeSet<u64> = points.iter().map(|p| strip(p) as u64).collect();
            assert_eq!(strips, (0..rows).collect(), "{method} {rows}, axis {axis}");
        }
        let tucson = points.iter().filter(|p| p[2] == DesignValue::Text("us-az-tucson".to_owned())).count();
        assert_eq!(tucson as u64, rows / 2, "{method}");
        let other = parse_design(&format!("sample = \"{method}\"\nrows = {rows}\nseed = 4\n{axes}"));
        assert_ne!(design.row(0), other.row(0), "another seed, other rows");
    }
    // In two axes Sobol's sequence has a row in each of 32 times 32 squares.
    let design = parse_design(&format!("sample = \"sobol\"\nrows = 1024\n{axes}"));
    assert_eq!(design.plan.method, SampleMethod::Sobol);
    let square = |row: u64| {
        let point = design.row(row);
        let cell = |value: f64| (value * 32.0).floor() as u64;
        (cell(point[0].number().unwrap() / 0.5), cell((point[1].number().unwrap() - 20.0) / 20.0))
    };
    assert_eq!((0..1024).map(square).collect::<BTreeSet<_>>().len(), 1024);
}

#[test]
fn a_row_is_the_comparison_with_its_values() {
    let dir = workplace(DESIGN);
    let result: Value =
        serde_json::from_str(&printed(dir.path(), &["sweep", "design.toml", "--format", "json"])).unwrap();
    assert_eq!(result["schema"], "rackjoule/sweep/1");
    let rows = result["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 24);
    for row in [0, 13, 22, 23].map(|place: usize| &rows[place]) {
        let climate = format!("site.climate={}", row["site.climate"].as_str().unwrap());
        let utilisation = format!("it.utilisation={}", row["it.utilisation"]);
        let key = "architecture.liquid-45.supply_temperature";
        let supply = format!("{key}={}", row[key]);
        let sets = ["--set", &climate, "--set", &utilisation, "--set", &supply];
        let args = [&["compare", "--format", "json", "--uncertainty", "0"][..], &sets].concat();
        let compared: Value = serde_json::from_str(&printed(dir.path(), &args)).unwrap();
        let all = compared["architectures"].as_array().unwrap();
        let own = all.iter().find(|a| a["name"] == row["architecture"]).unwrap();
        assert_eq!(own["annual"]["pue"], row["annual.pue"], "{row}");
        assert_eq!(own["annual"]["energy_kwh"], row["annual.energy_kwh"], "{row}");
        let kept = own["annual"]["pue"].as_f64().unwrap() <= 1.3;
        assert_eq!(row["meets_constraints"].as_bool().unwrap(), kept);
    }
    // The best of an objective is the best of the rows.
    let kept = rows.iter().filter(|row| row["meets_constraints"] == true);
    let least = kept.map(|row| row["annual.energy_kwh"].as_f64().unwrap()).fold(f64::INFINITY, f64::min);
    assert_eq!(result["objectives"][0]["value"].as_f64(), Some(least));
    assert_eq!(result["counts"]["rows"], 24);
}

#[test]
fn what_can_not_be_cooled_has_its_limit_and_what_is_wrong_its_error() {
    // A room at 40 degC is too warm for its servers; racks of one system can't be cooled by another method.
    let design = "architectures = [\"air\"]\n\
        [[axis]]\nkey = \"architecture.air.supply_temperature\"\nvalues = [\"20 degC\", \"40 degC\"]\n\
        [[axis]]\nkey = \"architecture.air.heat_rejection\"\nvalues = [\"chiller-air\", \"dry-cooler\"]\n";
    let dir = workplace(design);
    let result: Value =
        serde_json::from_str(&printed(dir.path(), &["sweep", "design.toml", "--format", "json"])).unwrap();
    let rows = result["rows"].as_array().unwrap();
    let (mut limits, mut errors) = (0, 0);
    for row in rows {
        let told = [&row["limit"], &row["error"]].map(|v| !v.is_null());
        assert_eq!(told.iter().filter(|t| **t).count(), usize::from(row["feasible"] == false), "{row}");
        limits += usize::from(told[0]);
        errors += usize::from(told[1]);
        if row["feasible"] == false {
            assert!(row["annual.pue"].is_null() && row["meets_constraints"] == false, "{row}");
        }
    }
    assert!(limits > 0, "{rows:#?}");
    let counted: u64 = result["limits"].as_array().unwrap().iter().map(|l| l["rows"].as_u64().unwrap()).sum();
    assert_eq!((counted as usize, result["counts"]["wrong"].as_u64()), (limits, Some(errors as u64)));
}

#[test]
fn threads_and_shards_do_not_change_a_byte() {
    let dir = workplace(DESIGN);
    let at = |name: &str| dir.path().join(name);
    printed(dir.path(), &["sweep", "run", "design.toml", "-o", "one", "--threads", "1"]);
    for shard in 1..=7 {
        let shard = format!("{shard}/7");
        printed(dir.path(), &["sweep", "run", "design.toml", "-o", "seven", "--shard", &shard, "--threads", "2"]);
    }
    assert_eq!(parts(&at("one")).len(), 4);
    assert_eq!(parts(&at("one")), parts(&at("seven")));
    printed(dir.path(), &["sweep", "gather", "one", "-o", "one.parquet"]);
    printed(dir.path(), &["sweep", "gather", "seven", "-o", "seven.parquet"]);
    assert_eq!(fs::read(at("one.parquet")).unwrap(), fs::read(at("seven.parquet")).unwrap());
    // The gathered rows are those of a run in one command.
    printed(dir.path(), &["sweep", "gather", "one", "-o", "one.csv"]);
    let csv = fs::read_to_string(at("one.csv")).unwrap();
    assert_eq!(csv, printed(dir.path(), &["sweep", "design.toml", "--format", "csv"]));
    assert_eq!(csv.lines().count(), 25);
    // Parts that stand there are kept.
    let again = rackjoule(dir.path(), &[&["sweep", "run", "design.toml", "-o", "one"], &BINS[..]].concat());
    let told = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(told.contains("ran 0 rows; 4 parts") && told.contains("4 of them from before"), "{told}");
}

#[test]
fn a_run_that_is_killed_goes_on_and_gives_the_same_bytes() {
    let dir = workplace(DESIGN);
    printed(dir.path(), &["sweep", "run", "design.toml", "-o", "whole"]);
    let whole = parts(&dir.path().join("whole"));
    // Killed at several moments: before anything stands, within a part, between parts.
    for (try_number, wait) in [20, 150, 400, 700, 1100, 1600].into_iter().enumerate() {
        let mut run = std::process::Command::new(assert_cmd::cargo::cargo_bin("rackjoule"))
            .current_dir(dir.path())
            .args([&["sweep", "run", "design.toml", "-o", "killed", "--threads", "1", "-q"], &BINS[..]].concat())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let _ = run.kill();
        run.wait().unwrap();
        let folder = dir.path().join("killed");
        if folder.exists() {
            for (name, bytes) in parts(&folder) {
                let same = whole.iter().any(|(own, other)| *own == name && *other == bytes);
                assert!(same, "try {try_number}: {name} is whole or does not exist");
            }
        }
    }
    printed(dir.path(), &["sweep", "run", "design.toml", "-o", "killed"]);
    assert_eq!(parts(&dir.path().join("killed")), whole);
    printed(dir.path(), &["sweep", "gather", "killed", "-o", "rows.csv"]);
}

#[test]
fn rows_of_two_makings_are_not_mixed() {
    let dir = workplace(DESIGN);
    printed(dir.path(), &["sweep", "plan", "design.toml", "-o", "rows"]);
    printed(dir.path(), &["sweep", "run", "design.toml", "-o", "rows", "--shard", "1/4"]);
    let before = parts(&dir.path().join("rows"));
    let more = ["sweep", "run", "design.toml", "-o", "rows", "--set", "it.racks=4"];
    assert!(refused(dir.path(), &more).contains("changed since: the scenario or its --set arguments"));
    fs::write(dir.path().join("design.toml"), DESIGN.replace("0.4", "0.5")).unwrap();
    let told = refused(dir.path(), &["sweep", "run", "design.toml", "-o", "rows"]);
    assert!(told.contains("changed since: the design") && told.contains("--force"), "{told}");
    assert!(refused(dir.path(), &["sweep", "plan", "design.toml", "-o", "rows"]).contains("the design"));
    assert_eq!(parts(&dir.path().join("rows")), before, "nothing is lost");
    // Parts of another sweep under the lock of this one.
    fs::write(dir.path().join("design.toml"), DESIGN).unwrap();
    let lock = dir.path().join("rows/design.lock");
    let text = fs::read_to_string(&lock).unwrap();
    fs::write(&lock, text.replace("\"version\": \"", "\"version\": \"0.0.")).unwrap();
    assert!(
        refused(dir.path(), &["sweep", "run", "design.toml", "-o", "rows"])
            .contains("the version of the program, 0.0.")
    );
    assert!(refused(dir.path(), &["sweep", "gather", "rows", "-o", "all.csv"]).contains("a part of another sweep"));
    fs::write(&lock, "{}").unwrap();
    assert!(refused(dir.path(), &["sweep", "gather", "rows", "-o", "all.csv"]).contains("is no lock of a sweep"));
    assert!(!dir.path().join("all.csv").exists());
}

#[test]
fn a_file_that_the_scenario_names_is_part_of_the_lock() {
    let dir = workplace(&("scenario = \"hall.toml\"\n".to_owned() + DESIGN));
    let hall = rackjoule::scenario::DEFAULT.to_owned();
    fs::write(dir.path().join("hall.toml"), &hall).unwrap();
    let year = |price: &str| (0..8760).map(|_| price.to_owned() + "\n").collect::<String>();
    fs::write(dir.path().join("price.csv"), "usd_per_kwh\n".to_owned() + &year("0.05")).unwrap();
    let sets = ["--set", "site.electricity_tariff=price.csv"];
    let plan = |dir: &Path| rackjoule(dir, &[&["sweep", "plan", "design.toml", "-o", "rows"], &sets[..]].concat());
    let first = plan(dir.path());
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    fs::write(dir.path().join("price.csv"), "usd_per_kwh\n".to_owned() + &year("0.06")).unwrap();
    let told = String::from_utf8_lossy(&plan(dir.path()).stderr).into_owned();
    assert!(told.contains("changed since: the file price.csv"), "{told}");
    fs::write(dir.path().join("hall.toml"), hall + "\n# another line\n").unwrap();
    assert!(String::from_utf8_lossy(&plan(dir.path()).stderr).contains("the scenario"));
}

#[test]
fn parts_that_are_missing_twice_or_foreign_are_named() {
    let dir = workplace(DESIGN);
    let folder = dir.path().join("rows");
    let part = |number: u32| folder.join(format!("part-{number:06}.parquet"));
    printed(dir.path(), &["sweep", "run", "design.toml", "-o", "rows"]);
    let gather = ["sweep", "gather", "rows", "-o", "all.parquet"];
    let bytes = fs::read(part(1)).unwrap();
    fs::remove_file(part(1)).unwrap();
    let told = refused(dir.path(), &gather);
    assert!(told.contains("1 of 4 parts are missing: 1") && told.contains("sweep run"), "{told}");
    fs::write(part(1), &bytes).unwrap();
    fs::write(folder.join("copy.parquet"), &bytes).unwrap();
    let told = refused(dir.path(), &gather);
    assert!(
        told.contains("part 1 stands in") && told.contains("copy.parquet") && told.contains("part-000001"),
        "{told}"
    );
    fs::write(folder.join("copy.parquet"), b"PAR1 no more").unwrap();
    assert!(refused(dir.path(), &gather).contains("copy.parquet: no Parquet file"));
    fs::remove_file(folder.join("copy.parquet")).unwrap();
    // A part in the place of another one, and half a part.
    fs::write(part(2), &bytes).unwrap();
    let told = refused(dir.path(), &["sweep", "run", "design.toml", "-o", "rows"]);
    assert!(told.contains("part-000002.parquet: another part of this sweep"), "{told}");
    fs::write(part(2), &bytes[..bytes.len() / 2]).unwrap();
    assert!(refused(dir.path(), &["sweep", "run", "design.toml", "-o", "rows"]).contains("no Parquet file"));
    printed(dir.path(), &["sweep", "run", "design.toml", "-o", "rows", "--force"]);
    printed(dir.path(), &gather);
    assert!(refused(dir.path(), &gather).contains("all.parquet exists"));
    assert!(
        refused(dir.path(), &["sweep", "gather", "rows", "-o", "rows/all.parquet"]).contains("lies among the parts")
    );
    assert!(refused(dir.path(), &["sweep", "gather", "rows", "-o", "all.txt"]).contains(".parquet nor in .csv"));
    assert!(refused(dir.path(), &["sweep", "gather", "nowhere", "-o", "x.csv"]).contains("nowhere"));
    // A Parquet file of another program.
    write_foreign(&folder.join("other.parquet"));
    assert!(
        refused(dir.path(), &["sweep", "gather", "rows", "-o", "b.csv"])
            .contains("other.parquet: a Parquet file that is no part")
    );
    write_foreign(&dir.path().join("other.parquet"));
    let pareto = ["sweep", "pareto", "other.parquet", "--objectives", "annual.pue"];
    assert!(refused(dir.path(), &pareto).contains("not of a sweep"));
    assert!(
        refused(dir.path(), &["sweep", "pareto", "design.toml", "--objectives", "annual.pue"])
            .contains("no Parquet file")
    );
}

#[test]
fn a_folder_that_can_not_be_written_is_named() {
    let dir = workplace(DESIGN);
    // A file where a folder is wanted: no user may write below it.
    fs::write(dir.path().join("taken"), "").unwrap();
    for args in
        [&["sweep", "run", "design.toml", "-o", "taken/rows"][..], &["sweep", "plan", "design.toml", "-o", "taken"]]
    {
        let told = refused(dir.path(), args);
        assert!(told.contains("taken") && told.contains("check the folder"), "{told}");
    }
    printed(dir.path(), &["sweep", "run", "design.toml", "-o", "rows"]);
    let told = refused(dir.path(), &["sweep", "gather", "rows", "-o", "taken/all.csv"]);
    assert!(told.contains("taken"), "{told}");
    assert!(refused(dir.path(), &["sweep", "run", "design.toml"]).contains("add -o DIR"));
    // A folder in the place of a part: the part is named, and the others stay.
    let before = parts(&dir.path().join("rows"));
    fs::remove_file(dir.path().join("rows/part-000003.parquet")).unwrap();
    fs::create_dir(dir.path().join("rows/part-000003.parquet.partial")).unwrap();
    assert!(refused(dir.path(), &["sweep", "run", "design.toml", "-o", "rows"]).contains("part-000003.parquet"));
    fs::remove_dir(dir.path().join("rows/part-000003.parquet.partial")).unwrap();
    printed(dir.path(), &["sweep", "run", "design.toml", "-o", "rows"]);
    assert_eq!(parts(&dir.path().join("rows")), before);
}

#[test]
fn the_front_of_a_file_is_that_of_the_definition() {
    let dir = workplace(DESIGN);
    printed(dir.path(), &["sweep", "run", "design.toml", "-o", "rows"]);
    printed(dir.path(), &["sweep", "gather", "rows", "-o", "all.parquet"]);
    let rows = printed(dir.path(), &["sweep", "design.toml", "--format", "json"]);
    let rows: Value = serde_json::from_str(&rows).unwrap();
    let rows: Vec<&Value> =
        rows["rows"].as_array().unwrap().iter().filter(|row| row["meets_constraints"] == true).collect();
    let cost = |row: &Value| [row["annual.energy_kwh"].as_f64().unwrap(), -row["rack.chip_margin_k"].as_f64().unwrap()];
    let better = |a: [f64; 2], b: [f64; 2]| a[0] <= b[0] && a[1] <= b[1] && a != b;
    let wanted: BTreeSet<String> = rows
        .iter()
        .filter(|row| !rows.iter().any(|other| better(cost(other), cost(row))))
        .map(|row| format!("{} {}", row["row"], row["architecture"]))
        .collect();
    let objectives = "annual.energy_kwh,max:rack.chip_margin_k";
    let args = ["sweep", "pareto", "all.parquet", "--objectives", objectives, "--format", "json"];
    let found: Value = serde_json::from_str(&printed(dir.path(), &args)).unwrap();
    assert_eq!(found["schema"], "rackjoule/sweep-front/1");
    let front = found["front"].as_array().unwrap();
    let names: BTreeSet<String> = front.iter().map(|row| format!("{} {}", row["row"], row["architecture"])).collect();
    assert_eq!(names, wanted);
    assert!(names.len() == front.len() && front.windows(2).all(|w| cost(&w[0])[0] <= cost(&w[1])[0]));
    let pareto =
        |objectives: &str| refused(dir.path(), &["sweep", "pareto", "all.parquet", "--objectives", objectives]);
    assert!(pareto("annual.pu").contains("did you mean `annual.pue`"));
    assert!(pareto("annual.water_l").contains("has no column `annual.water_l`"));
    assert!(pareto("rack.return_c").contains("write min:rack.return_c or max:rack.return_c"));
    assert!(pareto("annual.pue,annual.pue").contains("twice"));
    let csv = printed(dir.path(), &["sweep", "pareto", "all.parquet", "--objectives", objectives, "--format", "csv"]);
    assert_eq!(csv.lines().count(), front.len() + 1);
}

#[test]
fn a_plan_tells_rows_time_and_size() {
    let dir = workplace(DESIGN);
    let plan: Value =
        serde_json::from_str(&printed(dir.path(), &["sweep", "plan", "design.toml", "--format", "json"])).unwrap();
    assert_eq!(plan["schema"], "rackjoule/sweep-plan/1");
    assert_eq!((&plan["rows"], &plan["results"], &plan["parts"]), (&12.into(), &24.into(), &4.into()));
    assert!(plan["core_hours"].as_f64().unwrap() > 0.0 && plan["bytes"].as_f64().unwrap() > 24.0 * 40.0);
    assert_eq!(plan["lock"]["design"].as_str().unwrap().len(), 64);
    assert!(printed(dir.path(), &["sweep", "plan", "design.toml"]).contains("Core-hours (estimate)"));
}

#[test]
fn wrong_designs_are_refused_with_their_place() {
    let axis = "[[axis]]\nkey = \"it.utilisation\"\nfrom = 0.1\nto = 0.9\n";
    let wide = |name: usize| {
        format!("[[axis]]\nkey = \"architecture.{name}.supply_temperature\"\nfrom = 20\nto = 30\nsteps = 1000000000\n")
    };
    for (text, words) in [
        (axis.to_owned(), "needs the steps of `it.utilisation`|design.toml:2|sobol"),
        (format!("sample = \"sobol\"\nrows = 100\n{axis}"), "power of two|write rows = 128|design.toml:2"),
        (format!("sample = \"sobol\"\nrows = 131072\n{axis}"), "up to 65536|write rows = 65536"),
        (format!("sample = \"lhs\"\n{axis}"), "`rows` is missing"),
        (format!("sample = \"gird\"\n{axis}steps = 2\n"), "`gird` is not known|did you mean `grid`"),
        (format!("rows = 5\n{axis}steps = 2\n"), "`rows` beside a grid"),
        (format!("columns = [\"annual.pu\"]\n{axis}steps = 2\n"), "did you mean `annual.pue`|design.toml:1"),
        (format!("columns = [\"annual.pue\", \"annual.pue\"]\n{axis}steps = 2\n"), "twice"),
        (format!("objectives = [\"rack.return_c\"]\n{axis}steps = 2\n"), "neither less nor more is better"),
        (format!("objectives = []\n{axis}steps = 2\n"), "`objectives` is empty"),
        (format!("architectures = [\"liquid\"]\n{axis}steps = 2\n"), "no architecture `liquid`|use `air`"),
        (format!("colums = 3\n{axis}steps = 2\n"), "unknown key `colums`|did you mean `columns`"),
        (wide(0) + &wide(1) + &wide(2), "more rows than a 64-bit number counts"),
        ("title = \"none\"\n".to_owned(), "`axis` is missing"),
        ("axis = 3\n".to_owned(), "write [[axis]] with two brackets"),
        ("[[axis]\n".to_owned(), "not valid TOML|design.toml:1"),
        (format!("scenario = \"hall.toml\"\n{axis}steps = 2\n"), "hall.toml can't be read|design.toml:1"),
    ] {
        let dir = workplace(&text);
        let told = refused(dir.path(), &["sweep", "design.toml"]);
        for word in words.split('|') {
            assert!(told.contains(word), "{text}\n{word}\n{told}");
        }
    }
    let dir = workplace(&format!("{axis}steps = 100000\n"));
    let told = refused(dir.path(), &["sweep", "design.toml"]);
    assert!(told.contains("100001 rows") && told.contains("sweep plan"), "{told}");
    let told = refused(dir.path(), &["sweep", "run", "design.toml", "-o", "rows", "--shard", "3/2"]);
    assert!(told.contains("no shard"), "{told}");
    fs::write(dir.path().join("hall.toml"), "title = 3\n").unwrap();
    fs::write(dir.path().join("design.toml"), format!("scenario = \"hall.toml\"\n{axis}steps = 2\n")).unwrap();
    let told = refused(dir.path(), &["sweep", "design.toml"]);
    assert!(told.contains("hall.toml:1") && told.contains("`title`"), "what is wrong with the scenario itself: {told}");
}

#[test]
fn a_weather_file_is_an_axis_like_any_other() {
    // Files that an axis names are read, and found beside the design.
    let dir = workplace("architectures = [\"air\"]\n[[axis]]\nkey = \"site.weather\"\nvalues = [\"absent.epw\"]\n");
    let out = rackjoule(dir.path(), &["sweep", "design.toml", "--format", "json"]);
    let result: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(out.status.code(), Some(3), "no row is feasible");
    assert!(result["rows"][0]["error"].as_str().unwrap().contains("absent.epw"), "{}", result["rows"][0]);
}

#[test]
fn a_design_to_start_from_is_written() {
    let dir = tempfile::tempdir().unwrap();
    printed(dir.path(), &["sweep", "init", "new.toml"]);
    assert!(refused(dir.path(), &["sweep", "init", "new.toml"]).contains("new.toml exists"));
    assert!(printed(dir.path(), &["sweep", "plan", "new.toml"]).contains("Axes"));
}
