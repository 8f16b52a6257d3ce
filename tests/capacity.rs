//! How much fits into a power: against an exhaustive search, against `compare` and `site` of the same hall, and by hand.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use rackjoule::catalog::Catalog;
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::capacity::request::{CapacityRequest, LimitBoundary, PlannedActivity};
use rackjoule::study::capacity::result::{ArchitectureCapacity, BindingLimit, CapacityReport};
use rackjoule::study::capacity::trial::CapacityTest;
use rackjoule::study::{capacity, compare};
use rackjoule::units::Power;
use serde_json::Value;

use crate::support::{catalog, labels_apart, tell_numbers};
use rackjoule::report::{Report, UnitSystem};

fn request(boundary: LimitBoundary, limit_w: f64) -> CapacityRequest {
    CapacityRequest {
        boundary,
        limit: Power::new(limit_w),
        caps: Vec::new(),
        activity: PlannedActivity::Full,
        architecture: None,
    }
}

fn parse(text: &str, sets: &[&str], catalog: &Catalog) -> Scenario {
    let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
    Scenario::parse("test", text, &sets, catalog).unwrap_or_else(|e| panic!("{}", e.render_report(false)))
}

fn example(name: &str) -> String {
    std::fs::read_to_string(format!("{}/examples/{name}.toml", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn run(sets: &[&str], request: &CapacityRequest) -> CapacityReport {
    let catalog = catalog();
    capacity::run(&parse(scenario::DEFAULT, sets, &catalog), &catalog, request).unwrap()
}

fn row<'a>(report: &'a CapacityReport, name: &str) -> &'a ArchitectureCapacity {
    report.architectures.iter().find(|a| a.name == name).unwrap()
}

fn rackjoule(dir: &Path, args: &[&str]) -> Output {
    Command::cargo_bin("rackjoule").unwrap().current_dir(dir).args(args).output().unwrap()
}

fn json(args: &[&str]) -> Value {
    let dir = tempfile::tempdir().unwrap();
    let out = rackjoule(dir.path(), &[args, &["--format", "json", "-q"]].concat());
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

/// SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2714064.2660195).
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// At least 0 and below 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn among<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let at = self.next() % all.len() as u64;
        &all[usize::try_from(at).unwrap()]
    }
}

/// Every count from one to well beyond what the racks alone would draw is tried; the largest that fits is the answer.
#[test]
fn the_answer_is_that_of_an_exhaustive_search() {
    let catalog = catalog();
    let mut draws = Draws(23);
    let (mut cases, mut fitting, mut edges) = (0, 0, 0);
    let texts: Vec<String> =
        ["every-way", "plant-options", "outdoor-air", "edge-room", "campus-water", "heat-reuse", "cpu-cluster"]
            .map(example)
            .into_iter()
            .chain([scenario::DEFAULT.to_owned()])
            .collect();
    for case in 0..32 {
        let text = &texts[case % texts.len()];
        let utilisation = format!("it.utilisation={:.2}", 0.1 + 0.9 * draws.unit());
        let mut scenario = parse(text, &["site.weather_form=bins", &utilisation], &catalog);
        let mut given = draws.among(&scenario.architectures).clone();
        given.storage = None;
        scenario.architectures = vec![given];
        let boundary = *draws.among(&[LimitBoundary::Utility, LimitBoundary::It, LimitBoundary::Heat]);
        let activity =
            if draws.unit() < 0.3 { PlannedActivity::Share(0.3 + 0.6 * draws.unit()) } else { PlannedActivity::Full };
        let asked = |limit_w: f64| CapacityRequest { activity, ..request(boundary, limit_w) };
        // What one rack draws of its own, from a plan that is generous.
        let rack_w = capacity::run(&scenario, &catalog, &asked(2e6)).unwrap().architectures[0].rack_power_w.unwrap();
        let asked = asked(rack_w * (0.9 + 16.0 * draws.unit()));
        let found = capacity::run(&scenario, &catalog, &asked).unwrap().architectures[0].racks;
        let most = (1..1000).find(|n| f64::from(*n) * rack_w > 1.3 * asked.limit.watts()).unwrap() + 2;
        let fits: Vec<bool> = (1..=most).map(|n| capacity::fits(&scenario, &catalog, &asked, n).unwrap()[0]).collect();
        let expected = (1..=most).rev().find(|n| fits[*n as usize - 1]).unwrap_or(0);
        assert_eq!(found, expected, "case {case}: {} {boundary:?} {:.0} W", scenario.title, asked.limit.watts());
        cases += 1;
        fitting += u32::from(found > 0);
        // Counts below the answer that do not fit: the search must not stop there.
        edges += fits[..found as usize].iter().filter(|fits| !**fits).count();
    }
    assert!(cases >= 20 && fitting >= 20, "{cases} {fitting} {edges}");
}

/// `compare` runs the same hall: its peak of the year and its design day at full load are those of the tests.
#[test]
fn the_hall_that_fits_is_the_one_that_compare_runs() {
    let catalog = catalog();
    let limit_w = 5e6;
    let report = run(&[], &request(LimitBoundary::Utility, limit_w));
    for name in ["air", "plates-45", "liquid-45"] {
        let plan = row(&report, name);
        let power_w = |test| plan.tests.iter().find(|t| t.test == test).unwrap().power_w.unwrap();
        let hall = |racks: u32| {
            let (racks, spares) =
                (format!("it.racks={racks}"), format!("architecture.{name}.plant_redundancy=\"N+1\""));
            let result = compare::run(&parse(scenario::DEFAULT, &[&racks, &spares], &catalog), &catalog).unwrap();
            let found = result.architectures.into_iter().find(|a| a.name == name).unwrap();
            let transformer = &found.power_chain[0];
            assert_eq!(transformer.stage, "transformer");
            (found.annual.unwrap().peak_facility_power_w, transformer.full.output_w + transformer.full.loss_w)
        };
        let (year_w, design_w) = hall(plan.racks);
        let near = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-9;
        assert!(near(power_w(CapacityTest::Year), year_w), "{name}: {year_w}");
        assert!(near(power_w(CapacityTest::DesignDay), design_w), "{name}: {design_w}");
        assert!(plan.tests.iter().all(|t| t.power_w.unwrap() <= limit_w && t.headroom_w.unwrap() >= 0.0));
        // What is left is less than what another rack draws, and no count beyond was overlooked.
        assert!(limit_w - plan.peak_power_w.unwrap() < 1.3 * plan.provisioned_w_per_rack.unwrap(), "{name}");
        assert_eq!(plan.provisioned_w_per_rack.unwrap(), limit_w / f64::from(plan.racks));
        let binds = plan.binding_hour.as_ref().unwrap();
        assert!(binds.power_w.unwrap() > limit_w && plan.binding_limit == Some(BindingLimit::Extreme), "{binds:?}");
        assert!(binds.date.is_none() && binds.reason.is_some());
    }
    let best = report.architectures.iter().filter(|a| a.best).collect::<Vec<_>>();
    let most = report.architectures.iter().filter_map(|a| a.tokens_per_second).fold(0.0, f64::max);
    assert!(best.len() == 1 && best[0].tokens_per_second == Some(most));
}

/// With every server busy, N at the meter in the year is what binds where no design day is hotter: IT power is the same in
/// every weather, and racks are the whole ones that go into the limit.
#[test]
fn it_power_is_a_division() {
    for (limit_w, share) in [(450e3, None), (1.0e6, None), (1.0e6, Some(0.6))] {
        let activity = share.map_or(PlannedActivity::Full, PlannedActivity::Share);
        let asked = CapacityRequest { activity, ..request(LimitBoundary::It, limit_w) };
        for plan in run(&["site.weather_form=bins"], &asked).architectures {
            let racks = (limit_w / plan.rack_power_w.unwrap()).floor();
            assert_eq!(f64::from(plan.racks), racks, "{}", plan.name);
            assert_eq!(plan.binding_limit, Some(BindingLimit::ItPower), "{}", plan.name);
            let binds = plan.binding_hour.unwrap();
            assert!(binds.hour.is_none() && binds.reason.unwrap().contains("every weather"));
            // At 80 % of the servers busy the year is below.
            assert!(plan.headroom.unwrap().least_w > limit_w - racks * plan.rack_power_w.unwrap());
        }
    }
}

/// Towers behind which bought water stands draw most in a cool, damp hour, not in the hottest: 7 June, 5 o'clock, is hour
/// (31 + 28 + 31 + 30 + 31 + 6) · 24 + 5 = 3773 from the beginning of the year, and ends an hour later.
#[test]
fn a_binding_hour_has_its_date_and_weather() {
    let catalog = catalog();
    let scenario = parse(&example("campus-water"), &["it.utilisation=1.0"], &catalog);
    let report = capacity::run(&scenario, &catalog, &request(LimitBoundary::Utility, 3e6)).unwrap();
    let plan = row(&report, "towers-campus");
    assert_eq!(plan.binding_limit, Some(BindingLimit::UtilityPower));
    let binds = plan.binding_hour.as_ref().unwrap();
    assert_eq!(
        (binds.test, binds.hour, binds.date.as_deref()),
        (CapacityTest::Year, Some(3774.0), Some("06-07 05:00"))
    );
    let hour = plan.hours.iter().find(|h| h.hour == 3774.0).unwrap();
    assert_eq!((binds.dry_bulb_c, binds.wet_bulb_c), (Some(hour.dry_bulb_c), Some(hour.wet_bulb_c)));
    assert!(binds.reason.is_none() && plan.hours_above == plan.hours_above_at_scenario_load);
    assert_eq!(plan.hours_above, Some(8760.0));
}

/// The hours of a result are those that its test of the year looked at, and its head-room is theirs.
#[test]
fn head_room_is_that_of_the_hours() {
    let report = run(&["it.utilisation=1.0"], &request(LimitBoundary::Heat, 3e6));
    for plan in &report.architectures {
        let year = plan.tests.iter().find(|t| t.test == CapacityTest::Year).unwrap().power_w.unwrap();
        let hours = &plan.hours;
        assert_eq!(hours.len(), 8760);
        let most = hours.iter().map(|h| h.power_w).fold(0.0, f64::max);
        assert!((year / most - 1.0).abs() < 1e-12 && most <= 3e6, "{}", plan.name);
        let room = plan.headroom.as_ref().unwrap();
        assert!((room.least_w - (3e6 - most)).abs() < 1e-6);
        let unused: f64 = hours.iter().map(|h| (3e6 - h.power_w) / 1e3).sum();
        assert!((room.unused_kwh / unused - 1.0).abs() < 1e-9);
    }
}

/// The file has every hour of every architecture, none above the limit, and `site --hourly` of the same hall has the same.
#[test]
fn the_hourly_file_has_no_hour_above_the_limit() {
    let dir = tempfile::tempdir().unwrap();
    let out = rackjoule(dir.path(), &["capacity", "--power", "5MW", "--hourly", "room.csv", "--format", "csv", "-q"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let mut rows = csv::Reader::from_reader(out.stdout.as_slice());
    let racks: Vec<(String, String)> =
        rows.records().map(|r| r.unwrap()).map(|r| (r[0].to_owned(), r[4].to_owned())).collect();
    let mut file = csv::Reader::from_path(dir.path().join("room.csv")).unwrap();
    let head = file.headers().unwrap().clone();
    let column = |name: &str| head.iter().position(|h| h == name).unwrap();
    let hours: Vec<csv::StringRecord> = file.records().map(Result::unwrap).collect();
    assert_eq!(hours.len(), 3 * 8760);
    let number = |r: &csv::StringRecord, name: &str| r[column(name)].parse::<f64>().unwrap();
    for r in &hours {
        assert!(number(r, "power_w") <= 5e6 && number(r, "headroom_w") >= 0.0);
        assert!((number(r, "power_w") + number(r, "headroom_w") - number(r, "limit_w")).abs() < 1e-6);
    }
    let (name, count) = &racks[2];
    let (racks, spares) = (format!("it.racks={count}"), format!("architecture.{name}.plant_redundancy=\"N+1\""));
    let sets = ["--set", &racks, "--set", &spares];
    let site =
        rackjoule(dir.path(), &[&["site", "--architecture", name, "--hourly", "site.csv", "-q"], &sets[..]].concat());
    assert!(site.status.success(), "{}", String::from_utf8_lossy(&site.stderr));
    let mut site = csv::Reader::from_path(dir.path().join("site.csv")).unwrap();
    let head = site.headers().unwrap().clone();
    let facility = head.iter().position(|h| h == "facility_power_w").unwrap();
    let own = hours.iter().filter(|r| &r[0] == name.as_str());
    for (site, own) in site.records().map(Result::unwrap).zip(own) {
        assert_eq!(site[facility].parse::<f64>().unwrap(), number(own, "power_w"));
        assert_eq!((&site[0], &site[1]), (&own[column("hour")], &own[column("dry_bulb_c")]));
    }
    let again = rackjoule(dir.path(), &["capacity", "--power", "5MW", "--hourly", "room.csv"]);
    assert_eq!(again.status.code(), Some(2), "nothing is overwritten unasked");
}

/// Four racks of GPUs capped at 800 W go where three of 1200 W go, and give 8.4 % more tokens.
///
/// By hand, from `data/chips.toml`: a GB200 GPU draws `P = A f v² + L(T) v²` with `v = f^0.4652`, `L` at 87 °C
/// `0.15 · 1000 W · (10/9)^0.9304 · e^(0.015 · 22) = 230.1 W` and `A = 1200 − 230.1 = 969.9 W`. At the junction temperature
/// of the capped rack, 70.9 °C, `L` is 180.7 W, and 800 W are reached at `f = 0.813`: `969.9 · 0.671 + 180.7 · 0.825`.
#[test]
fn four_capped_racks_against_three() {
    let scenario = ["--architecture", "liquid-45"];
    let plan = [&["capacity", "--it-power", "450kW", "--cap", "1200W,800W"][..], &scenario].concat();
    let found = json(&plan);
    let rows = found["architectures"].as_array().unwrap();
    let number = |i: usize, key: &str| rows[i][key].as_f64().unwrap();
    assert_eq!((number(0, "cap_w"), number(1, "cap_w")), (1200.0, 800.0));
    assert_eq!((number(0, "racks"), number(1, "racks")), (3.0, 4.0));
    assert_eq!((number(0, "accelerators"), number(1, "accelerators")), (288.0, 384.0));
    assert_eq!((&rows[0]["best"], &rows[1]["best"]), (&Value::Bool(false), &Value::Bool(true)));
    assert_eq!(number(0, "provisioned_w_per_rack"), 150e3);
    assert_eq!(number(1, "provisioned_w_per_rack"), 112.5e3);
    // The junction of the capped GPU, from another command.
    let rack = json(&[&["rack", "--set", "architecture.liquid-45.power_limit=800"][..], &scenario].concat());
    let junction_c = rack["architectures"][0]["rack"]["hottest_chip_c"].as_f64().unwrap();
    let leakage_w = |c: f64| 0.15 * 1000.0 * (10.0_f64 / 9.0).powf(2.0 * 0.4652) * (0.015 * (c - 65.0)).exp();
    let dynamic_w = 1200.0 - leakage_w(87.0);
    let power_w = |f: f64| (dynamic_w * f + leakage_w(junction_c)) * f.powf(2.0 * 0.4652);
    let (mut low, mut high) = (0.54, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if power_w(middle) < 800.0 { low = middle } else { high = middle }
    }
    assert!((low - 0.813).abs() < 1e-3, "{low}");
    let tokens = |i: usize| number(i, "tokens_per_second");
    // MLPerf Inference v5.1: 213.955 tokens/s of a GPU.
    assert!((tokens(0) / (288.0 * 213.955) - 1.0).abs() < 1e-9, "{}", tokens(0));
    assert!((tokens(1) / (384.0 * 213.955 * low) - 1.0).abs() < 1e-3, "{}", tokens(1));
    assert!((tokens(1) / tokens(0) - 4.0 * 0.8134 / 3.0).abs() < 2e-3);
    // The cap takes 1200 W less leakage that a cooler junction saves off each of 96 GPUs.
    let saved_w = (number(0, "rack_power_w") - number(1, "rack_power_w")) / 96.0;
    assert!((370.0..400.0 / 0.96).contains(&saved_w), "{saved_w}");
}

/// Between idle and full power a rack's peak follows the activity, but for fans, leakage and losses.
#[test]
fn oversubscription_plans_by_activity_and_tells_its_risk() {
    let at = |share: f64| {
        let asked =
            CapacityRequest { activity: PlannedActivity::Share(share), ..request(LimitBoundary::Utility, 20e6) };
        run(&["site.weather_form=bins"], &asked)
    };
    let full = run(&["site.weather_form=bins"], &request(LimitBoundary::Utility, 20e6));
    let (half, most) = (at(0.5), at(0.85));
    for plan in &full.architectures {
        let power = |report: &CapacityReport| row(report, &plan.name).rack_power_w.unwrap();
        let (full_w, half_w, most_w) = (plan.rack_power_w.unwrap(), power(&half), power(&most));
        let line = half_w + 0.7 * (full_w - half_w);
        // Fans and leakage grow faster than the activity, so that the power is below its chord.
        assert!((0.96..1.0005).contains(&(most_w / line)), "{}: {most_w} {line}", plan.name);
        let planned = row(&most, &plan.name);
        let risk = planned.oversubscription.unwrap();
        assert_eq!(risk.activity, 0.85);
        assert!((risk.full_rack_power_w / full_w - 1.0).abs() < 1e-2, "{}", plan.name);
        assert!(planned.racks > plan.racks && plan.oversubscription.is_none());
        assert!(risk.hours_above_at_full > 0.0 && risk.peak_at_full_w.unwrap() > 20e6, "{risk:?}");
    }
    let all = at(1.0);
    for (a, b) in all.architectures.iter().zip(&full.architectures) {
        assert_eq!((a.racks, a.oversubscription.unwrap().hours_above_at_full), (b.racks, 0.0));
    }
}

#[test]
fn oversubscription_by_the_workload_needs_one() {
    let scenario = |set: &str| json(&["capacity", "--power", "5MW", "--oversubscribe", "--set", set]);
    let serving = scenario("it.activity=serving");
    assert_eq!(serving["planning"]["oversubscribed"], true);
    let share = serving["architectures"][0]["oversubscription"]["activity"].as_f64().unwrap();
    assert!(share > 0.3 && share < 1.0, "{share}");
    let stated = scenario("it.activity=0.7");
    assert_eq!(stated["architectures"][0]["oversubscription"]["activity"], 0.7);
}

/// More power never fits less, and one watt below what the hall needs fits less.
#[test]
fn the_edge_is_sharp() {
    let asked = |limit_w: f64| request(LimitBoundary::Utility, limit_w);
    let sets = ["site.weather_form=bins"];
    let mut before = [0; 3];
    for limit_w in [0.1e6, 0.5e6, 1e6, 2e6, 4e6, 8e6, 100e6, 1e9] {
        let report = run(&sets, &asked(limit_w));
        for (plan, before) in report.architectures.iter().zip(&mut before) {
            assert!(plan.racks >= *before, "{} at {limit_w}", plan.name);
            *before = plan.racks;
        }
    }
    for plan in run(&sets, &asked(2e6)).architectures {
        let need_w = plan.peak_power_w.unwrap();
        let same = run(&sets, &asked(need_w * (1.0 + 1e-9)));
        let less = run(&sets, &asked(need_w - 1.0));
        assert_eq!(row(&same, &plan.name).racks, plan.racks, "{}", plan.name);
        assert!(row(&less, &plan.name).racks < plan.racks, "{}", plan.name);
    }
}

#[test]
fn json_has_the_keys_of_its_format() {
    let found = json(&["capacity", "--power", "20MW", "--set", "site.weather_form=bins"]);
    assert_eq!(found["schema"], "rackjoule/capacity/1");
    assert!(found["version"].is_string() && found["scenario"].is_object());
    assert_eq!(found["limit"]["boundary"], "utility");
    assert_eq!(found["limit"]["power_w"], 20e6);
    for row in found["architectures"].as_array().unwrap() {
        for key in [
            "racks",
            "accelerators",
            "tokens_per_second",
            "peak_power_w",
            "hours_above",
            "provisioned_w_per_rack",
            "rack_power_w",
            "performance",
        ] {
            assert!(row[key].is_number(), "{key}: {row}");
        }
        assert!(row["binding_limit"].is_string() && row["binding_hour"].is_object() && row["reason"].is_string());
        assert!(row["binding_hour"]["date"].is_null() && row["binding_hour"]["reason"].is_string());
        assert_eq!(row["plant_redundancy"], "N+1");
    }
    let codes: Vec<&str> = found["warning_codes"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()).collect();
    assert!(codes.contains(&"added-spares") && codes.contains(&"hours-from-bins"), "{codes:?}");
    assert!(!found["assumptions"].as_array().unwrap().is_empty() && !found["sources"].as_array().unwrap().is_empty());
}

#[test]
fn a_plant_with_spares_keeps_its_own() {
    let set = "architecture.air.plant_redundancy=\"2N\"";
    let found = json(&["capacity", "--power", "5MW", "--set", set, "--set", "site.weather_form=bins"]);
    let of =
        |i: usize| (&found["architectures"][i]["plant_redundancy"], &found["architectures"][i]["plant_spares_added"]);
    assert_eq!(of(0), (&Value::from("2N"), &Value::from(false)));
    assert_eq!(of(1), (&Value::from("N+1"), &Value::from(true)));
}

#[test]
fn too_little_power_for_a_rack_ends_with_three_and_says_what_it_needs() {
    let dir = tempfile::tempdir().unwrap();
    for flag in ["--power", "--it-power", "--heat"] {
        let out = rackjoule(dir.path(), &["capacity", flag, "30kW", "--set", "site.weather_form=bins"]);
        let text = String::from_utf8(out.stdout).unwrap();
        assert_eq!(out.status.code(), Some(3), "{text}");
        assert!(text.contains("No rack fits into 30.0 kW") && text.contains("liquid-45: one rack needs 1"), "{text}");
    }
    let hot = [
        "capacity",
        "--power",
        "20MW",
        "--architecture",
        "liquid-45",
        "--set",
        "architecture.liquid-45.system=gb200-nvl72",
        "--set",
        "architecture.liquid-45.cooling=air",
        "--set",
        "architecture.liquid-45.supply_temperature=25",
    ];
    let out = rackjoule(dir.path(), &[&hot[..], &["--format", "json"]].concat());
    assert_eq!(out.status.code(), Some(3), "{}", String::from_utf8_lossy(&out.stderr));
    let found: Value = serde_json::from_slice(&out.stdout).unwrap();
    let row = &found["architectures"][0];
    assert_eq!((&row["feasible"], &row["binding_limit"]), (&Value::from(false), &Value::from("rack")));
    assert!(row["reason"].as_str().unwrap().contains("above its limit"), "{row}");
}

#[test]
fn wrong_arguments_end_with_two_and_the_mend() {
    let dir = tempfile::tempdir().unwrap();
    let cases: [(&[&str], &str); 19] = [
        (&[], "--power <POWER>|--it-power <POWER>|--heat <POWER>"),
        (&["--power", "20MW", "--heat", "15MW"], "cannot be used with"),
        (&["--power", "20MW", "--it-power", "15MW"], "cannot be used with"),
        (&["--power", "20"], "has no unit"),
        (&["--power", "0MW"], "it must be 1 W to 20 GW"),
        (&["--power", "-20MW"], "it must be 1 W to 20 GW"),
        (&["--power", "nan"], "not a finite number"),
        (&["--power", "infMW"], "not a finite number"),
        (&["--power", "1e99MW"], "it must be 1 W to 20 GW"),
        (&["--power", "20MWh"], "a power is wanted"),
        (&["--power", "much"], "write it as 20MW"),
        (&["--power", "20MW", "--architecture", "liquid-54"], "did you mean `liquid-45`?"),
        (&["--power", "20MW", "--cap", "1000"], "has no unit"),
        (&["--power", "20MW", "--cap", "9kW"], "it must be 100 W to 5000 W"),
        (&["--power", "20MW", "--cap", "1000W,150W"], "draws at its lowest clock"),
        (&["--power", "20MW", "--cap", "1000W,"], "write it as 1000W"),
        (&["--power", "20MW", "--oversubscribe", "1.2"], "is no share"),
        (&["--power", "20MW", "--oversubscribe", "my.toml"], "the scenario stands before it"),
        (&["--power", "20MW", "--oversubscribe"], "--oversubscribe 0.85"),
    ];
    for (args, says) in cases {
        let out = rackjoule(dir.path(), &[&["capacity"], args].concat());
        let err = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(2), "{args:?}: {err}");
        assert!(err.contains(says) && out.stdout.is_empty(), "{args:?}: {err}");
    }
    std::fs::write(dir.path().join("cpu.toml"), example("cpu-cluster")).unwrap();
    let out = rackjoule(dir.path(), &["capacity", "cpu.toml", "--power", "1MW", "--cap", "500W"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("has no accelerators"));
}

#[test]
fn racks_without_accelerators_are_ranked_by_racks() {
    let catalog = catalog();
    let scenario = parse(&example("cpu-cluster"), &["site.weather_form=bins"], &catalog);
    let report = capacity::run(&scenario, &catalog, &request(LimitBoundary::Utility, 3e6)).unwrap();
    let most = report.architectures.iter().map(|a| a.racks).max().unwrap();
    assert_eq!(report.architectures.iter().find(|a| a.best).unwrap().racks, most);
    for plan in &report.architectures {
        assert!(plan.accelerators == 0 && plan.tokens_per_second.is_none() && !plan.tokens_reason.is_empty());
    }
}

#[test]
fn threads_do_not_change_the_result() {
    let dir = tempfile::tempdir().unwrap();
    let run = |threads: &str| {
        let args = ["capacity", "--power", "3MW", "--format", "json", "--threads", threads, "-q"];
        rackjoule(dir.path(), &args).stdout
    };
    assert!(run("1") == run("2"), "the same on any number of threads");
}

#[test]
fn the_chart_tells_its_numbers() {
    for sets in [&[][..], &["site.weather_form=bins"]] {
        for units in [UnitSystem::SI, UnitSystem::US] {
            let asked = CapacityRequest {
                caps: vec![Power::new(1000.0), Power::new(700.0)],
                ..request(LimitBoundary::Utility, 20e6)
            };
            let charts = run(sets, &asked).build_charts(units).unwrap();
            assert_eq!(charts.iter().map(|c| c.name.to_string()).collect::<Vec<_>>(), ["head-room"]);
            labels_apart(&charts, "capacity");
            tell_numbers(&charts, "capacity");
        }
    }
    let none = run(&["site.weather_form=bins"], &request(LimitBoundary::Utility, 1e3));
    assert!(none.build_charts(UnitSystem::SI).unwrap().is_empty());
}
