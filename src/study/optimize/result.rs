//! What a search for the best designs gives.

use serde::Serialize;

use crate::assembly::warning::WarningList;
use crate::scenario::CoolingMethod;
use crate::study::design::DesignValue;
use crate::study::design::Objective;
use crate::study::words::result_words;

/// The best designs of a scenario.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct OptimizeResult {
    /// The scenario's title.
    pub title: String,
    /// What is sought.
    pub objectives: Vec<Objective>,
    /// What must be kept, in words.
    pub constraints: Vec<String>,
    /// What may vary.
    pub variables: Vec<VariableSummary>,
    /// Designs of a generation.
    pub population: u32,
    /// Generations after the first.
    pub generations: u32,
    /// Seed.
    pub seed: u32,
    /// The architectures that were searched, in the scenario's order.
    pub architectures: Vec<ArchitectureOptimum>,
    /// What the reader must know.
    #[serde(flatten)]
    pub warnings: WarningList,
}

impl OptimizeResult {
    /// Whether any design keeps the constraints.
    pub fn is_feasible(&self) -> bool {
        self.architectures.iter().any(|a| !a.front.is_empty())
    }
}

/// A variable.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct VariableSummary {
    /// Key of the scenario.
    pub key: String,
    /// Lowest and highest value, or first and last of a list.
    pub ends: [DesignValue; 2],
    /// Unit of the numbers; empty for the documented unit of the key.
    pub unit: String,
    /// Step between values; nothing for a list.
    pub step: Option<f64>,
    /// How many values there are.
    pub values: u64,
}

/// The best designs of an architecture.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ArchitectureOptimum {
    /// Its name.
    pub name: String,
    /// Its place in the scenario, which gives its style in charts.
    #[serde(skip)]
    pub place: usize,
    /// Word of the way of cooling.
    pub cooling: CoolingMethod,
    /// How the front was searched.
    pub method: SearchMethod,
    /// Designs that were run.
    pub designs: usize,
    /// Those of them that keep the constraints.
    pub feasible_designs: usize,
    /// Keys of the variables that touch it, in the order of the values of a design.
    pub variables: Vec<String>,
    /// Place of each of them among the variables of the design.
    #[serde(skip)]
    pub variable_places: Vec<usize>,
    /// Objectives of the scenario as given, in their order; nothing where it has none.
    pub as_given: Option<Vec<f64>>,
    /// Whether the scenario as given keeps the constraints.
    pub as_given_meets_constraints: bool,
    /// Designs that no other design tried is better than in all objectives, by rising first objective where less is better.
    pub front: Vec<FrontDesign>,
    /// The ends of the front and its knee; of one objective its best design.
    pub named: Vec<NamedResult>,
    /// Share of the final front's hypervolume that three quarters of the generations had found; nothing where every design
    /// was run.
    pub early_hypervolume_share: Option<f64>,
    /// Limits that designs failed, the most frequent first.
    pub failed_limits: Vec<FailedLimit>,
    /// Why there is no front.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

result_words! {
    /// How a front was searched.
    pub enum SearchMethod {
        /// Every design was run.
        EveryDesign => "every-design",
        /// NSGA-II and compass searches.
        Nsga2 => "nsga-2",
        /// NSGA-III and compass searches.
        Nsga3 => "nsga-3",
    }
}

result_words! {
    /// What a binding limit is.
    pub enum LimitKind {
        /// A constraint of the design.
        Constraint => "constraint",
        /// The lower end of a range.
        LowEnd => "low-end",
        /// The upper end of a range.
        HighEnd => "high-end",
        /// A limit of the model: of a chip, a plant or the scenario.
        Model => "model",
    }
}

/// A design of a front.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FrontDesign {
    /// Values of the variables, in their order.
    pub values: Vec<DesignValue>,
    /// Objectives, in their order and units.
    pub objectives: Vec<f64>,
    /// Figures of the constraints, in their order.
    pub constraint_figures: Vec<Option<f64>>,
    /// Share of the full speed that accelerators keep: below 1 the design does less work.
    pub performance: Option<f64>,
    /// Whether no design of another architecture is better in all objectives.
    pub best_of_all: bool,
}

/// A named design.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct NamedResult {
    /// `best`, `knee`, or `least` or `most` with the key of an objective.
    pub name: String,
    /// Its place on the front, from 0.
    pub front_index: usize,
    /// The limits that stand in the way of a better one; empty where it is the best for its own sake.
    pub limits: Vec<BindingLimit>,
}

/// A limit that binds.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct BindingLimit {
    /// What it is.
    pub kind: LimitKind,
    /// The limit in words: a constraint, an end of a range, or what the model says.
    pub limit: String,
    /// Key of the variable, for the end of a range and for a limit of the model.
    pub variable: Option<String>,
    /// Its value, in the unit of the figure or of the range.
    pub bound: Option<f64>,
    /// By how much it gave way for the price.
    pub relaxed_by: Option<f64>,
    /// Unit of that; empty for a ratio, a count and the documented unit of a key.
    pub unit: String,
    /// What the objectives change by for each unit.
    pub prices: Vec<ShadowPrice>,
    /// Why there is no price.
    pub reason: Option<String>,
}

/// The price of a limit.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ShadowPrice {
    /// Key of the objective.
    pub objective: &'static str,
    /// Its change where the limit gives way by one unit, the design searched again around the old one.
    pub per_unit: f64,
}

/// A limit that designs failed.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FailedLimit {
    /// The limit in words.
    pub limit: String,
    /// Designs that failed it.
    pub designs: usize,
}
