//! What the pumps of a rack's coolant loop hold.

use crate::component::scenario_defaults::ScenarioDefaultsSpec;
use crate::units::parse::{self, Dimension};

use super::reader::{AllowedRange, TableReader};

/// Coolant flows that a scenario may ask for, L/min for each kW: a rise of 100 K down to one of 1.5 K in water.
const FLOW_RANGE: AllowedRange = AllowedRange { dimension: Dimension::SpecificFlow, min: 0.15, max: 10.0 };

/// What the pumps hold.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum FlowControl {
    /// The lowest speed that holds every part at its control target.
    #[default]
    ChipTarget,
    /// At least a flow for the heat that the liquid takes in each state, and more where a part needs it for its target.
    FlowPerKw {
        /// Volume flow at the supply temperature over heat, m³/J.
        flow_m3_j: f64,
    },
}

impl FlowControl {
    /// The words in scenarios.
    pub const WORDS: [&'static str; 2] = ["chip-target", "flow-per-kw"];

    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ChipTarget => Self::WORDS[0],
            Self::FlowPerKw { .. } => Self::WORDS[1],
        }
    }

    /// The flow that it holds for each unit of heat, m³/J; none where it holds temperatures alone.
    pub const fn flow_m3_j(self) -> Option<f64> {
        match self {
            Self::ChipTarget => None,
            Self::FlowPerKw { flow_m3_j } => Some(flow_m3_j),
        }
    }
}

/// A choice of flow control, and whether its flow is left to the defaults of the data.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct GivenFlowControl {
    pub control: FlowControl,
    pub uses_defaults: bool,
}

/// Reads `flow_control` and `coolant_flow`. A flow without the control that holds it has no part.
pub(super) fn read_flow_control(
    r: &mut TableReader<'_, '_>,
    defaults: Option<&ScenarioDefaultsSpec>,
) -> GivenFlowControl {
    let word = r.read_choice("flow_control", &FlowControl::WORDS);
    let flow = r.read_quantity("coolant_flow", FLOW_RANGE);
    let usual = defaults.map(|d| parse::from_documented_unit(d.coolant_flow_l_min_kw, Dimension::SpecificFlow));
    match (word, flow.or(usual)) {
        (Some("flow-per-kw"), Some(flow_m3_j)) => {
            GivenFlowControl { control: FlowControl::FlowPerKw { flow_m3_j }, uses_defaults: flow.is_none() }
        }
        _ => GivenFlowControl::default(),
    }
}
