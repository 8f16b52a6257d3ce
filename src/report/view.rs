//! What every result has to say of itself to be reported.

use super::chart::Chart;
use super::document::units::UnitSystem;
use super::error::ReportError;

/// A result that can be reported.
pub trait Report {
    /// Every chart of the result, in the order of its page.
    ///
    /// # Errors
    /// [`ReportError::Chart`].
    fn build_charts(&self, units: UnitSystem) -> Result<Vec<Chart>, ReportError>;
}
