//! How busy the servers are by the hour: files, traces of jobs and of power, built-in shapes and a random mix of jobs.
//!
//! [`load_series`] reads what a scenario's `profile` names into a [`LoadSeries`]; that one gives mean and peak of every step
//! of a year by [`LoadSeries::for_year`], and [`LoadStatistics`] what it is like.

mod busy;
mod columns;
mod csv_load;
mod days;
mod dcgm;
mod epoch;
mod error;
mod jobs;
mod power_samples;
mod sacct;
mod series;
mod shapes;
mod statistics;
mod steps;
mod swf;
mod times;

use crate::catalog::Catalog;
use crate::catalog::load_shape::LoadShapeKind;
use crate::scenario::{LoadFormat, LoadProfileSettings, LoadSource};
use crate::units::clock::LocalClock;

pub use error::LoadError;
pub use series::{LoadPoint, LoadSeries, LoadUnit};
pub use statistics::{DurationPoint, LoadStatistics};

use epoch::TraceClock;

/// Largest file that is read: days of samples of thousands of devices, or years of jobs.
const BYTES_MAX: u64 = 1024 * 1024 * 1024;

/// The load that a profile names, for the clock of a site.
///
/// # Errors
/// [`LoadError`].
pub fn load_series(
    settings: &LoadProfileSettings,
    clock: LocalClock,
    catalog: &Catalog,
) -> Result<LoadSeries, LoadError> {
    match &settings.source {
        LoadSource::File(file) => read_load(file, &read_text(file)?, settings, clock),
        LoadSource::Shape(id) => {
            let unknown = || LoadError::of_file(id, "no built-in shape has this name", "use one of load_shapes.toml");
            let shape = catalog.load_shape(id).ok_or_else(unknown)?;
            match shape.kind {
                LoadShapeKind::Jobs => jobs::job_series(shape, settings.mean, settings.seed),
                LoadShapeKind::Week => {
                    shapes::scale_series(shapes::week_series(shape, clock)?, id, settings.mean, settings.peak)
                }
                LoadShapeKind::Training => {
                    shapes::scale_series(shapes::training_series(shape)?, id, settings.mean, settings.peak)
                }
            }
        }
    }
}

/// The load of a text in the format that the settings say, or that it is found to have; `file` names it in messages.
///
/// # Errors
/// [`LoadError`].
pub fn read_load(
    file: &str,
    text: &str,
    settings: &LoadProfileSettings,
    clock: LocalClock,
) -> Result<LoadSeries, LoadError> {
    if text.trim().is_empty() {
        let help = "give a header like `busy` and a row for every step, or a trace";
        return Err(LoadError::of_file(file, "the file is empty", help));
    }
    let clock = TraceClock { local: clock, assumed: settings.time_zone };
    let (nodes, repeat) = (settings.nodes, settings.repeat);
    match settings.format.unwrap_or_else(|| find_format(text)) {
        LoadFormat::Csv => csv_load::read_csv(file, text, clock, repeat),
        LoadFormat::Swf => swf::read_swf(file, text, nodes, clock, repeat),
        LoadFormat::Sacct => sacct::read_sacct(file, text, nodes, clock, repeat),
        LoadFormat::PowerExport => dcgm::read_power_export(file, text, clock, repeat),
    }
}

/// The format of a text by its beginning.
fn find_format(text: &str) -> LoadFormat {
    if swf::is_swf(text) {
        LoadFormat::Swf
    } else if sacct::is_sacct(text) {
        LoadFormat::Sacct
    } else if dcgm::is_power_export(text) {
        LoadFormat::PowerExport
    } else {
        LoadFormat::Csv
    }
}

fn read_text(file: &str) -> Result<String, LoadError> {
    let path = "give the path of a file, relative to the scenario or to the working folder";
    let fail = |e: std::io::Error| LoadError::of_file(file, e.to_string(), path);
    let size = std::fs::metadata(file).map_err(fail)?;
    if !size.is_file() || size.len() > BYTES_MAX {
        return Err(LoadError::of_file(file, "no plain file, or over 1 GiB", path));
    }
    let bytes = std::fs::read(file).map_err(fail)?;
    String::from_utf8(bytes).map_err(|_| LoadError::of_file(file, "not UTF-8 text", "save it as text in UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> LoadProfileSettings {
        let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
        LoadProfileSettings { repeat: true, nodes: Some(100), ..LoadProfileSettings::of_source(LoadSource::File(path)) }
    }

    fn clock() -> LocalClock {
        LocalClock { standard: Some(crate::units::clock::UtcOffset::UTC), daylight: None }
    }

    #[test]
    fn the_format_is_told_by_the_content_and_noted() {
        let catalog = Catalog::load(None).unwrap();
        for (name, says) in [
            ("load_trace.swf", "read as SWF"),
            ("load_sacct.txt", "read as an export of sacct"),
            ("frontier_load.csv", "read as CSV: `mw` is a power every 5 min"),
        ] {
            let series = load_series(&file(name), clock(), &catalog).unwrap();
            assert!(series.notes()[0].starts_with(says), "{:?}", series.notes());
            assert_eq!(series.for_year(8784, 60, true).unwrap().len(), 8784);
        }
        let wrong = LoadProfileSettings { format: Some(LoadFormat::Sacct), ..file("load_trace.swf") };
        assert!(load_series(&wrong, clock(), &catalog).is_err());
    }

    #[test]
    fn every_shape_makes_a_year() {
        let catalog = Catalog::load(None).unwrap();
        for shape in catalog.load_shapes() {
            let settings = LoadProfileSettings::of_source(LoadSource::Shape(shape.id.clone()));
            let series = load_series(&settings, clock(), &catalog).unwrap();
            let year = series.for_year(8760, 60, false).unwrap();
            assert!(series.unit() == LoadUnit::BusyShare && series.notes()[0].contains(&shape.id));
            assert!(year.iter().all(|p| p.mean >= 0.0 && p.peak >= p.mean && p.peak <= 1.0), "{}", shape.id);
        }
    }

    #[test]
    fn files_that_are_none_are_named() {
        let catalog = Catalog::load(None).unwrap();
        let error = load_series(&file("no_such.csv"), clock(), &catalog).unwrap_err();
        assert!(error.file.ends_with("no_such.csv") && !error.help.is_empty());
        assert!(load_series(&file(""), clock(), &catalog).unwrap_err().problem.contains("no plain file"));
        assert!(read_load("e.csv", " \n", &file("e.csv"), clock()).unwrap_err().problem.contains("the file is empty"));
        let unknown = LoadProfileSettings::of_source(LoadSource::Shape("x".to_owned()));
        assert!(load_series(&unknown, clock(), &catalog).is_err());
    }
}
