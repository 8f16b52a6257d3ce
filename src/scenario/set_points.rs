//! Set points that the designer of an architecture is free to choose.

use crate::component::scenario_defaults::ScenarioDefaultsSpec;
use crate::units::Temperature;
use crate::units::parse::{self, Dimension};

use super::flow_control::{self, FlowControl};
use super::reader::{AllowedRange, TableReader};

/// Set points of an architecture. By default those of the data, or what the sizing finds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SetPoints {
    /// What the pumps of the racks' coolant loop hold.
    pub flow_control: FlowControl,
    /// Supply of the chilled water of the hall's air handlers; none: the warmest that their coils do with, in every hour.
    pub chilled_water: Option<Temperature>,
}

impl SetPoints {
    /// Reads the keys; also tells whether one of them is left to the defaults of the data.
    pub(super) fn read_keys(r: &mut TableReader<'_, '_>, defaults: Option<&ScenarioDefaultsSpec>) -> (Self, bool) {
        let flow = flow_control::read_flow_control(r, defaults);
        let temperature = |min: f64, max: f64| AllowedRange { dimension: Dimension::Temperature, min, max };
        let chilled_water = r.read_quantity("chilled_water_temperature", temperature(1.0, 40.0));
        let own = Self { flow_control: flow.control, chilled_water: chilled_water.map(Temperature::from_kelvin) };
        (own, flow.uses_defaults)
    }

    /// Keys and values that are not the default.
    pub(super) fn key_values(&self) -> Vec<(&'static str, serde_json::Value)> {
        let mut out = Vec::new();
        if let Some(flow_m3_j) = self.flow_control.flow_m3_j() {
            let flow = parse::to_documented_unit(flow_m3_j, Dimension::SpecificFlow);
            out.push(("flow_control", self.flow_control.name().into()));
            out.push(("coolant_flow_l_min_kw", rounded(flow)));
        }
        if let Some(water) = self.chilled_water {
            out.push(("chilled_water_temperature_c", rounded(water.celsius())));
        }
        out
    }
}

/// A value as it was written, without what the conversion of units adds.
fn rounded(value: f64) -> serde_json::Value {
    ((value * 1e9).round() / 1e9).into()
}
