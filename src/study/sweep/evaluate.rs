//! Runs the rows of a design.

use crate::catalog::Catalog;
use crate::study::compare::result::ArchitectureResult;
use crate::study::compare::{self, PlaceStore};
use crate::study::design::DesignValue;

use super::design::SweepDesign;
use super::row::SweepRow;

/// Runs rows of a design, one at a time, on any number of threads.
pub struct RowRunner<'a> {
    design: &'a SweepDesign,
    catalog: &'a Catalog,
    places: PlaceStore,
}

impl<'a> RowRunner<'a> {
    /// A runner of a design.
    pub fn new(design: &'a SweepDesign, catalog: &'a Catalog) -> Self {
        Self { design, catalog, places: PlaceStore::default() }
    }

    /// What a row tells of every architecture. A row that makes no scenario or no model tells why.
    pub fn run_row(&self, row: u64) -> Vec<SweepRow> {
        let point = self.design.row(row);
        match self.run_point(&point) {
            Ok(results) => results.iter().map(|result| self.tell(row, &point, result)).collect(),
            Err(error) => self.tell_error(row, &point, &error),
        }
    }

    fn run_point(&self, point: &[DesignValue]) -> Result<Vec<ArchitectureResult>, String> {
        let mut scenario = self.design.basis.scenario_at(point, self.catalog).map_err(|invalid| {
            invalid.issues.first().map_or_else(|| "the scenario is wrong".to_owned(), |issue| issue.message.clone())
        })?;
        scenario.architectures.retain(|given| self.design.runs_architecture(&given.name));
        let place = self.places.find(&scenario, self.catalog).map_err(|e| e.to_string())?;
        compare::totals_at(&place, &scenario, self.catalog).map_err(|e| e.to_string())
    }

    fn tell(&self, row: u64, point: &[DesignValue], result: &ArchitectureResult) -> SweepRow {
        let value = |figure: fn(&ArchitectureResult) -> Option<f64>| figure(result).filter(|v| v.is_finite());
        SweepRow {
            row,
            architecture: result.name.clone(),
            point: point.to_vec(),
            feasible: result.feasible,
            meets_constraints: result.feasible
                && self.design.basis.constraints.iter().all(|limit| limit.is_met(result)),
            limit: result.limit.clone().filter(|_| !result.feasible),
            error: None,
            figures: self.design.columns.iter().map(|figure| value(figure.value)).collect(),
        }
    }

    fn tell_error(&self, row: u64, point: &[DesignValue], error: &str) -> Vec<SweepRow> {
        let of = |name: &str| SweepRow {
            row,
            architecture: name.to_owned(),
            point: point.to_vec(),
            feasible: false,
            meets_constraints: false,
            limit: None,
            error: Some(error.to_owned()),
            figures: vec![None; self.design.columns.len()],
        };
        self.design.architecture_names().map(of).collect()
    }
}
