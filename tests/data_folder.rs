//! A folder of a user's own data is checked like any other input: what can't be is refused with file, place, found, allowed
//! and mend. Every climate of the catalog runs as it is.

use std::io::Write;
use std::path::Path;

use flate2::write::GzEncoder;
use rackjoule::catalog::climate::WeatherForm;
use rackjoule::catalog::{Catalog, RecordKind};
use rackjoule::scenario::Scenario;
use rackjoule::study::compare;
use rackjoule::study::compare::result::DesignHoursBasis;

use crate::support::year::base;

fn data(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(file)).unwrap()
}

fn folder(file: &str, bytes: &[u8]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
    dir
}

#[test]
fn the_built_in_records_pass_their_own_checks() {
    Catalog::load(None).unwrap().check_records().unwrap();
}

#[test]
fn records_that_can_not_be_are_refused_with_their_place() {
    let chips = data("chips.toml");
    let first = chips.find("[[chip]]").unwrap();
    let second = first + 8 + chips[first + 8..].find("[[chip]]").unwrap();
    let plant = data("equipment/plant.toml");
    let sites = data("sites.csv");
    let climates = data("climates.csv");
    let tokens = data("tokens.toml");
    let first_value = |text: &str, key: &str, to: &str| {
        let at = text.find(&format!("\n{key} = ")).unwrap() + 1;
        let end = at + text[at..].find('\n').unwrap();
        format!("{}{key} = {to}{}", &text[..at], &text[end..])
    };
    let line_of = |text: &str, part: &str| 1 + text[..text.find(part).unwrap()].matches('\n').count();
    let replaced = |text: &str, from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    for (file, text, says) in [
        ("chips.toml", replaced(&chips, "idle_w = 140.0", "idle_w = 2000.0"), "power.idle_w is 2000; 0 to power.max_w"),
        ("chips.toml", replaced(&chips, "idle_w = 140.0", "idle_w = 900.0"), "outside its own range of"),
        ("chips.toml", replaced(&chips, "limit_c = 87.0", "limit_c = 60.0"), "each may not be above the next"),
        ("chips.toml", format!("{chips}\n{}", &chips[first..second]), "a second record has this id"),
        (
            "chips.toml",
            replaced(&chips, "source = \"aiconfigurator-0.12\"", "source = \"nosuch\""),
            "source `nosuch` is not in",
        ),
        ("chips.toml", replaced(&chips, "idle_w = 140.0", "idle_w = nan"), "power.idle_w"),
        (
            "equipment/plant.toml",
            format!(
                "{plant}\n{}",
                &plant[plant.find("[[equipment]]").unwrap()..]
                    [..plant[plant.find("[[equipment]]").unwrap() + 13..].find("[[").unwrap() + 13]
            ),
            "a second record has this id",
        ),
        ("tokens.toml", first_value(&tokens, "tokens_per_s", "-1.0"), "is -1; more than 0 is wanted"),
        ("tokens.toml", first_value(&tokens, "source", "\"nosuch\""), "source `nosuch` is not in"),
        ("climates.csv", replaced(&climates, "weather-tmy3,yes", "nosuch,yes"), "source `nosuch` is not in"),
        ("sites.csv", replaced(&sites, "published,86,", "published,abc,"), "line 3, column `price_usd_per_mwh`"),
        (
            "sites.csv",
            replaced(&sites, "published,86,", "published,-86,"),
            "line 3, column `price_usd_per_mwh`: -86 must be 0 to 5000",
        ),
        ("sites.csv", replaced(&sites, "published,86,", "published,8600000,"), "must be 0 to 5000"),
        ("sites.csv", replaced(&sites, "published,86,", "published,inf,"), "must be 0 to 5000"),
        ("sites.csv", replaced(&sites, "us-va-ashburn,245.0", "us-va-ashburn,NaN"), "column `carbon_g_per_kwh`"),
        ("sites.csv", format!("{sites}{}\n", sites.lines().nth(2).unwrap()), "`us-va-ashburn` is there twice"),
        ("climates.csv", replaced(&climates, ",34.1,25.4,", ",25.4,34.1,"), "must not be above `design_dry_bulb_c`"),
        (
            "climates.csv",
            replaced(&climates, "38.98,-77.47", "389.8,-77.47"),
            "column `latitude`: 389.8 must be -90 to 90",
        ),
    ] {
        let dir = folder(file, text.as_bytes());
        let error = Catalog::load(Some(dir.path())).expect_err(says).to_string();
        assert!(error.contains(says) && error.contains(file), "{says}: {error}");
    }
    let dir = folder("chips.toml", replaced(&chips, "idle_w = 140.0", "idle_w = 2000.0").as_bytes());
    let error = Catalog::load(Some(dir.path())).unwrap_err().to_string();
    let id_line = chips[..chips.find("idle_w = 140.0").unwrap()]
        .rfind("\nid =")
        .map(|at| line_of(&chips, &chips[at + 1..]))
        .unwrap();
    assert!(error.contains(&format!("chips.toml:{id_line}: `")), "{error}");
    // A climate that the folder leaves without price and carbon is named.
    let dir = folder("sites.csv", sites.replace("gu-guam,", "guam,").as_bytes());
    let catalog = Catalog::load(Some(dir.path())).unwrap();
    let text = "[site]\nclimate = \"gu-guam\"\n[it]\naccelerators = 96\n[[architecture]]\nname = \"a\"\nsystem = \
                \"hgx-b200-air\"\ncooling = \"air\"\nheat_rejection = \"tower\"\n";
    let error = Scenario::parse("guam", text, &[], &catalog).unwrap_err().to_string();
    assert!(error.contains("the catalog has no price and carbon for `gu-guam`"), "{error}");
    // The folder of a user who changes nothing passes.
    let dir = folder("chips.toml", chips.as_bytes());
    Catalog::load(Some(dir.path())).unwrap();
}

/// The ends of a curve's range are in order, or the record is refused where it is used.
#[test]
fn reversed_ranges_are_refused() {
    let chillers = data("equipment/chillers.toml");
    let head = chillers.find("id = \"chiller-trane-cvhe-1407kw\"").unwrap();
    for (key, other) in [("capft_x_max_c", "capft_x_min_c"), ("eirft_y_max_c", "eirft_y_min_c")] {
        let at = head + chillers[head..].find(&format!("\n{key} = ")).unwrap() + 1;
        let end = at + chillers[at..].find('\n').unwrap();
        let own = format!("{}{key} = -19.0{}", &chillers[..at], &chillers[end..]);
        let dir = folder("equipment/chillers.toml", own.as_bytes());
        let catalog = Catalog::load(Some(dir.path())).unwrap();
        let scenario = Scenario::parse("default", rackjoule::scenario::DEFAULT, &[], &catalog).unwrap();
        let error = compare::run(&scenario, &catalog).unwrap_err().to_string();
        let says = format!("must not be above `{key}` (-19)");
        assert!(
            error.contains(&says) && error.contains(other) && error.contains("chiller-trane-cvhe-1407kw"),
            "{error}"
        );
    }
}

#[test]
fn a_year_must_be_a_year() {
    let hourly = |rows: &[(f64, f64, f64)]| {
        let text = rows.iter().map(|(t, d, p)| format!("{t},{d},{p}")).collect::<Vec<_>>().join("\n");
        let mut packed = GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(format!("dry_bulb_c,dew_point_c,pressure_pa\n{text}").as_bytes()).unwrap();
        packed.finish().unwrap()
    };
    let good: Vec<(f64, f64, f64)> = base().iter().map(|h| (h.3, h.4, h.5)).collect();
    let changed = |at: usize, row: (f64, f64, f64)| {
        let mut rows = good.clone();
        rows[at] = row;
        hourly(&rows)
    };
    let bins = data("climate_bins.csv");
    let thinned: Vec<&str> =
        bins.lines().enumerate().filter(|(i, l)| !(l.starts_with("singapore") && i % 3 == 0)).map(|(_, l)| l).collect();
    let first_bin = |column: usize, to: &str| {
        let line = bins.lines().find(|l| l.starts_with("london,")).unwrap();
        let mut cells: Vec<&str> = line.split(',').collect();
        cells[column] = to;
        bins.replacen(line, &cells.join(","), 1).into_bytes()
    };
    for (file, bytes, climate, says) in [
        ("weather/us-va-ashburn.csv.gz", hourly(&good[..1]), "us-va-ashburn", "1 rows of hours; a year has 8760"),
        ("weather/us-va-ashburn.csv.gz", hourly(&good[..100]), "us-va-ashburn", "100 rows of hours"),
        (
            "weather/us-va-ashburn.csv.gz",
            changed(5, (99.9, 1.0, 99_900.0)),
            "us-va-ashburn",
            "hour 6: a dry-bulb in °C of 99.9; -90 to 60",
        ),
        (
            "weather/us-va-ashburn.csv.gz",
            changed(5, (10.0, 20.0, 99_900.0)),
            "us-va-ashburn",
            "hour 6: a dew point of 20 °C is above",
        ),
        (
            "weather/us-va-ashburn.csv.gz",
            changed(5, (45.0, 40.0, 99_900.0)),
            "us-va-ashburn",
            "hour 6: a dew point in °C of 40",
        ),
        (
            "weather/us-va-ashburn.csv.gz",
            changed(5, (10.0, 5.0, 999.0)),
            "us-va-ashburn",
            "hour 6: a pressure in Pa of 999",
        ),
        ("climate_bins.csv", thinned.join("\n").into_bytes(), "singapore", "a year has 8760"),
        ("climate_bins.csv", first_bin(3, "9.0"), "london", "bin 1: "),
        ("climate_bins.csv", first_bin(4, "55"), "london", "does not hold 55.00 g/kg of water"),
    ] {
        let dir = folder(file, &bytes);
        let catalog = Catalog::load(Some(dir.path())).unwrap_or_else(|e| panic!("{says}: {e}"));
        let climate = catalog.climate(climate).unwrap();
        let error = catalog.climate_weather(climate, WeatherForm::Auto).expect_err(says).to_string();
        assert!(error.contains(says) && error.contains(file) && error.contains(&climate.id), "{says}: {error}");
    }
    let dir = folder("weather/us-va-ashburn.csv.gz", &hourly(&good));
    let catalog = Catalog::load(Some(dir.path())).unwrap();
    catalog.climate_weather(catalog.climate("us-va-ashburn").unwrap(), WeatherForm::Hourly).unwrap();
}

/// Every climate has weather, price, carbon and a time zone, and runs; where it has no design values, those of its own bins
/// hold: the temperature that 35.04 h reach or pass.
#[test]
fn every_climate_of_the_catalog_runs_as_it_is() {
    let catalog = crate::support::catalog();
    let ids: Vec<String> = catalog.list_entries(RecordKind::Climate).into_iter().map(|e| e.id).collect();
    assert_eq!(ids.len(), 47);
    let bins = data("climate_bins.csv");
    for id in ids {
        let climate = catalog.climate(&id).unwrap();
        let grid = catalog.grid_data(&id).unwrap_or_else(|| panic!("{id} has no price and carbon"));
        assert!(grid.price_range_share.is_some(), "{id}: an estimate has a range");
        assert!(
            grid.carbon_basis.contains("CO2e") || grid.carbon_basis.contains("CO2-equivalent"),
            "{id}: the figures of both sources are CO2 equivalents"
        );
        let zone = climate.utc_offset_h.unwrap_or_else(|| panic!("{id} has no time zone"));
        assert!((zone - climate.longitude / 15.0).abs() < 2.0, "{id}");
        let form = if climate.bins { "bins" } else { "hourly" };
        let text = format!(
            "[site]\nclimate = \"{id}\"\nweather_form = \"{form}\"\n[it]\naccelerators = 576\n[[architecture]]\nname = \
             \"dx\"\nsystem = \"hgx-b200-air\"\ncooling = \"air\"\nheat_rejection = \"dx\"\n"
        );
        let scenario = Scenario::parse("climate", &text, &[], &catalog).unwrap_or_else(|e| panic!("{id}: {e}"));
        let result = compare::run(&scenario, &catalog).unwrap_or_else(|e| panic!("{id}: {e}"));
        let year = result.architectures[0].annual.as_ref().unwrap_or_else(|| panic!("{id} has no year"));
        assert!(year.energy_kwh > 0.0 && year.cost_usd > 0.0 && year.carbon_kg_co2e > 0.0, "{id}");
        let basis = result.site.design_values_basis;
        assert_eq!(basis == DesignHoursBasis::Year, climate.design_dry_bulb_c.is_none(), "{id}");
        if basis == DesignHoursBasis::Year {
            let mut rows: Vec<(f64, f64)> = bins
                .lines()
                .filter(|l| l.starts_with(&format!("{id},")))
                .map(|l| {
                    let mut cells = l.split(',').skip(1).map(|c| c.parse::<f64>().unwrap());
                    let hours = cells.next().unwrap();
                    (cells.next().unwrap(), hours)
                })
                .collect();
            rows.sort_by(|a, b| b.0.total_cmp(&a.0));
            let mut passed = 0.0;
            let wanted = rows.iter().find(|(_, hours)| {
                passed += hours;
                passed >= 0.004 * 8760.0
            });
            assert!((result.site.design_dry_bulb_c - wanted.unwrap().0).abs() < 1e-6, "{id}");
        }
    }
}
