//! The design of a sweep: what varies, which rows are run, what each tells.

use std::path::Path;

use crate::catalog::Catalog;
use crate::scenario::findings::ScenarioFindings;
use crate::scenario::issue::InvalidScenario;
use crate::scenario::reader::{TableReader, did_you_mean, nearest_word};
use crate::scenario::tree::{NodeValue, TreeNode};
use crate::study::compare::figure::{ResultFigure, find_figure};
use crate::study::design::{
    DesignBasis, DesignText, DesignValue, DesignVariable, DomainForm, Objective, VariableDomain, read_figure_list,
    read_objective_items,
};

use super::sample::{MAX_SOBOL_AXES, MAX_SOBOL_ROWS, RowPlan, SampleMethod, grid_rows};

/// A checked design of a sweep.
#[derive(Clone, Debug)]
pub struct SweepDesign {
    /// What is asked, in a line.
    pub title: String,
    /// Scenario, axes and limits.
    pub basis: DesignBasis,
    /// The rows.
    pub plan: RowPlan,
    /// Figures of each row.
    pub columns: Vec<&'static ResultFigure>,
    /// What is to be least or most; one or more.
    pub objectives: Vec<Objective>,
    /// Names of the architectures that are run; every one where it is empty.
    pub architectures: Vec<String>,
    /// Rows of a part of a large sweep.
    pub part_rows: u64,
    /// The text of the design.
    pub text: String,
}

/// Rows of a part where a design does not say.
const DEFAULT_PART_ROWS: u32 = 1000;

/// Figures of a row where a design names none.
const DEFAULT_COLUMNS: [&str; 9] = [
    "facility_power_w",
    "annual.pue",
    "annual.energy_kwh",
    "annual.water_l",
    "annual.carbon_kg_co2e",
    "annual.net_present_cost_usd",
    "annual.unmet_hours",
    "rack.hottest_chip_c",
    "rack.chip_margin_k",
];

/// Objectives where a design names none.
const DEFAULT_OBJECTIVES: [&str; 2] = ["annual.net_present_cost_usd", "annual.energy_kwh"];

/// Rows of a sample that is no grid.
const MAX_SAMPLED_ROWS: u32 = 1_000_000_000;

impl SweepDesign {
    /// Reads a design that lies in a folder; `file` names it in messages, `sets` are `--set` arguments for its scenario.
    ///
    /// # Errors
    /// Everything that is wrong with the design, or with the scenario that it names.
    pub fn parse(
        file: &str,
        text: &str,
        folder: &Path,
        sets: &[String],
        catalog: &Catalog,
    ) -> Result<Self, InvalidScenario> {
        let design = DesignText::parse(file, text)?;
        let mut findings = ScenarioFindings::default();
        let mut r = TableReader::new(design.root(), "", &mut findings);
        let title = r.read_text("title").map(|(title, _)| title.to_owned());
        let method = r.read_choice("sample", &SampleMethod::WORDS).map_or(SampleMethod::Grid, SampleMethod::from_word);
        let rows = r.read_integer("rows", 1, MAX_SAMPLED_ROWS);
        let seed = u64::from(r.read_integer("seed", 0, u32::MAX).unwrap_or(1));
        let part_rows = u64::from(r.read_integer("part_rows", 1, 1_000_000).unwrap_or(DEFAULT_PART_ROWS));
        let columns = read_figure_list(&mut r, "columns");
        let objectives = read_objectives(&mut r);
        let basis = DesignBasis::read(&mut r, ("axis", DomainForm::Axis), folder, sets, catalog)?;
        let plan = basis.as_ref().and_then(|basis| read_plan(&mut r, method, rows, seed, &basis.variables));
        let architectures = read_architectures(&mut r, basis.as_ref());
        r.finish();
        let (basis, plan) = design.settle(basis.zip(plan), findings)?;
        let objectives = objectives
            .unwrap_or_else(|| DEFAULT_OBJECTIVES.iter().filter_map(|key| Objective::parse(key).ok()).collect());
        let mut columns =
            columns.unwrap_or_else(|| DEFAULT_COLUMNS.iter().filter_map(|key| find_figure(key)).collect());
        // What is compared or limited must be told.
        let asked = objectives.iter().map(|o| o.figure).chain(basis.constraints.iter().map(|c| c.figure));
        for figure in asked {
            if !columns.iter().any(|own| own.key == figure.key) {
                columns.push(figure);
            }
        }
        let title = title.unwrap_or_else(|| basis.scenario.title.clone());
        Ok(Self { title, basis, plan, columns, objectives, architectures, part_rows, text: text.to_owned() })
    }

    /// How many rows there are; each has a result for every architecture.
    pub const fn rows(&self) -> u64 {
        self.plan.rows
    }

    /// The values of a row, which must be below [`Self::rows`]: one for each axis, in their order.
    pub fn row(&self, row: u64) -> Vec<DesignValue> {
        self.plan.values_of(row, &self.basis.variables)
    }

    /// Whether an architecture is run.
    pub fn runs_architecture(&self, name: &str) -> bool {
        self.architectures.is_empty() || self.architectures.iter().any(|own| own == name)
    }

    /// Names of the architectures that are run, in the scenario's order.
    pub fn architecture_names(&self) -> impl Iterator<Item = &str> {
        let all = self.basis.scenario.architectures.iter().map(|given| given.name.as_str());
        all.filter(|name| self.runs_architecture(name))
    }

    /// How many architectures are run.
    pub fn architecture_count(&self) -> usize {
        self.architecture_names().count()
    }

    /// The axes.
    pub fn axes(&self) -> &[DesignVariable] {
        &self.basis.variables
    }
}

/// The architectures that a design names; none where it names none.
fn read_architectures(r: &mut TableReader<'_, '_>, basis: Option<&DesignBasis>) -> Vec<String> {
    let Some(node) = r.key_node("architectures") else { return Vec::new() };
    let known: Vec<&str> =
        basis.map_or_else(Vec::new, |basis| basis.scenario.architectures.iter().map(|a| a.name.as_str()).collect());
    let list = known.join("`, `");
    let mut out = Vec::new();
    for item in node.items() {
        match &item.value {
            NodeValue::Text(name) if known.contains(&name.as_str()) || basis.is_none() => out.push(name.clone()),
            NodeValue::Text(name) => {
                let near = did_you_mean(nearest_word(name, known.iter().copied()).as_slice());
                let message = format!("`architectures`: the scenario has no architecture `{name}`");
                r.report_problem(message, &item.origin, "not known", Some(format!("{near}use `{list}`")));
            }
            other => {
                let message = format!("`architectures`: {} is no name", other.type_name());
                r.report_problem(message, &item.origin, "wrong type", Some(format!("use `{list}`")));
            }
        }
    }
    if node.items().is_empty() {
        let message = "`architectures` must be a list of names".to_owned();
        r.report_problem(message, &node.origin, "no name", Some(format!("leave it out for all, or use `{list}`")));
    }
    out
}

/// The rows of a design; problems go to the reader.
fn read_plan(
    r: &mut TableReader<'_, '_>,
    method: SampleMethod,
    rows: Option<u32>,
    seed: u64,
    variables: &[DesignVariable],
) -> Option<RowPlan> {
    let at = r.key_node("rows");
    let mut refuse = |node: Option<&TreeNode>, message: String, help: &str| {
        let origin = node.map_or(&variables[0].origin, |node| &node.origin);
        r.report_problem(message, origin, "here", Some(help.to_owned()));
        None
    };
    if method == SampleMethod::Grid {
        if let Some(node) = at {
            return refuse(
                Some(node),
                "`rows` beside a grid, whose rows are all combinations".to_owned(),
                "leave it out",
            );
        }
        let endless = |v: &&DesignVariable| matches!(v.domain, VariableDomain::Range { steps: None, .. });
        if let Some(variable) = variables.iter().find(endless) {
            let help = "add `step` or `steps`, or choose sample = \"sobol\" or \"lhs\"";
            let message = format!("the grid needs the steps of `{}`", variable.key);
            r.report_problem(message, &variable.origin, "a range without steps", Some(help.to_owned()));
            return None;
        }
        let Some(rows) = grid_rows(variables) else {
            let help = "choose fewer values, or sample = \"sobol\" or \"lhs\" with `rows`";
            return refuse(None, "the grid has more rows than a 64-bit number counts".to_owned(), help);
        };
        return Some(RowPlan { method, rows, seed });
    }
    let Some(rows) = rows.map(u64::from) else {
        if at.is_none() {
            r.report_missing("rows", &format!("a sample of the kind `{}` needs a number of rows", method.name()));
        }
        return None;
    };
    if method == SampleMethod::Sobol {
        if !rows.is_power_of_two() || rows > MAX_SOBOL_ROWS {
            let near = rows.next_power_of_two().min(MAX_SOBOL_ROWS);
            let message =
                format!("`rows` of Sobol's sequence must be a power of two up to {MAX_SOBOL_ROWS}, found {rows}");
            return refuse(at, message, &format!("write rows = {near}, or choose sample = \"lhs\""));
        }
        if variables.len() > MAX_SOBOL_AXES {
            let message = format!("Sobol's sequence has {MAX_SOBOL_AXES} axes at most, found {}", variables.len());
            return refuse(None, message, "choose sample = \"lhs\"");
        }
    }
    Some(RowPlan { method, rows, seed })
}

/// The objectives of a design; nothing where it names none.
fn read_objectives(r: &mut TableReader<'_, '_>) -> Option<Vec<Objective>> {
    let node = r.key_node("objectives")?;
    let NodeValue::Array(items) = &node.value else {
        let message = format!("`objectives` must be a list of figures, found {}", node.value.type_name());
        let help = "for instance objectives = [\"annual.cost_usd\", \"annual.water_l\"]".to_owned();
        r.report_problem(message, &node.origin, "wrong type", Some(help));
        return None;
    };
    let out = read_objective_items(r, items);
    if items.is_empty() {
        r.report_problem(
            "`objectives` is empty".to_owned(),
            &node.origin,
            "no figure",
            Some("leave it out".to_owned()),
        );
    }
    Some(out)
}
