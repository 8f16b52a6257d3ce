//! Numbers of modules that are close to a step of the load: there a little more or less of it buys or saves a whole module.

use serde::Serialize;

use crate::catalog::Catalog;
use crate::plant::sized::installed::{InstallableItem, InstalledUnits, ModuleNeed};
use crate::rack::build::BuildError;
use crate::scenario::ModulePricing;
use crate::site::power::{ConversionStage, PowerChain};
use crate::site::year::FacilityYear;

use super::capital_cost;
use super::facility::BuiltFacility;

/// A step is close where the load that crosses it is within this share of the load.
const CLOSE_SHARE: f64 = 0.05;
/// From this number on every load is within that share of a step: none is told apart.
const DENSE_COUNT: f64 = 0.5 / CLOSE_SHARE;
/// What the count of a search may differ from a whole number by its rounding.
const COUNT_ROUNDING: f64 = 1e-6;

/// Equipment whose number changes at a load close to that of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ModuleEdge {
    /// What it is.
    pub what: String,
    /// How many are installed, spare ones with them.
    pub count: u32,
    /// How many the load asks for before they are rounded up, spare ones left out.
    pub needed: f64,
    /// Share of the load, 0.95..=1.05, at which the number changes: below 1 it falls there with less load, else it rises
    /// with more.
    pub step_at: f64,
    /// Change of the capital beyond the step, that of trim chillers beside dry coolers with it.
    pub capital_usd: f64,
    /// Change of the loss at the mean output of the year; of the power chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loss_w: Option<f64>,
}

/// A step of the number of modules.
#[derive(Clone, Copy, Debug, PartialEq)]
struct ModuleStep {
    /// Share of the load.
    at: f64,
    /// Whether more load adds modules there; else less load takes them away.
    adds: bool,
}

impl ModuleStep {
    /// The nearest step, if it is close. The duty is taken to follow the load.
    fn close_to(need: &ModuleNeed) -> Option<Self> {
        let carrying = f64::from(need.carrying);
        // A number that another need has raised takes no step where this one does.
        if need.needed >= DENSE_COUNT {
            return None;
        }
        if (need.needed - COUNT_ROUNDING).ceil().max(1.0) < carrying || need.needed > carrying + COUNT_ROUNDING {
            return None;
        }
        let step = need.nearest_step();
        let at = step / need.needed;
        ((at - 1.0).abs() <= CLOSE_SHARE).then_some(Self { at, adds: step >= carrying })
    }

    const fn sign(self) -> f64 {
        if self.adds { 1.0 } else { -1.0 }
    }
}

/// Every edge of a facility whose effect on capital or loss is known, the most money first.
///
/// # Errors
/// A price that the catalog lacks.
pub(crate) fn find_module_edges(
    catalog: &Catalog,
    built: &BuiltFacility,
    year: &FacilityYear,
    modules: ModulePricing,
) -> Result<Vec<ModuleEdge>, BuildError> {
    let mut edges = Vec::new();
    for (unit, _) in &built.installed {
        let Some((need, step)) = unit.need.as_ref().and_then(|need| Some((need, ModuleStep::close_to(need)?))) else {
            continue;
        };
        let capital_usd = match modules {
            ModulePricing::Whole => {
                let modules_usd = f64::from(need.added_per_step) * capital_cost::module_price_usd(catalog, unit)?;
                let beside =
                    need.beside.map(|(item, added_w)| capital_cost::capacity_price_usd(catalog, item, added_w));
                step.sign() * (modules_usd + beside.transpose()?.unwrap_or(0.0))
            }
            ModulePricing::Scaled => 0.0,
        };
        let loss_w = loss_change_w(&built.facility.hall.power_chain, year, unit, need, step);
        if capital_usd != 0.0 || loss_w.is_some() {
            let (what, count, needed) = (unit.kind.label().to_owned(), unit.count, need.needed);
            edges.push(ModuleEdge { what, count, needed, step_at: step.at, capital_usd, loss_w });
        }
    }
    let size = |edge: &ModuleEdge| (edge.capital_usd.abs(), edge.loss_w.unwrap_or(0.0).abs());
    edges.sort_by(|a, b| {
        let (a, b) = (size(a), size(b));
        b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1))
    });
    Ok(edges)
}

/// Change of a conversion's loss beyond a step, at the mean output of the year.
fn loss_change_w(
    chain: &PowerChain,
    year: &FacilityYear,
    unit: &InstalledUnits,
    need: &ModuleNeed,
    step: ModuleStep,
) -> Option<f64> {
    let (stage, output_j): (&ConversionStage, f64) = match unit.kind {
        InstallableItem::Transformer => (&chain.transformer, year.facility_j - year.transformer_loss_j),
        InstallableItem::Ups | InstallableItem::Rectifier => (chain.backup.as_ref()?, year.backup_output_j),
        InstallableItem::Busway => (&chain.busway, year.it_j),
        _ => return None,
    };
    let output_w = output_j / (year.hours * 3600.0);
    let (installed, carrying) = if step.adds {
        (stage.installed + need.added_per_step, stage.required + 1)
    } else {
        (stage.installed - need.added_per_step, stage.required - 1)
    };
    Some(stage.with_units(installed, carrying).loss_w(output_w).ok()? - stage.loss_w(output_w).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(needed: f64, carrying: u32) -> Option<ModuleStep> {
        ModuleStep::close_to(&ModuleNeed { needed, carrying, added_per_step: 1, fitted: false, beside: None })
    }

    #[test]
    fn steps_within_five_percent_of_the_load_are_close() {
        let below = step(3.02, 4).unwrap();
        assert!(!below.adds && (below.at - 3.0 / 3.02).abs() < 1e-12);
        let above = step(2.97, 3).unwrap();
        assert!(above.adds && (above.at - 3.0 / 2.97).abs() < 1e-12);
        assert_eq!(step(3.0, 3), Some(ModuleStep { at: 1.0, adds: true }));
        assert_eq!((step(3.5, 4), step(2.8, 3), step(3.2, 4)), (None, None, None));
        // One small machine becomes two whole ones.
        assert!(step(0.97, 1).is_some_and(|s| s.adds) && step(1.03, 2).is_some_and(|s| !s.adds));
        assert_eq!(step(0.3, 1), None);
        assert!(step(9.9, 10).is_some() && step(10.01, 11).is_none(), "every load is close to a step of so many");
    }

    #[test]
    fn a_number_that_another_need_raised_takes_no_step() {
        assert_eq!((step(2.98, 4), step(3.02, 3)), (None, None));
    }
}
