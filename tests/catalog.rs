//! The built-in data: every number has a source, every estimate a range, every reference leads somewhere.

use std::collections::{HashMap, HashSet};

use rackjoule::catalog::climate::{WeatherForm, WeatherHumidity};
use rackjoule::catalog::record::{ChipKind, Confidence};
use rackjoule::catalog::{Catalog, CatalogError, RecordKind};
use rackjoule::component;
use rackjoule::scenario::CoolingMethod;

fn catalog() -> Catalog {
    Catalog::load(None).unwrap()
}

#[test]
fn every_value_has_a_known_source_and_every_estimate_a_range() {
    let catalog = catalog();
    let mut used = HashSet::new();
    for kind in [
        RecordKind::Silicon,
        RecordKind::Chip,
        RecordKind::System,
        RecordKind::Equipment,
        RecordKind::RetrofitKit,
        RecordKind::Workload,
        RecordKind::Request,
        RecordKind::Coefficient,
    ] {
        for entry in catalog.list_entries(kind) {
            let (_, values) = catalog.describe_record(&entry.id).unwrap();
            assert!(!values.is_empty(), "{}", entry.id);
            for v in values {
                // A reference to another record, which has its own sources.
                if v.key == "silicon" {
                    assert!(catalog.silicon(&v.value).is_some(), "{}: silicon `{}`", entry.id, v.value);
                    continue;
                }
                // What is said of the record as a whole (notes, date) stands beside its sources.
                if v.source.is_empty() && ["notes", "available", "coolings", "family"].contains(&v.key.as_str()) {
                    continue;
                }
                assert!(catalog.source(&v.source).is_some(), "{} {}: source `{}`", entry.id, v.key, v.source);
                used.insert(v.source.clone());
                let Ok(number) = v.value.parse::<f64>() else { continue };
                if let Some([low, high]) = v.range {
                    assert!((low..=high).contains(&number), "{} {}: {number}", entry.id, v.key);
                } else if [RecordKind::Silicon, RecordKind::Equipment].contains(&kind)
                    && !v.key.contains("count")
                    // The point that the curve is measured from.
                    && v.key != "curve.reference_w"
                {
                    assert_ne!(
                        v.confidence,
                        Some(Confidence::Estimate),
                        "{} {} is an estimate without a range",
                        entry.id,
                        v.key
                    );
                }
            }
        }
    }
    used.extend(catalog.sampling_rules().spreads.iter().map(|s| s.source.clone()));
    used.extend(catalog.load_shapes().iter().flat_map(|s| s.parameters.values()).map(|p| p.source.clone()));
    used.extend(catalog.set_point_limits().iter().map(|l| l.source.clone()));
    used.extend(catalog.validation_cases().unwrap().into_iter().map(|c| c.source));
    let g = catalog.generations().unwrap();
    used.extend(g.accelerators().iter().map(|r| r.source.clone()));
    used.extend(g.devices().iter().map(|r| r.source.clone()));
    used.extend(g.models().iter().map(|r| r.source.clone()));
    used.extend(g.mlperf_results().iter().map(|r| r.source.clone()));
    used.extend(g.green500_entries().iter().map(|r| r.source.clone()));
    used.extend(g.prices().iter().map(|r| r.source.clone()));
    used.extend(g.measured_nodes().iter().map(|r| r.source.clone()));
    used.extend(g.serving().generations.iter().map(|r| r.source.clone()));
    for climate in catalog.list_entries(RecordKind::Climate) {
        used.insert(catalog.climate(&climate.id).unwrap().source.clone());
    }
    for source in catalog.list_entries(RecordKind::Source) {
        assert!(used.contains(&source.id), "source `{}` is used by nothing", source.id);
    }
}

#[test]
fn ids_are_unique() {
    let catalog = catalog();
    let mut seen: HashMap<String, RecordKind> = HashMap::new();
    for kind in RecordKind::ALL {
        for entry in catalog.list_entries(kind) {
            // A chip's heat and its throughput are two records of one part.
            let before = seen.insert(entry.id.clone(), kind);
            let part =
                before == Some(RecordKind::Chip) && [RecordKind::Accelerator, RecordKind::Device].contains(&kind);
            assert!(before.is_none() || part, "`{}` twice", entry.id);
        }
    }
}

#[test]
fn equipment_reads_as_its_kind_says() {
    let catalog = catalog();
    for entry in catalog.list_entries(RecordKind::Equipment) {
        let record = catalog.equipment(&entry.id).unwrap();
        let kind =
            component::find_kind(&record.kind).unwrap_or_else(|| panic!("{}: kind `{}`", record.id, record.kind));
        (kind.check)(&record.parameters).unwrap_or_else(|e| panic!("{}: {e:?}", record.id));
        for (key, [low, high]) in &record.range {
            let param = kind.params.iter().find(|p| p.name == key).unwrap_or_else(|| panic!("{} {key}", record.id));
            assert!(low <= high && *low >= param.min && *high <= param.max, "{} {key}", record.id);
        }
    }
}

#[test]
fn systems_name_known_parts() {
    let catalog = catalog();
    for entry in catalog.list_entries(RecordKind::System) {
        let system = catalog.system(&entry.id).unwrap();
        assert!(
            system.coolings.iter().all(|c| CoolingMethod::from_word(c).is_some()),
            "{}: {:?}",
            system.id,
            system.coolings
        );
        let mut accelerators = 0;
        for tray in &system.trays {
            let supply = tray.supply.as_ref().or(system.shelf.as_ref()).unwrap_or_else(|| panic!("{}", system.id));
            assert!(catalog.equipment(&supply.equipment).is_some(), "{}", system.id);
            for lane in &tray.lanes {
                for station in &lane.stations {
                    let chip = catalog.chip(&station.chip).unwrap_or_else(|| panic!("{}", station.chip));
                    assert!(station.cooler.as_ref().is_none_or(|c| catalog.equipment(c).is_some()));
                    assert!(station.cooler.is_none() || chip.thermal.is_some(), "{}", chip.id);
                    if chip.kind == ChipKind::Accelerator {
                        accelerators += tray.count * lane.count * station.count;
                    }
                }
            }
        }
        assert_eq!(accelerators, system.accelerator_count(), "{}", system.id);
        assert!(system.filled_height_u() <= system.rack_u.max(64.0), "{}: {} U", system.id, system.filled_height_u());
        for share in &system.network {
            assert!(catalog.chip(&share.device).is_some(), "{}", share.device);
        }
    }
}

#[test]
fn the_systems_that_engineers_ask_for_are_there() {
    let catalog = catalog();
    for id in [
        "dgx-a100",
        "dgx-h100",
        "dgx-h200",
        "hgx-b200-air",
        "lenovo-sr680a-v3",
        "lenovo-sr780a-v3",
        "lenovo-sc777-v4",
        "gb200-nvl72",
        "gb300-nvl72",
        "vera-rubin-nvl144",
        "hpe-cray-ex235a",
        "lenovo-sd665-v3",
    ] {
        assert!(catalog.system(id).is_some(), "{id}");
    }
    assert!(catalog.system("vera-rubin-nvl144").unwrap().announced);
    assert_eq!(catalog.system("gb200-nvl72").unwrap().accelerator_count(), 72);
}

#[test]
fn weather_is_whole() {
    let catalog = catalog();
    for entry in catalog.list_entries(RecordKind::Climate) {
        let climate = catalog.climate(&entry.id).unwrap();
        for form in [WeatherForm::Hourly, WeatherForm::Bins] {
            if climate.resolve_weather_form(form).is_none() {
                assert!(matches!(catalog.climate_weather(climate, form), Err(CatalogError::Form { .. })));
                continue;
            }
            let (_, rows) = catalog.climate_weather(climate, form).unwrap();
            let hours: f64 = rows.iter().map(|r| r.weight_h).sum();
            assert!((hours - 8760.0).abs() < 1e-9, "{} has {hours} h", climate.id);
            let mean = rows.iter().map(|r| r.weight_h * r.dry_bulb_c).sum::<f64>() / hours;
            assert!((mean - climate.mean_dry_bulb_c).abs() < 0.05, "{}: {mean}", climate.id);
            for row in rows {
                assert!((-60.0..60.0).contains(&row.dry_bulb_c) && (60e3..110e3).contains(&row.pressure_pa));
                if let WeatherHumidity::DewPointC(dew_point_c) = row.humidity {
                    assert!(dew_point_c <= row.dry_bulb_c);
                }
            }
        }
    }
}

#[test]
fn a_folder_replaces_files_and_its_mistakes_are_named() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(Catalog::load(Some(dir.path())), Err(CatalogError::Folder { exists: true, .. })));
    assert!(Catalog::load(Some(&dir.path().join("none"))).unwrap_err().to_string().contains("is not a folder"));
    let chips = dir.path().join("chips.toml");
    std::fs::write(&chips, "[[chip]]\nid = \"mine\"\nwatts = 3\n").unwrap();
    let error = Catalog::load(Some(dir.path())).unwrap_err().to_string();
    assert!(error.contains("chips.toml:3:1") && error.contains("watts"), "{error}");
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/chips.toml")).unwrap();
    std::fs::write(&chips, text.replace("max_w = 1000.0", "max_w = 1001.0")).unwrap();
    let own = Catalog::load(Some(dir.path())).unwrap();
    assert_eq!(own.chip("b200-sxm").unwrap().power.max_w, 1001.0);
}

#[test]
fn a_wrong_id_has_near_matches() {
    let catalog = catalog();
    assert_eq!(catalog.suggest_ids(RecordKind::System, "hgx-b200-ari"), ["hgx-b200-air"]);
    assert_eq!(catalog.suggest_ids(RecordKind::Climate, "dulles"), ["us-va-ashburn"]);
    assert!(catalog.suggest_ids(RecordKind::Chip, "zzzzzzzz").is_empty());
}

#[test]
fn rules_of_sampling_name_what_exists() {
    let catalog = catalog();
    let keys = |kind: RecordKind, id: &str| -> Vec<String> {
        catalog.record_values(kind, id).unwrap_or_default().into_iter().map(|v| v.key).collect()
    };
    let all: Vec<(String, Vec<String>)> =
        [RecordKind::Chip, RecordKind::Equipment, RecordKind::Climate, RecordKind::Workload]
            .into_iter()
            .flat_map(|kind| catalog.list_entries(kind).into_iter().map(move |e| (kind, e.id)))
            .map(|(kind, read_catalog_id)| {
                let word = catalog
                    .equipment(&read_catalog_id)
                    .filter(|_| kind == RecordKind::Equipment)
                    .map(|e| e.kind.clone());
                (word.unwrap_or_else(|| kind.name().to_owned()), keys(kind, &read_catalog_id))
            })
            .collect();
    let rules = catalog.sampling_rules();
    for spread in &rules.spreads {
        let has = |(kind, keys): &(String, Vec<String>)| {
            *kind == spread.kind && keys.iter().any(|k| *k == spread.key || k.ends_with(&format!(".{}", spread.key)))
        };
        assert!(all.iter().any(has), "no {} has `{}`", spread.kind, spread.key);
        assert!((0.0..1.0).contains(&spread.share) && catalog.source(&spread.source).is_some());
    }
    for together in &rules.together {
        let has = |(_, keys): &(String, Vec<String>)| together.keys.iter().all(|k| keys.contains(k));
        assert!(all.iter().any(has), "no record has all of {:?}", together.keys);
    }
    for held in &rules.held {
        let known = keys(RecordKind::Equipment, &held.record);
        for key in &held.keys {
            assert!(known.contains(&format!("parameters.{key}")), "{} has no `{key}`", held.record);
        }
    }
}
