//! Arguments of `compare`, `rack`, `site`, `uncertainty`, `init` and `check`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use crate::report::compare::TextDetail;
use crate::study::best::result::BestObjective;
use crate::units::calendar::minute_of_year;

/// Seed where none is given.
pub const DEFAULT_SEED: u64 = 1;

/// A scenario file, or the built-in scenario.
#[derive(Debug, ClapArgs)]
pub struct ScenarioArg {
    /// Scenario file, or - for standard input [default: the built-in scenario].
    #[arg(value_name = "SCENARIO")]
    pub scenario: Option<PathBuf>,
}

/// A site, and the destination of its hourly values.
#[derive(Debug, ClapArgs)]
pub struct SiteArgs {
    #[command(flatten)]
    pub scenario: ScenarioArg,
    /// Name of an architecture of the scenario, or a kind of cooling [default: all architectures of the scenario].
    #[arg(long, value_name = "NAME")]
    pub architecture: Option<String>,
    /// Run in these climates of the catalog, separated by commas, or in `all`. Uses joint bins where available.
    #[arg(long, value_name = "IDS", conflicts_with = "hourly", value_delimiter = ',')]
    pub climates: Vec<String>,
    /// Write the hourly values of one architecture to this CSV file.
    #[arg(long, value_name = "FILE")]
    pub hourly: Option<PathBuf>,
    /// Days of the year whose rows --hourly writes, month and day: 04-07, or 04-07..04-09 [default: all].
    #[arg(long, value_name = "DAYS", value_parser = parse_days, requires = "hourly")]
    pub days: Option<DaySpan>,
}

/// Some days of a year: month and day of the first and of the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DaySpan {
    /// First day.
    pub first: (u32, u32),
    /// Last day.
    pub last: (u32, u32),
}

/// Reads days like `04-07` or `04-07..04-09`.
fn parse_days(text: &str) -> Result<DaySpan, String> {
    let wrong = || format!("`{text}` is no month and day; write 04-07, or 04-07..04-09");
    let day = |text: &str| -> Option<(u32, u32)> {
        let (month, day) = text.trim().split_once('-')?;
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        minute_of_year(month, day, 0, true).map(|_| (month, day))
    };
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let span = DaySpan { first: day(first).ok_or_else(wrong)?, last: day(last).ok_or_else(wrong)? };
    if span.last < span.first { Err(format!("`{text}`: the last day is before the first")) } else { Ok(span) }
}

/// A rack, and the kind of analysis.
#[derive(Debug, ClapArgs)]
pub struct RackArgs {
    #[command(flatten)]
    pub scenario: ScenarioArg,
    /// Name of an architecture of the scenario, or a kind of cooling: air, rear-door, hybrid, cold-plate, immersion-1p,
    /// immersion-2p [default: the first liquid-cooled architecture; with --limits, all].
    #[arg(long, value_name = "NAME")]
    pub architecture: Option<String>,
    /// Name of a group of racks [default: the first group on the main loop of the first architecture].
    #[arg(long, value_name = "NAME")]
    pub group: Option<String>,
    /// Find the maximum rack power and the maximum supply temperature for each kind of cooling.
    #[arg(long)]
    pub limits: bool,
}

/// A comparison, and its intervals or traces.
#[derive(Debug, ClapArgs)]
pub struct CompareArgs {
    #[command(flatten)]
    pub scenario: ScenarioArg,
    /// Run N samples with all estimates varied within their ranges, and print the 5th and 95th percentiles beside every
    /// figure; N is rounded up to a power of two. 0 runs none [default: 256 samples for the first sentences, where they take about two seconds or less].
    #[arg(long, value_name = "N", value_parser = parse_samples)]
    pub uncertainty: Option<u32>,
    /// Find the set points of each architecture that give the least energy, life-cycle cost, site water or carbon, within
    /// the limits of the scenario (table `best`) or of the catalog, and show it as given and at its best.
    #[arg(long, value_enum, value_name = "OBJECTIVE", conflicts_with = "explain")]
    pub best: Option<ObjectiveArg>,
    /// Print what is saved, needed and paid, how sure that is and what speaks against it, in a few lines.
    #[arg(long, group = "detail")]
    pub brief: bool,
    /// Print every figure and every note.
    #[arg(long, group = "detail")]
    pub full: bool,
    /// Print the inputs that are estimates, with their ranges and sources.
    #[arg(long, group = "detail")]
    pub estimates: bool,
    /// Trace a figure to the data instead of printing the table, for instance annual.pue. `list` prints all keys.
    /// May be repeated.
    #[arg(long, value_name = "KEY", conflicts_with = "detail")]
    pub explain: Vec<String>,
}

impl CompareArgs {
    /// How much the text tells.
    pub fn text_detail(&self) -> TextDetail {
        match (self.brief, self.full, self.estimates) {
            (true, ..) => TextDetail::Brief,
            (_, true, _) => TextDetail::Full,
            (.., true) => TextDetail::Estimates,
            _ => TextDetail::Summary,
        }
    }
}

/// Samples of a comparison: none, or enough for percentiles.
fn parse_samples(text: &str) -> Result<u32, String> {
    match text.parse::<u32>() {
        Ok(samples @ (0 | 10..=1_000_000)) => Ok(samples),
        Ok(other) => Err(format!("{other} is neither 0 nor in 10..=1000000")),
        Err(error) => Err(error.to_string()),
    }
}

/// What the best set points are chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ObjectiveArg {
    /// Energy at the utility meter.
    Energy,
    /// Life-cycle cost, net present.
    Cost,
    /// Site water, then energy.
    Water,
    /// Carbon of the electricity.
    Carbon,
}

impl From<ObjectiveArg> for BestObjective {
    fn from(objective: ObjectiveArg) -> Self {
        match objective {
            ObjectiveArg::Energy => Self::Energy,
            ObjectiveArg::Cost => Self::Cost,
            ObjectiveArg::Water => Self::Water,
            ObjectiveArg::Carbon => Self::Carbon,
        }
    }
}

/// The sampling of a comparison.
#[derive(Debug, ClapArgs)]
pub struct UncertaintyArgs {
    #[command(flatten)]
    pub scenario: ScenarioArg,
    /// Number of samples for the intervals, rounded up to a power of two.
    #[arg(long, value_name = "N", default_value_t = 1024, value_parser = clap::value_parser!(u32).range(10..=1_000_000))]
    pub samples: u32,
    /// Seed of the samples. The same seed gives the same result.
    #[arg(long, value_name = "N", default_value_t = DEFAULT_SEED)]
    pub seed: u64,
    /// Rows of the matrices for Sobol indices, rounded up to a power of two and at most as many as samples. 0 computes no
    /// indices.
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u32).range(0..=500_000))]
    pub index_samples: u32,
    /// Number of inputs with an index each. All other inputs share one index.
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub index_inputs: u32,
    /// Move every estimate alone to both ends of its range instead of sampling, and list those that change a difference in
    /// power at the meter.
    #[arg(long, conflicts_with_all = ["samples", "seed", "index_samples", "index_inputs"])]
    pub one_at_a_time: bool,
    /// Smallest change that --one-at-a-time lists, in kW.
    #[arg(long, value_name = "KW", default_value_t = 2.0, value_parser = parse_least_kw, requires = "one_at_a_time")]
    pub least: f64,
}

/// A change in kW, 0 or more.
fn parse_least_kw(text: &str) -> Result<f64, String> {
    let found: f64 = text.parse().map_err(|_| format!("`{text}` is no number"))?;
    if found >= 0.0 && found.is_finite() { Ok(found) } else { Err("0 or more is wanted".to_owned()) }
}

/// A scenario file.
#[derive(Debug, ClapArgs)]
pub struct ScenarioFileArg {
    /// Scenario file to check.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
}

/// A template, and the file to write.
#[derive(Debug, ClapArgs)]
pub struct InitArgs {
    /// File to write.
    #[arg(value_name = "FILE", required_unless_present = "list")]
    pub file: Option<PathBuf>,
    /// Template to write. `--list` prints all templates.
    #[arg(long, value_name = "NAME", default_value = "default")]
    pub template: String,
    /// List the templates, one a line.
    #[arg(long, conflicts_with = "file")]
    pub list: bool,
}
