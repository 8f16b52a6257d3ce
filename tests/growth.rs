//! A hall that grows: calendar years composed of phases, plant at once or in steps, and what is refused.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use rackjoule::report::{Report, UnitSystem};
use rackjoule::scenario::Scenario;
use rackjoule::study::compare::result::{AnnualResult, ArchitectureResult};
use rackjoule::study::growth::result::{GrowthResult, TimeTotals, YearResult};
use rackjoule::study::{compare, site};

use crate::support::{catalog, labels_apart};

const TOWER_HALL: &str = r#"
[[architecture]]
name = "air"
system = "hgx-b200-air"
cooling = "air"
supply_temperature = 25
heat_rejection = "tower"
"#;
const DRY_HALL: &str = r#"
[[architecture]]
name = "dry"
system = "lenovo-sr780a-v3"
cooling = "hybrid"
supply_temperature = 40
heat_rejection = "dry-cooler"
"#;

fn hall(weather: &str, it: &str, phases: &str, architectures: &str) -> String {
    format!(
        "title = \"Growing\"\n[site]\nclimate = \"us-va-ashburn\"\nweather_form = \"{weather}\"\nelectricity_price = \
         0.08\ndemand_charge = 12\n[cost]\ndiscount_rate = 0.08\nmaintenance = 0.03\n[it]\nutilisation = \
         0.8\n{it}\n{phases}{architectures}"
    )
}

fn phase(from: &str, filled: &str) -> String {
    format!("[[it.phase]]\nfrom = \"{from}\"\nfilled = {filled}\n")
}

fn parse(text: &str) -> Scenario {
    Scenario::parse("s.toml", text, &[], &catalog()).unwrap_or_else(|e| panic!("{text}\n{e}"))
}

fn run(text: &str) -> ArchitectureResult {
    let mut all = compare::run(&parse(text), &catalog()).unwrap().architectures;
    let found = all.remove(0);
    assert!(found.feasible, "{:?}", found.reason);
    found
}

fn growth_of(result: &ArchitectureResult) -> &GrowthResult {
    result.growth.as_ref().unwrap()
}

fn year_of(result: &ArchitectureResult) -> &AnnualResult {
    result.annual.as_ref().unwrap()
}

fn near(got: f64, expected: f64, what: &str) {
    assert!((got - expected).abs() <= 1e-9 * expected.abs().max(1e-3), "{what}: {got} against {expected}");
}

/// A calendar year of 2027 in bins by hand: 181 days of half a hall, then 184 days of a full one; the figures of each are
/// those of a hall that is so all year.
#[test]
fn a_year_of_two_phases_is_the_days_of_each() {
    let phases = phase("2027-01-01", "0.5") + &phase("2027-07-01", "1.0");
    let grown = run(&hall("bins", "racks = 8", &phases, TOWER_HALL));
    let (half, full) = (
        run(&hall("bins", "racks = 8\nfilled = 0.5", "", TOWER_HALL)),
        run(&hall("bins", "racks = 8", "", TOWER_HALL)),
    );
    let growth = growth_of(&grown);
    assert_eq!(growth.years.iter().map(|y| y.year).collect::<Vec<_>>(), [2027, 2028]);
    let (days, year) = ((181.0 / 365.0, 184.0 / 365.0), &growth.years[0]);
    let of = |figure: &dyn Fn(&AnnualResult) -> f64| days.0 * figure(year_of(&half)) + days.1 * figure(year_of(&full));
    let totals = &year.totals;
    near(totals.energy_kwh, of(&|y| y.energy_kwh), "energy");
    near(totals.it_energy_kwh, of(&|y| y.it_energy_kwh), "IT energy");
    near(totals.pue.unwrap(), of(&|y| y.energy_kwh) / of(&|y| y.it_energy_kwh), "PUE");
    near(totals.water_l.unwrap(), of(&|y| y.water_l.unwrap()), "water");
    near(totals.carbon_kg_co2e, of(&|y| y.carbon_kg_co2e), "carbon");
    near(totals.electricity_cost_usd, 0.08 * of(&|y| y.energy_kwh), "electricity");
    near(totals.water_cost_usd, of(&|y| y.ownership.water_cost_usd), "cost of water");
    // Twelve charges of 12 USD/kW for the largest power, by days.
    near(totals.demand_cost_usd, 144.0 * of(&|y| y.peak_facility_power_w / 1e3), "demand charges");
    near(totals.it_load_share.unwrap(), of(&|y| y.it_load_share), "IT load");
    near(totals.racks, 4.0 * days.0 + 8.0 * days.1, "racks");
    near(totals.peak_facility_power_w, year_of(&full).peak_facility_power_w, "peak");
    let (first, all) = (year_of(&half).ownership.capital_usd, year_of(&full).ownership.capital_usd);
    assert!(first < all, "what cools the second half of the racks comes with them");
    near(totals.capital_usd, all, "capital");
    near(totals.maintenance_cost_usd, 0.03 * (days.0 * first + days.1 * all), "maintenance");
    // Capital on its day, what runs at the end of the year.
    let running = totals.total_cost_usd - totals.capital_usd;
    let today = first + (all - first) * 1.08_f64.powf(-181.0 / 365.0) + running / 1.08;
    near(year.discounted_cost_usd, today, "first year in today's money");
    let second = &growth.years[1];
    near(second.discounted_cost_usd, second.totals.total_cost_usd / 1.08_f64.powi(2), "second year");
    near(
        growth.growth_discounted_cost_usd.unwrap(),
        year.discounted_cost_usd + second.discounted_cost_usd,
        "both years in today's money",
    );
    near(second.totals.energy_kwh, year_of(&full).energy_kwh, "energy of the second year");
    assert_eq!(growth.phases[0].until, "2027-06-30");
    near(growth.phases[0].full_year_pue.unwrap(), year_of(&half).pue, "PUE of a year of half a hall");
}

/// The same by hours: the hours of half a hall until June 30, then those of a full one; each month is charged by its own.
#[test]
fn hours_between_the_dates_are_those_of_the_phase() {
    let phases = phase("2027-03-01", "0.5") + &phase("2027-07-01", "1.0");
    let grown = run(&hall("hourly", "racks = 8", &phases, TOWER_HALL));
    let hours_of = |it: &str| {
        let scenario = parse(&hall("hourly", it, "", TOWER_HALL));
        let mut report = site::run(&scenario, &catalog(), None).unwrap();
        report.architectures.remove(0).hours.iter().map(|h| (h.facility_power_w, h.it_power_w)).collect::<Vec<_>>()
    };
    let (half, full) = (hours_of("racks = 8\nfilled = 0.5"), hours_of("racks = 8"));
    // March 1 is the 60th day and July 1 the 182nd of a common year.
    let (march, july) = (59 * 24, 181 * 24);
    let composed: Vec<(f64, f64)> = half[march..july].iter().chain(&full[july..]).copied().collect();
    let sum = |of: fn(&(f64, f64)) -> f64| composed.iter().map(of).sum::<f64>() / 1e3;
    let year = &growth_of(&grown).years[0].totals;
    near(year.hours, 8760.0 - 59.0 * 24.0, "hours before the first phase count nothing");
    near(year.energy_kwh, sum(|h| h.0), "energy");
    near(year.it_energy_kwh, sum(|h| h.1), "IT energy");
    let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (mut day, mut charged_kw) = (0, 0.0);
    for days in months {
        let hours = day * 24..(day + days) * 24;
        day += days;
        if hours.start >= march {
            let own = if hours.start < july { &half[hours] } else { &full[hours] };
            charged_kw += own.iter().map(|h| h.0).fold(0.0, f64::max) / 1e3;
        }
    }
    near(year.demand_cost_usd, 12.0 * charged_kw, "demand charges");
    near(year.peak_facility_power_w, composed.iter().map(|h| h.0).fold(0.0, f64::max), "peak");
}

/// A figure that adds up: its name, and its value of a time.
type Summed = (&'static str, fn(&TimeTotals) -> f64);

/// Figures that add up, of a time.
const SUMS: [Summed; 11] = [
    ("hours", |t| t.hours),
    ("racks", |t| t.racks * t.hours),
    ("IT energy", |t| t.it_energy_kwh),
    ("energy", |t| t.energy_kwh),
    ("carbon", |t| t.carbon_kg_co2e),
    ("electricity", |t| t.electricity_cost_usd),
    ("demand charges", |t| t.demand_cost_usd),
    ("water", |t| t.water_cost_usd),
    ("maintenance", |t| t.maintenance_cost_usd),
    ("capital", |t| t.capital_usd),
    ("total", |t| t.total_cost_usd),
];

const POD: &str = r#"
[[it.group]]
name = "training"
racks = 6
system = "lenovo-sc777-v4"
workload = "llama-3.1-405b-offline"
[[it.group]]
name = "doors"
racks = 4
system = "hgx-b200-air"
[[it.group]]
name = "hosts"
racks = 3
system = "two-socket-2u"
"#;
const POD_PLANT: &str = r#"
[[architecture]]
name = "pod"
cooling = "cold-plate"
supply_temperature = 40
air_temperature = 24
heat_rejection = "dry-cooler"
[[architecture.loop]]
groups = ["doors"]
cooling = "rear-door"
supply_temperature = 20
heat_rejection = "chiller-air"
"#;

fn pod_phases() -> String {
    phase("2027-05-17", "{ training = 0.5 }")
        + &phase("2027-05-28", "{ doors = 1.0, hosts = 0.4 }")
        + &phase("2028-02-29", "{ training = 1.0, doors = 0 }")
        + &phase("2030-01", "1.0")
}

/// Phases of some days, of several years and with a group that goes: years and phases are sums of the same times.
#[test]
fn years_and_phases_add_up_alike() {
    for (weather, plant) in [("hourly", "at-once"), ("bins", "in-steps")] {
        let it = format!("plant = \"{plant}\"\n{POD}");
        let grown = run(&hall(weather, &it, &pod_phases(), POD_PLANT));
        let growth = growth_of(&grown);
        assert_eq!((growth.phases.len(), growth.years.len()), (4, 5), "{:?}", growth.growth_reason);
        for (what, of) in SUMS {
            let phases: f64 = growth.phases.iter().map(|phase| of(&phase.totals)).sum();
            let years: f64 = growth.years.iter().map(|year| of(&year.totals)).sum();
            near(phases, years, &format!("{weather} {what}"));
        }
        near(growth.growth_cost_usd.unwrap(), growth.years.iter().map(|y| y.totals.total_cost_usd).sum(), "all");
        let racks: Vec<f64> = growth.phases.iter().map(|phase| phase.totals.racks).collect();
        for (got, expected) in racks.iter().zip([3.0, 8.2, 7.2, 13.0]) {
            near(*got, expected, "racks there");
        }
        let accelerators: Vec<u32> = growth.phases.iter().map(|phase| phase.accelerators).collect();
        assert!(accelerators[0] < accelerators[1] && accelerators[2] < accelerators[3]);
        // Groups that keep their share keep it; those that are not named yet have none.
        assert!(growth.years.iter().all(|year| year.totals.output_tokens.is_some_and(|tokens| tokens > 0.0)));
    }
}

/// One phase of a full hall from January 1 is the plain year.
#[test]
fn a_full_hall_from_the_first_day_is_the_plain_year() {
    for (weather, it, architecture) in [
        ("hourly", "racks = 6\nworkload = \"llama-3.1-405b-offline\"", TOWER_HALL),
        ("bins", "racks = 6\nworkload = \"llama-3.1-405b-offline\"", TOWER_HALL),
        ("bins", "racks = 6\nplant = \"in-steps\"", DRY_HALL),
        ("bins", POD, POD_PLANT),
    ] {
        let grown = run(&hall(weather, it, &phase("2027-01-01", "1"), architecture));
        let plain = run(&hall(weather, &it.replace("plant = \"in-steps\"", ""), "", architecture));
        let (plain_year, growth) = (year_of(&plain), growth_of(&grown));
        assert_eq!(growth.years.len(), 2);
        let YearResult { totals, discounted_cost_usd, .. } = &growth.years[0];
        let cost = &plain_year.ownership;
        for (what, got, expected) in [
            ("energy", totals.energy_kwh, plain_year.energy_kwh),
            ("IT energy", totals.it_energy_kwh, plain_year.it_energy_kwh),
            ("PUE", totals.pue.unwrap(), plain_year.pue),
            ("IT load", totals.it_load_share.unwrap(), plain_year.it_load_share),
            ("peak", totals.peak_facility_power_w, plain_year.peak_facility_power_w),
            ("water", totals.water_l.unwrap(), plain_year.water_l.unwrap()),
            ("carbon", totals.carbon_kg_co2e, plain_year.carbon_kg_co2e),
            ("electricity", totals.electricity_cost_usd, plain_year.cost_usd),
            ("demand charges", totals.demand_cost_usd, cost.demand_cost_usd),
            ("cost of water", totals.water_cost_usd, cost.water_cost_usd),
            ("maintenance", totals.maintenance_cost_usd, cost.maintenance_cost_usd),
            ("running cost", totals.running_cost_usd(), cost.annual_cost_usd),
            ("capital", totals.capital_usd, cost.capital_usd),
            ("discounted", *discounted_cost_usd, cost.capital_usd + cost.annual_cost_usd / 1.08),
            ("second year", growth.years[1].totals.running_cost_usd(), cost.annual_cost_usd),
        ] {
            near(got, expected, &format!("{weather} {what}"));
        }
        match (totals.output_tokens, plain_year.output_tokens) {
            (Some(got), Some(expected)) => near(got, expected, "tokens"),
            (got, expected) => assert_eq!(got.is_some(), expected.is_some()),
        }
        // The plain figures of a hall that grows are those of its last phase.
        near(year_of(&grown).energy_kwh, plain_year.energy_kwh, "plain figures");
    }
}

/// Plant in steps ends with the racks and the modules of plant at once, and costs no less, but later.
#[test]
fn plant_in_steps_ends_as_plant_at_once_and_is_paid_later() {
    let phases = phase("2027-07", "0.25") + &phase("2028-04", "0.5") + &phase("2029-10", "1.0");
    // Accelerators of 30 racks: what stands beside each of them does not depend on how much is built.
    for (architecture, accelerators) in [(TOWER_HALL, 960), (DRY_HALL, 1920)] {
        let run_as = |plant: &str| {
            run(&hall("bins", &format!("accelerators = {accelerators}\nplant = \"{plant}\""), &phases, architecture))
        };
        let (once, steps) = (run_as("at-once"), run_as("in-steps"));
        assert_eq!(once.racks, steps.racks);
        let (a, b) = (growth_of(&once), growth_of(&steps));
        for (once, steps) in a.years.iter().zip(&b.years) {
            near(once.totals.it_energy_kwh, steps.totals.it_energy_kwh, "IT energy");
        }
        assert_eq!((a.plant_building, b.plant_building), ("at-once", "in-steps"));
        for (phase, built) in b.phases.iter().zip([7.5, 15.0, 30.0]) {
            near(phase.built_racks, built, "racks that plant is built for");
        }
        assert!(a.phases.iter().all(|phase| (phase.built_racks - 30.0).abs() < 1e-9));
        let capital = |growth: &GrowthResult| growth.years.iter().map(|y| y.totals.capital_usd).sum::<f64>();
        let (once_usd, steps_usd) = (capital(a), capital(b));
        assert!(steps_usd >= once_usd * (1.0 - 1e-9), "{steps_usd} against {once_usd}");
        near(once_usd, year_of(&once).ownership.capital_usd, "at once as in the plain comparison");
        assert!(b.phases[0].totals.capital_usd < 0.6 * a.phases[0].totals.capital_usd);
        assert!(b.growth_discounted_cost_usd.unwrap() < a.growth_discounted_cost_usd.unwrap());
        // Of each kind no fewer than at once, and every phase adds up to what stands there.
        for own in &a.phases[2].equipment {
            let there = b.phases[2].equipment.iter().find(|other| other.what == own.what).unwrap();
            assert!(there.count >= own.count - 1e-9, "{}: {} against {}", own.what, there.count, own.count);
            let of = |phase: usize| b.phases[phase].equipment.iter().find(|other| other.what == own.what);
            near((0..3).filter_map(of).map(|e| e.added).sum(), there.count, &own.what);
        }
        // A plant for the racks that stand there is not at part load.
        assert!(b.phases[0].full_year_pue.unwrap() < a.phases[0].full_year_pue.unwrap());
    }
}

/// The accelerators of a hall are paid as they come, at their price.
#[test]
fn accelerators_are_paid_once_as_they_come() {
    let phases = phase("2027-01", "0.5") + &phase("2028-01", "0.25") + &phase("2029-01", "0.75");
    let text = hall("bins", "racks = 8", &phases, DRY_HALL).replace("[cost]", "[cost]\nit_cost = 30000");
    let grown = run(&text);
    let added: Vec<f64> = growth_of(&grown).phases.iter().map(|phase| phase.it_capital_usd.unwrap()).collect();
    for (got, accelerators) in added.iter().zip([256.0, 0.0, 128.0]) {
        near(*got, 30e3 * accelerators, "accelerators that come");
    }
}

fn rackjoule(dir: &Path, args: &[&str]) -> Output {
    Command::cargo_bin("rackjoule").unwrap().current_dir(dir).args(args).output().unwrap()
}

fn refused(text: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("s.toml"), text).unwrap();
    let out = rackjoule(dir.path(), &["compare", "s.toml"]);
    let told = String::from_utf8(out.stderr).unwrap();
    assert_eq!(out.status.code(), Some(2), "{text}\n{told}");
    told
}

/// Every mistake is told with its line and what to do.
#[test]
fn wrong_phases_are_told_with_line_and_mend() {
    let racks = |phases: &str| hall("bins", "racks = 8", phases, DRY_HALL);
    let pod = |phases: &str| hall("bins", POD, phases, POD_PLANT);
    let many: String = (0..41).map(|i| phase(&format!("{:04}-{:02}", 2027 + i / 12, i % 12 + 1), "0.5")).collect();
    let second = |from: &str, filled: &str| phase("2027-07-01", "0.5") + &phase(from, filled);
    let bare = "[site]\nclimate = \"us-va-ashburn\"\n[it]\nload = \"1 MW\"\n[[it.phase]]\nfrom = \"2027-01\"\nfilled = \
                1.0\n[plant]\n";
    for (text, line, says, mend) in [
        (racks(&second("2027-06-30", "1.0")), "from = \"2027-06-30\"", "before the one", "order of their dates"),
        (racks(&second("2027-07", "1.0")), "from = \"2027-07\"", "the day of the one", "order of their dates"),
        (racks(&phase("2027-02-29", "1.0")), "from = \"2027-02-29\"", "must be a date", "from = \"2027-07-01\""),
        (racks(&phase("July 2027", "1.0")), "from = \"July 2027\"", "must be a date", "from = \"2027-07\""),
        (
            racks("[[it.phase]]\nfrom = 2027-07-01\nfilled = 1.0\n"),
            "from = 2027-07-01",
            "in quotes",
            "from = \"2027-07-01\"",
        ),
        (racks("[[it.phase]]\nfilled = 1.0\n"), "[[it.phase]]", "`it.phase.0.from` is missing", "add the day"),
        (racks("[[it.phase]]\nfrom = \"2027-07\"\n"), "[[it.phase]]", "`it.phase.0.filled` is missing", "filled = 0.5"),
        (racks(&phase("2027-07", "1.5")), "filled = 1.5", "must be 0 to 1", ""),
        (racks(&phase("2027-07", "-0.1")), "filled = -0.1", "must be 0 to 1", ""),
        (racks(&phase("2027-07", "0")), "filled = 0", "nothing stands", "begin with a later phase"),
        (racks(&phase("2027-07", "{ x = 0.5 }")), "filled = { x", "the hall has none", "filled = 0.5"),
        (
            pod(&phase("2027-07", "{ trainin = 0.5 }")),
            "trainin",
            "no group is named `trainin`",
            "did you mean `training`",
        ),
        (pod(&phase("2027-07", "{ training = 2 }")), "training = 2", "must be 0 to 1, found 2", "for instance 0.5"),
        (pod(&phase("2027-07", "{ training = \"a\" }")), "training = \"a\"", "found a text", "for instance 0.5"),
        (pod(&phase("2027-07", "{ hosts = 1 }")), "[[it.phase]]", "main loop of architecture `pod`", "`training`"),
        (
            pod(&phase("2027-07", "{ training = 1, doors = 1 }")),
            "[[it.phase]]",
            "group `hosts` stands in no phase",
            "leave the group out",
        ),
        (
            hall("bins", "racks = 8\nfilled = 0.5", &phase("2027-07", "1.0"), DRY_HALL),
            "filled = 0.5",
            "`it.filled` beside `it.phase`",
            "leave it out",
        ),
        (
            hall("bins", &format!("{POD}filled = 0.5\n"), &phase("2027-07", "1.0"), POD_PLANT),
            "filled = 0.5",
            "`it.group.2.filled` beside `it.phase`",
            "leave it out",
        ),
        (
            hall("bins", "racks = 8\nplant = \"in-steps\"", "", DRY_HALL),
            "plant = \"in-steps\"",
            "without `it.phase`",
            "add",
        ),
        (
            hall("bins", "racks = 8\nplant = \"later\"", &phase("2027-07", "1.0"), DRY_HALL),
            "plant = \"later\"",
            "`later` is not known",
            "in-steps",
        ),
        (racks("[it.phase]\nfrom = \"2027-07\"\n"), "[it.phase]", "must be a list of tables", "two brackets"),
        (racks(&many), "[[it.phase]]", "1 to 40 phases, found 41", "merge phases"),
        (racks(&second("2057-01", "1.0")), "from = \"2057-01\"", "30 are followed", "closer together"),
        (racks(&(phase("2027-07", "1.0") + "fill = 1\n")), "fill = 1", "unknown key `it.phase.0.fill`", "`filled`"),
        (bare.to_owned(), "[[it.phase]]", "a hall that grows has no meaning beside [plant]", "leave `phase`"),
    ] {
        let told = refused(&text);
        assert!(told.contains(says) && told.contains(mend), "{says}:\n{told}");
        let mut lines = text.lines().zip(1..).filter(|(own, _)| own.contains(line)).map(|(_, number)| number);
        assert!(lines.any(|number: usize| told.contains(&format!("s.toml:{number}:"))), "{line}: {told}");
    }
}

/// A load that a part of the hall can't draw leaves the plain figures and says why there are none by phase.
#[test]
fn a_phase_that_cannot_run_says_why() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("load.csv");
    std::fs::write(&file, format!("power_kw\n{}", "400\n".repeat(24))).unwrap();
    let it = format!("racks = 8\nprofile = \"{}\"", file.display());
    let grown = run(&hall("hourly", &it, &(phase("2027-07", "0.25") + &phase("2028-07", "1.0")), DRY_HALL));
    let growth = growth_of(&grown);
    assert!(growth.phases.is_empty() && growth.years.is_empty() && growth.growth_cost_usd.is_none());
    assert!(growth.growth_reason.as_ref().unwrap().contains("no figures by phase"), "{:?}", growth.growth_reason);
}

/// Text, Markdown and JSON tell of years and phases, in comparisons and of sites.
#[test]
fn years_and_phases_are_shown() {
    let dir = tempfile::tempdir().unwrap();
    let phases = phase("2027-07", "0.5") + &phase("2028-07", "1.0");
    std::fs::write(dir.path().join("s.toml"), hall("bins", "racks = 4", &phases, DRY_HALL)).unwrap();
    let text = |args: &[&str]| {
        let out = rackjoule(dir.path(), args);
        assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    for args in [
        &["compare", "s.toml"][..],
        &["compare", "s.toml", "--full"],
        &["compare", "s.toml", "--format", "markdown"],
        &["site", "s.toml"],
    ] {
        let told = text(args);
        assert!(told.contains("By year") && told.contains("2029") && told.contains("last phase"), "{args:?}: {told}");
    }
    assert!(text(&["compare", "s.toml", "--brief"]).contains("last phase"));
    let json: serde_json::Value = serde_json::from_str(&text(&["compare", "s.toml", "--format", "json"])).unwrap();
    let own = &json["architectures"][0];
    assert_eq!(own["plant_building"], "at-once");
    assert_eq!(own["phases"][0]["from"], "2027-07-01");
    assert_eq!(own["phases"][0]["until"], "2028-06-30");
    assert_eq!(own["years"][2]["year"], 2029);
    for key in ["racks", "energy_kwh", "pue", "it_load_share", "capital_usd", "total_cost_usd", "discounted_cost_usd"] {
        assert!(own["years"][0][key].as_f64().is_some_and(|value| value > 0.0), "{key}");
    }
    assert!(own["phases"][1]["equipment"][0]["count"].as_f64().is_some());
    // Without phases there is none of it.
    std::fs::write(dir.path().join("s.toml"), hall("bins", "racks = 4", "", DRY_HALL)).unwrap();
    let plain = text(&["compare", "s.toml", "--format", "json"]);
    let plain: serde_json::Value = serde_json::from_str(&plain).unwrap();
    for key in ["phases", "years", "plant_building", "growth_cost_usd"] {
        assert!(plain["architectures"][0].get(key).is_none(), "{key}");
    }
}

/// No label of the chart meets another: one year of phases and thirty, one architecture and four, short names and long.
#[test]
fn labels_of_the_chart_keep_apart() {
    let catalog = catalog();
    for (last, count) in [("2027-09-15", 1), ("2055-01-01", 1), ("2040-06-01", 4)] {
        let phases = phase("2027-07-01", "0.33") + &phase(last, "1.0");
        let own = |i: usize| DRY_HALL.replace("\"dry\"", &format!("\"{i} {}\"", "WM".repeat(9 * i)));
        let architectures: String = (0..count).map(own).collect();
        let result = compare::run(&parse(&hall("bins", "racks = 8", &phases, &architectures)), &catalog).unwrap();
        for units in [UnitSystem::SI, UnitSystem::US] {
            let charts = result.build_charts(units).unwrap();
            assert!(charts.iter().any(|chart| chart.name == "cost-by-year"));
            labels_apart(&charts, &format!("{last}, {count} architectures"));
        }
    }
}

/// The example runs, and its file says what it shows.
#[test]
fn the_example_saves_by_steps_what_the_page_says() {
    let path = format!("{}/examples/filling-hall.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let catalog = catalog();
    let cost = |plant: &str| {
        let set = [format!("it.plant={plant}"), "site.weather_form=bins".to_owned()];
        let scenario = Scenario::parse("filling-hall.toml", &text, &set, &catalog).unwrap();
        let all = compare::run(&scenario, &catalog).unwrap().architectures;
        all.iter().map(|a| growth_of(a).growth_discounted_cost_usd.unwrap()).collect::<Vec<_>>()
    };
    for (once, steps) in cost("at-once").into_iter().zip(cost("in-steps")) {
        assert!(steps < once, "{steps} against {once}");
    }
}
