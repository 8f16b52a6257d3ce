//! The design file of a search: what may vary, what is sought, what must be kept, and how far the search goes.

use std::path::Path;

use crate::catalog::Catalog;
use crate::scenario::findings::ScenarioFindings;
use crate::scenario::issue::InvalidScenario;
use crate::scenario::reader::{TableReader, did_you_mean, nearest_word};
use crate::study::compare::figure::ResultFigure;
use crate::study::design::{DesignBasis, DesignText, DomainForm, read_figure_list};

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
    /// What is sought: figures that have a better direction; at least one.
    pub objectives: Vec<&'static ResultFigure>,
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
    pub fn read(
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

fn read_objectives(r: &mut TableReader<'_, '_>) -> Option<Vec<&'static ResultFigure>> {
    let Some(node) = r.key_node("objectives") else {
        r.report_missing("objectives", "name one figure or more, for instance objectives = [\"annual.cost_usd\"]");
        return None;
    };
    let objectives = read_figure_list(r, "objectives")?;
    if objectives.is_empty() && node.items().is_empty() {
        let help = "name one figure or more, for instance [\"annual.cost_usd\"]".to_owned();
        r.report_problem("`objectives` is empty".to_owned(), &node.origin, "no figure", Some(help));
    }
    if objectives.len() > MAX_OBJECTIVES {
        let message = format!("`objectives` has {} figures, {MAX_OBJECTIVES} are possible", objectives.len());
        let help = "with more of them nearly every design is best in some way; make some of them constraints".to_owned();
        r.report_problem(message, &node.origin, "too many", Some(help));
    }
    for figure in objectives.iter().filter(|figure| figure.better.is_none()) {
        let message = format!("`objectives`: neither more nor less of `{}` is better", figure.key);
        let help = "make it a constraint, or seek another figure".to_owned();
        r.report_problem(message, &node.origin, "no objective", Some(help));
    }
    Some(objectives)
}
