//! A weather file of the user's: design conditions from its header, or said to be missing; paths that are no weather.

use std::path::Path;

use crate::support::year::{base, epw, line};
use rackjoule::catalog::Catalog;
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::compare::result::{Comparison, DesignBasis, DesignHoursBasis};
use rackjoule::study::compare::{self, StudyError};

fn run(path: &Path, more: &[&str]) -> Result<Comparison, StudyError> {
    let catalog = Catalog::load(None).unwrap();
    let mut set = vec![format!("site.weather={}", path.display())];
    set.extend(more.iter().map(ToString::to_string));
    let scenario = Scenario::parse("default", scenario::DEFAULT, &set, &catalog).unwrap();
    compare::run(&scenario, &catalog)
}

#[test]
fn capacity_is_sized_for_what_the_header_says() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.epw");
    std::fs::write(&path, epw()).unwrap();
    let site = run(&path, &[]).unwrap().site;
    assert_eq!(site.design_basis, DesignBasis::Header);
    let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
    assert!(near(site.extreme_dry_bulb_c, 39.7) && near(site.extreme_wet_bulb_c, 28.9), "{site:?}");
    assert!(near(site.design_dry_bulb_c, 34.1) && near(site.design_wet_bulb_c, 25.4), "{site:?}");
    let warmer = run(&path, &["site.offset=+2 K"]).unwrap().site;
    assert!(near(warmer.extreme_dry_bulb_c, 41.7) && near(warmer.max_dry_bulb_c, site.max_dry_bulb_c + 2.0));
}

#[test]
fn a_header_without_design_conditions_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("b.epw");
    std::fs::write(&path, line(&epw(), 2, |_| "DESIGN CONDITIONS,0".to_owned())).unwrap();
    let result = run(&path, &[]).unwrap();
    assert_eq!(result.site.design_basis, DesignBasis::Year);
    assert_eq!(result.site.design_values_basis, DesignHoursBasis::Year);
    // 35.04 of 8,760 h are warmer: the 36th of them, warmest first.
    let mut dry: Vec<f64> = base().iter().map(|h| h.3).collect();
    dry.sort_unstable_by(|a, b| b.total_cmp(a));
    assert!((result.site.design_dry_bulb_c - dry[35]).abs() < 1e-6 && dry[35] < dry[0] - 0.05);
    assert!((result.site.extreme_dry_bulb_c - result.site.max_dry_bulb_c - 3.0).abs() < 1e-6);
    let told = result.warnings.iter().filter(|w| w.text.contains("undersized by about 3 K")).count();
    assert_eq!(told, 1, "{:?}", result.warnings);
}

#[test]
fn a_path_that_is_no_file_is_explained() {
    let dir = tempfile::tempdir().unwrap();
    let folder = run(dir.path(), &[]).unwrap_err().to_string();
    assert!(folder.contains("this is a folder"), "{folder}");
    let none = run(&dir.path().join("none.epw"), &[]).unwrap_err().to_string();
    assert!(none.contains("none.epw"), "{none}");
}
