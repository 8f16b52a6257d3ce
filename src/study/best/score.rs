//! How good an architecture is at some set points: whether it keeps what it kept as given, and what is asked of it.

use crate::study::compare::result::ArchitectureResult;

use super::result::{BestFigures, BestObjective};

/// Work or hours that differ by less than this share are rounding.
const EXCESS_TOLERANCE: f64 = 1e-6;
const HOURS_PER_YEAR: f64 = 8760.0;

/// How good: a lower score is better, the first number that differs decides. What is not feasible is infinite.
pub(super) type Score = [f64; 3];

/// Of what can't run.
pub(super) const INFEASIBLE: Score = [f64::INFINITY; 3];

/// What the best may not fall behind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowance {
    unmet_hours: f64,
    work: f64,
}

impl Allowance {
    /// As many unmet hours and as much work as given. What can't run as given must meet its set point in every hour and lose
    /// as little work as can be.
    pub fn of_given(given: &ArchitectureResult) -> Self {
        given.annual.as_ref().map_or(Self { unmet_hours: 0.0, work: f64::INFINITY }, |year| Self {
            unmet_hours: year.unmet_hours,
            work: year.rack_work_h,
        })
    }

    /// The score of a result.
    pub fn score(&self, result: &ArchitectureResult, objective: BestObjective) -> Score {
        let Some(year) = result.annual.as_ref().filter(|_| result.feasible) else { return INFEASIBLE };
        let unmet = (year.unmet_hours - self.unmet_hours).max(0.0) / HOURS_PER_YEAR;
        let lost = if self.work.is_finite() {
            (1.0 - year.rack_work_h / self.work).max(0.0)
        } else {
            1.0 - result.rack.as_ref().map_or(1.0, |rack| rack.performance)
        };
        let excess = ((unmet + lost) / EXCESS_TOLERANCE).floor() * EXCESS_TOLERANCE;
        let [first, second] = objective_values(result, objective);
        [excess, first, second]
    }
}

/// What is to be least, and what decides among equals.
fn objective_values(result: &ArchitectureResult, objective: BestObjective) -> [f64; 2] {
    let Some(year) = &result.annual else { return [f64::INFINITY; 2] };
    match objective {
        BestObjective::Energy => [year.energy_kwh, year.ownership.net_present_cost_usd],
        BestObjective::Cost => [year.ownership.net_present_cost_usd, year.energy_kwh],
        // Whole litres: rounding must not decide before the energy does.
        BestObjective::Water => {
            [year.water_l.or(year.water_from_bins_l).unwrap_or(f64::INFINITY).round(), year.energy_kwh]
        }
        BestObjective::Carbon => [year.carbon_kg_co2e, year.energy_kwh],
    }
}

/// Gains below this share are no reason to move a set point.
const WORTHWHILE_SHARE: f64 = 1e-5;

/// Whether a score is as good as another one but for a gain that is no reason to move a set point.
pub(super) fn is_nearly_as_good(score: Score, best: Score) -> bool {
    let near = |a: f64, b: f64| a <= b + WORTHWHILE_SHARE * b.abs();
    score[0] <= best[0] && near(score[1], best[1]) && (score[1] < best[1] || near(score[2], best[2]))
}

impl BestFigures {
    /// The figures of a result; nothing where it is not feasible.
    pub(super) fn from_result(result: &ArchitectureResult) -> Option<Self> {
        let year = result.annual.as_ref().filter(|_| result.feasible)?;
        Some(Self {
            facility_power_w: result.facility_power_w?,
            it_power_w: result.it_power_w?,
            energy_kwh: year.energy_kwh,
            pue: year.pue,
            tue: year.tue,
            wue_l_per_kwh: year.wue_l_per_kwh,
            water_l: year.water_l,
            annual_cost_usd: year.ownership.annual_cost_usd,
            capital_usd: year.ownership.capital_usd,
            net_present_cost_usd: year.ownership.net_present_cost_usd,
            carbon_kg_co2e: year.carbon_kg_co2e,
            unmet_hours: year.unmet_hours,
            performance: result.rack.as_ref().map_or(1.0, |rack| rack.performance),
        })
    }

    /// The figure that an objective is about, in its unit of the keys; water that is not known is nothing.
    pub fn objective_value(&self, objective: BestObjective) -> Option<f64> {
        match objective {
            BestObjective::Energy => Some(self.energy_kwh),
            BestObjective::Cost => Some(self.net_present_cost_usd),
            BestObjective::Water => self.water_l,
            BestObjective::Carbon => Some(self.carbon_kg_co2e),
        }
    }
}
