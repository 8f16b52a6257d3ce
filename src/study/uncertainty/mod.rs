//! How sure a comparison is: every estimate that it rests on varies within its range, all at once, and the whole
//! comparison runs for each draw.
//!
//! Draws are points of a scrambled Sobol sequence; the values of one record that belong together move together, and a value that stands in
//! several records is drawn once, so that the same chip is the same in every architecture. Which inputs the spread is from
//! is told by Sobol indices for the inputs that matter most, and for all the others as one group.

mod analysis;
mod attach;
mod budget;
mod deciding;
#[cfg(test)]
mod difference_tests;
mod differences;
mod draw;
mod input;
mod inputs;
mod links;
pub mod one_at_a_time;
pub mod options;
pub mod result;
mod screen;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::scenario::Scenario;
use crate::solve::sampling::sobol_sequence;

pub use attach::{attach_uncertainty, better_chances};
pub use budget::{DEFAULT_SAMPLES, check_default_sampling};
pub use options::{BetterDirection, TrackedFigure, UncertaintyError, UncertaintyOptions};

use self::analysis::SobolSamples;
use self::deciding::RankedDraws;
use self::draw::{ComparisonSampler, DrawResult};
use self::inputs::InputSet;
use self::result::UncertaintyResult;
use super::compare::SiteConditions;
use super::compare::result::ArchitectureResult;

/// Looks on while samples run.
pub struct ProgressMonitor<'a> {
    /// Told once, how many comparisons there will be.
    pub begin: &'a (dyn Fn(usize) + Sync),
    /// Told after each of them.
    pub step: &'a (dyn Fn() + Sync),
    /// Set when no more are wanted.
    pub stop: &'a AtomicBool,
}

/// Samples a comparison. The same scenario, data and question give the same answer on any number of threads.
///
/// # Errors
/// [`UncertaintyError`].
pub fn run(
    scenario: &Scenario,
    catalog: &Catalog,
    figures: &[TrackedFigure],
    question: UncertaintyOptions,
    watch: &ProgressMonitor<'_>,
) -> Result<UncertaintyResult, UncertaintyError> {
    let surroundings = SiteConditions::from_scenario(scenario, catalog)?;
    let base = surroundings.run_selected(scenario, catalog, |_| true)?;
    let rates = surroundings.rate_records(scenario, catalog)?;
    let records: Vec<&[String]> = base.iter().flatten().map(|ran| ran.records.as_slice()).collect();
    let inputs = InputSet::from_scenario(scenario, catalog, &records, &rates)?;
    let sampler = ComparisonSampler { scenario, catalog, boundary_conditions: &surroundings, inputs: &inputs, figures };

    let samples = question.even_samples();
    let rows = if inputs.groups.is_empty() { 0 } else { (question.even_rows() as usize).min(samples as usize) };
    // Intervals are from one sequence, so that they are the same with indices and without. The second matrix is a sequence
    // of its own: columns of both would not fit one block, and halves of one sequence follow each other row by row.
    let a = sobol_sequence(samples as usize, inputs.columns, question.seed, 0);
    let b = sobol_sequence(rows, inputs.columns, question.seed, 1);
    let own = question.inputs.min(inputs.groups.len());
    let matrices = 1 + own + usize::from(own < inputs.groups.len());
    let total = a.len() + rows * matrices;
    let run = SamplingRun { sampler, progress: watch, done: AtomicUsize::new(0), total };
    (watch.begin)(run.total);

    let all = |_: usize| true;
    let drawn_a = run.run_rows(&a, all)?;
    let drawn_b = run.run_rows(&b, all)?;
    let nominal: Vec<ArchitectureResult> = base.into_iter().flatten().map(|ran| ran.architecture).collect();
    let mut spread = analysis::summarize_draws(&run.sampler, &nominal, question, &drawn_a);
    spread.differences = differences::sample_differences(figures, &nominal, &drawn_a);
    let draws = RankedDraws { rows: &a, drawn: &drawn_a };
    spread.deciding_inputs = deciding::find_deciding_inputs(&run.sampler, &nominal, &draws, &mut spread.differences);
    if rows > 0 {
        let chosen = screen::choose_groups(&inputs, figures, &a, &drawn_a, own);
        for group in screen::chosen_and_remaining(&inputs, &chosen) {
            let swap = |i: usize| {
                let mut row = a[i].clone();
                for column in &group.columns {
                    row[*column] = b[i][*column];
                }
                row
            };
            let mixed: Vec<Vec<f64>> = (0..rows).map(swap).collect();
            let mixed = run.run_rows(&mixed, |j| group.affects_architecture(j))?;
            let rows = SobolSamples { a: &drawn_a[..rows], b: &drawn_b, mixed: &mixed };
            analysis::add_indices(&mut spread, &group, &rows, question.seed);
        }
        analysis::sort_and_describe_indices(&mut spread, &run.sampler);
        spread.index_rows = rows;
    }
    Ok(spread)
}

/// Comparisons under way.
struct SamplingRun<'a> {
    sampler: ComparisonSampler<'a>,
    progress: &'a ProgressMonitor<'a>,
    done: AtomicUsize,
    total: usize,
}

impl SamplingRun<'_> {
    /// The wanted architectures at each row of draws.
    fn run_rows(
        &self,
        rows: &[Vec<f64>],
        wanted: impl Fn(usize) -> bool + Sync,
    ) -> Result<Vec<DrawResult>, UncertaintyError> {
        let drawn: Vec<Option<DrawResult>> = rows
            .par_iter()
            .map(|row| {
                if self.progress.stop.load(Ordering::Relaxed) {
                    return None;
                }
                let drawn = self.sampler.run_draw(row, &wanted);
                self.done.fetch_add(1, Ordering::Relaxed);
                (self.progress.step)();
                Some(drawn)
            })
            .collect();
        let interrupted = || UncertaintyError::Interrupted { done: self.done.load(Ordering::Relaxed), all: self.total };
        drawn.into_iter().collect::<Option<Vec<_>>>().ok_or_else(interrupted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{self, Scenario};
    use draw::ArchitectureDraw;

    fn scenario(more: &str) -> (Catalog, Scenario) {
        let catalog = Catalog::load(None).unwrap();
        let text = format!("{}\n{more}", scenario::DEFAULT);
        let bins = ["site.weather_form=bins".to_owned()];
        let scenario = Scenario::parse("test", &text, &bins, &catalog).unwrap();
        (catalog, scenario)
    }

    fn figures() -> Vec<TrackedFigure> {
        let figure = |key, value: fn(&ArchitectureResult) -> Option<f64>| TrackedFigure {
            key,
            value,
            better: Some(BetterDirection::Lower),
            decisive: true,
        };
        vec![
            figure("facility_power_w", |a| a.facility_power_w),
            figure("annual.cost_usd", |a| a.annual.as_ref().map(|y| y.cost_usd)),
        ]
    }

    fn sampled(
        catalog: &Catalog,
        scenario: &Scenario,
        question: UncertaintyOptions,
    ) -> Result<UncertaintyResult, UncertaintyError> {
        let stop = AtomicBool::new(false);
        let watch = ProgressMonitor { begin: &|_| (), step: &|| (), stop: &stop };
        run(scenario, catalog, &figures(), question, &watch)
    }

    #[test]
    fn what_a_group_does_not_reach_it_does_not_move() {
        let (catalog, scenario) = scenario("");
        let surroundings = SiteConditions::from_scenario(&scenario, &catalog).unwrap();
        let base = surroundings.run_selected(&scenario, &catalog, |_| true).unwrap();
        let rates = surroundings.rate_records(&scenario, &catalog).unwrap();
        let records: Vec<&[String]> = base.iter().flatten().map(|r| r.records.as_slice()).collect();
        let inputs = InputSet::from_scenario(&scenario, &catalog, &records, &rates).unwrap();
        let figures = figures();
        let sampler = ComparisonSampler {
            scenario: &scenario,
            catalog: &catalog,
            boundary_conditions: &surroundings,
            inputs: &inputs,
            figures: &figures,
        };
        let middle = vec![0.5; inputs.columns];
        let before = sampler.run_draw(&middle, &|_| true);
        let (mut unreached, mut reached) = (0, 0);
        for group in &inputs.groups {
            let mut row = middle.clone();
            for column in &group.columns {
                row[*column] = 0.95;
            }
            let after = sampler.run_draw(&row, &|_| true);
            for j in 0..2 {
                if group.affects_architecture(j) {
                    reached += i32::from(after[j] != before[j]);
                } else {
                    unreached += 1;
                    assert_eq!(after[j], before[j], "{} is said not to reach architecture {j}", group.name);
                }
            }
        }
        assert!(unreached > 50 && reached > 80, "{unreached} {reached}");
        assert!(matches!(&before[0], ArchitectureDraw::Figures(_)));
    }

    #[test]
    fn a_price_given_by_the_scenario_is_all_there_is_between_energy_and_cost() {
        let range = "[[uncertainty.input]]\nkey = \"site.electricity_price\"\nlow = \"0.05 USD/kWh\"\nhigh = \"0.15 USD/kWh\"\n";
        let (catalog, scenario) = scenario(range);
        let spread =
            sampled(&catalog, &scenario, UncertaintyOptions { samples: 400, seed: 3, rows: 64, inputs: 3 }).unwrap();
        let cost = &spread.architectures[1].figures[1];
        let power = &spread.architectures[1].figures[0];
        // Energy is known to 4 %; a uniform price of 5 to 15 cents has 5.5, 10 and 14.5 at 5, 50 and 95 %.
        let year = power.median.unwrap() / 1e3 * 8760.0;
        for (quantile, cents) in [(cost.p05, 5.5), (cost.median, 10.0), (cost.p95, 14.5)] {
            let error = quantile.unwrap() / (year * cents / 100.0) - 1.0;
            assert!(error.abs() < 0.05, "{cents}: {error}");
        }
        let most = cost.inputs.first().unwrap();
        assert_eq!(most.input, "site.electricity_price");
        assert!(most.first_order > 0.8 && most.total > 0.8, "{most:?}");
    }

    #[test]
    fn what_moves_against_each_other_spreads_less() {
        // Utilisation and price against each other: cost varies less than with both at random.
        let both = |correlation: &str| {
            let text = format!(
                "[[uncertainty.input]]\nkey = \"site.electricity_price\"\nlow = 0.05\nhigh = 0.15\n\
                 [[uncertainty.input]]\nkey = \"it.utilisation\"\nlow = 0.2\nhigh = 0.9\n{correlation}"
            );
            let (catalog, scenario) = scenario(&text);
            let spread =
                sampled(&catalog, &scenario, UncertaintyOptions { samples: 200, seed: 3, rows: 0, inputs: 1 }).unwrap();
            let cost = &spread.architectures[1].figures[1];
            cost.p95.unwrap() - cost.p05.unwrap()
        };
        let pair = |value: f64| {
            format!(
                "[[uncertainty.correlation]]\nbetween = [\"it.utilisation\", \"site.electricity_price\"]\nvalue = {value}\n"
            )
        };
        let (against, alone, along) = (both(&pair(-0.95)), both(""), both(&pair(0.95)));
        assert!(against < 0.85 * alone && along > 1.1 * alone, "{against} {alone} {along}");
    }

    #[test]
    fn impossible_correlations_and_unknown_names_are_refused() {
        let input = |key: &str| format!("[[uncertainty.input]]\nkey = \"{key}\"\nlow = 0.2\nhigh = 0.4\n");
        let pair = |a: &str, b: &str, v: f64| {
            format!("[[uncertainty.correlation]]\nbetween = [\"{a}\", \"{b}\"]\nvalue = {v}\n")
        };
        let (u, p, c) = ("it.utilisation", "site.electricity_price", "site.grid_carbon");
        let three = input(u) + &input(p) + &input(c);
        let question = UncertaintyOptions { samples: 10, seed: 1, rows: 0, inputs: 1 };
        let refused = |text: &str| {
            let (catalog, scenario) = scenario(text);
            sampled(&catalog, &scenario, question).unwrap_err().to_string()
        };
        let impossible = three.clone() + &pair(u, p, 0.9) + &pair(p, c, 0.9) + &pair(u, c, -0.9);
        assert!(refused(&impossible).contains("impossible"), "{}", refused(&impossible));
        let unknown = three.clone() + &pair(u, "b200-sxm:power.max_w", 0.5);
        assert!(refused(&unknown).contains("b200-sxm:power.max_w"));
        let one = pair("b200-sxm:thermal.limit_c", "b200-sxm:thermal.target_c", 0.5);
        assert!(refused(&one).contains("one draw"));
        let twice = three + &pair(u, p, 0.5) + &pair(p, u, 0.4);
        assert!(refused(&twice).contains("two correlations"));
    }

    #[test]
    fn the_same_chip_is_one_draw_in_every_architecture() {
        let (catalog, scenario) = scenario("");
        let spread =
            sampled(&catalog, &scenario, UncertaintyOptions { samples: 10, seed: 1, rows: 0, inputs: 1 }).unwrap();
        let draw = |name: &str| {
            let is = |i: &&result::VariedInput| i.name == name || i.also.iter().any(|a| a == name);
            spread.inputs.iter().find(is).map(|i| i.draw)
        };
        let of = |chip: &str| draw(&format!("{chip}:thermal.junction_to_case_k_cm2_w")).unwrap();
        assert_eq!(of("b200-sxm"), of("gb200-gpu"));
        assert_ne!(of("b200-sxm"), of("grace"));
        assert_eq!(draw("b200-sxm:thermal.limit_c"), draw("gb200-gpu:thermal.target_c"));
        // How busy hosts are is asked by the job, whatever record of a system repeats it.
        let duties: Vec<_> = spread.inputs.iter().filter(|i| i.name.rsplit('.').next() == Some("duty")).collect();
        assert!(duties.len() >= 2, "{duties:?}");
        assert!(duties.iter().all(|i| i.draw == duties[0].draw), "{duties:?}");
        assert_eq!(draw("cost-rules:years"), None);
        assert!(spread.held.iter().any(|h| h.name == "cost-rules:years"));
    }

    #[test]
    fn stopped_it_says_how_far_it_came() {
        let (catalog, scenario) = scenario("");
        let stop = AtomicBool::new(false);
        let done = AtomicUsize::new(0);
        let step = || {
            if done.fetch_add(1, Ordering::Relaxed) == 5 {
                stop.store(true, Ordering::Relaxed);
            }
        };
        let watch = ProgressMonitor { begin: &|_| (), step: &step, stop: &stop };
        let question = UncertaintyOptions { samples: 1000, seed: 1, rows: 0, inputs: 1 };
        let error = run(&scenario, &catalog, &figures(), question, &watch).unwrap_err();
        assert!(matches!(error, UncertaintyError::Interrupted { done: 6..50, all: 1024 }), "{error}");
    }
}
