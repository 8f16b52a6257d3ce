//! The liquid loop of a rack: its manifold, the coolant unit that it shares with others, and what the unit's pumps hold.

use crate::catalog::system::{PumpControlKind, RackManifold};
use crate::component::liquid::liquid_to_air::LiquidToAirUnit;
use crate::component::liquid::quick_disconnect;
use crate::component::server::mover::Mover;
use crate::physics::liquid::Liquid;

/// Liquid through manifold, hoses and plates; or a pumped dielectric through a tank.
#[derive(Clone, Debug)]
pub struct CoolantLoop {
    /// Manifold and connectors.
    pub manifold: RackManifold,
    /// One quick disconnect; none in a tank.
    pub coupling: Option<quick_disconnect::QuickDisconnectSpec>,
    /// Pumps of one coolant distribution unit.
    pub pump: Mover,
    /// Units that run for each rack of a full group.
    pub cdu_share: f64,
    /// The last group of racks, where a unit serves fewer than the others do.
    pub part_group: Option<PartGroup>,
    /// What takes the heat of one unit.
    pub sink: LoopHeatSink,
    /// The liquid.
    pub liquid: Liquid,
    /// What the pumps hold.
    pub pump_control: PumpControl,
}

/// The last racks of a hall, fewer than a coolant unit serves. They get the flow of all others; only the electricity of
/// their pumps differs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartGroup {
    /// Their share of the racks of the hall.
    pub share: f64,
    /// Units that run for each of them.
    pub cdu_share: f64,
}

/// What the pumps of a loop hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PumpControl {
    /// The lowest speed that holds every part at its control target.
    ChipTarget,
    /// The pressure between supply and return manifold, Pa.
    ManifoldPressure {
        /// That pressure, Pa.
        pressure_pa: f64,
    },
    /// A volume flow at the supply temperature for the heat that the liquid takes, m³/J.
    FlowPerHeat {
        /// That flow, m³/J.
        flow_m3_j: f64,
    },
    /// The temperature of the returning liquid, °C.
    ReturnTemperature {
        /// That temperature, °C.
        leaving_c: f64,
    },
}

/// What takes the heat of a loop, and with what pressure loss of the loop's liquid.
#[derive(Clone, Copy, Debug)]
pub enum LoopHeatSink {
    /// Facility water, behind an exchanger: pressure loss of exchanger and pipes at the pump's best flow, Pa.
    FacilityWater {
        /// That pressure loss, Pa.
        loss_pa: f64,
    },
    /// The room's air.
    RoomAir(LiquidToAirUnit),
}

impl PumpControl {
    /// Its kind.
    pub const fn kind(self) -> PumpControlKind {
        match self {
            Self::ChipTarget => PumpControlKind::ChipTarget,
            Self::ManifoldPressure { .. } => PumpControlKind::DifferentialPressure,
            Self::FlowPerHeat { .. } => PumpControlKind::FlowPerKw,
            Self::ReturnTemperature { .. } => PumpControlKind::ReturnTemperature,
        }
    }
}

impl CoolantLoop {
    /// The liquid-to-air unit, where the room's air takes the heat.
    pub const fn liquid_to_air(&self) -> Option<&LiquidToAirUnit> {
        match &self.sink {
            LoopHeatSink::FacilityWater { .. } => None,
            LoopHeatSink::RoomAir(unit) => Some(unit),
        }
    }

    /// Coefficient b of the pressure loss `b V²` of one unit's exchanger or coil, Pa s²/m⁶, for a liquid of a volumetric
    /// heat, J/(m³ K).
    pub fn unit_loss_pa_s2_m6(&self, heat_j_m3_k: f64) -> f64 {
        match &self.sink {
            LoopHeatSink::FacilityWater { loss_pa } => {
                let best_m3_s = self.pump.0.best_flow_m3_s;
                loss_pa / (best_m3_s * best_m3_s)
            }
            LoopHeatSink::RoomAir(unit) => unit.liquid_loss_pa_s2_m6(heat_j_m3_k),
        }
    }
}
