//! Set points that the designer of an architecture is free to choose.

use crate::units::parse::Dimension;
use crate::units::{TempDelta, Temperature};

use super::flow_control::{FlowControl, GivenFlowControl};
use super::reader::{AllowedRange, TableReader};

/// Most units of a kind that a scenario may ask for.
const MOST_UNITS: u32 = 10_000;

/// Set points of an architecture. By default those of the data, or what the sizing finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SetPoints {
    /// What the pumps of the racks' coolant loop hold.
    pub flow_control: FlowControl,
    /// Whether the flow of that control is left to maker, operator or the defaults of the data.
    pub flow_from_data: bool,
    /// Supply of the chilled water of the hall's air handlers; none: the warmest that their coils do with, in every hour.
    pub chilled_water: Option<Temperature>,
    /// Set point of the condenser water above the wet-bulb; none: that of the design rules.
    pub condenser_approach: Option<TempDelta>,
    /// Coldest condenser water; none: that of the design rules.
    pub condenser_water_min: Option<Temperature>,
    /// Tower cells; none: as many as the design needs.
    pub tower_cells: Option<u32>,
    /// Dry coolers; none: as many as the design needs.
    pub dry_coolers: Option<u32>,
    /// What the control target of every chip is shifted by; none is raised above its limit.
    pub control_target_shift: TempDelta,
}

impl SetPoints {
    /// Reads the keys of all but the flow control, which is read beside the system.
    pub(super) fn read_keys(r: &mut TableReader<'_, '_>, flow: GivenFlowControl) -> Self {
        let temperature = |min: f64, max: f64| AllowedRange { dimension: Dimension::Temperature, min, max };
        let chilled_water = r.read_quantity("chilled_water_temperature", temperature(1.0, 40.0));
        let difference = |min: f64, max: f64| AllowedRange { dimension: Dimension::TempDelta, min, max };
        let approach = r.read_quantity("condenser_approach", difference(2.0, 15.0));
        let coldest = r.read_quantity("condenser_water_min", temperature(10.0, 30.0));
        let shift = r.read_quantity("control_target_shift", difference(-20.0, 20.0));
        Self {
            flow_control: flow.control,
            flow_from_data: flow.uses_defaults,
            chilled_water: chilled_water.map(Temperature::from_kelvin),
            condenser_approach: approach.map(TempDelta::new),
            condenser_water_min: coldest.map(Temperature::from_kelvin),
            tower_cells: r.read_integer("tower_cells", 1, MOST_UNITS),
            dry_coolers: r.read_integer("dry_coolers", 1, MOST_UNITS),
            control_target_shift: shift.map_or(TempDelta::ZERO, TempDelta::new),
        }
    }

    /// The same for another heat: as many units as its design needs.
    #[must_use]
    pub const fn without_counts(self) -> Self {
        Self { tower_cells: None, dry_coolers: None, ..self }
    }

    /// Keys, with their unit, and values that are not the default; those of the flow control left out.
    pub fn key_values(&self) -> Vec<(&'static str, serde_json::Value)> {
        let mut out = Vec::new();
        if let Some(water) = self.chilled_water {
            out.push(("chilled_water_temperature_c", rounded(water.celsius())));
        }
        if let Some(approach) = self.condenser_approach {
            out.push(("condenser_approach_k", rounded(approach.kelvin())));
        }
        if let Some(coldest) = self.condenser_water_min {
            out.push(("condenser_water_min_c", rounded(coldest.celsius())));
        }
        let counts = [("tower_cells", self.tower_cells), ("dry_coolers", self.dry_coolers)];
        out.extend(counts.into_iter().filter_map(|(key, count)| Some((key, count?.into()))));
        if self.control_target_shift != TempDelta::ZERO {
            out.push(("control_target_shift_k", rounded(self.control_target_shift.kelvin())));
        }
        out
    }
}

/// A value as it was written, without what the conversion of units adds.
fn rounded(value: f64) -> serde_json::Value {
    ((value * 1e9).round() / 1e9).into()
}
