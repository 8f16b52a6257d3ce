//! The temperature ladder: from the hottest junction to the outdoor air, one step for each medium that is there.

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::catalog::record::ChipKind;
use crate::plant::weather::DesignConditions;
use crate::rack::state::RackState;
use crate::scenario::{HeatRejection, HeatRejectionKind};
use crate::site::facility::{DataHall, HallCooling};
use crate::site::hour::FacilityHour;

/// Where a temperature of the ladder is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LadderStepKind {
    /// Junction of the part with the least margin.
    Junction,
    /// The same where the part is memory.
    Memory,
    /// Case of that part.
    Case,
    /// Liquid that reaches that part.
    PartInlet,
    /// Air that reaches that part.
    PartInletAir,
    /// Air behind the servers of an air-cooled rack.
    ServerExhaust,
    /// Liquid that leaves the rack.
    CoolantReturn,
    /// Liquid supplied to the rack.
    CoolantSupply,
    /// Air supplied to the aisle in front of the racks.
    AisleSupply,
    /// Liquid that leaves one rack, seen alone.
    LiquidReturn,
    /// Liquid supplied to one rack, seen alone.
    LiquidSupply,
    /// Air behind the trays of one rack, seen alone.
    TrayExhaust,
    /// Air supplied to one rack, seen alone.
    AirSupply,
    /// Water that chillers cool for the air handlers.
    ChilledWaterSupply,
    /// Water that the plant supplies to coolant distribution units or, without compressors, to air handlers.
    FacilityWaterSupply,
    /// Water that leaves the cooling towers.
    TowerWater,
    /// Water that leaves the dry coolers.
    DryCoolerWater,
    /// Water that leaves the closed-circuit coolers.
    ClosedCircuitWater,
    /// Dry-bulb temperature of the design day.
    OutdoorDryBulb,
    /// Wet-bulb temperature of the design day, where water evaporates in the outdoor air.
    OutdoorWetBulb,
}

impl LadderStepKind {
    /// Name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Junction => "Junction",
            Self::Memory => "Memory",
            Self::Case => "Case",
            Self::PartInlet => "Liquid at that part",
            Self::PartInletAir => "Air at that part",
            Self::ServerExhaust => "Air leaving the servers",
            Self::CoolantReturn => "Coolant leaving the rack",
            Self::CoolantSupply => "Coolant supplied to the rack",
            Self::AisleSupply => "Air supplied to the aisle",
            Self::LiquidReturn => "Liquid leaving",
            Self::LiquidSupply => "Liquid supplied",
            Self::TrayExhaust => "Air behind the trays",
            Self::AirSupply => "Air supplied",
            Self::ChilledWaterSupply => "Chilled water supply",
            Self::FacilityWaterSupply => "Facility water supply",
            Self::TowerWater => "Tower water leaving",
            Self::DryCoolerWater => "Water leaving the dry cooler",
            Self::ClosedCircuitWater => "Water leaving the closed-circuit cooler",
            Self::OutdoorDryBulb => "Outdoor dry-bulb, design day",
            Self::OutdoorWetBulb => "Outdoor wet-bulb, design day",
        }
    }

    /// Whether it is the coolant supplied to the racks: what their temperatures rest on.
    pub const fn is_rack_supply(self) -> bool {
        matches!(self, Self::CoolantSupply | Self::AisleSupply | Self::LiquidSupply | Self::AirSupply)
    }
}

/// One temperature on the way from the junction to the outdoor air. JSON keys: `kind`, `place` (its label),
/// `temperature_c`, `limit_c` where a limit is known.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LadderStep {
    /// Where.
    pub kind: LadderStepKind,
    /// The temperature there, °C.
    pub temperature_c: f64,
    /// The highest allowed there, °C, if a limit is known.
    pub limit_c: Option<f64>,
}

impl LadderStep {
    const fn new(kind: LadderStepKind, temperature_c: f64) -> Self {
        Self { kind, temperature_c, limit_c: None }
    }
}

impl Serialize for LadderStep {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("LadderStep", 3 + usize::from(self.limit_c.is_some()))?;
        out.serialize_field("kind", &self.kind)?;
        out.serialize_field("place", self.kind.label())?;
        out.serialize_field("temperature_c", &self.temperature_c)?;
        if let Some(limit_c) = self.limit_c {
            out.serialize_field("limit_c", &limit_c)?;
        }
        out.end()
    }
}

/// Temperatures from the hottest junction to the outdoor air on the design day.
pub(crate) fn temperature_ladder(
    state: &RackState,
    hall: &DataHall,
    day: &FacilityHour,
    design: &DesignConditions,
    rejection: HeatRejection,
) -> Vec<LadderStep> {
    use LadderStepKind as Kind;
    let mut out = part_steps(state);
    let return_c = state.main_coolant.return_c;
    // Behind liquid-to-air units the room's air follows the racks' liquid when that floats.
    let floating_k = day.supply_c - hall.main.set_point.celsius();
    if state.liquid.is_some() {
        out.push(LadderStep::new(Kind::CoolantReturn, return_c));
        out.push(LadderStep::new(Kind::CoolantSupply, day.supply_c));
        out.extend(hall.cooling.room_supply_c().map(|c| LadderStep::new(Kind::AisleSupply, c + floating_k)));
    } else {
        out.push(LadderStep::new(Kind::ServerExhaust, return_c));
        out.push(LadderStep::new(Kind::AisleSupply, day.supply_c));
    }
    let water_supply = match hall.cooling {
        HallCooling::Direct(_) => None,
        HallCooling::Air(_) if rejection.chills_water() => Some(Kind::ChilledWaterSupply),
        HallCooling::Air(_) | HallCooling::Liquid { .. } => Some(Kind::FacilityWaterSupply),
    };
    out.extend(water_supply.map(|kind| LadderStep::new(kind, day.main.supply_c)));
    let rejection_water = match rejection.kind() {
        HeatRejectionKind::Tower | HeatRejectionKind::ChillerWater => Some(Kind::TowerWater),
        HeatRejectionKind::DryCooler | HeatRejectionKind::Adiabatic => Some(Kind::DryCoolerWater),
        HeatRejectionKind::ClosedCircuit => Some(Kind::ClosedCircuitWater),
        HeatRejectionKind::ChillerAir
        | HeatRejectionKind::Campus
        | HeatRejectionKind::Dx
        | HeatRejectionKind::AirEconomizer => None,
    };
    out.extend(rejection_water.zip(day.main.rejection_water).map(|(kind, w)| LadderStep::new(kind, w.leaving_c)));
    out.push(LadderStep::new(Kind::OutdoorDryBulb, design.typical.dry_bulb().celsius()));
    if rejection.evaporates_water() {
        out.push(LadderStep::new(Kind::OutdoorWetBulb, design.typical.wet_bulb().celsius()));
    }
    out
}

/// Temperatures inside one rack, from the hottest junction to what it is supplied with.
pub(crate) fn rack_temperature_ladder(state: &RackState) -> Vec<LadderStep> {
    use LadderStepKind as Kind;
    let mut out = part_steps(state);
    let inlet = |liquid: bool| if liquid { Kind::PartInlet } else { Kind::PartInletAir };
    out.extend(state.critical_part().map(|part| LadderStep::new(inlet(part.liquid), part.inlet_c)));
    if let Some(liquid) = &state.liquid {
        out.push(LadderStep::new(Kind::LiquidReturn, liquid.return_c));
        out.push(LadderStep::new(Kind::LiquidSupply, liquid.supply_c));
    }
    if let Some(air) = &state.air {
        out.extend(state.exhaust_c.map(|c| LadderStep::new(Kind::TrayExhaust, c)));
        out.push(LadderStep::new(Kind::AirSupply, air.supply_c));
    }
    out
}

/// Junction, or memory, and case of the part with the least margin.
fn part_steps(state: &RackState) -> Vec<LadderStep> {
    state.critical_part().map_or_else(Vec::new, |part| {
        let junction = if part.kind == ChipKind::Memory { LadderStepKind::Memory } else { LadderStepKind::Junction };
        vec![
            LadderStep { limit_c: Some(part.limit_c), ..LadderStep::new(junction, part.junction_c) },
            LadderStep::new(LadderStepKind::Case, part.case_c),
        ]
    })
}
