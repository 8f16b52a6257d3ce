//! `profile`: how busy the servers are by the hour, from a file, a trace or a built-in shape.

use std::path::Path;

use crate::catalog::Catalog;
use crate::catalog::load_shape::{LoadShape, LoadShapeKind};
use crate::units::clock::UtcOffset;

use super::findings::KeyContent;
use super::reader::{TableReader, did_you_mean, nearest_word};
use super::tree::{NodeValue, TreeNode};
use super::values::ratio_range;

/// How a file tells a load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadFormat {
    /// A column of shares or powers.
    Csv,
    /// The Standard Workload Format.
    Swf,
    /// An export of Slurm's accounting.
    Sacct,
    /// Power of devices as DCGM or Prometheus export it.
    PowerExport,
}

impl LoadFormat {
    /// Words in scenarios.
    pub const WORDS: [&str; 5] = ["csv", "swf", "sacct", "dcgm", "prometheus"];

    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "csv" => Self::Csv,
            "swf" => Self::Swf,
            "sacct" => Self::Sacct,
            "dcgm" | "prometheus" => Self::PowerExport,
            _ => return None,
        })
    }

    /// The word in scenarios and results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Swf => "swf",
            Self::Sacct => "sacct",
            Self::PowerExport => "dcgm",
        }
    }
}

/// Where a load is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadSource {
    /// A file, as written.
    File(String),
    /// Id of a built-in shape.
    Shape(String),
}

/// A checked `profile`.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadProfileSettings {
    /// Where it is from.
    pub source: LoadSource,
    /// Format of a file; told by its content if not given.
    pub format: Option<LoadFormat>,
    /// How many nodes (processors, accelerators) the machine of a trace has, at least 1.
    pub nodes: Option<u32>,
    /// Mean of a shape, 0..=1, if not the catalog's.
    pub mean: Option<f64>,
    /// Largest value of a shape, 0..=1.
    pub peak: Option<f64>,
    /// Seed of the random mix of jobs.
    pub seed: u32,
    /// Clock of a file whose times do not say theirs, if not the clock of the site.
    pub time_zone: Option<UtcOffset>,
    /// Whether a file that covers less than a year is repeated through it.
    pub repeat: bool,
}

impl LoadProfileSettings {
    /// Settings of a source alone.
    pub const fn of_source(source: LoadSource) -> Self {
        Self {
            source,
            format: None,
            nodes: None,
            mean: None,
            peak: None,
            seed: DEFAULT_SEED,
            time_zone: None,
            repeat: false,
        }
    }

    /// The file, where it is one, to be found beside the scenario.
    pub const fn file_mut(&mut self) -> Option<&mut String> {
        match &mut self.source {
            LoadSource::File(file) => Some(file),
            LoadSource::Shape(_) => None,
        }
    }

    /// The file or the shape.
    pub fn source_name(&self) -> &str {
        match &self.source {
            LoadSource::File(name) | LoadSource::Shape(name) => name,
        }
    }

    /// As it stands in a scenario.
    pub fn to_json(&self) -> serde_json::Value {
        let (file, shape) = match &self.source {
            LoadSource::File(file) => (Some(file), None),
            LoadSource::Shape(shape) => (None, Some(shape)),
        };
        serde_json::json!({
            "file": file,
            "shape": shape,
            "format": self.format.map(LoadFormat::name),
            "nodes": self.nodes,
            "mean": self.mean,
            "peak": self.peak,
            "seed": shape.map(|_| self.seed),
            "time_zone": self.time_zone.map(|z| z.to_string()),
            "repeat": file.map(|_| self.repeat),
        })
    }
}

/// Seed of a mix whose scenario gives none.
const DEFAULT_SEED: u32 = 1;
const MAX_NODES: u32 = 100_000_000;
/// Keys that are for files, and those for shapes.
const FILE_KEYS: [&str; 4] = ["format", "nodes", "time_zone", "repeat"];
const SHAPE_KEYS: [&str; 2] = ["mean", "peak"];

/// Reads the key `profile` of a table: a text, or a table with `file`.
pub fn read_load_profile(r: &mut TableReader<'_, '_>, catalog: &Catalog) -> Option<LoadProfileSettings> {
    r.note_content("profile", KeyContent::Text);
    let node = r.table_node("profile")?;
    match &node.value {
        NodeValue::Text(text) => read_source(r, "profile", text, node, catalog).map(LoadProfileSettings::of_source),
        NodeValue::Table(_) => {
            let mut table = r.nested(node, "profile");
            let settings = read_table(&mut table, node, catalog);
            table.finish();
            settings
        }
        other => {
            let path = r.full_path("profile");
            let message = format!("`{path}` must be a text or a table, found {}", other.type_name());
            r.report_problem(message, &node.origin, "wrong type", Some(example(catalog)));
            None
        }
    }
}

fn example(catalog: &Catalog) -> String {
    let shapes: Vec<&str> = catalog.load_shapes().iter().map(|s| s.id.as_str()).collect();
    format!(
        "write profile = \"load.csv\", one of `{}`, or {{ file = \"trace.swf\", repeat = true }}",
        shapes.join("`, `")
    )
}

/// A shape by its id, or a file.
fn read_source(
    r: &mut TableReader<'_, '_>,
    key: &str,
    text: &str,
    node: &TreeNode,
    catalog: &Catalog,
) -> Option<LoadSource> {
    if catalog.load_shape(text).is_some() {
        return Some(LoadSource::Shape(text.to_owned()));
    }
    // A word without folder and ending is a shape that is spelled wrong, or nothing.
    let is_path = text.contains(['/', '\\']) || Path::new(text).extension().is_some();
    if is_path {
        return Some(LoadSource::File(text.to_owned()));
    }
    let ids = || catalog.load_shapes().iter().map(|s| s.id.as_str());
    let hint = did_you_mean(nearest_word(text, ids()).as_slice());
    let message = format!("`{}`: `{text}` is neither a built-in shape nor a file with an ending", r.full_path(key));
    r.report_problem(message, &node.origin, "not known", Some(format!("{hint}{}", example(catalog))));
    None
}

fn read_table(r: &mut TableReader<'_, '_>, node: &TreeNode, catalog: &Catalog) -> Option<LoadProfileSettings> {
    let text = r.read_text("file");
    let source = if let Some((text, _)) = text {
        let at = r.key_node("file").unwrap_or(node);
        read_source(r, "file", text, at, catalog)
    } else {
        if r.key_node("file").is_none() {
            r.report_missing("file", &example(catalog));
        }
        None
    };
    let format = r.read_choice("format", &LoadFormat::WORDS).and_then(LoadFormat::from_word);
    let nodes = r.read_integer("nodes", 1, MAX_NODES);
    let (mean, peak) = (r.read_quantity("mean", ratio_range(0.0, 1.0)), r.read_quantity("peak", ratio_range(0.0, 1.0)));
    let seed = r.read_integer("seed", 0, u32::MAX).unwrap_or(DEFAULT_SEED);
    let time_zone = read_time_zone(r);
    let repeat = r.read_boolean("repeat").unwrap_or(false);
    match &source {
        Some(LoadSource::File(_)) => refuse_keys(r, &SHAPE_KEYS, "a file has its own values; this key is for shapes"),
        Some(LoadSource::Shape(id)) => {
            refuse_keys(r, &FILE_KEYS, "a shape covers the year; this key is for files");
            if let Some(shape) = catalog.load_shape(id) {
                check_level(r, shape, mean, peak);
            }
        }
        None => {}
    }
    let jobs = |id: &String| catalog.load_shape(id).is_some_and(|s| s.kind == LoadShapeKind::Jobs);
    if !matches!(&source, Some(LoadSource::Shape(id)) if jobs(id)) && source.is_some() {
        refuse_keys(r, &["seed"], "only a random mix of jobs has a seed");
    }
    Some(LoadProfileSettings { source: source?, format, nodes, mean, peak, seed, time_zone, repeat })
}

fn read_time_zone(r: &mut TableReader<'_, '_>) -> Option<UtcOffset> {
    let (text, origin) = r.read_text("time_zone")?;
    let offset = text.parse().ok();
    if offset.is_none() {
        let message = format!("`{}`: `{text}` is no offset from UTC", r.full_path("time_zone"));
        let help = "write it like \"-05:00\", \"UTC+5:30\" or \"UTC\", between UTC-12 and UTC+14";
        r.report_problem(message, origin, "not known", Some(help.to_owned()));
    }
    offset
}

/// Says of each key that is there that it has no meaning.
fn refuse_keys(r: &mut TableReader<'_, '_>, keys: &[&'static str], why: &str) {
    for key in keys {
        if let Some(node) = r.key_node(key) {
            let message = format!("`{}` has no meaning here: {why}", r.full_path(key));
            r.report_problem(message, &node.origin, "this key", Some("leave it out".to_owned()));
        }
    }
}

/// A mean that is above the peak, and a peak where jobs fill the hall as they come.
fn check_level(r: &mut TableReader<'_, '_>, shape: &LoadShape, mean: Option<f64>, peak: Option<f64>) {
    let Some(peak) = peak else { return };
    let Some(node) = r.key_node("peak") else { return };
    if shape.kind == LoadShapeKind::Jobs {
        let message = format!("`{}` has no meaning here: jobs fill the hall as they come", r.full_path("peak"));
        r.report_problem(message, &node.origin, "this key", Some("give `mean` alone".to_owned()));
    } else if let Some(mean) = mean.filter(|mean| *mean > peak) {
        let message = format!("`{}`, {mean}, is above the peak, {peak}", r.full_path("mean"));
        r.report_problem(message, &node.origin, "the lower one", Some("give a peak above the mean".to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::super::findings::ScenarioFindings;
    use super::super::tree::parse_tree;
    use super::*;

    /// What a text reads as under `[it]`, or the messages and helps of what is wrong.
    fn read(text: &str) -> Result<LoadProfileSettings, String> {
        let catalog = Catalog::load(None).unwrap();
        let (tree, mut findings) = (parse_tree(text).unwrap(), ScenarioFindings::default());
        let mut reader = TableReader::new(&tree, "it", &mut findings);
        let settings = read_load_profile(&mut reader, &catalog);
        reader.finish();
        let issues: Vec<String> =
            findings.iter().map(|i| format!("{} | {}", i.message, i.help.as_deref().unwrap_or(""))).collect();
        match settings {
            Some(settings) if issues.is_empty() => Ok(settings),
            _ => Err(issues.join("\n")),
        }
    }

    #[test]
    fn a_text_or_a_table_names_file_or_shape() {
        let plain = LoadProfileSettings::of_source;
        assert_eq!(read("profile = \"load.csv\""), Ok(plain(LoadSource::File("load.csv".to_owned()))));
        assert_eq!(read("profile = \"inference\""), Ok(plain(LoadSource::Shape("inference".to_owned()))));
        assert_eq!(read("profile = \"data/jobs\""), Ok(plain(LoadSource::File("data/jobs".to_owned()))));
        let trace = read(
            "profile = { file = \"t.swf\", format = \"swf\", nodes = 9408, time_zone = \"-05:00\", repeat = true }",
        )
        .unwrap();
        assert_eq!((trace.format, trace.nodes, trace.repeat), (Some(LoadFormat::Swf), Some(9408), true));
        assert_eq!(trace.time_zone, UtcOffset::from_hours(-5.0));
        assert_eq!(trace.to_json()["time_zone"], "UTC-5");
        let shape = read("profile = { file = \"training\", mean = 0.7, peak = \"90 %\" }").unwrap();
        assert_eq!((shape.mean, shape.peak, shape.seed), (Some(0.7), Some(0.9), 1));
        assert_eq!(read("profile = { file = \"jobs\", seed = 7, mean = 0.6 }").unwrap().seed, 7);
        assert_eq!(
            read("profile = { file = \"p.csv\", format = \"prometheus\" }").unwrap().format,
            Some(LoadFormat::PowerExport)
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_mend() {
        for (text, says) in [
            ("profile = \"inferense\"", "did you mean `inference`?"),
            ("profile = \"load\"", "`it.profile`: `load` is neither a built-in shape nor a file with an ending"),
            ("profile = 3", "`it.profile` must be a text or a table, found a whole number"),
            ("profile = { mean = 0.7 }", "`it.profile.file` is missing"),
            (
                "profile = { file = \"a.csv\", mean = 0.7 }",
                "`it.profile.mean` has no meaning here: a file has its own values",
            ),
            ("profile = { file = \"training\", repeat = true }", "`it.profile.repeat` has no meaning here: a shape"),
            ("profile = { file = \"training\", seed = 2 }", "only a random mix of jobs has a seed"),
            ("profile = { file = \"jobs\", peak = 0.9 }", "jobs fill the hall as they come"),
            (
                "profile = { file = \"inference\", mean = 0.9, peak = 0.8 }",
                "`it.profile.mean`, 0.9, is above the peak, 0.8",
            ),
            ("profile = { file = \"inference\", mean = 1.5 }", "`it.profile.mean` must be 0 to 1"),
            ("profile = { file = \"a.csv\", format = \"xls\" }", "`it.profile.format`: `xls` is not known"),
            ("profile = { file = \"a.csv\", nodes = 0 }", "`it.profile.nodes` must be 1 to"),
            ("profile = { file = \"a.csv\", time_zone = \"Berlin\" }", "`Berlin` is no offset from UTC"),
            ("profile = { file = \"a.csv\", repeats = true }", "did you mean `repeat`?"),
        ] {
            let issues = read(text).unwrap_err();
            assert!(issues.contains(says), "{text}: {issues}");
        }
    }
}
