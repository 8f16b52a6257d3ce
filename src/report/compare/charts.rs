//! Every chart of a comparison.

use crate::report::chart::Chart;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::compare::result::Comparison;

use super::{
    best_chart, cost_chart, difference_chart, end_use_chart, energy_flow_chart, footprint_chart, growth_chart,
    ladder_chart,
};

/// Every chart of a comparison.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn build_charts(result: &Comparison, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    let mut out = vec![end_use_chart::build_chart(result)?];
    if let Some(best) = &result.best {
        out.extend(best_chart::build_chart(result, best, units)?);
    }
    out.extend(difference_chart::build_chart(result)?);
    let all: Vec<_> = result.architectures.iter().collect();
    out.extend(energy_flow_chart::build_chart(&all, &result.site)?);
    out.extend(ladder_chart::build_chart(result, units)?);
    out.extend(footprint_chart::build_chart(result, units)?);
    out.extend(cost_chart::build_charts(result, units)?);
    out.extend(growth_chart::build_chart(&all, units)?);
    Ok(out)
}
