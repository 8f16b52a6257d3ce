//! The design file of a search: what may vary, what is sought, what must be kept, and how far the search goes.

use std::path::Path;

use crate::catalog::Catalog;
use crate::scenario::findings::ScenarioFindings;
use crate::scenario::issue::InvalidScenario;
use crate::scenario::reader::{TableReader, did_you_mean, nearest_word};
use crate::scenario::tree::NodeValue;
use crate::study::design::{DesignBasis, DesignText, DesignVariable, DomainForm, Objective, read_objective_items};

use super::space::DesignSpace;

/// Points of a generation where the design names none.
const DEFAULT_POPULATION: u32 = 40;
/// Generations where the design names none.
const DEFAULT_GENERATIONS: u32 = 30;
/// Seed where the design names none.
const DEFAULT_SEED: u32 = 1;
/// Most objectives: beyond them nearly every point is on the front.
const MAX_OBJECTIVES: usize = 6;

/// A search for the best designs.
#[derive(Clone)]
pub struct OptimizeDesign {
    /// Scenario, variables and constraints.
    pub basis: DesignBasis,
    /// The design file as written.
    pub text: String,
    /// What is sought, one to six figures.
    pub objectives: Vec<Objective>,
    /// Number of the architecture that is searched alone; without one all are, one after the other.
    pub architecture: Option<usize>,
    /// Designs of a generation, 4 to 10,000.
    pub population: u32,
    /// Generations after the first, 0 to 10,000.
    pub generations: u32,
    /// Seed of the search.
    pub seed: u32,
}

impl OptimizeDesign {
    /// Reads a design; `file` names it in messages, `folder` is where it lies, `sets` are `--set` arguments for its scenario.
    ///
    /// # Errors
    /// Everything that is wrong with the design, or with the scenario that it names.
    pub fn parse(
        (file, text): (&str, &str),
        folder: &Path,
        sets: &[String],
        catalog: &Catalog,
    ) -> Result<Self, InvalidScenario> {
        let design = DesignText::parse(file, text)?;
        let mut findings = ScenarioFindings::default();
        if design.root().child("variable").is_none()
            && let Some(site) = design.root().child("site").or_else(|| design.root().child("architecture"))
        {
            let help = "write a design that names it: scenario = \"FILE\", objectives = [\"annual.cost_usd\"], and a table \
                        [[variable]] with a key and its range";
            let mut r = TableReader::new(design.root(), "", &mut findings);
            let message = "this is a scenario, not a design".to_owned();
            r.report_problem(message, &site.origin, "of a scenario", Some(help.to_owned()));
            return Err(design.invalid(findings.issues));
        }
        let mut r = TableReader::new(design.root(), "", &mut findings);
        let objectives = read_objectives(&mut r);
        let population = r.read_integer("population", 4, 10_000).unwrap_or(DEFAULT_POPULATION);
        let generations = r.read_integer("generations", 0, 10_000).unwrap_or(DEFAULT_GENERATIONS);
        let seed = r.read_integer("seed", 0, u32::MAX).unwrap_or(DEFAULT_SEED);
        let named = r.read_text("architecture");
        let basis = DesignBasis::read(&mut r, ("variable", DomainForm::Search), folder, sets, catalog)?;
        let architecture = basis.as_ref().zip(named).and_then(|(basis, (name, origin))| {
            let known = &basis.scenario.architectures;
            let place = known.iter().position(|a| a.name == name);
            if place.is_none() {
                let names: Vec<&str> = known.iter().map(|a| a.name.as_str()).collect();
                let near = did_you_mean(nearest_word(name, names.iter().copied()).as_slice());
                let help = format!("{near}the scenario has `{}`; leave the key out to search all", names.join("`, `"));
                r.report_problem(format!("no architecture `{name}`"), origin, "not known", Some(help));
            }
            place
        });
        if let Some(basis) = &basis {
            report_repeated_keys(&mut r, basis);
        }
        r.finish();
        let text = design.text().to_owned();
        let read = basis.zip(objectives).map(|(basis, objectives)| Self {
            basis,
            text,
            objectives,
            architecture,
            population,
            generations,
            seed,
        });
        design.settle(read, findings)
    }
}

/// Reports a key of an architecture that two variables change, one of them by `*` or by its place.
fn report_repeated_keys(r: &mut TableReader<'_, '_>, basis: &DesignBasis) {
    for architecture in 0..basis.scenario.architectures.len() {
        let variables = DesignSpace::new(basis, architecture).variables;
        let repeats = |(i, own): &(usize, &DesignVariable)| variables[..*i].iter().any(|other| other.key == own.key);
        if let Some((_, own)) = variables.iter().enumerate().find(repeats) {
            let help = "keep one of the two".to_owned();
            r.report_problem(format!("`{}` varies twice", own.key), &own.origin, "the second", Some(help));
            return;
        }
    }
}

fn read_objectives(r: &mut TableReader<'_, '_>) -> Option<Vec<Objective>> {
    let help = || Some("for instance objectives = [\"annual.net_present_cost_usd\", \"annual.water_l\"]".to_owned());
    let Some(node) = r.key_node("objectives") else {
        r.report_missing("objectives", "name one figure or more, for instance [\"annual.net_present_cost_usd\"]");
        return None;
    };
    let NodeValue::Array(items) = &node.value else {
        let message = format!("`objectives` must be a list of figures, found {}", node.value.type_name());
        r.report_problem(message, &node.origin, "wrong type", help());
        return None;
    };
    if !(1..=MAX_OBJECTIVES).contains(&items.len()) {
        let message = format!("`objectives` must have 1 to {MAX_OBJECTIVES} figures, found {}", items.len());
        r.report_problem(message, &node.origin, "here", help());
    }
    Some(read_objective_items(r, items))
}
