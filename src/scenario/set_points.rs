//! Set points that the designer of an architecture is free to choose.

use crate::component::scenario_defaults::ScenarioDefaultsSpec;
use crate::units::parse::{self, Dimension};

use super::flow_control::{self, FlowControl};
use super::reader::TableReader;

/// Set points of an architecture. By default those of the data, or what the sizing finds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SetPoints {
    /// What the pumps of the racks' coolant loop hold.
    pub flow_control: FlowControl,
}

impl SetPoints {
    /// Reads the keys; also tells whether one of them is left to the defaults of the data.
    pub(super) fn read_keys(r: &mut TableReader<'_, '_>, defaults: Option<&ScenarioDefaultsSpec>) -> (Self, bool) {
        let flow = flow_control::read_flow_control(r, defaults);
        (Self { flow_control: flow.control }, flow.uses_defaults)
    }

    /// Keys and values that are not the default.
    pub(super) fn key_values(&self) -> Vec<(&'static str, serde_json::Value)> {
        let mut out = Vec::new();
        if let Some(flow_m3_j) = self.flow_control.flow_m3_j() {
            let flow = parse::to_documented_unit(flow_m3_j, Dimension::SpecificFlow);
            out.push(("flow_control", self.flow_control.name().into()));
            out.push(("coolant_flow_l_min_kw", rounded(flow)));
        }
        out
    }
}

/// A value as it was written, without what the conversion of units adds.
fn rounded(value: f64) -> serde_json::Value {
    ((value * 1e9).round() / 1e9).into()
}
