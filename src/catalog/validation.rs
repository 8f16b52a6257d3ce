//! Published cases that predictions are held against: `validation/*.toml`, one file each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::embedded::{DataFiles, read_toml_file};
use super::{Catalog, CatalogError};

/// Folder of the cases below `data/`.
pub const CASE_FOLDER: &str = "validation/";

/// How a figure was obtained.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum EvidenceKind {
    /// By instrument.
    Measured,
    /// A maker's figure.
    Specification,
    /// Computed by its authors.
    Modelled,
}

impl std::fmt::Display for EvidenceKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl EvidenceKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Measured, Self::Specification, Self::Modelled];
    /// The word in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Specification => "specification",
            Self::Modelled => "modelled",
        }
    }
}

/// A published case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValidationCase {
    /// Id, the name of its file.
    pub id: String,
    /// What it is, in a line.
    pub title: String,
    /// How its figures were obtained.
    pub kind: EvidenceKind,
    /// Source id.
    pub source: String,
    /// Page, table or figure within the source.
    #[serde(default)]
    pub location: String,
    /// What is published of its configuration, and what had to be assumed.
    pub notes: String,
    /// Likely reasons of misses.
    pub discussion: Option<String>,
    /// What is run.
    pub run: CaseRun,
    /// Values of the catalog that are replaced for this case.
    #[serde(default, rename = "change")]
    pub changes: Vec<CaseChange>,
    /// What is compared.
    #[serde(rename = "quantity")]
    pub quantities: Vec<CaseQuantity>,
}

/// What a case runs.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum CaseRun {
    /// A comparison: the tables of a scenario.
    Scenario(toml::Table),
    /// One rack at full load at sea level: the keys of an architecture.
    Rack(toml::Table),
    /// Plant part by part: the path of a scenario in the data.
    Plant(String),
    /// One record of equipment: its id.
    Component(String),
}

/// A replaced value of the catalog.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseChange {
    /// Record.
    pub record: String,
    /// Key.
    pub key: String,
    /// Value.
    pub value: f64,
    /// Why: a published fact of the configuration, or a calibration.
    pub why: String,
    /// Whether it was chosen so that a quantity of the case is met.
    #[serde(default)]
    pub calibrated: bool,
}

/// A quantity of a case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseQuantity {
    /// Its name.
    pub name: String,
    /// As published, in `unit`.
    pub published: f64,
    /// Unit; empty for a ratio.
    #[serde(default)]
    pub unit: String,
    /// Uncertainty of the published figure, as its authors give it; written like a tolerance.
    pub uncertainty: Option<String>,
    /// Largest error that is honest: "5 %" of the published figure, or "2 K", "0.01" in its unit.
    pub tolerance: ErrorTolerance,
    /// Why so much.
    pub basis: String,
    /// What of the run it is compared with.
    pub figure: String,
    /// Taken off the figure: 1 makes an overhead of a PUE.
    #[serde(default)]
    pub less: f64,
    /// Another figure that it is divided by.
    pub over: Option<String>,
    /// Months, 1 to 12, of which the figure and what divides it are the sums; all year without them.
    #[serde(default)]
    pub months: Vec<u8>,
    /// The architecture that is meant; the first without it.
    pub architecture: Option<String>,
    /// Compared is the change against this architecture, a share of its value.
    pub change_from: Option<String>,
    /// Compared is the difference from this architecture, in the unit.
    pub difference_from: Option<String>,
    /// Where the component runs: numbers by name, each name ending in its unit.
    #[serde(default)]
    pub at: BTreeMap<String, f64>,
    /// Liquid of the component.
    pub liquid: Option<String>,
    /// More settings of the run, as `--set` has them.
    #[serde(default)]
    pub set: Vec<String>,
    /// Whether something was chosen with this figure in view: it is shown and counts for nothing.
    #[serde(default)]
    pub calibrated: bool,
}

/// The largest error that is honest.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(try_from = "String")]
pub enum ErrorTolerance {
    /// A share of the published figure.
    Relative(f64),
    /// An amount in its unit.
    Absolute(f64),
}

impl TryFrom<String> for ErrorTolerance {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let trimmed = text.trim();
        let number = |t: &str| {
            let number = t.trim().parse::<f64>().ok().filter(|n| n.is_finite() && *n > 0.0);
            number.ok_or_else(|| format!("tolerance `{text}` is no positive number; write \"5 %\" or \"2 K\""))
        };
        if let Some(percent) = trimmed.strip_suffix('%') {
            return Ok(Self::Relative(number(percent)? / 100.0));
        }
        Ok(Self::Absolute(number(trimmed.split_whitespace().next().unwrap_or(""))?))
    }
}

/// Quantities that hold: `case: quantity`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValidationBaseline {
    /// Those that were within their tolerance.
    #[serde(default)]
    pub holds: Vec<String>,
}

impl Catalog {
    /// The published cases: those of the program, and more of a user's folder, in the order of their ids.
    ///
    /// # Errors
    /// A case that can't be read, or that lacks what makes it honest: a known source, a tolerance, a prediction.
    pub fn validation_cases(&self) -> Result<Vec<ValidationCase>, CatalogError> {
        let mut paths: Vec<String> = DataFiles::list_built_in(CASE_FOLDER, ".toml").map(str::to_owned).collect();
        paths.extend(self.data_files().list_user_files(CASE_FOLDER, ".toml")?);
        paths.sort();
        paths.dedup();
        let name = |path: &str| path.trim_start_matches(CASE_FOLDER).trim_end_matches(".toml").to_owned();
        // Plants of their own have a folder, and the baseline is no case.
        paths.retain(|path| !name(path).contains('/') && name(path) != "baseline");
        paths
            .iter()
            .map(|path| {
                let case: ValidationCase = read_toml_file(self.data_files(), path)?;
                self.validate_case(&case, &name(path))
                    .map(|()| case)
                    .map_err(|reason| CatalogError::Case { file: format!("data/{path}"), reason })
            })
            .collect()
    }

    /// The quantities that held when the baseline was written.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn validation_baseline(&self) -> Result<ValidationBaseline, CatalogError> {
        read_toml_file(self.data_files(), "validation/baseline.toml")
    }

    /// A text file of the data.
    ///
    /// # Errors
    /// When it is missing or can't be read.
    pub fn read_text(&self, path: &str) -> Result<String, CatalogError> {
        self.data_files().read_text(path).map(|(_, text)| text)
    }

    /// What a case lacks to be honest.
    fn validate_case(&self, case: &ValidationCase, file: &str) -> Result<(), String> {
        if case.id != file {
            return Err(format!("its id is `{}`; name it as its file, `{file}`", case.id));
        }
        if self.source(&case.source).is_none() {
            return Err(format!("source `{}` is not in sources.toml; add it there", case.source));
        }
        if case.quantities.is_empty() {
            return Err("it compares nothing; add a [[quantity]]".to_owned());
        }
        if let Some(q) = case.quantities.iter().find(|q| !q.published.is_finite() || q.basis.trim().is_empty()) {
            return Err(format!("quantity `{}` needs a published number and a `basis` of its tolerance", q.name));
        }
        let of_year = |q: &&CaseQuantity| {
            q.months.is_empty()
                || q.over.is_some()
                    && matches!(case.run, CaseRun::Scenario(_))
                    && q.months.iter().all(|m| (1..=12).contains(m))
        };
        if let Some(q) = case.quantities.iter().find(|q| !of_year(q)) {
            let wanted = "`months` from 1 to 12 with `over`, of a scenario";
            return Err(format!("quantity `{}` needs {wanted}", q.name));
        }
        if let Some(change) = case.changes.iter().find(|c| c.why.trim().is_empty()) {
            return Err(format!("the change of `{}` needs a `why`", change.record));
        }
        if case.quantities.iter().all(|q| q.calibrated) {
            return Err("every quantity is calibrated; at least one must stay a prediction".to_owned());
        }
        let mut names: Vec<&str> = case.quantities.iter().map(|q| q.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        if names.len() < case.quantities.len() {
            return Err("two of its quantities have one name".to_owned());
        }
        Ok(())
    }
}
