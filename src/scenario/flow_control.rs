//! What the pumps of a rack's coolant loop hold.

use crate::catalog::system::{PumpControlKind, SystemRecord};
use crate::component::scenario_defaults::ScenarioDefaultsSpec;
use crate::units::Temperature;
use crate::units::parse::{self, Dimension};

use super::cooling::CoolingMethod;
use super::reader::{AllowedRange, TableReader};

/// Coolant flows that a scenario may ask for, L/min for each kW: a rise of 100 K down to one of 1.5 K in water.
const FLOW_RANGE: AllowedRange = AllowedRange { dimension: Dimension::SpecificFlow, min: 0.15, max: 10.0 };
/// Differential pressures that a scenario may ask for, kPa.
const PRESSURE_RANGE: AllowedRange = AllowedRange { dimension: Dimension::Pressure, min: 1e3, max: 1e6 };
/// Return temperatures that a scenario may ask for, °C.
const RETURN_RANGE: AllowedRange = AllowedRange { dimension: Dimension::Temperature, min: 6.0, max: 95.0 };
/// Least rise from the supply to a held return: the largest flow that a scenario may ask for, in water.
const RISE_MIN_K: f64 = 1.5;

/// What the pumps hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FlowControl {
    /// The lowest speed that holds every part at its control target.
    ChipTarget,
    /// The pressure between supply and return manifold that gives the busy rack a flow at the supply temperature of the
    /// scenario; the same pressure in every other state.
    DesignFlow {
        /// Volume flow at the supply temperature over heat of the busy rack, m³/J.
        flow_m3_j: f64,
    },
    /// A stated pressure between supply and return manifold.
    DifferentialPressure {
        /// That pressure, Pa.
        pressure_pa: f64,
    },
    /// A flow for the heat that the liquid takes in each state.
    FlowPerKw {
        /// Volume flow at the supply temperature over heat, m³/J.
        flow_m3_j: f64,
    },
    /// The temperature of the liquid that leaves the rack.
    ReturnTemperature {
        /// That temperature.
        leaving: Temperature,
    },
}

impl FlowControl {
    /// What the pumps of a system hold where its scenario gives nothing: what maker or operator state, or the usual control
    /// of the data with the usual flow.
    pub fn of_system(
        system: Option<&SystemRecord>,
        cooling: CoolingMethod,
        supply: Temperature,
        defaults: &ScenarioDefaultsSpec,
    ) -> Self {
        let operation = system.and_then(|s| s.operation.as_ref());
        let stated = operation.and_then(|o| o.flow_l_min_kw(supply.celsius()));
        let usual = if cooling == CoolingMethod::Immersion1p {
            defaults.immersion_flow_l_min_kw
        } else {
            defaults.coolant_flow_l_min_kw
        };
        let flow_m3_j = parse::from_documented_unit(stated.unwrap_or(usual), Dimension::SpecificFlow);
        match operation.and_then(|o| o.control).unwrap_or_default() {
            PumpControlKind::FlowPerKw => Self::FlowPerKw { flow_m3_j },
            PumpControlKind::ChipTarget => Self::ChipTarget,
            // A record states no temperature: the flow of the busy rack stands for it.
            PumpControlKind::DifferentialPressure | PumpControlKind::ReturnTemperature => {
                Self::DesignFlow { flow_m3_j }
            }
        }
    }

    /// Its kind, as scenarios name it.
    pub const fn kind(self) -> PumpControlKind {
        match self {
            Self::ChipTarget => PumpControlKind::ChipTarget,
            Self::DesignFlow { .. } | Self::DifferentialPressure { .. } => PumpControlKind::DifferentialPressure,
            Self::FlowPerKw { .. } => PumpControlKind::FlowPerKw,
            Self::ReturnTemperature { .. } => PumpControlKind::ReturnTemperature,
        }
    }

    /// The flow for each unit of heat that it holds or is designed for, m³/J; none where it holds another thing.
    pub const fn flow_m3_j(self) -> Option<f64> {
        match self {
            Self::DesignFlow { flow_m3_j } | Self::FlowPerKw { flow_m3_j } => Some(flow_m3_j),
            Self::ChipTarget | Self::DifferentialPressure { .. } | Self::ReturnTemperature { .. } => None,
        }
    }

    /// The same control with another flow, where a flow is what it holds or is designed for.
    #[must_use]
    pub const fn with_flow(self, flow_m3_j: f64) -> Self {
        match self {
            Self::DesignFlow { .. } => Self::DesignFlow { flow_m3_j },
            Self::FlowPerKw { .. } => Self::FlowPerKw { flow_m3_j },
            other => other,
        }
    }

    /// Keys, with their unit, and values.
    pub(super) fn key_values(self) -> Vec<(&'static str, serde_json::Value)> {
        let rounded = |value: f64| serde_json::Value::from((value * 1e9).round() / 1e9);
        let mut out = vec![("flow_control", self.kind().name().into())];
        match self {
            Self::ChipTarget => {}
            Self::DesignFlow { flow_m3_j } | Self::FlowPerKw { flow_m3_j } => {
                let flow = parse::to_documented_unit(flow_m3_j, Dimension::SpecificFlow);
                out.push(("coolant_flow_l_min_kw", rounded(flow)));
            }
            Self::DifferentialPressure { pressure_pa } => {
                out.push(("differential_pressure_pa", rounded(pressure_pa)));
            }
            Self::ReturnTemperature { leaving } => out.push(("return_temperature_c", rounded(leaving.celsius()))),
        }
        out
    }
}

/// A choice of flow control, and what of it the scenario gives.
#[derive(Clone, Copy, Debug)]
pub(super) struct GivenFlowControl {
    pub control: FlowControl,
    /// Whether its flow is left to the defaults of the data.
    pub uses_defaults: bool,
}

/// What the keys are read beside.
pub(super) struct FlowControlContext<'a> {
    pub system: Option<&'a SystemRecord>,
    pub cooling: CoolingMethod,
    pub supply: Temperature,
    pub defaults: &'a ScenarioDefaultsSpec,
}

/// Reads `flow_control`, `coolant_flow`, `differential_pressure` and `return_temperature`. A key of another control than
/// that of the architecture has no part.
pub(super) fn read_flow_control(r: &mut TableReader<'_, '_>, around: &FlowControlContext<'_>) -> GivenFlowControl {
    let word = r.read_choice("flow_control", &PumpControlKind::WORDS);
    let flow = r.read_quantity("coolant_flow", FLOW_RANGE);
    let pressure = r.read_quantity("differential_pressure", PRESSURE_RANGE);
    let leaving = r.read_quantity("return_temperature", RETURN_RANGE).map(Temperature::from_kelvin);
    let usual = FlowControl::of_system(around.system, around.cooling, around.supply, around.defaults);
    let kind = word.and_then(PumpControlKind::from_word).unwrap_or(usual.kind());
    let flow_m3_j = flow.or(usual.flow_m3_j());
    let fallback = parse::from_documented_unit(around.defaults.coolant_flow_l_min_kw, Dimension::SpecificFlow);
    let flow_m3_j = flow_m3_j.unwrap_or(fallback);
    let control = match kind {
        PumpControlKind::ChipTarget => FlowControl::ChipTarget,
        PumpControlKind::FlowPerKw => FlowControl::FlowPerKw { flow_m3_j },
        PumpControlKind::DifferentialPressure => match pressure {
            Some(pressure_pa) => FlowControl::DifferentialPressure { pressure_pa },
            None => FlowControl::DesignFlow { flow_m3_j },
        },
        PumpControlKind::ReturnTemperature => match leaving {
            Some(leaving) => FlowControl::ReturnTemperature { leaving },
            None => FlowControl::FlowPerKw { flow_m3_j },
        },
    };
    if around.cooling.has_coolant_loop() {
        report_contradictions(r, around, kind, (flow, pressure, leaving));
    }
    GivenFlowControl { control, uses_defaults: flow.is_none() && control.flow_m3_j().is_some() }
}

/// Refuses set points that can't be held together, or not at this supply.
fn report_contradictions(
    r: &mut TableReader<'_, '_>,
    around: &FlowControlContext<'_>,
    kind: PumpControlKind,
    (flow, pressure, leaving): (Option<f64>, Option<f64>, Option<Temperature>),
) {
    if kind == PumpControlKind::DifferentialPressure
        && flow.is_some()
        && pressure.is_some()
        && let Some(node) = r.key_node("differential_pressure")
    {
        let message = "`differential_pressure` and `coolant_flow` both set the pressure of the coolant loop";
        let help = "give the pressure, or the flow of the busy rack that it is set for";
        r.report_problem(message.to_owned(), &node.origin, "a second set point", Some(help.to_owned()));
    }
    if kind != PumpControlKind::ReturnTemperature {
        return;
    }
    let supply_c = around.supply.celsius();
    match (leaving, r.key_node("return_temperature")) {
        (None, None) => {
            let example = supply_c + 10.0;
            let help = format!("for instance return_temperature = \"{example:.0} degC\", 10 K above the supply");
            r.report_missing("return_temperature", &help);
        }
        (Some(leaving), Some(node)) if leaving.celsius() < supply_c + RISE_MIN_K => {
            let message = format!(
                "`return_temperature` is {:.1} °C and the supply {supply_c:.1} °C: coolant leaves warmer than it comes",
                leaving.celsius()
            );
            let help = format!("use {:.1} degC or more, or a colder `supply_temperature`", supply_c + RISE_MIN_K);
            r.report_problem(message, &node.origin, "no flow gives this return", Some(help));
        }
        _ => {}
    }
}
