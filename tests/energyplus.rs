//! The examples in `examples/energyplus` against years of EnergyPlus 25.2 with the same plant, as `docs/validation.md` shows
//! them. Nothing is fitted to a year; head notes of the files in `tests/data/energyplus` say what they hold.

use std::collections::HashMap;
use std::fmt::Write;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::support::{Row, rows};
use rackjoule::catalog::Catalog;
use rackjoule::scenario::Scenario;
use rackjoule::study::explicit_plant;
use rackjoule::study::explicit_plant::result::{ExplicitPlantReport, HourlyTable};

const CLIMATES: [&str; 3] = ["chicago", "tampa", "newyork"];
/// The agreement that is asked for: annual, and hourly root mean square over the mean.
const ANNUAL: f64 = 0.002;
const HOURLY: f64 = 0.01;

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn unpacked(name: &str) -> String {
    let file = std::fs::File::open(root("tests/data/energyplus").join(name)).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    text
}

/// Writes an EPW with the hours of a climate: dry-bulb, relative humidity and pressure, no dew point.
fn epw(climate: &str, folder: &Path) -> PathBuf {
    const DAYS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let text = unpacked(&format!("{climate}.weather.csv.gz"));
    let elevation = text.lines().find_map(|l| l.strip_prefix("# elevation_m ")).unwrap();
    let mut out = format!("LOCATION,{climate},-,USA,TMY3,0,0,0,0,{elevation}\n");
    let mut hours = text.lines().filter(|l| l.starts_with(|c: char| c == '-' || c.is_ascii_digit()));
    for (month, days) in (1..).zip(DAYS) {
        for day in 1..=days {
            for hour in 1..=24 {
                let fields: Vec<&str> = hours.next().unwrap().split(',').collect();
                let [t, rh, p] = [fields[0], fields[1], fields[2]];
                let rest = ",0".repeat(25);
                writeln!(out, "2000,{month},{day},{hour},60,?,{t},99.9,{rh},{p}{rest}").unwrap();
            }
        }
    }
    let path = folder.join(format!("{climate}.epw"));
    std::fs::write(&path, out).unwrap();
    path
}

fn run(case: &str, weather: &Path, more: &[&str]) -> ExplicitPlantReport {
    let catalog = Catalog::load(None).unwrap();
    let text = std::fs::read_to_string(root(&format!("examples/energyplus/{case}.toml"))).unwrap();
    let mut set = vec![format!("site.weather={}", weather.display())];
    let profile = root(&format!("examples/energyplus/{case}.csv"));
    if profile.is_file() {
        set.push(format!("it.profile={}", profile.display()));
    }
    set.extend(more.iter().map(|s| (*s).to_owned()));
    let scenario = Scenario::parse(case, &text, &set, &catalog).unwrap_or_else(|e| panic!("{case}: {e}"));
    explicit_plant::run(&scenario, &catalog).unwrap_or_else(|e| panic!("{case}: {e}"))
}

struct Quantity {
    case: String,
    climate: String,
    name: String,
    /// Annual sums, kWh or m3.
    energyplus: f64,
    here: f64,
    /// Root mean square of the sampled hours over the year's mean.
    hourly: f64,
}

impl Quantity {
    fn error(&self) -> f64 {
        self.here / self.energyplus - 1.0
    }
    fn within(&self) -> bool {
        self.error().abs() <= ANNUAL && self.hourly <= HOURLY
    }
}

/// What a column is a rate of: W as they are, kg/s of water as m3/s.
fn rate(hours: &HourlyTable, name: &str) -> Vec<f64> {
    let values = hours.column_values(name).unwrap_or_else(|| panic!("no column {name}"));
    if !name.ends_with("_kg_s") {
        return values.collect();
    }
    let part = ["fc_tower", "evaporative_cooler", "tower"].into_iter().find(|part| name.starts_with(part)).unwrap();
    let density = hours.column_values(&format!("{part}_water_density_kg_m3")).unwrap();
    values.zip(density).map(|(kg_s, kg_m3)| kg_s / kg_m3).collect()
}

/// Whether a quantity of a case is compared in each hour: not in those in which EnergyPlus breaks its own balance, or cools
/// below the wet bulb or with too little air, by its own columns (head of `left_out.csv`).
fn compared(case: &str, climate: &str, name: &str, hours: usize) -> Vec<bool> {
    let of_chiller_tower = name.starts_with("tower_");
    let mut out = vec![true; hours];
    let left_out = rows("energyplus/left_out.csv");
    let here = |row: &&Row| {
        (row["case"].as_str(), row["climate"].as_str()) == (case, climate)
            && (of_chiller_tower || row["loop"] != "condenser")
    };
    for span in left_out.iter().filter(here).flat_map(|row| row["hours"].split(' ')) {
        let (first, last) = span.split_once('-').unwrap_or((span, span));
        out[first.parse::<usize>().unwrap() - 1..last.parse().unwrap()].fill(false);
    }
    out
}

/// Root mean square of the difference in the sampled hours that are compared.
fn sampled(case: &str, climate: &str, name: &str, here: &[f64], compared: &[bool]) -> f64 {
    let text = unpacked(&format!("{case}.{climate}.csv.gz"));
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let (mut sum, mut count) = (0.0, 0.0);
    for row in reader.deserialize::<HashMap<String, String>>().map(Result::unwrap) {
        let hour = row["hour"].parse::<usize>().unwrap() - 1;
        let Ok(value) = row[name].parse::<f64>() else { continue };
        if !compared[hour] {
            continue;
        }
        sum += (here[hour] - value).powi(2);
        count += 1.0;
    }
    (sum / count).sqrt()
}

fn quantities() -> &'static [Quantity] {
    static ALL: OnceLock<Vec<Quantity>> = OnceLock::new();
    ALL.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let weather: HashMap<&str, PathBuf> = CLIMATES.into_iter().map(|c| (c, epw(c, folder.path()))).collect();
        let mut years: HashMap<(String, String), ExplicitPlantReport> = HashMap::new();
        let mut out = Vec::new();
        for row in rows("energyplus/annual.csv") {
            let (case, climate, name) = (&row["case"], &row["climate"], &row["quantity"]);
            let year = years
                .entry((case.clone(), climate.clone()))
                .or_insert_with(|| run(case, &weather[climate.as_str()], &[]));
            let (energyplus, mean): (f64, f64) = (row["value"].parse().unwrap(), row["mean"].parse().unwrap());
            let (here, compared) = (rate(&year.hours, name), compared(case, climate, name, year.hours.rows.len()));
            let total: f64 = here.iter().zip(&compared).filter(|(_, c)| **c).map(|(v, _)| v).sum();
            let annual = if name.ends_with("_kg_s") { total * 3600.0 } else { total / 1e3 };
            let hourly = sampled(case, climate, name, &here, &compared) / mean;
            let (case, climate, name) = (case.clone(), climate.clone(), name.clone());
            out.push(Quantity { case, climate, name, energyplus, here: annual, hourly });
        }
        out
    })
}

#[test]
fn plants_agree_with_energyplus() {
    let mut wrong = Vec::new();
    for q in quantities() {
        if !q.within() {
            wrong.push(format!("{} {} {}: {:+.4} hourly {:.4}", q.case, q.climate, q.name, q.error(), q.hourly));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Water before and behind the coolers, and ahead of the chiller, in every hour that is sampled.
#[test]
fn temperatures_agree_with_energyplus() {
    let folder = tempfile::tempdir().unwrap();
    for (case, climate, columns, within_k) in [
        ("b_wse_18_cw14", "chicago", &["tower_entering_c", "tower_leaving_c"][..], 0.1),
        ("g1_evapcooler_ss_30", "newyork", &["evaporative_cooler_entering_c", "evaporative_cooler_leaving_c"], 0.02),
        ("g2_cond_reset", "newyork", &["tower_entering_c", "tower_leaving_c", "chiller_entering_c"], 0.1),
        ("g3_vs_pump_varying", "newyork", &["tower_entering_c", "tower_leaving_c"], 0.02),
    ] {
        let year = run(case, &epw(climate, folder.path()), &[]);
        for name in columns {
            let here: Vec<f64> = year.hours.column_values(name).unwrap().collect();
            let rms_k = sampled(case, climate, name, &here, &compared(case, climate, name, here.len()));
            assert!(rms_k < within_k, "{case} {name}: {rms_k}");
        }
    }
}

/// The table as it stands in the document.
fn table() -> String {
    let words: HashMap<&str, (&str, &str)> = HashMap::from([
        ("tower_fan_power_w", ("tower fan", "kWh")),
        ("tower_makeup_kg_s", ("tower make-up", "m3")),
        ("fc_tower_fan_power_w", ("economizer tower fan", "kWh")),
        ("fc_tower_makeup_kg_s", ("economizer tower make-up", "m3")),
        ("chiller_power_w", ("chiller", "kWh")),
        ("economizer_heat_w", ("economizer heat", "kWh")),
        ("tower_pump_power_w", ("tower pump", "kWh")),
        ("loop_pump_power_w", ("pump", "kWh")),
        ("evaporative_cooler_fan_power_w", ("evaporative cooler fan", "kWh")),
        ("evaporative_cooler_makeup_kg_s", ("evaporative cooler make-up", "m3")),
        ("dry_cooler_fan_power_w", ("dry cooler fans", "kWh")),
        ("ite_cpu_power_w", ("CPUs", "kWh")),
        ("ite_fan_power_w", ("server fans", "kWh")),
        ("ite_ups_loss_w", ("server supply loss", "kWh")),
    ]);
    let mut out = String::from(
        "| case | climate | quantity | EnergyPlus | rackjoule | annual error | hourly RMS | |\n|---|---|---|---:|---:|---:|---:|---|\n",
    );
    for q in quantities() {
        let (word, unit) = words[q.name.as_str()];
        let digits = usize::from(q.energyplus < 1e4);
        // Two digits that are the same on every machine.
        let (error, hourly) = (format!("{:+.2}", 100.0 * q.error()), format!("{:.2}", 100.0 * q.hourly));
        let error = if error == "-0.00" { "+0.00".to_owned() } else { error };
        let verdict = if q.within() { "within" } else { "**miss**" };
        writeln!(
            out,
            "| {} | {} | {word} | {:.digits$} {unit} | {:.digits$} {unit} | {error} % | {hourly} % | {verdict} |",
            q.case, q.climate, q.energyplus, q.here
        )
        .unwrap();
    }
    let within = quantities().iter().filter(|q| q.within()).count();
    writeln!(out, "\n{within} of {} within 0.2 % a year and 1 % an hour.", quantities().len()).unwrap();
    out
}

#[test]
fn the_document_shows_what_the_plants_give() {
    let table = table();
    let text = std::fs::read_to_string(root("docs/validation.md")).unwrap();
    assert!(text.contains(table.trim_end()), "docs/validation.md is out of date; it should show:\n{table}");
}

/// Other loads, set points and designs than those compared: every hour has a state, energy is kept where specific heat is
/// constant, and more load never takes less.
#[test]
fn other_loads_and_set_points_make_sense() {
    let folder = tempfile::tempdir().unwrap();
    let weather = epw("chicago", folder.path());
    for (case, supplies) in [
        ("a_tower_ct_27", [20.0, 24.0, 40.0]),
        ("a_tower_york_27", [20.0, 24.0, 40.0]),
        ("a_tower_ss_27", [20.0, 24.0, 40.0]),
        ("a_tower_ts_35", [20.0, 30.0, 45.0]),
        ("b_wse_sep_18", [14.0, 16.0, 22.0]),
        ("b_wc_12_cw20", [8.0, 10.0, 16.0]),
        ("c_dry_ts_40", [30.0, 36.0, 50.0]),
        ("b_wse_18_cw14", [15.0, 18.0, 24.0]),
        ("g1_evapcooler_ss_30", [24.0, 30.0, 36.0]),
        ("g2_cond_reset", [8.0, 11.0, 15.0]),
        ("g3_vs_pump_varying", [22.0, 26.0, 34.0]),
        ("f_ac_12", [8.0, 10.0, 16.0]),
    ] {
        for supply in supplies {
            let mut last = 0.0;
            for load in ["300 kW", "700 kW", "1.1 MW"] {
                let set = [
                    format!("plant.supply_temperature={supply} degC"),
                    format!("it.load={load}"),
                    "plant.specific_heat=constant".to_owned(),
                    "plant.steps_per_hour=1".to_owned(),
                ];
                let report = run(case, &weather, &set.each_ref().map(String::as_str));
                let a = &report.annual;
                assert!(a.facility_energy_kwh > last, "{case} {supply} {load}");
                last = a.facility_energy_kwh;
                assert!(report.hours.rows.iter().flatten().all(|v| v.is_finite()), "{case} {supply} {load}");
                let overload = a.unmet_hours > 0.0 && a.chiller_energy_kwh.is_some();
                let kept = a.residual_kwh.abs() < 1e-9 * a.facility_energy_kwh;
                assert!(kept || overload, "{case} {supply} {load}: {}", a.residual_kwh);
            }
        }
    }
}

/// The plant's own tower on the design of the correlations: alike in the year, and never colder than the wet bulb.
#[test]
fn the_own_tower_is_near_the_correlations() {
    let folder = tempfile::tempdir().unwrap();
    let weather = epw("chicago", folder.path());
    let own = run("a_tower_ct_27", &weather, &["plant.tower.model=merkel", "plant.tower.free_convection=0.1"]);
    let york = run("a_tower_york_27", &weather, &[]);
    let fan = |r: &ExplicitPlantReport| r.annual.tower_fan_energy_kwh.unwrap();
    assert!((fan(&own) / fan(&york) - 1.0).abs() < 0.35, "{} {}", fan(&own), fan(&york));
    let wet_bulb = own.hours.column_values("wet_bulb_c").unwrap();
    assert!(own.hours.column_values("tower_leaving_c").unwrap().zip(wet_bulb).all(|(leaving, wet)| leaving > wet));
}
