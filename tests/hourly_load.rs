//! Loads by the hour in the year of a hall: what is constant stays what it was, power becomes the share that draws it, and
//! the Frontier day runs as a load.

use std::fs;
use std::process::Command;

use rackjoule::scenario::Scenario;
use rackjoule::study::compare;
use rackjoule::study::compare::result::ArchitectureResult;

const HALL: &str = "[[architecture]]\nname = \"a\"\nsystem = \"lenovo-sc777-v4\"\ncooling = \"cold-plate\"\n\
                    supply_temperature = 40\nheat_rejection = \"dry-cooler\"\n";

fn run(text: &str) -> ArchitectureResult {
    let catalog = crate::support::catalog();
    let scenario = Scenario::parse("load", text, &[], &catalog).unwrap_or_else(|e| panic!("{text}\n{e}"));
    compare::run(&scenario, &catalog).unwrap_or_else(|e| panic!("{text}\n{e}")).architectures.remove(0)
}

fn near(got: f64, expected: f64, share: f64, what: &str) {
    assert!((got - expected).abs() <= share * expected.abs().max(1e-6), "{what}: {got} against {expected}");
}

fn same(one: &ArchitectureResult, other: &ArchitectureResult) {
    let (a, b) = (one.annual.as_ref().unwrap(), other.annual.as_ref().unwrap());
    for (what, a, b) in [
        ("energy", a.energy_kwh, b.energy_kwh),
        ("IT", a.it_energy_kwh, b.it_energy_kwh),
        ("peak", a.peak_facility_power_w, b.peak_facility_power_w),
        ("cost", a.cost_usd, b.cost_usd),
        ("carbon", a.carbon_kg_co2e, b.carbon_kg_co2e),
        ("tokens", a.output_tokens.unwrap_or(0.0), b.output_tokens.unwrap_or(0.0)),
    ] {
        near(a, b, 1e-9, what);
    }
}

/// A file of the test's own.
fn written(name: &str, text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    let path = path.display().to_string();
    (folder, path)
}

#[test]
fn a_constant_profile_is_the_utilisation() {
    let rows: Vec<&str> = std::iter::repeat_n("0.63", 8760).collect();
    let (_folder, path) = written("load.csv", &format!("busy\n{}\n", rows.join("\n")));
    let site = "[site]\nclimate = \"us-co-golden\"\n";
    let it = "[it]\nracks = 6\nworkload = \"llama-3.1-405b-offline\"\n";
    let constant = run(&format!("{site}{it}utilisation = 0.63\n{HALL}"));
    let by_hour = run(&format!("{site}{it}profile = \"{path}\"\n{HALL}"));
    same(&by_hour, &constant);
    let grouped = run(&format!(
        "{site}[it]\nworkload = \"llama-3.1-405b-offline\"\n[[it.group]]\nname = \"x\"\nracks = 2\nprofile = \
         \"{path}\"\n[[it.group]]\nname = \"y\"\nracks = 4\nutilisation = 0.63\n{HALL}"
    ));
    same(&grouped, &constant);
    near(grouped.groups[0].load_factor, 1.0, 1e-3, "load factor of a constant load");
}

/// Two levels of twelve hours each: half the energy of one and half of the other, since nothing but the load differs.
#[test]
fn two_levels_are_their_mean_and_the_larger_peak() {
    let day: Vec<String> = (0..24).map(|hour| if hour < 12 { "0.2".to_owned() } else { "0.9".to_owned() }).collect();
    let (_folder, path) = written("day.csv", &format!("busy\n{}\n", day.join("\n")));
    let site = "[site]\nclimate = \"us-co-golden\"\n[it]\nracks = 6\n";
    let [low, high] = [0.2, 0.9].map(|load| run(&format!("{site}utilisation = {load}\n{HALL}")));
    let both = run(&format!("{site}profile = \"{path}\"\n{HALL}"));
    let it = |a: &ArchitectureResult| a.annual.as_ref().unwrap().it_energy_kwh;
    near(it(&both), 0.5 * (it(&low) + it(&high)), 1e-6, "IT energy");
    let peak = |a: &ArchitectureResult| a.annual.as_ref().unwrap().peak_it_power_w;
    near(peak(&both), peak(&high), 1e-9, "peak");
    let year = both.annual.as_ref().unwrap();
    near(year.load_factor, year.energy_kwh / 8760.0 * 1e3 / year.peak_facility_power_w, 1e-9, "load factor");
}

/// The power of a constant share, given as kilowatts, is that share.
#[test]
fn power_becomes_the_share_that_draws_it() {
    let site = "[site]\nclimate = \"us-co-golden\"\n[it]\nracks = 6\n";
    let constant = run(&format!("{site}utilisation = 0.5\n{HALL}"));
    let kw = constant.it_power_w.unwrap() / 1e3;
    let rows: Vec<String> = std::iter::repeat_n(format!("{kw:.9}"), 8760).collect();
    let (_folder, path) = written("power.csv", &format!("power_kw\n{}\n", rows.join("\n")));
    let by_power = run(&format!("{site}profile = \"{path}\"\n{HALL}"));
    near(by_power.it_power_w.unwrap(), constant.it_power_w.unwrap(), 1e-9, "IT power");
    near(by_power.facility_power_w.unwrap(), constant.facility_power_w.unwrap(), 1e-9, "facility power");
    // More than the racks draw is refused by name and hour; less than idle racks draw is told.
    let (_folder, path) = written("power.csv", &format!("power_kw\n{}\n", vec!["5000"; 8760].join("\n")));
    let above = run(&format!("{site}profile = \"{path}\"\n{HALL}"));
    let reason = above.reason.unwrap();
    assert!(!above.feasible && reason.contains("asks for 5000.0 kW at 01-01 00:00"), "{reason}");
}

/// 288 steps of five minutes: the IT power of the hall is that of the trace, where racks do so, and the file tells the
/// facility's beside it. The trace peaks at 337 kW for each of its 75 cabinets, the record of the catalog at 315 kW: it takes
/// 81 of them.
#[test]
fn the_frontier_day_runs_as_a_load() {
    let trace = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/frontier_load.csv");
    let folder = tempfile::tempdir().unwrap();
    let (scenario, hourly) = (folder.path().join("day.toml"), folder.path().join("day.csv"));
    let text = format!(
        "title = \"Frontier, a day\"\n[site]\nclimate = \"us-pa-pittsburgh\"\nstep = \"5 min\"\n[it]\nracks = 81\nprofile = {{ \
         file = \"{trace}\", repeat = true }}\nnetwork_power = 0\nstorage_power = 0\nmanagement_power = \
         0\n[[architecture]]\nname = \"frontier\"\nsystem = \"hpe-cray-ex235a\"\ncooling = \
         \"cold-plate\"\nsupply_temperature = 32\nheat_rejection = \"tower\"\n"
    );
    fs::write(&scenario, text).unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_rackjoule"))
        .args(["site", scenario.to_str().unwrap(), "--hourly", hourly.to_str().unwrap(), "--days", "04-07"])
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let mut rows = csv::Reader::from_path(&hourly).unwrap();
    let head = rows.headers().unwrap().clone();
    let place = |name: &str| head.iter().position(|title| title == name).unwrap();
    let (it, facility, load) = (place("it_power_w"), place("facility_power_w"), place("load"));
    let measured: Vec<f64> = fs::read_to_string(trace)
        .unwrap()
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
        .map(|line| 1e6 * line.split(',').nth(1).unwrap().parse::<f64>().unwrap())
        .collect();
    let mut seen = 0;
    let mut off = Vec::new();
    for (row, asked_w) in rows.records().zip(&measured) {
        let row = row.unwrap();
        let value = |place: usize| row[place].parse::<f64>().unwrap();
        assert!(value(facility) > value(it) && value(facility) < 1.3 * value(it));
        if value(load) > 0.0 {
            off.push((value(it) / asked_w - 1.0).abs());
        }
        seen += 1;
    }
    assert_eq!(seen, 288);
    // The share is found at the set point; nothing but the weather moves it from there.
    let worst = off.iter().copied().fold(0.0, f64::max);
    assert!(off.len() > 200 && worst < 2e-3, "{} steps, {worst:.1e}", off.len());
}
